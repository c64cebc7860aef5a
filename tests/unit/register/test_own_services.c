/* What organisations say of their services: who may, that it comes before what a source says, that it survives every making of the list, and
 * that it counts wherever other services do. */
#include "../../test.h"

#include "evenhand/coverage.h"
#include "exchange/facts_json.h"
#include "place.h"
#include "queries.h"
#include "register/facts.h"
#include "register/hiding.h"
#include "register/own_services.h"
#include "register/own_words.h"
#include "register/register.h"
#include "register/search.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)
#define DAY INT64_C(86400000000)

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static char ours[16], theirs[16], office[16], postcode[16], ward[16];
static struct eh_actor holder, officer, stranger;
static struct eh_service_said said; /* by the newest say() */

/* One that a directory tells a service of, another, and one that only counts at its office. */
static void pick(void)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_list row;

	assert_ok(eh_q_service_list(place.db, &cursor, &error), &error);
	while (eh_q_service_list_next(&cursor, &row, &error) == EH_OK) {
		char *slot = row.protected.p || eh_str_eq(row.visibility, EH_STR("match only")) ? NULL
		             : !row.from_service_source                                         ? office
		             : row.address_public && row.postcode.n && !*ours                   ? ours
		             : !*theirs && !eh_str_eq(row.org_id, eh_str_of(ours))              ? theirs
		                                                                                : NULL;
		if (!slot || *slot)
			continue;
		snprintf(slot, sizeof ours, "%.*s", EH_FMT(row.org_id));
		if (slot == ours)
			snprintf(postcode, sizeof postcode, "%.*s", EH_FMT(row.postcode));
		if (slot == ours)
			snprintf(ward, sizeof ward, "%.*s", EH_FMT(row.ward));
	}
	assert_true(*ours && *theirs && *office && *postcode && *ward);
}

static int setup(void **state)
{
	(void)state;
	*ours = *theirs = *office = '\0';
	test_place_town(&place, 150, 5);
	pick();
	holder = (struct eh_actor){ 1, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(ours), false };
	stranger = (struct eh_actor){ 2, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(theirs), false };
	officer = (struct eh_actor){ 3, EH_ROLE_OFFICER, EH_SIDE_COUNCIL, { NULL, 0 }, true };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

static struct eh_own_service kites(void)
{
	return (struct eh_own_service){ .name = EH_STR("Zyzzyva kites"),
		.does = EH_STR("Kites for anybody, made and flown."),
		.needs = EH_STR("loneliness sport"),
		.people = EH_STR("older-people"),
		.how = EH_HOW_PLACE,
		.address = EH_STR("The Kite Hall, 3 Larkhill Mews"),
		.postcode = eh_str_of(postcode),
		.wards = EH_STR(""),
		.meetings = { { { 2, EH_WEEKLY, 600, 720 } }, 1 },
		.note = EH_STR(""),
		.cost_pence = 250,
		.capacity = 12,
		.new_people = EH_STR("yes"),
		.telephone = EH_STR("01632 960 123"),
		.web = EH_STR("https://kites.example.org") };
}

static enum eh_rc settle(enum eh_rc rc)
{
	if (rc < 0)
		eh_db_rollback(place.db);
	else
		assert_ok(eh_db_commit(place.db, &error), &error);
	return rc;
}

static enum eh_rc say(const struct eh_actor *by, const char *org, const struct eh_own_service *service, int64_t at)
{
	assert_ok(eh_db_begin(place.db, &error), &error);
	return settle(eh_own_service_say(place.db, at, by, EH_STR("example-town"), eh_str_of(org), service, &said, &error));
}

static enum eh_rc move(const struct eh_actor *by, struct eh_str service, enum eh_service_move what)
{
	bool anew;

	assert_ok(eh_db_begin(place.db, &error), &error);
	return settle(
	        eh_own_service_move(place.db, NOW, by, EH_STR("example-town"), eh_str_of(ours), service, what, &anew, &error));
}

static void build(bool force)
{
	struct eh_build_summary summary;

	assert_ok(eh_build(place.db, &(const struct eh_build_options){ .force = force, .threads = 1 }, &summary, &error), &error);
}

static struct eh_facts facts_of(const char *org)
{
	struct eh_facts facts = { 0 };

	assert_ok(eh_facts_load(place.db, eh_str_of(org), &facts, &error), &error);
	return facts;
}

/* The service of that name; NULL: none. */
static const struct eh_service_facts *named(const struct eh_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->service_count; i++)
		if (eh_str_eq(facts->services[i].name, eh_str_of(name)))
			return &facts->services[i];
	return NULL;
}

