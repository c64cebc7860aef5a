/* match.c: the whole of a match, stage by stage. */
#include <stdio.h>
#include <stdlib.h>

#include "match.h"

const char *const ehl_stages[8] = { "read the rows", "prepare", "index", "train", "score", "decide", "", "" };

static int by_rows(const void *a, const void *b)
{
	const struct ehl_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static int hand_over(struct eh_match *match)
{
	struct ehl_matches *out = &match->out;

	out->pairs = eh_alloc((match->edges.count + 1) * sizeof *out->pairs);
	if (!out->pairs)
		return -1;
	for (size_t i = 0; i < match->edges.count; i++) {
		const struct eh_edge *edge = &match->edges.items[i];
		double weight = (double)edge->weight;
		out->pairs[out->pair_count++] = (struct ehl_pair){ edge->a, edge->b, weight,
			eh_model_probability(match->model, weight), (enum ehl_decision)edge->decision };
		out->links += edge->decision == EHL_LINK;
		out->asks += edge->decision == EHL_ASK;
	}
	if (out->pair_count)
		qsort(out->pairs, out->pair_count, sizeof *out->pairs, by_rows);
	for (size_t i = 0; i < match->model->plan.count; i++) {
		const struct eh_rule_stats *stats = &match->index.stats[i];
		struct ehl_block *block = &out->blocks[out->block_count++];
		eh_rule_text(&match->fields, &match->model->plan.rules[i], block->rule, sizeof block->rule);
		block->blocks = stats->blocks;
		block->capped = stats->capped;
		block->largest = stats->largest;
		block->pairs = stats->pairs;
		block->lost = stats->lost;
	}
	if (!match->options->model && !eh_model_freeze(&match->fields, match->model))
		return -1;
	snprintf(out->warnings, sizeof out->warnings, "%s", match->model->warnings);
	out->model = match->model;
	match->model = NULL;
	return 0;
}

static int run(struct eh_match *match, const struct ehl_column *columns)
{
	double started = eh_time_elapsed(), now;
	int rc = eh_match_ready(match, columns);

	if (rc)
		return rc;
	now = eh_time_elapsed();
	match->out.seconds[2] = now - match->out.seconds[1];
	match->out.seconds[1] -= started;
	started = now;
	rc = match->options->model ? 0 : eh_match_train(match);
	now = eh_time_elapsed();
	match->out.seconds[3] = now - started;
	started = now;
	rc = rc ? rc : eh_match_score(match);
	now = eh_time_elapsed();
	match->out.seconds[4] = now - started;
	if (rc)
		return rc;
	eh_match_thresholds(match);
	if (!eh_match_unlinkable(match))
		return -1;
	if (!match->table->left)
		eh_index_forget_blocks(&match->index);
	rc = match->table->left ? eh_match_assign(match) : eh_match_join(match);
	rc = rc ? rc : hand_over(match);
	match->out.seconds[5] = eh_time_elapsed() - now;
	return rc;
}

void eh_match_finish(struct eh_match *match)
{
	eh_fields_finish(&match->fields);
	eh_index_finish(&match->index);
	eh_free(match->hash);
	eh_free(match->leader);
	eh_free(match->edges.items);
	ehl_model_free(match->model);
}

int ehl_match(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_match_options *options,
        struct ehl_matches *ret_matches)
{
	static const struct ehl_match_options DEFAULTS;
	struct eh_match match = { .table = table, .options = options ? options : &DEFAULTS, .least_kept = EH_LEAST_KEPT };
	int rc;

	/* With a frozen model rows may be added later, one by one: then each stands for itself. */
	match.keep_equal = match.options->model != NULL;
	match.model = eh_alloc_zero(1, sizeof *match.model);
	rc = match.model ? run(&match, columns) : -1;
	if (rc == 0)
		*ret_matches = match.out;
	else
		ehl_matches_finish(&match.out);
	eh_match_finish(&match);
	return rc;
}

void ehl_matches_finish(struct ehl_matches *matches)
{
	eh_free(matches->pairs);
	eh_free(matches->cluster);
	ehl_model_free(matches->model);
	*matches = (struct ehl_matches){ 0 };
}
