/* bad.h: a file that must be refused, with a store that already holds something and must stay as it is, to the last value. */
#ifndef EH_TEST_BAD_H
#define EH_TEST_BAD_H

#include "inputs.h"

/* The store before: a list, areas of two censuses and the look-up between them. */
static inline void bad_store(struct store *store)
{
	store_open(store);
	take(store, "spreadsheet", "before.csv", "id,name,postcode\n1,Chess Club,M33 1AA\n2,Food Bank,M33 2AA\n", "2023-01-01");
	take(store, "areas", "changes.csv",
	        "lsoa11_code,lsoa21_code,change_code\nE01000001,E01000001,U\nE01000010,E01033583,S\nE01000010,E01033584,S\n",
	        "2022-01-01");
}

/* Imports a file that is there already; it must fail with `rc`, say `says`, and change nothing. */
static inline void assert_refused(
        struct store *store, const char *name, const char *kind, const char *path, enum eh_rc rc, const char *says)
{
	struct eh_buf before EH_CLEANUP_BUF = store_dump(store, NULL);
	struct eh_import import = an_import(kind, path, "2025-01-01");
	struct eh_import_result result = { .kept = -1 };
	struct eh_error err = { 0 };
	char text[1024];

	import.source = strcmp(kind, "spreadsheet") == 0 ? "s" : "other";
	enum eh_rc got = eh_import_run(store->db, &import, &result, &err);
	eh_error_text(&err, text, sizeof text);
	if (got != rc || !strstr(text, says))
		fail_msg("%s: %s: \"%s\"; wanted %s and \"%s\"", name, eh_rc_name(got), text, eh_rc_name(rc), says);
	assert_int_equal(result.kept, -1);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(store, NULL);
	assert_same_dump(&before, &after);
}

#endif
