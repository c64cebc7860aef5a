/* Open meetings: either side calls them by the same rules, changes its own and none of the other's, and everybody can see what happened. */
#include "test.h"

#include "base/calendar.h"
#include "council.h"

#define TOWN EH_STR("town")
#define NOW NOON
#define LATER (NOW + 20 * DAY)

static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;

/* The two people of each side who may, and others who may not. */
enum { OFFICER, COUNCIL_STEWARD, INFRASTRUCTURE, SECTOR_STEWARD, ELSEWHERE, ADMINISTRATOR, HOLDER, NOBODY, PEOPLE };
static struct eh_actor people[PEOPLE];

static int setup(void **state)
{
	static const struct {
		const char *name;
		enum eh_role role;
		const char *place, *org;
	} GIVEN[PEOPLE] = { [OFFICER] = { "olu", EH_ROLE_OFFICER, "town", NULL },
		[INFRASTRUCTURE] = { "ida", EH_ROLE_INFRASTRUCTURE, "town", NULL },
		[ELSEWHERE] = { "eve", EH_ROLE_OFFICER, "village", NULL },
		[ADMINISTRATOR] = { "ada", EH_ROLE_ADMINISTRATOR, "town", NULL },
		[HOLDER] = { "kit", EH_ROLE_HOLDER, NULL, "one" } };

	(void)state;
	db = council_open();
	people[COUNCIL_STEWARD] = council_actor(council_steward(db, "cass", EH_SIDE_COUNCIL, NULL));
	people[SECTOR_STEWARD] = council_actor(council_steward(db, "sam", EH_SIDE_SECTOR, "one"));
	for (size_t i = 0; i < PEOPLE; i++)
		if (GIVEN[i].name) {
			people[i] = council_actor(council_person(db, GIVEN[i].name));
			council_role(db, people[i].person_id, GIVEN[i].role, GIVEN[i].place, GIVEN[i].org);
		}
	people[NOBODY] = council_actor(council_person(db, "nia"));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_db_close(db);
	eh_arena_finish(&arena);
	return 0;
}

static struct eh_open_meeting_says says(void)
{
	return (struct eh_open_meeting_says){ .title = EH_STR("Who is missing?"),
		.purpose = EH_STR("We ask who is missing from the list."),
		.venue = EH_STR("Town Hall\n1 High Street"),
		.online = EH_STR(""),
		.access = EH_STR("Step-free. Hearing loop."),
		.contact = EH_STR("Ottoline Quirke, 01632 960 001"),
		.papers = EH_STR("https://example.org/a.pdf\nhttps://example.org/b"),
		.starts_at = LATER,
		.ends_at = LATER + HOUR };
}

static int64_t call(size_t who, int64_t starts_at)
{
	struct eh_open_meeting_says meeting = says();
	int64_t number = 0;

	meeting.starts_at = starts_at;
	meeting.ends_at = starts_at + HOUR;
	assert_ok(eh_open_meeting_call(db, NOW, &people[who], TOWN, &meeting, &number, &error), &error);
	return number;
}

static struct eh_open_meeting get(int64_t number, int64_t now)
{
	struct eh_open_meeting meeting;

	assert_ok(eh_open_meeting_get(db, now, TOWN, number, &arena, &meeting, &error), &error);
	return meeting;
}

static struct eh_open_meeting_which which(int64_t number, int64_t sequence)
{
	return (struct eh_open_meeting_which){ TOWN, number, sequence };
}

static void both_sides_call_meetings_by_the_same_rules(void **state)
{
	static const size_t MAY[] = { OFFICER, COUNCIL_STEWARD, INFRASTRUCTURE, SECTOR_STEWARD };
	static const size_t MAY_NOT[] = { ELSEWHERE, ADMINISTRATOR, HOLDER, NOBODY };
	struct eh_open_meeting_says meeting = says();
	int64_t number;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		enum eh_side side = i < 2 ? EH_SIDE_COUNCIL : EH_SIDE_SECTOR;
		assert_int_equal(get(call(MAY[i], LATER), NOW).side, side);
	}
	for (size_t i = 0; i < 4; i++)
		assert_refused(eh_open_meeting_call(db, NOW, &people[MAY_NOT[i]], TOWN, &meeting, &number, &error), &error,
		        "stewards of either side");
	assert_refused(eh_open_meeting_call(db, NOW, &EH_ACTOR_SYSTEM, TOWN, &meeting, &number, &error), &error,
	        "stewards of either side");
}

