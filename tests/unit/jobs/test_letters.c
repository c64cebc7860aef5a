/* The weekly letter to both sides, and what is done every day. */
#include "test.h"

#include <math.h>
#include <unistd.h>

#include "jobs/jobs.h"
#include "jobs/still_right.h"
#include "queries.h"
#include "register/own_words.h"

#define NOW INT64_C(1764000000000000)
#define DAY INT64_C(86400000000)

static char folder[64], store[128];
static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;
static int64_t now = NOW, keeper;

static int64_t told_time(void) { return now; }

static int64_t person(const char *name, const char *email)
{
	int64_t number = 0;

	assert_ok(eh_person_add(db, NOW, &EH_ACTOR_SYSTEM, eh_str_of(name), eh_str_of(email), &number, &error), &error);
	return number;
}

/* An organisation on the list of the place. */
static void list(const char *id, const char *name)
{
	assert_ok(eh_q_organisation_add(db, eh_str_of(id), eh_str_of(name), EH_STR("active"), EH_STR("local"), EH_STR("publish"),
	                  (struct eh_str){ NULL, 0 }, (struct eh_str){ NULL, 0 }, (struct eh_str){ NULL, 0 }, 0, NAN, NAN,
	                  (struct eh_str){ NULL, 0 }, (struct eh_str){ NULL, 0 }, EH_STR("Z08000001"), (struct eh_str){ NULL, 0 },
	                  EH_STR("Chess"), (struct eh_str){ NULL, 0 }, EH_DB_NULL, EH_DB_NULL, EH_DB_NULL, 20000, 20000,
	                  (struct eh_str){ NULL, 0 }, &error),
	        &error);
	assert_ok(eh_q_organisation_area_add(db, eh_str_of(id), EH_STR("Z08000001"), 1, &error), &error);
}

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", folder);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	assert_ok(eh_q_place_put(db, EH_STR("town"), EH_STR("Town"), EH_STR("Z08000001"), EH_STR(""), 1, &error), &error);
	assert_ok(eh_db_begin(db, &error), &error);
	list("EH-0000000001", "Larkhill Chess Club");
	list("EH-0000000002", "Quenby Tea Dance");
	int64_t council = person("Cass Council", "cass@example.org");
	keeper = person("Kit Keeper", "kit@example.org");
	assert_ok(eh_steward_enrol(&(const struct eh_motion_house){ .db = db }, NOW,
	                  &(const struct eh_seat){ council, EH_SIDE_COUNCIL, EH_STR("town"), { NULL, 0 } }, NULL, &error),
	        &error);
	assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM,
	                  &(const struct eh_grant){
	                          .person_id = keeper, .role = EH_ROLE_HOLDER, .org_id = EH_STR("EH-0000000001") },
	                  NULL, &error),
	        &error);
	assert_ok(eh_db_commit(db, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

static void run(const char *detail)
{
	const struct eh_worker worker = { .store = store, .base_url = "https://list.example.org", .clock = told_time };
	int64_t job = 0;

	assert_ok(eh_job_add(db, now, &(const struct eh_job_new){ .kind = EH_JOB_DIGEST, .detail = eh_str_of(detail) }, &job,
	                  &error),
	        &error);
	struct eh_job ended = { .state = EH_STR("queued") };
	for (int i = 0; i < 20 && eh_str_eq(ended.state, EH_STR("queued")); i++) { /* letters that wait come first */
		assert_ok(eh_worker_run_one(&worker, db, NULL, &error), &error);
		assert_ok(eh_job_get(db, job, &arena, &ended, &error), &error);
	}
	if (!eh_str_eq(ended.state, EH_STR("done")))
		fail_msg("%.*s: %.*s", EH_FMT(ended.state), EH_FMT(ended.result));
}

/* The text of the newest letter that waits for an address; {NULL, 0}: none does. */
static struct eh_str letter_to(const char *address)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_mail_waiting row;

	assert_ok(eh_q_mail_waiting(db, &cursor, &error), &error);
	while (eh_q_mail_waiting_next(&cursor, &row, &error) == EH_OK)
		if (eh_str_eq(row.address, eh_str_of(address)))
			return eh_arena_str(&arena, row.body_text);
	return (struct eh_str){ NULL, 0 };
}

static bool says(struct eh_str letter, const char *words) { return letter.p && eh_str_find(letter, eh_str_of(words)) >= 0; }

/* One that the council calls; what the letter says of it, to which another that is cancelled adds nothing. */
static struct eh_str call_meeting(void)
{
	struct eh_open_meeting_says meeting = { .title = EH_STR("Cancelled"),
		.purpose = EH_STR("To meet"),
		.venue = EH_STR("Town Hall"),
		.online = EH_STR(""),
		.access = EH_STR("Step-free"),
		.contact = EH_STR("01632 960 001"),
		.papers = EH_STR(""),
		.starts_at = NOW + 9 * DAY,
		.ends_at = NOW + 9 * DAY + 60000000 };
	struct eh_person cass;
	int64_t number;

	assert_ok(eh_person_find(db, EH_STR("cass@example.org"), &arena, &cass, &error), &error);
	const struct eh_actor by = { .person_id = cass.person_id, .strong = true };
	assert_ok(eh_open_meeting_call(db, NOW, &by, EH_STR("town"), &meeting, &number, &error), &error);
	assert_ok(eh_open_meeting_cancel(db, NOW, &by, &(const struct eh_open_meeting_which){ EH_STR("town"), number, 0 },
	                  EH_STR("Snow"), &error),
	        &error);
	meeting.title = EH_STR("Who is missing?");
	meeting.starts_at += DAY;
	meeting.ends_at += DAY;
	assert_ok(eh_open_meeting_call(db, NOW, &by, EH_STR("town"), &meeting, &number, &error), &error);
	return eh_arena_printf(&arena, "Next open meeting: Who is missing?, %.*s, called by the council.",
	        EH_FMT(eh_open_meeting_when(&arena, meeting.starts_at, meeting.ends_at)));
}

static void a_steward_reads_what_the_week_was_and_the_head_of_the_audit(void **state)
{
	const struct eh_proposal proposal = { EH_STR("town"), EH_STR("EH-0000000001"), EH_STR("does"), EH_STR("Chess and tea"),
		EH_STR("") };
	struct eh_audit_head head;
	char words[128];
	int64_t number;

	(void)state;
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_correction_propose(db, NOW - 20 * DAY, &proposal, &number, &error), &error);
	struct eh_str words_of_meeting = call_meeting();
	assert_ok(eh_db_commit(db, &error), &error);
	assert_ok(eh_audit_head(db, &head, &error), &error);
	run("");
	struct eh_str letter = letter_to("cass@example.org");
	assert_true(says(letter, "Nothing on the list changed."));
	assert_true(says(letter, "For organisations: 1 correction waits, of which 1 is overdue."));
	assert_true(says(letter, "For the keepers of the list: 0 corrections wait, of which 0 are overdue."));
	assert_true(says(letter, "Motions that wait for a key: 0."));
	assert_true(says(letter, words_of_meeting.p));
	snprintf(words, sizeof words, "%lld:%s", (long long)head.number, head.link);
	assert_true(says(letter, words));
	assert_true(says(letter, "https://list.example.org/unsubscribe/"));
	assert_false(letter_to("kit@example.org").p); /* it is for stewards */
}

