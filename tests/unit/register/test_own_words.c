/* What organisations say of themselves: who may, that it survives every making of the list, and what becomes of corrections and claims. */
#include "../../test.h"

#include "place.h"
#include "queries.h"
#include "register/facts.h"
#include "register/claim.h"
#include "register/answer_times.h"
#include "register/own_words.h"
#include "register/register.h"
#include "register/search.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)
#define DAY INT64_C(86400000000)

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static char ours[16], theirs[16], web_domain[128];
static struct eh_actor holder, officer, stranger;

static void pick_organisations(void)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row;

	assert_ok(eh_q_organisation_list(place.db, eh_str_of(place.council), &cursor, &error), &error);
	while (eh_q_organisation_list_next(&cursor, &row, &error) == EH_OK) {
		bool own_domain = row.web.n > 8 && eh_str_starts(row.web, EH_STR("https://"));
		if (!*ours && own_domain && !row.protected.p) {
			snprintf(ours, sizeof ours, "%.*s", EH_FMT(row.org_id));
			struct eh_str host = eh_str_sub(row.web, 8, row.web.n);
			if (eh_str_starts(host, EH_STR("www.")))
				host = eh_str_sub(host, 4, host.n);
			ptrdiff_t slash = eh_str_find(host, EH_STR("/"));
			snprintf(web_domain, sizeof web_domain, "%.*s",
			        EH_FMT(slash < 0 ? host : eh_str_sub(host, 0, (size_t)slash)));
		} else if (!*theirs && !row.protected.p) {
			snprintf(theirs, sizeof theirs, "%.*s", EH_FMT(row.org_id));
		}
	}
	assert_true(*ours && *theirs && *web_domain);
}

static int64_t person(const char *email)
{
	int64_t number = 0;

	assert_ok(eh_person_add(place.db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Somebody"), eh_str_of(email), &number, &error), &error);
	return number;
}

static int setup(void **state)
{
	(void)state;
	test_place_town(&place, 150, 5);
	pick_organisations();
	assert_ok(eh_db_begin(place.db, &error), &error);
	int64_t keeper = person("keeper@example.org"), clerk = person("clerk@example.org");
	assert_ok(eh_role_grant(place.db, NOW, &EH_ACTOR_SYSTEM,
	                  &(const struct eh_grant){ .person_id = keeper, .role = EH_ROLE_HOLDER, .org_id = eh_str_of(ours) },
	                  NULL, &error),
	        &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	holder = (struct eh_actor){ keeper, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(ours), false };
	officer = (struct eh_actor){ clerk, EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true };
	stranger = (struct eh_actor){ clerk, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(theirs), false };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static enum eh_rc say(const struct eh_actor *by, const char *org, const char *field, const char *value, int64_t at)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	enum eh_rc rc = eh_own_say(place.db, at, by, eh_str_of(org), eh_str_of(field), eh_str_of(value), &error);
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static struct eh_str name_now(const char *org)
{
	struct eh_q_organisation_get row;

	assert_ok(eh_q_organisation_get(place.db, eh_str_of(org), &arena, &row, &error), &error);
	return row.name;
}

static bool has_fact(const char *org, const char *what, const char *value, const char *publisher)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };

	assert_ok(eh_facts_load(place.db, eh_str_of(org), &facts, &error), &error);
	for (size_t i = 0; i < facts.fact_count; i++)
		if (strcmp(facts.facts[i].what, what) == 0 && eh_str_eq(facts.facts[i].value, eh_str_of(value)) &&
		        eh_str_eq(facts.facts[i].publisher, eh_str_of(publisher)))
			return true;
	return false;
}

static void own_words_come_first_and_survive_every_making_of_the_list(void **state)
{
	struct eh_build_summary summary;
	struct eh_str before = name_now(ours);

	(void)state;
	assert_ok(say(&holder, ours, "name", "The Chess Teapot", NOW), &error);
	assert_str(name_now(ours), "The Chess Teapot");
	assert_true(has_fact(ours, "name", "The Chess Teapot", "the organisation itself"));
	for (int i = 0; i < 2; i++) {
		assert_ok(eh_build(place.db, &(const struct eh_build_options){ .force = true, .threads = 1 }, &summary, &error),
		        &error);
		assert_str(name_now(ours), "The Chess Teapot");
	}
	/* Taken back: the next making of the list has something to do, and the old name is no news. */
	assert_ok(say(&holder, ours, "name", "", NOW + 1), &error);
	assert_ok(eh_build(place.db, &(const struct eh_build_options){ .threads = 1 }, &summary, &error), &error);
	assert_true(eh_str_eq(name_now(ours), before));
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_public_history row;
	assert_ok(eh_q_public_history(place.db, eh_str_of(ours), &cursor, &error), &error);
	while (eh_q_public_history_next(&cursor, &row, &error) == EH_OK)
		assert_false(eh_str_eq(row.event, EH_STR("renamed")));
}

/* A number that somebody no longer wants told must not stand in the list until it is made anew. */
static void a_telephone_taken_back_is_gone_at_once(void **state)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };

	(void)state;
	assert_ok(say(&holder, ours, "telephone", "07700 900123", NOW), &error);
	assert_ok(say(&holder, ours, "web", "https://teapot.example", NOW), &error);
	assert_ok(eh_facts_load(place.db, eh_str_of(ours), &facts, &error), &error);
	assert_str(facts.telephone, "07700 900123");
	assert_str(facts.web, "https://teapot.example");
	eh_facts_finish(&facts);
	assert_ok(say(&holder, ours, "telephone", "", NOW + 1), &error);
	assert_ok(say(&holder, ours, "web", "", NOW + 1), &error);
	assert_ok(eh_facts_load(place.db, eh_str_of(ours), &facts, &error), &error);
	assert_null(facts.telephone.p);
	assert_null(facts.web.p);
}

