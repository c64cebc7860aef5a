/* records.c: the town's organisations as one flat file, as somebody makes who pastes several lists under one another.
 *
 * Blocks of ROWS_A_BLOCK rows speak of ORGANISATIONS_A_BLOCK organisations, each at least once. Which row stands where is a permutation of
 * all rows (a Feistel network on just enough bits, walked until it falls within), so that rows of one organisation lie apart and yet every
 * row can be made by itself. */
#include <errno.h>
#include <sys/stat.h>

#include "parts.h"

enum { ROWS_A_BLOCK = 16, ORGANISATIONS_A_BLOCK = 8, ROUNDS = 4 };

/* A list and what its rows have, in so many of a thousand. */
struct list {
	const char *name;
	unsigned weight;
	unsigned cut; /* bytes of a name; 0: as long as it is */
	bool legal;   /* the registered name and office */
	unsigned address, postcode, phone, web, activities;
};

static const struct list lists[] = {
	{ "charity register", 28, 0, true, 970, 970, 700, 600, 900 },
	{ "company register", 12, 0, true, 1000, 990, 0, 0, 0 },
	{ "council grants", 20, 0, false, 150, 600, 100, 400, 950 },
	{ "services directory", 20, 0, false, 900, 900, 800, 700, 900 },
	{ "community list", 15, 0, false, 750, 800, 600, 350, 500 },
	{ "payees", 5, 35, false, 300, 550, 50, 0, 0 },
};
enum { LISTS = sizeof lists / sizeof lists[0] };

/* ---- Which organisation row `index` (before the permutation) is of. ---- */

static uint64_t organisation_of(uint64_t seed, uint64_t index)
{
	struct eh_random random;
	uint64_t block = index / ROWS_A_BLOCK, at = index % ROWS_A_BLOCK;

	if (at >= ORGANISATIONS_A_BLOCK) { /* the first rows name each once, the rest whom they like */
		town_random(&random, seed, TOWN_FOR_FILLER, UINT64_C(3) << 48 | index);
		at = eh_random_below(&random, ORGANISATIONS_A_BLOCK);
	}
	return block * ORGANISATIONS_A_BLOCK + at;
}

static uint64_t scramble(uint64_t seed, unsigned half, uint64_t value)
{
	uint64_t mask = (UINT64_C(1) << half) - 1, left = value >> half, right = value & mask;
	struct eh_random random;

	for (uint64_t round = 0; round < ROUNDS; round++) {
		eh_random_init(&random, seed ^ (round + 1) << 56, right);
		uint64_t next = left ^ (eh_random_next(&random) & mask);
		left = right;
		right = next;
	}
	return left << half | right;
}

static uint64_t row_at(uint64_t seed, uint64_t rows, uint64_t position)
{
	unsigned half = 1;

	while (half < 31 && UINT64_C(1) << 2 * half < rows)
		half++;
	do
		position = scramble(seed, half, position);
	while (position >= rows);
	return position;
}

/* ---- One row. ---- */

static const struct list *draw_list(struct eh_random *random, const struct town_org *org)
{
	for (;;) {
		uint64_t at = eh_random_below(random, 100);
		size_t i = 0;
		while (i + 1 < LISTS && at >= lists[i].weight)
			at -= lists[i++].weight;
		if ((i == 0 && !org->charity) || (i == 1 && !org->company))
			continue;
		return &lists[i];
	}
}

static void write_name(struct town_file *file, struct eh_random *random, const struct list *list, const struct town_org *org)
{
	struct town_line name = { 0 };

	if (list->legal)
		town_line_add(&name, org->legal);
	else
		town_noise_name(random, org, &name);
	if (list->legal && town_chance(random, 500))
		town_line_upper(&name);
	if (list->cut)
		name.n = eh_utf8_cut((struct eh_str){ name.p, name.n }, list->cut).n;
	town_cell(&file->csv, (struct eh_str){ name.p, name.n });
}

static void write_place(struct town_file *file, struct eh_random *random, const struct list *list, const struct town_map *map,
        const struct town_org *org)
{
	bool office = list->legal && org->elsewhere;
	struct town_line address = { 0 }, postcode = { 0 };

	if (town_chance(random, list->address)) {
		town_line_add(&address, office ? org->registered : org->street);
		town_line_add(&address, town_chance(random, 700) ? ", " EH_TOWN_NAME : "");
		if (!list->legal && town_chance(random, 50))
			town_typo(random, &address);
	}
	if (town_chance(random, list->postcode)) {
		if (list->legal)
			town_line_add(&postcode, office ? org->registered_at.text : org->at.text);
		else
			town_noise_postcode(random, map, org, &postcode);
	}
	town_cell_text(&file->csv, address.p);
	town_cell_text(&file->csv, postcode.p);
}

