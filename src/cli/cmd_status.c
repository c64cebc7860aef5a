#include "cli.h"

#include "io/json.h"
#include "queries.h"
#include "register/register.h"

/* One line of the answer. */
struct line {
	const char *key, *words;
	int64_t value;
};

static enum eh_rc count_places(struct eh_cli *cli, int64_t *ret_count, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_place_list row;
	enum eh_rc rc = eh_q_place_list(cli->db, &rows, err);

	for (*ret_count = 0; rc == EH_OK && (rc = eh_q_place_list_next(&rows, &row, err)) == EH_OK; ++*ret_count)
		if (!cli->json)
			fprintf(cli->out, "place            %.*s (%.*s, %.*s)%s\n", EH_FMT(row.place_id), EH_FMT(row.name),
			        EH_FMT(row.council_code), row.synthetic ? ", synthetic" : "");
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc print_json(struct eh_cli *cli, const struct line *lines, size_t count, bool stale, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;

	eh_json_write_init(&json, &text, true);
	eh_json_write_object(&json);
	for (size_t i = 0; i < count; i++) {
		eh_json_write_key(&json, lines[i].key);
		eh_json_write_i64(&json, lines[i].value);
	}
	eh_json_write_key(&json, "out_of_date");
	eh_json_write_bool(&json, stale);
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

static enum eh_rc check(struct eh_cli *cli, struct eh_error *err)
{
	if (!eh_cli_flag(cli, "check"))
		return EH_OK;
	EH_TRY(eh_db_prepare_all(cli->db, err));
	EH_TRY(eh_db_verify(cli->db, err));
	if (!cli->json)
		fputs("the store is whole\n", cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_status(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_q_status_counts counts;
	char number[32];
	int64_t places = 0;
	bool stale = false;

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(count_places(cli, &places, err));
	EH_TRY(eh_q_status_counts(cli->db, &cli->arena, &counts, err));
	EH_TRY(eh_build_out_of_date(cli->db, &stale, err));
	const struct line LINES[] = { { "schema", "schema version", eh_db_schema_version(cli->db) },
		{ "places", "places", places }, { "batches", "batches", counts.batches },
		{ "records", "records", counts.records }, { "postcodes", "postcodes", counts.postcodes },
		{ "areas", "areas", counts.areas }, { "organisations", "organisations", counts.organisations },
		{ "services", "services", counts.services }, { "questions", "open questions", counts.questions } };
	if (cli->json) {
		EH_TRY(print_json(cli, LINES, sizeof LINES / sizeof *LINES, stale, err));
		return check(cli, err);
	}
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
		fprintf(cli->out, "%-16s %s\n", LINES[i].words, eh_thousands(LINES[i].value, number));
	if (stale)
		fputs("the list is out of date: evenhand build makes it anew\n", cli->out);
	return check(cli, err);
}
