/* sheet.h: a table to hand out. The same sheet is written as CSV, JSON, HTML, a worksheet of a workbook or lines on a terminal, so that
 * a figure reads the same wherever it stands. */
#ifndef EH_EXCHANGE_SHEET_H
#define EH_EXCHANGE_SHEET_H

#include <stdio.h>

#include "io/json.h"

enum eh_sheet_kind {
	EH_SHEET_TEXT,
	EH_SHEET_WHOLE,  /* counts; NAN: not known */
	EH_SHEET_NUMBER, /* `decimals` digits after the point; NAN: not known */
	EH_SHEET_SHARE,  /* 0-1; shown to people as a percentage */
	EH_SHEET_YES_NO, /* 1, 0 */
};

struct eh_sheet_column {
	const char *key;     /* name in JSON and CSV: "need_percentile" */
	const char *heading; /* for people: "Need (0-100, 100 most)" */
	enum eh_sheet_kind kind;
	int decimals;
	int width; /* of a terminal or workbook column, characters */
};

union eh_sheet_cell {
	struct eh_str text;
	double number;
};

struct eh_sheet {
	const char *name;  /* file name without ending: "gaps" */
	const char *title; /* "Gaps by neighbourhood and need" */
	const char *note;  /* a sentence or two that must stand with the figures; may be NULL */
	const struct eh_sheet_column *columns;
	size_t column_count;
	const char *const *json_keys; /* the keys that JSON has, ending in NULL, where it has not all; scripts rely on them */
	union eh_sheet_cell *cells;   /* row × column_count + column */
	size_t row_count, cap;
};

/* An empty sheet with these columns, which must outlive it. Text put into cells must outlive it too. */
void eh_sheet_init(struct eh_sheet *sheet, const char *name, const char *title, const char *note,
        const struct eh_sheet_column *columns, size_t column_count);
void eh_sheet_finish(struct eh_sheet *sheet);
#define EH_CLEANUP_SHEET __attribute__((cleanup(eh_sheet_finish)))

/* Adds a row of absent cells and returns it; NULL when there is no memory. Valid until the next. */
union eh_sheet_cell *eh_sheet_row(struct eh_sheet *sheet);

/* A cell as text for people (to_people) or machines; `out` of 64 bytes is used for numbers. */
struct eh_str eh_sheet_text(const struct eh_sheet *sheet, size_t row, size_t column, bool to_people, char out[64]);

/* Each appends the whole sheet. CSV: keys as the header line, RFC 4180 with LF; a text that a spreadsheet program would take for a
 * formula gets an apostrophe in front. JSON: an array of objects, absent values null. HTML: a captioned table with row and column
 * headers. Text: columns cut to their width. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_sheet_csv(const struct eh_sheet *sheet, struct eh_buf *out);
enum eh_rc eh_sheet_json(const struct eh_sheet *sheet, struct eh_buf *out);
enum eh_rc eh_sheet_html(const struct eh_sheet *sheet, struct eh_buf *out);
enum eh_rc eh_sheet_plain(const struct eh_sheet *sheet, struct eh_buf *out);

/* A workbook: each sheet with its title, its note, headings that stay in sight, filters, and columns wide enough. The creation date is
 * fixed, so that the same sheets give the same bytes. */
struct eh_workbook {
	const char *title; /* of the whole: "Luton" */
	const char *mark;  /* stands on top of every worksheet and on every printed page; may be NULL */
	const struct eh_sheet *const *sheets;
	size_t count;
};

/* EH_IO: the file could not be written. */
enum eh_rc eh_sheet_workbook(const struct eh_workbook *workbook, const char *path, struct eh_error *err);

#endif
