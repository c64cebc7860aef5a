/* analysis_completeness.c: how complete the list is, from two lists of the same organisations.
 *
 * One list is all registers together, the other all local lists together. The estimate is only as good as they are comparable, so that
 *  - entries known to be closed, and records that their list no longer holds, are in neither;
 *  - both hold local organisations: a body that works in many places is in registers whatever the town knows of it;
 *  - a local list counts when it says that organisations work, serve or are funded here. One that says no more than that something meets
 *    at an address lists places, and payees are only matched;
 *  - both are of one time: what a local list said over three years before or after the register's edition is left out. Grants count by
 *    the date of their award. Otherwise groups that ended long ago would swell the one list and be found in the other never. */
#include <math.h>
#include <stdlib.h>

#include "analysis_private.h"
#include "queries.h"
#include "sources/record.h"
#include "sources/source_name.h"

enum { COMPARABLE_DAYS = 3 * 365 + 1 };

/* What one record says of one organisation. */
struct mention {
	struct eh_str org_id, source;
	size_t ward;
	int64_t said, edition;
	bool is_register, lists; /* lists: a local list of organisations that do something here */
};

typedef EH_VEC(struct mention) mention_vec;

struct tally {
	int64_t registers, local_lists, matched;
};

static enum eh_rc load_mentions(struct eh_work *work, mention_vec *mentions, struct eh_error *err)
{
	struct eh_arena *arena = &work->analysis.arena;
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_lists row;
	enum eh_rc rc = eh_q_organisation_lists(work->db, work->analysis.council, &rows, err);

