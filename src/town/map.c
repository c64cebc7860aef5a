/* The ground. Areas are the cells of a grid whose corners are moved a little and whose edges bend, rounded towards its corners:
 * neighbours share their corners and edges exactly, so that nothing overlaps and nothing is left out. Whole numbers throughout. */
#include "parts.h"

enum {
	CELL = 1000,    /* grid units along a cell */
	WEST = 2000000, /* the western edge, 2.0° E, is at sea for any size of town */
	SOUTH = 52600000,
	WIDE = 10400, /* millionths of a degree of longitude along a cell: some 700 m */
	HIGH = 6300,
	MOST_POSTCODES = 24, /* of an area */
	DISTRICTS = 98,      /* ZZ1 … ZZ98; ZZ99 means "nowhere" to the health service */
};

static const char *const ward_heads =
        "Bracken|Thorrow|Ashmere|Quell|Hollin|Withy|Marram|Sedge|Larkin|Osier|Tansy|Gannet|Curlew|Plover|Merrow|"
        "Drift|Samphire|Linnet|Tallow|Harrier|Cordwain|Fuller|Millrace|Teasel";
static const char *const ward_tails = "fold|by|holme|wick|garth|staithe|mead|croft|gate|thwaite|ness|hythe";
static const char *const area_tails = " Park| Green| Fields| Rise| Cross| Bank| Hill| Wharf| End| Common| Heath| Row";
static const char *const street_heads =
        "Bellrope|Candle|Saltpan|Ropewalk|Herring|Dovecot|Orchard|Chandler|Ferrier|Quayside|Lantern|Tidemill|"
        "Beacon|Pilgrim|Cobbler|Sallow|Kestrel|Barley|Weaver|Anchor|Thimble|Glover";
static const char *const street_tails = " Road| Street| Lane| Avenue| Close| Way| Drive| Terrace";

void town_map_init(struct town_map *map, uint64_t seed, uint64_t organisations)
{
	/* About one area to thirteen organisations, one ward to four areas, four wards across to three down. */
	uint64_t areas = organisations / 13, k = 1;

	areas = areas > 33000 ? 33000 : areas;
	while ((k + 1) * (k + 1) * 48 <= areas)
		k++;
	*map = (struct town_map){ .seed = seed, .across = (uint32_t)(4 * k), .down = (uint32_t)(3 * k) };
	map->wards = map->across * map->down;
	map->areas = map->wards * 4;
	uint64_t each = (uint64_t)DISTRICTS * 4000 / map->areas;
	map->postcodes = each > MOST_POSTCODES ? MOST_POSTCODES : (uint32_t)each;
}

