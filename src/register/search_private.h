/* search_private.h: what the files of the search share. */
#ifndef EH_REGISTER_SEARCH_PRIVATE_H
#define EH_REGISTER_SEARCH_PRIVATE_H

#include "search.h"

/* ---- Words (search_words.c) ---- */

enum { EH_SEARCH_LONGEST_WORD = 40 };

/* Calls `take` with each folded word of a text of any length, in order; stops when that fails. */
enum eh_rc eh_search_each_word(struct eh_str text, enum eh_rc (*take)(void *context, struct eh_str word, struct eh_error *err),
        void *context, struct eh_error *err);

/* Appends the words of a text, each with a blank behind it. */
enum eh_rc eh_search_add_words(struct eh_buf *out, struct eh_str text, struct eh_error *err);

/* A name as it is looked up whole: its words without articles and legal forms, a blank between ("friends of sale moor"). */
enum eh_rc eh_search_name_key(struct eh_str name, struct eh_buf *out, struct eh_error *err);

/* Initials of the words that mean something, of three at least; with legal forms ("catl") or without ("cat"). Empty when there are fewer. */
enum eh_rc eh_search_acronym(struct eh_str name, bool legal, struct eh_buf *out, struct eh_error *err);

/* An identifier as it is looked up: letters and digits alone, in small letters; `bare`: without letters and zeros before the number. */
enum eh_rc eh_search_number_key(struct eh_str number, bool bare, struct eh_buf *out);

/* Makes stems of English words. */
struct eh_search_stemmer;
struct eh_search_stemmer *eh_search_stemmer_new(void); /* NULL: no memory */
void eh_search_stemmer_free(struct eh_search_stemmer *stemmer);
struct eh_str eh_search_stem(struct eh_search_stemmer *stemmer, struct eh_str word); /* valid until the next call */

/* ---- What a query says (search_query.c) ---- */

/* The text of a query, taken apart. */
struct eh_search_terms {
	struct eh_str words
	        [EH_SEARCH_MOST_WORDS]; /* folded, each once; small words and those every entry has are left out where others remain */
	size_t at[EH_SEARCH_MOST_WORDS]; /* where each stands in `all` */
	size_t count;
	const struct eh_str *all; /* every word of it, folded */
	size_t all_count;
	struct eh_str whole;   /* as a name is looked up */
	struct eh_str compact; /* its letters and digits alone, as acronyms and numbers are looked up; {NULL, 0}: too long */
	struct eh_str near;    /* a postcode or the beginning of one that stands in it, or {NULL, 0} */
};

/* Never fails but for memory. Everything lies in `arena`. */
enum eh_rc eh_search_read_text(
        struct eh_str text, bool find_postcode, struct eh_arena *arena, struct eh_search_terms *ret_terms, struct eh_error *err);

/* The range of packed postcodes that "M33 7ZF", "M33 7" or "M33" stands for, and its usual spelling. False when it is none of these. */
bool eh_search_postcodes(struct eh_str text, int64_t *ret_low, int64_t *ret_high, char ret_spelling[10]);

/* ---- What is found (search_read.c) ---- */

struct eh_search_key {
	struct eh_str key, shown;
	const char *kind; /* name, other, acronym, number */
};

/* An entry of the index, with nothing in it that may not be shown. */
struct eh_search_document {
	bool service;
	struct eh_str id, org_id, name, org_name, status, scale, address, postcode, ward, council, activities, web, telephone,
	        times, confirmed_by;
	bool protected, whole_place, exact, same;
	double latitude, longitude;
	int64_t last_confirmed;
	uint8_t size;
	struct eh_buf sort_name, councils, needs, people, hours, chief; /* as table search_entry has them */
	struct eh_buf name_words, code_words, does_words, place_words;  /* as table search_text has them */
	EH_VEC(struct eh_search_key) keys;
};

/* Calls `take` for each organisation from `first` to `last` in the order of identifiers, and for its services after it; what it is given is
 * valid for that call. */
enum eh_rc eh_search_read_list(struct eh_db *db, struct eh_str first, struct eh_str last,
        enum eh_rc (*take)(void *context, const struct eh_search_document *document, struct eh_error *err), void *context,
        struct eh_error *err);

/* ---- What is kept in memory (search_memory.c) ---- */

