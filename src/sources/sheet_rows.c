/* sheet_rows.c: rows of a recognised sheet into the sink. */
#include "sheet_rows.h"

#include <stdio.h>

#include "identifier.h"
#include "io/json.h"
#include "sheet_record.h"

enum { LONGEST_KEY = 200 };

static bool is_private(enum eh_sheet_field field)
{
	return field == EH_FIELD_EMAIL || field == EH_FIELD_PHONE || field == EH_FIELD_CONTACT ||
	       field == EH_FIELD_PRIVATE_ADDRESS;
}

/* The row as published: heading → cell, without personal columns. */
static enum eh_rc write_verbatim(struct eh_sheet_reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row)
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
static enum eh_rc make_key(struct eh_sheet_reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row,
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
        struct eh_sheet_reading *reading, struct eh_record *record, uint64_t line, bool *ret_refused, struct eh_error *err)
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

static enum eh_rc refuse(
        struct eh_sheet_reading *reading, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
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

/* A name that somebody could say: a letter of any script. */
static bool has_letter(struct eh_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (eh_is_alpha(name.p[i]) || (unsigned char)name.p[i] >= 0x80)
			return true;
	return false;
}

static bool looks_like_formula(struct eh_str name) { return name.n && strchr("=+-@", name.p[0]) != NULL; }

enum eh_rc eh_sheet_read_row(struct eh_sheet_reading *reading, const struct eh_sheet_guess *guess, const struct eh_row *row,
        size_t *remarks, struct eh_error *err)
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
	if (!has_letter(record.name))
		return refuse(reading, row->line, heading_of(guess, EH_FIELD_NAME), "the name holds no letter", err);
	if (record.name.n > EH_RECORD_NAME_MOST)
		return refuse(reading, row->line, heading_of(guess, EH_FIELD_NAME),
		        "the name is longer than any name is: a quote may be missing, or the name is in another column", err);
	if (looks_like_formula(record.name) && !reading->formula_names++)
		reading->first_formula = row->line;
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
        struct eh_sheet_reading *reading, struct pass *pass, const struct eh_sheet_guess *guess, const struct eh_row *row)
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
enum eh_rc eh_sheet_first_pass(
        struct eh_sheet_reading *reading, struct eh_table *table, const struct eh_sheet_guess *guess, struct eh_error *err)
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

void eh_sheet_note(const struct eh_sheet_reading *reading, const char *text)
{
	if (reading->sink->note)
		reading->sink->note(reading->sink->context, text);
}
