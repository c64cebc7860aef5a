/* Corrections that act: an organisation is marked as closed, and two entries become one; by whom, against whose will not, and taken back. */
#include "../../test.h"

#include "place.h"
#include "queries.h"
#include "register/closing.h"
#include "register/facts.h"
#include "register/own_words.h"
#include "register/register.h"
#include "register/review.h"
#include "register/search.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)
#define DAY INT64_C(86400000000)
#define TOWN EH_STR("example-town")

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static struct eh_actor holder, officer, infrastructure;

/* Open organisations of the list: kept by somebody, by nobody, of a steward; without a number in a register; and with one. */
enum { KEPT, FREE, FREE_TOO, SEATED, PLAIN, PLAIN_TOO, NUMBERED, NUMBERED_TOO, ORGS };
static struct eh_str orgs[ORGS];

static bool has_number(struct eh_str org)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_identifiers row;

	assert_ok(eh_q_organisation_identifiers(place.db, org, &cursor, &error), &error);
	return eh_q_organisation_identifiers_next(&cursor, &row, &error) == EH_OK && eh_str_eq(row.scheme, EH_STR("GB-CHC"));
}

static bool has_any(struct eh_str org)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_identifiers row;

	assert_ok(eh_q_organisation_identifiers(place.db, org, &cursor, &error), &error);
	return eh_q_organisation_identifiers_next(&cursor, &row, &error) == EH_OK;
}

static size_t open_services(struct eh_str org)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_of row;
	size_t count = 0;

	assert_ok(eh_q_service_of(place.db, org, &cursor, &error), &error);
	while (eh_q_service_of_next(&cursor, &row, &error) == EH_OK)
		count += row.open != 0;
	return count;
}

static void pick_organisations(void)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row;

	assert_ok(eh_q_organisation_list(place.db, eh_str_of(place.council), &cursor, &error), &error);
	while (eh_q_organisation_list_next(&cursor, &row, &error) == EH_OK) {
		if (row.protected.p || !eh_str_eq(row.status, EH_STR("active")) || !eh_str_eq(row.visibility, EH_STR("publish")))
			continue;
		size_t from = has_number(row.org_id) ? NUMBERED : has_any(row.org_id) ? ORGS : PLAIN;
		size_t to = from == NUMBERED ? ORGS : NUMBERED;
		if (from < ORGS && open_services(row.org_id) && !orgs[KEPT].p) {
			from = KEPT;
			to = PLAIN;
		} else if (from < ORGS && open_services(row.org_id) && !orgs[SEATED].p) {
			from = KEPT;
			to = PLAIN;
		}
		for (size_t i = from; i < to; i++)
			if (!orgs[i].p) {
				orgs[i] = eh_arena_str(&arena, row.org_id);
				break;
			}
	}
	for (size_t i = 0; i < ORGS; i++)
		assert_true(orgs[i].n > 0);
}

static struct eh_actor person(const char *email, enum eh_role role, enum eh_side side, struct eh_str org)
{
	struct eh_grant grant = { .role = role, .org_id = org };

