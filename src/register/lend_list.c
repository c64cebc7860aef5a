#include "lend_list.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io/csv_write.h"
#include "listing.h"
#include "sources/identifier.h"
#include "sources/spreadsheet.h"

enum { LOOKED_AT = 200 };

static bool has(const char *heading, const char *const *words)
{
	for (; *words; words++)
		if (strstr(heading, *words))
			return true;
	return false;
}

/* The scheme that a heading names; NULL: none. */
static const char *scheme_of(const char *heading)
{
	static const char *const NUMBER[] = { "number", " no", "num", "reg", " id", "crn", NULL };
	static const struct {
		const char *word, *scheme;
	} SCHEMES[] = { { "charit", "GB-CHC" }, { "compan", "GB-COH" } };

	for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++)
		if (strstr(heading, SCHEMES[i].word) && has(heading, NUMBER))
			return SCHEMES[i].scheme;
	return NULL;
}

/* Whether most cells are identifiers that say their scheme. */
static bool says_itself(const struct ehl_table *table, size_t column, size_t from, size_t to)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	size_t filled = 0, good = 0;

	for (size_t row = from; row < to && filled < LOOKED_AT; row++) {
		struct eh_str cell = eh_str_trim(eh_link_str(ehl_table_cell(table, row, column))), scheme, id;
		if (!cell.n)
			continue;
		filled++;
		good += eh_identifier_normalise(NULL, cell, &arena, &scheme, &id) && scheme.n;
	}
	return filled && 2 * good > filled;
}

static void add(struct eh_lend_numbers *numbers, size_t column, const char *scheme)
{
	if (numbers->count == EH_LEND_MOST_NUMBERS)
		return;
	numbers->items[numbers->count].column = column;
	numbers->items[numbers->count++].scheme = scheme;
}

enum eh_rc eh_lend_find_numbers(const struct ehl_table *table, size_t from, size_t to, const char *id,
        struct eh_lend_numbers *ret_numbers, struct eh_error *err)
{
	struct eh_lend_numbers numbers = { .count = 0 };

	for (size_t i = 0; i < table->column_count; i++) {
		struct eh_buf heading EH_CLEANUP_BUF = { 0 };
		if (eh_sheet_heading_fold(eh_link_str(table->headings[i]), &heading) < 0 || eh_buf_add(&heading, EH_STR("")) < 0)
			return eh_fail_memory(err);
		const char *scheme = heading.n ? scheme_of(heading.p) : NULL;
		if (id ? eh_str_eq(eh_link_str(table->headings[i]), eh_str_of(id)) : scheme || says_itself(table, i, from, to))
			add(&numbers, i, scheme && !says_itself(table, i, from, to) ? scheme : NULL);
	}
	if (id && !numbers.count)
		return eh_fail(
		        err, EH_NOT_FOUND, "the public list has no column \"%s\"; --id takes the heading as it is written", id);
	*ret_numbers = numbers;
	return EH_OK;
}

size_t eh_lend_numbers_of(const struct ehl_table *table, size_t row, const struct eh_lend_numbers *numbers,
        struct eh_arena *arena, struct eh_lend_number ret_numbers[EH_LEND_MOST_NUMBERS])
{
	size_t count = 0;

	for (size_t i = 0; i < numbers->count; i++) {
		struct eh_str cell = eh_str_trim(eh_link_str(ehl_table_cell(table, row, numbers->items[i].column))), scheme, id;
		if (!cell.n || eh_identifier_absent(cell) ||
		        !eh_identifier_normalise(numbers->items[i].scheme, cell, arena, &scheme, &id))
			continue;
		struct eh_str whole = eh_arena_printf(arena, "%.*s%s%.*s", EH_FMT(scheme), scheme.n ? "-" : "", EH_FMT(id));
		if (whole.p)
			ret_numbers[count++] = (struct eh_lend_number){ scheme, whole };
	}
	return count;
}

/* Identifiers that a register gave; those of somebody's own list are not for others. */
static struct eh_str public_id(const struct eh_listed *item, struct eh_arena *arena)
{
	static const char *const SCHEMES[] = { "GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-MPR" };

	for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++)
		for (size_t j = 0; j < item->id_count; j++)
			if (eh_str_eq(item->ids[j].scheme, eh_str_of(SCHEMES[i])))
				return eh_arena_printf(arena, "%s-%.*s", SCHEMES[i], EH_FMT(item->ids[j].id));
	return (struct eh_str){ NULL, 0 };
}

static enum eh_rc list_as_csv(struct eh_db *db, struct eh_buf *out, struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	size_t count = 0;

	EH_TRY(eh_listing_load(db, (struct eh_str){ NULL, 0 }, &listing, err));
	if (eh_buf_add(out, EH_STR("name,address,postcode,web,activities,org id\n")) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < listing.count; i++) {
		const struct eh_listed *item = &listing.items[i];
		struct eh_str id = public_id(item, &arena);
		if (!id.n)
			continue;
		const struct eh_str cells[] = { item->name, item->address, item->postcode, item->web, item->activities, id };
		if (eh_csv_write_row(out, cells, sizeof cells / sizeof *cells) < 0)
			return eh_fail_memory(err);
		count++;
	}
	return count ? EH_OK
	             : eh_fail(err, EH_NOT_FOUND,
	                       "the store's list has no organisation with a public identifier: import registers and build it, or "
	                       "name a file with --against");
}

enum eh_rc eh_lend_store_open(struct eh_db *db, struct eh_lend_store *ret_store, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_lend_store store = { .fd = -1 };

	EH_TRY(list_as_csv(db, &text, err));
	store.fd = memfd_create("evenhand list", MFD_CLOEXEC);
	if (store.fd < 0)
		return eh_fail_errno(err, "keeping", "the store's list in memory");
	for (size_t done = 0; done < text.n;) {
		ssize_t n = write(store.fd, text.p + done, text.n - done);
		if (n <= 0) {
			close(store.fd);
			return eh_fail_errno(err, "keeping", "the store's list in memory");
		}
		done += (size_t)n;
	}
	snprintf(store.path, sizeof store.path, "/proc/self/fd/%d", store.fd);
	*ret_store = store;
	return EH_OK;
}

void eh_lend_store_close(struct eh_lend_store *store)
{
	if (store->fd >= 0)
		close(store->fd);
	store->fd = -1;
}
