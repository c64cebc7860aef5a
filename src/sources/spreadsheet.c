/* spreadsheet.c: reads any table: guess or mapping, then rows to records with keys that stay the same from edition to edition. */
#include "spreadsheet.h"

#include <stdio.h>

#include "readers.h"
#include "sheet_record.h"
#include "sheet_rows.h"

enum { SAMPLE = 240 };

static enum eh_rc open_table(const struct eh_source_options *options, struct eh_table **ret_table, struct eh_error *err)
{
	const struct eh_table_options table = { .member = options->member };

	if (options->bytes.p)
		return eh_table_open_memory(options->bytes, options->path, &table, ret_table, err);
	return eh_table_open(options->path, &table, ret_table, err);
}

/* The first rows of a sheet, copied. */
struct sample {
	struct eh_str *rows[SAMPLE];
	size_t counts[SAMPLE];
	uint64_t lines[SAMPLE];
	size_t count;
	bool positions; /* of a spreadsheet, where a cell's column is certain */
};

static enum eh_rc read_sample(struct eh_table *table, struct eh_arena *arena, struct sample *sample, struct eh_error *err)
{
	struct eh_row row;
	enum eh_rc rc = EH_OK;

	*sample = (struct sample){ 0 };
	while (sample->count < SAMPLE && (rc = eh_table_next(table, &row, err)) == EH_OK) {
		size_t at = sample->count++;
		sample->positions = row.kinds != NULL;
		sample->rows[at] = eh_arena_alloc_zero(arena, row.count, sizeof *sample->rows[at]);
		sample->counts[at] = row.count;
		sample->lines[at] = row.line;
		for (size_t i = 0; sample->rows[at] && i < row.count; i++)
			if (!(sample->rows[at][i] = eh_arena_str(arena, row.cells[i])).p)
				return eh_fail_memory(err);
		if (!sample->rows[at])
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc guess_sheet(struct eh_table *table, size_t sheet, const char *rows, const struct eh_mapping *mapping,
        struct eh_arena *arena, struct eh_sheet_guess *ret_guess, struct eh_error *err)
{
	struct sample sample;
	struct eh_str name = eh_str_of(eh_table_sheet_name(table, sheet));

	EH_TRY(read_sample(table, arena, &sample, err));
	if (!sample.count) {
		*ret_guess = (struct eh_sheet_guess){ .sheet = name, .sheet_index = sheet };
		return EH_OK;
	}
	if (mapping && mapping->count)
		return eh_mapping_apply(mapping, name, sheet, (const struct eh_str *const *)sample.rows, sample.counts,
		        sample.lines, sample.count, arena, ret_guess, err);
	EH_TRY(eh_sheet_guess((const struct eh_str *const *)sample.rows, sample.counts, sample.lines, sample.count,
	        sample.positions, rows, arena, ret_guess, err));
	ret_guess->sheet = name;
	ret_guess->sheet_index = sheet;
	return EH_OK;
}

static void note_remarks(const struct eh_sheet_reading *reading, size_t remarks)
{
	char text[192];

	if (remarks) {
		snprintf(text, sizeof text,
		        remarks == 1 ? "%zu row was passed over as a title, total or note"
		                     : "%zu rows were passed over as titles, totals or notes",
		        remarks);
		eh_sheet_note(reading, text);
	}
	if (reading->bare_names) {
		snprintf(text, sizeof text,
		        reading->bare_names == 1
		                ? "%zu row holds a name and nothing else, on line %llu: look whether it is a section heading"
		                : "%zu rows hold a name and nothing else, first on line %llu: look whether they are section "
		                  "headings",
		        reading->bare_names, (unsigned long long)reading->first_bare);
		eh_sheet_note(reading, text);
	}
	if (reading->formula_names) {
		snprintf(text, sizeof text,
		        reading->formula_names == 1
		                ? "%zu name begins as a formula does (=, +, - or @), on line %llu: look whether it is a name"
		                : "%zu names begin as formulas do (=, +, - or @), first on line %llu: look whether they are "
		                  "names",
		        reading->formula_names, (unsigned long long)reading->first_formula);
		eh_sheet_note(reading, text);
	}
}

/* What each column was taken for: "A name, C address; not used: B "Ward"". */
static enum eh_rc note_columns(const struct eh_sheet_reading *reading, const struct eh_sheet_guess *guess, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	bool unused = false;

	if (reading->mapping.count)
		return EH_OK;
	if (eh_buf_printf(&text, "%s%.*s%s taken as %s:", guess->sheet.n ? "sheet \"" : "columns", EH_FMT(guess->sheet),
	            guess->sheet.n ? "\"" : "", guess->rows) < 0)
		return eh_fail_memory(err);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < guess->count; i++) {
			const struct eh_sheet_column_guess *column = &guess->columns[i];
			char letters[8];
			if ((column->field == EH_FIELD_NONE) != pass || (pass && !eh_str_trim(column->heading).n))
				continue;
			eh_sheet_letters(i, letters);
			struct eh_str heading = eh_utf8_cut(column->heading, 60);
			enum eh_rc rc = pass ? eh_buf_printf(&text, "%s %s \"%.*s\"", unused ? "," : "; not used:", letters,
			                               EH_FMT(heading))
			                     : eh_buf_printf(&text, " %s %s", letters, eh_sheet_fields[column->field].name);
			unused |= pass;
			if (rc < 0)
				return eh_fail_memory(err);
		}
	eh_sheet_note(reading, text.p);
	return EH_OK;
}

static enum eh_rc read_sheet(
        struct eh_sheet_reading *reading, struct eh_table *table, const struct eh_sheet_guess *guess, struct eh_error *err)
{
	struct eh_row row;
	size_t passed = 0, remarks = 0;
	uint64_t done, size;
	enum eh_rc rc = EH_OK;

