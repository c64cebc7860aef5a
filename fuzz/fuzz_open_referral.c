/* An Open Referral UK feed, versions 1.0 and 3.0. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("open-referral", data, size); }