static void a_keeper_is_asked_once_a_quarter_by_a_link_of_its_own(void **state)
{
	struct eh_secret secret EH_CLEANUP_SECRET = { 0 };
	struct eh_str org;
	int64_t who;

	(void)state;
	run("daily");
	assert_false(letter_to("kit@example.org").p); /* keeps it since today */
	now += 100 * DAY;
	run("daily");
	struct eh_str letter = letter_to("kit@example.org");
	assert_true(says(letter, "Larkhill Chess Club"));
	ptrdiff_t at = eh_str_find(letter, EH_STR("https://list.example.org/still-right/"));
	assert_true(at > 0);
	struct eh_str link = eh_str_sub(letter, (size_t)at + strlen("https://list.example.org/still-right/"), letter.n), token;
	assert_true(eh_str_split(&link, '\n', &token));
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	assert_ok(eh_mail_confirm_read(&secret, token, &who, &org, &error), &error);
	assert_int_equal(who, keeper);
	assert_true(eh_str_eq(org, EH_STR("EH-0000000001")));
	/* What ends letters confirms nothing, and a changed letter nothing either. */
	struct eh_str ends = eh_mail_unsubscribe_link(&secret, &arena, EH_STR(""), keeper, EH_MAIL_CONFIRM);
	assert_int_equal(
	        eh_mail_confirm_read(&secret, eh_str_sub(ends, strlen("/unsubscribe/"), ends.n), &who, &org, &error), EH_INVALID);
	char *forged = eh_strndup(token.p, token.n);
	forged[token.n - 1] ^= 1;
	assert_int_equal(eh_mail_confirm_read(&secret, (struct eh_str){ forged, token.n }, &who, &org, &error), EH_INVALID);
	eh_free(forged);

	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_q_mail_delete_of(db, keeper, &error), &error);
	assert_ok(eh_mail_refuse(db, now, keeper, EH_MAIL_CONFIRM, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	run("daily");
	assert_false(letter_to("kit@example.org").p); /* wants none */
}

static size_t letters_about(const char *name)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_mail_waiting row;
	size_t count = 0;

	assert_ok(eh_q_mail_waiting(db, &cursor, &error), &error);
	while (eh_q_mail_waiting_next(&cursor, &row, &error) == EH_OK)
		count += says(row.subject, name) && says(row.subject, "still right");
	return count;
}

