/* spreadsheet.c: reads any table: guess or mapping, then rows to records with keys that stay the same from edition to edition. */
#include "spreadsheet.h"

#include <stdio.h>

#include "identifier.h"
#include "io/json.h"
#include "sheet_mapping.h"
#include "sheet_record.h"

enum { SAMPLE = 240, LONGEST_KEY = 200 };

struct reading {
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
	size_t bare_names;   /* rows of the sheet that hold a name and nothing else, */
	uint64_t first_bare; /* and the line of the first */
};

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

static bool is_private(enum eh_sheet_field field)
{
	return field == EH_FIELD_EMAIL || field == EH_FIELD_PHONE || field == EH_FIELD_CONTACT ||
	       field == EH_FIELD_PRIVATE_ADDRESS;
}

/* The row as published: heading → cell, without personal columns. */
static enum eh_rc write_verbatim(struct reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row)
{
	struct eh_json_writer json;

	eh_buf_reset(&reading->verbatim);
	eh_json_write_init(&json, &reading->verbatim, false);
	eh_json_write_object(&json);
	for (size_t i = 0; i < guess->count && i < row->count; i++) {
		char key[256];
		struct eh_str heading = eh_utf8_cut(guess->columns[i].heading, sizeof key - 16);
		if (!row->cells[i].n || is_private(guess->columns[i].field))
			continue;
		if (heading.n)
			snprintf(key, sizeof key, "%.*s", EH_FMT(heading));
		else
			snprintf(key, sizeof key, "column %zu", i + 1);
		eh_json_write_key(&json, key);
		eh_json_write_str(&json, row->cells[i]);
	}
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json);
}

static struct eh_str cell_of(const struct eh_sheet_guess *guess, const struct eh_row *row, enum eh_sheet_field field)
{
	for (size_t i = 0; i < guess->count && i < row->count; i++)
		if (guess->columns[i].field == field)
			return eh_str_trim(row->cells[i]);
	return (struct eh_str){ NULL, 0 };
}

/* The row's own id where ids tell rows apart, else a register's number, else the folded name; with the postcode behind it only where the
 * name stands more than once, so that who moves stays who they are. */
static enum eh_rc make_key(struct reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row,
        struct eh_record *record, struct eh_error *err)
{
	struct eh_str id = reading->ids_unique ? cell_of(guess, row, EH_FIELD_ROW_ID) : (struct eh_str){ NULL, 0 };
	struct eh_buf key EH_CLEANUP_BUF = { 0 };
	enum eh_rc rc = EH_OK;

	if (id.n)
		rc = eh_buf_add(&key, eh_utf8_cut(id, LONGEST_KEY));
	else if (record->what != EH_RECORD_GRANT && record->id_count && *record->ids[0].scheme.p)
		rc = eh_buf_printf(&key, "%.*s-%.*s", EH_FMT(record->ids[0].scheme), EH_FMT(record->ids[0].id));
	else if ((rc = eh_sheet_heading_fold(eh_utf8_cut(cell_of(guess, row, EH_FIELD_NAME), LONGEST_KEY), &key)) == EH_OK) {
		const uint64_t *count = eh_map_get(&reading->names, eh_buf_str(&key));
		if (count && *count > 1)
			rc = eh_buf_printf(&key, "|%.*s", EH_FMT(record->postcode));
	}
	if (rc < 0 || !(record->key = eh_arena_str(&reading->row_arena, eh_buf_str(&key))).p)
		return eh_fail_memory(err);
	return EH_OK;
}

/* A key that is taken by a row with other words gets a suffix from the row's contents; the same words twice are refused. */
static enum eh_rc claim_key(
        struct reading *reading, struct eh_record *record, uint64_t line, bool *ret_refused, struct eh_error *err)
{
	struct eh_str full = eh_arena_printf(
	        &reading->keep, "%.*s#%08x", EH_FMT(record->key), (unsigned)eh_str_hash(eh_buf_str(&reading->verbatim)));
	const uint64_t *same = full.p ? eh_map_get(&reading->keys, full) : NULL;