	if (!org.p)
		grant.place_id = TOWN;
	assert_ok(eh_person_add(place.db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Somebody"), eh_str_of(email), &grant.person_id, &error),
	        &error);
	assert_ok(eh_role_grant(place.db, NOW, &EH_ACTOR_SYSTEM, &grant, NULL, &error), &error);
	return (struct eh_actor){ grant.person_id, role, side, org, true };
}

static int setup(void **state)
{
	const struct eh_str none = { NULL, 0 };
	struct eh_q_role_add row;
	int64_t steward;

	(void)state;
	test_place_town(&place, 150, 5);
	pick_organisations();
	assert_ok(eh_db_begin(place.db, &error), &error);
	holder = person("kit@example.org", EH_ROLE_HOLDER, EH_SIDE_SECTOR, orgs[KEPT]);
	officer = person("olu@example.org", EH_ROLE_OFFICER, EH_SIDE_COUNCIL, none);
	infrastructure = person("ida@example.org", EH_ROLE_INFRASTRUCTURE, EH_SIDE_SECTOR, none);
	assert_ok(eh_person_add(place.db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Sam"), EH_STR("sam@example.org"), &steward, &error),
	        &error);
	assert_ok(eh_q_role_add(place.db, steward, EH_STR("steward"), EH_STR("sector"), TOWN, orgs[SEATED], 0, NOW, NOW, 1,
	                  &arena, &row, &error),
	        &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static int64_t propose(struct eh_str org, const char *field, struct eh_str proposed)
{
	const struct eh_proposal proposal = { TOWN, org, eh_str_of(field), proposed, EH_STR("") };
	int64_t number = 0;

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_correction_propose(place.db, NOW, &proposal, &number, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	return number;
}

static enum eh_rc end(enum eh_rc rc)
{
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static enum eh_rc accept(const struct eh_actor *by, int64_t number, struct eh_str other)
{
	struct eh_correction_done done;

	assert_ok(eh_db_begin(place.db, &error), &error);
	return end(eh_correction_answer(place.db, NOW + DAY, by,
	        &(const struct eh_correction_answer){ { NULL, 0 }, number, true, EH_STR(""), other }, &arena, &done, &error));
}

static enum eh_rc take_back(const struct eh_actor *by, int64_t number)
{
	struct eh_correction_done done;

	assert_ok(eh_db_begin(place.db, &error), &error);
	return end(eh_correction_take_back(place.db, NOW + 2 * DAY, by, TOWN, number, &arena, &done, &error));
}

static enum eh_rc reopen(const struct eh_actor *by, struct eh_str org)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	return end(eh_closing_say(place.db, NOW + 2 * DAY, by, TOWN, org, false, &error));
}

static void assert_refused(enum eh_rc rc, const char *words)
{
	if (rc != EH_REFUSED || !strstr(error.message, words))
		fail_msg("%s: %s", eh_rc_name(rc), error.message);
}

static struct eh_str state_of(int64_t number)
{
	struct eh_q_correction_get row;

	assert_ok(eh_q_correction_get(place.db, number, &arena, &row, &error), &error);
	return row.state;
}

static struct eh_str status_of(struct eh_str org)
{
	struct eh_q_organisation_get row;

	assert_ok(eh_q_organisation_get(place.db, org, &arena, &row, &error), &error);
	return row.status;
}

static void build(bool whole)
{
	struct eh_build_summary summary;

	assert_ok(eh_build(place.db, &(const struct eh_build_options){ .force = whole, .threads = 1 }, &summary, &error), &error);
}

static size_t events(struct eh_str org, const char *event, const char *said_as)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_public_history row;
	size_t count = 0;

	assert_ok(eh_q_public_history(place.db, org, &cursor, &error), &error);
	while (eh_q_public_history_next(&cursor, &row, &error) == EH_OK)
		count += eh_str_eq(row.event, eh_str_of(event)) && (!said_as || eh_str_eq(row.said_as, eh_str_of(said_as)));
	return count;
}

static bool is_found(struct eh_str org)
{
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_results results;
	struct eh_q_organisation_get row;
	bool found = false;

	assert_ok(eh_q_organisation_get(place.db, org, &arena, &row, &error), &error);
	assert_ok(eh_search_new(&search, &error), &error);
	const struct eh_search_query query = { .text = row.name, .now = NOW };
	assert_ok(eh_search_run(search, place.db, &query, &arena, &results, &error), &error);
	for (size_t i = 0; i < results.count; i++)
		found |= eh_str_eq(results.hits[i].organisation, org);
	return found;
}

static bool has_fact(struct eh_str org, const char *publisher)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };

	assert_ok(eh_facts_load(place.db, org, &facts, &error), &error);
	for (size_t i = 0; i < facts.fact_count; i++)
		if (strcmp(facts.facts[i].what, "status") == 0 && eh_str_eq(facts.facts[i].value, EH_STR("closed")) &&
		        eh_str_eq(facts.facts[i].publisher, eh_str_of(publisher)))
			return true;
	return false;
}

static void assert_closed(struct eh_str org)
{
	assert_str(status_of(org), "closed");
	assert_int_equal(open_services(org), 0);
	assert_false(is_found(org));
}

/* Closed at once, and by every making of the list; open again with the next one after it was taken back. */
static void an_organisation_says_that_it_has_closed_and_takes_it_back(void **state)
{
	int64_t number = propose(orgs[KEPT], "closed", EH_STR("Since May"));
	size_t services = open_services(orgs[KEPT]);

	(void)state;
	assert_true(services > 0 && is_found(orgs[KEPT]));
	assert_ok(accept(&holder, number, EH_STR("")), &error);
	assert_closed(orgs[KEPT]);
	assert_true(has_fact(orgs[KEPT], "the organisation itself"));
	assert_int_equal(events(orgs[KEPT], "closed", EH_CLOSED_BY_ITSELF), 1);
	build(true);
	assert_closed(orgs[KEPT]);
	build(false);
	assert_closed(orgs[KEPT]);
	assert_int_equal(events(orgs[KEPT], "closed", NULL), 1);
	assert_ok(reopen(&holder, orgs[KEPT]), &error);
	assert_str(state_of(number), "declined");
	build(false);
	assert_str(status_of(orgs[KEPT]), "active");
	assert_int_equal(open_services(orgs[KEPT]), services);
	assert_true(is_found(orgs[KEPT]));
	assert_int_equal(events(orgs[KEPT], "back", NULL), 1);
	assert_false(has_fact(orgs[KEPT], "the organisation itself"));
	assert_int_equal(reopen(&holder, orgs[KEPT]), EH_CONFLICT);
}

static void both_sides_close_alike_what_nobody_keeps(void **state)
{
	const struct eh_actor *const by[] = { &officer, &infrastructure };
	const size_t which[] = { FREE, FREE_TOO };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct eh_closed_entry *closed;
		struct eh_str org = orgs[which[i]];
		size_t count;
		int64_t number = propose(org, "closed", EH_STR("The door is bricked up"));
		assert_ok(accept(by[i], number, EH_STR("")), &error);
		assert_str(status_of(org), "closed");
		assert_true(has_fact(org, "a correction, checked by the keepers of the list"));
		assert_ok(eh_closed_list(place.db, eh_str_of(place.council), &arena, &closed, &count, &error), &error);
		assert_int_equal(count, 1);
		assert_true(eh_str_eq(closed[0].org_id, org));
		assert_str(closed[0].closing.by, EH_CLOSED_BY_KEEPERS);
		/* The other side takes it back in one press. */
		assert_ok(take_back(by[!i], number), &error);
		assert_str(state_of(number), "declined");
		assert_int_equal(take_back(by[!i], number), EH_CONFLICT);
		build(false);
		assert_str(status_of(org), "active");
	}
}

static void no_side_alone_closes_what_somebody_keeps_or_turns_a_key_for(void **state)
{
	int64_t kept = propose(orgs[KEPT], "closed", EH_STR("I say so")),
	        seated = propose(orgs[SEATED], "closed", EH_STR("I say so"));

	(void)state;
	assert_refused(accept(&officer, kept, EH_STR("")), "keeps its own entry");
	assert_refused(accept(&infrastructure, kept, EH_STR("")), "keeps its own entry");
	assert_refused(accept(&officer, seated, EH_STR("")), "only both keys");
	assert_refused(accept(&infrastructure, seated, EH_STR("")), "only both keys");
	assert_refused(accept(&holder, seated, EH_STR("")), "those who keep the entry");
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_refused(
	        end(eh_closing_say(place.db, NOW, &EH_ACTOR_SYSTEM, TOWN, orgs[KEPT], true, &error)), "Only those who keep");
	assert_str(state_of(kept), "waiting");
	assert_str(status_of(orgs[KEPT]), "active");
	assert_str(status_of(orgs[SEATED]), "active");
}

static void both_keys_close_it_and_it_may_still_say_that_it_lives(void **state)
{
	struct eh_motion_act act = eh_closing_act();
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_motion motion = { .subject = { TOWN, EH_STR("close_entry"), EH_STR("organisation"), orgs[KEPT] } };

	(void)state;
	assert_non_null(eh_motion_kind(EH_STR("close_entry")));
	assert_ok(act.enacts(act.context, place.db, &motion.subject, &text, &error), &error);
	assert_true(eh_str_find(eh_buf_str(&text), orgs[KEPT]) > 0);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(end(act.effect(act.context, place.db, NOW + 3 * DAY, &motion, &error)), &error);
	assert_closed(orgs[KEPT]);
	assert_true(has_fact(orgs[KEPT], "both keys, council and sector"));
	assert_int_equal(act.enacts(act.context, place.db, &motion.subject, &text, &error), EH_NOT_FOUND);
	assert_refused(reopen(&officer, orgs[KEPT]), "keeps its own entry");
	assert_ok(reopen(&holder, orgs[KEPT]), &error);
	build(false);
	assert_str(status_of(orgs[KEPT]), "active");
}

static void what_was_done_is_in_the_audit_for_everybody_without_strangers_words(void **state)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	int64_t number = propose(orgs[FREE], "closed", EH_STR("Mrs Quirke told me"));

