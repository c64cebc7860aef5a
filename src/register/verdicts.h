/* verdicts.h: what people have said of pairs of records so far, so that no new word contradicts the old ones.
 *
 * The last word on a pair counts. "Same" is carried on (A same B, B same C: A same C); a "different" within such a chain is a contradiction
 * that no build could keep, so it is refused when it is said. Words about records that are gone count too: the records may come back. */
#ifndef EH_REGISTER_VERDICTS_H
#define EH_REGISTER_VERDICTS_H

#include "store/db.h"

enum eh_verdict { EH_VERDICT_NONE, EH_VERDICT_SAME, EH_VERDICT_DIFFERENT, EH_VERDICT_UNSURE };

/* "same", "different", "unsure"; and back (any case): EH_INVALID when it is none of them. */
const char *eh_verdict_name(enum eh_verdict verdict);
enum eh_rc eh_verdict_parse(struct eh_str name, enum eh_verdict *ret_verdict);

/* A record, named for good by its source's name and its key in it. */
struct eh_record_name_pair {
	struct eh_str left_source, left_key, right_source, right_key;
};

struct eh_verdict_pair {
	size_t a, b; /* a < b */
	enum eh_verdict verdict;
	uint64_t note; /* hash of the note that came with it */
};

struct eh_verdicts {
	struct eh_map nodes;   /* "source \x1f key" → number */
	struct eh_map by_pair; /* the two numbers → index in pairs */
	EH_VEC(struct eh_verdict_pair) pairs;
	struct eh_arena arena;
};

enum eh_rc eh_verdicts_load(struct eh_db *db, struct eh_verdicts *ret_verdicts, struct eh_error *err);
void eh_verdicts_finish(struct eh_verdicts *verdicts);
#define EH_CLEANUP_VERDICTS __attribute__((cleanup(eh_verdicts_finish)))

/* The last word on a pair, whichever side is named first. */
enum eh_verdict eh_verdicts_of(const struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair);
/* Whether that is the last word already, with this note or with none to add. */
bool eh_verdicts_has(
        const struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair, enum eh_verdict verdict, struct eh_str note);

/* Takes a word on a pair. EH_CONFLICT, and nothing is taken: it contradicts others. EH_NO_MEMORY. */
enum eh_rc eh_verdicts_say(struct eh_verdicts *verdicts, const struct eh_record_name_pair *pair, enum eh_verdict verdict,
        struct eh_str note, struct eh_error *err);

#endif
