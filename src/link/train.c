#include "train.h"

#include <math.h>
#include <stdio.h>

/* After so many rounds each goes half the way only: pooled levels can throw m to and fro between two states. */
enum { MOST_ROUNDS = 200, RELATIVES_ROUNDS = 60, WHOLE_STEPS = 20 };

/* Imagined pairs: so many matches with the usual m, so many chance pairs with the usual u. */
static const double IMAGINED_MATCHES = 12, IMAGINED_SHARE = 0.15, IMAGINED_RELATIVES = 15, IMAGINED_APART = 4,
                    IMAGINED_CHANCES = 30;
/* Relatives by an organisation's name share a brand or a saint, hardly ever the whole name, and have an address of their own; neighbours have
 * other names. That is held as firmly as so many times the pairs there are. Else two halves of a place's list, one with addresses and one
 * without, pass for relatives, and pairs with name and address in common for relatives by name with a door in common. */
static const double WHOLE_NAME = 0.02, HELD = 3;
static const double NO_RELATIVES = -200;
/* Rounds go on until no level of m moves by more; and what still moves at the end is worth a warning when two of a hundred matches do. */
static const double CLOSE_ENOUGH = 1e-4, UNSETTLED = 0.02;

static unsigned levels_of(const struct eh_model_field *field) { return eh_kind_infos[eh_type_infos[field->type].kind].levels; }

/* Counts of levels, each pattern weighing `weight(pattern)`; slot 0 is "missing". */
struct sums {
	double level[EH_MOST_FIELDS][EH_MOST_LEVELS + 1];
	double all;
};

static void add_pattern(struct sums *sums, size_t fields, uint64_t pattern, double weight)
{
	for (size_t i = 0; i < fields; i++)
		sums->level[i][eh_gamma_level(pattern, i)] += weight;
	sums->all += weight;
}

/* u: chance pairs, less the matches that must be among them. */
static void estimate_u(const struct eh_training *training, struct ehl_model *model)
{
	struct sums sums = { 0 };

	for (size_t i = 0; i < training->chance->count; i++)
		add_pattern(
		        &sums, model->field_count, training->chance->items[i].pattern, (double)training->chance->items[i].count);
	double matches = training->apart ? 0 : sums.all * exp2(model->prior);
	for (size_t i = 0; i < model->field_count; i++) {
		struct eh_model_field *field = &model->fields[i];
		const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[field->type].kind];
		unsigned levels = levels_of(field);
		double said = sums.all - sums.level[i][0], total = 0, left[EH_MOST_LEVELS];
		double matching = sums.all > 0 ? matches * said / sums.all : 0;
		field->seen = said;
		for (unsigned l = 0; l < levels; l++) {
			double count = sums.level[i][l + 1] - matching * field->m[l];
			left[l] = fmax(count, 0.3) + IMAGINED_CHANCES * kind->u[l];
			total += left[l];
		}
		for (unsigned l = 0; l < levels; l++)
			field->u[l] = left[l] / total;
	}
}

/* A higher level never speaks less for a match than a lower one: neighbours that do are pooled. */
static void make_monotone(struct eh_model_field *field)
{
	unsigned levels = levels_of(field), blocks = 0, size[EH_MOST_LEVELS];
	double m[EH_MOST_LEVELS], u[EH_MOST_LEVELS];

	for (unsigned l = 0; l < levels; l++) {
		m[blocks] = field->m[l];
		u[blocks] = field->u[l];
		size[blocks++] = 1;
		while (blocks > 1 && m[blocks - 1] * u[blocks - 2] > m[blocks - 2] * u[blocks - 1]) {
			m[blocks - 2] += m[blocks - 1];
			u[blocks - 2] += u[blocks - 1];
			size[blocks - 2] += size[blocks - 1];
			blocks--;
		}
	}
	for (unsigned block = 0, l = 0; block < blocks; block++)
		for (unsigned k = 0; k < size[block]; k++, l++)
			field->m[l] = field->u[l] * m[block] / u[block];
}

/* A level from which a field speaks for a match: relatives by that field show one of those. */
static bool speaks_for(const struct eh_kind_info *kind, unsigned l) { return kind->m[l] > 3 * kind->u[l]; }

/* How relatives by field j show a level of field i where nothing is known of them. */
static double usual_of_relatives(const struct ehl_model *model, size_t j, size_t i, unsigned l)
{
	const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[model->fields[i].type].kind];

	if (i != j)
		return model->fields[i].u[l];
	if (l == 0 && kind == &eh_kind_infos[EH_KIND_NAME])
		return WHOLE_NAME;
	return speaks_for(kind, l) ? kind->m[l] : 1e-9;
}

