/* test_allocation.c: one allocation after another fails, in whole operations on a small town. Each time the operation must say
 * EH_NO_MEMORY (or come to the very result it comes to undisturbed), leak nothing, and leave the store as it was. Where an operation asks
 * for memory very often, every so many is failed, from a start that the seed decides (EVENHAND_SEED). */
#include "test.h"

#include "exchange/report.h"
#include "exchange/tables.h"
#include "register/analysis.h"
#include "register/classify.h"
#include "register/facts.h"
#include "register/register.h"
#include "sources/import.h"
#include "sources/recipe.h"
#include "queries.h"
#include "store.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#else
static int __lsan_do_recoverable_leak_check(void) { return 0; }
#endif

enum { MOST_POINTS = 100, MOST_SLOW_POINTS = 20 };

static struct {
	char folder[128], town[160], empty[160], full[160], store[160];
	uint64_t seed;
} at;

/* What an operation is given, and what it says besides its code: a digest of its results. */
struct operation {
	const char *name;
	const char *base; /* the store it works on; NULL: none */
	enum eh_rc (*run)(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err);
	const char *file, *kind, *table;
	bool slow;
};

static uint64_t digest_of(const struct eh_buf *text) { return eh_str_hash(eh_buf_str(text)); }

static enum eh_rc run_import(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_import_result result = { 0 };
	char path[256];

	snprintf(path, sizeof path, "%s/%s", at.town, operation->file);
	const struct eh_import import = { .source = "the-source",
		.kind = operation->kind,
		.file = { .path = path, .table = operation->table },
		.place_id = "t",
		.says = 1,
		.data_date = 20000 };
	EH_TRY(eh_import_run(db, &import, &result, err));
	*ret_result = (uint64_t)(result.kept * 1000 + result.refused);
	return EH_OK;
}

static enum eh_rc run_open(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_db *opened EH_CLEANUP_DB = NULL;
	char path[200];

	(void)operation, (void)db;
	snprintf(path, sizeof path, "%s/opened.db", at.folder);
	store_remove(path);
	enum eh_rc rc = eh_db_open(path, EH_DB_CREATE, &opened, err);
	if (rc < 0)
		assert_null(opened);
	else
		*ret_result = (uint64_t)eh_db_schema_version(opened);
	return rc;
}

static enum eh_rc run_recipe(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_recipe recipe EH_CLEANUP_RECIPE = { 0 };

	(void)operation, (void)db;
	EH_TRY(eh_recipe_read("places/example-town.ini", &recipe, err));
	*ret_result = recipe.source_count;
	return EH_OK;
}

static enum eh_rc run_build(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_build_summary summary = { 0 };

	(void)operation;
	EH_TRY(eh_build(db, &(struct eh_build_options){ .force = true, .threads = 1 }, &summary, err));
	*ret_result = (uint64_t)(summary.organisations * 1000 + summary.services);
	return EH_OK;
}

static enum eh_rc run_undo(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	(void)operation;
	*ret_result = 0;
	return eh_import_undo(db, 9, err);
}

static enum eh_rc add_sheet(const struct eh_sheet *sheet, struct eh_buf *text, struct eh_error *err)
{
	if (eh_sheet_csv(sheet, text) < 0 || eh_sheet_json(sheet, text) < 0 || eh_sheet_plain(sheet, text) < 0 ||
	        eh_sheet_html(sheet, text) < 0)
		return eh_fail_memory(err);
	return EH_OK;
}

static enum eh_rc run_analyse(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	struct eh_sheet gaps EH_CLEANUP_SHEET = { 0 }, overlaps EH_CLEANUP_SHEET = { 0 }, complete EH_CLEANUP_SHEET = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	const struct eh_str any = { NULL, 0 };

	(void)operation;
	EH_TRY(eh_analyse(db, EH_STR("Z06000001"), EH_ANALYSE_ALL, 1, &analysis, err));
	EH_TRY(eh_table_gaps(&analysis, any, false, &gaps, err));
	EH_TRY(eh_table_overlaps(&analysis, any, &overlaps, err));
	EH_TRY(eh_table_completeness(&analysis, &complete, err));
	EH_TRY(add_sheet(&gaps, &text, err));
	EH_TRY(add_sheet(&overlaps, &text, err));
	EH_TRY(add_sheet(&complete, &text, err));
	*ret_result = digest_of(&text);
	return EH_OK;
}

