/* Records as the store keeps them, which an old or damaged store may give back in any form. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf once EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 };
	struct eh_record record;
	struct eh_error err = { 0 };

	if (eh_record_from_json(fuzz_input(data, size), &arena, &record, &err) != EH_OK) {
		FUZZ_REQUIRE(err.message[0]);
		return 0;
	}
	FUZZ_REQUIRE(eh_record_to_json(&record, &once) == EH_OK);
	FUZZ_REQUIRE(eh_record_from_json(eh_buf_str(&once), &arena, &record, &err) == EH_OK);
	FUZZ_REQUIRE(eh_record_to_json(&record, &again) == EH_OK);
	FUZZ_REQUIRE(eh_str_eq(eh_buf_str(&once), eh_buf_str(&again)));
	return 0;
}
