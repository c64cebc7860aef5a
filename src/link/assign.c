/* assign.c: who belongs to whom in two files. */
#include <math.h>
#include <stdlib.h>

#include "calibrate.h"
#include "match.h"

/* Two partners so near in weight that choosing would be guessing. */
static const float TIE = 0.75f;

/* Beyond which share of equal rows, or of rows whose best partner prefers another, a file holds things more than once. */
static const double MOST_REPEATS = 0.02, MOST_SPURNED = 0.15;

struct assigning {
	struct eh_match *match;
	float *best, *second;           /* of each row, the weights of its best edge and the best to another organisation */
	uint32_t *best_row;             /* with whom */
	uint32_t *partner;              /* of each row, plus one; 0 none */
	bool left_clean, right_clean;   /* no equal rows, or few */
	bool left_unique, right_unique; /* each row has one partner at most */
	bool right_is_register;         /* the second file is the one with fewer equal rows */
};

static bool known_same(const struct assigning *assigning, uint32_t a, uint32_t b)
{
	const uint32_t *same = assigning->match->options->same;

	return same && same[a] == same[b] && same[a] != UINT32_MAX;
}

static void note_best(struct assigning *assigning, uint32_t row, uint32_t other, float weight)
{
	/* Edges come heaviest first. */
	if (assigning->best_row[row] == UINT32_MAX) {
		assigning->best_row[row] = other;
		assigning->best[row] = weight;
	} else if (assigning->second[row] < weight && !known_same(assigning, other, assigning->best_row[row])) {
		assigning->second[row] = weight;
	}
}

static bool start(struct assigning *assigning)
{
	size_t rows = assigning->match->table->row_count;

	assigning->best = eh_alloc((rows + 1) * sizeof *assigning->best);
	assigning->second = eh_alloc((rows + 1) * sizeof *assigning->second);
	assigning->best_row = eh_alloc((rows + 1) * sizeof *assigning->best_row);
	assigning->partner = eh_alloc_zero(rows + 1, sizeof *assigning->partner);
	if (!assigning->best || !assigning->second || !assigning->best_row || !assigning->partner)
		return false;
	for (size_t i = 0; i < rows; i++) {
		assigning->best[i] = assigning->second[i] = -1e9f;
		assigning->best_row[i] = UINT32_MAX;
	}
	for (size_t i = 0; i < assigning->match->edges.count; i++) {
		const struct eh_edge *edge = &assigning->match->edges.items[i];
		note_best(assigning, edge->a, edge->b, edge->weight);
		note_best(assigning, edge->b, edge->a, edge->weight);
	}
	return true;
}

/* Rows of a side whose best partner prefers another: many of them, and the file holds organisations more than once. */
static double spurned(const struct assigning *assigning, size_t from, size_t to)
{
	size_t strong = 0, lost = 0;

	for (size_t i = from; i < to; i++) {
		if ((double)assigning->best[i] < assigning->match->model->link_weight + 3)
			continue;
		strong++;
		lost += assigning->best_row[assigning->best_row[i]] != i;
	}
	/* A handful of them says nothing. */
	double all = fmax((double)strong, 0.1 * (double)(to - from));
	return all > 0 ? (double)lost / all : 0;
}

static void decide_sides(struct assigning *assigning)
{
	const struct eh_match *match = assigning->match;
	size_t left = match->table->left, rows = match->table->row_count;
	double left_repeats = eh_match_repeats(match, 0, left), right_repeats = eh_match_repeats(match, left, rows);
	enum ehl_one_to_one how = match->options->one_to_one;

	assigning->left_clean = left_repeats < MOST_REPEATS;
	assigning->right_clean = right_repeats < MOST_REPEATS;
	assigning->left_unique = how == EHL_YES ||
	                         (how == EHL_AUTO && assigning->left_clean && spurned(assigning, 0, left) < MOST_SPURNED);
	assigning->right_unique = how == EHL_YES ||
	                          (how == EHL_AUTO && assigning->right_clean && spurned(assigning, left, rows) < MOST_SPURNED);
	assigning->right_is_register = right_repeats <= left_repeats;
}

static bool tied(const struct assigning *assigning, const struct eh_edge *edge)
{
	/* Equal names of several organisations in a register are a tie even where the register holds some twice; of a file that may hold
	 * an organisation twice, equal partners are no tie. */
	bool alone = edge->flags & EH_EDGE_ALONE;
	bool right = assigning->right_unique || (alone && assigning->right_is_register);
	bool left = assigning->left_unique || (alone && !assigning->right_is_register);

	return (right && assigning->second[edge->a] > edge->weight - TIE) ||
	       (left && assigning->second[edge->b] > edge->weight - TIE);
}

