/* own_services_apply.c: what organisations say of their services, put into the list. */
#include <math.h>

#include "own_services.h"
#include "protect.h"
#include "queries.h"
#include "sources/source.h"

struct applying {
	struct eh_db *db;
	struct eh_str org_id, protected; /* protected {NULL, 0}: not */
	struct eh_gazetteer **gazetteer;
	struct eh_own_service *own;
	size_t count;
	struct eh_arena arena;
};

/* Where it is, as the list has it. */
struct stand {
	struct eh_str address, postcode, lsoa, ward, council;
	double latitude, longitude;
	bool located, whole_place;
	unsigned says; /* of its council: what the organisation has to do with it */
};

static struct eh_str code_of(const struct eh_area *area) { return area ? area->code : (struct eh_str){ NULL, 0 }; }

static enum eh_rc place_council(struct applying *a, struct eh_str place_id, struct eh_str *ret_council, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_own_service_place_council row;
	enum eh_rc rc = eh_q_own_service_place_council(a->db, place_id, &cursor, err);

	if (rc == EH_OK && (rc = eh_q_own_service_place_council_next(&cursor, &row, err)) == EH_OK)
		*ret_council = eh_arena_str(&a->arena, row.council_code);
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc at_place(struct applying *a, const struct eh_own_service *one, struct stand *stand, struct eh_error *err)
{
	struct eh_location at;

	if (!one->hides_address) {
		stand->address = one->address;
		stand->postcode = one->postcode.n ? one->postcode : stand->postcode;
	}
	stand->says = EH_SAYS_MEETS;
	if (!one->postcode.n)
		return EH_OK;
	enum eh_rc rc = eh_gazetteer_postcode(*a->gazetteer, one->postcode, &at, err);
	if (rc == EH_NOT_FOUND)
		return EH_OK;
	EH_TRY(rc);
	stand->latitude = at.latitude;
	stand->longitude = at.longitude;
	stand->lsoa = code_of(at.lsoa);
	stand->ward = code_of(at.ward);
	stand->council = code_of(at.council);
	stand->located = true;
	return EH_OK;
}

/* It stands under the first of its wards where one alone is asked for. */
static void in_wards(struct applying *a, const struct eh_own_service *one, struct stand *stand)
{
	struct eh_str wards = one->wards;

	eh_str_split(&wards, ' ', &stand->ward);
	const struct eh_area *ward = eh_gazetteer_area_by_code(*a->gazetteer, stand->ward);
	stand->council = code_of(ward ? eh_gazetteer_area(*a->gazetteer, ward->council) : NULL);
	stand->located = true;
	stand->says = EH_SAYS_SERVES;
}

static enum eh_rc find_stand(struct applying *a, const struct eh_own_service *one, struct stand *stand, struct eh_error *err)
{
	const bool looks_up = !a->protected.p && (one->how == EH_HOW_PLACE || one->how == EH_HOW_WARDS);

	*stand = (struct stand){ .latitude = (double)NAN, .longitude = (double)NAN };
	if (looks_up && !*a->gazetteer)
		EH_TRY(eh_gazetteer_new(a->db, a->gazetteer, err));
	if (looks_up && one->how == EH_HOW_PLACE)
		return at_place(a, one, stand, err);
	if (looks_up) {
		in_wards(a, one, stand);
		return EH_OK;
	}
	stand->whole_place = true;
	stand->says = EH_SAYS_SERVES;
	return place_council(a, one->place_id, &stand->council, err);
}

static enum eh_rc put_codes(struct applying *a, const struct eh_own_service *one, struct eh_error *err)
{
	const struct {
		const char *facet;
		struct eh_str codes;
	} facets[] = { { "need", one->needs }, { "people", one->people } };

	EH_TRY(eh_q_own_service_drop_codes(a->db, one->service_id, err));
	for (size_t i = 0; i < sizeof facets / sizeof *facets; i++) {
		struct eh_str codes = facets[i].codes, code;
		while (codes.n && eh_str_split(&codes, ' ', &code)) {
			EH_TRY(eh_q_service_code_add(a->db, one->service_id, eh_str_of(facets[i].facet), code,
			        EH_STR("the organisation itself"), err));
			if (!one->closed)
				EH_TRY(eh_q_organisation_code_add(a->db, a->org_id, eh_str_of(facets[i].facet), code,
				        EH_STR("a service, in its own words"), err));
		}
	}
	return EH_OK;
}

/* What lies beside the service: telephone, wards, cost and the like. */
static enum eh_rc put_beside(
        struct applying *a, const struct eh_own_service *one, const struct stand *stand, struct eh_error *err)
{
	struct eh_str wards = one->wards, ward, none = { NULL, 0 };

	EH_TRY(eh_q_own_service_drop_telephone(a->db, one->service_id, err));
	EH_TRY(eh_q_own_service_drop_offer(a->db, one->service_id, err));
	EH_TRY(eh_q_own_service_drop_wards(a->db, one->service_id, err));
	if (one->telephone.n && !a->protected.p)
		EH_TRY(eh_q_service_telephone_add(a->db, one->service_id, one->telephone, err));
	while (!a->protected.p && one->how == EH_HOW_WARDS && wards.n && eh_str_split(&wards, ' ', &ward))
		EH_TRY(eh_q_own_service_ward(a->db, one->service_id, ward, err));
	if (stand->council.n)
		EH_TRY(eh_q_organisation_area_add(a->db, a->org_id, stand->council, stand->says, err));
	return eh_q_own_service_offer(a->db, one->service_id, one->said_as, one->said_at, one->cost_pence, one->new_people,
	        one->web.n ? one->web : none, err);
}

static struct eh_str masked(struct applying *a, struct eh_str text)
{
	return a->protected.p ? eh_protect_mask(text, NULL, 0, &a->arena) : text;
}

static enum eh_rc put(struct applying *a, const struct eh_own_service *one, struct eh_error *err)
{
	struct eh_buf times EH_CLEANUP_BUF = { 0 };
	const struct eh_str none = { NULL, 0 };
	bool open = !a->protected.p;
	struct stand stand;

	EH_TRY(find_stand(a, one, &stand, err));
	if (eh_meetings_words(&one->meetings, masked(a, one->note), &times) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_q_own_service_put(a->db, one->service_id, a->org_id, masked(a, one->name), open, stand.located,
	        stand.whole_place, a->protected, stand.address.n ? stand.address : none, stand.postcode, stand.address.n > 0,
	        stand.latitude, stand.longitude, stand.lsoa, stand.ward, open ? stand.council : none,
	        times.n ? eh_buf_str(&times) : none, one->capacity == EH_DB_NULL ? (double)NAN : (double)one->capacity,
	        masked(a, one->does), !one->closed, one->own_id, one->said_at / 86400000000, err));
	EH_TRY(put_codes(a, one, err));
	if (one->hides_address && one->postcode.n)
		EH_TRY(eh_q_own_service_hide_same(a->db, a->org_id, one->postcode, err));
	return put_beside(a, one, &stand, err);
}

/* Rows that are theirs alone and no longer said, and the office that they no longer count at. */
static enum eh_rc drop_rest(struct applying *a, bool any_words, struct eh_error *err)
{
	EH_VEC(struct eh_str) gone = { 0 };
	enum eh_rc rc;

	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_own_service_rows row;
		rc = eh_q_own_service_rows(a->db, a->org_id, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_own_service_rows_next(&cursor, &row, err)) == EH_OK) {
			bool said = false;
			for (size_t i = 0; i < a->count; i++)
				said |= eh_str_eq(a->own[i].service_id, row.service_id);
			bool office = any_words && eh_service_is_office(&a->arena, a->org_id, row.service_id);
			if (((!row.source_id && !said) || office) && !eh_vec_push(&gone, eh_arena_str(&a->arena, row.service_id)))
				rc = eh_fail_memory(err);
		}
	}
	for (size_t i = 0; rc >= 0 && i < gone.count; i++) {
		rc = eh_q_own_service_drop_codes(a->db, gone.items[i], err);
		if (rc >= 0)
			rc = eh_q_own_service_drop_telephone(a->db, gone.items[i], err);
		if (rc >= 0)
			rc = eh_q_own_service_drop(a->db, gone.items[i], err);
	}
	eh_vec_finish(&gone);
	return rc < 0 ? rc : EH_OK;
}

