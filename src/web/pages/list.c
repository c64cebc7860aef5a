/* list.c: all organisations from A to Z. */
#include "pages.h"
#include "templates.h"

enum { LIST_PAGE = 100 };

/* "a" to "z", and "other"; the first letter that has somebody when none is asked for. */
static unsigned letter_asked(const struct eh_request *request, const struct eh_letters *letters)
{
	struct eh_str asked = eh_request_query(request, "letter");
	unsigned letter = 0;

	if (asked.n == 1 && eh_is_alpha(asked.p[0]))
		return eh_letter_of(asked);
	if (eh_str_eq(asked, EH_STR("other")))
		return EH_LETTERS - 1;
	while (letter + 1 < EH_LETTERS && !letters->letters[letter].count)
		letter++;
	return letter;
}

static enum eh_rc fill(struct eh_request *request, const struct eh_view *view, const struct eh_letters *letters,
        struct eh_view_list *list, struct eh_error *err)
{
	struct eh_view_letter *items = eh_arena_alloc_zero(request->arena, EH_LETTERS, sizeof *items);
	unsigned chosen = letter_asked(request, letters);
	int64_t page = 1;

	if (!items)
		return eh_fail_memory(err);
	for (unsigned i = 0; i < EH_LETTERS; i++) {
		bool other = i == EH_LETTERS - 1;
		items[i] = (struct eh_view_letter){ .name = other ? EH_STR(EH_T("Others"))
			                                          : eh_arena_printf(request->arena, "%c", 'A' + (int)i),
			.code = other ? EH_STR("other") : eh_arena_printf(request->arena, "%c", 'a' + (int)i),
			.count = letters->letters[i].count,
			.chosen = i == chosen };
	}
	if (eh_str_to_i64(eh_request_query(request, "page"), &page) != EH_OK || page < 1 || page > 100000)
		page = 1;
	size_t total = letters->letters[chosen].count, last = total ? (total + LIST_PAGE - 1) / LIST_PAGE : 1;
	if ((size_t)page > last)
		page = (int64_t)last; /* beyond the last page is the last */
	size_t from = (size_t)(page - 1) * LIST_PAGE;
	*list = (struct eh_view_list){ .letters = items,
		.letter_count = EH_LETTERS,
		.letter = items[chosen].name,
		.total = total,
		.all = letters->count,
		.items = letters->items + letters->letters[chosen].from + (from < total ? from : 0),
		.count = from >= total              ? 0
		         : total - from < LIST_PAGE ? total - from
		                                    : LIST_PAGE,
		.pages = { .path = eh_arena_printf(request->arena, "/%.*s/organisations?letter=%.*s&", EH_FMT(view->place),
		                   EH_FMT(items[chosen].code)),
		        .page = (unsigned)page,
		        .pages = (unsigned)((total + LIST_PAGE - 1) / LIST_PAGE) } };
	return eh_arena_check(request->arena, EH_OK, err);
}

enum eh_rc eh_page_list(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_letters own EH_CLEANUP_LETTERS = { 0 };
	struct eh_snapshot *snapshot = NULL;
	struct eh_view_list list;
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Organisations from A to Z"), &view, err));
	enum eh_rc rc = eh_view_snapshot(request, &view, &snapshot, NULL);
	if (rc == EH_NOT_FOUND) /* no area of the place is known: there is no snapshot, but a list */
		rc = eh_letters_load(request->db, view.council, &own, err);
	if (rc >= 0)
		rc = fill(request, &view, snapshot ? &snapshot->letters : &own, &list, err);
	if (rc >= 0) {
		eh_html_list(&page, &view, &list);
		rc = eh_view_send(&page, response, err);
	}
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return rc;
}
