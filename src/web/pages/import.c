/* import.c: an officer or the infrastructure organisation brings a table: what its columns are taken for is shown and put right, a job reads it in, and
 * what came of it can be read and taken back. Files are taken apart in a confined process (io/flatten.h). */
#include <stdlib.h>

#include "exchange/sheet.h"
#include "io/flatten.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"

enum { SOURCE, PUBLISHER, SAYS, TERMS, FIELDS };
enum { MOST_BATCHES = 30, MOST_REFUSALS = 200, MOST_NOTES = 40 };

static const char *const SAY_CODES[] = { "works", "registered", "meets", "serves", "funded", NULL };
static const char *const SAY_WORDS[] = { "It works here", "It has its office here",
	"It meets or can be visited at the address given", "It offers a service to people here", "It got money for work here" };
static const char *const TERM_CODES[] = { "match", "list", "publish", NULL };
static const char *const TERM_NAMES[] = { "match only", "list", "publish" };
static const char *const TERM_WORDS[] = { "Match only: to tell organisations apart, shown nowhere",
	"List: organisations may be listed, the file is not published", "Publish: its facts may be published" };
static const char *const ROW_KINDS[] = { "organisations", "services", "grants", "suppliers" };
enum { SAY_COUNT = 5, TERM_COUNT = 3, ROW_KIND_COUNT = 4 };

static const struct eh_form_field BRINGS[FIELDS] = {
	[SOURCE] = { "source", EH_FORM_LINE, 60, .missing = "Give the list a name" },
	[PUBLISHER] = { "publisher", EH_FORM_LINE, 120, .missing = "Say who keeps the list" },
	[SAYS] = { "says", EH_FORM_CHOICE, .choices = SAY_CODES, .missing = "Choose what being in the list says" },
	[TERMS] = { "terms", EH_FORM_CHOICE, .choices = TERM_CODES, .missing = "Choose what may be done with it" },
};
static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } } };

static struct eh_actor actor_of(const struct eh_request *request)
{
	return eh_request_actor_as(request, eh_request_is(request, EH_PART_OFFICER) ? EH_PART_OFFICER : EH_PART_INFRASTRUCTURE);
}

static struct eh_view_batch batch_of(struct eh_arena *arena, const struct eh_q_batch_list *row)
{
	return (struct eh_view_batch){ row->batch_id, row->imported_at, row->rows_read, row->kept, row->refused, row->added,
		row->changed, row->gone, eh_arena_str(arena, row->source), eh_arena_str(arena, row->file),
		eh_arena_str(arena, row->publisher), eh_arena_str(arena, row->state), (int32_t)row->data_date };
}

/* The newest batches; with `only`, that one. */
static enum eh_rc load_batches(
        struct eh_request *request, int64_t only, struct eh_view_batch **ret_batches, size_t *ret_count, struct eh_error *err)
{
	struct eh_view_batch *batches = eh_arena_alloc_zero(request->arena, MOST_BATCHES, sizeof *batches);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list row;
	size_t count = 0;
	enum eh_rc rc;

