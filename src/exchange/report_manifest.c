/* report_manifest.c: what the folder was made from, and how to make it again. */
#include <xlsxwriter.h>

#include "io/json.h"
#include "queries.h"
#include "report_private.h"

static void text(struct eh_json_writer *json, const char *key, struct eh_str value)
{
	eh_json_write_key(json, key);
	eh_json_write_str(json, value);
}

static void date(struct eh_json_writer *json, const char *key, int32_t day)
{
	char out[11];

	eh_date_format(day, out);
	text(json, key, day == EH_NO_DATE ? (struct eh_str){ NULL, 0 } : eh_str_of(out));
}

static void number(struct eh_json_writer *json, const char *key, int64_t value)
{
	eh_json_write_key(json, key);
	eh_json_write_i64(json, value);
}

static enum eh_rc write_command(struct eh_report *report, struct eh_json_writer *json, struct eh_error *err)
{
	struct eh_buf command EH_CLEANUP_BUF = { 0 };
	char made_on[11], as_of[11];

	eh_date_format(report->made_on, made_on);
	eh_date_format(report->options->as_of, as_of);
	if (eh_buf_printf(&command, "EVENHAND_CLOCK=%s evenhand report --place %.*s%s%s%s --out report", made_on,
	            EH_FMT(report->analysis.place_id), *as_of ? " --as-of " : "", as_of,
	            report->options->draft ? " --draft" : "") < 0)
		return eh_fail_memory(err);
	text(json, "command", eh_buf_str(&command));
	return EH_OK;
}

static enum eh_rc write_batches(struct eh_report *report, struct eh_json_writer *json, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_batch_list row;
	enum eh_rc rc = eh_q_batch_list(report->db, &rows, err);

	eh_json_write_key(json, "batches");
	eh_json_write_array(json);
	while (rc == EH_OK && (rc = eh_q_batch_list_next(&rows, &row, err)) == EH_OK) {
		if (!eh_str_eq(row.state, EH_STR("live")))
			continue;
		eh_json_write_object(json);
		number(json, "id", row.batch_id);
		text(json, "source", row.source);
		text(json, "kind", row.kind);
		text(json, "publisher", row.publisher);
		text(json, "licence", row.licence);
		text(json, "file", row.file);
		text(json, "sha256", row.sha256);
		number(json, "bytes", row.bytes);
		date(json, "date", (int32_t)row.data_date);
		text(json, "edition", row.edition);
		text(json, "terms", row.terms);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
	return rc == EH_END ? EH_OK : rc;
}

static void write_files(const struct eh_folder *folder, struct eh_json_writer *json)
{
	eh_json_write_key(json, "files");
	eh_json_write_array(json);
	for (size_t i = 0; i < folder->files.count; i++) {
		const struct eh_folder_file *file = &folder->files.items[i];
		eh_json_write_object(json);
		text(json, "path", file->name);
		text(json, "sha256", eh_str_of(file->sha256));
		number(json, "bytes", (int64_t)file->bytes);
		eh_json_write_object_end(json);
	}
	eh_json_write_array_end(json);
}

static void write_place(const struct eh_analysis *analysis, struct eh_json_writer *json)
{
	eh_json_write_key(json, "place");
	eh_json_write_object(json);
	text(json, "id", analysis->place_id);
	text(json, "name", analysis->place_name);
	text(json, "council", analysis->council);
	eh_json_write_key(json, "synthetic");
	eh_json_write_bool(json, analysis->synthetic);
	eh_json_write_object_end(json);
}

enum eh_rc eh_report_write_manifest(struct eh_report *report, struct eh_error *err)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_json_writer json;
	struct eh_q_inputs_digest inputs;

	EH_TRY(eh_q_inputs_digest(report->db, &report->arena, &inputs, err));
	eh_json_write_init(&json, &out, true);
	eh_json_write_object(&json);
	text(&json, "format", EH_STR(EH_FOLDER_FORMAT));
	text(&json, "program", EH_STR("evenhand " EH_VERSION));
	text(&json, "workbook_by", eh_arena_printf(&report->arena, "libxlsxwriter %s", lxw_version()));
	write_place(&report->analysis, &json);
	date(&json, "as_of", report->options->as_of);
	date(&json, "made_on", report->made_on);
	eh_json_write_key(&json, "draft");
	eh_json_write_bool(&json, report->options->draft);
	EH_TRY(write_command(report, &json, err));
	number(&json, "decisions", inputs.decisions);
	EH_TRY(write_batches(report, &json, err));
	write_files(&report->folder, &json);
	eh_json_write_object_end(&json);
	if (eh_json_write_end(&json) < 0)
		return eh_fail_memory(err);
	return eh_folder_put(&report->folder, EH_FOLDER_MANIFEST, eh_buf_str(&out), err);
}
