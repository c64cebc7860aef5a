/* Organisations' identifiers as people and registers write them: normalised once is normalised. */
#include "fuzz.h"

#include "sources/identifier.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const SCHEMES[] = { NULL, "GB-CHC", "GB-COH", "GB-SC", "GB-NIC", "XI-OTHER" };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str rest = fuzz_input(data, size), scheme, id, scheme_again, id_again;
	const char *given = SCHEMES[fuzz_choice(&rest, 6)];

	if (!eh_identifier_normalise(given, rest, &arena, &scheme, &id))
		return 0;
	FUZZ_REQUIRE(id.n > 0 && !eh_identifier_absent(id));
	if (!scheme.n)
		return 0;
	FUZZ_REQUIRE(eh_identifier_normalise(eh_arena_str(&arena, scheme).p, id, &arena, &scheme_again, &id_again));
	FUZZ_REQUIRE(eh_str_eq(scheme, scheme_again) && eh_str_eq(id, id_again));
	return 0;
}
