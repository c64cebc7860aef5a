/* Bytes out of gzip files, zip archives and plain files, within their limits. */
#include "fuzz.h"

#include "io/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const MEMBERS[] = { NULL, "a.csv", "b/c.json" };
	const struct eh_stream_limits limits = { .max_bytes = 1 << 20 };
	struct eh_stream *stream EH_CLEANUP_STREAM = NULL;
	struct eh_str rest = fuzz_input(data, size);
	struct eh_error err = { 0 };
	const char *member = MEMBERS[fuzz_choice(&rest, 3)];
	size_t step = 1 + 37 * (size_t)fuzz_choice(&rest, 64), n = 1, total = 0;
	uint64_t done, all;
	char block[4096];

	enum eh_rc rc = eh_stream_open_memory(rest, "input", member, &limits, &stream, &err);
	FUZZ_REQUIRE(rc == EH_OK || err.message[0]);
	while (rc == EH_OK && n) {
		rc = eh_stream_read(stream, block, step, &n, &err);
		if (rc == EH_OK) {
			FUZZ_REQUIRE(n <= step);
			total += n;
			eh_stream_progress(stream, &done, &all);
			FUZZ_REQUIRE(done <= all);
		}
	}
	FUZZ_REQUIRE(rc == EH_OK || err.message[0]);
	FUZZ_REQUIRE(total <= limits.max_bytes);
	return 0;
}
