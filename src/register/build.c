/* build.c: makes the list: rows → clusters → organisations, services and grants, in one transaction. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "build_private.h"
#include "classify.h"
#include "derive.h"
#include "protect.h"
#include "hiding.h"
#include "own_services.h"
#include "own_words.h"
#include "search.h"

static int by_cluster(const void *a, const void *b, void *context)
{
	const size_t *cluster = context;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	if (cluster[x] != cluster[y])
		return cluster[x] < cluster[y] ? -1 : 1;
	return (x > y) - (x < y);
}

enum eh_rc eh_build_group(struct build *build, struct eh_error *err)
{
	size_t count = build->rows.count;

	build->members = eh_alloc_zero(count + 1, sizeof *build->members);
	build->starts = eh_alloc_zero(count + 1, sizeof *build->starts);
	build->ids = eh_alloc_zero(count + 1, sizeof *build->ids);
	if (!build->members || !build->starts || !build->ids)
		return eh_fail_memory(err);
	for (size_t i = 0; i < count; i++)
		build->members[i] = i;
	qsort_r(build->members, count, sizeof *build->members, by_cluster, build->linkage.result.cluster);
	for (size_t i = 0; i < count; i++)
		if (!i ||
		        build->linkage.result.cluster[build->members[i]] != build->linkage.result.cluster[build->members[i - 1]])
			build->starts[build->clusters++] = i;
	build->starts[build->clusters] = count;
	return EH_OK;
}

static enum eh_rc load_places(struct build *build, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_place_list row;
	enum eh_rc rc = eh_q_place_list(build->db, &rows, err);

	while (rc == EH_OK && (rc = eh_q_place_list_next(&rows, &row, err)) == EH_OK) {
		struct eh_q_place_list kept = { eh_db_keep(&build->arena, row.place_id), eh_db_keep(&build->arena, row.name),
			eh_db_keep(&build->arena, row.council_code), eh_db_keep(&build->arena, row.neighbours), row.synthetic };
		if (!kept.neighbours.p || eh_map_put(&build->places, kept.place_id, build->place_rows.count, NULL, NULL) < 0 ||
		        !eh_vec_push(&build->place_rows, kept))
			return eh_fail_memory(err);
	}
	return rc == EH_END ? EH_OK : rc;
}

static const struct eh_q_place_list *place_of(const struct build *build, struct eh_str place_id)
{
	const uint64_t *at = place_id.n ? eh_map_get(&build->places, place_id) : NULL;

	return at ? &build->place_rows.items[*at] : NULL;
}

/* Where an organisation or a service is, and why not. */
struct placed {
	struct eh_location location;
	bool found;
	const char *unplaced;
};

static enum eh_rc locate(struct build *build, struct eh_str postcode, double latitude, double longitude,
        struct placed *ret_placed, struct eh_error *err)
{
	enum eh_rc rc = EH_NOT_FOUND;

	*ret_placed = (struct placed){ .unplaced = postcode.n ? "no list knows its postcode" : "it has no postcode" };
	if (!isnan(latitude) && !isnan(longitude)) {
		rc = eh_gazetteer_point(build->gazetteer, latitude, longitude, &ret_placed->location, err);
		if (rc == EH_NOT_FOUND)
			ret_placed->unplaced = "its coordinates lie in no known area";
	}
	if (rc == EH_NOT_FOUND && postcode.n)
		rc = eh_gazetteer_postcode(build->gazetteer, postcode, &ret_placed->location, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	ret_placed->found = rc == EH_OK;
	if (ret_placed->found)
		ret_placed->unplaced = NULL;
	return EH_OK;
}

static struct eh_str code_of(const struct eh_area *area) { return area ? area->code : (struct eh_str){ NULL, 0 }; }

/* Councils' areas that an organisation has to do with, and how. */
struct reach {
	struct eh_str councils[EH_ENTRY_MOST_COUNCILS];
	unsigned says[EH_ENTRY_MOST_COUNCILS];
	size_t count;
	bool national; /* a record says that it works all over a country */
	size_t stated; /* councils that its own records name as areas of work */
	bool abroad;
};

static void reach_add(struct reach *reach, struct eh_str council, unsigned says)
{
	if (!council.n || !says)
		return;
	for (size_t i = 0; i < reach->count; i++)
		if (eh_str_eq(reach->councils[i], council)) {
			reach->says[i] |= says;
			return;
		}
	if (reach->count == EH_ENTRY_MOST_COUNCILS)
		return;
	reach->councils[reach->count] = council;
	reach->says[reach->count++] = says;
}

static bool is_council_code(struct eh_str code)
{
	static const char *const BEGINNINGS[] = { "E06", "E07", "E08", "E09", "W06", "S12", "N09", "Z06" };

	for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
		if (eh_str_starts(code, eh_str_of(BEGINNINGS[i])))
			return true;
	return false;
}

static void reach_area(struct build *build, struct reach *reach, struct eh_str area)
{
	if (eh_str_starts(area, EH_STR("name:"))) {
		const struct eh_area *council = eh_gazetteer_council_by_name(build->gazetteer, eh_str_sub(area, 5, area.n));
		if (!council)
			return;
		area = council->code;
	}
	if (is_council_code(area)) {
		size_t before = reach->count;
		reach_add(reach, area, EH_SAYS_WORKS);
		reach->stated += reach->count > before;
	} else if (eh_str_starts(area, EH_STR("E92")) || eh_str_starts(area, EH_STR("K0")) || eh_str_eq(area, EH_STR("GB"))) {
		reach->national = true;
	}
}

/* The councils that its records lie in. */
static enum eh_rc reach_places(struct build *build, const struct eh_entry *entry, struct reach *reach, struct eh_error *err)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		struct placed placed;
		if (record->what == EH_RECORD_SUPPLIER || !eh_member_current(member) || eh_member_match_only(member))
			continue;
		EH_TRY(locate(build, record->postcode, record->latitude, record->longitude, &placed, err));
		unsigned here = eh_member_says(member) & (EH_SAYS_MEETS | EH_SAYS_SERVES);
		if (placed.found)
			reach_add(reach, code_of(placed.location.council),
			        record->what == EH_RECORD_ORGANISATION ? EH_SAYS_REGISTERED | here : here);
	}
	return EH_OK;
}