	while (rc == EH_OK && (rc = eh_q_organisation_lists_next(&rows, &row, err)) == EH_OK) {
		bool local = eh_str_eq(row.scale, EH_STR("local")) || eh_str_eq(row.scale, EH_STR("unknown"));
		if (eh_str_eq(row.status, EH_STR("closed")) || !local)
			continue;
		struct mention mention = { .org_id = eh_db_keep(arena, row.org_id),
			.source = eh_db_keep(arena, row.source),
			.ward = eh_analysis_ward(&work->analysis, row.ward),
			.said = row.said,
			.edition = row.edition,
			.is_register = row.is_register != 0,
			.lists = !row.is_register && (row.says & (EH_SAYS_WORKS | EH_SAYS_SERVES | EH_SAYS_FUNDED)) };
		if (!mention.org_id.p || !mention.source.p || !eh_vec_push(mentions, mention))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static int by_source_and_edition(const void *a, const void *b)
{
	const struct mention *x = *(const struct mention *const *)a, *y = *(const struct mention *const *)b;
	int order = eh_str_cmp(x->source, y->source);

	if (!order)
		order = (x->edition > y->edition) - (x->edition < y->edition);
	return order ? order : eh_str_cmp(x->org_id, y->org_id);
}

static bool same_edition(const struct mention *a, const struct mention *b)
{
	return a->edition == b->edition && eh_str_eq(a->source, b->source);
}

/* The edition of the register that names most organisations here, the newest of equals: the time that both lists are to be of. */
static enum eh_rc find_edition(const mention_vec *mentions, const struct mention **ret_mention, struct eh_error *err)
{
	const struct mention **sorted = eh_alloc_zero(mentions->count, sizeof *sorted), *best = NULL;
	size_t count = 0, most = 0;

	if (!sorted)
		return eh_fail_memory(err);
	for (size_t i = 0; i < mentions->count; i++)
		if (mentions->items[i].is_register)
			sorted[count++] = &mentions->items[i];
	if (count)
		qsort(sorted, count, sizeof *sorted, by_source_and_edition);
	for (size_t i = 0, end; i < count; i = end) {
		size_t named = 0;
		for (end = i; end < count && same_edition(sorted[i], sorted[end]); end++)
			named += end == i || !eh_str_eq(sorted[end]->org_id, sorted[end - 1]->org_id);
		if (named > most || (named == most && best && sorted[i]->edition > best->edition)) {
			most = named;
			best = sorted[i];
		}
	}
	eh_free(sorted);
	*ret_mention = best;
	return EH_OK;
}

static bool comparable(const struct mention *mention, const struct mention *edition)
{
	return mention->lists && edition && llabs(mention->said - edition->edition) <= COMPARABLE_DAYS;
}

static void add(struct tally *tally, bool in_register, bool in_local)
{
	tally->registers += in_register;
	tally->local_lists += in_local;
	tally->matched += in_register && in_local;
}

/* Mentions come in order of organisation. tallies[0] is the whole place, then each ward. */
static void count(const mention_vec *mentions, const struct mention *edition, struct tally *tallies)
{
	for (size_t i = 0, end; i < mentions->count; i = end) {
		const struct mention *first = &mentions->items[i];
		bool in_register = false, in_local = false;
		for (end = i; end < mentions->count && eh_str_eq(mentions->items[end].org_id, first->org_id); end++) {
			in_register |= mentions->items[end].is_register;
			in_local |= comparable(&mentions->items[end], edition);
		}
		add(&tallies[0], in_register, in_local);
		if (first->ward != SIZE_MAX)
			add(&tallies[first->ward + 1], in_register, in_local);
	}
}

static void fill(struct eh_completeness_row *row, struct eh_str code, struct eh_str name, const struct tally *tally)
{
	struct ehc_estimate estimate = ehc_complete(tally->registers, tally->local_lists, tally->matched);

	*row = (struct eh_completeness_row){ .code = code,
		.name = name,
		.registers = tally->registers,
		.local_lists = tally->local_lists,
		.matched = tally->matched,
		.listed = tally->registers + tally->local_lists - tally->matched,
		.too_few = estimate.too_few,
		.method = estimate.too_few ? EH_T("too few to say: under seven names are on both lists")
		                           : EH_T("two lists compared (Chapman)") };
	if (estimate.too_few)
		return;
	row->estimated = llround(estimate.estimate);
	row->low = llround(fmax(estimate.low, (double)row->listed)); /* at least those that are known */
	row->high = llround(estimate.high);
}

bool eh_completeness_hard(const struct eh_completeness_row *row)
{
	static const double LITTLE_SHARED = 0.2;
	int64_t shorter = row->registers < row->local_lists ? row->registers : row->local_lists;

	return !row->too_few && (double)row->matched < LITTLE_SHARED * (double)shorter;
}

/* Says what was compared, and which local lists were left out in whole or in part. */
static enum eh_rc explain(struct eh_work *work, const mention_vec *mentions, const struct mention *edition, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_map left_out EH_CLEANUP_MAP = { 0 };
	char date[32] = "";

	if (!edition)
		return eh_analysis_warn(&work->analysis,
		        "No register of organisations is at hand: how complete the list is cannot be estimated.", err);
	eh_date_words((int32_t)edition->edition, date);
	enum eh_rc rc = eh_buf_printf(&text,
	        "Compared: local organisations in registers (%.*s, %s) and in local lists of what works, serves or is funded "
	        "here, within three years of that date.",
	        EH_FMT(eh_source_title(edition->source, &work->analysis.arena)), date);
	for (size_t i = 0; rc == EH_OK && i < mentions->count; i++) {
		const struct mention *mention = &mentions->items[i];
		bool added;
		if (mention->is_register || comparable(mention, edition))
			continue;
		rc = eh_map_put(&left_out, mention->source, 1, NULL, &added);
		if (rc == EH_OK && added)
			rc = eh_buf_printf(&text, "%s%.*s", left_out.count == 1 ? " Left out in whole or in part: " : ", ",
			        EH_FMT(eh_source_title(mention->source, &work->analysis.arena)));
	}
	if (rc == EH_OK && left_out.count)
		rc = eh_buf_printf(&text, ".");
	return rc == EH_OK ? eh_analysis_warn(&work->analysis, text.p, err) : eh_fail_memory(err);
}

enum eh_rc eh_analysis_completeness(struct eh_work *work, struct eh_error *err)
{
	struct eh_analysis *analysis = &work->analysis;
	struct tally *tallies EH_CLEANUP_FREE = eh_alloc_zero(analysis->ward_count + 1, sizeof *tallies);
	const struct mention *edition = NULL;
	mention_vec mentions = { 0 };

	analysis->completeness = eh_alloc_zero(analysis->ward_count + 1, sizeof *analysis->completeness);
	enum eh_rc rc = tallies && analysis->completeness ? load_mentions(work, &mentions, err) : eh_fail_memory(err);
	if (rc == EH_OK)
		rc = find_edition(&mentions, &edition, err);
	if (rc == EH_OK) {
		count(&mentions, edition, tallies);
		fill(&analysis->completeness[0], analysis->council, analysis->place_name, &tallies[0]);
		for (size_t w = 0; w < analysis->ward_count; w++)
			fill(&analysis->completeness[w + 1], analysis->wards[w].code, analysis->wards[w].name, &tallies[w + 1]);
		analysis->completeness_count = analysis->ward_count + 1;
		rc = explain(work, &mentions, edition, err);
	}
	eh_vec_finish(&mentions);
	return rc;
}
