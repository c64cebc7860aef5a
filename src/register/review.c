/* review.c: the queue of questions. */
#include "review.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "linking.h"
#include "protect.h"
#include "queries.h"
#include "review_private.h"

struct eh_str eh_review_record_id(struct eh_arena *arena, struct eh_str source, struct eh_str key)
{
	struct eh_str whole = eh_arena_printf(arena, "%.*s\x1f%.*s", EH_FMT(source), EH_FMT(key));

	return whole.p ? eh_arena_printf(arena, "%016llx", (unsigned long long)eh_str_hash(whole)) : whole;
}

/* ---- Order. ---- */

struct stakes {
	struct eh_map map; /* org_id → index in items */
	EH_VEC(struct eh_q_review_stakes) items;
};

static enum eh_rc load_stakes(struct eh_db *db, struct eh_arena *arena, struct stakes *stakes, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_review_stakes row;
	enum eh_rc rc = eh_q_review_stakes(db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_review_stakes_next(&rows, &row, err)) == EH_OK) {
		row.org_id = eh_db_keep(arena, row.org_id);
		if (!row.org_id.p || eh_map_put(&stakes->map, row.org_id, stakes->items.count, NULL, NULL) < 0 ||
		        !eh_vec_push(&stakes->items, row))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static void stake_of(const struct stakes *stakes, struct eh_review_side *side)
{
	const uint64_t *at = side->org_id.n ? eh_map_get(&stakes->map, side->org_id) : NULL;

	if (!at)
		return;
	side->grants_pence = stakes->items.items[*at].pence;
	side->services = stakes->items.items[*at].services;
	side->cells = stakes->items.items[*at].cells;
}

static double entropy(double p) { return p <= 0 || p >= 1 ? 0 : -p * log2(p) - (1 - p) * log2(1 - p); }

static void weigh(struct eh_review_question *question)
{
	const struct eh_review_side *a = &question->left, *b = &question->right;
	double pounds = (double)(a->grants_pence + b->grants_pence) / 100;

	question->uncertainty = entropy(question->probability);
	question->stake = 1 + log2(1 + fmax(pounds, 0) / 1000) + log2(1 + (double)(a->services + b->services)) +
	                  log2(1 + (double)(a->cells + b->cells));
	question->priority = question->uncertainty * question->stake;
}

static int by_priority(const void *a, const void *b)
{
	const struct eh_review_question *x = a, *y = b;

	if ((x->verdict == EH_VERDICT_UNSURE) != (y->verdict == EH_VERDICT_UNSURE))
		return x->verdict == EH_VERDICT_UNSURE ? 1 : -1;
	if (x->priority != y->priority)
		return x->priority > y->priority ? -1 : 1;
	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	const struct eh_str order[][2] = { { x->left.source, y->left.source }, { x->left.key, y->left.key },
		{ x->right.source, y->right.source }, { x->right.key, y->right.key } };
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (!eh_str_eq(order[i][0], order[i][1]))
			return eh_str_cmp(order[i][0], order[i][1]);
	return 0;
}

/* ---- What there is to see of one side. ---- */

static struct eh_str joined_names(const struct eh_record *record, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < record->name_count; i++)
		if (record->names[i].kind != EH_NAME_VENUE && !eh_str_eq(record->names[i].name, record->name))
			(void)eh_buf_printf(&text, "%s%.*s", text.n ? "; " : "", EH_FMT(record->names[i].name));
	return text.n ? eh_arena_str(arena, eh_buf_str(&text)) : (struct eh_str){ NULL, 0 };
}

static struct eh_str joined_numbers(const struct eh_record *record, struct eh_arena *arena)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < record->id_count; i++)
		if (record->ids[i].scheme.n)
			(void)eh_buf_printf(&text, "%s%.*s-%.*s", text.n ? ", " : "", EH_FMT(record->ids[i].scheme),
			        EH_FMT(record->ids[i].id));
	return text.n ? eh_arena_str(arena, eh_buf_str(&text)) : (struct eh_str){ NULL, 0 };
}

static struct eh_str one_line(const struct eh_record *record, struct eh_arena *arena)
{
	return eh_arena_printf(arena, "%.*s%s%.*s", EH_FMT(record->address), record->address.n && record->postcode.n ? ", " : "",
	        EH_FMT(record->postcode));
}

static void show_place(struct eh_review_side *side, const struct eh_list_row *row, const struct eh_record *record, bool protected,
        struct eh_arena *arena)
{
	bool public = record->address_public || ((row->says | record->says) & (EH_SAYS_MEETS | EH_SAYS_SERVES));