	*ret_refused = same != NULL;
	if (same) {
		char reason[96];
		snprintf(reason, sizeof reason, "the same as line %llu; the first was kept", (unsigned long long)*same);
		return reading->sink->refuse(reading->sink->context, line, EH_STR(""), reason, err);
	}
	if (!full.p || eh_map_put(&reading->keys, full, line, NULL, NULL) < 0)
		return eh_fail_memory(err);
	bool added = false;
	struct eh_str plain = eh_arena_str(&reading->keep, record->key);
	if (!plain.p || eh_map_put(&reading->keys, plain, line, NULL, &added) < 0)
		return eh_fail_memory(err);
	if (!added)
		record->key = full;
	return EH_OK;
}

static enum eh_rc refuse(struct reading *reading, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	return reading->sink->refuse(reading->sink->context, line, column, reason, err);
}

static struct eh_str heading_of(const struct eh_sheet_guess *guess, enum eh_sheet_field field)
{
	for (size_t i = 0; i < guess->count; i++)
		if (guess->columns[i].field == field)
			return guess->columns[i].heading;
	return (struct eh_str){ NULL, 0 };
}

static bool ragged(const struct eh_sheet_guess *guess, const struct eh_row *row)
{
	for (size_t i = guess->count; i < row->count; i++)
		if (eh_str_trim(row->cells[i]).n)
			return true;
	return false;
}

static enum eh_rc read_row(struct reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row, size_t *remarks,
        struct eh_error *err)
{
	struct eh_record record;
	bool refused = false;

	eh_arena_reset(&reading->row_arena);
	if (!row->kinds && ragged(guess, row)) {
		char reason[128];
		snprintf(reason, sizeof reason, "the row has %zu cells and the header %zu: a comma or quote may be missing",
		        row->count, guess->count);
		return refuse(reading, row->line, EH_STR(""), reason, err);
	}
	eh_sheet_record(guess, row, &reading->row_arena, &record);
	if (eh_sheet_is_remark(guess, row, &record)) {
		++*remarks;
		return EH_OK;
	}
	if (guess->count > 2 && eh_sheet_holds_one_text(row) && !reading->bare_names++)
		reading->first_bare = row->line;
	if (!record.name.n)
		return refuse(reading, row->line, heading_of(guess, EH_FIELD_NAME), "there is no name", err);
	if (write_verbatim(reading, guess, row) < 0)
		return eh_fail_memory(err);
	EH_TRY(make_key(reading, guess, row, &record, err));
	EH_TRY(claim_key(reading, &record, row->line, &refused, err));
	if (refused)
		return EH_OK;
	return reading->sink->record(reading->sink->context, &record, eh_buf_str(&reading->verbatim), row->line, err);
}

/* What a first pass over a sheet finds out about telling its rows apart. */
struct pass {
	struct eh_map ids;
	struct eh_arena arena;
	bool repeated; /* an id stands twice */
};

static enum eh_rc pass_row(
        struct reading *reading, struct pass *pass, const struct eh_sheet_guess *guess, const struct eh_row *row)
{
	struct eh_str id = cell_of(guess, row, EH_FIELD_ROW_ID), name = cell_of(guess, row, EH_FIELD_NAME);
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	uint64_t *count;
	bool added = true;

	if (!eh_identifier_absent(id)) {
		id = eh_arena_str(&pass->arena, id);
		if (!id.p || eh_map_put(&pass->ids, id, 1, NULL, &added) < 0)
			return EH_NO_MEMORY;
		pass->repeated |= !added;
	}
	if (eh_identifier_absent(name))
		return EH_OK;
	EH_TRY(eh_sheet_heading_fold(eh_utf8_cut(name, LONGEST_KEY), &folded));
	name = eh_arena_str(&reading->keep, eh_buf_str(&folded));
	if (!name.p || eh_map_put(&reading->names, name, 1, &count, &added) < 0)
		return EH_NO_MEMORY;
	*count += !added;
	return EH_OK;
}

