/* own_services_say.c: saying a service, closing it and taking it back. */
#include "identity.h"
#include "own_services.h"
#include "own_words.h"
#include "protect.h"
#include "queries.h"
#include "search.h"
#include "taxonomy.h"

struct saying {
	struct eh_db *db;
	int64_t now;
	const struct eh_actor *by;
	struct eh_str place_id, org_id;
	struct eh_q_organisation_get org;
	const char *wrong; /* what will not do */
	struct eh_arena arena;
};

static enum eh_rc begin(struct saying *s, struct eh_error *err)
{
	if ((s->by->role != EH_ROLE_HOLDER && s->by->role != EH_ROLE_COLLEAGUE) || !eh_str_eq(s->by->org_id, s->org_id))
		return eh_fail(err, EH_REFUSED,
		        "Only those who keep this entry may say what its services are. You can propose a correction.");
	return eh_q_organisation_get(s->db, s->org_id, &s->arena, &s->org, err);
}

/* ---- What will not do ---- */

static enum eh_rc check_codes(struct saying *s, struct eh_str codes, bool people, struct eh_error *err)
{
	struct eh_str code;

	s->wrong = people ? "people" : "needs";
	if (!codes.n && !people)
		return eh_fail(err, EH_INVALID, "Choose what it helps with.");
	while (codes.n && eh_str_split(&codes, ' ', &code))
		if (people ? !eh_people_find(code) : !eh_need_find(code))
			return eh_fail(err, EH_INVALID, "The list knows no such need or group of people.");
	return EH_OK;
}

static enum eh_rc check_texts(struct saying *s, const struct eh_own_service *service, struct eh_error *err)
{
	const struct {
		struct eh_str text;
		size_t most;
		const char *field, *missing;
	} texts[] = { { service->name, EH_SERVICE_LONGEST_NAME, "name", "Enter what the service is called." },
		{ service->does, EH_SERVICE_LONGEST, "does", "Say what it does." }, { service->address, 300, "address", NULL },
		{ service->note, EH_SERVICE_LONGEST_NOTE, "note", NULL }, { service->telephone, 40, "telephone", NULL },
		{ service->web, 300, "web", NULL } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		s->wrong = texts[i].field;
		if (!eh_utf8_valid(texts[i].text, NULL) || eh_utf8_length(texts[i].text) > texts[i].most)
			return eh_fail(err, EH_INVALID, "Use %zu characters or fewer.", texts[i].most);
		if (texts[i].missing && !eh_str_trim(texts[i].text).n)
			return eh_fail(err, EH_INVALID, "%s", texts[i].missing);
	}
	return EH_OK;
}

static enum eh_rc check_numbers(struct saying *s, const struct eh_own_service *service, struct eh_error *err)
{
	size_t i = 0;

	s->wrong = "cost";
	if (service->cost_pence != EH_DB_NULL && (service->cost_pence < 0 || service->cost_pence > EH_SERVICE_MOST_PENCE))
		return eh_fail(err, EH_INVALID, "Enter a cost up to £%d.", EH_SERVICE_MOST_PENCE / 100);
	s->wrong = "capacity";
	if (service->capacity != EH_DB_NULL && (service->capacity < 1 || service->capacity > EH_SERVICE_MOST_PLACES))
		return eh_fail(err, EH_INVALID, "Enter places a week as a number from 1 to %d.", EH_SERVICE_MOST_PLACES);
	s->wrong = "new_people";
	while (i < EH_NEW_PEOPLE_COUNT && !eh_str_eq(service->new_people, eh_str_of(eh_new_people_codes[i])))
		i++;
	if (i == EH_NEW_PEOPLE_COUNT)
		return eh_fail(err, EH_INVALID, "Choose whether it takes new people.");
	s->wrong = "meetings";
	for (i = 0; i < service->meetings.count; i++)
		if (service->meetings.items[i].from >= service->meetings.items[i].to)
			return eh_fail(err, EH_INVALID, "It ends before it begins.");
	return EH_OK;
}

