/* admin.c: people, jobs and backups, for administrators. What binds council or sector is not theirs: no page here turns a key. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "admin.h"
#include "jobs/mailer.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "web/tell.h"

enum { NAME, EMAIL, ROLE, FIELDS };
enum { MOST_JOBS = 100, MOST_BACKUPS = 60 };

static const struct {
	const char *code, *words;
	enum eh_role role;
} GIVEN[] = {
	{ "officer", "Partnership officer of the council", EH_ROLE_OFFICER },
	{ "infrastructure", "Infrastructure organisation", EH_ROLE_INFRASTRUCTURE },
	{ "administrator", "Administrator of this place", EH_ROLE_ADMINISTRATOR },
};
enum { GIVEN_COUNT = sizeof GIVEN / sizeof *GIVEN, GIVEN_ADMINISTRATOR = 2 };

static const char *const ROLE_CODES[] = { "officer", "infrastructure", "administrator", NULL };
static const struct eh_form_field INVITES[FIELDS] = {
	[NAME] = { "name", EH_FORM_LINE, 120, .missing = "Enter their name" },
	[EMAIL] = { "email", EH_FORM_EMAIL, 254, .missing = "Enter their email address" },
	[ROLE] = { "role", EH_FORM_CHOICE, .choices = ROLE_CODES, .missing = "Choose what they are to be" },
};
static const struct eh_str NONE = { NULL, 0 };
static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } } };

static struct eh_str words_of(const struct eh_person_role *role)
{
	if (role->role == EH_ROLE_STEWARD)
		return role->side == EH_SIDE_COUNCIL ? EH_STR("Steward for the council") : EH_STR("Steward for the sector");
	for (size_t i = 0; i < GIVEN_COUNT; i++)
		if (GIVEN[i].role == role->role)
			return eh_str_of(GIVEN[i].words);
	return EH_STR("");
}

static enum eh_rc member(struct eh_request *request, const struct eh_actor *by, const struct eh_person_role *role,
        struct eh_view_member *member, struct eh_error *err)
{
	struct eh_error ignored = { 0 };
	struct eh_person person;
	char why[EH_WHY_MAX];

	EH_TRY(eh_person_get(request->db, role->person_id, request->arena, &person, err));
	*member = (struct eh_view_member){ .name = person.name,
		.email = person.email,
		.what = words_of(role),
		.role_id = role->role_id,
		.effective_at = role->effective_at,
		.in_force = role->in_force,
		.self = role->person_id == eh_request_person(request) };
	enum eh_rc rc = eh_role_may_end(request->db, request->now, by, role->role_id, why, &ignored);
	if (rc == EH_REFUSED)
		member->why_not = eh_arena_str(request->arena, eh_str_of(why));
	return rc < 0 && rc != EH_REFUSED ? eh_fail(err, rc, "%s", ignored.message) : EH_OK;
}

static enum eh_rc show_people(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        struct eh_str problem, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_ui_item choices[GIVEN_COUNT];
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("People"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_roles_of_place(request->db, request->now, view.place, &roles, err));
	struct eh_view_member *members = eh_arena_alloc_zero(request->arena, roles.count + 1, sizeof *members);
	if (!members)
		return eh_fail_memory(err);
	for (size_t i = 0; i < roles.count; i++)
		EH_TRY(member(request, &by, &roles.items[i], &members[i], err));
	for (size_t i = 0; i < GIVEN_COUNT; i++)
		choices[i] = (struct eh_ui_item){ .value = eh_str_of(GIVEN[i].code),
			.text = eh_str_of(GIVEN[i].words),
			.chosen = eh_str_eq(answers[ROLE].value, eh_str_of(GIVEN[i].code)) };
	view.failed = problem.p != NULL;
	for (size_t i = 0; i < FIELDS; i++)
		view.failed |= answers[i].error.p != NULL;
	eh_html_admin_people(&page, &view,
	        &(const struct eh_view_people){ members, roles.count, INVITES, answers, choices, GIVEN_COUNT, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_admin_people(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_people(request, response, NOTHING, (struct eh_str){ NULL, 0 }, err);
}

enum eh_rc eh_web_invite(struct eh_request *request, const struct eh_view *view, const struct eh_actor *by, struct eh_str name,
        struct eh_str email, int64_t *ret_person, struct eh_error *err)
{
	char normal[EH_EMAIL_MAX];
	struct eh_person found;

	EH_TRY(eh_email_normalise(email, normal, err));
	enum eh_rc rc = eh_person_find(request->db, eh_str_of(normal), request->arena, &found, err);
	if (rc == EH_NOT_FOUND)
		EH_TRY(eh_person_add(request->db, request->now, by, name, eh_str_of(normal), ret_person, err));
	else if (rc < 0)
		return rc;
	else
		*ret_person = found.person_id;
	return view->place.p ? EH_OK : eh_fail(err, EH_INVALID, "An invitation is to a place.");
}

enum eh_rc eh_web_tell_invited(struct eh_request *request, const struct eh_view *view, int64_t person_id, struct eh_str email,
        struct eh_str name, struct eh_str as, struct eh_error *err)
{
	const struct eh_mail_facts facts = { .name = name,
		.about = as,
		.place = view->place_name,
		.said = EH_STR(
		        "You sign in with this address; there is no password. The first time you set up an authenticator on your "
		        "phone."),
		.link = eh_arena_printf(request->arena, "%s/sign-in", request->site->base_url) };

	return eh_mail_queue(request->db, request->now, EH_MAIL_INVITATION, person_id, email, &facts, NULL, err);
}

enum eh_rc eh_web_tell_of_part(struct eh_request *request, const struct eh_view *view, struct eh_str name, struct eh_str as,
        struct eh_str said, struct eh_error *err)
{
	return eh_web_tell_stewards(request,
	        &(const struct eh_tell_stewards){ .kind = EH_MAIL_ROLE,
	                .place_id = view->place,
	                .place_name = view->place_name,
	                .about = eh_arena_printf(request->arena, "%.*s, %.*s", EH_FMT(name), EH_FMT(as)),
	                .said = said,
	                .path = EH_STR("/audit") },
	        err);
}

/* Whether somebody has a role already: then nothing is given. */
static enum eh_rc has_role(struct eh_request *request, const struct eh_grant *grant, bool *ret_has, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_roles_of_person(request->db, request->now, grant->person_id, &roles, err));
	*ret_has = false;
	for (size_t i = 0; i < roles.count; i++)
		*ret_has |= roles.items[i].role == grant->role && eh_str_eq(roles.items[i].place_id, grant->place_id);
	return EH_OK;
}

