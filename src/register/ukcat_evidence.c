/* ukcat_evidence.c: what a text holds of the features of a model. */
#include <libstemmer.h>
#include <math.h>
#include <stdlib.h>

#include "ukcat_model.h"

enum { EARLY = 12 };

static bool part_of_word(char c) { return eh_is_alnum(c) || (unsigned char)c >= 0x80; }

static enum eh_rc add_token(struct eh_str word, struct sb_stemmer *stemmer, struct eh_arena *arena, struct eh_ukcat_token *ret)
{
	char bare[64];
	size_t n = 0;

	for (size_t i = 0; i < word.n && n < sizeof bare; i++)
		if (word.p[i] != '\'')
			bare[n++] = word.p[i];
	const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)bare, (int)n);
	if (!stem)
		return EH_NO_MEMORY;
	struct eh_str kept = eh_arena_str(arena, (struct eh_str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) });
	if (!kept.p)
		return EH_NO_MEMORY;
	*ret = (struct eh_ukcat_token){ word, kept };
	return EH_OK;
}

enum eh_rc eh_ukcat_tokens(struct eh_str text, struct sb_stemmer *stemmer, struct eh_arena *arena,
        struct eh_ukcat_token **ret_tokens, size_t *ret_count, struct eh_error *err)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	size_t count = 0;

	if (eh_utf8_fold(eh_utf8_cut(text, EH_UKCAT_TEXT_MOST), &buf) < 0)
		return eh_fail_memory(err);
	struct eh_str folded = eh_arena_str(arena, eh_buf_str(&buf));
	size_t most = folded.n / 2 + 1 < EH_UKCAT_TOKENS_MOST ? folded.n / 2 + 1 : EH_UKCAT_TOKENS_MOST;
	struct eh_ukcat_token *tokens = eh_arena_alloc_zero(arena, most, sizeof *tokens);
	if (!folded.p || !tokens)
		return eh_fail_memory(err);
	for (size_t i = 0; i < folded.n && count < most;) {
		if (!part_of_word(folded.p[i])) {
			i++;
			continue;
		}
		size_t from = i;
		while (i < folded.n &&
		        (part_of_word(folded.p[i]) || (folded.p[i] == '\'' && i + 1 < folded.n && part_of_word(folded.p[i + 1]))))
			i++;
		if (add_token(eh_str_sub(folded, from, i - from), stemmer, arena, &tokens[count]) < 0)
			return eh_fail_memory(err);
		count++;
	}
	*ret_tokens = tokens;
	*ret_count = count;
	return EH_OK;
}

int eh_ukcat_feature_find(const struct eh_ukcat_model *model, struct eh_str words)
{
	for (size_t slot = eh_str_hash(words) & (model->slots - 1); model->index[slot]; slot = (slot + 1) & (model->slots - 1)) {
		int at = model->index[slot] - 1;
		if (eh_str_eq(words, eh_str_of(model->features[at].words)))
			return at;
	}
	return -1;
}

static struct eh_ukcat_match found_at(const struct eh_ukcat_evidence *evidence, int feature, size_t at, size_t words)
{
	bool name = at < evidence->name_count;

	return (struct eh_ukcat_match){ .feature = (uint32_t)feature,
		.in_name = name ? (uint16_t)at : EH_UKCAT_NOWHERE,
		.in_activities = name ? EH_UKCAT_NOWHERE : (uint16_t)at,
		.words = (uint8_t)words };
}

/* All features that begin at one word and do not run from the name into the activities. Returns how many. */
static size_t match_at(const struct eh_ukcat_model *model, const struct eh_ukcat_evidence *evidence, size_t at,
        struct eh_ukcat_match matches[EH_UKCAT_PHRASE_MOST])
{
	const struct eh_ukcat_token *tokens = evidence->tokens;
	size_t end = at < evidence->name_count ? evidence->name_count : evidence->token_count, count = 0, n = tokens[at].stem.n;
	char phrase[512];
	int first = eh_ukcat_feature_find(model, tokens[at].stem);

