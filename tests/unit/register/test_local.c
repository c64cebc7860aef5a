/* What counts as local: by the recipe until both keys have decided, by them afterwards. Everybody and everything here is invented. */
#include "../../test.h"

#include "../govern/house.h"
#include "place.h"
#include "register/listing.h"
#include "register/local.h"

static struct house house;
static struct test_place place;
static struct eh_motion_act act;
static struct eh_motion_house motions;
static struct eh_error error;
static struct eh_arena arena;

/* A club of the list of Town (council Z06000001) whose office is in Otherby (Z06000002). */
static int setup(void **state)
{
	static const char CLUBS[] = "Name,Postcode\nLarkhill Chess Club,ZZ1 1AA\nOtherby Tea Dance,ZZ3 3AA\n";
	struct eh_import_result result;
	char path[256];

	(void)state;
	house_open(&house);
	place = (struct test_place){ .db = house.db, .council = "Z06000001" };
	snprintf(place.folder, sizeof place.folder, "%s", test_folder());
	test_place_geography(&place);
	test_place_write(&place, "clubs.csv", CLUBS);
	snprintf(path, sizeof path, "%s/clubs.csv", place.folder);
	assert_ok(eh_import_run(house.db,
	                  &(const struct eh_import){ .source = "clubs",
	                          .kind = "spreadsheet",
	                          .file = { .path = path, .rows = "organisations" },
	                          .publisher = "Test (synthetic)",
	                          .licence = "CC0 1.0",
	                          .says = EH_SAYS_FUNDED,
	                          .place_id = "town",
	                          .data_date = 20000,
	                          .terms = "publish" },
	                  &result, &error),
	        &error);
	test_place_build(&place, 1);
	act = eh_local_act();
	motions = (struct eh_motion_house){ house.db, &act, 1, house_org, NULL };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	test_remove(place.folder);
	eh_arena_finish(&arena);
	house_close(&house);
	return 0;
}

static struct eh_str scale_of(const char *name)
{
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_str scale = { NULL, 0 };

	assert_ok(eh_listing_load(house.db, eh_str_of(place.council), &listing, &error), &error);
	for (size_t i = 0; i < listing.count; i++)
		if (eh_str_eq(listing.items[i].name, eh_str_of(name)))
			scale = eh_arena_str(&arena, listing.items[i].scale);
	if (!scale.p)
		fail_msg("the list does not hold %s", name);
	return scale;
}

static struct eh_str neighbours(void)
{
	struct eh_q_place_find row;

	assert_ok(eh_q_place_find(house.db, EH_STR("town"), &arena, &row, &error), &error);
	return row.neighbours;
}

static struct eh_str read_lines(const char *lines)
{
	struct eh_str codes = { NULL, 0 };

	assert_ok(eh_local_read(house.db, &arena, eh_str_of(lines), &codes, &error), &error);
	return codes;
}

static int64_t propose(const char *becomes)
{
	const struct eh_actor by = council_actor(house.council);
	int64_t change = 0, motion = 0;
	char id[24];

	assert_ok(eh_local_ask(house.db, NOON, EH_STR("town"), eh_str_of(becomes), &change, &error), &error);
	assert_ok(eh_motion_propose(&motions, NOON, &by,
	                  &(struct eh_motion_proposal){
	                          { EH_STR("town"), EH_STR("change_local"), EH_STR("neighbours"), eh_audit_id(change, id) },
	                          EH_STR("Otherby is across the road.") },
	                  &motion, &error),
	        &error);
	return motion;
}

static enum eh_motion_outcome turn(int64_t by, int64_t motion_id)
{
	const struct eh_actor actor = council_actor(by);
	enum eh_motion_outcome outcome = EH_MOTION_DONE;
	struct eh_motion motion;

	assert_ok(eh_motion_get(&motions, NOON, motion_id, &arena, &motion, &error), &error);
	assert_ok(eh_motion_make(&motions, NOON, &actor, motion_id, EH_MOTION_TURN,
	                  eh_arena_str(&arena, eh_str_of(motion.digest)), NOTHING, &outcome, &error),
	        &error);
	return outcome;
}