static bool is_said(const struct eh_service_facts *service, const char *what, const char *value, bool by_itself)
{
	for (size_t i = 0; i < service->said_count; i++)
		if (strcmp(service->said[i].what, what) == 0 && (!value || eh_str_eq(service->said[i].value, eh_str_of(value))) &&
		        eh_str_eq(service->said[i].source, EH_STR("own words")) == by_itself)
			return true;
	return false;
}

static size_t found(const char *words)
{
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_results results;
	const struct eh_search_query query = { .text = eh_str_of(words), .now = NOW };

	assert_ok(eh_search_new(&search, &error), &error);
	assert_ok(eh_search_run(search, place.db, &query, &arena, &results, &error), &error);
	return results.total;
}

static void a_service_that_no_source_names_is_in_the_list_at_once_and_stays(void **state)
{
	const struct eh_own_service service = kites();

	(void)state;
	assert_ok(say(&holder, ours, &service, NOW), &error);
	assert_true(found("zyzzyva kites") >= 1);
	for (int i = 0; i < 3; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		const struct eh_service_facts *one = named(&facts, "Zyzzyva kites");
		assert_non_null(one);
		assert_str(one->address, "The Kite Hall, 3 Larkhill Mews");
		assert_str(one->times, "WE 10:00-12:00");
		assert_str(one->telephone, "01632 960 123");
		assert_str(one->web, "https://kites.example.org");
		assert_str(one->new_people, "yes");
		assert_int_equal(one->cost_pence, 250);
		assert_int_equal(one->capacity, 12);
		assert_int_equal(one->date, NOW / DAY);
		assert_int_equal(one->code_count, 3);
		assert_true(one->open && !one->office_only && one->ward_name.n);
		assert_true(is_said(one, "times", "WE 10:00-12:00", true));
		build(i == 0);
	}
}

static void nobody_else_says_it_and_nonsense_is_refused(void **state)
{
	const struct eh_own_service good = kites();
	struct eh_own_service bad[12];

	(void)state;
	assert_int_equal(say(&stranger, ours, &good, NOW), EH_REFUSED);
	assert_int_equal(say(&officer, ours, &good, NOW), EH_REFUSED);
	assert_non_null(strstr(error.message, "propose a correction"));
	assert_int_equal(say(&EH_ACTOR_SYSTEM, ours, &good, NOW), EH_REFUSED);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		bad[i] = good;
	bad[0].name = EH_STR(" ");
	bad[1].does = EH_STR("");
	bad[2].needs = EH_STR("");
	bad[3].needs = EH_STR("kites");
	bad[4].people = EH_STR("kites");
	bad[5].how = EH_HOW_UNSAID;
	bad[6].address = EH_STR("");
	bad[7].postcode = EH_STR("ZZ99 9ZZ");
	bad[8].how = EH_HOW_WARDS;
	bad[9].meetings.items[0].to = 600;
	bad[10].cost_pence = EH_SERVICE_MOST_PENCE + 1;
	bad[11].capacity = 0;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (say(&holder, ours, &bad[i], NOW) != EH_INVALID)
			fail_msg("nonsense %zu is taken", i);
	struct eh_own_service gone = good;
	gone.service_id = EH_STR("S-0000000000");
	assert_int_equal(say(&holder, ours, &gone, NOW), EH_NOT_FOUND);
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	assert_null(named(&facts, "Zyzzyva kites"));
}

/* What a source tells of, said otherwise. */
static struct eh_own_service listed(struct eh_str *ret_name)
{
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	struct eh_own_service service = { 0 };

	for (size_t i = 0; i < facts.service_count && !service.service_id.p; i++)
		if (!facts.services[i].office_only)
			assert_ok(eh_own_service_find(place.db, eh_str_of(ours), facts.services[i].id, &arena, &service, &error),
			        &error);
	assert_true(service.has_source && !service.own);
	*ret_name = service.name;
	return service;
}

