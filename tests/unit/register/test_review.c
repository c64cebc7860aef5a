/* Questions are asked in the order of what an answer is worth, and answers hold: over a rebuild, an undo and a re-import. Synthetic. */
#include "place.h"

#include "cli/review_screen.h"
#include "exchange/review_book.h"
#include "io/table.h"
#include "register/review.h"
#include "town/town.h"

static const char REGISTER[] = "name,charity number,postcode\n"
                               "Larkrise Choir,9000001,ZZ1 1AA\n"
                               "Mossbank Players,9000002,ZZ2 2AA\n"
                               "Thornwood Ramblers,9000003,ZZ1 1AB\n";
static const char CLUBS[] = "name,what we do\nLarkrise Choir,Singing\nMossbank Players,Drama\nThornwood Ramblers,Walks\n";
static const char GRANTS[] =
        "Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Recipient "
        "Org:Charity Number,Funding Org:Identifier,Funding Org:Name\n"
        "g1,Scenery,GBP,250000,2024-05-01,x1,Mossbank Players,9000002,GB-LAE-ZZZ,Testham\n";

static void import_register(const struct test_place *place, int32_t date)
{
	test_place_import(place, "register", "spreadsheet", REGISTER, "organisations", EH_SAYS_REGISTERED, true, date);
}

static struct eh_import_result import_clubs(const struct test_place *place)
{
	return test_place_import(place, "clubs", "spreadsheet", CLUBS, "organisations", 0, false, 20100);
}

/* Three pairs of the same name and nothing else in common: three questions; on one of them a quarter of a million pounds hangs. */
static void make(struct test_place *place)
{
	test_place_init(place, "Z06000001");
	test_place_geography(place);
	import_register(place, 20000);
	import_clubs(place);
	test_place_import(place, "grants", "360giving", GRANTS, "grants", EH_SAYS_FUNDED, false, 20100);
	test_place_build(place, 1);
}

static struct eh_review queue(const struct test_place *place)
{
	struct eh_review review = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_review_load(place->db, (struct eh_str){ NULL, 0 }, 0, &review, &err), &err);
	return review;
}

/* The question about this name; fails the test when it is not asked. */
static const struct eh_review_question *about(const struct eh_review *review, const char *name)
{
	for (size_t i = 0; i < review->count; i++)
		if (eh_str_eq_ascii_nocase(review->items[i].left.name, eh_str_of(name)))
			return &review->items[i];
	fail_msg("nothing is asked about %s, among %zu questions", name, review->count);
	return NULL;
}

static enum eh_rc say(
        const struct test_place *place, struct eh_str left, struct eh_str right, enum eh_verdict verdict, struct eh_error *err)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	const struct eh_answer answer = { left, right, verdict, EH_STR("rang them"), EH_STR("P. Erson") };

	assert_ok(eh_reviewer_load(place->db, (struct eh_str){ NULL, 0 }, &reviewer, err), err);
	return eh_review_answer(&reviewer, &answer, NULL, err);
}

static void say_about(const struct test_place *place, const char *name, enum eh_verdict verdict)
{
	struct eh_review review EH_CLEANUP_REVIEW = queue(place);
	struct eh_error err = { 0 };
	const struct eh_review_question *question = about(&review, name);

	assert_ok(say(place, question->left.id, question->right.id, verdict, &err), &err);
}

static int64_t built(const struct test_place *place)
{
	struct eh_build_summary summary = { 0 };
	struct eh_error err = { 0 };

	assert_ok(eh_build(place->db, &(struct eh_build_options){ .threads = 1 }, &summary, &err), &err);
	return summary.organisations;
}

