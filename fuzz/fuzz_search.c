/* What people type into a search: as its text, as a postcode, as something unfinished. Nothing typed is an error. */
#include "fuzz.h"

#include "queries.h"
#include "register/search.h"
#include "register/search_private.h"

static struct eh_db *db;
static struct eh_search *search;

/* A list of one organisation, so that words and numbers can be found. */
static void make_list(void)
{
	struct eh_str none = { NULL, 0 }, id = EH_STR("EH-1");
	struct eh_error err = { 0 };

	FUZZ_REQUIRE(eh_db_open(":memory:", EH_DB_CREATE, &db, &err) == EH_OK && eh_db_begin(db, &err) == EH_OK);
	FUZZ_REQUIRE(eh_q_organisation_add(db, id, EH_STR("Testham Carers Centre"), EH_STR("active"), EH_STR("local"),
	                     EH_STR("publish"), none, none, none, 0, 52.6, 2.0, none, none, none, none,
	                     EH_STR("Counselling, b\xc2\xb2 and caf\xc3\xa9"), none, EH_DB_NULL, EH_DB_NULL, EH_DB_NULL, 20000,
	                     20000, none, &err) == EH_OK);
	FUZZ_REQUIRE(eh_q_organisation_identifier_add(db, id, EH_STR("GB-CHC"), EH_STR("1012347"), &err) == EH_OK);
	FUZZ_REQUIRE(eh_search_refresh(db, none, &err) == EH_OK && eh_db_commit(db, &err) == EH_OK);
	FUZZ_REQUIRE(eh_search_new(&search, &err) == EH_OK);
}

static void read_text(struct eh_str input)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_terms terms;
	struct eh_error err = { 0 };
	int64_t low, high;
	char spelling[10];

	FUZZ_REQUIRE(eh_search_read_text(input, true, &arena, &terms, &err) == EH_OK);
	FUZZ_REQUIRE(terms.count <= EH_SEARCH_MOST_WORDS && terms.count <= terms.all_count);
	for (size_t i = 0; i < terms.count; i++) {
		FUZZ_REQUIRE(terms.words[i].n && terms.words[i].n <= EH_SEARCH_LONGEST_WORD);
		FUZZ_REQUIRE(terms.at[i] < terms.all_count && (!i || terms.at[i] > terms.at[i - 1]));
		for (size_t j = 0; j < i; j++)
			FUZZ_REQUIRE(!eh_str_eq(terms.words[i], terms.words[j]));
	}
	if (eh_search_postcodes(input, &low, &high, spelling)) {
		int64_t again[2];
		char same[10];
		FUZZ_REQUIRE(low <= high && strlen(spelling) < sizeof spelling);
		FUZZ_REQUIRE(eh_search_postcodes(eh_str_of(spelling), &again[0], &again[1], same));
		FUZZ_REQUIRE(again[0] == low && again[1] == high && strcmp(same, spelling) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
	struct eh_search_results results;
	struct eh_str input = fuzz_input(data, size);
	struct eh_error err = { 0 };
	size_t count = 0;

	if (!db)
		make_list();
	read_text(input);
	struct eh_search_query query = { .text = input };
	FUZZ_REQUIRE(eh_search_run(search, db, &query, &arena, &results, &err) == EH_OK);
	FUZZ_REQUIRE(results.count <= 1 && results.total == results.count);
	FUZZ_REQUIRE(!results.did_you_mean.n || eh_utf8_valid(results.did_you_mean, NULL));
	query.near = input;
	FUZZ_REQUIRE(eh_search_run(search, db, &query, &arena, &results, &err) == EH_OK);
	FUZZ_REQUIRE(eh_search_suggest(search, db, input, input, &arena, suggestions, &count, &err) == EH_OK);
	FUZZ_REQUIRE(count <= EH_SEARCH_MOST_SUGGESTIONS);
	return 0;
}
