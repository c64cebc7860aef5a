/* people.h: people, and what they may do for a place or an organisation.
 *
 * A person is a number; name and e-mail address lie apart, to be erased alone. A resident has no role and needs no row. Whoever has a role
 * has it from an instant on, until it ends; rows are never deleted. Stewards have rules of their own (steward.h).
 *
 * Who may give what: the system (the machine's own command line, or a rule of another layer such as a claim) all but stewards; an
 * administrator officers, infrastructure and administrators; a holder colleagues of the same organisation. Nobody gives a role to themselves, and
 * whoever is an administrator is neither officer, infrastructure nor steward of any place. Who may end it: whoever has it,
 * whoever could give it, and a steward's role only a steward of the same side. The last administrator stays. */
#ifndef EH_GOVERN_PEOPLE_H
#define EH_GOVERN_PEOPLE_H

#include "actor.h"

enum { EH_PERSON_LONGEST_NAME = 120, EH_EMAIL_MAX = 255 };

/* Checks and writes an address the one way it is kept: trimmed, lower case, ASCII. EH_INVALID says what is wrong. */
enum eh_rc eh_email_normalise(struct eh_str typed, char out[EH_EMAIL_MAX], struct eh_error *err);

struct eh_person {
	int64_t person_id, added_at;
	struct eh_str name, email; /* {NULL, 0} once erased */
	struct eh_str state;       /* active, left, erased */
};

/* Anybody may be added; a person without a role may do nothing. Whoever left and comes back is the same person. EH_INVALID: name or
 * address; EH_CONFLICT: somebody has this address (tell it to nobody who is not signed in). */
enum eh_rc eh_person_add(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err);
/* EH_NOT_FOUND. Text in `arena`. */
enum eh_rc eh_person_get(
        struct eh_db *db, int64_t person_id, struct eh_arena *arena, struct eh_person *ret_person, struct eh_error *err);
enum eh_rc eh_person_find(
        struct eh_db *db, struct eh_str email, struct eh_arena *arena, struct eh_person *ret_person, struct eh_error *err);

/* The new name or address of an active person. An address may be changed by the person alone and, for those who are no stewards, by an
 * administrator: whoever reads a steward's mail is half-way to the steward's key. */
enum eh_rc eh_person_rename(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str name, struct eh_error *err);
enum eh_rc eh_person_readdress(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str email, struct eh_error *err);

/* Ends every role and session; the name stays for the record. Rules of eh_role_end. */
enum eh_rc eh_person_leave(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t person_id, struct eh_str why, struct eh_error *err);

struct eh_person_list {
	struct eh_person *items; /* by name */
	size_t count;
	struct eh_arena arena;
};
/* All that are active. */
enum eh_rc eh_person_list(struct eh_db *db, struct eh_person_list *ret_people, struct eh_error *err);
void eh_person_list_finish(struct eh_person_list *people);
#define EH_CLEANUP_PERSON_LIST __attribute__((cleanup(eh_person_list_finish)))

struct eh_grant {
	int64_t person_id;
	enum eh_role role;
	struct eh_str place_id; /* of officers, infrastructure; of administrators {NULL, 0} is everywhere */
	struct eh_str org_id;   /* of holders and colleagues */
	struct eh_str why;      /* {NULL, 0}: not said */
};

/* EH_OK: may; EH_REFUSED: `why` says why not, in a sentence; others: the store failed. `err` is filled in either case. */
enum eh_rc eh_role_may_grant(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_grant *grant,
        char why[EH_WHY_MAX], struct eh_error *err);
/* Gives the role at once. Having it already is nothing. *ret_role may be NULL. */
enum eh_rc eh_role_grant(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_grant *grant,
        int64_t *ret_role, struct eh_error *err);
enum eh_rc eh_role_may_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t role_id, char why[EH_WHY_MAX], struct eh_error *err);
enum eh_rc eh_role_end(
        struct eh_db *db, int64_t now, const struct eh_actor *by, int64_t role_id, struct eh_str why, struct eh_error *err);

struct eh_person_role {
	int64_t role_id, person_id, granted_by, granted_at, effective_at, ended_at; /* ended_at EH_DB_NULL: not ended */
	enum eh_role role;
	enum eh_side side;              /* of stewards; the council's of officers, the sector's of infrastructure */
	struct eh_str place_id, org_id; /* {NULL, 0}: none */
	struct eh_str name;             /* the person's; {NULL, 0} once erased */
	bool first;                     /* a steward enrolled at installation */
	bool in_force;                  /* at the `now` that was asked with */
};

struct eh_roles {
	struct eh_person_role *items;
	size_t count;
	struct eh_arena arena;
};
/* Those that have not ended, in force or to come: of a person; of a place; of an organisation. */
enum eh_rc eh_roles_of_person(struct eh_db *db, int64_t now, int64_t person_id, struct eh_roles *ret_roles, struct eh_error *err);
enum eh_rc eh_roles_of_place(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_roles *ret_roles, struct eh_error *err);
enum eh_rc eh_roles_of_org(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_roles *ret_roles, struct eh_error *err);
void eh_roles_finish(struct eh_roles *roles);
#define EH_CLEANUP_ROLES __attribute__((cleanup(eh_roles_finish)))

/* Among roles read before: one in force, of that place or organisation ({NULL, 0}: any; an administrator of the installation is one of every
 * place); NULL when there is none. */
const struct eh_person_role *eh_roles_find(
        const struct eh_roles *roles, enum eh_role role, enum eh_side side, struct eh_str place_id, struct eh_str org_id);

/* Officers, infrastructure, stewards and administrators sign in with a second factor (factor.h). */
bool eh_roles_need_factor(const struct eh_roles *roles);

#endif
