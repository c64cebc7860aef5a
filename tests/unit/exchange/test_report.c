/* The report of a small invented town, read as its readers get it: every file, and what must be in none. */
#include "test.h"

#include <dirent.h>
#include <expat.h>
#include <jansson.h>
#include <sys/stat.h>
#include <zip.h>

#include "cli/cli.h"
#include "geo/geo.h"

enum { ORGANISATIONS = 200, SEED = 3 }; /* with two refuges among them */

static char work[64];

static struct eh_buf slurp(const char *path)
{
	struct eh_buf text = { 0 };
	char block[65536];
	size_t n;
	FILE *file = fopen(path, "rb");

	if (!file)
		fail_msg("%s is not there", path);
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		assert_int_equal(eh_buf_add(&text, (struct eh_str){ block, n }), EH_OK);
	assert_int_equal(eh_buf_reserve(&text, 1), EH_OK);
	text.p[text.n] = '\0';
	fclose(file);
	return text;
}

static struct eh_str in_work(struct eh_arena *arena, const char *name) { return eh_arena_printf(arena, "%s/%s", work, name); }

/* Runs the program with words between blanks; its output goes into a file. */
static int evenhand(const char *words)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char *argv[32] = { (char *)"evenhand", (char *)"--db", (char *)in_work(&arena, "town.db").p, (char *)"--output",
		(char *)in_work(&arena, "output.txt").p };
	int argc = 5;
	struct eh_str rest = eh_str_of(words), word;

	while (eh_str_split(&rest, ' ', &word))
		argv[argc++] = (char *)eh_arena_str(&arena, word).p;
	return eh_cli_main(argc, argv);
}

static void report(const char *folder, const char *options)
{
	char words[512];

	snprintf(words, sizeof words, "report --place example-town --out %s/%s%s", work, folder, options);
	assert_int_equal(evenhand(words), 0);
}

/* A live postcode of the town that nobody else has, to put a refuge at. */
static void lonely_postcode(struct eh_arena *arena, char out[9])
{
	struct eh_buf postcodes EH_CLEANUP_BUF = slurp(in_work(arena, "files/postcodes.csv").p);
	struct eh_buf truth EH_CLEANUP_BUF = slurp(in_work(arena, "files/truth_organisations.csv").p);
	struct eh_str rest = eh_buf_str(&postcodes), line, code;

	eh_str_split(&rest, '\n', &line);
	while (eh_str_split(&rest, '\n', &line) && eh_str_split(&line, ',', &code)) {
		snprintf(out, 9, "%.*s", EH_FMT(code));
		if (strstr(line.p, ",1,") && !strstr(truth.p, out))
			return;
	}
	fail_msg("every postcode of the town is taken");
}

static char refuge_postcode[9];

static int make_town(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char words[512];

	(void)state;
	snprintf(work, sizeof work, "%s", test_folder());
	eh_clock_set(INT64_C(1787356800000000)); /* 22 August 2026 */
	snprintf(words, sizeof words, "generate town --organisations %d --seed %d --out %s/files", ORGANISATIONS, SEED, work);
	if (evenhand(words) != 0)
		return 1;
	lonely_postcode(&arena, refuge_postcode);
	FILE *clubs = fopen(in_work(&arena, "files/sports_clubs.csv").p, "a");
	if (!clubs)
		return 1;
	fprintf(clubs, "Larkingarth Women's Refuge,Self defence,\"7 Hidden Row, Larkingarth, Sallowby\",%s\n", refuge_postcode);
	fclose(clubs);
	snprintf(words, sizeof words, "update places/example-town.ini --data %s/files", work);
	if (evenhand(words) != 0)
		return 1;
	report("report", "");
	report("again", "");
	report("drafted", " --draft");
	return 0;
}

static int remove_town(void **state)
{
	(void)state;
	eh_clock_set(0);
	test_remove(work);
	return 0;
}

/* Calls `look` with each file below a folder, members of workbooks one by one. */
typedef void look(const char *name, struct eh_str text, void *context);

