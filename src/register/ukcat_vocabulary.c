/* ukcat_vocabulary.c: which words and phrases a model for UK-CAT weighs. */
#include <libstemmer.h>
#include <math.h>
#include <stdlib.h>

#include "ukcat_vocabulary.h"

struct word {
	struct eh_str words;
	uint32_t documents[EH_ZONES]; /* that hold it */
	size_t last[EH_ZONES];        /* document counted last, from 1 */
	uint8_t longest, length;
	bool begins; /* a phrase */
	struct eh_ukcat_cue *cues;
	size_t cue_count;
};

struct words {
	EH_VEC(struct word) list;
	struct eh_map by_words;
	struct eh_arena *arena;
	struct sb_stemmer *stemmer;
};

static enum eh_rc word_of(struct words *words, struct eh_str text, size_t length, size_t *ret_at, struct eh_error *err)
{
	uint64_t *at = eh_map_get(&words->by_words, text);

	if (at) {
		*ret_at = *at;
		return EH_OK;
	}
	struct eh_str kept = eh_arena_str(words->arena, text);
	*ret_at = words->list.count;
	if (!kept.p ||
	        !eh_vec_push(
	                &words->list, (struct word){ .words = kept, .longest = (uint8_t)length, .length = (uint8_t)length }) ||
	        eh_map_put(&words->by_words, kept, *ret_at, NULL, NULL) < 0)
		return eh_fail_memory(err);
	return EH_OK;
}

/* Stems joined by one space, in `out`. */
static struct eh_str join(const struct eh_ukcat_token *tokens, size_t count, char *out, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < count && n + tokens[i].stem.n + 1 < size; i++) {
		if (i)
			out[n++] = ' ';
		memcpy(out + n, tokens[i].stem.p, tokens[i].stem.n);
		n += tokens[i].stem.n;
	}
	return (struct eh_str){ out, n };
}

static enum eh_rc add_cue(struct words *words, struct eh_str text, struct eh_ukcat_cue cue, struct eh_error *err)
{
	struct eh_ukcat_token *tokens;
	size_t count, at, first;
	char phrase[512];

	EH_TRY(eh_ukcat_tokens(text, words->stemmer, words->arena, &tokens, &count, err));
	if (!count || count > EH_UKCAT_PHRASE_MOST)
		return eh_fail(err, EH_INVALID, "the words \"%.*s\" of %s must be 1 to %d words", EH_FMT(text),
		        eh_ukcat_codes[cue.code].code, EH_UKCAT_PHRASE_MOST);
	EH_TRY(word_of(words, tokens[0].stem, 1, &first, err));
	EH_TRY(word_of(words, join(tokens, count, phrase, sizeof phrase), count, &at, err));
	words->list.items[first].begins = true;
	if (words->list.items[first].longest < count)
		words->list.items[first].longest = (uint8_t)count;
	struct word *word = &words->list.items[at];
	for (size_t i = 0; i < word->cue_count; i++)
		if (word->cues[i].code == cue.code) /* "scout" and "scouts" have one stem */
			return EH_OK;
	struct eh_ukcat_cue *cues = eh_arena_alloc(words->arena, (word->cue_count + 1) * sizeof *cues);
	if (!cues)
		return eh_fail_memory(err);
	if (word->cue_count)
		memcpy(cues, word->cues, word->cue_count * sizeof *cues);
	cues[word->cue_count++] = cue;
	word->cues = cues;
	return EH_OK;
}

static enum eh_rc add_cues(struct words *words, struct eh_error *err)
{
	for (size_t code = 0; code < EH_UKCAT_CODES; code++) {
		struct eh_str rest = eh_str_of(eh_ukcat_codes[code].words), text;
		for (uint8_t place = 0; rest.n && eh_str_split(&rest, '|', &text); place++) {
			bool name_only = eh_str_starts(text, EH_STR("+"));
			EH_TRY(add_cue(words, text, (struct eh_ukcat_cue){ (uint8_t)code, place, name_only }, err));
		}
	}
	return EH_OK;
}

static void count_in(struct word *word, enum eh_ukcat_zone zone, size_t document)
{
	word->documents[zone] += word->last[zone] != document;
	word->last[zone] = document;
}

static enum eh_rc count_text(
        struct words *words, struct eh_str text, bool name, size_t document, struct eh_arena *scratch, struct eh_error *err)
{
	struct eh_ukcat_token *tokens;
	size_t count, at;
	char phrase[512];

