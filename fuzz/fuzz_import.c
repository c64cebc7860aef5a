/* Any file as any kind of source, all the way into the store: private fields taken out, versions, refusals. */
#include "store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str rest = fuzz_input(data, size);
	size_t count;
	const struct eh_source_kind *kinds = eh_source_kinds(&count);
	unsigned choice = fuzz_choice(&rest, (unsigned)count);

	return fuzz_import(kinds[choice].name, rest);
}