static bool enter(const char *said)
{
	const struct eh_local_place recipe = { EH_STR("town"), EH_STR("Town"), EH_STR("Z06000001"), eh_str_of(said), true };
	bool kept = false;

	assert_ok(eh_local_enter(house.db, &recipe, &kept, &error), &error);
	return kept;
}

static void build(void)
{
	struct eh_build_summary summary;

	assert_ok(eh_build(house.db, &(struct eh_build_options){ .threads = 1 }, &summary, &error), &error);
}

static void fails(enum eh_rc got, enum eh_rc want, const char *sentence)
{
	assert_int_equal(got, want);
	if (!strstr(error.message, sentence))
		fail_msg("\"%s\" is not in \"%s\"", sentence, error.message);
}

static void councils_are_read_by_name_and_by_code(void **state)
{
	struct eh_str codes;

	(void)state;
	assert_str(read_lines(" otherby \r\nZ06000009\n\nOtherby"), "Z06000002 Z06000009");
	assert_str(read_lines(""), "");
	fails(eh_local_read(house.db, &arena, EH_STR("Nowhere"), &codes, &error), EH_INVALID, "a council called “Nowhere”");
	fails(eh_local_read(house.db, &arena, EH_STR("E0800000x"), &codes, &error), EH_INVALID, "Give its ONS code");
}

static void a_recipe_counts_until_keys_have_decided_and_then_only_keys(void **state)
{
	struct eh_local_change decided;

	(void)state;
	assert_str(scale_of("Larkhill Chess Club"), "local");
	assert_str(scale_of("Otherby Tea Dance"), "wider");
	assert_false(enter("Z06000007"));
	assert_str(neighbours(), "Z06000007");

	int64_t motion = propose("Z06000002");
	assert_int_equal(turn(house.council, motion), EH_MOTION_DONE);
	assert_int_equal(turn(house.big, motion), EH_MOTION_DONE);
	assert_str(neighbours(), "Z06000007");
	assert_int_equal(turn(house.small, motion), EH_MOTION_ENACTED);
	assert_str(neighbours(), "Z06000002");
	build();
	assert_str(scale_of("Otherby Tea Dance"), "local");
	assert_ok(eh_local_decided(house.db, EH_STR("town"), &arena, &decided, &error), &error);
	assert_str(decided.was, "Z06000007");
	assert_int_equal(decided.motion_id, motion);

	assert_true(enter("Z06000007"));
	assert_str(neighbours(), "Z06000002");
	assert_false(enter("Z06000002"));
}

static void keys_are_void_when_what_stood_before_has_changed(void **state)
{
	(void)state;
	int64_t first = propose("Z06000008"), second = propose("Z06000009");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(turn(house.council, i ? second : first), EH_MOTION_DONE);
		assert_int_equal(turn(house.big, i ? second : first), EH_MOTION_DONE);
	}
	assert_int_equal(turn(house.small, first), EH_MOTION_ENACTED);
	assert_int_equal(turn(house.small, second), EH_MOTION_KEYS_VOIDED);
	assert_str(neighbours(), "Z06000008");
}

static void what_is_so_already_is_not_proposed_and_a_motion_for_it_is_void(void **state)
{
	int64_t change;

	(void)state;
	fails(eh_local_ask(house.db, NOON, EH_STR("town"), neighbours(), &change, &error), EH_INVALID, "count now");
	fails(eh_local_ask(house.db, NOON, EH_STR("town"), EH_STR("Z06000001"), &change, &error), EH_INVALID, "own council");
	fails(eh_local_ask(house.db, NOON, EH_STR("nowhere"), EH_STR(""), &change, &error), EH_NOT_FOUND, "no such place");
	int64_t first = propose(""), second = propose("");
	assert_int_equal(turn(house.council, first), EH_MOTION_DONE);
	assert_int_equal(turn(house.big, first), EH_MOTION_DONE);
	assert_int_equal(turn(house.small, first), EH_MOTION_ENACTED);
	assert_str(neighbours(), "");
	assert_int_equal(turn(house.council, second), EH_MOTION_VOIDED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(councils_are_read_by_name_and_by_code),
		cmocka_unit_test(a_recipe_counts_until_keys_have_decided_and_then_only_keys),
		cmocka_unit_test(keys_are_void_when_what_stood_before_has_changed),
		cmocka_unit_test(what_is_so_already_is_not_proposed_and_a_motion_for_it_is_void),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
