/* added_settle.c: groups told of by hand, as records of a source: each a batch of one row, so that it can be taken back alone. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "added.h"
#include "io/csv_write.h"
#include "queries.h"
#include "sources/import.h"

/* By whether the public may come: a source says one thing of all its rows. The letters are the columns of write_table. */
static const struct {
	const char *source, *columns;
	unsigned says;
} KINDS[] = {
	{ "told by hand", "A = id\nB = name\nC = activities\nD = private-address\nE = postcode\nF = public-phone\nG = web\n",
	        EH_SAYS_WORKS | EH_SAYS_SERVES },
	{ "told by hand, open to visitors",
	        "A = id\nB = name\nC = activities\nD = address\nE = postcode\nF = public-phone\nG = web\n",
	        EH_SAYS_WORKS | EH_SAYS_SERVES | EH_SAYS_MEETS },
};

static const char PUBLISHER[] = "People who know the group, told to this list";

struct told {
	struct eh_q_added_to_read row;
	struct eh_str file; /* "group-12.csv": by this the batch is known again */
};

static struct eh_str file_of(struct eh_arena *arena, int64_t number)
{
	return eh_arena_printf(arena, "group-%lld.csv", (long long)number);
}

static enum eh_rc write_file(const char *path, struct eh_str text, struct eh_error *err)
{
	FILE *out = fopen(path, "we");

	if (!out)
		return eh_fail_errno(err, "write", path);
	bool whole = fwrite(text.p, 1, text.n, out) == text.n;
	return fclose(out) == 0 && whole ? EH_OK : eh_fail_errno(err, "write", path);
}

static enum eh_rc write_table(const char *path, const struct told *told, struct eh_error *err)
{
	static const struct eh_str HEADINGS[] = { EH_STR("id"), EH_STR("name"), EH_STR("activities"), EH_STR("address"),
		EH_STR("postcode"), EH_STR("public telephone"), EH_STR("web") };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	char id[24];

	snprintf(id, sizeof id, "%lld", (long long)told->row.number);
	const struct eh_str cells[] = { eh_str_of(id), told->row.name, told->row.does, told->row.address, told->row.postcode,
		told->row.telephone, told->row.web };
	EH_TRY(eh_csv_write_row(&text, HEADINGS, sizeof HEADINGS / sizeof *HEADINGS));
	EH_TRY(eh_csv_write_row(&text, cells, sizeof cells / sizeof *cells));
	return write_file(path, eh_buf_str(&text), err);
}

static enum eh_rc import(struct eh_db *db, const char *table, const char *mapping, const struct told *told, struct eh_error *err)
{
	size_t kind = told->row.is_public != 0;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf columns EH_CLEANUP_BUF = { 0 };
	struct eh_import_result result = { 0 };
	/* A source is of one place. */
	const char *source = eh_arena_printf(&arena, "%s, %.*s", KINDS[kind].source, EH_FMT(told->row.place_id)).p,
	           *place = eh_arena_str(&arena, told->row.place_id).p;
	const struct eh_import made = { .source = source,
		.kind = "spreadsheet",
		.file = { .path = table, .mapping = mapping },
		.publisher = PUBLISHER,
		.licence = "",
		.attribution = "",
		.place_id = place,
		.says = KINDS[kind].says,
		.edition = "additions",
		.terms = "publish",
		.data_date = eh_london_date(told->row.decided_at) };

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_buf_printf(&columns, "[sheet]\nrows = organisations\nheader = 1\n%s", KINDS[kind].columns));
	EH_TRY(write_table(table, told, err));
	EH_TRY(write_file(mapping, eh_buf_str(&columns), err));
	/* Killed before the number is kept, it is the same file again, and the same batch. */
	EH_TRY(eh_import_run(db, &made, &result, err));
	return eh_q_added_batch(db, told->row.number, result.batch_id, err);
}

static enum eh_rc read_in(struct eh_db *db, const struct told *told, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const char *root = getenv("TMPDIR");
	struct eh_str folder = eh_arena_printf(&arena, "%s/evenhand-XXXXXX", root && *root ? root : "/tmp");

	if (!folder.p)
		return eh_fail_memory(err);
	if (!mkdtemp((char *)folder.p))
		return eh_fail_errno(err, "make", folder.p);
	struct eh_str table = eh_arena_printf(&arena, "%s/%s", folder.p, told->file.p),
	              mapping = eh_arena_printf(&arena, "%s/mapping.ini", folder.p);
	enum eh_rc rc = table.p && mapping.p ? import(db, table.p, mapping.p, told, err) : eh_fail_memory(err);
	if (table.p)
		unlink(table.p);
	if (mapping.p)
		unlink(mapping.p);
	rmdir(folder.p);
	return rc;
}

static enum eh_rc read_all(struct eh_db *db, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_q_added_to_read row;
	EH_VEC(struct told) list = { 0 };
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		rc = eh_q_added_to_read(db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_added_to_read_next(&cursor, &row, err)) == EH_OK) {
			struct told told = { row, file_of(arena, row.number) };
			struct eh_str *texts[] = { &told.row.place_id, &told.row.name, &told.row.does, &told.row.address,
				&told.row.postcode, &told.row.telephone, &told.row.web };
			for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
				*texts[i] = eh_arena_str(arena, *texts[i]);
			if (!eh_vec_push(&list, told))
				rc = eh_fail_memory(err);
		}
	}
	rc = rc < 0 ? rc : eh_arena_check(arena, EH_OK, err);
	for (size_t i = 0; rc >= 0 && i < list.count; i++)
		rc = read_in(db, &list.items[i], err);
	eh_vec_finish(&list);
	return rc < 0 ? rc : EH_OK;
}

/* The batch of that number is the group's: numbers of batches that were undone are given out again. */
static enum eh_rc take_out(struct eh_db *db, int64_t number, int64_t batch_id, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_q_batch_get batch;
	enum eh_rc rc = eh_q_batch_get(db, batch_id, arena, &batch, err);

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	struct eh_str file = file_of(arena, number);
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	if (rc == EH_OK && eh_str_eq(batch.file, file) && eh_str_starts(batch.source, eh_str_of(KINDS[0].source)))
		EH_TRY(eh_import_undo(db, batch_id, err));
	return eh_q_added_no_batch(db, number, err);
}

static enum eh_rc take_out_all(struct eh_db *db, struct eh_arena *arena, struct eh_error *err)
{
	EH_VEC(struct eh_q_added_to_take_back) list = { 0 };
	struct eh_q_added_to_take_back row;
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		rc = eh_q_added_to_take_back(db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_added_to_take_back_next(&cursor, &row, err)) == EH_OK)
			if (!eh_vec_push(&list, row))
				rc = eh_fail_memory(err);
	}
	for (size_t i = 0; rc >= 0 && i < list.count; i++)
		rc = take_out(db, list.items[i].number, list.items[i].batch_id, arena, err);
	eh_vec_finish(&list);
	return rc < 0 ? rc : EH_OK;
}

enum eh_rc eh_added_settle(struct eh_db *db, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	EH_TRY(read_all(db, &arena, err));
	return take_out_all(db, &arena, err);
}