/* Something protected counts for the places that its sources speak of; where it is says nothing, unless that is all there is to list it
 * under. */
static enum eh_rc reach_of(
        struct build *build, const struct eh_entry *entry, bool protected, struct reach *reach, struct eh_error *err)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		const struct eh_q_place_list *place = place_of(build, member->row->place_id);
		if (record->what == EH_RECORD_SUPPLIER || !eh_member_current(member) || eh_member_match_only(member))
			continue;
		for (size_t j = 0; j < record->area_count; j++)
			reach_area(build, reach, record->areas[j]);
		if (place)
			reach_add(reach, place->council_code,
			        eh_member_says(member) & (EH_SAYS_WORKS | EH_SAYS_FUNDED | EH_SAYS_SERVES));
	}
	return protected && (reach->count || reach->national) ? EH_OK : reach_places(build, entry, reach, err);
}

/* One council's area is local, two to nine regional, ten or more national (the rule of an open register tool). Where no area of work is
 * published, an office in the place or beside it reads as local, one farther off as wider. */
static const char *scale_of(
        const struct build *build, const struct eh_entry *entry, const struct reach *reach, struct eh_str office)
{
	if (reach->national || reach->stated >= 10)
		return "national";
	if (reach->stated >= 2)
		return "regional";
	if (reach->stated == 1)
		return "local";
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_q_place_list *place = place_of(build, entry->members[i].row->place_id);
		if (!place)
			continue;
		if (!office.n)
			return entry->members[i].record.what == EH_RECORD_GRANT ? "unknown" : "local";
		return eh_str_eq(office, place->council_code) || eh_code_listed(place->neighbours.p, office, false) ? "local"
		                                                                                                    : "wider";
	}
	return "unknown";
}

static const char *const VISIBILITY[] = { "match only", "list", "publish" };

/* Everything that the list says of one organisation. */
struct listing {
	struct eh_entry entry;
	struct eh_str org_id, parent_id, protected;
	struct placed placed;
	struct reach reach;
	struct eh_classes classes;
	const char *scale;
	struct eh_arena arena;
};

static enum eh_rc write_names(struct build *build, const struct listing *listing, struct eh_error *err)
{
	static const char *const KINDS[] = { "other", "working", "former", "acronym", "venue" };
	const struct eh_entry *entry = &listing->entry;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_record *record = &entry->members[i].record;
		if (eh_list_row_terms(entry->members[i].row, record) == EH_TERMS_MATCH_ONLY)
			continue;
		if (record->name.n && record->what != EH_RECORD_SUPPLIER && !eh_str_eq_ascii_nocase(record->name, entry->name))
			EH_TRY(eh_q_organisation_name_add(build->db, listing->org_id, record->name, EH_STR("other"), err));
		for (size_t j = 0; j < record->name_count; j++)
			if (!eh_str_eq_ascii_nocase(record->names[j].name, entry->name))
				EH_TRY(eh_q_organisation_name_add(build->db, listing->org_id, record->names[j].name,
				        eh_str_of(KINDS[record->names[j].kind]), err));
	}
	return EH_OK;
}

