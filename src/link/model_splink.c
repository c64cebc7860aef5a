/* model_splink.c: a model as Splink 4 settings. */
#include "model_splink.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "io/json.h"

/* As scorer.c has them: by how much rarity counts, and the bits it can add or take at most. */
static const double RARITY = 0.8, MOST_RARITY = 7;

enum { BLOCK_START = 8 }; /* letters of a name that stand in for its rare words */

struct writer {
	const struct eh_splink *splink;
	struct eh_json_writer json;
	struct eh_buf *lost, text; /* text: of one condition */
	struct eh_fields fields;
	struct eh_str headings[EH_MOST_FIELDS][EH_MOST_FIELD_COLUMNS];
	size_t given, surname; /* fields, where there is one of each; else EH_MOST_FIELDS */
};

static enum eh_rc lose(struct writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

static enum eh_rc lose(struct writer *writer, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return eh_buf_printf(writer->lost, "%s\n", text);
}

static void write_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void write_number(struct eh_json_writer *json, const char *key, double value)
{
	eh_json_write_key(json, key);
	eh_json_write_double(json, value);
}

static void write_flag(struct eh_json_writer *json, const char *key, bool value)
{
	eh_json_write_key(json, key);
	eh_json_write_bool(json, value);
}

/* ---- Comparisons ---- */

static enum eh_rc write_null_level(struct writer *writer, size_t i)
{
	const struct eh_field *field = &writer->fields.items[i];
	const char *const SUFFIX[] = { "_l", "_r" };

	eh_buf_reset(&writer->text);
	for (int side = 0; side < 2; side++) {
		EH_TRY(eh_buf_add(&writer->text, side ? EH_STR(" or nullif(cast(") : EH_STR("nullif(cast(")));
		/* A place needs both its numbers; of names and lines of an address any will do. */
		size_t together = field->kind == EH_KIND_GEO ? 1 : field->column_count;
		EH_TRY(eh_splink_value(field->kind, writer->headings[i], together, SUFFIX[side], &writer->text));
		EH_TRY(eh_buf_add(&writer->text, EH_STR(" as varchar), '') is null")));
		if (field->kind != EH_KIND_GEO)
			continue;
		EH_TRY(eh_buf_add(&writer->text, EH_STR(" or ")));
		EH_TRY(eh_splink_name(writer->headings[i][1], SUFFIX[side], &writer->text));
		EH_TRY(eh_buf_add(&writer->text, EH_STR(" is null")));
	}
	eh_json_write_object(&writer->json);
	write_text(&writer->json, "sql_condition", eh_buf_str(&writer->text));
	write_text(&writer->json, "label_for_charts", EH_STR("a side says nothing"));
	write_flag(&writer->json, "is_null_level", true);
	eh_json_write_object_end(&writer->json);
	return EH_OK;
}

/* First and last names in each other's place count as a slip in both. */
static enum eh_rc add_swap(struct writer *writer, struct eh_buf *out)
{
	const struct eh_str *given = writer->headings[writer->given], *surname = writer->headings[writer->surname];

	EH_TRY(eh_buf_add(out, EH_STR(" or (")));
	EH_TRY(eh_splink_value(EH_KIND_PERSON, given, 1, "_l", out));
	EH_TRY(eh_buf_add(out, EH_STR(" = ")));
	EH_TRY(eh_splink_value(EH_KIND_PERSON, surname, 1, "_r", out));
	EH_TRY(eh_buf_add(out, EH_STR(" and ")));
	EH_TRY(eh_splink_value(EH_KIND_PERSON, surname, 1, "_l", out));
	EH_TRY(eh_buf_add(out, EH_STR(" = ")));
	EH_TRY(eh_splink_value(EH_KIND_PERSON, given, 1, "_r", out));
	return eh_buf_add(out, EH_STR(")"));
}

/* Splink's adjustment is ours for single values: the weight moves by so much of log2(u / share of the value), and the share is held up so
 * far that the most is not passed. For names and texts the share of the whole stands in for those of its words. */
static void write_rarity(struct writer *writer, size_t i, double u)
{
	enum eh_kind kind = writer->fields.items[i].kind;

	if (kind == EH_KIND_NUMBER || kind == EH_KIND_GEO || kind == EH_KIND_DATE || kind == EH_KIND_ADDRESS)
		return;
	write_text(&writer->json, "tf_adjustment_column", writer->headings[i][0]);
	write_number(&writer->json, "tf_adjustment_weight", RARITY);
	write_number(&writer->json, "tf_minimum_u_value", u * exp2(-MOST_RARITY / RARITY));
	write_flag(&writer->json, "disable_tf_exact_match_detection", true);
}

static enum eh_rc write_level(struct writer *writer, size_t i, unsigned level, double m, double u)
{
	const struct eh_field *field = &writer->fields.items[i];

	eh_buf_reset(&writer->text);
	EH_TRY(eh_splink_condition(field->kind, level, writer->headings[i], field->column_count, &writer->text));
	if (level == 2 && (i == writer->given || i == writer->surname) && writer->given < EH_MOST_FIELDS &&
	        writer->surname < EH_MOST_FIELDS)
		EH_TRY(add_swap(writer, &writer->text));
	eh_json_write_object(&writer->json);
	write_text(&writer->json, "sql_condition", eh_buf_str(&writer->text));
	write_text(&writer->json, "label_for_charts", eh_str_of(eh_kind_infos[field->kind].say[level - 1]));
	write_number(&writer->json, "m_probability", m);
	write_number(&writer->json, "u_probability", u);
	if (level == 1)
		write_rarity(writer, i, u);
	eh_json_write_object_end(&writer->json);
	return EH_OK;
}

/* Levels in the order in which they are tried: numbers that differ in names come before likeness, everything else last. */
static size_t order_levels(enum eh_kind kind, unsigned *ret_order)
{
	unsigned levels = eh_kind_infos[kind].levels;
	size_t count = 0;

	for (unsigned level = 1; level <= levels; level++) {
		if (kind == EH_KIND_NAME && level == levels)
			continue;
		ret_order[count++] = level;
		if (kind == EH_KIND_NAME && level == 1)
			ret_order[count++] = levels;
	}
	return count;
}

static enum eh_rc write_comparison(struct writer *writer, size_t i)
{
	const struct eh_model_field *model = &writer->splink->model->fields[i];
	const struct eh_field *field = &writer->fields.items[i];
	unsigned order[EH_MOST_LEVELS];
	size_t count = order_levels(field->kind, order);
	double rest_m = 0, rest_u = 0;

	eh_json_write_object(&writer->json);
	write_text(&writer->json, "output_column_name", eh_str_of(field->name));
	write_text(&writer->json, "comparison_description", eh_str_of(ehl_type_name(field->type)));
	eh_json_write_key(&writer->json, "comparison_levels");
	eh_json_write_array(&writer->json);
	EH_TRY(write_null_level(writer, i));
	for (size_t k = 0; k < count; k++) {
		double m = model->m[order[k] - 1], u = model->u[order[k] - 1];
		eh_buf_reset(&writer->text);
		EH_TRY(eh_splink_condition(field->kind, order[k], writer->headings[i], field->column_count, &writer->text));
		if (!writer->text.n) {
			rest_m += m;
			rest_u += u;
			continue;
		}
		bool last = k + 1 == count;
		EH_TRY(write_level(writer, i, order[k], m + (last ? rest_m : 0), u + (last ? rest_u : 0)));
	}
	eh_json_write_array_end(&writer->json);
	eh_json_write_object_end(&writer->json);
	return EH_OK;
}

static enum eh_rc lose_in_field(struct writer *writer, size_t i)
{
	const struct eh_field *field = &writer->fields.items[i];
	const char *lost = eh_splink_lost(field->kind);

	if (*lost)
		EH_TRY(lose(writer, "%s: %s", field->name, lost));
	if (field->kind == EH_KIND_NAME && field->column_count > EH_SPLINK_MOST_NAMES)
		EH_TRY(lose(writer, "%s: of %zu columns of names, only the first %d are compared", field->name,
		        field->column_count, EH_SPLINK_MOST_NAMES));
	return EH_OK;
}

/* ---- Blocking rules ---- */

static enum eh_rc add_equal(struct writer *writer, size_t field, const char *before, const char *after, struct eh_buf *out)
{
	enum eh_kind kind = writer->fields.items[field].kind;
	struct eh_buf value EH_CLEANUP_BUF = { 0 };
	struct eh_str rest, heading = writer->headings[field][0];

	/* Values are those of rows l and r rather than of columns that end in _l and _r. */
	EH_TRY(eh_splink_value(kind, &heading, 1, "", &value));
	rest = eh_buf_str(&value);
	ptrdiff_t quote = eh_str_find(rest, EH_STR("\""));
	for (int side = 0; side < 2; side++) {
		EH_TRY(eh_buf_printf(out, "%s%s%.*s%s.", side ? " = " : "", before, (int)quote, rest.p, side ? "r" : "l"));
		EH_TRY(eh_buf_add(out, eh_str_sub(rest, (size_t)quote, rest.n - (size_t)quote)));
		EH_TRY(eh_buf_add(out, eh_str_of(after)));
	}
	return EH_OK;
}

/* How a rule's key is made of a field; false: it cannot be said. */
static bool rule_shape(const struct eh_field *field, enum eh_rule_kind kind, char *before, char *after)
{
	bool words = eh_kind_infos[field->kind].words;

	before[0] = after[0] = '\0';
	if (field->kind == EH_KIND_GEO) {
		snprintf(before, 64, "round(50 * ");
		snprintf(after, 64, ")");
		return true;
	}
	if (words && kind == EH_RULE_VALUE) {
		snprintf(before, 64, "list_sort(list_distinct(string_split(");
		snprintf(after, 64, ", ' ')))");
		return true;
	}
	if (words && kind == EH_RULE_START) {
		snprintf(before, 64, "substr(");
		snprintf(after, 64, ", 1, %d)", BLOCK_START);
		return true;
	}
	return !words;
}

/* Whether a rule's blocks would on average hold more rows than ours may: Splink has no cap. u of the first level is how often values are
 * equal by chance. */
static bool too_wide(const struct writer *writer, const struct eh_rule *rule)
{
	const struct ehl_model *model = writer->splink->model;
	double rows = (double)ehl_table_rows(writer->splink->table) * model->fields[rule->field].u[0];

	if (rule->kind == EH_RULE_BOTH)
		rows *= model->fields[rule->other].u[0];
	return rule->kind != EH_RULE_START && model->cap && rows > (double)model->cap;
}

static enum eh_rc write_rule(struct writer *writer, const struct eh_rule *rule, bool *ret_said)
{
	const size_t parts[] = { rule->field, rule->other };
	char before[64], after[64];

	eh_buf_reset(&writer->text);
	for (size_t i = 0; i < (rule->kind == EH_RULE_BOTH ? 2 : 1); i++) {
		*ret_said = rule_shape(&writer->fields.items[parts[i]], rule->kind, before, after) && !too_wide(writer, rule);
		if (!*ret_said)
			return EH_OK;
		if (i)
			EH_TRY(eh_buf_add(&writer->text, EH_STR(" and ")));
		EH_TRY(add_equal(writer, parts[i], before, after, &writer->text));
	}
	eh_json_write_object(&writer->json);
	write_text(&writer->json, "blocking_rule", eh_buf_str(&writer->text));
	write_text(&writer->json, "sql_dialect", EH_STR("duckdb"));
	eh_json_write_object_end(&writer->json);
	return EH_OK;
}

static enum eh_rc write_rules(struct writer *writer)
{
	const struct eh_key_plan *plan = &writer->splink->model->plan;
	char text[160];

	eh_json_write_key(&writer->json, "blocking_rules_to_generate_predictions");
	eh_json_write_array(&writer->json);
	for (size_t i = 0; i < plan->count; i++) {
		bool said;
		EH_TRY(write_rule(writer, &plan->rules[i], &said));
		eh_rule_text(&writer->fields, &plan->rules[i], text, sizeof text);
		if (!said)
			EH_TRY(lose(writer, "no blocking on %s", text));
		else if (plan->rules[i].kind == EH_RULE_START)
			EH_TRY(lose(
			        writer, "blocking on %s: the first %d letters of the whole stand in for it", text, BLOCK_START));
	}
	eh_json_write_array_end(&writer->json);
	return plan->count ? lose(writer, "blocks have no cap: those of frequent values grow with their square") : EH_OK;
}

/* ---- All of it ---- */

static enum eh_rc lose_of_all(struct writer *writer)
{
	const struct ehl_model *model = writer->splink->model;
	double link = exp2(model->link_weight), ask = exp2(model->ask_weight);

	EH_TRY(lose(writer,
	        "what is linked and what asked stands in no setting: predict with threshold_match_probability %.4f for links, "
	        "%.4f for questions",
	        link / (1 + link), ask / (1 + ask)));
	for (size_t i = 0; i < model->field_count; i++)
		if (model->relatives[i].odds > -100) {
			EH_TRY(lose(writer, "neighbours, branches and other relatives, which share values without being the "
			                    "same, are not held apart"));
			break;
		}
	for (size_t i = 0; i < model->field_count; i++)
		if (model->fields[i].type == EHL_ORGANISATION) {
			EH_TRY(lose(writer, "equal names with nothing else in common are linked, not asked"));
			break;
		}
	EH_TRY(lose(writer,
	        "decisions, rows known to be the same, one-to-one partners and clusters that do not chain are no part of it"));
	if (!writer->splink->id)
		EH_TRY(lose(writer,
		        "rows are named by a column unique_id, which is to be added to the file (a number from 1 will do)"));
	if (writer->splink->table->left)
		EH_TRY(lose(writer, "the columns of the second file must bear the headings of the first"));
	return EH_OK;
}

static enum eh_rc write_settings(struct writer *writer)
{
	const struct eh_splink *splink = writer->splink;
	struct eh_json_writer *json = &writer->json;

	eh_json_write_object(json);
	write_text(json, "link_type", splink->table->left ? EH_STR("link_only") : EH_STR("dedupe_only"));
	write_text(json, "sql_dialect", EH_STR("duckdb"));
	write_text(json, "unique_id_column_name", eh_str_of(splink->id ? splink->id : "unique_id"));
	write_text(json, "source_dataset_column_name", EH_STR("source_dataset"));
	write_number(json, "probability_two_random_records_match", 1 / (1 + exp2(-splink->model->prior)));
	write_flag(json, "retain_matching_columns", true);
	write_flag(json, "retain_intermediate_calculation_columns", true);
	eh_json_write_key(json, "additional_columns_to_retain");
	eh_json_write_array(json);
	eh_json_write_array_end(json);
	write_number(json, "em_convergence", 0.0001);
	eh_json_write_key(json, "max_iterations");
	eh_json_write_i64(json, 25);
	EH_TRY(write_rules(writer));
	eh_json_write_key(json, "comparisons");
	eh_json_write_array(json);
	for (size_t i = 0; i < writer->fields.count; i++)
		EH_TRY(write_comparison(writer, i));
	eh_json_write_array_end(json);
	eh_json_write_object_end(json);
	EH_TRY(eh_json_write_end(json));
	for (size_t i = 0; i < writer->fields.count; i++)
		EH_TRY(lose_in_field(writer, i));
	return lose_of_all(writer);
}

static size_t only_field(const struct eh_fields *fields, enum ehl_type type)
{
	size_t found = EH_MOST_FIELDS, count = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].type == type) {
			found = i;
			count++;
		}
	return count == 1 ? found : EH_MOST_FIELDS;
}

