#include "columns.h"

#include "identifier.h"
#include "spreadsheet.h"

enum eh_rc eh_columns_init(struct eh_columns *columns, const struct eh_row *header, struct eh_error *err)
{
	*columns = (struct eh_columns){ 0 };
	if (header->count > EH_COLUMNS_MOST)
		return eh_fail(err, EH_TOO_LARGE, "the header has over %d columns", EH_COLUMNS_MOST);
	for (size_t i = 0; i < header->count; i++) {
		struct eh_buf folded EH_CLEANUP_BUF = { 0 };
		if (eh_sheet_heading_fold(header->cells[i], &folded) < 0)
			return eh_fail_memory(err);
		columns->folded[i] = eh_arena_str(&columns->arena, eh_buf_str(&folded));
		columns->written[i] = eh_arena_str(&columns->arena, header->cells[i]);
		if (!columns->folded[i].p || !columns->written[i].p)
			return eh_fail_memory(err);
		columns->count++;
	}
	return EH_OK;
}

void eh_columns_finish(struct eh_columns *columns) { eh_arena_finish(&columns->arena); }

int eh_columns_find(const struct eh_columns *columns, const char *names)
{
	struct eh_str rest = eh_str_of(names), name;

	while (eh_str_split(&rest, '|', &name)) {
		bool open = eh_str_ends(name, EH_STR("*"));
		if (open)
			name.n--;
		for (size_t i = 0; i < columns->count; i++)
			if (open ? eh_str_starts(columns->folded[i], name) : eh_str_eq(columns->folded[i], name))
				return (int)i;
	}
	return -1;
}

struct eh_str eh_columns_cell(const struct eh_row *row, int column)
{
	if (column < 0 || (size_t)column >= row->count)
		return (struct eh_str){ NULL, 0 };
	struct eh_str cell = eh_str_trim(row->cells[column]);
	return eh_identifier_absent(cell) ? (struct eh_str){ NULL, 0 } : cell;
}