static void what_most_hangs_on_is_asked_first_and_unsure_goes_last(void **state)
{
	struct test_place place;
	struct eh_buf words EH_CLEANUP_BUF = { 0 };

	(void)state;
	make(&place);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	if (review.count != 3)
		fail_msg("%zu questions, want 3", review.count);
	assert_str(review.items[0].left.name, "Mossbank Players");
	assert_true(review.items[0].priority > review.items[1].priority);
	assert_int_equal(eh_review_stake_words(&review.items[0], &words), EH_OK);
	if (!strstr(words.p, "£250,000 of grants"))
		fail_msg("what hangs on it: %s", words.p);
	assert_true(review.items[0].reason_count >= 2);
	eh_buf_reset(&words);
	assert_int_equal(eh_review_reason_words(&review.items[0], &words), EH_OK);
	if (!strstr(words.p, "name: ") || strstr(words.p, "says nothing") || strstr(words.p, "0.0)"))
		fail_msg("why it is asked: %s", words.p);
	say_about(&place, "Mossbank Players", EH_VERDICT_UNSURE);
	struct eh_review after EH_CLEANUP_REVIEW = queue(&place);
	assert_int_equal(after.count, 3);
	assert_str(after.items[2].left.name, "Mossbank Players");
	assert_int_equal(after.open, 2);
	assert_int_equal(after.unsure, 1);
	test_place_finish(&place);
}

/* Of a whole town: what is shown of the reasons adds up to what is shown of the weight. */
static void shown_reasons_add_up_to_the_shown_weight(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, EH_TOWN_COUNCIL);
	assert_ok(eh_town_generate(
	                  &(struct eh_town_options){ .organisations = 300, .seed = 1, .folder = place.folder }, NULL, &err),
	        &err);
	test_place_recipe(&place, "places/example-town.ini", place.folder);
	test_place_build(&place, 2);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	assert_true(review.count > 10);
	for (size_t i = 0; i < review.count; i++) {
		const struct eh_review_question *question = &review.items[i];
		double sum = 0;
		char shown[32];
		for (size_t k = 0; k < question->reason_count; k++) {
			snprintf(shown, sizeof shown, "%+.1f", question->reasons[k].weight);
			sum += strtod(shown, NULL);
			assert_true(*question->reasons[k].field && *question->reasons[k].text);
		}
		snprintf(shown, sizeof shown, "%+.1f", eh_review_shown_weight(question->weight));
		if (fabs(sum - strtod(shown, NULL)) > 0.01)
			fail_msg("question %zu: the reasons are %f, the weight is %s", i, sum, shown);
		assert_string_not_equal(shown, "-0.0");
	}
	test_place_finish(&place);
}

static void addresses_that_the_public_may_not_visit_are_not_shown(void **state)
{
	struct test_place place;
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	(void)state;
	make(&place);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	for (size_t i = 0; i < review.count; i++)
		assert_int_equal(eh_review_show(&review.items[i], 100, &text), EH_OK);
	assert_non_null(strstr(text.p, "not where the public may visit"));
	if (strstr(text.p, "ZZ1") || strstr(text.p, "ZZ2"))
		fail_msg("a postcode is shown: %s", text.p);
	test_place_finish(&place);
}

/* One of them says refuge, the other only has the same name and an address that would be shown. */
static void where_a_protected_one_of_the_two_is_is_not_shown_for_either(void **state)
{
	struct test_place place;
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	test_place_import(&place, "register", "spreadsheet",
	        "name,what we do\nHeronhold House,A refuge for women fleeing domestic abuse\n", "organisations", 0, true, 20000);
	test_place_import(&place, "clubs", "spreadsheet",
	        "name,what we do,address,postcode\nHeronhold House,Coffee,12 Sallow Lane,ZZ2 2AA\n", "organisations",
	        EH_SAYS_MEETS, false, 20100);
	test_place_build(&place, 1);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	assert_true(about(&review, "Heronhold House")->protected);
	assert_int_equal(eh_review_show(&review.items[0], 100, &text), EH_OK);
	assert_non_null(strstr(text.p, "protected: not shown"));
	if (strstr(text.p, "ZZ2") || strstr(text.p, "Sallow Lane"))
		fail_msg("a place is shown: %s", text.p);
	test_place_finish(&place);
}