/* "01632 960123", "+44 1632 960123" or "01632960123". */
static void write_phone(struct town_file *file, struct eh_random *random, const struct list *list, const struct town_org *org)
{
	struct town_line phone = { 0 };

	if (org->phone[0] && town_chance(random, list->phone)) {
		uint64_t way = eh_random_below(random, 10);
		town_line_add(&phone, way == 0 ? "+44 " : "");
		for (const char *p = org->phone + (way == 0); *p; p++)
			if (*p != ' ' || way > 2)
				town_line_char(&phone, *p);
	}
	town_cell_text(&file->csv, phone.p);
}

static void write_row(
        struct town_file *file, const struct town_map *map, uint64_t number, uint64_t index, const struct town_org *org)
{
	struct eh_random random;

	town_random(&random, map->seed, TOWN_FOR_FILLER, UINT64_C(4) << 48 | index);
	const struct list *list = draw_list(&random, org);
	town_cell_i64(&file->csv, (int64_t)number);
	town_cell_text(&file->csv, list->name);
	write_name(file, &random, list, org);
	write_place(file, &random, list, map, org);
	write_phone(file, &random, list, org);
	town_cell_text(&file->csv, town_chance(&random, list->web) ? org->web : "");
	town_cell_text(&file->csv, town_chance(&random, list->activities) ? org->activities : "");
	town_cells_end(&file->csv);
}

/* ---- The two files. ---- */

static enum eh_rc write_all(struct town_file *records, struct town_file *truth, const struct town_map *map, uint64_t rows,
        const struct eh_town_progress *progress, struct eh_error *err)
{
	town_put_heading(records, "id|source|name|address|postcode|phone|web|activities");
	town_put_heading(truth, "row|cluster");
	for (uint64_t i = 0; i < rows; i++) {
		uint64_t index = row_at(map->seed, rows, i), of = organisation_of(map->seed, index);
		struct town_line id = { 0 };
		struct town_org org;
		town_org_make(map, of, &org);
		write_row(records, map, i + 1, index, &org);
		EH_TRY(town_file_row(records, err));
		town_line_char(&id, 'T');
		town_line_number(&id, (int64_t)of + 1, 8);
		town_cell_i64(&truth->csv, (int64_t)i + 1);
		town_cell_text(&truth->csv, id.p);
		town_cells_end(&truth->csv);
		EH_TRY(town_file_row(truth, err));
		if (progress && progress->call && (i % 4096 == 0 || i + 1 == rows)) {
			enum eh_rc rc = progress->call(progress->context, i + 1, rows);
			if (rc != EH_OK)
				return eh_fail(err, rc, "Stopped after %llu rows.", (unsigned long long)i + 1);
		}
	}
	return EH_OK;
}

enum eh_rc eh_town_records(
        const struct eh_town_records_options *options, const struct eh_town_progress *progress, struct eh_error *err)
{
	struct town_file records = { 0 }, truth = { 0 };
	struct town_map map;

	if (!options->rows || options->rows > EH_TOWN_MOST_RECORDS)
		return eh_fail(err, EH_USAGE, "A file of records has 1 to %llu rows.", (unsigned long long)EH_TOWN_MOST_RECORDS);
	if (!options->folder || !*options->folder)
		return eh_fail(err, EH_USAGE, "Say in which folder to write the records.");
	if (mkdir(options->folder, 0777) != 0 && errno != EEXIST)
		return eh_fail_errno(err, "make the folder", options->folder);
	town_map_init(&map, options->seed, (options->rows + ROWS_A_BLOCK - 1) / ROWS_A_BLOCK * ORGANISATIONS_A_BLOCK);
	enum eh_rc rc = town_file_open(&records, options->folder, "records.csv", ',', err);
	if (rc == EH_OK)
		rc = town_file_open(&truth, options->folder, "truth.csv", ',', err);
	if (rc == EH_OK)
		rc = write_all(&records, &truth, &map, options->rows, progress, err);
	if (rc == EH_OK)
		rc = town_file_close(&records, err);
	if (rc == EH_OK)
		rc = town_file_close(&truth, err);
	town_file_finish(&records);
	town_file_finish(&truth);
	return rc;
}
