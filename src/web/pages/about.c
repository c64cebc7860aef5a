/* about.c: where the list comes from, how it is worked out, and what the law wants said. */
#include "coverage.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"

size_t eh_words_count(const struct eh_report_words *words)
{
	size_t n = 0;

	while (words[n].heading)
		n++;
	return n;
}

typedef void plain_template(struct eh_page *page, const struct eh_view *v);

static enum eh_rc plain(struct eh_request *request, struct eh_response *response, const char *title, plain_template *template,
        struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), &view, err));
	template(&page, &view);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_method(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return plain(request, response, EH_T("How it is worked out"), eh_html_method, err);
}

enum eh_rc eh_page_worried(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return plain(request, response, EH_T("If you are worried about somebody"), eh_html_worried, err);
}

enum eh_rc eh_page_accessibility(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return plain(request, response, EH_T("Accessibility"), eh_html_accessibility, err);
}

enum eh_rc eh_page_privacy(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return plain(request, response, EH_T("Privacy"), eh_html_privacy, err);
}

enum eh_rc eh_page_sources(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	EH_VEC(struct eh_view_source_row) rows = { 0 };
	struct eh_q_place_batches row;
	struct eh_view view;
	enum eh_rc rc;

	EH_TRY(eh_view_begin(request, response, EH_STR("Where it all comes from"), &view, err));
	EH_TRY(eh_q_place_batches(request->db, view.place, &cursor, err));
	while ((rc = eh_q_place_batches_next(&cursor, &row, err)) == EH_OK) {
		struct eh_view_source_row one = { .publisher = eh_arena_str(request->arena, row.publisher),
			.name = eh_arena_str(request->arena, row.source),
			.licence = eh_arena_str(request->arena, row.licence),
			.state = eh_arena_str(request->arena, row.state),
			.kept = row.kept,
			.refused = row.refused,
			.date = (int32_t)row.data_date,
			.imported_at = row.imported_at };
		if (!eh_str_eq(row.terms, EH_STR("match only")) && !eh_vec_push(&rows, one)) {
			rc = eh_fail_memory(err);
			break;
		}
	}
	rc = rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
	if (rc >= 0) {
		eh_html_sources(&page, &view, rows.items, rows.count);
		rc = eh_view_send(&page, response, err);
	}
	eh_vec_finish(&rows);
	return rc;
}
