/* suppress.c: counts by row and column made fit to be published.
 *
 * A reader knows the shown cells and totals, that a withheld number is at least one (zeros are shown), and that rows and columns add up.
 * Think of the table as a network: a node for each row, one for each column, and one, the outside, that totals flow from to the rows and
 * from the columns to. Each cell is an arc from its row to its column, each total an arc between the outside and its line; that lines add
 * up says that as much flows into a node as out of it. Any other table that the reader cannot rule out differs from the true one along
 * cycles of withheld arcs: one more on arcs passed forwards, one less on arcs passed backwards. So a withheld number is safe, in that it
 * could be one greater or one less with nothing shown changed, exactly when such a cycle passes it, where an arc may be passed backwards
 * only if its number is two or more. Where there is none, the cheapest cycle is made: arcs that are shown may be passed too, at the cost
 * of their number, and are withheld then. There always is one, since both totals can be withheld, and forwards is always allowed. */
#include <stdlib.h>

#include "evenhand/coverage.h"
#include "base/base.h"

/* Arcs by [row][column]: cells, a last column for the totals of rows, a last row for the totals of columns. The corner is no arc. */
struct table {
	size_t rows, columns;
	int64_t *number;
	bool *withheld, *safe; /* safe: on a cycle of withheld arcs, and so for good */
	/* Of the cheapest path, by node: rows, then columns, then the outside. */
	int64_t *cost;
	size_t *before;
	bool *done;
};

static size_t at(const struct table *table, size_t row, size_t column) { return row * (table->columns + 1) + column; }

/* The arc between two nodes and its direction: forwards from row to column, from the outside to a row, from a column to the outside.
 * (size_t)-1 where there is none. */
static size_t arc(const struct table *table, size_t from, size_t to, bool *ret_forwards)
{
	size_t rows = table->rows, columns = table->columns, outside = rows + columns;

	*ret_forwards = from < rows ? to >= rows && to < outside : from < outside ? to == outside : to < rows;
	size_t tail = *ret_forwards ? from : to, head = *ret_forwards ? to : from;
	if (tail < rows && head >= rows && head < outside)
		return at(table, tail, head - rows);
	if (tail == outside && head < rows)
		return at(table, head, columns);
	if (tail >= rows && tail < outside && head == outside)
		return at(table, rows, tail - rows);
	return SIZE_MAX;
}

/* What it costs to pass from one node to another; -1: it cannot be done. */
static int64_t price(const struct table *table, size_t from, size_t to)
{
	bool forwards;
	size_t a = arc(table, from, to, &forwards);

	if (a == SIZE_MAX || !table->number[a] || (!forwards && table->number[a] < 2))
		return -1;
	return table->withheld[a] ? 0 : table->number[a];
}

/* Dijkstra over all pairs of nodes: tables for publication are small. The arc start-goal itself may not be used. */
static void find_path(struct table *table, size_t start, size_t goal)
{
	size_t nodes = table->rows + table->columns + 1;

	for (size_t n = 0; n < nodes; n++) {
		table->cost[n] = n == start ? 0 : INT64_MAX;
		table->done[n] = false;
	}
	for (;;) {
		size_t nearest = nodes;
		for (size_t n = 0; n < nodes; n++)
			if (!table->done[n] && table->cost[n] < INT64_MAX &&
			        (nearest == nodes || table->cost[n] < table->cost[nearest]))
				nearest = n;
		if (nearest == nodes || nearest == goal)
			return;
		table->done[nearest] = true;
		for (size_t n = 0; n < nodes; n++) {
			bool itself = (nearest == start && n == goal) || (nearest == goal && n == start);
			int64_t step = n == nearest || table->done[n] || itself ? -1 : price(table, nearest, n);
			if (step >= 0 && table->cost[nearest] + step < table->cost[n]) {
				table->cost[n] = table->cost[nearest] + step;
				table->before[n] = nearest;
			}
		}
	}
}

/* Puts the arc from `tail` to `head` on a cycle: forwards along it and back some other way. */
static void cover(struct table *table, size_t tail, size_t head)
{
	bool forwards;

	find_path(table, head, tail);
	table->safe[arc(table, tail, head, &forwards)] = true;
	for (size_t n = tail; n != head; n = table->before[n]) {
		size_t a = arc(table, table->before[n], n, &forwards);
		table->withheld[a] = table->safe[a] = true;
	}
}

/* Once through will do: what is withheld on the way is safe at once, and nothing safe is ever shown again. */
static void cover_all(struct table *table)
{
	size_t outside = table->rows + table->columns;

	for (size_t r = 0; r <= table->rows; r++)
		for (size_t c = 0; c <= table->columns; c++) {
			if (!table->withheld[at(table, r, c)] || table->safe[at(table, r, c)])
				continue;
			size_t tail = c == table->columns ? outside : r == table->rows ? table->rows + c : r;
			size_t head = c == table->columns ? r : r == table->rows ? outside : table->rows + c;
			cover(table, tail, head);
		}
}

static void set_out(struct table *table, const int64_t *counts, int64_t least)
{
	for (size_t r = 0; r < table->rows; r++)
		for (size_t c = 0; c < table->columns; c++) {
			int64_t count = counts[r * table->columns + c];
			table->number[at(table, r, c)] = count;
			table->number[at(table, r, table->columns)] += count;
			table->number[at(table, table->rows, c)] += count;
		}
	for (size_t a = 0; a < (table->rows + 1) * (table->columns + 1); a++)
		table->withheld[a] = table->number[a] > 0 && table->number[a] < least;
}

static int64_t shown(const struct table *table, size_t row, size_t column)
{
	size_t a = at(table, row, column);

	return table->withheld[a] ? -1 : table->number[a];
}

int ehc_suppress(const int64_t *counts, size_t rows, size_t columns, int64_t least, int64_t *ret_counts, int64_t *ret_row_totals,
        int64_t *ret_column_totals)
{
	size_t arcs = (rows + 1) * (columns + 1), nodes = rows + columns + 1;
	struct table table = { .rows = rows,
		.columns = columns,
		.number = eh_alloc_zero(arcs, sizeof *table.number),
		.withheld = eh_alloc_zero(arcs, sizeof *table.withheld),
		.safe = eh_alloc_zero(arcs, sizeof *table.safe),
		.cost = eh_alloc_zero(nodes, sizeof *table.cost),
		.before = eh_alloc_zero(nodes, sizeof *table.before),
		.done = eh_alloc_zero(nodes, sizeof *table.done) };
	bool good = table.number && table.withheld && table.safe && table.cost && table.before && table.done;

	if (good) {
		set_out(&table, counts, least);
		cover_all(&table);
		for (size_t r = 0; r < rows; r++)
			ret_row_totals[r] = shown(&table, r, columns);
		for (size_t c = 0; c < columns; c++)
			ret_column_totals[c] = shown(&table, rows, c);
		for (size_t r = 0; r < rows; r++)
			for (size_t c = 0; c < columns; c++)
				ret_counts[r * columns + c] = shown(&table, r, c);
	}
	eh_free(table.number);
	eh_free(table.withheld);
	eh_free(table.safe);
	eh_free(table.cost);
	eh_free(table.before);
	eh_free(table.done);
	return good ? 0 : EHC_NO_MEMORY;
}
