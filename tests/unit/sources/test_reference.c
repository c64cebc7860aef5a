/* Reference tables in their publishers' own layouts: postcodes, areas, needs, people; and areas of 2011 carried to those of 2021. */
#include "archives.h"

#include <math.h>

#include "register/analysis.h"

static const char *postcodes(const struct store *store)
{
	return store_value(store, "SELECT group_concat(printf('%d,%d live %d %s %s %s', latitude, longitude, live, "
	                          "ifnull(l.code, '-'), ifnull(w.code, '-'), ifnull(c.code, '-')), '; ') FROM (SELECT * FROM "
	                          "postcode ORDER BY code) p LEFT JOIN area_code l ON l.area_id = p.lsoa LEFT JOIN area_code w "
	                          "ON w.area_id = p.ward LEFT JOIN area_code c ON c.area_id = p.council");
}

static const struct {
	const char *name, *file, *text, *wanted;
} LISTS[] = {
	{ "ONSPD", "ONSPD_FEB_2024_UK.csv",
	        "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,lsoa11,msoa11,"
	        "lsoa21,msoa21,lat,long\n"
	        "M33 7ZF,M33  7ZF,M33 "
	        "7ZF,199501,,E99999999,E99999999,E08000009,E05015237,E43000163,0,379000,390000,1,E01006075,E02001259,E01006075,"
	        "E02001259,53.406,-2.317\n"
	        "M33 9ZZ,M33  9ZZ,M33 "
	        "9ZZ,198001,200512,E99999999,E99999999,E08000009,E05015237,,0,379000,390000,1,E01006075,,E01006075,,53.406,-2."
	        "317\n"
	        "JE2 3AB,JE2  3AB,JE2 "
	        "3AB,199501,,L99999999,,L99999999,L99999999,,0,,,9,L99999999,,L99999999,,99.999999,0.000000\n",
	        "53406000,-2317000 live 1 E01006075 E05015237 E08000009; 53406000,-2317000 live 0 E01006075 E05015237 "
	        "E08000009" },
	{ "NSPL with names of 2025", "NSPL.csv",
	        "pcd7,pcd8,pcds,dointr,doterm,usertype,east1m,north1m,gridind,oa21cd,lad25cd,wd25cd,lsoa21cd,msoa21cd,lat,long\n"
	        "M337ZF,M33 7ZF,M33 "
	        "7ZF,199501,,0,379000,390000,1,E00030000,E08000009,E05015237,E01006075,E02001259,53.406,-2.317\n",
	        "53406000,-2317000 live 1 E01006075 E05015237 E08000009" },
	{ "Code-Point Open, which has no header", "m.csv",
	        "\"M33 7ZF\",10,379000,390000,\"E92000001\",\"E19000001\",\"E18000002\",\"\",\"E08000009\",\"E05015237\"\n",
	        NULL },
	{ "a plain list", "p.csv", "Postcode,Latitude,Longitude\nm337zf,53.406,-2.317\n", "53406000,-2317000 live 1 - - -" },
};

static void lists_of_postcodes_are_read_in_each_publishers_layout(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
		struct store store;
		store_open(&store);
		struct eh_import_result result = take(&store, "postcodes", LISTS[i].file, LISTS[i].text, "2024-02-01");
		assert_true(result.kept >= 1);
		if (LISTS[i].wanted)
			assert_string_equal(postcodes(&store), LISTS[i].wanted);
		store_close(&store);
	}
}

/* Eastings and northings become degrees: right to a few metres. */
static void code_point_open_is_placed_by_its_grid_references(void **state)
{
	struct store store;
	int latitude = 0, longitude = 0;

	(void)state;
	store_open(&store);
	take(&store, "postcodes", "m.csv", LISTS[2].text, "2025-11-01");
	assert_int_equal(sscanf(postcodes(&store), "%d,%d live 1 - E05015237 E08000009", &latitude, &longitude), 2);
	/* By Ordnance Survey's published formulae and seven-parameter shift (A Guide to Coordinate Systems in Great Britain). */
	if (abs(latitude - 53406395) > 60 || abs(longitude + 2317348) > 90)
		fail_msg("%d, %d", latitude, longitude);
	store_close(&store);
}