static void an_answer_survives_a_rebuild_and_a_reimport_and_an_undo_of_the_import(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	make(&place);
	int64_t before = built(&place);
	say_about(&place, "Larkrise Choir", EH_VERDICT_SAME);
	say_about(&place, "Thornwood Ramblers", EH_VERDICT_DIFFERENT);
	for (int build = 0; build < 2; build++)
		assert_int_equal(test_place_build(&place, 1).organisations, before - 1);
	import_register(&place, 20200); /* a newer edition of the same */
	assert_int_equal(built(&place), before - 1);
	struct eh_import_result more = test_place_import(
	        &place, "more", "spreadsheet", "name\nWrenfield Allotments\n", "organisations", EH_SAYS_WORKS, false, 20300);
	assert_int_equal(built(&place), before);
	assert_ok(eh_import_undo(place.db, more.batch_id, &err), &err);
	assert_int_equal(built(&place), before - 1);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	if (review.count != 1)
		fail_msg("%zu questions are left, want 1", review.count);
	test_place_finish(&place);
}

static void an_answer_waits_for_a_record_that_goes_and_comes_back(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	test_place_init(&place, "Z06000001");
	test_place_geography(&place);
	import_register(&place, 20000);
	struct eh_import_result clubs = import_clubs(&place);
	int64_t before = built(&place);
	say_about(&place, "Larkrise Choir", EH_VERDICT_SAME);
	assert_int_equal(built(&place), before - 1);
	assert_ok(eh_import_undo(place.db, clubs.batch_id, &err), &err);
	assert_int_equal(built(&place), 3);
	import_clubs(&place);
	assert_int_equal(built(&place), before - 1);
	test_place_finish(&place);
}

static void undo_takes_the_newest_answer_back_and_the_build_notices(void **state)
{
	struct test_place place;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_review_undone undone;
	struct eh_error err = { 0 };

	(void)state;
	make(&place);
	int64_t before = built(&place);
	say_about(&place, "Larkrise Choir", EH_VERDICT_SAME);
	assert_int_equal(built(&place), before - 1);
	assert_ok(eh_review_undo(place.db, (struct eh_str){ NULL, 0 }, &arena, &undone, &err), &err);
	assert_str(undone.verdict, "same");
	assert_str(undone.person, "P. Erson");
	assert_str(undone.note, "rang them");
	/* Another answer in its place has its number; the build must tell them apart. */
	assert_int_equal(built(&place), before);
	say_about(&place, "Larkrise Choir", EH_VERDICT_SAME);
	built(&place);
	assert_ok(eh_review_undo(place.db, (struct eh_str){ NULL, 0 }, &arena, &undone, &err), &err);
	say_about(&place, "Mossbank Players", EH_VERDICT_SAME);
	assert_int_equal(built(&place), before - 1);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	(void)about(&review, "Larkrise Choir");
	assert_ok(eh_review_undo(place.db, (struct eh_str){ NULL, 0 }, &arena, &undone, &err), &err);
	assert_int_equal(eh_review_undo(place.db, (struct eh_str){ NULL, 0 }, &arena, &undone, &err), EH_NOT_FOUND);
	test_place_finish(&place);
}

static void an_answer_that_contradicts_others_or_names_nothing_is_refused(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };

	(void)state;
	make(&place);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	const struct eh_review_question *choir = about(&review, "Larkrise Choir"), *players = about(&review, "Mossbank Players");
	assert_ok(say(&place, choir->left.id, choir->right.id, EH_VERDICT_SAME, &err), &err);
	assert_ok(say(&place, choir->right.id, players->left.id, EH_VERDICT_SAME, &err), &err);
	assert_int_equal(say(&place, players->left.id, choir->left.id, EH_VERDICT_DIFFERENT, &err), EH_CONFLICT);
	assert_non_null(strstr(err.message, "contradicts"));
	assert_ok(say(&place, choir->right.id, choir->left.id, EH_VERDICT_DIFFERENT, &err), &err);
	assert_int_equal(say(&place, choir->left.id, choir->left.id, EH_VERDICT_SAME, &err), EH_INVALID);
	assert_int_equal(say(&place, choir->left.id, EH_STR("0000000000000000"), EH_VERDICT_SAME, &err), EH_NOT_FOUND);
	assert_non_null(strstr(err.message, "0000000000000000"));
	test_place_finish(&place);
}

/* ---- The workbook. ---- */

struct refused {
	size_t count;
	char text[1024];
};

