/* model_read.c: a model from JSON, token by token, since its word lists may be long. Everything is checked: a model decides what is linked. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/json.h"
#include "model.h"
#include "model_json.h"

struct reading {
	struct eh_json_reader *json;
	struct eh_json_token token;
	struct ehl_model *model;
	struct eh_error err;
	bool schema;
	char key[300];
};

static enum eh_rc wrong(struct reading *r, const char *what)
{
	eh_fail(&r->err, EH_INVALID, "%s is not what a model of this program holds there; train a new one", what);
	return eh_error_at(&r->err, EH_INVALID, NULL, r->token.line, r->token.column);
}

static enum eh_rc next(struct reading *r)
{
	enum eh_rc rc = eh_json_next(r->json, &r->token, &r->err);

	return rc == EH_END ? eh_fail(&r->err, EH_INVALID, "the model ends too early; it may have been cut short") : rc;
}

static enum eh_rc take_number(struct reading *r, double *out)
{
	EH_TRY(next(r));
	if (r->token.kind != EH_JSON_NUMBER || eh_str_to_double(r->token.text, out) != EH_OK || !isfinite(*out))
		return wrong(r, r->key);
	return EH_OK;
}

static enum eh_rc take_string(struct reading *r, char *out, size_t size)
{
	EH_TRY(next(r));
	if (r->token.kind != EH_JSON_STRING || r->token.text.n >= size)
		return wrong(r, r->key);
	snprintf(out, size, "%.*s", EH_FMT(r->token.text));
	return EH_OK;
}

static enum eh_rc open_value(struct reading *r, enum eh_json_kind kind)
{
	EH_TRY(next(r));
	return r->token.kind == kind ? EH_OK : wrong(r, r->key);
}

/* Shares: as many as wanted, each above 0 and at most 1. Stops behind the closing bracket. */
static enum eh_rc take_shares(struct reading *r, double *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		EH_TRY(take_number(r, &out[i]));
		if (out[i] <= 0 || out[i] > 1.000001)
			return wrong(r, r->key);
	}
	return open_value(r, EH_JSON_ARRAY_END);
}

static unsigned levels_of(enum ehl_type type) { return eh_kind_infos[eh_type_infos[type].kind].levels; }

static enum eh_rc take_word_rows(struct reading *r, struct eh_frozen *frozen)
{
	EH_TRY(open_value(r, EH_JSON_OBJECT));
	for (;;) {
		uint32_t word;
		double rows;
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_OBJECT_END)
			return EH_OK;
		if (!eh_vocab_add(&frozen->vocab, r->token.text, &word))
			return eh_fail_memory(&r->err);
		EH_TRY(take_number(r, &rows));
		if (rows < 1 || rows > 4e9)
			return wrong(r, "a count of rows");
		frozen->vocab.items[word].rows = (uint32_t)rows;
	}
}

static enum eh_rc take_places(struct reading *r, struct eh_frozen *frozen)
{
	EH_TRY(open_value(r, EH_JSON_ARRAY));
	for (;;) {
		uint32_t word;
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_ARRAY_END)
			return EH_OK;
		if (r->token.kind != EH_JSON_STRING)
			return wrong(r, r->key);
		if (eh_vocab_find(&frozen->vocab, r->token.text, &word))
			frozen->vocab.items[word].flags |= EH_WORD_PLACE;
	}
}

static enum eh_rc take_wholes(struct reading *r, struct eh_frozen *frozen)
{
	EH_TRY(open_value(r, EH_JSON_OBJECT));
	for (;;) {
		char hash[24], *end;
		double rows;
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_OBJECT_END)
			break;
		snprintf(hash, sizeof hash, "%.*s", EH_FMT(r->token.text));
		unsigned long long value = strtoull(hash, &end, 16);
		EH_TRY(take_number(r, &rows));
		if (*end || rows < 1 || rows > 4e9)
			return wrong(r, "a count of wholes");
		if (!eh_vec_grow(&frozen->wholes, frozen->whole_count, &frozen->whole_cap, sizeof *frozen->wholes))
			return eh_fail_memory(&r->err);
		frozen->wholes[frozen->whole_count++] = (struct eh_frozen_whole){ value, (uint32_t)rows };
	}
	eh_frozen_sort(frozen);
	return EH_OK;
}