	if (protected)
		side->hidden = "protected: not shown";
	else if (!record->address.n && !record->postcode.n)
		side->hidden = "none given";
	else if (!public)
		side->hidden = "held, but not where the public may visit";
	else
		side->address = one_line(record, arena);
}

static const double LEAST_TOLD = 0.05; /* bits: shown with one decimal, less would read as nought */

/* One of the two, as the store has it. */
struct loaded {
	struct eh_list_row row; /* place, says and terms alone */
	struct eh_record record;
	struct ehl_record link;
};

static void show(struct eh_review_side *side, const struct loaded *loaded, bool protected, struct eh_arena *arena)
{
	const struct eh_record *record = &loaded->record;
	bool match_only = eh_list_row_terms(&loaded->row, record) == EH_TERMS_MATCH_ONLY;
	const struct eh_str places[] = { record->address, record->postcode };

	side->name = eh_db_keep(arena, record->name);
	side->other_names = joined_names(record, arena);
	side->numbers = joined_numbers(record, arena);
	side->hidden = "may only be matched: not shown";
	if (!match_only) {
		side->web = eh_db_keep(arena, record->web);
		side->phone = protected ? (struct eh_str){ NULL, 0 } : eh_db_keep(arena, record->phone);
		side->activities = eh_db_keep(arena, record->activities);
		show_place(side, &loaded->row, record, protected, arena);
	}
	if (!protected)
		return;
	side->name = eh_protect_mask(side->name, places, 2, arena);
	side->other_names = eh_protect_mask(side->other_names, places, 2, arena);
	side->activities = eh_protect_mask(side->activities, places, 2, arena);
}

static enum eh_rc load_side(struct eh_db *db, struct eh_review_side *side, struct eh_arena *arena, struct eh_arena *scratch,
        struct loaded *ret_loaded, struct eh_error *err)
{
	struct eh_q_review_record row;

	EH_TRY(eh_q_review_record(db, side->source_id, side->key, scratch, &row, err));
	EH_TRY(eh_record_from_json(row.fields, scratch, &ret_loaded->record, err));
	ret_loaded->row = (struct eh_list_row){ .place_id = row.place_id,
		.says = (unsigned)row.says,
		.terms = eh_str_eq(row.terms, EH_STR("publish")) ? EH_TERMS_PUBLISH
		         : eh_str_eq(row.terms, EH_STR("list"))  ? EH_TERMS_LIST
		                                                 : EH_TERMS_MATCH_ONLY };
	side->publisher = eh_db_keep(arena, row.publisher);
	side->file = eh_db_keep(arena, row.file);
	side->line = row.line;
	side->date = row.data_date == EH_DB_NULL ? EH_NO_DATE : (int32_t)row.data_date;
	return eh_list_link_record(&ret_loaded->row, &ret_loaded->record, scratch, &ret_loaded->link) ? EH_OK
	                                                                                              : eh_fail_memory(err);
}

double eh_review_shown_weight(double weight) { return round(weight * 10) / 10 + 0.0; }

/* The build knows how often these things agree on this very list, and what neighbours and branches share; the reasons tell the usual chances. */
static void adjust(struct eh_review_question *question)
{
	struct ehl_reason *reason = &question->reasons[question->reason_count];
	double told = 0;

	for (size_t i = 0; i < question->reason_count; i++)
		told += question->reasons[i].weight = eh_review_shown_weight(question->reasons[i].weight);
	double rest = eh_review_shown_weight(eh_review_shown_weight(question->weight) - told);
	if (fabs(rest) < LEAST_TOLD)
		return;
	*reason = (struct ehl_reason){ .field = "adjusted", .weight = rest };
	snprintf(reason->text, sizeof reason->text, "%s",
	        rest < 0 ? EH_T("on this list such things agree more often by chance, or among neighbours and branches, than "
	                        "usual")
	                 : EH_T("on this list such things agree less often by chance than usual"));
	question->reason_count++;
}

