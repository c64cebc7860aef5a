/* Lists of postcodes, in every layout, into the store. */
#include "store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_import("postcodes", fuzz_input(data, size)); }
