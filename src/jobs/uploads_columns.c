/* uploads_columns.c: what the columns of an upload are taken for: written, remembered, tried. */
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "queries.h"
#include "uploads_private.h"

enum { HEADINGS_WITHIN = 60, HEX = 2 * crypto_generichash_BYTES + 1 };

enum eh_rc eh_upload_mapping(const struct eh_upload_kept *upload, struct eh_mapping *ret_mapping, struct eh_error *err)
{
	return eh_mapping_read(upload->mapping, ret_mapping, err);
}

/* Written beside, read, and put in place: what cannot be never replaces what can. */
enum eh_rc eh_upload_write_mapping(const char *path, const struct eh_mapping_sheet *sheet, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_mapping read = { 0 };
	char letters[8], beside[4096];

	EH_TRY(eh_buf_printf(&text, "[sheet]\nrows = %s\nheader = %zu\n", sheet->rows, sheet->header));
	for (size_t i = 0; i < sheet->columns; i++) {
		eh_sheet_letters(i, letters);
		EH_TRY(eh_buf_printf(&text, "%s = %s\n", letters, eh_sheet_fields[sheet->fields[i]].name));
	}
	snprintf(beside, sizeof beside, "%s.new", path);
	EH_TRY(eh_upload_write_file(beside, eh_buf_str(&text), err));
	enum eh_rc rc = eh_mapping_read(beside, &read, err);
	eh_mapping_finish(&read);
	if (rc >= 0 && rename(beside, path) != 0)
		rc = eh_fail_errno(err, "write", path);
	if (rc < 0)
		unlink(beside);
	return rc;
}

/* A row's words as patterns see them, without the empty cells at its end; "" for fewer than two words, which are no headings. */
static enum eh_rc digest(const struct eh_row *row, char out[HEX], struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	unsigned char hash[crypto_generichash_BYTES];
	size_t filled = 0, last = 0;

	*out = '\0';
	for (size_t i = 0; i < row->count; i++)
		if (eh_str_trim(row->cells[i]).n) {
			filled++;
			last = i + 1;
		}
	if (filled < 2)
		return EH_OK;
	for (size_t i = 0; i < last; i++)
		if (eh_sheet_heading_fold(row->cells[i], &text) < 0 || eh_buf_add_char(&text, '\n') < 0)
			return eh_fail_memory(err);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text.p, text.n, NULL, 0);
	sodium_bin2hex(out, HEX, hash, sizeof hash);
	return EH_OK;
}

/* "name,none,postcode" */
static enum eh_rc write_fields(const struct eh_mapping_sheet *sheet, struct eh_buf *out)
{
	for (size_t i = 0; i < sheet->columns; i++)
		EH_TRY(eh_buf_printf(out, "%s%s", i ? "," : "", eh_sheet_fields[sheet->fields[i]].name));
	return EH_OK;
}

static void read_fields(struct eh_str text, struct eh_mapping_sheet *sheet)
{
	struct eh_str name;

	while (sheet->columns < EH_MAPPING_MOST_COLUMNS && text.n && eh_str_split(&text, ',', &name)) {
		size_t field = EH_FIELD_COUNT;
		while (--field && !eh_str_eq(name, eh_str_of(eh_sheet_fields[field].name)))
			;
		sheet->fields[sheet->columns++] = (unsigned char)field; /* a name of no field: none */
	}
}

static enum eh_rc remember(struct eh_db *db, int64_t now, const struct eh_upload_kept *upload,
        const struct eh_mapping_sheet *sheet, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_buf fields EH_CLEANUP_BUF = { 0 };
	struct eh_row row;
	char headings[HEX] = "";
	enum eh_rc rc = EH_OK;

	EH_TRY(eh_table_open(upload->table, NULL, &table, err));
	for (size_t i = 0; i < sheet->header && (rc = eh_table_next(table, &row, err)) == EH_OK; i++)
		if (i + 1 == sheet->header)
			EH_TRY(digest(&row, headings, err));
	if (rc < 0 || !*headings)
		return rc < 0 ? rc : EH_OK;
	if (write_fields(sheet, &fields) < 0)
		return eh_fail_memory(err);
	return eh_q_column_choice_put(
	        db, upload->place_id, eh_str_of(headings), eh_str_of(sheet->rows), eh_buf_str(&fields), now, err);
}

