/* prepare.c: the rows of a field, read once, then weighed. */
#include <math.h>
#include <stdlib.h>

#include "areas.h"
#include "field.h"
#include "phrases.h"
#include "strings.h"
#include "words.h"

/* How many names the background of word frequencies counts for beside the file's own. */
static const double BACKGROUND_NAMES = 2000;

/* Contents that were seen, found again by their hash. */
struct seen {
	uint32_t *slots; /* place in field->words, plus one */
	size_t cap, count;
};

struct reader {
	struct eh_field *field;
	struct eh_cell_words cell;
	struct eh_buf value, joined;
	struct seen seen;
	uint32_t *last_row; /* of each word: the last row that held it, plus one */
	size_t last_cap;
	EH_VEC(uint32_t) payload;
	bool second; /* the row is of the second file */
};

static uint32_t short_hash(struct eh_str s)
{
	uint32_t hash = (uint32_t)(eh_str_hash(s) >> 32);

	return hash ? hash : 1;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static size_t drop_repeats(uint32_t *words, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(words, count, sizeof *words, by_number);
	for (size_t i = 0; i < count; i++)
		if (!kept || words[kept - 1] != words[i])
			words[kept++] = words[i];
	return kept;
}

static struct eh_str spell(const struct eh_field *field, struct eh_str word)
{
	return field->kind == EH_KIND_NAME      ? eh_words_spell_name(word)
	       : field->kind == EH_KIND_ADDRESS ? eh_words_spell_street(word)
	                                        : word;
}

/* Letters that may be initials: people turn names round, and the letters with them. */
struct initials {
	char letters[EH_MOST_WORDS];
	size_t count;
};

static void add_initial(struct initials *initials, char letter)
{
	if (initials->count < EH_MOST_WORDS)
		initials->letters[initials->count++] = letter;
}

static int by_letter(const void *a, const void *b) { return *(const char *)a - *(const char *)b; }

/* eh_initials_letters says what the hash is made of. */
static uint32_t initials_hash(struct initials *initials)
{
	struct eh_str letters = { initials->letters, initials->count };

	if (initials->count < 3)
		return 0;
	uint32_t order = short_hash(letters) & EH_INITIALS_ORDER;
	qsort(initials->letters, initials->count, 1, by_letter);
	uint32_t sorted = eh_initials_letters(short_hash(letters));
	return (sorted ? sorted : EH_INITIALS_ORDER + 1) | order;
}

static bool counts(struct eh_str word, bool only_small) { return only_small || !eh_words_small(word); }

/* The initials of a name, with and without its small words and numbers ("1st Sale Scouts"), and the name itself where it may be the initials of another. */
static void add_initials(const struct eh_cell_words *cell, bool only_small, uint32_t *head)
{
	enum { LONGEST = 8 };
	struct initials words = { .count = 0 }, all = { .count = 0 }, self = { .count = 0 };
	struct eh_str last = { NULL, 0 };
	size_t said = 0;

	for (size_t i = 0; i < cell->count; i++) {
		struct eh_str word = cell->items[i];
		if (!eh_words_legal(word))
			add_initial(&all, word.p[0]);
		if (!counts(word, only_small))
			continue;
		if (!eh_is_digit(word.p[0]))
			add_initial(&words, word.p[0]);
		last = word;
		said++;
	}
	for (size_t i = 0; said == 1 && last.n <= LONGEST && i < last.n; i++)
		add_initial(&self, last.p[i]);
	head[1] = initials_hash(&words);
	head[2] = initials_hash(&all);
	head[3] = initials_hash(&self);
}

/* The words of a name as they are compared. With abbreviations written out, its initials are told of both ways of writing. */
static bool settle_name(struct eh_cell_words *cell, uint32_t *head)
{
	uint32_t longer[EH_NAME_HEAD] = { 0 };
	bool only_small = true;

	eh_phrases_settle_legal(cell);
	for (size_t i = 0; i < cell->count; i++)
		only_small &= eh_words_small(cell->items[i]);
	add_initials(cell, only_small, head);
	if (eh_phrases_write_out(cell)) {
		add_initials(cell, only_small, longer);
		head[2] = longer[1];
	}
	return only_small;
}

/* Lists of payments cut names off after so many letters, 30 at the least. */
static bool may_be_cut(const struct eh_cell_words *cell)
{
	enum { SHORTEST = 28 };
	size_t letters = cell->count;

	for (size_t i = 0; i < cell->count; i++)
		letters += cell->items[i].n;
	return letters >= SHORTEST;
}

/* Appends one name: its words, its initials, itself when it may be the initials of another, and where it may be cut off. */
static bool add_name(struct reader *reader, struct eh_str text)
{
	struct eh_field *field = reader->field;
	bool name = field->kind == EH_KIND_NAME, only_small = true;
	uint32_t head[EH_NAME_HEAD] = { 0 }, id;
	size_t start = reader->payload.count;

	if (!eh_words_take(text, &reader->cell))
		return false;
	uint32_t care_of = field->kind == EH_KIND_ADDRESS && eh_phrases_drop_care_of(&reader->cell) ? EH_NAME_CARE_OF : 0;
	if (name)
		only_small = settle_name(&reader->cell, head);
	for (size_t i = 0; i < EH_NAME_HEAD; i++)
		if (!eh_vec_push(&reader->payload, 0))
			return false;
	for (size_t i = 0; i < reader->cell.count; i++) {
		struct eh_str word = reader->cell.items[i];
		head[4] = 0;
		if (name && !counts(word, only_small))
			continue;
		if (!eh_vocab_add(&field->vocab, spell(field, word), &id) || !eh_vec_push(&reader->payload, id))
			return false;
		head[4] = name ? id + 1 : 0;
	}
	size_t count = drop_repeats(reader->payload.items + start + EH_NAME_HEAD, reader->payload.count - start - EH_NAME_HEAD);
	reader->payload.count = count ? start + EH_NAME_HEAD + count : start;
	if (!count)
		return true;
	head[0] = (uint32_t)count | care_of;
	if (!may_be_cut(&reader->cell))
		head[4] = 0;
	memcpy(reader->payload.items + start, head, sizeof head);
	return true;
}

/* "(UK)" and "(North London)" are no names; "(Voluntary Action Luton)" and "(VAL)" are. */
static bool is_name(struct eh_str text)
{
	size_t capitals = 0, blanks = 0;

	for (size_t i = 0; i < text.n; i++) {
		blanks += text.p[i] == ' ' && i > 1 && i + 2 < text.n;
		capitals += text.p[i] >= 'A' && text.p[i] <= 'Z';
	}
	return blanks >= 2 || (capitals >= 3 && capitals == text.n);
}

/* What stands in brackets or behind "trading as" is a name of its own. */
static size_t more_names(struct eh_str text, struct eh_str *out, size_t most)
{
	static const char *const MARKS[] = { " t/a ", " trading as ", " known as ", " formerly ", " previously ",
		" working name ", " aka ", " c/o " };
	ptrdiff_t open = eh_str_find(text, EH_STR("(")), close = eh_str_find(text, EH_STR(")"));
	size_t count = 0;

	if (open > 2 && close > open + 3 && count < most &&
	        is_name(eh_str_sub(text, (size_t)open + 1, (size_t)(close - open - 1))))
		out[count++] = eh_str_sub(text, (size_t)open + 1, (size_t)(close - open - 1));
	if (open > 6 && count < most)
		out[count++] = eh_str_sub(text, 0, (size_t)open);
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS && count + 2 <= most; i++) {
		ptrdiff_t at = eh_str_find_ascii_nocase(text, eh_str_of(MARKS[i]));
		size_t n = strlen(MARKS[i]);
		if (at < 3 || (size_t)at + n + 3 > text.n)
			continue;
		out[count++] = eh_str_sub(text, 0, (size_t)at);
		out[count++] = eh_str_sub(text, (size_t)at + n, text.n - (size_t)at - n);
	}
	return count;
}

