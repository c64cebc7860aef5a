/* compare_words.c: names, texts and addresses, word by word. */
#include "gamma.h"
#include "strings.h"

enum { MOST_LOOSE = 24, MOST_JOINED = 8 };

/* Words that the other side does not have. */
struct loose {
	uint32_t words[MOST_LOOSE];
	bool used[MOST_LOOSE];
	size_t count;
};

double eh_words_alike(const struct eh_vocab *vocab, uint32_t a, uint32_t b)
{
	const struct eh_vocab_word *x = &vocab->items[a], *y = &vocab->items[b];
	unsigned shorter = x->n < y->n ? x->n : y->n, longer = x->n < y->n ? y->n : x->n;

	if (shorter < 4 || (x->flags | y->flags) & EH_WORD_NUMBER)
		return 0;
	struct eh_str s = eh_vocab_text(vocab, a), t = eh_vocab_text(vocab, b);
	if (longer > shorter && memcmp(s.p, t.p, shorter) == 0)
		return longer - shorter <= 2 ? 0.85 : 0.7;
	unsigned most = longer >= 10 ? 3 : longer >= 7 ? 2 : 1;
	if (longer - shorter > most || (unsigned)__builtin_popcount(x->letters ^ y->letters) > 2 * most)
		return 0;
	unsigned edits = eh_link_edit_distance(s, t, most);
	return edits > most ? 0 : 1 - 1.2 * edits / longer;
}

static void add_loose(struct loose *loose, uint32_t word)
{
	if (loose->count < MOST_LOOSE) {
		loose->used[loose->count] = false;
		loose->words[loose->count++] = word;
	}
}

static void merge(const struct eh_words_view *a, const struct eh_words_view *b, const struct eh_vocab *vocab,
        struct eh_word_score *score, struct loose *loose_a, struct loose *loose_b)
{
	uint32_t n = a->count < EH_MOST_WORDS ? a->count : EH_MOST_WORDS, m = b->count < EH_MOST_WORDS ? b->count : EH_MOST_WORDS;
	uint32_t i = 0, j = 0;

	while (i < n || j < m) {
		if (j == m || (i < n && a->words[i] < b->words[j])) {
			add_loose(loose_a, a->words[i++]);
		} else if (i == n || b->words[j] < a->words[i]) {
			add_loose(loose_b, b->words[j++]);
		} else {
			const struct eh_vocab_word *word = &vocab->items[a->words[i]];
			/* That both are in the same place is said elsewhere too. */
			double weight = (double)word->weight * (word->flags & EH_WORD_PLACE ? 0.3 : 1);
			*(word->flags & EH_WORD_NUMBER ? &score->number_shared : &score->shared) += weight;
			i++;
			j++;
		}
	}
}

static double weight_of(const struct eh_vocab *vocab, uint32_t word) { return (double)vocab->items[word].weight; }

/* Two loose words that are alike. */
struct likeness {
	double alike, weight;
	unsigned char i, j;
};

static size_t find_alike(
        const struct eh_vocab *vocab, const struct loose *a, const struct loose *b, struct likeness *found, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count && !a->used[i]; j++) {
			double alike = b->used[j] ? 0 : eh_words_alike(vocab, a->words[i], b->words[j]);
			if (alike > 0 && count < most)
				found[count++] = (struct likeness){ alike,
					weight_of(vocab, a->words[i]) + weight_of(vocab, b->words[j]), (unsigned char)i,
					(unsigned char)j };
		}
	return count;
}

/* Takes the most alike pair of loose words again and again; the pair's weights break ties, so that both ways give the same. */
static void match_softly(const struct eh_vocab *vocab, struct loose *a, struct loose *b, struct eh_word_score *score)
{
	struct likeness found[MOST_LOOSE * 4];
	size_t count = find_alike(vocab, a, b, found, sizeof found / sizeof *found);

	for (;;) {
		const struct likeness *best = NULL;
		for (size_t k = 0; k < count; k++)
			if (!a->used[found[k].i] && !b->used[found[k].j] &&
			        (!best || found[k].alike > best->alike ||
			                (found[k].alike == best->alike && found[k].weight > best->weight)))
				best = &found[k];
		if (!best)
			return;
		a->used[best->i] = b->used[best->j] = true;
		double wa = weight_of(vocab, a->words[best->i]), wb = weight_of(vocab, b->words[best->j]),
		       least = wa < wb ? wa : wb;
		score->shared += best->alike * least;
		score->only_a += (1 - best->alike) * least;
		score->only_b += (1 - best->alike) * least;
	}
}

