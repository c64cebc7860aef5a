/* compare_values.c: people's names, codes, postcodes, dates, numbers, categories, hosts and places, as levels of agreement. */
#include <math.h>
#include <stdlib.h>

#include "gamma.h"
#include "strings.h"

static unsigned compare_person(struct eh_str a, struct eh_str b)
{
	size_t shorter = a.n < b.n ? a.n : b.n;

	if (shorter >= 4 && eh_link_edit_distance(a, b, 1) <= 1)
		return 2;
	double alike = eh_link_jaro_winkler(a, b);
	if (alike >= 0.94 && shorter >= 4)
		return 2;
	if (alike >= 0.87 || (shorter >= 3 && eh_link_soundex(a) && eh_link_soundex(a) == eh_link_soundex(b)))
		return 3;
	if ((shorter == 1 || shorter >= 3) && memcmp(a.p, b.p, shorter) == 0)
		return 4;
	return alike >= 0.75 ? 5 : 6;
}

static unsigned compare_code(struct eh_str a, struct eh_str b)
{
	unsigned edits = eh_link_edit_distance(a, b, 2);

	if (edits <= 1 && a.n >= 4 && b.n >= 4)
		return 2;
	return edits <= 2 && a.n >= 6 && b.n >= 6 ? 3 : 4;
}

static bool same_start(struct eh_str a, struct eh_str b, size_t na, size_t nb)
{
	return na == nb && na > 0 && na <= a.n && nb <= b.n && memcmp(a.p, b.p, na) == 0;
}

/* Canonical ones have a blank before the last three characters. */
static bool canonical(struct eh_str code) { return code.n > 5 && code.p[code.n - 4] == ' '; }

/* "LA" of "LA2 9EF": the letters a British postcode begins with. */
static size_t area_of(struct eh_str code)
{
	size_t n = 0;

	while (n < code.n && eh_is_alpha(code.p[n]))
		n++;
	return n;
}

/* Of those that are no slip of one another. Other countries' are compared by their first digits. */
static unsigned compare_postcode(struct eh_str a, struct eh_str b)
{
	if (!canonical(a) && !canonical(b))
		return same_start(a, b, 3, 3) && a.n > 3 ? 3 : same_start(a, b, 2, 2) && a.n > 3 ? 4 : 6;
	if (!canonical(a) || !canonical(b))
		return 6;
	if (same_start(a, b, a.n - 2, b.n - 2))
		return 3;
	return same_start(a, b, a.n - 4, b.n - 4) ? 4 : same_start(a, b, area_of(a), area_of(b)) ? 5 : 6;
}

static int days_of(struct eh_str date, int *ret_year, int *ret_month, int *ret_day)
{
	int64_t number = 0;

	if (date.n != 8 || eh_str_to_i64(date, &number) != EH_OK)
		return EH_NO_DATE;
	*ret_year = (int)(number / 10000);
	*ret_month = (int)(number / 100 % 100);
	*ret_day = (int)(number % 100);
	return eh_date_make(*ret_year, *ret_month, *ret_day);
}

static unsigned compare_date(struct eh_str a, struct eh_str b)
{
	int ya, ma, da, yb, mb, db;
	int x = days_of(a, &ya, &ma, &da), y = days_of(b, &yb, &mb, &db);

	if (x == EH_NO_DATE || y == EH_NO_DATE)
		return eh_link_edit_distance(a, b, 1) <= 1 ? 2 : 6;
	if (ya == yb && ma == db && da == mb)
		return 2;
	if (eh_link_edit_distance(a, b, 1) <= 1)
		return 2;
	if ((ya == yb) + (ma == mb) + (da == db) == 2)
		return 3;
	return abs(x - y) <= 31 ? 4 : ya == yb ? 5 : 6;
}

static unsigned compare_number(double a, double b)
{
	double apart = fabs(a - b), size = fmax(fabs(a), fabs(b));
	bool whole = a == floor(a) && b == floor(b) && size >= 10;

	if (apart <= 0.01 * size || (whole && apart <= 1 && size < 3000))
		return size > 1000 && size < 3000 && whole && apart > 1 ? (apart <= 3 ? 3 : apart <= 10 ? 4 : 5) : 2;
	if (apart <= 0.05 * size)
		return 3;
	return apart <= 0.2 * size ? 4 : 5;
}

