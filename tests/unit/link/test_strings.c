#include "test.h"

#include "link/strings.h"

/* Plain versions, written for clearness, to agree with. */
static double plain_jaro_winkler(struct eh_str a, struct eh_str b)
{
	bool used_a[64] = { false }, used_b[64] = { false };
	size_t longest = a.n > b.n ? a.n : b.n, window = longest / 2 ? longest / 2 - 1 : 0, prefix = 0;
	double common = 0, swaps = 0;

	if (!a.n || !b.n)
		return 0;
	for (size_t i = 0; i < a.n; i++)
		for (size_t j = 0; j < b.n; j++)
			if (!used_a[i] && !used_b[j] && a.p[i] == b.p[j] && j + window >= i && j <= i + window) {
				used_a[i] = used_b[j] = true;
				common++;
			}
	if (common < 1)
		return 0;
	for (size_t i = 0, j = 0; i < a.n; i++) {
		if (!used_a[i])
			continue;
		while (!used_b[j])
			j++;
		swaps += a.p[i] != b.p[j++];
	}
	double jaro = (common / (double)a.n + common / (double)b.n + (common - swaps / 2) / common) / 3;
	while (prefix < 4 && prefix < a.n && prefix < b.n && a.p[prefix] == b.p[prefix])
		prefix++;
	return jaro + 0.1 * (double)prefix * (1 - jaro);
}

static unsigned plain_distance(struct eh_str a, struct eh_str b)
{
	unsigned d[33][33];

	for (unsigned i = 0; i <= a.n; i++)
		for (unsigned j = 0; j <= b.n; j++) {
			unsigned best = i + j;
			if (i && d[i - 1][j] + 1 < best)
				best = d[i - 1][j] + 1;
			if (j && d[i][j - 1] + 1 < best)
				best = d[i][j - 1] + 1;
			if (i && j && d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]) < best)
				best = d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] && d[i - 2][j - 2] + 1 < best)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	return d[a.n][b.n];
}

static struct eh_str random_word(struct eh_random *random, char *out, size_t most)
{
	size_t n = (size_t)eh_random_below(random, most + 1);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + eh_random_below(random, 4));
	return (struct eh_str){ out, n };
}

static void jaro_winkler_agrees_with_a_plain_version(void **state)
{
	struct eh_random random;
	char x[32], y[32];
	(void)state;

	eh_random_init(&random, 7, 1);
	for (int i = 0; i < 20000; i++) {
		struct eh_str a = random_word(&random, x, 12), b = random_word(&random, y, 12);
		double there = plain_jaro_winkler(a, b), back = plain_jaro_winkler(b, a), want = there > back ? there : back;
		double got = eh_link_jaro_winkler(a, b);
		if (eh_str_eq(a, b))
			want = 1;
		if (got < want - 1e-12 || got > want + 1e-12)
			fail_msg("%.*s, %.*s: got %.6f, want %.6f", EH_FMT(a), EH_FMT(b), got, want);
		assert_true(got >= 0 && got <= 1);
		assert_true(got == eh_link_jaro_winkler(b, a));
	}
}

static void jaro_winkler_has_the_published_values(void **state)
{
	(void)state;
	assert_true(eh_link_jaro_winkler(EH_STR("martha"), EH_STR("marhta")) > 0.9610);
	assert_true(eh_link_jaro_winkler(EH_STR("martha"), EH_STR("marhta")) < 0.9612);
	assert_true(eh_link_jaro_winkler(EH_STR("dwayne"), EH_STR("duane")) > 0.8399);
	assert_true(eh_link_jaro_winkler(EH_STR("dwayne"), EH_STR("duane")) < 0.8401);
	assert_true(eh_link_jaro_winkler(EH_STR("dixon"), EH_STR("dicksonx")) > 0.8132);
	assert_true(eh_link_jaro_winkler(EH_STR("dixon"), EH_STR("dicksonx")) < 0.8134);
}

static void edit_distance_agrees_with_a_plain_version(void **state)
{
	struct eh_random random;
	char x[32], y[32];
	(void)state;

	eh_random_init(&random, 8, 1);
	for (int i = 0; i < 20000; i++) {
		struct eh_str a = random_word(&random, x, 10), b = random_word(&random, y, 10);
		unsigned want = plain_distance(a, b);
		for (unsigned most = 0; most < 6; most++) {
			unsigned got = eh_link_edit_distance(a, b, most);
			if (got != (want > most ? most + 1 : want))
				fail_msg("%.*s, %.*s within %u: got %u, want %u", EH_FMT(a), EH_FMT(b), most, got, want);
			assert_int_equal(got, eh_link_edit_distance(b, a, most));
		}
	}
}

static void letters_differ_by_no_more_than_two_bits_an_edit(void **state)
{
	struct eh_random random;
	char x[32], y[32];
	(void)state;

	eh_random_init(&random, 9, 1);
	for (int i = 0; i < 20000; i++) {
		struct eh_str a = random_word(&random, x, 10), b = random_word(&random, y, 10);
		unsigned bits = (unsigned)__builtin_popcount(eh_link_letters(a) ^ eh_link_letters(b));
		if (bits > 2 * plain_distance(a, b))
			fail_msg("%.*s, %.*s: %u bits, %u edits", EH_FMT(a), EH_FMT(b), bits, plain_distance(a, b));
	}
}

static void soundex_has_the_published_codes(void **state)
{
	(void)state;
	assert_int_equal(eh_link_soundex(EH_STR("robert")), 'r' << 24 | '1' << 16 | '6' << 8 | '3');
	assert_int_equal(eh_link_soundex(EH_STR("rupert")), eh_link_soundex(EH_STR("robert")));
	assert_int_equal(eh_link_soundex(EH_STR("ashcraft")), 'a' << 24 | '2' << 16 | '6' << 8 | '1');
	assert_int_equal(eh_link_soundex(EH_STR("tymczak")), 't' << 24 | '5' << 16 | '2' << 8 | '2');
	assert_int_equal(eh_link_soundex(EH_STR("9th")), 0);
	assert_int_equal(eh_link_soundex(EH_STR("")), 0);
}

static void long_strings_are_equal_or_not(void **state)
{
	static char x[10000], y[10000];
	(void)state;

	memset(x, 'a', sizeof x);
	memset(y, 'a', sizeof y);
	assert_int_equal(eh_link_edit_distance((struct eh_str){ x, sizeof x }, (struct eh_str){ y, sizeof y }, 2), 0);
	y[5000] = 'b';
	assert_int_equal(eh_link_edit_distance((struct eh_str){ x, sizeof x }, (struct eh_str){ y, sizeof y }, 2), 3);
	assert_true(eh_link_jaro_winkler((struct eh_str){ x, sizeof x }, (struct eh_str){ y, sizeof y }) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jaro_winkler_agrees_with_a_plain_version),
		cmocka_unit_test(jaro_winkler_has_the_published_values),
		cmocka_unit_test(edit_distance_agrees_with_a_plain_version),
		cmocka_unit_test(letters_differ_by_no_more_than_two_bits_an_edit),
		cmocka_unit_test(soundex_has_the_published_codes),
		cmocka_unit_test(long_strings_are_equal_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
