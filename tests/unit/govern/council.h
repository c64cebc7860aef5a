/* council.h: a place with people in it, for the tests of `govern`. Everybody and everything here is invented. */
#ifndef EH_TEST_COUNCIL_H
#define EH_TEST_COUNCIL_H

#include "govern/govern.h"
#include "queries.h"

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
/* Wednesday 1 April 2026, noon in London. */
#define NOON (INT64_C(20544) * DAY + 11 * HOUR)

static const struct eh_str NOTHING = { NULL, 0 };

static inline struct eh_db *council_open_at(const char *path)
{
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };

	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_q_place_put(db, EH_STR("town"), EH_STR("Town"), EH_STR("Z06000001"), EH_STR(""), 1, &err), &err);
	assert_ok(eh_q_place_put(db, EH_STR("village"), EH_STR("Village"), EH_STR("Z06000002"), EH_STR(""), 1, &err), &err);
	return db;
}

static inline struct eh_db *council_open(void) { return council_open_at(":memory:"); }

static inline int64_t council_person(struct eh_db *db, const char *name)
{
	struct eh_error err = { 0 };
	char email[80];
	int64_t person = 0;

	snprintf(email, sizeof email, "%s@example.org", name);
	assert_ok(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, eh_str_of(name), eh_str_of(email), &person, &err), &err);
	return person;
}

static inline int64_t council_role(struct eh_db *db, int64_t person, enum eh_role role, const char *place, const char *org)
{
	struct eh_error err = { 0 };
	int64_t id = 0;

	assert_ok(eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM,
	                  &(struct eh_grant){
	                          .person_id = person, .role = role, .place_id = eh_str_of(place), .org_id = eh_str_of(org) },
	                  &id, &err),
	        &err);
	return id;
}

/* Every organisation is on the list but "unheard-of", which is none, and "closed". */
static inline enum eh_rc council_org(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err)
{
	(void)context, (void)place_id, (void)arena;
	if (eh_str_eq(org_id, EH_STR("unheard-of")))
		return eh_fail(err, EH_NOT_FOUND, "no such organisation");
	*ret_standing = (struct eh_org_standing){
		.current_id = org_id, .income_pence = EH_DB_NULL, .listed = !eh_str_eq(org_id, EH_STR("closed"))
	};
	return EH_OK;
}

/* Where stewards are dealt with. */
#define COUNCIL_HOUSE(store) (&(const struct eh_motion_house){ .db = (store), .org = council_org })

static inline int64_t council_steward(struct eh_db *db, const char *name, enum eh_side side, const char *org)
{
	const struct eh_seat seat = { council_person(db, name), side, EH_STR("town"), eh_str_of(org) };
	struct eh_error err = { 0 };

	assert_ok(eh_steward_enrol(COUNCIL_HOUSE(db), NOON, &seat, NULL, &err), &err);
	return seat.person_id;
}

static inline struct eh_actor council_actor(int64_t person) { return (struct eh_actor){ .person_id = person, .strong = true }; }

/* Asserts that a call is refused, and that the sentence holds these words. */
#define assert_refused(expression, error, words)                                                                                 \
	do {                                                                                                                     \
		enum eh_rc rc_ = (expression);                                                                                   \
		if (rc_ != EH_REFUSED || !strstr((error)->message, words))                                                       \
			fail_msg("%s: %s: %s", #expression, eh_rc_name(rc_), (error)->message);                                  \
	} while (0)

#endif