	(void)state;
	assert_ok(accept(&officer, number, EH_STR("")), &error);
	assert_ok(take_back(&infrastructure, number), &error);
	build(false);
	assert_ok(eh_audit_list(place.db,
	                  &(const struct eh_audit_filter){
	                          .subject_id = orgs[FREE], .place_id = TOWN, .limit = 4, .for_public = true },
	                  &rows, &error),
	        &error);
	assert_int_equal(rows.count, 4);
	static const char *const VERBS[] = { "took back a correction of", "took back the closing of", "accepted a correction of",
		"marked as closed" };
	for (size_t i = 0; i < 4; i++) {
		assert_str(rows.items[i].verb, VERBS[i]);
		assert_null(rows.items[i].before.p);
		assert_null(rows.items[i].after.p);
	}
}

static void another_entry_is_named_by_its_number_or_its_address(void **state)
{
	(void)state;
	assert_str(eh_correction_names(EH_STR("It is https://list.example.org/town/organisations/EH-0123456789?x=1, twice")),
	        "EH-0123456789");
	assert_str(eh_correction_names(EH_STR(" EH-0123456789 ")), "EH-0123456789");
	assert_str(eh_correction_names(EH_STR("1012345")), "1012345");
	assert_str(eh_correction_names(EH_STR("GB-CHC-1012345")), "GB-CHC-1012345");
	assert_str(eh_correction_names(EH_STR("The one at 12 High Street")), "");
	assert_str(eh_correction_names(EH_STR("Chess")), "");
	assert_str(eh_correction_names(EH_STR("")), "");
}

