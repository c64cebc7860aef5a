/* roles_private.h: what people, stewards and motions have in common. */
#ifndef EH_GOVERN_ROLES_PRIVATE_H
#define EH_GOVERN_ROLES_PRIVATE_H

#include "people.h"

/* Writes the sentence to `why` and to the error, and gives EH_REFUSED. */
enum eh_rc eh_refuse(char why[EH_WHY_MAX], struct eh_error *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* EH_NOT_FOUND unless a place has exactly this identifier; EH_INVALID when none is given. */
enum eh_rc eh_place_check(struct eh_db *db, struct eh_str place_id, struct eh_error *err);

/* EH_REFUSED unless the person is there and active. */
enum eh_rc eh_person_check(struct eh_db *db, int64_t person_id, char why[EH_WHY_MAX], struct eh_error *err);

/* Roles that have not ended; {NULL, 0} and EH_DB_NULL filter nothing. */
enum eh_rc eh_roles_load(struct eh_db *db, int64_t now, int64_t person_id, struct eh_str place_id, struct eh_str org_id,
        struct eh_str role, struct eh_roles *ret_roles, struct eh_error *err);

/* "steward of the sector, trafford": a role in words, for the audit. EH_NO_MEMORY. */
enum eh_rc eh_role_words(enum eh_role role, enum eh_side side, struct eh_str place_id, struct eh_str org_id, struct eh_buf *out);

/* A row of the audit about a role. Those of a place are public: they name nobody. */
enum eh_rc eh_role_note(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb,
        const struct eh_person_role *role, struct eh_str why, struct eh_error *err);

/* Ends a transaction that a function has of its own: what is refused is kept too, for what was counted; a failure is not. */
enum eh_rc eh_settle(struct eh_db *db, enum eh_rc rc, struct eh_error *err);

/* The side that a role works for: stewards have one of their own. */
enum eh_side eh_role_side(enum eh_role role);

#endif
