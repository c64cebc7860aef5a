/* Whose word counts for a web domain by which somebody claims an entry: a register's, and the organisation's own once it is confirmed. Everybody and
 * everything here is invented. */
#include "claims.h"
#include "register/own_words.h"

static struct claims claims;
static struct eh_error error;

static int setup(void **state)
{
	(void)state;
	claims_open(&claims);
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
	enum eh_rc rc = eh_claim_ask(claims.db, NOON, eh_str_of(org), EH_STR("Somebody"), eh_str_of(email), ret_person, &error);
	if (rc < 0)
		eh_db_rollback(claims.db);
	else
		assert_ok(eh_db_commit(claims.db, &error), &error);
	return rc;
}

static void say_web(const struct eh_actor *by, const char *web)
{
	assert_ok(eh_own_say(claims.db, NOON, by, eh_str_of(claims.tea), EH_STR("web"), eh_str_of(web), &error), &error);
}

static void a_domain_that_a_register_gives_shows_who_speaks(void **state)
{
	int64_t person = 0;
	size_t held = 0;

	(void)state;
	assert_refused(ask(claims.chess, "ann@other.example.net", &person), &error, "@chess.example.net");
	assert_ok(ask(claims.chess, "ann@Chess.Example.net", &person), &error);
	assert_ok(eh_claim_settle(claims.db, NOON, person, &held, &error), &error);
	assert_int_equal(held, 1);
	assert_true(claims_holds(&claims, person, claims.chess));
}

static void a_domain_or_address_that_a_list_gives_shows_nothing(void **state)
{
	struct eh_q_organisation_get org;
	int64_t person = 0;

	(void)state;
	assert_ok(eh_q_organisation_get(claims.db, eh_str_of(claims.tea), &claims.arena, &org, &error), &error);
	assert_true(eh_str_find(org.web, EH_STR("rival.example.org")) >= 0); /* what the list says is on the page, and no more */
	assert_refused(ask(claims.tea, "ann@rival.example.org", &person), &error, "lists that others keep do not count");
	assert_refused(ask(claims.tea, "tea@rival.example.org", &person), &error, "lists that others keep do not count");
}

static void own_words_count_once_somebody_who_keeps_the_entry_still_has_confirmed_them(void **state)
{
	struct eh_actor keeps = claims_holder(&claims, "keeps", claims.tea);
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	int64_t person = 0;

	(void)state;
	say_web(&keeps, "https://tea.example.net");
	assert_refused(ask(claims.tea, "ann@tea.example.net", &person), &error, "do not count");
	assert_ok(eh_own_confirm(claims.db, NOON + HOUR, &keeps, eh_str_of(claims.tea), &error), &error);
	assert_refused(ask(claims.tea, "ann@rival.example.org", &person), &error, "@tea.example.net");
	assert_ok(ask(claims.tea, "ann@tea.example.net", &person), &error);
	/* Nobody keeps it any more who stands for these words: they no longer show anything, and neither does what was asked meanwhile. */
	assert_ok(eh_roles_of_org(claims.db, NOON, eh_str_of(claims.tea), &roles, &error), &error);
	assert_ok(eh_role_end(claims.db, NOON, &keeps, roles.items[0].role_id, EH_STR("left"), &error), &error);
	size_t held = 7;
	assert_ok(eh_claim_settle(claims.db, NOON, person, &held, &error), &error);
	assert_int_equal(held, 0);
	assert_false(claims_holds(&claims, person, claims.tea));
	assert_refused(ask(claims.tea, "bea@tea.example.net", &person), &error, "do not count");
}

static void words_that_an_officer_took_from_a_correction_show_nothing(void **state)
{
	struct eh_proposal proposal = { EH_STR("here"), eh_str_of(claims.tea), EH_STR("web"), EH_STR("https://mine.example.net"),
		EH_STR("") };
	int64_t correction = 0, person = 0;

	(void)state;
	assert_ok(eh_correction_propose(claims.db, NOON, &proposal, &correction, &error), &error);
	assert_ok(eh_correction_decide(
	                  claims.db, NOON, &claims.officer, proposal.place_id, correction, true, proposal.proposed, &error),
	        &error);
	assert_refused(ask(claims.tea, "ann@mine.example.net", &person), &error, "do not count");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_domain_that_a_register_gives_shows_who_speaks, setup, teardown),
		cmocka_unit_test_setup_teardown(a_domain_or_address_that_a_list_gives_shows_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		        own_words_count_once_somebody_who_keeps_the_entry_still_has_confirmed_them, setup, teardown),
		cmocka_unit_test_setup_teardown(words_that_an_officer_took_from_a_correction_show_nothing, setup, teardown),
	};

	return cmocka_run_group_tests_name("claims by web domain", tests, NULL, NULL);
}
