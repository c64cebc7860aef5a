/* Unicode text checked, folded, counted and cut. */
#include "fuzz.h"

#include <utf8proc.h>

/* Whether another implementation takes it, NUL apart, which ours refuses. */
static bool well_formed(const uint8_t *data, size_t size)
{
	utf8proc_int32_t c;

	for (utf8proc_ssize_t at = 0, n; at < (utf8proc_ssize_t)size; at += n) {
		n = utf8proc_iterate(data + at, (utf8proc_ssize_t)size - at, &c);
		if (n <= 0 || !c)
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size), cut = eh_utf8_cut(input, size / 2);
	struct eh_buf folded EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 };
	size_t at = 0;

	bool valid = eh_utf8_valid(input, &at);
	FUZZ_REQUIRE(valid == well_formed(data, size));
	FUZZ_REQUIRE(valid || at < size);
	FUZZ_REQUIRE(valid || eh_utf8_valid(eh_str_sub(input, 0, at), NULL));
	FUZZ_REQUIRE(eh_utf8_length(input) <= size);
	FUZZ_REQUIRE(cut.n <= size && (!valid || eh_utf8_valid(cut, NULL)));
	FUZZ_REQUIRE(eh_utf8_fold(input, &folded) == EH_OK);
	struct eh_str once = eh_buf_str(&folded);
	FUZZ_REQUIRE(eh_utf8_valid(once, NULL));
	FUZZ_REQUIRE(!once.n || (once.p[0] != ' ' && once.p[once.n - 1] != ' '));
	FUZZ_REQUIRE(eh_str_find(once, EH_STR("  ")) < 0);
	FUZZ_REQUIRE(eh_utf8_fold(once, &again) == EH_OK);
	FUZZ_REQUIRE(eh_str_eq(once, eh_buf_str(&again)));
	return 0;
}
