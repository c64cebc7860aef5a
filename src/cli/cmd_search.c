/* cmd_search.c: finding organisations and services. */
#include <math.h>

#include "reading.h"
#include "register/confirmed.h"
#include "register/search.h"
#include "register/taxonomy.h"
#include "whole_file.h"

static const struct eh_sheet_column COLUMNS[] = {
	{ "name", "Name", EH_SHEET_TEXT, 0, 44 },
	{ "kind", "What", EH_SHEET_TEXT, 0, 12 },
	{ "telephone", "Telephone", EH_SHEET_TEXT, 0, 15 },
	{ "ward", "Ward", EH_SHEET_TEXT, 0, 20 },
	{ "distance", "Distance", EH_SHEET_TEXT, 0, 10 },
	{ "needs", "Helps with", EH_SHEET_TEXT, 0, 28 },
	{ "confirmed", "How recent", EH_SHEET_TEXT, 0, 44 },
};

struct word {
	const char *word;
	unsigned value;
};

/* An option's word as a number; EH_USAGE names those there are. */
static enum eh_rc choose(
        const struct eh_cli *cli, const char *option, const struct word *words, unsigned *value, struct eh_error *err)
{
	const char *asked = eh_cli_option(cli, option);
	struct eh_buf list EH_CLEANUP_BUF = { .max = 300 };

	if (!asked)
		return EH_OK;
	for (size_t i = 0; words[i].word; i++) {
		if (strcmp(words[i].word, asked) == 0) {
			*value = words[i].value;
			return EH_OK;
		}
		(void)eh_buf_printf(&list, "%s%s", i ? ", " : "", words[i].word);
	}
	return eh_fail(err, EH_USAGE, "--%s takes one of: %s", option, list.p);
}

/* Every value of an option that may be given several times. */
static enum eh_rc gather(struct eh_cli *cli, const char *option, struct eh_search_list *ret_list, struct eh_error *err)
{
	struct eh_str *items = eh_arena_alloc(&cli->arena, (cli->option_count + 1) * sizeof *items);
	size_t count = 0;

	if (!items)
		return eh_fail_memory(err);
	for (size_t i = 0; i < cli->option_count; i++)
		if (strcmp(cli->options[i].name, option) == 0)
			items[count++] = eh_str_of(cli->options[i].value);
	*ret_list = (struct eh_search_list){ items, count };
	return EH_OK;
}

static enum eh_rc check_people(struct eh_search_list people, struct eh_error *err)
{
	struct eh_buf codes EH_CLEANUP_BUF = { .max = 450 };

	for (size_t i = 0; i < eh_people_count; i++)
		(void)eh_buf_printf(&codes, "%s%s", i ? ", " : "", eh_people[i].code);
	for (size_t i = 0; i < people.count; i++)
		if (!eh_people_find(people.items[i]))
			return eh_fail(
			        err, EH_USAGE, "there are no people \"%.*s\"; there are %s", EH_FMT(people.items[i]), codes.p);
	return EH_OK;
}

/* Wards by name as by code. */
static enum eh_rc find_wards(
        struct eh_cli *cli, struct eh_search *search, struct eh_str council, struct eh_search_list *wards, struct eh_error *err)
{
	struct eh_search_query query = {
		.council = council, .count = 1, .statuses = EH_SEARCH_ACTIVE | EH_SEARCH_UNKNOWN | EH_SEARCH_CLOSED
	};
	struct eh_search_results all;
	struct eh_str *items = (struct eh_str *)(uintptr_t)wards->items;

	if (!wards->count)
		return EH_OK;
	EH_TRY(eh_search_run(search, cli->db, &query, &cli->arena, &all, err));
	for (size_t i = 0; i < wards->count; i++) {
		bool found = false;
		for (size_t j = 0; j < all.wards.count && !found; j++) {
			found = eh_str_eq_ascii_nocase(items[i], all.wards.items[j].label) ||
			        eh_str_eq(items[i], all.wards.items[j].code);
			if (found)
				items[i] = all.wards.items[j].code;
		}
		if (!found)
			return eh_fail(err, EH_USAGE, "nothing on the list lies in a ward \"%.*s\"; name a ward or give its code",
			        EH_FMT(items[i]));
	}
	return EH_OK;
}

