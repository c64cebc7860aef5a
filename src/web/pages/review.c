/* review.c: questions that only a person can settle, one at a time or as a workbook. The rules are register's (review.h). */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "exchange/review_book.h"
#include "io/flatten.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"

enum { MOST_REFUSALS = 20, WIDTH = 120, BITS = 12 };

/* A bar from the middle: right for, left against; twelve bits fill a half. */
static struct eh_str bar_of(struct eh_arena *arena, double weight)
{
	double length = fmin(fabs(weight), BITS) / BITS * WIDTH / 2, x = weight < 0 ? WIDTH / 2.0 - length : WIDTH / 2.0;

	return eh_arena_printf(arena,
	        "<svg class=\"eh-bar\" viewBox=\"0 0 %d 16\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"%s\" "
	        "x=\"%.1f\" y=\"2\" "
	        "width=\"%.1f\" height=\"12\"/><path d=\"M%d 0v16\"/></svg>",
	        WIDTH, weight < 0 ? "eh-bar__against" : "eh-bar__for", x, length, WIDTH / 2);
}

/* What a reason compares, as the row says it. */
static const char *field_of(const char *field)
{
	static const struct {
		const char *field, *words;
	} WORDS[] = { { "prior", EH_T("Before looking") }, { "name", EH_T("Name") }, { "other names", EH_T("Other names") },
		{ "postcode", EH_T("Postcode") }, { "address", EH_T("Address") }, { "phone", EH_T("Telephone") },
		{ "web", EH_T("Web site") }, { "e-mail", EH_T("Email") }, { "place", EH_T("Place") },
		{ "reference", EH_T("Reference") }, { "relatives", EH_T("Neighbours and branches") },
		{ "adjusted", EH_T("Adjusted") } };

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (strcmp(WORDS[i].field, field) == 0)
			return WORDS[i].words;
	return field;
}

static enum eh_rc fill(
        struct eh_request *request, const struct eh_review *review, struct eh_view_review *view, struct eh_error *err)
{
	struct eh_buf stake EH_CLEANUP_BUF = { 0 };

	view->open = review->open;
	view->unsure = review->unsure;
	if (!review->count)
		return EH_OK;
	view->question = &review->items[0];
	struct eh_view_reason *reasons = eh_arena_alloc_zero(request->arena, EH_REVIEW_MOST_REASONS, sizeof *reasons);
	if (!reasons || eh_review_stake_words(view->question, &stake) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < view->question->reason_count; i++)
		reasons[i] = (struct eh_view_reason){ &view->question->reasons[i], field_of(view->question->reasons[i].field),
			bar_of(request->arena, view->question->reasons[i].weight) };
	view->reasons = reasons;
	view->stake = eh_arena_str(request->arena, eh_buf_str(&stake));
	view->weight = eh_arena_printf(request->arena, "%+.1f", eh_review_shown_weight(view->question->weight));
	return eh_arena_check(request->arena, EH_OK, err);
}

/* An entry of another place has no page here. */
static enum eh_rc link_if_here(
        struct eh_request *request, const struct eh_view *view, struct eh_review_side *side, struct eh_error *err)
{
	struct eh_q_place_lists_org row;
	enum eh_rc rc = side->org_id.n ? eh_q_place_lists_org(request->db, view->place, side->org_id, request->arena, &row, err)
	                               : EH_NOT_FOUND;