/* Cells of other names may hold several, between bars or line feeds. */
static size_t split_names(struct eh_str cell, struct eh_str *out, size_t most)
{
	size_t count = 0, start = 0;

	for (size_t i = 0; i <= cell.n && count < most; i++)
		if (i == cell.n || cell.p[i] == '|' || cell.p[i] == '\n' || cell.p[i] == '\x1f') {
			struct eh_str part = eh_str_trim(eh_str_sub(cell, start, i - start));
			if (part.n)
				out[count++] = part;
			start = i + 1;
		}
	return count;
}

static bool add_names(struct reader *reader, const struct eh_str *cells, size_t count)
{
	struct eh_str names[EH_MOST_NAMES];
	size_t name_count = 0, whole;

	for (size_t i = 0; i < count; i++)
		name_count += split_names(cells[i], names + name_count, EH_MOST_NAMES - name_count);
	whole = name_count;
	for (size_t i = 0; i < whole; i++)
		name_count += more_names(names[i], names + name_count, EH_MOST_NAMES - name_count);
	for (size_t i = 0; i < name_count; i++) {
		size_t before = reader->payload.count;
		if (!add_name(reader, names[i]))
			return false;
		if (i >= whole && reader->payload.count > before)
			reader->payload.items[before] |= EH_NAME_PART;
		reader->payload.items[0] += reader->payload.count > before;
	}
	return true;
}

