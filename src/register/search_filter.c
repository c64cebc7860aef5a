/* search_filter.c: which entries pass the filters, in what order, and how many would pass with another value chosen. */
#include <math.h>
#include <stdlib.h>

#include "search_filtering.h"
#include "taxonomy.h"
#include "week.h"

enum { YEAR = 365, MOST_DECAMETRES = (1 << 22) - 1, BATCH = 32 };

double eh_search_distance(const struct eh_search_origin *origin, const struct eh_search_slot *slot)
{
	static const double METRES = 111195.0, RADIANS = 0.017453292519943295; /* a degree of a sphere of 6,371 km */
	double north = (double)slot->latitude - origin->latitude, east = (double)slot->longitude - origin->longitude;

	/* On a plane that touches there: right to a few metres over a city, and to half a per cent over the country. */
	east *= cos(origin->latitude * RADIANS);
	return METRES * sqrt(north * north + east * east);
}

static bool open_in(const struct eh_search_memory *memory, const struct eh_search_slot *slot, unsigned half_hour)
{
	for (size_t i = 0; i < slot->week_count; i++)
		if (memory->weeks[slot->hours + i].bits[half_hour / 64] >> (half_hour % 64) & 1)
			return true;
	return false;
}

int eh_search_open_at(const struct eh_search_memory *memory, const struct eh_search_slot *slot, int64_t instant)
{
	if (!slot->week_count)
		return EH_SEARCH_TIMES_UNKNOWN;
	if (open_in(memory, slot, eh_week_half_hour(instant)))
		return EH_SEARCH_OPEN;
	/* Of an organisation's services some may have hours that nobody told. */
	return slot->kind ? EH_SEARCH_SHUT : EH_SEARCH_TIMES_UNKNOWN;
}

static unsigned bit_in(const char *const *words, size_t count, struct eh_str word)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(word, eh_str_of(words[i])))
			return 1U << i;
	return 0;
}

/* Enum bits are in the order of the words: organisation, service; active, unknown, closed. */
static enum eh_rc prepare(struct eh_search_filtering *f, struct eh_arena *arena, struct eh_error *err)
{
	const struct eh_search_query *query = f->query;

	f->kinds = query->kinds ? query->kinds : EH_SEARCH_ORGANISATION | EH_SEARCH_SERVICE;
	f->statuses = query->statuses ? query->statuses : EH_SEARCH_ACTIVE | EH_SEARCH_UNKNOWN;
	f->wards = eh_arena_alloc_zero(arena, f->memory->area_count + 1, sizeof *f->wards);
	f->counts.wards = eh_arena_alloc_zero(arena, f->memory->area_count + 1, sizeof *f->counts.wards);
	if (!f->wards || !f->counts.wards)
		return eh_fail_memory(err);
	for (size_t i = 0; i < query->scales.count; i++)
		f->scales |= bit_in(eh_search_scales, EH_SEARCH_SCALES, query->scales.items[i]);
	for (size_t i = 0; i < query->sizes.count; i++)
		f->sizes |= bit_in(eh_search_sizes, EH_SEARCH_SIZES, query->sizes.items[i]);
	for (size_t i = 0; i < query->needs.count; i++) {
		const struct eh_need *need = eh_need_find(query->needs.items[i]);
		f->needs |= need ? UINT64_C(1) << (need - eh_needs) : 0;
	}
	for (size_t i = 0; i < query->people.count; i++) {
		const struct eh_people *people = eh_people_find(query->people.items[i]);
		f->people |= people ? UINT32_C(1) << (people - eh_people) : 0;
	}
	for (size_t i = 0; i < query->wards.count; i++) {
		uint16_t ward = eh_search_area_number(f->memory, query->wards.items[i]);
		if (ward != EH_SEARCH_NO_AREA)
			f->wards[ward] = true;
	}
	f->council = eh_search_area_number(f->memory, query->council);
	f->today = (int32_t)(query->now / (INT64_C(86400) * 1000000));
	f->half_hour = eh_week_half_hour(query->now);
	f->asked = BY_KIND | BY_STATUS | (query->scales.count ? BY_SCALE : 0) | (query->sizes.count ? BY_SIZE : 0) |
	           (query->needs.count ? BY_NEED : 0) | (query->people.count ? BY_PEOPLE : 0) |
	           (query->wards.count ? BY_WARD : 0) | (query->open_now ? BY_OPEN : 0) | (query->telephone ? BY_TELEPHONE : 0) |
	           (query->confirmed_since > 0 ? BY_CONFIRMED : 0);
	return EH_OK;
}

