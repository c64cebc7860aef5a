/* living.h: what the list keeps of its last build: a frozen model, and of each record what linkage saw, its keys and its bonds. With it, a
 * change to a few records of many is worked out for what hangs together with them alone (renew.h).
 *
 * It is kept of lists of EH_LIVING_LEAST records and more; smaller ones are built whole in about a second. Lists of fewer than
 * EH_LIVING_TRAIN records have no frozen model either: they are too small to learn from once and for all, and are trained at each build. */
#ifndef EH_REGISTER_LIVING_H
#define EH_REGISTER_LIVING_H

#include "linking.h"

enum { EH_LIVING_TRAIN = 1200, EH_LIVING_LEAST = 10000 };

/* The frozen model and its number; NULL and 0: there is none. The model is the caller's to ehl_model_free. */
enum eh_rc eh_living_model(struct eh_db *db, struct ehl_model **ret_model, int64_t *ret_number, struct eh_error *err);
/* Keeps a model that was trained on so many records; *ret_number is what it is called. */
enum eh_rc eh_living_keep_model(
        struct eh_db *db, const struct ehl_model *model, size_t records, int64_t *ret_number, struct eh_error *err);

/* What a list depends on besides records and decisions. */
enum eh_rc eh_living_inputs(struct eh_db *db, struct eh_arena *arena, struct eh_str *ret_inputs, struct eh_error *err);

/* Figures that a change brings up to date. */
struct eh_living_state {
	int64_t model, bits, next_row, newest, records, clusters, services, unplaced;
};

/* After a whole build: keeps all of it, or, where `keep` is false, drops what there was. state->bits and next_row are filled in. */
enum eh_rc eh_living_keep(struct eh_db *db, const struct eh_list_rows *rows, const struct eh_list_linkage *linkage,
        const struct ehl_model *model, struct eh_living_state *state, struct eh_error *err);
enum eh_rc eh_living_drop(struct eh_db *db, struct eh_error *err);
enum eh_rc eh_living_put_state(struct eh_db *db, const struct eh_living_state *state, struct eh_error *err);

/* Sources, with digests of what the list takes from each. */
struct eh_living_source {
	int64_t source_id;
	struct eh_str name;
	int64_t digest, known; /* now, and at the last build; EH_DB_NULL: it was not there */
};
struct eh_living_sources {
	EH_VEC(struct eh_living_source) list; /* in order of number */
	struct eh_arena arena;
};
enum eh_rc eh_living_sources(struct eh_db *db, struct eh_living_sources *ret_sources, struct eh_error *err);
enum eh_rc eh_living_keep_sources(struct eh_db *db, const struct eh_living_sources *sources, struct eh_error *err);
/* What a source was called that there is no more; {NULL, 0}: it is not known. */
enum eh_rc eh_living_source_was(
        struct eh_db *db, int64_t source_id, struct eh_arena *arena, struct eh_str *ret_name, struct eh_error *err);
void eh_living_sources_finish(struct eh_living_sources *sources);

/* living_record.c: a record as bytes and back; what comes back lies in `packed` and the arena. */
enum eh_rc eh_living_pack(const struct ehl_record *record, struct eh_buf *out);
enum eh_rc eh_living_unpack(struct eh_str packed, struct eh_arena *arena, struct ehl_record *ret_record, struct eh_error *err);

/* living_keys.c: the index from keys to rows. Entries are sorted by key, then row. */
struct eh_living_entry {
	uint64_t key;
	uint32_t row;
} __attribute__((packed, aligned(4)));
enum eh_rc eh_living_put_keys(
        struct eh_db *db, struct eh_living_entry *entries, size_t count, int64_t *ret_bits, struct eh_error *err);

struct eh_living_keys {
	struct eh_db *db;
	int64_t bits;
	bool any_later;       /* rows have come since the buckets were filled */
	EH_VEC(int64_t) gone; /* rows that have gone since, sorted */
	EH_VEC(struct eh_living_entry) bucket;
	int64_t number; /* of the bucket at hand */
};
enum eh_rc eh_living_keys_open(struct eh_db *db, int64_t bits, struct eh_living_keys *ret_keys, struct eh_error *err);
void eh_living_keys_finish(struct eh_living_keys *keys);
/* Rows that hold a key: at most `most` of them written; *ret_count is how many there are. */
enum eh_rc eh_living_find(
        struct eh_living_keys *keys, uint64_t key, uint64_t *ret_rows, size_t most, size_t *ret_count, struct eh_error *err);

#endif
