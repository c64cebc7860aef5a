/* The Scottish charity register, current or removed. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("oscr", data, size); }