/* The filters that a slot does not pass, of those asked for. */
static unsigned failed(const struct eh_search_filtering *f, const struct eh_search_slot *slot, bool open)
{
	unsigned passed = 0;

	bool repeats = slot->flags & EH_SEARCH_IS_SAME && f->kinds & EH_SEARCH_ORGANISATION;

	passed |= f->kinds >> slot->kind & 1 && !repeats ? BY_KIND : 0;
	passed |= f->statuses >> slot->status & 1 ? BY_STATUS : 0;
	passed |= f->scales >> slot->scale & 1 ? BY_SCALE : 0;
	passed |= f->sizes >> slot->size & 1 ? BY_SIZE : 0;
	passed |= f->needs & slot->needs ? BY_NEED : 0;
	passed |= f->people & slot->people ? BY_PEOPLE : 0;
	passed |= slot->ward != EH_SEARCH_NO_AREA && f->wards[slot->ward] ? BY_WARD : 0;
	passed |= open ? BY_OPEN : 0;
	passed |= slot->flags & EH_SEARCH_HAS_TELEPHONE ? BY_TELEPHONE : 0;
	passed |= slot->last_confirmed >= f->query->confirmed_since ? BY_CONFIRMED : 0;
	return f->asked & ~passed;
}

/* True when an entry counts for the values of a filter. */
static bool counts_for(unsigned failed, enum eh_search_filter_bit filter) { return !(failed & ~(unsigned)filter); }

static void count(struct eh_search_filtering *f, const struct eh_search_slot *slot, unsigned fails, bool open)
{
	struct eh_search_counts *counts = &f->counts;

	counts->kinds[slot->kind] += counts_for(fails, BY_KIND);
	counts->statuses[slot->status] += counts_for(fails, BY_STATUS);
	counts->scales[slot->scale] += counts_for(fails, BY_SCALE);
	counts->sizes[slot->size] += counts_for(fails, BY_SIZE);
	if (counts_for(fails, BY_NEED))
		for (uint64_t bits = slot->needs; bits; bits &= bits - 1)
			counts->needs[__builtin_ctzll(bits)]++;
	if (counts_for(fails, BY_PEOPLE))
		for (uint32_t bits = slot->people; bits; bits &= bits - 1)
			counts->people[__builtin_ctz(bits)]++;
	if (slot->ward != EH_SEARCH_NO_AREA && counts_for(fails, BY_WARD))
		counts->wards[slot->ward]++;
	counts->open += open && counts_for(fails, BY_OPEN);
	counts->telephone += slot->flags & EH_SEARCH_HAS_TELEPHONE && counts_for(fails, BY_TELEPHONE);
	counts->year += slot->last_confirmed >= f->today - YEAR && counts_for(fails, BY_CONFIRMED);
}

/* Reaches whoever looks: it comes to people or keeps its place private, in the place asked for or in the council of the postcode. */
static bool comes(const struct eh_search_filtering *f, const struct eh_search_slot *slot)
{
	return slot->flags & (EH_SEARCH_IS_WHOLE_PLACE | EH_SEARCH_IS_PROTECTED) &&
	       (f->query->council.n ||
	               (f->origin->council != EH_SEARCH_NO_AREA && eh_search_in_council(f->memory, slot, f->origin->council)));
}

/* Within reach of the postcode asked for. *ret_metres: 0 for what comes to people, NAN without a place. */
static bool in_reach(const struct eh_search_filtering *f, const struct eh_search_slot *slot, double *ret_metres)
{
	*ret_metres = (double)NAN;
	if (!f->origin->known)
		return true;
	if (comes(f, slot))
		*ret_metres = 0;
	else if (!(slot->flags & EH_SEARCH_IS_PROTECTED) && !isnan(slot->latitude))
		*ret_metres = eh_search_distance(f->origin, slot);
	return !(f->query->within_m > 0) || *ret_metres <= f->query->within_m;
}