static void own_words_come_before_a_source_which_stays_beside_them(void **state)
{
	struct eh_str before;
	struct eh_own_service service = listed(&before);
	struct eh_facts facts = { 0 };

	(void)state;
	char *was = strndup(before.p, before.n);
	service.name = EH_STR("Renamed by its own");
	service.note = EH_STR("ring first");
	service.needs = EH_STR("food");
	assert_ok(say(&holder, ours, &service, NOW), &error);
	for (int i = 0; i < 3; i++) {
		facts = facts_of(ours);
		const struct eh_service_facts *one = named(&facts, "Renamed by its own");
		assert_non_null(one);
		assert_true(eh_str_eq(one->id, service.service_id));
		assert_str(one->times, "ring first");
		assert_int_equal(one->code_count >= 1 && eh_str_eq(one->codes[0].code, EH_STR("food")), 1);
		assert_true(is_said(one, "name", "Renamed by its own", true));
		assert_true(is_said(one, "name", NULL, false));
		assert_null(named(&facts, was));
		eh_facts_finish(&facts);
		build(i == 0);
	}
	/* Taken back, the source speaks again once the list is made. */
	assert_ok(move(&holder, service.service_id, EH_SERVICE_TAKE_BACK), &error);
	build(false);
	facts = facts_of(ours);
	assert_non_null(named(&facts, was));
	assert_null(named(&facts, "Renamed by its own"));
	eh_facts_finish(&facts);
	free(was);
}

static void it_outlives_the_batch_that_told_of_it_and_meets_it_again(void **state)
{
	struct eh_str before;
	struct eh_own_service service = listed(&before);
	int64_t batch = 0;

	(void)state;
	service.name = EH_STR("Renamed by its own");
	assert_ok(say(&holder, ours, &service, NOW), &error);
	{
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		const struct eh_service_facts *one = named(&facts, "Renamed by its own");
		for (size_t i = 0; i < one->said_count; i++)
			batch = one->said[i].batch ? one->said[i].batch : batch;
	}
	assert_true(batch > 0);
	/* Where nothing else keeps the organisation in the list, its words wait. */
	assert_ok(eh_import_undo(place.db, batch, &error), &error);
	build(false);
	struct eh_q_organisation_get org;
	bool listed_still = eh_q_organisation_get(place.db, eh_str_of(ours), &arena, &org, &error) == EH_OK;
	if (listed_still) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		const struct eh_service_facts *one = named(&facts, "Renamed by its own");
		assert_non_null(one);
		assert_false(is_said(one, "name", NULL, false));
	}
	test_place_recipe(&place, "places/example-town.ini", place.folder);
	build(false);
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	const struct eh_service_facts *one = named(&facts, "Renamed by its own");
	assert_non_null(one);
	assert_true(is_said(one, "name", NULL, false));
	size_t same = 0;
	for (size_t i = 0; i < facts.service_count; i++)
		same += eh_str_eq(facts.services[i].name, one->name);
	assert_int_equal(same, 1);
}

static void a_closed_service_is_closed_until_it_is_opened(void **state)
{
	struct eh_str before;
	struct eh_own_service service = listed(&before);

	(void)state;
	assert_int_equal(move(&stranger, service.service_id, EH_SERVICE_CLOSE), EH_REFUSED);
	assert_int_equal(move(&holder, service.service_id, EH_SERVICE_TAKE_BACK), EH_CONFLICT);
	assert_int_equal(move(&holder, EH_STR("S-0000000000"), EH_SERVICE_CLOSE), EH_NOT_FOUND);
	assert_ok(move(&holder, service.service_id, EH_SERVICE_CLOSE), &error);
	assert_int_equal(move(&holder, service.service_id, EH_SERVICE_CLOSE), EH_CONFLICT);
	for (int i = 0; i < 2; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		char *name = strndup(before.p, before.n);
		assert_false(named(&facts, name)->open);
		free(name);
		build(true);
	}
	assert_ok(move(&holder, service.service_id, EH_SERVICE_OPEN), &error);
	build(false);
	struct eh_own_service now;
	assert_ok(eh_own_service_find(place.db, eh_str_of(ours), service.service_id, &arena, &now, &error), &error);
	assert_true(!now.closed && !now.own);
}

