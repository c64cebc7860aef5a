/* audit.c: who did what: the public part for everybody, all of it for stewards and administrators. */
#include "pages.h"
#include "queries.h"
#include "templates.h"

enum { AUDIT_PAGE = 50 };

/* The entry that a row names, where it is on the list for everybody. */
static enum eh_rc entry_of(
        struct eh_request *request, struct eh_str id, struct eh_view_audit_entry *ret_entry, struct eh_error *err)
{
	struct eh_q_organisation_get org;

	*ret_entry = (struct eh_view_audit_entry){ .id = id };
	if (!eh_str_starts(id, EH_STR("EH-")))
		return EH_OK;
	enum eh_rc rc = eh_q_organisation_get(request->db, id, request->arena, &org, err);
	if (rc == EH_OK && !eh_str_eq(org.visibility, EH_STR("match only")))
		ret_entry->name = org.name;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* "EH-" and ten characters, at this place of a text. */
static bool names_entry(struct eh_str text, size_t at)
{
	enum { CODE = 13 };

	if (!eh_str_starts(eh_str_sub(text, at, CODE), EH_STR("EH-")) || at + CODE > text.n)
		return false;
	for (size_t i = at + 3; i < at + CODE; i++)
		if (!eh_is_digit(text.p[i]) && !(text.p[i] >= 'A' && text.p[i] <= 'Z'))
			return false;
	return true;
}

static enum eh_rc text_of(
        struct eh_request *request, struct eh_str text, struct eh_view_audit_text *ret_text, struct eh_error *err)
{
	enum { CODE = 13, MOST = 12 };
	struct eh_view_audit_piece *pieces = eh_arena_alloc_zero(request->arena, MOST, sizeof *pieces);
	size_t from = 0, count = 0;

	if (!pieces)
		return eh_fail_memory(err);
	for (size_t at = 0; at < text.n && count + 1 < MOST; at++) {
		if (!names_entry(text, at))
			continue;
		pieces[count].text = eh_str_sub(text, from, at - from);
		EH_TRY(entry_of(request, eh_str_sub(text, at, CODE), &pieces[count++].entry, err));
		from = at + CODE;
		at = from - 1;
	}
	pieces[count++].text = eh_str_sub(text, from, text.n - from);
	*ret_text = (struct eh_view_audit_text){ pieces, count };
	return EH_OK;
}

/* Each row with how many before it, newer ones, are not shown. */
static enum eh_rc audit_lines(struct eh_request *request, const struct eh_audit_rows *rows, int64_t above,
        const struct eh_view_audit_line **ret_lines, struct eh_error *err)
{
	struct eh_view_audit_line *lines = eh_arena_alloc_zero(request->arena, rows->count + 1, sizeof *lines);

	if (!lines)
		return eh_fail_memory(err);
	for (size_t i = 0; i < rows->count; i++) {
		lines[i].row = &rows->items[i];
		lines[i].between = above - rows->items[i].number - 1;
		above = rows->items[i].number;
		EH_TRY(entry_of(request, rows->items[i].subject_id, &lines[i].subject, err));
		EH_TRY(entry_of(request, rows->items[i].org_id, &lines[i].as, err));
		EH_TRY(text_of(request, rows->items[i].before, &lines[i].before, err));
		EH_TRY(text_of(request, rows->items[i].after, &lines[i].after, err));
	}
	*ret_lines = lines;
	return EH_OK;
}

enum eh_rc eh_page_audit(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_audit audit = { .all = eh_request_is(request, EH_PARTS_STEWARDS | EH_PART_ADMINISTRATOR) };
	struct eh_view view;
	int64_t below = 0;

	EH_TRY(eh_view_begin(request, response, EH_STR("Audit"), &view, err));
	(void)eh_str_to_i64(eh_request_query(request, "below"), &below);
	const struct eh_audit_filter filter = {
		.place_id = view.place, .below = below, .limit = AUDIT_PAGE, .for_public = !audit.all
	};
	EH_TRY(eh_audit_list(request->db, &filter, &rows, err));
	EH_TRY(eh_audit_head(request->db, &audit.head, err));
	EH_TRY(audit_lines(request, &rows, below ? below : audit.head.number + 1, &audit.rows, err));
	audit.count = rows.count;
	audit.more = rows.more;
	audit.below = rows.count ? rows.items[rows.count - 1].number : 0;
	audit.older = rows.count ? audit.below - 1 : audit.head.number;
	eh_html_audit(&page, &view, &audit);
	return eh_view_send(&page, response, err);
}
