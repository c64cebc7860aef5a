/* A living list of records comes to what linking all of them at once comes to, whatever is added, taken away or said anew. Synthetic. */
#include "test.h"

#include <stdlib.h>

#include "base/base.h"
#include "evenhand/linkage.h"

enum { MOST = 2600, START = 1300, ROUNDS = 7, MOST_BONDS = 60000, MOST_KEYS = MOST * 60, MOST_CONSTRAINTS = 64 };

struct said {
	char name[96], other[96], address[64], postcode[16], phone[16], web[64], number[16], order[16];
	struct ehl_text names[2];
	struct ehl_id id;
	struct ehl_record record;
	size_t place;
};

struct kept {
	bool live;
	uint64_t cluster, component;
	uint64_t standing[8];
	size_t standing_count;
};

/* The list as a caller keeps it. Row numbers are places in `said`. */
struct list {
	struct said said[MOST];
	struct kept kept[MOST];
	size_t count; /* numbers given so far */
	struct {
		uint64_t key, row;
	} keys[MOST_KEYS];
	size_t key_count;
	struct ehl_bond bonds[MOST_BONDS];
	size_t bond_count;
	struct ehl_list_constraint constraints[MOST_CONSTRAINTS];
	size_t constraint_count;
	struct ehl_model *model;
	uint64_t keying[MOST]; /* the row of each record that keys are asked for */
};

static struct ehl_text text(const char *z) { return (struct ehl_text){ z, strlen(z) }; }

/* What a record says: every third is of an organisation that others speak of too; some names are common, some numbers repeat. */
static void say(struct said *said, size_t place, struct eh_random *random)
{
	static const char *const FIRST[] = { "Larkhill", "Brambledown", "Otterford", "Quenby", "Stavely", "Wexcombe", "Thornbury",
		"Millgate", "Ravensmoor", "Calderbeck", "Pinfold", "Hollinshaw" };
	static const char *const KIND[] = { "Judo Club", "Community Centre", "Befriending Trust", "Allotment Society", "Choir",
		"Pre School", "Food Bank", "Cricket Club", "Advice Service" };
	static const char *const TAIL[] = { "", "", " Ltd", " CIO", " Group" };
	size_t what = place / 3;
	uint64_t mix = (what * 2654435761u) % 100003;

	*said = (struct said){ .place = place };
	snprintf(said->order, sizeof said->order, "%08zu", (place * 7919) % 100000);
	snprintf(said->name, sizeof said->name, "%s %s %s%s", FIRST[mix % 12], FIRST[mix / 108 % 12], KIND[mix / 12 % 9],
	        TAIL[eh_random_below(random, 5)]);
	if (mix % 19 == 0)
		snprintf(said->name, sizeof said->name, "Parent Teacher Association");
	/* Some say nothing but a name, and those with numbers stand by it. */
	if (what % 4 == 0) {
		snprintf(said->name, sizeof said->name, "%s %s Endowment %s", FIRST[mix % 12], FIRST[mix / 144 % 12],
		        KIND[mix / 12 % 9]);
	} else if (eh_random_below(random, 8) == 0)
		said->name[1] = said->name[2];
	if (eh_random_below(random, 3))
		snprintf(said->address, sizeof said->address, "%zu %s Road", 1 + mix % 40, FIRST[mix / 5 % 12]);
	if (eh_random_below(random, 4))
		snprintf(said->postcode, sizeof said->postcode, "ZZ%zu %zuAB", 1 + mix % 30, 1 + mix % 9);
	if (eh_random_below(random, 3) == 0)
		snprintf(said->phone, sizeof said->phone, "0161%07zu", mix);
	if (eh_random_below(random, 4) == 0)
		snprintf(said->web, sizeof said->web, "https://www.org%zu.example", mix);
	if (eh_random_below(random, 9) == 0)
		snprintf(said->other, sizeof said->other, "%s %s", FIRST[mix / 3 % 12], KIND[mix % 9]);
	if (what % 4 == 0)
		said->address[0] = said->postcode[0] = said->phone[0] = said->web[0] = said->other[0] = '\0';
	said->names[0] = text(said->name);
	said->names[1] = text(said->other);
	said->record = (struct ehl_record){ .names = said->names,
		.name_count = said->other[0] ? 2 : 1,
		.address = text(said->address),
		.postcode = text(said->postcode),
		.phone = text(said->phone),
		.web = text(said->web),
		.place = text(eh_random_below(random, 2) ? "Z06000001" : "Z06000002") };
	if (eh_random_below(random, 5) < 2) {
		snprintf(said->number, sizeof said->number, "%zu", 900000 + mix - (eh_random_below(random, 4) == 0));
		said->id = (struct ehl_id){ text("GB-CHC"), text(said->number), true };
		said->record.ids = &said->id;
		said->record.id_count = 1;
		said->record.register_entry = place % 3 == 0;
	}
}