/* It is chiefly there for one of these needs, and its name says so. */
static bool is_named_for(const struct eh_search_filtering *f, uint32_t slot_number, uint64_t asked)
{
	struct eh_str word;

	for (uint64_t bits = asked & f->memory->slots[slot_number].chief; bits; bits &= bits - 1)
		if (eh_words_match(eh_needs[__builtin_ctzll(bits)].words, f->memory->names[slot_number], true, &word))
			return true;
	return false;
}

/* What it is called and does has all the words. */
static bool has_all_words(const struct eh_search_filtering *f, uint32_t slot_number)
{
	return !f->found->own || f->found->own[slot_number] >= f->found->words;
}

/* How near it comes to what is asked for, 0 to 4: chiefly there for it and saying so, chiefly there for it or called so, there for it
 * among other things, chiefly there for it but without some of the words, or only described so. Where no need is
 * asked for: named so, or described so. */
static unsigned aptness(const struct eh_search_filtering *f, uint32_t slot_number, uint8_t why)
{
	const struct eh_search_slot *slot = &f->memory->slots[slot_number];
	uint64_t asked = f->found->needs | f->needs;

	if (!asked)
		return why <= EH_SEARCH_WHY_NAME || why == EH_SEARCH_WHY_NO_WORDS ? 0 : 1;
	if (slot->chief & asked) {
		bool named = is_named_for(f, slot_number, asked);
		if (why == EH_SEARCH_WHY_SOME_WORDS)
			return named ? 1 : 3;
		return named || has_all_words(f, slot_number) ? 0 : 1;
	}
	return why <= EH_SEARCH_WHY_NAME ? 1 : slot->needs & asked && why != EH_SEARCH_WHY_SOME_WORDS ? 2 : 4;
}

/* Lower comes first: packed from the most to the least that counts, the rank by name last. */
static uint64_t rank_of(const struct eh_search_filtering *f, uint32_t slot_number, uint8_t why, double metres)
{
	const struct eh_search_slot *slot = &f->memory->slots[slot_number];
	uint64_t age = (uint64_t)(UINT16_MAX - (slot->last_confirmed < 0                   ? 0
	                                               : slot->last_confirmed > UINT16_MAX ? UINT16_MAX
	                                                                                   : slot->last_confirmed));
	uint64_t far = metres / 10 < MOST_DECAMETRES ? (uint64_t)(metres / 10) : MOST_DECAMETRES; /* NAN is not less */
	uint64_t office = f->origin->known && slot->flags & EH_SEARCH_IS_OFFICE &&
	                  metres > 0; /* where it is registered, perhaps no help */
	bool silent = !(slot->flags & EH_SEARCH_HAS_TELEPHONE), old = slot->last_confirmed < f->today - YEAR,
	     whole = why <= EH_SEARCH_WHY_SHORT;
	uint64_t apt = whole ? 0 : 1 + aptness(f, slot_number, why);

	switch (f->query->order) {
	case EH_SEARCH_BY_NAME:
		return slot_number;
	case EH_SEARCH_BY_CONFIRMED:
		return age << 40 | (uint64_t)why << 32 | slot_number;
	case EH_SEARCH_RESIDENTS:
		if (f->origin->known)
			return apt << 61 | (uint64_t)silent << 60 | (uint64_t)old << 59 | office << 58 | far << 36 |
			       (uint64_t)why << 32 | slot_number;
		return apt << 61 | (uint64_t)silent << 60 | age << 40 | (uint64_t)why << 32 | slot_number;
	case EH_SEARCH_BY_DISTANCE:
	case EH_SEARCH_BEST:
		break;
	}
	if (f->origin->known)
		return office << 60 | far << 36 | (uint64_t)why << 32 | slot_number;
	return apt << 61 | (uint64_t)why << 56 | age << 40 | slot_number;
}

