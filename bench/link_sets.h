/* link_sets.h: the labelled sets, made of the development data. Each is one file with labels or two files with pairs. */
#ifndef EH_BENCH_LINK_SETS_H
#define EH_BENCH_LINK_SETS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"
#include "io/csv_write.h"
#include "io/table.h"
#include "town/town.h"

struct set {
	const char *name, *first, *second, *id, *label, *truth, *published;
};

/* A path below the development data, in one of four turning buffers. */
static const char *data_path(const char *name)
{
	static char paths[4][1024];
	static unsigned turn;
	const char *folder = getenv("EVENHAND_DATA");

	snprintf(paths[++turn % 4], sizeof *paths, "%s/%s", folder ? folder : "../shared/data", name);
	return paths[turn % 4];
}

struct reader {
	struct eh_table *table;
	struct eh_arena arena;
	struct eh_str headings[64], cells[64];
	size_t count;
};

static bool reader_open(struct reader *reader, const char *name)
{
	struct eh_row row;

	*reader = (struct reader){ 0 };
	if (eh_table_open(data_path(name), NULL, &reader->table, NULL) < 0 || eh_table_next(reader->table, &row, NULL) != EH_OK)
		return false;
	for (; reader->count < row.count && reader->count < 64; reader->count++)
		reader->headings[reader->count] = eh_arena_str(&reader->arena, row.cells[reader->count]);
	return true;
}

static bool reader_next(struct reader *reader)
{
	struct eh_row row;

	if (eh_table_next(reader->table, &row, NULL) != EH_OK)
		return false;
	for (size_t i = 0; i < 64; i++)
		reader->cells[i] = i < row.count ? row.cells[i] : EH_STR("");
	return true;
}

static struct eh_str get(const struct reader *reader, const char *heading)
{
	for (size_t i = 0; i < reader->count; i++)
		if (eh_str_eq(reader->headings[i], eh_str_of(heading)))
			return eh_str_trim(reader->cells[i]);
	return EH_STR("");
}

static void reader_close(struct reader *reader)
{
	eh_table_free(reader->table);
	eh_arena_finish(&reader->arena);
}

/* A CSV file being written into the bench's folder. */
struct writer {
	FILE *file;
};

static struct writer writer_open(const char *folder, const char *name, const char *headings)
{
	char path[512];
	struct writer writer;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	writer.file = fopen(path, "wb");
	if (!writer.file) {
		perror(path);
		exit(1);
	}
	fprintf(writer.file, "%s\n", headings);
	return writer;
}

static void put(struct writer *writer, const struct eh_str *cells, size_t count)
{
	struct eh_buf line = { 0 };

	if (eh_csv_write_row(&line, cells, count) == EH_OK)
		fwrite(line.p, 1, line.n, writer->file);
	eh_buf_finish(&line);
}
#define PUT(writer, ...)                                                                                                         \
	put((writer), (const struct eh_str[]){ __VA_ARGS__ },                                                                    \
	        sizeof((const struct eh_str[]){ __VA_ARGS__ }) / sizeof(struct eh_str))

/* Charity numbers that stand in the audit or among the suppliers, with their official names and, from the register, their other names. */
struct register_made {
	struct eh_arena arena;
	struct eh_map official, suppliers; /* number → 1 and name → 1 */
	EH_VEC(struct eh_str) numbers;
	EH_VEC(struct eh_str) names;
	EH_VEC(struct eh_buf) others;
};

static size_t entry_of(struct register_made *made, struct eh_str number, struct eh_str name)
{
	uint64_t *slot = eh_map_get(&made->official, number);

	if (slot)
		return (size_t)*slot;
	number = eh_arena_str(&made->arena, number);
	eh_map_put(&made->official, number, made->numbers.count, NULL, NULL);
	(void)!eh_vec_push(&made->numbers, number);
	(void)!eh_vec_push(&made->names, eh_arena_str(&made->arena, name));
	(void)!eh_vec_push(&made->others, (struct eh_buf){ 0 });
	return made->numbers.count - 1;
}

static void add_supplier(struct register_made *made, struct writer *suppliers, struct writer *truth, struct eh_str name,
        struct eh_str number, struct eh_str official)
{
	bool added, known = number.n > 0 && number.p[0] != '-' && number.p[0] != '0';
	char id[24];

	if (eh_map_put(&made->suppliers, eh_arena_str(&made->arena, name), 1, NULL, &added) < 0 || !added)
		return;
	snprintf(id, sizeof id, "%zu", made->suppliers.count);
	PUT(suppliers, eh_str_of(id), name);
	if (!known)
		return;
	entry_of(made, number, official);
	PUT(truth, eh_str_of(id), number);
}

