/* import.c: an officer or the infrastructure organisation brings a table. Files are taken apart in a confined process (io/flatten.h); what its columns
 * are is for import_columns.c, what came of it for import_batch.c. */
#include "import.h"

#include "queries.h"
#include "templates.h"

enum { FILE_FIELD, SOURCE, PUBLISHER, LICENCE, DATE, SAYS, TERMS, FIELDS };
enum { MOST_BATCHES = 30, SAY_COUNT = 5, TERM_COUNT = 3 };

static const char *const SAY_CODES[] = { "works", "registered", "meets", "serves", "funded", NULL };
static const char *const SAY_WORDS[] = { "It works here", "It has its office here",
	"It meets or can be visited at the address given", "It offers a service to people here", "It got money for work here" };
static const char *const TERM_CODES[] = { "match", "list", "publish", NULL };
static const char *const TERM_NAMES[] = { "match only", "list", "publish" };
static const char *const TERM_WORDS[] = { "Match only: to tell organisations apart, shown nowhere",
	"List: organisations may be listed, the file is not published", "Publish: its facts may be published" };

static const struct eh_form_field BRINGS[FIELDS] = {
	[FILE_FIELD] = { "file", .kind = EH_FORM_LINE }, /* for its error: the bytes come beside */
	[SOURCE] = { "source", EH_FORM_LINE, 60, .missing = "Give the list a name" },
	[PUBLISHER] = { "publisher", EH_FORM_LINE, 120, .missing = "Say who keeps the list" },
	[LICENCE] = { "licence", EH_FORM_LINE, .most = 120 },
	[DATE] = { "date", EH_FORM_LINE, .most = 40 },
	[SAYS] = { "says", EH_FORM_CHOICE, .choices = SAY_CODES, .missing = "Choose what being in the list says" },
	[TERMS] = { "terms", EH_FORM_CHOICE, .choices = TERM_CODES, .missing = "Choose what may be done with it" },
};

struct eh_actor eh_import_actor(const struct eh_request *request)
{
	return eh_request_actor_as(request, eh_request_is(request, EH_PART_OFFICER) ? EH_PART_OFFICER : EH_PART_INFRASTRUCTURE);
}

enum eh_rc eh_import_batches(struct eh_request *request, struct eh_str place, int64_t only, struct eh_view_batch **ret_batches,
        size_t *ret_count, struct eh_error *err)
{
	struct eh_view_batch *batches = eh_arena_alloc_zero(request->arena, MOST_BATCHES, sizeof *batches);
	struct eh_arena *arena = request->arena;
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_import_batch_list row;
	size_t count = 0;
	enum eh_rc rc;

	if (!batches)
		return eh_fail_memory(err);
	EH_TRY(eh_q_import_batch_list(request->db, place, only ? only : EH_DB_NULL, MOST_BATCHES, &cursor, err));
	while (count < MOST_BATCHES && (rc = eh_q_import_batch_list_next(&cursor, &row, err)) == EH_OK)
		batches[count++] = (struct eh_view_batch){ row.batch_id, row.imported_at, row.rows_read, row.kept, row.refused,
			row.added, row.changed, row.gone, eh_arena_str(arena, row.source), eh_arena_str(arena, row.file),
			eh_arena_str(arena, row.publisher), eh_arena_str(arena, row.licence), eh_db_keep(arena, row.brought_by),
			eh_str_eq(row.state, EH_STR("live")), row.upload_id != EH_DB_NULL, row.earlier != 0,
			(int32_t)row.data_date };
	*ret_batches = batches;
	*ret_count = count;
	return count < MOST_BATCHES && rc < 0 ? rc : eh_arena_check(arena, EH_OK, err);
}

void eh_import_choices(
        const char *const *codes, const char *const *words, size_t count, struct eh_str chosen, struct eh_ui_item *items)
{
	for (size_t i = 0; i < count; i++)
		items[i] = (struct eh_ui_item){ .value = eh_str_of(codes[i]),
			.text = eh_str_of(words[i]),
			.chosen = eh_str_eq(chosen, eh_str_of(codes[i])) };
}

