#include "review_book.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include "io/table.h"

enum column { NUMBER, LEFT, LEFT_SOURCE, RIGHT, RIGHT_SOURCE, STAKE, REASON, ANSWER, NOTE, LEFT_ID, RIGHT_ID, COLUMNS };
static const struct {
	const char *heading;
	double width;
	bool hidden;
} columns[COLUMNS] = { { "No.", 6, false }, { "This", 40, false }, { "from", 26, false }, { "and this", 40, false },
	{ "from (and this)", 26, false }, { "What hangs on it", 28, false }, { "Why it is asked", 60, false },
	{ "Answer", 12, false }, { "Note", 40, false }, { "left", 18, true }, { "right", 18, true } };
static const char sheet_name[] = "questions";

/* ---- Out. ---- */

static lxw_error put(lxw_worksheet *sheet, size_t row, enum column column, struct eh_str text, lxw_format *format)
{
	char *z EH_CLEANUP_FREE = eh_strndup(text.p ? text.p : "", eh_utf8_cut(text, 32767).n);

	return z ? worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, z, format) : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static enum eh_rc source_words(const struct eh_review_side *side, struct eh_buf *out)
{
	char date[11];

	eh_date_format(side->date, date);
	eh_buf_reset(out);
	return eh_buf_printf(out, "%.*s, line %lld%s%s", EH_FMT(side->publisher), (long long)side->line, *date ? ", " : "", date);
}

static enum eh_rc name_words(const struct eh_review_side *side, struct eh_buf *out)
{
	const struct {
		const char *before;
		struct eh_str text;
	} lines[] = { { "also ", side->other_names }, { "", side->numbers }, { "", side->address }, { "", side->web } };

	eh_buf_reset(out);
	EH_TRY(eh_buf_add(out, side->name));
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].text.n)
			EH_TRY(eh_buf_printf(out, "\n%s%.*s", lines[i].before, EH_FMT(lines[i].text)));
	return EH_OK;
}

static enum eh_rc put_question(lxw_worksheet *sheet, size_t row, const struct eh_review_question *question, lxw_format *wrap,
        lxw_format *open, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	lxw_error error = worksheet_write_number(sheet, (lxw_row_t)row, NUMBER, (double)row, wrap);
	const struct {
		enum column name, source, id;
		const struct eh_review_side *side;
	} sides[] = { { LEFT, LEFT_SOURCE, LEFT_ID, &question->left }, { RIGHT, RIGHT_SOURCE, RIGHT_ID, &question->right } };

	for (size_t i = 0; i < 2 && !error; i++) {
		if (name_words(sides[i].side, &text) < 0)
			return eh_fail_memory(err);
		error = put(sheet, row, sides[i].name, eh_buf_str(&text), wrap);
		if (source_words(sides[i].side, &text) < 0)
			return eh_fail_memory(err);
		error = error ? error : put(sheet, row, sides[i].source, eh_buf_str(&text), wrap);
		error = error ? error : put(sheet, row, sides[i].id, sides[i].side->id, wrap);
	}
	eh_buf_reset(&text);
	if (eh_review_stake_words(question, &text) < 0)
		return eh_fail_memory(err);
	error = error ? error : put(sheet, row, STAKE, eh_buf_str(&text), wrap);
	eh_buf_reset(&text);
	if (eh_review_reason_words(question, &text) < 0)
		return eh_fail_memory(err);
	error = error ? error : put(sheet, row, REASON, eh_buf_str(&text), wrap);
	error = error ? error : put(sheet, row, ANSWER, eh_str_of(eh_verdict_name(question->verdict)), open);
	error = error ? error : put(sheet, row, NOTE, EH_STR(""), open);
	return error ? eh_fail(err, EH_IO, "cannot write the workbook: %s", lxw_strerror(error)) : EH_OK;
}

static lxw_error put_answers(lxw_worksheet *sheet, size_t rows)
{
	char *answers[] = { (char *)"same", (char *)"different", (char *)"unsure", NULL };
	lxw_data_validation choice = { .validate = LXW_VALIDATION_TYPE_LIST,
		.value_list = answers,
		.error_title = (char *)"Answer",
		.error_message = (char *)"same, different or unsure" };

	return rows ? worksheet_data_validation_range(sheet, 1, ANSWER, (lxw_row_t)rows, ANSWER, &choice) : LXW_NO_ERROR;
}