/* A postcode that no list has is more often wrong than new. */
static enum eh_rc check_postcode(struct saying *s, struct eh_str postcode, struct eh_error *err)
{
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_location at;

	s->wrong = "postcode";
	if (!postcode.n)
		return EH_OK;
	EH_TRY(eh_gazetteer_new(s->db, &gazetteer, err));
	enum eh_rc rc = eh_gazetteer_postcode(gazetteer, postcode, &at, err);
	return rc == EH_NOT_FOUND
	               ? eh_fail(err, EH_INVALID, "No list of postcodes here has %.*s. Check it, or leave it empty if it is new.",
	                         EH_FMT(postcode))
	               : rc;
}

static enum eh_rc check_where(struct saying *s, const struct eh_own_service *service, struct eh_error *err)
{
	struct eh_str wards = service->wards, ward;

	s->wrong = "how";
	if (service->how == EH_HOW_UNSAID)
		return eh_fail(err, EH_INVALID, "Choose how it reaches people.");
	if (service->how == EH_HOW_PLACE) {
		s->wrong = "address";
		if (!eh_str_trim(service->address).n)
			return eh_fail(err, EH_INVALID, "Enter the address that people come to.");
		return check_postcode(s, service->postcode, err);
	}
	if (service->how != EH_HOW_WARDS)
		return EH_OK;
	s->wrong = "wards";
	if (!wards.n)
		return eh_fail(err, EH_INVALID, "Choose the wards that it goes out to.");
	while (wards.n && eh_str_split(&wards, ' ', &ward)) {
		struct eh_q_area_name name;
		enum eh_rc rc = eh_q_area_name(s->db, ward, &s->arena, &name, err);
		if (rc == EH_NOT_FOUND)
			return eh_fail(err, EH_INVALID, "The list knows no such ward.");
		EH_TRY(rc);
	}
	return EH_OK;
}

static enum eh_rc check(struct saying *s, const struct eh_own_service *service, struct eh_error *err)
{
	EH_TRY(check_texts(s, service, err));
	EH_TRY(check_codes(s, service->needs, false, err));
	EH_TRY(check_codes(s, service->people, true, err));
	return check_numbers(s, service, err);
}

/* ---- Writing ---- */

/* Of what may not be found no place is kept. */
static enum eh_rc forget_place(struct saying *s, struct eh_own_service *service, bool *ret_protected, struct eh_error *err)
{
	struct eh_str why = s->org.protected.p ? s->org.protected
	                                       : eh_protect_check(service->name, service->does, NULL, 0, &s->arena);

	if (eh_protect_unsure(why))
		return eh_fail_memory(err);
	*ret_protected = why.p != NULL;
	if (!why.p)
		return EH_OK;
	const struct eh_str addresses[] = { service->address };
	service->does = eh_protect_mask(service->does, addresses, 1, &s->arena);
	service->note = eh_protect_mask(service->note, addresses, 1, &s->arena);
	service->name = eh_protect_mask(service->name, NULL, 0, &s->arena);
	service->address = service->postcode = service->wards = EH_STR("");
	service->hides_address = false;
	if (service->how == EH_HOW_PLACE || service->how == EH_HOW_WARDS || service->how == EH_HOW_UNSAID)
		service->how = EH_HOW_WHOLE;
	return service->does.p && service->name.p ? EH_OK : eh_fail_memory(err);
}

/* Which record of a source tells of it, when it is said for the first time. */
static enum eh_rc find_source(struct saying *s, struct eh_own_service *service, struct eh_error *err)
{
	struct eh_q_own_service_from from;

