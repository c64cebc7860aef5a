/* search_refresh.c: keeps the index in step with the list: what is the same is left alone. */
#include "queries.h"
#include "search_private.h"

enum { MANY_CHANGES = 2000 }; /* from here on the index is laid out anew */

struct known {
	int64_t entry_id, digest;
	bool seen;
};

struct refreshing {
	struct eh_db *db;
	struct eh_map map; /* kind and identifier → index of known */
	EH_VEC(struct known) known;
	struct eh_arena arena;
	struct eh_buf scratch, words; /* words: of entries that changed, when one organisation is renewed */
	bool one;
	size_t changes;
};

static struct eh_str name_of(struct refreshing *r, bool service, struct eh_str id)
{
	return eh_arena_printf(&r->arena, "%c%.*s", service ? 's' : 'o', EH_FMT(id));
}

static enum eh_rc load_known(struct refreshing *r, struct eh_str first, struct eh_str last, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_entry_digests row;
	enum eh_rc rc = eh_q_search_entry_digests(r->db, first, last, &rows, err);

	while (rc == EH_OK && (rc = eh_q_search_entry_digests_next(&rows, &row, err)) == EH_OK) {
		struct eh_str name = name_of(r, *row.kind.p == 's', row.id);
		if (!name.p || eh_map_put(&r->map, name, r->known.count, NULL, NULL) < 0 ||
		        !eh_vec_push(&r->known, (struct known){ row.entry_id, row.digest, false }))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

/* A number for everything that the index holds of an entry. */
static enum eh_rc digest_of(struct refreshing *r, const struct eh_search_document *d, int64_t *ret_digest, struct eh_error *err)
{
	const struct eh_str texts[] = { d->org_id, d->name, d->org_name, d->status, d->scale, d->address, d->postcode, d->ward,
		d->council, d->activities, d->web, d->telephone, d->times, d->confirmed_by, eh_buf_str(&d->chief),
		eh_buf_str(&d->sort_name), eh_buf_str(&d->councils), eh_buf_str(&d->needs), eh_buf_str(&d->people),
		eh_buf_str(&d->hours), eh_buf_str(&d->name_words), eh_buf_str(&d->code_words), eh_buf_str(&d->does_words),
		eh_buf_str(&d->place_words) };
	struct eh_buf *out = &r->scratch;

	eh_buf_reset(out);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (eh_buf_printf(out, "%d%.*s\x1f", texts[i].p != NULL, EH_FMT(texts[i])) < 0)
			return eh_fail_memory(err);
	for (size_t i = 0; i < d->keys.count; i++)
		if (eh_buf_printf(out, "%s %.*s %.*s\x1f", d->keys.items[i].kind, EH_FMT(d->keys.items[i].key),
		            EH_FMT(d->keys.items[i].shown)) < 0)
			return eh_fail_memory(err);
	if (eh_buf_printf(out, "%d%d%d%d %.7f %.7f %lld %d", d->protected, d->whole_place, d->same, d->exact, d->latitude,
	            d->longitude, (long long)d->last_confirmed, d->size) < 0)
		return eh_fail_memory(err);
	*ret_digest = (int64_t)(eh_str_hash(eh_buf_str(out)) >> 1);
	return EH_OK;
}

static enum eh_rc remove_entry(struct refreshing *r, int64_t entry_id, struct eh_error *err)
{
	r->changes++;
	EH_TRY(eh_q_search_text_remove(r->db, entry_id, err));
	EH_TRY(eh_q_search_key_remove(r->db, entry_id, err));
	return eh_q_search_entry_remove(r->db, entry_id, err);
}

static enum eh_rc put_entry(
        struct refreshing *r, const struct eh_search_document *d, int64_t entry_id, int64_t digest, struct eh_error *err)
{
	r->changes++;
	EH_TRY(eh_q_search_entry_put(r->db, entry_id, d->service ? EH_STR("service") : EH_STR("organisation"), d->id, d->org_id,
	        digest, d->name, d->org_name, eh_buf_str(&d->sort_name), d->status, d->scale, d->protected, d->whole_place,
	        d->same, d->address, d->postcode, d->latitude, d->longitude, d->exact, d->ward, d->council,
	        eh_buf_str(&d->councils), eh_buf_str(&d->needs), eh_buf_str(&d->people), d->activities, d->web, d->telephone,
	        d->times, eh_buf_str(&d->hours), d->last_confirmed, eh_buf_str(&d->chief), d->confirmed_by, err));
	entry_id = eh_db_last_id(r->db);
	for (size_t i = 0; i < d->keys.count; i++)
		EH_TRY(eh_q_search_key_add(
		        r->db, d->keys.items[i].key, eh_str_of(d->keys.items[i].kind), entry_id, d->keys.items[i].shown, err));
	EH_TRY(eh_q_search_text_add(r->db, entry_id, eh_buf_str(&d->name_words), eh_buf_str(&d->code_words),
	        eh_buf_str(&d->does_words), eh_buf_str(&d->place_words), err));
	const struct eh_buf *words[] = { &d->name_words, &d->code_words, &d->does_words, &d->place_words };
	for (size_t i = 0; r->one && i < sizeof words / sizeof *words; i++)
		if (eh_buf_add(&r->words, eh_buf_str(words[i])) < 0)
			return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc take(void *context, const struct eh_search_document *document, struct eh_error *err)
{
	struct refreshing *r = context;
	struct eh_str name = name_of(r, document->service, document->id);
	int64_t digest, entry_id = EH_DB_NULL;

	if (!name.p)
		return eh_fail_memory(err);
	const uint64_t *at = eh_map_get(&r->map, name);
	EH_TRY(digest_of(r, document, &digest, err));
	if (at) {
		struct known *known = &r->known.items[*at];
		known->seen = true;
		if (known->digest == digest)
			return EH_OK;
		entry_id = known->entry_id;
		EH_TRY(remove_entry(r, entry_id, err));
	}
	return put_entry(r, document, entry_id, digest, err);
}

static enum eh_rc put_word(struct refreshing *r, struct eh_search_stemmer *stemmer, struct eh_str word, int64_t entries,
        int64_t written, struct eh_error *err)
{
	struct eh_str stem = eh_search_stem(stemmer, word);

	return eh_q_search_word_put(r->db, word, stem, entries, written, err);
}

/* All words of the index afresh. */
static enum eh_rc renew_words(struct refreshing *r, struct eh_search_stemmer *stemmer, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_vocabulary_all row;

	EH_TRY(eh_q_search_word_clear(r->db, err));
	enum eh_rc rc = eh_q_search_vocabulary_all(r->db, &rows, err);
	while (rc == EH_OK && (rc = eh_q_search_vocabulary_all_next(&rows, &row, err)) == EH_OK)
		rc = put_word(r, stemmer, row.word, row.entries, row.written, err);
	return rc == EH_END ? EH_OK : rc;
}

/* Whether so many entries have a word that one more or less is no news: to count them is to read through them all. */
static enum eh_rc is_common(struct refreshing *r, struct eh_str word, bool *ret_common, struct eh_error *err)
{
	enum { COMMON = 500 };
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_word_entries row;
	enum eh_rc rc = eh_q_search_word_entries(r->db, word, &cursor, err);

	if (rc == EH_OK)
		rc = eh_q_search_word_entries_next(&cursor, &row, err);
	*ret_common = rc == EH_OK && row.entries > COMMON;
	return rc == EH_END ? EH_OK : rc;
}

/* Those of one organisation; words that only it had before stay until the next build, and lead nowhere. */
static enum eh_rc add_words(struct refreshing *r, struct eh_search_stemmer *stemmer, struct eh_error *err)
{
	struct eh_str rest = eh_buf_str(&r->words), word;

	while (rest.n && eh_str_split(&rest, ' ', &word)) {
		struct eh_q_search_vocabulary_get known;
		bool common;
		EH_TRY(is_common(r, word, &common, err));
		if (common)
			continue;
		enum eh_rc rc = word.n ? eh_q_search_vocabulary_get(r->db, word, &r->arena, &known, err) : EH_NOT_FOUND;
		if (rc == EH_NOT_FOUND)
			continue;
		EH_TRY(rc);
		EH_TRY(put_word(r, stemmer, word, known.entries, known.written, err));
	}
	return EH_OK;
}

static enum eh_rc settle(struct refreshing *r, struct eh_error *err)
{
	struct eh_q_search_state_get state;
	enum eh_rc rc = eh_q_search_state_get(r->db, &r->arena, &state, err);

	if (rc == EH_OK && !r->changes)
		return EH_OK;
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (r->changes > MANY_CHANGES)
		EH_TRY(eh_q_search_text_tidy(r->db, err));
	struct eh_search_stemmer *stemmer = eh_search_stemmer_new();
	if (!stemmer)
		return eh_fail_memory(err);
	rc = r->one ? add_words(r, stemmer, err) : renew_words(r, stemmer, err);
	eh_search_stemmer_free(stemmer);
	EH_TRY(rc);
	return eh_q_search_state_next(r->db, err);
}

enum eh_rc eh_search_refresh(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	struct refreshing r = { .db = db, .one = org_id.n != 0 };
	/* Identifiers are ASCII: this is before and after all of them. */
	struct eh_str first = r.one ? org_id : EH_STR(" "), last = r.one ? org_id : EH_STR("~");
	enum eh_rc rc = load_known(&r, first, last, err);

	if (rc == EH_OK)
		rc = eh_search_read_list(db, first, last, take, &r, err);
	for (size_t i = 0; rc == EH_OK && i < r.known.count; i++)
		if (!r.known.items[i].seen)
			rc = remove_entry(&r, r.known.items[i].entry_id, err);
	if (rc == EH_OK)
		rc = settle(&r, err);
	rc = eh_arena_check(&r.arena, rc, err);
	eh_map_finish(&r.map);
	eh_vec_finish(&r.known);
	eh_buf_finish(&r.scratch);
	eh_buf_finish(&r.words);
	eh_arena_finish(&r.arena);
	return rc;
}
