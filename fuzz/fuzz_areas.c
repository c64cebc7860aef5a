/* Boundaries as GeoJSON, and look-ups of areas, into the store. */
#include "store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_import("areas", fuzz_input(data, size)); }
