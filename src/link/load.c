#include "load.h"

#include <stdio.h>

#include "io/table.h"

enum { LOOKED_AT = 2000, MOST_COLUMNS = 512 };

static struct ehl_text text(struct eh_str s) { return (struct ehl_text){ s.p, s.n }; }

/* Letters and digits in lower case: "Post Code", "post_code" and "Postcode" are one heading. */
static void plain(struct eh_str heading, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < heading.n && n + 1 < size; i++)
		if (eh_is_alnum(heading.p[i]) || (unsigned char)heading.p[i] >= 0x80)
			out[n++] = eh_lower(heading.p[i]);
	out[n] = '\0';
}

static size_t find_heading(const struct ehl_table *table, struct eh_str wanted)
{
	char a[128], b[128];

	for (size_t i = 0; i < table->column_count; i++)
		if (eh_str_eq(eh_link_str(table->headings[i]), wanted))
			return i;
	plain(wanted, a, sizeof a);
	for (size_t i = 0; a[0] && i < table->column_count; i++) {
		plain(eh_link_str(table->headings[i]), b, sizeof b);
		if (strcmp(a, b) == 0)
			return i;
	}
	return SIZE_MAX;
}

static enum eh_rc no_column(const struct ehl_table *table, struct eh_str wanted, const char *path, struct eh_error *err)
{
	struct eh_buf list EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < table->column_count; i++)
		EH_TRY(eh_buf_printf(&list, "%s%.*s", i ? ", " : "", EH_FMT(eh_link_str(table->headings[i]))));
	return eh_fail(
	        err, EH_NOT_FOUND, "%s has no column \"%.*s\"; it has: %.300s", path, EH_FMT(wanted), list.p ? list.p : "none");
}

/* The second file, opened before the first is read, so that names that only it has find a column. */
struct second {
	struct eh_table *file;
	struct ehl_table *sample; /* its first rows */
	struct ehl_column *columns;
};

static bool has_heading(const struct ehl_text *headings, size_t count, struct eh_str wanted)
{
	char a[128], b[128];

	plain(wanted, a, sizeof a);
	for (size_t i = 0; i < count; i++) {
		plain(eh_link_str(headings[i]), b, sizeof b);
		if (strcmp(a, b) == 0)
			return true;
	}
	return false;
}

/* Headings of the first line, and those of other names that only the second file has. */
static enum eh_rc read_headings(
        struct eh_table *file, const char *path, const struct second *second, struct ehl_table **ret_table, struct eh_error *err)
{
	struct ehl_text headings[MOST_COLUMNS];
	struct eh_row row;
	enum eh_rc rc = eh_table_next(file, &row, err);
	size_t count;

	if (rc == EH_END)
		return eh_fail(err, EH_INVALID, "%s is empty: its first line must hold the columns' headings", path);
	EH_TRY(rc);
	if (row.count > MOST_COLUMNS)
		return eh_fail(err, EH_TOO_LARGE, "%s has %zu columns; at most %d can be matched", path, row.count, MOST_COLUMNS);
	for (count = 0; count < row.count; count++)
		headings[count] = text(eh_str_trim(row.cells[count]));
	for (size_t i = 0; second && i < second->sample->column_count && count < MOST_COLUMNS; i++)
		if (second->columns[i].type == EHL_ORGANISATION && eh_heading_is_other_name(second->columns[i].name) &&
		        !has_heading(headings, count, eh_link_str(second->sample->headings[i])))
			headings[count++] = second->sample->headings[i];
	*ret_table = ehl_table_new(headings, count);
	return *ret_table ? EH_OK : eh_fail_memory(err);
}

