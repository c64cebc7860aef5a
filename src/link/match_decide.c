/* match_decide.c: where to link and where to ask. */
#include "match.h"

/* Bits below a link where a person is asked. */
static const double ASKED = 3;

/* Expected true links are the sum of the probabilities; linking down to some weight gives an expected F1 of twice those linked over linked
 * and all. It is greatest where a further pair's probability falls under half of that F1, which is never above even odds; and below even
 * odds nothing is linked. So even odds are the line, wherever the pairs at hand happen to lie. */
void eh_match_thresholds(struct eh_match *match)
{
	double all = 0, right = 0, linked = 0;

	if (!match->options->model) {
		match->model->link_weight = 0;
		match->model->ask_weight = -ASKED;
	}
	for (size_t i = 0; i < match->edges.count; i++) {
		double weight = (double)match->edges.items[i].weight, probability = eh_probability(weight);
		all += probability;
		if (weight < match->model->link_weight)
			continue;
		right += probability;
		linked++;
	}
	match->out.expected_f1 = linked + all > 0 ? 2 * right / (linked + all) : 1;
}

enum { CHUNK = 4096 };

struct unlinkable {
	struct eh_match *match;
	bool *is; /* of each row */
};

static void find_chunk(void *context, size_t chunk)
{
	const struct unlinkable *unlinkable = context;
	const struct eh_match *match = unlinkable->match;
	size_t from = chunk * CHUNK, rows = match->table->row_count, to = rows - from < CHUNK ? rows : from + CHUNK;
	unsigned char flags;

	for (size_t i = from; i < to; i++)
		unlinkable->is[i] = eh_match_weight(match, (uint32_t)i, (uint32_t)i, &flags) < match->model->link_weight;
}

bool eh_match_unlinkable(struct eh_match *match)
{
	size_t rows = match->table->row_count;
	struct unlinkable unlinkable = { match, eh_alloc_zero(rows + 1, sizeof *unlinkable.is) };
	struct ehl_matches *out = &match->out;

	if (!unlinkable.is)
		return false;
	eh_pool_run(match->options->threads, (rows + CHUNK - 1) / CHUNK, find_chunk, &unlinkable);
	for (size_t i = 0; i < rows; i++) {
		if (unlinkable.is[i] && out->unlinkable < sizeof out->unlinkable_rows / sizeof *out->unlinkable_rows)
			out->unlinkable_rows[out->unlinkable] = i;
		out->unlinkable += unlinkable.is[i];
	}
	eh_free(unlinkable.is);
	return true;
}
