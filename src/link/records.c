/* records.c: linking records of organisations: a table of what they say, matched as any other; identifiers and people's decisions first. */
#include "records.h"

#include <stdio.h>
#include <stdlib.h>

const struct ehl_column eh_record_columns[EH_RECORD_COLUMNS] = { [EH_RECORD_NAME] = { "name", EHL_ORGANISATION },
	[EH_RECORD_OTHER_NAMES] = { "other names", EHL_ORGANISATION },
	[EH_RECORD_ADDRESS] = { "address", EHL_ADDRESS },
	[EH_RECORD_POSTCODE] = { "postcode", EHL_POSTCODE },
	[EH_RECORD_PHONE] = { "phone", EHL_PHONE },
	[EH_RECORD_WEB] = { "web", EHL_URL },
	[EH_RECORD_EMAIL] = { "e-mail", EHL_URL },
	[EH_RECORD_PLACE] = { "place", EHL_IGNORE },
	[EH_RECORD_REFERENCE] = { "reference", EHL_IDENTIFIER } };

/* The first identifier without a known scheme. */
static struct ehl_text reference_of(const struct ehl_record *record)
{
	for (size_t i = 0; i < record->id_count; i++)
		if (!record->ids[i].scheme.n)
			return record->ids[i].id;
	return (struct ehl_text){ "", 0 };
}

static bool add_record(struct ehl_table *table, const struct ehl_record *record)
{
	struct eh_buf others EH_CLEANUP_BUF = { 0 };
	const struct ehl_text none = { "", 0 };

	for (size_t i = 1; i < record->name_count; i++)
		if (eh_buf_add(&others, eh_link_str(record->names[i])) < 0 || eh_buf_add_char(&others, '\x1f') < 0)
			return false;
	const struct ehl_text cells[EH_RECORD_COLUMNS] = { [EH_RECORD_NAME] = record->name_count ? record->names[0] : none,
		[EH_RECORD_OTHER_NAMES] = { eh_buf_str(&others).p, others.n },
		[EH_RECORD_ADDRESS] = record->address,
		[EH_RECORD_POSTCODE] = record->postcode,
		[EH_RECORD_PHONE] = record->phone,
		[EH_RECORD_WEB] = record->web,
		[EH_RECORD_EMAIL] = record->email_domain,
		[EH_RECORD_PLACE] = record->place,
		[EH_RECORD_REFERENCE] = reference_of(record) };
	return ehl_table_add(table, cells, EH_RECORD_COLUMNS) == 0;
}

struct ehl_table *eh_records_table(const struct ehl_record *records, size_t count)
{
	struct ehl_text headings[EH_RECORD_COLUMNS];

	for (size_t i = 0; i < EH_RECORD_COLUMNS; i++)
		headings[i] = (struct ehl_text){ eh_record_columns[i].name, strlen(eh_record_columns[i].name) };
	struct ehl_table *table = ehl_table_new(headings, EH_RECORD_COLUMNS);
	for (size_t i = 0; table && i < count; i++)
		if (!add_record(table, &records[i])) {
			ehl_table_free(table);
			return NULL;
		}
	return table;
}

bool eh_records_start_clusters(struct eh_records *work)
{
	work->head = eh_alloc_zero(work->count, sizeof *work->head);
	work->next = eh_alloc_zero(work->count, sizeof *work->next);
	work->size = eh_alloc_zero(work->count, sizeof *work->size);
	work->branch = eh_alloc_zero(work->count, sizeof *work->branch);
	if (!work->head || !work->next || !work->size || !work->branch)
		return false;
	for (size_t i = 0; i < work->count; i++) {
		work->head[i] = work->next[i] = (uint32_t)i;
		work->size[i] = 1;
	}
	return true;
}

/* People's decisions say what weights are worth; the lines of linking and asking move with it, and are frozen with the model. */
static bool calibrate(struct eh_records *work)
{
	struct ehl_model *model = work->match.model;
	struct eh_platt_answer *answers = eh_alloc((work->constraint_count + 1) * sizeof *answers);
	size_t count = 0;

	for (size_t i = 0; answers && i < work->constraint_count; i++) {
		const struct ehl_constraint *c = &work->constraints[i];
		const struct eh_field *name = &work->match.fields.items[0];
		unsigned char flags;
		if (name->value[c->a] && name->value[c->b])
			answers[count++] = (struct eh_platt_answer){
				eh_match_weight(&work->match, (uint32_t)c->a, (uint32_t)c->b, &flags), c->same
			};
	}
	if (count) {
		eh_platt_fit(answers, count, &model->calibration);
		model->link_weight = eh_platt_back(&model->calibration, model->link_weight);
		model->ask_weight = eh_platt_back(&model->calibration, model->ask_weight);
	}
	eh_free(answers);
	return answers != NULL;
}

static int run(struct eh_records *work)
{
	struct eh_match *match = &work->match;
	int rc = eh_records_start_clusters(work) ? eh_records_apply_decisions(work) : -1;

	rc = rc ? rc : eh_match_ready(match, eh_record_columns);
	/* Records that say nothing at all are linked by identifiers alone. */
	bool silent = rc == -4;
	rc = silent ? 0 : rc;
	work->silent = silent;
	rc = rc || silent || work->options->model ? rc : eh_match_train(match);
	if (rc == 0 && (!eh_records_link_identifiers(work) || !eh_records_count_rivals(work)))
		rc = -1;
	rc = rc || silent ? rc : eh_match_score(match);
	if (rc || silent)
		return rc;
	eh_match_thresholds(match);
	if (!work->options->model && !calibrate(work))
		return -1;
	if (work->options->link_weight > 0)
		match->model->link_weight = work->options->link_weight;
	if (work->options->ask_weight > 0)
		match->model->ask_weight = work->options->ask_weight;
	eh_records_find_bonds(work);
	return eh_records_link_edges(work) ? 0 : -1;
}