/* Whoever says they act for the other side does not: the role decides. */
static void the_role_says_for_which_side_and_not_the_person(void **state)
{
	struct eh_actor pretends = people[OFFICER];
	struct eh_open_meeting_says meeting = says();
	int64_t number;

	(void)state;
	pretends.side = EH_SIDE_SECTOR;
	pretends.role = EH_ROLE_INFRASTRUCTURE;
	assert_ok(eh_open_meeting_call(db, NOW, &pretends, TOWN, &meeting, &number, &error), &error);
	assert_int_equal(get(number, NOW).side, EH_SIDE_COUNCIL);
}

static void each_side_changes_cancels_and_holds_its_own_alone(void **state)
{
	static const size_t BY[] = { OFFICER, INFRASTRUCTURE }, MATE[] = { COUNCIL_STEWARD, SECTOR_STEWARD };

	(void)state;
	for (size_t side = 0; side < 2; side++) {
		struct eh_open_meeting_says other = says();
		int64_t number = call(BY[side], LATER);
		struct eh_open_meeting_which seen = which(number, 0);
		assert_refused(eh_open_meeting_change(db, NOW, &people[BY[!side]], &seen, &other, &error), &error,
		        "called this meeting");
		assert_refused(eh_open_meeting_cancel(db, NOW, &people[MATE[!side]], &seen, EH_STR("Ill"), &error), &error,
		        "called this meeting");
		assert_refused(eh_open_meeting_hold(db, LATER, &people[BY[!side]], &seen, &error), &error, "called this meeting");
		assert_int_equal(get(number, NOW).sequence, 0);
		/* Another person of the same side may. */
		other.title = EH_STR("Who else is missing?");
		assert_ok(eh_open_meeting_change(db, NOW + 1, &people[MATE[side]], &seen, &other, &error), &error);
		assert_str(get(number, NOW).says.title, "Who else is missing?");
		assert_int_equal(get(number, NOW).state, EH_MEETING_CHANGED);
		assert_ok(eh_open_meeting_cancel(db, NOW + 2, &people[BY[side]],
		                  &(const struct eh_open_meeting_which){ TOWN, number, 1 }, EH_STR(" The hall is flooded. "),
		                  &error),
		        &error);
		assert_int_equal(get(number, NOW).state, EH_MEETING_CANCELLED);
		assert_str(get(number, NOW).reason, "The hall is flooded.");
	}
}

static void a_meeting_goes_from_announced_to_held_or_cancelled_and_no_further(void **state)
{
	struct eh_open_meeting_says other = says();
	int64_t held = call(OFFICER, LATER), cancelled = call(OFFICER, LATER), past = call(OFFICER, LATER);
	struct eh_open_meeting_which first = which(held, 0), second = which(cancelled, 0), third = which(past, 0);

	(void)state;
	assert_refused(eh_open_meeting_hold(db, LATER - 1, &people[OFFICER], &first, &error), &error, "has not begun");
	assert_int_equal(eh_open_meeting_cancel(db, NOW, &people[OFFICER], &second, EH_STR("  "), &error), EH_INVALID);
	assert_ok(eh_open_meeting_hold(db, LATER, &people[OFFICER], &first, &error), &error);
	assert_ok(eh_open_meeting_cancel(db, NOW, &people[OFFICER], &second, EH_STR("Snow"), &error), &error);
	first.sequence = second.sequence = 1;
	assert_refused(eh_open_meeting_cancel(db, LATER, &people[OFFICER], &first, EH_STR("Snow"), &error), &error, "was held");
	assert_refused(eh_open_meeting_change(db, NOW, &people[OFFICER], &second, &other, &error), &error, "is cancelled");
	assert_refused(eh_open_meeting_hold(db, LATER, &people[OFFICER], &second, &error), &error, "is cancelled");
	other.starts_at += DAY;
	other.ends_at += DAY;
	assert_refused(eh_open_meeting_change(db, LATER, &people[OFFICER], &third, &other, &error), &error, "has begun");
	assert_refused(
	        eh_open_meeting_cancel(db, LATER + HOUR, &people[OFFICER], &third, EH_STR("Snow"), &error), &error, "is over");
}