	if (rc == EH_NOT_FOUND)
		side->org_id = (struct eh_str){ NULL, 0 };
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc show(
        struct eh_request *request, struct eh_response *response, struct eh_view_review *shown, struct eh_error *err)
{
	struct eh_review review EH_CLEANUP_REVIEW = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("One and the same, or two?"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = shown->problem.p != NULL;
	EH_TRY(eh_review_load(request->db, view.place, 1, &review, err));
	for (size_t i = 0; i < review.count; i++) {
		EH_TRY(link_if_here(request, &view, &review.items[i].left, err));
		EH_TRY(link_if_here(request, &view, &review.items[i].right, err));
	}
	EH_TRY(fill(request, &review, shown, err));
	eh_html_review(&page, &view, shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_review(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, &(struct eh_view_review){ 0 }, err);
}

/* Answers are kept under a number and a part, not a name: the audit says who that was for as long as it may. */
static struct eh_str person_of(const struct eh_request *request)
{
	struct eh_actor actor = eh_request_actor(request);

	return eh_arena_printf(request->arena, "%s %lld", eh_role_name(actor.role), (long long)actor.person_id);
}

static enum eh_rc audit(struct eh_request *request, const struct eh_view *view, const char *verb, struct eh_str id,
        struct eh_str after, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor(request);
	const struct eh_audit_entry entry = {
		.by = &actor, .verb = verb, .subject_kind = "pair", .subject_id = id, .place_id = view->place, .after = after
	};

	return eh_audit_write(request->db, request->now, &entry, NULL, err);
}

static enum eh_verdict verdict_of(struct eh_str name)
{
	return eh_str_eq(name, EH_STR("same"))        ? EH_VERDICT_SAME
	       : eh_str_eq(name, EH_STR("different")) ? EH_VERDICT_DIFFERENT
	       : eh_str_eq(name, EH_STR("unsure"))    ? EH_VERDICT_UNSURE
	                                              : EH_VERDICT_NONE;
}

enum eh_rc eh_page_review_answer(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct eh_str note = eh_request_form(request, "note"), verdict = eh_request_form(request, "verdict");
	const struct eh_answer answer = { .left = eh_request_form(request, "left"),
		.right = eh_request_form(request, "right"),
		.verdict = verdict_of(verdict),
		.note = note.p ? note : EH_STR(""),
		.person = person_of(request) };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	if (answer.verdict == EH_VERDICT_NONE || !answer.left.n || !answer.right.n)
		return eh_fail(err, EH_INVALID, "The form does not say what the answer is.");
	EH_TRY(eh_reviewer_load(request->db, view.place, &reviewer, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_review_answer(&reviewer, &answer, NULL, err);
	if (rc == EH_CONFLICT || rc == EH_INVALID || rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show(request, response,
		        &(struct eh_view_review){ .problem = eh_arena_str(request->arena, eh_str_of(err->message)) }, err);
	}
	EH_TRY(rc);
	EH_TRY(audit(request, &view, "answered a question about",
	        eh_arena_printf(request->arena, "%.*s %.*s", EH_FMT(answer.left), EH_FMT(answer.right)), verdict, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "answered", "/%.*s/review", EH_FMT(view.place));
}

enum eh_rc eh_page_review_undo(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_review_undone undone;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_review_undo(request->db, view.place, request->arena, &undone, err);
	if (rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show(request, response, &(struct eh_view_review){ .problem = EH_STR("There is no answer to take back.") },
		        err);
	}
	EH_TRY(rc);
	EH_TRY(audit(request, &view, "took back an answer about",
	        eh_arena_printf(request->arena, "%.*s and %.*s", EH_FMT(undone.left), EH_FMT(undone.right)), undone.verdict,
	        err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "answer-undone", "/%.*s/review", EH_FMT(view.place));
}

/* A name for a file that only we read, gone when it is closed by name_forget. */
static enum eh_rc name_file(const struct eh_request *request, const char *ending, char out[512], struct eh_error *err)
{
	snprintf(out, 512, "%s.%s%s", eh_request_web(request)->options.store, request->id, ending);
	return access(out, F_OK) == 0 ? eh_fail(err, EH_CONFLICT, "Please try again.") : EH_OK;
}

static enum eh_rc read_into(const char *path, struct eh_buf *out, struct eh_error *err)
{
	char block[1 << 14];
	enum eh_rc rc = EH_OK;
	FILE *in = fopen(path, "rbe");
	size_t n;

	if (!in)
		return eh_fail_errno(err, "read", path);
	while (rc >= 0 && (n = fread(block, 1, sizeof block, in)) > 0)
		rc = eh_buf_add(out, (struct eh_str){ block, n });
	fclose(in);
	return rc;
}

enum eh_rc eh_page_review_book(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_review review EH_CLEANUP_REVIEW = { 0 };
	struct eh_view view;
	char path[512];

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_review_load(request->db, view.place, 0, &review, err));
	EH_TRY(name_file(request, ".xlsx", path, err));
	enum eh_rc rc = eh_review_book_write(&review, path, err);
	if (rc >= 0)
		rc = read_into(path, &response->body, err);
	unlink(path);
	response->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	response->file_name = EH_STR("questions.xlsx");
	return rc;
}

struct refusals {
	struct eh_arena *arena;
	struct eh_str lines[MOST_REFUSALS];
	size_t count;
};

static void refused(void *context, uint64_t line, const char *column, const char *reason)
{
	struct refusals *refusals = context;

	if (refusals->count < MOST_REFUSALS)
		refusals->lines[refusals->count++] = eh_arena_printf(
		        refusals->arena, "line %llu, %s: %s", (unsigned long long)line, column, reason);
}

/* What the workbook holds, taken apart in a confined process: the sheet of the questions, else the first. */
static enum eh_rc read_upload(
        struct eh_request *request, struct eh_str workbook, struct eh_review_book_read *read, struct eh_error *err)
{
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	struct eh_str bytes;

	EH_TRY(eh_flatten(eh_request_web(request)->options.program, workbook, &flat, err));
	bytes = flat.sheets[0].csv;
	for (size_t i = 0; i < flat.count; i++)
		if (eh_str_eq(flat.sheets[i].name, EH_STR("questions")))
			bytes = flat.sheets[i].csv;
	return eh_review_book_take(bytes, read, err);
}

/* The reader knows a workbook by its ending. */
static const char *ending_of(struct eh_str file)
{
	static const char *const ENDINGS[] = { ".xlsx", ".ods", ".csv" };

	for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
		if (file.n > strlen(ENDINGS[i]) &&
		        eh_str_eq_ascii_nocase(eh_str_sub(file, file.n - strlen(ENDINGS[i]), file.n), eh_str_of(ENDINGS[i])))
			return ENDINGS[i];
	return NULL;
}

enum eh_rc eh_page_review_read(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct refusals refusals = { .arena = request->arena };
	const struct eh_upload *upload = eh_request_upload(request, "workbook");
	const char *ending = upload ? ending_of(upload->file) : NULL;
	struct eh_view_review shown = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	if (!ending) {
		shown.problem = EH_STR("Choose the workbook with your answers: a file that ends in .xlsx, .ods or .csv");
		return show(request, response, &shown, err);
	}
	EH_TRY(eh_reviewer_load(request->db, view.place, &reviewer, err));
	struct eh_review_book_read read = {
		.reviewer = &reviewer, .person = person_of(request), .refused = refused, .context = &refusals
	};
	enum eh_rc rc = read_upload(request, upload->bytes, &read, err);
	if (rc == EH_INVALID || rc == EH_UNSUPPORTED || rc == EH_TOO_LARGE || rc == EH_CONFLICT) {
		shown.problem = eh_arena_str(request->arena, eh_str_of(err->message));
		return show(request, response, &shown, err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(audit(request, &view, "read answers from a workbook about", EH_STR("many"),
	        eh_arena_printf(request->arena, "%zu taken, %zu refused", read.taken, read.refusals), err));
	EH_TRY(eh_db_commit(request->db, err));
	shown.read = true;
	shown.taken = read.taken;
	shown.refused = refusals.count;
	shown.refusals = refusals.lines;
	return show(request, response, &shown, err);
}
