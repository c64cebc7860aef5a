/* words.h: cells taken apart into folded words. */
#ifndef EH_LINK_WORDS_H
#define EH_LINK_WORDS_H

#include "base/base.h"

enum { EH_LINK_MOST_CELL_WORDS = 192 };

/* The words of a cell: folded, HTML entities decoded, apostrophes dropped ("women's" is "womens"), everything else that is no letter or
 * digit a border; runs of scripts written without blanks become pairs of characters. They lie in `buf`, which is emptied first. False: no
 * memory. */
struct eh_cell_words {
	struct eh_buf buf;
	struct eh_str items[EH_LINK_MOST_CELL_WORDS];
	size_t count;
};
bool eh_words_take(struct eh_str cell, struct eh_cell_words *ret_words);
static inline void eh_words_finish(struct eh_cell_words *words) { eh_buf_finish(&words->buf); }
#define EH_CLEANUP_WORDS __attribute__((cleanup(eh_words_finish)))

/* One spelling for words of organisations' names ("assn" is "association") and of addresses ("blvd" is "boulevard"). */
struct eh_str eh_words_spell_name(struct eh_str word);
struct eh_str eh_words_spell_street(struct eh_str word);

/* Legal forms and small words: said of nearly everything. */
bool eh_words_small(struct eh_str word);
bool eh_words_legal(struct eh_str word);

/* For whom a word says an organisation is (youth, ladies, parents of a school …), a bit each; 0: it does not say. */
unsigned eh_words_whom(struct eh_str word);

/* Bits that a word of organisations' names carries against the background of 459,602 of them; words that are not among them are rare. */
double eh_words_background(struct eh_str word);

#endif
