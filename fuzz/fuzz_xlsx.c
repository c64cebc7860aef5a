/* Workbooks as Excel writes them: the XML of the parts, packed. */
#include "sheets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return fuzz_workbook(data, size); }
