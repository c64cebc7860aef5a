/* Every route with every part: who may, may; who may not, is told so before the page's own code runs. And docs/ACCESS.md says the same. */
#include "../../test.h"

#include <math.h>

#include "http/serve.h"
#include "http/token.h"
#include "jobs/mailer.h"
#include "queries.h"
#include "register/org_lookup.h"
#include "web/identify.h"
#include "web/web.h"

#define NOW INT64_C(1764000000000000)

static struct eh_web *web;
static struct eh_throttle *throttle;
static struct eh_db *db;
static struct eh_error error;
static char store[128];
static struct eh_arena arena;

/* One person a part, by bit of enum eh_part; the visitor has no session. */
static char sessions[EH_PART_COUNT][EH_TOKEN_MAX];
static const unsigned PARTS[EH_PART_COUNT] = { EH_PART_VISITOR, EH_PART_SIGNED_IN, EH_PART_ORGANISATION, EH_PART_OFFICER,
	EH_PART_INFRASTRUCTURE, EH_PART_COUNCIL_STEWARD, EH_PART_SECTOR_STEWARD, EH_PART_ADMINISTRATOR };

static void give(size_t part, int64_t person)
{
	static const enum eh_role ROLES[EH_PART_COUNT] = { EH_ROLE_NONE, EH_ROLE_NONE, EH_ROLE_HOLDER, EH_ROLE_OFFICER,
		EH_ROLE_INFRASTRUCTURE, EH_ROLE_STEWARD, EH_ROLE_STEWARD, EH_ROLE_ADMINISTRATOR };
	const struct eh_motion_house house = { .db = db, .org = eh_org_lookup_listed, .org_context = db };
	bool steward = ROLES[part] == EH_ROLE_STEWARD, holder = ROLES[part] == EH_ROLE_HOLDER;
	const struct eh_seat seat = { person, part == 5 ? EH_SIDE_COUNCIL : EH_SIDE_SECTOR, EH_STR("town"),
		part == 6 ? EH_STR("EH-0000000001") : (struct eh_str){ NULL, 0 } };
	const struct eh_grant grant = { .person_id = person,
		.role = ROLES[part],
		.place_id = holder ? (struct eh_str){ NULL, 0 } : EH_STR("town"),
		.org_id = holder ? EH_STR("EH-0000000001") : (struct eh_str){ NULL, 0 } };

	if (steward)
		assert_ok(eh_steward_enrol(&house, NOW, &seat, NULL, &error), &error);
	else if (ROLES[part] != EH_ROLE_NONE)
		assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM, &grant, NULL, &error), &error);
}

