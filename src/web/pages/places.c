/* places.c: the places of this installation, for administrators. The rules are register's (places.h). No page here turns a key. */
#include <sys/stat.h>

#include "claims.h"
#include "pages.h"
#include "queries.h"
#include "register/places.h"
#include "templates.h"
#include "web/pages/told.h"

enum { ID, NAME, COUNCIL, FIELDS, MOST_TAKEN = 64 };

static const struct eh_form_field NEW[FIELDS] = {
	[ID] = { "id", EH_FORM_LINE, EH_PLACE_LONGEST_ID, .missing = "Enter the place’s part of the address" },
	[NAME] = { "name", EH_FORM_LINE, EH_PLACE_LONGEST_NAME, .missing = "Enter the place’s name" },
	[COUNCIL] = { "council", EH_FORM_LINE, 120, .missing = "Enter the council’s name or ONS code" },
};

/* What this site's addresses begin with besides places. */
static enum eh_rc taken_words(struct eh_request *request, const char ***ret_words, struct eh_error *err)
{
	const char **words = eh_arena_alloc_zero(request->arena, MOST_TAKEN, sizeof *words);
	size_t count = 0;

	if (!words)
		return eh_fail_memory(err);
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		struct eh_str rest = eh_str_of(route->pattern), first;
		if (!eh_str_split(&rest, '/', &first) || !eh_str_split(&rest, '/', &first) || !first.n || first.p[0] == '{')
			continue;
		bool known = false;
		for (size_t i = 0; i < count; i++)
			known |= eh_str_eq(first, eh_str_of(words[i]));
		if (!known && count + 1 < MOST_TAKEN)
			words[count++] = eh_arena_str(request->arena, first).p;
	}
	*ret_words = words;
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc count_stewards(struct eh_request *request, struct eh_view_place_row *row, struct eh_error *err)
{
	struct eh_roles stewards EH_CLEANUP_ROLES = { 0 };

	EH_TRY(eh_stewards_list(request->db, request->now, row->id, &stewards, err));
	for (size_t i = 0; i < stewards.count; i++)
		if (stewards.items[i].in_force)
			*(stewards.items[i].side == EH_SIDE_COUNCIL ? &row->council_stewards : &row->sector_stewards) += 1;
	return EH_OK;
}

static enum eh_rc council_name(struct eh_request *request, struct eh_view_place_row *row, struct eh_error *err)
{
	struct eh_q_local_council_name known;
	enum eh_rc rc = eh_q_local_council_name(request->db, row->council_code, request->arena, &known, err);

	row->council = rc == EH_OK ? known.name : row->council_code;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc load(struct eh_request *request, struct eh_view_places *shown, struct eh_error *err)
{
	EH_VEC(struct eh_view_place_row) rows = { 0 };
	struct eh_q_place_overview row;
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		rc = eh_q_place_overview(request->db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_place_overview_next(&cursor, &row, err)) == EH_OK) {
			struct eh_view_place_row one = { .id = eh_arena_str(request->arena, row.place_id),
				.name = eh_arena_str(request->arena, row.name),
				.council_code = eh_arena_str(request->arena, row.council_code),
				.organisations = row.organisations,
				.imported_at = row.imported_at == EH_DB_NULL ? 0 : row.imported_at,
				.synthetic = row.synthetic != 0 };
			if (!eh_vec_push(&rows, one))
				rc = eh_fail_memory(err);
		}
	}
	rc = rc < 0 ? rc : EH_OK;
	struct eh_view_place_row *kept = eh_arena_alloc_zero(request->arena, rows.count + 1, sizeof *kept);
	for (size_t i = 0; rc >= 0 && kept && i < rows.count; i++) {
		kept[i] = rows.items[i];
		rc = council_name(request, &kept[i], err);
		if (rc >= 0)
			rc = count_stewards(request, &kept[i], err);
		if (rc >= 0)
			rc = eh_place_administers(
			        request->db, request->now, eh_request_person(request), kept[i].id, &kept[i].may_rename, err);
	}
	shown->items = kept;
	shown->count = rows.count;
	eh_vec_finish(&rows);
	return rc < 0 ? rc : kept ? eh_arena_check(request->arena, EH_OK, err) : eh_fail_memory(err);
}

/* Of the store: when its list was made, and what it takes on disk with what is not yet folded in. */
static enum eh_rc whole(struct eh_request *request, struct eh_view_places *shown, struct eh_error *err)
{
	struct eh_str store = eh_str_of(eh_request_web(request)->options.store);
	struct eh_q_build_get build;
	struct stat file;

	enum eh_rc rc = eh_q_build_get(request->db, request->arena, &build, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	shown->built_at = rc == EH_OK ? build.built_at : 0;
	static const char *const ENDS[] = { "", "-wal" };
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
		struct eh_str path = eh_arena_printf(request->arena, "%.*s%s", EH_FMT(store), ENDS[i]);
		if (path.p && stat(path.p, &file) == 0)
			shown->bytes += file.st_size;
	}
	return EH_OK;
}

static enum eh_rc show(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        struct eh_str other, struct eh_error *err)
{
	static const struct eh_form_answer NOTHING[FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
		{ { "", 0 }, { NULL, 0 } } };
	struct eh_view_places shown = {
		.fields = NEW, .answers = answers ? answers : NOTHING, .field_count = FIELDS, .other = other
	};
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR("Places"), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(load(request, &shown, err));
	EH_TRY(whole(request, &shown, err));
	EH_TRY(eh_place_administers(
	        request->db, request->now, eh_request_person(request), (struct eh_str){ NULL, 0 }, &shown.may_add, err));
	view.failed = answers != NULL || other.p;
	eh_html_admin_places(&page, &view, &shown);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_admin_places(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show(request, response, NULL, (struct eh_str){ NULL, 0 }, err);
}

/* Does one of the two in a transaction of its own; what will not do is said above the forms. */
static enum eh_rc finish(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *answers,
        enum eh_rc rc, struct eh_error *err)
{
	if (rc >= 0)
		rc = eh_web_make_list(request, err);
	if (rc >= 0)
		rc = eh_db_commit(request->db, err);
	if (rc >= 0)
		return EH_OK;
	eh_db_rollback(request->db);
	if (!eh_web_refused(rc))
		return rc;
	EH_TRY(show(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err));
	return EH_END;
}

enum eh_rc eh_page_admin_place_add(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_form_answer answers[FIELDS];
	const char **taken = NULL;
	struct eh_view view;

	if (!eh_form_read(request, NEW, FIELDS, answers))
		return show(request, response, answers, (struct eh_str){ NULL, 0 }, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(taken_words(request, &taken, err));
	const struct eh_place_new place = { answers[ID].value, answers[NAME].value, answers[COUNCIL].value };
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_place_add(request->db, request->now, &by, &place, taken, err);
	rc = finish(request, response, answers, rc, err);
	return rc == EH_OK    ? eh_view_done(request, response, "place-added", "/%.*s/admin/places", EH_FMT(view.place))
	       : rc == EH_END ? EH_OK
	                      : rc;
}

enum eh_rc eh_page_admin_place_rename(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	const struct eh_actor by = eh_request_actor_as(request, EH_PART_ADMINISTRATOR);
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_place_rename(request->db, request->now, &by, eh_request_form(request, "place"),
	        eh_str_trim(eh_request_form(request, "called")), err);
	rc = finish(request, response, NULL, rc, err);
	return rc == EH_OK    ? eh_view_done(request, response, "place-renamed", "/%.*s/admin/places", EH_FMT(view.place))
	       : rc == EH_END ? EH_OK
	                      : rc;
}