static bool fits(const struct writer *writer)
{
	const struct ehl_model *model = writer->splink->model;

	if (model->field_count != writer->fields.count)
		return false;
	for (size_t i = 0; i < model->field_count; i++)
		if (model->fields[i].type != writer->fields.items[i].type)
			return false;
	return true;
}

static void find_headings(struct writer *writer)
{
	for (size_t i = 0; i < writer->fields.count; i++) {
		struct eh_field *field = &writer->fields.items[i];
		bool swap = field->kind == EH_KIND_GEO && field->type == EHL_LONGITUDE;
		for (size_t j = 0; j < field->column_count; j++)
			writer->headings[i][swap ? !j : j] = eh_link_str(writer->splink->table->headings[field->columns[j]]);
	}
	writer->given = only_field(&writer->fields, EHL_GIVEN_NAME);
	writer->surname = only_field(&writer->fields, EHL_SURNAME);
}

enum eh_rc eh_model_splink(const struct eh_splink *splink, struct eh_buf *settings, struct eh_buf *ret_lost, struct eh_error *err)
{
	struct writer *writer = eh_alloc_zero(1, sizeof *writer);

	if (!writer)
		return eh_fail_memory(err);
	writer->splink = splink;
	writer->lost = ret_lost;
	writer->fields.count = eh_fields_plan(splink->columns, splink->table->column_count, writer->fields.items);
	eh_json_write_init(&writer->json, settings, true);
	enum eh_rc rc = EH_OK;
	if (!fits(writer)) {
		rc = eh_fail(
		        err, EH_INVALID, "the model is of other columns than these; give those it was trained on with --columns");
	} else {
		find_headings(writer);
		rc = write_settings(writer);
		if (rc < 0)
			rc = eh_fail_memory(err);
	}
	eh_buf_finish(&writer->text);
	eh_free(writer);
	return rc;
}
