/* register.h: the door of `register`: from records to the list of organisations and services. */
#ifndef EH_REGISTER_H
#define EH_REGISTER_H

#include "store/db.h"

struct eh_build_options {
	bool force;     /* the whole list, also when nothing has changed since the last build */
	bool retrain;   /* with a model learned from all records of today, frozen from now on */
	size_t threads; /* 0: all processors */
	/* Called between steps; may be NULL. Returns EH_CANCELLED to stop, and the list stays as it was. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *progress_context;
	/* The caller holds a transaction and will take it back: nothing is logged as an event, and the index for searching is left as it was. */
	bool inside_transaction;
	/* From how many records on a build keeps what the next needs in order to look at a part alone; 0: the usual. For tests. */
	size_t living_least;
};

struct eh_build_summary {
	int64_t records, organisations, services, links, questions, unplaced;
	bool unchanged;      /* nothing had changed: the list was left alone */
	int64_t trained_on;  /* records that linkage was learned from once and for all; 0: those of this list, now */
	int64_t renewed;     /* records of the part that was worked out again; 0: all were */
	char warnings[2048]; /* sentences, one a line */
};

/* Makes the list from what every source says now, in one transaction: links records, gives organisations their identifiers, places and
 * classifies them, derives services, logs what changed. Same inputs, same list, whatever the number of threads.
 *
 * The first build of a list trains a model, which is frozen until `retrain`. Later builds work out what hangs together with the records
 * that have changed alone, where that is a small part of a large list, and come to the same list as a build of the whole. */
enum eh_rc eh_build(
        struct eh_db *db, const struct eh_build_options *options, struct eh_build_summary *ret_summary, struct eh_error *err);

/* True when the store has changed since the list was built, or it never was. */
enum eh_rc eh_build_out_of_date(struct eh_db *db, bool *ret_out_of_date, struct eh_error *err);

#endif
