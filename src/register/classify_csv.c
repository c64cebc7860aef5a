/* classify_csv.c: the classifier on a table that somebody has at hand. */
#include "classify.h"
#include "io/csv_write.h"
#include "sources/columns.h"

static enum eh_rc write_row(
        FILE *out, struct eh_str id, struct eh_str code, struct eh_str why, struct eh_buf *line, struct eh_error *err)
{
	const struct eh_str cells[] = { id, code, why };

	eh_buf_reset(line);
	if (eh_csv_write_row(line, cells, 3) < 0)
		return eh_fail_memory(err);
	return fwrite(line->p, 1, line->n, out) == line->n ? EH_OK : eh_fail_errno(err, "write", "the result");
}

static enum eh_rc classify_row(const struct eh_row *row, const int columns[3], bool ukcat, struct eh_arena *arena, FILE *out,
        struct eh_buf *line, struct eh_error *err)
{
	struct eh_str id = eh_columns_cell(row, columns[0]), name = eh_columns_cell(row, columns[1]),
	              activities = eh_columns_cell(row, columns[2]);
	struct eh_ukcat_class tags[EH_UKCAT_MOST];
	struct eh_classes classes;
	size_t count = 0;

	if (ukcat) {
		EH_TRY(eh_ukcat_classify(name, activities, arena, tags, &count, err));
		for (size_t i = 0; i < count; i++)
			EH_TRY(write_row(out, id, eh_str_of(tags[i].code), tags[i].why, line, err));
		return EH_OK;
	}
	EH_TRY(eh_classify(name, activities, NULL, 0, arena, &classes, err));
	for (size_t i = 0; i < classes.count; i++)
		EH_TRY(write_row(out, id, eh_str_of(classes.items[i].code), classes.items[i].why, line, err));
	return EH_OK;
}

enum eh_rc eh_classify_csv(const char *path, const char *scheme, FILE *out, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns headings EH_CLEANUP_COLUMNS = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf line EH_CLEANUP_BUF = { 0 };
	bool ukcat = strcmp(scheme, "ukcat") == 0;
	struct eh_row row;

	if (!ukcat && strcmp(scheme, "evenhand") != 0)
		return eh_fail(err, EH_USAGE, "--scheme is evenhand or ukcat, not \"%s\"", scheme);
	EH_TRY(eh_table_open(path, NULL, &table, err));
	enum eh_rc rc = eh_table_next(table, &row, err);
	if (rc == EH_OK)
		rc = eh_columns_init(&headings, &row, err);
	if (rc != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "%s is empty", path) : rc;
	const int columns[] = { eh_columns_find(&headings, "id|org id"), eh_columns_find(&headings, "name"),
		eh_columns_find(&headings, "activities") };
	if (columns[0] < 0 || columns[1] < 0 || columns[2] < 0)
		return eh_fail(err, EH_INVALID, "%s lacks the column \"%s\": it needs id, name and activities", path,
		        columns[0] < 0   ? "id"
		        : columns[1] < 0 ? "name"
		                         : "activities");
	fputs("id,code,why\n", out);
	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		eh_arena_reset(&arena);
		EH_TRY(classify_row(&row, columns, ukcat, &arena, out, &line, err));
	}
	return rc == EH_END ? EH_OK : rc;
}
