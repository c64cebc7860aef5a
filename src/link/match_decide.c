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

void eh_match_unlinkable(struct eh_match *match)
{
	struct ehl_matches *out = &match->out;

	for (size_t i = 0; i < match->table->row_count; i++) {
		unsigned char flags;
		if (eh_match_weight(match, (uint32_t)i, (uint32_t)i, &flags) >= match->model->link_weight)
			continue;
		if (out->unlinkable < sizeof out->unlinkable_rows / sizeof *out->unlinkable_rows)
			out->unlinkable_rows[out->unlinkable] = i;
		out->unlinkable++;
	}
}
