/* Two places on one store: whoever has a part in the one reads and changes nothing of the other under its own address. Everything here is invented;
 * what is of the town bears the word Larkhill. */
#include "../../test.h"

#include "../../faults/store.h"
#include "http/serve.h"
#include "http/token.h"
#include "queries.h"
#include "register/hiding.h"
#include "register/review.h"
#include "web/admit.h"
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
	"'live'),"
	" (2, 2, 'ccew', 'register.csv', 'b', 1, 'whole', 20000, 1, '', 'publish', 2, 2, 0, 2, 0, 0, 'live'),"
	" (3, 3, 'spreadsheet', 'quenby.csv', 'c', 1, 'whole', 20000, 1, '', 'list', 2, 2, 0, 2, 0, 0, 'live')",
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
	"state) VALUES"
	" (1, 'town', 99, 'larkhill.csv', 'f', 's', 'Larkhill clubs', 'Larkhill Council', 'meets', 'list', 1, 'waiting')",
	"INSERT INTO invite_run VALUES (1, 'town', 'never', 99, 'officer', 1, NULL)",
	"INSERT INTO correction (correction_id, place_id, org_id, field, proposed, why, proposed_at, due_at, state, answer) "
	"VALUES"
	" (1, 'town', 'EH-0000000001', 'name', 'Larkhill Draughts', '', 1, 2, 'waiting', '')",
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

