/* records_join.c: records whose identifiers do not settle them are joined by weight, from the strongest pair down. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "joining.h"
#include "records.h"
#include "words.h"

/* Bits that equal names must carry to be linked on the strength of one place alone, when nobody else there has that name. */
static const float NAME_ALONE = 10, NAME_ELSEWHERE = 18;

bool eh_records_each_name(struct eh_records *work, size_t record, eh_records_name_fn *visit)
{
	const struct eh_field *name = &work->match.fields.items[0];

	if (!name->value[record])
		return true;
	const uint32_t *at = name->words.items + name->value[record] - 1, *next = at + 1;
	for (uint32_t i = 0; i < at[0]; i++) {
		struct eh_words_view view;
		next = eh_words_next(next, &view);
		if (!view.part && !visit(work, record, eh_records_name_key(work, &view)))
			return false;
	}
	return true;
}

static struct eh_str bytes_of(const uint64_t *name) { return (struct eh_str){ (const char *)name, sizeof *name }; }

static bool count_rival(struct eh_records *work, size_t record, uint64_t name)
{
	uint64_t *slot;
	bool added;

	for (size_t i = work->standing.count; i-- && work->standing.items[i].row == record;)
		if (work->standing.items[i].name == name)
			return true;
	struct eh_str kept = eh_arena_str(&work->arena, bytes_of(&name));
	if (!kept.p || !eh_vec_push(&work->standing, (struct ehl_standing){ name, record }) ||
	        eh_map_put(&work->rivals, kept, 1, &slot, &added) < 0)
		return false;
	*slot += !added;
	return true;
}

/* How many identified organisations share a name: two that do make every further one a tie. */
bool eh_records_count_rivals(struct eh_records *work)
{
	for (size_t i = 0; i < work->count; i++) {
		bool identified = false;
		for (size_t j = 0; j < work->records[i].id_count; j++)
			identified |= work->records[i].ids[j].one_each;
		if (identified && work->head[i] == i && !(work->still && work->still[i]) &&
		        !eh_records_each_name(work, i, count_rival))
			return false;
	}
	return true;
}

static bool no_rival(struct eh_records *work, size_t record, uint64_t name)
{
	const uint64_t *count = eh_map_get(&work->rivals, bytes_of(&name));
	long outside = work->outside && (!count || *count < 2) ? work->outside(work->outside_context, name) : 0;
	(void)record;

	work->outside_failed |= outside < 0;
	return (count ? *count : 0) + (uint64_t)(outside > 0 ? outside : 0) < 2;
}

static bool same_place(const struct eh_records *work, uint32_t a, uint32_t b)
{
	struct eh_str x = eh_link_str(work->records[a].place), y = eh_link_str(work->records[b].place);

	return x.n && eh_str_eq(x, y);
}

/* Bits that words in brackets must share with a name to be one themselves. */
static const double PART = 8;

/* How many bits of its own each of two names has, by the pair of names closest to one another: "Sale Judo Club" and "Sale Swimming Club"
 * each have a word that the other lacks, "Sale Judo" and "Sale Judo Club" do not. 0 where one is the other's initials. */
static double words_apart(const struct eh_field *name, uint32_t a, uint32_t b)
{
	const uint32_t *left = name->words.items + name->value[a] - 1, *at_a = left + 1;
	const uint32_t *right = name->words.items + name->value[b] - 1;
	double least = INFINITY;

	for (uint32_t i = 0; i < left[0]; i++) {
		struct eh_words_view x, y;
		const uint32_t *at_b = right + 1;
		at_a = eh_words_next(at_a, &x);
		for (uint32_t j = 0; j < right[0]; j++) {
			struct eh_word_score score;
			at_b = eh_words_next(at_b, &y);
			if (eh_words_initials(&x, &y))
				return 0;
			eh_words_compare(&name->vocab, &x, &y, &score);
			/* "(Manchester)" behind a name is no name. */
			if ((x.part || y.part) && score.shared < PART)
				continue;
			double own = fmin(score.only_a + score.number_only_a, score.only_b + score.number_only_b);
			least = fmin(least, score.shared + score.number_shared > 0 ? own : INFINITY);
		}
	}
	return least;
}

