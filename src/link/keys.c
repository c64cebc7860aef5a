#include "keys.h"

#include <math.h>
#include <stdio.h>

#include "strings.h"

enum { RARE_WORDS = 5, STARTS = 3, START = 5, MOST_PAIRED = 7, SMALL_BLOCK = 12 };

/* A word in less than one name of 32 is worth a block of its own. */
static const float WORD_BITS = 5;

static void add_rule(struct eh_key_plan *plan, enum eh_rule_kind kind, size_t field, size_t other, bool words)
{
	if (plan->count < EH_MOST_RULES)
		plan->rules[plan->count++] = (struct eh_rule){ kind, (unsigned char)field, (unsigned char)other, words };
}

static uint64_t no_zero(uint64_t hash) { return hash ? hash : 1; }

static uint64_t hash_text(struct eh_str text) { return no_zero(eh_str_hash(text)); }

static uint64_t hash_word(const struct eh_field *field, uint32_t word) { return no_zero(field->vocab.hashes[word]); }

/* What a field adds to a pair of fields: people's names by sound, the rarest word of words, else the value. 0: nothing. */
static uint64_t component(const struct eh_field *field, size_t row)
{
	uint32_t value = field->value[row];

	if (!value)
		return 0;
	if (eh_kind_infos[field->kind].words) {
		const uint32_t *at = field->words.items + value - 1;
		struct eh_words_view view;
		eh_words_next(at + 1, &view);
		return hash_word(field, view.words[0]);
	}
	uint32_t sound = field->kind == EH_KIND_PERSON ? eh_link_soundex(eh_vocab_text(&field->vocab, value - 1)) : 0;
	return sound ? sound : hash_word(field, value - 1);
}

/* How many rows share a value on average, seen from a row (one over Simpson's index). */
static double block_size(const struct eh_field *field, size_t rows)
{
	double sum = 0;

	if (eh_kind_infos[field->kind].words)
		return SMALL_BLOCK + 1;
	for (size_t i = 0; i < field->vocab.count; i++)
		sum += (double)field->vocab.items[i].rows * (double)field->vocab.items[i].rows;
	(void)rows;
	return field->filled ? sum / (double)field->filled : 0;
}

/* Long texts are told by being the same; their single words bring together whatever has a subject in common. */
static bool is_long(const struct eh_field *field)
{
	enum { LONG = 7 };
	double words = 0;

	for (size_t i = 0; i < field->vocab.count; i++)
		words += (double)field->vocab.items[i].rows;
	return words > LONG * (double)field->filled;
}

static bool has_names(const struct eh_fields *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].kind == EH_KIND_NAME || fields->items[i].kind == EH_KIND_PERSON)
			return true;
	return false;
}

static void plan_words(const struct eh_fields *fields, size_t i, struct eh_key_plan *plan)
{
	enum eh_kind kind = fields->items[i].kind;

	add_rule(plan, EH_RULE_VALUE, i, 0, true);
	if (kind == EH_KIND_TEXT && has_names(fields) && is_long(&fields->items[i]))
		return;
	add_rule(plan, EH_RULE_TWO, i, 0, true);
	add_rule(plan, EH_RULE_WORD, i, 0, true);
	if (kind != EH_KIND_ADDRESS)
		add_rule(plan, EH_RULE_START, i, 0, true);
	if (kind == EH_KIND_NAME)
		add_rule(plan, EH_RULE_INITIALS, i, 0, true);
}

static void plan_alone(const struct eh_fields *fields, size_t i, struct eh_key_plan *plan)
{
	if (eh_kind_infos[fields->items[i].kind].words)
		plan_words(fields, i, plan);
	else if (fields->items[i].kind != EH_KIND_NUMBER)
		add_rule(plan, EH_RULE_VALUE, i, 0, false);
}

/* Long texts pair with nothing either. */
static bool pairs_up(const struct eh_fields *fields, size_t i, size_t rows)
{
	const struct eh_field *field = &fields->items[i];

	return field->filled && block_size(field, rows) > SMALL_BLOCK &&
	       !(field->kind == EH_KIND_TEXT && has_names(fields) && is_long(field));
}

void eh_keys_plan(const struct eh_fields *fields, size_t rows, struct eh_key_plan *ret_plan)
{
	struct eh_key_plan plan = { .count = 0 };
	size_t common[EH_MOST_FIELDS], count = 0;

	for (size_t i = 0; i < fields->count; i++) {
		plan_alone(fields, i, &plan);
		if (count < MOST_PAIRED && pairs_up(fields, i, rows))
			common[count++] = i;
	}
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++)
			add_rule(&plan, EH_RULE_BOTH, common[i], common[j], false);
	*ret_plan = plan;
}

