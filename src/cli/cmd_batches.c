#include "cli.h"

#include "io/csv_write.h"
#include "io/json.h"
#include "queries.h"
#include "register/identity.h"
#include "sources/import.h"
#include "sources/record.h"

static enum eh_rc flush(struct eh_cli *cli, struct eh_buf *buf)
{
	fwrite(buf->p, 1, buf->n, cli->out);
	eh_buf_reset(buf);
	return EH_OK;
}

static enum eh_rc print_refused(struct eh_cli *cli, int64_t batch, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_q_refusal_list row;
	enum eh_rc rc;

	EH_TRY(eh_q_refusal_list(cli->db, batch, &rows, err));
	fputs("line,column,reason\n", cli->out);
	while ((rc = eh_q_refusal_list_next(&rows, &row, err)) == EH_OK) {
		if (eh_buf_printf(&buf, "%lld,", (long long)row.line) < 0 || eh_csv_write_cell(&buf, row.heading) < 0 ||
		        eh_buf_add_char(&buf, ',') < 0 || eh_csv_write_cell(&buf, row.reason) < 0 ||
		        eh_buf_add_char(&buf, '\n') < 0)
			return eh_fail_memory(err);
		flush(cli, &buf);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc print_changes(struct eh_cli *cli, int64_t batch, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_q_batch_change_list row;
	enum eh_rc rc;

	EH_TRY(eh_q_batch_change_list(cli->db, batch, &rows, err));
	fputs("change,key,name\n", cli->out);
	while ((rc = eh_q_batch_change_list_next(&rows, &row, err)) == EH_OK) {
		struct eh_record record;
		eh_arena_reset(&cli->arena);
		eh_record_init(&record);
		if (row.fields.p)
			EH_TRY(eh_record_from_json(row.fields, &cli->arena, &record, err));
		if (eh_csv_write_cell(&buf, row.change) < 0 || eh_buf_add_char(&buf, ',') < 0 ||
		        eh_csv_write_cell(&buf, eh_identity_key_without_place(row.key)) < 0 || eh_buf_add_char(&buf, ',') < 0 ||
		        eh_csv_write_cell(&buf, record.name) < 0 || eh_buf_add_char(&buf, '\n') < 0)
			return eh_fail_memory(err);
		flush(cli, &buf);
	}
	return rc == EH_END ? EH_OK : rc;
}

static void json_text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

/* What the list leaves out. */
static void json_more(struct eh_json_writer *json, const struct eh_q_batch_list *row)
{
	char date[11], instant[21];

	eh_date_format((int32_t)row->data_date, date);
	eh_instant_format(row->imported_at, instant);
	json_text(json, "source", row->source);
	json_text(json, "publisher", row->publisher);
	json_text(json, "licence", row->licence);
	json_text(json, "owner", row->owner);
	json_text(json, "terms", row->terms);
	json_text(json, "edition", row->edition);
	json_text(json, "state", row->state);
	json_text(json, "date", eh_str_of(date));
	json_text(json, "imported_at", eh_str_of(instant));
}

static void json_row(struct eh_json_writer *json, const struct eh_q_batch_list *row, bool more)
{
	const struct {
		const char *name;
		int64_t value;
	} COUNTS[] = {
		{ "read", row->rows_read },
		{ "kept", row->kept },
		{ "refused", row->refused },
		{ "added", row->added },
		{ "changed", row->changed },
		{ "gone", row->gone },
	};

	eh_json_write_object(json);
	eh_json_write_key(json, "id");
	eh_json_write_i64(json, row->batch_id);
	json_text(json, "kind", row->kind);
	json_text(json, "file", row->file);
	json_text(json, "sha256", row->sha256);
	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++) {
		eh_json_write_key(json, COUNTS[i].name);
		eh_json_write_i64(json, COUNTS[i].value);
	}
	if (more)
		json_more(json, row);
	eh_json_write_object_end(json);
}

static enum eh_rc print_list(struct eh_cli *cli, int64_t only, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf buf EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	struct eh_q_batch_list row;
	bool found = false;
	enum eh_rc rc;

	EH_TRY(eh_q_batch_list(cli->db, &rows, err));
	eh_json_write_init(&json, &buf, true);
	eh_json_write_array(&json);
	if (!cli->json)
		fprintf(cli->out, "%4s  %-26s %-10s %9s %9s %8s %8s %8s %8s  %s\n", "id", "source", "date", "read", "kept",
		        "refused", "added", "changed", "gone", "file");
	while ((rc = eh_q_batch_list_next(&rows, &row, err)) == EH_OK) {
		char date[11];
		if (only && row.batch_id != only)
			continue;
		found = true;
		eh_date_format((int32_t)row.data_date, date);
		if (cli->json)
			json_row(&json, &row, only != 0);
		else
			fprintf(cli->out, "%4lld  %-26.*s %-10s %9lld %9lld %8lld %8lld %8lld %8lld  %.*s%s\n",
			        (long long)row.batch_id, EH_FMT(row.source), date, (long long)row.rows_read, (long long)row.kept,
			        (long long)row.refused, (long long)row.added, (long long)row.changed, (long long)row.gone,
			        EH_FMT(row.file), eh_str_eq(row.state, EH_STR("live")) ? "" : " (withdrawn)");
	}
	if (rc != EH_END)
		return rc;
	if (only && !found)
		return eh_fail(err, EH_NOT_FOUND, "there is no batch %lld; evenhand batches lists them", (long long)only);
	eh_json_write_array_end(&json);
	if (!cli->json)
		return EH_OK;
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	return flush(cli, &buf);
}

static enum eh_rc print_notes(struct eh_cli *cli, int64_t batch, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_note_list row;
	enum eh_rc rc;

	EH_TRY(eh_q_note_list(cli->db, batch, &rows, err));
	while ((rc = eh_q_note_list_next(&rows, &row, err)) == EH_OK)
		fprintf(cli->out, "  note: %.*s\n", EH_FMT(row.text));
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_cmd_batches(struct eh_cli *cli, struct eh_error *err)
{
	bool refused = eh_cli_flag(cli, "refused"), changes = eh_cli_flag(cli, "changes"),
	     withdraw = eh_cli_flag(cli, "withdraw");
	int64_t number = 0;

	if (cli->argument_count && (eh_str_to_i64(eh_str_of(cli->arguments[0]), &number) != EH_OK || number < 1))
		return eh_fail(err, EH_USAGE, "batches takes the number of a batch, not \"%s\"", cli->arguments[0]);
	if ((refused || changes || withdraw) && !number)
		return eh_fail(err, EH_USAGE, "which batch? evenhand batches lists them: evenhand batches NUMBER --%s",
		        refused   ? "refused"
		        : changes ? "changes"
		                  : "withdraw");
	EH_TRY(eh_cli_open(cli, withdraw ? EH_DB_WRITE : EH_DB_READ, err));
	if (refused)
		return print_refused(cli, number, err);
	if (changes)
		return print_changes(cli, number, err);
	if (withdraw) {
		EH_TRY(eh_import_withdraw(cli->db, number, err));
		fprintf(cli->out, "batch %lld is withdrawn; evenhand build makes the list without it\n", (long long)number);
		return EH_OK;
	}
	EH_TRY(print_list(cli, number, err));
	return number && !cli->json ? print_notes(cli, number, err) : EH_OK;
}
