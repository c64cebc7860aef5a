/* two_places.h: two places on one store, asked for as a browser does. Everybody has their part in the village alone; the holder keeps the town's
 * organisation. Everything here is invented; what is of the town bears the word Larkhill. */
#ifndef EH_TEST_TWO_PLACES_H
#define EH_TEST_TWO_PLACES_H

#include "../../test.h"

#include "../../faults/store.h"
#include "http/serve.h"
#include "http/token.h"
#include "queries.h"
#include "web/identify.h"
#include "web/web.h"

#define NOW INT64_C(1764000000000000)

static struct eh_web *web;
static struct eh_throttle *throttle;
static struct eh_db *db;
static struct eh_error error;
static char folder[64], store[128];
static struct eh_arena arena;
static unsigned clients;

static const struct {
	const char *name;
	enum eh_role role;
	enum eh_side side;
} PEOPLE[] = { { "visitor", EH_ROLE_NONE, EH_SIDE_NONE }, { "signed in", EH_ROLE_NONE, EH_SIDE_NONE },
	{ "holder", EH_ROLE_HOLDER, EH_SIDE_NONE }, { "officer", EH_ROLE_OFFICER, EH_SIDE_NONE },
	{ "infrastructure", EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE }, { "council steward", EH_ROLE_STEWARD, EH_SIDE_COUNCIL },
	{ "sector steward", EH_ROLE_STEWARD, EH_SIDE_SECTOR }, { "administrator", EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE } };
enum { VISITOR, HOLDER = 2, OFFICER, INFRASTRUCTURE, COUNCIL, SECTOR, ADMINISTRATOR, PERSON_COUNT };
static char sessions[PERSON_COUNT][EH_TOKEN_MAX];
static int64_t people[PERSON_COUNT];

