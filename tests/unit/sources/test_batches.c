#include "inputs.h"

#include "sources/source_name.h"

static const char FIRST[] = "id,name,postcode\n1,Chess Club,M33 1AA\n2,Food Bank,M33 2AA\n3,Scouts,M33 3AA\n";
static const char SECOND[] = "id,name,postcode\n1,Chess Club,M33 1AA\n2,Food Bank and Pantry,M33 2AA\n4,Guides,M33 4AA\n";

static void assert_counts(struct eh_import_result r, int64_t read, int64_t kept, int64_t added, int64_t changed, int64_t gone)
{
	if (r.rows_read != read || r.kept != kept || r.added != added || r.changed != changed || r.gone != gone)
		fail_msg("read %lld kept %lld added %lld changed %lld gone %lld", (long long)r.rows_read, (long long)r.kept,
		        (long long)r.added, (long long)r.changed, (long long)r.gone);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	struct eh_import_result first = take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import_result again = take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_import_result undated = take(&store, "spreadsheet", "a copy of the list.csv", FIRST, NULL);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);

	assert_true(again.already);
	assert_true(undated.already);
	assert_int_equal(again.batch_id, first.batch_id);
	assert_same_dump(&before, &after);
	store_close(&store);
}

static void a_newer_edition_supersedes_and_lists_what_it_changed(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	assert_counts(take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01"), 3, 3, 3, 0, 0);
	assert_counts(take(&store, "spreadsheet", "list.csv", SECOND, "2025-01-01"), 3, 3, 1, 1, 1);
	assert_string_equal(
	        store_value(
	                &store, "SELECT group_concat(change || ' ' || key, ', ') FROM (SELECT * FROM batch_change ORDER BY key)"),
	        "changed 2, gone 3, added 4");
	assert_str(stored(&store, "2", &arena).name, "Food Bank and Pantry");
	assert_string_equal(store_value(&store, "SELECT group_concat(key) FROM current WHERE gone_date IS NOT NULL"), "3");
	store_close(&store);
}

static void a_list_of_one_place_never_takes_the_place_of_anothers(void **state)
{
	struct store store;
	struct eh_import_result result;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&store);
	struct eh_import import = an_import("spreadsheet", store_file(&store, "list.csv", eh_str_of(FIRST)), "2024-01-01");
	import.place_id = "town";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import other = an_import("spreadsheet", store_file(&store, "other.csv", eh_str_of(SECOND)), "2025-01-01");
	other.place_id = "village";
	assert_int_equal(eh_import_run(store.db, &other, &result, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "town"));
	assert_non_null(strstr(err.message, "--source"));
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	other.place_id = "town"; /* a newer edition of the same list */
	assert_ok(eh_import_run(store.db, &other, &result, &err), &err);
	store_close(&store);
}

/* A column that nothing reads may change as it likes; a private one may not. */
static void a_row_has_changed_when_something_used_of_it_has(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "l.csv",
	        "id,name,e-mail,printed\n1,Chess Club,a@a.example,2023\n2,Food Bank,b@b.example,2023\n", "2024-01-01");
	assert_counts(
	        take(&store, "spreadsheet", "l.csv",
	                "id,name,e-mail,printed\n1,Chess Club,a@a.example,2024\n2,Food Bank,c@b.example,2024\n", "2025-01-01"),
	        2, 2, 0, 1, 0);
	assert_string_equal(store_value(&store, "SELECT group_concat(change || ' ' || key) FROM batch_change"), "changed 2");
	store_close(&store);
}

static void editions_of_additions_make_nothing_go(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_import import = an_import("spreadsheet", store_file(&store, "more.csv", eh_str_of(SECOND)), "2025-01-01");
	import.edition = "additions";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_counts(result, 3, 3, 1, 1, 0);
	assert_string_equal(store_value(&store, "SELECT count(*) FROM current WHERE gone_date IS NULL"), "4");
	store_close(&store);
}

static void an_older_edition_imported_later_stays_behind_the_newer(void **state)
{
	struct store store;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv", SECOND, "2025-01-01");
	assert_counts(take(&store, "spreadsheet", "old.csv", FIRST, "2024-01-01"), 3, 3, 0, 0, 0);
	assert_str(stored(&store, "2", &arena).name, "Food Bank and Pantry");
	assert_string_equal(store_value(&store, "SELECT group_concat(key) FROM current WHERE gone_date IS NOT NULL"), "3");
	store_close(&store);
}