static void archives_of_postcodes_are_read_as_they_are_given_out(void **state)
{
	static const char OTHER[] = "\"M41 5AA\",10,376000,394000,\"E92000001\",\"\",\"\",\"\",\"E08000009\",\"E05015240\"\n";
	const struct zip_part code_point[] = { { "Doc/licence.txt", EH_STR("OGL") },
		{ "Doc/Code-Point_Open_Column_Headers.csv", EH_STR("PC,PQ\n") }, { "Data/CSV/m3.csv", eh_str_of(LISTS[2].text) },
		{ "Data/CSV/m4.csv", EH_STR(OTHER) } };
	const struct zip_part onspd[] = { { "User Guide/guide.pdf", EH_STR("%PDF") },
		{ "Documents/LAD names.csv", EH_STR("LAD24CD,LAD24NM\n") },
		{ "Data/multi_csv/ONSPD_M.csv", eh_str_of(LISTS[0].text) }, { "Data/ONSPD.csv", eh_str_of(LISTS[0].text) } };
	struct store store;
	struct eh_import_result result;
	struct eh_error err = { 0 };

	(void)state;
	store_open(&store);
	struct eh_import import = an_import("postcodes", zip_file_of(&store, "codepo_gb.zip", code_point, 4), "2025-11-01");
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_int_equal(result.kept, 2);
	import = an_import("postcodes", zip_file_of(&store, "onspd.zip", onspd, 4), "2025-11-01");
	import.source = "onspd";
	assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	assert_int_equal(result.kept, 2);
	assert_int_equal(result.refused, 1);
	store_close(&store);
}

static void a_postcode_without_a_place_is_refused_alone(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "postcodes", "p.csv", "pcds,lat,long\nM33 7ZF,53.4,-2.3\nXYZ,53.4,-2.3\nM33 1AA,,\n", "2024-01-01");
	assert_string_equal(store_value(&store, "SELECT group_concat(line || ' ' || reason, '; ') FROM refusal"),
	        "3 this is no postcode; 4 the postcode has no place");
	store_close(&store);
}

static const char LOOKUP[] = "LSOA21CD,LSOA21NM,MSOA21CD,MSOA21NM,MSOA21HCLNM,WD24CD,WD24NM,LAD24CD,LAD24NM\n"
                             "E01000001,Sale 001A,E02000001,Sale 001,Sale Moor,E05000001,Sale Moor ward,E08000009,Trafford\n"
                             "E01033583,Sale 001B,E02000001,Sale 001,Sale Moor,E05000001,Sale Moor ward,E08000009,Trafford\n"
                             "E01033584,Sale 001C,E02000001,Sale 001,Sale Moor,E05000002,Brooklands,E08000009,Trafford\n"
                             "E01033585,Sale 001D,E02000001,Sale 001,Sale Moor,E05000002,Brooklands,E08000009,Trafford\n";

static void a_lookup_of_areas_gives_the_larger_areas_too(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "areas", "lookup.csv", LOOKUP, "2024-12-31");
	assert_string_equal(store_value(&store, "SELECT group_concat(kind || ' ' || code || ' ' || name || ' ' || vintage, '; ') "
	                                        "FROM (SELECT * FROM area "
	                                        "JOIN area_code USING (area_id) ORDER BY kind, code)"),
	        "lad E08000009 Trafford 0; lsoa E01000001 Sale 001A 2021; lsoa E01033583 Sale 001B 2021; lsoa E01033584 Sale "
	        "001C 2021; lsoa E01033585 "
	        "Sale 001D 2021; msoa E02000001 Sale Moor 0; ward E05000001 Sale Moor ward 0; ward E05000002 Brooklands 0");
	store_close(&store);
}

