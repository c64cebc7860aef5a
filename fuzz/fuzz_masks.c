/* What hides people and protected places inside text: nothing that it looks for is left afterwards. */
#include "fuzz.h"

#include "geo/geo.h"
#include "register/protect.h"
#include "sources/personal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf masked EH_CLEANUP_BUF = { 0 }, emails EH_CLEANUP_BUF = { 0 }, phones EH_CLEANUP_BUF = { 0 };
	struct eh_str input = fuzz_input(data, size), address = eh_str_sub(input, 0, size / 3), hidden;
	struct eh_postcode code;

	FUZZ_REQUIRE(eh_personal_mask(input, &masked, &emails, &phones) == EH_OK);
	FUZZ_REQUIRE(!eh_personal_has(eh_buf_str(&masked)));
	FUZZ_REQUIRE(eh_personal_has(input) == (emails.n || phones.n));
	hidden = eh_protect_mask(input, &address, 1, &arena);
	FUZZ_REQUIRE(hidden.p && eh_postcode_find(hidden, &code, NULL, NULL) == EH_NOT_FOUND);
	eh_protect_check(input, address, NULL, 0, &arena);
	return 0;
}
