/* cluster.c: from records to clusters: identifiers first, then weights, from the strongest pair down. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "link.h"

enum { DEFAULT_BLOCK_CAP = 200, RANDOM_PAIRS = 20000, MOST_CROSS = 400, CHUNK = 2048 };

static const double DEFAULT_LINK = 6, DEFAULT_ASK = 0;
/* Bits that equal names must carry to be linked on the strength of one place alone, when nobody else there has that name. */
static const double NAME_ALONE = 16;

struct edge {
	uint32_t a, b;
	float weight;
	unsigned char decision;
};

struct work {
	const struct ehl_record *records;
	size_t count;
	const struct ehl_options *options;
	double link_weight, ask_weight;
	struct eh_link_ready *ready;
	struct eh_arena *arenas; /* one for each chunk */
	size_t chunks;
	bool failed;
	struct eh_link_chances chances;
	struct eh_link_candidates candidates;
	struct edge *edges; /* of each candidate */
	/* Clusters: a tree to the smallest member, and a ring of members. */
	uint32_t *head, *next;
	uint32_t *size;
	bool *branch; /* of another's organisation: takes no part in identifier groups */
	const struct ehl_constraint *constraints;
	size_t constraint_count;
	EH_VEC(struct ehl_branch) branches;
	EH_VEC(struct ehl_pair) questions;
	struct eh_map rivals; /* core of a name → how many different identified organisations have it */
	struct eh_arena arena;
	size_t links;
};

static void prepare_chunk(void *context, size_t chunk)
{
	struct work *work = context;
	size_t from = chunk * CHUNK, to = from + CHUNK < work->count ? from + CHUNK : work->count;

	for (size_t i = from; i < to; i++)
		if (!eh_link_prepare(&work->records[i], &work->arenas[chunk], &work->ready[i]))
			__atomic_store_n(&work->failed, true, __ATOMIC_RELAXED);
}

static bool prepare(struct work *work)
{
	work->chunks = (work->count + CHUNK - 1) / CHUNK;
	work->ready = eh_alloc_zero(work->count, sizeof *work->ready);
	work->arenas = eh_alloc_zero(work->chunks, sizeof *work->arenas);
	work->head = eh_alloc_zero(work->count, sizeof *work->head);
	work->next = eh_alloc_zero(work->count, sizeof *work->next);
	work->size = eh_alloc_zero(work->count, sizeof *work->size);
	work->branch = eh_alloc_zero(work->count, sizeof *work->branch);
	if (!work->ready || !work->arenas || !work->head || !work->next || !work->size || !work->branch)
		return false;
	for (size_t i = 0; i < work->count; i++) {
		work->head[i] = work->next[i] = (uint32_t)i;
		work->size[i] = 1;
	}
	eh_pool_run(work->options->threads, work->chunks, prepare_chunk, work);
	return !work->failed;
}

/* How often fields agree by chance, smoothed towards what is usual, since a short list has few random pairs. */
static void estimate_chances(struct work *work)
{
	const struct eh_link_chances *usual = &eh_link_default_chances;
	double n[7] = { 0 }, agree[7] = { 0 };
	struct eh_random random;
	const double prior_pairs = RANDOM_PAIRS / 2.0;

	eh_random_init(&random, work->options->seed, 1);
	for (size_t i = 0; work->count > 1 && i < RANDOM_PAIRS; i++) {
		const struct eh_link_ready *a = &work->ready[eh_random_below(&random, work->count)];
		const struct eh_link_ready *b = &work->ready[eh_random_below(&random, work->count)];
		const struct {
			struct eh_str a, b;
		} FIELDS[] = { { a->postcode, b->postcode }, { a->sector, b->sector }, { a->district, b->district },
			{ a->street, b->street }, { a->phone, b->phone }, { a->domain, b->domain }, { a->place, b->place } };
		for (size_t j = 0; a != b && j < 7; j++) {
			n[j] += FIELDS[j].a.n && FIELDS[j].b.n;
			agree[j] += FIELDS[j].a.n && FIELDS[j].b.n && eh_str_eq(FIELDS[j].a, FIELDS[j].b);
		}
	}
	const double defaults[7] = { usual->postcode, usual->sector, usual->district, usual->street, usual->phone, usual->domain,
		usual->place };
	double *const out[7] = { &work->chances.postcode, &work->chances.sector, &work->chances.district, &work->chances.street,
		&work->chances.phone, &work->chances.domain, &work->chances.place };
	for (size_t j = 0; j < 7; j++)
		*out[j] = (agree[j] + prior_pairs * defaults[j]) / (n[j] + prior_pairs);
	if (work->chances.place > 0.9)
		work->chances.place = 0.9; /* a list of one place: to be there says little, but not nothing */
}

