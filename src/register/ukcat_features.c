#include "ukcat_features.h"

#include <libstemmer.h>
#include <stdlib.h>

static const struct rule {
	const char *words, *code;
} RULES[] = {
#include "ukcat_words.inc"
};

enum { RULE_COUNT = sizeof RULES / sizeof *RULES };

struct making {
	struct sb_stemmer *stemmer;
	struct eh_arena *arena;
	EH_VEC(struct eh_ukcat_feature) list;
	bool failed;
};

static void add(struct making *making, struct eh_str text, struct eh_str shown)
{
	if (!text.p || !eh_vec_push(&making->list, (struct eh_ukcat_feature){ text, shown }))
		making->failed = true;
}

/* The first rule whose words do not stand before the two letters at `text`. */
static size_t first_rule(const char *text)
{
	size_t low = 0, high = RULE_COUNT;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(RULES[middle].words, text, 2) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool hits(const char *words, struct eh_str rest, size_t *ret_length)
{
	size_t n = strlen(words);
	bool whole = words[n - 1] == '.';

	n -= whole;
	if (n > rest.n || memcmp(words, rest.p, n) != 0 || (whole && n < rest.n && eh_is_alnum(rest.p[n])))
		return false;
	*ret_length = n;
	return true;
}

/* Rules begin at the beginnings of words. */
static void add_rules(struct making *making, struct eh_str folded, bool name)
{
	for (size_t at = 0; at + 2 <= folded.n; at++) {
		if (at && eh_is_alnum(folded.p[at - 1]))
			continue;
		struct eh_str rest = eh_str_sub(folded, at, folded.n);
		for (size_t i = first_rule(rest.p); i < RULE_COUNT && memcmp(RULES[i].words, rest.p, 2) == 0; i++) {
			size_t n;
			if (!hits(RULES[i].words, rest, &n))
				continue;
			while (n < rest.n && eh_is_alnum(rest.p[n]))
				n++;
			struct eh_str shown = eh_str_sub(rest, 0, n);
			add(making, eh_arena_printf(making->arena, "=%s", RULES[i].code), shown);
			if (name)
				add(making, eh_arena_printf(making->arena, "=name:%s", RULES[i].code), shown);
		}
	}
}

static struct eh_str stem(struct making *making, struct eh_str word)
{
	const sb_symbol *out = sb_stemmer_stem(making->stemmer, (const sb_symbol *)word.p, (int)word.n);

	if (!out) {
		making->failed = true;
		return (struct eh_str){ "", 0 };
	}
	return eh_arena_str(making->arena, (struct eh_str){ (const char *)out, (size_t)sb_stemmer_length(making->stemmer) });
}

static bool word_char(char c) { return eh_is_alnum(c) || (unsigned char)c >= 0x80; }

static void add_words(struct making *making, struct eh_str folded, bool name)
{
	struct eh_str before = { NULL, 0 };
	const char *before_at = NULL;

	for (size_t at = 0; at < folded.n && !making->failed;) {
		size_t end = at;
		while (end < folded.n && word_char(folded.p[end]))
			end++;
		if (end == at) {
			at++;
			continue;
		}
		struct eh_str word = eh_str_sub(folded, at, end - at), stemmed = stem(making, word);
		add(making, stemmed, word);
		if (name)
			add(making, eh_arena_printf(making->arena, "name:%.*s", EH_FMT(stemmed)), word);
		if (before.n)
			add(making, eh_arena_printf(making->arena, "%.*s_%.*s", EH_FMT(before), EH_FMT(stemmed)),
			        (struct eh_str){ before_at, (size_t)(word.p + word.n - before_at) });
		before = stemmed;
		before_at = word.p;
		at = end;
	}
}

static enum eh_rc add_text(struct making *making, struct eh_str text, size_t most, bool name, struct eh_error *err)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };

	if (eh_utf8_fold(eh_utf8_cut(text, most), &buf) < 0)
		return eh_fail_memory(err);
	struct eh_str folded = eh_arena_str(making->arena, eh_buf_str(&buf));
	if (!folded.p)
		return eh_fail_memory(err);
	add_words(making, folded, name);
	add_rules(making, folded, name);
	return making->failed ? eh_fail_memory(err) : EH_OK;
}

static int by_text(const void *a, const void *b)
{
	const struct eh_ukcat_feature *x = a, *y = b;
	int order = eh_str_cmp(x->text, y->text);

	/* Of equal ones the first seen: folded text lies in order within one text, and the name was made first. */
	return order ? order : (x->shown.p > y->shown.p) - (x->shown.p < y->shown.p);
}

static size_t drop_repeats(struct eh_ukcat_feature *items, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(items, count, sizeof *items, by_text);
	for (size_t i = 0; i < count; i++)
		if (!kept || !eh_str_eq(items[kept - 1].text, items[i].text))
			items[kept++] = items[i];
	return kept;
}

enum eh_rc eh_ukcat_features(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_features *ret_features, struct eh_error *err)
{
	struct making making = { .stemmer = sb_stemmer_new("english", "UTF_8"), .arena = arena };
	enum eh_rc rc = making.stemmer ? add_text(&making, name, EH_UKCAT_NAME_MOST, true, err) : eh_fail_memory(err);

	if (rc == EH_OK)
		rc = add_text(&making, activities, EH_UKCAT_ACTIVITIES_MOST, false, err);
	if (rc == EH_OK) {
		size_t count = drop_repeats(making.list.items, making.list.count);
		struct eh_ukcat_feature *items = eh_arena_alloc(arena, (count + 1) * sizeof *items);
		if (items && count)
			memcpy(items, making.list.items, count * sizeof *items);
		if (items)
			*ret_features = (struct eh_ukcat_features){ items, count };
		else
			rc = eh_fail_memory(err);
	}
	eh_vec_finish(&making.list);
	sb_stemmer_delete(making.stemmer);
	return rc;
}

bool eh_ukcat_rule(struct eh_str feature, struct eh_str *ret_code)
{
	if (!eh_str_starts(feature, EH_STR("=")))
		return false;
	size_t from = eh_str_starts(feature, EH_STR("=name:")) ? 6 : 1;
	*ret_code = eh_str_sub(feature, from, feature.n);
	return true;
}
