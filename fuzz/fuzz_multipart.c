/* Forms with files: parts lie inside the body, text is text, nothing is made up. */
#include "fuzz.h"

#include "http/http.h"

/* The first line is the Content-Type. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str body = fuzz_input(data, size), type = { 0 };
	struct eh_field *fields;
	struct eh_upload *uploads;
	struct eh_error err = { 0 };
	size_t n, m;

	eh_str_split(&body, '\n', &type);
	if (eh_multipart_parse(&arena, type, body, &fields, &n, &uploads, &m, &err) < 0) {
		FUZZ_REQUIRE(err.message[0]);
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		FUZZ_REQUIRE(eh_utf8_valid(fields[i].name, NULL) && eh_utf8_valid(fields[i].value, NULL));
	for (size_t i = 0; i < m; i++) {
		FUZZ_REQUIRE(uploads[i].bytes.p >= body.p && uploads[i].bytes.p + uploads[i].bytes.n <= body.p + body.n);
		FUZZ_REQUIRE(!memchr(uploads[i].file.p, '/', uploads[i].file.n) &&
		             !memchr(uploads[i].file.p, '\\', uploads[i].file.n));
	}
	return 0;
}
