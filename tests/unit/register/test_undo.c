/* Taking a batch back: every output is byte for byte what it was before the batch came. */
#include "outputs.h"

#include "town/town.h"

static char town[64];

static void write_file(const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", town, name);
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void do_import(const char *name, const char *options)
{
	char arguments[1024];

	snprintf(arguments, sizeof arguments, "import %s/%s --place example-town --publisher Undone %s", town, name, options);
	do_run(town, arguments);
}

static int make_town(void **state)
{
	char arguments[1024], path[256];
	struct eh_error err = { 0 };

	(void)state;
	snprintf(town, sizeof town, "%s", test_folder());
	snprintf(path, sizeof path, "%s/town", town);
	const struct eh_town_options options = { .organisations = 60, .seed = 5, .folder = path };
	assert_ok(eh_town_generate(&options, NULL, &err), &err);
	snprintf(arguments, sizeof arguments, "update places/example-town.ini --data %s/town", town);
	do_run(town, arguments);
	write_file("first.csv",
	        "Name,What we do,Postcode\nTitanium Lunch Club,Meals for older people,ZZ1 1AA\nRubidium Reading,Books,ZZ1 1AJ\n");
	do_import("first.csv", "--source list --date 2026-04-01 --says 'meets serves' --terms publish");
	do_run(town, "build");
	return 0;
}

static int remove_town(void **state)
{
	(void)state;
	test_remove(town);
	return 0;
}

enum { ALL = OUTPUT_COUNT + 1 };

static void take_all(struct eh_buf outputs[ALL])
{
	for (size_t i = 0; i < OUTPUT_COUNT; i++)
		outputs[i] = run(town, OUTPUTS[i]);
	outputs[OUTPUT_COUNT] = report(town, "");
}

static long newest_batch(void)
{
	struct eh_buf batches EH_CLEANUP_BUF = run(town, "batches --json");
	long id = 0;

	for (const char *p = batches.p; (p = strstr(p, "\"id\": ")); p++)
		id = strtol(p + 6, NULL, 10);
	return id;
}

static void undo(long batch)
{
	char arguments[64];

	snprintf(arguments, sizeof arguments, "undo %ld", batch);
	do_run(town, arguments);
}

static void assert_all_same(struct eh_buf before[ALL], struct eh_buf after[ALL])
{
	for (size_t i = 0; i < ALL; i++) {
		struct eh_str a = eh_buf_str(&before[i]), b = eh_buf_str(&after[i]);
		size_t at = 0;
		while (at < a.n && at < b.n && a.p[at] == b.p[at])
			at++;
		if (at < a.n || at < b.n)
			fail_msg("%s differs at %.200s and %.200s", i < OUTPUT_COUNT ? OUTPUTS[i] : "the report",
			        a.p + (at > 80 ? at - 80 : 0), b.p + (at > 80 ? at - 80 : 0));
		eh_buf_finish(&before[i]);
		eh_buf_finish(&after[i]);
	}
}

/* A newer edition that renames, moves, adds and drops; a register that would link to what is there; postcodes that would place things
 * elsewhere; a table of needs that would change every gap. */
static void outputs_come_back_to_the_byte(void **state)
{
	struct eh_buf before[ALL], between[ALL], after[ALL];

	(void)state;
	take_all(before);
	long last = newest_batch();
	write_file("second.csv",
	        "Name,What we do,Postcode\nTitanium Lunch Club,Meals and debt advice,ZZ1 1AJ\nPalladium Players,Drama,ZZ1 1AA\n");
	do_import("second.csv", "--source list --date 2026-05-01 --says serves --terms list");
	write_file("register.json",
	        "[{\"registered_charity_number\":9990021,\"linked_charity_number\":0,\"charity_name\":\"TITANIUM LUNCH CLUB\","
	        "\"charity_registration_status\":\"Removed\",\"date_of_removal\":\"2026-01-01\",\"charity_contact_postcode\":"
	        "\"ZZ1 1AA\"}]");
	do_import("register.json", "--kind charity-commission --source register --date 2026-05-01 --says works");
	write_file("postcodes.csv",
	        "postcode,lat,long,live,lad_os,ward_os,lsoa21_derived\nZZ1 1AA,52.62,2.04,1,Z06000001,Z05000009,Z01000040\n");
	do_import("postcodes.csv", "--kind postcodes --source postcodes-new --date 2026-05-01");
	write_file("need.csv", "lsoa21_code,IMD_rank\nZ01000001,30000\nZ01000002,1\n");
	do_import("need.csv", "--kind need --source need-new --date 2026-05-01");
	do_run(town, "build");
	take_all(between);
	assert_false(eh_str_eq(eh_buf_str(&before[0]), eh_buf_str(&between[0])));
	for (long batch = newest_batch(); batch > last; batch--)
		undo(batch);
	take_all(after);
	assert_all_same(before, after);
	for (size_t i = 0; i < ALL; i++)
		eh_buf_finish(&between[i]);
}

/* The other way round: the middle one of three editions, with the newest standing. */
static void an_edition_in_the_middle_comes_out_without_a_trace(void **state)
{
	struct eh_buf before[ALL], after[ALL];
	static const char THIRD[] =
	        "Name,What we do,Postcode\nTitanium Lunch Club,Meals for older people,ZZ1 1AA\nOsmium Orchestra,Music,ZZ1 1AJ\n";

	(void)state;
	write_file("third.csv", THIRD);
	do_import("third.csv", "--source list --date 2026-05-20 --says 'meets serves' --terms publish");
	do_run(town, "build");
	take_all(before);
	undo(newest_batch());
	write_file(
	        "second.csv", "Name,What we do,Postcode\nRubidium Reading Room,Books,ZZ1 1AJ\nPalladium Players,Drama,ZZ1 1AA\n");
	do_import("second.csv", "--source list --date 2026-05-10 --says 'meets serves' --terms publish");
	long middle = newest_batch();
	write_file("third.csv", THIRD);
	do_import("third.csv", "--source list --date 2026-05-20 --says 'meets serves' --terms publish");
	do_run(town, "build");
	undo(middle);
	take_all(after);
	/* The newest edition has another number now: outputs that print batches are compared without them. */
	for (size_t i = 0; i < ALL; i++) {
		bool numbered = i < 5 || i == OUTPUT_COUNT - 1 || i == OUTPUT_COUNT;
		if (!numbered)
			continue;
		eh_buf_finish(&before[i]);
		eh_buf_finish(&after[i]);
		before[i] = after[i] = (struct eh_buf){ 0 };
	}
	assert_all_same(before, after);
	struct eh_buf changes EH_CLEANUP_BUF = { 0 };
	char arguments[64];
	snprintf(arguments, sizeof arguments, "batches %ld --changes", newest_batch());
	changes = run(town, arguments);
	assert_str(eh_buf_str(&changes),
	        "change,key,name\nadded,osmium orchestra,Osmium Orchestra\ngone,rubidium reading,Rubidium Reading\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outputs_come_back_to_the_byte),
		cmocka_unit_test(an_edition_in_the_middle_comes_out_without_a_trace),
	};
	return cmocka_run_group_tests_name("undo", tests, make_town, remove_town);
}