/* The identifier, or the one that it leads to. */
static struct eh_str now_of(struct eh_str org)
{
	struct eh_q_redirect_get row;

	return eh_q_redirect_get(place.db, org, &arena, &row, &error) == EH_OK ? row.org_id : org;
}

static void two_entries_become_one_and_are_told_apart_again(void **state)
{
	int64_t number = propose(
	        orgs[PLAIN], "twice", eh_arena_printf(&arena, "See /example-town/organisations/%.*s", EH_FMT(orgs[PLAIN_TOO])));
	struct eh_correction_acted *acted;
	size_t count;

	(void)state;
	assert_ok(accept(&infrastructure, number, EH_STR("")), &error);
	build(false);
	assert_true(eh_str_eq(now_of(orgs[PLAIN]), now_of(orgs[PLAIN_TOO])));
	assert_ok(eh_corrections_acted(place.db, TOWN, &arena, &acted, &count, &error), &error);
	assert_int_equal(count, 1);
	assert_int_equal(acted[0].correction_id, number);
	assert_ok(take_back(&officer, number), &error);
	assert_ok(eh_corrections_acted(place.db, TOWN, &arena, &acted, &count, &error), &error);
	assert_int_equal(count, 0);
	build(false);
	assert_true(eh_str_eq(now_of(orgs[PLAIN]), orgs[PLAIN]));
	assert_true(eh_str_eq(now_of(orgs[PLAIN_TOO]), orgs[PLAIN_TOO]));
	assert_str(state_of(number), "declined");
}

