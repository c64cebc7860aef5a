#include "sheet_mapping.h"

#include <ini.h>
#include <stdio.h>

struct parsing {
	struct eh_mapping mapping;
	struct eh_error *err;
	enum eh_rc rc;
};

/* "A" is 0, "Z" 25, "AA" 26; -1 for anything else. */
static int column_number(const char *letters)
{
	int number = 0;

	if (!*letters)
		return -1;
	for (; *letters; letters++) {
		if (!eh_is_alpha(*letters) || number > EH_MAPPING_MOST_COLUMNS)
			return -1;
		number = number * 26 + eh_upper(*letters) - 'A' + 1;
	}
	return number <= EH_MAPPING_MOST_COLUMNS ? number - 1 : -1;
}

void eh_sheet_letters(size_t number, char out[8])
{
	char reversed[8];
	size_t n = 0;

	for (number++; number && n < 7; number = (number - 1) / 26)
		reversed[n++] = (char)('A' + (number - 1) % 26);
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	out[n] = '\0';
}

static enum eh_rc unknown_field(const char *name, struct eh_error *err)
{
	char list[400] = "";
	size_t n = 0;

	for (size_t i = 0; i < EH_FIELD_COUNT && n < sizeof list; i++)
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", eh_sheet_fields[i].name);
	return eh_fail(err, EH_INVALID, "\"%s\" is no field; the fields are %s", name, list);
}

static enum eh_rc set_column(struct eh_mapping_sheet *sheet, const char *key, const char *value, struct eh_error *err)
{
	int column = column_number(key);
	unsigned char field = 0;

	if (column < 0)
		return eh_fail(err, EH_INVALID, "\"%s\" is no column; columns go by letters, as in A = name", key);
	while (field < EH_FIELD_COUNT && strcmp(eh_sheet_fields[field].name, value) != 0)
		field++;
	if (field == EH_FIELD_COUNT)
		return unknown_field(value, err);
	for (size_t i = 0; i < sheet->columns; i++)
		if (field && sheet->fields[i] == field && !eh_sheet_fields[field].several && i != (size_t)column)
			return eh_fail(err, EH_INVALID, "two columns are given as %s", value);
	sheet->fields[column] = field;
	if ((size_t)column + 1 > sheet->columns)
		sheet->columns = (size_t)column + 1;
	return EH_OK;
}

static enum eh_rc on_pair(struct parsing *parsing, const char *section, const char *key, const char *value)
{
	struct eh_mapping *mapping = &parsing->mapping;
	const char *name = strncmp(section, "sheet", 5) == 0 ? section + 5 : NULL;
	int64_t number;

	if (!name)
		return eh_fail(parsing->err, EH_INVALID, "[%s]: sections are [sheet NAME]", section);
	name += *name == ' ';
	if (!mapping->count || strcmp(mapping->sheets[mapping->count - 1].name, name) != 0) {
		if (mapping->count == EH_MAPPING_MOST_SHEETS)
			return eh_fail(parsing->err, EH_TOO_LARGE, "a mapping holds at most %d sheets", EH_MAPPING_MOST_SHEETS);
		snprintf(mapping->sheets[mapping->count++].name, sizeof mapping->sheets->name, "%s", name);
	}
	struct eh_mapping_sheet *sheet = &mapping->sheets[mapping->count - 1];
	if (strcmp(key, "rows") == 0) {
		snprintf(sheet->rows, sizeof sheet->rows, "%s", value);
		return EH_OK;
	}
	if (strcmp(key, "header") != 0)
		return set_column(sheet, key, value, parsing->err);
	if (eh_str_to_i64(eh_str_of(value), &number) != EH_OK || number < 0 || number > 200)
		return eh_fail(
		        parsing->err, EH_INVALID, "header = %s: give the row of the header, or 0 when there is none", value);
	sheet->header = (size_t)number;
	return EH_OK;
}

static int on_key(void *context, const char *section, const char *key, const char *value)
{
	struct parsing *parsing = context;

	if (parsing->rc >= 0)
		parsing->rc = on_pair(parsing, section, key, value);
	return parsing->rc >= 0;
}

enum eh_rc eh_mapping_read(const char *path, struct eh_mapping *ret_mapping, struct eh_error *err)
{
	struct parsing parsing = { .err = err };

	parsing.mapping.sheets = eh_alloc_zero(EH_MAPPING_MOST_SHEETS, sizeof *parsing.mapping.sheets);
	if (!parsing.mapping.sheets)
		return eh_fail_memory(err);
	int line = ini_parse(path, on_key, &parsing);
	if (line == -1)
		parsing.rc = eh_fail_errno(err, "read the mapping", path);
	else if (line > 0) {
		if (parsing.rc >= 0)
			parsing.rc = eh_fail(err, EH_INVALID, "this is neither a [sheet NAME] nor \"A = field\"");
		eh_error_at(err, parsing.rc, path, (uint64_t)line, 0);
	}
	if (parsing.rc >= 0 && !parsing.mapping.count)
		parsing.rc = eh_fail(err, EH_INVALID, "%s maps no column", path);
	if (parsing.rc < 0) {
		eh_mapping_finish(&parsing.mapping);
		return parsing.rc;
	}
	*ret_mapping = parsing.mapping;
	return EH_OK;
}

