/* compare.c: how much speaks for two records being one organisation, in bits. */
#include <math.h>
#include <stdio.h>

#include "link.h"

/* m: how often a field agrees for records of one organisation. Registers, directories and grants of one place, counted by hand where they
 * share a charity number. */
static const struct {
	double postcode, sector, district, street, phone, domain, place;
} M = { .postcode = 0.55, .sector = 0.05, .district = 0.12, .street = 0.35, .phone = 0.6, .domain = 0.7, .place = 0.95 };

const struct eh_link_chances eh_link_default_chances = {
	.postcode = 0.0005, .sector = 0.004, .district = 0.04, .street = 0.0003, .phone = 0.0002, .domain = 0.0005, .place = 0.5
};

/* Bits that a name must share before it counts against the odds of two records drawn by chance being one. */
static const double PRIOR = -11;
static const double MOST_NAME = 24, LEAST_NAME = -20;

/* Jaro–Winkler similarity (Winkler 1990), prefix scale 0.1. */
static double jaro_winkler(struct eh_str a, struct eh_str b)
{
	enum { MOST = 32 };
	bool used_a[MOST] = { false }, used_b[MOST] = { false };
	size_t longest = a.n > b.n ? a.n : b.n, window = longest / 2 ? longest / 2 - 1 : 0, common = 0, swaps = 0, prefix = 0;

	if (!a.n || !b.n || a.n > MOST || b.n > MOST)
		return 0;
	for (size_t i = 0; i < a.n; i++) {
		size_t from = i > window ? i - window : 0, to = i + window + 1 < b.n ? i + window + 1 : b.n;
		for (size_t j = from; j < to; j++) {
			if (used_b[j] || a.p[i] != b.p[j])
				continue;
			used_a[i] = used_b[j] = true;
			common++;
			break;
		}
	}
	if (!common)
		return 0;
	for (size_t i = 0, j = 0; i < a.n; i++) {
		if (!used_a[i])
			continue;
		while (!used_b[j])
			j++;
		swaps += a.p[i] != b.p[j++];
	}
	double c = (double)common, jaro = (c / (double)a.n + c / (double)b.n + (c - (double)swaps / 2) / c) / 3;
	while (prefix < 4 && prefix < a.n && prefix < b.n && a.p[prefix] == b.p[prefix])
		prefix++;
	return jaro + (double)prefix * 0.1 * (1 - jaro);
}

/* How far two words are one: 1 equal, less for a slip in a long word or a word cut off, 0 otherwise. Numbers must be equal. */
static double same_word(const struct eh_link_word *a, const struct eh_link_word *b, bool cut)
{
	if (eh_str_eq(a->text, b->text))
		return 1;
	if (a->number || b->number || a->text.n < 4 || b->text.n < 4)
		return 0;
	if (cut && (eh_str_starts(a->text, b->text) || eh_str_starts(b->text, a->text)))
		return 0.8;
	if (a->text.n < 5 || b->text.n < 5)
		return 0;
	double alike = jaro_winkler(a->text, b->text);
	return alike >= 0.93 ? alike * 0.9 : 0;
}

struct name_score {
	double shared, only_a, only_b;
	bool conflict;
};

/* Both sides' words are sorted, and short: a double loop is quickest. */
static struct name_score compare_words(const struct eh_link_name *a, const struct eh_link_name *b, bool cut)
{
	struct name_score score = { 0 };
	bool used[EH_LINK_MOST_WORDS] = { false }, number_a = false, number_b = false, number_same = false;

	for (size_t i = 0; i < a->count; i++) {
		const struct eh_link_word *word = &a->words[i];
		size_t best = b->count;
		double alike = 0;
		for (size_t j = 0; j < b->count; j++) {
			double now = used[j] ? 0 : same_word(word, &b->words[j], cut);
			if (now > alike) {
				alike = now;
				best = j;
			}
		}
		number_a |= word->number;
		if (best == b->count) {
			score.only_a += word->weight * (word->number ? 2 : 1);
			continue;
		}
		used[best] = true;
		number_same |= word->number;
		score.shared += alike * (word->weight < b->words[best].weight ? word->weight : b->words[best].weight) *
		                (word->number ? 2 : 1);
	}
	for (size_t j = 0; j < b->count; j++) {
		number_b |= b->words[j].number;
		if (!used[j])
			score.only_b += b->words[j].weight * (b->words[j].number ? 2 : 1);
	}
	score.conflict = number_a && number_b && !number_same;
	return score;
}

static double weigh(struct name_score score)
{
	double most = score.only_a > score.only_b ? score.only_a : score.only_b, least = score.only_a + score.only_b - most;
	/* Words that one side adds are cheap (people shorten names); words that both sides hold against one another are dear. */
	double weight = score.shared - 0.45 * most - 0.9 * least;

	if (score.conflict)
		weight -= 20;
	return weight > MOST_NAME ? MOST_NAME : weight < LEAST_NAME ? LEAST_NAME : weight;
}

static bool is_acronym_of(const struct eh_link_name *a, const struct eh_link_name *b)
{
	return a->is_acronym && b->acronym.n && eh_str_eq(a->words[0].text, b->acronym);
}