static void own_words_can_be_searched_at_once(void **state)
{
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_results results;
	const struct eh_search_query query = { .text = EH_STR("zyzzyva juggling"), .now = NOW };

	(void)state;
	assert_ok(eh_search_new(&search, &error), &error);
	assert_ok(say(&holder, ours, "does", "Zyzzyva juggling for all.", NOW), &error);
	assert_ok(eh_search_run(search, place.db, &query, &arena, &results, &error), &error);
	assert_int_equal(results.total, 1);
	assert_str(results.hits[0].organisation, ours);
}

static void nobody_else_says_them(void **state)
{
	(void)state;
	assert_int_equal(say(&stranger, ours, "name", "Mine", NOW), EH_REFUSED);
	assert_int_equal(say(&officer, ours, "name", "The council's", NOW), EH_REFUSED);
	assert_non_null(strstr(error.message, "propose a correction"));
	assert_int_equal(say(&EH_ACTOR_SYSTEM, ours, "name", "Mine", NOW), EH_REFUSED);
	assert_int_equal(say(&holder, ours, "address", "1 High Street", NOW), EH_NOT_FOUND);
	assert_int_equal(say(&holder, "EH-0000000000", "name", "x", NOW), EH_NOT_FOUND);
	assert_int_equal(eh_own_confirm(place.db, NOW, &officer, eh_str_of(ours), &error), EH_REFUSED);
}

