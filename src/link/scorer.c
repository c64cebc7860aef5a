/* scorer.c: from levels to a weight.
 *
 * Each field adds log2(m/u) of its level. Where it is known how rare the value or the words are that agree, u is that value's own share
 * rather than the mean of all (Winkler 1989): fully for single values, by half for words, whose shares are less than independent. What
 * relatives (neighbours, branches) show as often as matches do is taken off again, as one sum. */
#include <math.h>

#include "model.h"

static const float MOST_ADJUSTED = 7;

static float slope_of(enum eh_kind kind, unsigned level)
{
	switch (kind) {
	case EH_KIND_NAME:
	case EH_KIND_TEXT:
	case EH_KIND_ADDRESS:
		return level <= 2 ? 0.8f : level <= 5 ? 0.5f : 0;
	case EH_KIND_NUMBER:
	case EH_KIND_GEO:
	case EH_KIND_DATE:
		return 0;
	default:
		return level == 1 ? 0.8f : 0;
	}
}

static void order_fields(const struct ehl_model *model, struct eh_scorer *scorer)
{
	size_t count = 0;

	for (unsigned slow = 0; slow <= EH_SLOWEST; slow++)
		for (size_t i = 0; i < model->field_count; i++)
			if (eh_kind_slowness(eh_type_infos[model->fields[i].type].kind) == slow)
				scorer->order[count++] = i;
}

/* Bits that an agreement of this field can have at most: those of its rarest value; of words, which count together no more than their whole
 * does; of names, any. */
static float most_bits(const struct eh_field *field)
{
	if (field->kind == EH_KIND_NAME || !field->vocab.count)
		return INFINITY;
	if (eh_kind_infos[field->kind].words)
		return eh_whole_bits(field->counted, EH_LEAST_OTHERS);
	float most = 0;
	for (size_t i = 0; i < field->vocab.count; i++)
		most = field->vocab.items[i].weight > most ? field->vocab.items[i].weight : most;
	return most;
}

/* Contents are kept once: rows with different ones cannot have the first level of these kinds. */
static bool first_needs_equal(enum eh_kind kind)
{
	return kind != EH_KIND_NAME && kind != EH_KIND_ADDRESS && kind != EH_KIND_HOST && kind != EH_KIND_GEO;
}

static void bound_fields(const struct ehl_model *model, const struct eh_fields *fields, struct eh_scorer *scorer)
{
	for (size_t i = 0; i < model->field_count; i++) {
		enum eh_kind kind = eh_type_infos[model->fields[i].type].kind;
		float bits = fields ? most_bits(&fields->items[i]) : INFINITY;
		scorer->most[i] = scorer->most_apart[i] = -INFINITY;
		for (unsigned level = 1; level <= eh_kind_infos[kind].levels; level++) {
			float rarer = scorer->slope[i][level] > 0 ? scorer->slope[i][level] * (bits - scorer->usual[i][level])
			                                          : 0;
			float most = scorer->weight[i][level] + fminf(fmaxf(rarer, 0), MOST_ADJUSTED);
			scorer->most[i] = fmaxf(scorer->most[i], most);
			if (level > 1 || !first_needs_equal(kind))
				scorer->most_apart[i] = fmaxf(scorer->most_apart[i], most);
		}
	}
}

/* What one field adds, and how much of it is owed to rarity. */
static float part_of(const struct eh_scorer *scorer, const struct eh_gamma *gamma, size_t i, float *ret_rareness)
{
	unsigned level = eh_gamma_level(gamma->pattern, i);
	float part = scorer->weight[i][level];

	*ret_rareness = 0;
	if (gamma->bits[i] > 0 && scorer->slope[i][level] > 0) {
		float more = scorer->slope[i][level] * (gamma->bits[i] - scorer->usual[i][level]);
		*ret_rareness = more > MOST_ADJUSTED ? MOST_ADJUSTED : more < -MOST_ADJUSTED ? -MOST_ADJUSTED : more;
	}
	return part + *ret_rareness;
}

static float most_of(const struct eh_scorer *scorer, const struct eh_fields *fields, size_t i, uint32_t a, uint32_t b)
{
	const uint32_t *value = fields->items[i].value;

	return value[a] == value[b] ? scorer->most[i] : scorer->most_apart[i];
}

bool eh_scorer_compare(const struct eh_scorer *scorer, const struct eh_fields *fields, uint32_t a, uint32_t b, double least,
        struct eh_gamma *ret_gamma)
{
	float possible = (float)scorer->prior + scorer->slack, rareness;

