#include "map.h"

#include "alloc.h"

static struct eh_map_entry *slot_of(const struct eh_map *map, struct eh_str key, uint64_t hash)
{
	size_t i = hash & (map->cap - 1);

	while (map->slots[i].key.p && !(map->slots[i].hash == hash && eh_str_eq(map->slots[i].key, key)))
		i = (i + 1) & (map->cap - 1);
	return &map->slots[i];
}

uint64_t *eh_map_get(const struct eh_map *map, struct eh_str key)
{
	if (!map->count)
		return NULL;
	struct eh_map_entry *slot = slot_of(map, key, eh_str_hash(key));
	return slot->key.p ? &slot->value : NULL;
}

static enum eh_rc grow(struct eh_map *map)
{
	struct eh_map bigger = { .count = map->count, .cap = map->cap ? map->cap * 2 : 16 };

	bigger.slots = eh_alloc_zero(bigger.cap, sizeof *bigger.slots);
	if (!bigger.slots)
		return EH_NO_MEMORY;
	for (size_t i = 0; i < map->cap; i++)
		if (map->slots[i].key.p)
			*slot_of(&bigger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
	eh_free(map->slots);
	*map = bigger;
	return EH_OK;
}

enum eh_rc eh_map_put(struct eh_map *map, struct eh_str key, uint64_t value, uint64_t **ret_slot, bool *ret_added)
{
	uint64_t hash = eh_str_hash(key);

	if (!key.p)
		key.p = "";
	if ((map->count + 1) * 4 > map->cap * 3)
		EH_TRY(grow(map));
	struct eh_map_entry *slot = slot_of(map, key, hash);
	bool added = !slot->key.p;
	if (added) {
		*slot = (struct eh_map_entry){ key, hash, value };
		map->count++;
	}
	if (ret_slot)
		*ret_slot = &slot->value;
	if (ret_added)
		*ret_added = added;
	return EH_OK;
}

void eh_map_finish(struct eh_map *map)
{
	eh_free(map->slots);
	*map = (struct eh_map){ 0 };
}
