/* shared_ground.h: what organisations say of ground that their services share. That services are alike in what they do, where and for whom is
 * worked out by `coverage`; what it means only the two organisations can say. A pair is named to the public when both say the same of it and
 * both allow it; until then it is theirs alone. Silence is no. Answers outlive every making of the list, and can be changed or taken back any
 * day.
 *
 * What is written is audited, and not for the public. All functions that write do so in the caller's transaction. */
#ifndef EH_REGISTER_SHARED_GROUND_H
#define EH_REGISTER_SHARED_GROUND_H

#include "govern/govern.h"

enum { EH_GROUND_KINDS = 5 };

struct eh_ground_kind {
	const char *code;  /* "complementary" */
	const char *label; /* "They complete each other" */
};
extern const struct eh_ground_kind eh_ground_kinds[EH_GROUND_KINDS];
/* NULL: no kind of that code. */
const struct eh_ground_kind *eh_ground_kind(struct eh_str code);

struct eh_ground_answer {
	struct eh_str mine, other;         /* services */
	const struct eh_ground_kind *kind; /* NULL: nothing said, or what was said is taken back */
	bool may_show;
	int64_t said_at;
};

/* Says it for the organisation of `mine`. EH_NOT_FOUND: no such service; EH_REFUSED: the actor does not keep the entry that `mine` belongs to;
 * EH_INVALID: both are one organisation's. said_at is not read. */
enum eh_rc eh_ground_say(
        struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_ground_answer *answer, struct eh_error *err);

/* What the organisation of `mine` says now of the pair; a NULL kind where it says nothing. */
enum eh_rc eh_ground_said(
        struct eh_db *db, struct eh_str mine, struct eh_str other, struct eh_ground_answer *ret_answer, struct eh_error *err);

/* Pairs that both agreed to show. */
struct eh_ground_agreed {
	struct eh_ground_pair {
		struct eh_str a, b; /* a before b */
		const struct eh_ground_kind *kind;
	} * items; /* by a, then b */
	size_t count;
	struct eh_arena arena;
};
enum eh_rc eh_ground_agreed_load(struct eh_db *db, struct eh_ground_agreed *ret_agreed, struct eh_error *err);
/* Of a pair in either order; NULL: not agreed. */
const struct eh_ground_kind *eh_ground_agreed_find(const struct eh_ground_agreed *agreed, struct eh_str a, struct eh_str b);
void eh_ground_agreed_finish(struct eh_ground_agreed *agreed);
#define EH_CLEANUP_GROUND_AGREED __attribute__((cleanup(eh_ground_agreed_finish)))

#endif