static void start_relatives(const struct eh_training *training, struct ehl_model *model)
{
	for (size_t j = 0; j < model->field_count; j++) {
		struct eh_model_relatives *relatives = &model->relatives[j];
		double agree = 1;
		for (size_t k = 0; k < training->candidates->count; k++)
			if (eh_gamma_level(training->candidates->items[k].pattern, j) == 1)
				agree += (double)training->candidates->items[k].count;
		/* Of one field alone, relatives could not be told from matches. */
		relatives->odds = model->field_count > 1 ? log2(agree / training->share / training->pairs) : NO_RELATIVES;
		for (size_t i = 0; i < model->field_count; i++) {
			const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[model->fields[i].type].kind];
			double total = 0;
			for (unsigned l = 0; l < kind->levels; l++)
				total += relatives->n[i][l] = usual_of_relatives(model, j, i, l);
			for (unsigned l = 0; l < kind->levels; l++)
				relatives->n[i][l] /= total;
		}
	}
}

/* Tables of logarithms for one round: class 0 is matches, class j+1 relatives by field j; all against chance. */
struct classes {
	size_t count, fields;
	float odds[EH_MOST_FIELDS + 1];
	float bits[EH_MOST_FIELDS + 1][EH_MOST_FIELDS][EH_MOST_LEVELS + 1];
};

static void fill_classes(const struct ehl_model *model, struct classes *classes)
{
	*classes = (struct classes){ .count = model->field_count + 1, .fields = model->field_count };
	for (size_t c = 0; c < classes->count; c++) {
		classes->odds[c] = (float)(c ? model->relatives[c - 1].odds : model->prior);
		for (size_t i = 0; i < model->field_count; i++)
			for (unsigned l = 0; l < levels_of(&model->fields[i]); l++)
				classes->bits[c][i][l + 1] = (float)((1 - model->fields[i].repeated) *
				                                     log2((c ? model->relatives[c - 1].n[i][l]
				                                             : model->fields[i].m[l]) /
				                                             model->fields[i].u[l]));
	}
}

/* How likely a pattern belongs to each class; the rest is chance. */
static void share_pattern(const struct classes *classes, uint64_t pattern, double *ret_shares)
{
	double sum = 1;

	for (size_t c = 0; c < classes->count; c++) {
		float bits = classes->odds[c];
		for (size_t i = 0; i < classes->fields; i++)
			bits += classes->bits[c][i][eh_gamma_level(pattern, i)];
		if (c && !eh_gamma_level(pattern, c - 1))
			bits = -200;
		ret_shares[c] = (double)exp2f(bits < 110 ? bits : 110);
		sum += ret_shares[c];
	}
	for (size_t c = 0; c < classes->count; c++)
		ret_shares[c] /= sum;
}

static double matches_of(const struct eh_training *training, double sum)
{
	double matches = fmax(sum / training->share, 0.5);

	return training->most_matches > 0 && matches > training->most_matches ? training->most_matches : matches;
}

static double update_m(const struct sums *sums, double step, struct ehl_model *model)
{
	double moved = 0;

	for (size_t i = 0; i < model->field_count; i++) {
		struct eh_model_field *field = &model->fields[i];
		const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[field->type].kind];
		double said = sums->all - sums->level[i][0], imagined = IMAGINED_MATCHES + IMAGINED_SHARE * said,
		       before[EH_MOST_LEVELS];
		for (unsigned l = 0; l < kind->levels; l++) {
			before[l] = field->m[l];
			field->m[l] = (sums->level[i][l + 1] + imagined * kind->m[l]) / (said + imagined);
		}
		make_monotone(field);
		for (unsigned l = 0; l < kind->levels; l++) {
			moved = fmax(moved, fabs(field->m[l] - before[l]));
			field->m[l] = before[l] + step * (field->m[l] - before[l]);
		}
	}
	return moved;
}

/* What a round looks at, and what it may move. */
struct round {
	const struct eh_patterns *patterns;
	double share, pairs;
	bool matches, relatives;
	double step; /* how far to go towards what a round finds: 1 is all the way */
};

/* What relatives by a name are known by: a brand, not the whole name, and a door of their own; neighbours have other names. */
static bool is_held(const struct ehl_model *model, size_t j, size_t i)
{
	enum eh_kind by = eh_type_infos[model->fields[j].type].kind, kind = eh_type_infos[model->fields[i].type].kind;

	return (by == EH_KIND_NAME && kind == EH_KIND_ADDRESS) || (by == EH_KIND_ADDRESS && kind == EH_KIND_NAME);
}

