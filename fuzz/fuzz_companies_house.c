/* Companies House's basic company data. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("companies-house", data, size); }