static unsigned whom_of(const struct eh_vocab *vocab, const struct eh_words_view *view)
{
	unsigned whom = 0;

	for (uint32_t i = 0; i < view->count; i++)
		whom |= eh_words_whom(eh_vocab_text(vocab, view->words[i]));
	return whom;
}

/* "Cranleigh Football Club" and "Cranleigh Youth Football Club": one of them is for some alone, by each of their names. */
static bool for_others(const struct eh_field *name, uint32_t a, uint32_t b)
{
	const uint32_t *left = name->words.items + name->value[a] - 1, *at_a = left + 1;
	const uint32_t *right = name->words.items + name->value[b] - 1;

	for (uint32_t i = 0; i < left[0]; i++) {
		struct eh_words_view x, y;
		const uint32_t *at_b = right + 1;
		at_a = eh_words_next(at_a, &x);
		for (uint32_t j = 0; j < right[0]; j++) {
			at_b = eh_words_next(at_b, &y);
			if (!x.part && !y.part && whom_of(&name->vocab, &x) == whom_of(&name->vocab, &y))
				return false;
		}
	}
	return true;
}

/* Bits of its own that a name may have beside the other's own: slips of the pen, hardly a word. */
static const double SLIP = 2;

/* Neighbours under one roof share address and often half a name. Where each name has words of its own, only an own telephone or web site
 * says that they are one all the same; where one is for some alone, not even these, which a club and its juniors share. */
static bool reads_as_neighbours(const struct eh_records *work, const struct eh_edge *edge)
{
	const struct eh_fields *fields = &work->match.fields;
	struct eh_gamma gamma;

	if (!fields->items[0].value[edge->a] || !fields->items[0].value[edge->b])
		return false;
	if (for_others(&fields->items[0], edge->a, edge->b))
		return true;
	if (words_apart(&fields->items[0], edge->a, edge->b) <= SLIP)
		return false;
	eh_gamma_compare(fields, edge->a, edge->b, &gamma);
	for (size_t i = 0; i < fields->count; i++) {
		enum eh_kind kind = fields->items[i].kind;
		if ((kind == EH_KIND_CODE || kind == EH_KIND_HOST) && eh_gamma_level(gamma.pattern, i) == 1)
			return false;
	}
	return true;
}

/* Equal names with nothing else are asked; but within one place a name that nobody else there has is as good as an address. False: the two
 * have nothing to do with one another. */
static bool find_bond(const struct eh_records *work, const struct eh_edge *edge, enum ehl_bond_kind *ret_kind)
{
	const struct ehl_model *model = work->match.model;
	struct eh_gamma gamma;
	bool elsewhere = false, alone = edge->flags & EH_EDGE_ALONE;

	if (!alone && (double)edge->weight >= model->link_weight) {
		*ret_kind = reads_as_neighbours(work, edge) ? EHL_BOND_ASK : EHL_BOND_LINK;
		return true;
	}
	eh_gamma_compare(&work->match.fields, edge->a, edge->b, &gamma);
	for (size_t i = 0; i < work->match.fields.count; i++)
		elsewhere |= work->match.fields.items[i].kind == EH_KIND_POSTCODE && eh_gamma_level(gamma.pattern, i) > 0;
	bool same_name = eh_gamma_level(gamma.pattern, 0) == 1;
	if (same_name && gamma.bits[0] >= (elsewhere ? NAME_ELSEWHERE : NAME_ALONE) && same_place(work, edge->a, edge->b))
		*ret_kind = alone ? EHL_BOND_NAME : EHL_BOND_NAME_AND_MORE;
	else
		*ret_kind = eh_joining_may_lead(&work->match, edge, &gamma) &&
		                            !for_others(&work->match.fields.items[0], edge->a, edge->b)
		                    ? EHL_BOND_LEADS
		                    : EHL_BOND_ASK;
	return same_name || (double)edge->weight >= model->ask_weight;
}