	if (first < 0)
		return 0;
	matches[count++] = found_at(evidence, first, at, 1);
	memcpy(phrase, tokens[at].stem.p, n);
	for (size_t words = 2; words <= model->features[first].longest && at + words <= end; words++) {
		struct eh_str stem = tokens[at + words - 1].stem;
		phrase[n++] = ' ';
		memcpy(phrase + n, stem.p, stem.n);
		n += stem.n;
		int longer = eh_ukcat_feature_find(model, (struct eh_str){ phrase, n });
		if (longer >= 0)
			matches[count++] = found_at(evidence, longer, at, words);
	}
	return count;
}

static int by_feature(const void *a, const void *b)
{
	const struct eh_ukcat_match *x = a, *y = b;

	return x->feature < y->feature ? -1 : x->feature > y->feature;
}

/* One match for each feature, with its first places. */
static void settle(struct eh_ukcat_evidence *evidence, size_t found)
{
	struct eh_ukcat_match *matches = evidence->matches;
	size_t kept = 0;

	qsort(matches, found, sizeof *matches, by_feature);
	for (size_t i = 0; i < found; i++) {
		struct eh_ukcat_match *last = kept ? &matches[kept - 1] : NULL;
		if (!last || last->feature != matches[i].feature) {
			matches[kept++] = matches[i];
			continue;
		}
		if (matches[i].in_name < last->in_name)
			last->in_name = matches[i].in_name;
		if (matches[i].in_activities < last->in_activities)
			last->in_activities = matches[i].in_activities;
	}
	evidence->match_count = kept;
}

static void weigh(const struct eh_ukcat_model *model, struct eh_ukcat_evidence *evidence)
{
	float squares = 0;

	for (size_t i = 0; i < evidence->match_count; i++) {
		struct eh_ukcat_match *match = &evidence->matches[i];
		const uint16_t *rarity = model->features[match->feature].rarity;
		match->values[EH_ZONE_ANYWHERE] = (float)rarity[EH_ZONE_ANYWHERE] / 100;
		match->values[EH_ZONE_NAME] = match->in_name == EH_UKCAT_NOWHERE ? 0 : (float)rarity[EH_ZONE_NAME] / 100;
		for (size_t zone = 0; zone < EH_ZONES; zone++)
			squares += match->values[zone] * match->values[zone];
	}
	float length = squares > 0 ? sqrtf(squares) : 1;
	for (size_t i = 0; i < evidence->match_count; i++)
		for (size_t zone = 0; zone < EH_ZONES; zone++)
			evidence->matches[i].values[zone] /= length;
}

struct tally {
	bool name, activities, early, phrase;
	uint16_t count;
	float rank, specific, rarity;
};

static void tally_match(const struct eh_ukcat_model *model, const struct eh_ukcat_evidence *evidence,
        const struct eh_ukcat_match *match, struct tally tallies[EH_UKCAT_CODES])
{
	const struct eh_ukcat_feature *feature = &model->features[match->feature];
	bool name = match->in_name != EH_UKCAT_NOWHERE, activities = match->in_activities != EH_UKCAT_NOWHERE;
	float sharing = (float)(feature[1].cues - feature->cues), rarity = (float)feature->rarity[EH_ZONE_ANYWHERE] / 500;

	for (size_t i = feature->cues; i < feature[1].cues; i++) {
		const struct eh_ukcat_cue *cue = &model->cues[i];
		struct tally *tally = &tallies[cue->code];
		if (cue->name_only && !name)
			continue;
		tally->count++;
		tally->name |= name;
		tally->activities |= activities && !cue->name_only;
		tally->early |= activities && !cue->name_only && match->in_activities - evidence->name_count < EARLY;
		tally->phrase |= match->words > 1;
		tally->rank = fmaxf(tally->rank, 1 / sqrtf(1 + (float)cue->place));
		tally->specific = fmaxf(tally->specific, 1 / sharing);
		tally->rarity = fmaxf(tally->rarity, rarity);
	}
}

