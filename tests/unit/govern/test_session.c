/* test_session.c: sessions, form tokens, the second factor, and the key that all of it hangs on. */
#include "test.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "council.h"
#include "govern/totp.h"

struct desk {
	struct eh_db *db;
	struct eh_secret secret;
	int64_t jo, officer;
};

static int set_up(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	desk->db = council_open();
	eh_secret_random(&desk->secret);
	desk->jo = council_person(desk->db, "jo");
	desk->officer = council_person(desk->db, "officer");
	council_role(desk->db, desk->officer, EH_ROLE_OFFICER, "town", NULL);
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

static void start(struct desk *desk, int64_t now, int64_t person, char token[EH_TOKEN_MAX])
{
	struct eh_error err = { 0 };

	assert_ok(eh_session_start(desk->db, now, &desk->secret, person, EH_STR("Mozilla/5.0 (X11; Linux x86_64) Firefox/115.0"),
	                  token, &err),
	        &err);
}

static enum eh_rc find(struct desk *desk, int64_t now, const char *token, struct eh_session *ret_session)
{
	return eh_session_find(desk->db, now, &desk->secret, eh_str_of(token), ret_session, NULL);
}

static void a_session_ends_when_idle_and_at_the_latest_after_its_time(void **state)
{
	struct desk *desk = *state;
	char jo[EH_TOKEN_MAX], officer[EH_TOKEN_MAX];
	struct eh_error err = { 0 };
	struct eh_session session;
	bool wrote = true;

	start(desk, NOON, desk->jo, jo);
	start(desk, NOON, desk->officer, officer);
	assert_int_equal(find(desk, NOON + 12 * HOUR - 1, jo, &session), EH_OK);
	assert_int_equal(session.person_id, desk->jo);
	assert_false(session.needs_factor || session.strong);
	assert_int_equal(find(desk, NOON + 12 * HOUR, jo, &session), EH_NOT_FOUND);
	assert_int_equal(find(desk, NOON + HOUR - 1, officer, &session), EH_OK);
	assert_true(session.needs_factor);
	assert_int_equal(find(desk, NOON + HOUR, officer, &session), EH_NOT_FOUND);
	assert_ok(eh_session_touch(desk->db, NOON + 59 * SECOND, &session, &wrote, &err), &err);
	assert_false(wrote);
	for (int64_t now = NOON + 50 * MINUTE; now < NOON + 12 * HOUR; now += 50 * MINUTE) {
		assert_int_equal(find(desk, now, officer, &session), EH_OK);
		assert_ok(eh_session_touch(desk->db, now, &session, &wrote, &err), &err);
		assert_true(wrote);
	}
	assert_int_equal(find(desk, NOON + 12 * HOUR, officer, &session), EH_NOT_FOUND);
}

static void sessions_are_listed_and_revoked_by_their_person(void **state)
{
	struct desk *desk = *state;
	char one[EH_TOKEN_MAX], two[EH_TOKEN_MAX], three[EH_TOKEN_MAX];
	struct eh_sessions sessions EH_CLEANUP_SESSIONS = { 0 };
	struct eh_error err = { 0 };
	struct eh_session session;

	start(desk, NOON, desk->jo, one);
	start(desk, NOON + 1, desk->jo, two);
	start(desk, NOON + 2, desk->jo, three);
	assert_ok(eh_session_list(desk->db, NOON + 3, desk->jo, &sessions, &err), &err);
	assert_int_equal(sessions.count, 3);
	assert_str(sessions.items[0].agent, "Firefox on Linux");
	assert_int_equal(eh_session_end(desk->db, NOON, desk->officer, sessions.items[0].session_id, &err), EH_NOT_FOUND);
	assert_ok(eh_session_end(desk->db, NOON, desk->jo, sessions.items[0].session_id, &err), &err);
	assert_int_equal(find(desk, NOON + 3, three, &session), EH_NOT_FOUND);
	assert_int_equal(find(desk, NOON + 3, two, &session), EH_OK);
	assert_ok(eh_session_end_all(desk->db, NOON, desk->jo, session.session_id, &err), &err);
	assert_int_equal(find(desk, NOON + 3, one, &session), EH_NOT_FOUND);
	assert_int_equal(find(desk, NOON + 3, two, &session), EH_OK);
	assert_ok(eh_person_leave(desk->db, NOON, &EH_ACTOR_SYSTEM, desk->jo, NOTHING, &err), &err);
	assert_int_equal(find(desk, NOON + 3, two, &session), EH_NOT_FOUND);
	assert_int_equal(eh_session_start(desk->db, NOON, &desk->secret, desk->jo, EH_STR(""), one, &err), EH_REFUSED);
}

static void a_token_of_another_installation_or_shape_is_no_session(void **state)
{
	struct desk *desk = *state;
	char token[EH_TOKEN_MAX], other[EH_TOKEN_MAX];
	struct eh_session session;
	struct eh_secret stranger;

	start(desk, NOON, desk->jo, token);
	eh_secret_random(&stranger);
	assert_int_equal(eh_session_find(desk->db, NOON, &stranger, eh_str_of(token), &session, NULL), EH_NOT_FOUND);
	eh_token_make(other);
	assert_int_equal(find(desk, NOON, other, &session), EH_NOT_FOUND);
	assert_int_equal(find(desk, NOON, "", &session), EH_NOT_FOUND);
	token[3] = '*';
	assert_int_equal(find(desk, NOON, token, &session), EH_NOT_FOUND);
}

static void a_second_factor_changes_the_token(void **state)
{
	struct desk *desk = *state;
	char weak[EH_TOKEN_MAX], strong[EH_TOKEN_MAX];
	struct eh_error err = { 0 };
	struct eh_session session;

	start(desk, NOON, desk->officer, weak);
	assert_int_equal(find(desk, NOON, weak, &session), EH_OK);
	assert_ok(eh_session_strengthen(desk->db, NOON, &desk->secret, &session, strong, &err), &err);
	assert_int_equal(find(desk, NOON, weak, &session), EH_NOT_FOUND);
	assert_int_equal(find(desk, NOON, strong, &session), EH_OK);
	assert_true(session.strong);
	assert_ok(eh_session_end(desk->db, NOON, desk->officer, session.session_id, &err), &err);
	assert_int_equal(eh_session_strengthen(desk->db, NOON, &desk->secret, &session, strong, &err), EH_NOT_FOUND);
}

static void form_tokens_belong_to_one_session(void **state)
{
	struct desk *desk = *state;
	char one[EH_TOKEN_MAX], two[EH_TOKEN_MAX], token[EH_TOKEN_MAX];

	eh_token_make(one);
	eh_token_make(two);
	eh_csrf_token(&desk->secret, eh_str_of(one), token);
	assert_true(eh_csrf_valid(&desk->secret, eh_str_of(one), eh_str_of(token)));
	assert_false(eh_csrf_valid(&desk->secret, eh_str_of(two), eh_str_of(token)));
	assert_false(eh_csrf_valid(&desk->secret, eh_str_of(one), EH_STR("")));
	assert_false(eh_csrf_valid(&desk->secret, eh_str_of(one), eh_str_of(one)));
	token[42] = token[42] == 'A' ? 'B' : 'A';
	assert_false(eh_csrf_valid(&desk->secret, eh_str_of(one), eh_str_of(token)));
}

static void browsers_are_told_in_fixed_words(void **state)
{
	static const struct {
		const char *sent, *summary;
	} CASES[] = {
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 "
		  "Edg/120.0",
		        "Edge on Windows" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17.0 Mobile/15E148 "
		  "Safari/604.1",
		        "Safari on iPhone" },
		{ "Mozilla/5.0 (Linux; Android 9; K) AppleWebKit/537.36 SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
		        "Samsung Internet on Android" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/115.0", "Firefox on a Mac" },
		{ "curl/8.0 <script>", "a browser" },
		{ "", "a browser" },
	};
	char summary[64];

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		eh_agent_summary(eh_str_of(CASES[i].sent), summary);
		assert_string_equal(summary, CASES[i].summary);
	}
}

/* RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
static void codes_are_those_of_the_standard(void **state)
{
	static const struct {
		int64_t seconds;
		const char *code;
	} CASES[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" }, { 1234567890, "005924" },
		{ 2000000000, "279037" }, { 20000000000, "353130" } };
	static const unsigned char KEY[] = "12345678901234567890";
	struct eh_error err = { 0 };
	char code[7];

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		assert_ok(eh_totp_code(KEY, eh_totp_step(CASES[i].seconds * SECOND), code, &err), &err);
		assert_string_equal(code, CASES[i].code);
	}
}

/* What the authenticator shows for a secret in base32. */
static void app_code(const char *base32, int64_t now, char code[7])
{
	unsigned char bytes[EH_TOTP_SECRET] = { 0 };
	struct eh_error err = { 0 };

	for (size_t i = 0; i < 160; i++) {
		char c = base32[i / 5];
		unsigned value = c >= '2' && c <= '7' ? (unsigned)(c - '2') + 26 : (unsigned)(c - 'A');
		bytes[i / 8] = (unsigned char)(bytes[i / 8] | (value >> (4 - i % 5) & 1) << (7 - i % 8));
	}
	assert_ok(eh_totp_code(bytes, eh_totp_step(now), code, &err), &err);
}

static enum eh_rc check(struct desk *desk, int64_t now, int64_t person, const char *code, struct eh_error *err)
{
	return eh_factor_check(desk->db, now, &desk->secret, person, eh_str_of(code), err);
}