#define SQUARE "{\"type\":\"Polygon\",\"coordinates\":[[[-2.3,53.4],[-2.2,53.4],[-2.2,53.5],[-2.3,53.5],[-2.3,53.4]]]}"

static void boundaries_are_read_with_the_names_that_each_year_gives_them(void **state)
{
	static const struct {
		const char *properties, *wanted;
	} CASES[] = {
		{ "\"LSOA21CD\":\"E01000001\",\"LSOA21NM\":\"Sale 001A\",\"LADCD_ACTIVE\":\"E08000009\"",
		        "lsoa E01000001 Sale 001A 2021 E08000009" },
		{ "\"LSOA11CD\":\"E01000001\",\"LSOA11NM\":\"Sale 001A\"", "lsoa E01000001 Sale 001A 2011 -" },
		{ "\"lsoa21_code\":\"E01000001\",\"lsoa21_name\":\"Sale 001A\"", "lsoa E01000001 Sale 001A 2021 -" },
		{ "\"MSOA21CD\":\"E02000001\",\"MSOA21NM\":\"Sale 001\"", "msoa E02000001 Sale 001 2021 -" },
		{ "\"WD25CD\":\"E05000001\",\"WD25NM\":\"Sale Moor\",\"LAD25CD\":\"E08000009\"",
		        "ward E05000001 Sale Moor 2025 E08000009" },
		{ "\"ltla24_code\":\"E08000009\",\"ltla24_name\":\"Trafford\"", "lad E08000009 Trafford 2024 -" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct store store;
		char text[1024];
		store_open(&store);
		snprintf(text, sizeof text,
		        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:"
		        "OGC:1.3:CRS84\"}},\"features\":[{"
		        "\"type\":\"Feature\",\"properties\":{%s},\"geometry\":" SQUARE "}]}",
		        CASES[i].properties);
		take(&store, "areas", "areas.geojson", text, "2025-01-01");
		assert_string_equal(
		        store_value(&store, "SELECT kind || ' ' || k.code || ' ' || name || ' ' || vintage || ' ' || "
		                            "ifnull(c.code, '-') FROM area "
		                            "a JOIN area_code k USING (area_id) LEFT JOIN area_code c ON c.area_id = a.council"),
		        CASES[i].wanted);
		store_close(&store);
	}
}

static const char *measures(const struct store *store)
{
	return store_value(store, "SELECT group_concat(name || ' ' || kind || ' ' || worse || ' ' || vintage || '=' || "
	                          "printf('%g', value), '; ') FROM "
	                          "(SELECT * FROM measure JOIN measure_value USING (measure_id) ORDER BY measure_id)");
}

/* Headings of the ministry's own files, 2019 and 2025. */
static void the_ministrys_headings_are_known(void **state)
{
	static const char MINISTRY[] =
	        "LSOA code (%d),LSOA name (%d),Local Authority District code (2024),Local Authority District name (2024),Index "
	        "of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index "
	        "of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10%% of LSOAs),Income Score (rate),Income Rank "
	        "(where 1 is most deprived),Employment Score (rate),Employment Rank (where 1 is most deprived),\"Education, "
	        "Skills and Training Score\",\"Education, Skills and Training Rank (where 1 is most deprived)\",Health "
	        "Deprivation and Disability Score,Health Deprivation and Disability Rank (where 1 is most deprived),Crime "
	        "Score,Crime Rank (where 1 is most deprived),Barriers to Housing and Services Score,Barriers to Housing and "
	        "Services Rank (where 1 is most deprived),Living Environment Score,Living Environment Rank (where 1 is most "
	        "deprived),Total population: mid 2022\n"
	        "E01000001,Sale "
	        "001A,E08000009,Trafford,20.5,\"10,000\",4,0.1,11,0.2,12,3.3,13,4.4,14,5.5,15,6.6,16,7.7,17,1600\n";

	(void)state;
	for (int year = 2011; year <= 2021; year += 10) {
		struct store store;
		char text[4096], wanted[1024];
		store_open(&store);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, MINISTRY, year, year);
#pragma GCC diagnostic pop
		take(&store, "need", "File_7.csv", text, "2025-10-30");
		snprintf(wanted, sizeof wanted,
		        "imd rank low %d=10000; income rank low %d=11; employment rank low %d=12; education rank low %d=13; "
		        "health rank low %d=14; crime rank "
		        "low %d=15; housing rank low %d=16; environment rank low %d=17; total count none %d=1600",
		        year, year, year, year, year, year, year, year, year);
		assert_string_equal(measures(&store), wanted);
		store_close(&store);
	}
}