	while (rc == EH_OK && (rc = eh_table_next(table, &row, err)) == EH_OK) {
		if (passed < guess->header) {
			passed++;
			continue;
		}
		rc = eh_sheet_read_row(reading, guess, &row, &remarks, err);
		if (rc == EH_OK && reading->sink->progress && ++passed % 256 == 0) {
			eh_table_progress(table, &done, &size);
			rc = reading->sink->progress(reading->sink->context, done, size);
		}
	}
	note_remarks(reading, remarks);
	return rc == EH_END ? EH_OK : rc;
}

static bool wanted(const struct eh_sheet_reading *reading, struct eh_table *table, size_t sheet)
{
	return !reading->options->sheet || strcmp(reading->options->sheet, eh_table_sheet_name(table, sheet)) == 0;
}

static enum eh_rc reopen(const struct eh_sheet_reading *reading, size_t sheet, struct eh_table **table, struct eh_error *err)
{
	eh_table_free(*table);
	*table = NULL;
	EH_TRY(open_table(reading->options, table, err));
	return sheet ? eh_table_select(*table, sheet, err) : EH_OK;
}

static enum eh_rc try_sheet(struct eh_sheet_reading *reading, size_t sheet, struct eh_table **table, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_sheet_guess guess;
	char text[256];

	EH_TRY(reopen(reading, sheet, table, err));
	EH_TRY(guess_sheet(*table, sheet, reading->options->rows, &reading->mapping, &arena, &guess, err));
	if (!guess.usable) {
		reading->headless += guess.headless;
		snprintf(text, sizeof text, "sheet \"%.*s\" was passed over: no %s was recognised",
		        EH_FMT(eh_utf8_cut(guess.sheet, 100)), guess.headless ? "row of headings" : "column of names");
		if (guess.sheet.n)
			eh_sheet_note(reading, text);
		return EH_OK;
	}
	EH_TRY(reopen(reading, sheet, table, err));
	EH_TRY(eh_sheet_first_pass(reading, *table, &guess, err));
	EH_TRY(reopen(reading, sheet, table, err));
	reading->sheets_read++;
	reading->bare_names = 0;
	EH_TRY(note_columns(reading, &guess, err));
	EH_TRY(read_sheet(reading, *table, &guess, err));
	if (eh_source_odd_encoding(eh_table_encoding(*table)) && sheet == 0) {
		snprintf(text, sizeof text, "read as %s", eh_table_encoding(*table));
		eh_sheet_note(reading, text);
	}
	return EH_OK;
}

static enum eh_rc read_all(struct eh_sheet_reading *reading, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	size_t tried = 0;
	enum eh_record_what what;

	if (reading->options->rows && !eh_sheet_rows_parse(reading->options->rows, &what))
		return eh_fail(err, EH_USAGE, "rows are organisations, services, grants or suppliers, not \"%s\"",
		        reading->options->rows);
	if (reading->options->mapping)
		EH_TRY(eh_mapping_read(reading->options->mapping, &reading->mapping, err));
	EH_TRY(open_table(reading->options, &table, err));
	size_t sheets = eh_table_sheet_count(table);
	for (size_t i = 0; i < sheets; i++) {
		if (!wanted(reading, table, i))
			continue;
		tried++;
		EH_TRY(try_sheet(reading, i, &table, err));
	}
	if (!tried)
		return eh_fail(err, EH_NOT_FOUND, "there is no sheet \"%s\"", reading->options->sheet);
	if (!reading->sheets_read && reading->headless)
		return eh_fail(err, EH_INVALID,
		        "there is no row of headings, and contents alone do not say safely what a column is. Let evenhand import "
		        "FILE --guess print a mapping, put it right, and import with --mapping");
	if (!reading->sheets_read)
		return eh_fail(err, EH_INVALID,
		        "no column of organisations' names was recognised. Looked for a header among the first rows with words "
		        "such as name, organisation, "
		        "group or charity. Give the columns in a mapping: evenhand import FILE --guess prints one to change");
	return EH_OK;
}

enum eh_rc eh_source_spreadsheet_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err)
{
	struct eh_sheet_reading reading = { .options = options, .sink = sink };
	enum eh_rc rc = read_all(&reading, err);

	eh_mapping_finish(&reading.mapping);
	eh_map_finish(&reading.keys);
	eh_map_finish(&reading.names);
	eh_arena_finish(&reading.keep);
	eh_arena_finish(&reading.row_arena);
	eh_buf_finish(&reading.verbatim);
	return rc;
}

enum eh_rc eh_spreadsheet_guess_mapping(const struct eh_source_options *options, struct eh_buf *out, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_sheet_reading reading = { .options = options };

	EH_TRY(open_table(options, &table, err));
	size_t sheets = eh_table_sheet_count(table);
	for (size_t i = 0; i < sheets; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_sheet_guess guess;
		if (!wanted(&reading, table, i))
			continue;
		EH_TRY(reopen(&reading, i, &table, err));
		EH_TRY(guess_sheet(table, i, options->rows, NULL, &arena, &guess, err));
		if (eh_mapping_write(&guess, out) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}
