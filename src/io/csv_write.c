#include "csv_write.h"

static bool needs_quotes(struct eh_str cell)
{
	if (!cell.n)
		return false;
	if (eh_is_space(cell.p[0]) || eh_is_space(cell.p[cell.n - 1]))
		return true;
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] == ',' || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r')
			return true;
	return false;
}

enum eh_rc eh_csv_write_cell(struct eh_buf *out, struct eh_str cell)
{
	struct eh_str rest = cell, part;

	if (!needs_quotes(cell))
		return eh_buf_add(out, cell);
	EH_TRY(eh_buf_add_char(out, '"'));
	for (bool first = true; eh_str_split(&rest, '"', &part); first = false) {
		if (!first)
			EH_TRY(eh_buf_add(out, EH_STR("\"\"")));
		EH_TRY(eh_buf_add(out, part));
	}
	return eh_buf_add_char(out, '"');
}

enum eh_rc eh_csv_write_row(struct eh_buf *out, const struct eh_str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			EH_TRY(eh_buf_add_char(out, ','));
		EH_TRY(eh_csv_write_cell(out, cells[i]));
	}
	return eh_buf_add_char(out, '\n');
}