static size_t capped_blocks(const struct eh_match *match)
{
	size_t capped = 0;

	for (size_t i = 0; i < EH_MOST_RULES; i++)
		capped += match->index.stats[i].capped;
	return capped;
}

static bool keep(struct eh_records *work, struct ehl_kept *ret_kept)
{
	struct eh_match *match = &work->match;
	struct ehl_kept kept = { .standing = work->standing.items, .standing_count = work->standing.count };

	kept.bonds = eh_alloc((match->edges.count + 1) * sizeof *kept.bonds);
	kept.component = eh_records_components(work);
	*ret_kept = kept;
	work->standing.items = NULL;
	if (!kept.bonds || !kept.component)
		return false;
	for (size_t i = 0; i < match->edges.count; i++)
		ret_kept->bonds[ret_kept->bond_count++] = eh_records_bond(work, &match->edges.items[i]);
	if (work->silent)
		return true;
	if (!work->options->model && !eh_model_freeze(&match->fields, match->model))
		return false;
	ret_kept->model = match->model;
	match->model = NULL;
	return true;
}

static int hand_over(struct eh_records *work, struct ehl_result *ret_result)
{
	struct ehl_result result = { .question_count = work->questions.count,
		.branch_count = work->branches.count,
		.links = work->links,
		.pairs_compared = work->match.out.compared,
		.blocks_capped = capped_blocks(&work->match) };

	result.cluster = eh_alloc_zero(work->count, sizeof *result.cluster);
	if (!result.cluster)
		return -1;
	for (size_t i = 0; i < work->count; i++)
		result.cluster[i] = work->head[i];
	result.questions = work->questions.items;
	result.branches = work->branches.items;
	work->questions.items = NULL;
	work->branches.items = NULL;
	snprintf(result.warnings, sizeof result.warnings, "%.*s", (int)sizeof result.warnings - 1, work->match.model->warnings);
	bool good = !work->options->keep || keep(work, &result.kept);
	if (good)
		*ret_result = result;
	else
		ehl_result_finish(&result);
	return good ? 0 : -1;
}

void eh_records_finish(struct eh_records *work)
{
	eh_match_finish(&work->match);
	ehl_matches_finish(&work->match.out);
	eh_free(work->head);
	eh_free(work->next);
	eh_free(work->size);
	eh_free(work->branch);
	eh_vec_finish(&work->branches);
	eh_vec_finish(&work->questions);
	eh_vec_finish(&work->standing);
	eh_map_finish(&work->rivals);
	eh_arena_finish(&work->arena);
}

int ehl_link(const struct ehl_record *records, size_t count, const struct ehl_constraint *constraints, size_t constraint_count,
        const struct ehl_options *options, struct ehl_result *ret_result)
{
	static const struct ehl_options DEFAULTS;
	struct eh_records work = { .records = records,
		.count = count,
		.options = options ? options : &DEFAULTS,
		.constraints = constraints,
		.constraint_count = constraint_count };

	if (count >= UINT32_MAX)
		return -1;
	const struct ehl_match_options match = { .threads = work.options->threads,
		.block_cap = work.options->block_cap,
		.seed = work.options->seed,
		.model = work.options->model,
		.cancelled = work.options->cancelled,
		.context = work.options->context };
	struct ehl_table *table = eh_records_table(records, count);
	work.match = (struct eh_match){ .table = table,
		.options = &match,
		.keep_equal = true,
		.least_kept = EH_LEAST_KEPT_RECORDS,
		.model = eh_alloc_zero(1, sizeof *work.match.model) };
	int rc = table && work.match.model ? run(&work) : -1;
	if (rc == 0)
		rc = hand_over(&work, ret_result);
	eh_records_finish(&work);
	ehl_table_free(table);
	return rc;
}

void ehl_result_finish(struct ehl_result *result)
{
	eh_free(result->cluster);
	eh_free(result->questions);
	eh_free(result->branches);
	ehl_model_free(result->kept.model);
	eh_free(result->kept.bonds);
	eh_free(result->kept.standing);
	eh_free(result->kept.component);
	*result = (struct ehl_result){ 0 };
}

/* The name of a column, for as long as the program runs. */
static const char *eh_record_field(const char *name)
{
	for (size_t i = 0; i < EH_RECORD_COLUMNS; i++)
		if (strcmp(eh_record_columns[i].name, name) == 0)
			return eh_record_columns[i].name;
	return "relatives";
}

int ehl_explain(const struct ehl_record *a, const struct ehl_record *b, struct ehl_reason *ret_reasons, size_t cap)
{
	const struct ehl_record both[] = { *a, *b };
	struct ehl_table *table = eh_records_table(both, 2);
	struct ehl_model *model = table ? ehl_model_usual(table, eh_record_columns) : NULL;
	struct ehl_explanation explanation;
	int rc = model ? ehl_explain_rows(table, eh_record_columns, model, 0, 1, &explanation) : -1;

	for (size_t i = 0; rc == 0 && i < explanation.count && i < cap; i++) {
		ret_reasons[i] = (struct ehl_reason){ .field = i ? eh_record_field(explanation.parts[i].field) : "prior",
			.weight = explanation.parts[i].weight };
		snprintf(ret_reasons[i].text, sizeof ret_reasons[i].text, "%s", explanation.parts[i].text);
	}
	ehl_model_free(model);
	ehl_table_free(table);
	return rc == 0 ? (int)explanation.count : -1;
}
