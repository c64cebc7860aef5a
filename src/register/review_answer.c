/* review_answer.c: what people answer, kept and taken back; and what the questions say in words. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "queries.h"
#include "review_private.h"

static enum eh_rc add_record(struct eh_reviewer *reviewer, const struct eh_q_review_keys *row, struct eh_error *err)
{
	struct eh_arena *arena = &reviewer->arena;
	struct eh_str id = eh_review_record_id(arena, row->source, row->key);
	const struct eh_reviewed name = { eh_db_keep(arena, row->source), eh_db_keep(arena, row->key) };
	size_t at = reviewer->names.count;

	if (!id.p || !name.source.p || !name.key.p || !eh_vec_push(&reviewer->names, name) ||
	        eh_map_put(&reviewer->records, id, at, NULL, NULL) < 0)
		return eh_fail_memory(err);
	if (!row->org_id.n || !row->minted)
		return EH_OK;
	struct eh_str org = eh_db_keep(arena, row->org_id);
	return org.p && eh_map_put(&reviewer->records, org, at, NULL, NULL) >= 0 ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc load_records(struct eh_reviewer *reviewer, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_review_keys row;
	enum eh_rc rc = eh_q_review_keys(reviewer->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_review_keys_next(&rows, &row, err)) == EH_OK)
		EH_TRY(add_record(reviewer, &row, err));
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_reviewer_load(struct eh_db *db, struct eh_str place_id, struct eh_reviewer *ret_reviewer, struct eh_error *err)
{
	struct eh_reviewer reviewer = { .db = db, .place_id = place_id };
	enum eh_rc rc = eh_verdicts_load(db, &reviewer.verdicts, err);

	if (rc == EH_OK)
		rc = load_records(&reviewer, err);
	if (rc < 0) {
		eh_reviewer_finish(&reviewer);
		return rc;
	}
	*ret_reviewer = reviewer;
	return EH_OK;
}

void eh_reviewer_finish(struct eh_reviewer *reviewer)
{
	eh_verdicts_finish(&reviewer->verdicts);
	eh_map_finish(&reviewer->records);
	eh_vec_finish(&reviewer->names);
	eh_arena_finish(&reviewer->arena);
}

static enum eh_rc find_record(
        const struct eh_reviewer *reviewer, struct eh_str id, const struct eh_reviewed **ret_record, struct eh_error *err)
{
	const uint64_t *at = eh_map_get(&reviewer->records, id);

	if (!at)
		return eh_fail(err, EH_NOT_FOUND,
		        "no record or organisation is called \"%.*s\"; evenhand review --list prints their identifiers",
		        EH_FMT(id));
	*ret_record = &reviewer->names.items[*at];
	return EH_OK;
}

static enum eh_rc check(const struct eh_answer *answer, struct eh_error *err)
{
	if (answer->verdict == EH_VERDICT_NONE)
		return eh_fail(err, EH_INVALID, "an answer is same, different or unsure");
	if (!eh_str_trim(answer->person).n)
		return eh_fail(err, EH_INVALID, "who answers? Name yourself with --person, or in EVENHAND_PERSON");
	if (answer->person.n > EH_REVIEW_LONGEST_PERSON)
		return eh_fail(err, EH_INVALID, "a person's name has at most %d bytes", EH_REVIEW_LONGEST_PERSON);
	if (answer->note.n > EH_REVIEW_LONGEST_NOTE)
		return eh_fail(
		        err, EH_INVALID, "a note has at most %d bytes; this one has %zu", EH_REVIEW_LONGEST_NOTE, answer->note.n);
	if (!eh_utf8_valid(answer->note, NULL) || !eh_utf8_valid(answer->person, NULL))
		return eh_fail(err, EH_INVALID, "the note or the person's name is not UTF-8");
	return EH_OK;
}

static enum eh_rc is_of_place(
        const struct eh_reviewer *reviewer, const struct eh_reviewed *record, bool *ret_here, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_has_record row;
	enum eh_rc rc = eh_q_place_has_record(reviewer->db, reviewer->place_id, record->source, record->key, &arena, &row, err);

	*ret_here = rc == EH_OK;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* A place answers what is asked of one of its records, and says of any two of its own. */
static enum eh_rc check_place(
        const struct eh_reviewer *reviewer, const struct eh_reviewed *left, const struct eh_reviewed *right, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_question_asked asked;
	bool a, b;

	if (!reviewer->place_id.p)
		return EH_OK;
	EH_TRY(is_of_place(reviewer, left, &a, err));
	EH_TRY(is_of_place(reviewer, right, &b, err));
	if (a && b)
		return EH_OK;
	enum eh_rc rc = a || b ? eh_q_question_asked(
	                                 reviewer->db, left->source, left->key, right->source, right->key, &arena, &asked, err)
	                       : EH_NOT_FOUND;
	return rc == EH_NOT_FOUND ? eh_fail(err, EH_NOT_FOUND, "This pair is no question of this place.") : rc;
}