static enum eh_rc run_listing(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	(void)operation;
	EH_TRY(eh_listing_load(db, (struct eh_str){ NULL, 0 }, &listing, err));
	EH_TRY(eh_table_organisations(&listing, NULL, false, &arena, &sheet, err));
	EH_TRY(add_sheet(&sheet, &text, err));
	if (eh_listing_json(&listing, &text) < 0)
		return eh_fail_memory(err);
	*ret_result = digest_of(&text);
	return EH_OK;
}

static enum eh_rc run_facts(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	uint64_t result = 0;

	(void)operation;
	EH_TRY(eh_listing_load(db, (struct eh_str){ NULL, 0 }, &listing, err));
	for (size_t i = 0; i < listing.count && i < 5; i++) {
		struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
		EH_TRY(eh_facts_load(db, listing.items[i].id, &facts, err));
		for (size_t j = 0; j < facts.fact_count; j++)
			result = result * 31 + eh_str_hash(facts.facts[j].value);
	}
	*ret_result = result;
	return EH_OK;
}

static enum eh_rc run_report(const struct operation *operation, struct eh_db *db, uint64_t *ret_result, struct eh_error *err)
{
	struct eh_report_summary summary = { 0 };
	char folder[200];

	(void)operation;
	snprintf(folder, sizeof folder, "%s/report", at.folder);
	EH_TRY(eh_report_write(db, EH_STR("Z06000001"),
	        &(struct eh_report_options){ .folder = folder, .draft = true, .as_of = EH_NO_DATE, .threads = 1 }, &summary,
	        err));
	*ret_result = summary.files * 100000000 + summary.bytes;
	eh_buf_finish(&summary.words);
	return EH_OK;
}

static struct eh_db *open_store(const struct operation *operation)
{
	struct eh_db *db = NULL;
	struct eh_error err = { 0 };

	if (!operation->base)
		return NULL;
	store_copy(operation->base, at.store);
	assert_ok(eh_db_open(at.store, EH_DB_WRITE, &db, &err), &err);
	return db;
}

enum outcome { REPORTED, NOT_NOTICED, WRONG };

/* One run with one failure. Not noticed: it came to the very result that it comes to undisturbed. */
static enum outcome fail_at(
        const struct operation *operation, struct eh_db *db, long point, bool once, uint64_t before, uint64_t want)
{
	struct eh_error err = { 0 };
	uint64_t result = 0;
	const char *wrong = NULL;

	(once ? eh_alloc_fail_once : eh_alloc_fail_after)(point);
	enum eh_rc rc = operation->run(operation, db, &result, &err);
	eh_alloc_fail_after(-1);
	if (rc == EH_OK && result == want)
		return NOT_NOTICED;
	if (rc == EH_OK)
		wrong = "nobody noticed, and the result is another";
	else if (rc != EH_NO_MEMORY || !err.message[0])
		wrong = "it did not say that memory is short";
	else if (db && eh_db_in_transaction(db))
		wrong = "a transaction was left open";
	else if (operation->base && store_digest(at.store) != before)
		wrong = "the store has changed";
	if (wrong)
		printf("    %s: allocation %ld failed%s: %s (%s: %s)\n", operation->name, point, once ? " alone" : "", wrong,
		        eh_rc_name(rc), err.message);
	return wrong ? WRONG : REPORTED;
}

static size_t fail_everywhere(const struct operation *operation)
{
	struct eh_error err = { 0 };
	uint64_t want = 0, before = operation->base ? store_digest(operation->base) : 0;
	struct eh_random random;
	size_t outcomes[3] = { 0 };

	struct eh_db *db = open_store(operation);
	eh_alloc_fail_after(-1);
	assert_ok(operation->run(operation, db, &want, &err), &err);
	long count = eh_alloc_fail_after(-1), stride = count / (operation->slow ? MOST_SLOW_POINTS : MOST_POINTS) + 1;
	eh_db_close(db);
	eh_random_init(&random, at.seed, eh_str_hash(eh_str_of(operation->name)));
	db = open_store(operation);
	for (long point = (long)eh_random_below(&random, (uint64_t)stride); point < count && outcomes[WRONG] < 10;
	        point += stride)
		for (int once = 0; once < 2; once++) {
			enum outcome outcome = fail_at(operation, db, point, once, before, want);
			outcomes[outcome]++;
			if (outcome == REPORTED)
				continue;
			eh_db_close(db);
			db = open_store(operation);
		}
	eh_db_close(db);
	printf("    %s: %ld allocations; of the failures tried %zu were reported, %zu did not matter\n", operation->name, count,
	        outcomes[REPORTED], outcomes[NOT_NOTICED]);
	if (__lsan_do_recoverable_leak_check()) {
		printf("    %s leaks when memory is short\n", operation->name);
		outcomes[WRONG]++;
	}
	assert_true(outcomes[REPORTED] > 0);
	return outcomes[WRONG];
}

