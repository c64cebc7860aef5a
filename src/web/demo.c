#include "demo.h"

#include "base/calendar.h"
#include "register/listing.h"
#include "register/org_lookup.h"

enum { SMALL_PENCE = 100000 * 100 };

const struct eh_demo_person eh_demo_people[] = {
	{ "Olu Officer", "officer@example.org", EH_T("partnership officer of the council") },
	{ "Ida Infrastructure", "infrastructure@example.org", EH_T("infrastructure organisation") },
	{ "Cass Council", "council@example.org", EH_T("steward for the council") },
	{ "Sam Sector", "sector@example.org", EH_T("steward for the sector, from a small organisation") },
	{ "Tess Sector", "sector2@example.org", EH_T("steward for the sector, from another organisation") },
	{ "Kit Keeper", "keeper@example.org", EH_T("keeps an organisation's entry") },
	{ "Ada Admin", "admin@example.org", EH_T("administrator") },
	{ "Nia Neighbour", "nia@example.org", EH_T("keeps an entry that shares ground with Ned's") },
	{ "Ned Neighbour", "ned@example.org", EH_T("keeps an entry that shares ground with Nia's") },
	{ NULL, NULL, NULL },
};
enum { DEMO_PEOPLE = sizeof eh_demo_people / sizeof *eh_demo_people - 1, NIA = 7, NED = 8 };

size_t eh_demo_count(void)
{
	size_t n = 0;

	while (eh_demo_people[n].name)
		n++;
	return n;
}

static bool incomes_known(const struct eh_listing *listing)
{
	for (size_t i = 0; i < listing->count; i++)
		if (listing->items[i].income_pence != INT64_MIN)
			return true;
	return false;
}

/* Two local, active organisations for the sector's stewards: a small one, and one that is no branch. */
static enum eh_rc choose(
        struct eh_db *db, struct eh_str council, struct eh_arena *arena, struct eh_str chosen[2], struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };

	EH_TRY(eh_listing_load(db, council, &listing, err));
	for (size_t i = 0; i < listing.count && !(chosen[0].p && chosen[1].p); i++) {
		const struct eh_listed *one = &listing.items[i];
		bool fits = eh_str_eq(one->status, EH_STR("active")) && eh_str_eq(one->scale, EH_STR("local")) &&
		            !one->parent.n && !one->protected && one->id_count;
		bool small = one->income_pence != INT64_MIN && one->income_pence < SMALL_PENCE;
		if (fits && !chosen[!small].p)
			chosen[!small] = eh_arena_str(arena, one->id);
		else if (fits && !chosen[0].p && !incomes_known(&listing))
			chosen[0] = eh_arena_str(arena, one->id);
	}
	return chosen[0].p && chosen[1].p
	               ? EH_OK
	               : eh_fail(err, EH_NOT_FOUND, "the list holds no two organisations for a demonstration's stewards");
}

static enum eh_rc person_of(struct eh_db *db, int64_t now, const struct eh_demo_person *one, struct eh_arena *arena,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_person found;
	enum eh_rc rc = eh_person_find(db, eh_str_of(one->email), arena, &found, err);

	if (rc == EH_NOT_FOUND)
		return eh_person_add(db, now, &EH_ACTOR_SYSTEM, eh_str_of(one->name), eh_str_of(one->email), ret_person, err);
	if (rc == EH_OK)
		*ret_person = found.person_id;
	return rc;
}

/* A key that cannot be given again (the side has its stewards) is as good as given. */
static enum eh_rc seat(struct eh_db *db, int64_t now, const struct eh_seat *seat, struct eh_error *err)
{
	const struct eh_motion_house house = { .db = db, .org = eh_org_lookup_listed, .org_context = db };
	enum eh_rc rc = eh_steward_enrol(&house, now, seat, NULL, err);

	return rc == EH_REFUSED ? EH_OK : rc;
}

/* The officer answers corrections, by name, where nobody does. */
static enum eh_rc answer(
        struct eh_db *db, int64_t now, struct eh_str place, int64_t officer, struct eh_arena *arena, struct eh_error *err)
{
	const struct eh_actor actor = { .person_id = officer, .role = EH_ROLE_OFFICER, .side = EH_SIDE_COUNCIL, .strong = true };
	struct eh_answering *answering;
	size_t count;

	EH_TRY(eh_answering_list(db, now, place, arena, &answering, &count, err));
	return count ? EH_OK : eh_answering_take(db, now, &actor, place, eh_str_of(eh_demo_people[0].name), err);
}

/* A meeting of each side, where there is none. */
static enum eh_rc call_meetings(struct eh_db *db, int64_t now, struct eh_str place, int64_t officer, int64_t infrastructure,
        struct eh_arena *arena, struct eh_error *err)
{
	enum { FIRST_IN_DAYS = 20, SECOND_IN_DAYS = 48, EVENING = 18 * 60 + 30, HOURS_LATER = 90 };
	const struct eh_actor council = {
		.person_id = officer, .role = EH_ROLE_OFFICER, .side = EH_SIDE_COUNCIL, .strong = true
	};
	const struct eh_actor sector = {
		.person_id = infrastructure, .role = EH_ROLE_INFRASTRUCTURE, .side = EH_SIDE_SECTOR, .strong = true
	};
	struct eh_open_meetings meetings;
	int32_t today = eh_london_date(now);
	int64_t number;

