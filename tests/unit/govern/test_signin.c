#include "test.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "council.h"
#include "govern/totp.h"

static const struct eh_str CLIENT = { "192.0.2.1", 9 };

struct desk {
	struct eh_db *db;
	struct eh_secret secret;
	int64_t jo;
};

static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	desk->db = council_open();
	eh_secret_random(&desk->secret);
	desk->jo = council_person(desk->db, "jo");
	*state = desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;

	eh_db_close(desk->db);
	free(desk);
	return 0;
}

static struct eh_signin_sent ask(struct desk *desk, int64_t now, const char *email)
{
	struct eh_signin_sent sent = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_signin_request(desk->db, now, &desk->secret, eh_str_of(email), CLIENT, &sent, &err), &err);
	return sent;
}

static enum eh_rc use_link(struct desk *desk, int64_t now, const char *token, int64_t *ret_person, struct eh_error *err)
{
	return eh_signin_use_token(desk->db, now, &desk->secret, eh_str_of(token), CLIENT, ret_person, err);
}

static enum eh_rc use_code(
        struct desk *desk, int64_t now, const char *handle, const char *code, int64_t *ret_person, struct eh_error *err)
{
	return eh_signin_use_code(desk->db, now, &desk->secret, eh_str_of(handle), eh_str_of(code), CLIENT, ret_person, err);
}

/* Another code than the right one. */
static const char *not_code(const struct eh_signin_sent *sent) { return strcmp(sent->code, "123456") == 0 ? "654321" : "123456"; }

static enum eh_signin_state look(struct desk *desk, int64_t now, const char *token)
{
	struct eh_error err = { 0 };
	enum eh_signin_state found = EH_SIGNIN_NONE;

	assert_ok(eh_signin_look(desk->db, now, &desk->secret, eh_str_of(token), &found, &err), &err);
	return found;
}

static void a_link_works_once_and_for_a_quarter_of_an_hour(void **state)
{
	struct desk *desk = *state;
	struct eh_error err = { 0 };
	int64_t person = 0;
	struct eh_signin_sent sent = ask(desk, NOON, "Jo@example.org");

	assert_int_equal(sent.person_id, desk->jo);
	/* Mail scanners open links, as often as they like. */
	for (int i = 0; i < 50; i++)
		assert_int_equal(look(desk, NOON, sent.token), EH_SIGNIN_OPEN);
	assert_int_equal(look(desk, NOON + 15 * MINUTE, sent.token), EH_SIGNIN_RUN_OUT);
	assert_refused(use_link(desk, NOON + 15 * MINUTE, sent.token, &person, &err), &err, "not valid");
	assert_int_equal(person, 0);
	assert_ok(use_link(desk, NOON + 15 * MINUTE - 1, sent.token, &person, &err), &err);
	assert_int_equal(person, desk->jo);
	assert_refused(use_link(desk, NOON, sent.token, &person, &err), &err, "was used before");
	assert_int_equal(look(desk, NOON, sent.token), EH_SIGNIN_USED);
	assert_int_equal(look(desk, NOON + 15 * MINUTE, sent.token), EH_SIGNIN_USED);
	assert_int_equal(look(desk, NOON, "nonsense"), EH_SIGNIN_NONE);
	assert_refused(use_code(desk, NOON, sent.handle, sent.code, &person, &err), &err, "has run out");
}

static void a_code_works_with_its_handle_alone(void **state)
{
	struct desk *desk = *state;
	struct eh_error err = { 0 };
	int64_t person = 0;
	struct eh_signin_sent one = ask(desk, NOON, "jo@example.org"), two = ask(desk, NOON, "jo@example.org");
	char spaced[16];

	if (strcmp(one.code, two.code) != 0)
		assert_refused(use_code(desk, NOON, two.handle, one.code, &person, &err), &err, "not the code");
	assert_refused(use_code(desk, NOON, "", one.code, &person, &err), &err, "another browser");
	assert_refused(use_code(desk, NOON, one.token, one.code, &person, &err), &err, "another browser");
	snprintf(spaced, sizeof spaced, " %.3s-%s ", one.code, one.code + 3);
	assert_ok(use_code(desk, NOON, one.handle, spaced, &person, &err), &err);
	assert_int_equal(person, desk->jo);
	/* Who is in needs none of the others. */
	assert_refused(use_code(desk, NOON, two.handle, two.code, &person, &err), &err, "has run out");
	assert_refused(use_link(desk, NOON, two.token, &person, &err), &err, "used before");
}

