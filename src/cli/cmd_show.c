/* cmd_show.c: one organisation, every fact with its source and date. */
#include "cli.h"
#include "exchange/facts_json.h"

#include "queries.h"
#include "register/confirmed.h"
#include "sources/identifier.h"
#include "sources/recipe.h"

/* Candidates for what the user typed: by identifier of the list, by register number, by name. */
struct found {
	struct eh_str ids[50], names[50];
	size_t count;
};

static enum eh_rc by_number(struct eh_cli *cli, struct eh_str text, struct found *found, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_by_identifier row;
	struct eh_str scheme, id;

	if (!eh_identifier_normalise(NULL, text, &cli->arena, &scheme, &id))
		return EH_OK;
	if (!scheme.n && !eh_identifier_normalise("GB-CHC", text, &cli->arena, &(struct eh_str){ 0 }, &id))
		return EH_OK;
	enum eh_rc rc = eh_q_organisation_by_identifier(cli->db, scheme.n ? scheme : (struct eh_str){ NULL, 0 }, id, &rows, err);
	while (rc == EH_OK && (rc = eh_q_organisation_by_identifier_next(&rows, &row, err)) == EH_OK && found->count < 50) {
		found->ids[found->count] = eh_db_keep(&cli->arena, row.org_id);
		found->names[found->count++] = eh_db_keep(&cli->arena, row.name);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc by_name(struct eh_cli *cli, struct eh_str text, struct found *found, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_by_name row;
	struct eh_str pattern = eh_arena_printf(&cli->arena, "%%%.*s%%", EH_FMT(text));

	if (!pattern.p)
		return eh_fail_memory(err);
	char *lower = eh_arena_alloc(&cli->arena, pattern.n + 1);
	if (!lower)
		return eh_fail_memory(err);
	for (size_t i = 0; i < pattern.n; i++)
		lower[i] = eh_lower(pattern.p[i]);
	enum eh_rc rc = eh_q_organisation_by_name(cli->db, (struct eh_str){ lower, pattern.n }, &rows, err);
	while (rc == EH_OK && (rc = eh_q_organisation_by_name_next(&rows, &row, err)) == EH_OK && found->count < 50) {
		found->ids[found->count] = eh_db_keep(&cli->arena, row.org_id);
		found->names[found->count++] = eh_db_keep(&cli->arena, row.name);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc choose(struct eh_cli *cli, struct eh_str text, struct eh_str *ret_id, struct eh_error *err)
{
	struct found found = { .count = 0 };

	if (eh_str_starts(text, EH_STR("EH-"))) {
		*ret_id = text;
		return EH_OK;
	}
	EH_TRY(by_number(cli, text, &found, err));
	if (!found.count)
		EH_TRY(by_name(cli, text, &found, err));
	if (!found.count)
		return eh_fail(err, EH_NOT_FOUND, "nothing on this list has the number or name \"%.*s\"", EH_FMT(text));
	for (size_t i = 0; i < found.count && found.count > 1; i++)
		if (eh_str_eq_ascii_nocase(found.names[i], text)) {
			found.ids[0] = found.ids[i];
			found.count = 1;
		}
	if (found.count > 1) {
		fprintf(stderr, "%zu%s organisations fit \"%.*s\":\n", found.count, found.count == 50 ? " or more" : "",
		        EH_FMT(text));
		for (size_t i = 0; i < found.count; i++)
			fprintf(stderr, "  %.*s  %.*s\n", EH_FMT(found.ids[i]), EH_FMT(found.names[i]));
		return eh_fail(err, EH_CONFLICT, "say which: evenhand show IDENTIFIER");
	}
	*ret_id = found.ids[0];
	return EH_OK;
}

static void print_head(FILE *out, const struct eh_facts *facts)
{
	char date[11];

	eh_date_format(facts->last_confirmed, date);
	fprintf(out, "%.*s\n%.*s · %.*s · %.*s · %s %s%s\n", EH_FMT(facts->name), EH_FMT(facts->id), EH_FMT(facts->status),
	        EH_FMT(facts->scale), eh_confirmed_words(facts->confirmed_by), date,
	        eh_confirmed_old(facts->last_confirmed, eh_clock_now()) ? ", may be out of date" : "");
	if (facts->protected.n)
		fprintf(out, "protected (%.*s): its place is in no output or calculation; it counts for the whole place\n",
		        EH_FMT(facts->protected));
	else if (facts->ward_name.n)
		fprintf(out, "in the ward %.*s (%.*s), LSOA %.*s\n", EH_FMT(facts->ward_name), EH_FMT(facts->ward),
		        EH_FMT(facts->lsoa));
	else if (facts->unplaced.n)
		fprintf(out, "not placed: %.*s\n", EH_FMT(facts->unplaced));
	if (facts->parent_id.n)
		fprintf(out, "a branch of %.*s (%.*s)\n", EH_FMT(facts->parent_name), EH_FMT(facts->parent_id));
	for (size_t i = 0; i < facts->branch_count; i++)
		fprintf(out, "%s%.*s (%.*s)\n", i ? "             " : "its branches ", EH_FMT(facts->branches[i].name),
		        EH_FMT(facts->branches[i].id));
}

static bool same_value(const struct eh_fact *a, const struct eh_fact *b)
{
	return strcmp(a->what, b->what) == 0 && eh_str_eq(a->value, b->value);
}

static bool said_before(const struct eh_facts *facts, size_t i)
{
	for (size_t j = i; j--;)
		if (same_value(&facts->facts[j], &facts->facts[i]))
			return true;
	return false;
}

static bool same_saying(const struct eh_fact *a, const struct eh_fact *b)
{
	return a->batch == b->batch && a->gone == b->gone && same_value(a, b);
}

/* Who says what fact `i` says, and in which lines of one batch. */
static void print_saying(FILE *out, const struct eh_facts *facts, size_t i)
{
	const struct eh_fact *fact = &facts->facts[i];
	char date[11];
	size_t lines = 0;

	for (size_t j = 0; j < facts->fact_count; j++) {
		if (!same_saying(&facts->facts[j], fact))
			continue;
		if (j < i)
			return;
		lines++;
	}
	eh_date_format(fact->date, date);
	fprintf(out, "  %-13s  — %.*s, %s (batch %lld, line%s", "", EH_FMT(fact->publisher), date, (long long)fact->batch,
	        lines > 1 ? "s" : "");
	for (size_t j = i; j < facts->fact_count; j++)
		if (same_saying(&facts->facts[j], fact))
			fprintf(out, "%s %lld", j > i ? "," : "", (long long)facts->facts[j].line);
	fprintf(out, ")%s\n", fact->gone ? "; no longer in its newest edition" : "");
}

static void print_facts(FILE *out, const struct eh_facts *facts)
{
	enum { SHOWN = 300 };
	const char *last = "";

	fputs("\nFacts\n", out);
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		if (said_before(facts, i))
			continue;
		bool cut = fact->value.n > SHOWN;
		struct eh_str value = cut ? eh_utf8_cut(fact->value, SHOWN) : fact->value;
		fprintf(out, "  %-13s%.*s%s\n", strcmp(last, fact->what) == 0 ? "" : fact->what, EH_FMT(value), cut ? "…" : "");
		for (size_t j = i; j < facts->fact_count; j++)
			if (same_value(fact, &facts->facts[j]))
				print_saying(out, facts, j);
		last = fact->what;
	}
}

/* Who tells of a service, as one source or the organisation does. */
static const char *who_tells(const struct eh_service_facts *service)
{
	if (service->said_as.p)
		return eh_str_eq(service->said_as, EH_STR("keeper")) ? "corrected by the keepers of the list"
		                                                     : "the organisation's own words";
	return service->office_only ? "counted at its office, no source states a place of help" : "stated by a source";
}

static void print_said(FILE *out, const struct eh_service_facts *service)
{
	for (size_t i = 0; service->said_as.p && i < service->said_count; i++) {
		char date[11];
		eh_date_format(service->said[i].date, date);
		fprintf(out, "    %-13s%.*s  — %.*s, %s\n", service->said[i].what,
		        EH_FMT(eh_utf8_cut(service->said[i].value, 100)), EH_FMT(service->said[i].publisher), date);
	}
}

static void print_services(FILE *out, const struct eh_facts *facts)
{
	if (facts->service_count)
		fputs("\nServices\n", out);
	for (size_t i = 0; i < facts->service_count; i++) {
		const struct eh_service_facts *service = &facts->services[i];
		char date[11];
		eh_date_format(service->date, date);
		fprintf(out, "  %.*s", EH_FMT(service->name));
		if (service->address.n || service->postcode.n)
			fprintf(out, ", %.*s%s%.*s", EH_FMT(service->address), service->address.n ? ", " : "",
			        EH_FMT(service->postcode));
		if (service->times.n)
			fprintf(out, "; %.*s", EH_FMT(service->times));
		fprintf(out, "  — %s%s%s, %s\n", who_tells(service),
		        service->protected     ? "; protected"
		        : service->whole_place ? "; for the whole place"
		                               : "",
		        service->open ? "" : "; closed", date);
		print_said(out, service);
	}
}

static void print_rest(FILE *out, const struct eh_facts *facts)
{
	char date[11], says[64];

	if (facts->code_count)
		fputs("\nHelps with, and whom\n", out);
	for (size_t i = 0; i < facts->code_count; i++)
		fprintf(out, "  %-22.*s%-8.*s%.*s\n", EH_FMT(facts->codes[i].code), EH_FMT(facts->codes[i].facet),
		        EH_FMT(facts->codes[i].why));
	if (facts->area_count)
		fputs("\nPlaces\n", out);
	for (size_t i = 0; i < facts->area_count && i < 20; i++) {
		eh_says_format(facts->areas[i].says, says);
		fprintf(out, "  %-30.*s%s\n", EH_FMT(facts->areas[i].name), says);
	}
	if (facts->area_count > 20)
		fprintf(out, "  … and %zu more\n", facts->area_count - 20);
	if (facts->grant_count)
		fputs("\nGrants\n", out);
	for (size_t i = 0; i < facts->grant_count; i++) {
		const struct eh_grant_facts *grant = &facts->grants[i];
		char amount[32] = "amount not known";
		eh_date_format(grant->date, date);
		if (grant->amount != EH_DB_NULL)
			eh_thousands(grant->amount / 100, amount);
		fprintf(out, "  %-12s%12s %.*s  %.*s: %.*s\n", date, amount, EH_FMT(grant->currency), EH_FMT(grant->funder),
		        EH_FMT(grant->title));
	}
}

static enum eh_rc print_json(struct eh_cli *cli, const struct eh_facts *facts, struct eh_error *err)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	if (eh_facts_json(facts, &out) < 0)
		return eh_fail_memory(err);
	fwrite(out.p, 1, out.n, cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_show(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_str id;

	if (!cli->argument_count)
		return eh_fail(err, EH_USAGE, "which organisation? evenhand show NUMBER, or part of a name");
	for (size_t i = 0; i < cli->argument_count; i++)
		if (eh_buf_printf(&text, "%s%s", i ? " " : "", cli->arguments[i]) < 0)
			return eh_fail_memory(err);
	EH_TRY(eh_cli_open_as_of(cli, err));
	EH_TRY(choose(cli, eh_buf_str(&text), &id, err));
	EH_TRY(eh_facts_load(cli->db, id, &facts, err));
	if (cli->json)
		return print_json(cli, &facts, err);
	print_head(cli->out, &facts);
	print_facts(cli->out, &facts);
	print_services(cli->out, &facts);
	print_rest(cli->out, &facts);
	return EH_OK;
}
