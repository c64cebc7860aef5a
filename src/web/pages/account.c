/* account.c: one's own account, and the outbox of a demonstration. */
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "jobs/backup.h"

static const struct {
	enum eh_role role;
	enum eh_side side;
	const char *words;
} ROLES[] = {
	{ EH_ROLE_OFFICER, EH_SIDE_NONE, "Partnership officer of the council" },
	{ EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE, "Infrastructure organisation" },
	{ EH_ROLE_STEWARD, EH_SIDE_COUNCIL, "Steward for the council: you turn a key" },
	{ EH_ROLE_STEWARD, EH_SIDE_SECTOR, "Steward for the sector: you turn a key" },
	{ EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, "Administrator" },
	{ EH_ROLE_HOLDER, EH_SIDE_NONE, "You keep the entry" },
	{ EH_ROLE_COLLEAGUE, EH_SIDE_NONE, "You help to keep the entry" },
};

static struct eh_str words_of(const struct eh_person_role *role)
{
	for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
		if (ROLES[i].role == role->role && (!ROLES[i].side || ROLES[i].side == role->side))
			return eh_str_of(ROLES[i].words);
	return EH_STR("");
}

/* The names of a role's organisation and place; for who keeps an organisation the place that lists it, for an administrator of the whole
 * installation the first there is. */
static enum eh_rc place_of(struct eh_request *request, struct eh_view_role *role, struct eh_error *err)
{
	struct eh_q_work_place_of_org where;
	struct eh_q_organisation_get org;
	struct eh_q_place_find place;
	enum eh_rc rc;

	if (role->org_id.p) {
		rc = eh_q_organisation_get(request->db, role->org_id, request->arena, &org, err);
		role->org_name = rc == EH_OK ? org.name : EH_STR("an organisation that is no longer listed");
		if (rc < 0 && rc != EH_NOT_FOUND)
			return rc;
	}
	if (!role->place.p) {
		rc = eh_q_work_place_of_org(request->db, role->org_id, request->arena, &where, err);
		if (rc < 0 || (role->org_id.p && !where.listed))
			return rc == EH_NOT_FOUND ? EH_OK : rc;
		role->place = where.place_id;
	}
	rc = eh_q_place_find(request->db, role->place, request->arena, &place, err);
	if (rc >= 0)
		role->place_name = place.name;
	role->at_desk &= rc >= 0;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc roles_of(struct eh_request *request, int64_t person, struct eh_view_account *account, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(request->db, request->now, person, &roles, err));
	struct eh_view_role *items = eh_arena_alloc_zero(request->arena, roles.count + 1, sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < roles.count; i++) {
		items[i] = (struct eh_view_role){ .what = words_of(&roles.items[i]),
			.place = eh_db_keep(request->arena, roles.items[i].place_id),
			.org_id = eh_db_keep(request->arena, roles.items[i].org_id),
			.at_desk = roles.items[i].role != EH_ROLE_HOLDER && roles.items[i].role != EH_ROLE_COLLEAGUE,
			.in_force = roles.items[i].in_force,
			.effective_at = roles.items[i].effective_at };
		EH_TRY(place_of(request, &items[i], err));
	}
	account->roles = items;
	account->role_count = roles.count;
	return EH_OK;
}

static struct eh_str waits_for(const struct eh_q_claim_of_person *row)
{
	if (eh_str_eq(row->state, EH_STR("contested")) || !eh_str_eq(row->basis, EH_STR("post")))
		return eh_str_of(EH_T("it waits for both keys"));
	return row->printed_at == EH_DB_NULL ? eh_str_of(EH_T("a letter with a code will be posted"))
	                                     : eh_str_of(EH_T("type in the code of the letter"));
}

static enum eh_rc asked_of(struct eh_request *request, int64_t person, struct eh_view_account *account, struct eh_error *err)
{
	enum { MOST = 20 };
	struct eh_view_asked *items = eh_arena_alloc_zero(request->arena, MOST, sizeof *items);
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_claim_of_person row;

	if (!items)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_q_claim_of_person(request->db, person, &cursor, err);
	while (rc == EH_OK && account->asked_count < MOST && (rc = eh_q_claim_of_person_next(&cursor, &row, err)) == EH_OK)
		items[account->asked_count++] = (struct eh_view_asked){ eh_arena_str(request->arena, row.org_id),
			eh_arena_str(request->arena, row.org_name), eh_arena_str(request->arena, row.place_id), waits_for(&row) };
	account->asked = items;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc sessions_of(
        struct eh_request *request, const struct eh_session *here, struct eh_view_account *account, struct eh_error *err)
{
	struct eh_sessions sessions EH_CLEANUP_SESSIONS = { 0 };

