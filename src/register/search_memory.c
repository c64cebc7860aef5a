/* search_memory.c: the part of the index that every query compares, read into plain arrays. */
#include "link/strings.h"
#include "queries.h"
#include "search_private.h"
#include "taxonomy.h"
#include "week.h"

_Static_assert(sizeof(struct eh_search_slot) <= 64, "a slot is one line of the processor's cache");
_Static_assert((int)EH_WEEK_WORDS == 6, "a week is six words");

/* Arrays that grow while the index is read. */
struct load {
	struct eh_search_memory *memory;
	size_t slot_cap, name_cap, area_cap, council_cap, week_cap, word_cap;
	size_t council_count, week_count;
	uint32_t highest;
};

static uint16_t area_number(struct load *load, struct eh_str code, bool *failed)
{
	struct eh_search_memory *memory = load->memory;
	uint64_t *known = code.n ? eh_map_get(&memory->area_map, code) : NULL;

	if (known || !code.n || memory->area_count == EH_SEARCH_NO_AREA)
		return known ? (uint16_t)*known : EH_SEARCH_NO_AREA;
	struct eh_search_area area = { .code = eh_arena_str(&memory->arena, code), .council = EH_SEARCH_NO_AREA };
	if (!area.code.p || !eh_vec_grow(&memory->areas, memory->area_count, &load->area_cap, sizeof area) ||
	        eh_map_put(&memory->area_map, area.code, memory->area_count, NULL, NULL) < 0) {
		*failed = true;
		return EH_SEARCH_NO_AREA;
	}
	memory->areas[memory->area_count] = area;
	return (uint16_t)memory->area_count++;
}

/* Codes with blanks between as the numbers of areas. */
static bool take_councils(struct load *load, struct eh_search_slot *slot, struct eh_str codes)
{
	struct eh_str code;
	bool failed = false;

	slot->councils = (uint32_t)load->council_count;
	while (!failed && eh_str_split(&codes, ' ', &code)) {
		uint16_t number = area_number(load, code, &failed);
		if (number == EH_SEARCH_NO_AREA)
			continue;
		if (!eh_vec_grow(&load->memory->councils, load->council_count, &load->council_cap, sizeof number))
			return false;
		load->memory->councils[load->council_count++] = number;
		if (!slot->council_count)
			slot->first_council = number;
		slot->council_count++;
	}
	return !failed;
}

static bool take_hours(struct load *load, struct eh_search_slot *slot, struct eh_str hours)
{
	struct eh_str line;

	slot->hours = EH_SEARCH_NO_HOURS;
	while (hours.n && eh_str_split(&hours, '\n', &line)) {
		struct eh_search_week week;
		if (!eh_week_parse(line, week.bits))
			continue;
		if (!eh_vec_grow(&load->memory->weeks, load->week_count, &load->week_cap, sizeof week))
			return false;
		if (!slot->week_count)
			slot->hours = (uint32_t)load->week_count;
		load->memory->weeks[load->week_count++] = week;
		slot->week_count++;
	}
	return true;
}

static uint64_t need_bits(struct eh_str codes)
{
	struct eh_str code;
	uint64_t bits = 0;

	while (codes.n && eh_str_split(&codes, ' ', &code)) {
		const struct eh_need *need = eh_need_find(code);
		if (need)
			bits |= UINT64_C(1) << (need - eh_needs);
	}
	return bits;
}

static uint32_t people_bits(struct eh_str codes)
{
	struct eh_str code;
	uint32_t bits = 0;

	while (codes.n && eh_str_split(&codes, ' ', &code)) {
		const struct eh_people *people = eh_people_find(code);
		if (people)
			bits |= UINT32_C(1) << (people - eh_people);
	}
	return bits;
}

static uint8_t number_in(const char *const *words, size_t count, struct eh_str word)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(word, eh_str_of(words[i])))
			return (uint8_t)i;
	return (uint8_t)(count - 1);
}

const char *const eh_search_scales[EH_SEARCH_SCALES] = { "local", "regional", "national", "wider", "unknown" };
const char *const eh_search_sizes[EH_SEARCH_SIZES] = { "micro", "small", "medium", "large", "unknown" };
const char *const eh_search_statuses[EH_SEARCH_STATUSES] = { "active", "unknown", "closed" };
const char *const eh_search_kinds[EH_SEARCH_KINDS] = { "organisation", "service" };