static int64_t propose(const char *org, const char *field, const char *proposed)
{
	const struct eh_proposal proposal = { EH_STR("example-town"), eh_str_of(org), eh_str_of(field), eh_str_of(proposed),
		EH_STR("") };
	int64_t number = 0;

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_correction_propose(place.db, NOW, &proposal, &number, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	return number;
}

static enum eh_rc decide(const struct eh_actor *by, int64_t number, bool accept, const char *words)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	enum eh_rc rc = eh_correction_decide(
	        place.db, NOW + DAY, by, (struct eh_str){ NULL, 0 }, number, accept, eh_str_of(words), &error);
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static struct eh_str state_of(int64_t number)
{
	struct eh_q_correction_get row;

	assert_ok(eh_q_correction_get(place.db, number, &arena, &row, &error), &error);
	return row.state;
}

static void the_holder_answers_in_its_own_words_and_the_council_cannot(void **state)
{
	int64_t first = propose(ours, "telephone", "01632 960 001"), second = propose(ours, "does", "Nothing.");

	(void)state;
	assert_int_equal(decide(&officer, first, true, "01632 960 001"), EH_REFUSED);
	assert_int_equal(decide(&stranger, first, true, "01632 960 001"), EH_REFUSED);
	assert_int_equal(decide(&holder, first, true, " "), EH_INVALID);
	assert_ok(decide(&holder, first, true, "01632 960 002"), &error);
	assert_str(state_of(first), "reworded");
	assert_true(has_fact(ours, "telephone", "01632 960 002", "the organisation itself"));
	assert_int_equal(decide(&holder, first, false, "no"), EH_CONFLICT);
	assert_ok(decide(&holder, second, false, "That is not so."), &error);
	assert_str(state_of(second), "declined");
}

static void of_an_entry_that_nobody_holds_the_keepers_of_the_list_answer(void **state)
{
	struct eh_corrections waiting EH_CLEANUP_CORRECTIONS = { 0 };
	int64_t number = propose(theirs, "telephone", "01632 960 003");

	(void)state;
	assert_ok(eh_corrections_waiting(place.db, EH_STR("example-town"), &waiting, &error), &error);
	assert_int_equal(waiting.count, 1);
	assert_int_equal(waiting.items[0].correction_id, number);
	assert_true(waiting.items[0].due_at >= NOW + 14 * DAY - DAY && waiting.items[0].due_at <= NOW + 16 * DAY);
	assert_ok(decide(&officer, number, true, "01632 960 003"), &error);
	assert_str(state_of(number), "accepted");
	assert_true(has_fact(theirs, "telephone", "01632 960 003", "a correction, checked by the keepers of the list"));
}

static enum eh_rc ask_keepers(const struct eh_actor *by, enum eh_ask what, const char *text)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	enum eh_rc rc = eh_correction_ask(place.db, NOW, by, EH_STR("example-town"), what, eh_str_of(text), &error);
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

/* The newest of ours. */
static int64_t asked_of(struct eh_corrections *all)
{
	eh_corrections_finish(all);
	assert_ok(eh_corrections_of(place.db, eh_str_of(ours), all, &error), &error);
	for (size_t i = 0; i < all->count; i++)
		if (all->items[i].from_org)
			return all->items[i].correction_id;
	return 0;
}

static void what_an_organisation_tells_is_for_the_keepers_of_the_list(void **state)
{
	struct eh_corrections all EH_CLEANUP_CORRECTIONS = { 0 }, waiting EH_CLEANUP_CORRECTIONS = { 0 };

	(void)state;
	assert_int_equal(ask_keepers(&officer, EH_ASK_WRONG, "x"), EH_REFUSED);
	assert_int_equal(ask_keepers(&holder, EH_ASK_WRONG, " "), EH_INVALID);
	assert_ok(ask_keepers(&holder, EH_ASK_WRONG, "The register has our old hall."), &error);
	assert_ok(ask_keepers(&holder, EH_ASK_UNKNOWN, "We help carers too."), &error);
	int64_t number = asked_of(&all);
	assert_true(number > 0);
	/* It is held, and yet the keepers of the list are to answer, not the organisation itself. */
	assert_ok(eh_corrections_waiting(place.db, EH_STR("example-town"), &waiting, &error), &error);
	assert_int_equal(waiting.count, 2);
	assert_string_equal(eh_correction_label(waiting.items[0].field), "What is wrong");
	assert_int_equal(decide(&holder, number, true, "done"), EH_REFUSED);
	assert_int_equal(decide(&officer, number, true, " "), EH_INVALID);
	assert_ok(decide(&officer, number, true, "Told the register."), &error);
	assert_str(state_of(number), "accepted");
	assert_true(asked_of(&all) != number || all.items[1].answer.n);
	/* It put no words into the entry, and stands on no public record. */
	assert_false(has_fact(ours, "does", "We help carers too.", "the organisation itself"));
	struct eh_answer_public *items;
	size_t count;
	assert_ok(eh_answers_public(place.db, eh_str_of(ours), &arena, &items, &count, &error), &error);
	for (size_t i = 0; i < count; i++)
		assert_true(strcmp(items[i].label, "What is wrong") != 0);
}

/* Whoever decides is named where that was taken on, for the time that it was. */
static void an_answer_names_who_took_it_on(void **state)
{
	int64_t before = propose(theirs, "web", "https://one.example"), during = propose(theirs, "web", "https://two.example");
	const struct eh_grant grant = {
		.person_id = officer.person_id, .role = EH_ROLE_OFFICER, .place_id = EH_STR("example-town")
	};
	struct eh_answer_public *items;
	size_t count;

	(void)state;
	assert_ok(decide(&officer, before, true, "https://one.example"), &error);
	assert_ok(eh_answers_public(place.db, eh_str_of(theirs), &arena, &items, &count, &error), &error);
	assert_true(count > 0 && items[0].by_keeper);
	assert_null(items[0].name.p);
	assert_ok(eh_role_grant(place.db, NOW, &EH_ACTOR_SYSTEM, &grant, NULL, &error), &error);
	assert_ok(
	        eh_answering_take(place.db, NOW + DAY, &officer, EH_STR("example-town"), EH_STR("Clare Clerk"), &error), &error);
	assert_ok(decide(&officer, during, false, "It is not theirs."), &error);
	assert_ok(eh_answers_public(place.db, eh_str_of(theirs), &arena, &items, &count, &error), &error);
	assert_str(items[0].state, "declined");
	assert_str(items[0].name, "Clare Clerk");
	assert_string_equal(items[0].label, eh_own_field(EH_STR("web"))->label);
}

/* NOW is a Monday, 24 November 2025. The five corrections of the sides are counted by one measure. */
static void both_sides_are_measured_alike(void **state)
{
	struct eh_answer_times before[EH_ANSWERERS], times[EH_ANSWERERS];
	static const int DAYS[] = { 1, 2, 3, 21, 30 }; /* after NOW: working days 1, 2, 3, 15, 20 (to Christmas) */

	(void)state;
	assert_ok(eh_answer_times(place.db, EH_STR("elsewhere"), NOW, times, &error), &error);
	assert_int_equal(times[EH_ANSWERER_KEEPERS].answered, 0);
	assert_int_equal(times[EH_ANSWERER_KEEPERS].half_within, -1);
	assert_ok(eh_answer_times(place.db, EH_STR("example-town"), NOW + 40 * DAY, before, &error), &error);
	for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
		for (size_t side = 0; side < EH_ANSWERERS; side++) {
			int64_t number = propose(side == EH_ANSWERER_KEEPERS ? theirs : ours, "web", "https://x.example");
			assert_ok(eh_q_correction_decide(place.db, number, EH_STR("declined"), EH_STR("no"),
			                  side == EH_ANSWERER_KEEPERS ? EH_STR("keeper") : EH_STR("organisation"),
			                  NOW + DAYS[i] * DAY, EH_DB_NULL, &error),
			        &error);
		}
	propose(ours, "web", "https://waits.example");
	assert_ok(eh_answer_times(place.db, EH_STR("example-town"), NOW + 40 * DAY, times, &error), &error);
	for (size_t side = 0; side < EH_ANSWERERS; side++) {
		assert_int_equal(times[side].answered, before[side].answered + 5);
		assert_int_equal(times[side].in_time, before[side].in_time + 3);
		assert_true(times[side].half_within >= 1 && times[side].half_within <= 3);
	}
	assert_int_equal(times[EH_ANSWERER_ORGANISATIONS].waiting, before[EH_ANSWERER_ORGANISATIONS].waiting + 1);
	assert_int_equal(times[EH_ANSWERER_ORGANISATIONS].overdue, before[EH_ANSWERER_ORGANISATIONS].overdue + 1);
	/* After a year they are told no longer. */
	assert_ok(eh_answer_times(place.db, EH_STR("example-town"), NOW + 500 * DAY, times, &error), &error);
	assert_int_equal(times[EH_ANSWERER_KEEPERS].answered, 0);
}

static void what_is_no_correction_is_told_so(void **state)
{
	static const char *const CASES[][2] = { { "", "x" }, { "colour", "x" }, { "name", " " } };
	int64_t number = 7;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const struct eh_proposal proposal = { EH_STR("example-town"), eh_str_of(ours), eh_str_of(CASES[i][0]),
			eh_str_of(CASES[i][1]), EH_STR("") };
		assert_int_equal(eh_correction_propose(place.db, NOW, &proposal, &number, &error), EH_INVALID);
	}
	assert_int_equal(number, 7);
}

