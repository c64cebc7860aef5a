/* suggest.c: what somebody may be typing, each with where it leads. Nothing typed is kept. */
#include "pages.h"
#include "templates.h"

/* Where a suggestion leads, below the place; its code or name goes behind it. */
static const struct {
	const char *what, *path;
} KINDS[] = {
	[EH_SUGGEST_NEED] = { "Help with", "/search?help=" },
	[EH_SUGGEST_PEOPLE] = { "Help for", "/search?people=" },
	[EH_SUGGEST_WARD] = { "Ward", "/search?ward=" },
	[EH_SUGGEST_ORGANISATION] = { "Organisation", "/organisations/" },
	[EH_SUGGEST_SERVICE] = { "Service", "/services/" },
};

static enum eh_rc leads_to(struct eh_request *request, const struct eh_view *view, const struct eh_search_suggestion *suggestion,
        struct eh_str *ret_path, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_put_markup(&page, EH_STR("/"));
	eh_put_component(&page, view->place);
	eh_put_markup(&page, eh_str_of(KINDS[suggestion->what].path));
	eh_put_component(&page, suggestion->code);
	*ret_path = eh_arena_str(request->arena, eh_buf_str(&page.out));
	return page.rc < 0 || !ret_path->p ? eh_fail_memory(err) : EH_OK;
}

enum eh_rc eh_page_suggest(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;
	struct eh_str path;
	size_t n;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_search_suggest(eh_request_web(request)->search, request->db, eh_request_query(request, "q"), view.council,
	        request->arena, suggestions, &n, err));
	eh_put_markup(&page, EH_STR("["));
	for (size_t i = 0; i < n; i++) {
		EH_TRY(leads_to(request, &view, &suggestions[i], &path, err));
		eh_put_markup(&page, i ? EH_STR(",{\"what\":") : EH_STR("{\"what\":"));
		eh_put_json(&page, eh_str_of(KINDS[suggestions[i].what].what));
		eh_put_markup(&page, EH_STR(",\"text\":"));
		eh_put_json(&page, suggestions[i].text);
		eh_put_markup(&page, EH_STR(",\"href\":"));
		eh_put_json(&page, path);
		eh_put_markup(&page, EH_STR("}"));
	}
	eh_put_markup(&page, EH_STR("]\n"));
	response->type = "application/json";
	return eh_view_send(&page, response, err);
}