static void sign_in(size_t part, const struct eh_secret *secret)
{
	struct eh_session session;
	char email[64];
	int64_t person;

	snprintf(email, sizeof email, "part%zu@example.org", part);
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_person_add(db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Somebody"), eh_str_of(email), &person, &error), &error);
	give(part, person);
	assert_ok(eh_session_start(db, NOW, secret, person, EH_STR("test"), sessions[part], &error), &error);
	assert_ok(eh_session_find(db, NOW, secret, eh_str_of(sessions[part]), &session, &error), &error);
	assert_ok(eh_session_strengthen(db, NOW, secret, &session, sessions[part], &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
}

static void list_one(void)
{
	const struct eh_str none = { NULL, 0 };

	assert_ok(eh_q_organisation_add(db, EH_STR("EH-0000000001"), EH_STR("Larkhill Chess Club"), EH_STR("active"),
	                  EH_STR("local"), EH_STR("publish"), none, none, none, 0, NAN, NAN, none, none, EH_STR("Z08000001"),
	                  none, EH_STR("Chess"), none, EH_DB_NULL, EH_DB_NULL, EH_DB_NULL, 20000, 20000, none, &error),
	        &error);
	assert_ok(eh_q_organisation_area_add(db, EH_STR("EH-0000000001"), EH_STR("Z08000001"), 1, &error), &error);
}

static int setup(void **state)
{
	struct eh_secret secret;
	static char folder[64];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", folder);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	assert_ok(eh_q_place_put(db, EH_STR("town"), EH_STR("Town"), EH_STR("Z08000001"), EH_STR(""), 1, &error), &error);
	list_one();
	const struct eh_web_options options = { .store = store, .base_url = "http://localhost:8080", .demo = true };
	assert_ok(eh_web_new(&options, &web, &error), &error);
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	for (size_t i = 1; i < EH_PART_COUNT; i++)
		sign_in(i, &secret);
	eh_secret_finish(&secret);
	return eh_throttle_new(1 << 12, &throttle, &error);
}

static int teardown(void **state)
{
	char folder[128];

	(void)state;
	snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(store, '/') - store), store);
	eh_web_free(web);
	eh_throttle_free(throttle);
	eh_db_close(db);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

/* An address that fits the pattern. */
static struct eh_str address_of(const char *pattern)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_str rest = eh_str_of(pattern), part;

	for (bool first = true; eh_str_split(&rest, '/', &part); first = false) {
		if (!first)
			eh_buf_add_char(&out, '/');
		eh_buf_add(&out, eh_str_eq(part, EH_STR("{place}")) ? EH_STR("town")
		                 : eh_str_eq(part, EH_STR("{org}")) ? EH_STR("EH-0000000001")
		                 : eh_str_starts(part, EH_STR("{")) ? EH_STR("1")
		                                                    : part);
	}
	return eh_arena_str(&arena, eh_buf_str(&out));
}

/* Sends the request with the form token that belongs to the session (`forged`: with none). Gives the status, and what the page says. */
static int ask(const struct eh_route *route, size_t part, bool forged, struct eh_str *ret_body)
{
	struct eh_request request = { .method = route->method,
		.path = address_of(route->pattern),
		.client = eh_arena_printf(&arena, "client %zu %s", part, route->pattern),
		.id = "0",
		.now = NOW,
		.arena = &arena,
		.db = db };
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	struct eh_response response;
	struct eh_str cookie = part ? eh_arena_printf(&arena, "session=%s", sessions[part])
	                            : EH_STR("form=00112233445566778899aabbccddeeff");
	struct eh_str secret = part ? eh_str_of(sessions[part]) : EH_STR("00112233445566778899aabbccddeeff");
	struct eh_str body = forged ? EH_STR("") : eh_arena_printf(&arena, "token=%.*s", EH_FMT(eh_token_mask(&arena, secret)));

	assert_int_equal(eh_cookies_parse(&arena, cookie, &request.cookies, &request.cookie_count, NULL), EH_OK);
	eh_serve(eh_web_site(web), throttle, &request, EH_STR("application/x-www-form-urlencoded"),
	        route->method == EH_POST ? body : EH_STR(""), false, &response, headers);
	*ret_body = eh_arena_str(&arena, response.fixed.p ? response.fixed : eh_buf_str(&response.body));
	struct eh_str to = response.location.p ? eh_arena_str(&arena, response.location) : response.location;
	if (to.p && eh_str_starts(to, EH_STR("/sign-in?to=")))
		response.status = 401;
	eh_buf_finish(&response.body);
	return response.status;
}

static bool is_refusal(int status, struct eh_str body)
{
	return status == 401 || (status == 403 && eh_str_find(body, EH_STR("Your part here does not include this page")) > 0);
}

/* What a part may see of a route: its own bit, and for those signed in that too. */
static bool may(const struct eh_route *route, size_t part)
{
	return route->parts & (EH_PART_VISITOR | (part ? (unsigned)EH_PART_SIGNED_IN : 0) | PARTS[part]);
}

static void every_route_keeps_to_its_row(void **state)
{
	unsigned asked = 0;
	struct eh_str body;

	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		bool of_org = strstr(route->pattern, "{org}") != NULL, of_place = strncmp(route->pattern, "/{place}", 8) == 0;
		for (size_t part = 0; part < EH_PART_COUNT; part++) {
			/* Signing out and erasing end what later rows need; they are asked as nobody and in a test of their own. */
			bool ends = strcmp(route->pattern, "/sign-out") == 0 || strcmp(route->pattern, "/account/erase") == 0 ||
			            strncmp(route->pattern, "/sign-in/enrol", 14) == 0 ||
			            strncmp(route->pattern, "/sign-in/factor", 15) == 0;
			if (part && ends && route->method == EH_POST)
				continue;
			bool allowed = may(route, part);
			if ((part == 2 && !of_org) || (part > 2 && !of_place))
				allowed = route->parts & (EH_PART_VISITOR | EH_PART_SIGNED_IN);
			int status = ask(route, part, false, &body);
			if (is_refusal(status, body) == allowed)
				fail_msg("%s %s as %s: status %d, but the row says %s", route->method == EH_POST ? "POST" : "GET",
				        route->pattern, eh_part_names[part], status, allowed ? "yes" : "no");
			asked++;
		}
	}
	printf("%u requests\n", asked);
	assert_true(asked > 300);
}

