/* places.h: the places of an installation, for its administrators. A place is a view on the one list: a name and a council. What files it is made of
 * says its recipe, at the machine; here one can be added for a council whose areas are at hand, and each be called otherwise. No key is turned by it:
 * what counts as local stays with both keys (local.h), stewards with their sides. */
#ifndef EH_REGISTER_PLACES_H
#define EH_REGISTER_PLACES_H

#include "govern/govern.h"

enum { EH_PLACE_LONGEST_ID = 40, EH_PLACE_LONGEST_NAME = 100 };

struct eh_place_new {
	struct eh_str place_id;      /* of its addresses: "trafford"; small letters, digits and hyphens */
	struct eh_str name, council; /* council: name or ONS code */
};

/* Adds a place, with its line in the public audit, in the caller's transaction. `taken` (ends with NULL) are identifiers that addresses use otherwise.
 * EH_REFUSED: not an administrator of the whole installation; EH_INVALID: an identifier, name or council that will not do, or is another place's. */
enum eh_rc eh_place_add(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_place_new *place,
        const char *const *taken, struct eh_error *err);

/* Calls a place otherwise; its recipe's name is not taken any more. EH_REFUSED: not an administrator of it; EH_INVALID: no name, or the same. */
enum eh_rc eh_place_rename(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id, struct eh_str name,
        struct eh_error *err);

/* Whether a person administers a place; {NULL, 0}: the whole installation. */
enum eh_rc eh_place_administers(
        struct eh_db *db, int64_t now, int64_t person_id, struct eh_str place_id, bool *ret_does, struct eh_error *err);

#endif
