/* link.h: what the files of `link` share. The public door is evenhand/linkage.h. */
#ifndef EH_LINK_LINK_H
#define EH_LINK_LINK_H

#include "base/base.h"
#include "evenhand/linkage.h"

enum { EH_LINK_MOST_WORDS = 24, EH_LINK_MOST_NAMES = 12 };

struct eh_link_word {
	struct eh_str text;
	double weight; /* bits of information: log2 of one over its share of names */
	bool number;
};

/* A name taken apart. Legal forms and small words are set aside, not forgotten: `whole` keeps them. */
struct eh_link_name {
	struct eh_link_word words[EH_LINK_MOST_WORDS]; /* sorted by text */
	size_t count;
	double weight;         /* of all words */
	uint64_t whole;        /* hash of the folded name */
	uint64_t core;         /* hash of the sorted words: equal for names that differ in order, legal form and small words */
	struct eh_str acronym; /* initials of the words in their order, three or more; else empty */
	bool is_acronym;       /* one word of three to six letters that looks like initials */
};

/* A record made ready to compare. */
struct eh_link_ready {
	struct eh_link_name *names;
	size_t name_count;
	struct eh_str postcode, sector, district; /* "M33 7ZF", "M33 7", "M33" */
	struct eh_str street; /* "14|northdown": number and first long word of the address; empty when there is none */
	struct eh_str phone;  /* last nine digits */
	struct eh_str domain; /* of the web site, else of the e-mail address */
	struct eh_str place;
	const struct ehl_record *record;
};

/* How often fields agree by chance, from random pairs. */
struct eh_link_chances {
	double postcode, sector, district, street, phone, domain, place;
};
extern const struct eh_link_chances eh_link_default_chances;

static inline struct eh_str eh_link_str(struct ehl_text text) { return (struct eh_str){ text.p, text.n }; }

/* Bits that a word of organisations' names carries; words the table does not know are rare. */
double eh_link_word_weight(struct eh_str word);

/* Takes a record apart; everything in `arena`. False when there is no memory. */
bool eh_link_prepare(const struct ehl_record *record, struct eh_arena *arena, struct eh_link_ready *ret_ready);

struct eh_link_score {
	double name, postcode, address, phone, web, place, prior, total;
	bool same_core;                /* some names have the same core */
	bool conflict;                 /* numbers in the names differ ("1st", "2nd") */
	bool corroborated;             /* something besides the name agrees */
	double shared, only_a, only_b; /* bits of the best pair of names */
};
struct eh_link_score eh_link_compare(
        const struct eh_link_ready *a, const struct eh_link_ready *b, const struct eh_link_chances *chances);

/* Pairs worth comparing, each once, a < b, sorted. Blocks of over `cap` records are left out and counted. False: no memory. */
struct eh_link_candidate {
	uint32_t a, b;
};
struct eh_link_candidates {
	struct eh_link_candidate *items;
	size_t count, cap, capped;
};
bool eh_link_block(const struct eh_link_ready *ready, size_t count, size_t block_cap, struct eh_link_candidates *ret_candidates);

#endif
