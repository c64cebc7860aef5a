/* ukcat.c: UK-CAT codes by the table that comes with the program. */
#include "ukcat.h"

#include <libstemmer.h>
#include <math.h>
#include <stdlib.h>

#include "ukcat_model.h"

enum { MOST_REASONS = 3 };

/* What a word that people chose for a tag adds to its place among the reasons: the table judges such words together, not one by one. */
static const float CUE = 1.5F;

/* How much a feature that the text holds speaks for a code. */
static float speaks(const struct eh_ukcat_match *match, uint8_t code)
{
	const struct eh_ukcat_model *model = &eh_ukcat_model;
	const struct eh_ukcat_feature *feature = &model->features[match->feature];
	float sum = 0;

	for (size_t zone = 0; zone < EH_ZONES; zone++) {
		uint32_t end = zone + 1 < EH_ZONES ? feature->weights[zone + 1] : feature[1].weights[0];
		for (uint32_t i = feature->weights[zone]; i < end; i++)
			if (model->weights[i].code == code)
				sum += match->values[zone] * model->unit * (float)model->weights[i].weight;
	}
	for (size_t i = feature->cues; i < feature[1].cues; i++)
		if (model->cues[i].code == code && (!model->cues[i].name_only || match->in_name != EH_UKCAT_NOWHERE))
			sum += CUE;
	return sum;
}

/* The words as they stand in the folded text. */
static struct eh_str shown(const struct eh_ukcat_evidence *evidence, const struct eh_ukcat_match *match)
{
	size_t at = match->in_name != EH_UKCAT_NOWHERE ? match->in_name : match->in_activities;
	struct eh_str first = evidence->tokens[at].word, last = evidence->tokens[at + match->words - 1].word;

	return (struct eh_str){ first.p, (size_t)(last.p + last.n - first.p) };
}

static bool said_already(const struct eh_str *said, size_t count, struct eh_str words)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_find(said[i], words) >= 0)
			return true;
	return false;
}

/* `name: "food bank", activities: "parcels"`: the words that say most, strongest first. */
static struct eh_str why(const struct eh_ukcat_evidence *evidence, uint8_t code, struct eh_arena *arena)
{
	struct eh_str text = { "", 0 }, said[MOST_REASONS];
	bool *looked = eh_arena_alloc_zero(arena, evidence->match_count + 1, sizeof *looked);
	const char *last = NULL;
	size_t count = 0;

	while (looked && text.p && count < MOST_REASONS) {
		const struct eh_ukcat_match *best = NULL;
		float most = 0;
		for (size_t i = 0; i < evidence->match_count; i++) {
			float size = looked[i] ? 0 : speaks(&evidence->matches[i], code);
			if (size <= most)
				continue;
			most = size;
			best = &evidence->matches[i];
		}
		if (!best)
			break;
		looked[best - evidence->matches] = true;
		struct eh_str words = shown(evidence, best);
		if (said_already(said, count, words))
			continue;
		said[count++] = words;
		const char *place = best->in_name != EH_UKCAT_NOWHERE ? "name: " : "activities: ";
		text = eh_arena_printf(
		        arena, "%.*s%s%s\"%.*s\"", EH_FMT(text), text.n ? ", " : "", place == last ? "" : place, EH_FMT(words));
		last = place;
	}
	if (looked && text.p && !text.n)
		text = EH_STR("its words taken together");
	return looked ? text : (struct eh_str){ NULL, 0 };
}

static int by_probability(const void *a, const void *b)
{
	const struct eh_ukcat_class *x = a, *y = b;

	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	return strcmp(x->code, y->code);
}

static enum eh_rc choose(const struct eh_ukcat_evidence *evidence, struct eh_arena *arena, struct eh_ukcat_class *ret_classes,
        size_t *ret_count, struct eh_error *err)
{
	float scores[EH_UKCAT_CODES];
	struct eh_ukcat_class all[EH_UKCAT_CODES];
	size_t count = 0;

	eh_ukcat_score(&eh_ukcat_model, evidence, scores);
	for (size_t i = 0; i < EH_UKCAT_CODES; i++) {
		float probability = 1 / (1 + expf(-scores[i]));
		if (probability < eh_ukcat_model.threshold)
			continue;
		all[count] = (struct eh_ukcat_class){ eh_ukcat_codes[i].code, (double)probability,
			why(evidence, (uint8_t)i, arena) };
		if (!all[count++].why.p)
			return eh_fail_memory(err);
	}
	if (count)
		qsort(all, count, sizeof *all, by_probability);
	*ret_count = count < EH_UKCAT_MOST ? count : EH_UKCAT_MOST;
	memcpy(ret_classes, all, *ret_count * sizeof *all);
	return EH_OK;
}

enum eh_rc eh_ukcat_classify(struct eh_str name, struct eh_str activities, struct eh_arena *arena,
        struct eh_ukcat_class *ret_classes, size_t *ret_count, struct eh_error *err)
{
	struct eh_ukcat_evidence evidence;
	struct sb_stemmer *stemmer = sb_stemmer_new("english", NULL);

	if (!stemmer)
		return eh_fail_memory(err);
	enum eh_rc rc = eh_ukcat_gather(&eh_ukcat_model, name, activities, stemmer, arena, &evidence, err);
	sb_stemmer_delete(stemmer);
	return rc == EH_OK ? choose(&evidence, arena, ret_classes, ret_count, err) : rc;
}
