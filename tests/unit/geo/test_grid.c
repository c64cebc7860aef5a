/* The National Grid against PROJ's own transformations, and against the survey's worked example. */
#include "test.h"

#include <math.h>
#include <proj.h>

#include "geo/geo.h"
#include "io/table.h"

/* Degrees apart as metres, near enough within England. */
static double apart(double latitude, double longitude, double other_latitude, double other_longitude)
{
	return hypot((latitude - other_latitude) * 111300, (longitude - other_longitude) * 111300 * cos(latitude * M_PI / 180));
}

/* PROJ's transformation with this definition, longitude and latitude in degrees to metres. */
struct oracle {
	PJ_CONTEXT *context;
	PJ *pj;
};

static struct oracle oracle_open(const char *definition)
{
	struct oracle oracle = { .context = proj_context_create() };

	oracle.pj = proj_create(oracle.context, definition);
	assert_non_null(oracle.pj);
	return oracle;
}

static void oracle_close(struct oracle *oracle)
{
	proj_destroy(oracle->pj);
	proj_context_destroy(oracle->context);
}

/* The seven parameters that the survey publishes, done by PROJ: nothing but rounding may lie between. */
static const char HELMERT[] =
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
        "+step +proj=helmert +x=-446.448 +y=125.157 +z=-542.06 +rx=-0.1502 +ry=-0.247 +rz=-0.8421 +s=20.4894 "
        "+convention=position_vector +step +inv +proj=cart +ellps=airy +step +proj=tmerc +lat_0=49 +lon_0=-2 "
        "+k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy";

/* Every tenth of a degree of England, and of Great Britain. */
static void the_grid_is_that_of_another_implementation_to_the_centimetre(void **state)
{
	struct oracle oracle = oracle_open(HELMERT);
	double worst = 0, worst_back = 0;
	size_t points = 0;

	(void)state;
	for (int i = 499; i <= 609; i++)
		for (int j = -75; j <= 18; j++, points++) {
			double latitude = i / 10.0, longitude = j / 10.0, easting, northing, back_latitude, back_longitude;
			PJ_COORD there = proj_trans(oracle.pj, PJ_FWD, proj_coord(longitude, latitude, 0, 0));
			eh_grid_from_lat_long(latitude, longitude, &easting, &northing);
			worst = fmax(worst, hypot(easting - there.xy.x, northing - there.xy.y));
			eh_grid_to_lat_long(easting, northing, &back_latitude, &back_longitude);
			worst_back = fmax(worst_back, apart(latitude, longitude, back_latitude, back_longitude));
		}
	oracle_close(&oracle);
	print_message("%zu points: worst %.4f m from PROJ, %.4f m there and back\n", points, worst, worst_back);
	assert_true(worst < 0.05);
	assert_true(worst_back < 0.05);
}

/* PROJ's best operation: by the survey's grid of shifts where it is installed, else by a published Helmert transformation of its own. */
static void england_lies_within_five_metres_of_the_best_transformation_at_hand(void **state)
{
	PJ_CONTEXT *context = proj_context_create();
	PJ *raw = proj_create_crs_to_crs(context, "EPSG:4326", "EPSG:27700", NULL);
	double worst = 0;

	(void)state;
	if (!raw) {
		proj_context_destroy(context);
		skip();
	}
	PJ *pj = proj_normalize_for_visualization(context, raw);
	assert_non_null(pj);
	for (int i = 500; i <= 557; i++)
		for (int j = -56; j <= 17; j++) {
			double latitude = i / 10.0, longitude = j / 10.0, easting, northing;
			PJ_COORD there = proj_trans(pj, PJ_FWD, proj_coord(longitude, latitude, 0, 0));
			eh_grid_from_lat_long(latitude, longitude, &easting, &northing);
			if (isfinite(there.xy.x))
				worst = fmax(worst, hypot(easting - there.xy.x, northing - there.xy.y));
		}
	print_message("worst %.2f m\n", worst);
	proj_destroy(pj);
	proj_destroy(raw);
	proj_context_destroy(context);
	assert_true(worst > 0 && worst < 5);
}

static size_t column(const struct eh_row *header, const char *name)
{
	size_t i = 0;

	while (i < header->count && !eh_str_eq(header->cells[i], eh_str_of(name)))
		i++;
	assert_true(i < header->count);
	return i;
}

