/* build_entry.c: one cluster becomes an organisation of the list, with its names, members, grants and services. */
#include <math.h>

#include "build_where.h"
#include "classify.h"
#include "confirmed.h"
#include "protect.h"
#include "own_services.h"

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

enum eh_rc eh_build_find_tellers(struct build *build, struct eh_error *err)
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
	        placed ? at->longitude : (double)NAN, placed ? eh_build_code(at->lsoa) : none,
	        placed ? eh_build_code(at->ward) : none, placed ? eh_build_code(at->council) : none,
	        hidden ? none : eh_str_of(listing->placed.unplaced), entry->activities, entry->web, entry->income_pence,
	        date_or_null(entry->registered), date_or_null(entry->removed), entry->first_seen, entry->last_confirmed,
	        listing->parent_id, err));
	if (strcmp(entry->confirmed_by, EH_CONFIRMED_LIST) != 0)
		EH_TRY(eh_q_organisation_confirmed_by(build->db, listing->org_id, eh_str_of(entry->confirmed_by), err));
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
	int32_t heard; /* of an office: when its organisation was last heard of; 0: at the date of the member's list */
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
	        placed ? at->longitude : (double)NAN, placed ? eh_build_code(at->lsoa) : none,
	        placed ? eh_build_code(at->ward) : none, placed ? eh_build_code(at->council) : none, service->times,
	        service->capacity, service->activities, service->open, service->member->row->source_id, service->member->row->key,
	        service->heard ? service->heard : service->member->row->data_date, err));
	if (service->heard && strcmp(listing->entry.confirmed_by, EH_CONFIRMED_LIST) != 0)
		EH_TRY(eh_q_service_confirmed_by(build->db, service->id, eh_str_of(listing->entry.confirmed_by), err));
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
	EH_TRY(eh_build_locate(build, record->postcode, record->latitude, record->longitude, &service.placed, err));
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
		.whole_place = listing->protected.p != NULL,
		.heard = listing->entry.last_confirmed };
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
		listing->protected = eh_protect_organisation(&listing->entry.members[i].record, &listing->arena);
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
	EH_TRY(eh_build_locate(
	        build, listing->entry.postcode, listing->entry.latitude, listing->entry.longitude, &listing->placed, err));
	EH_TRY(eh_build_reach(build, &listing->entry, listing->protected.p, &listing->reach, err));
	listing->scale = eh_build_scale(build, &listing->entry, &listing->reach,
	        listing->placed.found && !listing->protected.p ? eh_build_code(listing->placed.location.council)
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
