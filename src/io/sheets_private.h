/* sheets_private.h: what the readers of XLSX and of OpenDocument share: XML pulled out of a zip archive, and a row being made. */
#ifndef EH_IO_SHEETS_PRIVATE_H
#define EH_IO_SHEETS_PRIVATE_H

#include <expat.h>
#include <zip.h>

#include "table_private.h"

/* One XML file of an archive, parsed as far as somebody wants to read. Names of elements and attributes come without their
 * namespace's prefix. A document type is refused: no spreadsheet has one, and entities hide bombs. */
struct eh_xml {
	XML_Parser parser;
	zip_file_t *file;
	const char *archive_name, *member;
	uint64_t out, packed, size; /* bytes unpacked; packed size; full size */
	uint64_t heard;             /* how much was unpacked when a callback was last called: one piece of markup has a limit */
	struct eh_stream_limits limits;
	bool last, suspended;
	enum eh_rc rc;
	struct eh_error *err;
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, struct eh_str text);
	void *context;
};

/* Opens a member. `xml` holds callbacks and context already; those that are NULL are not called. EH_NOT_FOUND: no such member. */
enum eh_rc eh_xml_open(struct eh_xml *xml, zip_t *archive, const char *archive_name, const char *member,
        const struct eh_stream_limits *limits, struct eh_error *err);
/* Parses on until a callback stops it (EH_OK), the end (EH_END) or a failure. */
enum eh_rc eh_xml_run(struct eh_xml *xml, struct eh_error *err);
/* For callbacks: hand back to whoever called eh_xml_run; and the same with a failure. */
void eh_xml_stop(struct eh_xml *xml);
void eh_xml_fail(struct eh_xml *xml, enum eh_rc rc, const char *message);
void eh_xml_finish(struct eh_xml *xml);
/* The value of an attribute, or NULL. */
const char *eh_xml_attribute(const char **attributes, const char *name);

/* A merged range. Its value stands in its first cell and is repeated in all. */
struct eh_span {
	uint64_t first_row, last_row; /* from 1 */
	size_t first, last;           /* columns from 0 */
	char *text;
	size_t n;
	enum eh_cell_kind kind;
};

struct eh_sheets_cell {
	size_t from, n;
	enum eh_cell_kind kind;
};

struct eh_sheets_sheet {
	const char *name, *member;
};

struct eh_sheets;

struct eh_sheets_format {
	const char *encoding;
	/* Finds the sheets, and what all of them share. */
	enum eh_rc (*load)(struct eh_sheets *sheets, struct eh_error *err);
	/* Points the XML reader at a sheet. */
	enum eh_rc (*open)(struct eh_sheets *sheets, const struct eh_sheets_sheet *sheet, struct eh_error *err);
};
extern const struct eh_sheets_format eh_sheets_xlsx, eh_sheets_ods;

/* A workbook being read. */
struct eh_sheets {
	zip_t *archive;
	char *name;
	size_t max_cell, max_cells;
	struct eh_stream_limits limits;
	const struct eh_sheets_format *format;
	EH_VEC(struct eh_sheets_sheet) list;
	struct eh_arena arena; /* of the workbook: names of sheets, shared strings */
	struct eh_xml xml;     /* of the sheet */
	bool open, ended;
	/* The row being made. */
	uint64_t row;
	EH_VEC(struct eh_sheets_cell) cells;
	struct eh_buf texts;
	EH_VEC(struct eh_span) spans; /* those that have begun and not ended */
	size_t row_bytes;             /* in all cells of the row, repeated ones as often as they stand there: bounded */
	uint64_t spanned;             /* work done for merged and repeated cells of the sheet: bounded */
	/* The row handed out. */
	EH_VEC(struct eh_str) out_cells;
	EH_VEC(enum eh_cell_kind) out_kinds;
	bool ready;
	/* XLSX: strings by number, styles that show dates, merged ranges by their first row. */
	EH_VEC(struct eh_str) strings;
	EH_VEC(int) formats;      /* number formats that are dates, by id */
	EH_VEC(bool) date_styles; /* of each cell style */
	EH_VEC(struct eh_span) merges;
	size_t next_merge;
	bool since_1904;
	/* The cell being read. */
	size_t column, repeat, span_columns;
	uint64_t span_rows, row_repeat;
	char type;
	int style, part;
	unsigned inside, passed;
	bool paragraph;
	struct eh_buf text, value;
};

/* Whether the workbook may have one more sheet: there is a limit. */
bool eh_sheets_may_add(struct eh_sheets *sheets);
/* Puts a cell into the row; empty ones need not be put. Failures go into sheets->xml. */
void eh_sheets_put(struct eh_sheets *sheets, size_t column, enum eh_cell_kind kind, struct eh_str text);
/* Repeats the cell of a column in the columns behind it, so that it stands there `count` times in all. */
void eh_sheets_repeat(struct eh_sheets *sheets, size_t column, size_t count);
/* Ends the row with what merged cells bring; a row with anything in it stops the reader. */
void eh_sheets_row_end(struct eh_sheets *sheets);
/* Adds text to a buffer up to the largest cell. */
void eh_sheets_text(struct eh_sheets *sheets, struct eh_buf *buf, struct eh_str text);
/* A number as its shortest decimal text, as spreadsheets show it: at most 15 digits. */
void eh_sheets_number(double value, char out[32]);

#endif