/* The whole organisation at once; what a making of the list would do besides (identifiers, words of other records) that does. */
static enum eh_rc protect(struct applying *a, struct eh_error *err)
{
	if (!a->protected.p)
		EH_TRY(eh_own_services_protect(a->db, a->org_id, &a->arena, &a->protected, err));
	if (!a->protected.p)
		return EH_OK;
	EH_TRY(eh_q_own_service_protect_organisation(a->db, a->org_id, a->protected, err));
	EH_TRY(eh_q_own_service_protect(a->db, a->org_id, a->protected, err));
	return eh_q_hide_service_telephone(a->db, a->org_id, err);
}

static enum eh_rc apply(struct applying *a, int64_t *newest, struct eh_error *err)
{
	struct eh_q_organisation_get org;
	bool any_words = false;

	EH_TRY(eh_q_organisation_get(a->db, a->org_id, &a->arena, &org, err));
	a->protected = org.protected;
	EH_TRY(eh_own_services_load(a->db, a->org_id, &a->arena, &a->own, &a->count, err));
	EH_TRY(eh_q_own_service_drop_org_codes(a->db, a->org_id, err));
	if (a->count)
		EH_TRY(protect(a, err));
	for (size_t i = 0; i < a->count; i++) {
		const struct eh_own_service *one = &a->own[i];
		if (one->name.n)
			EH_TRY(put(a, one, err));
		else if (one->has_source)
			EH_TRY(eh_q_own_service_shut(a->db, one->service_id, one->said_at / 86400000000, err));
		any_words |= one->name.n != 0;
		if (eh_str_eq(one->said_as, EH_STR("organisation")) && one->said_at > *newest)
			*newest = one->said_at;
	}
	return eh_arena_check(&a->arena, drop_rest(a, any_words, err), err);
}

enum eh_rc eh_own_services_apply(
        struct eh_db *db, struct eh_str org_id, struct eh_gazetteer **gazetteer, int64_t *newest, struct eh_error *err)
{
	struct applying applying = { .db = db, .org_id = org_id, .gazetteer = gazetteer };
	enum eh_rc rc = apply(&applying, newest, err);

	eh_arena_finish(&applying.arena);
	return rc;
}
