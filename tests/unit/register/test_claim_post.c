/* Claims shown by a code in the post: who may print the letter, and who may use its code, when and how often. Everybody and everything here is
 * invented. */
#include "claims.h"
#include "register/hiding.h"

static struct claims claims;
static struct eh_secret secret;
static struct eh_error error;

static int setup(void **state)
{
	(void)state;
	claims_open(&claims);
	eh_secret_random(&secret);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	claims_close(&claims);
	return 0;
}

static enum eh_rc ask(const char *org, const char *email, int64_t *ret_person)
{
	assert_ok(eh_db_begin(claims.db, &error), &error);
	enum eh_rc rc = eh_claim_ask_post(
	        claims.db, NOON, eh_str_of(org), EH_STR("Somebody"), eh_str_of(email), ret_person, &error);
	if (rc < 0)
		eh_db_rollback(claims.db);
	else
		assert_ok(eh_db_commit(claims.db, &error), &error);
	return rc;
}

/* The newest whose maker answered the letter that signs them in; 0: none waits. */
static int64_t waiting(void)
{
	struct eh_claim_posts posts EH_CLEANUP_CLAIM_POSTS = { 0 };
	int64_t newest = 0;

	assert_ok(eh_claim_posts(claims.db, EH_STR("here"), &posts, &error), &error);
	for (size_t i = 0; i < posts.count; i++)
		newest = posts.items[i].claim_id > newest ? posts.items[i].claim_id : newest;
	return newest;
}

static int64_t asked(const char *email, int64_t *ret_claim)
{
	int64_t person = 0;
	size_t held = 7;

	assert_ok(ask(claims.chess, email, &person), &error);
	assert_ok(eh_claim_settle(claims.db, NOON, person, &held, &error), &error);
	assert_int_equal(held, 0);
	*ret_claim = waiting();
	assert_true(*ret_claim > 0);
	return person;
}

static enum eh_rc print_as(const struct eh_actor *by, const char *place, int64_t claim, struct eh_claim_letter *ret_letter)
{
	return eh_claim_print(claims.db, NOON, &secret, by, eh_str_of(place), claim, &claims.arena, ret_letter, &error);
}

static enum eh_rc type(int64_t now, int64_t person, int64_t claim, const char *code, int64_t *ret_left)
{
	return eh_claim_code(claims.db, now, &secret, person, claim, eh_str_of(code), ret_left, &error);
}

