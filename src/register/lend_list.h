/* lend_list.h: the public side of lending: public identifiers in tables, and the store's list as a table. */
#ifndef EH_REGISTER_LEND_LIST_H
#define EH_REGISTER_LEND_LIST_H

#include "link/table.h"
#include "store/db.h"

enum { EH_LEND_MOST_NUMBERS = 4 };

/* Columns that hold public identifiers. */
struct eh_lend_numbers {
	struct {
		size_t column;
		const char *scheme; /* "GB-CHC", "GB-COH"; NULL: cells say it themselves */
	} items[EH_LEND_MOST_NUMBERS];
	size_t count;
};

/* Finds them in rows from … to: by headings (charity number, company number), by cells such as GB-CHC-1129832, or the one whose heading is
 * `id`. None is no error; EH_NOT_FOUND: there is no column `id`. */
enum eh_rc eh_lend_find_numbers(const struct ehl_table *table, size_t from, size_t to, const char *id,
        struct eh_lend_numbers *ret_numbers, struct eh_error *err);

struct eh_lend_number {
	struct eh_str scheme, whole; /* "GB-CHC", "GB-CHC-1129832" */
};
/* The identifiers of a row, in `arena`; how many. */
size_t eh_lend_numbers_of(const struct ehl_table *table, size_t row, const struct eh_lend_numbers *numbers,
        struct eh_arena *arena, struct eh_lend_number ret_numbers[EH_LEND_MOST_NUMBERS]);

/* The list in a store as a CSV file that is nowhere on a disk: names, public addresses, web, activities and public identifiers of the
 * organisations that have one. */
struct eh_lend_store {
	int fd; /* -1: none */
	char path[64];
};
enum eh_rc eh_lend_store_open(struct eh_db *db, struct eh_lend_store *ret_store, struct eh_error *err);
void eh_lend_store_close(struct eh_lend_store *store);

#endif
