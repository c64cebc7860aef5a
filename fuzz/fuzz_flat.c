/* What a confined process writes back of a table. */
#include "fuzz.h"

#include "io/flatten.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	struct eh_error err = { 0 };
	size_t told = 0;

	if (eh_buf_add(&flat.bytes, (struct eh_str){ (const char *)data, size }) < 0)
		return 0;
	if (eh_flat_parse(&flat, &err) < 0) {
		FUZZ_REQUIRE(err.message[0]);
		return 0;
	}
	FUZZ_REQUIRE(flat.count > 0 && flat.count <= EH_FLATTEN_MOST_SHEETS);
	for (size_t i = 0; i < flat.count; i++) {
		told += flat.sheets[i].csv.n;
		FUZZ_REQUIRE(eh_utf8_valid(flat.sheets[i].csv, NULL) && eh_utf8_valid(flat.sheets[i].name, NULL));
	}
	FUZZ_REQUIRE(told <= size);
	return 0;
}