	EH_TRY(eh_ukcat_tokens(text, words->stemmer, scratch, &tokens, &count, err));
	for (size_t i = 0; i < count; i++) {
		EH_TRY(word_of(words, tokens[i].stem, 1, &at, err));
		size_t longest = words->list.items[at].longest;
		for (size_t n = 1; n <= longest && i + n <= count; n++) {
			uint64_t *found = eh_map_get(&words->by_words, join(tokens + i, n, phrase, sizeof phrase));
			if (!found)
				continue;
			count_in(&words->list.items[*found], EH_ZONE_ANYWHERE, document);
			if (name)
				count_in(&words->list.items[*found], EH_ZONE_NAME, document);
		}
	}
	return EH_OK;
}

static int by_words(const void *a, const void *b)
{
	return eh_str_cmp(((const struct word *)a)->words, ((const struct word *)b)->words);
}

static uint16_t rarity(size_t all, uint32_t documents)
{
	return (uint16_t)lround(100 * log((double)(all + 1) / (documents ? documents : 1)));
}

static enum eh_rc make_index(struct eh_ukcat_model *model, struct eh_arena *arena, struct eh_error *err)
{
	uint16_t *index;

	for (model->slots = 64; model->slots < 2 * model->feature_count;)
		model->slots *= 2;
	if (!(index = eh_arena_alloc_zero(arena, model->slots, sizeof *index)))
		return eh_fail_memory(err);
	for (size_t i = 0; i < model->feature_count; i++) {
		size_t slot = eh_str_hash(eh_str_of(model->features[i].words)) & (model->slots - 1);
		while (index[slot])
			slot = (slot + 1) & (model->slots - 1);
		index[slot] = (uint16_t)(i + 1);
	}
	model->index = index;
	return EH_OK;
}

static enum eh_rc make_features(
        struct words *words, size_t documents, uint32_t least, struct eh_ukcat_model *ret_model, struct eh_error *err)
{
	struct eh_ukcat_model model = { 0 };
	size_t kept = 0, cue_count = 0;

	for (size_t i = 0; i < words->list.count; i++) {
		struct word word = words->list.items[i];
		cue_count += word.cue_count;
		if (word.cue_count || word.begins || word.documents[EH_ZONE_ANYWHERE] >= least)
			words->list.items[kept++] = word;
	}
	if (kept >= UINT16_MAX || cue_count >= UINT16_MAX)
		return eh_fail(err, EH_TOO_LARGE, "%zu words and %zu cues are more than a model holds", kept, cue_count);
	qsort(words->list.items, kept, sizeof *words->list.items, by_words);
	struct eh_ukcat_feature *features = eh_arena_alloc_zero(words->arena, kept + 1, sizeof *features);
	struct eh_ukcat_cue *cues = eh_arena_alloc_zero(words->arena, cue_count + 1, sizeof *cues);
	if (!features || !cues)
		return eh_fail_memory(err);
	cue_count = 0;
	for (size_t i = 0; i < kept; i++) {
		const struct word *word = &words->list.items[i];
		features[i] = (struct eh_ukcat_feature){
			.words = word->words.p, .cues = (uint16_t)cue_count, .longest = word->longest
		};
		for (size_t zone = 0; zone < EH_ZONES; zone++)
			if (word->documents[zone] >= least ||
			        (word->cue_count && (zone == EH_ZONE_ANYWHERE || word->documents[zone] >= 2)))
				features[i].rarity[zone] = rarity(documents, word->documents[zone]);
		if (word->cue_count)
			memcpy(cues + cue_count, word->cues, word->cue_count * sizeof *cues);
		cue_count += word->cue_count;
	}
	features[kept].cues = (uint16_t)cue_count;
	model.features = features;
	model.feature_count = kept;
	model.cues = cues;
	EH_TRY(make_index(&model, words->arena, err));
	*ret_model = model;
	return EH_OK;
}

static enum eh_rc fill(struct words *words, const struct eh_ukcat_example *examples, size_t count, struct eh_error *err)
{
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };

	EH_TRY(add_cues(words, err));
	for (size_t i = 0; i < count; i++) {
		eh_arena_reset(&scratch);
		EH_TRY(count_text(words, examples[i].name, true, i + 1, &scratch, err));
		EH_TRY(count_text(words, examples[i].activities, false, i + 1, &scratch, err));
	}
	return EH_OK;
}

enum eh_rc eh_ukcat_vocabulary(const struct eh_ukcat_example *examples, size_t count, int least, struct sb_stemmer *stemmer,
        struct eh_arena *arena, struct eh_ukcat_model *ret_model, struct eh_error *err)
{
	struct words words = { .arena = arena, .stemmer = stemmer };

	enum eh_rc rc = fill(&words, examples, count, err);
	if (rc == EH_OK)
		rc = make_features(&words, count, (uint32_t)least, ret_model, err);
	eh_vec_finish(&words.list);
	eh_map_finish(&words.by_words);
	return rc;
}
