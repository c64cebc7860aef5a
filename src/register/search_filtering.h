/* search_filtering.h: a pass over all entries (search_filter.c) and what it counted (search_facets.c). */
#ifndef EH_REGISTER_SEARCH_FILTERING_H
#define EH_REGISTER_SEARCH_FILTERING_H

#include "search_private.h"

enum { EH_SEARCH_NEED_BITS = 64, EH_SEARCH_PEOPLE_BITS = 32 };

/* Filters whose values are counted. An entry that fails only one of them counts for the other values of that one. */
enum eh_search_filter_bit {
	BY_KIND = 1 << 0,
	BY_STATUS = 1 << 1,
	BY_SCALE = 1 << 2,
	BY_NEED = 1 << 3,
	BY_PEOPLE = 1 << 4,
	BY_WARD = 1 << 5,
	BY_OPEN = 1 << 6,
	BY_TELEPHONE = 1 << 7,
	BY_CONFIRMED = 1 << 8,
	BY_SIZE = 1 << 9,
};

struct eh_search_counts {
	size_t kinds[EH_SEARCH_KINDS], statuses[EH_SEARCH_STATUSES], scales[EH_SEARCH_SCALES], sizes[EH_SEARCH_SIZES],
	        needs[EH_SEARCH_NEED_BITS], people[EH_SEARCH_PEOPLE_BITS];
	size_t *wards; /* by number of area */
	size_t open, telephone, year;
};

struct eh_search_filtering {
	const struct eh_search_memory *memory;
	const struct eh_search_query *query;
	const struct eh_search_found *found;
	const struct eh_search_origin *origin;
	unsigned asked; /* enum eh_search_filter_bit: those that the query has */
	unsigned kinds, statuses, scales, sizes;
	uint64_t needs;
	uint32_t people;
	bool *wards; /* by number of area */
	uint16_t council;
	int32_t today;
	unsigned half_hour;
	struct eh_search_counts counts;
	struct eh_search_passed *heap; /* the best so far, the worst of them on top */
	size_t heap_count, heap_most, total, left_out;
};

enum eh_rc eh_search_make_facets(
        const struct eh_search_filtering *f, struct eh_arena *arena, struct eh_search_results *ret, struct eh_error *err);

#endif
