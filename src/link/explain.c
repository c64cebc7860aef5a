/* explain.c: why a pair has the weight it has, in words. */
#include <stdio.h>

#include "match.h"

static const double USUAL_PRIOR = -11, USUAL_LINK = 2, USUAL_ASK = -1;

struct ehl_model *ehl_model_usual(const struct ehl_table *table, const struct ehl_column *columns)
{
	struct eh_fields fields = { .count = eh_fields_plan(columns, table->column_count, fields.items) };
	struct ehl_model *model = eh_alloc_zero(1, sizeof *model);

	if (!model)
		return NULL;
	eh_model_start(&fields, model);
	model->prior = USUAL_PRIOR;
	model->link_weight = USUAL_LINK;
	model->ask_weight = USUAL_ASK;
	for (size_t i = 0; i < model->field_count; i++) {
		/* Every word counts as rare as the background has it; relatives there are none known. */
		model->fields[i].frozen.filled = 1;
		model->relatives[i].odds = -200;
		for (size_t j = 0; j < model->field_count; j++)
			memcpy(model->relatives[i].n[j], model->fields[j].u, sizeof model->fields[j].u);
	}
	return model;
}

static struct ehl_table *two_rows(const struct ehl_table *table, size_t a, size_t b)
{
	struct ehl_table *two = ehl_table_new(table->headings, table->column_count);
	struct ehl_text *cells = eh_alloc_zero(table->column_count + 1, sizeof *cells);
	const size_t rows[] = { a, b };

	for (size_t i = 0; two && cells && i < 2; i++) {
		for (size_t j = 0; j < table->column_count; j++)
			cells[j] = ehl_table_cell(table, rows[i], j);
		if (ehl_table_add(two, cells, table->column_count) != 0) {
			ehl_table_free(two);
			two = NULL;
		}
	}
	if (!cells) {
		ehl_table_free(two);
		two = NULL;
	}
	eh_free(cells);
	return two;
}

static struct ehl_part *add_part(struct ehl_explanation *explanation, const char *field, double weight)
{
	struct ehl_part *part = &explanation->parts[explanation->count];

	if (explanation->count + 1 < EHL_MOST_PARTS)
		explanation->count++;
	*part = (struct ehl_part){ .weight = weight };
	snprintf(part->field, sizeof part->field, "%s", field);
	return part;
}

static void show_cell(const struct ehl_table *table, const struct eh_field *field, size_t row, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < field->column_count; i++) {
		struct eh_str cell = eh_link_str(ehl_table_cell(table, row, field->columns[i]));
		cell = eh_utf8_cut(cell, size - n > 8 ? size - n - 4 : 0);
		if (cell.n)
			n += (size_t)snprintf(out + n, size - n, "%s%.*s", n ? ", " : "", EH_FMT(cell));
	}
}

static void say_field(const struct ehl_model *model, const struct eh_fields *fields, const struct ehl_table *two,
        const struct eh_gamma *gamma, size_t i, struct ehl_part *part)
{
	const struct eh_field *field = &fields->items[i];
	unsigned level = eh_gamma_level(gamma->pattern, i);

	show_cell(two, field, 0, part->left, sizeof part->left);
	show_cell(two, field, 1, part->right, sizeof part->right);
	part->level = level;
	if (!level) {
		snprintf(part->text, sizeof part->text, "%s",
		        part->left[0] || part->right[0] ? "one side says nothing" : "neither side says anything");
		return;
	}
	part->m = model->fields[i].m[level - 1];
	part->u = model->fields[i].u[level - 1];
	snprintf(part->text, sizeof part->text, "%s", eh_kind_infos[field->kind].say[level - 1]);
}

static bool speaks(const struct ehl_explanation *explanation, const struct eh_fields *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].type != EHL_ORGANISATION && explanation->parts[i + 1].weight > 0.5)
			return true;
	return false;
}

static bool organisations(const struct eh_fields *fields)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].type == EHL_ORGANISATION)
			return true;
	return false;
}

static void explain(const struct ehl_model *model, const struct eh_fields *fields, const struct ehl_table *two,
        struct ehl_explanation *explanation)
{
	struct eh_scorer scorer;
	struct eh_gamma gamma;
	double parts[EH_MOST_FIELDS + 1];

	eh_scorer_init(model, NULL, &scorer);
	eh_gamma_compare(fields, 0, 1, &gamma);
	explanation->weight = eh_scorer_weight(&scorer, &gamma, parts);
	explanation->probability = eh_model_probability(model, explanation->weight);
	snprintf(add_part(explanation, "the odds before looking", model->prior)->text, sizeof explanation->parts->text,
	        "of two rows drawn by chance, one in %.0f is a match", __builtin_exp2(-model->prior) + 1);
	for (size_t i = 0; i < fields->count; i++)
		say_field(model, fields, two, &gamma, i, add_part(explanation, model->fields[i].name, parts[i]));
	if (parts[fields->count] < -0.05)
		snprintf(add_part(explanation, "relatives", parts[fields->count])->text, sizeof explanation->parts->text,
		        "rows that share this are often neighbours or branches, not the same");
	explanation->decision = explanation->weight >= model->link_weight  ? EHL_LINK
	                        : explanation->weight >= model->ask_weight ? EHL_ASK
	                                                                   : EHL_LEAVE;
	if (explanation->decision == EHL_LINK && organisations(fields) && !speaks(explanation, fields))
		explanation->decision = EHL_ASK;
}

int ehl_explain_rows(const struct ehl_table *table, const struct ehl_column *columns, const struct ehl_model *model, size_t a,
        size_t b, struct ehl_explanation *ret_explanation)
{
	struct ehl_table *two = two_rows(table, a, b);
	struct eh_fields fields = { .count = 0 };
	struct ehl_explanation explanation = { .count = 0 };
	int rc = two ? eh_fields_prepare(two, columns, model, 1, &fields) : -1;

	if (rc == 0) {
		explain(model, &fields, two, &explanation);
		*ret_explanation = explanation;
	}
	eh_fields_finish(&fields);
	ehl_table_free(two);
	return rc;
}