static enum eh_rc write_members(struct build *build, const struct listing *listing, struct eh_error *err)
{
	const struct eh_entry *entry = &listing->entry;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		EH_TRY(eh_q_organisation_record_add(build->db, member->row->source_id, member->row->key, listing->org_id, err));
		if (member->record.what == EH_RECORD_SUPPLIER || eh_member_match_only(member))
			continue;
		for (size_t j = 0; j < member->record.id_count; j++)
			if (member->record.ids[j].scheme.n)
				EH_TRY(eh_q_organisation_identifier_add(
				        build->db, listing->org_id, member->record.ids[j].scheme, member->record.ids[j].id, err));
	}
	for (size_t i = 0; i < listing->classes.count; i++) {
		const struct eh_class *class = &listing->classes.items[i];
		EH_TRY(eh_q_organisation_code_add(build->db, listing->org_id, eh_str_of(class->people ? "people" : "need"),
		        eh_str_of(class->code), class->why, err));
	}
	for (size_t i = 0; i < listing->reach.count; i++)
		EH_TRY(eh_q_organisation_area_add(
		        build->db, listing->org_id, listing->reach.councils[i], listing->reach.says[i], err));
	return EH_OK;
}

/* Several lists may tell of one grant: it is told by the first row that does, wherever that is. */
static enum eh_rc told_by(
        struct build *build, struct eh_str grant_key, const struct eh_list_row *row, bool *ret_told, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_link_grant_first first;

	if (!build->part) {
		const uint64_t *at = eh_map_get(&build->grants, grant_key);
		*ret_told = !at || row == &build->rows.items[*at];
		return EH_OK;
	}
	EH_TRY(eh_q_link_grant_first(build->db, grant_key, &cursor, err));
	EH_TRY(eh_q_link_grant_first_next(&cursor, &first, err));
	*ret_told = first.source_id == row->source_id && eh_str_eq(first.key, row->key);
	return EH_OK;
}

static enum eh_rc find_tellers(struct build *build, struct eh_error *err)
{
	for (size_t i = 0; i < build->rows.count; i++) {
		struct eh_str key = build->linkage.facts[i].grant_key;
		if (key.p && eh_map_put(&build->grants, key, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static enum eh_rc write_grants(struct build *build, const struct listing *listing, struct eh_error *err)
{
	const struct eh_entry *entry = &listing->entry;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		if (record->what != EH_RECORD_GRANT || !eh_member_current(member) || eh_member_match_only(member))
			continue;
		struct eh_str key = record->grant_id.n ? record->grant_id : member->row->key;
		bool told;
		EH_TRY(told_by(build, key, member->row, &told, err));
		if (!told)
			continue;
		EH_TRY(eh_q_grant_add(build->db, key, listing->org_id,
		        record->funder_name.n ? record->funder_name : member->row->publisher,
		        record->grant_title.n ? record->grant_title : record->grant_description,
		        record->award_date == EH_NO_DATE ? EH_DB_NULL : record->award_date, record->grant_pence,
		        record->grant_currency.n ? record->grant_currency : EH_STR("GBP"), member->row->source_id,
		        member->row->key, err));
	}
	return EH_OK;
}

static int64_t date_or_null(int32_t date) { return date == EH_NO_DATE ? EH_DB_NULL : date; }

static enum eh_rc write_organisation(struct build *build, const struct listing *listing, struct eh_error *err)
{
	const struct eh_entry *entry = &listing->entry;
	const struct eh_location *at = &listing->placed.location;
	const struct eh_str none = { NULL, 0 };
	bool hidden = listing->protected.p != NULL, placed = listing->placed.found && !hidden;

	EH_TRY(eh_q_organisation_add(build->db, listing->org_id, entry->name, entry->status, eh_str_of(listing->scale),
	        eh_str_of(VISIBILITY[entry->terms]), listing->protected, hidden ? none : entry->address,
	        hidden ? none : entry->postcode, entry->address_public && !hidden, placed ? at->latitude : (double)NAN,
	        placed ? at->longitude : (double)NAN, placed ? code_of(at->lsoa) : none, placed ? code_of(at->ward) : none,
	        placed ? code_of(at->council) : none, hidden ? none : eh_str_of(listing->placed.unplaced), entry->activities,
	        entry->web, entry->income_pence, date_or_null(entry->registered), date_or_null(entry->removed), entry->first_seen,
	        entry->last_confirmed, listing->parent_id, err));
	struct eh_str telephone = eh_entry_telephone(entry, hidden);
	if (telephone.n)
		EH_TRY(eh_q_organisation_telephone_add(build->db, listing->org_id, telephone, err));
	EH_TRY(write_names(build, listing, err));
	EH_TRY(write_members(build, listing, err));
	return write_grants(build, listing, err);
}

static enum eh_rc write_service_codes(struct build *build, struct eh_str service_id, const struct eh_classes *own,
        const struct eh_classes *org, struct eh_error *err)
{
	bool needs = false;

	for (size_t i = 0; i < own->count; i++) {
		needs |= !own->items[i].people;
		EH_TRY(eh_q_service_code_add(build->db, service_id, eh_str_of(own->items[i].people ? "people" : "need"),
		        eh_str_of(own->items[i].code), own->items[i].why, err));
	}
	/* A service that says nothing of what it does takes what its organisation is known for. */
	for (size_t i = 0; !needs && org && i < org->count; i++)
		EH_TRY(eh_q_service_code_add(build->db, service_id, eh_str_of(org->items[i].people ? "people" : "need"),
		        eh_str_of(org->items[i].code), EH_STR("its organisation"), err));
	return EH_OK;
}

struct service {
	struct eh_str id, name, address, postcode, times, activities, protected;
	const struct eh_member *member;
	struct placed placed;
	bool stated, located, address_public, whole_place, open;
	double capacity;
};

static enum eh_rc write_service(
        struct build *build, const struct listing *listing, const struct service *service, struct eh_error *err)
{
	const struct eh_str none = { NULL, 0 };
	const struct eh_location *at = &service->placed.location;
	bool hidden = service->protected.p != NULL, placed = service->placed.found && !hidden;

	build->summary.services++;
	EH_TRY(eh_q_service_add(build->db, service->id, listing->org_id, service->name, service->stated && !hidden,
	        service->located && placed, service->whole_place || hidden, service->protected, hidden ? none : service->address,
	        hidden ? none : service->postcode, service->address_public && !hidden, placed ? at->latitude : (double)NAN,
	        placed ? at->longitude : (double)NAN, placed ? code_of(at->lsoa) : none, placed ? code_of(at->ward) : none,
	        placed ? code_of(at->council) : none, service->times, service->capacity, service->activities, service->open,
	        service->member->row->source_id, service->member->row->key, service->member->row->data_date, err));
	struct eh_str telephone = eh_public_telephone(
	        &service->member->record, eh_member_says(service->member), service->protected.p != NULL);
	return telephone.n && service->stated && !hidden ? eh_q_service_telephone_add(build->db, service->id, telephone, err)
	                                                 : EH_OK;
}

/* True when another record already gave the same service: one name at one postcode. */
static bool repeated(const struct service *services, size_t count, const struct service *service)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq_ascii_nocase(services[i].name, service->name) &&
		        eh_str_eq(services[i].postcode, service->postcode) &&
		        isnan(services[i].member->record.latitude) == isnan(service->member->record.latitude))
			return true;
	return false;
}

static enum eh_rc service_of_member(struct build *build, struct listing *listing, const struct eh_member *member, size_t number,
        struct service *ret_service, struct eh_error *err)
{
	const struct eh_record *record = &member->record;
	unsigned says = eh_member_says(member);
	struct service service = { .member = member,
		.stated = true,
		.open = eh_str_eq(listing->entry.status, EH_STR("closed")) ? false : true,
		.times = record->times,
		.capacity = record->capacity_per_week,
		.whole_place = record->at_home_or_online };

