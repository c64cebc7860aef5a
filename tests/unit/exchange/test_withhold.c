/* What is handed out of a report once something in it is hidden. */
#include "test.h"

#include "../register/place.h"
#include "exchange/publish.h"
#include "exchange/withhold.h"
#include "register/hiding.h"
#include "register/listing.h"
#include "town/town.h"

#define NOW INT64_C(1764000000000000)
#define TABLE "tables/organisations.csv"
#define MAP "organisations.geojson"

static struct test_place place;
static struct eh_error error;
static struct eh_arena arena;
static char root[96];
static char org[16], name[128], address[200]; /* one with an address and a web site in the draft */

static struct eh_buf handed_out(const char *file)
{
	struct eh_buf text = { 0 };

	assert_ok(eh_publish_read(place.db, root, EH_STR("here"), EH_STR("draft"), eh_str_of(file), &text, &error), &error);
	return text;
}

static bool tells(const char *file, const char *words)
{
	struct eh_buf text EH_CLEANUP_BUF = handed_out(file);

	return eh_str_find(eh_buf_str(&text), eh_str_of(words)) >= 0;
}

/* The table, in the line of the organisation. */
static bool line_tells(const char *words)
{
	struct eh_buf text EH_CLEANUP_BUF = handed_out(TABLE);
	struct eh_str rest = eh_buf_str(&text), line;

	while (eh_str_split(&rest, '\n', &line))
		if (eh_str_find(line, eh_str_of(org)) >= 0)
			return eh_str_find(line, eh_str_of(words)) >= 0;
	fail_msg("%s has no line", org);
	return false;
}

static size_t lines(const char *file)
{
	struct eh_buf text EH_CLEANUP_BUF = handed_out(file);
	size_t count = 0;

	for (size_t i = 0; i < text.n; i++)
		count += text.p[i] == '\n';
	return count;
}

static enum eh_rc workbook(void)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	return eh_publish_read(place.db, root, EH_STR("here"), EH_STR("draft"), EH_STR("workbook.xlsx"), &text, &error);
}

static struct eh_actor keeper(void) { return (struct eh_actor){ 1, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(org), false }; }

static void hide(enum eh_hidden_what what)
{
	const struct eh_actor by = keeper();

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_hide(place.db, NOW, &by, eh_str_of(org), what, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
}

static void show(enum eh_hidden_what what)
{
	const struct eh_actor by = keeper();

	assert_ok(eh_db_begin(place.db, &error), &error);
	assert_ok(eh_show(place.db, NOW, &by, eh_str_of(org), what, &error), &error);
	assert_ok(eh_db_commit(place.db, &error), &error);
	test_place_build(&place, 2);
}

static void nothing_hidden_is_handed_out_to_the_byte(void **state)
{
	static const char *const FILES[] = { TABLE, MAP, "index.html", "manifest.json" };
	struct eh_str path;

	(void)state;
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		struct eh_buf given EH_CLEANUP_BUF = handed_out(FILES[i]);
		assert_ok(eh_publish_file(root, EH_STR("here"), EH_STR("draft"), eh_str_of(FILES[i]), &arena, &path, &error),
		        &error);
		FILE *file = fopen(path.p, "rb");
		assert_non_null(file);
		for (size_t k = 0; k < given.n; k++)
			if (fgetc(file) != (unsigned char)given.p[k])
				fail_msg("%s differs at byte %zu", FILES[i], k);
		assert_int_equal(fgetc(file), EOF);
		fclose(file);
	}
	assert_int_equal(workbook(), EH_OK);
}

static void a_hidden_entry_is_in_no_file(void **state)
{
	size_t before = lines(TABLE);

	(void)state;
	assert_true(tells(TABLE, org) && tells(TABLE, name) && tells(MAP, org) && tells(MAP, address));
	hide(EH_HIDDEN_ENTRY);
	assert_false(tells(TABLE, org) || tells(TABLE, name) || tells(MAP, org) || tells(MAP, name) || tells(MAP, address));
	assert_int_equal(lines(TABLE), before - 1);
	assert_int_equal(workbook(), EH_REFUSED);
	assert_non_null(strstr(error.message, "CSV"));
	show(EH_HIDDEN_ENTRY);
	assert_true(tells(TABLE, org) && tells(MAP, org));
	assert_int_equal(workbook(), EH_OK);
}

