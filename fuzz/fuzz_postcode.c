/* Postcodes read from what people type, found in addresses, and as numbers. */
#include "fuzz.h"

#include "geo/geo.h"

static void check(const struct eh_postcode *code)
{
	struct eh_postcode again, back = eh_postcode_unpack(eh_postcode_pack(code));
	struct eh_str outward = eh_postcode_outward(code);

	FUZZ_REQUIRE(strlen(code->text) >= 6 && strlen(code->text) <= 8);
	FUZZ_REQUIRE(outward.n + 4 == strlen(code->text));
	FUZZ_REQUIRE(eh_postcode_parse(eh_str_of(code->text), &again) == EH_OK && strcmp(again.text, code->text) == 0);
	FUZZ_REQUIRE(strcmp(back.text, code->text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size);
	struct eh_postcode code, inside;
	size_t from, n;
	int64_t packed = 0;

	if (eh_postcode_parse(input, &code) == EH_OK)
		check(&code);
	if (eh_postcode_find(input, &code, &from, &n) == EH_OK) {
		check(&code);
		FUZZ_REQUIRE(from <= input.n && n <= input.n - from);
		FUZZ_REQUIRE(
		        eh_postcode_parse(eh_str_sub(input, from, n), &inside) == EH_OK && strcmp(inside.text, code.text) == 0);
	}
	memcpy(&packed, data, size < sizeof packed ? size : sizeof packed);
	struct eh_postcode unpacked = eh_postcode_unpack(packed);
	FUZZ_REQUIRE(strlen(unpacked.text) < sizeof unpacked.text);
	return 0;
}
