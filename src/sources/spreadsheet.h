/* spreadsheet.h: any table that somebody keeps, its columns recognised from headings and contents.
 *
 * The guess can be written as a mapping, an INI file that a person corrects and keeps:
 *
 *     [sheet Clubs]
 *     rows = organisations
 *     header = 3
 *     ; Name of club
 *     A = name
 *     ; Where do you meet?
 *     C = address
 *
 * Columns go by their letters. The words on the right are those of eh_sheet_fields. */
#ifndef EH_SOURCES_SPREADSHEET_H
#define EH_SOURCES_SPREADSHEET_H

#include "io/table.h"
#include "source.h"

enum eh_sheet_field {
	EH_FIELD_NONE,
	EH_FIELD_NAME,
	EH_FIELD_SERVICE,
	EH_FIELD_OTHER_NAME,
	EH_FIELD_FORMER_NAME,
	EH_FIELD_ADDRESS,
	EH_FIELD_POSTCODE,
	EH_FIELD_CHARITY_NUMBER,
	EH_FIELD_COMPANY_NUMBER,
	EH_FIELD_ORG_ID,
	EH_FIELD_ROW_ID,
	EH_FIELD_PHONE,
	EH_FIELD_PUBLIC_PHONE,
	EH_FIELD_EMAIL,
	EH_FIELD_WEB,
	EH_FIELD_ACTIVITIES,
	EH_FIELD_BENEFICIARIES,
	EH_FIELD_TIMES,
	EH_FIELD_LATITUDE,
	EH_FIELD_LONGITUDE,
	EH_FIELD_EASTING,
	EH_FIELD_NORTHING,
	EH_FIELD_REGISTERED,
	EH_FIELD_REMOVED,
	EH_FIELD_UPDATED,
	EH_FIELD_INCOME,
	EH_FIELD_SPENDING,
	EH_FIELD_CONTACT,
	EH_FIELD_PRIVATE_ADDRESS,
	EH_FIELD_CONSENT,
	EH_FIELD_STATUS,
	EH_FIELD_PARENT,
	EH_FIELD_CODES,
	EH_FIELD_TYPE,
	EH_FIELD_AMOUNT,
	EH_FIELD_AWARD_DATE,
	EH_FIELD_FUNDER,
	EH_FIELD_GRANT_TITLE,
	EH_FIELD_CAPACITY,
	EH_FIELD_COUNT
};

/* What a field is called in mappings, what it means, and the headings that people give it. */
struct eh_sheet_field_row {
	const char *name;     /* "charity-number" */
	const char *meaning;  /* "number in a charity register" */
	const char *headings; /* patterns with | between, the surest first; a leading ^ wants the whole heading */
	bool several;         /* more than one column may hold it */
};
extern const struct eh_sheet_field_row eh_sheet_fields[EH_FIELD_COUNT];

/* A heading as patterns see it: folded, everything but letters and digits one space. */
enum eh_rc eh_sheet_heading_fold(struct eh_str heading, struct eh_buf *out);

/* How well a folded heading fits a field, 0 to 1. */
double eh_sheet_heading_fit(struct eh_str folded, enum eh_sheet_field field);

struct eh_sheet_column_guess {
	struct eh_str heading;
	enum eh_sheet_field field;
	double confidence; /* 0 to 1 */
	const char *why;   /* "heading", "contents", "heading and contents", "mapping" */
};

/* What one sheet is taken for. Text lives in the arena given. */
struct eh_sheet_guess {
	struct eh_str sheet;
	size_t sheet_index;
	size_t header; /* rows from the top down to and with the header; 0: none */
	uint64_t header_line;
	const char *rows; /* "organisations", "services", "grants", "suppliers" */
	struct eh_sheet_column_guess *columns;
	size_t count;
	bool usable;   /* has a row of headings and a name column, or a mapping says so */
	bool headless; /* has columns that contents alone give away, and no row of headings: a person must look at it first */
};

/* Guesses one sheet from its first rows (cells by row, `counts` cells each). With `positions` (spreadsheets) a cell's
 * column is certain, and columns beyond the headings count too. EH_INVALID: two columns claim one field and neither is clearly better;
 * the message names both and says how to choose. A sheet without recognisable columns is no error: usable is false.
 *
 * What looks like people's own is taken as private: a second column of names beside the organisations', and a contact's address or
 * postcode beside that of a meeting place. */
enum eh_rc eh_sheet_guess(const struct eh_str *const *rows, const size_t *counts, const uint64_t *lines, size_t row_count,
        bool positions, const char *what, struct eh_arena *arena, struct eh_sheet_guess *ret_guess, struct eh_error *err);

/* Reads a file's first rows and writes what each column is taken for, as a mapping to edit. */
enum eh_rc eh_spreadsheet_guess_mapping(const struct eh_source_options *options, struct eh_buf *out, struct eh_error *err);

/* A column's letters: 0 is "A", 26 "AA". */
void eh_sheet_letters(size_t column, char out[8]);

/* The reader of the kind `spreadsheet`. */
enum eh_rc eh_source_spreadsheet_read(
        const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);

#endif