static void still_right_is_said_of_the_services_too(void **state)
{
	const struct eh_own_service service = kites();

	(void)state;
	assert_ok(say(&holder, ours, &service, NOW), &error);
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_own_confirm(place.db, NOW + 400 * DAY, &holder, eh_str_of(ours), &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	build(true);
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	assert_true(facts.service_count >= 2);
	for (size_t i = 0; i < facts.service_count; i++)
		assert_int_equal(facts.services[i].date, NOW / DAY + 400);
}

static void words_of_a_refuge_protect_the_whole_organisation(void **state)
{
	struct eh_own_service service = kites();

	(void)state;
	service.does = EH_STR("A refuge for women, at The Kite Hall, 3 Larkhill Mews.");
	assert_ok(say(&holder, ours, &service, NOW), &error);
	for (int i = 0; i < 3; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		assert_true(facts.protected.p && !facts.ward.n && !facts.lsoa.n);
		assert_true(facts.service_count >= 1);
		for (size_t k = 0; k < facts.service_count; k++) {
			const struct eh_service_facts *one = &facts.services[k];
			assert_true(one->protected && one->whole_place && !one->address.n && !one->postcode.n && !one->ward.n &&
			            !one->telephone.n);
			for (size_t s = 0; s < one->said_count; s++) {
				assert_int_equal(eh_str_find(one->said[s].value, EH_STR("Larkhill")), -1);
				assert_int_equal(eh_str_find(one->said[s].value, eh_str_of(postcode)), -1);
			}
		}
		build(i == 0);
	}
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_service_list row;
	assert_ok(eh_q_service_list(place.db, &cursor, &error), &error);
	while (eh_q_service_list_next(&cursor, &row, &error) == EH_OK)
		if (eh_str_eq(row.org_id, eh_str_of(ours)))
			assert_true(isnan(row.latitude) && !row.lsoa.p && !row.ward.p && !row.postcode.p && !row.address.p);
}

static void hiding_covers_the_addresses_and_contacts_of_services(void **state)
{
	const struct eh_own_service service = kites();

	(void)state;
	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_hide(place.db, NOW, &holder, eh_str_of(ours), EH_HIDDEN_ADDRESS, &error), &error);
	assert_ok(eh_hide(place.db, NOW, &holder, eh_str_of(ours), EH_HIDDEN_CONTACT, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	assert_ok(say(&holder, ours, &service, NOW), &error);
	for (int i = 0; i < 2; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
		const struct eh_service_facts *one = named(&facts, "Zyzzyva kites");
		assert_true(!one->address.n && !one->postcode.n && !one->telephone.n && !one->web.n);
		for (size_t s = 0; s < one->said_count; s++) {
			assert_int_equal(eh_str_find(one->said[s].value, EH_STR("Larkhill")), -1);
			assert_int_equal(eh_str_find(one->said[s].value, EH_STR("960 123")), -1);
			assert_int_equal(eh_str_find(one->said[s].value, EH_STR("kites.example")), -1);
		}
		build(true);
	}
}

/* Where what may be shown of it holds the postcode. */
static bool is_told(const char *what)
{
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	struct eh_buf json EH_CLEANUP_BUF = { 0 };

	assert_int_equal(eh_facts_json(&facts, &json), EH_OK);
	return eh_str_find(eh_buf_str(&json), eh_str_of(what)) >= 0;
}

static void an_address_that_is_hidden_of_a_service_is_told_nowhere_and_still_counts(void **state)
{
	struct eh_str before;
	struct eh_own_service service = listed(&before);

	(void)state;
	assert_true(is_told(postcode));
	service.needs = EH_STR("food");
	service.how = EH_HOW_PLACE;
	service.address = EH_STR("The Kite Hall, 3 Larkhill Mews");
	service.postcode = eh_str_of(postcode);
	service.hides_address = true;
	assert_ok(say(&holder, ours, &service, NOW), &error);
	for (int i = 0; i < 3; i++) {
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_service_list row;
		assert_false(is_told(postcode) || is_told("Larkhill"));
		assert_ok(eh_q_service_list(place.db, &cursor, &error), &error);
		while (eh_q_service_list_next(&cursor, &row, &error) == EH_OK)
			if (eh_str_eq(row.service_id, service.service_id)) {
				assert_true(!row.address.p && !row.postcode.p && !row.address_public);
				assert_true(row.located && row.ward.n && !isnan(row.latitude));
			}
		struct eh_own_service now;
		assert_ok(eh_own_service_find(place.db, eh_str_of(ours), service.service_id, &arena, &now, &error), &error);
		assert_str(now.address, "The Kite Hall, 3 Larkhill Mews");
		eh_cursor_close(&cursor);
		build(i == 0);
	}
	service.hides_address = false;
	assert_ok(say(&holder, ours, &service, NOW + 1), &error);
	assert_true(said.anew);
	build(false);
	assert_true(is_told(postcode) && is_told("Larkhill"));
}

static void what_is_wrong_says_which_field_it_is(void **state)
{
	struct eh_own_service service = kites();

	(void)state;
	service.postcode = EH_STR("ZZ99 9ZZ");
	assert_int_equal(say(&holder, ours, &service, NOW), EH_INVALID);
	assert_string_equal(said.wrong, "postcode");
	service.needs = EH_STR("");
	assert_int_equal(say(&holder, ours, &service, NOW), EH_INVALID);
	assert_string_equal(said.wrong, "needs");
	assert_int_equal(say(&stranger, ours, &service, NOW), EH_REFUSED);
	assert_null(said.wrong);
}

static struct eh_analysis analyse(void)
{
	struct eh_analysis analysis = { 0 };

	assert_ok(eh_analyse(place.db, eh_str_of(place.council), EH_ANALYSE_GAPS, 1, &analysis, &error), &error);
	return analysis;
}

static size_t number_of(const struct eh_analysis *analysis, const char *need)
{
	size_t n = 0;

	while (n < analysis->need_count && strcmp(analysis->needs[n].need->code, need) != 0)
		n++;
	assert_true(n < analysis->need_count);
	return n;
}

static void a_service_counts_in_its_wards_and_no_other(void **state)
{
	struct eh_own_service service = kites();
	struct eh_analysis before EH_CLEANUP_ANALYSIS = analyse();
	size_t need = number_of(&before, "addiction"), inside = 0, outside = 0;

	(void)state;
	service.how = EH_HOW_WARDS;
	service.wards = eh_str_of(ward);
	service.needs = EH_STR("addiction");
	assert_ok(say(&holder, ours, &service, NOW), &error);
	struct eh_analysis after EH_CLEANUP_ANALYSIS = analyse();
	for (size_t i = 0; i < after.area_count; i++) {
		const struct eh_coverage_row *was = &before.rows[i * before.need_count + need];
		const struct eh_coverage_row *is = &after.rows[i * after.need_count + need];
		if (isnan(is->reach[1]))
			continue;
		if (eh_str_eq(after.wards[after.areas[i].ward].code, eh_str_of(ward))) {
			assert_true(is->reach[0] >= 1);
			assert_int_equal(is->services, was->services + 1);
			inside++;
		} else {
			assert_true(is->reach[0] == was->reach[0]);
			outside++;
		}
	}
	assert_true(inside && outside);
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(ours);
	const struct eh_service_facts *one = named(&facts, "Zyzzyva kites");
	assert_int_equal(one->ward_count, 1);
	assert_str(one->wards[0].id, ward);
	assert_true(!one->whole_place && !one->address.n);
}

static void places_a_week_are_capacity_and_not_only_presence(void **state)
{
	struct eh_own_service service = kites();

	(void)state;
	service.needs = EH_STR("digital");
	service.capacity = EH_DB_NULL;
	assert_ok(say(&holder, ours, &service, NOW), &error);
	struct eh_analysis before EH_CLEANUP_ANALYSIS = analyse();
	size_t need = number_of(&before, "digital");
	bool known = before.needs[need].capacity_known;
	service.capacity = 40;
	assert_ok(say(&holder, ours, &service, NOW + 1), &error);
	struct eh_analysis after EH_CLEANUP_ANALYSIS = analyse();
	assert_true(after.needs[need].capacity_known);
	assert_false(known);
}

static void who_only_counted_at_an_office_counts_where_it_helps(void **state)
{
	const struct eh_actor its_holder = { 4, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(office), false };
	const struct eh_own_service service = kites();

	(void)state;
	assert_ok(say(&its_holder, office, &service, NOW), &error);
	for (int i = 0; i < 2; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(office);
		assert_int_equal(facts.service_count, 1);
		assert_str(facts.services[0].name, "Zyzzyva kites");
		build(true);
	}
	{
		struct eh_facts facts EH_CLEANUP_FACTS = facts_of(office);
		bool anew = false;
		assert_ok(eh_db_begin(place.db, &error), &error);
		assert_ok(settle(eh_own_service_move(place.db, NOW, &its_holder, EH_STR("example-town"), eh_str_of(office),
		                  facts.services[0].id, EH_SERVICE_TAKE_BACK, &anew, &error)),
		        &error);
		assert_true(anew);
	}
	build(false);
	struct eh_facts facts EH_CLEANUP_FACTS = facts_of(office);
	assert_int_equal(facts.service_count, 1);
	assert_true(facts.services[0].office_only);
}

/* Two entries that people say are one: the services of both go on under the identifier that stays. */
static void services_follow_a_merge_and_come_apart_again(void **state)
{
	const struct eh_own_service service = kites();
	struct eh_cursor cursor = { 0 };
	struct eh_q_organisation_sources row;
	char sources[2][128], keys[2][256];
	const char *orgs[] = { ours, office };
	const struct eh_actor its_holder = { 4, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(office), false };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_ok(eh_q_organisation_sources(place.db, eh_str_of(orgs[i]), &cursor, &error), &error);
		assert_ok(eh_q_organisation_sources_next(&cursor, &row, &error), &error);
		snprintf(sources[i], sizeof sources[i], "%.*s", EH_FMT(row.source));
		snprintf(keys[i], sizeof keys[i], "%.*s", EH_FMT(row.key));
		eh_cursor_close(&cursor);
	}
	assert_ok(say(&its_holder, office, &service, NOW), &error);
	assert_ok(eh_q_decision_add(place.db, eh_str_of(sources[0]), eh_str_of(keys[0]), eh_str_of(sources[1]),
	                  eh_str_of(keys[1]), EH_STR("same"), EH_STR("somebody"), EH_STR("the same"), NOW, &error),
	        &error);
	build(false);
	{
		struct eh_facts one EH_CLEANUP_FACTS = facts_of(ours), other EH_CLEANUP_FACTS = facts_of(office);
		assert_true(eh_str_eq(one.id, other.id));
		assert_non_null(named(&one, "Zyzzyva kites"));
	}
	assert_ok(eh_q_decision_add(place.db, eh_str_of(sources[0]), eh_str_of(keys[0]), eh_str_of(sources[1]),
	                  eh_str_of(keys[1]), EH_STR("different"), EH_STR("somebody"), EH_STR("not the same"), NOW + 1, &error),
	        &error);
	build(false);
	struct eh_facts one EH_CLEANUP_FACTS = facts_of(ours), other EH_CLEANUP_FACTS = facts_of(office);
	assert_false(eh_str_eq(one.id, other.id));
	assert_null(named(&one, "Zyzzyva kites"));
	assert_non_null(named(&other, "Zyzzyva kites"));
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		EACH(a_service_that_no_source_names_is_in_the_list_at_once_and_stays),
		EACH(nobody_else_says_it_and_nonsense_is_refused),
		EACH(own_words_come_before_a_source_which_stays_beside_them),
		EACH(it_outlives_the_batch_that_told_of_it_and_meets_it_again),
		EACH(a_closed_service_is_closed_until_it_is_opened),
		EACH(still_right_is_said_of_the_services_too),
		EACH(words_of_a_refuge_protect_the_whole_organisation),
		EACH(an_address_that_is_hidden_of_a_service_is_told_nowhere_and_still_counts),
		EACH(what_is_wrong_says_which_field_it_is),
		EACH(hiding_covers_the_addresses_and_contacts_of_services),
		EACH(a_service_counts_in_its_wards_and_no_other),
		EACH(places_a_week_are_capacity_and_not_only_presence),
		EACH(who_only_counted_at_an_office_counts_where_it_helps),
		EACH(services_follow_a_merge_and_come_apart_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