/* Whether the parts, one after the other, are the whole. */
static bool is_joined(const struct eh_vocab *vocab, uint32_t whole, uint32_t first, uint32_t second)
{
	struct eh_str word = eh_vocab_text(vocab, whole), x = eh_vocab_text(vocab, first), y = eh_vocab_text(vocab, second);

	return memcmp(word.p, x.p, x.n) == 0 && memcmp(word.p + x.n, y.p, y.n) == 0;
}

/* Parts of the whole among the other side's loose words: their letters and lengths are looked at before their text. */
static bool find_parts(
        const struct eh_vocab *vocab, uint32_t whole, const struct loose *parts, size_t *ret_first, size_t *ret_second)
{
	const struct eh_vocab_word *word = &vocab->items[whole];
	size_t n = parts->count < MOST_JOINED ? parts->count : MOST_JOINED;

	for (size_t i = 0; i < n; i++) {
		const struct eh_vocab_word *x = &vocab->items[parts->words[i]];
		if (parts->used[i] || x->n >= word->n || x->letters & ~word->letters)
			continue;
		for (size_t j = 0; j < n; j++) {
			const struct eh_vocab_word *y = &vocab->items[parts->words[j]];
			if (i == j || parts->used[j] || (unsigned)x->n + y->n != word->n ||
			        (x->letters | y->letters) != word->letters ||
			        !is_joined(vocab, whole, parts->words[i], parts->words[j]))
				continue;
			*ret_first = i;
			*ret_second = j;
			return true;
		}
	}
	return false;
}

/* "belair" here and "bel air" there. */
static void match_joined(const struct eh_vocab *vocab, struct loose *whole, struct loose *parts, struct eh_word_score *score)
{
	uint32_t letters = 0;

	for (size_t i = 0; i < parts->count; i++)
		letters |= vocab->items[parts->words[i]].letters;
	for (size_t i = 0; i < whole->count; i++) {
		size_t first, second;
		const struct eh_vocab_word *word = &vocab->items[whole->words[i]];
		if (whole->used[i] || word->n < 4 || word->letters & ~letters ||
		        !find_parts(vocab, whole->words[i], parts, &first, &second))
			continue;
		whole->used[i] = parts->used[first] = parts->used[second] = true;
		double together = weight_of(vocab, parts->words[first]) + weight_of(vocab, parts->words[second]);
		double alone = weight_of(vocab, whole->words[i]);
		score->shared += together < alone ? together : alone;
	}
}

static void add_rest(const struct eh_vocab *vocab, const struct loose *loose, double *words, double *numbers)
{
	for (size_t i = 0; i < loose->count; i++)
		if (!loose->used[i])
			*(vocab->items[loose->words[i]].flags & EH_WORD_NUMBER ? numbers : words) += weight_of(
			        vocab, loose->words[i]);
}

void eh_words_compare(const struct eh_vocab *vocab, const struct eh_words_view *a, const struct eh_words_view *b,
        struct eh_word_score *ret_score)
{
	struct eh_word_score score = { 0 };
	struct loose loose_a, loose_b;

	loose_a.count = loose_b.count = 0;
	merge(a, b, vocab, &score, &loose_a, &loose_b);
	score.same = !loose_a.count && !loose_b.count;
	/* Long texts without one word in common are not worth a closer look. */
	bool worth = score.shared > 0 || score.number_shared > 0 || loose_a.count <= 3 || loose_b.count <= 3;
	if (worth && loose_a.count && loose_b.count) {
		if (loose_b.count > 1)
			match_joined(vocab, &loose_a, &loose_b, &score);
		if (loose_a.count > 1)
			match_joined(vocab, &loose_b, &loose_a, &score);
		match_softly(vocab, &loose_a, &loose_b, &score);
	}
	add_rest(vocab, &loose_a, &score.only_a, &score.number_only_a);
	add_rest(vocab, &loose_b, &score.only_b, &score.number_only_b);
	*ret_score = score;
}