static void people_by_age_are_read(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "population", "census.csv",
	        "lsoa21_code,age_aged_15_years_and_under,age_aged_16_to_24_years,age_aged_65_years_and_over,eth_total_residents,"
	        "dis_disabled_under_the_"
	        "equality_act\nE01000001,300,200,250,1500,280\n",
	        "2021-03-21");
	assert_string_equal(measures(&store),
	        "total count none 2021=1500; age_0_15 count none 2021=300; age_16_24 count none 2021=200; age_65_plus count none "
	        "2021=250; disabled count none 2021=280");
	store_close(&store);
}

static void a_small_table_of_a_places_own_keeps_its_columns(void **state)
{
	struct store store;

	(void)state;
	store_open(&store);
	take(&store, "need", "ours.csv", "LSOA21CD,Cold homes,Remark\nE01000001,12.5,none\nE01000001,13,twice\nW,1,\n",
	        "2024-01-01");
	assert_string_equal(measures(&store), "cold homes score none 2021=12.5");
	assert_string_equal(store_value(&store, "SELECT group_concat(line || ' ' || reason, '; ') FROM refusal"),
	        "3 this area stands twice; the first was kept; 4 this is no LSOA code");
	store_close(&store);
}

/* 2011: one area unchanged, one split in two, two merged to one. People are shared and added up, ranks are kept and averaged. */
static void areas_of_2011_are_carried_to_2021_by_the_lookup(void **state)
{
	struct store store;
	struct eh_error err = { 0 };
	struct eh_analysis analysis EH_CLEANUP_ANALYSIS = { 0 };
	static const char CHANGES[] =
	        "LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND\nE01000001,a,E01000001,a,U\nE01000010,b,E01033583,b,S\n"
	        "E01000010,b,E01033584,c,S\nE01000020,d,E01033585,d,M\nE01000021,e,E01033585,d,M\n";
	static const struct {
		const char *code;
		double people, percentile;
	} WANTED[] = { { "E01000001", 1500, 100 }, { "E01033583", 900, 50 }, { "E01033584", 900, 50 },
		{ "E01033585", 2700, 25 } };
	static const struct {
		const char *source, *kind, *file, *text;
	} FILES[] = {
		{ "lookup", "areas", "lookup.csv", LOOKUP },
		{ "changes", "areas", "changes.csv", CHANGES },
		{ "changes again", "areas", "changes again.csv", CHANGES },
		{ "postcodes", "postcodes", "p.csv",
		        "pcds,lat,long,lsoa21cd,lad24cd\nM33 1AA,53.42,-2.32,E01000001,E08000009\nM33 "
		        "2AA,53.43,-2.32,E01033583,E08000009\nM33 "
		        "3AA,53.44,-2.32,E01033584,E08000009\nM33 4AA,53.45,-2.32,E01033585,E08000009\n" },
		{ "people", "population", "people.csv",
		        "LSOA11CD,Total population\nE01000001,1500\nE01000010,1800\nE01000020,1300\nE01000021,1400\n" },
		{ "need", "need", "need.csv",
		        "LSOA code (2011),IMD rank\nE01000001,1\nE01000010,16422.5\nE01000020,32844\nE01000021,16422.5\n" },
	};

	(void)state;
	store_open(&store);
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		struct eh_import import = an_import(
		        FILES[i].kind, store_file(&store, FILES[i].file, eh_str_of(FILES[i].text)), "2024-01-01");
		struct eh_import_result result;
		import.source = FILES[i].source;
		assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
	}
	assert_ok(eh_analyse(store.db, EH_STR("E08000009"), EH_ANALYSE_GAPS, 1, &analysis, &err), &err);
	assert_int_equal(analysis.area_count, 4);
	size_t number = 0;
	while (number < analysis.need_count && strcmp(analysis.needs[number].need->measure, "imd") != 0)
		number++;
	assert_true(number < analysis.need_count);
	for (size_t i = 0; i < 4; i++) {
		assert_str(analysis.areas[i].code, WANTED[i].code);
		double people = analysis.areas[i].people,
		       percentile = analysis.rows[i * analysis.need_count + number].need_percentile;
		if (fabs(people - WANTED[i].people) > 1e-9 || fabs(percentile - WANTED[i].percentile) > 0.01)
			fail_msg("%s: %g people, percentile %g", WANTED[i].code, people, percentile);
	}
	store_close(&store);
}

