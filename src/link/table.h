/* table.h: the rows of a file (or of two, one after the other), kept as they came. */
#ifndef EH_LINK_TABLE_H
#define EH_LINK_TABLE_H

#include "base/base.h"
#include "evenhand/linkage.h"

enum { EH_TABLE_BLOCK = 1 << 20, EH_TABLE_LONGEST_CELL = 1 << 16 };

/* A row is, for each column, the length of the cell (seven bits a byte, low first, the high bit on all but the last) and its bytes. */
struct ehl_table {
	struct eh_arena arena; /* headings */
	struct ehl_text *headings;
	size_t column_count;
	const unsigned char **rows;
	size_t row_count, row_cap;
	struct eh_table_block {
		struct eh_table_block *next;
		size_t used, size;
		unsigned char bytes[];
	} * block;
	size_t left; /* rows of the first file when there are two; 0: one file */
};

/* All cells of a row; `ret_cells` holds column_count of them. */
void eh_table_cells(const struct ehl_table *table, size_t row, struct eh_str *ret_cells);

/* Hash of the cells whose columns are marked in `use`: equal for equal rows, wherever they stand. */
uint64_t eh_table_row_hash(const struct ehl_table *table, size_t row, const bool *use);

/* "other_names", "Trading as": another name of the same organisation, not the name of another one. */
bool eh_heading_is_other_name(const char *heading);

static inline struct eh_str eh_link_str(struct ehl_text text) { return (struct eh_str){ text.p, text.n }; }

#endif
