/* claims_post.c: letters with a code that wait to be printed and posted. The rules are register's (claim.h). */
#include "claims.h"
#include "pages.h"
#include "templates.h"

static enum eh_rc show_posts(
        struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err)
{
	struct eh_claim_posts posts EH_CLEANUP_CLAIM_POSTS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Letters with a code"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(eh_claim_posts(request->db, view.place, &posts, err));
	view.failed = problem.p != NULL;
	eh_html_posts(&page, &view, &(const struct eh_view_posts){ posts.items, posts.count, problem });
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_claim_letters(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_posts(request, response, (struct eh_str){ NULL, 0 }, err);
}

static enum eh_rc print_letter(struct eh_request *request, struct eh_claim_letter *letter, struct eh_error *err)
{
	const struct eh_actor by = eh_web_keeper(request);
	int64_t claim;

	if (eh_str_to_i64(eh_request_form(request, "claim"), &claim) != EH_OK)
		return eh_fail(err, EH_INVALID, "The form does not say which letter.");
	EH_TRY(eh_db_begin(request->db, err));
	EH_TRY(eh_claim_print(request->db, request->now, &eh_request_web(request)->secret, &by, eh_request_capture(request, 0),
	        claim, request->arena, letter, err));
	return eh_db_commit(request->db, err);
}

/* The answer is the letter itself: address and code stand nowhere else. */
enum eh_rc eh_page_claim_letter_print(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_claim_letter letter;
	struct eh_view view;
	enum eh_rc rc = print_letter(request, &letter, err);

	if (eh_web_refused(rc)) {
		eh_db_rollback(request->db);
		return show_posts(request, response, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_view_begin(request, response, EH_STR("A letter to print"), &view, err));
	eh_html_post_letter(&page, &view, &letter, eh_str_of(request->site->base_url));
	return eh_view_send(&page, response, err);
}