	service.id = listing->protected.p ? eh_identity_of_protected(&listing->arena, listing->org_id, number)
	                                  : eh_identity_of_service(&listing->arena, member->row->source, member->row->key);
	service.name = record->service_name.n ? record->service_name : listing->entry.name;
	service.activities = record->activities.n ? record->activities : (struct eh_str){ NULL, 0 };
	service.postcode = record->postcode;
	service.address_public = (says & EH_SAYS_MEETS) || record->address_public;
	if (service.address_public)
		service.address = record->address;
	if (!service.id.p)
		return eh_fail_memory(err);
	service.protected = listing->protected; /* one protected record protects the whole organisation */
	EH_TRY(locate(build, record->postcode, record->latitude, record->longitude, &service.placed, err));
	service.located = service.placed.found;
	*ret_service = service;
	return EH_OK;
}

/* An organisation that no service source knows counts at its registered office, and the list says so: presence there is not help there. */
static struct service registered_office(struct listing *listing)
{
	const struct eh_member *best = &listing->entry.members[0];

	return (struct service){ .id = eh_identity_of_service(&listing->arena, EH_STR("registered office"), listing->org_id),
		.name = listing->entry.name,
		.member = best,
		.postcode = listing->entry.postcode,
		.placed = listing->placed,
		.open = true,
		.capacity = (double)NAN,
		.protected = listing->protected,
		.whole_place = listing->protected.p != NULL };
}

static enum eh_rc write_services(struct build *build, struct listing *listing, struct eh_error *err)
{
	enum { MOST = 64 };
	struct service services[MOST];
	size_t count = 0;
	const struct eh_entry *entry = &listing->entry;

