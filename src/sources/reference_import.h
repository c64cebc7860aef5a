/* reference_import.h: the tables that everything is placed by: postcodes, areas, needs, people.
 *
 * They are batches like any other, but their rows are not kept verbatim: a file of two million postcodes becomes two million rows of a
 * few bytes. Layouts are recognised from their headings; docs/REFERENCE-DATA.md lists them. */
#ifndef EH_SOURCES_REFERENCE_IMPORT_H
#define EH_SOURCES_REFERENCE_IMPORT_H

#include "import.h"
#include "io/table.h"

bool eh_reference_kind_known(const char *kind);

/* Codes of small areas that one census has and the other has not, from the look-up between them; and which of those a table holds. */
struct eh_vintage_code {
	int64_t area_id;
	int vintage; /* 2011 or 2021 */
};

struct eh_vintage_seen {
	int64_t count;
	uint64_t line; /* of the first */
	char code[16];
};

struct eh_vintages {
	EH_VEC(struct eh_vintage_code) codes; /* sorted; empty when no look-up was imported */
	struct eh_vintage_seen old, new;
};

enum eh_rc eh_vintages_load(struct eh_db *db, struct eh_vintages *vintages, struct eh_error *err);
void eh_vintages_finish(struct eh_vintages *vintages);
void eh_vintages_see(struct eh_vintages *vintages, int64_t area_id, struct eh_str code, uint64_t line);

/* Compares what was seen with what the heading states (0: nothing). EH_INVALID when they disagree, or when codes of both are mixed;
 * else *ret_vintage is the year, 0 where nothing tells. */
enum eh_rc eh_vintages_check(const struct eh_vintages *vintages, int stated, int *ret_vintage, struct eh_error *err);

/* What a reader of reference tables works with. */
struct eh_reference {
	struct eh_db *db;
	const struct eh_import *import;
	struct eh_import_result *result;
	enum eh_rc (*refuse)(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err);
	void (*note)(void *context, const char *text);
	void *context;
	struct eh_map area_ids; /* code → area_id */
	struct eh_arena codes;
	struct eh_vintages vintages;
	uint64_t ticks;
};

/* Reads import->file into the reference tables under result->batch_id, within the caller's transaction. */
enum eh_rc eh_reference_import(struct eh_db *db, const struct eh_import *import, struct eh_import_result *result,
        enum eh_rc (*refuse)(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err),
        void (*note)(void *context, const char *text), void *context, struct eh_error *err);

/* Removes a batch's rows from the reference tables. */
enum eh_rc eh_reference_remove(struct eh_db *db, int64_t batch_id, struct eh_error *err);

/* For the readers: the number of an area code (0 for an empty one), a row kept, and now and then the progress callback. */
enum eh_rc eh_reference_area(struct eh_reference *reference, struct eh_str code, int64_t *ret_id, struct eh_error *err);
enum eh_rc eh_reference_kept(struct eh_reference *reference, const struct eh_table *table, struct eh_error *err);
enum eh_rc eh_reference_open(
        const struct eh_reference *reference, const char *member, struct eh_table **ret_table, struct eh_error *err);

/* The readers. */
enum eh_rc eh_reference_postcodes(struct eh_reference *reference, struct eh_error *err);
enum eh_rc eh_reference_areas(struct eh_reference *reference, struct eh_error *err);
enum eh_rc eh_reference_values(struct eh_reference *reference, struct eh_error *err);

#endif
