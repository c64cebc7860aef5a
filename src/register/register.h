/* register.h: the door of `register`: from records to the list of organisations and services. */
#ifndef EH_REGISTER_H
#define EH_REGISTER_H

#include "store/db.h"

struct eh_build_options {
	bool force;     /* also when nothing has changed since the last build */
	size_t threads; /* 0: all processors */
	/* Called between steps; may be NULL. Returns EH_CANCELLED to stop, and the list stays as it was. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *progress_context;
	/* The caller holds a transaction and will take it back: nothing is logged as an event, and the index for searching is left as it was. */
	bool inside_transaction;
};

struct eh_build_summary {
	int64_t records, organisations, services, links, questions, unplaced;
	bool unchanged;      /* nothing had changed: the list was left alone */
	char warnings[2048]; /* sentences, one a line */
};

/* Makes the list afresh from what every source says now, in one transaction: links records, gives organisations their identifiers,
 * places and classifies them, derives services, logs what changed. Same inputs, same list, whatever the number of threads. */
enum eh_rc eh_build(
        struct eh_db *db, const struct eh_build_options *options, struct eh_build_summary *ret_summary, struct eh_error *err);

/* True when the store has changed since the list was built, or it never was. */
enum eh_rc eh_build_out_of_date(struct eh_db *db, bool *ret_out_of_date, struct eh_error *err);

#endif
