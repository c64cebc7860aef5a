/* model_write.c: a model as JSON. */
#include <stdio.h>

#include "io/json.h"
#include "model.h"
#include "model_json.h"

static void write_doubles(struct eh_json_writer *json, const char *key, const double *values, size_t count)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
	for (size_t i = 0; i < count; i++)
		eh_json_write_double(json, values[i]);
	eh_json_write_array_end(json);
}

static void write_number(struct eh_json_writer *json, const char *key, double value)
{
	eh_json_write_key(json, key);
	eh_json_write_double(json, value);
}

static void write_frozen(struct eh_json_writer *json, const struct eh_frozen *frozen)
{
	char text[300];

	write_number(json, "counted", frozen->filled);
	write_number(json, "least", frozen->least);
	eh_json_write_key(json, "rows");
	eh_json_write_object(json);
	for (size_t i = 0; i < frozen->vocab.count; i++) {
		snprintf(text, sizeof text, "%.*s", EH_FMT(eh_vocab_text(&frozen->vocab, (uint32_t)i)));
		eh_json_write_key(json, text);
		eh_json_write_i64(json, frozen->vocab.items[i].rows);
	}
	eh_json_write_object_end(json);
	eh_json_write_key(json, "places");
	eh_json_write_array(json);
	for (size_t i = 0; i < frozen->vocab.count; i++)
		if (frozen->vocab.items[i].flags & EH_WORD_PLACE)
			eh_json_write_str(json, eh_vocab_text(&frozen->vocab, (uint32_t)i));
	eh_json_write_array_end(json);
	eh_json_write_key(json, "wholes");
	eh_json_write_object(json);
	for (size_t i = 0; i < frozen->whole_count; i++) {
		snprintf(text, sizeof text, "%016llx", (unsigned long long)frozen->wholes[i].hash);
		eh_json_write_key(json, text);
		eh_json_write_i64(json, frozen->wholes[i].rows);
	}
	eh_json_write_object_end(json);
}

static void write_pairings(struct eh_json_writer *json, const struct eh_pairings *pairings)
{
	char text[24];

	if (!pairings->count)
		return;
	eh_json_write_key(json, "pairings");
	eh_json_write_array(json);
	for (size_t i = 0; i < pairings->count; i++) {
		snprintf(text, sizeof text, "%016llx", (unsigned long long)pairings->items[i]);
		eh_json_write_str(json, eh_str_of(text));
	}
	eh_json_write_array_end(json);
}

static void write_field(struct eh_json_writer *json, const struct ehl_model *model, size_t i)
{
	const struct eh_model_field *field = &model->fields[i];
	unsigned levels = eh_kind_infos[eh_type_infos[field->type].kind].levels;

	eh_json_write_object(json);
	eh_json_write_key(json, "name");
	eh_json_write_str(json, eh_str_of(field->name));
	eh_json_write_key(json, "type");
	eh_json_write_str(json, eh_str_of(ehl_type_name(field->type)));
	write_doubles(json, "m", field->m, levels);
	write_doubles(json, "u", field->u, levels);
	write_number(json, "seen", field->seen);
	if (field->repeated > 0) {
		write_number(json, "repeats", (double)field->repeats);
		write_number(json, "repeated", field->repeated);
	}
	write_number(json, "relatives", model->relatives[i].odds);
	eh_json_write_key(json, "n");
	eh_json_write_array(json);
	for (size_t j = 0; j < model->field_count; j++) {
		unsigned count = eh_kind_infos[eh_type_infos[model->fields[j].type].kind].levels;
		eh_json_write_array(json);
		for (unsigned l = 0; l < count; l++)
			eh_json_write_double(json, model->relatives[i].n[j][l]);
		eh_json_write_array_end(json);
	}
	eh_json_write_array_end(json);
	write_pairings(json, &field->pairings);
	write_frozen(json, &field->frozen);
	eh_json_write_object_end(json);
}

static void write_rules(struct eh_json_writer *json, const struct eh_key_plan *plan)
{
	eh_json_write_key(json, "rules");
	eh_json_write_array(json);
	for (size_t i = 0; i < plan->count; i++) {
		eh_json_write_array(json);
		eh_json_write_i64(json, plan->rules[i].kind);
		eh_json_write_i64(json, plan->rules[i].field);
		eh_json_write_i64(json, plan->rules[i].other);
		eh_json_write_array_end(json);
	}
	eh_json_write_array_end(json);
}

int ehl_model_write(const struct ehl_model *model, char **ret_text, size_t *ret_n)
{
	struct eh_buf out = { 0 };
	struct eh_json_writer json;

	eh_json_write_init(&json, &out, true);
	eh_json_write_object(&json);
	eh_json_write_key(&json, "schema");
	eh_json_write_str(&json, EH_STR(EH_MODEL_SCHEMA));
	write_number(&json, "prior", model->prior);
	write_number(&json, "matches", model->matches);
	write_number(&json, "link_weight", model->link_weight);
	write_number(&json, "ask_weight", model->ask_weight);
	write_number(&json, "cap", (double)model->cap);
	write_number(&json, "rows", (double)model->rows);
	write_number(&json, "iterations", (double)model->iterations);
	eh_json_write_key(&json, "converged");
	eh_json_write_bool(&json, model->converged);
	eh_json_write_key(&json, "warnings");
	eh_json_write_str(&json, eh_str_of(model->warnings));
	if (model->calibration.decisions) {
		write_number(&json, "calibration_decisions", (double)model->calibration.decisions);
		write_number(&json, "calibration_shift", model->calibration.shift);
		write_number(&json, "calibration_scale", model->calibration.scale);
	}
	write_rules(&json, &model->plan);
	eh_json_write_key(&json, "fields");
	eh_json_write_array(&json);
	for (size_t i = 0; i < model->field_count; i++)
		write_field(&json, model, i);
	eh_json_write_array_end(&json);
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0) {
		eh_buf_finish(&out);
		return -1;
	}
	*ret_text = out.p;
	*ret_n = out.n;
	return 0;
}
