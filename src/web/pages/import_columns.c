/* import_columns.c: what the columns of a brought table are taken for, what would come of it, and how far reading it in is. */
#include "import.h"
#include "queries.h"
#include "templates.h"

enum { ROW_KIND_COUNT = 4, MOST_HEADER = 60, MOST_SHOWN = 60, LONGEST_CELL = 70, MOST_COLUMNS = 100 };
static const char *const ROW_KINDS[] = { "organisations", "services", "grants", "suppliers" };
static const char *const ROW_WORDS[] = { "an organisation", "a service", "a grant", "a supplier" };

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
			.text = eh_str_of(eh_sheet_fields[i].meaning),
			.chosen = i == (size_t)chosen };
	return items;
}

/* A row that may be that of the headings: "Line 4: Body, Where it is, …". Blank ones are none, unless chosen. */
static void add_heading(struct eh_arena *arena, const struct eh_row *row, size_t at, bool chosen, struct eh_view_upload *shown)
{
	struct eh_str line = { "", 0 };

	for (size_t i = 0; i < row->count && line.n < MOST_SHOWN; i++) {
		struct eh_str cell = eh_str_trim(row->cells[i]);
		if (cell.n)
			line = eh_arena_printf(
			        arena, "%.*s%s%.*s", EH_FMT(line), line.n ? ", " : "", EH_FMT(eh_utf8_cut(cell, MOST_SHOWN)));
	}
	if ((!line.n && !chosen) || (shown->row_count == EH_VIEW_HEADINGS && !chosen))
		return;
	if (shown->row_count == EH_VIEW_HEADINGS)
		shown->row_count--;
	shown->rows_above[shown->row_count++] = (struct eh_ui_item){ .value = eh_arena_printf(arena, "%zu", at),
		.text = eh_arena_printf(
		        arena, "Line %llu: %.*s", (unsigned long long)row->line, EH_FMT(eh_utf8_cut(line, MOST_SHOWN))),
		.chosen = chosen };
}

static struct eh_str shortened(struct eh_arena *arena, struct eh_str cell)
{
	struct eh_str whole = eh_str_trim(cell), cut = eh_utf8_cut(whole, LONGEST_CELL);

	return eh_arena_printf(arena, "%.*s%s", EH_FMT(cut), cut.n < whole.n ? "…" : "");
}

static void add_cells(struct eh_arena *arena, const struct eh_row *row, bool heading, struct eh_view_column *columns,
        struct eh_view_upload *shown)
{
	size_t count = row->count < MOST_COLUMNS ? row->count : MOST_COLUMNS;

	shown->cut |= row->count > MOST_COLUMNS;
	shown->column_count = count > shown->column_count ? count : shown->column_count;
	for (size_t i = 0; i < count; i++) {
		struct eh_str cell = shortened(arena, row->cells[i]);
		*(heading ? &columns[i].heading : &columns[i].sample[shown->sample_count]) = cell;
		columns[i].filled |= !heading && cell.n;
	}
	shown->sample_count += !heading;
}

