/* The index for searching follows what changes, while others search. */
#include "searched.h"

#include <pthread.h>

static void one_organisation_can_be_renewed_alone(void **state)
{
	struct searched *world = *state;
	struct eh_error err = { 0 };
	size_t before = search_ask(world, (struct eh_search_query){ .telephone = true }).total;
	struct eh_search_results results = search_text(world, "Testham Counselling");
	struct eh_str id = results.hits[0].id;

	assert_ok(eh_db_begin(world->place.db, &err), &err);
	assert_ok(eh_q_organisation_telephone_add(world->place.db, id, EH_STR("0300 765 4321"), &err), &err);
	assert_ok(eh_q_organisation_name_add(world->place.db, id, EH_STR("Quixotic Listeners"), EH_STR("other"), &err), &err);
	assert_ok(eh_search_refresh(world->place.db, id, &err), &err);
	assert_ok(eh_db_commit(world->place.db, &err), &err);
	assert_int_equal(search_ask(world, (struct eh_search_query){ .telephone = true }).total, before + 1);
	assert_search_first(world, "quixotic listener", "Testham Counselling", EH_SEARCH_WHY_NAME);
	test_place_build(&world->place, 1);
	assert_int_equal(search_text(world, "quixotic").total, 0);
	assert_int_equal(search_ask(world, (struct eh_search_query){ .telephone = true }).total, before);
}

/* Everything there is to find, as JSON. */
static struct eh_buf everything(struct searched *world)
{
	struct eh_buf json = { 0 };
	struct eh_search_results results = search_ask(
	        world, (struct eh_search_query){ .count = 100, .statuses = 7, .order = EH_SEARCH_BY_NAME });

	assert_int_equal(eh_search_write_json(&results, &json), EH_OK);
	return json;
}

static void an_index_that_followed_changes_is_that_of_a_new_store(void **state)
{
	static const char LATER[] =
	        "Name of group,What we do,Address,Postcode,Opening times,Enquiries telephone\n"
	        "Testham Tool Library,Lending tools and ladders,1 High Street,ZZ1 1AA,Monday 10am-4pm,0161 496 0002\n"
	        "Testham Repair Cafe,Mending things,1 High Street,ZZ1 1AA,Saturday 10am-1pm,0161 496 0005\n";
	struct searched *followed = *state, *fresh = searched_make(LATER);
	struct eh_buf before EH_CLEANUP_BUF = everything(followed);

	searched_import_services(followed, LATER, 20610);
	test_place_build(&followed->place, 1);
	struct eh_buf after EH_CLEANUP_BUF = everything(followed), anew EH_CLEANUP_BUF = everything(fresh);
	assert_str(eh_buf_str(&after), anew.p);
	assert_false(eh_str_eq(eh_buf_str(&after), eh_buf_str(&before)));
	assert_int_equal(search_text(followed, "repair cafe").total, 1);
	struct eh_search_results services = search_ask(
	        followed, (struct eh_search_query){ .kinds = EH_SEARCH_SERVICE, .statuses = 7 });
	assert_int_equal(services.total, 2);
	assert_null(search_hit(&services, "Testham Food Bank"));
	searched_tear_down((void **)&fresh);
}

struct searcher {
	struct eh_search *search;
	const char *path;
	pthread_t thread;
	size_t found;
	enum eh_rc rc;
};

static void *search_on(void *argument)
{
	struct searcher *searcher = argument;
	struct eh_db *db EH_CLEANUP_DB = NULL;

	searcher->rc = eh_db_open(searcher->path, EH_DB_READ, &db, NULL);
	for (size_t i = 0; i < 150 && searcher->rc == EH_OK; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_search_results results = { 0 };
		const struct eh_search_query query = { .text = i % 2 ? EH_STR("advice") : EH_STR("advise centre") };
		searcher->rc = eh_search_run(searcher->search, db, &query, &arena, &results, NULL);
		searcher->found += results.total;
	}
	return NULL;
}

/* Adds one organisation to a store of a file. */
static void add_organisation(struct eh_db *db, unsigned number)
{
	struct eh_str none = { NULL, 0 };
	struct eh_error err = { 0 };
	char id[32], name[64];

	snprintf(id, sizeof id, "EH-%u", number);
	snprintf(name, sizeof name, "Advice Centre %u", number);
	assert_ok(eh_db_begin(db, &err), &err);
	assert_ok(eh_q_organisation_add(db, eh_str_of(id), eh_str_of(name), EH_STR("active"), EH_STR("local"), EH_STR("publish"),
	                  none, none, none, 0, (double)NAN, (double)NAN, none, none, none, none, none, none, EH_DB_NULL,
	                  EH_DB_NULL, EH_DB_NULL, 20000, 20000, none, &err),
	        &err);
	assert_ok(eh_search_refresh(db, eh_str_of(id), &err), &err);
	assert_ok(eh_db_commit(db, &err), &err);
}

static void threads_search_while_the_index_changes(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct searcher searchers[2];
	struct eh_error err = { 0 };
	char folder[64], path[128];

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/store.db", folder);
	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	add_organisation(db, 0);
	assert_ok(eh_search_new(&search, &err), &err);
	for (size_t i = 0; i < 2; i++) {
		searchers[i] = (struct searcher){ .search = search, .path = path };
		assert_int_equal(pthread_create(&searchers[i].thread, NULL, search_on, &searchers[i]), 0);
	}
	for (unsigned i = 1; i < 40; i++)
		add_organisation(db, i);
	for (size_t i = 0; i < 2; i++) {
		pthread_join(searchers[i].thread, NULL);
		assert_int_equal(searchers[i].rc, EH_OK);
		assert_true(searchers[i].found >= 150);
	}
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_results results;
	assert_ok(eh_search_run(search, db, &(struct eh_search_query){ .text = EH_STR("advice") }, &arena, &results, &err), &err);
	assert_int_equal(results.total, 40);
	test_remove(folder);
}

static void a_list_that_was_never_built_says_so(void **state)
{
	struct searched *world = *state;
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_search *search EH_CLEANUP_SEARCH = NULL;
	struct eh_search_results results;
	struct eh_error err = { 0 };

	assert_ok(eh_db_open(":memory:", EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_search_new(&search, &err), &err);
	assert_int_equal(
	        eh_search_run(search, db, &(struct eh_search_query){ .text = EH_STR("x") }, &world->arena, &results, &err),
	        EH_NOT_FOUND);
	assert_non_null(strstr(err.message, "evenhand build"));
}

int main(void)
{
#define ON_TESTHAM(test) cmocka_unit_test_setup_teardown(test, searched_set_up, searched_tear_down)
	const struct CMUnitTest tests[] = {
		ON_TESTHAM(one_organisation_can_be_renewed_alone),
		ON_TESTHAM(an_index_that_followed_changes_is_that_of_a_new_store),
		cmocka_unit_test(threads_search_while_the_index_changes),
		ON_TESTHAM(a_list_that_was_never_built_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
