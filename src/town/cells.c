#include "cells.h"

#include <inttypes.h>
#include <stdio.h>

void town_cells_init(struct town_cells *writer, struct eh_buf *out, char delimiter)
{
	*writer = (struct town_cells){ .out = out, .delimiter = delimiter };
}

static void add(struct town_cells *writer, struct eh_str s)
{
	if (writer->rc == EH_OK)
		writer->rc = eh_buf_add(writer->out, s);
}

static bool must_quote(const struct town_cells *writer, struct eh_str cell)
{
	if (writer->quote_all)
		return true;
	if (cell.n && (eh_is_space(cell.p[0]) || eh_is_space(cell.p[cell.n - 1])))
		return true;
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] == writer->delimiter || cell.p[i] == '"' || cell.p[i] == '\n' || cell.p[i] == '\r')
			return true;
	return false;
}

void town_cell(struct town_cells *writer, struct eh_str cell)
{
	if (writer->begun)
		add(writer, (struct eh_str){ &writer->delimiter, 1 });
	writer->begun = true;
	if (!must_quote(writer, cell)) {
		add(writer, cell);
		return;
	}
	add(writer, EH_STR("\""));
	for (size_t from = 0; from < cell.n;) {
		const char *quote = memchr(cell.p + from, '"', cell.n - from);
		size_t to = quote ? (size_t)(quote - cell.p) + 1 : cell.n;

		add(writer, eh_str_sub(cell, from, to - from));
		if (quote)
			add(writer, EH_STR("\""));
		from = to;
	}
	add(writer, EH_STR("\""));
}

void town_cell_text(struct town_cells *writer, const char *cell) { town_cell(writer, eh_str_of(cell)); }

void town_cell_i64(struct town_cells *writer, int64_t value)
{
	char digits[24];

	snprintf(digits, sizeof digits, "%" PRId64, value);
	town_cell_text(writer, digits);
}

enum eh_rc town_cells_end(struct town_cells *writer)
{
	add(writer, writer->crlf ? EH_STR("\r\n") : EH_STR("\n"));
	writer->begun = false;
	return writer->rc;
}
