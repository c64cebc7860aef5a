#include "identify.h"

#include "page.h"
#include "queries.h"
#include "work.h"

struct eh_str eh_request_capture_of(const struct eh_request *request, const char *name)
{
	struct eh_str rest = eh_str_of(request->route ? request->route->pattern : ""), part;
	size_t n = 0;

	while (eh_str_split(&rest, '/', &part)) {
		if (eh_str_eq(part, eh_str_of(name)))
			return eh_request_capture(request, n);
		n += eh_str_starts(part, EH_STR("{"));
	}
	return (struct eh_str){ NULL, 0 };
}

static const struct {
	enum eh_role role;
	enum eh_side side;
	unsigned part;
} PARTS[] = {
	{ EH_ROLE_OFFICER, EH_SIDE_NONE, EH_PART_OFFICER },
	{ EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE, EH_PART_INFRASTRUCTURE },
	{ EH_ROLE_STEWARD, EH_SIDE_COUNCIL, EH_PART_COUNCIL_STEWARD },
	{ EH_ROLE_STEWARD, EH_SIDE_SECTOR, EH_PART_SECTOR_STEWARD },
	{ EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, EH_PART_ADMINISTRATOR },
};

static unsigned parts_of(const struct eh_request *request, const struct eh_roles *roles)
{
	struct eh_str place = eh_request_capture_of(request, "{place}"), org = eh_request_capture_of(request, "{org}");
	unsigned parts = EH_PART_VISITOR | EH_PART_SIGNED_IN;

	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
		if (eh_roles_find(roles, PARTS[i].role, PARTS[i].side, place, (struct eh_str){ NULL, 0 }))
			parts |= PARTS[i].part;
	if (org.n && (eh_roles_find(roles, EH_ROLE_HOLDER, EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, org) ||
	                     eh_roles_find(roles, EH_ROLE_COLLEAGUE, EH_SIDE_NONE, (struct eh_str){ NULL, 0 }, org)))
		parts |= EH_PART_ORGANISATION;
	return parts;
}

enum eh_rc eh_request_session(struct eh_request *request, struct eh_session *ret_session, struct eh_error *err)
{
	struct eh_str token = eh_request_cookie(request, "session");

	if (!eh_token_valid(token))
		return eh_fail(err, EH_NOT_FOUND, "You are not signed in.");
	return eh_session_find(request->db, request->now, &eh_request_web(request)->secret, token, ret_session, err);
}

/* Notes that the session is used, at most once a minute; a store that is busy just now is no reason to refuse the page. */
static void touch(struct eh_request *request, const struct eh_session *session)
{
	if (request->now - session->seen_at < 60 * INT64_C(1000000) || eh_db_begin(request->db, NULL) < 0)
		return;
	if (eh_session_touch(request->db, request->now, session, NULL, NULL) < 0 || eh_db_commit(request->db, NULL) < 0)
		eh_db_rollback(request->db);
}

enum eh_rc eh_web_identify(struct eh_request *request, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_session session;
	struct eh_person person;

	request->visitor = (struct eh_visitor){ .parts = EH_PART_VISITOR };
	enum eh_rc rc = eh_request_session(request, &session, err);
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	EH_TRY(eh_person_get(request->db, session.person_id, request->arena, &person, err));
	request->visitor.session = eh_request_cookie(request, "session");
	request->visitor.token = request->visitor.session;
	request->visitor.half_way = session.needs_factor && !session.strong;
	if (request->visitor.half_way)
		return EH_OK;
	EH_TRY(eh_roles_of_person(request->db, request->now, session.person_id, &roles, err));
	request->visitor.person = eh_arena_printf(request->arena, "%lld", (long long)session.person_id);
	request->visitor.name = person.name.p ? person.name : EH_STR("Your account");
	request->visitor.parts = parts_of(request, &roles);
	request->visitor.strong = session.strong;
	EH_TRY(eh_web_work(request, &roles, eh_request_capture_of(request, "{place}"), err));
	touch(request, &session);
	return request->visitor.person.p ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_request_runs_all(struct eh_request *request, bool *ret_all, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_q_place_count places;
	bool all = false;

	EH_TRY(eh_q_place_count(request->db, request->arena, &places, err));
	EH_TRY(eh_roles_of_person(request->db, request->now, eh_request_person(request), &roles, err));
	for (size_t i = 0; i < roles.count; i++)
		all |= roles.items[i].role == EH_ROLE_ADMINISTRATOR && roles.items[i].in_force && !roles.items[i].place_id.p;
	*ret_all = eh_request_is(request, EH_PART_ADMINISTRATOR) && (all || places.count == 1);
	return EH_OK;
}

int64_t eh_request_person(const struct eh_request *request)
{
	int64_t number = 0;

	return request->visitor.person.n && eh_str_to_i64(request->visitor.person, &number) == EH_OK ? number : 0;
}

struct eh_actor eh_request_actor_as(const struct eh_request *request, unsigned part)
{
	struct eh_actor actor = { .person_id = eh_request_person(request), .strong = request->visitor.strong };

	if (part == EH_PART_ORGANISATION) {
		actor.role = EH_ROLE_HOLDER;
		actor.side = EH_SIDE_SECTOR;
		actor.org_id = eh_request_capture_of(request, "{org}");
	}
	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
		if (PARTS[i].part == part) {
			actor.role = PARTS[i].role;
			actor.side = PARTS[i].side;
		}
	if (part == EH_PART_OFFICER)
		actor.side = EH_SIDE_COUNCIL;
	if (part == EH_PART_INFRASTRUCTURE)
		actor.side = EH_SIDE_SECTOR;
	return actor;
}

struct eh_actor eh_request_actor(const struct eh_request *request)
{
	static const unsigned ORDER[] = { EH_PART_ORGANISATION, EH_PART_COUNCIL_STEWARD, EH_PART_SECTOR_STEWARD, EH_PART_OFFICER,
		EH_PART_INFRASTRUCTURE, EH_PART_ADMINISTRATOR };

	for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
		if (request->visitor.parts & ORDER[i])
			return eh_request_actor_as(request, ORDER[i]);
	return eh_request_actor_as(request, EH_PART_VISITOR);
}

struct eh_str eh_local_path(struct eh_str path, const char *otherwise)
{
	bool local = path.n && path.p[0] == '/' && !(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\'));

	for (size_t i = 0; local && i < path.n; i++)
		local = (unsigned char)path.p[i] > ' ' && path.p[i] != 0x7f;
	return local ? path : eh_str_of(otherwise);
}