static void what_was_told_already_is_not_told_twice(void **state)
{
	struct eh_proposal proposal = { EH_STR("example-town"), eh_str_of(ours), EH_STR("closed"), EH_STR("It closed in May."),
		EH_STR("") };
	int64_t first = 0, again = 0;

	(void)state;
	assert_ok(eh_correction_propose(place.db, NOW, &proposal, &first, &error), &error);
	assert_int_equal(eh_correction_propose(place.db, NOW, &proposal, &again, &error), EH_CONFLICT);
	assert_int_equal(again, 0);
	proposal.proposed = EH_STR("It closed in June.");
	assert_ok(eh_correction_propose(place.db, NOW, &proposal, &again, &error), &error);
	assert_int_equal(decide(&holder, first, false, "We are open."), EH_OK);
	proposal.proposed = EH_STR("It closed in May.");
	assert_ok(eh_correction_propose(place.db, NOW, &proposal, &again, &error), &error);
}

static void what_no_word_settles_is_answered_in_words_alone(void **state)
{
	static const char *const KINDS[] = { "address", "times" };
	struct eh_str before = name_now(ours);
	struct eh_q_organisation_get row;

	(void)state;
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
		int64_t number = propose(ours, KINDS[i], "It is otherwise.");
		assert_int_equal(decide(&officer, number, true, "So it is."), EH_REFUSED);
		assert_int_equal(decide(&holder, number, true, " "), EH_INVALID);
		assert_int_equal(decide(&holder, number, true, "We have put it right under Services."), EH_OK);
		assert_str(state_of(number), "accepted");
	}
	assert_true(eh_str_eq(name_now(ours), before));
	assert_ok(eh_q_organisation_get(place.db, eh_str_of(ours), &arena, &row, &error), &error);
	assert_false(eh_str_eq(row.status, EH_STR("closed")));
}

