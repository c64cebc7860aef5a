/* renew_questions.c: the questions that a change answers, and those that it raises; most stay as they are and are not touched. */
#include "renew_private.h"

struct question {
	int64_t left_source, right_source;
	struct eh_str left_key, right_key;
	double weight;
	bool stays;
};

struct asked {
	EH_VEC(struct question) list;
	struct eh_map by_pair;
	struct eh_arena arena;
};

static struct eh_str name_of(struct eh_arena *arena, const struct question *question)
{
	return eh_arena_printf(arena, "%lld\x1f%.*s\x1f%lld\x1f%.*s", (long long)question->left_source,
	        EH_FMT(question->left_key), (long long)question->right_source, EH_FMT(question->right_key));
}

static enum eh_rc note(struct asked *asked, const struct eh_q_question_of *row, struct eh_error *err)
{
	struct question question = { row->left_source, row->right_source, eh_db_keep(&asked->arena, row->left_key),
		eh_db_keep(&asked->arena, row->right_key), row->weight, false };
	bool added;

	if (!question.left_key.p || !question.right_key.p)
		return eh_fail_memory(err);
	struct eh_str name = name_of(&asked->arena, &question);
	if (!name.p || eh_map_put(&asked->by_pair, name, asked->list.count, NULL, &added) < 0)
		return eh_fail_memory(err);
	return !added || eh_vec_push(&asked->list, question) ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc load_of(struct renew *renew, int64_t source_id, struct eh_str key, struct asked *asked, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_question_of row;
	enum eh_rc rc = eh_q_question_of(renew->db, source_id, key, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_question_of_next(&cursor, &row, err)) == EH_OK)
		rc = note(asked, &row, err);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load(struct renew *renew, struct asked *asked, struct eh_error *err)
{
	for (size_t i = 0; i < renew->result.row_count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->result.rows[i].row);
		if (known)
			EH_TRY(load_of(renew, known->source_id, known->key, asked, err));
	}
	for (size_t i = 0; i < renew->gone.count; i++) {
		const struct eh_known_row *known = eh_renew_known(renew, renew->gone.items[i]);
		EH_TRY(load_of(renew, known->source_id, known->key, asked, err));
	}
	return EH_OK;
}

/* One end of a question, and whether it is of an organisation. */
static enum eh_rc end_of(struct renew *renew, const struct eh_numbers *places, uint64_t row, struct eh_arena *arena,
        int64_t *ret_source, struct eh_str *ret_key, bool *listed, struct eh_error *err)
{
	const struct build *build = renew->build;
	uint32_t at = eh_numbers_find(places, row);
	const struct eh_known_row *known = eh_renew_known(renew, row);
	struct eh_str id;

	*ret_source = at != UINT32_MAX ? build->rows.items[at].source_id : known->source_id;
	*ret_key = at != UINT32_MAX ? build->rows.items[at].key : known->key;
	if (at != UINT32_MAX)
		id = build->ids[at];
	else
		EH_TRY(eh_renew_org_of(renew, *ret_source, *ret_key, arena, &id, err));
	*listed |= id.p != NULL;
	return EH_OK;
}

static enum eh_rc ask(
        struct renew *renew, struct asked *asked, const struct question *question, double probability, struct eh_error *err)
{
	struct eh_str name = name_of(&asked->arena, question);

	if (!name.p)
		return eh_fail_memory(err);
	const uint64_t *at = eh_map_get(&asked->by_pair, name);
	struct question *before = at ? &asked->list.items[*at] : NULL;
	if (before && before->weight <= question->weight && before->weight >= question->weight) {
		before->stays = true;
		return EH_OK;
	}
	if (before)
		EH_TRY(eh_q_question_delete(
		        renew->db, question->left_source, question->left_key, question->right_source, question->right_key, err));
	EH_TRY(eh_q_question_add(renew->db, question->left_source, question->left_key, question->right_source,
	        question->right_key, question->weight, probability, EH_STR("alike, but not enough in common"), err));
	renew->build->summary.questions += !before;
	if (before)
		before->stays = true;
	return EH_OK;
}

static enum eh_rc ask_all(struct renew *renew, const struct eh_numbers *places, struct asked *asked, struct eh_error *err)
{
	for (size_t i = 0; i < renew->result.question_count; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct question question = { .weight = renew->result.questions[i].weight };
		bool listed = false;
		EH_TRY(end_of(renew, places, renew->result.questions[i].a, &arena, &question.left_source, &question.left_key,
		        &listed, err));
		EH_TRY(end_of(renew, places, renew->result.questions[i].b, &arena, &question.right_source, &question.right_key,
		        &listed, err));
		if (listed)
			EH_TRY(ask(renew, asked, &question, renew->result.questions[i].probability, err));
	}
	return EH_OK;
}

static enum eh_rc drop_others(struct renew *renew, const struct asked *asked, struct eh_error *err)
{
	for (size_t i = 0; i < asked->list.count; i++) {
		const struct question *question = &asked->list.items[i];
		if (question->stays)
			continue;
		EH_TRY(eh_q_question_delete(
		        renew->db, question->left_source, question->left_key, question->right_source, question->right_key, err));
		renew->build->summary.questions--;
	}
	return EH_OK;
}

enum eh_rc eh_renew_questions(struct renew *renew, const struct eh_numbers *places, struct eh_error *err)
{
	struct asked asked = { 0 };
	enum eh_rc rc = load(renew, &asked, err);

	if (rc == EH_OK)
		rc = ask_all(renew, places, &asked, err);
	if (rc == EH_OK)
		rc = drop_others(renew, &asked, err);
	eh_vec_finish(&asked.list);
	eh_map_finish(&asked.by_pair);
	eh_arena_finish(&asked.arena);
	return rc;
}
