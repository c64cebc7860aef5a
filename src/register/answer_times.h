/* answer_times.h: how quickly corrections are answered, by the keepers of the list and by organisations, measured alike.
 *
 * A correction is for whoever keeps the entry: its organisation, else the keepers of the list (officer and infrastructure organisation), who also
 * answer what organisations tell them. An answer is due at the end of the tenth working day (own_words.h). Days are working days in England,
 * from the day after it was proposed to the day of the answer. */
#ifndef EH_REGISTER_ANSWER_TIMES_H
#define EH_REGISTER_ANSWER_TIMES_H

#include "own_words.h"

enum eh_answerer { EH_ANSWERER_KEEPERS, EH_ANSWERER_ORGANISATIONS, EH_ANSWERERS };

enum { EH_ANSWER_FEWEST = 5 }; /* of fewer nothing is told to the public but that there are fewer, or none */

struct eh_answer_times {
	int64_t waiting, overdue; /* now */
	int64_t answered;         /* in the last twelve months */
	int64_t in_time;          /* of these, by the day they were due */
	int half_within;          /* working days within which half of these were answered; -1: none */
};
enum eh_rc eh_answer_times(struct eh_db *db, struct eh_str place_id, int64_t now, struct eh_answer_times ret_times[EH_ANSWERERS],
        struct eh_error *err);

/* What came of corrections of an entry, newest first, for everybody: not what was proposed, and by whom only where that person took it on. */
struct eh_answer_public {
	const char *label;   /* of the field, in words */
	struct eh_str state; /* accepted, reworded, declined */
	bool by_keeper;      /* of the list; else its organisation */
	struct eh_str name;  /* {NULL, 0}: not told */
	int64_t decided_at;
};
enum { EH_ANSWERS_PUBLIC = 20 };
enum eh_rc eh_answers_public(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_answer_public **ret_items,
        size_t *ret_count, struct eh_error *err);

#endif