/* A conflict: both hold an identifier of a scheme that gives each organisation one, and the two differ. */
static bool ids_conflict(const struct ehl_record *a, const struct ehl_record *b)
{
	bool conflict = false;

	for (size_t i = 0; i < a->id_count; i++)
		for (size_t j = 0; j < b->id_count; j++) {
			if (!a->ids[i].one_each || !a->ids[i].scheme.n ||
			        !eh_str_eq(eh_link_str(a->ids[i].scheme), eh_link_str(b->ids[j].scheme)))
				continue;
			if (eh_str_eq(eh_link_str(a->ids[i].id), eh_link_str(b->ids[j].id)))
				return false; /* one in common settles it: the others are out of date */
			conflict = true;
		}
	return conflict;
}

static bool constrained_apart(const struct work *work, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < work->constraint_count; i++) {
		const struct ehl_constraint *c = &work->constraints[i];
		uint32_t x = work->head[c->a], y = work->head[c->b];
		if (!c->same && ((x == a && y == b) || (x == b && y == a)))
			return true;
	}
	return false;
}

/* Whether anything forbids joining two clusters, given by their heads. */
static bool forbidden(const struct work *work, uint32_t a, uint32_t b)
{
	if (constrained_apart(work, a, b))
		return true;
	uint32_t i = a;
	do {
		uint32_t j = b;
		do {
			if (ids_conflict(&work->records[i], &work->records[j]))
				return true;
			j = work->next[j];
		} while (j != b);
		i = work->next[i];
	} while (i != a);
	return false;
}

static void join(struct work *work, uint32_t a, uint32_t b)
{
	uint32_t small = a < b ? a : b, large = a < b ? b : a, i = large;

	do {
		work->head[i] = small;
		i = work->next[i];
	} while (i != large);
	uint32_t swap = work->next[small];
	work->next[small] = work->next[large];
	work->next[large] = swap;
	work->size[small] += work->size[large];
}

static bool add_branch(struct work *work, size_t record, size_t of)
{
	work->branch[record] = true;
	return eh_vec_push(&work->branches, (struct ehl_branch){ record, of });
}

/* Name and place say branch: it lies in another district than the register's entry, and its name differs by words of its own. */
static bool reads_as_branch(const struct work *work, size_t record, size_t holder)
{
	const struct eh_link_ready *a = &work->ready[record], *b = &work->ready[holder];

	if (!work->records[holder].register_entry || work->records[record].register_entry)
		return false;
	if (!a->district.n || !b->district.n || eh_str_eq(a->district, b->district))
		return false;
	struct eh_link_score score = eh_link_compare(a, b, &work->chances);
	return !score.same_core && score.only_a > 7 && !(score.phone > 0 || score.web > 0);
}

struct id_entry {
	uint64_t hash;
	uint32_t record;
	unsigned char rank; /* register entries first */
};

static int by_id(const void *a, const void *b)
{
	const struct id_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

static bool join_group(struct work *work, const struct id_entry *entries, size_t count)
{
	size_t holder = entries[0].record;

	for (size_t i = 1; i < count; i++) {
		size_t record = entries[i].record;
		uint32_t a = work->head[holder], b = work->head[record];
		if (a == b || work->branch[record])
			continue;
		if (reads_as_branch(work, record, holder)) {
			if (!add_branch(work, record, holder))
				return false;
			continue;
		}
		if (!forbidden(work, a, b)) {
			join(work, a, b);
			work->links++;
		}
	}
	return true;
}

static bool link_by_identifiers(struct work *work)
{
	EH_VEC(struct id_entry) entries = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < work->count; i++)
		for (size_t j = 0; good && j < work->records[i].id_count; j++) {
			const struct ehl_id *id = &work->records[i].ids[j];
			if (!id->scheme.n)
				continue;
			uint64_t hash = eh_str_hash(eh_link_str(id->scheme)) * 31 + eh_str_hash(eh_link_str(id->id));
			good = eh_vec_push(&entries, (struct id_entry){ hash, (uint32_t)i, !work->records[i].register_entry });
		}
	if (entries.count)
		qsort(entries.items, entries.count, sizeof *entries.items, by_id);
	for (size_t i = 0; good && i < entries.count;) {
		size_t end = i + 1;
		while (end < entries.count && entries.items[end].hash == entries.items[i].hash)
			end++;
		good = join_group(work, entries.items + i, end - i);
		i = end;
	}
	eh_vec_finish(&entries);
	return good;
}

