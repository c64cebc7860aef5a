/* The ground as files: boundaries, postcodes, look-up, need, population. */
#include "parts.h"

struct ring {
	struct town_file *file;
	struct town_point first;
	bool begun;
};

static void put_point(struct town_file *file, struct town_point point, bool comma)
{
	struct town_line line = { 0 };

	town_line_add(&line, comma ? ",[" : "[");
	town_line_decimal(&line, point.x, 6);
	town_line_char(&line, ',');
	town_line_decimal(&line, point.y, 6);
	town_line_char(&line, ']');
	town_put(file, line.p);
}

static enum eh_rc visit(void *context, struct town_point point)
{
	struct ring *ring = context;

	put_point(ring->file, point, ring->begun);
	if (!ring->begun)
		ring->first = point;
	ring->begun = true;
	return EH_OK;
}

static enum eh_rc put_feature(struct town_file *file, const struct town_map *map, uint32_t x, uint32_t y, uint32_t wide,
        uint32_t high, struct eh_error *err)
{
	struct ring ring = { .file = file };

	town_put(file, "},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
	EH_TRY(town_map_outline(map, x, y, x + wide, y + high, visit, &ring));
	put_point(file, ring.first, true);
	town_put(file, "]]}}");
	file->comma = true;
	return town_file_row(file, err);
}

static void begin_feature(struct town_file *file)
{
	town_put(file, file->rows++ ? ",\n" : "{\"type\":\"FeatureCollection\",\"features\":[\n");
	town_put(file, "{\"type\":\"Feature\",\"properties\":{");
	file->comma = false;
}

static void area_official_name(uint32_t area, struct town_line *out)
{
	town_line_clear(out);
	town_line_add(out, EH_TOWN_NAME " ");
	town_line_number(out, area / 4 + 1, 3);
	town_line_char(out, (char)('A' + area % 4));
}

static enum eh_rc write_areas(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	for (uint32_t area = 0; area < map->areas; area++) {
		struct town_line code = { 0 }, name;
		uint32_t x, y;
		town_code(&code, "Z01", area + 1);
		area_official_name(area, &name);
		begin_feature(file);
		town_put_string(file, "LSOA21CD", code.p);
		town_put_string(file, "LSOA21NM", name.p);
		town_put_string(file, "LADCD_ACTIVE", EH_TOWN_COUNCIL);
		town_put_string(file, "UTLACD", EH_TOWN_COUNCIL);
		town_map_cell(map, area, &x, &y);
		EH_TRY(put_feature(file, map, x, y, 1, 1, err));
	}
	town_put(file, "\n]}\n");
	return EH_OK;
}

static enum eh_rc write_wards(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	for (uint32_t ward = 0; ward < map->wards; ward++) {
		struct town_line code = { 0 }, name;
		town_code(&code, "Z05", ward + 1);
		town_map_ward_name(map, ward, &name);
		begin_feature(file);
		town_put_string(file, "WD25CD", code.p);
		town_put_string(file, "WD25NM", name.p);
		town_put_string(file, "LAD25CD", EH_TOWN_COUNCIL);
		town_put_string(file, "LAD25NM", EH_TOWN_NAME);
		town_put_string(file, "UTLACD", EH_TOWN_COUNCIL);
		EH_TRY(put_feature(file, map, ward % map->across * 2, ward / map->across * 2, 2, 2, err));
	}
	town_put(file, "\n]}\n");
	return EH_OK;
}

static enum eh_rc write_council(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	begin_feature(file);
	town_put_string(file, "LAD25CD", EH_TOWN_COUNCIL);
	town_put_string(file, "LAD25NM", EH_TOWN_NAME);
	town_put_string(file, "UTLACD", EH_TOWN_COUNCIL);
	EH_TRY(put_feature(file, map, 0, 0, map->across * 2, map->down * 2, err));
	town_put(file, "\n]}\n");
	return EH_OK;
}

static void cell_decimal(struct town_file *file, int64_t value, int places)
{
	struct town_line line = { 0 };

	town_line_decimal(&line, value, places);
	town_cell_text(&file->csv, line.p);
}

static void cell_code(struct town_file *file, const char *prefix, uint32_t number)
{
	struct town_line line = { 0 };

	town_code(&line, prefix, number);
	town_cell_text(&file->csv, line.p);
}

static enum eh_rc write_postcodes(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	town_put_heading(file, "postcode|lat|long|live|easting|northing|os_quality|lad_os|ward_os|lsoa21_derived|lsoa11_derived|"
	                       "ward25_derived|latlong_from");
	for (uint32_t area = 0; area < map->areas; area++)
		for (uint32_t slot = 0; slot < map->postcodes; slot++) {
			struct town_postcode postcode;
			town_map_postcode(map, area, slot, &postcode);
			town_cell_text(&file->csv, postcode.text);
			cell_decimal(file, postcode.point.y / 10, 5);
			cell_decimal(file, postcode.point.x / 10, 5);
			town_cell_i64(&file->csv, postcode.live);
			town_cell_text(&file->csv, "");
			town_cell_text(&file->csv, "");
			town_cell_text(&file->csv, postcode.live ? "10" : "");
			town_cell_text(&file->csv, postcode.live ? EH_TOWN_COUNCIL : "");
			if (postcode.live)
				cell_code(file, "Z05", area / 4 + 1);
			else
				town_cell_text(&file->csv, "");
			cell_code(file, "Z01", area + 1);
			town_cell_text(&file->csv, "");
			cell_code(file, "Z05", area / 4 + 1);
			town_cell_text(&file->csv, "SYNTHETIC");
			town_cells_end(&file->csv);
			EH_TRY(town_file_row(file, err));
		}
	return EH_OK;
}

static enum eh_rc write_lookup(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	town_put_heading(file,
	        "lsoa21_code|lsoa21_name|msoa21_code|msoa21_hcl_name|ward24_code|ward24_name|lad24_code|lad24_name|utla23_code|"
	        "utla23_name|"
	        "region24_code|region24_name|sicbl24_name|sicbl24_code|sicbl24_code_nhs|icb24_name|icb24_code|icb24_code_nhs|"
	        "ruc21_code|"
	        "ruc21|centroid_lat|centroid_long|postcode_mean_lat_derived|postcode_mean_long_derived|live_postcodes_derived");
	for (uint32_t area = 0; area < map->areas; area++) {
		struct town_line name, ward;
		int64_t sum_x = 0, sum_y = 0, live = 0;
		for (uint32_t slot = 0; slot < map->postcodes; slot++) {
			struct town_postcode postcode;
			town_map_postcode(map, area, slot, &postcode);
			if (postcode.live) {
				sum_x += postcode.point.x;
				sum_y += postcode.point.y;
				live++;
			}
		}
		area_official_name(area, &name);
		town_map_ward_name(map, area / 4, &ward);
		cell_code(file, "Z01", area + 1);
		town_cell_text(&file->csv, name.p);
		cell_code(file, "Z02", area / 4 + 1);
		town_cell_text(&file->csv, ward.p);
		cell_code(file, "Z05", area / 4 + 1);
		town_cell_text(&file->csv, ward.p);
		for (int i = 0; i < 2; i++) {
			town_cell_text(&file->csv, EH_TOWN_COUNCIL);
			town_cell_text(&file->csv, EH_TOWN_NAME);
		}
		static const char *const rest[] = { "Z12000001", "Synthetic Sea", "Synthetic health board", "Z38000001", "ZZ1",
			"Synthetic health board", "Z54000001", "ZZ1", "UN1", "Urban" };
		for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
			town_cell_text(&file->csv, rest[i]);
		for (int i = 0; i < 2; i++) {
			cell_decimal(file, sum_y / live / 10, 5);
			cell_decimal(file, sum_x / live / 10, 5);
		}
		town_cell_i64(&file->csv, live);
		town_cells_end(&file->csv);
		EH_TRY(town_file_row(file, err));
	}
	return EH_OK;
}

enum { NATIONAL_AREAS = 33755, DOMAINS = 8 };

static enum eh_rc write_need(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	/* Health and Crime are published as standard scores, Income and Employment as shares, the others as points. */
	static const char scales[DOMAINS] = "PSSPZZPP";

	town_put_heading(file,
	        "lsoa21_code|IMD_decile|Income_decile|Employment_decile|Education_decile|Health_decile|Crime_decile|"
	        "Housing_and_Services_decile|Environment_decile|IMD_rank|Income_rank|Employment_rank|Education_rank|Health_rank|"
	        "Crime_rank|"
	        "Housing_and_Services_rank|Environment_rank|IMD_score|Income_score|Employment_score|Education_score|Health_score|"
	        "Crime_score|Housing_and_Services_score|Environment_score");
	for (uint32_t area = 0; area < map->areas; area++) {
		struct eh_random random;
		int64_t worse[DOMAINS], rank[DOMAINS];
		town_random(&random, map->seed, TOWN_FOR_FILLER, UINT64_C(2) << 48 | area);
		for (int d = 0; d < DOMAINS; d++) {
			int64_t most = d ? 120 : 1, value = (int64_t)town_map_deprived(map, area) +
			                                    (int64_t)eh_random_below(&random, (uint64_t)(2 * most)) - most;
			worse[d] = value < 0 ? 0 : value > 999 ? 999 : value;
			rank[d] = 1 + (999 - worse[d]) * 33721 / 999 + (int64_t)eh_random_below(&random, 33);
		}
		cell_code(file, "Z01", area + 1);
		for (int d = 0; d < DOMAINS; d++)
			town_cell_i64(&file->csv, 1 + (rank[d] - 1) * 10 / NATIONAL_AREAS);
		for (int d = 0; d < DOMAINS; d++)
			town_cell_i64(&file->csv, rank[d]);
		for (int d = 0; d < DOMAINS; d++) {
			int64_t w = NATIONAL_AREAS - rank[d]; /* so that scores order as ranks do */
			cell_decimal(file, scales[d] == 'P' ? 500 + w * w / 15000 : scales[d] == 'S' ? w / 60 : w / 6 - 2800, 3);
		}
		town_cells_end(&file->csv);
		EH_TRY(town_file_row(file, err));
	}
	return EH_OK;
}

static enum eh_rc write_population(const struct town_map *map, struct town_file *file, struct eh_error *err)
{
	town_put_heading(file,
	        "lsoa21_code|age_aged_15_years_and_under|age_aged_16_to_24_years|age_aged_25_to_34_years|age_aged_35_to_49_years|"
	        "age_aged_50_to_64_years|age_aged_65_years_and_over|dis_total_residents|dis_disabled_under_the_equality_act|"
	        "dis_not_disabled_under_the_equality_act");
	for (uint32_t area = 0; area < map->areas; area++) {
		static const int64_t shares[6] = { 180, 105, 135, 195, 190, 185 };
		struct eh_random random;
		int64_t people, total = 0;
		town_random(&random, map->seed, TOWN_FOR_FILLER, UINT64_C(3) << 48 | area);
		people = 1100 + (int64_t)eh_random_below(&random, 1000);
		cell_code(file, "Z01", area + 1);
		for (int i = 0; i < 6; i++) {
			int64_t n = people * (shares[i] * (700 + (int64_t)eh_random_below(&random, 600)) / 1000) / 1000;
			town_cell_i64(&file->csv, n);
			total += n;
		}
		int64_t disabled = total * (110 + (int64_t)town_map_deprived(map, area) * 14 / 100) / 1000;
		town_cell_i64(&file->csv, total);
		town_cell_i64(&file->csv, disabled);
		town_cell_i64(&file->csv, total - disabled);
		town_cells_end(&file->csv);
		EH_TRY(town_file_row(file, err));
	}
	return EH_OK;
}

enum eh_rc town_write_place(const struct town_map *map, const char *folder, struct eh_error *err)
{
	static const struct {
		const char *name;
		enum eh_rc (*write)(const struct town_map *map, struct town_file *file, struct eh_error *err);
	} files[] = { { "boundaries_lsoa.geojson", write_areas }, { "boundaries_ward.geojson", write_wards },
		{ "boundaries_lad.geojson", write_council }, { "postcodes.csv", write_postcodes },
		{ "lsoa_lookup.csv", write_lookup }, { "need.csv", write_need }, { "population.csv", write_population } };

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct town_file file;
		enum eh_rc rc = town_file_open(&file, folder, files[i].name, ',', err);
		if (rc == EH_OK)
			rc = files[i].write(map, &file, err);
		if (rc == EH_OK)
			rc = town_file_close(&file, err);
		town_file_finish(&file);
		EH_TRY(rc);
	}
	return EH_OK;
}