	EH_TRY(eh_session_list(request->db, request->now, here->person_id, &sessions, err));
	struct eh_view_session *items = eh_arena_alloc_zero(request->arena, sessions.count + 1, sizeof *items);
	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < sessions.count; i++)
		items[i] = (struct eh_view_session){ sessions.items[i].session_id, sessions.items[i].started_at,
			sessions.items[i].seen_at, eh_arena_str(request->arena, sessions.items[i].agent),
			sessions.items[i].session_id == here->session_id };
	account->sessions = items;
	account->session_count = sessions.count;
	return EH_OK;
}

enum eh_rc eh_page_account(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_account account = { .codes_left = -1 };
	enum eh_factor_state state;
	struct eh_session session;
	struct eh_person person;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Your account"), &view, err));
	EH_TRY(eh_request_session(request, &session, err));
	EH_TRY(eh_person_get(request->db, session.person_id, request->arena, &person, err));
	account.email = person.email;
	EH_TRY(roles_of(request, session.person_id, &account, err));
	EH_TRY(asked_of(request, session.person_id, &account, err));
	EH_TRY(sessions_of(request, &session, &account, err));
	EH_TRY(eh_factor_state(request->db, session.person_id, &state, err));
	if (state == EH_FACTOR_READY)
		EH_TRY(eh_factor_codes_left(request->db, session.person_id, &account.codes_left, err));
	eh_html_account(&page, &view, &account);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_work(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	return eh_response_redirect(response, request->visitor.work_count ? request->visitor.work[0].path : EH_STR("/account"));
}

enum eh_rc eh_page_session_end(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	int64_t session;

	if (eh_str_to_i64(eh_request_form(request, "session"), &session) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which device to sign out.");
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_session_end(request->db, request->now, eh_request_person(request), session, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "device-signed-out", "/account");
}

enum eh_rc eh_page_account_data(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	EH_TRY(eh_person_export(request->db, request->now, eh_request_person(request), &response->body, err));
	response->type = "application/json";
	response->file_name = EH_STR("what-evenhand-keeps-of-me.json");
	return EH_OK;
}

static enum eh_rc show_erase(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Leave, and have it erased"), &view, err));
	view.failed = problem.p != NULL;
	eh_html_account_erase(&page, &view, problem);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_account_erase(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_erase(request, response, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_page_account_erase_now(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor by = { .person_id = eh_request_person(request), .strong = request->visitor.strong };

	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_person_erase(request->db, request->now, &by, by.person_id, EH_STR("asked for it"), err);
	if (rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		return show_erase(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	EH_TRY(eh_erasure_note(request->db, request->site->store, eh_request_web(request)->options.backup_folder, NULL, err));
	EH_TRY(eh_response_cookie(request, response, "session", EH_STR(""), -1, err));
	request->visitor = (struct eh_visitor){ .parts = EH_PART_VISITOR };
	return eh_view_done(request, response, "erased", "/");
}

/* Letters that the queue holds: in a demonstration nobody sends them. */
static enum eh_rc queued_letters(
        struct eh_request *request, struct eh_letter **ret_letters, size_t *ret_count, struct eh_error *err)
{
	enum { MOST = 50 };
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_letter *letters = eh_arena_alloc_zero(request->arena, MOST, sizeof *letters);
	struct eh_q_mail_waiting row;
	size_t count = 0;
	enum eh_rc rc;

	if (!letters)
		return eh_fail_memory(err);
	EH_TRY(eh_q_mail_waiting(request->db, &cursor, err));
	while ((rc = eh_q_mail_waiting_next(&cursor, &row, err)) == EH_OK && count < MOST)
		letters[count++] = (struct eh_letter){ eh_arena_str(request->arena, row.address),
			eh_arena_str(request->arena, row.subject), eh_arena_str(request->arena, row.body_text), row.queued_at,
			0 };
	*ret_letters = letters;
	*ret_count = count;
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_outbox(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_letter *letters, *queued = NULL;
	struct eh_view view;
	size_t count, queued_count = 0;

	if (!eh_request_web(request)->outbox)
		return eh_fail(err, EH_NOT_FOUND, "There is no such page.");
	EH_TRY(eh_view_begin(request, response, EH_STR("Outbox"), &view, err));
	EH_TRY(eh_outbox_list(eh_request_web(request)->outbox, request->arena, &letters, &count, err));
	EH_TRY(queued_letters(request, &queued, &queued_count, err));
	eh_html_outbox(&page, &view, letters, count, queued, queued_count);
	return eh_view_send(&page, response, err);
}