static enum eh_rc take_pairings(struct reading *r, struct eh_pairings *pairings)
{
	EH_TRY(open_value(r, EH_JSON_ARRAY));
	for (;;) {
		char hash[24], *end;
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_ARRAY_END)
			break;
		if (r->token.kind != EH_JSON_STRING)
			return wrong(r, r->key);
		snprintf(hash, sizeof hash, "%.*s", EH_FMT(r->token.text));
		unsigned long long value = strtoull(hash, &end, 16);
		if (*end)
			return wrong(r, r->key);
		if (!eh_pairings_add(pairings, value))
			return eh_fail_memory(&r->err);
	}
	eh_pairings_sort(pairings);
	return EH_OK;
}

/* Shares of relatives, by field, whose types may not be known yet: kept as they come and checked at the end. */
static enum eh_rc take_relatives(struct reading *r, struct eh_model_relatives *relatives)
{
	EH_TRY(open_value(r, EH_JSON_ARRAY));
	for (size_t i = 0;; i++) {
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_ARRAY_END)
			return EH_OK;
		if (r->token.kind != EH_JSON_ARRAY || i >= EH_MOST_FIELDS)
			return wrong(r, r->key);
		for (size_t l = 0;; l++) {
			double share;
			EH_TRY(next(r));
			if (r->token.kind == EH_JSON_ARRAY_END)
				break;
			if (r->token.kind != EH_JSON_NUMBER || l >= EH_MOST_LEVELS ||
			        eh_str_to_double(r->token.text, &share) != EH_OK || share <= 0 || share > 1.000001)
				return wrong(r, r->key);
			relatives->n[i][l] = share;
		}
	}
}

static enum eh_rc take_repeats(struct reading *r, struct eh_model_field *field)
{
	double number = 0;

	EH_TRY(take_number(r, &number));
	if (!(number >= 0 && number < EH_MOST_FIELDS))
		return wrong(r, r->key);
	field->repeats = (size_t)number;
	return EH_OK;
}

static enum eh_rc take_share(struct reading *r, double *ret_share)
{
	double share = 0;

	EH_TRY(take_number(r, &share));
	if (!(share >= 0 && share <= 1))
		return wrong(r, r->key);
	*ret_share = share;
	return EH_OK;
}

static enum eh_rc take_type(struct reading *r, struct eh_model_field *field)
{
	char name[32];

	EH_TRY(take_string(r, name, sizeof name));
	if (ehl_type_of((struct ehl_text){ name, strlen(name) }, &field->type) != 0 || field->type == EHL_IGNORE)
		return wrong(r, "a type");
	return EH_OK;
}

static enum eh_rc take_levels(struct reading *r, const struct eh_model_field *field, double *out)
{
	if (field->type == EHL_IGNORE)
		return wrong(r, "levels before the type");
	EH_TRY(open_value(r, EH_JSON_ARRAY));
	return take_shares(r, out, levels_of(field->type));
}

static enum eh_rc take_field_key(struct reading *r, size_t i)
{
	struct eh_model_field *field = &r->model->fields[i];
	double least = 0;

