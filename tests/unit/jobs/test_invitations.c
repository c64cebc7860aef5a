/* Inviting organisations to look after their entry, one or many at once: whom, how often, and what came of each. Everybody and everything here is
 * invented. */
#include "../../test.h"

#include "../govern/council.h"
#include "../register/place.h"
#include "jobs/jobs.h"
#include "register/claim.h"
#include "register/hiding.h"

#define NOW INT64_C(1764000000000000)

static const char REGISTER[] = "Charity number,Name,Address,Postcode,Email\n"
                               "900001,Larkhill Chess Club,1 High Street,ZZ1 1AA,Chess@example.net\n"
                               "900002,Quenby Tea Dance,2 Low Road,ZZ1 1AA,\n"
                               "900003,Testham Harmonica Orchestra,3 Mid Lane,ZZ1 1AA,music@example.net\n"
                               "900004,Testham Harmonica Juniors,4 Far Lane,ZZ1 1AA,music@example.net\n"
                               "900005,Osier Bowls,5 Far Lane,ZZ1 1AA,bowls@example.net\n";

static struct test_place place;
static char store[160];
static struct eh_secret secret;
static struct eh_error error;
static struct eh_arena arena;
static int64_t now;
static struct eh_actor officer;

static int64_t clock_now(void) { return now; }

static int64_t person(const char *name)
{
	int64_t number = 0;
	struct eh_str email = eh_arena_printf(&arena, "%s@people.example", name);

	assert_ok(eh_person_add(place.db, NOW, &EH_ACTOR_SYSTEM, eh_str_of(name), email, &number, &error), &error);
	return number;
}

