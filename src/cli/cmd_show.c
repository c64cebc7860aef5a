/* cmd_show.c: one organisation, every fact with its source and date. */
#include "cli.h"

#include "io/json.h"
#include "queries.h"
#include "register/facts.h"
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
	fprintf(out, "%.*s\n%.*s · %.*s · %.*s · last confirmed %s\n", EH_FMT(facts->name), EH_FMT(facts->id),
	        EH_FMT(facts->status), EH_FMT(facts->scale), date);
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

static void print_facts(FILE *out, const struct eh_facts *facts)
{
	const char *last = "";

	fputs("\nFacts\n", out);
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		char date[11];
		struct eh_str value = fact->value;
		bool cut = value.n > 300;
		if (cut)
			value = eh_utf8_cut(value, 300);
		eh_date_format(fact->date, date);
		fprintf(out, "  %-13s%.*s%s\n", strcmp(last, fact->what) == 0 ? "" : fact->what, EH_FMT(value), cut ? "…" : "");
		fprintf(out, "  %-13s  — %.*s, %s (batch %lld, line %lld)%s\n", "", EH_FMT(fact->publisher), date,
		        (long long)fact->batch, (long long)fact->line, fact->gone ? "; no longer in its newest edition" : "");
		last = fact->what;
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
		fprintf(out, "  — %s%s, %s\n",
		        service->office_only ? "counted at its office, no source states a place of help" : "stated by a source",
		        service->protected     ? "; protected"
		        : service->whole_place ? "; for the whole place"
		                               : "",
		        date);
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
			eh_cli_thousands(grant->amount / 100, amount);
		fprintf(out, "  %-12s%12s %.*s  %.*s: %.*s\n", date, amount, EH_FMT(grant->currency), EH_FMT(grant->funder),
		        EH_FMT(grant->title));
	}
}

static void json_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void json_date(struct eh_json_writer *json, const char *key, int32_t date)
{
	char text[11];

	eh_date_format(date, text);
	json_text(json, key, *text ? eh_str_of(text) : (struct eh_str){ NULL, 0 });
}

static void json_number(struct eh_json_writer *json, const char *key, int64_t value)
{
	eh_json_write_key(json, key);
	if (value == EH_DB_NULL)
		eh_json_write_null(json);
	else
		eh_json_write_i64(json, value);
}

static void json_flag(struct eh_json_writer *json, const char *key, bool value)
{
	eh_json_write_key(json, key);
	eh_json_write_bool(json, value);
}

static void json_list(struct eh_json_writer *json, const char *key)
{
	eh_json_write_key(json, key);
	eh_json_write_array(json);
}

static void json_facts(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_list(json, "facts");
	for (size_t i = 0; i < facts->fact_count; i++) {
		const struct eh_fact *fact = &facts->facts[i];
		eh_json_write_object(json);
		json_text(json, "fact", eh_str_of(fact->what));
		json_text(json, "value", fact->value);
		json_text(json, "publisher", fact->publisher);
		json_text(json, "source", fact->source);
		json_text(json, "file", fact->file);
		json_number(json, "batch", fact->batch);
		json_number(json, "line", fact->line);
		json_date(json, "date", fact->date);
		json_flag(json, "gone", fact->gone);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void json_services(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_list(json, "services");
	for (size_t i = 0; i < facts->service_count; i++) {
		const struct eh_service_facts *service = &facts->services[i];
		eh_json_write_object(json);
		json_text(json, "id", service->id);
		json_text(json, "name", service->name);
		json_text(json, "ward", service->ward);
		json_text(json, "address", service->address);
		json_text(json, "postcode", service->postcode);
		json_text(json, "times", service->times);
		json_flag(json, "whole_place", service->whole_place);
		json_flag(json, "office_only", service->office_only);
		json_flag(json, "open", service->open);
		json_date(json, "date", service->date);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void json_rest(struct eh_json_writer *json, const struct eh_facts *facts)
{
	json_list(json, "codes");
	for (size_t i = 0; i < facts->code_count; i++) {
		eh_json_write_object(json);
		json_text(json, "facet", facts->codes[i].facet);
		json_text(json, "code", facts->codes[i].code);
		json_text(json, "why", facts->codes[i].why);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	json_list(json, "places");
	for (size_t i = 0; i < facts->area_count; i++) {
		char says[64];
		eh_says_format(facts->areas[i].says, says);
		eh_json_write_object(json);
		json_text(json, "council", facts->areas[i].council);
		json_text(json, "name", facts->areas[i].name);
		json_text(json, "says", eh_str_of(says));
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	json_list(json, "grants");
	for (size_t i = 0; i < facts->grant_count; i++) {
		eh_json_write_object(json);
		json_text(json, "funder", facts->grants[i].funder);
		json_text(json, "title", facts->grants[i].title);
		json_date(json, "date", facts->grants[i].date);
		json_number(json, "amount", facts->grants[i].amount);
		json_text(json, "currency", facts->grants[i].currency);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	json_list(json, "branches");
	for (size_t i = 0; i < facts->branch_count; i++)
		eh_json_write_str(json, facts->branches[i].id);
	eh_json_write_array_end(json);
}

static enum eh_rc print_json(struct eh_cli *cli, const struct eh_facts *facts, struct eh_error *err)
{
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;

	eh_json_write_init(&json, &buf, true);
	eh_json_write_object(&json);
	json_text(&json, "id", facts->id);
	json_text(&json, "name", facts->name);
	json_text(&json, "status", facts->status);
	json_text(&json, "scale", facts->scale);
	json_text(&json, "protected", facts->protected);
	json_text(&json, "area_lsoa", facts->lsoa);
	json_text(&json, "area_ward", facts->ward);
	json_text(&json, "branch_of", facts->parent_id);
	json_date(&json, "last_confirmed", facts->last_confirmed);
	json_facts(&json, facts);
	json_services(&json, facts);
	json_rest(&json, facts);
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	fwrite(buf.p, 1, buf.n, cli->out);
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