	for (size_t i = 0; i < entry->count && count < MOST; i++) {
		const struct eh_member *member = &entry->members[i];
		struct eh_classes own;
		bool meets = (eh_member_says(member) & EH_SAYS_MEETS) != 0;
		if (!eh_member_current(member) || eh_member_match_only(member) ||
		        (member->record.what != EH_RECORD_SERVICE && !(member->record.what == EH_RECORD_ORGANISATION && meets)))
			continue;
		EH_TRY(service_of_member(build, listing, member, count, &services[count], err));
		if (repeated(services, count, &services[count]))
			continue;
		EH_TRY(write_service(build, listing, &services[count], err));
		EH_TRY(eh_classify(services[count].name, member->record.activities, member->record.codes,
		        member->record.code_count, &listing->arena, &own, err));
		EH_TRY(write_service_codes(build, services[count].id, &own, &listing->classes, err));
		count++;
	}
	bool local = strcmp(listing->scale, "local") == 0 || listing->protected.p;
	if (count || !local || eh_str_eq(entry->status, EH_STR("closed")) || (!listing->placed.found && !listing->protected.p))
		return EH_OK;
	struct service office = registered_office(listing);
	if (!office.id.p)
		return eh_fail_memory(err);
	EH_TRY(write_service(build, listing, &office, err));
	return write_service_codes(build, office.id, &(struct eh_classes){ 0 }, &listing->classes, err);
}

/* Everything that any record says it does, for classifying. */
static enum eh_rc gather(struct listing *listing, struct eh_buf *activities, struct eh_record_code *codes, size_t *code_count,
        struct eh_error *err)
{
	const struct eh_entry *entry = &listing->entry;

	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_record *record = &entry->members[i].record;
		if (record->what == EH_RECORD_SUPPLIER || eh_member_match_only(&entry->members[i]) || activities->n > 20000)
			continue;
		if (eh_buf_add(activities, record->activities) < 0 || eh_buf_add_char(activities, '\n') < 0)
			return eh_fail_memory(err);
		if (record->service_name.n &&
		        (eh_buf_add(activities, record->service_name) < 0 || eh_buf_add_char(activities, '\n') < 0))
			return eh_fail_memory(err);
		for (size_t j = 0; j < record->code_count && *code_count < EH_RECORD_MAX_CODES; j++)
			codes[(*code_count)++] = record->codes[j];
	}
	return EH_OK;
}

/* What will be told of something protected, without what would lead there. */
static bool mask_text(struct eh_str *text, const struct eh_str *addresses, size_t count, struct eh_arena *arena)
{
	struct eh_str masked = eh_protect_mask(*text, addresses, count, arena);
	bool good = masked.p || !text->n;

	*text = masked;
	return good;
}

static enum eh_rc mask(struct listing *listing, struct eh_error *err)
{
	struct eh_entry *entry = &listing->entry;
	struct eh_str *addresses = eh_arena_alloc_zero(&listing->arena, entry->count, sizeof *addresses);