static double log_odds(double m, double u) { return log2(m / (u > 1e-7 ? u : 1e-7)); }

static void compare_names(const struct eh_link_ready *a, const struct eh_link_ready *b, struct eh_link_score *score)
{
	double best = -1e9;

	for (size_t i = 0; i < a->name_count; i++)
		for (size_t j = 0; j < b->name_count; j++) {
			const struct eh_link_name *x = &a->names[i], *y = &b->names[j];
			/* Payment systems cut names at 30 to 35 characters. */
			bool cut = a->record->names[0].n >= 29 || b->record->names[0].n >= 29;
			struct name_score now = compare_words(x, y, cut);
			double weight = weigh(now);
			if (x->core && x->core == y->core)
				score->same_core = true;
			if (is_acronym_of(x, y) || is_acronym_of(y, x))
				weight = weight > 6 ? weight : 6;
			if (weight > best) {
				best = weight;
				score->shared = now.shared;
				score->only_a = now.only_a;
				score->only_b = now.only_b;
				score->conflict = now.conflict;
			}
		}
	score->name = a->name_count && b->name_count ? best : 0;
}

static void compare_postcodes(const struct eh_link_ready *a, const struct eh_link_ready *b, const struct eh_link_chances *chances,
        struct eh_link_score *score)
{
	if (!a->postcode.n || !b->postcode.n)
		return;
	if (eh_str_eq(a->postcode, b->postcode))
		score->postcode = log_odds(M.postcode, chances->postcode);
	else if (eh_str_eq(a->sector, b->sector))
		score->postcode = log_odds(M.sector, chances->sector);
	else if (eh_str_eq(a->district, b->district))
		score->postcode = log_odds(M.district, chances->district);
	else
		score->postcode = log_odds(
		        1 - M.postcode - M.sector - M.district, 1 - chances->postcode - chances->sector - chances->district);
}

static double agree(struct eh_str a, struct eh_str b, double m, double u)
{
	if (!a.n || !b.n)
		return 0;
	return eh_str_eq(a, b) ? log_odds(m, u) : log_odds(1 - m, 1 - u);
}

struct eh_link_score eh_link_compare(
        const struct eh_link_ready *a, const struct eh_link_ready *b, const struct eh_link_chances *chances)
{
	struct eh_link_score score = { .prior = PRIOR };

	compare_names(a, b, &score);
	compare_postcodes(a, b, chances, &score);
	score.address = agree(a->street, b->street, M.street, chances->street);
	/* The number and street of a postcode say little beyond it. */
	if (score.address > 0 && score.postcode > 5)
		score.address /= 4;
	score.phone = agree(a->phone, b->phone, M.phone, chances->phone);
	score.web = agree(a->domain, b->domain, M.domain, chances->domain);
	score.place = agree(a->place, b->place, M.place, chances->place);
	if (score.place < 0)
		score.place = 0; /* an organisation may work in many places */
	score.corroborated = score.postcode > 0 || score.address > 0 || score.phone > 0 || score.web > 0;
	score.total = score.prior + score.name + score.postcode + score.address + score.phone + score.web + score.place;
	return score;
}

struct line {
	struct ehl_reason *reasons;
	size_t cap;
	int count;
};

static void say(struct line *line, const char *field, double weight, const char *text)
{
	if ((size_t)line->count < line->cap) {
		struct ehl_reason *reason = &line->reasons[line->count];
		reason->field = field;
		reason->weight = weight;
		snprintf(reason->text, sizeof reason->text, "%s", text);
	}
	line->count++;
}

static void say_name(struct line *line, const struct eh_link_score *score)
{
	char text[160];

	if (score->same_core)
		snprintf(text, sizeof text, "the names are the same but for small words, order and legal form");
	else if (score->conflict)
		snprintf(text, sizeof text, "the numbers in the names differ");
	else
		snprintf(text, sizeof text, "the names share %.0f bits of words; %.0f and %.0f stand on one side only",
		        score->shared, score->only_a, score->only_b);
	say(line, "name", score->name, text);
}

static void say_field(struct line *line, const char *field, double weight, const char *agree_text, const char *differ_text)
{
	if (weight != 0)
		say(line, field, weight, weight > 0 ? agree_text : differ_text);
}

int ehl_explain(const struct ehl_record *a, const struct ehl_record *b, struct ehl_reason *ret_reasons, size_t cap)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_link_ready left, right;
	struct line line = { ret_reasons, cap, 0 };

	if (!eh_link_prepare(a, &arena, &left) || !eh_link_prepare(b, &arena, &right))
		return -1;
	struct eh_link_score score = eh_link_compare(&left, &right, &eh_link_default_chances);
	say(&line, "prior", score.prior, "two records drawn by chance are seldom one organisation");
	say_name(&line, &score);
	say_field(&line, "postcode", score.postcode, "the postcodes are the same or near", "the postcodes differ");
	say_field(&line, "address", score.address, "house number and street agree", "house number or street differ");
	say_field(&line, "phone", score.phone, "the telephone numbers are the same", "the telephone numbers differ");
	say_field(&line, "web", score.web, "the web domains are the same", "the web domains differ");
	say_field(&line, "place", score.place, "both speak of the same council's area", "");
	return line.count;
}