static bool grow_seen(struct reader *reader)
{
	struct seen old = reader->seen;
	size_t cap = old.cap ? 2 * old.cap : 1024;
	uint32_t *slots = eh_alloc_zero(cap, sizeof *slots);

	if (!slots)
		return false;
	for (size_t i = 0; i < old.cap; i++) {
		if (!old.slots[i])
			continue;
		const uint32_t *at = reader->field->words.items + old.slots[i];
		struct eh_str bytes = { (const char *)(at + 1), at[0] * sizeof *at };
		size_t slot = eh_str_hash(bytes) & (cap - 1);
		while (slots[slot])
			slot = (slot + 1) & (cap - 1);
		slots[slot] = old.slots[i];
	}
	eh_free(old.slots);
	reader->seen.slots = slots;
	reader->seen.cap = cap;
	return true;
}

/* Keeps the payload once; what lies in `words` is how many rows hold it, its length, then itself. */
static bool keep_payload(struct reader *reader, uint32_t *ret_value)
{
	struct eh_field *field = reader->field;
	struct eh_str bytes = { (const char *)reader->payload.items, reader->payload.count * sizeof *reader->payload.items };

	if (reader->seen.count * 3 >= reader->seen.cap * 2 && !grow_seen(reader))
		return false;
	size_t slot = eh_str_hash(bytes) & (reader->seen.cap - 1);
	for (; reader->seen.slots[slot]; slot = (slot + 1) & (reader->seen.cap - 1)) {
		uint32_t *at = field->words.items + reader->seen.slots[slot];
		if (at[0] == reader->payload.count && memcmp(at + 1, bytes.p, bytes.n) == 0) {
			at[-1]++;
			*ret_value = reader->seen.slots[slot] + 2;
			return true;
		}
	}
	uint32_t place = (uint32_t)field->words.count + 1;
	if (!eh_vec_push(&field->words, 1) || !eh_vec_push(&field->words, (uint32_t)reader->payload.count))
		return false;
	for (size_t i = 0; i < reader->payload.count; i++)
		if (!eh_vec_push(&field->words, reader->payload.items[i]))
			return false;
	reader->seen.slots[slot] = place;
	reader->seen.count++;
	*ret_value = place + 2;
	return true;
}

/* Counts each word of the payload once for this row. */
static bool count_words(struct reader *reader, size_t row)
{
	struct eh_vocab *vocab = &reader->field->vocab;
	const uint32_t *at = reader->payload.items + 1;

	if (vocab->count > reader->last_cap) {
		size_t cap = vocab->count * 2;
		uint32_t *grown = eh_realloc(reader->last_row, cap, sizeof *grown);
		if (!grown)
			return false;
		memset(grown + reader->last_cap, 0, (cap - reader->last_cap) * sizeof *grown);
		reader->last_row = grown;
		reader->last_cap = cap;
	}
	for (uint32_t i = 0; i < reader->payload.items[0]; i++) {
		struct eh_words_view view;
		at = eh_words_next(at, &view);
		for (uint32_t j = 0; j < view.count; j++)
			if (reader->last_row[view.words[j]] != row + 1) {
				reader->last_row[view.words[j]] = (uint32_t)row + 1;
				vocab->items[view.words[j]].rows++;
				vocab->items[view.words[j]].second += reader->second;
			}
	}
	return true;
}