static int setup(void **state)
{
	(void)state;
	now = NOW;
	place = (struct test_place){ .council = "Z06000001" };
	snprintf(place.folder, sizeof place.folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", place.folder);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &place.db, &error), &error);
	assert_ok(eh_q_place_put(place.db, EH_STR("here"), EH_STR("Here"), eh_str_of(place.council), EH_STR(""), 1, &error),
	        &error);
	assert_ok(eh_secret_open(store, true, &secret, &error), &error);
	test_place_geography(&place);
	test_place_import(&place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_WORKS, true, 20000);
	test_place_build(&place, 1);
	officer = (struct eh_actor){ person("officer"), EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_secret_finish(&secret);
	eh_db_close(place.db);
	eh_arena_finish(&arena);
	test_remove(place.folder);
	return 0;
}

static struct eh_str id_of(const char *name) { return test_place_find(&place, name, &arena).org_id; }

static enum eh_rc invite(const char *name, const struct eh_actor *by, struct eh_invite_letter *ret_letter)
{
	return eh_invite(place.db, now, &secret, by, EH_STR("here"), id_of(name), &arena, ret_letter, &error);
}

static void hold(const char *name)
{
	assert_ok(
	        eh_role_grant(place.db, now, &EH_ACTOR_SYSTEM,
	                &(const struct eh_grant){ .person_id = person("keeper"), .role = EH_ROLE_HOLDER, .org_id = id_of(name) },
	                NULL, &error),
	        &error);
}

static struct eh_invitation_plan plan(enum eh_invite_whom whom, size_t most)
{
	struct eh_invitation_plan planned = { 0 };

	assert_ok(eh_invitations_plan(place.db, now, &secret, EH_STR("Z06000001"), whom, most, &planned, &error), &error);
	return planned;
}

static int64_t order(enum eh_invite_whom whom)
{
	struct eh_invitation_plan planned EH_CLEANUP_INVITATION_PLAN = plan(whom, 10);
	int64_t run = 0;

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_invitations_order(place.db, now, &officer, EH_STR("here"), whom, &planned, &run, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	return run;
}

/* Runs the one job that is due and that tells of invitations; letters wait, since there is no server. */
static void work(void)
{
	const struct eh_worker worker = { .store = store, .base_url = "https://list.example.org", .clock = clock_now };
	struct eh_job job = { .detail = EH_STR("") };

	for (int i = 0; i < 30 && !eh_str_starts(job.detail, EH_STR("invitations")); i++) {
		int64_t id = 0;
		assert_ok(eh_worker_run_one(&worker, place.db, &id, &error), &error);
		assert_ok(eh_job_get(place.db, id, &arena, &job, &error), &error);
	}
	if (!eh_str_eq(job.state, EH_STR("done")))
		fail_msg("%.*s: %.*s", EH_FMT(job.state), EH_FMT(job.result));
}

static const struct eh_invitation_line *line_of(const struct eh_invitation_run *run, const char *name)
{
	for (size_t i = 0; i < run->count; i++)
		if (eh_str_eq(run->items[i].name, eh_str_of(name)))
			return &run->items[i];
	fail_msg("%s is not among them", name);
	return NULL;
}

static struct eh_invitation_run came(int64_t number)
{
	struct eh_invitation_run run = { 0 };

	assert_ok(eh_invitation_run_load(place.db, EH_STR("here"), number, &run, &error), &error);
	return run;
}

static void an_organisation_is_invited_once_a_quarter_by_those_who_keep_the_list(void **state)
{
	const struct eh_actor admin = { 9, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, { NULL, 0 }, true };
	struct eh_invite_letter letter;
	struct eh_invite look;

	(void)state;
	assert_refused(invite("Larkhill Chess Club", &admin, &letter), &error, "officer or the infrastructure");
	assert_refused(invite("Quenby Tea Dance", &officer, &letter), &error, "No register publishes");
	assert_ok(invite("Larkhill Chess Club", &officer, &letter), &error);
	assert_str(letter.address, "chess@example.net");
	now = NOW + 80 * DAY;
	assert_refused(invite("Larkhill Chess Club", &officer, &letter), &error, "within the last 90 days");
	now = NOW + 91 * DAY;
	assert_ok(eh_invite_look(place.db, now, &secret, id_of("Larkhill Chess Club"), &arena, &look, &error), &error);
	assert_int_equal(look.invited_at, NOW);
	assert_int_equal(look.verdict, EH_INVITE_MAY);
	assert_str(look.publisher, "Test (synthetic)");
	assert_ok(invite("Larkhill Chess Club", &officer, &letter), &error);
	hold("Larkhill Chess Club");
	now = NOW + 300 * DAY;
	assert_refused(invite("Larkhill Chess Club", &officer, &letter), &error, "keeps this entry already");
}

static void the_address_is_kept_as_a_hash_alone(void **state)
{
	struct eh_q_claim_invitation_get row;
	struct eh_invite_letter letter;
	struct eh_invited invited;

	(void)state;
	assert_ok(invite("Larkhill Chess Club", &officer, &letter), &error);
	assert_ok(eh_q_claim_invitation_get(place.db, letter.invitation_id, &arena, &row, &error), &error);
	assert_int_equal(row.address.n, EH_HASH_BYTES);
	assert_ok(eh_invite_read(place.db, &secret, letter.invitation_id, &arena, &invited, &error), &error);
	assert_str(invited.address, "chess@example.net");
	assert_int_equal(eh_invite_read(place.db, &secret, 99, &arena, &invited, &error), EH_NOT_FOUND);
	/* The register publishes another one since: the letter is old. */
	test_place_import(&place, "register", "spreadsheet",
	        "Charity number,Name,Address,Postcode,Email\n900001,Larkhill Chess Club,1 High Street,ZZ1 1AA,new@example.net\n",
	        "organisations", EH_SAYS_WORKS, true, 20100);
	test_place_build(&place, 1);
	assert_int_equal(eh_invite_read(place.db, &secret, letter.invitation_id, &arena, &invited, &error), EH_CONFLICT);
}

static void a_plan_tells_whom_it_would_reach_and_sends_nothing(void **state)
{
	struct eh_invitation_plan planned EH_CLEANUP_INVITATION_PLAN = { 0 };
	struct eh_error why = { 0 };

	(void)state;
	assert_int_equal(
	        eh_invitations_plan(place.db, now, &secret, EH_STR("Z06000001"), EH_INVITE_NEVER, 0, &planned, &why), EH_INVALID);
	assert_int_equal(eh_invitations_plan(place.db, now, &secret, EH_STR("Z06000001"), EH_INVITE_NEVER, 201, &planned, &why),
	        EH_INVALID);
	assert_int_equal(
	        eh_invitations_plan(place.db, now, &secret, EH_STR("Z06000001"), EH_INVITE_WHOMS, 5, &planned, &why), EH_INVALID);
	planned = plan(EH_INVITE_NEVER, 10);
	assert_int_equal(planned.matching, 5);
	assert_int_equal(planned.counts[EH_INVITE_MAY], 4);
	assert_int_equal(planned.counts[EH_INVITE_UNREACHABLE], 1);
	eh_invitation_plan_finish(&planned);
	planned = plan(EH_INVITE_NEVER, 1);
	assert_int_equal(planned.counts[EH_INVITE_MAY], 1);
	eh_invitation_plan_finish(&planned);
	planned = plan(EH_INVITE_AGAIN, 10);
	assert_int_equal(planned.matching, 0);
	int64_t run = 0;
	assert_refused(eh_invitations_order(place.db, now, &officer, EH_STR("here"), EH_INVITE_AGAIN, &planned, &run, &error),
	        &error, "nobody of these");
	struct eh_q_mail_last mail;
	assert_ok(eh_q_mail_last(place.db, &arena, &mail, &error), &error);
	assert_int_equal(mail.mail_id, EH_DB_NULL);
}

static void many_are_invited_by_a_job_which_tells_what_came_of_each(void **state)
{
	struct eh_invitation_run run EH_CLEANUP_INVITATION_RUN = { 0 };
	struct eh_q_mail_get mail;

	(void)state;
	int64_t number = order(EH_INVITE_NEVER);
	run = came(number);
	assert_int_equal(run.ended_at, EH_DB_NULL);
	assert_int_equal(run.counts[EH_CAME_WAITS], 4);
	eh_invitation_run_finish(&run);
	hold("Osier Bowls"); /* between the plan and the job */
	work();
	run = came(number);
	assert_int_equal(run.ended_at, NOW);
	assert_int_equal(run.count, 4);
	assert_int_equal(line_of(&run, "Osier Bowls")->came, EH_CAME_PASSED_OVER);
	assert_int_equal(line_of(&run, "Osier Bowls")->verdict, EH_INVITE_KEPT);
	assert_int_equal(line_of(&run, "Larkhill Chess Club")->came, EH_CAME_WAITS);
	/* One address, two organisations: one letter. */
	const struct eh_invitation_line *first = line_of(&run, "Testham Harmonica Orchestra"),
	                                *second = line_of(&run, "Testham Harmonica Juniors");
	assert_int_equal((first->verdict == EH_INVITE_LATELY) + (second->verdict == EH_INVITE_LATELY), 1);
	assert_ok(eh_q_mail_get(place.db, 1, &arena, &mail, &error), &error);
	assert_true(eh_str_find(mail.body_text, EH_STR("https://list.example.org/invited/")) > 0);
	assert_true(eh_str_find(mail.unsubscribe, EH_STR("/stop")) > 0);
	assert_int_equal(eh_invitation_run_load(place.db, EH_STR("elsewhere"), number, &run, &error), EH_NOT_FOUND);
}

static void what_came_of_a_letter_is_told(void **state)
{
	struct eh_invitation_run run EH_CLEANUP_INVITATION_RUN = { 0 };
	int64_t asker = 0;
	size_t held = 0;

	(void)state;
	int64_t number = order(EH_INVITE_NEVER);
	work();
	for (int64_t mail = 1; mail <= 3; mail++)
		assert_ok(eh_q_mail_end(place.db, mail, mail == 2 ? EH_STR("given up") : EH_STR("sent"), now, &error), &error);
	run = came(number);
	assert_int_equal(run.counts[EH_CAME_SENT], 2);
	assert_int_equal(run.counts[EH_CAME_FAILED], 1);
	eh_invitation_run_finish(&run);
	assert_ok(eh_invite_answered(place.db, now, 1, &error), &error);
	assert_ok(eh_invite_want(place.db, now, 3, false, &error), &error);
	run = came(number);
	assert_int_equal(run.counts[EH_CAME_ANSWERED], 1);
	assert_int_equal(run.counts[EH_CAME_ENDED], 1);
	eh_invitation_run_finish(&run);
	struct eh_invited invited;
	assert_ok(eh_invite_read(place.db, &secret, 1, &arena, &invited, &error), &error);
	assert_ok(eh_claim_ask(place.db, now, invited.org_id, EH_STR("Ann"), invited.address, &asker, &error), &error);
	assert_ok(eh_claim_settle(place.db, now, asker, &held, &error), &error);
	assert_int_equal(held, 1);
	run = came(number);
	assert_int_equal(run.counts[EH_CAME_CLAIMED], 1);
	assert_int_equal(run.counts[EH_CAME_ANSWERED], 0);
}

static void those_asked_within_the_quarter_or_who_want_none_are_refused_and_told_of(void **state)
{
	struct eh_invitation_plan planned EH_CLEANUP_INVITATION_PLAN = { 0 };
	struct eh_invitation_run run EH_CLEANUP_INVITATION_RUN = { 0 };
	struct eh_invite_letter letter;
	bool wanted = true;

	(void)state;
	assert_ok(invite("Osier Bowls", &officer, &letter), &error);
	assert_ok(eh_invite_want(place.db, now, letter.invitation_id, false, &error), &error);
	assert_ok(eh_invite_wanted(place.db, letter.invitation_id, &wanted, &error), &error);
	assert_false(wanted);
	assert_ok(invite("Larkhill Chess Club", &officer, &letter), &error);
	now = NOW + 30 * DAY;
	assert_ok(invite("Testham Harmonica Orchestra", &officer, &letter), &error);
	now = NOW + 91 * DAY;
	planned = plan(EH_INVITE_AGAIN, 10);
	assert_int_equal(planned.counts[EH_INVITE_MAY], 1);
	assert_int_equal(planned.counts[EH_INVITE_LATELY], 1);
	assert_int_equal(planned.counts[EH_INVITE_UNWANTED], 1);
	int64_t number = order(EH_INVITE_AGAIN);
	work();
	run = came(number);
	assert_int_equal(line_of(&run, "Osier Bowls")->verdict, EH_INVITE_UNWANTED);
	assert_int_equal(line_of(&run, "Testham Harmonica Orchestra")->verdict, EH_INVITE_LATELY);
	assert_int_equal(line_of(&run, "Larkhill Chess Club")->came, EH_CAME_WAITS);
	/* And again, when they say so. */
	assert_ok(eh_invite_want(place.db, now, 1, true, &error), &error);
	assert_ok(invite("Osier Bowls", &officer, &letter), &error);
}

static void hidden_entries_and_confirmed_ones_are_not_planned_for(void **state)
{
	struct eh_invitation_plan planned EH_CLEANUP_INVITATION_PLAN = { 0 };

	(void)state;
	assert_ok(eh_hide(place.db, now, &officer, id_of("Osier Bowls"), EH_HIDDEN_ENTRY, &error), &error);
	planned = plan(EH_INVITE_NEVER, 10);
	for (size_t i = 0; i < planned.count; i++)
		assert_false(eh_str_eq(planned.items[i].name, EH_STR("Osier Bowls")));
	size_t all = planned.count;
	eh_invitation_plan_finish(&planned);
	planned = plan(EH_INVITE_STALE, 10); /* the register is of 2024, over a year before */
	assert_int_equal(planned.count, all);
	eh_invitation_plan_finish(&planned);
	now = INT64_C(20100) * DAY;
	planned = plan(EH_INVITE_STALE, 10);
	assert_int_equal(planned.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		        an_organisation_is_invited_once_a_quarter_by_those_who_keep_the_list, setup, teardown),
		cmocka_unit_test_setup_teardown(the_address_is_kept_as_a_hash_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(a_plan_tells_whom_it_would_reach_and_sends_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(many_are_invited_by_a_job_which_tells_what_came_of_each, setup, teardown),
		cmocka_unit_test_setup_teardown(what_came_of_a_letter_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
		        those_asked_within_the_quarter_or_who_want_none_are_refused_and_told_of, setup, teardown),
		cmocka_unit_test_setup_teardown(hidden_entries_and_confirmed_ones_are_not_planned_for, setup, teardown),
	};

	return cmocka_run_group_tests_name("invitations", tests, NULL, NULL);
}