static void no_form_is_taken_without_its_token(void **state)
{
	struct eh_str body;

	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++)
		for (size_t part = 0; route->method == EH_POST && !(route->parts & EH_BY_ADDRESS) && part < EH_PART_COUNT;
		        part++) {
			int status = ask(route, part, true, &body);
			if (status != 403 && status != 401)
				fail_msg("POST %s without a token as %s: status %d", route->pattern, eh_part_names[part], status);
		}
}

/* A visitor's request without a form token, as a mailbox sends it. */
static int press(enum eh_method method, struct eh_str path, const char *form, struct eh_str *ret_body)
{
	struct eh_request request = { .method = method,
		.path = path,
		.client = EH_STR("a mailbox"),
		.origin = EH_STR("https://mail.example"),
		.id = "0",
		.now = NOW,
		.arena = &arena,
		.db = db };
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	struct eh_response response;

	eh_serve(eh_web_site(web), throttle, &request, EH_STR("application/x-www-form-urlencoded"), eh_str_of(form), false,
	        &response, headers);
	*ret_body = eh_arena_str(&arena, response.fixed.p ? response.fixed : eh_buf_str(&response.body));
	int status = response.status;
	eh_buf_finish(&response.body);
	return status;
}

static bool wants_digest(int64_t person)
{
	struct eh_q_mail_refused refused;

	return eh_q_mail_refused(db, person, EH_STR("digest"), &arena, &refused, &error) == EH_NOT_FOUND;
}

static void a_letters_link_ends_them_by_one_press_and_can_be_taken_back(void **state)
{
	struct eh_secret secret;
	struct eh_str body;

	(void)state;
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	struct eh_str link = eh_mail_unsubscribe_link(&secret, &arena, EH_STR(""), 1, EH_MAIL_DIGEST);
	eh_secret_finish(&secret);
	assert_int_equal(press(EH_GET, link, "", &body), 200);
	assert_true(wants_digest(1)); /* opening changes nothing */
	assert_int_equal(press(EH_POST, link, "List-Unsubscribe=One-Click", &body), 200);
	assert_true(eh_str_find(body, EH_STR("You get none of these letters")) > 0);
	assert_false(wants_digest(1));
	assert_int_equal(press(EH_POST, link, "letters=again", &body), 200);
	assert_true(wants_digest(1));
	link = eh_arena_str(&arena, link);
	((char *)(uintptr_t)link.p)[link.n - 1] ^= 1;
	assert_int_equal(press(EH_POST, link, "List-Unsubscribe=One-Click", &body), 404);
	assert_true(wants_digest(1));
}

static void an_administrator_may_post_nothing_that_turns_a_key(void **state)
{
	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++)
		if (route->method == EH_POST && strstr(route->pattern, "/motions"))
			assert_false(route->parts & EH_PART_ADMINISTRATOR);
}

static void every_row_says_what_it_is_for(void **state)
{
	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		assert_true(route->help && strlen(route->help) > 5 && route->handler && route->parts);
		for (const struct eh_route *other = route + 1; other->pattern; other++)
			if (other->method == route->method && strcmp(other->pattern, route->pattern) == 0)
				fail_msg("%s stands twice", route->pattern);
	}
}

static void the_access_matrix_in_the_docs_is_the_table(void **state)
{
	char *made = NULL, kept[1 << 16];
	size_t made_n, n;
	FILE *out = open_memstream(&made, &made_n), *in = fopen("docs/ACCESS.md", "r");

	(void)state;
	if (!in)
		fail_msg("docs/ACCESS.md is not there");
	assert_int_equal(eh_web_write_access(out), EH_OK);
	fclose(out);
	n = fread(kept, 1, sizeof kept - 1, in);
	kept[n] = '\0';
	fclose(in);
	bool same = strstr(kept, made) != NULL;
	free(made);
	if (!same)
		fail_msg("docs/ACCESS.md is not what the routes say: make it again with `evenhand serve --access > "
		         "docs/ACCESS.md`");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_keeps_to_its_row),
		cmocka_unit_test(no_form_is_taken_without_its_token),
		cmocka_unit_test(a_letters_link_ends_them_by_one_press_and_can_be_taken_back),
		cmocka_unit_test(an_administrator_may_post_nothing_that_turns_a_key),
		cmocka_unit_test(every_row_says_what_it_is_for),
		cmocka_unit_test(the_access_matrix_in_the_docs_is_the_table),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