static void five_wrong_codes_and_the_code_is_dead_but_the_link_is_not(void **state)
{
	struct desk *desk = *state;
	struct eh_error err = { 0 };
	int64_t person = 0;
	struct eh_signin_sent sent = ask(desk, NOON, "jo@example.org");

	static const char *const SAID[] = { "4 more times.", "3 more times.", "2 more times.", "1 more time.",
		"typed wrong 5 times" };
	for (int i = 0; i < EH_SIGNIN_CODE_TRIES; i++)
		assert_refused(use_code(desk, NOON, sent.handle, not_code(&sent), &person, &err), &err, SAID[i]);
	assert_refused(use_code(desk, NOON, sent.handle, sent.code, &person, &err), &err, "typed wrong 5 times");
	assert_ok(use_link(desk, NOON, sent.token, &person, &err), &err);
}

static void four_wrong_codes_leave_one_try(void **state)
{
	struct desk *desk = *state;
	struct eh_error err = { 0 };
	int64_t person = 0;
	struct eh_signin_sent sent = ask(desk, NOON, "jo@example.org");

	for (int i = 0; i < EH_SIGNIN_CODE_TRIES - 1; i++)
		assert_refused(
		        use_code(desk, NOON, sent.handle, i ? not_code(&sent) : "12345x", &person, &err), &err, "more time");
	assert_ok(use_code(desk, NOON, sent.handle, sent.code, &person, &err), &err);
}

static void an_unknown_address_gets_the_same_answers(void **state)
{
	struct desk *desk = *state;
	struct eh_error known = { 0 }, unknown = { 0 };
	int64_t person = 0;

	assert_ok(eh_person_leave(desk->db, NOON, &EH_ACTOR_SYSTEM, council_person(desk->db, "gone"), NOTHING, &known), &known);
	struct eh_signin_sent jo = ask(desk, NOON, "jo@example.org"), nobody = ask(desk, NOON, "nobody@example.org"),
	                      gone = ask(desk, NOON, "gone@example.org");
	assert_int_equal(nobody.person_id, 0);
	assert_int_equal(gone.person_id, 0);
	assert_int_equal(strlen(jo.handle), strlen(nobody.handle));
	assert_int_equal(use_code(desk, NOON, jo.handle, not_code(&jo), &person, &known), EH_REFUSED);
	assert_int_equal(use_code(desk, NOON, nobody.handle, not_code(&nobody), &person, &unknown), EH_REFUSED);
	assert_string_equal(known.message, unknown.message);
	assert_int_equal(use_code(desk, NOON, jo.handle, not_code(&jo), &person, &known), EH_REFUSED);
	assert_int_equal(use_code(desk, NOON, nobody.handle, nobody.code, &person, &unknown), EH_REFUSED);
	assert_string_equal(known.message, unknown.message);
	assert_int_equal(use_code(desk, NOON + 15 * MINUTE, jo.handle, not_code(&jo), &person, &known), EH_REFUSED);
	assert_int_equal(use_code(desk, NOON + 15 * MINUTE, nobody.handle, nobody.code, &person, &unknown), EH_REFUSED);
	assert_string_equal(known.message, unknown.message);
	assert_refused(use_link(desk, NOON, nobody.token, &person, &unknown), &unknown, "not valid");
	assert_int_equal(look(desk, NOON, nobody.token), EH_SIGNIN_NONE);
	assert_int_equal(person, 0);
}

static void requests_are_limited_alike_for_every_address(void **state)
{
	struct desk *desk = *state;
	static const char *const EMAILS[] = { "jo@example.org", "nobody@example.org" };
	struct eh_signin_sent sent;
	struct eh_error err = { 0 };

	for (size_t i = 0; i < 2; i++) {
		for (int j = 0; j < 5; j++)
			ask(desk, NOON, EMAILS[i]);
		assert_refused(eh_signin_request(desk->db, NOON, &desk->secret, eh_str_of(EMAILS[i]), CLIENT, &sent, &err), &err,
		        "Try again in 15 minutes");
		ask(desk, NOON + 15 * MINUTE, EMAILS[i]);
	}
	assert_int_equal(eh_signin_request(desk->db, NOON, &desk->secret, EH_STR("no address"), CLIENT, &sent, &err), EH_INVALID);
}

static void a_client_is_limited_whatever_addresses_it_tries(void **state)
{
	struct desk *desk = *state;
	struct eh_signin_sent sent;
	struct eh_error err = { 0 };
	int64_t person;
	char email[40];

	for (int i = 0; i < 30; i++) {
		snprintf(email, sizeof email, "a%d@example.org", i);
		ask(desk, NOON, email);
	}
	assert_refused(eh_signin_request(desk->db, NOON, &desk->secret, EH_STR("b@example.org"), CLIENT, &sent, &err), &err,
	        "too often");
	assert_ok(eh_signin_request(desk->db, NOON, &desk->secret, EH_STR("b@example.org"), EH_STR("192.0.2.2"), &sent, &err),
	        &err);
	for (int i = 0; i < 30; i++)
		assert_refused(use_link(desk, NOON, "guess", &person, &err), &err, "not valid");
	assert_refused(use_link(desk, NOON, "guess", &person, &err), &err, "Too many wrong codes");
	assert_refused(use_code(desk, NOON, "guess", "123456", &person, &err), &err, "Too many wrong codes");
}