/* Every order of importing three editions ends in the same state of the source. */
static void what_a_source_says_does_not_depend_on_the_order_of_importing(void **state)
{
	static const int ORDERS[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	static const char *const TEXTS[] = { FIRST, SECOND, "id,name,postcode\n1,Chess Club,M33 9ZZ\n3,Scouts,M33 3AA\n" };
	static const char *const DATES[] = { "2023-01-01", "2024-01-01", "2025-01-01" };
	static const char SAYS[] =
	        "SELECT group_concat(c.key || ':' || v.fields || ':' || c.first_date || ':' || ifnull(c.gone_date, '-')) FROM "
	        "(SELECT * FROM current ORDER BY key) c JOIN version v USING (version_id)";
	char wanted[8192] = "";

	(void)state;
	for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++) {
		struct store store;
		store_open(&store);
		for (int j = 0; j < 3; j++)
			take(&store, "spreadsheet", "list.csv", TEXTS[ORDERS[i][j]], DATES[ORDERS[i][j]]);
		const char *got = store_value(&store, SAYS);
		if (!i)
			snprintf(wanted, sizeof wanted, "%s", got);
		assert_string_equal(got, wanted);
		store_close(&store);
	}
}

static void undo_leaves_the_store_as_if_the_batch_had_never_come(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import import = an_import("spreadsheet",
	        store_file(&store, "new.csv",
	                EH_STR("id,name,postcode,e-mail,status\n"
	                       "1,Chess Club,M33 1AA,a@b.org.uk,open\n"
	                       "9,,M33 1AA,,\n")),
	        "2025-01-01");
	import.publisher = "Somebody Else";
	import.licence = "another";
	import.says = EH_SAYS_MEETS;
	import.owner = "the council";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_int_equal(result.refused, 1);
	assert_string_equal(store_value(&store, "SELECT publisher FROM source"), "Somebody Else");
	assert_ok(eh_import_undo(store.db, result.batch_id, &err), &err);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	store_close(&store);
}

static void undo_of_the_only_batch_leaves_an_empty_store(void **state)
{
	struct store store;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&store);
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import_result result = take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	assert_ok(eh_import_undo(store.db, result.batch_id, &err), &err);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	store_close(&store);
}

/* Undoing an edition in the middle is the same as never having had it, in the counts of later editions too. */
static void undo_of_an_edition_in_the_middle_renews_what_later_ones_changed(void **state)
{
	static const char THIRD[] = "id,name,postcode\n1,Chess Club,M33 1AA\n3,Scouts,M33 3AA\n5,Rangers,M33 5AA\n";
	struct store with, without;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&with);
	store_open(&without);
	take(&with, "spreadsheet", "a.csv", FIRST, "2023-01-01");
	take(&with, "spreadsheet", "b.csv", SECOND, "2024-01-01");
	take(&with, "spreadsheet", "c.csv", THIRD, "2025-01-01");
	take(&without, "spreadsheet", "a.csv", FIRST, "2023-01-01");
	struct eh_import_result third = take(&without, "spreadsheet", "c.csv", THIRD, "2025-01-01");
	assert_ok(eh_import_undo(with.db, 2, &err), &err);
	assert_counts(third, 3, 3, 1, 0, 1);
	static const char COUNTS[] =
	        "SELECT file || ' ' || added || ' ' || changed || ' ' || gone FROM batch ORDER BY batch_id DESC LIMIT 1";
	assert_string_equal(store_value(&with, COUNTS), "c.csv 1 0 1");
	assert_string_equal(
	        store_value(&with, "SELECT group_concat(change || ' ' || key) FROM (SELECT * FROM batch_change ORDER BY key)"),
	        "gone 2,added 5");
	store_close(&with);
	store_close(&without);
}

static void undo_of_reference_tables_leaves_no_code_behind(void **state)
{
	struct store store;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&store);
	take(&store, "population", "people.csv", "lsoa21_code,population\nE01000001,1500\n", "2024-01-01");
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import import = an_import("postcodes",
	        store_file(&store, "postcodes.csv",
	                EH_STR("postcode,lat,long,lsoa21cd,oslaua\nM33 1AA,53.42,-2.32,E01000002,E08000009\n")),
	        "2024-02-01");
	struct eh_import_result result;
	import.source = "postcodes";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_string_equal(store_value(&store, "SELECT count(*) FROM area_code"), "3");
	assert_ok(eh_import_undo(store.db, result.batch_id, &err), &err);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	store_close(&store);
}

struct told {
	int refused, notes;
	uint64_t line;
};

static void on_refused(void *context, uint64_t line, struct eh_str column, const char *reason)
{
	struct told *told = context;

	assert_str(column, "name");
	assert_string_equal(reason, "there is no name");
	told->refused++;
	told->line = line;
}

static void on_note(void *context, const char *text)
{
	(void)text;
	((struct told *)context)->notes++;
}