static enum eh_rc invite(
        struct eh_request *request, const struct eh_view *view, const struct eh_form_answer answers[FIELDS], struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_grant grant = { .place_id = view->place };
	const char *words = "";
	bool has;

	for (size_t i = 0; i < GIVEN_COUNT; i++)
		if (eh_str_eq(answers[ROLE].value, eh_str_of(GIVEN[i].code))) {
			grant.role = GIVEN[i].role;
			words = GIVEN[i].words;
		}
	EH_TRY(eh_web_invite(request, view, &by, answers[NAME].value, answers[EMAIL].value, &grant.person_id, err));
	EH_TRY(has_role(request, &grant, &has, err));
	EH_TRY(eh_role_grant(request->db, request->now, &by, &grant, NULL, err));
	if (!has)
		EH_TRY(eh_web_tell_of_part(
		        request, view, answers[NAME].value, eh_str_of(words), EH_STR("An administrator gave it."), err));
	return eh_web_tell_invited(
	        request, view, grant.person_id, answers[EMAIL].value, answers[NAME].value, eh_str_of(words), err);
}

/* What was refused is said on the page again. */
static enum eh_rc people_done(struct eh_request *request, struct eh_response *response, enum eh_rc rc, const char *done,
        const struct eh_form_answer *answers, struct eh_error *err)
{
	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT || rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show_people(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, done, "/%.*s/admin/people", EH_FMT(eh_request_capture(request, 0)));
}