static void note_refused(void *context, uint64_t line, const char *column, const char *reason)
{
	struct refused *refused = context;
	size_t n = strlen(refused->text);

	refused->count++;
	snprintf(refused->text + n, sizeof refused->text - n, "%llu %s: %s\n", (unsigned long long)line, column, reason);
}

static struct eh_review_book_read read_book(const struct test_place *place, const char *path, struct refused *refused)
{
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct eh_error err = { 0 };
	struct eh_review_book_read read = {
		.reviewer = &reviewer, .person = EH_STR("Officer"), .refused = note_refused, .context = refused
	};

	assert_ok(eh_reviewer_load(place->db, (struct eh_str){ NULL, 0 }, &reviewer, &err), &err);
	assert_ok(eh_review_book_read(path, &read, &err), &err);
	return read;
}

static void a_workbook_brings_the_answers_in_its_cells_and_no_others(void **state)
{
	struct test_place place;
	struct eh_error err = { 0 };
	struct refused refused = { 0 };
	char path[256];

	(void)state;
	make(&place);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	snprintf(path, sizeof path, "%s/questions.xlsx", place.folder);
	assert_ok(eh_review_book_write(&review, path, &err), &err);
	struct eh_review_book_read read = read_book(&place, path, &refused);
	assert_int_equal(read.taken, 0);
	assert_int_equal(read.unanswered, 3);
	assert_int_equal(refused.count, 0);
	assert_int_equal(eh_review_book_write(&review, path, &err), EH_CONFLICT);
	/* With answers in their cells. */
	for (size_t i = 0; i < review.count; i++)
		review.items[i].verdict = i ? EH_VERDICT_DIFFERENT : EH_VERDICT_SAME;
	snprintf(path, sizeof path, "%s/answered.xlsx", place.folder);
	assert_ok(eh_review_book_write(&review, path, &err), &err);
	read = read_book(&place, path, &refused);
	if (read.taken != 3 || refused.count)
		fail_msg("%zu taken, %zu refused: %s", read.taken, refused.count, refused.text);
	struct eh_review after EH_CLEANUP_REVIEW = queue(&place);
	assert_int_equal(after.count, 0);
	test_place_finish(&place);
}

/* As an officer's program saves it: sorted, with words in the cells; bad lines are refused with line, column and reason, good ones kept. */
static void answers_of_a_workbook_are_taken_line_by_line(void **state)
{
	struct test_place place;
	struct refused refused = { 0 };
	char path[256], text[1024];

	(void)state;
	make(&place);
	struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
	const struct eh_review_question *choir = about(&review, "Larkrise Choir"), *players = about(&review, "Mossbank Players"),
	                                *walkers = about(&review, "Thornwood Ramblers");
	snprintf(text, sizeof text,
	        "No.,Answer,Note,left,right\n3,Same ,seen both,%.*s,%.*s\n1,maybe,,%.*s,%.*s\n2,,will "
	        "ask,%.*s,%.*s\n4,same,,,%.*s\n5,same,,feed,%.*s\n",
	        EH_FMT(choir->left.id), EH_FMT(choir->right.id), EH_FMT(players->left.id), EH_FMT(players->right.id),
	        EH_FMT(walkers->left.id), EH_FMT(walkers->right.id), EH_FMT(choir->right.id), EH_FMT(choir->right.id));
	test_place_write(&place, "answers.csv", text);
	snprintf(path, sizeof path, "%s/answers.csv", place.folder);
	struct eh_review_book_read read = read_book(&place, path, &refused);
	if (read.taken != 2 || read.refusals != 3)
		fail_msg("%zu taken, %zu refused: %s", read.taken, read.refusals, refused.text);
	assert_non_null(strstr(refused.text, "3 Answer: \"maybe\" is no answer"));
	assert_non_null(strstr(refused.text, "5 left: "));
	assert_non_null(strstr(refused.text, "6 left: the list holds no such record"));
	struct eh_review after EH_CLEANUP_REVIEW = queue(&place);
	assert_int_equal(after.count, 2);
	assert_int_equal(about(&after, "Thornwood Ramblers")->verdict, EH_VERDICT_UNSURE);
	/* The same again changes nothing. */
	read = read_book(&place, path, &(struct refused){ 0 });
	assert_int_equal(read.taken, 0);
	assert_int_equal(read.already, 2);
	test_place_finish(&place);
}

