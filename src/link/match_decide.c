/* match_decide.c: where to link and where to ask. */
#include "match.h"

/* Expected true links are the sum of the probabilities; linking down to some weight gives an expected F1 of twice those linked over linked
 * and all. The best place to stop is where a further pair's probability falls under half of that F1, but never below even odds. */
void eh_match_thresholds(struct eh_match *match)
{
	double all = 0, right = 0, best = 0, link = 0;

	for (size_t i = 0; i < match->edges.count; i++)
		all += eh_probability((double)match->edges.items[i].weight);
	for (size_t i = 0; i < match->edges.count && match->edges.items[i].weight >= 0; i++) {
		right += eh_probability((double)match->edges.items[i].weight);
		double f1 = 2 * right / ((double)i + 1 + all);
		if (f1 > best) {
			best = f1;
			link = (double)match->edges.items[i].weight;
		}
	}
	match->out.expected_f1 = best;
	if (!match->options->model) {
		match->model->link_weight = link;
		match->model->ask_weight = link - 3;
	}
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