	if (!service->service_id.n) {
		struct eh_str what = eh_arena_printf(
		        &s->arena, "%.*s %lld %.*s", EH_FMT(s->org_id), (long long)s->now, EH_FMT(service->name));
		service->own_id = eh_identity_of_service(&s->arena, EH_STR("own words"), what);
		return service->own_id.p ? EH_OK : eh_fail_memory(err);
	}
	EH_TRY(eh_q_own_service_from(s->db, service->service_id, &s->arena, &from, err));
	service->own_id = service->service_id;
	if (from.source.p) {
		service->covers_source = from.source;
		service->covers_key = from.key;
		service->covers_name = from.name;
	}
	return EH_OK;
}

static enum eh_rc add(struct saying *s, const struct eh_own_service *service, const char *state, struct eh_error *err)
{
	struct eh_buf meetings EH_CLEANUP_BUF = { 0 };

	if (eh_meetings_write(&service->meetings, &meetings) < 0)
		return eh_fail_memory(err);
	EH_TRY(eh_q_own_service_add(s->db, service->own_id, s->org_id, s->place_id, EH_STR("organisation"),
	        service->covers_source, service->covers_key, service->covers_name, eh_str_of(state), service->name, service->does,
	        service->needs, service->people, eh_str_of(eh_how_codes[service->how]), service->address, service->postcode,
	        service->hides_address, service->wards, eh_buf_str(&meetings), service->note.p ? service->note : EH_STR(""),
	        service->cost_pence, service->new_people, service->capacity, service->telephone, service->web, s->by->person_id,
	        s->now, err));
	EH_TRY(eh_own_apply(s->db, s->org_id, err));
	return eh_search_refresh(s->db, s->org_id, err);
}

static enum eh_rc audit(struct saying *s, const char *verb, struct eh_str before, struct eh_str after, struct eh_error *err)
{
	const struct eh_audit_entry entry = { .by = s->by,
		.verb = verb,
		.subject_kind = "service",
		.subject_id = s->org_id,
		.place_id = s->place_id,
		.before = before,
		.after = after,
		.is_public = true,
		.words_private = true };

	return eh_audit_write(s->db, s->now, &entry, NULL, err);
}

/* What sources say of the organisation is written anew with the next making of the list. */
static enum eh_rc renew(struct saying *s, bool *ret_anew, struct eh_error *err)
{
	*ret_anew = true;
	EH_TRY(eh_q_hidden_renew(s->db, s->org_id, err));
	return eh_q_build_stale(s->db, err);
}

static enum eh_rc count_own(struct saying *s, struct eh_error *err)
{
	struct eh_own_service *own;
	size_t count;

	EH_TRY(eh_own_services_load(s->db, s->org_id, &s->arena, &own, &count, err));
	return count < EH_SERVICES_MOST
	               ? EH_OK
	               : eh_fail(err, EH_REFUSED, "The list takes %d services of an organisation.", EH_SERVICES_MOST);
}

/* Text of a field that is not asked for in this way of reaching people is not kept. */
static void only_what_counts(struct eh_own_service *said)
{
	if (said->how != EH_HOW_PLACE) {
		said->address = said->postcode = EH_STR("");
		said->hides_address = false;
	}
	if (said->how != EH_HOW_WARDS)
		said->wards = EH_STR("");
}

static enum eh_rc say(struct saying *s, const struct eh_own_service *service, bool *ret_anew, struct eh_error *err)
{
	struct eh_own_service before = { 0 }, said = *service;
	bool is_protected;

	EH_TRY(begin(s, err));
	if (said.service_id.n)
		EH_TRY(eh_own_service_find(s->db, s->org_id, said.service_id, &s->arena, &before, err));
	only_what_counts(&said);
	EH_TRY(check(s, &said, err));
	EH_TRY(forget_place(s, &said, &is_protected, err));
	if (!is_protected)
		EH_TRY(check_where(s, &said, err));
	if (before.own) {
		said.own_id = before.own_id;
		said.covers_source = before.covers_source;
		said.covers_key = before.covers_key;
		said.covers_name = before.covers_name;
	} else {
		EH_TRY(count_own(s, err));
		EH_TRY(find_source(s, &said, err));
	}
	EH_TRY(eh_arena_check(&s->arena, EH_OK, err));
	EH_TRY(add(s, &said, before.closed ? "closed" : "open", err));
	EH_TRY(audit(s, said.service_id.n ? "changed" : "added", is_protected ? (struct eh_str){ NULL, 0 } : before.name,
	        said.name, err));
	bool shows_again = before.hides_address && !said.hides_address;
	return shows_again || is_protected != (s->org.protected.p != NULL) ? renew(s, ret_anew, err) : EH_OK;
}

