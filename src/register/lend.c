/* lend.c: who is on both lists, and what may be said of it. */
#include "lend.h"

#include <stdio.h>
#include <stdlib.h>

#include "lend_counts.h"
#include "lend_list.h"
#include "link/load.h"

enum { MOST_TEXTS = 4 };

/* Which columns of a table say what. SIZE_MAX: none. */
struct roles {
	size_t name, postcode, texts[MOST_TEXTS], text_count;
	struct eh_lend_numbers numbers;
};

struct lend {
	const struct eh_lend_options *options;
	struct eh_arena arena;
	struct eh_loaded both, public;
	struct roles mine_roles, public_roles;
	struct ehl_matches matches;
	struct eh_gazetteer *gazetteer; /* owns the wards of the things */
	struct eh_map by_number;        /* "GB-CHC-1129832": row of the public list */
	struct eh_str *ids;             /* of each row of the public list: what is published; {NULL,0} none */
	size_t *partner;                /* of each row of mine: row of the public list; SIZE_MAX none */
	size_t mine_count, public_count;
	struct eh_lend_thing *matched, *unmatched;
	size_t matched_count, unmatched_count;
};

static void find_roles(const struct ehl_table *table, const struct ehl_column *columns, struct roles *ret_roles)
{
	struct roles roles = { .name = SIZE_MAX, .postcode = SIZE_MAX };

	for (size_t i = 0; i < table->column_count; i++) {
		enum ehl_type type = columns[i].type;
		if ((type == EHL_ORGANISATION || type == EHL_FULL_NAME) && roles.name == SIZE_MAX)
			roles.name = i;
		else if (type == EHL_POSTCODE && roles.postcode == SIZE_MAX)
			roles.postcode = i;
		else if (type == EHL_TEXT && roles.text_count < MOST_TEXTS)
			roles.texts[roles.text_count++] = i;
	}
	*ret_roles = roles;
}

static struct eh_str cell_of(const struct ehl_table *table, size_t row, size_t column)
{
	return column == SIZE_MAX ? (struct eh_str){ NULL, 0 } : eh_str_trim(eh_link_str(ehl_table_cell(table, row, column)));
}

static enum eh_rc take_thing(struct lend *lend, const struct ehl_table *table, const struct roles *roles, size_t row,
        struct eh_lend_thing *ret_thing, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	for (size_t i = 0; i < roles->text_count; i++)
		if (eh_buf_add(&text, cell_of(table, row, roles->texts[i])) < 0 || eh_buf_add_char(&text, '\n') < 0)
			return eh_fail_memory(err);
	*ret_thing = (struct eh_lend_thing){ .name = cell_of(table, row, roles->name),
		.activities = eh_arena_str(&lend->arena, eh_buf_str(&text)),
		.postcode = cell_of(table, row, roles->postcode) };
	return !text.n || ret_thing->activities.p ? EH_OK : eh_fail_memory(err);
}

/* ---- Reading ---- */

static enum eh_rc read_lists(struct lend *lend, const char *against, struct eh_error *err)
{
	const struct eh_lend_options *options = lend->options;
	const struct eh_load_options both = { .first = options->mine, .second = against, .columns = options->columns };
	const struct eh_load_options public = { .first = against };

	if (strcmp(against, "-") == 0)
		return eh_fail(err, EH_USAGE, "--against is read twice and cannot be standard input; MINE can");
	EH_TRY(eh_load(&public, &lend->public, err));
	EH_TRY(eh_load(&both, &lend->both, err));
	lend->mine_count = lend->both.table->left;
	lend->public_count = ehl_table_rows(lend->public.table);
	if (!lend->mine_count)
		return eh_fail(err, EH_INVALID, "%s holds no rows under its headings", options->mine);
	if (!lend->public_count)
		return eh_fail(err, EH_INVALID, "%s holds no rows under its headings", against);
	if (ehl_table_rows(lend->both.table) - lend->mine_count != lend->public_count)
		return eh_fail(err, EH_CONFLICT, "%s changed while it was read; run this again", against);
	return EH_OK;
}