static enum eh_rc load_sides(struct eh_db *db, struct eh_review_question *question, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_arena scratch EH_CLEANUP_ARENA = { 0 };
	struct loaded *both = eh_arena_alloc_zero(&scratch, 2, sizeof *both);
	struct eh_review_side *sides[] = { &question->left, &question->right };

	if (!both)
		return eh_fail_memory(err);
	for (size_t i = 0; i < 2; i++) {
		EH_TRY(load_side(db, sides[i], arena, &scratch, &both[i], err));
		question->protected |= eh_protect_record(&both[i].record, &scratch).p != NULL;
	}
	for (size_t i = 0; i < 2; i++)
		show(sides[i], &both[i], question->protected, arena);
	int count = ehl_explain(&both[0].link, &both[1].link, question->reasons, EH_REVIEW_MOST_REASONS - 1);
	if (count < 0)
		return eh_fail_memory(err);
	/* Fields on which a side is silent weigh nothing, and are not told. */
	for (int i = 0; i < count && i < EH_REVIEW_MOST_REASONS - 1; i++)
		if (fabs(question->reasons[i].weight) >= LEAST_TOLD)
			question->reasons[question->reason_count++] = question->reasons[i];
	adjust(question);
	return EH_OK;
}

/* ---- The queue. ---- */

static struct eh_review_side side_of(
        struct eh_arena *arena, int64_t source_id, struct eh_str source, struct eh_str key, struct eh_str org)
{
	return (struct eh_review_side){ .id = eh_review_record_id(arena, source, key),
		.org_id = eh_db_keep(arena, org),
		.source = eh_db_keep(arena, source),
		.date = EH_NO_DATE,
		.source_id = source_id,
		.key = eh_db_keep(arena, key) };
}

static enum eh_rc load_queue(struct eh_db *db, struct eh_str place_id, const struct eh_verdicts *verdicts,
        const struct stakes *stakes, struct eh_review *review, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_review_queue row;
	size_t cap = 0;
	enum eh_rc rc = eh_q_review_queue(db, place_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_review_queue_next(&rows, &row, err)) == EH_OK) {
		const struct eh_record_name_pair names = { row.left_name, row.left_key, row.right_name, row.right_key };
		enum eh_verdict verdict = eh_verdicts_of(verdicts, &names);
		if (verdict == EH_VERDICT_SAME || verdict == EH_VERDICT_DIFFERENT)
			continue;
		if (!eh_vec_grow(&review->items, review->count, &cap, sizeof *review->items))
			return eh_fail_memory(err);
		struct eh_review_question *question = &review->items[review->count++];
		*question = (struct eh_review_question){ .left = side_of(&review->arena, row.left_source, row.left_name,
			                                         row.left_key, row.left_org),
			.right = side_of(&review->arena, row.right_source, row.right_name, row.right_key, row.right_org),
			.weight = row.weight,
			.probability = row.probability,
			.verdict = verdict,
			.protected = row.protected != 0 };
		if (!question->left.key.p || !question->right.key.p || !question->left.id.p || !question->right.id.p)
			return eh_fail_memory(err);
		stake_of(stakes, &question->left);
		stake_of(stakes, &question->right);
		weigh(question);
		review->open += verdict == EH_VERDICT_NONE;
		review->unsure += verdict == EH_VERDICT_UNSURE;
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load(struct eh_db *db, struct eh_str place_id, size_t limit, const struct eh_verdicts *verdicts,
        struct stakes *stakes, struct eh_review *review, struct eh_error *err)
{
	EH_TRY(load_stakes(db, &review->arena, stakes, err));
	EH_TRY(load_queue(db, place_id, verdicts, stakes, review, err));
	if (review->count)
		qsort(review->items, review->count, sizeof *review->items, by_priority);
	if (limit && review->count > limit)
		review->count = limit;
	for (size_t i = 0; i < review->count; i++)
		EH_TRY(load_sides(db, &review->items[i], &review->arena, err));
	return EH_OK;
}

enum eh_rc eh_review_load(
        struct eh_db *db, struct eh_str place_id, size_t limit, struct eh_review *ret_review, struct eh_error *err)
{
	struct eh_verdicts verdicts EH_CLEANUP_VERDICTS = { 0 };
	struct eh_review review = { 0 };
	struct stakes stakes = { 0 };
	enum eh_rc rc = eh_verdicts_load(db, &verdicts, err);

	if (rc == EH_OK)
		rc = load(db, place_id, limit, &verdicts, &stakes, &review, err);
	eh_map_finish(&stakes.map);
	eh_vec_finish(&stakes.items);
	if (rc < 0) {
		eh_review_finish(&review);
		return rc;
	}
	*ret_review = review;
	return EH_OK;
}

void eh_review_finish(struct eh_review *review)
{
	eh_free(review->items);
	eh_arena_finish(&review->arena);
	*review = (struct eh_review){ 0 };
}
