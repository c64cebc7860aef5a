/* import_batch.c: reading a list in, what came of it, its refused rows, and taking it back. */
#include "exchange/sheet.h"
#include "import.h"
#include "queries.h"
#include "templates.h"

enum { MOST_REFUSALS = 200, MOST_NOTES = 40 };

enum eh_rc eh_import_show_reading(struct eh_request *request, struct eh_response *response, struct eh_view *view,
        const struct eh_upload_kept *upload, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_batch *batches = NULL;
	struct eh_job job = { 0 };
	size_t count = 0;

	view->title = EH_STR("Reading a list in");
	if (!upload->job_state.p) /* jobs that are done are forgotten after a while */
		return eh_view_done(
		        request, response, "", "/%.*s/batches/%lld", EH_FMT(view->place), (long long)upload->batch_id);
	EH_TRY(eh_job_get(request->db, upload->job_id, request->arena, &job, err));
	if (upload->batch_id != EH_DB_NULL)
		EH_TRY(eh_import_batches(request, view->place, upload->batch_id, &batches, &count, err));
	const struct eh_view_reading shown = { .upload = upload,
		.job = &job,
		.batch = count ? batches : NULL,
		.again = upload->batch_id != EH_DB_NULL && upload->batch_at == EH_DB_NULL,
		.runs = eh_str_eq(job.state, EH_STR("queued")) || eh_str_eq(job.state, EH_STR("running")) };
	if (!shown.runs) /* "It is asked to be read in" is over */
		view->done = (struct eh_str){ NULL, 0 };
	eh_html_import_reading(&page, view, &shown);
	return eh_view_send(&page, response, err);
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

/* The batch of the address, which this place's keepers may see. */
static enum eh_rc batch_of(
        struct eh_request *request, struct eh_str place, struct eh_view_batch **ret_batch, struct eh_error *err)
{
	int64_t number;
	size_t count;

	EH_TRY(batch_number(request, &number, err));
	EH_TRY(eh_import_batches(request, place, number, ret_batch, &count, err));
	return number > 0 && count ? EH_OK : eh_fail(err, EH_NOT_FOUND, "There is no such batch: it may have been taken back.");
}

enum eh_rc eh_page_batch(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_batch_page shown = { 0 };
	struct eh_view_batch *batch;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("What was read in"), &view, err));
	EH_TRY(batch_of(request, view.place, &batch, err));
	shown.batch = batch;
	EH_TRY(load_refusals(request, batch->batch_id, &shown, err));
	EH_TRY(load_notes(request, batch->batch_id, &shown, err));
	shown.undo = eh_arena_printf(request->arena, "/%.*s/batches/%lld/undo", EH_FMT(view.place), (long long)batch->batch_id);
	EH_TRY(eh_arena_check(request->arena, EH_OK, err));
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
	struct eh_view_batch *batch;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(batch_of(request, view.place, &batch, err));
	eh_sheet_init(&sheet, "refused", "Refused rows", NULL, COLUMNS, 3);
	EH_TRY(fill_refused(request, batch->batch_id, &sheet, err));
	if (eh_sheet_csv(&sheet, &response->body) < 0)
		return eh_fail_memory(err);
	response->type = "text/csv; charset=utf-8";
	response->file_name = eh_arena_printf(request->arena, "refused-%lld.csv", (long long)batch->batch_id);
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_batch_undo(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_batch *batch;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Take a list back"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(batch_of(request, view.place, &batch, err));
	if (!batch->by_web || !batch->live)
		return eh_fail(err, EH_NOT_FOUND, "Only what was brought here by the web can be taken back here, and once.");
	eh_html_import_undo(&page, &view, batch);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_batch_undo_do(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	bool withdraw = eh_str_eq(eh_request_form(request, "how"), EH_STR("withdraw"));
	struct eh_actor by = eh_import_actor(request);
	struct eh_view_batch *batch;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(batch_of(request, view.place, &batch, err));
	if (!batch->live)
		return eh_fail(err, EH_CONFLICT, "It was withdrawn before.");
	EH_TRY(eh_upload_take_back(request->db, request->now, &by, view.place, batch->batch_id, withdraw, err));
	return eh_view_done(request, response, withdraw ? "withdrawn" : "taken-back", "/%.*s/import", EH_FMT(view.place));
}