static bool read_words(struct reader *reader, const struct eh_str *cells, size_t row, uint32_t *ret_value)
{
	struct eh_field *field = reader->field;

	reader->payload.count = 0;
	if (!eh_vec_push(&reader->payload, 0))
		return false;
	if (field->kind == EH_KIND_NAME) {
		if (!add_names(reader, cells, field->column_count))
			return false;
	} else {
		eh_buf_reset(&reader->joined);
		for (size_t i = 0; i < field->column_count; i++)
			if (eh_buf_add(&reader->joined, cells[i]) < 0 || eh_buf_add_char(&reader->joined, ' ') < 0)
				return false;
		if (!add_name(reader, eh_buf_str(&reader->joined)))
			return false;
		reader->payload.items[0] = reader->payload.count > 1;
	}
	if (!reader->payload.items[0]) {
		*ret_value = 0;
		return true;
	}
	return count_words(reader, row) && keep_payload(reader, ret_value);
}

static bool read_value(struct reader *reader, const struct eh_str *cells, uint32_t *ret_value)
{
	struct eh_field *field = reader->field;
	uint32_t word;

	if (eh_field_value(field->type, cells[0], &reader->value) < 0)
		return false;
	if (field->kind == EH_KIND_GEO && reader->value.n) {
		/* Two columns, in whatever order: latitude first. */
		bool swap = field->type == EHL_LONGITUDE;
		struct eh_buf other EH_CLEANUP_BUF = { 0 };
		if (eh_field_value(field->type, cells[1], &other) < 0)
			return false;
		eh_buf_reset(&reader->joined);
		if (other.n && eh_buf_printf(&reader->joined, "%s,%s", swap ? other.p : reader->value.p,
		                       swap ? reader->value.p : other.p) < 0)
			return false;
		eh_buf_reset(&reader->value);
		if (eh_buf_add(&reader->value, eh_buf_str(&reader->joined)) < 0)
			return false;
		if (!other.n)
			eh_buf_reset(&reader->value);
	}
	*ret_value = 0;
	if (!reader->value.n)
		return true;
	if (!eh_vocab_add(&field->vocab, eh_buf_str(&reader->value), &word))
		return false;
	field->vocab.items[word].rows++;
	field->vocab.items[word].second += reader->second;
	*ret_value = word + 1;
	return true;
}

/* "14" and "14b", not "7th" of Seventh Avenue. */
static bool is_house_number(struct eh_str word)
{
	size_t digits = 0;

	while (digits < word.n && eh_is_digit(word.p[digits]))
		digits++;
	return digits && digits + 1 >= word.n;
}

/* Of two files, the one where a word is rarer decides: in the other, the same organisation may stand many times. */
static void balance_rows(struct eh_field *field)
{
	double first = (double)(field->filled - field->filled_second), second = (double)field->filled_second,
	       all = (double)field->filled;

	for (size_t i = 0; first > 0 && second > 0 && i < field->vocab.count; i++) {
		struct eh_vocab_word *word = &field->vocab.items[i];
		double a = (double)(word->rows - word->second) / first, b = (double)word->second / second;
		double share = a <= 0 ? b : b <= 0 ? a : fmin(a, b);
		word->rows = (uint32_t)fmax(1, floor(share * all + 0.5));
	}
}

static double rows_of(const struct eh_field *field, uint32_t word, const struct eh_frozen *frozen)
{
	uint32_t known, rows = field->vocab.items[word].rows;

	if (frozen)
		return eh_vocab_find(&frozen->vocab, eh_vocab_text(&field->vocab, word), &known) ? frozen->vocab.items[known].rows
		                                                                                 : 1;
	return rows < eh_frozen_least(field->counted) ? 1 : rows;
}

static double share_of(const struct eh_field *field, uint32_t word, double rows)
{
	struct eh_str text = eh_vocab_text(&field->vocab, word);

	/* Of a word, the share of the other organisations that have it: less the one at hand. */
	if (field->kind == EH_KIND_NAME)
		return (fmax(rows - 1, 0.25) + BACKGROUND_NAMES * exp2(-eh_words_background(text))) /
		       (field->counted + BACKGROUND_NAMES);
	/* Of a value, the share of the other rows that hold it: less the pair at hand. */
	return fmax(eh_kind_infos[field->kind].words ? rows + 0.5 : rows - 1.5, 0.3) / (field->counted + 1);
}