static void an_import_of_any_kind_fails_whole(void **state)
{
	static const struct operation IMPORTS[] = {
		{ "postcodes", at.empty, run_import, "postcodes.csv", "postcodes", NULL, false },
		{ "areas (GeoJSON)", at.empty, run_import, "boundaries_ward.geojson", "areas", NULL, false },
		{ "areas (look-up)", at.empty, run_import, "lsoa_lookup.csv", "areas", NULL, false },
		{ "need", at.empty, run_import, "need.csv", "need", NULL, false },
		{ "population", at.empty, run_import, "population.csv", "population", NULL, false },
		{ "charities (JSON)", at.empty, run_import, "publicextract.charity.json", "charity-commission", NULL, false },
		{ "charities (text)", at.empty, run_import, "publicextract.charity.2024-03-01.txt", "charity-commission",
		        "charity", false },
		{ "companies", at.empty, run_import, "companies.csv", "companies-house", NULL, false },
		{ "sports clubs' register", at.empty, run_import, "casc.csv", "casc", NULL, false },
		{ "grants", at.empty, run_import, "council_grants.csv", "360giving", NULL, false },
		{ "services", at.empty, run_import, "services.json", "open-referral", NULL, false },
		{ "spreadsheet (CSV)", at.empty, run_import, "sports_clubs.csv", "spreadsheet", NULL, false },
		{ "spreadsheet (ODS)", at.empty, run_import, "community_groups.ods", "spreadsheet", NULL, false },
		{ "spreadsheet (XLSX)", at.empty, run_import, "council_list.xlsx", "spreadsheet", NULL, false },
	};

	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof IMPORTS / sizeof *IMPORTS; i++)
		wrong += fail_everywhere(&IMPORTS[i]);
	assert_int_equal(wrong, 0);
}

static void opening_a_store_fails_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "open", .run = run_open }), 0);
}

static void reading_a_recipe_fails_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "recipe", .run = run_recipe }), 0);
}

static void a_build_fails_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "build", .base = at.full, .run = run_build }), 0);
}

static void an_undo_fails_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "undo", .base = at.full, .run = run_undo }), 0);
}

static void analysis_and_its_tables_fail_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "analyse", .base = at.full, .run = run_analyse }), 0);
}

static void the_list_and_its_tables_fail_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "list", .base = at.full, .run = run_listing }), 0);
}

static void facts_of_an_organisation_fail_whole(void **state)
{
	(void)state;
	assert_int_equal(fail_everywhere(&(struct operation){ .name = "facts", .base = at.full, .run = run_facts }), 0);
}

static void a_report_fails_whole(void **state)
{
	(void)state;
	assert_int_equal(
	        fail_everywhere(&(struct operation){ .name = "report", .base = at.full, .run = run_report, .slow = true }), 0);
}

static int set_up(void **state)
{
	const char *seed = getenv("EVENHAND_SEED");
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };

	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.town, sizeof at.town, "%s/town", at.folder);
	snprintf(at.empty, sizeof at.empty, "%s/empty.db", at.folder);
	snprintf(at.full, sizeof at.full, "%s/full.db", at.folder);
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	at.seed = seed ? strtoull(seed, NULL, 10) : 1;
	printf("    seed %llu\n", (unsigned long long)at.seed);
	setenv("EVENHAND_CLOCK", "2026-04-01T12:00:00", 1);
	unsetenv("EVENHAND_DB");
	run((const char *const[]){
	        "evenhand", "generate", "town", "--organisations", "40", "--seed", "1", "--out", at.town, NULL });
	run((const char *const[]){ "evenhand", "update", "places/example-town.ini", "--data", at.town, "--db", at.full, NULL });
	assert_ok(eh_db_open(at.empty, EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_q_place_put(db, EH_STR("t"), EH_STR("Town"), EH_STR("Z06000001"), EH_STR(""), 1, &err), &err);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	test_remove(at.folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opening_a_store_fails_whole),
		cmocka_unit_test(reading_a_recipe_fails_whole),
		cmocka_unit_test(an_import_of_any_kind_fails_whole),
		cmocka_unit_test(a_build_fails_whole),
		cmocka_unit_test(an_undo_fails_whole),
		cmocka_unit_test(the_list_and_its_tables_fail_whole),
		cmocka_unit_test(facts_of_an_organisation_fail_whole),
		cmocka_unit_test(analysis_and_its_tables_fail_whole),
		cmocka_unit_test(a_report_fails_whole),
	};
	return cmocka_run_group_tests_name("allocation", tests, set_up, tear_down);
}