/* Luton's postcodes: grid references of the Ordnance Survey, latitude and longitude of the Office for National Statistics, which uses the
 * survey's exact transformation. (Where the latter has none yet, the list says so, and it is no evidence; a few postcodes moved between the two editions.) */
static void published_pairs_lie_within_five_metres(void **state)
{
	const char *path = test_data("places/postcodes_luton.csv");
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_error err = { 0 };
	struct eh_row row;
	size_t count = 0, near = 0, very_near = 0;

	(void)state;
	if (!path)
		skip();
	assert_ok(eh_table_open(path, NULL, &table, &err), &err);
	assert_ok(eh_table_next(table, &row, &err), &err);
	const size_t at[] = { column(&row, "easting"), column(&row, "northing"), column(&row, "lat"), column(&row, "long") };
	const size_t from = column(&row, "latlong_from");
	while (eh_table_next(table, &row, &err) == EH_OK) {
		double number[4], latitude, longitude;
		bool whole = from < row.count && eh_str_eq(row.cells[from], EH_STR("NSPL"));
		for (size_t i = 0; i < 4; i++)
			whole = whole && at[i] < row.count && eh_str_to_double(row.cells[at[i]], &number[i]) == EH_OK;
		if (!whole)
			continue;
		eh_grid_to_lat_long(number[0], number[1], &latitude, &longitude);
		double metres = apart(number[2], number[3], latitude, longitude);
		near += metres < 5;
		very_near += metres < 2.5;
		count++;
	}
	print_message("%zu postcodes: %zu within 2.5 m, %zu within 5 m\n", count, very_near, near);
	assert_true(count > 1000);
	assert_true(near * 100 >= count * 97);
}

/* Ordnance Survey, "A guide to coordinate systems in Great Britain", annexe C: Caister water tower on the Airy ellipsoid is
 * 52°39'27.2531"N 1°43'4.5177"E, E 651409.903 N 313177.270. Its WGS84 place is not given there: PROJ makes it of the Airy one. */
static void the_survey_s_worked_example_comes_out(void **state)
{
	struct oracle oracle = oracle_open(
	        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=airy "
	        "+step +inv +proj=helmert +x=-446.448 +y=125.157 +z=-542.06 +rx=-0.1502 +ry=-0.247 "
	        "+rz=-0.8421 +s=20.4894 +convention=position_vector +step +inv +proj=cart +ellps=WGS84 "
	        "+step +proj=unitconvert +xy_in=rad +xy_out=deg");
	PJ_COORD wgs = proj_trans(
	        oracle.pj, PJ_FWD, proj_coord(1 + 43.0 / 60 + 4.5177 / 3600, 52 + 39.0 / 60 + 27.2531 / 3600, 0, 0));
	double easting, northing;

	(void)state;
	oracle_close(&oracle);
	eh_grid_from_lat_long(wgs.lp.phi, wgs.lp.lam, &easting, &northing);
	print_message("E %.3f N %.3f\n", easting, northing);
	assert_true(fabs(easting - 651409.903) < 0.02);
	assert_true(fabs(northing - 313177.270) < 0.02);
}

/* Far outside, where it means nothing, it still ends and gives a number or none. */
static void any_two_numbers_end(void **state)
{
	static const double ODD[] = { 0, -1e9, 1e9, 1e300, -1e300, 700000, (double)INFINITY, (double)NAN };
	double a = 7, b = 7;

	(void)state;
	for (size_t i = 0; i < 8; i++)
		for (size_t j = 0; j < 8; j++) {
			eh_grid_to_lat_long(ODD[i], ODD[j], &a, &b);
			eh_grid_from_lat_long(ODD[i], ODD[j], &a, &b);
		}
	eh_grid_to_lat_long(400000, -100000, &a, &b);
	assert_true(apart(a, b, 49, -2) < 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grid_is_that_of_another_implementation_to_the_centimetre),
		cmocka_unit_test(england_lies_within_five_metres_of_the_best_transformation_at_hand),
		cmocka_unit_test(published_pairs_lie_within_five_metres),
		cmocka_unit_test(the_survey_s_worked_example_comes_out),
		cmocka_unit_test(any_two_numbers_end),
	};
	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