	if (!batches)
		return eh_fail_memory(err);
	EH_TRY(eh_q_batch_list(request->db, &cursor, err));
	while ((rc = eh_q_batch_list_next(&cursor, &row, err)) == EH_OK) {
		if (only && row.batch_id != only)
			continue;
		memmove(batches + 1, batches, (MOST_BATCHES - 1) * sizeof *batches);
		batches[0] = batch_of(request->arena, &row);
		count += count < MOST_BATCHES;
	}
	*ret_batches = batches;
	*ret_count = count;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

static void choices(
        const char *const *codes, const char *const *words, size_t count, struct eh_str chosen, struct eh_ui_item *items)
{
	for (size_t i = 0; i < count; i++)
		items[i] = (struct eh_ui_item){ .value = eh_str_of(codes[i]),
			.text = eh_str_of(words[i]),
			.chosen = eh_str_eq(chosen, eh_str_of(codes[i])) };
}

static enum eh_rc show_bring(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        struct eh_str file_error, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item says[SAY_COUNT], terms[TERM_COUNT];
	struct eh_view_batch *batches;
	struct eh_view view;
	size_t count;

	EH_TRY(eh_view_begin(request, response, EH_STR("Bring a list"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(load_batches(request, 0, &batches, &count, err));
	choices(SAY_CODES, SAY_WORDS, SAY_COUNT, answers[SAYS].value, says);
	choices(TERM_CODES, TERM_WORDS, TERM_COUNT, answers[TERMS].value, terms);
	view.failed = file_error.p != NULL;
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	eh_html_import_bring(&page, &view,
	        &(const struct eh_view_bring){ .fields = BRINGS,
	                .answers = answers,
	                .file_error = file_error,
	                .other = file_error,
	                .says = says,
	                .terms = terms,
	                .says_count = SAY_COUNT,
	                .terms_count = TERM_COUNT,
	                .batches = batches,
	                .batch_count = count });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_import(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_bring(request, response, NOTHING, (struct eh_str){ NULL, 0 }, err);
}

/* Of several sheets the one with most rows. */
static const struct eh_flat_sheet *fullest(const struct eh_flat *flat)
{
	const struct eh_flat_sheet *best = &flat->sheets[0];

	for (size_t i = 1; i < flat->count; i++)
		if (flat->sheets[i].rows > best->rows)
			best = &flat->sheets[i];
	return best;
}

static enum eh_rc keep(struct eh_request *request, const struct eh_view *view, const struct eh_upload *upload,
        const struct eh_form_answer answers[FIELDS], int64_t *ret_upload, struct eh_error *err)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	struct eh_actor by = actor_of(request);
	const char *terms = "list";

	EH_TRY(eh_flatten(eh_request_web(request)->options.program, upload->bytes, &flat, err));
	for (size_t i = 0; i < TERM_COUNT; i++)
		if (eh_str_eq(answers[TERMS].value, eh_str_of(TERM_CODES[i])))
			terms = TERM_NAMES[i];
	const struct eh_flat_sheet *sheet = fullest(&flat);
	const struct eh_upload_new made = { .place_id = view->place,
		.file = upload->file,
		.sheet = sheet->name,
		.csv = sheet->csv,
		.source = answers[SOURCE].value,
		.publisher = answers[PUBLISHER].value,
		.says = answers[SAYS].value,
		.terms = eh_str_of(terms),
		.data_date = EH_NO_DATE };
	return eh_upload_keep(request->db, request->site->store, request->now, &by, &made, ret_upload, err);
}

enum eh_rc eh_page_import_bring(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_upload *upload = eh_request_upload(request, "file");
	struct eh_form_answer answers[FIELDS];
	bool good = eh_form_read(request, BRINGS, FIELDS, answers);
	struct eh_view view;
	int64_t number;

	if (!upload || !upload->bytes.n)
		return show_bring(request, response, answers, EH_STR("Choose the file: a table as CSV, XLSX or ODS"), err);
	if (!good)
		return show_bring(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	enum eh_rc rc = keep(request, &view, upload, answers, &number, err);
	if (rc == EH_INVALID || rc == EH_TOO_LARGE || rc == EH_UNSUPPORTED)
		return show_bring(request, response, answers,
		        eh_arena_printf(request->arena, "The file could not be read: %s", err->message), err);
	EH_TRY(rc);
	return eh_view_done(request, response, "brought", "/%.*s/import/%lld", EH_FMT(view.place), (long long)number);
}

/* The file of the address, of this place. */
static enum eh_rc upload_of(
        struct eh_request *request, const struct eh_view *view, struct eh_upload_kept *ret_upload, struct eh_error *err)
{
	int64_t number;

	if (eh_str_to_i64(eh_request_capture(request, 1), &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, "There is no such file here.");
	EH_TRY(eh_upload_get(request->db, request->site->store, number, request->arena, ret_upload, err));
	return eh_str_eq(ret_upload->place_id, view->place) ? EH_OK : eh_fail(err, EH_NOT_FOUND, "There is no such file here.");
}

static struct eh_ui_item *field_items(struct eh_arena *arena, enum eh_sheet_field chosen)
{
	struct eh_ui_item *items = eh_arena_alloc_zero(arena, EH_FIELD_COUNT, sizeof *items);

	for (size_t i = 0; items && i < EH_FIELD_COUNT; i++)
		items[i] = (struct eh_ui_item){ .value = eh_str_of(eh_sheet_fields[i].name),
			.text = i == EH_FIELD_NONE ? EH_STR("Leave it out") : eh_str_of(eh_sheet_fields[i].meaning),
			.chosen = i == (size_t)chosen };
	return items;
}

/* Headings, and the first rows below them. */
static enum eh_rc load_sample(struct eh_request *request, const struct eh_upload_kept *upload,
        const struct eh_mapping_sheet *sheet, struct eh_view_upload *shown, struct eh_error *err)
{
	struct eh_view_column *columns = eh_arena_alloc_zero(request->arena, EH_MAPPING_MOST_COLUMNS, sizeof *columns);
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_row row;
	size_t at = 0;
	enum eh_rc rc;

	if (!columns)
		return eh_fail_memory(err);
	EH_TRY(eh_table_open(upload->table, NULL, &table, err));
	while (shown->sample_count < EH_VIEW_SAMPLE && (rc = eh_table_next(table, &row, err)) == EH_OK) {
		size_t count = row.count < EH_MAPPING_MOST_COLUMNS ? row.count : EH_MAPPING_MOST_COLUMNS;
		at++;
		if (at < sheet->header)
			continue;
		shown->column_count = count > shown->column_count ? count : shown->column_count;
		for (size_t i = 0; i < count; i++)
			*(at == sheet->header ? &columns[i].heading : &columns[i].sample[shown->sample_count]) = eh_arena_str(
			        request->arena, eh_str_trim(row.cells[i]));
		shown->sample_count += at > sheet->header;
	}
	for (size_t i = 0; i < shown->column_count; i++) {
		enum eh_sheet_field field = i < sheet->columns ? (enum eh_sheet_field)sheet->fields[i] : EH_FIELD_NONE;
		eh_sheet_letters(i, columns[i].letters);
		columns[i].fields = field_items(request->arena, field);
		columns[i].recognised = field != EH_FIELD_NONE;
	}
	shown->columns = columns;
	shown->field_count = EH_FIELD_COUNT;
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc show_reading(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_batch *batches = NULL;
	struct eh_job job = { 0 };
	size_t count = 0;

	view->title = EH_STR("Reading a list in");
	EH_TRY(eh_job_get(request->db, upload->job_id, request->arena, &job, err));
	if (upload->batch_id != EH_DB_NULL)
		EH_TRY(load_batches(request, upload->batch_id, &batches, &count, err));
	eh_html_import_reading(&page, view, &(const struct eh_view_reading){ upload, &job, count ? batches : NULL });
	return eh_view_send(&page, response, err);
}

static enum eh_rc show_upload(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item rows[ROW_KIND_COUNT];
	struct eh_upload_kept upload;
	struct eh_mapping mapping = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What the columns are"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(upload_of(request, &view, &upload, err));
	if (upload.job_id != EH_DB_NULL)
		return show_reading(request, response, &view, &upload, err);
	if (!eh_str_eq(upload.state, EH_STR("waiting")))
		return eh_fail(err, EH_NOT_FOUND, "This file was given up.");
	EH_TRY(eh_upload_mapping(&upload, &mapping, err));
	struct eh_view_upload shown = { .upload = &upload, .rows = rows, .row_kinds = ROW_KIND_COUNT, .problem = problem };
	enum eh_rc rc = mapping.count ? load_sample(request, &upload, &mapping.sheets[0], &shown, err)
	                              : eh_fail(err, EH_INVALID, "nothing is known of the file's columns");
	if (rc >= 0) {
		shown.header = mapping.sheets[0].header;
		choices(ROW_KINDS, ROW_KINDS, ROW_KIND_COUNT, eh_str_of(mapping.sheets[0].rows), rows);
		view.failed = problem.p != NULL;
		eh_html_import_columns(&page, &view, &shown);
		rc = eh_view_send(&page, response, err);
	}
	eh_mapping_finish(&mapping);
	return rc;
}

enum eh_rc eh_page_import_file(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_upload(request, response, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_sheet_field field_named(struct eh_str name)
{
	for (size_t i = 0; i < EH_FIELD_COUNT; i++)
		if (eh_str_eq(name, eh_str_of(eh_sheet_fields[i].name)))
			return (enum eh_sheet_field)i;
	return EH_FIELD_NONE;
}

/* What the form says of the columns. */
static enum eh_rc read_columns(struct eh_request *request, struct eh_mapping_sheet *sheet, struct eh_error *err)
{
	bool named = false;
	int64_t header;

	if (eh_str_to_i64(eh_request_form(request, "header"), &header) != EH_OK || header < 0 || header > 60)
		return eh_fail(err, EH_INVALID, "Say in which row the headings stand: 0 to 60, blank rows not counted");
	sheet->header = (size_t)header;
	for (size_t i = 0; i < ROW_KIND_COUNT; i++)
		if (eh_str_eq(eh_request_form(request, "rows"), eh_str_of(ROW_KINDS[i])))
			snprintf(sheet->rows, sizeof sheet->rows, "%s", ROW_KINDS[i]);
	if (!*sheet->rows)
		return eh_fail(err, EH_INVALID, "Choose what each row is");
	for (size_t i = 0; i < EH_MAPPING_MOST_COLUMNS; i++) {
		char name[16] = "column-";
		eh_sheet_letters(i, name + 7);
		struct eh_str value = eh_request_form(request, name);
		if (!value.n)
			break;
		sheet->fields[sheet->columns++] = (unsigned char)field_named(value);
		named |= sheet->fields[i] == EH_FIELD_NAME || sheet->fields[i] == EH_FIELD_SERVICE;
	}
	return named ? EH_OK : eh_fail(err, EH_INVALID, "Choose the column that holds the name: without it no row can be kept");
}

static enum eh_rc read_in(struct eh_request *request, const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_mapping_sheet *sheet = eh_arena_alloc_zero(request->arena, 1, sizeof *sheet);
	struct eh_actor by = actor_of(request);

	if (!sheet)
		return eh_fail_memory(err);
	EH_TRY(read_columns(request, sheet, err));
	EH_TRY(eh_upload_map(upload, sheet, err));
	EH_TRY(eh_db_begin(request->db, err));
	return eh_upload_queue(request->db, request->now, &by, upload, err);
}

enum eh_rc eh_page_import_run(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	bool give_up = eh_str_eq(eh_request_form(request, "move"), EH_STR("give-up"));
	struct eh_actor by = actor_of(request);
	struct eh_upload_kept upload;
	struct eh_view view;
	enum eh_rc rc;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(upload_of(request, &view, &upload, err));
	if (give_up) {
		EH_TRY(eh_db_begin(request->db, err));
		rc = eh_upload_give_up(request->db, request->now, &by, &upload, err);
	} else {
		rc = read_in(request, &upload, err);
	}
	if (rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show_upload(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	if (give_up)
		return eh_view_done(request, response, "given-up", "/%.*s/import", EH_FMT(view.place));
	return eh_view_done(
	        request, response, "reading-in", "/%.*s/import/%lld", EH_FMT(view.place), (long long)upload.upload_id);
}

static enum eh_rc batch_number(struct eh_request *request, int64_t *ret_batch, struct eh_error *err)
{
	return eh_str_to_i64(eh_request_capture(request, 1), ret_batch) == EH_OK
	               ? EH_OK
	               : eh_fail(err, EH_NOT_FOUND, "There is no such batch.");
}

static enum eh_rc load_refusals(struct eh_request *request, int64_t batch, struct eh_view_batch_page *shown, struct eh_error *err)
{
	struct eh_view_refusal *refusals = eh_arena_alloc_zero(request->arena, MOST_REFUSALS, sizeof *refusals);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_refusal_list row;
	enum eh_rc rc;

	if (!refusals)
		return eh_fail_memory(err);
	EH_TRY(eh_q_refusal_list(request->db, batch, &cursor, err));
	while (shown->refusal_count < MOST_REFUSALS && (rc = eh_q_refusal_list_next(&cursor, &row, err)) == EH_OK)
		refusals[shown->refusal_count++] = (struct eh_view_refusal){ row.line, eh_arena_str(request->arena, row.heading),
			eh_arena_str(request->arena, row.reason) };
	shown->refusals = refusals;
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc load_notes(struct eh_request *request, int64_t batch, struct eh_view_batch_page *shown, struct eh_error *err)
{
	struct eh_str *notes = eh_arena_alloc_zero(request->arena, MOST_NOTES, sizeof *notes);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_note_list row;
	enum eh_rc rc;

	if (!notes)
		return eh_fail_memory(err);
	EH_TRY(eh_q_note_list(request->db, batch, &cursor, err));
	while (shown->note_count < MOST_NOTES && (rc = eh_q_note_list_next(&cursor, &row, err)) == EH_OK)
		notes[shown->note_count++] = eh_arena_str(request->arena, row.text);
	shown->notes = notes;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* What came here by the web goes by the web: registers and reference tables serve other places too, and are whoever's who runs the machine. */
static enum eh_rc came_by_web(
        struct eh_request *request, struct eh_str place, int64_t batch, bool *ret_came, struct eh_error *err)
{
	struct eh_q_upload_of_batch found;
	enum eh_rc rc = eh_q_upload_of_batch(request->db, batch, place, request->arena, &found, err);

	*ret_came = rc == EH_OK;
	return rc < 0 && rc != EH_NOT_FOUND ? rc : EH_OK;
}

enum eh_rc eh_page_batch(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_batch_page shown = { 0 };
	struct eh_view_batch *batches;
	struct eh_view view;
	int64_t number;
	size_t count;

	EH_TRY(eh_view_begin(request, response, EH_STR("What was read in"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(batch_number(request, &number, err));
	EH_TRY(load_batches(request, number, &batches, &count, err));
	if (!count)
		return eh_fail(err, EH_NOT_FOUND, "There is no such batch: it may have been taken back.");
	shown.batch = batches;
	EH_TRY(came_by_web(request, view.place, number, &shown.may_undo, err));
	shown.may_undo = shown.may_undo && eh_str_eq(batches->state, EH_STR("live"));
	EH_TRY(load_refusals(request, number, &shown, err));
	EH_TRY(load_notes(request, number, &shown, err));
	eh_html_import_batch(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

static enum eh_rc fill_refused(struct eh_request *request, int64_t number, struct eh_sheet *sheet, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_refusal_list row;
	enum eh_rc rc;

	EH_TRY(eh_q_refusal_list(request->db, number, &cursor, err));
	while ((rc = eh_q_refusal_list_next(&cursor, &row, err)) == EH_OK) {
		union eh_sheet_cell *cells = eh_sheet_row(sheet);
		if (!cells)
			return eh_fail_memory(err);
		cells[0].number = (double)row.line;
		cells[1].text = eh_arena_str(request->arena, row.heading);
		cells[2].text = eh_arena_str(request->arena, row.reason);
	}
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_batch_refused_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	static const struct eh_sheet_column COLUMNS[] = { { "line", "Line", EH_SHEET_WHOLE, 0, 8 },
		{ "column", "Column", EH_SHEET_TEXT, 0, 20 }, { "reason", "Why", EH_SHEET_TEXT, 0, 60 } };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	int64_t number;

	EH_TRY(batch_number(request, &number, err));
	eh_sheet_init(&sheet, "refused", "Refused rows", NULL, COLUMNS, 3);
	EH_TRY(fill_refused(request, number, &sheet, err));
	if (eh_sheet_csv(&sheet, &response->body) < 0)
		return eh_fail_memory(err);
	response->type = "text/csv; charset=utf-8";
	response->file_name = eh_arena_printf(request->arena, "refused-%lld.csv", (long long)number);
	return eh_arena_check(request->arena, EH_OK, err);
}

/* Takes it back, and has the list made anew. */
static enum eh_rc undo(struct eh_request *request, struct eh_str place, int64_t batch, struct eh_error *err)
{
	struct eh_actor by = actor_of(request);
	char id[24];
	const struct eh_audit_entry entry = { .by = &by,
		.verb = "took back",
		.subject_kind = "batch",
		.subject_id = eh_audit_id(batch, id),
		.place_id = place,
		.is_public = true };

	EH_TRY(eh_import_undo(request->db, batch, err));
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_job_add(request->db, request->now,
	        &(const struct eh_job_new){ .kind = EH_JOB_BUILD, .asked_by = eh_request_person(request), .once = true }, NULL,
	        err));
	EH_TRY(eh_audit_write(request->db, request->now, &entry, NULL, err));
	return eh_db_commit(request->db, err);
}

enum eh_rc eh_page_batch_undo(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view view;
	int64_t number;
	bool came;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(batch_number(request, &number, err));
	EH_TRY(came_by_web(request, view.place, number, &came, err));
	if (!came)
		return eh_fail(err, EH_REFUSED, "Only what was brought here by the web can be taken back here.");
	EH_TRY(undo(request, view.place, number, err));
	return eh_view_done(request, response, "taken-back", "/%.*s/import", EH_FMT(view.place));
}