static struct eh_factor_offer enrol(struct desk *desk, int64_t now, int64_t person, struct eh_recovery_codes *codes)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_factor_offer offer;
	struct eh_error err = { 0 };
	char code[7];

	assert_ok(eh_factor_begin(desk->db, now, &desk->secret, person, EH_STR("Evenhand Town"), &arena, &offer, &err), &err);
	assert_true(eh_str_starts(offer.uri, EH_STR("otpauth://totp/Evenhand%20Town:")));
	assert_true(eh_str_find(offer.uri, eh_str_of(offer.secret)) > 0);
	app_code(offer.secret, now, code);
	assert_ok(eh_factor_confirm(desk->db, now, &desk->secret, person, eh_str_of(code), codes, &err), &err);
	return offer;
}

static void an_authenticators_code_is_taken_once_within_a_step_of_its_time(void **state)
{
	struct desk *desk = *state;
	struct eh_recovery_codes codes;
	struct eh_error err = { 0 };
	struct eh_factor_offer offer = enrol(desk, NOON, desk->officer, &codes);
	int64_t now = NOON + 16 * MINUTE, left = 0;
	char code[7], before[7], early[7], late[7];

	app_code(offer.secret, NOON, code);
	assert_refused(check(desk, NOON, desk->officer, code, &err), &err, "used before"); /* it confirmed the factor */
	app_code(offer.secret, now, code);
	app_code(offer.secret, now - 30 * SECOND, before);
	app_code(offer.secret, now + 60 * SECOND, early);
	app_code(offer.secret, now - 60 * SECOND, late);
	assert_refused(check(desk, now, desk->officer, early, &err), &err, "wrong");
	assert_refused(check(desk, now, desk->officer, late, &err), &err, "wrong");
	assert_ok(check(desk, now, desk->officer, code, &err), &err);
	assert_refused(check(desk, now, desk->officer, code, &err), &err, "used before");
	assert_refused(check(desk, now, desk->officer, before, &err), &err, "used before"); /* older than the newest taken */
	assert_ok(check(desk, now + 30 * SECOND, desk->officer, early, &err), &err);        /* the clock is a step behind */
	/* Four wrong ones since this quarter of an hour began: another, and it rests. */
	assert_refused(check(desk, now + 40 * SECOND, desk->officer, "not a code", &err), &err, "wrong");
	app_code(offer.secret, now + 5 * MINUTE, code);
	enum eh_rc rc = check(desk, now + 4 * MINUTE, desk->officer, code, &err);
	if (rc != EH_REFUSED || !strstr(err.message, "Wait a quarter of an hour"))
		fail_msg("after five wrong codes: %s: %s", eh_rc_name(rc), err.message);
	app_code(offer.secret, now + 20 * MINUTE, code);
	assert_ok(check(desk, now + 20 * MINUTE, desk->officer, code, &err), &err);
	assert_ok(eh_factor_codes_left(desk->db, desk->officer, &left, &err), &err);
	assert_int_equal(left, EH_RECOVERY_CODES);
}