static unsigned compare_category(struct eh_str a, struct eh_str b)
{
	size_t shorter = a.n < b.n ? a.n : b.n;

	if (shorter >= 3 && eh_link_edit_distance(a, b, shorter >= 8 ? 2 : 1) <= (shorter >= 8 ? 2 : 1))
		return 2;
	/* One within the other, as whole words: "hollywood" and "w hollywood". */
	struct eh_str small = a.n < b.n ? a : b, large = a.n < b.n ? b : a;
	ptrdiff_t at = shorter >= 4 ? eh_str_find(large, small) : -1;
	if (at >= 0 && (at == 0 || large.p[at - 1] == ' ') &&
	        ((size_t)at + small.n == large.n || large.p[(size_t)at + small.n] == ' '))
		return 2;
	return 4;
}

/* "1stsalescouts" and "2ndsalescouts" are no slip of the pen. */
static bool same_digits(struct eh_str a, struct eh_str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.n && !eh_is_digit(a.p[i]))
			i++;
		while (j < b.n && !eh_is_digit(b.p[j]))
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (a.p[i++] != b.p[j++])
			return false;
	}
}

static unsigned compare_host(struct eh_str a, struct eh_str b)
{
	struct eh_str x = eh_host_of(a), y = eh_host_of(b);
	bool mail = eh_str_find(a, EH_STR("@")) >= 0;

	if (eh_str_eq(x, y) && !eh_host_shared(x))
		return mail ? 2 : 1;
	if (!same_digits(x, y))
		return 4;
	if (eh_link_edit_distance(a, b, 1) <= 1)
		return 2;
	return !eh_str_eq(x, y) && x.n >= 8 && eh_link_edit_distance(x, y, 2) <= 2 ? 3 : 4;
}

/* Equirectangular, good enough for the nearness that matters. */
static unsigned compare_places(const double *a, const double *b)
{
	static const double DEGREE = 111.2, RADIAN = 0.017453292519943295;
	double north = (a[0] - b[0]) * DEGREE, east = (a[1] - b[1]) * DEGREE * cos(0.5 * (a[0] + b[0]) * RADIAN);
	double kilometres = sqrt(north * north + east * east);

	return kilometres <= 0.02 ? 1 : kilometres <= 0.15 ? 2 : kilometres <= 1 ? 3 : kilometres <= 10 ? 4 : 5;
}

/* What most pairs of values are can be told by their letters alone, and the texts, which lie elsewhere, need not be fetched. */
static bool is_another(enum eh_kind kind, const struct eh_vocab_word *a, const struct eh_vocab_word *b)
{
	size_t start = a->n < 4 || b->n < 4 ? 1 : 4;

	if (eh_vocab_may_be(a, b, 2))
		return false;
	/* Hosts that begin alike may differ in what follows, addresses of e-mail in what comes before them. */
	return kind == EH_KIND_CODE ||
	       (kind == EH_KIND_HOST && memcmp(&a->head, &b->head, start) != 0 && !(a->flags & b->flags & EH_WORD_MAIL));
}

static unsigned compare_values(const struct eh_field *field, uint32_t a, uint32_t b)
{
	const struct eh_vocab_word *x = &field->vocab.items[a], *y = &field->vocab.items[b];

	if (is_another(field->kind, x, y))
		return 4;
	struct eh_str s = eh_vocab_text(&field->vocab, a), t = eh_vocab_text(&field->vocab, b);
	switch (field->kind) {
	case EH_KIND_PERSON:
		return compare_person(s, t);
	case EH_KIND_CODE:
		return compare_code(s, t);
	case EH_KIND_POSTCODE:
		return eh_vocab_may_be(x, y, 1) && eh_link_edit_distance(s, t, 1) <= 1 ? 2 : compare_postcode(s, t);
	case EH_KIND_DATE:
		return compare_date(s, t);
	case EH_KIND_NUMBER:
		return compare_number(field->numbers[2 * a], field->numbers[2 * b]);
	case EH_KIND_CATEGORY:
		return compare_category(s, t);
	case EH_KIND_HOST:
		return compare_host(s, t);
	default:
		return compare_places(field->numbers + 2 * a, field->numbers + 2 * b);
	}
}

static double likeness(double shared, double only_a, double only_b)
{
	double most = only_a > only_b ? only_a : only_b, least = only_a + only_b - most;

	return shared > 0 ? shared / (shared + 0.4 * most + 0.8 * least) : 0;
}

