/* reading.c: what the reading commands share: which place, as of when, in what form. */
#include "reading.h"

#include "queries.h"
#include "register/register.h"
#include "sources/import.h"

enum eh_rc eh_cli_open_as_of(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };
	int32_t date = EH_NO_DATE;

	EH_TRY(eh_cli_date(cli, "as-of", &date, err));
	if (date == EH_NO_DATE)
		return eh_cli_open(cli, EH_DB_READ, err);
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_db_begin(cli->db, err)); /* rolled back when the command ends */
	EH_TRY(eh_import_as_of(cli->db, date, err));
	eh_cli_counting(cli, "working out the list of that day", "organisations");
	EH_TRY(eh_build(cli->db,
	        &(struct eh_build_options){
	                .force = true, .progress = eh_cli_progress, .progress_context = cli, .inside_transaction = true },
	        &summary, err));
	eh_cli_progress_end(cli);
	return EH_OK;
}

static enum eh_rc no_such_place(struct eh_cli *cli, const char *asked, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf names EH_CLEANUP_BUF = { .max = 300 };
	struct eh_q_place_list row;
	enum eh_rc rc = eh_q_place_list(cli->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_place_list_next(&rows, &row, err)) == EH_OK)
		(void)eh_buf_printf(&names, "%s%.*s", names.n ? ", " : "", EH_FMT(row.place_id));
	if (rc < 0)
		return rc;
	return eh_fail(err, EH_NOT_FOUND, "there is no place \"%s\"; the store holds %s", asked,
	        names.n ? names.p : "none yet (evenhand update RECIPE makes one)");
}

enum eh_rc eh_cli_council(struct eh_cli *cli, struct eh_str *ret_council, struct eh_error *err)
{
	const char *asked = eh_cli_option(cli, "place");
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_place_list row;
	struct eh_q_place_find place;
	size_t count = 0;
	enum eh_rc rc;

	*ret_council = (struct eh_str){ NULL, 0 };
	if (asked) {
		rc = eh_q_place_find(cli->db, eh_str_of(asked), &cli->arena, &place, err);
		if (rc == EH_NOT_FOUND)
			return no_such_place(cli, asked, err);
		EH_TRY(rc);
		*ret_council = place.council_code;
		return EH_OK;
	}
	rc = eh_q_place_list(cli->db, &rows, err);
	while (rc == EH_OK && (rc = eh_q_place_list_next(&rows, &row, err)) == EH_OK)
		if (++count == 1)
			*ret_council = eh_db_keep(&cli->arena, row.council_code);
	if (count != 1)
		*ret_council = (struct eh_str){ NULL, 0 };
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_cli_one_council(struct eh_cli *cli, struct eh_str *ret_council, struct eh_error *err)
{
	EH_TRY(eh_cli_council(cli, ret_council, err));
	if (ret_council->n)
		return EH_OK;
	return eh_fail(err, EH_USAGE, "which place? Name one with --place; evenhand status lists them");
}

enum eh_rc eh_cli_analyse(struct eh_cli *cli, unsigned parts, struct eh_analysis *ret_analysis, struct eh_error *err)
{
	struct eh_str council;

	EH_TRY(eh_cli_open_as_of(cli, err));
	EH_TRY(eh_cli_one_council(cli, &council, err));
	return eh_analyse(cli->db, council, parts, 0, ret_analysis, err);
}

enum eh_rc eh_cli_need(const struct eh_cli *cli, struct eh_str *ret_need, struct eh_error *err)
{
	const char *asked = eh_cli_option(cli, "need");
	struct eh_buf codes EH_CLEANUP_BUF = { .max = 450 };

	*ret_need = asked ? eh_str_of(asked) : (struct eh_str){ NULL, 0 };
	if (!asked || eh_need_find(*ret_need))
		return EH_OK;
	for (size_t i = 0; i < eh_need_count; i++)
		(void)eh_buf_printf(&codes, "%s%s", i ? ", " : "", eh_needs[i].code);
	return eh_fail(err, EH_USAGE, "there is no need \"%s\"; there are %s", asked, codes.p);
}

enum eh_rc eh_cli_print_sheet(struct eh_cli *cli, const struct eh_sheet *sheet, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	bool csv = eh_cli_flag(cli, "csv");

	if ((cli->json ? eh_sheet_json(sheet, &text) : csv ? eh_sheet_csv(sheet, &text) : eh_sheet_plain(sheet, &text)) < 0)
		return eh_fail_memory(err);
	fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

void eh_cli_print_warnings(struct eh_cli *cli, const struct eh_analysis *analysis)
{
	for (size_t i = 0; i < analysis->warning_count; i++)
		fprintf(cli->json || eh_cli_flag(cli, "csv") ? stderr : cli->out, "%.*s\n", EH_FMT(analysis->warnings[i]));
}