static void a_recovery_code_works_once(void **state)
{
	struct desk *desk = *state;
	struct eh_recovery_codes codes;
	struct eh_error err = { 0 };
	char wrong[EH_RECOVERY_MAX];
	int64_t left = 0;

	enrol(desk, NOON, desk->officer, &codes);
	assert_ok(check(desk, NOON, desk->officer, codes.codes[7], &err), &err);
	assert_refused(check(desk, NOON, desk->officer, codes.codes[7], &err), &err, "used before");
	memcpy(wrong, codes.codes[2], sizeof wrong);
	wrong[12] = wrong[12] == 'a' ? 'b' : 'a';
	assert_refused(check(desk, NOON, desk->officer, wrong, &err), &err, "wrong");
	assert_ok(eh_factor_codes_left(desk->db, desk->officer, &left, &err), &err);
	assert_int_equal(left, EH_RECOVERY_CODES - 1);
	for (size_t i = 0; i < EH_RECOVERY_CODES; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(codes.codes[i], codes.codes[j]);
}

static void a_factor_is_begun_confirmed_and_not_replaced(void **state)
{
	struct desk *desk = *state;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_factor_offer first, second;
	struct eh_recovery_codes codes;
	struct eh_error err = { 0 };
	enum eh_factor_state factor;
	char code[7];

	assert_ok(eh_factor_state(desk->db, desk->jo, &factor, &err), &err);
	assert_int_equal(factor, EH_FACTOR_NONE);
	assert_refused(check(desk, NOON, desk->jo, "123456", &err), &err, "Set up an authenticator first");
	assert_refused(
	        eh_factor_confirm(desk->db, NOON, &desk->secret, desk->jo, EH_STR("123456"), &codes, &err), &err, "Set up");
	assert_ok(eh_factor_begin(desk->db, NOON, &desk->secret, desk->jo, EH_STR("E"), &arena, &first, &err), &err);
	assert_ok(eh_factor_begin(desk->db, NOON, &desk->secret, desk->jo, EH_STR("E"), &arena, &second, &err), &err);
	app_code(first.secret, NOON, code);
	assert_refused(eh_factor_confirm(desk->db, NOON, &desk->secret, desk->jo, eh_str_of(code), &codes, &err), &err, "wrong");
	assert_refused(eh_factor_confirm(desk->db, NOON, &desk->secret, desk->jo, EH_STR("x"), &codes, &err), &err, "wrong");
	app_code(second.secret, NOON, code);
	assert_refused(check(desk, NOON, desk->jo, code, &err), &err, "Set up an authenticator first");
	assert_ok(eh_factor_confirm(desk->db, NOON, &desk->secret, desk->jo, eh_str_of(code), &codes, &err), &err);
	assert_refused(
	        eh_factor_begin(desk->db, NOON, &desk->secret, desk->jo, EH_STR("E"), &arena, &first, &err), &err, "already");
	assert_refused(
	        eh_factor_confirm(desk->db, NOON, &desk->secret, desk->jo, eh_str_of(code), &codes, &err), &err, "already");
}

static void a_stewards_factor_takes_two_to_put_back(void **state)
{
	struct desk *desk = *state;
	const int64_t admin = council_person(desk->db, "admin"),
	              steward = council_steward(desk->db, "steward", EH_SIDE_COUNCIL, NULL),
	              other = council_steward(desk->db, "other", EH_SIDE_SECTOR, "org-1");
	const struct eh_actor by_admin = council_actor(admin), by_other = council_actor(other),
	                      by_steward = council_actor(steward), by_officer = council_actor(desk->officer),
	                      weak = { .person_id = other };
	struct eh_recovery_codes codes;
	struct eh_error err = { 0 };
	enum eh_factor_state factor;
	bool done = true;

	council_role(desk->db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	enrol(desk, NOON, steward, &codes);
	assert_refused(eh_factor_reset(desk->db, NOON, &by_steward, steward, NOTHING, &done, &err), &err, "your own");
	assert_refused(eh_factor_reset(desk->db, NOON, &by_officer, steward, NOTHING, &done, &err), &err,
	        "Only an administrator or a steward");
	assert_refused(eh_factor_reset(desk->db, NOON, &weak, steward, NOTHING, &done, &err), &err, "authenticator first");
	assert_ok(eh_factor_reset(desk->db, NOON, &by_admin, steward, EH_STR("lost phone"), &done, &err), &err);
	assert_false(done);
	assert_refused(eh_factor_reset(desk->db, NOON, &by_admin, steward, NOTHING, &done, &err), &err, "another steward");
	assert_refused(
	        eh_factor_reset(desk->db, NOON, &EH_ACTOR_SYSTEM, steward, NOTHING, &done, &err), &err, "a steward of the place");
	assert_ok(eh_factor_state(desk->db, steward, &factor, &err), &err);
	assert_int_equal(factor, EH_FACTOR_READY);
	assert_ok(eh_factor_reset(desk->db, NOON + 8 * DAY, &by_other, steward, NOTHING, &done, &err), &err);
	assert_false(done); /* the request of a week ago counts no more: this is a new one */
	assert_refused(eh_factor_reset(desk->db, NOON + 8 * DAY, &by_admin, steward, NOTHING, &done, &err), &err,
	        "a steward of the place");
}

static void a_request_and_another_stewards_word_put_a_factor_back(void **state)
{
	struct desk *desk = *state;
	const int64_t admin = council_person(desk->db, "admin"),
	              steward = council_steward(desk->db, "steward", EH_SIDE_COUNCIL, NULL),
	              other = council_steward(desk->db, "other", EH_SIDE_COUNCIL, NULL);
	const struct eh_actor by_admin = council_actor(admin), by_other = council_actor(other);
	char token[EH_TOKEN_MAX];
	struct eh_session session;
	struct eh_recovery_codes codes;
	struct eh_error err = { 0 };
	enum eh_factor_state factor;
	bool done = false;

	council_role(desk->db, admin, EH_ROLE_ADMINISTRATOR, NULL, NULL);
	enrol(desk, NOON, steward, &codes);
	start(desk, NOON, steward, token);
	assert_ok(eh_factor_reset(desk->db, NOON, &by_admin, steward, EH_STR("lost phone"), &done, &err), &err);
	assert_false(done);
	assert_ok(eh_factor_reset(desk->db, NOON, &by_other, steward, EH_STR("I rang them"), &done, &err), &err);
	assert_true(done);
	assert_ok(eh_factor_state(desk->db, steward, &factor, &err), &err);
	assert_int_equal(factor, EH_FACTOR_NONE);
	assert_int_equal(find(desk, NOON, token, &session), EH_NOT_FOUND);
	/* Of an officer, the administrator does it alone. */
	assert_ok(eh_factor_reset(desk->db, NOON, &by_admin, desk->officer, NOTHING, &done, &err), &err);
	assert_true(done);
}

static void the_key_file_is_made_for_its_owner_alone_and_read_again(void **state)
{
	const char *folder = test_folder();
	struct eh_secret made, read;
	struct eh_error err = { 0 };
	char db[128], key[140];
	struct stat about;

	(void)state;
	unsetenv("EVENHAND_KEY_FILE");
	snprintf(db, sizeof db, "%s/store.db", folder);
	snprintf(key, sizeof key, "%s.key", db);
	assert_int_equal(eh_secret_open(db, false, &made, &err), EH_NOT_FOUND);
	assert_non_null(strstr(err.message, "EVENHAND_KEY_FILE"));
	assert_ok(eh_secret_open(db, true, &made, &err), &err);
	assert_int_equal(stat(key, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(about.st_size, 65);
	assert_ok(eh_secret_open(db, true, &read, &err), &err);
	assert_memory_equal(made.key, read.key, sizeof made.key);
	assert_int_equal(chmod(key, 0640), 0);
	assert_int_equal(eh_secret_open(db, true, &read, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "chmod 600"));
	assert_int_equal(chmod(key, 0600), 0);
	FILE *out = fopen(key, "w");
	fputs("not a key\n", out);
	fclose(out);
	assert_int_equal(eh_secret_open(db, true, &read, &err), EH_INVALID);
	setenv("EVENHAND_KEY_FILE", key, 1);
	assert_int_equal(eh_secret_open("/nowhere/store.db", false, &read, &err), EH_INVALID);
	unsetenv("EVENHAND_KEY_FILE");
	assert_int_equal(eh_secret_open("/nowhere/store.db", true, &read, &err), EH_NOT_FOUND);
	test_remove(folder);
}

static void sealed_secrets_open_with_their_own_key_and_purpose_alone(void **state)
{
	struct eh_buf sealed EH_CLEANUP_BUF = { 0 }, again EH_CLEANUP_BUF = { 0 }, plain EH_CLEANUP_BUF = { 0 };
	struct eh_secret secret, other;
	struct eh_error err = { 0 };

	(void)state;
	eh_secret_random(&secret);
	eh_secret_random(&other);
	assert_int_equal(eh_secret_seal(&secret, EH_FOR_FACTOR, EH_STR("hush"), &sealed), EH_OK);
	assert_int_equal(eh_secret_seal(&secret, EH_FOR_FACTOR, EH_STR("hush"), &again), EH_OK);
	assert_false(eh_str_eq(eh_buf_str(&sealed), eh_buf_str(&again)));
	assert_ok(eh_secret_unseal(&secret, EH_FOR_FACTOR, eh_buf_str(&sealed), &plain, &err), &err);
	assert_str(eh_buf_str(&plain), "hush");
	assert_int_equal(eh_secret_unseal(&secret, EH_FOR_MAIL, eh_buf_str(&sealed), &plain, &err), EH_INVALID);
	assert_int_equal(eh_secret_unseal(&other, EH_FOR_FACTOR, eh_buf_str(&sealed), &plain, &err), EH_INVALID);
	assert_int_equal(eh_secret_unseal(&secret, EH_FOR_FACTOR, EH_STR("short"), &plain, &err), EH_INVALID);
	sealed.p[30] ^= 1;
	assert_int_equal(eh_secret_unseal(&secret, EH_FOR_FACTOR, eh_buf_str(&sealed), &plain, &err), EH_INVALID);
	assert_int_equal(plain.n, 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_session_ends_when_idle_and_at_the_latest_after_its_time),
		TEST(sessions_are_listed_and_revoked_by_their_person),
		TEST(a_token_of_another_installation_or_shape_is_no_session),
		TEST(a_second_factor_changes_the_token),
		TEST(form_tokens_belong_to_one_session),
		TEST(browsers_are_told_in_fixed_words),
		TEST(codes_are_those_of_the_standard),
		TEST(an_authenticators_code_is_taken_once_within_a_step_of_its_time),
		TEST(a_recovery_code_works_once),
		TEST(a_factor_is_begun_confirmed_and_not_replaced),
		TEST(a_stewards_factor_takes_two_to_put_back),
		TEST(a_request_and_another_stewards_word_put_a_factor_back),
		cmocka_unit_test(the_key_file_is_made_for_its_owner_alone_and_read_again),
		cmocka_unit_test(sealed_secrets_open_with_their_own_key_and_purpose_alone),
	};
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