/* Two people of a side at once: the second one sees what the first did before changing it. */
static void what_somebody_else_changed_meanwhile_is_not_overwritten(void **state)
{
	struct eh_open_meeting_says first = says(), second = says();
	int64_t number = call(OFFICER, LATER);
	struct eh_open_meeting_which seen = which(number, 0);

	(void)state;
	first.title = EH_STR("First");
	second.title = EH_STR("Second");
	assert_ok(eh_open_meeting_change(db, NOW, &people[OFFICER], &seen, &first, &error), &error);
	assert_int_equal(eh_open_meeting_change(db, NOW, &people[COUNCIL_STEWARD], &seen, &second, &error), EH_CONFLICT);
	assert_str(get(number, NOW).says.title, "First");
	assert_int_equal(get(number, NOW).sequence, 1);
}

static void a_meeting_is_of_its_place_alone(void **state)
{
	struct eh_open_meeting_says other = says();
	int64_t number = call(OFFICER, LATER);
	struct eh_open_meeting_which there = { EH_STR("village"), number, 0 };
	struct eh_open_meeting meeting;
	struct eh_open_meetings all;

	(void)state;
	assert_int_equal(eh_open_meeting_get(db, NOW, EH_STR("village"), number, &arena, &meeting, &error), EH_NOT_FOUND);
	assert_int_equal(eh_open_meeting_change(db, NOW, &people[ELSEWHERE], &there, &other, &error), EH_NOT_FOUND);
	assert_refused(eh_open_meeting_cancel(db, NOW, &people[OFFICER], &there, EH_STR("Snow"), &error), &error,
	        "stewards of either side");
	assert_ok(eh_open_meeting_list(db, NOW, EH_STR("village"), &arena, &all, &error), &error);
	assert_int_equal(all.count, 0);
	assert_int_equal(eh_open_meeting_next(db, NOW, EH_STR("village"), &arena, &meeting, &error), EH_NOT_FOUND);
	assert_int_equal(get(number, NOW).state, EH_MEETING_ANNOUNCED);
}

/* One thing wrong at a time. */
static void what_is_said_of_a_meeting_is_checked_field_by_field(void **state)
{
	static char longest[2 * EH_MEETING_LONGEST_TEXT];
	enum { CASES = 17 };
	struct eh_open_meeting_says wrong[CASES];
	static const enum eh_open_meeting_field AT[CASES] = { EH_MEETING_TITLE, EH_MEETING_TITLE, EH_MEETING_PURPOSE,
		EH_MEETING_ACCESS, EH_MEETING_CONTACT, EH_MEETING_VENUE, EH_MEETING_ONLINE, EH_MEETING_ONLINE, EH_MEETING_ONLINE,
		EH_MEETING_PAPERS, EH_MEETING_PAPERS, EH_MEETING_PAPERS, EH_MEETING_STARTS, EH_MEETING_STARTS, EH_MEETING_ENDS,
		EH_MEETING_ENDS, EH_MEETING_PURPOSE };
	enum eh_open_meeting_field field = EH_MEETING_FIELDS;

	(void)state;
	memset(longest, 'x', sizeof longest);
	for (size_t i = 0; i < CASES; i++)
		wrong[i] = says();
	wrong[0].title = EH_STR(" ");
	wrong[1].title = (struct eh_str){ longest, EH_MEETING_LONGEST_LINE + 1 };
	wrong[2].purpose = EH_STR("");
	wrong[3].access = EH_STR("");
	wrong[4].contact = EH_STR("");
	wrong[5].venue = EH_STR("");
	wrong[6].online = EH_STR("http://example.org/");
	wrong[7].online = EH_STR("https://example.org/\" onclick=\"x");
	wrong[8].online = EH_STR("https://localhost");
	wrong[9].papers = EH_STR("https://example.org/a\njavascript:alert(1)");
	wrong[10].papers = EH_STR("a.pdf");
	wrong[11].papers = EH_STR(
	        "https://e.org/1\nhttps://e.org/2\nhttps://e.org/3\nhttps://e.org/4\nhttps://e.org/5\nhttps://e.org/6\n"
	        "https://e.org/7\nhttps://e.org/8\nhttps://e.org/9\nhttps://e.org/10\nhttps://e.org/11");
	wrong[12].starts_at = NOW;
	wrong[13].starts_at = NOW + 731 * DAY;
	wrong[14].ends_at = wrong[14].starts_at;
	wrong[15].ends_at = wrong[15].starts_at + 25 * HOUR;
	wrong[16].purpose = (struct eh_str){ longest, EH_MEETING_LONGEST_TEXT + 1 };
	for (size_t i = 0; i < CASES; i++) {
		enum eh_rc rc = eh_open_meeting_check(NOW, &wrong[i], &field, &error);
		if (rc != EH_INVALID || field != AT[i])
			fail_msg("case %zu: %s at field %d: %s", i, eh_rc_name(rc), (int)field, error.message);
	}
	struct eh_open_meeting_says online = says();
	online.venue = EH_STR("");
	online.online = EH_STR("https://meet.example.org/a?b=c");
	online.papers = EH_STR("");
	assert_ok(eh_open_meeting_check(NOW, &online, &field, &error), &error);
}