#define EH_SEARCH_NO_AREA UINT16_MAX
#define EH_SEARCH_NO_HOURS UINT32_MAX

/* Words of the store in the order of their numbers here; the last is what anything else counts as. */
enum { EH_SEARCH_KINDS = 2, EH_SEARCH_STATUSES = 3, EH_SEARCH_SCALES = 5, EH_SEARCH_SIZES = 5 };
extern const char *const eh_search_kinds[EH_SEARCH_KINDS], *const eh_search_statuses[EH_SEARCH_STATUSES],
                                                                   *const eh_search_scales[EH_SEARCH_SCALES],
                                                                           *const eh_search_sizes[EH_SEARCH_SIZES];

/* The size of an organisation of that income a year in pence (EH_DB_NULL: not known), as NCVO's Almanac has it: micro under £10,000, small to
 * £100,000, medium to £1 million, large from there. A number of eh_search_sizes. */
uint8_t eh_search_size(int64_t income_pence);

enum eh_search_flag {
	EH_SEARCH_HAS_TELEPHONE = 1 << 0,
	EH_SEARCH_HAS_EXACT_POINT = 1 << 1,
	EH_SEARCH_IS_WHOLE_PLACE = 1 << 2,
	EH_SEARCH_IS_PROTECTED = 1 << 3,
	EH_SEARCH_IS_SAME = 1 << 4,   /* a service that is called as its organisation and is where that is: told with it */
	EH_SEARCH_IS_OFFICE = 1 << 5, /* an organisation of which no source places a service */
};

/* An entry as every query compares it. Its place in the array is its rank by name. */
struct eh_search_slot {
	uint64_t needs;  /* bits in the order of eh_needs */
	uint64_t chief;  /* of these what it is chiefly for */
	uint32_t people; /* bits in the order of eh_people */
	uint32_t entry_id;
	float latitude, longitude; /* NAN: none */
	int32_t last_confirmed;
	uint32_t councils; /* where its councils begin in `councils` */
	uint32_t hours;    /* where its weeks begin, or EH_SEARCH_NO_HOURS */
	uint16_t council_count, week_count;
	uint16_t ward, council; /* numbers of areas, or EH_SEARCH_NO_AREA */
	uint16_t first_council; /* of its councils, for most the only one; or EH_SEARCH_NO_AREA */
	uint8_t kind, status, scale, size, flags;
};

struct eh_search_area {
	struct eh_str code, name;
	uint16_t council;
};

struct eh_search_week {
	uint64_t bits[6];
};

/* A word of the index. Words of one stem form a ring. */
struct eh_search_vocable {
	struct eh_str word;
	uint32_t letters, entries, written, next;
};

struct eh_search_memory {
	int64_t version;
	struct eh_search_slot *slots;
	struct eh_str *names; /* folded, for suggestions */
	size_t count;
	uint32_t *slot_of; /* by entry_id; UINT32_MAX none */
	size_t entry_ids;  /* of slot_of */
	struct eh_search_area *areas;
	size_t area_count;
	struct eh_map area_map;
	uint16_t *councils;
	struct eh_search_week *weeks;
	struct eh_search_vocable *words; /* sorted */
	size_t word_count;
	struct eh_map stems; /* stem → a word that has it */
	struct eh_str *need_labels,
	        *people_labels; /* folded, each word with a blank behind it; in the order of eh_needs and eh_people */
	struct eh_search_often *often;
	struct eh_arena arena;
	size_t users; /* guarded by the lock of the search that holds it */
};

/* Reads the index. EH_NOT_FOUND: there is none. */
enum eh_rc eh_search_memory_load(struct eh_db *db, struct eh_search_memory **ret_memory, struct eh_error *err);
/* The number of the index as it is now; grows with each change. EH_NOT_FOUND likewise. */
enum eh_rc eh_search_version(struct eh_db *db, int64_t *ret_version, struct eh_error *err);
void eh_search_memory_free(struct eh_search_memory *memory);

/* The memory that fits the store now, read anew where the index has changed; give it back with eh_search_release. */
enum eh_rc eh_search_hold(struct eh_search *search, struct eh_db *db, struct eh_search_memory **ret_memory, struct eh_error *err);
void eh_search_release(struct eh_search *search, struct eh_search_memory *memory);

