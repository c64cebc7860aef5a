/* import.h: a publisher's file becomes a batch in the store, whole or not at all.
 *
 * One import is one transaction: read, kept and refused rows, what changed, the notes of the reader. The same file twice changes
 * nothing: a file is the same when its SHA-256 is and no other date is given for it. A file of which no row can be kept is refused.
 * Taking a batch back is exact, since what a source says now (table `current`) is always worked out from the batches
 * that are there. Killed at any moment, the store is as it was before. */
#ifndef EH_SOURCES_IMPORT_H
#define EH_SOURCES_IMPORT_H

#include "source.h"
#include "store/db.h"

struct eh_import_result {
	int64_t batch_id; /* of the batch made, or of the one that holds this very file already */
	bool already;     /* this file was imported before: nothing was done */
	int64_t rows_read, kept, refused, added, changed, gone;
};

struct eh_import {
	const char *source; /* its name, one for all editions: "charity-register" */
	const char *kind;   /* of eh_source_kinds, or postcodes, areas, need, population */
	struct eh_source_options file;
	const char *publisher, *licence, *attribution;
	unsigned says;        /* enum eh_says, for every row */
	const char *place_id; /* the place that the source speaks of; NULL: none */
	bool is_register;     /* a register of organisations; always so for the kinds that are */
	bool drawing_only;    /* boundaries simplified for drawing: no points are looked up in them */
	const char *edition;  /* "whole" or "additions"; NULL: as usual for the kind */
	int32_t data_date;    /* EH_NO_DATE: the file's own date of change */
	const char *owner;    /* who may withdraw it; NULL: the publisher */
	const char *terms;    /* "match only", "list" or "publish"; NULL: "list" */
	bool dry_run;
	/* Called with bytes read and in all; may be NULL. Returns EH_CANCELLED to stop. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *progress_context;
	/* Called as they are met, for each row that is refused and each thing that the reader wants known; may be NULL. After a dry run the
	 * store lists neither. */
	void (*refused)(void *context, uint64_t line, struct eh_str column, const char *reason);
	void (*noted)(void *context, const char *text);
	void *report_context;
	/* Called once when all is done but the commit: what it writes is kept or lost with the import. Not after a dry run or for a file that was imported
	 * before; may be NULL. */
	enum eh_rc (*commit)(void *context, struct eh_db *db, const struct eh_import_result *result, struct eh_error *err);
	void *commit_context;
};

/* Imports one file. EH_USAGE: an unknown kind or edition; EH_CONFLICT: another place has a list of this name in the store;
 * otherwise what the reader or the store reports. Then nothing has changed. With dry_run everything is tried and taken back. */
enum eh_rc eh_import_run(
        struct eh_db *db, const struct eh_import *import, struct eh_import_result *ret_result, struct eh_error *err);

/* Takes a batch back as if it had never been imported, in the caller's transaction when one is open. EH_NOT_FOUND: no such batch. */
enum eh_rc eh_import_undo(struct eh_db *db, int64_t batch_id, struct eh_error *err);

/* Its owner withdraws it: its rows and personal data go, the line in the list of batches stays and says so. Transactions as above. */
enum eh_rc eh_import_withdraw(struct eh_db *db, int64_t batch_id, struct eh_error *err);

/* Within the caller's transaction, which is never to be committed: sets aside what was dated after `date`, so that every source says what it
 * said then. Reference tables stay as they are. */
enum eh_rc eh_import_as_of(struct eh_db *db, int32_t date, struct eh_error *err);

/* SHA-256 of a file as 64 hexadecimal digits and NUL, and its size. */
enum eh_rc eh_import_digest(const char *path, char ret_hex[65], int64_t *ret_bytes, struct eh_error *err);

#endif
