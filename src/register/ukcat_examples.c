#include "ukcat_examples.h"

#include "io/table.h"
#include "sources/columns.h"

enum { ID, NAME, ACTIVITIES, OBJECTS, CODES, COLUMNS };

static enum eh_rc read_codes(struct eh_str text, struct eh_ukcat_example *example, struct eh_error *err)
{
	struct eh_str part;

	while (text.n && eh_str_split(&text, ';', &part)) {
		int code = eh_ukcat_code_find(eh_str_trim(part));
		if (code < 0 && eh_str_trim(part).n)
			return eh_fail(err, EH_INVALID, "\"%.*s\" is no code of UK-CAT", EH_FMT(part));
		if (code >= 0 && example->code_count < sizeof example->codes)
			example->codes[example->code_count++] = (uint8_t)code;
	}
	return EH_OK;
}

static enum eh_rc read_row(struct eh_ukcat_examples *examples, const struct eh_row *row, const int columns[COLUMNS],
        const char *path, struct eh_error *err)
{
	struct eh_str activities = eh_columns_cell(row, columns[ACTIVITIES]);
	struct eh_ukcat_example example = { 0 };

	if (read_codes(eh_columns_cell(row, columns[CODES]), &example, err) < 0)
		return eh_error_at(err, EH_INVALID, path, row->line, (uint64_t)columns[CODES] + 1);
	if (!example.code_count)
		return EH_OK;
	example.name = eh_arena_str(&examples->arena, eh_columns_cell(row, columns[NAME]));
	example.activities = eh_arena_str(&examples->arena, activities.n ? activities : eh_columns_cell(row, columns[OBJECTS]));
	if (!example.name.p || !example.activities.p || !eh_vec_push(examples, example))
		return eh_fail_memory(err);
	return EH_OK;
}

enum eh_rc eh_ukcat_examples_read(struct eh_ukcat_examples *examples, const char *path, struct eh_error *err)
{
	static const char *const NAMES[COLUMNS] = { "org id|id", "name", "activities", "objects", "ukcat" };
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns headings EH_CLEANUP_COLUMNS = { 0 };
	int columns[COLUMNS];
	struct eh_row row;
	enum eh_rc rc;

	EH_TRY(eh_table_open(path, NULL, &table, err));
	if ((rc = eh_table_next(table, &row, err)) != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "%s is empty", path) : rc;
	EH_TRY(eh_columns_init(&headings, &row, err));
	for (size_t i = 0; i < COLUMNS; i++)
		columns[i] = eh_columns_find(&headings, NAMES[i]);
	if (columns[NAME] < 0 || columns[ACTIVITIES] < 0 || columns[CODES] < 0)
		return eh_fail(err, EH_INVALID, "%s must have the columns name, activities and UKCAT", path);
	while ((rc = eh_table_next(table, &row, err)) == EH_OK)
		EH_TRY(read_row(examples, &row, columns, path, err));
	return rc == EH_END ? EH_OK : rc;
}

void eh_ukcat_examples_finish(struct eh_ukcat_examples *examples)
{
	eh_vec_finish(examples);
	eh_arena_finish(&examples->arena);
}