unsigned eh_rule_cap(const struct eh_rule *rule, size_t cap)
{
	/* In large files two words, and an address, are shared by many; rules of several fields find what is worth finding there. */
	enum { LARGE_FILE = 50 };
	bool weak = rule->kind == EH_RULE_WORD || rule->kind == EH_RULE_START;
	bool common = cap <= LARGE_FILE && (rule->kind == EH_RULE_TWO || (rule->kind == EH_RULE_VALUE && rule->words));

	return (unsigned)(cap <= 8 ? cap : weak ? cap * 2 / 3 : common ? cap / 2 : cap);
}

struct keys {
	uint64_t *items;
	size_t count;
	unsigned rule;
};

static uint64_t key_of(uint64_t hash, unsigned rule)
{
	uint64_t key = ((hash ^ (rule + 1)) * 0x9e3779b97f4a7c15u ^ hash >> 23) * 0xd6e8feb86659fd93u;

	return (key & ~UINT64_C(63)) | rule;
}

static void add(struct keys *keys, uint64_t hash)
{
	uint64_t key = key_of(hash, keys->rule);

	for (size_t i = 0; i < keys->count; i++)
		if (keys->items[i] == key)
			return;
	if (keys->count < EH_MOST_KEYS)
		keys->items[keys->count++] = key;
}

static void add_words(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view)
{
	uint32_t rare = view->count < RARE_WORDS ? view->count : RARE_WORDS;

	for (uint32_t i = 0; i < rare; i++)
		if (field->vocab.items[view->words[i]].weight >= WORD_BITS)
			add(keys, hash_word(field, view->words[i]));
}

static float weight_of(const struct eh_field *field, uint32_t word) { return field->vocab.items[word].weight; }

static bool is_number(const struct eh_field *field, uint32_t word) { return field->vocab.items[word].flags & EH_WORD_NUMBER; }

/* Bits that words must have together to stand together in few rows by chance. */
static float enough_bits(const struct eh_field *field)
{
	static const float FEW = 3; /* bits: eight rows */

	return (float)log2(field->counted > 2 ? field->counted : 2) - FEW;
}

/* Two words that by chance would stand together in few rows; where they are too common, three. */
static void add_together(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view)
{
	float enough = enough_bits(field);
	uint32_t rare = view->count < RARE_WORDS ? view->count : RARE_WORDS;

	for (uint32_t i = 0; i < rare; i++)
		for (uint32_t j = i + 1; j < rare; j++) {
			uint32_t a = view->words[i], b = view->words[j];
			uint64_t both = hash_word(field, a) + hash_word(field, b);
			if (weight_of(field, a) + weight_of(field, b) >= enough)
				add(keys, both);
			for (uint32_t k = j + 1; k < rare && weight_of(field, a) + weight_of(field, b) < enough; k++)
				add(keys, (both + hash_word(field, view->words[k])) ^ 0x5851f42d4c957f2du);
		}
}

/* A house number and a word of its street; where they are too common, two words. */
static void add_house(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view, uint32_t number)
{
	enum { MOST_STREET_WORDS = 3 };
	uint32_t street[MOST_STREET_WORDS], words = 0;

	for (uint32_t i = 0; i < view->count && words < MOST_STREET_WORDS; i++)
		if (!is_number(field, view->words[i]))
			street[words++] = view->words[i];
	for (uint32_t i = 0; i < words; i++) {
		uint64_t house = hash_word(field, number) + hash_word(field, street[i]);
		if (weight_of(field, number) + weight_of(field, street[i]) >= enough_bits(field))
			add(keys, house);
		else if (i + 1 < words)
			add(keys, (house + hash_word(field, street[i + 1])) ^ 0x5851f42d4c957f2du);
	}
}

static void add_houses(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view)
{
	enum { MOST_NUMBERS = 2 };
	uint32_t numbers = 0;

	for (uint32_t i = 0; i < view->count && numbers < MOST_NUMBERS; i++)
		if (is_number(field, view->words[i])) {
			numbers++;
			add_house(keys, field, view, view->words[i]);
		}
	if (!numbers)
		add_together(keys, field, view);
}

static void add_pairs(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view)
{
	if (field->kind == EH_KIND_ADDRESS)
		add_houses(keys, field, view);
	else
		add_together(keys, field, view);
}