static int by_key(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : (x[1] > y[1]) - (x[1] < y[1]);
}

static long find(void *context, uint64_t key, uint64_t *ret_rows, size_t most)
{
	struct list *list = context;
	size_t from = 0, to = list->key_count, count = 0;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (list->keys[middle].key < key)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < list->key_count && list->keys[from].key == key; from++)
		if (list->kept[list->keys[from].row].live) {
			if (count < most)
				ret_rows[count] = list->keys[from].row;
			count++;
		}
	return (long)count;
}

static int read_row(void *context, uint64_t row, struct ehl_list_row *ret_row)
{
	struct list *list = context;
	const struct kept *kept = &list->kept[row];

	*ret_row = (struct ehl_list_row){ .record = list->said[row].record,
		.order = text(list->said[row].order),
		.component = kept->component,
		.cluster = kept->cluster,
		.standing = kept->standing,
		.standing_count = kept->standing_count };
	return 0;
}

static int members(void *context, uint64_t component, int (*each)(void *to, uint64_t row), void *to)
{
	struct list *list = context;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < list->count; i++)
		if (list->kept[i].live && list->kept[i].component == component)
			rc = each(to, i);
	return rc;
}

static int bonds(void *context, uint64_t row, int (*each)(void *to, const struct ehl_bond *bond), void *to)
{
	struct list *list = context;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < list->bond_count; i++)
		if (list->bonds[i].a == row || list->bonds[i].b == row)
			rc = each(to, &list->bonds[i]);
	return rc;
}

static long standing(void *context, uint64_t name, size_t most)
{
	struct list *list = context;
	long count = 0;
	(void)most;

	for (size_t i = 0; i < list->count; i++)
		for (size_t j = 0; list->kept[i].live && j < list->kept[i].standing_count; j++)
			count += list->kept[i].standing[j] == name;
	return count;
}

static int keep_keys(void *context, size_t record, const uint64_t *keys, size_t count)
{
	struct list *list = context;

	for (size_t i = 0; i < count; i++) {
		assert_true(list->key_count < MOST_KEYS);
		list->keys[list->key_count].key = keys[i];
		list->keys[list->key_count++].row = list->keying[record];
	}
	return 0;
}

static void add_keys(struct list *list, const uint64_t *rows, size_t count)
{
	struct ehl_record *records = calloc(count + 1, sizeof *records);

	for (size_t i = 0; i < count; i++) {
		records[i] = list->said[rows[i]].record;
		list->keying[i] = rows[i];
	}
	assert_int_equal(ehl_list_keys(records, count, list->model, keep_keys, list), 0);
	qsort(list->keys, list->key_count, sizeof *list->keys, by_key);
	free(records);
}

/* The live rows in the order of the list. */
static const struct list *sorting;
static int by_order(const void *a, const void *b)
{
	return strcmp(sorting->said[*(const uint64_t *)a].order, sorting->said[*(const uint64_t *)b].order);
}

static size_t live_rows(const struct list *list, uint64_t *rows)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		if (list->kept[i].live)
			rows[count++] = i;
	sorting = list;
	qsort(rows, count, sizeof *rows, by_order);
	return count;
}

static size_t place_of(const uint64_t *rows, size_t count, uint64_t row)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i] == row)
			return i;
	return SIZE_MAX;
}