static void look_into_workbook(const char *path, const char *name, look *call, void *context)
{
	int code;
	zip_t *archive = zip_open(path, ZIP_RDONLY, &code);

	assert_non_null(archive);
	for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); i++) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		char block[65536], whole[400];
		zip_int64_t n;
		zip_file_t *file = zip_fopen_index(archive, (zip_uint64_t)i, 0);
		assert_non_null(file);
		while ((n = zip_fread(file, block, sizeof block)) > 0)
			assert_int_equal(eh_buf_add(&text, (struct eh_str){ block, (size_t)n }), EH_OK);
		zip_fclose(file);
		snprintf(whole, sizeof whole, "%s/%s", name, zip_get_name(archive, (zip_uint64_t)i, 0));
		call(whole, eh_buf_str(&text), context);
	}
	zip_close(archive);
}

static void look_at(const char *folder, const char *prefix, look *call, void *context)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char path[700], name[300];
		struct stat stat_;
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%.300s/%s", folder, entry->d_name);
		snprintf(name, sizeof name, "%.30s%s", prefix, entry->d_name);
		assert_int_equal(stat(path, &stat_), 0);
		if (S_ISDIR(stat_.st_mode)) {
			char below[300];
			snprintf(below, sizeof below, "%.290s/", name);
			look_at(path, below, call, context);
			continue;
		}
		struct eh_buf text EH_CLEANUP_BUF = slurp(path);
		call(name, eh_buf_str(&text), context);
		if (eh_str_ends(eh_str_of(name), EH_STR(".xlsx")))
			look_into_workbook(path, name, call, context);
	}
	closedir(dir);
}

static void look_at_report(const char *folder, look *call, void *context)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	look_at(in_work(&arena, folder).p, "", call, context);
}

static void every_file_is_there(void **state)
{
	static const char *const FILES[] = { "index.html", "workbook.xlsx", "areas.geojson", "organisations.geojson",
		"manifest.json", "tables/gaps.csv", "tables/where_next.csv", "tables/needs.csv", "tables/neighbourhoods.csv",
		"tables/wards.csv", "tables/shared_ground.csv", "tables/completeness.csv", "tables/organisations.csv",
		"tables/sources.csv", "wards/Z05000001.html", "wards/Z05000012.html" };
	char path[300];

	(void)state;
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		snprintf(path, sizeof path, "%s/report/%s", work, FILES[i]);
		if (access(path, R_OK) != 0)
			fail_msg("%s is missing", FILES[i]);
	}
	snprintf(path, sizeof path, "%s/report/draft", work);
	assert_int_not_equal(access(path, F_OK), 0);
}

/* HTML's tags without an end are closed for a parser of XML; everything else must be well-formed as it stands. */
static struct eh_buf as_xml(struct eh_str html)
{
	struct eh_buf xml = { 0 };

	for (size_t i = 0; i < html.n; i++) {
		struct eh_str rest = eh_str_sub(html, i, html.n);
		bool empty = eh_str_starts(rest, EH_STR("<meta ")) || eh_str_starts(rest, EH_STR("<link "));
		ptrdiff_t end = empty ? eh_str_find(rest, EH_STR(">")) : 0;
		assert_int_equal(eh_buf_add(&xml, eh_str_sub(rest, 0, empty ? (size_t)end : 1)), EH_OK);
		if (!empty)
			continue;
		assert_int_equal(eh_buf_add(&xml, EH_STR("/>")), EH_OK);
		i += (size_t)end;
	}
	return xml;
}

static void parse_page(const char *name, struct eh_str text, void *context)
{
	if (!eh_str_ends(eh_str_of(name), EH_STR(".html")))
		return;
	struct eh_buf xml EH_CLEANUP_BUF = as_xml(text);
	XML_Parser parser = XML_ParserCreate("UTF-8");
	if (XML_Parse(parser, xml.p, (int)xml.n, 1) != XML_STATUS_OK)
		fail_msg("%s:%lu: %s", name, (unsigned long)XML_GetCurrentLineNumber(parser),
		        XML_ErrorString(XML_GetErrorCode(parser)));
	XML_ParserFree(parser);
	++*(size_t *)context;
}

