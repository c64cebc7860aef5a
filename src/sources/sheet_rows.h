/* sheet_rows.h: the rows of a recognised sheet on their way to records, with keys that stay the same from edition to edition. */
#ifndef EH_SOURCES_SHEET_ROWS_H
#define EH_SOURCES_SHEET_ROWS_H

#include "sheet_mapping.h"

/* A spreadsheet being read. */
struct eh_sheet_reading {
	const struct eh_source_options *options;
	const struct eh_source_sink *sink;
	struct eh_mapping mapping; /* empty when none was given */
	struct eh_map keys;        /* key → line */
	struct eh_map names;       /* folded name → how many rows have it */
	struct eh_arena keep;      /* keys */
	struct eh_arena row_arena;
	struct eh_buf verbatim;
	bool ids_unique; /* the id column tells rows apart */
	size_t sheets_read, headless;
	size_t bare_names;      /* rows of the sheet that hold a name and nothing else, */
	uint64_t first_bare;    /* and the line of the first */
	size_t formula_names;   /* names that a spreadsheet would take for a formula, */
	uint64_t first_formula; /* and the line of the first */
};

/* Goes over a sheet once before it is read: whether ids tell its rows apart, and which names stand more than once. */
enum eh_rc eh_sheet_first_pass(
        struct eh_sheet_reading *reading, struct eh_table *table, const struct eh_sheet_guess *guess, struct eh_error *err);

/* One row into the sink: kept, refused, or counted in *remarks. */
enum eh_rc eh_sheet_read_row(struct eh_sheet_reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row,
        size_t *remarks, struct eh_error *err);

/* Something for the user to know. */
void eh_sheet_note(const struct eh_sheet_reading *reading, const char *text);

#endif
