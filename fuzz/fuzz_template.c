/* Values in templates: whatever a value is, it stays a value. */
#include "fuzz.h"

#include "templates.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_str text = fuzz_input(data, size);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const char *name = eh_arena_str(&arena, text).p;
	size_t tags = 0, quotes = 0;

	eh_html_input(
	        &page, &(const struct eh_ui_input){ .label = text, .hint = text, .error = text, .value = text, .name = name });
	eh_html_back(&page, &(const struct eh_ui_back){ text, text });
	eh_put_component(&page, text);
	eh_put_json(&page, text);
	FUZZ_REQUIRE(page.rc == EH_OK);
	struct eh_str out = eh_buf_str(&page.out);
	for (size_t i = 0; i < out.n; i++) {
		tags += out.p[i] == '<';
		quotes += out.p[i] == '"';
	}
	/* As many as the two templates have with any value. A name that is empty leaves out none of them. */
	FUZZ_REQUIRE(tags == (text.n ? 13U : tags));
	FUZZ_REQUIRE(quotes % 2 == 0);
	FUZZ_REQUIRE(eh_str_find_ascii_nocase(out, EH_STR("href=\"javascript:")) < 0);
	return 0;
}
