/* stale.c: entries that nobody has confirmed for long, and whom to ask. The rules are register's (stale.h) and jobs' (still_right.h). */
#include "claims.h"
#include "exchange/sheet.h"
#include "jobs/still_right.h"
#include "pages.h"
#include "queries.h"
#include "register/taxonomy.h"
#include "templates.h"

#define DAY INT64_C(86400000000)

enum { PAGE = 50, AGES = 5, USUAL_AGE = 2, MOST_WARDS = 200 };

static const struct {
	const char *code, *words;
	int32_t days;
} OLDER[AGES] = {
	{ "3", EH_T("three months"), 91 },
	{ "6", EH_T("six months"), 183 },
	{ "12", EH_T("a year"), EH_STALE_DAYS },
	{ "24", EH_T("two years"), 2 * EH_STALE_DAYS },
	{ "36", EH_T("three years"), 3 * EH_STALE_DAYS },
};

static const char *const WHOM_WORDS[EH_STALE_WHOMS] = {
	[EH_STALE_KEEPER] = EH_T("Somebody keeps the entry"),
	[EH_STALE_REGISTER] = EH_T("A public register publishes an address"),
	[EH_STALE_NOBODY] = EH_T("Nobody is known"),
};

/* What the address or the form asks for; nonsense is as good as nothing. */
struct asked {
	size_t age;
	struct eh_str ward, need; /* "": any */
	enum eh_stale_whom whom;
};

typedef struct eh_str gives(const struct eh_request *request, const char *name);

static struct asked read_asked(const struct eh_request *request, gives *give)
{
	struct asked asked = { .age = USUAL_AGE, .ward = give(request, "ward"), .need = give(request, "need") };

	for (size_t i = 0; i < AGES; i++)
		if (eh_str_eq(give(request, "older"), eh_str_of(OLDER[i].code)))
			asked.age = i;
	for (size_t i = 0; i < asked.ward.n; i++)
		if (!eh_is_alnum(asked.ward.p[i]))
			asked.ward.n = 0;
	if (!eh_need_find(asked.need))
		asked.need.n = 0;
	asked.whom = eh_stale_whom_parse(give(request, "whom"));
	return asked;
}

/* The address of what was asked, for the pages and the CSV file; ends so that "page=2" may follow. */
static struct eh_str address_of(struct eh_request *request, const struct eh_view *view, const struct asked *asked,
        const char *end, enum eh_stale_whom whom)
{
	return eh_arena_printf(request->arena, "/%.*s/stale%s?older=%s&ward=%.*s&need=%.*s&whom=%s&", EH_FMT(view->place), end,
	        OLDER[asked->age].code, EH_FMT(asked->ward), EH_FMT(asked->need),
	        whom == EH_STALE_WHOMS ? "" : eh_stale_whom_name(whom));
}

static enum eh_rc load(struct eh_request *request, const struct eh_view *view, const struct asked *asked, struct eh_stale *stale,
        struct eh_error *err)
{
	static const struct eh_str ANY = { NULL, 0 };
	const struct eh_stale_query query = { .council = view->council,
		.ward = asked->ward.n ? asked->ward : ANY,
		.need = asked->need.n ? asked->need : ANY,
		.before = (int32_t)(request->now / DAY) - OLDER[asked->age].days,
		.whom = asked->whom };

	return eh_stale_load(request->db, request->now, &eh_request_web(request)->secret, &query, stale, err);
}

static enum eh_rc wards(struct eh_request *request, const struct eh_view *view, const struct asked *asked,
        struct eh_view_stale *shown, struct eh_error *err)
{
	struct eh_ui_item *items = eh_arena_alloc_zero(request->arena, MOST_WARDS, sizeof *items);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_stale_wards row;
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	items[n++] = (struct eh_ui_item){ .value = EH_STR(""), .text = EH_STR("All wards") };
	enum eh_rc rc = eh_q_stale_wards(request->db, view->council, &cursor, err);
	while (rc == EH_OK && n < MOST_WARDS && (rc = eh_q_stale_wards_next(&cursor, &row, err)) == EH_OK)
		items[n++] = (struct eh_ui_item){ .value = eh_arena_str(request->arena, row.code),
			.text = eh_arena_str(request->arena, row.name),
			.chosen = eh_str_eq(row.code, asked->ward) };
	shown->wards = items;
	shown->ward_count = n;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc choices(struct eh_request *request, const struct eh_view *view, const struct asked *asked,
        struct eh_view_stale *shown, struct eh_error *err)
{
	struct eh_ui_item *ages = eh_arena_alloc_zero(request->arena, AGES, sizeof *ages),
	                  *needs = eh_arena_alloc_zero(request->arena, eh_need_count + 1, sizeof *needs);

