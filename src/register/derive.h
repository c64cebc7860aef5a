/* derive.h: from the records of one organisation to what the list says of it.
 *
 * Rules, in order of what they rest on:
 *  - a record ranks by how near its publisher is to the organisation: a register of its own, a directory, a grant, a payee; records that
 *    their publisher no longer lists rank behind those it does; of equals the newer counts;
 *  - the name is that of the best record, in the spelling of people where some record has the same name in small letters;
 *  - the status is closed when a register says so and no newer record says otherwise, active when a register says so, or when a list that
 *    still holds it is not over three years older than the newest of all lists, else unknown;
 *  - it was last heard of at the date of the newest list that still holds it, or at the award of its newest grant; a file's date says nothing
 *    of the grants in it, and what is no longer on HMRC's register of sports clubs is in no list by that;
 *  - records that may be matched only lend a name to entries that have no other, and nothing else;
 *  - an address may be shown only where a record says that the public may visit;
 *  - a telephone may be shown where its publisher gives it as the one for the public: in a directory of services, and in a list of those who
 *    meet or serve people. Registers publish a contact's number, often an officer's own: of those only numbers that the numbering plan keeps
 *    for organisations (beginning 03, 080, 084 or 087) are told; nor any other of something protected, since area codes are places. Never
 *    one that a reader took for a person's. */
#ifndef EH_REGISTER_DERIVE_H
#define EH_REGISTER_DERIVE_H

#include "rows.h"

/* How old the newest of all lists may be when one that still holds an organisation says that it is active. */
enum { EH_RECENT_DAYS = 3 * 365 + 1 };

enum { EH_ENTRY_MOST_COUNCILS = 512 };

/* One record of an organisation. */
struct eh_member {
	const struct eh_list_row *row;
	struct eh_record record;
	int rank; /* lower is better */
};

/* An organisation being made. Text lives in the arena given to eh_entry_derive, or in the rows. */
struct eh_entry {
	struct eh_member *members; /* best first */
	size_t count;
	struct eh_str name, status;
	enum eh_terms terms;
	struct eh_str address, postcode; /* of the best record that has one */
	bool address_public;
	double latitude, longitude; /* as published; NAN */
	struct eh_str activities, web;
	int64_t income_pence;
	int32_t registered, removed, first_seen, last_confirmed;
	const char *confirmed_by; /* as confirmed.h has it: a list, or no more than a grant */
	bool only_suppliers;      /* no record but payees: evidence, not an entry */
};

/* Parses and ranks the records of a cluster (`members` are indexes into rows) and derives the entry. `newest` is rows->newest. */
enum eh_rc eh_entry_derive(const struct eh_list_rows *rows, const size_t *members, size_t count, struct eh_arena *arena,
        struct eh_entry *ret_entry, struct eh_error *err);

/* True when the record's publisher still lists it. */
static inline bool eh_member_current(const struct eh_member *member) { return member->row->gone_date == EH_NO_DATE; }

/* True when it may be used for linkage alone: nothing of it is told. */
static inline bool eh_member_match_only(const struct eh_member *member)
{
	return eh_list_row_terms(member->row, &member->record) == EH_TERMS_MATCH_ONLY;
}

/* The record's telephone where it may be shown by the rule above, else {NULL, 0}; `says`: of its source and its own. */
struct eh_str eh_public_telephone(const struct eh_record *record, unsigned says, bool protected);
/* That of the best record that has one. */
struct eh_str eh_entry_telephone(const struct eh_entry *entry, bool protected);

/* What its presence says: the source's words and the record's own. */
static inline unsigned eh_member_says(const struct eh_member *member) { return member->row->says | member->record.says; }

#endif
