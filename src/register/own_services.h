/* own_services.h: what organisations say of their services.
 *
 * Whoever keeps an entry says of each service, whole: what it does, for whom, where, when, at what cost, and whether it takes new people. What
 * they say comes before what a source says of the same service, which stays on record beside it; a service that no source names is added.
 * It survives every making of the list and follows merges of identifiers; each wording stays on record. A source's record is the same service
 * when it was when they said so, or when it is called the same and no other of theirs stands for it.
 *
 * Words that are those of a refuge and its like (protect.h) protect the whole organisation: its places are then neither kept nor shown.
 *
 * Nobody else may say them; others propose a correction (own_words.h). What is written is audited, is in the list at once and can be searched
 * at once. All functions that write do so in the caller's transaction. */
#ifndef EH_REGISTER_OWN_SERVICES_H
#define EH_REGISTER_OWN_SERVICES_H

#include "gazetteer.h"
#include "govern/govern.h"
#include "meetings.h"

enum {
	EH_SERVICES_MOST = 64, /* of an organisation */
	EH_SERVICE_LONGEST_NAME = 200,
	EH_SERVICE_LONGEST = 1000,
	EH_SERVICE_LONGEST_NOTE = 200,
	EH_SERVICE_MOST_PENCE = 1000000,
	EH_SERVICE_MOST_PLACES = 100000,
};

/* How it reaches people. */
enum eh_how { EH_HOW_UNSAID, EH_HOW_PLACE, EH_HOW_WARDS, EH_HOW_WHOLE, EH_HOW_REMOTE, EH_HOW_COUNT };
extern const char *const eh_how_codes[EH_HOW_COUNT]; /* "", "place", "wards", "whole", "remote" */

/* Whether it takes new people: "", "yes", "waiting list", "no". */
enum { EH_NEW_PEOPLE_COUNT = 4 };
extern const char *const eh_new_people_codes[EH_NEW_PEOPLE_COUNT];

struct eh_own_service {
	struct eh_str service_id;    /* as the list has it; {NULL, 0}: a new one */
	struct eh_str name, does;    /* name "": nothing is said but that it has closed */
	struct eh_str needs, people; /* codes, space between */
	enum eh_how how;
	struct eh_str address, postcode; /* of a place; postcode canonical */
	bool hides_address;              /* the list says its ward alone, and tells nobody what a source says of the address */
	struct eh_str wards;             /* codes, space between */
	struct eh_meetings meetings;
	struct eh_str note;           /* of the times, in words */
	int64_t cost_pence, capacity; /* EH_DB_NULL: not said; 0 pence: free; places a week */
	struct eh_str new_people, telephone, web;
	/* For reading alone. */
	bool closed, own, has_source; /* own: said by the organisation, not only a source; has_source: a record tells of it too */
	int64_t said_at;
	struct eh_str own_id, place_id, said_as, covers_source, covers_key, covers_name;
};

struct eh_service_said {
	bool anew; /* the list is to be made anew behind this */
	const char *
	        wrong; /* what EH_INVALID is about: "name", "does", "needs", "people", "how", "address", "postcode", "wards", "meetings",
	                      "note", "cost", "new_people", "capacity", "telephone", "web" */
};

/* Says a service whole. EH_INVALID: something is missing, too long or not known, in a sentence, and ret_said->wrong says what;
 * EH_REFUSED: not theirs to say, or too many; EH_NOT_FOUND: no such organisation, or none of its services. */
enum eh_rc eh_own_service_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        struct eh_str org_id, const struct eh_own_service *service, struct eh_service_said *ret_said, struct eh_error *err);

enum eh_service_move { EH_SERVICE_CLOSE, EH_SERVICE_OPEN, EH_SERVICE_TAKE_BACK };
/* Closes it, opens it again, or takes back what they said of it: then it is what sources say, or gone. EH_CONFLICT: it is so already. */
enum eh_rc eh_own_service_move(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        struct eh_str org_id, struct eh_str service_id, enum eh_service_move move, bool *ret_anew, struct eh_error *err);

/* What counts now of what they said, by the identifiers that the list has; text in `arena`. */
enum eh_rc eh_own_services_load(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena,
        struct eh_own_service **ret_services, size_t *ret_count, struct eh_error *err);

/* One service as it stands, to be changed: what they said of it, else what the list says. EH_NOT_FOUND. */
enum eh_rc eh_own_service_find(struct eh_db *db, struct eh_str org_id, struct eh_str service_id, struct eh_arena *arena,
        struct eh_own_service *ret_service, struct eh_error *err);

/* Puts them into the list, for own_words.c. *gazetteer is made when it is wanted first, and is the caller's to free. *newest grows to the
 * newest that they said. */
enum eh_rc eh_own_services_apply(
        struct eh_db *db, struct eh_str org_id, struct eh_gazetteer **gazetteer, int64_t *newest, struct eh_error *err);

/* Why what they say of their services protects the organisation; {NULL, 0}: it does not. For the making of the list. */
enum eh_rc eh_own_services_protect(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_str *ret_why, struct eh_error *err);

/* True when the address of a record is that of a service whose address they hide: it tells of that service, or has its postcode. */
bool eh_own_services_hide(
        const struct eh_own_service *services, size_t count, struct eh_str source, struct eh_str key, struct eh_str postcode);

/* True when a service is but the registered office that an organisation counts at. */
bool eh_service_is_office(struct eh_arena *arena, struct eh_str org_id, struct eh_str service_id);

#endif
