/* report.c: works everything out once, then has each part written. */
#include "report_private.h"

#include <math.h>

#include "sources/record.h"

static enum eh_rc tick(struct eh_report *report)
{
	return report->options->progress ? report->options->progress(report->options->progress_context, 0, 0) : EH_OK;
}

static enum eh_rc load(struct eh_report *report, struct eh_str council, struct eh_error *err)
{
	EH_TRY(tick(report));
	EH_TRY(eh_analyse(report->db, council, EH_ANALYSE_ALL, report->options->threads, &report->analysis, err));
	EH_TRY(tick(report));
	EH_TRY(eh_listing_load(report->db, council, &report->listing, err));
	eh_report_hide_protected(report);
	eh_report_count(report);
	EH_TRY(eh_report_caution(report, err));
	EH_TRY(tick(report));
	return eh_report_make_tables(report, err);
}

static enum eh_rc write_geojson(struct eh_report *report, struct eh_error *err)
{
	struct eh_buf areas EH_CLEANUP_BUF = { 0 }, organisations EH_CLEANUP_BUF = { 0 };

	if (eh_geojson_areas(&report->analysis, &areas) < 0 ||
	        eh_geojson_organisations(&report->listing, report->analysis.synthetic, &organisations) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_folder_put(&report->folder, "areas.geojson", eh_buf_str(&areas), err));
	return eh_folder_put(&report->folder, "organisations.geojson", eh_buf_str(&organisations), err);
}

static enum eh_rc write_parts(struct eh_report *report, struct eh_error *err)
{
	enum eh_rc (*const PARTS[])(struct eh_report *, struct eh_error *) = { eh_report_write_page, eh_report_write_wards,
		eh_report_write_tables, write_geojson, eh_report_write_draft, eh_report_write_manifest };

	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
		EH_TRY(tick(report));
		EH_TRY(PARTS[i](report, err));
	}
	return EH_OK;
}

static void finish(struct eh_report *report)
{
	for (size_t i = 0; i < EH_REPORT_TABLES; i++)
		eh_sheet_finish(&report->tables[i]);
	eh_folder_finish(&report->folder);
	eh_listing_finish(&report->listing);
	eh_analysis_finish(&report->analysis);
	eh_arena_finish(&report->arena);
}

static enum eh_rc summarise(struct eh_report *report, struct eh_report_summary *ret_summary, struct eh_error *err)
{
	struct eh_report_summary summary = { .files = report->folder.files.count };
	enum eh_rc rc = eh_report_say(report, &summary.words, err);

	for (size_t i = 0; i < report->folder.files.count; i++)
		summary.bytes += report->folder.files.items[i].bytes;
	if (rc == EH_OK)
		rc = eh_folder_commit(&report->folder, err);
	if (rc == EH_OK)
		*ret_summary = summary;
	else
		eh_buf_finish(&summary.words);
	return rc;
}

enum eh_rc eh_report_write(struct eh_db *db, struct eh_str council, const struct eh_report_options *options,
        struct eh_report_summary *ret_summary, struct eh_error *err)
{
	struct eh_report report = { .db = db, .options = options, .made_on = eh_clock_today() };
	enum eh_rc rc = eh_folder_open(options->folder, &report.folder, err);

	if (rc == EH_OK)
		rc = load(&report, council, err);
	if (rc == EH_OK)
		rc = write_parts(&report, err);
	if (rc == EH_OK)
		rc = summarise(&report, ret_summary, err);
	finish(&report);
	return rc;
}