static void nothing_secret_is_kept_as_it_is(void **state)
{
	const char *folder = test_folder();
	char path[128], name[160];
	struct eh_error err = { 0 };
	struct eh_signin_sent sent = { 0 };
	struct eh_secret secret;
	char session[EH_TOKEN_MAX], *bytes;
	struct eh_db *db = NULL;
	int64_t person = 0;

	(void)state;
	snprintf(path, sizeof path, "%s/store.db", folder);
	eh_secret_random(&secret);
	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, EH_STR("Jo"), EH_STR("jo@example.org"), &person, &err), &err);
	assert_ok(eh_signin_request(db, NOON, &secret, EH_STR("jo@example.org"), EH_STR("198.51.100.77"), &sent, &err), &err);
	assert_ok(eh_session_start(db, NOON, &secret, person, EH_STR("Mozilla/5.0 (Marked; Linux) Firefox/1"), session, &err),
	        &err);
	eh_db_close(db);
	const char *const secrets[] = { sent.token, sent.handle, session, "198.51.100.77", "Marked" };
	static const char *const FILES[] = { "", "-wal" };
	for (size_t i = 0; i < 2; i++) {
		snprintf(name, sizeof name, "%s%s", path, FILES[i]);
		FILE *in = fopen(name, "r");
		if (!in)
			continue;
		bytes = calloc(1, 4 << 20);
		size_t n = fread(bytes, 1, 4 << 20, in);
		fclose(in);
		for (size_t j = 0; j < sizeof secrets / sizeof *secrets; j++)
			assert_null(memmem(bytes, n, secrets[j], strlen(secrets[j])));
		free(bytes);
	}
	test_remove(folder);
}

static void sweeping_takes_what_has_run_out(void **state)
{
	struct desk *desk = *state;
	struct eh_error err = { 0 };
	int64_t person = 0;
	struct eh_signin_sent old = ask(desk, NOON, "jo@example.org"), fresh = ask(desk, NOON + 3 * DAY, "jo@example.org");

	assert_ok(eh_signin_sweep(desk->db, NOON + 3 * DAY, &err), &err);
	assert_refused(use_link(desk, NOON, old.token, &person, &err), &err, "not valid");
	assert_ok(use_link(desk, NOON + 3 * DAY, fresh.token, &person, &err), &err);
}

static void codes_are_read_as_people_type_them(void **state)
{
	static const struct {
		const char *typed, *code; /* NULL: none */
	} CASES[] = { { "123456", "123456" }, { " 123 456\r\n", "123456" }, { "12-34-56", "123456" }, { "", NULL },
		{ "12345", NULL }, { "1234567", NULL }, { "12345a", NULL }, { "\xd9\xa1\xd9\xa2\xd9\xa3", NULL } };
	char code[7], recovery[EH_RECOVERY_MAX] = "";

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		assert_int_equal(eh_code_parse(eh_str_of(CASES[i].typed), code), CASES[i].code != NULL);
		if (CASES[i].code)
			assert_string_equal(code, CASES[i].code);
	}
	assert_true(eh_recovery_parse(EH_STR("3 ABCDE fghIJ"), recovery));
	assert_string_equal(recovery, "3-abcde-fgh1j");
	assert_true(eh_recovery_parse(EH_STR("3abcdefghol"), recovery));
	assert_string_equal(recovery, "3-abcde-fgh01");
	assert_false(eh_recovery_parse(EH_STR("abcdefghijk"), recovery));
	assert_false(eh_recovery_parse(EH_STR("3-abcde-fghi"), recovery));
	assert_false(eh_recovery_parse(EH_STR("3-abcde-fghijk"), recovery));
	assert_false(eh_recovery_parse(EH_STR("3-abcdu-fghij"), recovery));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_link_works_once_and_for_a_quarter_of_an_hour),
		TEST(a_code_works_with_its_handle_alone),
		TEST(five_wrong_codes_and_the_code_is_dead_but_the_link_is_not),
		TEST(four_wrong_codes_leave_one_try),
		TEST(an_unknown_address_gets_the_same_answers),
		TEST(requests_are_limited_alike_for_every_address),
		TEST(a_client_is_limited_whatever_addresses_it_tries),
		TEST(nothing_secret_is_kept_as_it_is),
		TEST(sweeping_takes_what_has_run_out),
		TEST(codes_are_read_as_people_type_them),
	};
	return cmocka_run_group_tests_name("signin", tests, NULL, NULL);
}