enum { CHUNK = 1024, NO_BOND = 255 };

static void find_chunk(void *context, size_t chunk)
{
	struct eh_records *work = context;
	struct eh_edges *edges = &work->match.edges;

	for (size_t i = chunk * CHUNK; i < edges->count && i < (chunk + 1) * CHUNK; i++) {
		enum ehl_bond_kind kind;
		edges->items[i].decision = find_bond(work, &edges->items[i], &kind) ? (unsigned char)kind : NO_BOND;
	}
}

void eh_records_find_bonds(struct eh_records *work)
{
	struct eh_edges *edges = &work->match.edges;
	size_t kept = 0;

	eh_pool_run(work->options->threads, (edges->count + CHUNK - 1) / CHUNK, find_chunk, work);
	for (size_t i = 0; i < edges->count; i++)
		if (edges->items[i].decision != NO_BOND)
			edges->items[kept++] = edges->items[i];
	edges->count = kept;
}

static bool ask(struct eh_records *work, const struct eh_edge *edge)
{
	double weight = (double)edge->weight;

	return eh_vec_push(&work->questions,
	        (struct ehl_pair){ edge->a, edge->b, weight, eh_model_probability(work->match.model, weight), EHL_ASK });
}

/* A question that later joins answered is none, nor one that only one answer fits; of several between two clusters the strongest is enough. */
static bool settle_questions(struct eh_records *work)
{
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < work->questions.count; i++) {
		struct ehl_pair pair = work->questions.items[i];
		uint32_t a = work->head[pair.a], b = work->head[pair.b];
		bool added = false;
		if (a == b)
			continue;
		struct eh_str key = eh_arena_printf(&work->arena, "%u-%u", a < b ? a : b, a < b ? b : a);
		if (!key.p || eh_map_put(&seen, key, 1, NULL, &added) < 0)
			return false;
		if (added && !eh_records_forbidden(work, a, b))
			work->questions.items[kept++] = pair;
	}
	work->questions.count = kept;
	return true;
}

static bool links(struct eh_records *work, const struct eh_edge *edge)
{
	return edge->decision == EHL_BOND_LINK ||
	       (edge->decision != EHL_BOND_ASK && edge->decision != EHL_BOND_LEADS &&
	               eh_records_each_name(work, edge->a, no_rival) && eh_records_each_name(work, edge->b, no_rival));
}

static bool is_apart(void *context, uint32_t a, uint32_t b)
{
	struct eh_records *work = context;

	return work->branch[a] || work->branch[b] || eh_records_forbidden(work, a, b);
}

static void join_by_name(void *context, uint32_t a, uint32_t b)
{
	struct eh_records *work = context;

	eh_records_join(work, a, b);
	work->links++;
}

bool eh_records_link_edges(struct eh_records *work)
{
	const struct eh_edges *edges = &work->match.edges;
	struct eh_joining joining = { &work->match, work->head, work->next, work->size, is_apart, join_by_name, work };
	struct eh_gamma whole;

	for (size_t i = 0; i < edges->count; i++) {
		const struct eh_edge *edge = &edges->items[i];
		uint32_t a = work->head[edge->a], b = work->head[edge->b];
		if (a == b || work->branch[edge->a] || work->branch[edge->b])
			continue;
		bool link = links(work, edge), alone = edge->decision == EHL_BOND_NAME;
		if (link && eh_records_forbidden(work, a, b))
			continue;
		if (link && (work->size[a] + work->size[b] == 2 || alone || eh_joining_weight(&joining, a, b, &whole) >= 0)) {
			eh_records_join(work, a, b);
			work->links++;
		} else if (!ask(work, edge)) {
			return false;
		}
	}
	return eh_joining_names(&joining) && settle_questions(work) && !work->outside_failed;
}