static enum eh_rc read_numbers(struct eh_cli *cli, struct eh_search_query *query, struct eh_error *err)
{
	int64_t page = 1, within = 0, count = EH_SEARCH_USUAL_PAGE;

	EH_TRY(eh_cli_number(cli, "page", &page, err));
	EH_TRY(eh_cli_number(cli, "count", &count, err));
	EH_TRY(eh_cli_number(cli, "within", &within, err));
	EH_TRY(eh_cli_date(cli, "since", &query->confirmed_since, err));
	if (page < 1 || page > 1000000 || count < 1 || count > EH_SEARCH_MOST_PAGE || within < 0)
		return eh_fail(err, EH_USAGE, "--page counts from 1, --count goes from 1 to %d, --within is in metres",
		        EH_SEARCH_MOST_PAGE);
	query->count = (size_t)count;
	query->from = (size_t)(page - 1) * query->count;
	query->within_m = (double)within;
	return EH_OK;
}

static enum eh_rc read_query(struct eh_cli *cli, struct eh_search_query *query, struct eh_error *err)
{
	static const struct word KINDS[] = { { "organisation", EH_SEARCH_ORGANISATION }, { "service", EH_SEARCH_SERVICE },
		{ NULL, 0 } };
	static const struct word STATUSES[] = { { "active", EH_SEARCH_ACTIVE }, { "unknown", EH_SEARCH_UNKNOWN },
		{ "closed", EH_SEARCH_CLOSED }, { "all", EH_SEARCH_ACTIVE | EH_SEARCH_UNKNOWN | EH_SEARCH_CLOSED }, { NULL, 0 } };
	static const struct word ORDERS[] = { { "best", EH_SEARCH_BEST }, { "residents", EH_SEARCH_RESIDENTS },
		{ "name", EH_SEARCH_BY_NAME }, { "confirmed", EH_SEARCH_BY_CONFIRMED }, { "distance", EH_SEARCH_BY_DISTANCE },
		{ NULL, 0 } };
	struct eh_buf text EH_CLEANUP_BUF = { .max = 10000 };
	struct eh_str need;
	unsigned order = EH_SEARCH_BEST;

	for (size_t i = 0; i < cli->argument_count; i++)
		(void)eh_buf_printf(&text, "%s%s", i ? " " : "", cli->arguments[i]);
	query->text = eh_arena_str(&cli->arena, eh_buf_str(&text));
	query->near = eh_str_of(eh_cli_option(cli, "near"));
	query->now = eh_clock_now();
	query->open_now = eh_cli_flag(cli, "open-now");
	query->telephone = eh_cli_flag(cli, "telephone");
	query->as_typed = eh_cli_flag(cli, "as-typed");
	EH_TRY(eh_cli_need(cli, &need, err));
	EH_TRY(gather(cli, "need", &query->needs, err));
	EH_TRY(gather(cli, "people", &query->people, err));
	EH_TRY(gather(cli, "ward", &query->wards, err));
	EH_TRY(gather(cli, "scale", &query->scales, err));
	EH_TRY(gather(cli, "size", &query->sizes, err));
	EH_TRY(check_people(query->people, err));
	EH_TRY(choose(cli, "kind", KINDS, &query->kinds, err));
	EH_TRY(choose(cli, "status", STATUSES, &query->statuses, err));
	EH_TRY(choose(cli, "order", ORDERS, &order, err));
	query->order = (enum eh_search_order)order;
	return read_numbers(cli, query, err);
}

static struct eh_str distance_text(struct eh_arena *arena, const struct eh_search_hit *hit)
{
	if (hit->whole_place && isnan(hit->distance_m))
		return EH_STR("comes");
	if (isnan(hit->distance_m))
		return EH_STR("");
	return eh_arena_printf(arena, "%s%.1f km", hit->about ? "about " : "", hit->distance_m / 1000);
}