/* The rows among which the headings may be, headings, and the first rows below them. */
static enum eh_rc load_sample(struct eh_request *request, const struct eh_upload_kept *upload,
        const struct eh_mapping_sheet *sheet, struct eh_view_upload *shown, struct eh_error *err)
{
	struct eh_view_column *columns = eh_arena_alloc_zero(request->arena, MOST_COLUMNS, sizeof *columns);
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_row row;
	enum eh_rc rc = EH_OK;

	if (!columns)
		return eh_fail_memory(err);
	shown->rows_above[shown->row_count++] = (struct eh_ui_item){
		.value = EH_STR("0"), .text = EH_STR("There are none"), .chosen = !sheet->header
	};
	EH_TRY(eh_table_open(upload->table, NULL, &table, err));
	for (size_t at = 1; at <= EH_VIEW_HEADINGS || shown->sample_count < EH_VIEW_SAMPLE; at++) {
		if ((rc = eh_table_next(table, &row, err)) != EH_OK)
			break;
		if (at <= MOST_HEADER)
			add_heading(request->arena, &row, at, at == sheet->header, shown);
		if (at >= sheet->header && shown->sample_count < EH_VIEW_SAMPLE)
			add_cells(request->arena, &row, at == sheet->header, columns, shown);
	}
	EH_TRY(rc);
	for (size_t i = 0; i < shown->column_count; i++) {
		eh_sheet_letters(i, columns[i].letters);
		columns[i].fields = field_items(
		        request->arena, i < sheet->columns ? (enum eh_sheet_field)sheet->fields[i] : EH_FIELD_NONE);
	}
	shown->columns = columns;
	shown->field_count = EH_FIELD_COUNT;
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc load_sheets(
        struct eh_request *request, const struct eh_upload_kept *upload, struct eh_view_upload *shown, struct eh_error *err)
{
	struct eh_str *names = eh_arena_alloc_zero(request->arena, EH_FLATTEN_MOST_SHEETS, sizeof *names);
	struct eh_ui_item *items = eh_arena_alloc_zero(request->arena, EH_FLATTEN_MOST_SHEETS, sizeof *items);

	if (!names || !items)
		return eh_fail_memory(err);
	EH_TRY(eh_upload_sheets(upload, request->arena, names, &shown->sheet_count, err));
	for (size_t i = 0; i < shown->sheet_count; i++)
		items[i] = (struct eh_ui_item){
			.value = eh_arena_printf(request->arena, "%zu", i), .text = names[i], .chosen = i == upload->sheet_number
		};
	shown->sheets = items;
	return eh_arena_check(request->arena, EH_OK, err);
}

/* What would come of it; columns that cannot be read are said, not failed. */
static enum eh_rc load_trial(
        struct eh_request *request, const struct eh_upload_kept *upload, struct eh_view_upload *shown, struct eh_error *err)
{
	struct eh_upload_trial *trial = eh_arena_alloc_zero(request->arena, 1, sizeof *trial);

	if (!trial)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_upload_try(upload, request->arena, trial, err);
	if (rc == EH_OK)
		shown->trial = trial;
	return rc == EH_INVALID ? EH_OK : rc;
}

static enum eh_rc load_job(
        struct eh_request *request, const struct eh_upload_kept *upload, struct eh_view_upload *shown, struct eh_error *err)
{
	struct eh_job job;

	if (!upload->job_state.p)
		return EH_OK;
	EH_TRY(eh_job_get(request->db, upload->job_id, request->arena, &job, err));
	shown->stopped = eh_str_eq(job.state, EH_STR("cancelled"));
	shown->failure = shown->stopped ? (struct eh_str){ NULL, 0 } : job.result;
	return EH_OK;
}

static enum eh_rc show_columns(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_upload_kept *upload, const struct eh_mapping *mapping, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item rows[ROW_KIND_COUNT];
	struct eh_view_upload shown = { .upload = upload, .rows = rows, .row_kinds = ROW_KIND_COUNT, .problem = problem };

	if (!mapping->count)
		return eh_fail(err, EH_INVALID, "nothing is known of the file's columns");
	EH_TRY(load_sample(request, upload, &mapping->sheets[0], &shown, err));
	EH_TRY(load_sheets(request, upload, &shown, err));
	EH_TRY(load_trial(request, upload, &shown, err));
	EH_TRY(load_job(request, upload, &shown, err));
	EH_TRY(eh_upload_recalled(request->db, upload, &shown.recalled_at, err));
	shown.recalled = shown.recalled_at != EH_DB_NULL;
	eh_import_choices(ROW_KINDS, ROW_WORDS, ROW_KIND_COUNT, eh_str_of(mapping->sheets[0].rows), rows);
	view->failed = problem.p != NULL;
	eh_html_import_columns(&page, view, &shown);
	return eh_view_send(&page, response, err);
}

static enum eh_rc show_upload(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_upload_kept upload;
	struct eh_mapping mapping = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What the columns are"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(upload_of(request, &view, &upload, err));
	if (eh_str_eq(upload.state, EH_STR("given up")))
		return eh_fail(err, EH_NOT_FOUND, "This file was given up.");
	if (!eh_upload_is_open(&upload))
		return eh_import_show_reading(request, response, &view, &upload, err);
	EH_TRY(eh_upload_mapping(&upload, &mapping, err));
	enum eh_rc rc = show_columns(request, response, &view, &upload, &mapping, problem, err);
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

	if (eh_str_to_i64(eh_request_form(request, "header"), &header) != EH_OK || header < 0 || header > MOST_HEADER)
		return eh_fail(err, EH_INVALID, "Choose the row of the headings");
	sheet->header = (size_t)header;
	for (size_t i = 0; i < ROW_KIND_COUNT; i++)
		if (eh_str_eq(eh_request_form(request, "rows"), eh_str_of(ROW_KINDS[i])))
			snprintf(sheet->rows, sizeof sheet->rows, "%s", ROW_KINDS[i]);
	if (!*sheet->rows)
		return eh_fail(err, EH_INVALID, "Choose what each row is");
	for (size_t i = 0; i < MOST_COLUMNS; i++) {
		char name[16] = "column-";
		eh_sheet_letters(i, name + 7);
		struct eh_str value = eh_request_form(request, name);
		if (!value.n)
			break;
		sheet->fields[sheet->columns++] = (unsigned char)field_named(value);
		named |= sheet->fields[i] == EH_FIELD_NAME;
	}
	return named ? EH_OK
	             : eh_fail(err, EH_INVALID,
	                       "Choose the column that holds the organisation's name: without it no row can be kept");
}

/* What the columns are is kept whichever button was pressed. */
static enum eh_rc keep_columns(struct eh_request *request, const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_mapping_sheet *sheet = eh_arena_alloc_zero(request->arena, 1, sizeof *sheet);

	if (!sheet)
		return eh_fail_memory(err);
	EH_TRY(read_columns(request, sheet, err));
	return eh_upload_map(request->db, request->now, upload, sheet, err);
}

static enum eh_rc try_columns(
        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	(void)by;
	return keep_columns(request, upload, err);
}

static enum eh_rc read_in(
        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	EH_TRY(keep_columns(request, upload, err));
	return eh_upload_queue(request->db, request->now, by, upload, err);
}

static enum eh_rc choose_sheet(
        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	int64_t number;

	(void)by;
	if (eh_str_to_i64(eh_request_form(request, "sheet"), &number) != EH_OK || number < 0)
		return eh_fail(err, EH_INVALID, "Choose a sheet");
	return eh_upload_choose_sheet(request->db, upload, (size_t)number, err);
}

static enum eh_rc give_up(
        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	return eh_upload_give_up(request->db, request->now, by, upload, err);
}

static enum eh_rc stop(
        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err)
{
	return eh_upload_cancel(request->db, request->now, by, upload, err);
}

/* The page's buttons: what each does, and what is said then. */
static const struct move {
	const char *name, *notice;
	enum eh_rc (*make)(
	        struct eh_request *request, const struct eh_actor *by, const struct eh_upload_kept *upload, struct eh_error *err);
	bool leaves;     /* to where the next list is brought */
	bool wants_open; /* columns still to be said */
} MOVES[] = { { "try", "columns-tried", try_columns, false, true }, { "read", "reading-in", read_in, false, true },
	{ "sheet", "sheet-chosen", choose_sheet, false, true }, { "give-up", "given-up", give_up, true, true },
	{ "stop", "reading-stopped", stop, false, false } };

static const struct move *move_named(struct eh_str name)
{
	for (size_t i = 0; i < sizeof MOVES / sizeof *MOVES; i++)
		if (eh_str_eq(name, eh_str_of(MOVES[i].name)))
			return &MOVES[i];
	return NULL;
}

enum eh_rc eh_page_import_run(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct move *move = move_named(eh_request_form(request, "move"));
	struct eh_actor by = eh_import_actor(request);
	struct eh_upload_kept upload;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(upload_of(request, &view, &upload, err));
	if (!move)
		return eh_fail(err, EH_USAGE, "Press one of the page's buttons.");
	if (move->wants_open && !eh_upload_is_open(&upload))
		return eh_fail(err, EH_CONFLICT, "This file is no longer waiting.");
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = move->make(request, &by, &upload, err);
	if (rc == EH_INVALID) {
		eh_db_rollback(request->db);
		return show_upload(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	if (move->leaves)
		return eh_view_done(request, response, move->notice, "/%.*s/import", EH_FMT(view.place));
	return eh_view_done(
	        request, response, move->notice, "/%.*s/import/%lld", EH_FMT(view.place), (long long)upload.upload_id);
}
