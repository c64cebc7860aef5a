#include "exchange/sheet.h"
#include "govern_cli.h"
#include "reading.h"

enum { MOST_ROWS = 100000 };

static const struct eh_sheet_column COLUMNS[] = {
	{ "number", "Number", EH_SHEET_WHOLE, 0, 8 },
	{ "at", "When", EH_SHEET_TEXT, 0, 20 },
	{ "person", "Person", EH_SHEET_WHOLE, 0, 6 },
	{ "role", "As", EH_SHEET_TEXT, 0, 14 },
	{ "side", "Side", EH_SHEET_TEXT, 0, 8 },
	{ "organisation", "For", EH_SHEET_TEXT, 0, 14 },
	{ "verb", "Did", EH_SHEET_TEXT, 0, 14 },
	{ "subject_kind", "To", EH_SHEET_TEXT, 0, 12 },
	{ "subject", "Which", EH_SHEET_TEXT, 0, 14 },
	{ "place", "Place", EH_SHEET_TEXT, 0, 10 },
	{ "before", "Before", EH_SHEET_TEXT, 0, 20 },
	{ "after", "After", EH_SHEET_TEXT, 0, 30 },
	{ "why", "Why", EH_SHEET_TEXT, 0, 30 },
	{ "public", "Public", EH_SHEET_YES_NO, 0, 6 },
	{ "erased", "Erased", EH_SHEET_YES_NO, 0, 6 },
};

static enum eh_rc add_row(struct eh_cli *cli, struct eh_sheet *sheet, const struct eh_audit_row *row, struct eh_error *err)
{
	union eh_sheet_cell *cell = eh_sheet_row(sheet);
	char when[21];

	if (!cell)
		return eh_fail_memory(err);
	eh_instant_format(row->at, when);
	const struct eh_str texts[] = { row->role.n ? row->role : EH_STR("system"), row->side, row->org_id, row->verb,
		row->subject_kind, row->subject_id, row->place_id, row->before, row->after, row->why };
	cell[0].number = (double)row->number;
	cell[1].text = eh_arena_str(&cli->arena, eh_str_of(when));
	cell[2].number = (double)row->person_id;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		cell[3 + i].text = texts[i];
	cell[13].number = row->is_public;
	cell[14].number = row->erased;
	return eh_arena_check(&cli->arena, EH_OK, err);
}

/* --subject KIND or KIND:ID, --since DATE, --place, --public, --limit. */
static enum eh_rc read_filter(struct eh_cli *cli, struct eh_audit_filter *filter, struct eh_error *err)
{
	struct eh_str rest = eh_cli_text(cli, "subject");
	int32_t since = EH_NO_DATE;
	int64_t limit = 0;

	if (rest.p && eh_str_split(&rest, ':', &filter->subject_kind))
		filter->subject_id = rest;
	EH_TRY(eh_cli_date(cli, "since", &since, err));
	EH_TRY(eh_cli_number(cli, "limit", &limit, err));
	if (limit < 0 || limit > MOST_ROWS)
		return eh_fail(err, EH_USAGE, "--limit takes a number from 1 to %d", MOST_ROWS);
	if (since != EH_NO_DATE)
		filter->since = eh_london_midnight(since);
	filter->limit = (size_t)limit;
	filter->for_public = eh_cli_flag(cli, "public");
	return EH_OK;
}

static enum eh_rc list(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_audit_filter filter = { 0 };

	EH_TRY(read_filter(cli, &filter, err));
	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_cli_place_id(cli, &filter.place_id, err));
	EH_TRY(eh_audit_list(cli->db, &filter, &rows, err));
	eh_sheet_init(&sheet, "audit", "Audit", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t i = 0; i < rows.count; i++)
		EH_TRY(add_row(cli, &sheet, &rows.items[i], err));
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (rows.more && !cli->json && !eh_cli_flag(cli, "csv"))
		fputs("There are older rows; --limit N shows more.\n", cli->out);
	return EH_OK;
}

static enum eh_rc verify(struct eh_cli *cli, struct eh_error *err)
{
	const char *text = eh_cli_option(cli, "known");
	struct eh_audit_head known;
	int64_t rows = 0;

	if (text)
		EH_TRY(eh_audit_head_parse(eh_str_of(text), &known, err));
	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_audit_verify(cli->db, text ? &known : NULL, &rows, err));
	if (cli->json)
		fprintf(cli->out, "{\"whole\": true, \"rows\": %lld}\n", (long long)rows);
	else
		fprintf(cli->out, "the audit is whole: %lld row%s%s\n", (long long)rows, eh_plural(rows),
		        text ? ", and it passes through the head that you kept" : "");
	return EH_OK;
}

static enum eh_rc head(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_audit_head newest;

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_audit_head(cli->db, &newest, err));
	if (cli->json)
		fprintf(cli->out, "{\"number\": %lld, \"link\": \"%s\"}\n", (long long)newest.number, newest.link);
	else
		fprintf(cli->out, "%lld:%s\n", (long long)newest.number, newest.link);
	return EH_OK;
}

enum eh_rc eh_cmd_audit(struct eh_cli *cli, struct eh_error *err)
{
	static const char *const ACTIONS[] = { "list", "verify", "head", NULL };
	static enum eh_rc (*const RUN[])(struct eh_cli *, struct eh_error *) = { list, verify, head };
	const char *action = NULL;

	EH_TRY(eh_cli_action(cli, ACTIONS, "list", &action, err));
	for (size_t i = 0; ACTIONS[i]; i++)
		if (ACTIONS[i] == action)
			return RUN[i](cli, err);
	return EH_OK;
}
