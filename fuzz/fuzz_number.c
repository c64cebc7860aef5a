/* Numbers, and pounds as pence. */
#include "fuzz.h"

#include <math.h>

#include "sources/readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size);
	int64_t whole = 7, back;
	double number = 7;
	char text[32];

	if (eh_str_to_i64(input, &whole) == EH_OK) {
		snprintf(text, sizeof text, "%lld", (long long)whole);
		FUZZ_REQUIRE(eh_str_to_i64(eh_str_of(text), &back) == EH_OK && back == whole);
	} else {
		FUZZ_REQUIRE(whole == 7);
	}
	if (eh_str_to_double(input, &number) == EH_OK)
		FUZZ_REQUIRE(isfinite(number));
	else
		FUZZ_REQUIRE(number == 7);
	int64_t pence = eh_source_pence(input);
	FUZZ_REQUIRE(pence == INT64_MIN || (double)llabs(pence) <= 1e17);
	return 0;
}
