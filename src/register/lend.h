/* lend.h: what a keeper of a list can show another without handing it over.
 *
 * Links a list with one that is public and says which public identifiers are on it, and how many organisations of each need and ward are
 * among them and beside them, with small counts withheld. Nothing else of the list comes out: no name, address, postcode or number, not even
 * how many rows it has (with a total known, a withheld count can be worked out).
 *
 *  - matched: organisations that are linked; those that a person would be asked about are not. Their needs and wards are read from the
 *    public list, so that these counts say nothing that the identifiers do not.
 *  - unmatched: all others of the list, each row one. Counted apart from the matched: counts of all would give away the unmatched by
 *    subtraction. */
#ifndef EH_REGISTER_LEND_H
#define EH_REGISTER_LEND_H

#include "store/db.h"

struct eh_lend_options {
	const char *mine, *against; /* paths; mine may be "-"; against NULL: the list in `db` */
	const char *columns;        /* what the columns of `mine` are, as match takes it; NULL: recognised */
	const char *id;             /* heading of the public identifier in `against`; NULL: found */
	struct eh_db *db;           /* for the list and for wards of postcodes; NULL: none */
	size_t threads;
	bool (*cancelled)(void *context);
	void *context;
};

/* For the lender's own eyes. */
struct eh_lend_summary {
	size_t rows, matched_rows, asked, identifiers, placed;
	bool wards;
};

/* Appends the JSON that may be shown to `out`. EH_INVALID, EH_NOT_FOUND: a file, column or list is not as it must be, and the message says
 * which; EH_CANCELLED; EH_NO_MEMORY. */
enum eh_rc eh_lend(
        const struct eh_lend_options *options, struct eh_buf *out, struct eh_lend_summary *ret_summary, struct eh_error *err);

#endif
