/* letters.h: all organisations of a place from A to Z, read once for each state of the list and kept with its snapshot. */
#ifndef EH_WEB_LETTERS_H
#define EH_WEB_LETTERS_H

#include "store/db.h"

enum { EH_LETTERS = 27 }; /* A to Z, and one for all that begins otherwise */

struct eh_letter_entry {
	struct eh_str id, name;
};

struct eh_letters {
	struct eh_letter_entry *items; /* A first, other beginnings last; within a letter by name */
	size_t count;
	struct {
		size_t from, count;
	} letters[EH_LETTERS];
	size_t services; /* of the same list */
	struct eh_arena arena;
};

/* Where a name stands by its folded words: 0 for A … 25 for Z, 26 for others. */
unsigned eh_letter_of(struct eh_str folded);

/* Those of the council's list that have not closed. Give them back with eh_letters_finish. */
enum eh_rc eh_letters_load(struct eh_db *db, struct eh_str council, struct eh_letters *ret_letters, struct eh_error *err);
void eh_letters_finish(struct eh_letters *letters);
#define EH_CLEANUP_LETTERS __attribute__((cleanup(eh_letters_finish)))

#endif
