/* ukcat_model.h: the table that says how much a word speaks for a tag, and what a text holds of it.
 *
 * A linear model on words. Text is folded, cut into words and stemmed (libstemmer, English). Each feature of the table is a stem or a
 * phrase of stems; it counts once when it stands anywhere and once more when it stands in the name, each time with its rarity
 * ln(documents / documents that hold it), and the rarities of a text are scaled to length 1. To their weighted sum comes, for each tag, what
 * its cues say: words and phrases that people chose for the tag (ukcat_codes.c), judged alike for all tags, so that a tag with few
 * examples is found too. Probability is the logistic function of the sum. */
#ifndef EH_REGISTER_UKCAT_MODEL_H
#define EH_REGISTER_UKCAT_MODEL_H

#include "ukcat_codes.h"

enum eh_ukcat_cue_measure {
	EH_CUE_ANY,      /* 1: a cue of the tag stands somewhere */
	EH_CUE_NAME,     /* 1: in the name */
	EH_CUE_EARLY,    /* 1: among the first words of the activities */
	EH_CUE_COUNT,    /* ln of how many different ones */
	EH_CUE_PHRASE,   /* 1: one has two words or more */
	EH_CUE_BOTH,     /* 1: in name and activities */
	EH_CUE_LENGTH,   /* ln of the activities' words over 20 */
	EH_CUE_RIVALS,   /* ln of how many tags have cues here */
	EH_CUE_RANK,     /* the surest one: 1 / square root of its place in the tag's list */
	EH_CUE_SPECIFIC, /* the most specific one: 1 / tags that share it */
	EH_CUE_RARITY,   /* the rarest one: its rarity over 5 */
	EH_CUE_MEASURES,
};

enum eh_ukcat_zone { EH_ZONE_ANYWHERE, EH_ZONE_NAME, EH_ZONES };

struct eh_ukcat_weight {
	uint8_t code;  /* place in eh_ukcat_codes */
	int8_t weight; /* in units of the model */
};

struct eh_ukcat_cue {
	uint8_t code, place; /* place in the tag's list, from 0 */
	bool name_only;
};

struct eh_ukcat_feature {
	const char *words;          /* stems, one space between */
	uint32_t weights[EH_ZONES]; /* first of its weights; they end where the next zone's or feature's begin */
	uint16_t cues;              /* first of its cues, likewise */
	uint16_t rarity[EH_ZONES];  /* hundredths; 0: not weighed */
	uint8_t longest;            /* words of the longest feature that begins with this one */
};

struct eh_ukcat_model {
	const struct eh_ukcat_feature *features; /* one more than feature_count: the last only ends the lists */
	size_t feature_count;
	const uint16_t *index; /* by hash of the words: place of the feature + 1; 0: empty; the next slot when taken by another */
	size_t slots;          /* a power of two */
	const struct eh_ukcat_weight *weights;
	const struct eh_ukcat_cue *cues;
	const int16_t *bias;               /* of each tag, hundredths */
	int16_t measures[EH_CUE_MEASURES]; /* weight of each measure of cues, hundredths */
	float unit;                        /* of the weights */
	float threshold;                   /* probability from which on a tag is given */
};

/* The table that comes with the program, made by bench/bench_classify.c from the hand-coded charities of UK-CAT (Damm, Kane and NCVO,
 * CC BY 4.0; register text under the Open Government Licence v3.0). */
extern const struct eh_ukcat_model eh_ukcat_model;

enum { EH_UKCAT_TOKENS_MOST = 4000, EH_UKCAT_TEXT_MOST = 65536, EH_UKCAT_PHRASE_MOST = 6 };

struct eh_ukcat_token {
	struct eh_str word, stem;
};

/* The words of a text, folded and stemmed; text beyond EH_UKCAT_TEXT_MOST bytes is not read. All lies in `arena`. EH_NO_MEMORY. */
struct sb_stemmer;
enum eh_rc eh_ukcat_tokens(struct eh_str text, struct sb_stemmer *stemmer, struct eh_arena *arena,
        struct eh_ukcat_token **ret_tokens, size_t *ret_count, struct eh_error *err);

enum { EH_UKCAT_NOWHERE = UINT16_MAX };

struct eh_ukcat_match { /* a feature that the text holds */
	uint32_t feature;
	uint16_t in_name, in_activities; /* its first word's place among the tokens, or EH_UKCAT_NOWHERE */
	uint8_t words;
	float values[EH_ZONES]; /* rarities scaled; 0 where only its cues count */
};

struct eh_ukcat_cued {
	uint8_t code;
	float measures[EH_CUE_MEASURES];
};

struct eh_ukcat_evidence {
	struct eh_ukcat_token *tokens; /* those of the name, then those of the activities */
	size_t token_count, name_count;
	struct eh_ukcat_match *matches; /* in order of feature */
	size_t match_count;
	struct eh_ukcat_cued *cued; /* tags with cues, in order of code */
	size_t cued_count;
};

/* What name and activities hold of the table's features. All lies in `arena`. EH_NO_MEMORY. */
enum eh_rc eh_ukcat_gather(const struct eh_ukcat_model *model, struct eh_str name, struct eh_str activities,
        struct sb_stemmer *stemmer, struct eh_arena *arena, struct eh_ukcat_evidence *ret_evidence, struct eh_error *err);

/* The sum of what speaks for each tag, before the logistic function. */
void eh_ukcat_score(
        const struct eh_ukcat_model *model, const struct eh_ukcat_evidence *evidence, float ret_scores[EH_UKCAT_CODES]);

/* What is named by words in the index, or -1. */
int eh_ukcat_feature_find(const struct eh_ukcat_model *model, struct eh_str words);

#endif