	EH_TRY(eh_open_meeting_list(db, now, place, arena, &meetings, err));
	if (meetings.count)
		return EH_OK;
	const struct eh_open_meeting_says first = { .title = EH_STR("Where help is missing (invented for this demonstration)"),
		.purpose = EH_STR("We look at the neighbourhoods where nobody on the list reaches, and ask who is missing from "
		                  "it. Bring what you know of your street."),
		.starts_at = eh_london_instant(today + FIRST_IN_DAYS, EVENING),
		.ends_at = eh_london_instant(today + FIRST_IN_DAYS, EVENING + HOURS_LATER),
		.venue = EH_STR("The Old Library (invented)\n1 High Street"),
		.online = EH_STR(""),
		.access = EH_STR(
		        "Step-free from the street. Hearing loop. A sign language interpreter comes if you ask a week before."),
		.contact = EH_STR("01632 960 001"),
		.papers = EH_STR("") };
	struct eh_open_meeting_says second = first;
	second.title = EH_STR("The report: questions and answers (invented for this demonstration)");
	second.purpose = EH_STR(
	        "The sector's stewards read the draft of the report with whoever comes, before they turn a key for it.");
	second.starts_at = eh_london_instant(today + SECOND_IN_DAYS, EVENING);
	second.ends_at = eh_london_instant(today + SECOND_IN_DAYS, EVENING + HOURS_LATER);
	second.venue = EH_STR("");
	second.online = EH_STR("https://meet.example.org/report");
	second.access = EH_STR("Live captions. Join by telephone if you have no internet: ask us for the number.");
	EH_TRY(eh_open_meeting_call(db, now, &council, place, &first, &number, err));
	return eh_open_meeting_call(db, now, &sector, place, &second, &number, err);
}

static enum eh_rc fill(struct eh_db *db, int64_t now, struct eh_str place, const struct eh_str orgs[2], struct eh_arena *arena,
        struct eh_error *err)
{
	int64_t people[DEMO_PEOPLE];

	for (size_t i = 0; eh_demo_people[i].name; i++)
		EH_TRY(person_of(db, now, &eh_demo_people[i], arena, &people[i], err));
	const struct eh_grant grants[] = {
		{ .person_id = people[0], .role = EH_ROLE_OFFICER, .place_id = place },
		{ .person_id = people[1], .role = EH_ROLE_INFRASTRUCTURE, .place_id = place },
		{ .person_id = people[5], .role = EH_ROLE_HOLDER, .org_id = orgs[0] },
		{ .person_id = people[6], .role = EH_ROLE_ADMINISTRATOR, .place_id = place },
		{ .person_id = people[6], .role = EH_ROLE_ADMINISTRATOR }, /* and of the whole installation */
	};
	for (size_t i = 0; i < sizeof grants / sizeof *grants; i++)
		EH_TRY(eh_role_grant(db, now, &EH_ACTOR_SYSTEM, &grants[i], NULL, err));
	EH_TRY(seat(db, now, &(const struct eh_seat){ people[2], EH_SIDE_COUNCIL, place, { NULL, 0 } }, err));
	EH_TRY(seat(db, now, &(const struct eh_seat){ people[3], EH_SIDE_SECTOR, place, orgs[0] }, err));
	EH_TRY(seat(db, now, &(const struct eh_seat){ people[4], EH_SIDE_SECTOR, place, orgs[1] }, err));
	EH_TRY(call_meetings(db, now, place, people[0], people[1], arena, err));
	return answer(db, now, place, people[0], arena, err);
}

enum eh_rc eh_demo_fill(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_str council, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str orgs[2] = { { NULL, 0 }, { NULL, 0 } };

	EH_TRY(choose(db, council, &arena, orgs, err));
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = fill(db, now, place_id, orgs, &arena, err);
	if (rc >= 0)
		rc = eh_db_commit(db, err);
	if (rc < 0)
		eh_db_rollback(db);
	return rc;
}

enum eh_rc eh_demo_neighbours(struct eh_db *db, int64_t now, const struct eh_analysis *analysis, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	size_t i = 0;

	/* A branch and its parent may be called alike. */
	while (i < analysis->overlap_count && eh_str_eq(analysis->overlaps[i].a_name, analysis->overlaps[i].b_name))
		i++;
	if (i == analysis->overlap_count)
		return EH_OK;
	const struct eh_str orgs[] = { analysis->overlaps[i].a_org, analysis->overlaps[i].b_org };
	EH_TRY(eh_db_begin(db, err));
	enum eh_rc rc = EH_OK;
	for (size_t k = 0; rc >= 0 && k < 2; k++) {
		struct eh_grant grant = { .role = EH_ROLE_HOLDER, .org_id = orgs[k] };
		rc = person_of(db, now, &eh_demo_people[k ? NED : NIA], &arena, &grant.person_id, err);
		if (rc >= 0)
			rc = eh_role_grant(db, now, &EH_ACTOR_SYSTEM, &grant, NULL, err);
	}
	if (rc >= 0)
		rc = eh_db_commit(db, err);
	if (rc < 0)
		eh_db_rollback(db);
	return rc;
}