/* Chooses from the heaviest edge down, each row of a side that is unique once. Chosen edges are marked LINK for the time being. */
static void choose(struct assigning *assigning)
{
	struct eh_match *match = assigning->match;

	for (size_t i = 0; i < match->edges.count; i++) {
		struct eh_edge *edge = &match->edges.items[i];
		uint32_t *pa = &assigning->partner[edge->a], *pb = &assigning->partner[edge->b];
		bool taken = (assigning->right_unique && *pa && !known_same(assigning, *pa - 1, edge->b)) ||
		             (assigning->left_unique && *pb && !known_same(assigning, *pb - 1, edge->a));
		edge->decision = taken ? EHL_LEAVE : EHL_LINK;
		if (taken)
			continue;
		*pa = edge->b + 1;
		*pb = edge->a + 1;
	}
}

/* Null weights from the files that hold nothing twice. */
static bool calibrate(struct assigning *assigning, struct eh_calibration *ret_calibration)
{
	struct eh_match *match = assigning->match;
	size_t left = match->table->left, rows = match->table->row_count, chosen_count = 0, best_count = 0;
	float *best = eh_alloc((rows + 1) * sizeof *best), *chosen = eh_alloc((match->edges.count + 1) * sizeof *chosen);
	bool good = best && chosen;

	for (size_t i = 0; good && i < match->edges.count; i++)
		if (match->edges.items[i].decision == EHL_LINK)
			chosen[chosen_count++] = match->edges.items[i].weight;
	if (good && assigning->left_unique && assigning->left_clean) {
		good = eh_best_within(match, EH_WITHIN_FIRST, 0, left, best);
		best_count = left;
	}
	if (good && assigning->right_unique && assigning->right_clean) {
		good = eh_best_within(match, EH_WITHIN_SECOND, left, rows, best + best_count);
		best_count += rows - left;
	}
	if (good)
		eh_calibrate(
		        chosen, chosen_count, best, best_count, assigning->right_unique ? left : rows - left, ret_calibration);
	eh_free(best);
	eh_free(chosen);
	return good;
}

/* Even odds after calibration are the line. */
static void set_thresholds(struct eh_match *match, const struct eh_calibration *calibration)
{
	static const double LEAST = EH_LEAST_KEPT, MOST = 50, STEP = 0.125, ASKED = 3;
	double all = 0, right = 0, linked = 0, line = LEAST;

	if (!calibration->known || match->options->model)
		return;
	while (line < MOST && eh_calibrated(calibration, line) < 0.5)
		line += STEP;
	for (size_t i = 0; i < match->edges.count; i++) {
		if (match->edges.items[i].decision != EHL_LINK)
			continue;
		double weight = (double)match->edges.items[i].weight, probability = eh_calibrated(calibration, weight);
		all += probability;
		if (weight < line)
			continue;
		right += probability;
		linked++;
	}
	match->model->link_weight = line;
	match->model->ask_weight = line - ASKED;
	match->out.expected_f1 = linked + all > 0 ? 2 * right / (linked + all) : 1;
}

static void decide(struct assigning *assigning)
{
	struct eh_match *match = assigning->match;

	for (size_t i = 0; i < match->edges.count; i++) {
		struct eh_edge *edge = &match->edges.items[i];
		if (edge->decision != EHL_LINK)
			continue;
		if ((double)edge->weight < match->model->ask_weight)
			edge->decision = EHL_LEAVE;
		else if ((double)edge->weight < match->model->link_weight || tied(assigning, edge))
			edge->decision = EHL_ASK;
	}
}

int eh_match_assign(struct eh_match *match)
{
	struct assigning assigning = { .match = match };
	struct eh_calibration calibration = { .known = false };
	bool good = start(&assigning);

	if (good) {
		decide_sides(&assigning);
		choose(&assigning);
		good = calibrate(&assigning, &calibration);
	}
	if (good) {
		set_thresholds(match, &calibration);
		decide(&assigning);
		match->out.one_to_one = assigning.left_unique && assigning.right_unique;
	}
	eh_free(assigning.best);
	eh_free(assigning.second);
	eh_free(assigning.best_row);
	eh_free(assigning.partner);
	return good ? 0 : -1;
}