enum eh_rc eh_own_service_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        struct eh_str org_id, const struct eh_own_service *service, struct eh_service_said *ret_said, struct eh_error *err)
{
	struct saying saying = { .db = db, .now = now, .by = by, .place_id = place_id, .org_id = org_id };

	*ret_said = (struct eh_service_said){ 0 };
	enum eh_rc rc = say(&saying, service, &ret_said->anew, err);
	ret_said->wrong = rc == EH_INVALID ? saying.wrong : NULL;
	eh_arena_finish(&saying.arena);
	return rc;
}

/* A closing of a service that they said nothing else of. */
static struct eh_own_service only_closed(const struct eh_own_service *listed)
{
	const struct eh_str none = EH_STR("");

	return (struct eh_own_service){ .service_id = listed->service_id,
		.name = none,
		.does = none,
		.needs = none,
		.people = none,
		.address = none,
		.postcode = none,
		.wards = none,
		.note = none,
		.cost_pence = EH_DB_NULL,
		.capacity = EH_DB_NULL,
		.new_people = none,
		.telephone = none,
		.web = none };
}

/* Their wording of the service, if there is one: words, or that it has closed. */
static enum eh_rc own_of(struct saying *s, struct eh_str service_id, struct eh_own_service *ret_own, struct eh_error *err)
{
	struct eh_own_service *own;
	size_t count;

	EH_TRY(eh_own_services_load(s->db, s->org_id, &s->arena, &own, &count, err));
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(own[i].service_id, service_id))
			*ret_own = own[i];
	return EH_OK;
}

static enum eh_rc move_to(
        struct saying *s, struct eh_str service_id, enum eh_service_move move, bool *ret_anew, struct eh_error *err)
{
	static const char *const VERBS[] = { "closed", "opened again", "took back its words of" };
	struct eh_own_service now, own = { 0 };

	EH_TRY(begin(s, err));
	EH_TRY(eh_own_service_find(s->db, s->org_id, service_id, &s->arena, &now, err));
	EH_TRY(own_of(s, service_id, &own, err));
	if (move == EH_SERVICE_CLOSE ? now.closed : move == EH_SERVICE_OPEN ? !own.own || !now.closed : !own.own)
		return eh_fail(err, EH_CONFLICT, "That is so already.");
	if (!own.own) {
		own = only_closed(&now);
		EH_TRY(count_own(s, err));
		EH_TRY(find_source(s, &own, err));
	}
	bool gone = move == EH_SERVICE_TAKE_BACK || (move == EH_SERVICE_OPEN && !own.name.n);
	if (gone)
		EH_TRY(renew(s, ret_anew, err));
	EH_TRY(add(s, &own, gone ? "taken back" : move == EH_SERVICE_CLOSE ? "closed" : "open", err));
	return audit(s, VERBS[move], (struct eh_str){ NULL, 0 }, now.name, err);
}

enum eh_rc eh_own_service_move(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str place_id,
        struct eh_str org_id, struct eh_str service_id, enum eh_service_move move, bool *ret_anew, struct eh_error *err)
{
	struct saying saying = { .db = db, .now = now, .by = by, .place_id = place_id, .org_id = org_id };

	*ret_anew = false;
	enum eh_rc rc = move_to(&saying, service_id, move, ret_anew, err);
	eh_arena_finish(&saying.arena);
	return rc;
}
