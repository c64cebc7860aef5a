/* reference_postcodes.c: lists of postcodes: ONSPD, NSPL, Code-Point Open, and plain tables with the same kind of columns. */
#include <math.h>

#include "columns.h"
#include "geo/geo.h"
#include "queries.h"
#include "reference_import.h"

struct layout {
	int postcode, latitude, longitude, easting, northing, live, terminated, lsoa, ward, council;
};

/* Headings of the publishers through the years; years in names ("lsoa21cd") are covered by the star. */
static void find_layout(const struct eh_columns *columns, struct layout *layout)
{
	*layout = (struct layout){
		.postcode = eh_columns_find(columns, "pcds|postcode|pcd|pcd7|pcd8|pcd2|post code|unit postcode"),
		.latitude = eh_columns_find(columns, "lat|latitude"),
		.longitude = eh_columns_find(columns, "long|longitude|lon|lng"),
		.easting = eh_columns_find(columns, "east1m|oseast1m|easting|eastings|gridgb1e"),
		.northing = eh_columns_find(columns, "north1m|osnrth1m|northing|northings|gridgb1n"),
		.live = eh_columns_find(columns, "live"),
		.terminated = eh_columns_find(columns, "doterm|date terminated"),
		.lsoa = eh_columns_find(columns, "lsoa21|lsoa21 derived|lsoa21cd|lsoa21*|lsoa11|lsoa11cd|lsoa11*|lsoa|lsoa*"),
		.ward = eh_columns_find(columns, "ward25 derived|ward os|osward|ward|wd25cd|wd24cd|wd*|ward*"),
		.council = eh_columns_find(columns, "lad os|oslaua|laua|lad25cd|lad24cd|lad23cd|lad*|local authority*"),
	};
}

/* Code-Point Open has no header: postcode, quality, easting, northing, country, health region, health authority, county, district, ward. */
static bool is_code_point(const struct eh_row *row)
{
	struct eh_postcode code;
	double number;

	return row->count == 10 && eh_postcode_parse(row->cells[0], &code) == EH_OK &&
	       eh_str_to_double(row->cells[2], &number) == EH_OK && row->cells[4].n == 9 &&
	       strchr("ESWN", row->cells[4].p[0]) != NULL;
}

static bool read_point(const struct layout *layout, const struct eh_row *row, double *ret_latitude, double *ret_longitude)
{
	double easting, northing;

	if (eh_str_to_double(eh_columns_cell(row, layout->latitude), ret_latitude) == EH_OK &&
	        eh_str_to_double(eh_columns_cell(row, layout->longitude), ret_longitude) == EH_OK && *ret_latitude < 90)
		return true;
	if (eh_str_to_double(eh_columns_cell(row, layout->easting), &easting) != EH_OK ||
	        eh_str_to_double(eh_columns_cell(row, layout->northing), &northing) != EH_OK || easting <= 0)
		return false;
	eh_grid_to_lat_long(easting, northing, ret_latitude, ret_longitude);
	return true;
}

static bool is_live(const struct layout *layout, const struct eh_row *row)
{
	struct eh_str live = eh_str_trim(
	        layout->live >= 0 && (size_t)layout->live < row->count ? row->cells[layout->live] : EH_STR("1"));

	return !eh_columns_cell(row, layout->terminated).n && !eh_str_eq(live, EH_STR("0"));
}

/* A code of an area; the publisher's placeholders for "none" ("E99999999", "L99999999") are none. */
static struct eh_str area_of(const struct eh_row *row, int column)
{
	struct eh_str code = eh_columns_cell(row, column);

	return code.n == 9 && eh_str_ends(code, EH_STR("99999999")) ? (struct eh_str){ NULL, 0 } : code;
}