static void fill(void)
{
	sqlite3 *raw = NULL;

	assert_int_equal(sqlite3_open_v2(store, &raw, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
		if (sqlite3_exec(raw, ROWS[i], NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", ROWS[i], sqlite3_errmsg(raw));
	sqlite3_close(raw);
}

/* Everybody has their part in the village alone; the holder keeps the town's organisation. */
static void give(size_t who)
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

static void sign_in(size_t who, const struct eh_secret *secret)
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

static int setup(void **state)
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

static int teardown(void **state)
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
static int ask(enum eh_method method, const char *path, const char *query, size_t who, const char *form, struct eh_str *ret_body)
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

/* The address below the village with what is the town's; false where the route names nothing that is anybody's. */
static bool address_of(const char *pattern, struct eh_buf *out)
{
	struct eh_str rest = eh_str_of(pattern), part;
	bool of_town = false;

	for (bool first = true; eh_str_split(&rest, '/', &part); first = false) {
		const char *how = eh_str_starts(part, EH_STR("{")) ? eh_web_admit_how(part) : NULL;
		if (!first)
			eh_buf_add_char(out, '/');
		of_town |= how && strcmp(how, "page") != 0;
		eh_buf_add(out, eh_str_eq(part, EH_STR("{place}"))     ? EH_STR("village")
		                : eh_str_eq(part, EH_STR("{org}"))     ? EH_STR("EH-0000000001")
		                : eh_str_eq(part, EH_STR("{service}")) ? EH_STR("S1")
		                : eh_str_starts(part, EH_STR("{"))     ? EH_STR("1")
		                                                       : part);
	}
	eh_buf_add_char(out, '\0');
	return of_town && strncmp(pattern, "/{place}", 8) == 0;
}

/* What a page of that route would need to do its work. */
static const char ALL_FIELDS[] =
        "field=name&value=Renamed&proposed=Renamed&why=x&move=hide&what=entry&reasons=x&claim=1&correction=1&decision=accept&"
        "words=Renamed&service=S1&name=Somebody&email=somebody%40example.org&way=vouched&code=x&role=99&kind=same&show=yes&"
        "seen=x&text=x&how=undo&does=x";

static void nothing_of_another_place_is_read_or_changed_under_ones_own(void **state)
{
	uint64_t before = store_digest(store);
	unsigned asked = 0, refused = 0;
	struct eh_str body;

	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		struct eh_buf path EH_CLEANUP_BUF = { 0 };
		if (!address_of(route->pattern, &path))
			continue;
		for (size_t who = 0; who < PERSON_COUNT; who++, asked++) {
			int status = ask(route->method, path.p, "", who, ALL_FIELDS, &body);
			refused += status == 404;
			if (status != 401 && status != 403 && status != 404)
				fail_msg("%s %s as %s: status %d", route->method == EH_POST ? "POST" : "GET", path.p,
				        PEOPLE[who].name, status);
			if (eh_str_find(body, EH_STR("Larkhill")) >= 0)
				fail_msg("GET %s as %s tells of the town: %.*s", path.p, PEOPLE[who].name, EH_FMT(body));
			if (store_digest(store) != before)
				fail_msg("%s %s as %s changed the store", route->method == EH_POST ? "POST" : "GET", path.p,
				        PEOPLE[who].name);
		}
	}
	printf("%u requests, %u of them let in by their part and found nothing\n", asked, refused);
	assert_true(refused > 80);
}

static void a_row_of_another_place_is_not_reached_by_its_number_in_a_form(void **state)
{
	static const struct {
		const char *path, *form;
		size_t who;
		int status; /* 200: the page again with the reason */
	} FORMS[] = {
		{ "/village/corrections", "correction=1&decision=accept&words=Larkhill+Draughts", OFFICER, 404 },
		{ "/village/corrections", "correction=1&decision=decline&words=No", INFRASTRUCTURE, 404 },
		{ "/village/admin/people/end", "role=99", ADMINISTRATOR, 404 },
		{ "/village/stewards/confirm", "invitation=1", COUNCIL, 404 },
		{ "/village/admin/jobs", "job=1&move=cancel", ADMINISTRATOR, 404 },
		{ "/village/admin/jobs", "job=2&move=cancel", ADMINISTRATOR, 404 },
		{ "/village/admin/backups", "", ADMINISTRATOR, 403 },
		{ "/village/added", "number=1&move=accept", OFFICER, 200 },
		{ "/village/added", "number=1&move=decline&why=x", COUNCIL, 200 },
		{ "/village/claims", "claim=1&reasons=We+know+them", OFFICER, 200 },
		{ "/village/claims", "claim=1&reasons=We+know+them", SECTOR, 200 },
		{ "/village/claims/letters", "claim=2", OFFICER, 200 },
		{ "/village/review/undo", "", OFFICER, 200 },
	};
	uint64_t before = store_digest(store);
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		int status = ask(EH_POST, FORMS[i].path, "", FORMS[i].who, FORMS[i].form, &body);
		bool tells = eh_str_find(body, EH_STR("Larkhill")) >= 0;
		if (status != FORMS[i].status && !(FORMS[i].status == 200 && status == 404))
			fail_msg("POST %s %s as %s: status %d: %.*s", FORMS[i].path, FORMS[i].form, PEOPLE[FORMS[i].who].name,
			        status, EH_FMT(body));
		if (tells || store_digest(store) != before)
			fail_msg("POST %s %s as %s %s", FORMS[i].path, FORMS[i].form, PEOPLE[FORMS[i].who].name,
			        tells ? "tells of the town" : "changed the store");
	}
}

static int answer(struct eh_str left, struct eh_str right, struct eh_str *ret_body)
{
	struct eh_str form = eh_arena_printf(&arena, "verdict=same&left=%.*s&right=%.*s", EH_FMT(left), EH_FMT(right));

	return ask(EH_POST, "/village/review", "", OFFICER, form.p, ret_body);
}

/* Nor are two entries made one of which one is another place's, where nobody asked. */
static void a_question_is_answered_by_a_place_that_it_concerns(void **state)
{
	struct eh_review town EH_CLEANUP_REVIEW = { 0 }, village EH_CLEANUP_REVIEW = { 0 };
	uint64_t before = store_digest(store);
	struct eh_str body;

	(void)state;
	assert_ok(eh_review_load(db, EH_STR("town"), 0, &town, &error), &error);
	assert_ok(eh_review_load(db, EH_STR("village"), 0, &village, &error), &error);
	assert_int_equal(town.count, 1);
	assert_int_equal(village.count, 1);
	const struct eh_review_question *theirs = &town.items[0], *ours = &village.items[0];
	assert_int_equal(answer(theirs->left.id, theirs->right.id, &body), 200);
	assert_true(eh_str_find(body, EH_STR("no question of this place")) >= 0);
	assert_int_equal(answer(ours->left.id, theirs->left.id, &body), 200);
	assert_true(eh_str_find(body, EH_STR("no question of this place")) >= 0);
	assert_true(store_digest(store) == before);
	assert_int_equal(answer(ours->left.id, ours->right.id, &body), 303);
	assert_true(store_digest(store) != before);
	assert_int_equal(ask(EH_POST, "/village/review/undo", "", OFFICER, "", &body), 303);
}

static void lists_of_a_place_hold_its_own_and_what_is_no_places(void **state)
{
	static const struct {
		const char *path, *holds;
		size_t who;
	} PAGES[] = {
		{ "/village/review", "Quenby Tea", OFFICER },
		{ "/village/sources", "A register", VISITOR },
		{ "/village/sources", "Quenby clubs", VISITOR },
		{ "/village/corrections", "Corrections", OFFICER },
		{ "/village/claims", "speak for", OFFICER },
		{ "/village/claims/letters", "etter", OFFICER },
		{ "/village/added", "Groups", OFFICER },
		{ "/village/import", "A register", OFFICER },
		{ "/village/invitations", "Invite", OFFICER },
		{ "/village/motions", "keys", VISITOR },
		{ "/village/desk", "Desk", OFFICER },
		{ "/village/stewards", "Stewards", COUNCIL },
		{ "/village/admin/people", "People", ADMINISTRATOR },
		{ "/village/admin/jobs", "Quenby", ADMINISTRATOR },
		{ "/village/admin/backups", "every place", ADMINISTRATOR },
	};
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
		int status = ask(EH_GET, PAGES[i].path, "", PAGES[i].who, "", &body);
		if (status != 200 || eh_str_find(body, eh_str_of(PAGES[i].holds)) < 0)
			fail_msg("%s: status %d, without \"%s\": %.*s", PAGES[i].path, status, PAGES[i].holds, EH_FMT(body));
		if (eh_str_find(body, EH_STR("Larkhill")) >= 0 || eh_str_find(body, EH_STR("larkhill")) >= 0)
			fail_msg("%s tells of the town: %.*s", PAGES[i].path, EH_FMT(body));
	}
}

static bool is_hidden(const char *org)
{
	struct eh_hidden hidden;

	assert_ok(eh_hidden_of(db, eh_str_of(org), &arena, &hidden, &error), &error);
	return hidden.hidden[EH_HIDDEN_CONTACT];
}

static void what_is_on_both_lists_is_hidden_by_either(void **state)
{
	struct eh_str body;

	(void)state;
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000001/hide", "", OFFICER, "move=hide&what=contact", &body), 404);
	assert_false(is_hidden("EH-0000000001"));
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000002/hide", "", OFFICER, "move=hide&what=contact", &body), 303);
	assert_true(is_hidden("EH-0000000002"));
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000003/hide", "", COUNCIL, "move=hide&what=contact", &body), 303);
	assert_true(is_hidden("EH-0000000003"));
}

/* The rule stands behind the door too. */
static void no_keys_of_a_place_are_for_another_places_entry(void **state)
{
	const struct eh_motion_act acts[] = { eh_remove_act(), eh_show_act() };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		const struct eh_motion_subject subject = { EH_STR("village"), eh_str_of(acts[i].kind), EH_STR("organisation"),
			EH_STR("EH-0000000001") };
		assert_int_equal(acts[i].enacts(acts[i].context, db, &subject, &text, &error), EH_NOT_FOUND);
		assert_non_null(strstr(error.message, "does not list"));
	}
}