	if (!ages || !needs)
		return eh_fail_memory(err);
	for (size_t i = 0; i < AGES; i++)
		ages[i] = (struct eh_ui_item){
			.value = eh_str_of(OLDER[i].code), .text = eh_str_of(OLDER[i].words), .chosen = i == asked->age
		};
	needs[0] = (struct eh_ui_item){ .value = EH_STR(""), .text = EH_STR("All needs") };
	for (size_t i = 0; i < eh_need_count; i++)
		needs[i + 1] = (struct eh_ui_item){ .value = eh_str_of(eh_needs[i].code),
			.text = eh_str_of(eh_needs[i].label),
			.chosen = eh_str_eq(asked->need, eh_str_of(eh_needs[i].code)) };
	shown->ages = ages;
	shown->age_count = AGES;
	shown->needs = needs;
	shown->need_count = eh_need_count + 1;
	return wards(request, view, asked, shown, err);
}

static void fill(struct eh_request *request, const struct eh_view *view, const struct asked *asked, const struct eh_stale *stale,
        struct eh_view_stale *shown)
{
	int64_t page = 1, pages = (int64_t)((stale->count + PAGE - 1) / PAGE);

	(void)eh_str_to_i64(eh_request_query(request, "page"), &page);
	page = page < 1 ? 1 : page > pages ? pages : page;
	size_t from = page > 0 ? (size_t)(page - 1) * PAGE : 0;
	shown->items = stale->items + from;
	shown->count = stale->count - from < PAGE ? stale->count - from : PAGE;
	shown->more = stale->more;
	shown->older = eh_str_of(OLDER[asked->age].words);
	shown->older_code = OLDER[asked->age].code;
	shown->ward = asked->ward;
	shown->need = asked->need;
	shown->whom = asked->whom == EH_STALE_WHOMS ? "" : eh_stale_whom_name(asked->whom);
	shown->all = address_of(request, view, asked, "", EH_STALE_WHOMS);
	shown->csv = address_of(request, view, asked, ".csv", asked->whom);
	shown->pages = (struct eh_ui_pages){ address_of(request, view, asked, "", asked->whom), (unsigned)page, (unsigned)pages };
	for (size_t i = 0; i < EH_STALE_WHOMS; i++) {
		shown->whoms[i] = (struct eh_view_stale_whom){ eh_request_say(request, WHOM_WORDS[i]), stale->counts[i],
			address_of(request, view, asked, "", (enum eh_stale_whom)i), asked->whom == i };
		shown->everybody += stale->counts[i];
	}
}

static enum eh_rc show(
        struct eh_request *request, struct eh_response *response, gives *give, struct eh_str problem, struct eh_error *err)
{
	struct eh_stale stale EH_CLEANUP_STALE = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_stale shown = { .problem = problem, .asked_since = request->now - EH_MAIL_CONFIRM_DAYS * DAY };
	struct asked asked = read_asked(request, give);
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Stale entries"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(load(request, &view, &asked, &stale, err));
	EH_TRY(choices(request, &view, &asked, &shown, err));
	fill(request, &view, &asked, &stale, &shown);
	view.failed = problem.p != NULL;
	EH_TRY(eh_arena_check(request->arena, EH_OK, err));
	eh_html_stale(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_stale(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, eh_request_query, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_rc fill_sheet(
        struct eh_request *request, const struct eh_stale *stale, struct eh_sheet *sheet, struct eh_error *err)
{
	for (size_t i = 0; i < stale->count; i++) {
		const struct eh_stale_entry *entry = &stale->items[i];
		union eh_sheet_cell *row = eh_sheet_row(sheet);
		char day[11];
		if (!row)
			return eh_fail_memory(err);
		eh_date_format(entry->last_confirmed, day);
		row[0].text = entry->org_id;
		row[1].text = entry->name;
		row[2].text = entry->ward;
		row[3].text = eh_arena_str(request->arena, eh_str_of(day));
		row[4].text = entry->confirmed_by;
		row[5].text = eh_str_of(eh_stale_whom_name(entry->whom));
		row[6].text = entry->whom == EH_STALE_REGISTER ? entry->invite.publisher : (struct eh_str){ NULL, 0 };
		row[7].text = entry->telephone;
		int64_t when = entry->whom == EH_STALE_KEEPER ? entry->asked_at : entry->invite.invited_at;
		if (when > 0) {
			eh_date_format((int32_t)(when / DAY), day);
			row[8].text = eh_arena_str(request->arena, eh_str_of(day));
		}
	}
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_stale_csv(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	static const struct eh_sheet_column COLUMNS[] = { { "organisation_id", "Number", EH_SHEET_TEXT, 0, 14 },
		{ "name", "Name", EH_SHEET_TEXT, 0, 40 }, { "ward", "Ward", EH_SHEET_TEXT, 0, 24 },
		{ "last_heard_of", "Last heard of", EH_SHEET_TEXT, 0, 10 }, { "heard_from", "Heard from", EH_SHEET_TEXT, 0, 10 },
		{ "whom_to_ask", "Whom to ask", EH_SHEET_TEXT, 0, 10 },
		{ "register", "Who publishes an address", EH_SHEET_TEXT, 0, 30 },
		{ "public_telephone", "Telephone for the public", EH_SHEET_TEXT, 0, 16 },
		{ "last_asked", "Last asked", EH_SHEET_TEXT, 0, 10 } };
	struct eh_stale stale EH_CLEANUP_STALE = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct asked asked = read_asked(request, eh_request_query);
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(load(request, &view, &asked, &stale, err));
	eh_sheet_init(&sheet, "stale", "Stale entries", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	EH_TRY(fill_sheet(request, &stale, &sheet, err));
	if (eh_sheet_csv(&sheet, &response->body) < 0)
		return eh_fail_memory(err);
	response->type = "text/csv; charset=utf-8";
	response->file_name = EH_STR("stale.csv");
	return EH_OK;
}

/* Asks whoever keeps the entry, now. */
static enum eh_rc ask(struct eh_request *request, const struct eh_view *view, struct eh_str org_id, struct eh_error *err)
{
	const struct eh_still_right still = { request->db, request->now, &eh_request_web(request)->secret,
		eh_str_of(request->site->base_url) };
	const struct eh_actor by = eh_web_keeper(request);
	const struct eh_audit_entry entry = { .by = &by,
		.verb = "asked whether it is still right",
		.subject_kind = "organisation",
		.subject_id = org_id,
		.place_id = view->place,
		.is_public = true };
	int64_t keepers = 0, asked = 0;

	EH_TRY(eh_still_right_ask(&still, org_id, view->place, &keepers, &asked, err));
	if (!keepers)
		return eh_fail(err, EH_REFUSED, EH_T("Nobody keeps that entry here, so nobody can be asked."));
	if (!asked)
		return eh_fail(err, EH_REFUSED,
		        EH_T("No email was sent. Whoever keeps the entry was asked within the quarter, or wants no such "
		             "emails."));
	return eh_audit_write(request->db, request->now, &entry, NULL, err);
}

enum eh_rc eh_page_stale_ask(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct asked asked = read_asked(request, eh_request_form);
	struct eh_str org = eh_request_form(request, "org");
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	if (!org.n)
		return eh_fail(err, EH_INVALID, "The form does not say which entry.");
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = ask(request, &view, org, err);
	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show(request, response, eh_request_form, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "still-asked", "/%.*s/stale?older=%s&ward=%.*s&need=%.*s&whom=%s",
	        EH_FMT(view.place), OLDER[asked.age].code, EH_FMT(asked.ward), EH_FMT(asked.need),
	        asked.whom == EH_STALE_WHOMS ? "" : eh_stale_whom_name(asked.whom));
}
