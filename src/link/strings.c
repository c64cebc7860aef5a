#include "strings.h"

/* Letters of `b` not yet used are bits of a word, so that a candidate is found with a mask and a count of zeroes. */
static size_t match_letters(struct eh_str a, struct eh_str b, uint64_t *ret_used_a, uint64_t *ret_used_b)
{
	size_t longest = a.n > b.n ? a.n : b.n, window = longest / 2 ? longest / 2 - 1 : 0, common = 0;
	uint64_t used_a = 0, used_b = 0;

	for (size_t i = 0; i < a.n; i++) {
		size_t from = i > window ? i - window : 0, to = i + window + 1 < b.n ? i + window + 1 : b.n;
		for (size_t j = from; j < to; j++) {
			if (a.p[i] != b.p[j] || used_b >> j & 1)
				continue;
			used_a |= UINT64_C(1) << i;
			used_b |= UINT64_C(1) << j;
			common++;
			break;
		}
	}
	*ret_used_a = used_a;
	*ret_used_b = used_b;
	return common;
}

static size_t count_swaps(struct eh_str a, struct eh_str b, uint64_t used_a, uint64_t used_b)
{
	size_t swaps = 0;

	for (; used_a; used_a &= used_a - 1, used_b &= used_b - 1)
		swaps += a.p[__builtin_ctzll(used_a)] != b.p[__builtin_ctzll(used_b)];
	return swaps;
}

static double jaro(struct eh_str a, struct eh_str b)
{
	uint64_t used_a, used_b;
	size_t common = match_letters(a, b, &used_a, &used_b);

	if (!common)
		return 0;
	double c = (double)common, swaps = (double)count_swaps(a, b, used_a, used_b);
	return (c / (double)a.n + c / (double)b.n + (c - swaps / 2) / c) / 3;
}

double eh_link_jaro_winkler(struct eh_str a, struct eh_str b)
{
	size_t prefix = 0;

	if (eh_str_eq(a, b))
		return 1;
	if (!a.n || !b.n || a.n > EH_LINK_LONGEST_WORD || b.n > EH_LINK_LONGEST_WORD)
		return 0;
	/* The greedy search from the left may find other matches from the other side: the better of both is the same both ways. */
	double there = jaro(a, b), back = jaro(b, a), alike = there > back ? there : back;
	while (prefix < 4 && prefix < a.n && prefix < b.n && a.p[prefix] == b.p[prefix])
		prefix++;
	return alike + (double)prefix * 0.1 * (1 - alike);
}

static struct eh_str without(struct eh_str s, size_t n) { return (struct eh_str){ s.p + n, s.n - n }; }

/* Where both differ at both ends, the first slip is one of four: what is left may have one slip fewer. With few slips allowed this looks at far
 * less than a table of all beginnings does, and at nearly nothing when the words are unlike. */
static unsigned distance(struct eh_str a, struct eh_str b, unsigned most)
{
	if ((a.n > b.n ? a.n - b.n : b.n - a.n) > most)
		return most + 1;
	/* What both begin and end with costs nothing. */
	while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1])
		a.n--, b.n--;
	while (a.n && b.n && a.p[0] == b.p[0]) {
		a = without(a, 1);
		b = without(b, 1);
	}
	if (!a.n || !b.n)
		return (unsigned)(a.n + b.n);
	if (!most)
		return 1;
	bool swapped = a.n > 1 && b.n > 1 && a.p[0] == b.p[1] && a.p[1] == b.p[0];
	if (most == 1)
		return (a.n == 1 && b.n == 1) || (swapped && a.n == 2 && b.n == 2) ? 1 : 2;
	unsigned best = distance(without(a, 1), without(b, 1), most - 1), other;
	if (best > 0 && swapped && (other = distance(without(a, 2), without(b, 2), most - 1)) < best)
		best = other;
	if (best > 0 && (other = distance(without(a, 1), b, most - 1)) < best)
		best = other;
	if (best > 0 && (other = distance(a, without(b, 1), most - 1)) < best)
		best = other;
	return best + 1;
}

unsigned eh_link_edit_distance(struct eh_str a, struct eh_str b, unsigned most)
{
	if (a.n > EH_LINK_LONGEST_WORD || b.n > EH_LINK_LONGEST_WORD)
		return eh_str_eq(a, b) ? 0 : most + 1;
	return distance(a, b, most);
}

uint32_t eh_link_soundex(struct eh_str word)
{
	/* Vowels 0 part equal codes; h and w (9) do not. */
	static const char CODES[] = "01230129022455012623019202";
	uint32_t code = 0, digits = 0;
	char last = 0;

	if (!word.n || word.p[0] < 'a' || word.p[0] > 'z')
		return 0;
	code = (uint32_t)(unsigned char)word.p[0];
	last = CODES[word.p[0] - 'a'];
	for (size_t i = 1; i < word.n && digits < 3; i++) {
		if (word.p[i] < 'a' || word.p[i] > 'z')
			continue;
		char now = CODES[word.p[i] - 'a'];
		if (now == '9')
			continue;
		if (now != '0' && now != last) {
			code = code << 8 | (uint32_t)(unsigned char)now;
			digits++;
		}
		last = now;
	}
	return code << (8 * (3 - digits));
}

uint32_t eh_link_letters(struct eh_str word)
{
	enum { LETTERS = 22 };
	uint32_t letters = 0;

	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		letters |= UINT32_C(1) << (c >= '0' && c <= '9' ? LETTERS + (c - '0') : c % LETTERS);
	}
	return letters;
}