static const struct {
	const char *kind, *file, *kept;
} REAL[] = {
	{ "postcodes", "places/postcodes_luton.csv", "5261" },
	{ "areas", "places/boundaries_lsoa21_luton.geojson", "125" },
	{ "areas", "places/boundaries_ward25_luton.geojson", "20" },
	{ "areas", "places/lsoa11_to_lsoa21_lookup_ew.csv.gz", "35795" },
	{ "areas", "places/boundaries_lsoa11_luton.geojson", "121" },
	{ "need", "places/imd2019_lsoa11_england.csv.gz", "32844" },
	{ "need", "places/imd2025_lsoa21_england.csv.gz", "33755" },
	{ "population", "places/census2021_lsoa21_england.csv.gz", "33755" },
};

static void real_reference_files_are_read_to_the_last_row(void **state)
{
	struct store store;
	size_t read = 0;

	(void)state;
	store_open(&store);
	for (size_t i = 0; i < sizeof REAL / sizeof *REAL; i++) {
		const char *path = test_data(REAL[i].file);
		struct eh_import import = path ? an_import(REAL[i].kind, path, "2024-01-01") : (struct eh_import){ 0 };
		struct eh_import_result result = { 0 };
		struct eh_error err = { 0 };
		char kept[32];
		if (!path)
			continue;
		import.source = REAL[i].file;
		assert_ok(eh_import_run(store.db, &import, &result, &err), &err);
		snprintf(kept, sizeof kept, "%lld", (long long)result.kept);
		assert_string_equal(kept, REAL[i].kept);
		assert_int_equal(result.refused, 0);
		read++;
	}
	store_close(&store);
	if (!read)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_of_postcodes_are_read_in_each_publishers_layout),
		cmocka_unit_test(code_point_open_is_placed_by_its_grid_references),
		cmocka_unit_test(archives_of_postcodes_are_read_as_they_are_given_out),
		cmocka_unit_test(a_postcode_without_a_place_is_refused_alone),
		cmocka_unit_test(a_lookup_of_areas_gives_the_larger_areas_too),
		cmocka_unit_test(boundaries_are_read_with_the_names_that_each_year_gives_them),
		cmocka_unit_test(the_ministrys_headings_are_known),
		cmocka_unit_test(people_by_age_are_read),
		cmocka_unit_test(a_small_table_of_a_places_own_keeps_its_columns),
		cmocka_unit_test(areas_of_2011_are_carried_to_2021_by_the_lookup),
		cmocka_unit_test(real_reference_files_are_read_to_the_last_row),
	};
	return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