/* How many identified organisations share the core of a name: two that do make every further one a tie. */
static bool count_rivals(struct work *work)
{
	for (size_t i = 0; i < work->count; i++) {
		bool identified = false;
		for (size_t j = 0; j < work->records[i].id_count; j++)
			identified |= work->records[i].ids[j].one_each;
		if (!identified || work->head[i] != i)
			continue;
		for (size_t j = 0; j < work->ready[i].name_count; j++) {
			const struct eh_link_name *name = &work->ready[i].names[j];
			struct eh_str key = { (const char *)&name->core, sizeof name->core };
			uint64_t *slot;
			bool added;
			if (eh_map_put(&work->rivals, key, 1, &slot, &added) < 0)
				return false;
			*slot += !added;
		}
	}
	return true;
}

static bool has_rivals(const struct work *work, uint32_t record)
{
	for (size_t j = 0; j < work->ready[record].name_count; j++) {
		const struct eh_link_name *name = &work->ready[record].names[j];
		const uint64_t *count = eh_map_get(
		        &work->rivals, (struct eh_str){ (const char *)&name->core, sizeof name->core });
		if (count && *count > 1)
			return true;
	}
	return false;
}

static enum ehl_decision decide(const struct work *work, uint32_t a, uint32_t b, const struct eh_link_score *score)
{
	bool rivals = !score->corroborated && (has_rivals(work, a) || has_rivals(work, b));

	if (score->total >= work->link_weight && score->corroborated && score->name > 3)
		return EHL_LINK;
	if (score->same_core && score->place > 0 && score->name >= NAME_ALONE && score->postcode >= 0 && !rivals)
		return EHL_LINK;
	if (score->same_core || score->total >= work->ask_weight)
		return score->conflict ? EHL_LEAVE : EHL_ASK;
	return EHL_LEAVE;
}

static void compare_chunk(void *context, size_t chunk)
{
	struct work *work = context;
	size_t from = chunk * CHUNK, to = from + CHUNK < work->candidates.count ? from + CHUNK : work->candidates.count;

	if (work->options->cancelled && work->options->cancelled(work->options->context))
		return;
	for (size_t i = from; i < to; i++) {
		uint32_t a = work->candidates.items[i].a, b = work->candidates.items[i].b;
		struct eh_link_score score = eh_link_compare(&work->ready[a], &work->ready[b], &work->chances);
		work->edges[i] = (struct edge){ a, b, (float)score.total, (unsigned char)decide(work, a, b, &score) };
	}
}

static int by_weight(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->decision != y->decision)
		return x->decision > y->decision ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

/* Mean weight of the pairs between two clusters; large ones are sampled from their heads on. */
static double mean_weight(const struct work *work, uint32_t a, uint32_t b)
{
	double sum = 0;
	size_t pairs = 0;
	uint32_t i = a;

	do {
		uint32_t j = b;
		do {
			sum += eh_link_compare(&work->ready[i], &work->ready[j], &work->chances).total;
			pairs++;
			j = work->next[j];
		} while (j != b && pairs < MOST_CROSS);
		i = work->next[i];
	} while (i != a && pairs < MOST_CROSS);
	return sum / (double)pairs;
}

static bool link_by_weight(struct work *work)
{
	for (size_t i = 0; i < work->candidates.count; i++) {
		const struct edge *edge = &work->edges[i];
		uint32_t a = work->head[edge->a], b = work->head[edge->b];
		if (edge->decision == EHL_LEAVE)
			break;
		if (a == b || work->branch[edge->a] || work->branch[edge->b])
			continue;
		bool forbid = forbidden(work, a, b);
		if (edge->decision == EHL_LINK && !forbid &&
		        (work->size[a] + work->size[b] == 2 || mean_weight(work, a, b) >= work->ask_weight)) {
			join(work, a, b);
			work->links++;
			continue;
		}
		double probability = 1 / (1 + exp2(-(double)edge->weight));
		if (!forbid && !eh_vec_push(&work->questions,
		                       (struct ehl_pair){ edge->a, edge->b, (double)edge->weight, probability, EHL_ASK }))
			return false;
	}
	return true;
}