enum eh_rc eh_page_admin_invite(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[FIELDS];
	struct eh_view view;

	if (!eh_form_read(request, INVITES, FIELDS, answers))
		return show_people(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = invite(request, &view, answers, err);
	return people_done(request, response, rc, "invited", answers, err);
}

/* The role of this place that is asked about. */
static enum eh_rc member_asked(
        struct eh_request *request, struct eh_str text, struct eh_view_member *ret_member, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	int64_t role;

	if (eh_str_to_i64(text, &role) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which role to end.");
	EH_TRY(eh_roles_of_place(request->db, request->now, eh_request_capture(request, 0), &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		if (roles.items[i].role_id == role)
			return member(request, &by, &roles.items[i], ret_member, err);
	return eh_fail(err, EH_NOT_FOUND, "Nobody has that role here, or it has ended already.");
}

enum eh_rc eh_page_admin_end_ask(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_member one;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("End a role"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(member_asked(request, eh_request_query(request, "role"), &one, err));
	eh_html_admin_end(&page, &view, &one);
	return eh_view_send(&page, response, err);
}

/* Whoever ends their own role has no page here any more. */
enum eh_rc eh_page_admin_end(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_view_member one;

	enum eh_rc rc = member_asked(request, eh_request_form(request, "role"), &one, err);
	if (rc == EH_INVALID)
		return rc;
	EH_TRY(eh_db_begin(request->db, err));
	if (rc >= 0)
		rc = eh_role_end(request->db, request->now, &by, one.role_id, EH_STR("ended by an administrator"), err);
	if (rc >= 0 && one.self && eh_str_eq(one.what, eh_str_of(GIVEN[GIVEN_ADMINISTRATOR].words))) {
		EH_TRY(eh_db_commit(request->db, err));
		return eh_view_done(request, response, "role-ended", "/account");
	}
	return people_done(request, response, rc, "role-ended", NOTHING, err);
}

static enum eh_rc show_jobs(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_job_rows jobs EH_CLEANUP_JOB_ROWS = { 0 };
	struct eh_view view;
	bool all;

	EH_TRY(eh_view_begin(request, response, EH_STR("Jobs"), &view, err));
	eh_view_forms(request, response, &view);
	view.failed = problem.p != NULL;
	EH_TRY(eh_request_runs_all(request, &all, err));
	EH_TRY(eh_job_list(request->db, NONE, all ? NONE : view.place, MOST_JOBS, &jobs, err));
	eh_html_admin_jobs(&page, &view, &(const struct eh_view_jobs){ jobs.items, jobs.count, problem, all });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_admin_jobs(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_jobs(request, response, (struct eh_str){ NULL, 0 }, err);
}

/* A job of the place; one of another place, or of none, is for those who run the whole. */
static enum eh_rc check_job(struct eh_request *request, int64_t number, struct eh_error *err)
{
	struct eh_job job;
	bool all;

	EH_TRY(eh_request_runs_all(request, &all, err));
	if (all)
		return EH_OK;
	enum eh_rc rc = eh_job_get(request->db, number, request->arena, &job, err);
	bool here = rc >= 0 && eh_str_eq(job.place_id, eh_request_capture(request, 0));
	return rc == EH_NOT_FOUND || (rc >= 0 && !here) ? eh_fail(err, EH_NOT_FOUND, "There is no such job here.") : rc;
}

/* Cancels or queues again, and says so in the audit. */
static enum eh_rc move_job(struct eh_request *request, int64_t job, bool again, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	char id[24];
	const struct eh_audit_entry entry = {
		.by = &by, .verb = again ? "queued again" : "cancelled", .subject_kind = "job", .subject_id = eh_audit_id(job, id)
	};

	EH_TRY(again ? eh_job_retry(request->db, request->now, job, err) : eh_job_cancel(request->db, request->now, job, err));
	return eh_audit_write(request->db, request->now, &entry, NULL, err);
}

enum eh_rc eh_page_admin_job_move(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	bool again = eh_str_eq(eh_request_form(request, "move"), EH_STR("again"));
	int64_t job;

	if (eh_str_to_i64(eh_request_form(request, "job"), &job) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which job.");
	EH_TRY(check_job(request, job, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = move_job(request, job, again, err);
	if (rc == EH_CONFLICT || rc == EH_NOT_FOUND) {
		eh_db_rollback(request->db);
		return show_jobs(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, again ? "job-again" : "job-cancelled", "/%.*s/admin/jobs",
	        EH_FMT(eh_request_capture(request, 0)));
}

static int newest_first(const void *a, const void *b)
{
	const struct eh_view_backup *x = a, *y = b;

	return (x->at < y->at) - (x->at > y->at);
}

/* Backups in the folder: files that the worker names, with their checksum's file beside them. */
static enum eh_rc list_folder(
        struct eh_request *request, const char *folder, struct eh_view_backups *backups, struct eh_error *err)
{
	struct eh_view_backup *items = eh_arena_alloc_zero(request->arena, MOST_BACKUPS, sizeof *items);
	DIR *dir = folder ? opendir(folder) : NULL;
	size_t count = 0;

	if (!items) {
		if (dir)
			closedir(dir);
		return eh_fail_memory(err);
	}
	for (struct dirent *entry; dir && count < MOST_BACKUPS && (entry = readdir(dir));) {
		struct eh_str name = eh_str_of(entry->d_name);
		char path[4096];
		struct stat file, sum;
		if (!eh_str_starts(name, EH_STR("evenhand-")) || !eh_str_ends(name, EH_STR(".db")))
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (stat(path, &file) != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s.b2sum", folder, entry->d_name);
		items[count++] = (struct eh_view_backup){ eh_arena_str(request->arena, name), file.st_size,
			(int64_t)file.st_mtime * 1000000, stat(path, &sum) == 0 };
	}
	if (dir)
		closedir(dir);
	if (count)
		qsort(items, count, sizeof *items, newest_first);
	backups->items = items;
	backups->count = count;
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_admin_backups(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const char *folder = eh_request_web(request)->options.backup_folder;
	struct eh_view_backups backups = { .folder = folder ? eh_str_of(folder) : (struct eh_str){ NULL, 0 } };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_job_rows jobs EH_CLEANUP_JOB_ROWS = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Backups"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_request_runs_all(request, &backups.all, err));
	if (backups.all) {
		EH_TRY(list_folder(request, folder, &backups, err));
		EH_TRY(eh_job_list(request->db, NONE, NONE, MOST_JOBS, &jobs, err));
	}
	for (size_t i = 0; i < jobs.count && !backups.last; i++)
		if (eh_str_eq(jobs.items[i].kind, eh_str_of(eh_job_kind_name(EH_JOB_BACKUP))))
			backups.last = &jobs.items[i];
	eh_html_admin_backups(&page, &view, &backups);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_admin_back_up(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	const struct eh_audit_entry entry = { .by = &by, .verb = "asked for", .subject_kind = "backup" };
	bool all;

	EH_TRY(eh_request_runs_all(request, &all, err));
	if (!all)
		return eh_fail(
		        err, EH_REFUSED, "A backup holds every place, so it is for an administrator of the whole installation.");
	if (!eh_request_web(request)->options.backup_folder)
		return eh_fail(err, EH_REFUSED, "No folder for backups is given. Start the server with --backups DIR.");
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_job_add(request->db, request->now,
	        &(const struct eh_job_new){ .kind = EH_JOB_BACKUP, .asked_by = eh_request_person(request), .once = true }, NULL,
	        err));
	EH_TRY(eh_audit_write(request->db, request->now, &entry, NULL, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "backing-up", "/%.*s/admin/backups", EH_FMT(eh_request_capture(request, 0)));
}