static void every_page_is_well_formed(void **state)
{
	size_t pages = 0;

	(void)state;
	look_at_report("drafted", parse_page, &pages);
	assert_int_equal(pages, 14); /* the page, twelve wards, the draft */
}

static void fetches_nothing(const char *name, struct eh_str text, void *context)
{
	static const char *const FETCHES[] = { "<script", "src=", "@import", "url(http", "href=\"http" };

	(void)context;
	for (size_t i = 0; i < sizeof FETCHES / sizeof *FETCHES; i++)
		if (eh_str_ends(eh_str_of(name), EH_STR(".html")) && eh_str_find(text, eh_str_of(FETCHES[i])) >= 0)
			fail_msg("%s holds %s", name, FETCHES[i]);
}

static void pages_fetch_nothing_and_run_nothing(void **state)
{
	(void)state;
	look_at_report("drafted", fetches_nothing, NULL);
}

static void says_synthetic(const char *name, struct eh_str text, void *context)
{
	static const char *const ENDINGS[] = { ".html", ".geojson", "manifest.json", "xl/sharedStrings.xml" };

	(void)context;
	for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++)
		if (eh_str_ends(eh_str_of(name), eh_str_of(ENDINGS[i])) &&
		        eh_str_find_ascii_nocase(text, EH_STR("synthetic")) < 0)
			fail_msg("%s does not say that the place is synthetic", name);
}

static void an_invented_place_is_called_synthetic_everywhere(void **state)
{
	(void)state;
	look_at_report("drafted", says_synthetic, NULL);
}

static void the_same_store_and_clock_give_the_same_bytes(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf a EH_CLEANUP_BUF = slurp(in_work(&arena, "report/manifest.json").p);
	struct eh_buf b EH_CLEANUP_BUF = slurp(in_work(&arena, "again/manifest.json").p);

	(void)state;
	assert_string_equal(a.p, b.p); /* it holds the digest of every other file */
	json_t *manifest = json_loads(a.p, 0, NULL);
	const json_t *files = json_object_get(manifest, "files");
	assert_true(json_array_size(files) >= 25);
	for (size_t i = 0; i < json_array_size(files); i++) {
		const char *name = json_string_value(json_object_get(json_array_get(files, i), "path"));
		struct eh_buf one EH_CLEANUP_BUF = slurp(eh_arena_printf(&arena, "%s/report/%s", work, name).p);
		struct eh_buf other EH_CLEANUP_BUF = slurp(eh_arena_printf(&arena, "%s/again/%s", work, name).p);
		if (!eh_str_eq(eh_buf_str(&one), eh_buf_str(&other)))
			fail_msg("%s differs", name);
	}
	json_decref(manifest);
}

static void the_manifest_says_how_to_make_it_again(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(&arena, "drafted/manifest.json").p);
	json_t *manifest = json_loads(text.p, 0, NULL);

	(void)state;
	assert_string_equal(json_string_value(json_object_get(manifest, "command")),
	        "EVENHAND_CLOCK=2026-08-22 evenhand report --place example-town --draft --out report");
	assert_string_equal(json_string_value(json_object_get(manifest, "made_on")), "2026-08-22");
	assert_true(json_is_null(json_object_get(manifest, "as_of")));
	assert_true(json_is_true(json_object_get(json_object_get(manifest, "place"), "synthetic")));
	const json_t *batches = json_object_get(manifest, "batches");
	assert_int_equal(json_array_size(batches), 20);
	for (size_t i = 0; i < json_array_size(batches); i++)
		assert_int_equal(strlen(json_string_value(json_object_get(json_array_get(batches, i), "sha256"))), 64);
	json_decref(manifest);
}

static void a_report_as_of_a_day_says_so_and_knows_no_later_batch(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };

	(void)state;
	report("earlier", " --as-of 2026-02-15");
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(&arena, "earlier/manifest.json").p);
	assert_null(strstr(text.p, "\"date\": \"2026-03-01\""));
	assert_non_null(strstr(text.p, "\"as_of\": \"2026-02-15\""));
	assert_non_null(strstr(text.p, "--as-of 2026-02-15"));
	struct eh_buf page EH_CLEANUP_BUF = slurp(in_work(&arena, "earlier/index.html").p);
	assert_non_null(strstr(page.p, "As the sources had it on 15 February 2026"));
}