/* One build over all rows. */
static void link_all(
        const struct list *list, const struct ehl_model *model, const uint64_t *rows, size_t count, struct ehl_result *ret_result)
{
	const struct ehl_options options = { .threads = 1, .seed = 1, .block_cap = 14, .keep = true, .model = model };
	struct ehl_record *records = calloc(count, sizeof *records);
	struct ehl_constraint constraints[MOST_CONSTRAINTS];
	size_t constraint_count = 0;

	for (size_t i = 0; i < count; i++)
		records[i] = list->said[rows[i]].record;
	for (size_t i = 0; i < list->constraint_count; i++) {
		size_t a = place_of(rows, count, list->constraints[i].a), b = place_of(rows, count, list->constraints[i].b);
		if (a != SIZE_MAX && b != SIZE_MAX)
			constraints[constraint_count++] = (struct ehl_constraint){ a, b, list->constraints[i].same };
	}
	assert_int_equal(ehl_link(records, count, constraints, constraint_count, &options, ret_result), 0);
	free(records);
}

static void start(struct list *list, struct eh_random *random)
{
	uint64_t *rows = calloc(MOST, sizeof *rows);
	struct ehl_result result;

	for (size_t i = 0; i < START; i++) {
		say(&list->said[i], i, random);
		list->kept[i].live = true;
	}
	list->count = START;
	size_t count = live_rows(list, rows);
	link_all(list, NULL, rows, count, &result);
	list->model = result.kept.model;
	result.kept.model = NULL;
	for (size_t i = 0; i < count; i++) {
		list->kept[rows[i]].cluster = rows[result.cluster[i]];
		list->kept[rows[i]].component = rows[result.kept.component[i]];
	}
	for (size_t i = 0; i < result.kept.bond_count; i++) {
		struct ehl_bond bond = result.kept.bonds[i];
		bond.a = rows[bond.a];
		bond.b = rows[bond.b];
		list->bonds[list->bond_count++] = bond;
	}
	for (size_t i = 0; i < result.kept.standing_count; i++) {
		struct kept *kept = &list->kept[rows[result.kept.standing[i].row]];
		kept->standing[kept->standing_count++] = result.kept.standing[i].name;
	}
	add_keys(list, rows, count);
	ehl_result_finish(&result);
	free(rows);
}

static void take(struct list *list, const struct ehl_list_result *result)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->bond_count; i++) {
		const struct ehl_bond *bond = &list->bonds[i];
		bool gone = !list->kept[bond->a].live || !list->kept[bond->b].live;
		for (size_t j = 0; !gone && j < result->void_count; j++)
			gone = (bond->a == result->voids[j].a && bond->b == result->voids[j].b) ||
			       (bond->a == result->voids[j].b && bond->b == result->voids[j].a);
		if (!gone)
			list->bonds[kept++] = *bond;
	}
	list->bond_count = kept;
	for (size_t i = 0; i < result->bond_count; i++) {
		assert_true(list->bond_count < MOST_BONDS);
		list->bonds[list->bond_count++] = result->bonds[i];
	}
	for (size_t i = 0; i < result->row_count; i++) {
		struct kept *row = &list->kept[result->rows[i].row];
		row->cluster = result->rows[i].cluster;
		row->component = result->rows[i].component;
		row->standing_count = 0;
	}
	for (size_t i = 0; i < result->standing_count; i++) {
		struct kept *row = &list->kept[result->standing[i].row];
		row->standing[row->standing_count++] = result->standing[i].name;
	}
}

/* Rows go, others come, and some say something else from now on. */
struct turn {
	uint64_t fresh[256], gone[256], touched[256];
	size_t fresh_count, gone_count, touched_count;
};

static void add(struct list *list, struct turn *turn, size_t place, struct eh_random *random)
{
	assert_true(list->count < MOST);
	say(&list->said[list->count], place, random);
	turn->fresh[turn->fresh_count++] = list->count++;
}

static void make_turn(struct list *list, size_t round, struct eh_random *random, struct turn *turn)
{
	size_t before = list->count;

	*turn = (struct turn){ 0 };
	for (size_t i = 0; i < 45; i++)
		add(list, turn, START + round * 45 + i, random);
	for (size_t i = 0; i < 40; i++) {
		uint64_t row = eh_random_below(random, before);
		bool known = !list->kept[row].live;
		for (size_t j = 0; j < turn->gone_count; j++)
			known |= turn->gone[j] == row;
		if (known)
			continue;
		turn->gone[turn->gone_count++] = row;
		if (i % 2) {
			add(list, turn, list->said[row].place, random);
			memcpy(list->said[list->count - 1].order, list->said[row].order, sizeof list->said[row].order);
		}
	}
	for (size_t i = 0; i < 3; i++) {
		struct ehl_list_constraint *new = &list->constraints[list->constraint_count++];
		*new = (struct ehl_list_constraint){ eh_random_below(random, before / 2),
			before / 2 + eh_random_below(random, before / 2), i == 0 };
		for (size_t j = 0; j < turn->gone_count; j++)
			if (turn->gone[j] == new->a || turn->gone[j] == new->b)
				new->a = new->b = MOST;
		if (new->a == MOST || !list->kept[new->a].live || !list->kept[new->b].live)
			list->constraint_count--;
		else {
			turn->touched[turn->touched_count++] = new->a;
			turn->touched[turn->touched_count++] = new->b;
		}
	}
}