	ret_gamma->pattern = 0;
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].value[a] && fields->items[i].value[b])
			possible += most_of(scorer, fields, i, a, b);
	for (size_t k = 0; k < fields->count; k++) {
		size_t i = scorer->order[k];
		if ((double)possible < least)
			return false;
		if (!eh_gamma_field(fields, i, a, b, ret_gamma))
			continue;
		possible += part_of(scorer, ret_gamma, i, &rareness) - most_of(scorer, fields, i, a, b);
	}
	eh_gamma_swap(fields, a, b, ret_gamma);
	return true;
}

void eh_scorer_init(const struct ehl_model *model, const struct eh_fields *fields, struct eh_scorer *ret_scorer)
{
	struct eh_scorer scorer = { .fields = model->field_count, .prior = model->prior };

	for (size_t i = 0; i < model->field_count; i++) {
		const struct eh_model_field *field = &model->fields[i];
		enum eh_kind kind = eh_type_infos[field->type].kind;
		for (unsigned level = 1; level <= eh_kind_infos[kind].levels; level++) {
			scorer.weight[i][level] = (float)log2(field->m[level - 1] / field->u[level - 1]);
			scorer.usual[i][level] = (float)-log2(field->u[0]);
			scorer.slope[i][level] = slope_of(kind, level);
		}
	}
	order_fields(model, &scorer);
	bound_fields(model, fields, &scorer);
	for (size_t j = 0; j < model->field_count; j++) {
		float least = 0;
		for (unsigned level = 1; level <= EH_MOST_LEVELS; level++)
			least = scorer.weight[j][level] < least ? scorer.weight[j][level] : least;
		scorer.repeats[j] = model->fields[j].repeats;
		scorer.repeated[j] = (float)model->fields[j].repeated;
		scorer.slack -= scorer.repeated[j] * least;
	}
	for (size_t j = 0; j < model->field_count; j++) {
		scorer.odds[j] = (float)model->relatives[j].odds;
		for (size_t i = 0; i < model->field_count; i++)
			for (unsigned level = 1; level <= eh_kind_infos[eh_type_infos[model->fields[i].type].kind].levels;
			        level++)
				scorer.related[j][i][level] = (float)log2(
				        model->relatives[j].n[i][level - 1] / model->fields[i].u[level - 1]);
	}
	*ret_scorer = scorer;
}

/* Bits by which pairs that show this pattern without being matches are oftener than chance alone would have it. Relatives by a field share
 * rare values as readily as matches do, so what rareness added there is no news of them. */
static double of_relatives(const struct eh_scorer *scorer, uint64_t pattern, const float *rareness)
{
	double sum = 1;

	for (size_t j = 0; j < scorer->fields; j++) {
		if (!eh_gamma_level(pattern, j))
			continue;
		float bits = scorer->odds[j] + rareness[j];
		for (size_t i = 0; i < scorer->fields; i++)
			bits += scorer->related[j][i][eh_gamma_level(pattern, i)];
		if (bits > -6)
			sum += (double)exp2f(bits < 100 ? bits : 100);
	}
	return sum > 1 ? log2(sum) : 0;
}

/* What two fields say that are one and the same counts once: the lesser of both is taken off the one that repeats. */
static double of_repeats(const struct eh_scorer *scorer, double *parts)
{
	double sum = 0;

	for (size_t j = 0; j < scorer->fields; j++) {
		double mine = parts[j], other = parts[scorer->repeats[j]];
		if (scorer->repeated[j] <= 0 || mine * other <= 0)
			continue;
		double cut = (double)scorer->repeated[j] * (fabs(mine) < fabs(other) ? mine : other);
		parts[j] -= cut;
		sum -= cut;
	}
	return sum;
}

double eh_scorer_weight(const struct eh_scorer *scorer, const struct eh_gamma *gamma, double ret_parts[EH_MOST_FIELDS + 1])
{
	double weight = scorer->prior;
	float rareness[EH_MOST_FIELDS] = { 0 };

	for (size_t i = 0; i < scorer->fields; i++) {
		ret_parts[i] = (double)part_of(scorer, gamma, i, &rareness[i]);
		weight += ret_parts[i];
	}
	weight += of_repeats(scorer, ret_parts);
	ret_parts[scorer->fields] = -of_relatives(scorer, gamma->pattern, rareness);
	return weight + ret_parts[scorer->fields];
}