struct hidden {
	const char *words[8];
	size_t count;
};

static void holds_none(const char *name, struct eh_str text, void *context)
{
	const struct hidden *hidden = context;

	for (size_t i = 0; i < hidden->count; i++)
		if (eh_str_find_ascii_nocase(text, eh_str_of(hidden->words[i])) >= 0)
			fail_msg("%s holds \"%s\"", name, hidden->words[i]);
}

static void a_refuge_has_no_place_in_any_file_and_no_name_that_tells_one(void **state)
{
	struct hidden hidden = { { refuge_postcode, "Hidden Row", "Larkingarth Women", "Hearthwing Women’s Refuge, ZZ" }, 4 };

	(void)state;
	look_at_report("drafted", holds_none, &hidden);
}

/* Rows and features of organisations that the truth calls protected: none holds a code or name of a part of the town. */
static void protected_rows_tell_no_place(const char *name, struct eh_str text, void *context)
{
	struct eh_str line;

	if (!eh_str_ends(eh_str_of(name), EH_STR("organisations.csv")))
		return;
	for (struct eh_str rest = text; eh_str_split(&rest, '\n', &line);) {
		if (eh_str_find(line, EH_STR("Refuge")) < 0 && eh_str_find(line, EH_STR("A protected organisation")) < 0)
			continue;
		++*(size_t *)context;
		static const char *const PARTS[] = { "Z01", "Z05", "Larkingarth", "Hollingate", "Tansyholme", "Osierthwaite",
			"Withyby", "Marrammead", "Quellwick", "Sedgehythe", "Ashmereness", "Gannetcroft", "Curlewfold",
			"Thorrowstaithe", ".example" };
		for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
			if (eh_str_find(line, eh_str_of(PARTS[i])) >= 0)
				fail_msg("%.*s tells %s", EH_FMT(line), PARTS[i]);
	}
}

static void protected_organisations_are_listed_without_ward_or_web(void **state)
{
	size_t rows = 0;

	(void)state;
	look_at_report("report", protected_rows_tell_no_place, &rows);
	assert_true(rows >= 2);
}

static void a_protected_organisation_has_no_point(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(&arena, "report/organisations.geojson").p);
	json_t *root = json_loads(text.p, 0, NULL);
	const json_t *features = json_object_get(root, "features");
	size_t protected = 0, points = 0;

	(void)state;
	for (size_t i = 0; i < json_array_size(features); i++) {
		const json_t *feature = json_array_get(features, i), *properties = json_object_get(feature, "properties");
		const char *name = json_string_value(json_object_get(properties, "name"));
		points += json_is_object(json_object_get(feature, "geometry"));
		if (!strstr(name, "Refuge") && !strstr(name, "A protected organisation"))
			continue;
		protected++;
		if (!json_is_null(json_object_get(feature, "geometry")) ||
		        !json_is_null(json_object_get(properties, "area_ward")) ||
		        !json_is_null(json_object_get(properties, "postcode")))
			fail_msg("%s has a place", name);
	}
	assert_true(protected >= 2);
	assert_true(points > 20);
	json_decref(root);
}

static void published_counts_of_shared_ground_are_five_or_more(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(&arena, "report/tables/shared_ground.csv").p);
	struct eh_str rest = eh_buf_str(&text), line;
	size_t rows = 0;

	(void)state;
	eh_str_split(&rest, '\n', &line);
	assert_str(line, "need,ward,pairs");
	while (eh_str_split(&rest, '\n', &line) && line.n) {
		int64_t pairs = 0;
		const char *comma = memrchr(line.p, ',', line.n);
		assert_int_equal(
		        eh_str_to_i64((struct eh_str){ comma + 1, (size_t)(line.p + line.n - comma - 1) }, &pairs), EH_OK);
		if (pairs < 5)
			fail_msg("%.*s", EH_FMT(line));
		rows++;
	}
	assert_true(rows > 0);
}