/* Adds up to `most` rows of the file (0: all), cells taken from the places that `map` says (NULL: as they stand). */
static enum eh_rc add_rows(struct eh_table *file, struct ehl_table *table, const size_t *map, size_t most,
        const struct eh_load_options *options, struct eh_error *err)
{
	struct ehl_text cells[MOST_COLUMNS];
	struct eh_row row;
	enum eh_rc rc = EH_OK;
	size_t count = 0;

	while ((!most || count < most) && (rc = eh_table_next(file, &row, err)) == EH_OK) {
		for (size_t i = 0; i < table->column_count; i++) {
			size_t from = map ? map[i] : i;
			cells[i] = from < row.count ? text(row.cells[from]) : (struct ehl_text){ "", 0 };
		}
		if (ehl_table_add(table, cells, table->column_count) != 0)
			return eh_fail_memory(err);
		if (options->progress && !(++count & 8191)) {
			uint64_t done, size;
			eh_table_progress(file, &done, &size);
			EH_TRY(options->progress(options->context, done, size));
		}
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc say_column(struct eh_loaded *loaded, struct eh_str column, const char *path, struct eh_error *err)
{
	ptrdiff_t colon = -1;
	enum ehl_type type;

	for (size_t i = 0; i < column.n; i++)
		if (column.p[i] == ':')
			colon = (ptrdiff_t)i;
	if (colon < 1)
		return eh_fail(err, EH_USAGE, "\"%.*s\": --columns takes HEADING:TYPE, with commas between", EH_FMT(column));
	struct eh_str heading = eh_str_trim(eh_str_sub(column, 0, (size_t)colon));
	struct eh_str name = eh_str_trim(eh_str_sub(column, (size_t)colon + 1, column.n - (size_t)colon - 1));
	size_t at = find_heading(loaded->table, heading);
	if (at == SIZE_MAX)
		return no_column(loaded->table, heading, path, err);
	if (ehl_type_of(text(name), &type) != 0)
		return eh_fail(err, EH_USAGE,
		        "\"%.*s\" is no type; there are organisation, given-name, surname, full-name, address, postcode, phone, "
		        "url, email, date, number, category, text, identifier, latitude, longitude and ignore",
		        EH_FMT(name));
	loaded->columns[at].type = type;
	return EH_OK;
}

static enum eh_rc say_columns(const struct eh_load_options *options, struct eh_loaded *loaded, struct eh_error *err)
{
	struct eh_str rest = eh_str_of(options->columns), column;

	if (options->columns)
		while (eh_str_split(&rest, ',', &column))
			EH_TRY(say_column(loaded, column, options->first, err));
	const char *const NAMED[] = { options->id, options->label };
	size_t *const PLACES[] = { &loaded->id, &loaded->label };
	for (size_t i = 0; i < 2; i++) {
		*PLACES[i] = SIZE_MAX;
		if (!NAMED[i])
			continue;
		*PLACES[i] = find_heading(loaded->table, eh_str_of(NAMED[i]));
		if (*PLACES[i] == SIZE_MAX)
			return no_column(loaded->table, eh_str_of(NAMED[i]), options->first, err);
		loaded->columns[*PLACES[i]].type = EHL_IGNORE;
	}
	return EH_OK;
}

static size_t only_of_type(const struct ehl_column *columns, const bool *used, size_t count, enum ehl_type type)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < count; i++)
		if (columns[i].type == type && !used[i]) {
			if (found != SIZE_MAX)
				return SIZE_MAX;
			found = i;
		}
	return found;
}

static void note_aligned(struct eh_loaded *loaded, size_t first, const struct ehl_table *sample, size_t second)
{
	size_t n = strlen(loaded->aligned);

	if (n + 2 < sizeof loaded->aligned)
		snprintf(loaded->aligned + n, sizeof loaded->aligned - n, "%s is taken to be %.*s of the second file.\n",
		        loaded->columns[first].name, EH_FMT(eh_link_str(sample->headings[second])));
}

/* Which column of the second file is which of the first. */
static void align(struct eh_loaded *loaded, const struct ehl_table *sample, const struct ehl_column *theirs, size_t *map)
{
	bool used[MOST_COLUMNS] = { false }, settled[MOST_COLUMNS] = { false };
	size_t count = loaded->table->column_count;

	for (size_t i = 0; i < count; i++) {
		map[i] = find_heading(sample, eh_link_str(loaded->table->headings[i]));
		settled[i] = map[i] != SIZE_MAX;
		if (settled[i])
			used[map[i]] = true;
	}
	for (size_t i = 0; i < count; i++) {
		enum ehl_type type = loaded->columns[i].type;
		if (settled[i] || type == EHL_IGNORE)
			continue;
		size_t there = only_of_type(theirs, used, sample->column_count, type);
		if (there == SIZE_MAX || only_of_type(loaded->columns, settled, count, type) != i) {
			loaded->columns[i].type = EHL_IGNORE;
			continue;
		}
		map[i] = there;
		note_aligned(loaded, i, sample, there);
	}
	/* Row numbers have other headings often; then the first column that is not compared names rows. */
	if (loaded->id != SIZE_MAX && map[loaded->id] == SIZE_MAX)
		for (size_t i = sample->column_count; i--;)
			if (!used[i] && theirs[i].type == EHL_IGNORE)
				map[loaded->id] = i;
}