static int64_t root(int64_t n)
{
	int64_t low = 0, high = 1000001;

	while (high - low > 1) {
		int64_t middle = (low + high) / 2;
		if (middle * middle <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* From grid units to degrees: the square made rounder, x·√(1−y²/4) and y·√(1−x²/4) on the square from −1 to 1. */
static struct town_point project(const struct town_map *map, int64_t x, int64_t y)
{
	int64_t across = (int64_t)map->across * 2 * CELL, down = (int64_t)map->down * 2 * CELL, million = 1000000;
	int64_t u = (2 * x - across) * million / across, v = (2 * y - down) * million / down;
	int64_t round_u = u * root(million * million - v * v / 4) / million,
	        round_v = v * root(million * million - u * u / 4) / million;

	return (struct town_point){
		.x = WEST + (round_u + million) * (across * WIDE / CELL / 2) / million,
		.y = SOUTH + (round_v + million) * (down * HIGH / CELL / 2) / million,
	};
}

static int64_t stray(struct eh_random *random, int64_t most)
{
	return (int64_t)eh_random_below(random, (uint64_t)(2 * most + 1)) - most;
}

enum { CORNERS = 1, EDGES_ACROSS = 2, EDGES_UP = 3, NAMES = 4, NEEDS = 5, POSTCODES = 6 };

static void map_random(struct eh_random *random, const struct town_map *map, uint64_t what, uint64_t a, uint64_t b)
{
	town_random(random, map->seed, TOWN_FOR_MAP, what << 56 | a << 28 | b);
}

static void corner_units(const struct town_map *map, uint32_t x, uint32_t y, int64_t *ret_x, int64_t *ret_y)
{
	struct eh_random random;

	map_random(&random, map, CORNERS, x, y);
	*ret_x = (int64_t)x * CELL + stray(&random, 180);
	*ret_y = (int64_t)y * CELL + stray(&random, 180);
}

static struct town_point corner(const struct town_map *map, uint32_t x, uint32_t y)
{
	int64_t ux, uy;

	corner_units(map, x, y, &ux, &uy);
	return project(map, ux, uy);
}

/* Visits a corner and the two bends of the edge that leaves it towards (x2, y2). */
static enum eh_rc walk(
        const struct town_map *map, uint32_t x, uint32_t y, uint32_t x2, uint32_t y2, town_visit *visit, void *context)
{
	uint32_t low_x = x < x2 ? x : x2, low_y = y < y2 ? y : y2, high_x = x + x2 - low_x, high_y = y + y2 - low_y;
	bool forward = x < x2 || y < y2;
	int64_t ax, ay, bx, by;
	struct eh_random random;
	struct town_point bend[2];

	corner_units(map, low_x, low_y, &ax, &ay);
	corner_units(map, high_x, high_y, &bx, &by);
	map_random(&random, map, y == y2 ? EDGES_ACROSS : EDGES_UP, low_x, low_y);
	for (int i = 0; i < 2; i++) {
		int64_t px = (ax * (2 - i) + bx * (1 + i)) / 3 + stray(&random, 45);
		int64_t py = (ay * (2 - i) + by * (1 + i)) / 3 + stray(&random, 45);
		bend[i] = project(map, px, py);
	}
	EH_TRY(visit(context, corner(map, x, y)));
	EH_TRY(visit(context, bend[forward ? 0 : 1]));
	return visit(context, bend[forward ? 1 : 0]);
}

enum eh_rc town_map_outline(
        const struct town_map *map, uint32_t x0, uint32_t y0, uint32_t x1, uint32_t y1, town_visit *visit, void *context)
{
	for (uint32_t x = x0; x < x1; x++)
		EH_TRY(walk(map, x, y0, x + 1, y0, visit, context));
	for (uint32_t y = y0; y < y1; y++)
		EH_TRY(walk(map, x1, y, x1, y + 1, visit, context));
	for (uint32_t x = x1; x > x0; x--)
		EH_TRY(walk(map, x, y1, x - 1, y1, visit, context));
	for (uint32_t y = y1; y > y0; y--)
		EH_TRY(walk(map, x0, y, x0, y - 1, visit, context));
	return EH_OK;
}

void town_map_cell(const struct town_map *map, uint32_t area, uint32_t *ret_x, uint32_t *ret_y)
{
	uint32_t ward = area / 4, part = area % 4;

	*ret_x = ward % map->across * 2 + part % 2;
	*ret_y = ward / map->across * 2 + part / 2;
}

static void postcode_text(const struct town_map *map, uint32_t area, uint32_t slot, struct town_line *out)
{
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ"; /* no C, I, K, M, O, V behind the sector */
	uint32_t district, sector, unit;

	if (map->wards <= DISTRICTS) {
		district = area / 4 + 1;
		sector = area % 4 + 1;
		unit = slot * 7;
	} else {
		uint32_t n = area * map->postcodes + slot;
		district = n / 4000 + 1;
		sector = n / 400 % 10;
		unit = n % 400;
	}
	town_line_clear(out);
	town_line_add(out, "ZZ");
	town_line_number(out, district, 1);
	town_line_char(out, ' ');
	town_line_number(out, sector, 1);
	town_line_char(out, letters[unit / 20 % 20]);
	town_line_char(out, letters[unit % 20]);
}

void town_map_postcode(const struct town_map *map, uint32_t area, uint32_t slot, struct town_postcode *ret_postcode)
{
	struct eh_random random;
	struct town_line text;
	uint32_t x, y;

	map_random(&random, map, POSTCODES, area, slot);
	town_map_cell(map, area, &x, &y);
	struct town_point a = corner(map, x, y), b = corner(map, x + 1, y), c = corner(map, x, y + 1),
	                  d = corner(map, x + 1, y + 1);
	int64_t u = 500 + stray(&random, 300), v = 500 + stray(&random, 300);
	int64_t px = ((a.x * (1000 - u) + b.x * u) * (1000 - v) + (c.x * (1000 - u) + d.x * u) * v) / 1000000;
	int64_t py = ((a.y * (1000 - u) + b.y * u) * (1000 - v) + (c.y * (1000 - u) + d.y * u) * v) / 1000000;
	postcode_text(map, area, slot, &text);
	*ret_postcode = (struct town_postcode){ .point = { px / 10 * 10, py / 10 * 10 }, .live = slot % 4 != 3 };
	memcpy(ret_postcode->text, text.p, text.n + 1);
}

/* The nth of a list, wrapping. */
static void nth(const char *list, uint32_t n, struct town_line *out)
{
	struct eh_str rest = eh_str_of(list), part;
	uint32_t count = 1;

	for (const char *p = list; *p; p++)
		count += *p == '|';
	n %= count;
	for (uint32_t i = 0; eh_str_split(&rest, '|', &part); i++)
		if (i == n)
			for (size_t k = 0; k < part.n; k++)
				town_line_char(out, part.p[k]);
}

void town_map_ward_name(const struct town_map *map, uint32_t ward, struct town_line *out)
{
	static const char *const before[] = { "", "North ", "South ", "East ", "West ", "Upper ", "Lower ", "Great ", "Little ",
		"Old ", "New ", "Far " };
	uint32_t n = ward + (uint32_t)(map->seed % 288);

	/* 24 heads by 12 tails before a name comes again, then with a word before it. */
	town_line_clear(out);
	town_line_add(out, before[ward / 288 % 12]);
	nth(ward_heads, n % 24, out);
	nth(ward_tails, n / 24 + n * 5, out);
	if (ward >= 288 * 12) {
		town_line_char(out, ' ');
		town_line_number(out, ward / (288 * 12) + 1, 1);
	}
}

bool town_map_large(const struct town_map *map) { return map->wards > 48; }

void town_map_area_name(const struct town_map *map, uint32_t area, struct town_line *out)
{
	struct town_line ward;

	town_map_ward_name(map, area / 4, &ward);
	if (area % 4 == 0) {
		*out = ward;
		return;
	}
	if (town_map_large(map)) {
		*out = ward;
		nth(area_tails, area, out);
		return;
	}
	town_line_clear(out);
	nth(street_heads, area / 4 * 3 + area % 4 + (uint32_t)(map->seed % 22), out);
	nth(area_tails, area + area / 22, out);
}

void town_map_street(const struct town_map *map, uint32_t area, uint32_t slot, struct town_line *out)
{
	uint32_t n = area * 5 + slot % 6 * 7 + (uint32_t)(map->seed % 97);

	town_line_clear(out);
	nth(street_heads, n, out);
	nth(street_tails, n / 22 + slot % 6, out);
}

/* 0 in the middle, 1000 at the rim. */
static unsigned outward(const struct town_map *map, uint32_t ward)
{
	int64_t x = ward % map->across, y = ward / map->across, across = map->across, down = map->down;
	int64_t dx = (2 * x + 1 - across) * 1000 / across, dy = (2 * y + 1 - down) * 1000 / down;

	dx = dx < 0 ? -dx : dx;
	dy = dy < 0 ? -dy : dy;
	return (unsigned)(dx > dy ? dx : dy);
}

/* The poor estates at the rim: two in a small town, more in a larger. */
static bool estate(const struct town_map *map, uint32_t ward)
{
	return ward == 0 || ward == map->wards - 1 || (map->wards > 12 && outward(map, ward) > 600 && ward % 7 == 3);
}

unsigned town_map_deprived(const struct town_map *map, uint32_t area)
{
	struct eh_random random;

	map_random(&random, map, NEEDS, area, 0);
	if (estate(map, area / 4))
		return 900 + (unsigned)eh_random_below(&random, 100);
	if (outward(map, area / 4) < 400)
		return 550 + (unsigned)eh_random_below(&random, 350);
	return 60 + (unsigned)eh_random_below(&random, 600);
}

unsigned town_map_pull(const struct town_map *map, uint32_t area)
{
	if (estate(map, area / 4))
		return 1;
	return outward(map, area / 4) < 400 ? 24 : 8;
}