enum eh_rc eh_upload_map(struct eh_db *db, int64_t now, const struct eh_upload_kept *upload, const struct eh_mapping_sheet *sheet,
        struct eh_error *err)
{
	EH_TRY(eh_upload_write_mapping(upload->mapping, sheet, err));
	return remember(db, now, upload, sheet, err);
}

enum eh_rc eh_upload_recall(struct eh_db *db, struct eh_str place_id, const char *path, struct eh_mapping_sheet *sheet,
        int64_t *ret_at, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_q_column_choice_get choice;
	char headings[HEX];
	struct eh_row row;
	enum eh_rc rc = eh_table_open(path, NULL, &table, err);

	if (rc == EH_INVALID) /* an empty sheet */
		return EH_NOT_FOUND;
	EH_TRY(rc);
	for (size_t i = 1; i <= HEADINGS_WITHIN; i++) {
		if ((rc = eh_table_next(table, &row, err)) != EH_OK)
			return rc == EH_END ? EH_NOT_FOUND : rc;
		EH_TRY(digest(&row, headings, err));
		if (!*headings)
			continue;
		rc = eh_q_column_choice_get(db, place_id, eh_str_of(headings), &arena, &choice, err);
		if (rc == EH_NOT_FOUND)
			continue;
		EH_TRY(rc);
		*sheet = (struct eh_mapping_sheet){ .header = i };
		snprintf(sheet->rows, sizeof sheet->rows, "%.*s", EH_FMT(choice.rows));
		read_fields(choice.fields, sheet);
		*ret_at = choice.chosen_at;
		return EH_OK;
	}
	return EH_NOT_FOUND;
}

enum eh_rc eh_upload_recalled(struct eh_db *db, const struct eh_upload_kept *upload, int64_t *ret_at, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_mapping_sheet *sheet = eh_arena_alloc_zero(&arena, 1, sizeof *sheet);
	int64_t at = EH_DB_NULL;

	if (!sheet)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_upload_recall(db, upload->place_id, upload->table, sheet, &at, err);
	if (rc == EH_OK || rc == EH_NOT_FOUND)
		*ret_at = rc == EH_OK && at < upload->uploaded_at ? at : EH_DB_NULL;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* A reading that keeps nothing. */
struct trying {
	struct eh_upload_trial *trial;
	struct eh_arena *arena;
};

static enum eh_rc one_more(struct eh_upload_trial *trial)
{
	trial->cut_short = ++trial->read > EH_TRIAL_MOST_ROWS;
	return trial->cut_short ? EH_CANCELLED : EH_OK;
}

static enum eh_rc would_keep(
        void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err)
{
	struct eh_upload_trial *trial = ((struct trying *)context)->trial;

	(void)record, (void)verbatim, (void)line, (void)err;
	EH_TRY(one_more(trial));
	trial->kept++;
	return EH_OK;
}

static enum eh_rc would_refuse(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err)
{
	struct trying *trying = context;
	struct eh_upload_trial *trial = trying->trial;

	(void)err;
	EH_TRY(one_more(trial));
	trial->refused++;
	if (trial->refusal_count == EH_TRIAL_REFUSALS)
		return EH_OK;
	trial->refusals[trial->refusal_count++] = (struct eh_upload_refusal){ (int64_t)line,
		eh_arena_str(trying->arena, column.p ? column : EH_STR("")), eh_arena_str(trying->arena, eh_str_of(reason)) };
	return EH_OK;
}

static void would_note(void *context, const char *text)
{
	struct trying *trying = context;

	if (trying->trial->note_count < EH_TRIAL_NOTES)
		trying->trial->notes[trying->trial->note_count++] = eh_arena_str(trying->arena, eh_str_of(text));
}

enum eh_rc eh_upload_try(
        const struct eh_upload_kept *upload, struct eh_arena *arena, struct eh_upload_trial *ret_trial, struct eh_error *err)
{
	struct eh_upload_trial trial = { 0 };
	struct trying trying = { &trial, arena };
	const struct eh_source_options options = { .path = upload->table, .mapping = upload->mapping };
	const struct eh_source_sink sink = {
		.context = &trying, .record = would_keep, .refuse = would_refuse, .note = would_note
	};
	enum eh_rc rc = eh_source_spreadsheet_read(&options, &sink, err);

	if (rc < 0 && !(rc == EH_CANCELLED && trial.cut_short))
		return rc;
	trial.read -= trial.cut_short;
	*ret_trial = trial;
	return eh_arena_check(arena, EH_OK, err);
}
