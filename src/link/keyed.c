/* keyed.c: keys of all rows, sorted. Most keys belong to one row and make no pair. Two bits a slot, "seen" and "seen again", sort them out
 * before anything is kept. */
#include "keyed.h"

#include <stdatomic.h>

enum { LANE_ROWS = 16384, MOST_LANES = 16, FEW = 32, DIGIT = 8, DIGITS = 1 << DIGIT, FIRST_SHIFT = 64 - 2 * DIGIT };

/* Rows that one thread goes through, one after the other, so that what it finds is in their order. */
struct lane {
	size_t room[EH_KEYED_PARTS];  /* for every key there is */
	size_t start[EH_KEYED_PARTS]; /* where the room lies among the entries */
	size_t count[EH_KEYED_PARTS]; /* of keys kept */
};

struct work {
	const struct eh_fields *fields;
	const struct eh_key_plan *plan;
	const uint32_t *leader;
	size_t rows, lane_count;
	_Atomic uint64_t *seen, *again;
	uint64_t mask;
	struct lane *lanes;
	struct eh_keyed *keyed;
	atomic_bool failed;
};

typedef void visit_fn(struct work *work, struct lane *lane, uint64_t key, uint32_t row);

static void visit_rows(struct work *work, size_t lane, visit_fn *visit)
{
	size_t from = work->rows * lane / work->lane_count, to = work->rows * (lane + 1) / work->lane_count;
	uint64_t keys[EH_MOST_KEYS];

	for (size_t row = from; row < to; row++) {
		if (work->leader && work->leader[row] != row)
			continue;
		size_t count = eh_keys_of(work->fields, work->plan, row, keys);
		for (size_t i = 0; i < count; i++)
			visit(work, &work->lanes[lane], keys[i], (uint32_t)row);
	}
}

static uint64_t slot_of(const struct work *work, uint64_t key) { return (key >> 6) * 0x9e3779b97f4a7c15u >> 20 & work->mask; }

static size_t part_of(uint64_t key) { return key >> 56; }

static void note(struct work *work, struct lane *lane, uint64_t key, uint32_t row)
{
	uint64_t slot = slot_of(work, key), bit = UINT64_C(1) << (slot & 63);
	(void)row;

	if (atomic_fetch_or_explicit(&work->seen[slot >> 6], bit, memory_order_relaxed) & bit)
		atomic_fetch_or_explicit(&work->again[slot >> 6], bit, memory_order_relaxed);
	lane->room[part_of(key)]++;
}

static bool shared(const struct work *work, uint64_t key)
{
	uint64_t slot = slot_of(work, key);

	return atomic_load_explicit(&work->again[slot >> 6], memory_order_relaxed) >> (slot & 63) & 1;
}

static void keep(struct work *work, struct lane *lane, uint64_t key, uint32_t row)
{
	size_t part = part_of(key);

	if (shared(work, key))
		work->keyed->entries[lane->start[part] + lane->count[part]++] = (struct eh_entry){ key, row };
}

static void note_lane(void *context, size_t lane) { visit_rows(context, lane, note); }
static void keep_lane(void *context, size_t lane) { visit_rows(context, lane, keep); }

/* Stable, and good where there are few. */
static void insert_sort(struct eh_entry *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct eh_entry entry = items[i];
		size_t j = i;
		for (; j && items[j - 1].key > entry.key; j--)
			items[j] = items[j - 1];
		items[j] = entry;
	}
}

static bool all_equal(const struct eh_entry *items, size_t count)
{
	size_t i = 1;

	while (i < count && items[i].key == items[0].key)
		i++;
	return i >= count;
}