static struct eh_str need_labels(struct eh_arena *arena, struct eh_search_list codes)
{
	struct eh_str text = { "", 0 };

	for (size_t i = 0; i < codes.count && text.p; i++) {
		const struct eh_need *need = eh_need_find(codes.items[i]);
		text = eh_arena_printf(arena, "%.*s%s%s", EH_FMT(text), i ? "; " : "", need ? need->label : "");
	}
	return text;
}

static enum eh_rc print_table(struct eh_cli *cli, const struct eh_search_results *results, struct eh_error *err)
{
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	eh_sheet_init(&sheet, "search", "Found", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t i = 0; i < results->count; i++) {
		const struct eh_search_hit *hit = &results->hits[i];
		union eh_sheet_cell *cell = eh_sheet_row(&sheet);
		char date[11];
		if (!cell)
			return eh_fail_memory(err);
		eh_date_format(hit->last_confirmed, date);
		cell[0].text = hit->name;
		cell[1].text = hit->kind == EH_SEARCH_SERVICE ? EH_STR("service") : EH_STR("organisation");
		cell[2].text = hit->telephone;
		cell[3].text = hit->ward_name;
		cell[4].text = distance_text(&cli->arena, hit);
		cell[5].text = need_labels(&cli->arena, hit->needs);
		cell[6].text = eh_arena_printf(&cli->arena, "%s %s%s", eh_confirmed_words(hit->confirmed_by), date,
		        eh_confirmed_old(hit->last_confirmed, eh_clock_now()) ? ", may be out of date" : "");
	}
	if (eh_sheet_plain(&sheet, &text) < 0)
		return eh_fail_memory(err);
	if (results->count)
		fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

/* What one should know beside the results. */
static void print_remarks(FILE *out, const struct eh_search_results *results)
{
	if (results->near_unknown)
		fprintf(out, "The list knows no such postcode; what was found is not sorted by distance.\n");
	if (results->near.n)
		fprintf(out, "Distances are from %.*s.\n", EH_FMT(results->near));
	if (results->corrected)
		fprintf(out, "Nothing was found as typed. These are for: %.*s\n", EH_FMT(results->did_you_mean));
	else if (results->did_you_mean.n)
		fprintf(out, "Did you mean: %.*s\n", EH_FMT(results->did_you_mean));
	if (results->some_words)
		fprintf(out, "No entry has all of these words. These have most of them.\n");
}

static enum eh_rc write_csv(const char *path, const struct eh_search_results *results, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	if (eh_search_write_csv(results, &text) < 0)
		return eh_fail_memory(err);
	return eh_whole_file_write(path, eh_buf_str(&text), err);
}

static enum eh_rc print(struct eh_cli *cli, const struct eh_search_results *results, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	char number[32];

	if (eh_cli_option(cli, "csv"))
		EH_TRY(write_csv(eh_cli_option(cli, "csv"), results, err));
	if (cli->json) {
		if (eh_search_write_json(results, &text) < 0)
			return eh_fail_memory(err);
		fwrite(text.p, 1, text.n, cli->out);
		return EH_OK;
	}
	print_remarks(cli->out, results);
	EH_TRY(print_table(cli, results, err));
	fprintf(cli->out, "%zu of %s found\n", results->count, eh_thousands((int64_t)results->total, number));
	return EH_OK;
}

enum eh_rc eh_cmd_search(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_query query = { 0 };
	struct eh_search_results results;

	EH_TRY(read_query(cli, &query, err));
	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_cli_council(cli, &query.council, err));
	EH_TRY(eh_search_new(&search, err));
	EH_TRY(find_wards(cli, search, query.council, &query.wards, err));
	EH_TRY(eh_search_run(search, cli->db, &query, &cli->arena, &results, err));
	return print(cli, &results, err);
}