/* Names of services in pairs, of a length that is no chance. */
static void take_names(struct eh_arena *arena, struct hidden *hidden)
{
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(arena, "drafted/draft/pairs.csv").p);
	struct eh_str rest = eh_buf_str(&text), line, cell;

	eh_str_split(&rest, '\n', &line);
	while (eh_str_split(&rest, '\n', &line) && hidden->count < 8) {
		assert_true(!line.n || eh_str_starts(line, EH_STR("\"not agreed, not for publication\"")));
		line = eh_str_sub(line, sizeof "\"not agreed, not for publication\"", line.n);
		for (int i = 0; i < 2; i++)
			eh_str_split(&line, ',', &cell);
		if (cell.n > 12 && *cell.p != '"')
			hidden->words[hidden->count++] = eh_arena_str(arena, cell).p;
	}
}

static void holds_none_in_ground(const char *name, struct eh_str text, void *context)
{
	bool ground = eh_str_ends(eh_str_of(name), EH_STR("shared_ground.csv")) ||
	              eh_str_eq(eh_str_of(name), EH_STR("index.html"));

	if (ground)
		holds_none(name, text, context);
}

static void no_pair_is_named_outside_the_draft(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct hidden hidden = { .count = 0 };

	(void)state;
	take_names(&arena, &hidden);
	assert_true(hidden.count >= 5);
	look_at_report("drafted", holds_none_in_ground, &hidden);
}

static void is_marked(const char *name, struct eh_str text, void *context)
{
	bool part = eh_str_starts(eh_str_of(name), EH_STR("draft/")) &&
	            (eh_str_ends(eh_str_of(name), EH_STR(".html")) || eh_str_ends(eh_str_of(name), EH_STR(".csv")) ||
	                    eh_str_ends(eh_str_of(name), EH_STR("sheet1.xml")));

	if (!part)
		return;
	++*(size_t *)context;
	if (eh_str_find_ascii_nocase(text, EH_STR("not agreed, not for publication")) < 0)
		fail_msg("%s is not marked", name);
}

static void every_page_and_sheet_of_the_draft_is_marked(void **state)
{
	size_t parts = 0;

	(void)state;
	look_at_report("drafted", is_marked, &parts);
	assert_int_equal(parts, 3);
}

static void the_page_says_what_an_honest_one_must(void **state)
{
	static const char *const WORDS[] = { "None on this list” is not “none”", "Presence, not capacity",
		"What can be said against it", "Counts under five are withheld", "Sources and licences", "CC0 1.0 (synthetic)",
		"too few to say", "compares no places", "lang=\"en-GB\"", "class=\"skip\"", "<main ", "aria-labelledby=" };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf text EH_CLEANUP_BUF = slurp(in_work(&arena, "report/index.html").p);

	(void)state;
	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (!strstr(text.p, WORDS[i]))
			fail_msg("the page does not say: %s", WORDS[i]);
	assert_null(strstr(text.p, "duplication"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_file_is_there),
		cmocka_unit_test(every_page_is_well_formed),
		cmocka_unit_test(pages_fetch_nothing_and_run_nothing),
		cmocka_unit_test(an_invented_place_is_called_synthetic_everywhere),
		cmocka_unit_test(the_same_store_and_clock_give_the_same_bytes),
		cmocka_unit_test(the_manifest_says_how_to_make_it_again),
		cmocka_unit_test(a_report_as_of_a_day_says_so_and_knows_no_later_batch),
		cmocka_unit_test(a_refuge_has_no_place_in_any_file_and_no_name_that_tells_one),
		cmocka_unit_test(protected_organisations_are_listed_without_ward_or_web),
		cmocka_unit_test(a_protected_organisation_has_no_point),
		cmocka_unit_test(published_counts_of_shared_ground_are_five_or_more),
		cmocka_unit_test(no_pair_is_named_outside_the_draft),
		cmocka_unit_test(every_page_and_sheet_of_the_draft_is_marked),
		cmocka_unit_test(the_page_says_what_an_honest_one_must),
	};
	return cmocka_run_group_tests_name("report", tests, make_town, remove_town);
}