/* By key, rows staying in their order: digit by digit from the highest, until few are left, or one key. */
static void sort_by_key(struct eh_entry *items, struct eh_entry *scratch, size_t count, unsigned shift)
{
	size_t start[DIGITS + 1] = { 0 }, next[DIGITS];

	if (count <= FEW) {
		insert_sort(items, count);
		return;
	}
	if (all_equal(items, count))
		return;
	for (size_t i = 0; i < count; i++)
		start[(items[i].key >> shift & (DIGITS - 1)) + 1]++;
	for (size_t i = 0; i < DIGITS; i++) {
		start[i + 1] += start[i];
		next[i] = start[i];
	}
	for (size_t i = 0; i < count; i++)
		scratch[next[items[i].key >> shift & (DIGITS - 1)]++] = items[i];
	memcpy(items, scratch, count * sizeof *items);
	for (size_t i = 0; shift && i < DIGITS; i++)
		sort_by_key(items + start[i], scratch, start[i + 1] - start[i], shift - DIGIT);
}

/* What all lanes found of a part, in one. */
static void gather_part(void *context, size_t number)
{
	struct work *work = context;
	struct eh_keyed_part *part = &work->keyed->parts[number];
	size_t room = 0;

	part->items = work->keyed->entries + work->lanes[0].start[number];
	for (size_t i = 0; i < work->lane_count; i++) {
		const struct lane *lane = &work->lanes[i];
		memmove(part->items + part->count, work->keyed->entries + lane->start[number],
		        lane->count[number] * sizeof *part->items);
		part->count += lane->count[number];
		room += lane->room[number];
	}
	eh_unneeded(part->items + part->count, (room - part->count) * sizeof *part->items);
	struct eh_entry *scratch = eh_alloc((part->count + 1) * sizeof *scratch);
	if (scratch)
		sort_by_key(part->items, scratch, part->count, FIRST_SHIFT);
	else
		atomic_store(&work->failed, true);
	eh_free(scratch);
}

static bool note_all(struct work *work, size_t threads)
{
	size_t slots = 1 << 16;

	while (slots < work->rows * 64)
		slots *= 2;
	work->mask = slots - 1;
	work->seen = eh_alloc_zero(slots / 64, sizeof *work->seen);
	work->again = eh_alloc_zero(slots / 64, sizeof *work->again);
	work->lanes = eh_alloc_zero(work->lane_count, sizeof *work->lanes);
	if (!work->seen || !work->again || !work->lanes)
		return false;
	eh_pool_run(threads, work->lane_count, note_lane, work);
	return true;
}

/* There is room for every key, of which what is not kept is never touched and costs nothing. */
static bool keep_all(struct work *work, size_t threads)
{
	size_t all = 0;

	for (size_t part = 0; part < EH_KEYED_PARTS; part++)
		for (size_t i = 0; i < work->lane_count; i++) {
			work->lanes[i].start[part] = all;
			all += work->lanes[i].room[part];
		}
	work->keyed->entries = eh_alloc((all + 1) * sizeof *work->keyed->entries);
	if (!work->keyed->entries)
		return false;
	eh_pool_run(threads, work->lane_count, keep_lane, work);
	eh_pool_run(threads, EH_KEYED_PARTS, gather_part, work);
	return !atomic_load(&work->failed);
}

bool eh_keyed_build(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t rows, const uint32_t *leader,
        size_t threads, struct eh_keyed *ret_keyed)
{
	size_t lanes = rows / LANE_ROWS + 1;
	struct eh_keyed keyed = { .entries = NULL };
	struct work work = { .fields = fields, .plan = plan, .leader = leader, .rows = rows, .keyed = &keyed };

	work.lane_count = lanes < MOST_LANES ? lanes : MOST_LANES;
	bool good = note_all(&work, threads);
	eh_free(work.seen);
	work.seen = NULL;
	good = good && keep_all(&work, threads);
	eh_free(work.again);
	eh_free(work.lanes);
	if (!good) {
		eh_keyed_finish(&keyed);
		return false;
	}
	*ret_keyed = keyed;
	return true;
}

void eh_keyed_forget(const struct eh_keyed *keyed, size_t part)
{
	eh_unneeded(keyed->parts[part].items, keyed->parts[part].count * sizeof *keyed->parts[part].items);
}

void eh_keyed_finish(struct eh_keyed *keyed)
{
	eh_free(keyed->entries);
	*keyed = (struct eh_keyed){ .entries = NULL };
}