	if (!addresses)
		return eh_fail_memory(err);
	for (size_t i = 0; i < entry->count; i++)
		addresses[i] = entry->members[i].record.address;
	struct {
		struct eh_str *text;
		size_t addresses;
	} told[] = { { &entry->name, 0 }, { &entry->activities, entry->count } };
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		if (!mask_text(told[i].text, addresses, told[i].addresses, &listing->arena))
			return eh_fail_memory(err);
	}
	for (size_t i = 0; i < entry->count; i++) {
		struct eh_record *record = &entry->members[i].record;
		struct eh_arena *arena = &listing->arena;
		bool good = mask_text(&record->name, NULL, 0, arena) && mask_text(&record->service_name, NULL, 0, arena) &&
		            mask_text(&record->activities, addresses, entry->count, arena) &&
		            mask_text(&record->times, addresses, entry->count, arena);
		for (size_t j = 0; j < record->name_count && good; j++)
			good = mask_text(&record->names[j].name, NULL, 0, arena);
		if (!good)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

static enum eh_rc classify(struct build *build, struct listing *listing, struct eh_error *err)
{
	struct eh_record_code codes[EH_RECORD_MAX_CODES];
	struct eh_buf activities EH_CLEANUP_BUF = { 0 };
	size_t count = 0;

	EH_TRY(gather(listing, &activities, codes, &count, err));
	struct eh_str text = eh_arena_str(&listing->arena, eh_buf_str(&activities));
	if (!text.p)
		return eh_fail_memory(err);
	EH_TRY(eh_classify(listing->entry.name, text, codes, count, &listing->arena, &listing->classes, err));
	for (size_t i = 0; i < listing->entry.count && !listing->protected.p; i++)
		listing->protected = eh_protect_record(&listing->entry.members[i].record, &listing->arena);
	if (!listing->protected.p)
		EH_TRY(eh_own_services_protect(build->db, listing->org_id, &listing->arena, &listing->protected, err));
	if (eh_protect_unsure(listing->protected))
		return eh_fail_memory(err);
	return listing->protected.p ? mask(listing, err) : EH_OK;
}

static enum eh_rc make_listing(struct build *build, size_t cluster, struct listing *listing, struct eh_error *err)
{
	const size_t *members = build->members + build->starts[cluster];
	size_t count = build->starts[cluster + 1] - build->starts[cluster];

	EH_TRY(eh_entry_derive(&build->rows, members, count, &listing->arena, &listing->entry, err));
	if (listing->entry.only_suppliers || !listing->entry.name.n)
		return EH_OK;
	EH_TRY(eh_identity_of(&build->identities, build->db, &build->rows, members, count, &listing->org_id, err));
	EH_TRY(classify(build, listing, err));
	EH_TRY(locate(build, listing->entry.postcode, listing->entry.latitude, listing->entry.longitude, &listing->placed, err));
	EH_TRY(reach_of(build, &listing->entry, listing->protected.p, &listing->reach, err));
	listing->scale = scale_of(build, &listing->entry, &listing->reach,
	        listing->placed.found && !listing->protected.p ? code_of(listing->placed.location.council)
	                                                       : (struct eh_str){ NULL, 0 });
	for (size_t i = 0; i < count; i++)
		build->ids[members[i]] = listing->org_id;
	build->summary.organisations++;
	build->summary.unplaced += !listing->placed.found && !listing->protected.p;
	return EH_OK;
}

/* The identifier of the organisation that a branch belongs to; clusters before this one have theirs, later ones get it now. */
static enum eh_rc parent_of(struct build *build, size_t cluster, struct eh_str *ret_parent, struct eh_error *err)
{
	for (size_t i = 0; i < build->linkage.result.branch_count; i++) {
		const struct ehl_branch *branch = &build->linkage.result.branches[i];
		if (build->linkage.result.cluster[branch->record] !=
		        build->linkage.result.cluster[build->members[build->starts[cluster]]])
			continue;
		size_t parent = build->linkage.result.cluster[branch->of], low = 0, high = build->clusters;
		while (low + 1 < high) {
			size_t middle = low + (high - low) / 2;
			if (build->linkage.result.cluster[build->members[build->starts[middle]]] <= parent)
				low = middle;
			else
				high = middle;
		}
		return eh_identity_of(&build->identities, build->db, &build->rows, build->members + build->starts[low],
		        build->starts[low + 1] - build->starts[low], ret_parent, err);
	}
	return EH_OK;
}

enum eh_rc eh_build_write_cluster(struct build *build, size_t cluster, struct eh_error *err)
{
	struct listing *listing = eh_alloc_zero(1, sizeof *listing);

	if (!listing)
		return eh_fail_memory(err);
	enum eh_rc rc = make_listing(build, cluster, listing, err);
	if (rc == EH_OK && listing->org_id.p)
		rc = parent_of(build, cluster, &listing->parent_id, err);
	rc = eh_arena_check(&listing->arena, rc, err);
	if (rc == EH_OK && listing->org_id.p)
		rc = write_organisation(build, listing, err);
	if (rc == EH_OK && listing->org_id.p)
		rc = eh_arena_check(&listing->arena, write_services(build, listing, err), err);
	eh_arena_finish(&listing->arena);
	eh_free(listing);
	return rc;
}

static enum eh_rc write_questions(struct build *build, struct eh_error *err)
{
	for (size_t i = 0; i < build->linkage.result.question_count; i++) {
		const struct ehl_pair *pair = &build->linkage.result.questions[i];
		const struct eh_list_row *a = &build->rows.items[pair->a], *b = &build->rows.items[pair->b];
		if (!build->ids[pair->a].p && !build->ids[pair->b].p)
			continue;
		EH_TRY(eh_q_question_add(build->db, a->source_id, a->key, b->source_id, b->key, pair->weight, pair->probability,
		        EH_STR("alike, but not enough in common"), err));
		build->summary.questions++;
	}
	return EH_OK;
}

/* Identifiers whose first record now belongs to another organisation lead there. */
static enum eh_rc write_redirects(struct build *build, struct eh_error *err)
{
	struct eh_map map EH_CLEANUP_MAP = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	for (size_t i = 0; i < build->rows.count; i++) {
		struct eh_str key = eh_arena_printf(
		        &arena, "%.*s\x1f%.*s", EH_FMT(build->rows.items[i].source), EH_FMT(build->rows.items[i].key));
		if (!key.p || eh_map_put(&map, key, i, NULL, NULL) < 0)
			return eh_fail_memory(err);
	}
	for (size_t i = 0; i < build->identities.count; i++) {
		const struct eh_identity *identity = &build->identities.items[i];
		struct eh_str key = eh_arena_printf(&arena, "%.*s\x1f%.*s", EH_FMT(identity->source), EH_FMT(identity->key));
		const uint64_t *row = key.p ? eh_map_get(&map, key) : NULL;
		if (row && build->ids[*row].p && !eh_str_eq(build->ids[*row], identity->org_id))
			EH_TRY(eh_q_redirect_add(build->db, identity->org_id, build->ids[*row], err));
	}
	return EH_OK;
}

static enum eh_rc clear(struct eh_db *db, struct eh_error *err)
{
	static enum eh_rc (*const STEPS[])(struct eh_db *, struct eh_error *) = { eh_q_list_clear_codes, eh_q_list_clear_names,
		eh_q_list_clear_identifiers, eh_q_list_clear_records, eh_q_list_clear_areas, eh_q_list_clear_service_codes,
		eh_q_list_clear_service_telephones, eh_q_list_clear_organisation_telephones, eh_q_list_clear_services,
		eh_q_list_clear_grants, eh_q_list_clear_questions, eh_q_list_clear_redirects, eh_q_list_clear_organisations };

	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
		EH_TRY(STEPS[i](db, err));
	return EH_OK;
}

enum eh_rc eh_build_prepare(struct build *build, struct eh_error *err)
{
	EH_TRY(load_places(build, err));
	return eh_gazetteer_new(build->db, &build->gazetteer, err);
}

/* The model that the list is linked by is frozen when there are records enough to learn from; the caller's to free where it is not that of
 * the linkage's result. */
static enum eh_rc link_rows(struct build *build, struct ehl_model **ret_model, int64_t *ret_number, struct eh_error *err)
{
	bool keep = !build->options->inside_transaction && build->rows.count >= EH_LIVING_TRAIN;

	*ret_model = NULL;
	*ret_number = 0;
	if (!build->options->retrain && build->rows.count >= EH_LIVING_TRAIN)
		EH_TRY(eh_living_model(build->db, ret_model, ret_number, err));
	EH_TRY(eh_list_link(build->db, &build->rows, build->options, *ret_model, keep, &build->linkage, err));
	if (keep && !*ret_number && build->linkage.result.kept.model)
		EH_TRY(eh_living_keep_model(build->db, build->linkage.result.kept.model, build->rows.count, ret_number, err));
	return EH_OK;
}

/* What the next build needs in order to be of a part alone; small lists do without. */
static enum eh_rc keep_living(struct build *build, int64_t model, struct eh_error *err)
{
	size_t least = build->options->living_least ? build->options->living_least : EH_LIVING_LEAST;
	struct eh_living_state state = { .model = model,
		.newest = build->rows.newest,
		.records = (int64_t)build->rows.count,
		.clusters = (int64_t)build->clusters,
		.services = build->summary.services,
		.unplaced = build->summary.unplaced };

	if (build->options->inside_transaction)
		return EH_OK;
	if (build->rows.count < least || build->rows.count < EH_LIVING_TRAIN || !model || !build->linkage.result.kept.model)
		return eh_living_drop(build->db, err);
	EH_TRY(eh_living_keep(build->db, &build->rows, &build->linkage, build->linkage.result.kept.model, &state, err));
	return eh_living_put_state(build->db, &state, err);
}

static enum eh_rc load(struct build *build, int64_t *ret_model, struct eh_error *err)
{
	struct ehl_model *model = NULL;

	EH_TRY(eh_identities_load(build->db, &build->identities, err));
	EH_TRY(eh_list_rows_load(build->db, &build->rows, err));
	build->summary.records = (int64_t)build->rows.count;
	enum eh_rc rc = link_rows(build, &model, ret_model, err);
	ehl_model_free(model);
	EH_TRY(rc);
	build->summary.links = (int64_t)build->linkage.result.links;
	snprintf(build->summary.warnings, sizeof build->summary.warnings, "%s", build->linkage.result.warnings);
	EH_TRY(find_tellers(build, err));
	return eh_build_group(build, err);
}

enum eh_rc eh_build_progress(const struct build *build, size_t done)
{
	const struct eh_build_options *options = build->options;

	return options->progress ? options->progress(options->progress_context, done, build->clusters) : EH_OK;
}

static enum eh_rc write_list(struct build *build, struct eh_error *err)
{
	EH_TRY(clear(build->db, err));
	for (size_t i = 0; i < build->clusters; i++) {
		EH_TRY(eh_build_write_cluster(build, i, err));
		if (i % 256 == 0 && eh_build_progress(build, i) == EH_CANCELLED)
			return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	}
	EH_TRY(write_questions(build, err));
	return write_redirects(build, err);
}

static enum eh_rc inputs_of(struct eh_db *db, struct eh_arena *arena, struct eh_str *ret_inputs, struct eh_error *err)
{
	struct eh_q_inputs_digest inputs;

	EH_TRY(eh_q_inputs_digest(db, arena, &inputs, err));
	*ret_inputs = eh_arena_printf(arena, EH_VERSION " %016llx %016llx", (unsigned long long)eh_str_hash(inputs.batches),
	        (unsigned long long)eh_str_hash(inputs.answers));
	return ret_inputs->p ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_build_count_services(struct build *build, struct eh_error *err)
{
	struct eh_q_service_count row;

	EH_TRY(eh_q_service_count(build->db, &build->arena, &row, err));
	build->summary.services = row.count;
	return EH_OK;
}

static enum eh_rc build_whole(struct build *build, struct eh_error *err)
{
	struct eh_list_changes *changes = NULL;
	int64_t model = 0;

	EH_TRY(load(build, &model, err));
	if (!build->options->inside_transaction)
		EH_TRY(eh_list_changes_before(build->db, &changes, err));
	enum eh_rc rc = write_list(build, err);
	if (rc == EH_OK)
		rc = eh_own_apply(build->db, (struct eh_str){ NULL, 0 }, err);
	if (rc == EH_OK)
		rc = eh_hiding_apply(build->db, (struct eh_str){ NULL, 0 }, err);
	if (rc == EH_OK)
		rc = eh_build_count_services(build, err);
	if (rc == EH_OK && changes)
		rc = eh_list_changes_after(
		        changes, build->db, &build->rows, build->ids, build->linkage.result.kept.component, err);
	eh_list_changes_free(changes);
	EH_TRY(eh_arena_check(&build->arena, rc, err));
	return keep_living(build, model, err);
}

static enum eh_rc trained_on(struct build *build, struct eh_error *err)
{
	struct eh_q_link_model_number model;
	enum eh_rc rc = eh_q_link_model_number(build->db, &build->arena, &model, err);

	if (rc == EH_OK && build->summary.records >= EH_LIVING_TRAIN)
		build->summary.trained_on = model.records;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

static enum eh_rc run(struct build *build, struct eh_error *err)
{
	const struct eh_build_options *options = build->options;
	struct eh_str inputs;
	bool done = false;

	EH_TRY(inputs_of(build->db, &build->arena, &inputs, err));
	EH_TRY(eh_build_prepare(build, err));
	if (!options->force && !options->retrain && !options->inside_transaction)
		EH_TRY(eh_build_renew(build, &done, err));
	if (!done)
		EH_TRY(build_whole(build, err));
	EH_TRY(trained_on(build, err));
	if (eh_build_progress(build, build->clusters) == EH_CANCELLED)
		return eh_fail(err, EH_CANCELLED, "stopped; the list stays as it was");
	if (!done && !options->inside_transaction)
		EH_TRY(eh_search_refresh(build->db, (struct eh_str){ NULL, 0 }, err));
	return eh_q_build_put(build->db, inputs, eh_clock_now(), build->summary.records, build->summary.organisations,
	        build->summary.links, build->summary.questions, eh_str_of(build->summary.warnings), err);
}

static void finish(struct build *build)
{
	eh_list_linkage_finish(&build->linkage);
	eh_map_finish(&build->grants);
	eh_identities_finish(&build->identities);
	eh_gazetteer_free(build->gazetteer);
	eh_list_rows_finish(&build->rows);
	eh_free(build->members);
	eh_free(build->starts);
	eh_free(build->ids);
	eh_map_finish(&build->places);
	eh_vec_finish(&build->place_rows);
	eh_arena_finish(&build->arena);
}

/* True when the list was built from just what the store holds now. */
static enum eh_rc unchanged(struct build *build, bool *ret_unchanged, struct eh_error *err)
{
	struct eh_q_build_get before;
	struct eh_str inputs;

	EH_TRY(inputs_of(build->db, &build->arena, &inputs, err));
	enum eh_rc rc = eh_q_build_get(build->db, &build->arena, &before, err);
	*ret_unchanged = rc == EH_OK && eh_str_eq(before.inputs, inputs);
	/* A list built before it could be searched is built again. */
	struct eh_q_search_state_get state;
	if (*ret_unchanged && (rc = eh_q_search_state_get(build->db, &build->arena, &state, err)) == EH_NOT_FOUND)
		*ret_unchanged = false;
	return rc == EH_NOT_FOUND ? EH_OK : rc;
}

/* Of a list that is left alone, what the build that made it told. */
static enum eh_rc tell_again(struct build *build, struct eh_error *err)
{
	struct eh_q_build_get before;
	struct eh_q_build_counts counts;

	EH_TRY(eh_q_build_get(build->db, &build->arena, &before, err));
	EH_TRY(eh_q_build_counts(build->db, &build->arena, &counts, err));
	build->summary = (struct eh_build_summary){ .records = before.records,
		.organisations = before.organisations,
		.services = counts.services,
		.links = before.links,
		.questions = before.questions,
		.unplaced = counts.unplaced,
		.unchanged = true };
	snprintf(build->summary.warnings, sizeof build->summary.warnings, "%.*s", EH_FMT(before.warnings));
	return trained_on(build, err);
}

enum eh_rc eh_build(
        struct eh_db *db, const struct eh_build_options *options, struct eh_build_summary *ret_summary, struct eh_error *err)
{
	struct build build = { .db = db, .options = options };
	bool same = false;
	enum eh_rc rc = options->inside_transaction ? EH_OK : eh_db_begin(db, err);

	if (rc == EH_OK && !options->force && !options->retrain)
		rc = unchanged(&build, &same, err);
	if (rc == EH_OK)
		rc = same ? tell_again(&build, err) : run(&build, err);
	if (!options->inside_transaction) {
		if (rc == EH_OK)
			rc = eh_db_commit(db, err);
		else
			eh_db_rollback(db);
	}
	finish(&build);
	if (rc == EH_OK)
		*ret_summary = build.summary;
	return rc;
}

enum eh_rc eh_build_out_of_date(struct eh_db *db, bool *ret_out_of_date, struct eh_error *err)
{
	struct build build = { .db = db };
	bool same = false;
	enum eh_rc rc = unchanged(&build, &same, err);

	finish(&build);
	if (rc == EH_OK)
		*ret_out_of_date = !same;
	return rc;
}