static lxw_error put_columns(lxw_workbook *workbook, lxw_worksheet *sheet)
{
	lxw_format *bold = workbook_add_format(workbook);
	lxw_row_col_options hide = { .hidden = LXW_TRUE };
	lxw_error error = LXW_NO_ERROR;

	format_set_bold(bold);
	format_set_bottom(bold, LXW_BORDER_THIN);
	format_set_bg_color(bold, 0xE6EDF5);
	for (size_t i = 0; i < COLUMNS && !error; i++) {
		error = worksheet_set_column_opt(
		        sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL, columns[i].hidden ? &hide : NULL);
		error = error ? error : worksheet_write_string(sheet, 0, (lxw_col_t)i, columns[i].heading, bold);
	}
	worksheet_freeze_panes(sheet, 1, 2);
	return error;
}

static enum eh_rc fill(lxw_workbook *workbook, const struct eh_review *review, struct eh_error *err)
{
	lxw_worksheet *sheet = workbook_add_worksheet(workbook, sheet_name);
	lxw_format *wrap = workbook_add_format(workbook), *open = workbook_add_format(workbook);

	if (!sheet || !wrap || !open)
		return eh_fail_memory(err);
	format_set_text_wrap(wrap);
	format_set_align(wrap, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(open);
	format_set_align(open, LXW_ALIGN_VERTICAL_TOP);
	format_set_bg_color(open, 0xFFF8DC);
	lxw_error error = put_columns(workbook, sheet);
	error = error ? error : put_answers(sheet, review->count);
	if (error)
		return eh_fail(err, EH_IO, "cannot write the workbook: %s", lxw_strerror(error));
	for (size_t i = 0; i < review->count; i++)
		EH_TRY(put_question(sheet, i + 1, &review->items[i], wrap, open, err));
	if (review->count)
		worksheet_autofilter(sheet, 0, 0, (lxw_row_t)review->count, NOTE);
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
	return EH_OK;
}

static enum eh_rc write_to(const struct eh_review *review, const char *path, struct eh_error *err)
{
	lxw_workbook *workbook = workbook_new(path);

	if (!workbook)
		return eh_fail_memory(err);
	/* A fixed instant: the same queue gives the same bytes. */
	lxw_doc_properties properties = { .title = (char *)"Questions", .company = (char *)"Evenhand", .created = 1 };
	workbook_set_properties(workbook, &properties);
	enum eh_rc rc = fill(workbook, review, err);
	lxw_error closed = workbook_close(workbook);
	return rc == EH_OK && closed ? eh_fail(err, EH_IO, "cannot write %s: %s", path, lxw_strerror(closed)) : rc;
}

enum eh_rc eh_review_book_write(const struct eh_review *review, const char *path, struct eh_error *err)
{
	struct eh_buf part EH_CLEANUP_BUF = { 0 };

	if (access(path, F_OK) == 0)
		return eh_fail(err, EH_CONFLICT,
		        "%s is there already and may hold answers: take them with evenhand review --read %s, or name another "
		        "file",
		        path, path);
	if (eh_buf_printf(&part, "%s.part", path) < 0)
		return eh_fail_memory(err);
	enum eh_rc rc = write_to(review, part.p, err);
	if (rc == EH_OK && rename(part.p, path) != 0)
		rc = eh_fail_errno(err, "write", path);
	if (rc < 0)
		unlink(part.p);
	return rc;
}

/* ---- In. ---- */

struct reading {
	struct eh_review_book_read *read;
	size_t at[COLUMNS]; /* where each column stands; those that are not there, SIZE_MAX */
};

static enum eh_rc select_sheet(struct eh_table *table, struct eh_error *err)
{
	for (size_t i = 0; i < eh_table_sheet_count(table); i++)
		if (strcmp(eh_table_sheet_name(table, i), sheet_name) == 0)
			return eh_table_select(table, i, err);
	return eh_table_select(table, 0, err);
}

static enum eh_rc find_columns(const struct eh_row *row, const char *path, struct reading *reading, struct eh_error *err)
{
	static const enum column NEEDED[] = { ANSWER, LEFT_ID, RIGHT_ID };