static bool make_nhs(const char *folder)
{
	static const struct {
		const char *file, *name, *number, *official;
	} FILES[] = { { "registers/linkage_nhsspend_charity_audit.csv", "supplier", "charityregno", "charregname" },
		{ "registers/linkage_nhsspend_supplier_charity.csv", "query_string_n", "CharityRegNo", "CharityName" },
		{ "registers/linkage_nhsspend_supplier_nomatch.csv", "query_string_n", "", "" } };
	struct register_made made = { 0 };
	struct reader reader;
	struct writer suppliers = writer_open(folder, "nhs_suppliers.csv", "id,name");
	struct writer truth = writer_open(folder, "nhs_truth.csv", "id_a,id_b");
	struct writer closed = writer_open(folder, "nhs_closed.csv", "id,name,other_names");
	struct writer open = writer_open(folder, "nhs_open.csv", "id,name,other_names");
	bool good = true;

	for (size_t i = 0; i < 3 && good; i++) {
		good = reader_open(&reader, FILES[i].file);
		while (good && reader_next(&reader))
			add_supplier(&made, &suppliers, &truth, get(&reader, FILES[i].name), get(&reader, FILES[i].number),
			        get(&reader, FILES[i].official));
		reader_close(&reader);
	}
	good = good && reader_open(&reader, "registers/ccew_other_names_2024-09-10.csv.gz");
	while (good && reader_next(&reader)) {
		const uint64_t *at = eh_map_get(&made.official, get(&reader, "registered_charity_number"));
		if (!at || !eh_str_eq(get(&reader, "linked_charity_number"), EH_STR("0")))
			continue;
		struct eh_buf *others = &made.others.items[*at];
		eh_buf_printf(others, "%s%.*s", others->n ? "|" : "", EH_FMT(get(&reader, "charity_name")));
	}
	reader_close(&reader);
	for (size_t i = 0; i < made.numbers.count; i++) {
		PUT(&closed, made.numbers.items[i], made.names.items[i], eh_buf_str(&made.others.items[i]));
		PUT(&open, made.numbers.items[i], made.names.items[i], eh_buf_str(&made.others.items[i]));
		eh_buf_finish(&made.others.items[i]);
	}
	/* Decoys: names of charities, without a number, that are not among the official ones. */
	struct eh_map taken = { 0 };
	for (size_t i = 0; i < made.names.count; i++)
		eh_map_put(&taken, made.names.items[i], 1, NULL, NULL);
	good = good && reader_open(&reader, "registers/org_names_by_type_2018.csv.gz");
	for (size_t decoy = 0; good && reader_next(&reader);) {
		char id[32];
		if (!eh_str_eq(get(&reader, "org_type"), EH_STR("Registered charity")) ||
		        eh_map_get(&taken, get(&reader, "name")))
			continue;
		snprintf(id, sizeof id, "decoy-%zu", ++decoy);
		PUT(&open, eh_str_of(id), get(&reader, "name"), EH_STR(""));
	}
	reader_close(&reader);
	eh_map_finish(&taken);
	fclose(suppliers.file);
	fclose(truth.file);
	fclose(closed.file);
	fclose(open.file);
	eh_map_finish(&made.official);
	eh_map_finish(&made.suppliers);
	eh_vec_finish(&made.numbers);
	eh_vec_finish(&made.names);
	eh_vec_finish(&made.others);
	eh_arena_finish(&made.arena);
	return good;
}

static bool make_casc(const char *folder)
{
	struct reader reader;
	struct writer clubs = writer_open(folder, "casc_clubs.csv", "id,name,postcode");
	struct writer companies = writer_open(folder, "casc_companies.csv", "id,name,postcode");
	struct writer truth = writer_open(folder, "casc_truth.csv", "id_a,id_b");
	struct eh_map seen = { 0 };
	struct eh_arena arena = { 0 };
	bool good = reader_open(&reader, "registers/casc_companies_house_links.csv"), added;

	while (good && reader_next(&reader)) {
		struct eh_str club = get(&reader, "casc_orgid"), company = get(&reader, "ch_orgid");
		if (eh_map_put(&seen, eh_arena_str(&arena, club), 1, NULL, &added) == EH_OK && added)
			PUT(&clubs, club, get(&reader, "casc_name"), get(&reader, "casc_postcode"));
		if (eh_map_put(&seen, eh_arena_str(&arena, company), 1, NULL, &added) == EH_OK && added)
			PUT(&companies, company, get(&reader, "ch_name"), get(&reader, "ch_postcode"));
		PUT(&truth, club, company);
	}
	reader_close(&reader);
	fclose(clubs.file);
	fclose(companies.file);
	fclose(truth.file);
	eh_map_finish(&seen);
	eh_arena_finish(&arena);
	return good;
}

