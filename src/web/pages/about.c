/* about.c: where the list comes from, how it is worked out, and what the law wants said. */
#include "coverage.h"
#include "pages.h"
#include "queries.h"
#include "sources/source_name.h"
#include "templates.h"

enum { MOST_PUBLISHERS = 40 };

size_t eh_words_count(const struct eh_report_words *words)
{
	size_t n = 0;

	while (words[n].heading)
		n++;
	return n;
}

typedef void plain_template(struct eh_page *page, const struct eh_view *v, const struct eh_view_reaches *r);

static void method(struct eh_page *page, const struct eh_view *v, const struct eh_view_reaches *r)
{
	(void)r;
	eh_html_method(page, v);
}

static enum eh_rc plain(struct eh_request *request, struct eh_response *response, const char *title, plain_template *template,
        struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_reaches reaches;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), &view, err));
	EH_TRY(eh_view_reach_load(request, &view, &reaches, err));
	template(&page, &view, &reaches);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_method(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return plain(request, response, EH_T("How it is worked out"), method, err);
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

enum eh_rc eh_view_publishers(struct eh_request *request, struct eh_view_publishers *ret_publishers, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_view_publisher *items = eh_arena_alloc_zero(request->arena, MOST_PUBLISHERS, sizeof *items);
	struct eh_q_batch_list row;
	enum eh_rc rc;
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	EH_TRY(eh_q_batch_list(request->db, &cursor, err));
	while ((rc = eh_q_batch_list_next(&cursor, &row, err)) == EH_OK) {
		size_t at = 0;
		if (eh_str_eq(row.terms, EH_STR("match only")) || eh_str_eq(row.state, EH_STR("withdrawn")) || !row.publisher.n)
			continue;
		while (at < n && !eh_str_eq(items[at].name, row.publisher))
			at++;
		if (at == MOST_PUBLISHERS)
			continue;
		if (at == n)
			items[n++] = (struct eh_view_publisher){ eh_arena_str(request->arena, row.publisher),
				(int32_t)row.data_date };
		if (row.data_date > items[at].date)
			items[at].date = (int32_t)row.data_date;
	}
	*ret_publishers = (struct eh_view_publishers){ items, n };
	return rc < 0 ? rc : eh_arena_check(request->arena, EH_OK, err);
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
			.title = eh_source_title(row.source, request->arena),
			.match_only = eh_str_eq(row.terms, EH_STR("match only")),
			.licence = eh_arena_str(request->arena, row.licence),
			.state = eh_arena_str(request->arena, row.state),
			.kept = row.kept,
			.refused = row.refused,
			.date = (int32_t)row.data_date,
			.imported_at = row.imported_at };
		if (!eh_vec_push(&rows, one)) {
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