static enum eh_rc show(
        struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item says[SAY_COUNT], terms[TERM_COUNT];
	struct eh_view_batch *batches;
	struct eh_view view;
	size_t count;

	EH_TRY(eh_view_begin(request, response, EH_STR("Bring a list"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_import_batches(request, view.place, 0, &batches, &count, err));
	eh_import_choices(SAY_CODES, SAY_WORDS, SAY_COUNT, answers[SAYS].value, says);
	eh_import_choices(TERM_CODES, TERM_WORDS, TERM_COUNT, answers[TERMS].value, terms);
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	eh_html_import_bring(&page, &view,
	        &(const struct eh_view_bring){ .fields = BRINGS,
	                .answers = answers,
	                .field_count = FIELDS,
	                .source = &answers[SOURCE],
	                .publisher = &answers[PUBLISHER],
	                .licence = &answers[LICENCE],
	                .date = &answers[DATE],
	                .says_error = answers[SAYS].error,
	                .terms_error = answers[TERMS].error,
	                .file = &answers[FILE_FIELD],
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
	struct eh_form_answer nothing[FIELDS];

	for (size_t i = 0; i < FIELDS; i++)
		nothing[i] = (struct eh_form_answer){ { "", 0 }, { NULL, 0 } };
	return show(request, response, nothing, err);
}

/* What the form alone cannot tell: whether the name is free, whether the date is one. False with the error in its answer. */
static enum eh_rc check_more(struct eh_request *request, struct eh_str place, struct eh_form_answer *answers, int32_t *ret_date,
        bool *good, struct eh_error *err)
{
	*ret_date = EH_NO_DATE;
	if (answers[DATE].value.n && !answers[DATE].error.p &&
	        (eh_date_parse(answers[DATE].value, ret_date) != EH_OK || *ret_date > eh_london_date(request->now))) {
		answers[DATE].error = EH_STR("Enter a day that has been, such as 31 March 2026");
		*good = false;
	}
	if (answers[SOURCE].error.p)
		return EH_OK;
	enum eh_rc rc = eh_upload_name_is_free(request->db, answers[SOURCE].value, place, err);
	if (rc != EH_INVALID)
		return rc;
	answers[SOURCE].error = eh_arena_str(request->arena, eh_str_of(err->message));
	*good = false;
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc keep(struct eh_request *request, struct eh_str place, const struct eh_upload *upload,
        const struct eh_flat *flat, const struct eh_form_answer answers[FIELDS], int32_t date, int64_t *ret_upload,
        struct eh_error *err)
{
	struct eh_actor by = eh_import_actor(request);
	const char *terms = "list";

	for (size_t i = 0; i < TERM_COUNT; i++)
		if (eh_str_eq(answers[TERMS].value, eh_str_of(TERM_CODES[i])))
			terms = TERM_NAMES[i];
	return eh_upload_keep(request->db, request->site->store, request->now, &by,
	        &(const struct eh_upload_new){ .place_id = place,
	                .file = upload->file,
	                .sheets = flat->sheets,
	                .sheet_count = flat->count,
	                .source = answers[SOURCE].value,
	                .publisher = answers[PUBLISHER].value,
	                .licence = answers[LICENCE].value,
	                .says = answers[SAYS].value,
	                .terms = eh_str_of(terms),
	                .data_date = date },
	        ret_upload, err);
}

enum eh_rc eh_page_import_bring(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_upload *upload = eh_request_upload(request, "file");
	struct eh_form_answer answers[FIELDS];
	struct eh_flat flat EH_CLEANUP_FLAT = { 0 };
	bool good = eh_form_read(request, BRINGS, FIELDS, answers);
	struct eh_view view;
	int64_t number;
	int32_t date;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(check_more(request, view.place, answers, &date, &good, err));
	if (!upload || !upload->bytes.n)
		answers[FILE_FIELD].error = upload && upload->file.n ? EH_STR("The file is empty: it holds nothing at all")
		                                                     : EH_STR("Choose the file: a table as CSV, XLSX or ODS");
	if (!good || answers[FILE_FIELD].error.p)
		return show(request, response, answers, err);
	enum eh_rc rc = eh_flatten(eh_request_web(request)->options.program, upload->bytes, &flat, err);
	if (rc == EH_INVALID || rc == EH_TOO_LARGE || rc == EH_UNSUPPORTED) {
		answers[FILE_FIELD].error = eh_arena_printf(request->arena, "The file could not be read: %s", err->message);
		return show(request, response, answers, err);
	}
	EH_TRY(rc);
	EH_TRY(keep(request, view.place, upload, &flat, answers, date, &number, err));
	return eh_view_done(request, response, "brought", "/%.*s/import/%lld", EH_FMT(view.place), (long long)number);
}