/* Keeps the lowest ranks: a heap whose top is the highest of them. */
static void keep(struct eh_search_filtering *f, struct eh_search_passed passed)
{
	struct eh_search_passed *heap = f->heap;
	size_t at;

	if (f->heap_count < f->heap_most) {
		for (at = f->heap_count++; at && heap[(at - 1) / 2].rank < passed.rank; at = (at - 1) / 2)
			heap[at] = heap[(at - 1) / 2];
		heap[at] = passed;
		return;
	}
	if (!f->heap_most || heap[0].rank <= passed.rank)
		return;
	for (at = 0; 2 * at + 1 < f->heap_count;) {
		size_t child = 2 * at + 1;
		if (child + 1 < f->heap_count && heap[child + 1].rank > heap[child].rank)
			child++;
		if (heap[child].rank <= passed.rank)
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = passed;
}

/* The next slot from i on that was found, or their number; most are not, and are passed over eight at a time. */
static uint32_t next_found(const struct eh_search_filtering *f, uint32_t i)
{
	const uint8_t *why = f->found->why;
	uint64_t eight;

	if (f->found->all)
		return i;
	for (; i + sizeof eight <= f->memory->count; i += (uint32_t)sizeof eight) {
		memcpy(&eight, why + i, sizeof eight);
		if (eight != UINT64_MAX)
			break;
	}
	while (i < f->memory->count && why[i] == EH_SEARCH_NOT_FOUND)
		i++;
	return i;
}

static void consider(struct eh_search_filtering *f, uint32_t slot_number, bool by_council)
{
	const struct eh_search_slot *slot = &f->memory->slots[slot_number];
	uint8_t why = f->found->all ? EH_SEARCH_WHY_NO_WORDS : f->found->why[slot_number];
	double metres;

	if (by_council && !eh_search_in_council(f->memory, slot, f->council))
		return;
	bool near = in_reach(f, slot, &metres), open = slot->week_count && open_in(f->memory, slot, f->half_hour);
	unsigned fails = failed(f, slot, open);
	if (fails & (fails - 1))
		return;
	if (!near) {
		f->left_out += !fails;
		return;
	}
	count(f, slot, fails, open);
	if (fails)
		return;
	f->total++;
	keep(f, (struct eh_search_passed){ slot_number, rank_of(f, slot_number, why, metres) });
}

/* In batches, whose slots are asked for before they are looked at: they lie far apart in memory. */
static void go_through(struct eh_search_filtering *f)
{
	uint32_t batch[BATCH];
	bool by_council = f->query->council.n != 0;

	for (uint32_t next = next_found(f, 0), n; next < f->memory->count;) {
		for (n = 0; n < BATCH && next < f->memory->count; next = next_found(f, next + 1)) {
			eh_fetch(&f->memory->slots[next]);
			batch[n++] = next;
		}
		for (uint32_t i = 0; i < n; i++)
			consider(f, batch[i], by_council);
	}
}

static int by_rank(const void *a, const void *b)
{
	uint64_t x = ((const struct eh_search_passed *)a)->rank, y = ((const struct eh_search_passed *)b)->rank;

	return (x > y) - (x < y);
}

enum eh_rc eh_search_filter(const struct eh_search_memory *memory, const struct eh_search_query *query,
        const struct eh_search_found *found, const struct eh_search_origin *origin, struct eh_arena *arena,
        struct eh_search_filtered *ret_filtered, struct eh_search_results *ret_facets, struct eh_error *err)
{
	struct eh_search_filtering f = { .memory = memory, .query = query, .found = found, .origin = origin };
	size_t page = query->count ? query->count : EH_SEARCH_USUAL_PAGE;

	page = page > EH_SEARCH_MOST_PAGE ? EH_SEARCH_MOST_PAGE : page;
	f.heap_most = query->from < memory->count ? query->from + page : 0;
	f.heap_most = f.heap_most > memory->count ? memory->count : f.heap_most;
	f.heap = eh_arena_alloc(arena, (f.heap_most + 1) * sizeof *f.heap);
	if (!f.heap)
		return eh_fail_memory(err);
	EH_TRY(prepare(&f, arena, err));
	go_through(&f);
	EH_TRY(eh_search_make_facets(&f, arena, ret_facets, err));
	qsort(f.heap, f.heap_count, sizeof *f.heap, by_rank);
	size_t from = query->from < f.heap_count ? query->from : f.heap_count;
	size_t rest = f.heap_count - from;
	*ret_filtered = (struct eh_search_filtered){ f.heap + from, rest < page ? rest : page, f.total, f.left_out };
	return EH_OK;
}
