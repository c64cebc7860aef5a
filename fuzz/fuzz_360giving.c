/* Grants in the 360Giving standard, CSV and JSON; its XLSX is read through the reader of workbooks (fuzz_xlsx). */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_source_bytes("360giving", data, size); }