/* The town's organisation is 1, the village's 2, and 3 is on both lists. */
static const char *const ROWS[] = {
	"INSERT INTO place VALUES ('town', 'Town', 'Z08000001', '', 1), ('village', 'Village', 'Z08000002', '', 1)",
	"INSERT INTO source VALUES (1, 'Larkhill clubs', 'spreadsheet', 'Larkhill Council', '', '', 4, 'town', 0, 0),"
	" (2, 'A register', 'ccew', 'The register', '', '', 1, NULL, 1, 0), (3, 'Quenby clubs', 'spreadsheet', 'Quenby', '', '', "
	"4, 'village', 0, 0)",
	"INSERT INTO batch VALUES (1, 1, 'spreadsheet', 'larkhill.csv', 'a', 1, 'whole', 20000, 1, '', 'list', 2, 2, 0, 2, 0, 0, "
	"'live'), (2, 2, 'ccew', 'register.csv', 'b', 1, 'whole', 20000, 1, '', 'publish', 2, 2, 0, 2, 0, 0, 'live'), (3, 3, "
	"'spreadsheet', 'quenby.csv', 'c', 1, 'whole', 20000, 1, '', 'list', 2, 2, 0, 2, 0, 0, 'live')",
	"INSERT INTO version VALUES (1, 1, 'a', x'01', '{\"name\":\"Larkhill Chess\"}', '{}'), (2, 1, 'b', x'02', "
	"'{\"name\":\"Larkhill Chess "
	"Club\"}', '{}'), (3, 3, 'a', x'03', '{\"name\":\"Quenby Tea\"}', '{}'), (4, 3, 'b', x'04', '{\"name\":\"Quenby Tea "
	"Club\"}', '{}')",
	"INSERT INTO current VALUES (1, 'a', 1, 1, 1, 20000, NULL), (1, 'b', 2, 1, 2, 20000, NULL), (3, 'a', 3, 3, 1, 20000, "
	"NULL), (3, 'b', 4, 3, 2, "
	"20000, NULL)",
	"INSERT INTO organisation (org_id, name, status, scale, visibility, address_public, first_seen, last_confirmed) VALUES"
	" ('EH-0000000001', 'Larkhill Chess', 'active', 'local', 'publish', 0, 20000, 20000),"
	" ('EH-0000000002', 'Quenby Tea', 'active', 'local', 'publish', 0, 20000, 20000),"
	" ('EH-0000000003', 'Both Together', 'active', 'local', 'publish', 0, 20000, 20000)",
	"INSERT INTO organisation_area VALUES ('EH-0000000001', 'Z08000001', 2), ('EH-0000000002', 'Z08000002', 2),"
	" ('EH-0000000003', 'Z08000001', 2), ('EH-0000000003', 'Z08000002', 2)",
	"INSERT INTO organisation_record VALUES (1, 'a', 'EH-0000000001'), (3, 'a', 'EH-0000000002')",
	"INSERT INTO service (service_id, org_id, name, from_service_source, located, whole_place, address_public, open, "
	"source_id, key, last_confirmed)"
	" VALUES ('S1', 'EH-0000000001', 'Larkhill chess on Mondays', 1, 0, 1, 0, 1, 1, 'a', 20000)",
	"INSERT INTO question VALUES (1, 'a', 1, 'b', 1, 0.5, 'asked'), (3, 'a', 3, 'b', 1, 0.5, 'asked')",
	"INSERT INTO decision VALUES (1, 'Larkhill clubs', 'a', 'Larkhill clubs', 'b', 'unsure', 'officer 99', '', 1)",
	"INSERT INTO build VALUES (1, '', 1, 4, 3, 0, 2, '')",
	"INSERT INTO person VALUES (99, 'active', 1)",
	"INSERT INTO person_detail VALUES (99, 'Lee Larkhill', 'lee@larkhill.example')",
	"INSERT INTO person_role VALUES (99, 99, 'officer', NULL, 'town', NULL, 0, 1, 1, NULL, NULL, 0)",
	"INSERT INTO steward_invitation (invitation_id, person_id, side, place_id, invited_by, invited_at) VALUES (1, 99, "
	"'council', 'town', 99, 1)",
	"INSERT INTO motion (place_id, motion_id, kind, subject_kind, subject_id, reasons, proposed_by, proposed_side, "
	"proposed_at, lapses_at, digest, "
	"state) VALUES ('town', 1, 'remove_entry', 'organisation', 'EH-0000000001', 'Larkhill', 99, 'council', 1, "
	"1964000000000000, zeroblob(32), "
	"'proposed')",
	"INSERT INTO upload (upload_id, place_id, person_id, file, folder, sheet, source, publisher, says, terms, uploaded_at, "
	"state) VALUES (1, 'town', 99, 'larkhill.csv', 'f', 's', 'Larkhill clubs', 'Larkhill Council', 'meets', 'list', 1, "
	"'waiting')",
	"INSERT INTO open_meeting (meeting_id, place_id, side, called_by, called_at, changed_at, state, starts_at, ends_at, "
	"title, purpose, venue, online, access, contact, papers, reason) VALUES (1, 'town', 'council', 99, 1, 1, 'announced', "
	"1784000000000000, 1784003600000000, 'Larkhill meets', 'Larkhill', 'Larkhill', '', 'Larkhill', 'Larkhill', '', '')",
	"INSERT INTO invite_run VALUES (1, 'town', 'never', 99, 'officer', 1, NULL)",
	"INSERT INTO correction (correction_id, place_id, org_id, field, proposed, why, proposed_at, due_at, state, answer) "
	"VALUES (1, 'town', 'EH-0000000001', 'name', 'Larkhill Draughts', '', 1, 2, 'waiting', '')",
	"INSERT INTO added_group (number, place_id, name, does, address, postcode, is_public, telephone, web, says_so, "
	"person_id, told_at, state, answer) "
	"VALUES (1, 'town', 'Larkhill Knitting', 'Knits', '', '', 0, '', '', 'Lee', 0, 1, 'waiting', '')",
	"INSERT INTO claim (claim_id, org_id, person_id, basis, rests_on, asked_at, proved_at, state) VALUES"
	" (1, 'EH-0000000001', 99, 'vouching', '', 1, 2, 'asked'), (2, 'EH-0000000001', 99, 'post', '', 1, 2, 'asked')",
	"INSERT INTO job (job_id, kind, key, place_id, detail, state, asked_by, asked_at, due_at, attempts, most_attempts, "
	"stop_asked, done, size, doing, "
	"result) VALUES (1, 'report', 'k', 'town', '', 'queued', 99, 1, 1, 0, 3, 0, 0, 0, '', 'Larkhill'),"
	" (2, 'build', 'k', NULL, '', 'queued', 99, 1, 1, 0, 3, 0, 0, 0, '', 'Larkhill'),"
	" (3, 'report', 'k', 'village', '', 'queued', 99, 1, 1, 0, 3, 0, 0, 0, '', 'Quenby')",
};