static struct eh_str charity_number(struct eh_str org)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_identifiers row;

	assert_ok(eh_q_organisation_identifiers(place.db, org, &cursor, &error), &error);
	assert_int_equal(eh_q_organisation_identifiers_next(&cursor, &row, &error), EH_OK);
	return eh_arena_printf(&arena, "GB-CHC-%.*s", EH_FMT(row.id));
}

static void what_cannot_be_one_is_told_why(void **state)
{
	int64_t numbered = propose(orgs[NUMBERED], "twice", EH_STR("There is another")),
	        plain = propose(orgs[PLAIN], "twice", EH_STR("There is another"));

	(void)state;
	assert_refused(accept(&officer, numbered, charity_number(orgs[NUMBERED_TOO])), "different numbers in one register");
	assert_int_equal(accept(&officer, numbered, orgs[NUMBERED]), EH_INVALID);
	assert_non_null(strstr(error.message, "this very entry"));
	assert_int_equal(accept(&officer, numbered, EH_STR("")), EH_INVALID);
	assert_non_null(strstr(error.message, "Say which the other entry is"));
	assert_int_equal(accept(&officer, numbered, EH_STR("EH-0000000000")), EH_INVALID);
	assert_refused(accept(&officer, plain, orgs[KEPT]), "keeps that entry, and answers for itself");
	assert_str(state_of(plain), "waiting");
}

/* The last word on a pair counts, as in the review; taken back, the one before it does. */
static void the_newest_word_on_a_pair_counts(void **state)
{
	const struct eh_answer different = { orgs[PLAIN], orgs[PLAIN_TOO], EH_VERDICT_DIFFERENT, EH_STR(""),
		EH_STR("officer 1") };
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	int64_t number = propose(orgs[PLAIN], "twice", orgs[PLAIN_TOO]);

	(void)state;
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_reviewer_load(place.db, TOWN, &reviewer, &error), &error);
	assert_ok(eh_review_answer(&reviewer, &different, NULL, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	assert_ok(accept(&officer, number, EH_STR("")), &error);
	build(false);
	assert_true(eh_str_eq(now_of(orgs[PLAIN]), now_of(orgs[PLAIN_TOO])));
	assert_ok(take_back(&officer, number), &error);
	build(false);
	assert_true(eh_str_eq(now_of(orgs[PLAIN_TOO]), orgs[PLAIN_TOO]));
}

/* An organisation makes no other's register entry its own by a press. */
static void an_organisation_takes_over_nothing_that_is_not_shown_to_be_its_own(void **state)
{
	struct eh_actor plain = person("pat@example.org", EH_ROLE_HOLDER, EH_SIDE_SECTOR, orgs[PLAIN]);
	int64_t number = propose(orgs[PLAIN], "twice", orgs[NUMBERED]);

	(void)state;
	assert_refused(accept(&plain, number, EH_STR("")), "This is us");
	assert_refused(accept(&plain, number, orgs[KEPT]), "Somebody else keeps that entry");
	assert_refused(accept(&holder, number, EH_STR("")), "those who keep the entry");
	assert_str(state_of(number), "waiting");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_organisation_says_that_it_has_closed_and_takes_it_back),
		cmocka_unit_test(both_sides_close_alike_what_nobody_keeps),
		cmocka_unit_test(no_side_alone_closes_what_somebody_keeps_or_turns_a_key_for),
		cmocka_unit_test(both_keys_close_it_and_it_may_still_say_that_it_lives),
		cmocka_unit_test(what_was_done_is_in_the_audit_for_everybody_without_strangers_words),
		cmocka_unit_test(another_entry_is_named_by_its_number_or_its_address),
		cmocka_unit_test(two_entries_become_one_and_are_told_apart_again),
		cmocka_unit_test(what_cannot_be_one_is_told_why),
		cmocka_unit_test(the_newest_word_on_a_pair_counts),
		cmocka_unit_test(an_organisation_takes_over_nothing_that_is_not_shown_to_be_its_own),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