static enum eh_rc read_cues(
        const struct eh_ukcat_model *model, struct eh_arena *arena, struct eh_ukcat_evidence *evidence, struct eh_error *err)
{
	struct tally tallies[EH_UKCAT_CODES] = { 0 };
	size_t count = 0, at = 0, words = evidence->token_count - evidence->name_count;

	for (size_t i = 0; i < evidence->match_count; i++)
		tally_match(model, evidence, &evidence->matches[i], tallies);
	for (size_t i = 0; i < EH_UKCAT_CODES; i++)
		count += tallies[i].count > 0;
	if (!(evidence->cued = eh_arena_alloc_zero(arena, count + 1, sizeof *evidence->cued)))
		return eh_fail_memory(err);
	for (size_t i = 0; i < EH_UKCAT_CODES; i++) {
		const struct tally *tally = &tallies[i];
		if (!tally->count)
			continue;
		evidence->cued[at++] = (struct eh_ukcat_cued){ (uint8_t)i,
			{ [EH_CUE_ANY] = 1,
			        [EH_CUE_NAME] = tally->name,
			        [EH_CUE_EARLY] = tally->early,
			        [EH_CUE_COUNT] = logf(tally->count),
			        [EH_CUE_PHRASE] = tally->phrase,
			        [EH_CUE_BOTH] = tally->name && tally->activities,
			        [EH_CUE_LENGTH] = logf((float)(words ? words : 1) / 20),
			        [EH_CUE_RIVALS] = logf((float)count),
			        [EH_CUE_RANK] = tally->rank,
			        [EH_CUE_SPECIFIC] = tally->specific,
			        [EH_CUE_RARITY] = tally->rarity } };
	}
	evidence->cued_count = count;
	return EH_OK;
}

enum eh_rc eh_ukcat_gather(const struct eh_ukcat_model *model, struct eh_str name, struct eh_str activities,
        struct sb_stemmer *stemmer, struct eh_arena *arena, struct eh_ukcat_evidence *ret_evidence, struct eh_error *err)
{
	struct eh_ukcat_evidence evidence = { 0 };
	struct eh_ukcat_token *of_name, *of_activities;
	size_t name_count, activities_count, found = 0;

	EH_TRY(eh_ukcat_tokens(name, stemmer, arena, &of_name, &name_count, err));
	EH_TRY(eh_ukcat_tokens(activities, stemmer, arena, &of_activities, &activities_count, err));
	evidence.name_count = name_count;
	evidence.token_count = name_count + activities_count;
	evidence.tokens = eh_arena_alloc_zero(arena, evidence.token_count + 1, sizeof *evidence.tokens);
	evidence.matches = eh_arena_alloc(arena, (evidence.token_count + 1) * EH_UKCAT_PHRASE_MOST * sizeof *evidence.matches);
	if (!evidence.tokens || !evidence.matches)
		return eh_fail_memory(err);
	memcpy(evidence.tokens, of_name, name_count * sizeof *of_name);
	memcpy(evidence.tokens + name_count, of_activities, activities_count * sizeof *of_activities);
	for (size_t at = 0; at < evidence.token_count; at++)
		found += match_at(model, &evidence, at, evidence.matches + found);
	settle(&evidence, found);
	weigh(model, &evidence);
	EH_TRY(read_cues(model, arena, &evidence, err));
	*ret_evidence = evidence;
	return EH_OK;
}

void eh_ukcat_score(
        const struct eh_ukcat_model *model, const struct eh_ukcat_evidence *evidence, float ret_scores[EH_UKCAT_CODES])
{
	for (size_t i = 0; i < EH_UKCAT_CODES; i++)
		ret_scores[i] = (float)model->bias[i] / 100;
	for (size_t i = 0; i < evidence->match_count; i++) {
		const struct eh_ukcat_match *match = &evidence->matches[i];
		const struct eh_ukcat_feature *feature = &model->features[match->feature];
		for (size_t zone = 0; zone < EH_ZONES; zone++) {
			uint32_t end = zone + 1 < EH_ZONES ? feature->weights[zone + 1] : feature[1].weights[0];
			for (uint32_t j = feature->weights[zone]; j < end; j++)
				ret_scores[model->weights[j].code] += match->values[zone] * model->unit *
				                                      (float)model->weights[j].weight;
		}
	}
	for (size_t i = 0; i < evidence->cued_count; i++)
		for (size_t j = 0; j < EH_CUE_MEASURES; j++)
			ret_scores[evidence->cued[i].code] += evidence->cued[i].measures[j] * (float)model->measures[j] / 100;
}
