#include "own_services.h"

#include <math.h>

#include "geo/postcode.h"
#include "identity.h"
#include "protect.h"
#include "queries.h"

const char *const eh_how_codes[EH_HOW_COUNT] = { "", "place", "wards", "whole", "remote" };
const char *const eh_new_people_codes[EH_NEW_PEOPLE_COUNT] = { "", "yes", "waiting list", "no" };

bool eh_service_is_office(struct eh_arena *arena, struct eh_str org_id, struct eh_str service_id)
{
	return eh_str_eq(eh_identity_of_service(arena, EH_STR("registered office"), org_id), service_id);
}

/* ---- What they said ---- */

static enum eh_how how_of(struct eh_str code)
{
	size_t how = 0;

	while (how < EH_HOW_COUNT && !eh_str_eq(code, eh_str_of(eh_how_codes[how])))
		how++;
	return how < EH_HOW_COUNT ? (enum eh_how)how : EH_HOW_UNSAID;
}

static struct eh_own_service keep(struct eh_arena *arena, const struct eh_q_own_service_now *row)
{
	struct eh_own_service one = { .own_id = eh_arena_str(arena, row->service_id),
		.name = eh_arena_str(arena, row->name),
		.does = eh_arena_str(arena, row->does),
		.needs = eh_arena_str(arena, row->needs),
		.people = eh_arena_str(arena, row->people),
		.how = how_of(row->how),
		.address = eh_arena_str(arena, row->address),
		.postcode = eh_arena_str(arena, row->postcode),
		.hides_address = row->hides_address != 0,
		.wards = eh_arena_str(arena, row->wards),
		.note = eh_arena_str(arena, row->note),
		.cost_pence = row->cost_pence,
		.capacity = row->capacity,
		.new_people = eh_arena_str(arena, row->new_people),
		.telephone = eh_arena_str(arena, row->telephone),
		.web = eh_arena_str(arena, row->web),
		.closed = eh_str_eq(row->state, EH_STR("closed")),
		.own = true,
		.said_at = row->said_at,
		.place_id = eh_arena_str(arena, row->place_id),
		.said_as = eh_arena_str(arena, row->said_as),
		.covers_source = eh_db_keep(arena, row->covers_source),
		.covers_key = eh_db_keep(arena, row->covers_key),
		.covers_name = eh_db_keep(arena, row->covers_name) };

	eh_meetings_read(row->meetings, &one.meetings);
	return one;
}

struct loaded {
	struct eh_own_service *items;
	size_t count;
	EH_VEC(struct eh_q_own_service_rows) rows; /* the list's services of it */
};