static void add_starts(struct keys *keys, const struct eh_field *field, const struct eh_words_view *view)
{
	uint32_t rare = view->count < STARTS ? view->count : STARTS;

	for (uint32_t i = 0; i < rare; i++) {
		struct eh_str word = eh_vocab_text(&field->vocab, view->words[i]);
		if (word.n > START && !(field->vocab.items[view->words[i]].flags & EH_WORD_NUMBER))
			add(keys, hash_text(eh_str_sub(word, 0, START)));
	}
}

static uint64_t hash_words(const struct eh_field *field, const struct eh_words_view *view)
{
	uint64_t hash = view->count;

	for (uint32_t i = 0; i < view->count; i++)
		hash += hash_word(field, view->words[i]);
	return hash;
}

uint64_t eh_key_of_name(const struct eh_field *field, const struct eh_words_view *view, unsigned rule)
{
	return key_of(hash_words(field, view), rule);
}

static void add_from_words(struct keys *keys, const struct eh_field *field, enum eh_rule_kind kind, uint32_t value)
{
	const uint32_t *at = field->words.items + value - 1, *next = at + 1;

	for (uint32_t i = 0; i < at[0]; i++) {
		struct eh_words_view view;
		next = eh_words_next(next, &view);
		switch (kind) {
		case EH_RULE_WORD:
			add_words(keys, field, &view);
			break;
		case EH_RULE_TWO:
			add_pairs(keys, field, &view);
			break;
		case EH_RULE_START:
			add_starts(keys, field, &view);
			break;
		case EH_RULE_INITIALS:
			if (view.initials)
				add(keys, eh_initials_letters(view.initials));
			if (view.all_initials && view.all_initials != view.initials)
				add(keys, eh_initials_letters(view.all_initials));
			if (view.self)
				add(keys, eh_initials_letters(view.self));
			break;
		default:
			add(keys, hash_words(field, &view));
		}
	}
}

/* Squares of a hundredth of a degree, and the same moved by half of one: near places share one or the other. */
static void add_squares(struct keys *keys, const double *place)
{
	for (int moved = 0; moved < 2; moved++) {
		double half = 0.5 * moved;
		int64_t x = (int64_t)floor(place[0] * 100 + half), y = (int64_t)floor(place[1] * 100 + half);
		add(keys, (uint64_t)(x * 100003 + y) * 2 + (uint64_t)moved);
	}
}

static void add_value(struct keys *keys, const struct eh_field *field, uint32_t value)
{
	if (field->kind == EH_KIND_GEO) {
		add_squares(keys, field->numbers + 2 * (value - 1));
		return;
	}
	if (field->kind == EH_KIND_HOST) {
		struct eh_str host = eh_host_of(eh_vocab_text(&field->vocab, value - 1));
		if (!eh_host_shared(host)) {
			add(keys, hash_text(host));
			return;
		}
	}
	add(keys, hash_word(field, value - 1));
}

static void add_both(struct keys *keys, const struct eh_fields *fields, const struct eh_rule *rule, size_t row)
{
	uint64_t a = component(&fields->items[rule->field], row), b = component(&fields->items[rule->other], row);

	/* A sum, so that first and last name in each other's place meet. */
	if (a && b)
		add(keys, a + b);
}

size_t eh_keys_of(const struct eh_fields *fields, const struct eh_key_plan *plan, size_t row, uint64_t ret_keys[EH_MOST_KEYS])
{
	struct keys keys = { ret_keys, 0, 0 };

	for (size_t i = 0; i < plan->count; i++) {
		const struct eh_rule *rule = &plan->rules[i];
		const struct eh_field *field = &fields->items[rule->field];
		uint32_t value = field->value[row];
		keys.rule = (unsigned)i;
		if (rule->kind == EH_RULE_BOTH)
			add_both(&keys, fields, rule, row);
		else if (value && eh_kind_infos[field->kind].words)
			add_from_words(&keys, field, rule->kind, value);
		else if (value)
			add_value(&keys, field, value);
	}
	return keys.count;
}

void eh_rule_text(const struct eh_fields *fields, const struct eh_rule *rule, char *out, size_t size)
{
	static const char *const SAY[] = { "the same %s", "a rare word of %s", "two rare words of %s",
		"the beginning of a rare word of %s", "initials of %s" };
	const char *name = fields->items[rule->field].name;

	if (rule->kind == EH_RULE_BOTH) {
		snprintf(out, size, "%s and %s", name, fields->items[rule->other].name);
		return;
	}
	const char *say = SAY[rule->kind], *mark = strstr(say, "%s");
	snprintf(out, size, "%.*s%s", (int)(mark - say), say, name);
}
