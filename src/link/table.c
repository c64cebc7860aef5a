#include "table.h"

struct ehl_table *ehl_table_new(const struct ehl_text *headings, size_t column_count)
{
	struct ehl_table *table = eh_alloc_zero(1, sizeof *table);

	if (!table)
		return NULL;
	table->column_count = column_count;
	table->headings = eh_arena_alloc_zero(&table->arena, column_count + 1, sizeof *table->headings);
	for (size_t i = 0; table->headings && i < column_count; i++) {
		struct eh_str copy = eh_arena_str(&table->arena, eh_link_str(headings[i]));
		table->headings[i] = (struct ehl_text){ copy.p, copy.n };
		if (!copy.p)
			table->headings = NULL;
	}
	if (!table->headings) {
		ehl_table_free(table);
		return NULL;
	}
	return table;
}

void ehl_table_free(struct ehl_table *table)
{
	if (!table)
		return;
	while (table->block) {
		struct eh_table_block *next = table->block->next;
		eh_free(table->block);
		table->block = next;
	}
	eh_free(table->rows);
	eh_arena_finish(&table->arena);
	eh_free(table);
}

static unsigned char *room(struct ehl_table *table, size_t size)
{
	if (!table->block || table->block->size - table->block->used < size) {
		size_t bytes = size > EH_TABLE_BLOCK ? size : EH_TABLE_BLOCK;
		struct eh_table_block *block = eh_alloc(sizeof *block + bytes);
		if (!block)
			return NULL;
		*block = (struct eh_table_block){ .next = table->block, .size = bytes };
		table->block = block;
	}
	unsigned char *at = table->block->bytes + table->block->used;
	table->block->used += size;
	return at;
}

static struct eh_str cell_of(const struct ehl_text *cells, size_t count, size_t column)
{
	if (column >= count || !cells[column].p)
		return (struct eh_str){ "", 0 };
	return eh_utf8_cut(eh_str_trim(eh_link_str(cells[column])), EH_TABLE_LONGEST_CELL);
}

int ehl_table_add(struct ehl_table *table, const struct ehl_text *cells, size_t count)
{
	size_t size = 0;

	if (table->row_count >= UINT32_MAX - 1)
		return -1;
	for (size_t i = 0; i < table->column_count; i++) {
		size_t n = cell_of(cells, count, i).n;
		size += n + (n < 1 << 7 ? 1 : n < 1 << 14 ? 2 : 3);
	}
	if (!eh_vec_grow(&table->rows, table->row_count, &table->row_cap, sizeof *table->rows))
		return -1;
	unsigned char *at = room(table, size ? size : 1);
	if (!at)
		return -1;
	table->rows[table->row_count++] = at;
	for (size_t i = 0; i < table->column_count; i++) {
		struct eh_str cell = cell_of(cells, count, i);
		size_t n = cell.n;
		for (; n >= 1 << 7; n >>= 7)
			*at++ = (unsigned char)((n & 0x7f) | 0x80);
		*at++ = (unsigned char)n;
		if (cell.n)
			memcpy(at, cell.p, cell.n);
		at += cell.n;
	}
	return 0;
}

void ehl_table_second_file(struct ehl_table *table) { table->left = table->row_count; }
size_t ehl_table_rows(const struct ehl_table *table) { return table->row_count; }
size_t ehl_table_columns(const struct ehl_table *table) { return table->column_count; }
struct ehl_text ehl_table_heading(const struct ehl_table *table, size_t column) { return table->headings[column]; }

static const unsigned char *take_cell(const unsigned char *at, struct eh_str *ret_cell)
{
	size_t n = 0;
	unsigned shift = 0;

	for (; *at & 0x80; shift += 7)
		n |= (size_t)(*at++ & 0x7f) << shift;
	n |= (size_t)*at++ << shift;
	*ret_cell = (struct eh_str){ (const char *)at, n };
	return at + n;
}

void eh_table_cells(const struct ehl_table *table, size_t row, struct eh_str *ret_cells)
{
	const unsigned char *at = table->rows[row];

	for (size_t i = 0; i < table->column_count; i++)
		at = take_cell(at, &ret_cells[i]);
}

struct ehl_text ehl_table_cell(const struct ehl_table *table, size_t row, size_t column)
{
	const unsigned char *at = table->rows[row];
	struct eh_str cell = { "", 0 };

	for (size_t i = 0; i <= column && i < table->column_count; i++)
		at = take_cell(at, &cell);
	return (struct ehl_text){ cell.p, cell.n };
}

uint64_t eh_table_row_hash(const struct ehl_table *table, size_t row, const bool *use)
{
	const unsigned char *at = table->rows[row];
	uint64_t hash = 0x9e3779b97f4a7c15u;
	struct eh_str cell;

	for (size_t i = 0; i < table->column_count; i++) {
		at = take_cell(at, &cell);
		if (use[i])
			hash = (hash ^ eh_str_hash(cell)) * 0x9fb21c651e98df25u + i;
	}
	return hash ^ hash >> 29;
}