static inline void fill(void)
{
	sqlite3 *raw = NULL;

	assert_int_equal(sqlite3_open_v2(store, &raw, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
		if (sqlite3_exec(raw, ROWS[i], NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", ROWS[i], sqlite3_errmsg(raw));
	sqlite3_close(raw);
}

/* Everybody has their part in the village alone; the holder keeps the town's organisation. */
static inline void give(size_t who)
{
	static const struct eh_str NONE = { NULL, 0 };
	bool holder = who == HOLDER;
	const struct eh_grant grant = { .person_id = people[who],
		.role = PEOPLE[who].role,
		.place_id = holder ? NONE : EH_STR("village"),
		.org_id = holder ? EH_STR("EH-0000000001") : NONE };
	struct eh_q_role_add row;

	if (PEOPLE[who].role == EH_ROLE_STEWARD)
		assert_ok(eh_q_role_add(db, people[who], EH_STR("steward"), eh_str_of(eh_side_name(PEOPLE[who].side)),
		                  EH_STR("village"), who == SECTOR ? EH_STR("EH-0000000002") : NONE, 0, NOW, NOW, 1, &arena, &row,
		                  &error),
		        &error);
	else if (PEOPLE[who].role != EH_ROLE_NONE)
		assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM, &grant, NULL, &error), &error);
}

static inline void sign_in(size_t who, const struct eh_secret *secret)
{
	struct eh_session session;
	char email[64];

	snprintf(email, sizeof email, "person%zu@example.org", who);
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_person_add(db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Somebody"), eh_str_of(email), &people[who], &error), &error);
	give(who);
	assert_ok(eh_session_start(db, NOW, secret, people[who], EH_STR("test"), sessions[who], &error), &error);
	assert_ok(eh_session_find(db, NOW, secret, eh_str_of(sessions[who]), &session, &error), &error);
	assert_ok(eh_session_strengthen(db, NOW, secret, &session, sessions[who], &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
}

static inline int setup(void **state)
{
	struct eh_secret secret;

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/two.db", folder);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	fill();
	const struct eh_web_options options = { .store = store, .base_url = "http://localhost:8080", .backup_folder = folder };
	assert_ok(eh_web_new(&options, &web, &error), &error);
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	for (size_t who = 1; who < PERSON_COUNT; who++)
		sign_in(who, &secret);
	eh_secret_finish(&secret);
	return eh_throttle_new(1 << 14, &throttle, &error);
}

static inline int teardown(void **state)
{
	(void)state;
	eh_web_free(web);
	eh_throttle_free(throttle);
	eh_db_close(db);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

/* Asks as somebody, with a good form token. Gives the status: 401 also where a page leads to signing in. */
static inline int ask(
        enum eh_method method, const char *path, const char *query, size_t who, const char *form, struct eh_str *ret_body)
{
	struct eh_request request = { .method = method,
		.path = eh_str_of(path),
		.query_text = eh_str_of(query),
		.client = eh_arena_printf(&arena, "client %u", clients++),
		.id = "0",
		.now = NOW,
		.arena = &arena,
		.db = db };
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	struct eh_response response;
	struct eh_str secret = who ? eh_str_of(sessions[who]) : EH_STR("00112233445566778899aabbccddeeff");
	struct eh_str cookie = eh_arena_printf(&arena, "%s=%.*s", who ? "session" : "form", EH_FMT(secret));
	struct eh_str body = eh_arena_printf(
	        &arena, "token=%.*s%s%s", EH_FMT(eh_token_mask(&arena, secret)), *form ? "&" : "", form);

	assert_int_equal(eh_cookies_parse(&arena, cookie, &request.cookies, &request.cookie_count, NULL), EH_OK);
	eh_serve(eh_web_site(web), throttle, &request, EH_STR("application/x-www-form-urlencoded"),
	        method == EH_POST ? body : EH_STR(""), false, &response, headers);
	*ret_body = eh_arena_str(&arena, response.fixed.p ? response.fixed : eh_buf_str(&response.body));
	bool signs_in = response.location.p && eh_str_starts(response.location, EH_STR("/sign-in?to="));
	if (response.location.p && !signs_in)
		*ret_body = eh_arena_str(&arena, response.location);
	eh_buf_finish(&response.body);
	return signs_in ? 401 : response.status;
}

#endif
