/* privacy.h: handing out and erasing what is kept of a person.
 *
 * Erasing takes name, address, sessions, sign-ins, second factor, and of the audit the values and salts of every row that is about the person
 * or that the person wrote unseen by the public; rows that are public hold no personal detail by rule and stay, under a number that leads to
 * nobody. The audit still verifies. Numbers of erased people are kept, so that a restored backup can be made to forget them again. */
#ifndef EH_GOVERN_PRIVACY_H
#define EH_GOVERN_PRIVACY_H

#include "actor.h"

/* Appends one JSON document with all that is kept of the person, for the person. EH_NOT_FOUND. */
enum eh_rc eh_person_export(struct eh_db *db, int64_t now, int64_t person_id, struct eh_buf *out, struct eh_error *err);

/* By the person, an administrator or the system. EH_REFUSED: somebody else; or the person holds a key (end the role first, in the open), or is
 * the last administrator. Erasing twice is nothing. */
enum eh_rc eh_person_erase(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err);

/* The numbers of people erased so far, one a line, and erasing those of such a list again (people whom the store does not know are passed
 * over): kept beside backups, this makes a restored one forget whom it was told to forget. */
enum eh_rc eh_erased_list(struct eh_db *db, struct eh_buf *out, struct eh_error *err);
enum eh_rc eh_erased_apply(struct eh_db *db, int64_t now, struct eh_str list, int64_t *ret_count, struct eh_error *err);

#endif
