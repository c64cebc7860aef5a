/* model.c: making, copying and freezing models. */
#include "model.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

void eh_model_start(const struct eh_fields *fields, struct ehl_model *ret_model)
{
	*ret_model = (struct ehl_model){ .field_count = fields->count };
	for (size_t i = 0; i < fields->count; i++) {
		struct eh_model_field *field = &ret_model->fields[i];
		snprintf(field->name, sizeof field->name, "%s", fields->items[i].name);
		field->type = fields->items[i].type;
		field->frozen = (struct eh_frozen){ 0 };
	}
	eh_model_usual(ret_model);
}

void eh_model_usual(struct ehl_model *model)
{
	for (size_t i = 0; i < model->field_count; i++) {
		const struct eh_kind_info *kind = &eh_kind_infos[eh_type_infos[model->fields[i].type].kind];
		for (unsigned level = 0; level < kind->levels; level++) {
			model->fields[i].m[level] = kind->m[level];
			model->fields[i].u[level] = kind->u[level];
		}
	}
	model->warnings[0] = '\0';
}

/* A field that no row of the training said anything of is frozen too: what comes there later is as rare as what one row holds. */
bool eh_model_freeze(const struct eh_fields *fields, struct ehl_model *model)
{
	double most = 1;

	for (size_t i = 0; i < fields->count; i++)
		most = fields->items[i].counted > most ? fields->items[i].counted : most;
	for (size_t i = 0; i < fields->count; i++) {
		struct eh_frozen *frozen = &model->fields[i].frozen;
		if (!eh_frozen_take(&fields->items[i], frozen))
			return false;
		if (frozen->filled <= 0) {
			frozen->filled = most;
			frozen->least = eh_frozen_least(most);
		}
	}
	return true;
}

static bool copy_frozen(const struct eh_frozen *from, struct eh_frozen *to)
{
	*to = (struct eh_frozen){ .filled = from->filled, .least = from->least };
	for (size_t i = 0; i < from->vocab.count; i++) {
		uint32_t word;
		if (!eh_vocab_add(&to->vocab, eh_vocab_text(&from->vocab, (uint32_t)i), &word))
			return false;
		to->vocab.items[word].rows = from->vocab.items[i].rows;
		to->vocab.items[word].flags = from->vocab.items[i].flags;
	}
	for (size_t i = 0; i < from->whole_count; i++) {
		if (!eh_vec_grow(&to->wholes, to->whole_count, &to->whole_cap, sizeof *to->wholes))
			return false;
		to->wholes[to->whole_count++] = from->wholes[i];
	}
	return true;
}

static bool copy_pairings(const struct eh_pairings *from, struct eh_pairings *to)
{
	*to = (struct eh_pairings){ 0 };
	for (size_t i = 0; i < from->count; i++)
		if (!eh_pairings_add(to, from->items[i]))
			return false;
	return true;
}

struct ehl_model *eh_model_copy(const struct ehl_model *model)
{
	struct ehl_model *copy = eh_alloc_zero(1, sizeof *copy);
	bool good = copy != NULL;

	if (!good)
		return NULL;
	*copy = *model;
	for (size_t i = 0; i < model->field_count; i++)
		good = copy_frozen(&model->fields[i].frozen, &copy->fields[i].frozen) &&
		       copy_pairings(&model->fields[i].pairings, &copy->fields[i].pairings) && good;
	if (!good) {
		ehl_model_free(copy);
		return NULL;
	}
	return copy;
}

void ehl_model_free(struct ehl_model *model)
{
	if (!model)
		return;
	for (size_t i = 0; i < model->field_count; i++) {
		eh_frozen_finish(&model->fields[i].frozen);
		eh_free(model->fields[i].pairings.items);
	}
	eh_free(model);
}

double eh_model_probability(const struct ehl_model *model, double weight)
{
	double bits = eh_platt_weight(&model->calibration, weight);

	return bits > 60 ? 1 : bits < -60 ? 0 : 1 / (1 + exp2(-bits));
}

void eh_model_warn(struct ehl_model *model, const char *format, ...)
{
	size_t n = strlen(model->warnings);
	va_list args;

	va_start(args, format);
	if (n + 2 < sizeof model->warnings)
		vsnprintf(model->warnings + n, sizeof model->warnings - n, format, args);
	va_end(args);
}
