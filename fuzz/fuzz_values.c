/* Needs and people by small area, into the store. */
#include "store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_import(size % 2 ? "need" : "population", fuzz_input(data, size));
}