	if (strcmp(r->key, "name") == 0)
		return take_string(r, field->name, sizeof field->name);
	if (strcmp(r->key, "type") == 0)
		return take_type(r, field);
	if (strcmp(r->key, "m") == 0)
		return take_levels(r, field, field->m);
	if (strcmp(r->key, "u") == 0)
		return take_levels(r, field, field->u);
	if (strcmp(r->key, "seen") == 0)
		return take_number(r, &field->seen);
	if (strcmp(r->key, "relatives") == 0)
		return take_number(r, &r->model->relatives[i].odds);
	if (strcmp(r->key, "n") == 0)
		return take_relatives(r, &r->model->relatives[i]);
	if (strcmp(r->key, "repeats") == 0)
		return take_repeats(r, field);
	if (strcmp(r->key, "repeated") == 0)
		return take_share(r, &field->repeated);
	if (strcmp(r->key, "pairings") == 0)
		return take_pairings(r, &field->pairings);
	if (strcmp(r->key, "counted") == 0)
		return take_number(r, &field->frozen.filled);
	if (strcmp(r->key, "rows") == 0)
		return take_word_rows(r, &field->frozen);
	if (strcmp(r->key, "places") == 0)
		return take_places(r, &field->frozen);
	if (strcmp(r->key, "wholes") == 0)
		return take_wholes(r, &field->frozen);
	if (strcmp(r->key, "least") != 0)
		return wrong(r, r->key);
	EH_TRY(take_number(r, &least));
	field->frozen.least = least > 0 && least < 4e9 ? (uint32_t)least : 1;
	return EH_OK;
}

static enum eh_rc take_key(struct reading *r)
{
	snprintf(r->key, sizeof r->key, "%.*s", EH_FMT(eh_utf8_cut(r->token.text, sizeof r->key - 1)));
	return EH_OK;
}

static enum eh_rc take_fields(struct reading *r)
{
	EH_TRY(open_value(r, EH_JSON_ARRAY));
	for (;;) {
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_ARRAY_END)
			return EH_OK;
		if (r->token.kind != EH_JSON_OBJECT || r->model->field_count == EH_MOST_FIELDS)
			return wrong(r, "fields");
		size_t i = r->model->field_count++;
		for (;;) {
			EH_TRY(next(r));
			if (r->token.kind == EH_JSON_OBJECT_END)
				break;
			EH_TRY(take_key(r));
			EH_TRY(take_field_key(r, i));
		}
	}
}

static enum eh_rc take_rules(struct reading *r)
{
	struct eh_key_plan *plan = &r->model->plan;

	EH_TRY(open_value(r, EH_JSON_ARRAY));
	for (;;) {
		double parts[3];
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_ARRAY_END)
			return EH_OK;
		if (r->token.kind != EH_JSON_ARRAY || plan->count == EH_MOST_RULES)
			return wrong(r, "rules");
		for (size_t i = 0; i < 3; i++)
			EH_TRY(take_number(r, &parts[i]));
		EH_TRY(open_value(r, EH_JSON_ARRAY_END));
		if (parts[0] < 0 || parts[0] > EH_RULE_BOTH || parts[1] < 0 || parts[1] >= EH_MOST_FIELDS || parts[2] < 0 ||
		        parts[2] >= EH_MOST_FIELDS)
			return wrong(r, "a rule");
		plan->rules[plan->count++] = (struct eh_rule){
			.kind = (enum eh_rule_kind)parts[0], .field = (unsigned char)parts[1], .other = (unsigned char)parts[2]
		};
	}
}

static enum eh_rc take_schema(struct reading *r)
{
	char schema[64];

	EH_TRY(take_string(r, schema, sizeof schema));
	if (strcmp(schema, EH_MODEL_SCHEMA) != 0)
		return eh_fail(&r->err, EH_INVALID,
		        "\"%s\" is not \"" EH_MODEL_SCHEMA "\": this model is of another program or version", schema);
	r->schema = true;
	return EH_OK;
}

static enum eh_rc take_top_key(struct reading *r)
{
	struct ehl_model *model = r->model;
	double number = 0;