/* Columns that the other list lacks are not compared, but still say what an organisation does and where. */
static enum eh_rc read_roles(struct lend *lend, struct eh_error *err)
{
	struct ehl_table *table = lend->both.table;
	struct ehl_column *guessed = eh_alloc_zero(table->column_count + 1, sizeof *guessed);

	if (!guessed || ehl_guess(table, guessed) != 0) {
		eh_free(guessed);
		return eh_fail_memory(err);
	}
	for (size_t i = 0; i < table->column_count; i++) {
		if (lend->both.columns[i].type != EHL_IGNORE)
			guessed[i].type = lend->both.columns[i].type;
		/* Numbers are looked up, not compared: what one list calls number may be another's own. */
		if (lend->both.columns[i].type == EHL_IDENTIFIER)
			lend->both.columns[i].type = EHL_IGNORE;
	}
	find_roles(table, guessed, &lend->mine_roles);
	find_roles(lend->public.table, lend->public.columns, &lend->public_roles);
	eh_free(guessed);
	EH_TRY(eh_lend_find_numbers(table, 0, lend->mine_count, NULL, &lend->mine_roles.numbers, err));
	EH_TRY(eh_lend_find_numbers(
	        lend->public.table, 0, lend->public_count, lend->options->id, &lend->public_roles.numbers, err));
	return lend->public_roles.numbers.count
	               ? EH_OK
	               : eh_fail(err, EH_NOT_FOUND,
	                         "the public list has no column of charity or company numbers or of identifiers such as "
	                         "GB-CHC-1129832; name it with --id");
}

static enum eh_rc read_numbers(struct lend *lend, struct eh_error *err)
{
	lend->ids = eh_alloc_zero(lend->public_count, sizeof *lend->ids);
	if (!lend->ids)
		return eh_fail_memory(err);
	for (size_t row = 0; row < lend->public_count; row++) {
		struct eh_lend_number numbers[EH_LEND_MOST_NUMBERS];
		size_t count = eh_lend_numbers_of(lend->public.table, row, &lend->public_roles.numbers, &lend->arena, numbers);
		for (size_t i = 0; i < count; i++) {
			if (!lend->ids[row].n)
				lend->ids[row] = numbers[i].whole;
			if (eh_map_put(&lend->by_number, numbers[i].whole, row, NULL, NULL) < 0)
				return eh_fail_memory(err);
		}
	}
	return EH_OK;
}

/* ---- Matching ---- */

static enum eh_rc match(struct lend *lend, struct eh_error *err)
{
	const struct ehl_match_options options = { .threads = lend->options->threads,
		.one_to_one = EHL_NO,
		.cancelled = lend->options->cancelled,
		.context = lend->options->context };

	switch (ehl_match(lend->both.table, lend->both.columns, &options, &lend->matches)) {
	case 0:
		return EH_OK;
	case -2:
		return eh_fail(err, EH_CANCELLED, "stopped; nothing was written");
	case -4:
		return eh_fail(err, EH_INVALID,
		        "the two lists have no column in common to compare; say what those of MINE are with --columns "
		        "HEADING:TYPE,…");
	default:
		return eh_fail_memory(err);
	}
}

/* Two numbers of one register are two organisations. */
static bool numbers_differ(struct lend *lend, const struct eh_lend_number *mine, size_t count, size_t public_row)
{
	struct eh_lend_number theirs[EH_LEND_MOST_NUMBERS];
	size_t their_count = eh_lend_numbers_of(
	        lend->public.table, public_row, &lend->public_roles.numbers, &lend->arena, theirs);

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < their_count; j++)
			if (eh_str_eq(mine[i].scheme, theirs[j].scheme) && !eh_str_eq(mine[i].whole, theirs[j].whole))
				return true;
	return false;
}

/* The likeliest partner of each row; a number that both state settles it. */
static enum eh_rc find_partners(struct lend *lend, struct eh_lend_summary *summary, struct eh_error *err)
{
	double *best = eh_alloc_zero(lend->mine_count, sizeof *best);

