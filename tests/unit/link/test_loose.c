#include "test.h"

#include "base/random.h"
#include "link/loose.h"
#include "link/strings.h"

enum { WORDS = 400 };

static const char *const LETTERS[] = { "abc", "abcdefgh", "ab1" };

/* Words of few letters, so that many are alike. */
static void fill(struct eh_vocab *vocab)
{
	struct eh_random random;
	uint32_t *renumbered, number;

	eh_random_init(&random, 7, 1);
	while (vocab->count < WORDS) {
		char word[16];
		const char *letters = LETTERS[eh_random_below(&random, 3)];
		size_t n = 1 + eh_random_below(&random, 12);
		for (size_t i = 0; i < n; i++)
			word[i] = letters[eh_random_below(&random, strlen(letters))];
		assert_true(eh_vocab_add(vocab, (struct eh_str){ word, n }, &number));
	}
	assert_true(eh_vocab_settle(vocab, &renumbered));
	eh_free(renumbered);
}

/* The rule, said plainly. */
static double plain_alike(const struct eh_vocab *vocab, uint32_t a, uint32_t b)
{
	struct eh_str s = eh_vocab_text(vocab, a), t = eh_vocab_text(vocab, b);
	size_t shorter = s.n < t.n ? s.n : t.n, longer = s.n + t.n - shorter;
	unsigned most = longer >= 10 ? 3 : longer >= 7 ? 2 : 1;

	/* Of words of three letters only that a fourth was added or left out. */
	if (shorter < 3 || (shorter == 3 && longer != 4) || (vocab->items[a].flags | vocab->items[b].flags) & EH_WORD_NUMBER)
		return 0;
	if (longer > shorter && memcmp(s.p, t.p, shorter) == 0)
		return longer - shorter <= 2 ? 0.85 : 0.7;
	unsigned edits = eh_link_edit_distance(s, t, most);
	return edits > most ? 0 : 1 - 1.2 * edits / (double)longer;
}

static void lanes_find_every_word_that_is_alike(void **state)
{
	struct eh_vocab vocab = { 0 };
	size_t alike = 0, looked_at = 0;
	(void)state;

	fill(&vocab);
	for (uint32_t a = 0; a < WORDS; a++) {
		for (uint32_t b = 0; b < WORDS; b += EH_MOST_LOOSE) {
			struct eh_loose one, many;
			uint32_t others[EH_MOST_LOOSE], count = 0;
			for (; count < EH_MOST_LOOSE && b + count < WORDS; count++)
				others[count] = b + count;
			eh_loose_take(&vocab, &a, 1, &one);
			eh_loose_take(&vocab, others, count, &many);
			uint32_t may = eh_loose_may_be(&one, 0, &many);
			assert_int_equal(0, count < 32 ? may >> count : 0);
			for (uint32_t j = 0; j < count; j++) {
				double plain = a == others[j] ? 0 : plain_alike(&vocab, a, others[j]);
				bool looked = a != others[j] && may >> j & 1;
				alike += plain > 0;
				looked_at += looked;
				assert_true(looked || plain == 0);
				assert_true(!looked || eh_loose_alike(&vocab, &one, 0, &many, j) == plain);
			}
		}
	}
	print_message("%zu pairs alike, %zu looked at of %d\n", alike, looked_at, WORDS * WORDS);
	assert_true(alike > 200 && looked_at < WORDS * WORDS / 2);
	eh_vocab_finish(&vocab);
}

static void lanes_find_every_word_that_begins_another(void **state)
{
	struct eh_vocab vocab = { 0 };
	size_t begun = 0;
	(void)state;

	fill(&vocab);
	for (uint32_t a = 0; a < WORDS; a++) {
		for (uint32_t b = 0; b < WORDS; b++) {
			struct eh_loose whole, part;
			struct eh_str s = eh_vocab_text(&vocab, a), t = eh_vocab_text(&vocab, b);
			eh_loose_take(&vocab, &a, 1, &whole);
			eh_loose_take(&vocab, &b, 1, &part);
			bool begins = t.n < s.n && memcmp(s.p, t.p, t.n < 4 ? t.n : 4) == 0;
			begun += begins;
			assert_int_equal(begins, eh_loose_may_begin(&whole, 0, &part));
		}
	}
	assert_true(begun > 100);
	eh_vocab_finish(&vocab);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lanes_find_every_word_that_is_alike),
		cmocka_unit_test(lanes_find_every_word_that_begins_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
