/* Mappings of a spreadsheet's columns, as people edit them; and what is written of one reads back. */
#include "fuzz.h"

#include "sources/sheet_mapping.h"

static void write_back(const struct eh_mapping *mapping)
{
	static const struct eh_str NO_CELLS[1];
	const struct eh_str *rows[200];
	size_t counts[200];
	uint64_t lines[200];

	for (size_t i = 0; i < 200; i++) {
		rows[i] = NO_CELLS;
		counts[i] = 1;
		lines[i] = i + 1;
	}
	for (size_t i = 0; i < mapping->count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_buf out EH_CLEANUP_BUF = { 0 };
		struct eh_sheet_guess guess;
		struct eh_error err = { 0 };
		FUZZ_REQUIRE(eh_mapping_apply(mapping, eh_str_of(mapping->sheets[i].name), i, rows, counts, lines, 200, &arena,
		                     &guess, &err) == EH_OK);
		FUZZ_REQUIRE(eh_mapping_write(&guess, &out) == EH_OK);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_mapping mapping;
	struct eh_error err = { 0 };

	if (eh_mapping_read(fuzz_file(0, fuzz_input(data, size)), &mapping, &err) == EH_OK) {
		FUZZ_REQUIRE(mapping.count > 0 && mapping.count <= EH_MAPPING_MOST_SHEETS);
		write_back(&mapping);
		eh_mapping_finish(&mapping);
	} else {
		FUZZ_REQUIRE(err.message[0]);
	}
	return 0;
}
