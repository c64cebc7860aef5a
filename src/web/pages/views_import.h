/* views_import.h: bringing a table, what its columns are taken for, and what came of it. */
#ifndef EH_WEB_PAGES_VIEWS_IMPORT_H
#define EH_WEB_PAGES_VIEWS_IMPORT_H

#include "jobs/queue.h"
#include "jobs/uploads.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_batch {
	int64_t batch_id, imported_at, read, kept, refused, added, changed, gone;
	struct eh_str source, file, publisher, state;
	int32_t date;
};

struct eh_view_bring {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	struct eh_str file_error, other;
	const struct eh_ui_item *says, *terms;
	size_t says_count, terms_count;
	const struct eh_view_batch *batches; /* newest first */
	size_t batch_count;
};

enum { EH_VIEW_SAMPLE = 6 };

struct eh_view_column {
	char letters[8];
	struct eh_str heading, sample[EH_VIEW_SAMPLE];
	const struct eh_ui_item *fields; /* what it may be, one chosen */
	bool recognised;
};

struct eh_view_upload {
	const struct eh_upload_kept *upload;
	const struct eh_view_column *columns;
	size_t column_count, sample_count, field_count;
	const struct eh_ui_item *rows;
	size_t row_kinds, header;
	struct eh_str problem;
};

struct eh_view_reading {
	const struct eh_upload_kept *upload;
	const struct eh_job *job;
	const struct eh_view_batch *batch; /* NULL: none came of it yet */
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
	bool may_undo;
};

#endif