static enum eh_rc open_second(const struct eh_load_options *options, struct second *second, struct eh_error *err)
{
	EH_TRY(eh_table_open(options->second, NULL, &second->file, err));
	EH_TRY(read_headings(second->file, options->second, NULL, &second->sample, err));
	EH_TRY(add_rows(second->file, second->sample, NULL, LOOKED_AT, options, err));
	second->columns = eh_alloc_zero(second->sample->column_count + 1, sizeof *second->columns);
	return second->columns && ehl_guess(second->sample, second->columns) == 0 ? EH_OK : eh_fail_memory(err);
}

static void close_second(struct second *second)
{
	eh_table_free(second->file);
	ehl_table_free(second->sample);
	eh_free(second->columns);
}

static enum eh_rc load_second(
        const struct eh_load_options *options, struct second *second, struct eh_loaded *loaded, struct eh_error *err)
{
	struct ehl_table *sample = second->sample;
	size_t map[MOST_COLUMNS];

	align(loaded, sample, second->columns, map);
	ehl_table_second_file(loaded->table);
	for (size_t i = 0; i < sample->row_count; i++) {
		struct ehl_text cells[MOST_COLUMNS];
		for (size_t j = 0; j < loaded->table->column_count; j++)
			cells[j] = map[j] == SIZE_MAX ? (struct ehl_text){ "", 0 } : ehl_table_cell(sample, i, map[j]);
		if (ehl_table_add(loaded->table, cells, loaded->table->column_count) != 0)
			return eh_fail_memory(err);
	}
	return add_rows(second->file, loaded->table, map, 0, options, err);
}

static enum eh_rc guess_all(struct eh_loaded *loaded, const struct second *second, struct eh_error *err)
{
	loaded->columns = eh_alloc_zero(loaded->table->column_count + 1, sizeof *loaded->columns);
	if (!loaded->columns || ehl_guess(loaded->table, loaded->columns) != 0)
		return eh_fail_memory(err);
	/* A column that only the second file fills is what it is there. */
	for (size_t i = 0; second->sample && i < loaded->table->column_count; i++) {
		size_t there = find_heading(second->sample, eh_link_str(loaded->table->headings[i]));
		if (loaded->columns[i].type == EHL_IGNORE && there != SIZE_MAX &&
		        eh_heading_is_other_name(loaded->columns[i].name))
			loaded->columns[i].type = second->columns[there].type;
	}
	return EH_OK;
}

static enum eh_rc load(
        const struct eh_load_options *options, struct second *second, struct eh_loaded *loaded, struct eh_error *err)
{
	struct eh_table *file EH_CLEANUP_TABLE = NULL;

	if (options->second)
		EH_TRY(open_second(options, second, err));
	EH_TRY(eh_table_open(options->first, NULL, &file, err));
	EH_TRY(read_headings(file, options->first, options->second ? second : NULL, &loaded->table, err));
	EH_TRY(add_rows(file, loaded->table, NULL, 0, options, err));
	EH_TRY(guess_all(loaded, second, err));
	EH_TRY(say_columns(options, loaded, err));
	return options->second ? load_second(options, second, loaded, err) : EH_OK;
}

enum eh_rc eh_load(const struct eh_load_options *options, struct eh_loaded *ret_loaded, struct eh_error *err)
{
	struct eh_loaded loaded = { .id = SIZE_MAX, .label = SIZE_MAX };
	struct second second = { 0 };
	enum eh_rc rc = load(options, &second, &loaded, err);

	close_second(&second);
	if (rc < 0) {
		eh_loaded_finish(&loaded);
		return rc;
	}
	*ret_loaded = loaded;
	return EH_OK;
}

void eh_loaded_finish(struct eh_loaded *loaded)
{
	ehl_table_free(loaded->table);
	eh_free(loaded->columns);
	*loaded = (struct eh_loaded){ 0 };
}

struct eh_str eh_loaded_id(const struct eh_loaded *loaded, size_t row, char *scratch)
{
	size_t left = loaded->table->left;

	if (loaded->id != SIZE_MAX)
		return eh_link_str(ehl_table_cell(loaded->table, row, loaded->id));
	int n = snprintf(scratch, 24, "%zu", left && row >= left ? row - left + 1 : row + 1);
	return (struct eh_str){ scratch, (size_t)n };
}