	for (size_t i = 0; i < COLUMNS; i++) {
		reading->at[i] = SIZE_MAX;
		for (size_t k = 0; k < row->count && reading->at[i] == SIZE_MAX; k++)
			if (eh_str_eq_ascii_nocase(eh_str_trim(row->cells[k]), eh_str_of(columns[i].heading)))
				reading->at[i] = k;
	}
	for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
		if (reading->at[NEEDED[i]] == SIZE_MAX)
			return !path ? eh_fail(err, EH_INVALID,
			                       "This is not the workbook that you downloaded here: it has no column \"%s\".",
			                       columns[NEEDED[i]].heading)
			             : eh_fail(err, EH_INVALID,
			                       "%s has no column \"%s\" in its first line: it is no workbook of evenhand review "
			                       "--xlsx, or the column was deleted",
			                       path, columns[NEEDED[i]].heading);
	return EH_OK;
}

static struct eh_str cell(const struct reading *reading, const struct eh_row *row, enum column column)
{
	return reading->at[column] < row->count ? eh_str_trim(row->cells[reading->at[column]]) : (struct eh_str){ "", 0 };
}

static void refuse(struct reading *reading, uint64_t line, enum column column, const char *reason)
{
	reading->read->refusals++;
	reading->read->refused(reading->read->context, line, columns[column].heading, reason);
}

/* Failures that are the line's own are refusals; those of the store stop the reading. */
static enum eh_rc take_line(struct reading *reading, const struct eh_row *row, struct eh_error *err)
{
	struct eh_review_book_read *read = reading->read;
	struct eh_answer answer = { .left = cell(reading, row, LEFT_ID),
		.right = cell(reading, row, RIGHT_ID),
		.note = cell(reading, row, NOTE),
		.person = read->person };
	struct eh_str said = cell(reading, row, ANSWER);
	struct eh_error own = { 0 };
	bool new = false;

	if (!said.n && !answer.note.n) {
		read->unanswered++;
		return EH_OK;
	}
	if (!said.n)
		answer.verdict = EH_VERDICT_UNSURE;
	else if (eh_verdict_parse(said, &answer.verdict) != EH_OK) {
		char reason[160];
		snprintf(
		        reason, sizeof reason, "\"%.*s\" is no answer: same, different or unsure", EH_FMT(eh_utf8_cut(said, 60)));
		refuse(reading, row->line, ANSWER, reason);
		return EH_OK;
	}
	if (!answer.left.n || !answer.right.n) {
		refuse(reading, row->line, answer.left.n ? RIGHT_ID : LEFT_ID,
		        "the hidden identifier is missing: which pair this is cannot be told; write the workbook afresh");
		return EH_OK;
	}
	enum eh_rc rc = eh_review_answer(read->reviewer, &answer, &new, &own);
	if (rc == EH_NOT_FOUND || rc == EH_INVALID || rc == EH_CONFLICT) {
		bool left = eh_map_get(&read->reviewer->records, answer.left) == NULL;
		refuse(reading, row->line,
		        rc == EH_NOT_FOUND ? left ? LEFT_ID : RIGHT_ID
		        : rc == EH_INVALID ? NOTE
		                           : ANSWER,
		        rc == EH_NOT_FOUND ? "the list holds no such record any more; write the workbook afresh" : own.message);
		return EH_OK;
	}
	if (rc < 0) {
		if (err)
			*err = own;
		return rc;
	}
	read->taken += new;
	read->already += !new;
	return EH_OK;
}

static enum eh_rc take_all(struct eh_table *table, const char *path, struct reading *reading, struct eh_error *err)
{
	struct eh_row row;
	enum eh_rc rc;

	EH_TRY(select_sheet(table, err));
	rc = eh_table_next(table, &row, err);
	EH_TRY(rc);
	if (rc == EH_END)
		return eh_fail(err, EH_INVALID, "%s is empty", path ? path : "The file");
	EH_TRY(find_columns(&row, path, reading, err));
	while ((rc = eh_table_next(table, &row, err)) == EH_OK)
		EH_TRY(take_line(reading, &row, err));
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc take(struct eh_table *table, const char *path, struct eh_review_book_read *read, struct eh_error *err)
{
	struct reading reading = { .read = read };

	EH_TRY(eh_db_begin(read->reviewer->db, err));
	enum eh_rc rc = take_all(table, path, &reading, err);
	if (rc == EH_OK)
		rc = eh_db_commit(read->reviewer->db, err);
	if (rc < 0)
		eh_db_rollback(read->reviewer->db);
	return rc;
}

enum eh_rc eh_review_book_read(const char *path, struct eh_review_book_read *read, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;

	if (!eh_str_trim(read->person).n)
		return eh_fail(err, EH_INVALID, "who answers? Name yourself with --person, or in EVENHAND_PERSON");
	EH_TRY(eh_table_open(path, NULL, &table, err));
	return take(table, path, read, err);
}

enum eh_rc eh_review_book_take(struct eh_str bytes, struct eh_review_book_read *read, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;

	EH_TRY(eh_table_open_memory(bytes, "the file", NULL, &table, err));
	return take(table, NULL, read, err);
}