	if (strcmp(r->key, "schema") == 0)
		return take_schema(r);
	if (!r->schema)
		return eh_fail(&r->err, EH_INVALID, "this is no linkage model: it does not begin with its schema");
	if (strcmp(r->key, "warnings") == 0)
		return take_string(r, model->warnings, sizeof model->warnings);
	if (strcmp(r->key, "rules") == 0)
		return take_rules(r);
	if (strcmp(r->key, "fields") == 0)
		return take_fields(r);
	if (strcmp(r->key, "converged") == 0) {
		EH_TRY(next(r));
		model->converged = r->token.kind == EH_JSON_TRUE;
		return EH_OK;
	}
	EH_TRY(take_number(r, &number));
	const struct {
		const char *key;
		double *out;
	} NUMBERS[] = { { "prior", &model->prior }, { "matches", &model->matches }, { "link_weight", &model->link_weight },
		{ "ask_weight", &model->ask_weight }, { "calibration_shift", &model->calibration.shift },
		{ "calibration_scale", &model->calibration.scale } };
	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
		if (strcmp(r->key, NUMBERS[i].key) == 0)
			*NUMBERS[i].out = number;
	const struct {
		const char *key;
		size_t *out;
	} COUNTS[] = { { "cap", &model->cap }, { "rows", &model->rows }, { "iterations", &model->iterations },
		{ "calibration_decisions", &model->calibration.decisions } };
	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
		if (strcmp(r->key, COUNTS[i].key) == 0)
			*COUNTS[i].out = number >= 0 && number < 1e15 ? (size_t)number : 0;
	return EH_OK;
}

/* What one part says of another must hold: rules name fields there are, relatives have every level. */
static enum eh_rc check(struct reading *r)
{
	struct ehl_model *model = r->model;

	if (!model->field_count || model->cap < 2)
		return wrong(r, "a model without fields or blocks");
	for (size_t i = 0; i < model->plan.count; i++) {
		struct eh_rule *rule = &model->plan.rules[i];
		if (rule->field < model->field_count)
			rule->words = rule->kind != EH_RULE_BOTH &&
			              eh_kind_infos[eh_type_infos[model->fields[rule->field].type].kind].words;
	}
	for (size_t i = 0; i < model->plan.count; i++)
		if (model->plan.rules[i].field >= model->field_count || model->plan.rules[i].other >= model->field_count)
			return wrong(r, "a rule of a field that is not there");
	if (model->calibration.decisions && !(model->calibration.scale > 0))
		return wrong(r, "a calibration without a scale above 0");
	for (size_t i = 0; i < model->field_count; i++)
		if (model->fields[i].repeats >= model->field_count)
			return wrong(r, "a field that repeats one that is not there");
	for (size_t i = 0; i < model->field_count; i++)
		for (size_t j = 0; j < model->field_count; j++)
			for (unsigned l = 0; l < levels_of(model->fields[j].type); l++)
				if (model->relatives[i].n[j][l] <= 0 || model->fields[j].m[l] <= 0 || model->fields[j].u[l] <= 0)
					return wrong(r, "a field without all its levels");
	return EH_OK;
}

static enum eh_rc read_all(struct reading *r)
{
	EH_TRY(open_value(r, EH_JSON_OBJECT));
	for (;;) {
		EH_TRY(next(r));
		if (r->token.kind == EH_JSON_OBJECT_END)
			return check(r);
		EH_TRY(take_key(r));
		EH_TRY(take_top_key(r));
	}
}

int ehl_model_read(struct ehl_text text, struct ehl_model **ret_model, char *message, size_t size)
{
	struct reading r = { .model = eh_alloc_zero(1, sizeof *r.model), .key = "the model" };
	enum eh_rc rc = r.model ? eh_json_open_text((struct eh_str){ text.p, text.n }, &r.json, &r.err) : eh_fail_memory(&r.err);

	rc = rc < 0 ? rc : read_all(&r);
	eh_json_free(r.json);
	if (rc < 0) {
		eh_error_text(&r.err, message, size);
		ehl_model_free(r.model);
		return rc == EH_NO_MEMORY ? -1 : -5;
	}
	*ret_model = r.model;
	return 0;
}