static void of_everything_that_an_address_names_it_is_said_what_keeps_it_to_its_place(void **state)
{
	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		struct eh_str rest = eh_str_of(route->pattern), part;
		while (strncmp(route->pattern, "/{place}", 8) == 0 && eh_str_split(&rest, '/', &part))
			if (eh_str_starts(part, EH_STR("{")) && !eh_web_admit_how(part))
				fail_msg("%s: nobody says what keeps %.*s to the place", route->pattern, EH_FMT(part));
	}
}

static void an_administrator_of_one_place_cancels_its_jobs_alone(void **state)
{
	struct eh_str body;

	(void)state;
	assert_int_equal(ask(EH_POST, "/village/admin/jobs", "", ADMINISTRATOR, "job=3&move=cancel", &body), 303);
	const struct eh_grant everywhere = { .person_id = people[ADMINISTRATOR], .role = EH_ROLE_ADMINISTRATOR };
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM, &everywhere, NULL, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	assert_int_equal(ask(EH_GET, "/village/admin/jobs", "", ADMINISTRATOR, "", &body), 200);
	assert_true(eh_str_find(body, EH_STR("2: build")) >= 0);
	assert_int_equal(ask(EH_POST, "/village/admin/jobs", "", ADMINISTRATOR, "job=2&move=cancel", &body), 303);
	assert_int_equal(ask(EH_POST, "/village/admin/backups", "", ADMINISTRATOR, "", &body), 303);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_another_place_is_read_or_changed_under_ones_own),
		cmocka_unit_test(a_row_of_another_place_is_not_reached_by_its_number_in_a_form),
		cmocka_unit_test(a_question_is_answered_by_a_place_that_it_concerns),
		cmocka_unit_test(lists_of_a_place_hold_its_own_and_what_is_no_places),
		cmocka_unit_test(what_is_on_both_lists_is_hidden_by_either),
		cmocka_unit_test(no_keys_of_a_place_are_for_another_places_entry),
		cmocka_unit_test(of_everything_that_an_address_names_it_is_said_what_keeps_it_to_its_place),
		cmocka_unit_test(an_administrator_of_one_place_cancels_its_jobs_alone),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