/* A question that later joins answered is none; of several between two clusters the strongest is enough. */
static bool settle_questions(struct work *work)
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
		if (added)
			work->questions.items[kept++] = pair;
	}
	work->questions.count = kept;
	return true;
}

static int apply_decisions(struct work *work)
{
	for (size_t i = 0; i < work->constraint_count; i++) {
		const struct ehl_constraint *c = &work->constraints[i];
		if (c->a >= work->count || c->b >= work->count)
			return -3;
		if (c->same && work->head[c->a] != work->head[c->b]) {
			if (constrained_apart(work, work->head[c->a], work->head[c->b]))
				return -3;
			join(work, work->head[c->a], work->head[c->b]);
		}
	}
	return 0;
}

static int run(struct work *work)
{
	if (!prepare(work))
		return -1;
	estimate_chances(work);
	int rc = apply_decisions(work);
	if (rc)
		return rc;
	size_t cap = work->options->block_cap ? work->options->block_cap : DEFAULT_BLOCK_CAP;
	if (!link_by_identifiers(work) || !count_rivals(work) || !eh_link_block(work->ready, work->count, cap, &work->candidates))
		return -1;
	work->edges = eh_alloc_zero(work->candidates.count, sizeof *work->edges);
	if (!work->edges)
		return -1;
	eh_pool_run(work->options->threads, (work->candidates.count + CHUNK - 1) / CHUNK, compare_chunk, work);
	if (work->options->cancelled && work->options->cancelled(work->options->context))
		return -2;
	if (work->candidates.count)
		qsort(work->edges, work->candidates.count, sizeof *work->edges, by_weight);
	return link_by_weight(work) && settle_questions(work) ? 0 : -1;
}

static int hand_over(struct work *work, struct ehl_result *ret_result)
{
	struct ehl_result result = { .question_count = work->questions.count,
		.branch_count = work->branches.count,
		.links = work->links,
		.pairs_compared = work->candidates.count,
		.blocks_capped = work->candidates.capped };

	result.cluster = eh_alloc_zero(work->count, sizeof *result.cluster);
	if (!result.cluster)
		return -1;
	for (size_t i = 0; i < work->count; i++)
		result.cluster[i] = work->head[i];
	result.questions = work->questions.items;
	result.branches = work->branches.items;
	work->questions.items = NULL;
	work->branches.items = NULL;
	if (result.blocks_capped)
		snprintf(result.warnings, sizeof result.warnings,
		        "%zu blocks of common words held over %zu records and were left to rarer ones\n", result.blocks_capped,
		        work->options->block_cap ? work->options->block_cap : (size_t)DEFAULT_BLOCK_CAP);
	*ret_result = result;
	return 0;
}

int ehl_link(const struct ehl_record *records, size_t count, const struct ehl_constraint *constraints, size_t constraint_count,
        const struct ehl_options *options, struct ehl_result *ret_result)
{
	static const struct ehl_options DEFAULTS;
	struct work work = { .records = records,
		.count = count,
		.options = options ? options : &DEFAULTS,
		.constraints = constraints,
		.constraint_count = constraint_count };

	if (count >= UINT32_MAX)
		return -1;
	work.link_weight = work.options->link_weight != 0 ? work.options->link_weight : DEFAULT_LINK;
	work.ask_weight = work.options->ask_weight != 0 ? work.options->ask_weight : DEFAULT_ASK;
	int rc = run(&work);
	if (rc == 0)
		rc = hand_over(&work, ret_result);
	for (size_t i = 0; work.arenas && i < work.chunks; i++)
		eh_arena_finish(&work.arenas[i]);
	eh_free(work.arenas);
	eh_free(work.ready);
	eh_free(work.head);
	eh_free(work.next);
	eh_free(work.size);
	eh_free(work.branch);
	eh_free(work.candidates.items);
	eh_free(work.edges);
	eh_vec_finish(&work.branches);
	eh_vec_finish(&work.questions);
	eh_map_finish(&work.rivals);
	eh_arena_finish(&work.arena);
	return rc;
}

void ehl_result_finish(struct ehl_result *result)
{
	eh_free(result->cluster);
	eh_free(result->questions);
	eh_free(result->branches);
	*result = (struct ehl_result){ 0 };
}