	lend->partner = eh_alloc(lend->mine_count * sizeof *lend->partner);
	if (!best || !lend->partner) {
		eh_free(best);
		return eh_fail_memory(err);
	}
	for (size_t row = 0; row < lend->mine_count; row++)
		lend->partner[row] = SIZE_MAX;
	for (size_t i = 0; i < lend->matches.pair_count; i++) {
		const struct ehl_pair *pair = &lend->matches.pairs[i];
		summary->asked += pair->decision == EHL_ASK;
		if (pair->decision != EHL_LINK || pair->a >= lend->mine_count || pair->b < lend->mine_count)
			continue;
		if (lend->partner[pair->a] == SIZE_MAX || pair->weight > best[pair->a]) {
			lend->partner[pair->a] = pair->b - lend->mine_count;
			best[pair->a] = pair->weight;
		}
	}
	eh_free(best);
	for (size_t row = 0; row < lend->mine_count; row++) {
		struct eh_lend_number numbers[EH_LEND_MOST_NUMBERS];
		size_t count = eh_lend_numbers_of(lend->both.table, row, &lend->mine_roles.numbers, &lend->arena, numbers);
		if (lend->partner[row] != SIZE_MAX && numbers_differ(lend, numbers, count, lend->partner[row]))
			lend->partner[row] = SIZE_MAX;
		for (size_t i = count; i--;) {
			const uint64_t *found = eh_map_get(&lend->by_number, numbers[i].whole);
			if (found)
				lend->partner[row] = (size_t)*found;
		}
		if (lend->partner[row] != SIZE_MAX && !lend->ids[lend->partner[row]].n)
			lend->partner[row] = SIZE_MAX;
	}
	return EH_OK;
}

static enum eh_rc part(struct lend *lend, struct eh_lend_summary *summary, struct eh_error *err)
{
	bool *taken = eh_alloc_zero(lend->public_count, sizeof *taken);
	enum eh_rc rc = EH_OK;

	lend->matched = eh_alloc_zero(lend->mine_count, sizeof *lend->matched);
	lend->unmatched = eh_alloc_zero(lend->mine_count, sizeof *lend->unmatched);
	if (!taken || !lend->matched || !lend->unmatched)
		rc = eh_fail_memory(err);
	for (size_t row = 0; rc == EH_OK && row < lend->mine_count; row++) {
		size_t there = lend->partner[row];
		if (there == SIZE_MAX) {
			rc = take_thing(
			        lend, lend->both.table, &lend->mine_roles, row, &lend->unmatched[lend->unmatched_count++], err);
			continue;
		}
		summary->matched_rows++;
		if (!taken[there])
			rc = take_thing(
			        lend, lend->public.table, &lend->public_roles, there, &lend->matched[lend->matched_count++], err);
		taken[there] = true;
	}
	eh_free(taken);
	return rc;
}

/* ---- Writing ---- */

static int by_text(const void *a, const void *b) { return eh_str_cmp(*(const struct eh_str *)a, *(const struct eh_str *)b); }

/* In their own order, each once: the order of the list is its keeper's. */
static enum eh_rc write_ids(struct lend *lend, struct eh_json_writer *json, size_t *ret_count, struct eh_error *err)
{
	struct eh_str *ids = eh_alloc_zero(lend->mine_count, sizeof *ids);
	size_t count = 0;

	if (!ids)
		return eh_fail_memory(err);
	for (size_t row = 0; row < lend->mine_count; row++)
		if (lend->partner[row] != SIZE_MAX)
			ids[count++] = lend->ids[lend->partner[row]];
	qsort(ids, count, sizeof *ids, by_text);
	eh_json_write_key(json, "identifiers");
	eh_json_write_array(json);
	for (size_t i = 0; i < count; i++)
		if (!i || !eh_str_eq(ids[i], ids[i - 1])) {
			eh_json_write_str(json, ids[i]);
			++*ret_count;
		}
	eh_json_write_array_end(json);
	eh_free(ids);
	return EH_OK;
}

static void write_notes(struct eh_json_writer *json, bool wards)
{
	static const char *const NOTES[] = {
		"identifiers are those of the public list that the lent list holds too; nothing else of "
		"the lent list is here",
		"a count of null is withheld: it is under five, or another could be worked out from it; a cell that is not "
		"listed is 0",
		"an organisation with several needs counts under each; unmatched counts are of rows, matched ones of "
		"organisations",
		"needs and wards of the matched are those of the public list"
	};

	eh_json_write_key(json, "notes");
	eh_json_write_array(json);
	for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
		eh_json_write_str(json, eh_str_of(NOTES[i]));
	if (!wards)
		eh_json_write_str(
		        json, EH_STR("counts are by need only: no store with these postcodes was at hand to find wards"));
	eh_json_write_array_end(json);
}

