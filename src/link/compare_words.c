/* compare_words.c: names, texts and addresses, word by word. */
#include "gamma.h"
#include "loose.h"

enum { MOST_JOINED = 8, MOST_PAIRS = 4 * EH_MOST_LOOSE };

/* Words of two sides, sorted: those of both, those of one. */
struct merged {
	uint32_t both[EH_MOST_WORDS], only_a[EH_MOST_WORDS], only_b[EH_MOST_WORDS];
	size_t both_count, a_count, b_count;
};

/* Each step writes to all three and counts where it belongs: which of the three it is cannot be foreseen, and a wrong guess costs more. */
static void merge(const struct eh_words_view *a, const struct eh_words_view *b, struct merged *ret_merged)
{
	uint32_t n = a->count < EH_MOST_WORDS ? a->count : EH_MOST_WORDS, m = b->count < EH_MOST_WORDS ? b->count : EH_MOST_WORDS;
	uint32_t i = 0, j = 0;
	size_t both = 0, only_a = 0, only_b = 0;

	while (i < n && j < m) {
		uint32_t x = a->words[i], y = b->words[j];
		ret_merged->both[both] = ret_merged->only_a[only_a] = x;
		ret_merged->only_b[only_b] = y;
		both += x == y;
		only_a += x < y;
		only_b += y < x;
		i += x <= y;
		j += y <= x;
	}
	while (i < n)
		ret_merged->only_a[only_a++] = a->words[i++];
	while (j < m)
		ret_merged->only_b[only_b++] = b->words[j++];
	ret_merged->both_count = both;
	ret_merged->a_count = only_a;
	ret_merged->b_count = only_b;
}

static void add_both(const struct eh_vocab *vocab, const struct merged *merged, struct eh_word_score *score)
{
	for (size_t i = 0; i < merged->both_count; i++) {
		const struct eh_vocab_word *word = &vocab->items[merged->both[i]];
		/* That both are in the same place is said elsewhere too. */
		double weight = (double)word->weight * (word->flags & EH_WORD_PLACE ? 0.3 : 1);
		*(word->flags & EH_WORD_NUMBER ? &score->number_shared : &score->shared) += weight;
	}
}

/* Two loose words that are alike. */
struct likeness {
	double alike, weight;
	unsigned char i, j;
};

static size_t find_alike(const struct eh_vocab *vocab, const struct eh_loose *a, const struct eh_loose *b, struct likeness *found)
{
	size_t count = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (a->used[i])
			continue;
		for (uint32_t may = eh_loose_may_be(a, i, b); may; may &= may - 1) {
			size_t j = (size_t)__builtin_ctz(may);
			double alike = b->used[j] ? 0 : eh_loose_alike(vocab, a, i, b, j);
			if (alike > 0 && count < MOST_PAIRS)
				found[count++] = (struct likeness){ alike, (double)a->weight[i] + (double)b->weight[j],
					(unsigned char)i, (unsigned char)j };
		}
	}
	return count;
}

/* Takes the most alike pair of loose words again and again; the pair's weights break ties, so that both ways give the same. */
static void match_softly(const struct eh_vocab *vocab, struct eh_loose *a, struct eh_loose *b, struct eh_word_score *score)
{
	struct likeness found[MOST_PAIRS];
	size_t count = find_alike(vocab, a, b, found);

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
		double wa = (double)a->weight[best->i], wb = (double)b->weight[best->j], least = wa < wb ? wa : wb;
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

/* Parts of the whole among the other side's first loose words. */
static bool find_parts(const struct eh_vocab *vocab, const struct eh_loose *whole, size_t at, const struct eh_loose *parts,
        size_t *ret_first, size_t *ret_second)
{
	size_t most = parts->count < MOST_JOINED ? parts->count : MOST_JOINED;

	for (uint32_t may = eh_loose_may_begin(whole, at, parts) & ((1u << most) - 1); may; may &= may - 1) {
		size_t i = (size_t)__builtin_ctz(may);
		for (size_t j = 0; j < most && !parts->used[i]; j++) {
			if (i == j || parts->used[j] || parts->n[i] + parts->n[j] != whole->n[at] ||
			        !is_joined(vocab, whole->word[at], parts->word[i], parts->word[j]))
				continue;
			*ret_first = i;
			*ret_second = j;
			return true;
		}
	}
	return false;
}

/* "belair" here and "bel air" there. */
static void match_joined(
        const struct eh_vocab *vocab, struct eh_loose *whole, struct eh_loose *parts, struct eh_word_score *score)
{
	for (size_t i = 0; i < whole->count; i++) {
		size_t first, second;
		if (whole->used[i] || whole->n[i] < 4 || !find_parts(vocab, whole, i, parts, &first, &second))
			continue;
		whole->used[i] = parts->used[first] = parts->used[second] = true;
		double together = (double)parts->weight[first] + (double)parts->weight[second], alone = (double)whole->weight[i];
		score->shared += together < alone ? together : alone;
	}
}

/* Whether all words of one side stand on the other but its last, which is the beginning of another there: a name cut off. */
static bool is_cut(const struct eh_vocab *vocab, uint32_t last, const struct eh_loose *cut, const struct eh_loose *whole)
{
	if (!last || cut->count != 1 || cut->word[0] != last - 1)
		return false;
	struct eh_str part = eh_vocab_text(vocab, last - 1);
	for (size_t i = 0; i < whole->count; i++)
		if (whole->n[i] > part.n && eh_str_starts(eh_vocab_text(vocab, whole->word[i]), part))
			return true;
	return false;
}

static void add_rest(const struct eh_loose *loose, double *words, double *numbers, bool *area)
{
	for (size_t i = 0; i < loose->count; i++) {
		*(loose->number[i] ? numbers : words) += loose->used[i] ? 0 : (double)loose->weight[i];
		*area |= !loose->used[i] && loose->area[i];
	}
}

void eh_words_compare(const struct eh_vocab *vocab, const struct eh_words_view *a, const struct eh_words_view *b,
        struct eh_word_score *ret_score)
{
	struct eh_word_score score = { 0 };
	struct eh_loose loose_a, loose_b;
	struct merged merged;

	merge(a, b, &merged);
	add_both(vocab, &merged, &score);
	eh_loose_take(vocab, merged.only_a, merged.a_count, &loose_a);
	eh_loose_take(vocab, merged.only_b, merged.b_count, &loose_b);
	/* What lies beyond the words that are compared is the same where contents are, which are kept once. */
	bool whole = a->words == b->words || (a->count <= EH_MOST_WORDS && b->count <= EH_MOST_WORDS);
	score.same = !loose_a.count && !loose_b.count && whole;
	/* Long texts without one word in common are not worth a closer look. */
	score.cut = score.shared > 0 &&
	            (is_cut(vocab, a->last, &loose_a, &loose_b) || is_cut(vocab, b->last, &loose_b, &loose_a));
	bool worth = score.shared > 0 || score.number_shared > 0 || loose_a.count <= 3 || loose_b.count <= 3;
	if (worth && loose_a.count && loose_b.count) {
		if (loose_b.count > 1)
			match_joined(vocab, &loose_a, &loose_b, &score);
		if (loose_a.count > 1)
			match_joined(vocab, &loose_b, &loose_a, &score);
		match_softly(vocab, &loose_a, &loose_b, &score);
	}
	add_rest(&loose_a, &score.only_a, &score.number_only_a, &score.area_only_a);
	add_rest(&loose_b, &score.only_b, &score.number_only_b, &score.area_only_b);
	*ret_score = score;
}
