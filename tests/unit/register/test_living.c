/* A list that grows: each change is worked out for the part that it concerns, and the store comes to hold what a build of the whole would have
 * put there, identifiers and events included. On the example town (synthetic). */
#include "place.h"

#include <sqlite3.h>

#include "register/living.h"
#include "register/review.h"
#include "town/town.h"

enum { ORGANISATIONS = 320, SLICES = 10, RENEWING = 0, WHOLE = 1 };

/* Two stores of the same files: one is renewed, the other built whole at each step. */
struct twins {
	struct test_place place[2];
	int64_t batches[2][SLICES];
	size_t renewed, whole; /* builds of a part, and of all because too much had changed */
	struct eh_build_summary summary[2];
};

static void open_twin(struct test_place *place)
{
	struct eh_error err = { 0 };
	char path[128];

	*place = (struct test_place){ .council = EH_TOWN_COUNCIL };
	snprintf(place->folder, sizeof place->folder, "%s", test_folder());
	snprintf(path, sizeof path, "%s/store.db", place->folder);
	assert_ok(eh_db_open(path, EH_DB_CREATE, &place->db, &err), &err);
	assert_ok(
	        eh_town_generate(&(struct eh_town_options){ .organisations = ORGANISATIONS, .seed = 5, .folder = place->folder },
	                NULL, &err),
	        &err);
}

static char *read_all(const char *path)
{
	struct eh_buf text = { 0 };
	char block[65536];
	size_t n;
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	while ((n = fread(block, 1, sizeof block, in)))
		assert_int_equal(eh_buf_add(&text, (struct eh_str){ block, n }), EH_OK);
	fclose(in);
	return text.p;
}

/* Line breaks outside quotes part rows. */
static const char *end_of_row(const char *at)
{
	bool quoted = false;

	for (; *at && (quoted || *at != '\n'); at++)
		quoted ^= *at == '"';
	return *at ? at + 1 : at;
}

/* Cuts the grants into ten files, g0.csv to g9.csv, and takes the whole away. */
static void slice_grants(const struct test_place *place)
{
	char path[128];
	size_t rows = 0, row = 0;

	snprintf(path, sizeof path, "%s/council_grants.csv", place->folder);
	char *text = read_all(path);
	assert_int_equal(remove(path), 0);
	const char *const first = end_of_row(text), *body = first;
	for (const char *at = body; *at; at = end_of_row(at))
		rows++;
	assert_true(rows > 100);
	for (size_t slice = 0; slice < SLICES; slice++) {
		snprintf(path, sizeof path, "%s/g%zu.csv", place->folder, slice);
		FILE *out = fopen(path, "wb");
		assert_non_null(out);
		fwrite(text, 1, (size_t)(first - text), out);
		const char *from = body;
		for (; row < (slice + 1) * rows / SLICES; row++)
			from = end_of_row(from);
		fwrite(body, 1, (size_t)(from - body), out);
		body = from;
		assert_int_equal(fclose(out), 0);
	}
	eh_free(text);
}

static int64_t import_edition(const struct test_place *place, const char *source, const char *kind, const char *file,
        const char *edition, unsigned says, int32_t date)
{
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };
	char path[128];

	snprintf(path, sizeof path, "%s/%s", place->folder, file);
	const struct eh_import import = { .source = source,
		.kind = kind,
		.file = { .path = path, .rows = strcmp(kind, "spreadsheet") == 0 ? "organisations" : NULL },
		.publisher = "Sallowby Council (synthetic)",
		.licence = "CC0 1.0 (synthetic)",
		.says = says,
		.place_id = "example-town",
		.edition = edition,
		.data_date = date,
		.terms = "publish" };
	assert_ok(eh_import_run(place->db, &import, &result, &err), &err);
	return result.batch_id;
}

/* ---- What a store holds ---- */

static const char *const TABLES[] = { "organisation", "organisation_name", "organisation_identifier", "organisation_record",
	"organisation_code", "organisation_area", "service", "service_code", "organisation_telephone", "service_telephone",
	"grant_award", "question", "redirect", "identity", "build", "current", "batch_change" };

