/* Tables of the Charity Commission's public extract, tab-separated or JSON. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("charity-commission", data, size); }
