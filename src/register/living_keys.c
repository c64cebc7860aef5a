/* living_keys.c: from keys to rows. A whole build sorts all entries into buckets of a few hundred, so that millions are written as thousands of
 * rows; what comes later stands one by one. */
#include <stdlib.h>

#include "living.h"
#include "queries.h"

enum { USUAL_ENTRIES = 256, MOST_BITS = 24, GROUPS = 16 };

static int by_key(const void *a, const void *b)
{
	const struct eh_living_entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static uint64_t bucket_of(uint64_t key, int64_t bits) { return bits ? key >> (64 - bits) : 0; }

static enum eh_rc put_buckets(
        struct eh_db *db, const struct eh_living_entry *entries, size_t count, int64_t bits, struct eh_error *err)
{
	for (size_t from = 0, to; from < count; from = to) {
		uint64_t bucket = bucket_of(entries[from].key, bits);
		for (to = from + 1; to < count && bucket_of(entries[to].key, bits) == bucket;)
			to++;
		EH_TRY(eh_q_link_bucket_add(db, (int64_t)bucket,
		        (struct eh_str){ (const char *)&entries[from], (to - from) * sizeof *entries }, err));
	}
	return EH_OK;
}

/* A sixteenth after the other, so that sorting needs little memory besides. */
enum eh_rc eh_living_put_keys(
        struct eh_db *db, struct eh_living_entry *entries, size_t count, int64_t *ret_bits, struct eh_error *err)
{
	EH_VEC(struct eh_living_entry) group = { 0 };
	int64_t bits = 4;
	enum eh_rc rc = EH_OK;

	while (bits < MOST_BITS && count >> bits > USUAL_ENTRIES)
		bits++;
	for (uint64_t i = 0; rc == EH_OK && i < GROUPS; i++) {
		group.count = 0;
		for (size_t j = 0; rc == EH_OK && j < count; j++)
			if (entries[j].key >> 60 == i && !eh_vec_push(&group, entries[j]))
				rc = eh_fail_memory(err);
		if (group.count)
			qsort(group.items, group.count, sizeof *group.items, by_key);
		if (rc == EH_OK)
			rc = put_buckets(db, group.items, group.count, bits, err);
	}
	eh_vec_finish(&group);
	*ret_bits = bits;
	return rc;
}

enum eh_rc eh_living_keys_open(struct eh_db *db, int64_t bits, struct eh_living_keys *ret_keys, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_living_keys keys = { .db = db, .bits = bits, .number = -1 };
	struct eh_q_link_gone_all row;
	struct eh_q_link_key_any any = { 0 };

	EH_TRY(eh_q_link_key_any(db, &arena, &any, err));
	keys.any_later = any.any_key != 0;
	enum eh_rc rc = eh_q_link_gone_all(db, &cursor, err);
	while (rc == EH_OK && (rc = eh_q_link_gone_all_next(&cursor, &row, err)) == EH_OK)
		if (!eh_vec_push(&keys.gone, row.row))
			rc = eh_fail_memory(err);
	if (rc != EH_END) {
		eh_living_keys_finish(&keys);
		return rc;
	}
	*ret_keys = keys;
	return EH_OK;
}

void eh_living_keys_finish(struct eh_living_keys *keys)
{
	eh_vec_finish(&keys->gone);
	eh_vec_finish(&keys->bucket);
}

static int by_row(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool is_gone(const struct eh_living_keys *keys, int64_t row)
{
	return keys->gone.count && bsearch(&row, keys->gone.items, keys->gone.count, sizeof row, by_row);
}

static enum eh_rc fetch(struct eh_living_keys *keys, int64_t number, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_bucket_get row;

	if (keys->number == number)
		return EH_OK;
	keys->bucket.count = 0;
	enum eh_rc rc = eh_q_link_bucket_get(keys->db, number, &cursor, err);
	if (rc == EH_OK)
		rc = eh_q_link_bucket_get_next(&cursor, &row, err);
	if (rc == EH_OK) {
		size_t count = row.entries.n / sizeof *keys->bucket.items;
		struct eh_living_entry *items = eh_realloc(keys->bucket.items, count + 1, sizeof *items);
		if (!items)
			return eh_fail_memory(err);
		memcpy(items, row.entries.p, count * sizeof *items);
		keys->bucket.items = items;
		keys->bucket.count = keys->bucket.cap = count;
	}
	keys->number = number;
	return rc == EH_END ? EH_OK : rc;
}

static void add_row(const struct eh_living_keys *keys, int64_t row, uint64_t *ret_rows, size_t most, size_t *count)
{
	if (is_gone(keys, row))
		return;
	if (*count < most)
		ret_rows[*count] = (uint64_t)row;
	*count += 1;
}

static enum eh_rc find_later(
        struct eh_living_keys *keys, uint64_t key, uint64_t *ret_rows, size_t most, size_t *count, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_key_of row;
	enum eh_rc rc = eh_q_link_key_of(keys->db, (int64_t)key, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_link_key_of_next(&cursor, &row, err)) == EH_OK)
		add_row(keys, row.row, ret_rows, most, count);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_living_find(
        struct eh_living_keys *keys, uint64_t key, uint64_t *ret_rows, size_t most, size_t *ret_count, struct eh_error *err)
{
	size_t from = 0, count = 0;

	EH_TRY(fetch(keys, (int64_t)bucket_of(key, keys->bits), err));
	for (size_t to = keys->bucket.count; from < to;) {
		size_t middle = from + (to - from) / 2;
		if (keys->bucket.items[middle].key < key)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < keys->bucket.count && keys->bucket.items[from].key == key; from++)
		add_row(keys, keys->bucket.items[from].row, ret_rows, most, &count);
	if (keys->any_later)
		EH_TRY(find_later(keys, key, ret_rows, most, &count, err));
	*ret_count = count;
	return EH_OK;
}
