/* review.h: questions that only a person can settle, in the order in which an answer is worth most, and what people answer.
 *
 * Order: priority = uncertainty × what hangs on it.
 *   uncertainty = −p·log2 p − (1−p)·log2(1−p), the entropy of the probability p that the two are one: 1 bit at even odds, 0 when certain
 *                 (Shannon 1948);
 *   stake       = 1 + log2(1 + G/1000) + log2(1 + S) + log2(1 + C), with G the grants of both organisations together in pounds, S their open
 *                 services, C the cells of the published table of overlaps (a need in a ward with five organisations or more) that they are
 *                 counted in. Logarithms, so that one rich organisation does not push all others out of sight.
 * Of equals the likelier comes first, then by name of source and key. Pairs answered "unsure" come last; pairs answered "same" or "different"
 * are out of the queue at once, and the next build binds them.
 *
 * Records are named by 16 hexadecimal digits made of their source's name and their key (XXH3): the same after every import and build, and
 * telling nobody the postcode that a key may hold. Answers are kept by source and key, with who, when and a note; they survive every rebuild,
 * and a record that goes and comes back finds its answers again.
 *
 * An address is shown only where the public may visit, as in the list; of records that may only be matched only the name. Where either of the
 * two, or the organisation that it belongs to, is protected, nothing is shown of where either is: they may be one. */
#ifndef EH_REGISTER_REVIEW_H
#define EH_REGISTER_REVIEW_H

#include "evenhand/linkage.h"
#include "verdicts.h"

enum { EH_REVIEW_MOST_REASONS = 12, EH_REVIEW_LONGEST_NOTE = 2000, EH_REVIEW_LONGEST_PERSON = 120 };

/* One of the two. Texts {NULL, 0} where nothing is known or may be shown. */
struct eh_review_side {
	struct eh_str id;     /* of the record */
	struct eh_str org_id; /* of the organisation it now belongs to; {NULL,0}: a payee that is on no list */
	struct eh_str source, publisher, file;
	int64_t line;
	int32_t date; /* of the edition */
	struct eh_str name, other_names, numbers, address, web, phone, activities;
	const char *hidden; /* why there is no address; NULL when there is one */
	int64_t grants_pence, services, cells;
	int64_t source_id;
	struct eh_str key; /* not to be shown */
};

struct eh_review_question {
	struct eh_review_side left, right;
	double weight, probability; /* as the build had them */
	double uncertainty, stake, priority;
	enum eh_verdict verdict; /* EH_VERDICT_NONE or EH_VERDICT_UNSURE */
	bool protected;
	/* The waterfall in words: weights in bits, with chances as they usually are. Fields on which a side is silent are left out. What the list's own
	 * chances, and small reasons that are not told, make of it is one reason more, "adjusted": to one decimal, as they are shown, the weights of
	 * all add up to `weight`. */
	struct ehl_reason reasons[EH_REVIEW_MOST_REASONS];
	size_t reason_count;
};

struct eh_review {
	struct eh_review_question *items; /* most pressing first */
	size_t count;
	size_t open, unsure; /* in the whole queue, whatever the limit */
	struct eh_arena arena;
};

/* The queue as the last build left it, at most `limit` of it (0: all). Of a place: what concerns an organisation that it lists or a list of its own;
 * {NULL, 0}: of all places. Give it back with eh_review_finish. */
enum eh_rc eh_review_load(
        struct eh_db *db, struct eh_str place_id, size_t limit, struct eh_review *ret_review, struct eh_error *err);
void eh_review_finish(struct eh_review *review);
#define EH_CLEANUP_REVIEW __attribute__((cleanup(eh_review_finish)))

/* A weight as it is shown, to one decimal; never minus nought. */
double eh_review_shown_weight(double weight);

/* "£12,000 of grants, 3 services, 2 published overlaps", or "nothing but the count of organisations". */
enum eh_rc eh_review_stake_words(const struct eh_review_question *question, struct eh_buf *out);
/* The reasons as one sentence of the officer's language, strongest first, the odds before looking left out. */
enum eh_rc eh_review_reason_words(const struct eh_review_question *question, struct eh_buf *out);

struct eh_reviewed {
	struct eh_str source, key;
};

/* Those who answer, for the length of a sitting. */
struct eh_reviewer {
	struct eh_db *db;
	struct eh_str place_id; /* for which they answer; {NULL, 0}: for all places */
	struct eh_verdicts verdicts;
	struct eh_map records; /* identifier of a record or an organisation → number in `names` */
	EH_VEC(struct eh_reviewed) names;
	struct eh_arena arena;
};
/* `place_id` must outlive the reviewer. */
enum eh_rc eh_reviewer_load(struct eh_db *db, struct eh_str place_id, struct eh_reviewer *ret_reviewer, struct eh_error *err);
void eh_reviewer_finish(struct eh_reviewer *reviewer);
#define EH_CLEANUP_REVIEWER __attribute__((cleanup(eh_reviewer_finish)))

struct eh_answer {
	struct eh_str left, right; /* identifiers of records; of an organisation: it stands for the record it was minted from */
	enum eh_verdict verdict;
	struct eh_str note, person; /* note may be empty, person not */
};

/* Keeps an answer, in the caller's transaction if there is one. *ret_new (may be NULL) is false when the pair has this answer already, which
 * leaves it as it was. EH_NOT_FOUND: no such record, or for a place neither its question nor two records of its own; EH_INVALID: twice the
 * same record, no person, a text too long or not UTF-8; EH_CONFLICT: contradicts other answers. */
enum eh_rc eh_review_answer(struct eh_reviewer *reviewer, const struct eh_answer *answer, bool *ret_new, struct eh_error *err);

/* Takes the newest answer back, of a place the newest that concerns it, and says what it was (text in `arena`). EH_NOT_FOUND: there is none. A
 * reviewer loaded before knows nothing of it: load another. */
struct eh_review_undone {
	struct eh_str left, right, verdict, person, note;
	int64_t decided_at;
};
enum eh_rc eh_review_undo(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_review_undone *ret_undone,
        struct eh_error *err);

#endif
