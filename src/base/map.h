/* map.h: from text to a number. Open addressing; keys are not copied and must outlive the map (put them in an arena). Iteration
 * order is not defined: sort what you print. `struct eh_map m = { 0 };` is a ready, empty map. */
#ifndef EH_BASE_MAP_H
#define EH_BASE_MAP_H

#include "str.h"

struct eh_map_entry {
	struct eh_str key; /* p NULL: empty slot */
	uint64_t hash;
	uint64_t value;
};

struct eh_map {
	struct eh_map_entry *slots;
	size_t count, cap;
};

/* The value of `key`, or NULL. Valid until the next put. */
uint64_t *eh_map_get(const struct eh_map *map, struct eh_str key);

/* Finds `key`, or adds it with `value`; *ret_slot (may be NULL) points at its value until the next put, *ret_added (may be NULL)
 * says which. EH_NO_MEMORY leaves the map as it was. */
enum eh_rc eh_map_put(struct eh_map *map, struct eh_str key, uint64_t value, uint64_t **ret_slot, bool *ret_added);

void eh_map_finish(struct eh_map *map);
#define EH_CLEANUP_MAP __attribute__((cleanup(eh_map_finish)))

#endif