static const char *column_text(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text ? text : "NULL";
}

static void dump_query(sqlite3 *db, const char *sql, const char *name, struct eh_buf *out)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		assert_int_equal(eh_buf_printf(out, "%s", name), EH_OK);
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			if (strcmp(sqlite3_column_name(stmt, i), "built_at") != 0)
				assert_int_equal(eh_buf_printf(out, "|%s", column_text(stmt, i)), EH_OK);
		assert_int_equal(eh_buf_add_char(out, '\n'), EH_OK);
	}
	sqlite3_finalize(stmt);
}

static void dump(const struct test_place *place, struct eh_buf *out)
{
	sqlite3 *db;
	char path[128], sql[256];

	eh_buf_reset(out);
	snprintf(path, sizeof path, "%s/store.db", place->folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
		snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", TABLES[i]);
		dump_query(db, sql, TABLES[i], out);
	}
	dump_query(db, "SELECT kind, id, digest FROM search_entry ORDER BY kind, id", "search", out);
	dump_query(db,
	        "SELECT k.key, k.kind, e.id, k.shown FROM search_key k JOIN search_entry e USING (entry_id) ORDER BY 1, 2, 3",
	        "key", out);
	dump_query(db, "SELECT word, stem, entries, written FROM search_word ORDER BY word", "word", out);
	dump_query(db, "SELECT event, org_id, other_id, text, cause_source, cause_key FROM list_event ORDER BY number", "event",
	        out);
	sqlite3_close(db);
}

static void fail_at_difference(const char *step, const char *a, const char *b)
{
	const char *line_a = a, *line_b = b;

	for (; *a && *a == *b; a++, b++)
		if (*a == '\n') {
			line_a = a + 1;
			line_b = b + 1;
		}
	fail_msg("after %s:\nrenewed %.*s\nwhole   %.*s", step, (int)(strcspn(line_a, "\n")), line_a, (int)strcspn(line_b, "\n"),
	        line_b);
}

static void build(struct twins *twins, const char *step)
{
	struct eh_buf dumps[2] = { { 0 }, { 0 } };
	struct eh_error err = { 0 };

	for (int i = 0; i < 2; i++) {
		const struct eh_build_options options = { .threads = 1, .force = i == WHOLE, .living_least = 1 };
		twins->summary[i] = (struct eh_build_summary){ 0 };
		assert_ok(eh_build(twins->place[i].db, &options, &twins->summary[i], &err), &err);
		dump(&twins->place[i], &dumps[i]);
	}
	const struct eh_build_summary *a = &twins->summary[RENEWING], *b = &twins->summary[WHOLE];
	*(a->renewed ? &twins->renewed : &twins->whole) += 1;
	printf("%s: %lld records, %lld worked out again, %lld organisations\n", step, (long long)a->records,
	        (long long)a->renewed, (long long)a->organisations);
	if (!eh_str_eq(eh_buf_str(&dumps[0]), eh_buf_str(&dumps[1])))
		fail_at_difference(step, dumps[0].p, dumps[1].p);
	assert_int_equal(a->records, b->records);
	assert_int_equal(a->organisations, b->organisations);
	assert_int_equal(a->services, b->services);
	assert_int_equal(a->links, b->links);
	assert_int_equal(a->questions, b->questions);
	assert_int_equal(a->unplaced, b->unplaced);
	assert_int_equal(b->renewed, 0);
	eh_buf_finish(&dumps[0]);
	eh_buf_finish(&dumps[1]);
}

/* Answers the nth question that is open. */
static void answer(struct twins *twins, size_t question, enum eh_verdict verdict)
{
	for (int i = 0; i < 2; i++) {
		struct eh_review review EH_CLEANUP_REVIEW = { 0 };
		struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
		struct eh_error err = { 0 };
		assert_ok(eh_review_load(twins->place[i].db, (struct eh_str){ NULL, 0 }, 0, &review, &err), &err);
		assert_true(review.count > question);
		assert_ok(eh_reviewer_load(twins->place[i].db, (struct eh_str){ NULL, 0 }, &reviewer, &err), &err);
		const struct eh_answer said = { review.items[question].left.id, review.items[question].right.id, verdict,
			EH_STR("rang them"), EH_STR("P. Erson") };
		assert_ok(eh_review_answer(&reviewer, &said, NULL, &err), &err);
	}
}

