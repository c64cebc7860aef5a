/* search_places.c: areas by their codes, and texts without the words of any. */
#include <math.h>

#include "search_gather.h"

enum eh_rc eh_search_place_of(
        struct eh_search_maker *maker, struct eh_str code, struct eh_search_place *ret_place, struct eh_error *err)
{
	struct eh_search_place place = { .latitude = (double)NAN, .longitude = (double)NAN };
	const uint64_t *known = code.n ? eh_map_get(&maker->place_map, code) : NULL;
	struct eh_q_search_area row;

	*ret_place = known ? maker->places.items[*known] : place;
	if (known || !code.n)
		return EH_OK;
	enum eh_rc rc = eh_q_search_area(maker->db, code, &maker->arena, &row, err);
	if (rc == EH_OK)
		place = (struct eh_search_place){ row.name, row.neighbourhood, row.latitude, row.longitude };
	else if (rc != EH_NOT_FOUND)
		return rc;
	struct eh_str kept = eh_arena_str(&maker->arena, code);
	if (!kept.p || eh_map_put(&maker->place_map, kept, maker->places.count, NULL, NULL) < 0 ||
	        !eh_vec_push(&maker->places, place))
		return eh_fail_memory(err);
	*ret_place = place;
	return EH_OK;
}

static enum eh_rc know_word(void *context, struct eh_str word, struct eh_error *err)
{
	struct eh_search_maker *maker = context;

	if (eh_map_get(&maker->place_words, word))
		return EH_OK;
	struct eh_str kept = eh_arena_str(&maker->arena, word);
	return kept.p && eh_map_put(&maker->place_words, kept, 1, NULL, NULL) >= 0 ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc read_place_words(struct eh_search_maker *maker, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_area_names row;
	enum eh_rc rc = maker->place_words_read ? EH_END : eh_q_search_area_names(maker->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_search_area_names_next(&rows, &row, err)) == EH_OK)
		rc = eh_search_each_word(row.name, know_word, maker, err);
	maker->place_words_read |= rc == EH_END;
	return rc == EH_END ? EH_OK : rc;
}

struct placeless {
	const struct eh_search_maker *maker;
	struct eh_buf *out;
};

static enum eh_rc add_placeless(void *context, struct eh_str word, struct eh_error *err)
{
	struct placeless *placeless = context;

	if (eh_map_get(&placeless->maker->place_words, word))
		return EH_OK;
	bool good = eh_buf_add(placeless->out, word) >= 0 && eh_buf_add_char(placeless->out, ' ') >= 0;
	return good ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_search_add_placeless_words(
        struct eh_search_maker *maker, struct eh_buf *out, struct eh_str text, struct eh_error *err)
{
	struct placeless placeless = { maker, out };

	EH_TRY(read_place_words(maker, err));
	return eh_search_each_word(text, add_placeless, &placeless, err);
}
