/* views_import.h: bringing a table, what its columns are taken for, and what came of it. */
#ifndef EH_WEB_PAGES_VIEWS_IMPORT_H
#define EH_WEB_PAGES_VIEWS_IMPORT_H

#include "jobs/queue.h"
#include "jobs/uploads.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_batch {
	int64_t batch_id, imported_at, read, kept, refused, added, changed, gone;
	struct eh_str source, file, publisher, licence, brought_by; /* by {NULL, 0}: nobody by the web */
	bool live, by_web;                                          /* it came by the web, here: it can be taken back here */
	bool earlier;                                               /* there was an edition of it before */
	int32_t date;
};

struct eh_view_bring {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t field_count;
	const struct eh_form_answer *file, *source, *publisher, *licence, *date;
	struct eh_str says_error, terms_error;
	const struct eh_ui_item *says, *terms;
	size_t says_count, terms_count;
	const struct eh_view_batch *batches; /* newest first */
	size_t batch_count;
};

enum { EH_VIEW_SAMPLE = 6, EH_VIEW_HEADINGS = 16 };

struct eh_view_column {
	char letters[8];
	struct eh_str heading, sample[EH_VIEW_SAMPLE];
	const struct eh_ui_item *fields; /* what it may be, one chosen */
	bool filled;                     /* in these rows */
};

struct eh_view_upload {
	const struct eh_upload_kept *upload;
	const struct eh_view_column *columns;
	size_t column_count, sample_count, field_count;
	bool cut; /* it has more columns than a form can hold */
	const struct eh_ui_item *rows;
	size_t row_kinds;
	struct eh_ui_item rows_above[EH_VIEW_HEADINGS]; /* rows that may be that of the headings, one chosen */
	size_t row_count;
	const struct eh_ui_item *sheets;
	size_t sheet_count;
	bool recalled; /* taken as they were put right then */
	int64_t recalled_at;
	const struct eh_upload_trial *trial; /* NULL: with these columns it cannot be read */
	struct eh_str problem, failure;      /* with the form; of the last try to read it in */
	bool stopped;
};

struct eh_view_reading {
	const struct eh_upload_kept *upload;
	const struct eh_job *job;
	const struct eh_view_batch *batch; /* NULL: none came of it yet */
	bool again;                        /* this very file had been read in before */
	bool runs;
};

struct eh_view_refusal {
	int64_t line;
	struct eh_str heading, reason;
};

struct eh_view_batch_page {
	const struct eh_view_batch *batch;
	const struct eh_view_refusal *refusals;
	size_t refusal_count;
	const struct eh_str *notes;
	size_t note_count;
	struct eh_str undo; /* address where it is taken back */
};

#endif