static enum eh_rc write_all(struct lend *lend, struct eh_buf *out, struct eh_lend_summary *summary, struct eh_error *err)
{
	struct eh_json_writer json;

	eh_json_write_init(&json, out, true);
	eh_json_write_object(&json);
	eh_json_write_key(&json, "format");
	eh_json_write_str(&json, EH_STR("evenhand lend 1"));
	EH_TRY(write_ids(lend, &json, &summary->identifiers, err));
	eh_json_write_key(&json, "by");
	eh_json_write_array(&json);
	eh_json_write_str(&json, EH_STR("need"));
	if (summary->wards)
		eh_json_write_str(&json, EH_STR("ward"));
	eh_json_write_array_end(&json);
	eh_json_write_key(&json, "least");
	eh_json_write_i64(&json, EH_LEND_LEAST);
	eh_json_write_key(&json, "matched");
	EH_TRY(eh_lend_write_counts(&json, lend->matched, lend->matched_count, summary->wards, err));
	eh_json_write_key(&json, "unmatched");
	EH_TRY(eh_lend_write_counts(&json, lend->unmatched, lend->unmatched_count, summary->wards, err));
	write_notes(&json, summary->wards);
	eh_json_write_object_end(&json);
	return eh_json_write_end(&json) < 0 ? eh_fail_memory(err) : EH_OK;
}

static enum eh_rc place(struct lend *lend, struct eh_lend_summary *summary, struct eh_error *err)
{
	if (!lend->options->db)
		return EH_OK;
	EH_TRY(eh_gazetteer_new(lend->options->db, &lend->gazetteer, err));
	EH_TRY(eh_lend_place(lend->gazetteer, lend->matched, lend->matched_count, &summary->placed, err));
	EH_TRY(eh_lend_place(lend->gazetteer, lend->unmatched, lend->unmatched_count, &summary->placed, err));
	summary->wards = summary->placed > 0;
	return EH_OK;
}

static enum eh_rc run(
        struct lend *lend, const char *against, struct eh_buf *out, struct eh_lend_summary *summary, struct eh_error *err)
{
	EH_TRY(read_lists(lend, against, err));
	EH_TRY(read_roles(lend, err));
	EH_TRY(read_numbers(lend, err));
	EH_TRY(match(lend, err));
	EH_TRY(find_partners(lend, summary, err));
	EH_TRY(part(lend, summary, err));
	EH_TRY(place(lend, summary, err));
	summary->rows = lend->mine_count;
	return write_all(lend, out, summary, err);
}

static void finish(struct lend *lend)
{
	eh_gazetteer_free(lend->gazetteer);
	ehl_matches_finish(&lend->matches);
	eh_loaded_finish(&lend->both);
	eh_loaded_finish(&lend->public);
	eh_map_finish(&lend->by_number);
	eh_free(lend->ids);
	eh_free(lend->partner);
	eh_free(lend->matched);
	eh_free(lend->unmatched);
	eh_arena_finish(&lend->arena);
}

enum eh_rc eh_lend(
        const struct eh_lend_options *options, struct eh_buf *out, struct eh_lend_summary *ret_summary, struct eh_error *err)
{
	struct lend lend = { .options = options };
	struct eh_lend_summary summary = { 0 };
	struct eh_lend_store store = { .fd = -1 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	const char *against = options->against;
	enum eh_rc rc = EH_OK;

	if (!against) {
		rc = eh_lend_store_open(options->db, &store, err);
		against = store.path;
	}
	if (rc >= 0)
		rc = run(&lend, against, &text, &summary, err);
	finish(&lend);
	eh_lend_store_close(&store);
	EH_TRY(rc);
	if (eh_buf_add(out, eh_buf_str(&text)) < 0)
		return eh_fail_memory(err);
	*ret_summary = summary;
	return EH_OK;
}
