/* The register of charities in Northern Ireland. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("ccni", data, size); }
