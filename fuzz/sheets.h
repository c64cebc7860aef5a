/* sheets.h: what the targets of the workbook formats share. */
#ifndef EH_FUZZ_SHEETS_H
#define EH_FUZZ_SHEETS_H

#include "io/io.h"
#include "pack.h"

/* Every row of every sheet: cells are text, rows go forward, kinds stand beside cells. */
static inline void fuzz_sheets(struct eh_str bytes)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	enum eh_rc rc = eh_table_open_memory(bytes, "input", NULL, &table, &err);

	FUZZ_REQUIRE(rc == EH_OK || err.message[0]);
	if (rc != EH_OK)
		return;
	size_t count = eh_table_sheet_count(table);
	FUZZ_REQUIRE(count > 0 && eh_table_select(table, count, &err) == EH_NOT_FOUND);
	for (size_t sheet = 0; sheet < count && sheet < 8; sheet++) {
		uint64_t line = 0;
		FUZZ_REQUIRE(eh_table_sheet_name(table, sheet) != NULL);
		if (eh_table_select(table, sheet, &err) != EH_OK)
			continue;
		while ((rc = eh_table_next(table, &row, &err)) == EH_OK) {
			FUZZ_REQUIRE(row.count > 0 && row.line > line);
			line = row.line;
			for (size_t i = 0; i < row.count; i++) {
				FUZZ_REQUIRE(eh_utf8_valid(row.cells[i], NULL));
				FUZZ_REQUIRE(!row.kinds || (row.kinds[i] == EH_CELL_EMPTY) == !row.cells[i].n);
			}
		}
		FUZZ_REQUIRE(rc == EH_END || err.message[0]);
	}
}

/* Parts are packed; anything else is taken for an archive itself. */
static inline int fuzz_workbook(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size);
	size_t n = 0;

	if (!eh_str_starts(input, EH_STR("== "))) {
		fuzz_sheets(input);
		return 0;
	}
	char *bytes = fuzz_pack(input, &n);
	if (bytes)
		fuzz_sheets((struct eh_str){ bytes, n });
	free(bytes);
	return 0;
}

#endif