static enum eh_rc read_row(struct eh_reference *reference, const struct layout *layout, const struct eh_row *row,
        const struct eh_table *table, struct eh_error *err)
{
	struct eh_postcode code;
	double latitude, longitude;
	int64_t lsoa, ward, council;
	struct eh_str written = eh_columns_cell(row, layout->postcode);

	if (eh_postcode_parse(written, &code) != EH_OK)
		return reference->refuse(reference->context, row->line, EH_STR("postcode"), "this is no postcode", err);
	if (!read_point(layout, row, &latitude, &longitude))
		return reference->refuse(reference->context, row->line, EH_STR("latitude"), "the postcode has no place", err);
	EH_TRY(eh_reference_area(reference, area_of(row, layout->lsoa), &lsoa, err));
	EH_TRY(eh_reference_area(reference, area_of(row, layout->ward), &ward, err));
	EH_TRY(eh_reference_area(reference, area_of(row, layout->council), &council, err));
	eh_vintages_see(&reference->vintages, lsoa, area_of(row, layout->lsoa), row->line);
	EH_TRY(eh_q_postcode_add(reference->db, eh_postcode_pack(&code), reference->result->batch_id, llround(latitude * 1e6),
	        llround(longitude * 1e6), is_live(layout, row), lsoa, ward, council, err));
	return eh_reference_kept(reference, table, err);
}

static int stated_vintage(struct eh_str heading)
{
	return eh_str_find(heading, EH_STR("21")) >= 0 ? 2021 : eh_str_find(heading, EH_STR("11")) >= 0 ? 2011 : 0;
}

/* One file, or one member of an archive (NULL: the only one). */
static enum eh_rc read_list(struct eh_reference *reference, const char *member, struct eh_error *err)
{
	static const struct layout CODE_POINT = { .postcode = 0,
		.latitude = -1,
		.longitude = -1,
		.easting = 2,
		.northing = 3,
		.live = -1,
		.terminated = -1,
		.lsoa = -1,
		.ward = 9,
		.council = 8 };
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_columns columns EH_CLEANUP_COLUMNS = { 0 };
	struct layout layout = CODE_POINT;
	struct eh_row row;

	EH_TRY(eh_reference_open(reference, member, &table, err));
	enum eh_rc rc = eh_table_next(table, &row, err);
	if (rc != EH_OK)
		return rc == EH_END ? eh_fail(err, EH_INVALID, "the list of postcodes is empty") : rc;
	if (is_code_point(&row)) {
		EH_TRY(read_row(reference, &layout, &row, table, err));
	} else {
		EH_TRY(eh_columns_init(&columns, &row, err));
		find_layout(&columns, &layout);
		if (layout.postcode < 0 ||
		        ((layout.latitude < 0 || layout.longitude < 0) && (layout.easting < 0 || layout.northing < 0)))
			return eh_fail(err, EH_INVALID,
			        "this does not look like a list of postcodes: it needs the columns postcode, and lat and long or "
			        "easting and northing");
		if (layout.lsoa < 0)
			reference->note(
			        reference->context, "the list names no LSOA: its postcodes are placed by ward and council only");
	}
	while ((rc = eh_table_next(table, &row, err)) == EH_OK)
		EH_TRY(read_row(reference, &layout, &row, table, err));
	int vintage = layout.lsoa < 0 ? 0 : stated_vintage(columns.folded[layout.lsoa]);
	return rc == EH_END ? eh_vintages_check(&reference->vintages, vintage, &vintage, err) : rc;
}

static bool is_csv(const char *name) { return eh_str_ends(eh_str_of(name), EH_STR(".csv")); }

static bool lies_in(const char *name, const char *folder) { return strstr(name, folder) != NULL; }

/* What to read of the archives that publishers give out: all of Code-Point Open's Data/CSV, which is one list in parts; of ONSPD's and
 * NSPL's Data the one whole list, not its parts in multi_csv. */
enum eh_rc eh_reference_postcodes(struct eh_reference *reference, struct eh_error *err)
{
	const struct eh_source_options *file = &reference->import->file;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_stream_member *members, *whole = NULL;
	size_t count = 0, parts = 0;

	if (!file->member)
		EH_TRY(eh_stream_members(file->bytes.p ? NULL : file->path, file->bytes, &arena, &members, &count, err));
	for (size_t i = 0; count > 1 && i < count; i++) {
		if (!is_csv(members[i].name))
			continue;
		if (lies_in(members[i].name, "Data/CSV/")) {
			EH_TRY(read_list(reference, members[i].name, err));
			parts++;
		} else if (lies_in(members[i].name, "Data/") && !lies_in(members[i].name, "multi_csv") &&
		           (!whole || members[i].size > whole->size)) {
			whole = &members[i];
		}
	}
	return parts ? EH_OK : read_list(reference, whole ? whole->name : NULL, err);
}