static void the_next_is_the_first_that_takes_place(void **state)
{
	struct eh_open_meeting next;
	int64_t late = call(OFFICER, LATER + DAY), soon = call(INFRASTRUCTURE, LATER), soonest = call(OFFICER, LATER - DAY);

	(void)state;
	assert_ok(eh_open_meeting_cancel(db, NOW, &people[OFFICER], &(const struct eh_open_meeting_which){ TOWN, soonest, 0 },
	                  EH_STR("Snow"), &error),
	        &error);
	assert_ok(eh_open_meeting_next(db, NOW, TOWN, &arena, &next, &error), &error);
	assert_int_equal(next.meeting_id, soon);
	assert_int_equal(next.side, EH_SIDE_SECTOR);
	assert_ok(eh_open_meeting_next(db, LATER + 1, TOWN, &arena, &next, &error), &error);
	assert_int_equal(next.meeting_id, late);
	assert_int_equal(eh_open_meeting_next(db, LATER + 2 * DAY, TOWN, &arena, &next, &error), EH_NOT_FOUND);
}

static void those_over_are_listed_apart_from_those_to_come(void **state)
{
	struct eh_open_meetings all;
	int64_t first = call(OFFICER, LATER), second = call(OFFICER, LATER + DAY);

	(void)state;
	assert_ok(eh_open_meeting_list(db, NOW, TOWN, &arena, &all, &error), &error);
	assert_int_equal(all.count, 2);
	assert_int_equal(all.coming, 0);
	assert_ok(eh_open_meeting_list(db, LATER + HOUR, TOWN, &arena, &all, &error), &error);
	assert_int_equal(all.coming, 1);
	assert_int_equal(all.items[0].meeting_id, first);
	assert_int_equal(all.items[1].meeting_id, second);
}

/* The audit says what happened and when the meeting is, and no word that somebody wrote: least of all whom to ask. */
static void the_audit_tells_everybody_what_happened_and_nothing_personal(void **state)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_open_meeting_says other = says();
	int64_t number = call(INFRASTRUCTURE, LATER);
	struct eh_open_meeting_which seen = which(number, 0);

	(void)state;
	assert_ok(eh_open_meeting_change(db, NOW, &people[SECTOR_STEWARD], &seen, &other, &error), &error);
	seen.sequence = 1;
	assert_ok(eh_open_meeting_cancel(db, NOW, &people[SECTOR_STEWARD], &seen, EH_STR("Ottoline is ill"), &error), &error);
	assert_ok(eh_audit_list(db,
	                  &(const struct eh_audit_filter){
	                          .subject_kind = EH_STR("open meeting"), .place_id = TOWN, .for_public = true },
	                  &rows, &error),
	        &error);
	assert_int_equal(rows.count, 3);
	assert_str(rows.items[2].verb, "called");
	assert_str(rows.items[2].side, "sector");
	assert_str(rows.items[2].after, "announced: 21 April 2026, 12:00pm to 1:00pm");
	assert_str(rows.items[1].verb, "changed");
	assert_str(rows.items[0].verb, "cancelled");
	assert_str(rows.items[0].before, "changed: 21 April 2026, 12:00pm to 1:00pm");
	for (size_t i = 0; i < rows.count; i++)
		for (size_t k = 0; k < 3; k++) {
			struct eh_str text = k == 0 ? rows.items[i].before : k == 1 ? rows.items[i].after : rows.items[i].why;
			assert_true(!text.p || eh_str_find(text, EH_STR("Ottoline")) < 0);
		}
	assert_ok(eh_audit_verify(db, NULL, NULL, &error), &error);
}

