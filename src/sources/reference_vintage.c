/* reference_vintage.c: which census's small areas a table speaks of, told by codes that only one of the two has. */
#include <stdio.h>
#include <stdlib.h>

#include "queries.h"
#include "reference_import.h"

static int by_area(const void *a, const void *b)
{
	const struct eh_vintage_code *x = a, *y = b;

	return (x->area_id > y->area_id) - (x->area_id < y->area_id);
}

enum eh_rc eh_vintages_load(struct eh_db *db, struct eh_vintages *vintages, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_area_change_only row;
	enum eh_rc rc = eh_q_area_change_only(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_area_change_only_next(&rows, &row, err)) == EH_OK)
		if (!eh_vec_push(&vintages->codes, (struct eh_vintage_code){ row.area_id, (int)row.vintage }))
			return eh_fail_memory(err);
	if (vintages->codes.count)
		qsort(vintages->codes.items, vintages->codes.count, sizeof *vintages->codes.items, by_area);
	return rc == EH_END ? EH_OK : rc;
}

void eh_vintages_finish(struct eh_vintages *vintages) { eh_vec_finish(&vintages->codes); }

void eh_vintages_see(struct eh_vintages *vintages, int64_t area_id, struct eh_str code, uint64_t line)
{
	const struct eh_vintage_code key = { area_id, 0 };
	const struct eh_vintage_code *found = vintages->codes.count ? bsearch(&key, vintages->codes.items, vintages->codes.count,
	                                                                      sizeof key, by_area)
	                                                            : NULL;

	if (!found)
		return;
	struct eh_vintage_seen *seen = found->vintage == 2011 ? &vintages->old : &vintages->new;
	if (seen->count++)
		return;
	seen->line = line;
	snprintf(seen->code, sizeof seen->code, "%.*s", EH_FMT(code));
}

enum eh_rc eh_vintages_check(const struct eh_vintages *vintages, int stated, int *ret_vintage, struct eh_error *err)
{
	const struct eh_vintage_seen *old = &vintages->old, *new = &vintages->new;

	if (old->count && new->count) {
		eh_fail(err, EH_INVALID,
		        "codes of two censuses are mixed: %s (line %llu) is an LSOA of 2011 alone, %s (line %llu) one of 2021 "
		        "alone. Fetch the table for one of them",
		        old->code, (unsigned long long)old->line, new->code, (unsigned long long)new->line);
		return eh_error_at(err, EH_INVALID, NULL, old->line, 0);
	}
	const struct eh_vintage_seen *wrong = stated == 2021 && old->count ? old : stated == 2011 && new->count ? new : NULL;
	if (wrong) {
		int is = wrong == old ? 2011 : 2021;
		eh_fail(err, EH_INVALID,
		        "the heading says LSOAs of %d, but %s and %lld more codes are of %d alone. Name the column lsoa%d_code "
		        "if the table is of %d, or fetch the edition of %d",
		        stated, wrong->code, (long long)wrong->count - 1, is, is % 100, is, stated);
		return eh_error_at(err, EH_INVALID, NULL, wrong->line, 0);
	}
	*ret_vintage = stated ? stated : old->count ? 2011 : new->count ? 2021 : 0;
	return EH_OK;
}