uint8_t eh_search_size(int64_t income_pence)
{
	static const int64_t FROM[] = { 10000 * 100, 100000 * 100, 1000000 * 100 };
	uint8_t size = 0;

	if (income_pence == EH_DB_NULL)
		return EH_SEARCH_SIZES - 1;
	while (size < sizeof FROM / sizeof *FROM && income_pence >= FROM[size])
		size++;
	return size;
}

static enum eh_rc take_entry(struct load *load, const struct eh_q_search_entry_all *row, struct eh_error *err)
{
	struct eh_search_memory *memory = load->memory;
	bool failed = false;
	struct eh_search_slot slot = { .needs = need_bits(row->needs),
		.chief = need_bits(row->chief),
		.people = people_bits(row->people),
		.entry_id = (uint32_t)row->entry_id,
		.latitude = (float)row->latitude,
		.longitude = (float)row->longitude,
		.last_confirmed = (int32_t)row->last_confirmed,
		.ward = area_number(load, row->ward, &failed),
		.council = area_number(load, row->council, &failed),
		.kind = number_in(eh_search_kinds, EH_SEARCH_KINDS, row->kind),
		.status = number_in(eh_search_statuses, EH_SEARCH_STATUSES, row->status),
		.scale = number_in(eh_search_scales, EH_SEARCH_SCALES, row->scale),
		.size = eh_search_size(row->income_pence),
		.flags = (uint8_t)((row->telephone ? EH_SEARCH_HAS_TELEPHONE : 0) | (row->exact ? EH_SEARCH_HAS_EXACT_POINT : 0) |
		                   (row->whole_place ? EH_SEARCH_IS_WHOLE_PLACE : 0) |
		                   (row->protected ? EH_SEARCH_IS_PROTECTED : 0) | (row->same ? EH_SEARCH_IS_SAME : 0) |
		                   (row->office ? EH_SEARCH_IS_OFFICE : 0)) };
	struct eh_str name = eh_arena_str(&memory->arena, row->sort_name);

	if (failed || !name.p || !take_councils(load, &slot, row->councils) || !take_hours(load, &slot, row->hours) ||
	        !eh_vec_grow(&memory->slots, memory->count, &load->slot_cap, sizeof slot) ||
	        !eh_vec_grow(&memory->names, memory->count, &load->name_cap, sizeof name))
		return eh_fail_memory(err);
	if (slot.ward != EH_SEARCH_NO_AREA)
		memory->areas[slot.ward].council = slot.council;
	if (slot.entry_id > load->highest)
		load->highest = slot.entry_id;
	memory->names[memory->count] = name;
	memory->slots[memory->count++] = slot;
	return EH_OK;
}

static enum eh_rc load_entries(struct load *load, struct eh_db *db, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_entry_all row;
	struct eh_search_memory *memory = load->memory;
	enum eh_rc rc = eh_q_search_entry_all(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_search_entry_all_next(&rows, &row, err)) == EH_OK)
		rc = take_entry(load, &row, err);
	EH_TRY(rc);
	memory->entry_ids = (size_t)load->highest + 1;
	memory->slot_of = eh_alloc(memory->entry_ids * sizeof *memory->slot_of);
	if (!memory->slot_of)
		return eh_fail_memory(err);
	memset(memory->slot_of, 0xff, memory->entry_ids * sizeof *memory->slot_of);
	for (size_t i = 0; i < memory->count; i++)
		memory->slot_of[memory->slots[i].entry_id] = (uint32_t)i;
	return EH_OK;
}

static enum eh_rc load_areas(struct eh_search_memory *memory, struct eh_db *db, struct eh_error *err)
{
	for (size_t i = 0; i < memory->area_count; i++) {
		struct eh_q_search_area area;
		enum eh_rc rc = eh_q_search_area(db, memory->areas[i].code, &memory->arena, &area, err);
		if (rc < 0 && rc != EH_NOT_FOUND)
			return rc;
		memory->areas[i].name = rc == EH_OK ? area.name : memory->areas[i].code;
	}
	return EH_OK;
}

static enum eh_rc take_word(struct load *load, const struct eh_q_search_word_all *row, struct eh_error *err)
{
	struct eh_search_memory *memory = load->memory;
	uint32_t number = (uint32_t)memory->word_count;
	struct eh_search_vocable word = { .word = eh_arena_str(&memory->arena, row->word),
		.letters = eh_link_letters(row->word),
		.entries = (uint32_t)row->entries,
		.written = (uint32_t)row->written,
		.next = number };
	struct eh_str stem = row->stem;
	uint64_t *first;
	bool added;

