/* source.h: the door of `sources`: publishers' files in, records out.
 *
 * Each kind of source is one row of a table: its name, what it reads, and a reader. A reader streams its file through a sink and
 * never sees the store. */
#ifndef EH_SOURCES_SOURCE_H
#define EH_SOURCES_SOURCE_H

#include "record.h"

/* Where rows go. Callbacks return EH_OK to go on; anything else stops the reader, which returns it. */
struct eh_source_sink {
	void *context;
	/* A good row. `verbatim` is the row as published, a JSON object of column → text without personal columns. */
	enum eh_rc (*record)(
	        void *context, const struct eh_record *record, struct eh_str verbatim, uint64_t line, struct eh_error *err);
	/* A row that cannot be kept. column is the heading ("" when it concerns the row), reason a sentence. */
	enum eh_rc (*refuse)(void *context, uint64_t line, struct eh_str column, const char *reason, struct eh_error *err);
	/* Something the user should know that refuses nothing ("read as Windows-1252"); may be NULL. */
	void (*note)(void *context, const char *text);
	/* Bytes read so far and in all; called now and then; may be NULL. Returns EH_CANCELLED to stop. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
};

/* What a recipe says of a source; zero fields are absent. */
struct eh_source_options {
	const char *path;
	const char *member;  /* of a zip archive */
	const char *mapping; /* `spreadsheet`: path of a saved mapping; NULL guesses */
	const char *sheet;   /* `spreadsheet`: name of the only sheet to read; NULL reads all with recognisable columns */
	const char *rows;    /* `spreadsheet`: "organisations", "services", "grants" or "suppliers"; NULL guesses */
	struct eh_str bytes; /* read these instead of the file; path is then its name */
	const char *table;   /* `charity-commission`: which table, when the name of the file does not say */
};

struct eh_source_kind {
	const char *name;    /* "charity-commission" */
	const char *reads;   /* one line for help */
	const char *edition; /* default: "whole" or "additions" */
	bool is_register;    /* a register of organisations, not a list that somebody keeps of some */
	enum eh_rc (*read)(const struct eh_source_options *options, const struct eh_source_sink *sink, struct eh_error *err);
};

/* The kinds that give records, in the order of the manual; `*ret_count` of them. Reference kinds (postcodes, areas, need,
 * population) are in reference_import.h. */
const struct eh_source_kind *eh_source_kinds(size_t *ret_count);
const struct eh_source_kind *eh_source_kind_find(struct eh_str name);

#endif