static enum eh_rc ask(const char *email, int64_t *ret_person)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	enum eh_rc rc = eh_claim_ask(place.db, NOW, eh_str_of(ours), EH_STR("Ann"), eh_str_of(email), ret_person, &error);
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static void a_claim_rests_on_the_organisations_own_domain(void **state)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	char email[200], evil[256];
	int64_t who = 0;
	size_t held = 0;

	(void)state;
	snprintf(email, sizeof email, "ann@%s", web_domain);
	snprintf(evil, sizeof evil, "ann@%s.evil.example", web_domain);
	assert_int_equal(ask("ann@gmail.com", &who), EH_REFUSED);
	assert_int_equal(ask(evil, &who), EH_REFUSED);
	assert_int_equal(who, 0);
	assert_ok(ask(email, &who), &error);
	assert_ok(eh_roles_of_person(place.db, NOW, who, &roles, &error), &error);
	assert_int_equal(roles.count, 0);
	eh_roles_finish(&roles);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_claim_settle(place.db, NOW + DAY, who, &held, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	assert_int_equal(held, 1);
	assert_ok(eh_roles_of_person(place.db, NOW + DAY, who, &roles, &error), &error);
	assert_int_equal(roles.count, 1);
	assert_int_equal(roles.items[0].role, EH_ROLE_HOLDER);
	assert_true(eh_str_eq(roles.items[0].org_id, eh_str_of(ours)));
}

static void an_old_claim_gives_nothing(void **state)
{
	char email[200];
	int64_t who = 0;
	size_t held = 7;

	(void)state;
	snprintf(email, sizeof email, "late@%s", web_domain);
	assert_ok(ask(email, &who), &error);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_claim_settle(place.db, NOW + 8 * DAY, who, &held, &error), &error);
	eh_db_rollback(place.db);
	assert_int_equal(held, 0);
}

static void shared_providers_are_known(void **state)
{
	static const struct {
		const char *domain;
		bool shared;
	} CASES[] = { { "gmail.com", true }, { "GMAIL.com", true }, { "ourclub.wordpress.com", true }, { "co.uk", true },
		{ "localhost", true }, { "", true }, { "saleharriers.org.uk", false }, { "notgmail.com", false },
		{ "wordpress.com.example", false } };

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		if (eh_domain_is_shared(eh_str_of(CASES[i].domain)) != CASES[i].shared)
			fail_msg("%s", CASES[i].domain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_words_come_first_and_survive_every_making_of_the_list),
		cmocka_unit_test(a_telephone_taken_back_is_gone_at_once),
		cmocka_unit_test(own_words_can_be_searched_at_once),
		cmocka_unit_test(nobody_else_says_them),
		cmocka_unit_test(the_holder_answers_in_its_own_words_and_the_council_cannot),
		cmocka_unit_test(of_an_entry_that_nobody_holds_the_keepers_of_the_list_answer),
		cmocka_unit_test(what_an_organisation_tells_is_for_the_keepers_of_the_list),
		cmocka_unit_test(an_answer_names_who_took_it_on),
		cmocka_unit_test(both_sides_are_measured_alike),
		cmocka_unit_test(what_is_no_correction_is_told_so),
		cmocka_unit_test(what_was_told_already_is_not_told_twice),
		cmocka_unit_test(what_no_word_settles_is_answered_in_words_alone),
		cmocka_unit_test(a_claim_rests_on_the_organisations_own_domain),
		cmocka_unit_test(an_old_claim_gives_nothing),
		cmocka_unit_test(shared_providers_are_known),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