	if (!eh_map_get(&memory->stems, stem))
		stem = eh_arena_str(&memory->arena, stem);
	if (!word.word.p || !stem.p || eh_map_put(&memory->stems, stem, number, &first, &added) < 0 ||
	        !eh_vec_grow(&memory->words, memory->word_count, &load->word_cap, sizeof word))
		return eh_fail_memory(err);
	if (!added) {
		word.next = memory->words[*first].next;
		memory->words[*first].next = number;
	}
	memory->words[memory->word_count++] = word;
	return EH_OK;
}

static enum eh_rc load_words(struct load *load, struct eh_db *db, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_search_word_all row;
	enum eh_rc rc = eh_q_search_word_all(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_search_word_all_next(&rows, &row, err)) == EH_OK)
		rc = take_word(load, &row, err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc fold_label(struct eh_search_memory *memory, const char *label, struct eh_str *ret_folded, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	EH_TRY(eh_search_add_words(&folded, eh_str_of(label), err));
	*ret_folded = eh_arena_str(&memory->arena, eh_buf_str(&folded));
	return EH_OK;
}

/* What needs and people are called, as suggestions compare it. */
static enum eh_rc load_labels(struct eh_search_memory *memory, struct eh_error *err)
{
	memory->need_labels = eh_arena_alloc_zero(&memory->arena, eh_need_count, sizeof *memory->need_labels);
	memory->people_labels = eh_arena_alloc_zero(&memory->arena, eh_people_count, sizeof *memory->people_labels);
	if (!memory->need_labels || !memory->people_labels)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		EH_TRY(fold_label(memory, eh_needs[i].label, &memory->need_labels[i], err));
	for (size_t i = 0; i < eh_people_count; i++)
		EH_TRY(fold_label(memory, eh_people[i].label, &memory->people_labels[i], err));
	return eh_arena_check(&memory->arena, EH_OK, err);
}

enum eh_rc eh_search_version(struct eh_db *db, int64_t *ret_version, struct eh_error *err)
{
	struct eh_q_search_state_get state;
	enum eh_rc rc = eh_q_search_state_get(db, NULL, &state, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "the list cannot be searched before it was made; make it with: evenhand build");
	EH_TRY(rc);
	*ret_version = state.version;
	return EH_OK;
}

enum eh_rc eh_search_memory_load(struct eh_db *db, struct eh_search_memory **ret_memory, struct eh_error *err)
{
	struct load load = { .memory = eh_alloc_zero(1, sizeof *load.memory) };

	if (!load.memory)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_search_version(db, &load.memory->version, err);
	if (rc == EH_OK)
		rc = load_entries(&load, db, err);
	if (rc == EH_OK)
		rc = load_areas(load.memory, db, err);
	if (rc == EH_OK)
		rc = load_words(&load, db, err);
	if (rc == EH_OK)
		rc = load_labels(load.memory, err);
	if (rc == EH_OK && eh_search_often_new(load.memory->count, &load.memory->often) < 0)
		rc = eh_fail_memory(err);
	rc = eh_arena_check(&load.memory->arena, rc, err);
	if (rc < 0) {
		eh_search_memory_free(load.memory);
		return rc;
	}
	*ret_memory = load.memory;
	return EH_OK;
}

void eh_search_memory_free(struct eh_search_memory *memory)
{
	if (!memory)
		return;
	eh_free(memory->slots);
	eh_free(memory->names);
	eh_free(memory->slot_of);
	eh_free(memory->areas);
	eh_map_finish(&memory->area_map);
	eh_free(memory->councils);
	eh_free(memory->weeks);
	eh_free(memory->words);
	eh_map_finish(&memory->stems);
	eh_search_often_free(memory->often);
	eh_arena_finish(&memory->arena);
	eh_free(memory);
}

uint16_t eh_search_area_number(const struct eh_search_memory *memory, struct eh_str code)
{
	const uint64_t *number = code.n ? eh_map_get(&memory->area_map, code) : NULL;

	return number ? (uint16_t)*number : EH_SEARCH_NO_AREA;
}

bool eh_search_in_other_council(const struct eh_search_memory *memory, const struct eh_search_slot *slot, uint16_t council)
{
	for (size_t i = 1; i < slot->council_count; i++)
		if (memory->councils[slot->councils + i] == council)
			return true;
	return false;
}

size_t eh_search_word_at(const struct eh_search_memory *memory, struct eh_str word)
{
	size_t low = 0, high = memory->word_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (eh_str_cmp(memory->words[middle].word, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool eh_search_word_known(const struct eh_search_memory *memory, struct eh_str word)
{
	size_t at = eh_search_word_at(memory, word);

	return at < memory->word_count && eh_str_eq(memory->words[at].word, word);
}
