/* update.h: a place's files read in as its recipe names them: those that are new or have changed, each whole or not at all.
 *
 * A file that was read before (the same bytes for the same date) is passed over, so that a run that was stopped or killed is simply made again. The
 * list is not made: eh_build does that. */
#ifndef EH_REGISTER_UPDATE_H
#define EH_REGISTER_UPDATE_H

#include "sources/import.h"
#include "sources/recipe.h"

struct eh_update {
	const struct eh_recipe *recipe;
	const char *folder; /* of the data: relative paths of the recipe are looked up in it */
	bool dry_run;
	/* Before each file: EH_CANCELLED, or any failure, stops there. No transaction is open. May be NULL, as the others may. */
	enum eh_rc (*begins)(void *context, const struct eh_recipe_edition *edition, struct eh_error *err);
	/* Of bytes, as eh_import has it. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void (*imported)(void *context, const struct eh_recipe_source *source, const struct eh_import_result *result);
	void (*passed_over)(void *context, const char *path); /* an optional file that is not there */
	void *context;
};

struct eh_update_totals {
	int64_t imported, passed_over, missing, kept, refused;
	bool neighbours_kept; /* the recipe's neighbours were not taken: both keys have decided them (local.h) */
};

/* EH_NOT_FOUND: a file is not there that is not optional; what was read before it stays. */
enum eh_rc eh_update_run(
        struct eh_db *db, const struct eh_update *update, struct eh_update_totals *ret_totals, struct eh_error *err);

#endif