static void a_file_that_is_no_such_workbook_is_refused_whole(void **state)
{
	struct test_place place;
	struct eh_reviewer reviewer EH_CLEANUP_REVIEWER = { 0 };
	struct eh_review_book_read read = { .reviewer = &reviewer, .person = EH_STR("Officer"), .refused = note_refused };
	struct eh_error err = { 0 };
	char path[256];

	(void)state;
	make(&place);
	assert_ok(eh_reviewer_load(place.db, (struct eh_str){ NULL, 0 }, &reviewer, &err), &err);
	snprintf(path, sizeof path, "%s/clubs.csv", place.folder);
	assert_int_equal(eh_review_book_read(path, &read, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "\"Answer\""));
	test_place_finish(&place);
}

/* ---- The keys. ---- */

static struct eh_sitting sit(const struct test_place *place, const char *typed, char *shown, size_t size)
{
	struct eh_keys keys EH_CLEANUP_KEYS = { 0 };
	struct eh_error err = { 0 };
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], typed, strlen(typed)), (ssize_t)strlen(typed));
	close(ends[1]);
	FILE *out = fmemopen(shown, size, "w");
	assert_non_null(out);
	eh_keys_open(&keys, ends[0]);
	struct eh_sitting sitting = { .db = place->db, .person = EH_STR("P. Erson"), .keys = &keys, .out = out, .width = 100 };
	assert_ok(eh_review_sit(&sitting, &err), &err);
	fclose(out);
	close(ends[0]);
	return sitting;
}

static void keys_answer_go_about_and_undo(void **state)
{
	static const struct {
		const char *typed;
		size_t open, unsure, answered, undone;
	} CASES[] = {
		{ "q", 3, 0, 0, 0 },
		{ "sdu", 0, 1, 3, 0 },
		{ "szq", 3, 0, 1, 1 },
		{ "jks", 2, 0, 1, 0 },
		{ "\x1b[B\x1b[As", 2, 0, 1, 0 },
		{ "nrang\nsq", 2, 0, 1, 0 },      /* the note goes with the answer */
		{ "nrang them\njq", 2, 1, 1, 0 }, /* a note alone: unsure */
		{ "zx?q", 3, 0, 0, 0 },
		{ "", 3, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct test_place place;
		static char shown[65536];
		make(&place);
		struct eh_sitting sitting = sit(&place, CASES[i].typed, shown, sizeof shown);
		struct eh_review review EH_CLEANUP_REVIEW = queue(&place);
		if (review.open != CASES[i].open || review.unsure != CASES[i].unsure || sitting.answered != CASES[i].answered ||
		        sitting.undone != CASES[i].undone)
			fail_msg("\"%s\": %zu open, %zu unsure, %zu answered, %zu undone", CASES[i].typed, review.open,
			        review.unsure, sitting.answered, sitting.undone);
		assert_non_null(strstr(shown, "Question 1 of 3"));
		test_place_finish(&place);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_most_hangs_on_is_asked_first_and_unsure_goes_last),
		cmocka_unit_test(shown_reasons_add_up_to_the_shown_weight),
		cmocka_unit_test(addresses_that_the_public_may_not_visit_are_not_shown),
		cmocka_unit_test(where_a_protected_one_of_the_two_is_is_not_shown_for_either),
		cmocka_unit_test(an_answer_survives_a_rebuild_and_a_reimport_and_an_undo_of_the_import),
		cmocka_unit_test(an_answer_waits_for_a_record_that_goes_and_comes_back),
		cmocka_unit_test(undo_takes_the_newest_answer_back_and_the_build_notices),
		cmocka_unit_test(an_answer_that_contradicts_others_or_names_nothing_is_refused),
		cmocka_unit_test(a_workbook_brings_the_answers_in_its_cells_and_no_others),
		cmocka_unit_test(answers_of_a_workbook_are_taken_line_by_line),
		cmocka_unit_test(a_file_that_is_no_such_workbook_is_refused_whole),
		cmocka_unit_test(keys_answer_go_about_and_undo),
	};
	return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
