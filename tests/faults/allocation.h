/* allocation.h: one allocation after another fails, in operations on a store. Each time the operation must say EH_NO_MEMORY (or come to the very
 * result it comes to undisturbed), leak nothing, leave no transaction open, and the store as it was. */
#ifndef EH_TEST_ALLOCATION_H
#define EH_TEST_ALLOCATION_H

#include "store.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#else
static int __lsan_do_recoverable_leak_check(void) { return 0; }
#endif

enum { MOST_POINTS = 120 };

struct operation {
	const char *name;
	enum eh_rc (*run)(struct eh_db *db, int64_t *ret_result, struct eh_error *err);
	bool own; /* has a transaction of its own */
};

struct walk {
	const char *base, *store; /* the store that operations start from, and the copy they work on */
	struct eh_db *db;
	void (*opened)(struct eh_db *db); /* called with each fresh copy, and with NULL before it goes; may be NULL */
};

static inline enum eh_rc run_in_transaction(
        struct walk *walk, const struct operation *operation, int64_t *ret_result, struct eh_error *err)
{
	if (operation->own)
		return operation->run(walk->db, ret_result, err);
	EH_TRY(eh_db_begin(walk->db, err));
	enum eh_rc rc = operation->run(walk->db, ret_result, err);
	if (rc == EH_OK)
		return eh_db_commit(walk->db, err);
	eh_db_rollback(walk->db);
	return rc;
}

static inline void walk_close(struct walk *walk)
{
	eh_db_close(walk->db);
	walk->db = NULL;
	if (walk->opened)
		walk->opened(NULL);
}

static inline void walk_open(struct walk *walk)
{
	struct eh_error err = { 0 };

	walk_close(walk);
	store_copy(walk->base, walk->store);
	assert_ok(eh_db_open(walk->store, EH_DB_WRITE, &walk->db, &err), &err);
	if (walk->opened)
		walk->opened(walk->db);
}

/* True when it was reported, and nothing is wrong. */
static inline bool fail_at(
        struct walk *walk, const struct operation *operation, long point, bool once, uint64_t before, int64_t want, size_t *wrong)
{
	struct eh_error err = { 0 };
	int64_t result = 0;
	const char *fault = NULL;

	(once ? eh_alloc_fail_once : eh_alloc_fail_after)(point);
	enum eh_rc rc = run_in_transaction(walk, operation, &result, &err);
	eh_alloc_fail_after(-1);
	if (rc == EH_OK && result == want)
		return false;
	if (rc == EH_OK)
		fault = "nobody noticed, and the result is another";
	else if (rc != EH_NO_MEMORY || !err.message[0])
		fault = "it did not say that memory is short";
	else if (eh_db_in_transaction(walk->db))
		fault = "a transaction was left open";
	else if (store_digest(walk->store) != before)
		fault = "the store has changed";
	if (fault)
		printf("    %s: allocation %ld failed%s: %s (%s: %s)\n", operation->name, point, once ? " alone" : "", fault,
		        eh_rc_name(rc), err.message);
	*wrong += fault != NULL;
	return !fault;
}

/* How often something was wrong. */
static inline size_t fail_everywhere(struct walk *walk, const struct operation *operation)
{
	struct eh_error err = { 0 };
	size_t wrong = 0, reported = 0;
	uint64_t before = store_digest(walk->base);
	int64_t want = 0;

	walk_open(walk);
	eh_alloc_fail_after(-1);
	assert_ok(run_in_transaction(walk, operation, &want, &err), &err);
	long count = eh_alloc_fail_after(-1), stride = count / MOST_POINTS + 1;
	walk_open(walk);
	for (long point = 0; point < count && wrong < 10; point += stride)
		for (int once = 0; once < 2; once++) {
			if (fail_at(walk, operation, point, once, before, want, &wrong))
				reported++;
			else
				walk_open(walk);
		}
	printf("    %s: %ld allocations; %zu failures were reported\n", operation->name, count, reported);
	if (__lsan_do_recoverable_leak_check()) {
		printf("    %s leaks when memory is short\n", operation->name);
		wrong++;
	}
	assert_true(reported > 0);
	return wrong;
}

#endif
