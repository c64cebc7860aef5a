#include "list_events.h"

#include "queries.h"

enum { SHOWN = 12 };

enum eh_rc eh_cli_events_newest(struct eh_cli *cli, int64_t *ret_number, struct eh_error *err)
{
	struct eh_q_list_event_newest newest;

	EH_TRY(eh_q_list_event_newest(cli->db, &cli->arena, &newest, err));
	*ret_number = newest.number;
	return EH_OK;
}

static bool is_telling(struct eh_str event)
{
	return eh_str_eq(event, EH_STR("merged")) || eh_str_eq(event, EH_STR("split")) || eh_str_eq(event, EH_STR("gone"));
}

static void print_event(FILE *out, const struct eh_q_list_event_causes *row)
{
	fprintf(out, "  %.*s: %.*s", EH_FMT(row->event), EH_FMT(row->text));
	if (eh_str_eq(row->event, EH_STR("merged")))
		fprintf(out, " is now part of %.*s", EH_FMT(row->other_id));
	if (eh_str_eq(row->event, EH_STR("split")))
		fprintf(out, " is no longer part of %.*s", EH_FMT(row->other_id));
	if (is_telling(row->event) && row->cause_source.p)
		fprintf(out, ", by %.*s: %.*s", EH_FMT(row->cause_source), EH_FMT(row->cause_key));
	else if (is_telling(row->event))
		fputs(", by a decision or by records like it", out);
	fputc('\n', out);
}

enum eh_rc eh_cli_events_print(struct eh_cli *cli, int64_t since, struct eh_error *err)
{
	int64_t count = 0;

	for (int telling = 1; telling >= 0; telling--) {
		struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_list_event_causes row;
		EH_TRY(eh_q_list_event_causes(cli->db, since, &rows, err));
		enum eh_rc rc;
		while ((rc = eh_q_list_event_causes_next(&rows, &row, err)) == EH_OK)
			if (is_telling(row.event) == (telling != 0) && count++ < SHOWN)
				print_event(cli->out, &row);
		EH_TRY(rc);
	}
	if (count > SHOWN)
		fprintf(cli->out, "  … and %lld more changes\n", (long long)(count - SHOWN));
	return EH_OK;
}

static void write_pair(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

enum eh_rc eh_cli_events_json(struct eh_cli *cli, int64_t since, struct eh_json_writer *json, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_list_event_causes row;
	enum eh_rc rc = eh_q_list_event_causes(cli->db, since, &rows, err);

	eh_json_write_array(json);
	while (rc == EH_OK && (rc = eh_q_list_event_causes_next(&rows, &row, err)) == EH_OK) {
		eh_json_write_object(json);
		write_pair(json, "event", row.event);
		write_pair(json, "organisation", row.org_id);
		write_pair(json, "other", row.other_id);
		write_pair(json, "name", row.text);
		eh_json_write_key(json, "cause");
		if (row.cause_source.p) {
			eh_json_write_object(json);
			write_pair(json, "source", row.cause_source);
			write_pair(json, "record", row.cause_key);
			eh_json_write_object_end(json);
		} else {
			eh_json_write_null(json);
		}
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

void eh_cli_say_outgrown(struct eh_cli *cli, const struct eh_build_summary *build)
{
	if (build->trained_on && build->records > 2 * build->trained_on)
		fprintf(cli->out,
		        "its linkage was learned from %lld records, and there are more than twice as many by now; evenhand build "
		        "--retrain learns from all\n",
		        (long long)build->trained_on);
}