static void add_slice(struct twins *twins, size_t slice)
{
	char file[16];

	snprintf(file, sizeof file, "g%zu.csv", slice);
	for (int i = 0; i < 2; i++)
		twins->batches[i][slice] = import_edition(&twins->place[i], "council-grants", "360giving", file, "additions",
		        EH_SAYS_FUNDED, eh_date_make(2026, 4, 1) + (int32_t)slice * 45);
}

static void undo(struct twins *twins, size_t slice)
{
	struct eh_error err = { 0 };

	for (int i = 0; i < 2; i++)
		assert_ok(eh_import_undo(twins->place[i].db, twins->batches[i][slice], &err), &err);
}

static void start(struct twins *twins)
{
	for (int i = 0; i < 2; i++) {
		open_twin(&twins->place[i]);
		slice_grants(&twins->place[i]);
		assert_true(test_place_recipe(&twins->place[i], "places/example-town.ini", twins->place[i].folder) >= 14);
	}
	build(twins, "the first build");
	assert_true(twins->summary[0].records >= EH_LIVING_TRAIN);
}

static void finish(struct twins *twins)
{
	for (int i = 0; i < 2; i++)
		test_place_finish(&twins->place[i]);
}

/* The identifiers in a dump of the list, a line each. */
static size_t ids_kept(const struct test_place *place, const char *before)
{
	struct eh_buf now EH_CLEANUP_BUF = { 0 };
	size_t kept = 0;

	dump(place, &now);
	for (const char *at = before; strncmp(at, "organisation|", 13) == 0; at = strchr(at, '\n') + 1) {
		char line[32], old[32];
		snprintf(line, sizeof line, "organisation|%.13s|", at + 13);
		snprintf(old, sizeof old, "redirect|%.13s|", at + 13);
		if (!strstr(now.p, line) && !strstr(now.p, old))
			fail_msg("%.13s is gone, and leads nowhere", at + 13);
		kept += strstr(now.p, line) != NULL;
	}
	return kept;
}

static void ten_batches_come_to_what_builds_of_the_whole_come_to(void **state)
{
	struct twins twins = { 0 };
	struct eh_buf first EH_CLEANUP_BUF = { 0 };
	(void)state;

	start(&twins);
	dump(&twins.place[RENEWING], &first);
	int64_t organisations = twins.summary[0].organisations;
	for (size_t slice = 0; slice < SLICES; slice++) {
		char step[64];
		snprintf(step, sizeof step, "batch %zu", slice);
		add_slice(&twins, slice);
		build(&twins, step);
	}
	assert_int_equal(twins.renewed, SLICES);
	size_t kept = ids_kept(&twins.place[RENEWING], first.p);
	printf("%zu of %lld identifiers are there after ten batches; the others lead on\n", kept, (long long)organisations);
	assert_true((int64_t)kept > organisations * 9 / 10);
	finish(&twins);
}