static void weigh(struct eh_field *field, const struct eh_frozen *frozen)
{
	field->counted = frozen ? frozen->filled : (double)field->filled;
	for (size_t i = 0; i < field->vocab.count; i++) {
		struct eh_vocab_word *word = &field->vocab.items[i];
		double share = share_of(field, (uint32_t)i, rows_of(field, (uint32_t)i, frozen));
		word->weight = (float)-log2(share < 1 ? share : 1);
		if (field->kind == EH_KIND_ADDRESS && !is_house_number(eh_vocab_text(&field->vocab, (uint32_t)i)))
			word->flags = 0;
		if (field->kind == EH_KIND_NAME && eh_words_area(eh_vocab_text(&field->vocab, (uint32_t)i)))
			word->flags |= EH_WORD_AREA;
		if (field->kind == EH_KIND_NAME && word->flags & EH_WORD_NUMBER)
			word->weight *= 1.5f;
	}
}

/* How many rows hold each value of words, in the way of weigh. */
static void count_wholes(struct eh_field *field, const struct eh_frozen *frozen)
{
	uint32_t least = eh_frozen_least(field->counted);

	for (size_t at = 0; at < field->words.count; at += field->words.items[at + 1] + 2) {
		uint32_t *rows = &field->words.items[at];
		if (frozen)
			*rows = eh_frozen_whole_rows(frozen, eh_words_hash(field, rows + 2));
		else if (*rows < least)
			*rows = 1;
	}
}

/* Renumbers the words of every value, so that they stand rarest first, and keeps the rarest of very many. */
static void renumber_words(struct eh_field *field, const uint32_t *new)
{
	for (size_t at = 0; at < field->words.count; at += field->words.items[at + 1] + 2) {
		uint32_t *names = &field->words.items[at + 2];
		size_t from = 1;
		for (uint32_t i = 0; i < names[0]; i++) {
			uint32_t count = names[from] & EH_NAME_COUNT;
			for (uint32_t j = 0; j < count; j++)
				names[from + EH_NAME_HEAD + j] = new[names[from + EH_NAME_HEAD + j]];
			if (names[from + 4])
				names[from + 4] = new[names[from + 4] - 1] + 1;
			qsort(names + from + EH_NAME_HEAD, count, sizeof *names, by_number);
			from += EH_NAME_HEAD + count;
		}
	}
}

static bool settle(struct eh_field *field, size_t rows, const struct eh_frozen *frozen)
{
	uint32_t *new;

	if (!eh_vocab_settle(&field->vocab, &new))
		return false;
	if (eh_kind_infos[field->kind].words) {
		renumber_words(field, new);
		count_wholes(field, frozen);
	} else {
		for (size_t i = 0; i < rows; i++)
			if (field->value[i])
				field->value[i] = new[field->value[i] - 1] + 1;
	}
	eh_free(new);
	if (field->kind != EH_KIND_NUMBER && field->kind != EH_KIND_GEO)
		return true;
	field->numbers = eh_alloc_zero(2 * field->vocab.count + 1, sizeof *field->numbers);
	for (size_t i = 0; field->numbers && i < field->vocab.count; i++)
		eh_field_numbers(field, eh_vocab_text(&field->vocab, (uint32_t)i), field->numbers + 2 * i);
	return field->numbers != NULL;
}

bool eh_field_prepare(struct eh_field *field, const struct ehl_table *table, const struct eh_frozen *frozen)
{
	struct reader reader = { .field = field };
	struct eh_str *cells = eh_alloc_zero(table->column_count + 1, sizeof *cells), mine[EH_MOST_FIELD_COLUMNS];
	frozen = frozen && frozen->filled > 0 ? frozen : NULL;
	bool good = cells != NULL, words = eh_kind_infos[field->kind].words;

	field->value = eh_alloc_zero(table->row_count + 1, sizeof *field->value);
	good = good && field->value;
	for (size_t row = 0; good && row < table->row_count; row++) {
		eh_table_cells(table, row, cells);
		reader.second = table->left && row >= table->left;
		for (size_t i = 0; i < field->column_count; i++)
			mine[i] = cells[field->columns[i]];
		good = words ? read_words(&reader, mine, row, &field->value[row]) : read_value(&reader, mine, &field->value[row]);
		field->filled += good && field->value[row];
		field->filled_second += good && field->value[row] && reader.second;
	}
	if (good) {
		balance_rows(field);
		weigh(field, frozen);
		good = settle(field, table->row_count, frozen);
	}
	eh_words_finish(&reader.cell);
	eh_buf_finish(&reader.value);
	eh_buf_finish(&reader.joined);
	eh_free(reader.seen.slots);
	eh_free(reader.last_row);
	eh_vec_finish(&reader.payload);
	eh_free(cells);
	return good;
}