static enum eh_rc load_said(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct loaded *loaded, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_own_service_now row;
	enum eh_rc rc = eh_q_own_service_now(db, org_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_own_service_now_next(&cursor, &row, err)) == EH_OK) {
		if (!loaded->items)
			loaded->items = eh_arena_alloc_zero(arena, EH_SERVICES_MOST, sizeof *loaded->items);
		if (!loaded->items)
			return eh_fail_memory(err);
		if (loaded->count < EH_SERVICES_MOST)
			loaded->items[loaded->count++] = keep(arena, &row);
	}
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc load_rows(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct loaded *loaded, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_own_service_rows row;
	enum eh_rc rc = eh_q_own_service_rows(db, org_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_own_service_rows_next(&cursor, &row, err)) == EH_OK) {
		row.service_id = eh_arena_str(arena, row.service_id);
		row.name = eh_arena_str(arena, row.name);
		if (!eh_service_is_office(arena, org_id, row.service_id) && !eh_vec_push(&loaded->rows, row))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static bool is_taken(const struct loaded *loaded, struct eh_str service_id)
{
	for (size_t i = 0; i < loaded->count; i++)
		if (eh_str_eq(loaded->items[i].service_id, service_id))
			return true;
	return false;
}

/* By the record that it was said of. */
static enum eh_rc find_by_record(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, const struct loaded *loaded,
        struct eh_own_service *one, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_own_service_record row;

	if (!one->covers_source.p)
		return EH_OK;
	EH_TRY(eh_q_own_service_record(db, org_id, one->covers_source, one->covers_key, &cursor, err));
	enum eh_rc rc;
	while ((rc = eh_q_own_service_record_next(&cursor, &row, err)) == EH_OK)
		if (!eh_service_is_office(arena, org_id, row.service_id) && !is_taken(loaded, row.service_id)) {
			one->service_id = eh_arena_str(arena, row.service_id);
			one->has_source = true;
			return EH_OK;
		}
	return rc == EH_END ? EH_OK : rc;
}

/* By what it is called: a source may give its record another key, or come to tell of the service later. */
static void find_by_name(const struct loaded *loaded, struct eh_own_service *one)
{
	for (size_t i = 0; i < loaded->rows.count && !one->service_id.p; i++) {
		const struct eh_q_own_service_rows *row = &loaded->rows.items[i];
		bool same = (one->name.n && eh_str_eq_ascii_nocase(row->name, one->name)) ||
		            (one->covers_name.n && eh_str_eq_ascii_nocase(row->name, one->covers_name));
		if (!row->source_id || !same || is_taken(loaded, row->service_id))
			continue;
		one->service_id = row->service_id;
		one->has_source = true;
	}
}

/* No source tells of it: the identifier that it had, unless that is another's by now or was made from the place of something protected. */
static enum eh_rc find_own(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, size_t number,
        struct eh_own_service *one, struct eh_error *err)
{
	struct eh_q_own_service_from from = { 0 };
	struct eh_q_organisation_get org;
	enum eh_rc rc = eh_q_organisation_get(db, org_id, arena, &org, err);

	if (one->service_id.p || rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	one->service_id = one->own_id;
	if (org.protected.p && one->covers_source.p)
		one->service_id = eh_identity_of_protected(arena, org_id, EH_SERVICES_MOST + number);
	rc = eh_q_own_service_from(db, one->service_id, arena, &from, err);
	if (rc == EH_OK && !eh_str_eq(from.org_id, org_id))
		one->service_id = eh_identity_of_service(arena, org_id, one->own_id);
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc resolve(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct loaded *loaded, struct eh_error *err)
{
	for (size_t i = 0; i < loaded->count; i++)
		EH_TRY(find_by_record(db, org_id, arena, loaded, &loaded->items[i], err));
	for (size_t i = 0; i < loaded->count; i++)
		find_by_name(loaded, &loaded->items[i]);
	for (size_t i = 0; i < loaded->count; i++)
		EH_TRY(find_own(db, org_id, arena, i, &loaded->items[i], err));
	return EH_OK;
}

enum eh_rc eh_own_services_load(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena,
        struct eh_own_service **ret_services, size_t *ret_count, struct eh_error *err)
{
	struct loaded loaded = { 0 };
	enum eh_rc rc = load_said(db, org_id, arena, &loaded, err);

	if (rc == EH_OK && loaded.count)
		rc = load_rows(db, org_id, arena, &loaded, err);
	if (rc == EH_OK && loaded.count)
		rc = resolve(db, org_id, arena, &loaded, err);
	eh_vec_finish(&loaded.rows);
	EH_TRY(eh_arena_check(arena, rc, err));
	*ret_services = loaded.items;
	*ret_count = loaded.count;
	return EH_OK;
}

/* ---- One as it stands ---- */

static enum eh_rc add_code(struct eh_buf *out, struct eh_str code)
{
	return eh_buf_printf(out, "%s%.*s", out->n ? " " : "", EH_FMT(code));
}

static enum eh_rc listed_codes(
        struct eh_db *db, struct eh_str service_id, struct eh_arena *arena, struct eh_own_service *one, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_buf needs EH_CLEANUP_BUF = { 0 }, people EH_CLEANUP_BUF = { 0 };
	struct eh_q_service_code_of row;
	enum eh_rc rc = eh_q_service_code_of(db, service_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_service_code_of_next(&cursor, &row, err)) == EH_OK)
		if (add_code(eh_str_eq(row.facet, EH_STR("need")) ? &needs : &people, row.code) < 0)
			return eh_fail_memory(err);
	one->needs = eh_arena_str(arena, eh_buf_str(&needs));
	one->people = eh_arena_str(arena, eh_buf_str(&people));
	return rc == EH_END ? EH_OK : rc;
}

static struct eh_str text_of(struct eh_arena *arena, struct eh_str text)
{
	return text.p ? eh_arena_str(arena, text) : EH_STR("");
}

/* What the list says of it; where nobody may visit its address is not asked to be repeated. */
static struct eh_own_service listed(struct eh_arena *arena, const struct eh_q_service_of *row)
{
	bool open_to_all = row->address_public && !row->protected.p;

	return (struct eh_own_service){ .service_id = eh_arena_str(arena, row->service_id),
		.name = eh_arena_str(arena, row->name),
		.does = text_of(arena, row->activities),
		.how = row->whole_place && !row->protected.p ? EH_HOW_WHOLE
		       : open_to_all                         ? EH_HOW_PLACE
		                                             : EH_HOW_UNSAID,
		.address = text_of(arena, open_to_all ? row->address : (struct eh_str){ NULL, 0 }),
		.postcode = text_of(arena, open_to_all ? row->postcode : (struct eh_str){ NULL, 0 }),
		.wards = EH_STR(""),
		.note = text_of(arena, row->times),
		.cost_pence = EH_DB_NULL,
		.capacity = isnan(row->capacity) ? EH_DB_NULL : (int64_t)row->capacity,
		.new_people = EH_STR(""),
		.telephone = text_of(arena, row->telephone),
		.web = EH_STR(""),
		.closed = !row->open,
		.has_source = row->source_id != 0 };
}

static enum eh_rc find_listed(struct eh_db *db, struct eh_str org_id, struct eh_str service_id, struct eh_arena *arena,
        struct eh_own_service *ret_service, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_of row;
	bool found = false;
	enum eh_rc rc = eh_q_service_of(db, org_id, &cursor, err);

	while (rc == EH_OK && !found && (rc = eh_q_service_of_next(&cursor, &row, err)) == EH_OK)
		if ((found = eh_str_eq(row.service_id, service_id) && !eh_service_is_office(arena, org_id, service_id)))
			*ret_service = listed(arena, &row);
	if (rc < 0)
		return rc;
	return found ? listed_codes(db, service_id, arena, ret_service, err)
	             : eh_fail(err, EH_NOT_FOUND, "No service of this organisation has that identifier.");
}

enum eh_rc eh_own_service_find(struct eh_db *db, struct eh_str org_id, struct eh_str service_id, struct eh_arena *arena,
        struct eh_own_service *ret_service, struct eh_error *err)
{
	struct eh_own_service *own, found = { 0 };
	size_t count;

	EH_TRY(eh_own_services_load(db, org_id, arena, &own, &count, err));
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(own[i].service_id, service_id) && own[i].name.n) {
			*ret_service = own[i];
			return EH_OK;
		}
	EH_TRY(find_listed(db, org_id, service_id, arena, &found, err));
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(own[i].service_id, service_id))
			found.closed = own[i].closed;
	*ret_service = found;
	return eh_arena_check(arena, EH_OK, err);
}