/* Grants to charities: their numbers are the labels. */
static bool make_grants(const char *folder)
{
	struct reader reader;
	struct writer grants = writer_open(folder, "grants.csv", "id,name,address,town,postcode,url,truth_number");
	bool good = reader_open(&reader, "registers/linkage_360giving_grants.csv.gz");

	while (good && reader_next(&reader))
		if (get(&reader, "charity_number").n)
			PUT(&grants, get(&reader, "grant_id"), get(&reader, "recipient_name"), get(&reader, "street_address"),
			        get(&reader, "locality"), get(&reader, "postcode"), get(&reader, "url"),
			        get(&reader, "charity_number"));
	reader_close(&reader);
	fclose(grants.file);
	return good;
}

/* The example town's organisations as one list: invented, its noise at the default. */
static bool make_town(const char *folder)
{
	struct eh_error err = { 0 };

	return eh_town_records(&(struct eh_town_records_options){ 10000, 3, folder }, NULL, &err) == EH_OK;
}

/* Both editions of one place's charities and its council's grants to them under one another; their numbers are the labels. */
static bool make_mixed(const char *folder)
{
	static const char *const FILES[] = { "registers/place_trafford_charities_2021-06.csv",
		"registers/place_trafford_charities_2023-04.csv", "registers/place_trafford_council_grants_2013-2024.csv" };
	static const char *const COLUMNS[3][5] = { { "charity_name", "charity_contact_address", "charity_contact_postcode",
		                                           "charity_contact_web", "registered_charity_number" },
		{ "charity_name", "charity_contact_address", "charity_contact_postcode", "charity_contact_web",
		        "registered_charity_number" },
		{ "Recipient Org:Name", "", "Recipient Org:Postal Code", "Recipient Org:Web Address",
		        "Recipient Org:Charity Number" } };
	struct writer out = writer_open(folder, "trafford_mixed.csv", "id,name,address,postcode,web,truth_number");
	struct reader reader;
	bool good = true;
	size_t row = 0;

	for (int i = 0; i < 3 && good; i++) {
		good = reader_open(&reader, FILES[i]);
		while (good && reader_next(&reader)) {
			struct eh_str cells[5];
			char id[24];
			for (int j = 0; j < 5; j++) {
				cells[j] = get(&reader, COLUMNS[i][j]);
				cells[j] = eh_str_eq(cells[j], EH_STR("NA")) ? EH_STR("") : cells[j];
			}
			snprintf(id, sizeof id, "%zu", ++row);
			if (cells[4].n)
				PUT(&out, eh_str_of(id), cells[0], cells[1], cells[2], cells[3], cells[4]);
		}
		reader_close(&reader);
	}
	fclose(out.file);
	return good;
}

/* Two editions of the charities of one place, two years apart. */
static bool make_trafford(const char *folder)
{
	static const char *const FILES[] = { "registers/place_trafford_charities_2021-06.csv",
		"registers/place_trafford_charities_2023-04.csv" };
	static const char *const NAMES[] = { "trafford_2021.csv", "trafford_2023.csv" };
	struct writer truth = writer_open(folder, "trafford_truth.csv", "id_a,id_b");
	struct eh_map first = { 0 };
	struct eh_arena arena = { 0 };
	struct reader reader;
	bool good = true;

	for (int i = 0; i < 2 && good; i++) {
		struct writer out = writer_open(folder, NAMES[i], "id,name,address,postcode,web");
		good = reader_open(&reader, FILES[i]);
		while (good && reader_next(&reader)) {
			struct eh_str number = get(&reader, "registered_charity_number");
			PUT(&out, number, get(&reader, "charity_name"), get(&reader, "charity_contact_address"),
			        get(&reader, "charity_contact_postcode"), get(&reader, "charity_contact_web"));
			if (i == 0)
				eh_map_put(&first, eh_arena_str(&arena, number), 1, NULL, NULL);
			else if (eh_map_get(&first, number))
				PUT(&truth, number, number);
		}
		reader_close(&reader);
		fclose(out.file);
	}
	fclose(truth.file);
	eh_map_finish(&first);
	eh_arena_finish(&arena);
	return good;
}

#endif