static void a_dry_run_tells_everything_and_leaves_the_store_untouched(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;
	struct told told = { 0 };

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	struct eh_import import = an_import("spreadsheet",
	        store_file(&store, "new.csv", EH_STR("id,name,postcode\n1,Chess Club,M33 1AA\n7,,M33 7AA\n8,Rangers,M33 8AA\n")),
	        "2025-01-01");
	import.dry_run = true;
	import.refused = on_refused;
	import.noted = on_note;
	import.report_context = &told;
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_counts(result, 3, 2, 1, 0, 2);
	assert_int_equal(told.refused, 1);
	assert_int_equal(told.line, 3);
	assert_true(told.notes >= 1);
	struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
	assert_same_dump(&before, &after);
	store_close(&store);
}

static void refused_rows_are_listed_with_line_column_and_reason(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv",
	        "id,name,postcode\n1,Chess Club,M33 1AA\n2,,M33 2AA\n\"3\",\"Scouts\nand\nGuides\",M33 3AA,extra\n4,Rangers,M33 "
	        "4AA\n",
	        "2024-01-01");
	assert_string_equal(
	        store_value(&store, "SELECT group_concat(line || '|' || heading || '|' || reason, ' / ') FROM refusal"),
	        "3|name|there is no name / 4||the row has 4 cells and the header 3: a comma or quote may be missing");
	store_close(&store);
}

static void a_batch_keeps_its_owner_and_terms(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_import_result result;

	(void)state;
	store_open(&store);
	struct eh_import import = an_import("spreadsheet", store_file(&store, "list.csv", eh_str_of(FIRST)), "2024-01-01");
	import.owner = "Sale Community Network";
	import.terms = "publish";
	import.publisher = "Trafford Council";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_string_equal(store_value(&store, "SELECT owner || ', ' || terms FROM batch"), "Sale Community Network, publish");
	import.terms = "sell";
	import.source = "other";
	assert_int_equal(eh_import_run(store.db, &import, &result, &err), EH_USAGE);
	assert_non_null(strstr(err.message, "\"match only\", \"list\" or \"publish\""));
	store_close(&store);
}

static void withdrawal_takes_rows_and_personal_data_to_the_last_byte(void **state)
{
	struct store store;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&store);
	struct eh_import_result result = take(&store, "spreadsheet", "list.csv",
	        "name,postcode,contact name,e-mail\nXylophone Circle,M33 1AA,Persimmon Quill,persimmon@example.org\n",
	        "2024-01-01");
	assert_true(store_bytes_hold(&store, "persimmon@example.org"));
	assert_ok(eh_import_withdraw(store.db, result.batch_id, &err), &err);
	assert_string_equal(store_value(&store, "SELECT state FROM batch"), "withdrawn");
	assert_string_equal(store_value(&store, "SELECT count(*) FROM current"), "0");
	assert_string_equal(store_value(&store, "SELECT count(*) FROM personal"), "0");
	assert_false(store_bytes_hold(&store, "persimmon@example.org"));
	assert_false(store_bytes_hold(&store, "Persimmon Quill"));
	assert_false(store_bytes_hold(&store, "Xylophone Circle"));
	struct eh_import_result again = take(&store, "spreadsheet", "list.csv",
	        "name,postcode,contact name,e-mail\nXylophone Circle,M33 1AA,Persimmon Quill,persimmon@example.org\n",
	        "2024-01-01");
	assert_false(again.already);
	store_close(&store);
}

static void a_file_of_which_nothing_can_be_kept_is_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} CASES[] = {
		{ "id,name,postcode\n", "holds no row that could be kept" },
		{ "id,name,postcode\n1,,M33 1AA\n2,,M33 2AA\n",
		        "none of its 2 rows could be kept. The first: line 2, name: there is no name" },
	};
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "list.csv", FIRST, "2024-01-01");
	struct eh_buf before EH_CLEANUP_BUF = store_dump(&store, NULL);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_import import = an_import(
		        "spreadsheet", store_file(&store, "bad.csv", eh_str_of(CASES[i].text)), "2025-01-01");
		struct eh_import_result result;
		struct eh_error err = { 0 };
		assert_int_equal(eh_import_run(store.db, &import, &result, &err), EH_INVALID);
		if (!strstr(err.message, CASES[i].says))
			fail_msg("got \"%s\"", err.message);
		struct eh_buf after EH_CLEANUP_BUF = store_dump(&store, NULL);
		assert_same_dump(&before, &after);
	}
	store_close(&store);
}