static bool is_postcode(struct eh_str a, struct eh_str b)
{
	struct eh_postcode x, y;

	return a.n && b.n && eh_postcode_parse(a, &x) == EH_OK && eh_postcode_parse(b, &y) == EH_OK &&
	       strcmp(x.text, y.text) == 0;
}

bool eh_own_services_hide(
        const struct eh_own_service *services, size_t count, struct eh_str source, struct eh_str key, struct eh_str postcode)
{
	for (size_t i = 0; i < count; i++) {
		const struct eh_own_service *one = &services[i];
		bool covers = one->covers_source.p && eh_str_eq(one->covers_source, source) && eh_str_eq(one->covers_key, key);
		if (one->hides_address && (covers || is_postcode(one->postcode, postcode)))
			return true;
	}
	return false;
}

enum eh_rc eh_own_services_protect(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_str *ret_why, struct eh_error *err)
{
	struct loaded loaded = { 0 };
	struct eh_str why = { NULL, 0 };

	EH_TRY(load_said(db, org_id, arena, &loaded, err));
	for (size_t i = 0; i < loaded.count && !why.p; i++)
		why = eh_protect_check(loaded.items[i].name, loaded.items[i].does, NULL, 0, arena);
	if (eh_protect_unsure(why))
		return eh_fail_memory(err);
	*ret_why = why;
	return eh_arena_check(arena, EH_OK, err);
}
