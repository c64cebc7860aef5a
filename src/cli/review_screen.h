/* review_screen.h: a question as people see it, and the sitting in which they answer. */
#ifndef EH_CLI_REVIEW_SCREEN_H
#define EH_CLI_REVIEW_SCREEN_H

#include "keys.h"
#include "register/review.h"

/* Both entries side by side, `width` columns in all, then the waterfall in words. */
enum eh_rc eh_review_show(const struct eh_review_question *question, size_t width, struct eh_buf *out);

struct eh_sitting {
	struct eh_db *db;
	struct eh_str person;
	struct eh_keys *keys;
	FILE *out;
	bool clear; /* the screen before each question */
	size_t width;
	size_t answered, undone; /* filled */
};

/* Asks one question after the other until the end, q or the end of input. s same, d different, u unsure, n note (kept with the answer; left
 * without one, the question counts as unsure), z takes the newest answer of this sitting back, j and k or arrows go on and back. Each answer is in the
 * store at once. */
enum eh_rc eh_review_sit(struct eh_sitting *sitting, struct eh_error *err);

#endif