static void the_code_of_the_letter_gives_the_entry_once(void **state)
{
	int64_t claim = 0, left = 7, person;
	struct eh_claim_letter letter;
	char typed[64];

	(void)state;
	person = asked("ann@gmail.com", &claim);
	assert_refused(type(NOON, person, claim, "aaaaa-aaaaa", &left), &error, "No letter has been printed");
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_str(letter.address, "1 High Street");
	assert_str(letter.postcode, "ZZ1 1AA");
	assert_int_equal(strlen(letter.code), 11);
	assert_false(claims_holds(&claims, person, claims.chess));
	/* As somebody types it: in capitals, with blanks for the dash. */
	snprintf(typed, sizeof typed, " %.5s  %s ", letter.code, letter.code + 6);
	for (char *c = typed; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
	assert_ok(type(NOON, person, claim, typed, &left), &error);
	assert_int_equal(left, EH_CLAIM_CODE_RIGHT);
	assert_true(claims_holds(&claims, person, claims.chess));
	assert_int_equal(waiting(), 0);
	assert_refused(type(NOON, person, claim, letter.code, &left), &error, "waits for no code");
}

static void what_is_stored_is_no_code(void **state)
{
	struct eh_q_claim_letter_get row;
	struct eh_claim_letter letter;
	int64_t claim = 0;

	(void)state;
	asked("ann@gmail.com", &claim);
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_ok(eh_q_claim_letter_get(claims.db, claim, &claims.arena, &row, &error), &error);
	assert_int_equal(row.code.n, EH_HASH_BYTES);
	assert_true(eh_str_find(row.code, eh_str_of(letter.code)) < 0);
}

static void a_code_is_good_for_28_days_and_five_tries(void **state)
{
	int64_t claim = 0, left = 7, person;
	struct eh_claim_letter letter, again;

	(void)state;
	person = asked("ann@gmail.com", &claim);
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_refused(type(NOON + 29 * DAY, person, claim, letter.code, &left), &error, "good for 28 days");
	for (int64_t i = 4; i >= 0; i--) {
		assert_ok(type(NOON, person, claim, i % 2 ? "22222-22222" : "no code", &left), &error);
		assert_int_equal(left, i);
	}
	assert_refused(type(NOON, person, claim, letter.code, &left), &error, "too many wrong codes");
	/* Another letter: the code of the one before is void. */
	assert_ok(print_as(&claims.officer, "here", claim, &again), &error);
	assert_ok(type(NOON, person, claim, letter.code, &left), &error);
	assert_int_equal(left, 4);
	assert_ok(type(NOON + 27 * DAY, person, claim, again.code, &left), &error);
	assert_int_equal(left, EH_CLAIM_CODE_RIGHT);
}

static void letters_are_printed_by_keepers_of_the_list_there_three_times_at_most(void **state)
{
	const struct eh_actor admin = { claims.house.admin, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, NOTHING, true };
	struct eh_claim_letter letter;
	int64_t claim = 0;

	(void)state;
	asked("ann@gmail.com", &claim);
	assert_refused(print_as(&admin, "here", claim, &letter), &error, "An officer or the infrastructure");
	assert_int_equal(print_as(&claims.officer, "elsewhere", claim, &letter), EH_NOT_FOUND);
	assert_int_equal(print_as(&claims.officer, "here", claim + 1, &letter), EH_NOT_FOUND);
	for (int i = 0; i < EH_CLAIM_CODE_PRINTS; i++)
		assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_refused(print_as(&claims.officer, "here", claim, &letter), &error, "Both keys can vouch");
}

static void nobody_uses_a_code_that_is_anothers_or_that_they_printed(void **state)
{
	int64_t claim = 0, left = 7, other = council_person(claims.db, "other"), own = 0;
	const struct eh_actor second = { council_person(claims.db, "second"), EH_ROLE_INFRASTRUCTURE, EH_SIDE_SECTOR, NOTHING,
		true };
	struct eh_claim_letter letter;

	(void)state;
	asked("ann@gmail.com", &claim);
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_int_equal(type(NOON, other, claim, letter.code, &left), EH_NOT_FOUND);
	assert_int_equal(type(NOON, 0, claim, letter.code, &left), EH_NOT_FOUND);
	assert_int_equal(asked("officer@example.org", &own), claims.officer.person_id);
	assert_refused(print_as(&claims.officer, "here", own, &letter), &error, "your own claim");
	assert_ok(print_as(&second, "here", own, &letter), &error);
	assert_int_equal(left, 7);
}

static void nobody_is_written_to_whom_no_register_places_or_who_hid(void **state)
{
	struct eh_actor keeps = claims_holder(&claims, "keeps", claims.chess);
	struct eh_claim_letter letter;
	int64_t person = 0, claim = 0;

	(void)state;
	assert_refused(ask(claims.tea, "ann@gmail.com", &person), &error, "No register publishes a postal address");
	asked("bea@gmail.com", &claim);
	assert_ok(eh_hide(claims.db, NOON, &keeps, eh_str_of(claims.chess), EH_HIDDEN_ADDRESS, &error), &error);
	assert_int_equal(print_as(&claims.officer, "here", claim, &letter), EH_CONFLICT);
	assert_refused(ask(claims.chess, "cyd@gmail.com", &person), &error, "No register publishes a postal address");
}

static void asking_twice_or_by_many_is_refused(void **state)
{
	static const char *const OTHERS[] = { "b@gmail.com", "c@gmail.com" };
	int64_t person = 0, claim = 0;

	(void)state;
	asked("a@gmail.com", &claim);
	assert_refused(ask(claims.chess, "a@gmail.com", &person), &error, "You have asked for a letter already");
	for (size_t i = 0; i < 2; i++)
		asked(OTHERS[i], &claim);
	assert_refused(ask(claims.chess, "d@gmail.com", &person), &error, "Letters to this organisation wait already");
}

static void who_kept_the_entry_contests_it_and_the_code_is_void(void **state)
{
	struct eh_actor keeps = claims_holder(&claims, "keeps", claims.chess);
	int64_t claim = 0, left = 7, person;
	struct eh_claim_letter letter;

	(void)state;
	person = asked("ann@gmail.com", &claim);
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_ok(eh_claim_contest(claims.db, NOON, &keeps, claim, EH_STR("We asked for none."), &error), &error);
	assert_refused(type(NOON, person, claim, letter.code, &left), &error, "waits for no code");
	assert_false(claims_holds(&claims, person, claims.chess));
}

static void printing_is_public_and_wrong_codes_are_audited(void **state)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	int64_t claim = 0, left = 7, person;
	struct eh_claim_letter letter;
	bool printed = false, wrong = false;

	(void)state;
	person = asked("ann@gmail.com", &claim);
	assert_ok(print_as(&claims.officer, "here", claim, &letter), &error);
	assert_ok(type(NOON, person, claim, "22222-22222", &left), &error);
	assert_ok(eh_audit_list(claims.db, &(const struct eh_audit_filter){ .subject_kind = EH_STR("claim") }, &rows, &error),
	        &error);
	for (size_t i = 0; i < rows.count; i++) {
		printed |= eh_str_eq(rows.items[i].verb, EH_STR("printed a letter with a code for")) && rows.items[i].is_public &&
		           eh_str_eq(rows.items[i].place_id, EH_STR("here"));
		wrong |= eh_str_eq(rows.items[i].verb, EH_STR("typed in a wrong code for"));
		for (size_t k = 0; k < 2; k++) {
			struct eh_str text = k ? rows.items[i].after : rows.items[i].why;
			assert_true(!text.p || eh_str_find(text, EH_STR("High Street")) < 0);
		}
	}
	assert_true(printed && wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_code_of_the_letter_gives_the_entry_once, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_stored_is_no_code, setup, teardown),
		cmocka_unit_test_setup_teardown(a_code_is_good_for_28_days_and_five_tries, setup, teardown),
		cmocka_unit_test_setup_teardown(
		        letters_are_printed_by_keepers_of_the_list_there_three_times_at_most, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_uses_a_code_that_is_anothers_or_that_they_printed, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_is_written_to_whom_no_register_places_or_who_hid, setup, teardown),
		cmocka_unit_test_setup_teardown(asking_twice_or_by_many_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(who_kept_the_entry_contests_it_and_the_code_is_void, setup, teardown),
		cmocka_unit_test_setup_teardown(printing_is_public_and_wrong_codes_are_audited, setup, teardown),
	};

	return cmocka_run_group_tests_name("claims by post", tests, NULL, NULL);
}