static void a_hidden_address_is_on_no_map(void **state)
{
	(void)state;
	hide(EH_HIDDEN_ADDRESS);
	assert_true(tells(MAP, org));
	assert_false(tells(MAP, address));
	assert_true(tells(TABLE, org)); /* which has no addresses */
	assert_int_equal(workbook(), EH_OK);
	show(EH_HIDDEN_ADDRESS);
	assert_true(tells(MAP, address));
}

static void a_hidden_contact_is_in_no_table(void **state)
{
	char web[160];
	struct eh_q_organisation_get row;

	(void)state;
	assert_ok(eh_q_organisation_get(place.db, eh_str_of(org), &arena, &row, &error), &error);
	snprintf(web, sizeof web, "%.*s", EH_FMT(row.web));
	assert_true(line_tells(web));
	size_t before = lines(TABLE);
	hide(EH_HIDDEN_CONTACT);
	assert_true(tells(TABLE, org));
	assert_false(line_tells(web)); /* of others that give the same one it stays */
	assert_int_equal(lines(TABLE), before);
	assert_int_equal(workbook(), EH_REFUSED);
	show(EH_HIDDEN_CONTACT);
}

/* Text as the table writes it: quotes, commas and line feeds within cells. */
static void lines_with_quotes_are_parted_rightly(void **state)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	size_t taken;

	(void)state;
	hide(EH_HIDDEN_ENTRY);
	assert_ok(eh_buf_printf(&text,
	                  "name,id,ward,web\n\"A, "
	                  "\"\"the\"\"\nfirst\",EH-0000000000,W,w\n\"B\n,%s\",%s,W,w\nC,EH-0000000001,\"W\",\"w,\"\n",
	                  org, org),
	        &error);
	assert_ok(eh_withhold(place.db, EH_STR(TABLE), &text, &taken, &error), &error);
	assert_int_equal(taken, 1);
	assert_str(eh_buf_str(&text),
	        "name,id,ward,web\n\"A, \"\"the\"\"\nfirst\",EH-0000000000,W,w\nC,EH-0000000001,\"W\",\"w,\"\n");
	show(EH_HIDDEN_ENTRY);
}

static void pick(void)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_q_organisation_get row;

	assert_ok(eh_listing_load(place.db, eh_str_of(place.council), &listing, &error), &error);
	for (size_t i = 0; i < listing.count && !*org; i++) {
		assert_ok(eh_q_organisation_get(place.db, listing.items[i].id, &arena, &row, &error), &error);
		if (!row.address_public || !row.address.n || !row.web.n || row.protected.p ||
		        !eh_str_eq(row.visibility, EH_STR("publish")))
			continue;
		snprintf(org, sizeof org, "%.*s", EH_FMT(row.org_id));
		snprintf(name, sizeof name, "%.*s", EH_FMT(row.name));
		snprintf(address, sizeof address, "%.*s", EH_FMT(row.address));
	}
	assert_true(*org);
}

static int setup(void **state)
{
	uint64_t files;

	(void)state;
	test_place_town(&place, 150, 5);
	snprintf(root, sizeof root, "%s/reports", place.folder);
	pick();
	const struct eh_publish_draft draft = { .root = root, .place_id = EH_STR("here"), .council = eh_str_of(place.council) };
	assert_ok(eh_publish_draft(place.db, &draft, &files, &error), &error);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	eh_arena_finish(&arena);
	test_place_finish(&place);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_hidden_is_handed_out_to_the_byte),
		cmocka_unit_test(a_hidden_entry_is_in_no_file),
		cmocka_unit_test(a_hidden_address_is_on_no_map),
		cmocka_unit_test(a_hidden_contact_is_in_no_table),
		cmocka_unit_test(lines_with_quotes_are_parted_rightly),
	};
	return cmocka_run_group_tests_name("withhold", tests, setup, teardown);
}
