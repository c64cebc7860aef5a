#include "letters.h"

#include "queries.h"

unsigned eh_letter_of(struct eh_str folded)
{
	return folded.n && eh_is_alpha(folded.p[0]) ? (unsigned)(eh_lower(folded.p[0]) - 'a') : EH_LETTERS - 1;
}

struct row {
	struct eh_letter_entry listed;
	unsigned letter;
};

struct rows {
	EH_VEC(struct row) rows;
};

static enum eh_rc read_rows(
        struct eh_db *db, struct eh_str council, struct rows *all, struct eh_letters *letters, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_public_names row;
	enum eh_rc rc = eh_q_public_names(db, council, &cursor, err);

	while (rc >= 0 && (rc = eh_q_public_names_next(&cursor, &row, err)) == EH_OK) {
		struct row kept = { { eh_db_keep(&letters->arena, row.org_id), eh_db_keep(&letters->arena, row.name) },
			eh_letter_of(row.sort_name) };
		if (!kept.listed.name.p || !eh_vec_push(&all->rows, kept))
			return eh_fail_memory(err);
		letters->letters[kept.letter].count++;
	}
	return rc < 0 ? rc : EH_OK;
}

/* Rows come by name; each goes behind those of its letter. */
static enum eh_rc sort_rows(const struct rows *all, struct eh_letters *letters, struct eh_error *err)
{
	size_t next[EH_LETTERS], from = 0;

	if (!(letters->items = eh_arena_alloc_zero(&letters->arena, all->rows.count + 1, sizeof *letters->items)))
		return eh_fail_memory(err);
	for (size_t i = 0; i < EH_LETTERS; i++) {
		letters->letters[i].from = next[i] = from;
		from += letters->letters[i].count;
	}
	for (size_t i = 0; i < all->rows.count; i++)
		letters->items[next[all->rows.items[i].letter]++] = all->rows.items[i].listed;
	letters->count = all->rows.count;
	return EH_OK;
}

enum eh_rc eh_letters_load(struct eh_db *db, struct eh_str council, struct eh_letters *ret_letters, struct eh_error *err)
{
	struct eh_letters letters = { 0 };
	struct eh_q_public_service_count services;
	struct rows all = { 0 };
	enum eh_rc rc = read_rows(db, council, &all, &letters, err);

	if (rc >= 0)
		rc = eh_q_public_service_count(db, council, &letters.arena, &services, err);

	if (rc >= 0)
		rc = sort_rows(&all, &letters, err);
	eh_vec_finish(&all.rows);
	if (rc < 0) {
		eh_letters_finish(&letters);
		return rc;
	}
	letters.services = (size_t)services.count;
	*ret_letters = letters;
	return EH_OK;
}

void eh_letters_finish(struct eh_letters *letters)
{
	eh_arena_finish(&letters->arena);
	*letters = (struct eh_letters){ 0 };
}
