/* report.h: what a place could publish, as one folder.
 *
 *   index.html            the page to read: self-contained, no script, nothing fetched
 *   wards/CODE.html       one sheet of paper for each ward
 *   tables/NAME.csv       every table
 *   workbook.xlsx         the same tables in one workbook, with a sheet that says how to read them
 *   areas.geojson, organisations.geojson
 *   draft/…               with `draft` alone: pairs by name, marked as not agreed and not for publication
 *   manifest.json         what the folder was made from and by which command, with the SHA-256 of every file
 *
 * Shared ground is shown as counts by need and ward, none under five. Protected organisations have no place in any file; nobody's
 * private address is in any. The same store, clock and options give the same bytes. */
#ifndef EH_EXCHANGE_REPORT_H
#define EH_EXCHANGE_REPORT_H

#include <stdio.h>

#include "store/db.h"

struct eh_report_options {
	const char *folder;
	bool draft;
	int32_t as_of;  /* the store already shows that day; EH_NO_DATE: today */
	size_t threads; /* 0: all processors */
	/* Called between steps; may be NULL. Another result than EH_OK stops the work and is returned; nothing is left behind. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *progress_context;
};

struct eh_report_summary {
	uint64_t files, bytes;
	struct eh_buf words; /* what was found, in lines for people; the caller's to eh_buf_finish */
};

/* Writes the report of the council with this code. EH_CONFLICT: something stands in the folder that no report wrote. */
enum eh_rc eh_report_write(struct eh_db *db, struct eh_str council, const struct eh_report_options *options,
        struct eh_report_summary *ret_summary, struct eh_error *err);

#endif
