/* lend_counts.h: organisations counted by need and ward, with small counts withheld. */
#ifndef EH_REGISTER_LEND_COUNTS_H
#define EH_REGISTER_LEND_COUNTS_H

#include "gazetteer.h"
#include "io/json.h"

enum { EH_LEND_LEAST = 5, EH_LEND_MOST_WARDS = 200 };

struct eh_lend_thing {
	struct eh_str name, activities, postcode;
	const struct eh_area *ward; /* set by eh_lend_place; NULL: not known */
};

/* Looks the postcodes up; counts those that have a ward. */
enum eh_rc eh_lend_place(
        struct eh_gazetteer *gazetteer, struct eh_lend_thing *things, size_t count, size_t *ret_placed, struct eh_error *err);

/* Writes {"cells": …, "needs": …, "wards": …}. Without `wards` by need alone. */
enum eh_rc eh_lend_write_counts(
        struct eh_json_writer *json, const struct eh_lend_thing *things, size_t count, bool wards, struct eh_error *err);

#endif
