/* JSON token by token, from memory and from a stream: the same tokens, the same end. */
#include "fuzz.h"

#include "io/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_json_reader *text EH_CLEANUP_JSON = NULL, *streamed EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream = NULL;
	struct eh_json_token a, b;
	struct eh_error err = { 0 };
	unsigned open = 0;
	enum eh_rc rc;

	/* Compressed files are another target's. */
	if (size >= 2 && ((data[0] == 0x1f && data[1] == 0x8b) || (data[0] == 'P' && data[1] == 'K')))
		return 0;
	FUZZ_REQUIRE(eh_json_open_text(fuzz_input(data, size), &text, &err) == EH_OK);
	FUZZ_REQUIRE(eh_stream_open_memory(fuzz_input(data, size), "input", NULL, NULL, &stream, &err) == EH_OK);
	FUZZ_REQUIRE(eh_json_open(stream, &streamed, &err) == EH_OK);
	while ((rc = eh_json_next(text, &a, &err)) == EH_OK) {
		FUZZ_REQUIRE(eh_json_next(streamed, &b, &err) == EH_OK);
		FUZZ_REQUIRE(a.kind == b.kind && a.depth == b.depth && a.line == b.line && a.column == b.column);
		if (a.kind == EH_JSON_STRING || a.kind == EH_JSON_KEY || a.kind == EH_JSON_NUMBER) {
			FUZZ_REQUIRE(eh_str_eq(a.text, b.text));
			FUZZ_REQUIRE(eh_utf8_valid(a.text, NULL));
		}
		open += a.kind == EH_JSON_OBJECT || a.kind == EH_JSON_ARRAY;
		open -= a.kind == EH_JSON_OBJECT_END || a.kind == EH_JSON_ARRAY_END;
		FUZZ_REQUIRE(open <= 200);
	}
	FUZZ_REQUIRE(eh_json_next(streamed, &b, &err) == rc);
	FUZZ_REQUIRE(rc != EH_END || open == 0);
	return 0;
}
