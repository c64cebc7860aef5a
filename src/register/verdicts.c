#include "verdicts.h"

#include "queries.h"

static const char *const NAMES[] = { "", "same", "different", "unsure" };
enum { VERDICTS = sizeof NAMES / sizeof *NAMES };

const char *eh_verdict_name(enum eh_verdict verdict) { return NAMES[verdict]; }

enum eh_rc eh_verdict_parse(struct eh_str name, enum eh_verdict *ret_verdict)
{
	for (size_t i = 1; i < VERDICTS; i++)
		if (eh_str_eq_ascii_nocase(eh_str_trim(name), eh_str_of(NAMES[i]))) {
			*ret_verdict = (enum eh_verdict)i;
			return EH_OK;
		}
	return EH_INVALID;
}

static struct eh_str node_key(struct eh_arena *arena, struct eh_str source, struct eh_str key)
{
	return eh_arena_printf(arena, "%.*s\x1f%.*s", EH_FMT(source), EH_FMT(key));
}

static bool node(struct eh_verdicts *verdicts, struct eh_str source, struct eh_str key, size_t *ret_node)
{
	struct eh_str text = node_key(&verdicts->arena, source, key);
	uint64_t *slot;

	if (!text.p || eh_map_put(&verdicts->nodes, text, verdicts->nodes.count, &slot, NULL) < 0)
		return false;
	*ret_node = *slot;
	return true;
}

static struct eh_str pair_key(const size_t both[2]) { return (struct eh_str){ (const char *)both, 2 * sizeof *both }; }

static struct eh_verdict_pair *find(const struct eh_verdicts *verdicts, size_t a, size_t b)
{
	const uint64_t *at = eh_map_get(&verdicts->by_pair, pair_key((const size_t[]){ a, b }));

	return at ? &verdicts->pairs.items[*at] : NULL;
}

/* The two records of a pair, the smaller first. */
static bool nodes(struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair, struct eh_verdict_pair *ret_pair)
{
	size_t a, b;

	if (!node(verdicts, pair->left_source, pair->left_key, &a) || !node(verdicts, pair->right_source, pair->right_key, &b))
		return false;
	ret_pair->a = a < b ? a : b;
	ret_pair->b = a < b ? b : a;
	return true;
}

static bool put(struct eh_verdicts *verdicts, const struct eh_verdict_pair *pair)
{
	struct eh_verdict_pair *old = find(verdicts, pair->a, pair->b);

	if (old) {
		*old = *pair;
		return true;
	}
	struct eh_str key = eh_arena_str(&verdicts->arena, pair_key((const size_t[]){ pair->a, pair->b }));
	return key.p && eh_vec_push(&verdicts->pairs, *pair) &&
	       eh_map_put(&verdicts->by_pair, key, verdicts->pairs.count - 1, NULL, NULL) >= 0;
}

enum eh_rc eh_verdicts_load(struct eh_db *db, struct eh_verdicts *ret_verdicts, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_verdicts verdicts = { 0 };
	struct eh_q_decision_all row;
	enum eh_rc rc = eh_q_decision_all(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_decision_all_next(&rows, &row, err)) == EH_OK) {
		const struct eh_record_name_pair names = { row.left_source, row.left_key, row.right_source, row.right_key };
		struct eh_verdict_pair pair = { .note = eh_str_hash(row.reason) };
		(void)eh_verdict_parse(row.verdict, &pair.verdict); /* the table's CHECK allows no other */
		if (!nodes(&verdicts, &names, &pair) || !put(&verdicts, &pair))
			rc = eh_fail_memory(err);
	}
	if (rc < 0) {
		eh_verdicts_finish(&verdicts);
		return rc;
	}
	*ret_verdicts = verdicts;
	return EH_OK;
}

void eh_verdicts_finish(struct eh_verdicts *verdicts)
{
	eh_map_finish(&verdicts->nodes);
	eh_map_finish(&verdicts->by_pair);
	eh_vec_finish(&verdicts->pairs);
	eh_arena_finish(&verdicts->arena);
}

static const struct eh_verdict_pair *last(const struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const uint64_t *a = eh_map_get(&verdicts->nodes, node_key(&arena, pair->left_source, pair->left_key));
	const uint64_t *b = eh_map_get(&verdicts->nodes, node_key(&arena, pair->right_source, pair->right_key));

	return a && b ? find(verdicts, *a < *b ? *a : *b, *a < *b ? *b : *a) : NULL;
}

enum eh_verdict eh_verdicts_of(const struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair)
{
	const struct eh_verdict_pair *found = last(verdicts, pair);

	return found ? found->verdict : EH_VERDICT_NONE;
}

bool eh_verdicts_has(
        const struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair, enum eh_verdict verdict, struct eh_str note)
{
	const struct eh_verdict_pair *found = last(verdicts, pair);

	return found && found->verdict == verdict && (!note.n || found->note == eh_str_hash(note));
}

static size_t head(size_t *heads, size_t at)
{
	while (heads[at] != at)
		at = heads[at] = heads[heads[at]];
	return at;
}

/* Whether all words, with this one in its pair's place, can be kept together. */
static bool agree(const struct eh_verdicts *verdicts, const struct eh_verdict_pair *new, size_t *heads)
{
	const struct eh_verdict_pair *old = find(verdicts, new->a, new->b);

	for (size_t i = 0; i < verdicts->nodes.count; i++)
		heads[i] = i;
	for (size_t i = 0; i <= verdicts->pairs.count; i++) {
		const struct eh_verdict_pair *pair = i < verdicts->pairs.count ? &verdicts->pairs.items[i] : new;
		if (pair != old && pair->verdict == EH_VERDICT_SAME)
			heads[head(heads, pair->a)] = head(heads, pair->b);
	}
	for (size_t i = 0; i <= verdicts->pairs.count; i++) {
		const struct eh_verdict_pair *pair = i < verdicts->pairs.count ? &verdicts->pairs.items[i] : new;
		if (pair != old && pair->verdict == EH_VERDICT_DIFFERENT && head(heads, pair->a) == head(heads, pair->b))
			return false;
	}
	return true;
}

enum eh_rc eh_verdicts_say(struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair, enum eh_verdict verdict,
        struct eh_str note, struct eh_error *err)
{
	struct eh_verdict_pair new = { .verdict = verdict, .note = eh_str_hash(note) };

	if (!nodes(verdicts, pair, &new))
		return eh_fail_memory(err);
	size_t *heads EH_CLEANUP_FREE = eh_alloc_zero(verdicts->nodes.count, sizeof *heads);
	if (!heads)
		return eh_fail_memory(err);
	if (!agree(verdicts, &new, heads))
		return eh_fail(err, EH_CONFLICT,
		        "\"%s\" contradicts earlier answers: through other pairs these two are already %s. Undo or change one of "
		        "them first",
		        eh_verdict_name(verdict), verdict == EH_VERDICT_SAME ? "different" : "the same");
	return put(verdicts, &new) ? EH_OK : eh_fail_memory(err);
}
