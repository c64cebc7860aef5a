/* loose.c: which words of two sides may be alike. */
#include "loose.h"

#include "strings.h"

/* Lengths that are far from every other. */
enum { NEVER = 1 << 20 };

void eh_loose_take(const struct eh_vocab *vocab, const uint32_t *words, size_t count, struct eh_loose *ret_loose)
{
	/* Of a word's head, in the machine's own order of bytes. */
	static const unsigned char ONES[8] = { 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0 };
	size_t n = count < EH_MOST_LOOSE ? count : EH_MOST_LOOSE, i = 0;

	for (; i < n; i++) {
		const struct eh_vocab_word *word = &vocab->items[words[i]];
		bool number = word->flags & EH_WORD_NUMBER;
		ret_loose->letters[i] = word->letters;
		ret_loose->head[i] = word->head;
		memcpy(&ret_loose->mask[i], ONES + (word->n < 4 ? 4 - word->n : 0), sizeof ret_loose->mask[i]);
		ret_loose->n[i] = word->n;
		ret_loose->soft[i] = word->n < 3 || number ? NEVER : word->n;
		ret_loose->word[i] = words[i];
		ret_loose->weight[i] = word->weight;
		ret_loose->number[i] = number;
		ret_loose->area[i] = word->flags & EH_WORD_AREA;
		ret_loose->used[i] = false;
	}
	ret_loose->count = n;
	for (; i % EH_LOOSE_LANES; i++) {
		ret_loose->letters[i] = ret_loose->head[i] = ret_loose->mask[i] = 0;
		ret_loose->n[i] = ret_loose->soft[i] = NEVER;
	}
}

static eh_lanes all(uint32_t value) { return value - (eh_lanes){ 0 }; }

static eh_lanes load(const uint32_t *from) { return *(const eh_lanes *)(const void *)from; }

static eh_lanes count_bits(eh_lanes v)
{
	v -= (v >> 1) & all(0x55555555);
	v = (v & all(0x33333333)) + ((v >> 2) & all(0x33333333));
	v = (v + (v >> 4)) & all(0x0f0f0f0f);
	v += v >> 8;
	return (v + (v >> 16)) & all(0x3f);
}

/* Comparisons of small numbers as signed ones, which every processor has. */
typedef int32_t eh_signed_lanes __attribute__((vector_size(4 * EH_LOOSE_LANES)));
static eh_lanes more(eh_lanes a, eh_lanes b) { return (eh_lanes)((eh_signed_lanes)a > (eh_signed_lanes)b); }

static uint32_t bits_of(eh_lanes lanes)
{
	eh_lanes bits = lanes & (eh_lanes){ 1, 2, 4, 8 };

	return bits[0] | bits[1] | bits[2] | bits[3];
}

static unsigned most_edits(unsigned longer) { return longer >= 10 ? 3 : longer >= 7 ? 2 : 1; }

uint32_t eh_loose_may_be(const struct eh_loose *loose, size_t i, const struct eh_loose *others)
{
	uint32_t found = 0;

	if (loose->soft[i] == NEVER)
		return 0;
	eh_lanes n = all(loose->n[i]), letters = all(loose->letters[i]), head = all(loose->head[i]);
	for (size_t j = 0; j < others->count; j += EH_LOOSE_LANES) {
		eh_lanes m = load(&others->soft[j]), longer_n = more(n, m), longer = (n & longer_n) | (m & ~longer_n);
		eh_lanes apart = longer + longer - n - m;
		/* One slip, two in words of seven letters, three in words of ten. */
		eh_lanes most = all(1) - more(longer, all(6)) - more(longer, all(9));
		eh_lanes unlike = more(apart, most) | more(count_bits(letters ^ load(&others->letters[j])), most + most);
		eh_lanes begins = (eh_lanes)(head == load(&others->head[j])) & more(all(NEVER), m);
		found |= bits_of(~unlike | begins) << j;
	}
	return found;
}

uint32_t eh_loose_may_begin(const struct eh_loose *loose, size_t i, const struct eh_loose *others)
{
	eh_lanes n = all(loose->n[i]), head = all(loose->head[i]);
	uint32_t found = 0;

	for (size_t j = 0; j < others->count; j += EH_LOOSE_LANES) {
		eh_lanes apart = (head ^ load(&others->head[j])) & load(&others->mask[j]);
		found |= bits_of((eh_lanes)(apart == all(0)) & more(n, load(&others->n[j]))) << j;
	}
	return found;
}

double eh_loose_alike(const struct eh_vocab *vocab, const struct eh_loose *a, size_t i, const struct eh_loose *b, size_t j)
{
	unsigned n = a->n[i], m = b->n[j], shorter = n < m ? n : m, longer = n < m ? m : n, most = most_edits(longer);
	struct eh_str s = eh_vocab_text(vocab, a->word[i]), t = eh_vocab_text(vocab, b->word[j]);

	if (longer < 4) /* "art" and "arc" are two words */
		return 0;
	if (longer > shorter && memcmp(s.p, t.p, shorter) == 0)
		return longer - shorter <= 2 ? 0.85 : 0.7;
	unsigned edits = eh_link_edit_distance(s, t, most);
	return edits > most ? 0 : 1 - 1.2 * edits / longer;
}