static int64_t contacts(void)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_open_meeting_list row;
	int64_t count = 0;
	enum eh_rc rc = eh_q_open_meeting_list(db, TOWN, EH_DB_NULL, EH_DB_NULL, &rows, &error);

	while (rc == EH_OK && (rc = eh_q_open_meeting_list_next(&rows, &row, &error)) == EH_OK)
		count += row.contact.n > 0;
	return count;
}

static void whom_to_ask_is_shown_until_it_is_over_and_then_forgotten(void **state)
{
	int64_t number = call(OFFICER, LATER);

	(void)state;
	call(OFFICER, LATER + 40 * DAY);
	assert_true(get(number, LATER).says.contact.n > 0);
	assert_int_equal(get(number, LATER + HOUR).says.contact.n, 0);
	assert_ok(eh_open_meeting_forget(db, LATER + HOUR + 29 * DAY, &error), &error);
	assert_int_equal(contacts(), 2);
	assert_ok(eh_open_meeting_forget(db, LATER + HOUR + 31 * DAY, &error), &error);
	assert_int_equal(contacts(), 1);
}

static void what_a_person_gave_as_contact_is_handed_out_and_erased_with_them(void **state)
{
	struct eh_buf before EH_CLEANUP_BUF = { 0 }, after EH_CLEANUP_BUF = { 0 };
	int64_t number = call(INFRASTRUCTURE, LATER);

	(void)state;
	call(OFFICER, LATER);
	assert_ok(eh_person_export(db, NOW, people[INFRASTRUCTURE].person_id, &before, &error), &error);
	assert_true(eh_str_find(eh_buf_str(&before), EH_STR("Ottoline Quirke")) >= 0);
	assert_ok(eh_person_erase(db, NOW, &EH_ACTOR_SYSTEM, people[INFRASTRUCTURE].person_id, EH_STR("asked"), &error), &error);
	assert_int_equal(get(number, NOW).says.contact.n, 0);
	assert_int_equal(contacts(), 1); /* the officer's stays */
	assert_ok(eh_person_export(db, NOW, people[INFRASTRUCTURE].person_id, &after, &error), &error);
	assert_true(eh_str_find(eh_buf_str(&after), EH_STR("Ottoline")) < 0);
}

int main(void)
{
#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		IN_TOWN(both_sides_call_meetings_by_the_same_rules),
		IN_TOWN(the_role_says_for_which_side_and_not_the_person),
		IN_TOWN(each_side_changes_cancels_and_holds_its_own_alone),
		IN_TOWN(a_meeting_goes_from_announced_to_held_or_cancelled_and_no_further),
		IN_TOWN(what_somebody_else_changed_meanwhile_is_not_overwritten),
		IN_TOWN(a_meeting_is_of_its_place_alone),
		IN_TOWN(what_is_said_of_a_meeting_is_checked_field_by_field),
		IN_TOWN(the_next_is_the_first_that_takes_place),
		IN_TOWN(those_over_are_listed_apart_from_those_to_come),
		IN_TOWN(the_audit_tells_everybody_what_happened_and_nothing_personal),
		IN_TOWN(whom_to_ask_is_shown_until_it_is_over_and_then_forgotten),
		IN_TOWN(what_a_person_gave_as_contact_is_handed_out_and_erased_with_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