enum eh_rc eh_review_answer(struct eh_reviewer *reviewer, const struct eh_answer *answer, bool *ret_new, struct eh_error *err)
{
	const struct eh_reviewed *left = NULL, *right = NULL;
	struct eh_str note = eh_str_trim(answer->note);

	EH_TRY(check(answer, err));
	EH_TRY(find_record(reviewer, answer->left, &left, err));
	EH_TRY(find_record(reviewer, answer->right, &right, err));
	if (left == right)
		return eh_fail(err, EH_INVALID, "these are twice the same record");
	EH_TRY(check_place(reviewer, left, right, err));
	const struct eh_record_name_pair pair = { left->source, left->key, right->source, right->key };
	if (eh_verdicts_has(&reviewer->verdicts, &pair, answer->verdict, note)) {
		if (ret_new)
			*ret_new = false;
		return EH_OK;
	}
	EH_TRY(eh_verdicts_say(&reviewer->verdicts, &pair, answer->verdict, note, err));
	EH_TRY(eh_q_decision_add(reviewer->db, left->source, left->key, right->source, right->key,
	        eh_str_of(eh_verdict_name(answer->verdict)), eh_str_trim(answer->person), note.n ? note : EH_STR(""),
	        eh_clock_now(), err));
	if (ret_new)
		*ret_new = true;
	return EH_OK;
}

enum eh_rc eh_review_undo(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_review_undone *ret_undone,
        struct eh_error *err)
{
	struct eh_q_decision_newest row;
	enum eh_rc rc = eh_q_decision_newest(db, place_id, arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no answer to take back");
	EH_TRY(rc);
	const struct eh_review_undone undone = { .left = eh_review_record_id(arena, row.left_source, row.left_key),
		.right = eh_review_record_id(arena, row.right_source, row.right_key),
		.verdict = row.verdict,
		.person = row.person,
		.note = row.reason,
		.decided_at = row.decided_at };
	if (!undone.left.p || !undone.right.p)
		return eh_fail_memory(err);
	EH_TRY(eh_q_decision_delete(db, row.decision_id, err));
	*ret_undone = undone;
	return EH_OK;
}

/* ---- In words. ---- */

static enum eh_rc add_count(struct eh_buf *out, int64_t count, const char *one, const char *many)
{
	return count ? eh_buf_printf(out, "%s%lld %s", out->n ? ", " : "", (long long)count, count == 1 ? one : many) : EH_OK;
}

/* "£12,345" */
static enum eh_rc add_pounds(struct eh_buf *out, int64_t pounds)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%lld", (long long)pounds);

	EH_TRY(eh_buf_add(out, EH_STR("£")));
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			EH_TRY(eh_buf_add_char(out, ','));
		EH_TRY(eh_buf_add_char(out, digits[i]));
	}
	return eh_buf_add(out, EH_STR(" of grants"));
}

enum eh_rc eh_review_stake_words(const struct eh_review_question *question, struct eh_buf *out)
{
	const struct eh_review_side *a = &question->left, *b = &question->right;
	struct eh_buf words EH_CLEANUP_BUF = { 0 };

	if (a->grants_pence + b->grants_pence >= 100)
		EH_TRY(add_pounds(&words, (a->grants_pence + b->grants_pence) / 100));
	EH_TRY(add_count(&words, a->services + b->services, "service", "services"));
	EH_TRY(add_count(&words, a->cells + b->cells, "published overlap", "published overlaps"));
	return eh_buf_add(out, words.n ? eh_buf_str(&words) : EH_STR("nothing but the count of organisations"));
}

enum eh_rc eh_review_reason_words(const struct eh_review_question *question, struct eh_buf *out)
{
	bool said[EH_REVIEW_MOST_REASONS] = { false };
	size_t begun = out->n;

	for (size_t k = 0; k < question->reason_count; k++) {
		size_t best = EH_REVIEW_MOST_REASONS;
		for (size_t i = 0; i < question->reason_count; i++)
			if (!said[i] && strcmp(question->reasons[i].field, "prior") != 0 &&
			        strcmp(question->reasons[i].field, "adjusted") != 0 &&
			        (best == EH_REVIEW_MOST_REASONS ||
			                fabs(question->reasons[i].weight) > fabs(question->reasons[best].weight)))
				best = i;
		if (best == EH_REVIEW_MOST_REASONS)
			break;
		said[best] = true;
		EH_TRY(eh_buf_printf(out, "%s%s: %s (%s, %+.1f)", out->n > begun ? "; " : "", question->reasons[best].field,
		        question->reasons[best].text, question->reasons[best].weight > 0 ? "for" : "against",
		        question->reasons[best].weight));
	}
	return EH_OK;
}