/* The number of an area's code, EH_SEARCH_NO_AREA when no entry lies there. */
uint16_t eh_search_area_number(const struct eh_search_memory *memory, struct eh_str code);
bool eh_search_in_other_council(const struct eh_search_memory *memory, const struct eh_search_slot *slot, uint16_t council);
static inline bool eh_search_in_council(
        const struct eh_search_memory *memory, const struct eh_search_slot *slot, uint16_t council)
{
	return slot->council_count &&
	       (slot->first_council == council || (slot->council_count > 1 && eh_search_in_other_council(memory, slot, council)));
}

/* Where a word stands among `words`, or where it would. */
size_t eh_search_word_at(const struct eh_search_memory *memory, struct eh_str word);
bool eh_search_word_known(const struct eh_search_memory *memory, struct eh_str word);

/* Entries of words that many have, kept once they were asked for: a bit for each slot. Only words of the index are kept, not what was typed.
 * Any thread may ask. */
enum eh_rc eh_search_often_new(size_t slots, struct eh_search_often **ret_often);
void eh_search_often_free(struct eh_search_often *often);
/* Appends the slots kept under a key to an empty list; false when there are none, or no memory. */
bool eh_search_often_get(struct eh_search_often *often, struct eh_str key, uint32_t **slots, size_t *count, size_t *cap);
/* Keeps slots if they are many and there is room; without memory it does not. */
void eh_search_often_put(struct eh_search_often *often, struct eh_str key, const uint32_t *slots, size_t count);

/* The likeliest word that a misspelt one was meant to be; {NULL, 0} when there is none. */
struct eh_str eh_search_spell(const struct eh_search_memory *memory, struct eh_str word);

/* ---- Which entries have the words (search_match.c) ---- */

/* For each slot: enum eh_search_why, or EH_SEARCH_NOT_FOUND. `all` when every slot is found, for want of words. */
enum { EH_SEARCH_NOT_FOUND = 0xff };
struct eh_search_found {
	uint8_t *why;
	uint8_t *own;  /* words of the query in its names or in what it says it does; NULL where `all` */
	uint8_t words; /* of the query */
	bool all;
	bool some_words;
	uint64_t needs;          /* that the words ask for, bits in the order of eh_needs */
	struct eh_str corrected; /* the text with words put right; {NULL, 0} when nothing needs that */
	bool as_corrected;       /* `why` is that of the corrected text */
};

enum eh_rc eh_search_match(const struct eh_search_memory *memory, struct eh_db *db, const struct eh_search_terms *terms,
        bool correct, struct eh_arena *arena, struct eh_search_found *ret_found, struct eh_error *err);

/* Entries that hold any of some words of the index in columns such as "name code"; a last word may be the beginning of one. Slots in order
 * of entry numbers. */
struct eh_search_postings {
	uint32_t *slots;
	size_t count, cap;
};
enum eh_rc eh_search_postings(const struct eh_search_memory *memory, struct eh_db *db, const char *columns,
        const struct eh_str *words, size_t word_count, bool beginning, struct eh_search_postings *postings, struct eh_error *err);
static inline void eh_search_postings_finish(struct eh_search_postings *postings) { eh_free(postings->slots); }
#define EH_CLEANUP_POSTINGS __attribute__((cleanup(eh_search_postings_finish)))

/* ---- Which of them pass the filters, and how many would (search_filter.c) ---- */

/* A distance is from here. */
struct eh_search_origin {
	bool known;
	double latitude, longitude;
	uint16_t council;
};

struct eh_search_passed {
	uint32_t slot;
	uint64_t rank; /* lower comes first */
};

struct eh_search_filtered {
	struct eh_search_passed *page; /* the page asked for, in order */
	size_t count, total, left_out;
};

enum eh_rc eh_search_filter(const struct eh_search_memory *memory, const struct eh_search_query *query,
        const struct eh_search_found *found, const struct eh_search_origin *origin, struct eh_arena *arena,
        struct eh_search_filtered *ret_filtered, struct eh_search_results *ret_facets, struct eh_error *err);

/* Metres from the origin; NAN when the slot has no point. */
double eh_search_distance(const struct eh_search_origin *origin, const struct eh_search_slot *slot);

/* Open at an instant: enum of eh_search_hit. */
int eh_search_open_at(const struct eh_search_memory *memory, const struct eh_search_slot *slot, int64_t instant);

#endif
