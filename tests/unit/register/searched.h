/* searched.h: Testham, a place to search in: its register, services and what may only be matched, built and with a search at hand. */
#ifndef EH_TESTS_SEARCHED_H
#define EH_TESTS_SEARCHED_H

#include "place.h"

#include "register/search.h"

/* 2026-06-01 was a Monday; 10:30 by British clocks is 09:30 UTC. */
static const int64_t SEARCHED_MONDAY = (20605 * INT64_C(86400) + 9 * 3600 + 1800) * 1000000;

static const char REGISTER[] =
        "Name,Charity number,What we do,Postcode,Formerly,Also known as,Date removed,Status,Income,Enquiries telephone\n"
        "Testham Carers Centre,1012345,Breaks and advice for carers,ZZ1 1AA,Testham Respite,,,,50000,0161 496 0001\n"
        "Friends of Testham Carers Centre,1012346,Raising money,ZZ1 1AB,,,,,500,0300 123 4567\n"
        "Citizens Advice Testham Ltd,1012347,\"Debt, benefits and housing advice\",ZZ2 2AA,,,,,,\n"
        "Testham Counselling,1012348,Counselling for anybody in distress,ZZ2 2AA,,TCS,,,,\n"
        "Old Testham Band,1012349,Brass music,ZZ1 1AA,,,2019-01-01,Removed,,\n"
        "Far Away Debt Help,1012350,Debt advice,ZZ3 3AA,,,,,,\n"
        "Testham Women's Refuge,1012351,\"Refuge from domestic abuse in North Ward, ring 0161 496 0009\",ZZ1 1AA,,,,,,0161 496 "
        "0009\n";

static const char SERVICES[] = "Name of group,What we do,Address,Postcode,Opening times,Enquiries telephone\n"
                               "Testham Tool Library,Lending tools,1 High Street,ZZ1 1AA,Monday 10am-4pm,0161 496 0002\n"
                               "=Sum Group,Sums and games for young people,2 High Street,ZZ2 2AA,by appointment,\n"
                               "Testham Food Bank,Food parcels,3 High Street,ZZ2 2AA,Tuesday 10am-4pm,0161 496 0003\n";

static const char SECRET[] = "Name,What we do,Postcode\nHidden Payee Group,Debt advice,ZZ1 1AA\n";

struct searched {
	struct test_place place;
	struct eh_search *search;
	struct eh_arena arena;
};

static inline void searched_import_services(struct searched *world, const char *text, int32_t date)
{
	test_place_import(
	        &world->place, "services", "spreadsheet", text, "services", EH_SAYS_MEETS | EH_SAYS_SERVES, false, date);
}

/* What may only be matched. */
static inline void searched_import_secret(struct searched *world)
{
	struct eh_error err = { 0 };
	struct eh_import_result result;
	char path[256];

	test_place_write(&world->place, "secret.csv", SECRET);
	snprintf(path, sizeof path, "%s/secret.csv", world->place.folder);
	const struct eh_import import = { .source = "secret",
		.kind = "spreadsheet",
		.file = { .path = path, .rows = "organisations" },
		.publisher = "Test (synthetic)",
		.licence = "CC0 1.0",
		.says = EH_SAYS_WORKS,
		.place_id = "here",
		.data_date = 20500,
		.terms = "match only" };
	assert_ok(eh_import_run(world->place.db, &import, &result, &err), &err);
}

/* Testham, with a later edition of its services where one is given. */
static inline struct searched *searched_make(const char *later)
{
	struct searched *world = eh_alloc_zero(1, sizeof *world);
	struct eh_error err = { 0 };

	assert_non_null(world);
	test_place_init(&world->place, "Z06000001");
	test_place_geography(&world->place);
	test_place_import(&world->place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_WORKS, true, 20500);
	searched_import_services(world, SERVICES, 20600);
	searched_import_secret(world);
	if (later)
		searched_import_services(world, later, 20610);
	test_place_build(&world->place, 1);
	assert_ok(eh_search_new(&world->search, &err), &err);
	return world;
}

static inline int searched_set_up(void **state)
{
	*state = searched_make(NULL);
	return 0;
}

static inline int searched_tear_down(void **state)
{
	struct searched *world = *state;

	eh_search_free(world->search);
	eh_arena_finish(&world->arena);
	test_place_finish(&world->place);
	eh_free(world);
	return 0;
}

static inline struct eh_search_results search_ask(struct searched *world, struct eh_search_query query)
{
	struct eh_search_results results = { 0 };
	struct eh_error err = { 0 };

	if (!query.now)
		query.now = SEARCHED_MONDAY;
	assert_ok(eh_search_run(world->search, world->place.db, &query, &world->arena, &results, &err), &err);
	return results;
}

static inline struct eh_search_results search_text(struct searched *world, const char *text)
{
	return search_ask(world, (struct eh_search_query){ .text = eh_str_of(text) });
}

static inline const struct eh_search_hit *search_hit(const struct eh_search_results *results, const char *name)
{
	for (size_t i = 0; i < results->count; i++)
		if (eh_str_eq(results->hits[i].name, eh_str_of(name)))
			return &results->hits[i];
	return NULL;
}

static inline void search_print(const struct eh_search_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		print_message("  %d %.*s\n", (int)results->hits[i].why, EH_FMT(results->hits[i].name));
}

/* The first result of a text is called so, for this reason. */
static inline void assert_search_first(struct searched *world, const char *text, const char *name, enum eh_search_why why)
{
	struct eh_search_results results = search_text(world, text);

	if (!results.count || !eh_str_eq(results.hits[0].name, eh_str_of(name)) || results.hits[0].why != why) {
		search_print(&results);
		fail_msg("\"%s\" finds %zu, and not first %s for reason %d", text, results.total, name, (int)why);
	}
}

#endif