/* How many steps, from the highest down, a value is below. */
static unsigned step(double value, const double *steps, unsigned count)
{
	unsigned level = 0;

	for (unsigned i = 0; i < count; i++)
		level += value < steps[i];
	return level;
}

static unsigned name_level(const struct eh_word_score *score)
{
	static const double STEPS[] = { 0.9, 0.75, 0.58, 0.4, 0.2 };
	static const unsigned LEVELS[] = { 2, 3, 4, 5, 6, 7 };

	if (score->same)
		return 1;
	if (score->cut)
		return 2;
	if ((score->number_only_a > 0 && score->number_only_b > 0 && score->number_shared <= 0) ||
	        (score->area_only_a && score->area_only_b))
		return score->shared > 0 ? 8 : 7;
	return LEVELS[step(likeness(score->shared + score->number_shared, score->only_a + score->number_only_a,
	                           score->only_b + score->number_only_b),
	        STEPS, 5)];
}

static unsigned text_level(const struct eh_word_score *score)
{
	static const double STEPS[] = { 0.9, 0.75, 0.58, 0.4, 0.2 };

	return score->same ? 1
	                   : 2 + step(likeness(score->shared + score->number_shared, score->only_a + score->number_only_a,
	                                      score->only_b + score->number_only_b),
	                                 STEPS, 5);
}

static unsigned address_level(const struct eh_word_score *score)
{
	double words = likeness(score->shared, score->only_a, score->only_b);
	bool number = score->number_shared > 0, conflict = !number && score->number_only_a > 0 && score->number_only_b > 0;

	if (number)
		return words >= 0.75 ? 1 : words >= 0.35 ? 2 : 6;
	if (words >= 0.75)
		return conflict ? 4 : 3;
	return words >= 0.35 ? 5 : 7;
}

/* That a name has these words and no others is rarer than that it has them, by how few names are so short. */
static const float LENGTH_BITS[] = { 0, 5, 3, 2, 2, 2 };

/* How rare initials are, by how many there are: four bits a letter, less what their order would say. */
static const float INITIALS_BITS[] = { 7, 7, 7, 9, 11, 13, 14 };
static const float ORDER_BITS[] = { 0, 0, 0, 2.6f, 4.6f, 6.9f, 9.5f };

static unsigned compare_views(
        const struct eh_field *field, const struct eh_words_view *a, const struct eh_words_view *b, float *ret_bits)
{
	struct eh_word_score score;

	eh_words_compare(&field->vocab, a, b, &score);
	*ret_bits = (float)(score.shared + score.number_shared);
	if (field->kind == EH_KIND_ADDRESS)
		return address_level(&score);
	if (field->kind == EH_KIND_TEXT)
		return text_level(&score);
	unsigned level = name_level(&score);
	if (level == 1)
		*ret_bits += LENGTH_BITS[a->count < 5 ? a->count : 5];
	if (level > 4 && eh_words_initials(a, b)) {
		uint32_t letters = a->count > b->count ? a->count : b->count;
		letters = letters < 6 ? letters : 6;
		*ret_bits = INITIALS_BITS[letters] + (eh_words_initials_in_order(a, b) ? ORDER_BITS[letters] : 0);
		return 4;
	}
	return level;
}

/* The best of all pairs of names. */
static unsigned compare_names(const struct eh_field *field, uint32_t a, uint32_t b, float *ret_bits)
{
	const uint32_t *left = field->words.items + a, *at_a = left + 1;
	const uint32_t *right = field->words.items + b;
	unsigned best = field->levels + 1;
	float best_bits = 0;

	for (uint32_t i = 0; i < left[0]; i++) {
		struct eh_words_view x, y;
		const uint32_t *at_b = right + 1;
		at_a = eh_words_next(at_a, &x);
		for (uint32_t j = 0; j < right[0]; j++) {
			float bits;
			at_b = eh_words_next(at_b, &y);
			if (x.part && y.part)
				continue;
			unsigned level = compare_views(field, &x, &y, &bits);
			if (level == 1 && (x.part || y.part))
				level = 2;
			if (level < best || (level == best && bits > best_bits)) {
				best = level;
				best_bits = bits;
			}
		}
	}
	*ret_bits = best_bits;
	if (field->kind != EH_KIND_NAME && best_bits > 0) {
		uint32_t most = left[-2] > right[-2] ? left[-2] : right[-2];
		double others = best <= 2 && most > 1 ? (double)most - 1.5 : EH_LEAST_OTHERS;
		float whole = eh_whole_bits(field->counted, others);
		*ret_bits = whole < best_bits ? whole : best_bits;
	}
	return best <= field->levels ? best : field->levels;
}

