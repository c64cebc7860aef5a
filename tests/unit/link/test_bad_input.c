/* Input that is not what it should be gets an answer or a clear error. Synthetic. */
#include "test.h"

#include "link/truth.h"
#include "register/living.h"
#include "tables.h"

static const char *const HEADINGS[] = { "name", "postcode", "phone" };

static struct ehl_text text(const char *z) { return (struct ehl_text){ z, strlen(z) }; }

static void match(const struct ehl_table *table, struct ehl_matches *ret_matches)
{
	struct ehl_column columns[3];

	assert_int_equal(ehl_guess(table, columns), 0);
	assert_int_equal(ehl_match(table, columns, &(struct ehl_match_options){ .threads = 2 }, ret_matches), 0);
}

static void add_named(struct ehl_table *table)
{
	static const char *const KINDS[] = { "Choir", "Harriers", "Rovers", "Allotments", "Players" };

	for (int i = 0; i < 100; i++) {
		char name[64], postcode[16], phone[16];
		snprintf(name, sizeof name, "%c%c%chill %s", 'A' + i % 23, 'a' + i % 7, 'e' + i % 5, KINDS[i % 5]);
		snprintf(postcode, sizeof postcode, "M%d %dAB", 1 + i % 30, i % 9);
		snprintf(phone, sizeof phone, "0161%07d", i * 7919);
		const char *const row[] = { name, postcode, phone };
		test_row(table, row);
	}
}

static void rows_without_a_name_are_rows_like_others_and_never_linked_for_having_none(void **state)
{
	struct ehl_table *table = test_table(HEADINGS, 3);
	struct ehl_matches matches;
	(void)state;

	add_named(table);
	for (int i = 0; i < 40; i++) {
		char phone[16];
		snprintf(phone, sizeof phone, "0151%07d", i * 6007);
		const char *const row[] = { "", "", phone };
		test_row(table, row);
	}
	match(table, &matches);
	for (size_t i = 100; i < 140; i++)
		if (matches.cluster[i] != i)
			fail_msg("row %zu, which has no name and a telephone of its own, is linked with %zu", i,
			        matches.cluster[i]);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void a_column_that_says_one_thing_alone_joins_nothing(void **state)
{
	struct ehl_table *table = test_table(HEADINGS, 3);
	struct ehl_matches matches;
	size_t joined = 0;
	(void)state;

	for (int i = 0; i < 400; i++) {
		char name[64];
		snprintf(name, sizeof name, "%c%c%c%cbrook %s", 'A' + i % 26, 'a' + i / 26 % 26, 'b' + i % 11, 'c' + i % 17,
		        i % 2 ? "Choir" : "Chess Club");
		const char *const row[] = { name, "M33 7ZF", "01619740000" };
		test_row(table, row);
	}
	match(table, &matches);
	for (size_t i = 0; i < 400; i++)
		joined += matches.cluster[i] != i;
	if (joined > 4)
		fail_msg("%zu of 400 rows were linked by what all of them say", joined);
	ehl_matches_finish(&matches);
	ehl_table_free(table);
}

static void records_that_say_nothing_or_too_much_are_answered(void **state)
{
	static char longest[10001];
	const struct ehl_text names[] = { text(""), { longest, sizeof longest - 1 }, text("\xff\xfe\x80"),
		text("Общество друзей") };
	struct ehl_record records[40] = { 0 };
	struct ehl_result result;
	(void)state;

	memset(longest, 'x', sizeof longest - 1);
	for (size_t i = 0; i < 40; i++)
		records[i] = (struct ehl_record){ .names = &names[i % 4], .name_count = 1 };
	records[0].name_count = 0;
	const struct ehl_options options = { .threads = 1, .keep = true };
	assert_int_equal(ehl_link(records, 40, NULL, 0, &options, &result), 0);
	assert_int_equal(result.cluster[0], 0);
	ehl_result_finish(&result);
	assert_int_equal(ehl_link(records, 0, NULL, 0, &options, &result), 0);
	ehl_result_finish(&result);
	const struct ehl_constraint nowhere = { 3, 40, true };
	assert_int_equal(ehl_link(records, 40, &nowhere, 1, &options, &result), -3);
}

static void truth_that_names_rows_which_are_not_there_is_counted(void **state)
{
	const char *folder = test_folder();
	char records[256], truth[256];
	struct eh_loaded loaded;
	struct eh_truth answer;
	struct eh_error err = { 0 };
	(void)state;

	snprintf(records, sizeof records, "%s/records.csv", folder);
	snprintf(truth, sizeof truth, "%s/truth.csv", folder);
	FILE *out = fopen(records, "w");
	assert_non_null(out);
	fputs("id,name\na,Sale Harriers\nb,Sale Harriers AC\nc,Stretford Choir\n", out);
	assert_int_equal(fclose(out), 0);
	out = fopen(truth, "w");
	assert_non_null(out);
	fputs("row,cluster\na,1\nb,1\nnobody,1\nzz,2\n", out);
	assert_int_equal(fclose(out), 0);
	assert_ok(eh_load(&(struct eh_load_options){ .first = records, .id = "id" }, &loaded, &err), &err);
	assert_ok(eh_truth_from_file(&loaded, truth, &answer, &err), &err);
	assert_int_equal(answer.unknown, 2);
	assert_int_equal(answer.cluster[0], answer.cluster[1]);
	assert_true(answer.cluster[2] != answer.cluster[0]);
	eh_truth_finish(&answer);
	eh_loaded_finish(&loaded);
	/* By row number none of them is there: an answer would be a precision of nothing. */
	assert_ok(eh_load(&(struct eh_load_options){ .first = records }, &loaded, &err), &err);
	assert_int_equal(eh_truth_from_file(&loaded, truth, &answer, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "--id"));
	eh_loaded_finish(&loaded);
	test_remove(folder);
}

static void a_kept_record_that_was_cut_short_is_refused_wherever_it_is_cut(void **state)
{
	const struct ehl_text names[] = { text("Sale Harriers"), text("Sale Harriers AC") };
	const struct ehl_id id = { text("GB-CHC"), text("9000001"), true };
	const struct ehl_record record = { .names = names,
		.name_count = 2,
		.ids = &id,
		.id_count = 1,
		.postcode = text("M33 7ZF"),
		.web = text("sale.example"),
		.place = text("trafford"),
		.register_entry = true };
	struct eh_buf packed EH_CLEANUP_BUF = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct ehl_record back;
	struct eh_error err = { 0 };
	(void)state;

	assert_int_equal(eh_living_pack(&record, &packed), EH_OK);
	assert_ok(eh_living_unpack(eh_buf_str(&packed), &arena, &back, &err), &err);
	assert_int_equal(back.name_count, 2);
	assert_true(back.register_entry && back.ids[0].one_each);
	assert_memory_equal(back.names[1].p, "Sale Harriers AC", 16);
	assert_memory_equal(back.place.p, "trafford", 8);
	for (size_t n = 0; n < packed.n; n++)
		if (eh_living_unpack((struct eh_str){ packed.p, n }, &arena, &back, &err) != EH_INVALID)
			fail_msg("%zu of %zu bytes were taken for a record", n, packed.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_without_a_name_are_rows_like_others_and_never_linked_for_having_none),
		cmocka_unit_test(a_column_that_says_one_thing_alone_joins_nothing),
		cmocka_unit_test(records_that_say_nothing_or_too_much_are_answered),
		cmocka_unit_test(truth_that_names_rows_which_are_not_there_is_counted),
		cmocka_unit_test(a_kept_record_that_was_cut_short_is_refused_wherever_it_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