static size_t asked(const struct ehl_result *all, const uint64_t *rows, uint64_t a, uint64_t b)
{
	for (size_t i = 0; i < all->question_count; i++)
		if (rows[all->questions[i].a] == a && rows[all->questions[i].b] == b)
			return i;
	return SIZE_MAX;
}

static size_t stand(const struct list *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += list->kept[i].live ? list->kept[i].standing_count : 0;
	return count;
}

static void compare(const struct list *list, const struct ehl_list_result *result, size_t round)
{
	uint64_t *rows = calloc(MOST, sizeof *rows);
	size_t count = live_rows(list, rows), concerned = 0;
	bool again[MOST] = { false };
	struct ehl_result all;

	link_all(list, list->model, rows, count, &all);
	for (size_t i = 0; i < count; i++)
		if (list->kept[rows[i]].cluster != rows[all.cluster[i]])
			fail_msg("round %zu: row %zu (%s) is with %zu, and with %zu in one build over all", round,
			        (size_t)rows[i], list->said[rows[i]].name, (size_t)list->kept[rows[i]].cluster,
			        (size_t)rows[all.cluster[i]]);
	for (size_t i = 0; i < result->question_count; i++)
		if (asked(&all, rows, result->questions[i].a, result->questions[i].b) == SIZE_MAX)
			fail_msg("round %zu: rows %zu and %zu are asked, and not in one build over all", round,
			        (size_t)result->questions[i].a, (size_t)result->questions[i].b);
	for (size_t i = 0; i < result->row_count; i++)
		again[result->rows[i].row] = true;
	for (size_t i = 0; i < all.question_count; i++)
		concerned += again[rows[all.questions[i].a]] || again[rows[all.questions[i].b]];
	printf("round %zu: %zu rows, %zu joined again, %zu questions of %zu; %zu pairs compared, %zu bonds void, %zu rows read\n",
	        round, count, result->row_count, result->question_count, all.question_count, result->compared, result->void_count,
	        result->read);
	assert_int_equal(result->question_count, concerned);
	assert_int_equal(all.kept.bond_count, list->bond_count);
	assert_int_equal(all.kept.standing_count, stand(list));
	assert_true(result->row_count < count * 3 / 4);
	ehl_result_finish(&all);
	free(rows);
}

static void changes_come_to_what_one_build_over_all_comes_to(void **state)
{
	struct list *list = calloc(1, sizeof *list);
	struct eh_random random;
	const struct ehl_list store = { list, find, read_row, members, bonds, standing };
	(void)state;

	eh_random_init(&random, 7, 1);
	start(list, &random);
	for (size_t round = 0; round < ROUNDS; round++) {
		struct ehl_list_result result;
		struct turn turn;
		make_turn(list, round, &random, &turn);
		const struct ehl_list_changes changes = { turn.fresh, turn.gone, turn.touched, turn.fresh_count, turn.gone_count,
			turn.touched_count, list->constraints, list->constraint_count };
		assert_int_equal(
		        ehl_list_change(&store, &changes, list->model, &(struct ehl_options){ .threads = 1 }, &result), 0);
		for (size_t i = 0; i < turn.gone_count; i++)
			list->kept[turn.gone[i]].live = false;
		for (size_t i = 0; i < turn.fresh_count; i++)
			list->kept[turn.fresh[i]].live = true;
		take(list, &result);
		add_keys(list, turn.fresh, turn.fresh_count);
		compare(list, &result, round);
		ehl_list_result_finish(&result);
	}
	ehl_model_free(list->model);
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(changes_come_to_what_one_build_over_all_comes_to) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
