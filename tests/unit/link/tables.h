/* tables.h: small tables for the tests of linkage. */
#ifndef EH_TEST_LINK_TABLES_H
#define EH_TEST_LINK_TABLES_H

#include "evenhand/linkage.h"

static inline struct ehl_text test_text(const char *z) { return (struct ehl_text){ z, strlen(z) }; }

static inline struct ehl_table *test_table(const char *const *headings, size_t columns)
{
	struct ehl_text texts[16];

	for (size_t i = 0; i < columns; i++)
		texts[i] = test_text(headings[i]);
	struct ehl_table *table = ehl_table_new(texts, columns);
	assert_non_null(table);
	return table;
}

static inline void test_row(struct ehl_table *table, const char *const *cells)
{
	struct ehl_text texts[16];
	size_t columns = ehl_table_columns(table);

	for (size_t i = 0; i < columns; i++)
		texts[i] = test_text(cells[i]);
	assert_int_equal(ehl_table_add(table, texts, columns), 0);
}

/* People with slips: `count` of them, each up to three times, in an order that `shuffle` decides. */
static inline void test_person(uint64_t number, int copy, char cells[5][40])
{
	static const char *const GIVEN[] = { "mary", "john", "aisha", "peter", "susan", "olga", "david", "fatima", "george",
		"helen" };
	static const char *const FAMILY[] = { "whitaker", "okonkwo", "hargreaves", "patel", "sutcliffe", "kowalska", "ahmed",
		"bowyer", "fairclough", "ramsbottom", "tattersall", "entwistle" };
	uint64_t mix = number * 2654435761u;

	snprintf(cells[0], 40, "%s", GIVEN[mix % 10]);
	snprintf(cells[1], 40, "%s", FAMILY[mix / 10 % 12]);
	snprintf(cells[2], 40, "%04d-%02d-%02d", (int)(1930 + mix / 120 % 70), (int)(1 + mix / 7 % 12), (int)(1 + mix / 11 % 28));
	snprintf(cells[3], 40, "M%d %dAB", (int)(1 + mix / 13 % 40), (int)(mix / 17 % 10));
	snprintf(cells[4], 40, "0161%07d", (int)(mix / 3 % 10000000));
	if (copy == 1)
		cells[1][2] = cells[1][3];
	if (copy == 2)
		cells[3][0] = '\0';
}

#endif