static void decisions_undo_and_new_editions_come_to_the_same_too(void **state)
{
	struct twins twins = { 0 };
	(void)state;

	start(&twins);
	add_slice(&twins, 0);
	add_slice(&twins, 1);
	build(&twins, "two batches");
	int64_t links = twins.summary[0].links, questions = twins.summary[0].questions;
	answer(&twins, 0, EH_VERDICT_SAME);
	build(&twins, "an answer");
	assert_int_equal(twins.summary[0].links, links);
	assert_true(twins.summary[0].questions < questions);
	answer(&twins, 3, EH_VERDICT_DIFFERENT);
	answer(&twins, 1, EH_VERDICT_SAME);
	add_slice(&twins, 2);
	build(&twins, "two answers and a batch");
	undo(&twins, 1);
	build(&twins, "a batch taken back");
	for (int i = 0; i < 2; i++)
		import_edition(&twins.place[i], "sports-clubs", "spreadsheet", "sports_clubs.csv", "whole",
		        EH_SAYS_MEETS | EH_SAYS_SERVES, eh_date_make(2026, 9, 1));
	build(&twins, "a new edition of the same");
	for (int i = 0; i < 2; i++) {
		test_place_write(&twins.place[i], "clubs2.csv",
		        "name,category,address,postcode\nThimble Rovers,Football,\"1 Sallow Close, Sallowby\",ZZ6 1FF\n");
		import_edition(&twins.place[i], "sports-clubs", "spreadsheet", "clubs2.csv", "whole",
		        EH_SAYS_MEETS | EH_SAYS_SERVES, eh_date_make(2026, 10, 1));
	}
	build(&twins, "an edition that all but one is gone from");
	for (int i = 0; i < 2; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_review_undone undone;
		struct eh_error err = { 0 };
		assert_ok(eh_review_undo(twins.place[i].db, (struct eh_str){ NULL, 0 }, &arena, &undone, &err), &err);
	}
	add_slice(&twins, 3);
	build(&twins, "an answer taken back, and a batch");
	assert_true(twins.renewed >= 6);
	finish(&twins);
}

static void write_sql(const struct test_place *place, const char *sql)
{
	sqlite3 *db;
	char path[128];

	snprintf(path, sizeof path, "%s/store.db", place->folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static struct eh_build_summary build_one(struct eh_db *db, bool retrain)
{
	const struct eh_build_options options = { .threads = 1, .retrain = retrain, .living_least = 1 };
	struct eh_build_summary summary = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_build(db, &options, &summary, &err), &err);
	return summary;
}

static void a_model_stays_until_it_is_trained_anew_or_cannot_be_read(void **state)
{
	struct twins twins = { 0 };
	(void)state;

	start(&twins);
	struct eh_db *db = twins.place[RENEWING].db;
	int64_t first = twins.summary[RENEWING].trained_on;
	assert_int_equal(first, twins.summary[RENEWING].records);
	add_slice(&twins, 0);
	struct eh_build_summary summary = build_one(db, false);
	assert_int_equal(summary.trained_on, first);
	assert_true(summary.renewed > 0);
	summary = build_one(db, true);
	assert_int_equal(summary.trained_on, summary.records);
	assert_int_equal(summary.renewed, 0);
	write_sql(&twins.place[RENEWING], "UPDATE link_model SET model = substr(model, 1, 500)");
	add_slice(&twins, 1);
	summary = build_one(db, false);
	assert_int_equal(summary.renewed, 0);
	assert_int_equal(summary.trained_on, summary.records);
	finish(&twins);
}

static void undo_takes_what_was_learned_from_a_batch_with_it(void **state)
{
	struct twins twins = { 0 };
	struct eh_buf before EH_CLEANUP_BUF = { 0 }, after EH_CLEANUP_BUF = { 0 };
	(void)state;

	start(&twins);
	struct eh_db *db = twins.place[RENEWING].db;
	write_sql(&twins.place[RENEWING], "DELETE FROM list_event");
	dump(&twins.place[RENEWING], &before);
	add_slice(&twins, 0);
	build_one(db, true);
	undo(&twins, 0);
	build_one(db, false);
	write_sql(&twins.place[RENEWING],
	        "DELETE FROM list_event; DELETE FROM identity WHERE org_id NOT IN (SELECT org_id FROM organisation)");
	dump(&twins.place[RENEWING], &after);
	/* Identifiers outlive their records: those that the batch brought are on record, and nothing else is. */
	if (strncmp(before.p, after.p, (size_t)(strstr(before.p, "\nidentity|") - before.p)) != 0)
		fail_at_difference("a batch, learning anew, and undo", after.p, before.p);
	finish(&twins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_batches_come_to_what_builds_of_the_whole_come_to),
		cmocka_unit_test(decisions_undo_and_new_editions_come_to_the_same_too),
		cmocka_unit_test(a_model_stays_until_it_is_trained_anew_or_cannot_be_read),
		cmocka_unit_test(undo_takes_what_was_learned_from_a_batch_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