/* Whether ids tell the rows apart, and which names stand more than once. */
static enum eh_rc first_pass(
        struct reading *reading, struct eh_table *table, const struct eh_sheet_guess *guess, struct eh_error *err)
{
	struct pass pass = { 0 };
	struct eh_row row;
	size_t rows = 0;
	enum eh_rc rc;

	while ((rc = eh_table_next(table, &row, err)) == EH_OK)
		if (rows++ >= guess->header && pass_row(reading, &pass, guess, &row) < 0) {
			rc = eh_fail_memory(err);
			break;
		}
	reading->ids_unique = pass.ids.count > 0 && !pass.repeated;
	eh_map_finish(&pass.ids);
	eh_arena_finish(&pass.arena);
	return rc == EH_END ? EH_OK : rc;
}

static void note(const struct reading *reading, const char *text)
{
	if (reading->sink->note)
		reading->sink->note(reading->sink->context, text);
}

static void note_remarks(const struct reading *reading, size_t remarks)
{
	char text[192];

	if (remarks) {
		snprintf(text, sizeof text, "%zu rows were passed over as titles, totals or notes", remarks);
		note(reading, text);
	}
	if (reading->bare_names) {
		snprintf(text, sizeof text,
		        "%zu rows hold a name and nothing else, first on line %llu: look whether they are section headings",
		        reading->bare_names, (unsigned long long)reading->first_bare);
		note(reading, text);
	}
}

/* What each column was taken for: "A name, C address; not used: B "Ward"". */
static enum eh_rc note_columns(const struct reading *reading, const struct eh_sheet_guess *guess, struct eh_error *err)
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
	note(reading, text.p);
	return EH_OK;
}

static enum eh_rc read_sheet(
        struct reading *reading, struct eh_table *table, const struct eh_sheet_guess *guess, struct eh_error *err)
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
		rc = read_row(reading, guess, &row, &remarks, err);
		if (rc == EH_OK && reading->sink->progress && ++passed % 256 == 0) {
			eh_table_progress(table, &done, &size);
			rc = reading->sink->progress(reading->sink->context, done, size);
		}
	}
	note_remarks(reading, remarks);
	return rc == EH_END ? EH_OK : rc;
}

static bool wanted(const struct reading *reading, struct eh_table *table, size_t sheet)
{
	return !reading->options->sheet || strcmp(reading->options->sheet, eh_table_sheet_name(table, sheet)) == 0;
}

static enum eh_rc reopen(const struct reading *reading, size_t sheet, struct eh_table **table, struct eh_error *err)
{
	eh_table_free(*table);
	*table = NULL;
	EH_TRY(open_table(reading->options, table, err));
	return sheet ? eh_table_select(*table, sheet, err) : EH_OK;
}

static enum eh_rc try_sheet(struct reading *reading, size_t sheet, struct eh_table **table, struct eh_error *err)
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
			note(reading, text);
		return EH_OK;
	}
	EH_TRY(reopen(reading, sheet, table, err));
	EH_TRY(first_pass(reading, *table, &guess, err));
	EH_TRY(reopen(reading, sheet, table, err));
	reading->sheets_read++;
	reading->bare_names = 0;
	EH_TRY(note_columns(reading, &guess, err));
	EH_TRY(read_sheet(reading, *table, &guess, err));
	if (strcmp(eh_table_encoding(*table), "UTF-8") != 0 && sheet == 0) {
		snprintf(text, sizeof text, "read as %s", eh_table_encoding(*table));
		note(reading, text);
	}
	return EH_OK;
}

static enum eh_rc read_all(struct reading *reading, struct eh_error *err)
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
		        "FILE "
		        "--guess print a mapping, put it right, and import with --mapping");
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
	struct reading reading = { .options = options, .sink = sink };
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
	struct reading reading = { .options = options };

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