/* Of relatives by name, few share the whole; how the rest are spread over the other levels the file says. */
static void hold_whole_name(double *n, unsigned levels)
{
	double whole = (n[0] + HELD * WHOLE_NAME) / (1 + HELD), rest = (1 - whole) / fmax(1 - n[0], 1e-9);

	for (unsigned l = 1; l < levels; l++)
		n[l] *= rest;
	n[0] = whole;
}

static void update_relatives(const struct sums *sums, const struct round *round, size_t j, struct ehl_model *model)
{
	struct eh_model_relatives *relatives = &model->relatives[j];
	const double imagined = round->matches ? IMAGINED_RELATIVES : IMAGINED_APART;

	if (relatives->odds <= NO_RELATIVES)
		return;
	relatives->odds = log2(fmax(sums->all / round->share, 0.1) / round->pairs);
	for (size_t i = 0; i < model->field_count; i++) {
		const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[model->fields[i].type].kind];
		double total = 0, held = imagined + (is_held(model, j, i) ? HELD * sums->all : 0);
		for (unsigned l = 0; l < kind->levels; l++) {
			relatives->n[i][l] = sums->level[i][l + 1] + held * usual_of_relatives(model, j, i, l);
			total += relatives->n[i][l];
		}
		for (unsigned l = 0; l < kind->levels; l++)
			relatives->n[i][l] /= total;
		if (i == j && eh_type_infos[model->fields[i].type].kind == EH_KIND_NAME)
			hold_whole_name(relatives->n[i], kind->levels);
	}
}

/* One round: how far m moved. */
static double round_of_em(const struct eh_training *training, const struct round *round, struct ehl_model *model)
{
	struct sums sums[EH_MOST_FIELDS + 1];
	struct classes classes;
	double shares[EH_MOST_FIELDS + 1];

	fill_classes(model, &classes);
	if (!round->matches)
		classes.odds[0] = (float)NO_RELATIVES;
	memset(sums, 0, sizeof sums);
	for (size_t k = 0; k < round->patterns->count; k++) {
		const struct eh_pattern *pattern = &round->patterns->items[k];
		/* Rows that have nothing to compare tell nothing of either. */
		if (!pattern->pattern)
			continue;
		share_pattern(&classes, pattern->pattern, shares);
		for (size_t c = 0; c < classes.count; c++)
			if (shares[c] > 1e-6)
				add_pattern(&sums[c], model->field_count, pattern->pattern, shares[c] * (double)pattern->count);
	}
	for (size_t j = 0; round->relatives && j < model->field_count; j++)
		update_relatives(&sums[j + 1], round, j, model);
	if (!round->matches)
		return 1;
	model->prior += round->step * (log2(matches_of(training, sums[0].all) / training->pairs) - model->prior);
	return update_m(&sums[0], round->step, model);
}

static void settle(const struct eh_training *training, struct round *round, struct ehl_model *model)
{
	size_t most = round->matches ? MOST_ROUNDS : RELATIVES_ROUNDS;
	double moved = 1;

	model->converged = false;
	for (model->iterations = 0; model->iterations < most && !model->converged; model->iterations++) {
		if (round->matches)
			estimate_u(training, model);
		round->step = model->iterations < WHOLE_STEPS ? 1 : 0.5;
		moved = round_of_em(training, round, model);
		model->converged = moved < CLOSE_ENOUGH;
	}
	model->converged = moved < UNSETTLED;
}

void eh_train(const struct eh_training *training, struct ehl_model *model)
{
	double guess = training->most_matches > 0 ? 0.5 * training->most_matches : sqrt(training->pairs) * 0.3;
	struct round both = { training->candidates, training->share, training->pairs, true, true, 1 };

	model->prior = log2(guess / training->pairs);
	estimate_u(training, model);
	start_relatives(training, model);
	if (training->apart) {
		/* How relatives look is seen where there are no matches; then matches are what is left over. */
		struct round apart = { training->apart, training->apart_share, training->apart_pairs, false, true, 1 };
		struct round matches = { training->candidates, training->share, training->pairs, true, false, 1 };
		settle(training, &apart, model);
		settle(training, &matches, model);
	} else {
		settle(training, &both, model);
	}
	model->matches = exp2(model->prior) * training->pairs;
	if (!model->converged)
		eh_model_warn(model, "Training had not settled after %d rounds; take the weights with care.\n", MOST_ROUNDS);
}
