/* HMRC's list of Community Amateur Sports Clubs. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("casc", data, size); }