/* Who moves stays who they are; only names that stand twice are told apart by where they are. */
static void a_list_without_ids_goes_by_name_and_by_postcode_where_names_repeat(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "spreadsheet", "l.csv", "name,postcode\nChess Club,M33 1AA\nBrownies,M33 2AA\nBrownies,M33 3AA\n",
	        "2024-01-01");
	assert_string_equal(store_value(&store, "SELECT group_concat(key, '; ') FROM (SELECT key FROM current ORDER BY key)"),
	        "brownies|M33 2AA; brownies|M33 3AA; chess club");
	assert_counts(take(&store, "spreadsheet", "l.csv",
	                      "name,postcode\nChess Club,M33 9ZZ\nBrownies,M33 2AA\nBrownies,M33 4AA\n", "2025-01-01"),
	        3, 3, 1, 1, 1);
	store_close(&store);
}

static void files_that_stand_side_by_side_have_sources_of_their_own(void **state)
{
	static const struct {
		const char *kind, *file, *text, *name;
	} CASES[] = {
		{ "charity-commission", "publicextract.charity.json",
		        "[{\"registered_charity_number\":1,\"linked_charity_number\":0,\"charity_name\":\"A\",\"charity_"
		        "registration_status\":\"Registered\"}]",
		        "charity-commission" },
		{ "charity-commission", "publicextract.charity_other_names.txt",
		        "registered_charity_number\tlinked_charity_number\tcharity_name_id\tcharity_name_type\tcharity_"
		        "name\n1000001\t0\t9\tWorking "
		        "Name\tB\n",
		        "charity-commission-names" },
		{ "charity-commission", "publicextract.charity_classification.txt",
		        "registered_charity_number\tlinked_charity_number\tclassification_code\n1000001\t0\t103\n",
		        "charity-commission-classification" },
		{ "charity-commission", "publicextract.charity_area_of_operation.txt",
		        "registered_charity_number\tlinked_charity_number\tgeographic_area_type\tgeographic_area_"
		        "description\n1000001\t0\tLocal "
		        "Authority\tTrafford\n",
		        "charity-commission-areas" },
		{ "oscr", "CharityExport.csv",
		        "Charity Number,Charity Name,Registered Date,Charity Status\nSC000001,A,01/01/2000 00:00,Active\n",
		        "oscr" },
		{ "oscr", "removed.csv",
		        "Charity Number,Charity Name,Registered Date,Ceased Date\nSC000002,B,01/01/2000 00:00,02/06/2012 18:58\n",
		        "oscr-removed" },
		{ "casc", "clubs.csv", "id,name,postcode\nx,y,\n", "casc" },
		{ "spreadsheet", "Community groups.2024.xlsx", "", "Community groups" },
		{ "360giving", "grants-a.json", "", "grants-a" },
		{ "need", "imd.csv", "", "imd" },
	};
	struct store store;

	(void)state;
	store_open(&store);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_error err = { 0 };
		const char *name = NULL;
		struct eh_source_options file = { .path = store_file(&store, CASES[i].file, eh_str_of(CASES[i].text)) };
		assert_ok(eh_source_name(CASES[i].kind, &file, &arena, &name, &err), &err);
		assert_string_equal(name, CASES[i].name);
	}
	store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_file_twice_changes_nothing),
		cmocka_unit_test(a_newer_edition_supersedes_and_lists_what_it_changed),
		cmocka_unit_test(a_list_of_one_place_never_takes_the_place_of_anothers),
		cmocka_unit_test(a_row_has_changed_when_something_used_of_it_has),
		cmocka_unit_test(editions_of_additions_make_nothing_go),
		cmocka_unit_test(an_older_edition_imported_later_stays_behind_the_newer),
		cmocka_unit_test(what_a_source_says_does_not_depend_on_the_order_of_importing),
		cmocka_unit_test(undo_leaves_the_store_as_if_the_batch_had_never_come),
		cmocka_unit_test(undo_of_the_only_batch_leaves_an_empty_store),
		cmocka_unit_test(undo_of_an_edition_in_the_middle_renews_what_later_ones_changed),
		cmocka_unit_test(undo_of_reference_tables_leaves_no_code_behind),
		cmocka_unit_test(a_dry_run_tells_everything_and_leaves_the_store_untouched),
		cmocka_unit_test(refused_rows_are_listed_with_line_column_and_reason),
		cmocka_unit_test(a_batch_keeps_its_owner_and_terms),
		cmocka_unit_test(withdrawal_takes_rows_and_personal_data_to_the_last_byte),
		cmocka_unit_test(a_file_of_which_nothing_can_be_kept_is_refused),
		cmocka_unit_test(a_list_without_ids_goes_by_name_and_by_postcode_where_names_repeat),
		cmocka_unit_test(files_that_stand_side_by_side_have_sources_of_their_own),
	};
	return cmocka_run_group_tests_name("batches", tests, NULL, NULL);
}