void eh_mapping_finish(struct eh_mapping *mapping)
{
	eh_free(mapping->sheets);
	*mapping = (struct eh_mapping){ 0 };
}

/* The reader of INI files cuts the name of a section after so many bytes, "sheet " before it included. */
enum { LONGEST_SECTION = 49 - 6 };

static bool is_name_of(struct eh_str kept, struct eh_str name)
{
	return kept.n >= LONGEST_SECTION ? eh_str_starts(name, kept) : eh_str_eq(name, kept);
}

/* Names of sheets and headings as they stand in a mapping: on one line, without brackets. */
static struct eh_str on_one_line(struct eh_str text, char *out, size_t size)
{
	text = eh_utf8_cut(eh_str_trim(text), size - 1);
	for (size_t i = 0; i < text.n; i++)
		out[i] = (unsigned char)text.p[i] < ' ' || text.p[i] == ']' || text.p[i] == '[' ? ' ' : text.p[i];
	out[text.n] = '\0';
	return (struct eh_str){ out, text.n };
}

static const struct eh_mapping_sheet *find_sheet(const struct eh_mapping *mapping, struct eh_str name)
{
	char line[128];

	name = on_one_line(name, line, sizeof line);
	for (size_t i = 0; i < mapping->count; i++)
		if (is_name_of(eh_str_of(mapping->sheets[i].name), name))
			return &mapping->sheets[i];
	return mapping->count == 1 && !mapping->sheets[0].name[0] ? &mapping->sheets[0] : NULL;
}

enum eh_rc eh_mapping_apply(const struct eh_mapping *mapping, struct eh_str sheet, size_t index, const struct eh_str *const *rows,
        const size_t *counts, const uint64_t *lines, size_t row_count, struct eh_arena *arena, struct eh_sheet_guess *ret_guess,
        struct eh_error *err)
{
	const struct eh_mapping_sheet *from = find_sheet(mapping, sheet);
	struct eh_sheet_guess guess = { .sheet = sheet, .sheet_index = index, .rows = "organisations" };

	if (!from) {
		*ret_guess = guess;
		return EH_OK;
	}
	if (from->header > row_count)
		return eh_fail(err, EH_INVALID, "the mapping's header row %zu lies behind the end of the sheet", from->header);
	guess.header = from->header;
	guess.header_line = guess.header ? lines[guess.header - 1] : 0;
	guess.count = from->columns;
	for (size_t i = 0; i < row_count; i++)
		guess.count = counts[i] > guess.count ? counts[i] : guess.count;
	guess.columns = eh_arena_alloc_zero(arena, guess.count, sizeof *guess.columns);
	struct eh_str what = eh_arena_str(arena, eh_str_of(from->rows));
	if (!guess.columns || !what.p)
		return eh_fail_memory(err);
	if (what.n)
		guess.rows = what.p;
	for (size_t i = 0; i < guess.count; i++) {
		if (guess.header && i < counts[guess.header - 1])
			guess.columns[i].heading = rows[guess.header - 1][i];
		guess.columns[i].field = i < from->columns ? (enum eh_sheet_field)from->fields[i] : EH_FIELD_NONE;
		guess.columns[i].confidence = 1;
		guess.columns[i].why = "mapping";
		guess.usable |= guess.columns[i].field == EH_FIELD_NAME;
	}
	*ret_guess = guess;
	return EH_OK;
}

enum eh_rc eh_mapping_write(const struct eh_sheet_guess *guess, struct eh_buf *out)
{
	char line[128];
	struct eh_str sheet = on_one_line(guess->sheet, line, sizeof line);

	EH_TRY(eh_buf_printf(out, "[sheet%s%.*s]\n", sheet.n ? " " : "", EH_FMT(sheet)));
	if (guess->headless)
		EH_TRY(eh_buf_printf(
		        out, "; there is no row of headings: the columns were taken by their contents alone, so check each\n"));
	else if (!guess->usable)
		EH_TRY(eh_buf_printf(out, "; no column of names was recognised: this sheet is passed over\n"));
	EH_TRY(eh_buf_printf(out, "rows = %s\nheader = %zu\n", guess->rows ? guess->rows : "organisations", guess->header));
	for (size_t i = 0; i < guess->count; i++) {
		const struct eh_sheet_column_guess *column = &guess->columns[i];
		struct eh_str heading = on_one_line(
		        eh_utf8_cut(column->heading, 80), line, sizeof line); /* lines of 200 bytes at most */
		char letters[8];
		eh_sheet_letters(i, letters);
		EH_TRY(eh_buf_printf(out, "; %.*s", EH_FMT(heading)));
		if (column->field != EH_FIELD_NONE && column->why)
			EH_TRY(eh_buf_printf(out, " (%s, %.0f%% sure: %s)", column->why, column->confidence * 100,
			        eh_sheet_fields[column->field].meaning));
		EH_TRY(eh_buf_printf(out, "\n%s = %s\n", letters, eh_sheet_fields[column->field].name));
	}
	return eh_buf_add_char(out, '\n');
}
