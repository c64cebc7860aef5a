/* phrases.h: several words that stand for one thing: legal forms written out, the abbreviations of the sector, "care of". */
#ifndef EH_LINK_PHRASES_H
#define EH_LINK_PHRASES_H

#include "words.h"

/* Rewrites the words of a name in place: legal forms written out become one word ("community interest company" is "cic"), which counts for
 * nothing as legal forms do; then abbreviations are written out ("fc" is "football club", "wi" is "womens institute"), so that both ways of
 * writing say the same. What would not fit is left as it stands. Returns whether there was any. */
bool eh_phrases_settle_legal(struct eh_cell_words *words);
bool eh_phrases_write_out(struct eh_cell_words *words);

/* Takes "c/o" and "care of" out of an address. Returns whether it was there. */
bool eh_phrases_drop_care_of(struct eh_cell_words *words);

#endif