static void whoever_keeps_two_entries_is_asked_about_each_once_a_quarter(void **state)
{
	(void)state;
	assert_ok(eh_db_begin(db, &error), &error);
	int64_t two = person("Una Two", "una@example.org");
	for (size_t i = 0; i < 2; i++)
		assert_ok(eh_role_grant(db, now, &EH_ACTOR_SYSTEM,
		                  &(const struct eh_grant){ .person_id = two,
		                          .role = EH_ROLE_HOLDER,
		                          .org_id = i ? EH_STR("EH-0000000002") : EH_STR("EH-0000000001") },
		                  NULL, &error),
		        &error);
	assert_ok(eh_db_commit(db, &error), &error);
	for (size_t quarter = 1; quarter <= 3; quarter++) {
		now += 92 * DAY;
		for (size_t day = 0; day < 3; day++, now += DAY)
			run("daily");
		assert_int_equal(letters_about("Larkhill Chess Club"), quarter);
		assert_int_equal(letters_about("Quenby Tea Dance"), quarter);
	}
}

static void whoever_is_asked_about_one_entry_now_hears_of_it_again_in_a_quarter(void **state)
{
	struct eh_secret secret EH_CLEANUP_SECRET = { 0 };
	int64_t keepers = 9, asked = 9;

	(void)state;
	assert_ok(eh_secret_open(store, false, &secret, &error), &error);
	now += 40 * DAY;
	const size_t before = letters_about("Quenby Tea Dance");
	struct eh_still_right still = { db, now, &secret, EH_STR("https://list.example.org") };
	assert_ok(eh_still_right_ask(&still, EH_STR("EH-0000000002"), EH_STR("town"), &keepers, &asked, &error), &error);
	assert_true(keepers == 1 && asked == 0);
	still.now += 50 * DAY;
	assert_ok(eh_still_right_ask(&still, EH_STR("EH-0000000002"), EH_STR("town"), &keepers, &asked, &error), &error);
	assert_true(keepers == 1 && asked == 1);
	assert_int_equal(letters_about("Quenby Tea Dance"), before + 1);
	assert_ok(eh_still_right_ask(&still, EH_STR("EH-0000000002"), EH_STR("elsewhere"), &keepers, &asked, &error), &error);
	assert_true(keepers == 0 && asked == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_steward_reads_what_the_week_was_and_the_head_of_the_audit),
		cmocka_unit_test(a_keeper_is_asked_once_a_quarter_by_a_link_of_its_own),
		cmocka_unit_test(whoever_keeps_two_entries_is_asked_about_each_once_a_quarter),
		cmocka_unit_test(whoever_is_asked_about_one_entry_now_hears_of_it_again_in_a_quarter),
	};
	return cmocka_run_group_tests_name("letters", tests, setup, teardown);
}