unsigned eh_field_compare(const struct eh_field *field, uint32_t a, uint32_t b, float *ret_bits)
{
	*ret_bits = 0;
	if (eh_kind_infos[field->kind].words)
		return compare_names(field, a - 1, b - 1, ret_bits);
	if (a == b) {
		*ret_bits = field->vocab.items[a - 1].weight;
		return 1;
	}
	unsigned level = compare_values(field, a - 1, b - 1);
	if (level == 1)
		*ret_bits = field->vocab.items[a - 1].weight;
	return level;
}

static bool swapped(const struct eh_fields *fields, size_t a, size_t b)
{
	const struct eh_field *given = &fields->items[fields->given], *surname = &fields->items[fields->surname];
	uint32_t ga = given->value[a], gb = given->value[b], sa = surname->value[a], sb = surname->value[b];

	return ga && gb && sa && sb && eh_str_eq(eh_vocab_text(&given->vocab, ga - 1), eh_vocab_text(&surname->vocab, sb - 1)) &&
	       eh_str_eq(eh_vocab_text(&given->vocab, gb - 1), eh_vocab_text(&surname->vocab, sa - 1));
}

static bool care_of(const struct eh_fields *fields, size_t row)
{
	const struct eh_field *field = &fields->items[fields->address];
	uint32_t value = field->value[row];

	return value && field->words.items[value - 1] && field->words.items[value] & EH_NAME_CARE_OF;
}

static bool called_the_same(const struct eh_fields *fields, size_t a, size_t b)
{
	const struct eh_field *name = &fields->items[fields->organisation];
	float bits;

	return name->value[a] && name->value[b] && eh_field_compare(name, name->value[a], name->value[b], &bits) <= 2;
}

/* Letters that an accountant or a member takes in go elsewhere than those to the organisation's own door: between two of a name that says
 * nothing. */
static bool is_elsewhere(const struct eh_fields *fields, enum eh_kind kind, unsigned level, size_t a, size_t b)
{
	static const unsigned char ELSEWHERE[EH_KINDS] = { [EH_KIND_ADDRESS] = 6, [EH_KIND_POSTCODE] = 5 };

	return ELSEWHERE[kind] && level >= ELSEWHERE[kind] && fields->address < fields->count &&
	       fields->organisation < fields->count && (care_of(fields, a) || care_of(fields, b)) &&
	       called_the_same(fields, a, b);
}

bool eh_gamma_field(const struct eh_fields *fields, size_t i, size_t a, size_t b, struct eh_gamma *gamma)
{
	const struct eh_field *field = &fields->items[i];
	uint32_t x = field->value[a], y = field->value[b];

	gamma->bits[i] = 0;
	if (!x || !y)
		return false;
	unsigned level = eh_field_compare(field, x, y, &gamma->bits[i]);
	if (level == 4 && field->kind == EH_KIND_CATEGORY && fields->pairings[i] &&
	        eh_pairings_hold(fields->pairings[i], eh_vocab_text(&field->vocab, x - 1), eh_vocab_text(&field->vocab, y - 1)))
		level = 3;
	if (is_elsewhere(fields, field->kind, level, a, b))
		return false;
	gamma->pattern |= (uint64_t)level << (4 * i);
	return true;
}

/* First and last name in each other's place: a slip in both. */
void eh_gamma_swap(const struct eh_fields *fields, size_t a, size_t b, struct eh_gamma *gamma)
{
	if (fields->given >= fields->count || fields->surname >= fields->count ||
	        eh_gamma_level(gamma->pattern, fields->given) <= 3 || eh_gamma_level(gamma->pattern, fields->surname) <= 3 ||
	        !swapped(fields, a, b))
		return;
	gamma->pattern &= ~((UINT64_C(15) << (4 * fields->given)) | (UINT64_C(15) << (4 * fields->surname)));
	gamma->pattern |= (UINT64_C(2) << (4 * fields->given)) | (UINT64_C(2) << (4 * fields->surname));
}

void eh_gamma_compare(const struct eh_fields *fields, size_t a, size_t b, struct eh_gamma *ret_gamma)
{
	ret_gamma->pattern = 0;
	for (size_t i = 0; i < fields->count; i++)
		eh_gamma_field(fields, i, a, b, ret_gamma);
	eh_gamma_swap(fields, a, b, ret_gamma);
}
