/* store.h: an import of the input into a store in memory, taken back afterwards. */
#ifndef EH_FUZZ_STORE_H
#define EH_FUZZ_STORE_H

#include "fuzz.h"

#include "sources/import.h"

static inline void fuzz_refused(void *context, uint64_t line, struct eh_str column, const char *reason)
{
	fuzz_refuse(context, line, column, reason, NULL);
}

/* Imports the input as a file of a kind. Whatever comes of it, the transaction is over and the numbers fit together. */
static inline int fuzz_import(const char *kind, struct eh_str bytes)
{
	static struct eh_db *db;
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };
	const struct eh_import import = { .source = "input",
		.kind = kind,
		.file = { .path = fuzz_file(0, bytes) },
		.data_date = 20000,
		.dry_run = true,
		.refused = fuzz_refused,
		.noted = fuzz_note };

	if (!db)
		FUZZ_REQUIRE(eh_db_open(":memory:", EH_DB_CREATE, &db, &err) == EH_OK);
	enum eh_rc rc = eh_import_run(db, &import, &result, &err);
	FUZZ_REQUIRE(!eh_db_in_transaction(db));
	FUZZ_REQUIRE(rc == EH_OK || err.message[0]);
	FUZZ_REQUIRE(rc != EH_OK || (result.kept > 0 && result.rows_read >= result.kept + result.refused));
	return 0;
}

#endif
