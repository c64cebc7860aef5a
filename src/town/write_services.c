/* The services feed: Open Referral UK 3.0, all of it as one page, services with what belongs to them inside. */
#include "parts.h"

/* Made of numbers, so that the same thing has the same one everywhere. */
static void uuid(const struct town_map *map, uint64_t what, uint64_t index, char out[37])
{
	struct eh_random random;

	town_random(&random, map->seed, TOWN_FOR_FILLER, (8 + what) << 48 | index);
	uint64_t a = eh_random_next(&random), b = eh_random_next(&random);
	snprintf(out, 37, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
	        (unsigned)(a & 0xfff), (unsigned)(b >> 52), (unsigned long long)(b & 0xffffffffffff));
}

static void put_id(struct town_files *files, uint64_t what, uint64_t index)
{
	char id[37];

	uuid(files->map, what, index, id);
	town_put_string(&files->services, "id", id);
}

enum {
	OF_ORGANISATION,
	OF_SERVICE,
	OF_LOCATION,
	OF_PLACING,
	OF_SCHEDULE,
	OF_AREA,
	OF_ATTRIBUTE,
	OF_TERM,
	OF_IDENTIFIER,
	OF_ADDRESS
};

static void put_organisation(struct town_files *files, struct eh_random *random, const struct town_org *org)
{
	struct town_file *file = &files->services;
	struct town_line name, number = { 0 };
	bool known = town_chance(random, 450);

	town_noise_name(random, org, &name);
	town_put_open(file, "organization", "{");
	put_id(files, OF_ORGANISATION, org->index);
	town_put_string(file, "name", name.p);
	town_put_string(file, "description", town_chance(random, 500) ? org->activities : "No description given.");
	town_put_string(file, "website", town_chance(random, 500) ? org->web : NULL);
	town_put_string(file, "email", org->email);
	town_put_open(file, "organization_identifiers", "[");
	if (known && (org->charity || org->company)) {
		town_put_open(file, NULL, "{");
		put_id(files, OF_IDENTIFIER, org->index);
		town_put_string(file, "identifier_scheme", org->charity ? "GB-CHC" : "GB-COH");
		town_put_string(file, "identifier_type", org->charity ? "Charity number" : "Company number");
		town_line_number(&number, (int64_t)org->charity_number, 1);
		town_put_string(file, "identifier", org->charity ? number.p : org->company_number);
		town_put_shut(file, "}");
	}
	town_put_shut(file, "]");
	town_put_shut(file, "}");
}

static void put_schedule(struct town_files *files, struct eh_random *random, uint64_t service)
{
	struct town_file *file = &files->services;
	struct town_line days, hour = { 0 };
	uint64_t opens = 9 + eh_random_below(random, 9);

	town_put_open(file, "schedules", "[");
	town_put_open(file, NULL, "{");
	put_id(files, OF_SCHEDULE, service);
	town_put_string(file, "freq", "WEEKLY");
	town_put_raw(file, "interval", "1");
	town_put_string(file, "byday", town_pick(random, "MO|TU|WE|TH|FR|SA|MO,WE|TU,TH|MO,TU,WE,TH,FR", &days));
	town_line_number(&hour, (int64_t)opens, 2);
	town_line_add(&hour, ":00:00");
	town_put_string(file, "opens_at", hour.p);
	town_line_clear(&hour);
	town_line_number(&hour, (int64_t)(opens + 2), 2);
	town_line_add(&hour, ":30:00");
	town_put_string(file, "closes_at", hour.p);
	town_put_shut(file, "}");
	town_put_shut(file, "]");
}

static void put_location(struct town_files *files, struct eh_random *random, const struct town_org *org, uint64_t service)
{
	struct town_file *file = &files->services;
	struct town_line number = { 0 }, postcode;

	town_put_open(file, "service_at_locations", "[");
	town_put_open(file, NULL, "{");
	put_id(files, OF_PLACING, service);
	town_put_open(file, "location", "{");
	put_id(files, OF_LOCATION, service);
	town_put_string(file, "location_type", "physical");
	town_put_string(file, "name", org->street);
	if (town_chance(random, 650)) {
		town_line_decimal(&number, org->at.point.y, 6);
		town_put_raw(file, "latitude", number.p);
		town_line_clear(&number);
		town_line_decimal(&number, org->at.point.x, 6);
		town_put_raw(file, "longitude", number.p);
	}
	town_put_open(file, "addresses", "[");
	town_put_open(file, NULL, "{");
	put_id(files, OF_ADDRESS, service);
	town_put_string(file, "address_1", org->street);
	town_put_string(file, "city", EH_TOWN_NAME);
	town_put_string(file, "state_province", "Synthetic");
	town_noise_postcode(random, files->map, org, &postcode);
	town_put_string(file, "postal_code", postcode.n ? postcode.p : "not known");
	town_put_string(file, "country", "GB");
	town_put_string(file, "address_type", "physical");
	town_put_shut(file, "}");
	town_put_shut(file, "]");
	town_put_shut(file, "}");
	town_put_shut(file, "}");
	town_put_shut(file, "]");
}

static void put_area_and_term(struct town_files *files, const struct town_org *org, uint64_t service)
{
	struct town_file *file = &files->services;

	town_put_open(file, "service_areas", "[");
	town_put_open(file, NULL, "{");
	put_id(files, OF_AREA, service);
	town_put_string(file, "name", EH_TOWN_NAME);
	town_put_string(file, "uri", "https://areas.example/id/" EH_TOWN_COUNCIL);
	town_put_shut(file, "}");
	town_put_shut(file, "]");
	town_put_open(file, "attributes", "[");
	town_put_open(file, NULL, "{");
	put_id(files, OF_ATTRIBUTE, service);
	town_put_string(file, "link_entity", "service");
	town_put_open(file, "taxonomy_term", "{");
	put_id(files, OF_TERM, (uint64_t)(org->kind - town_kinds));
	town_put_string(file, "code", org->kind->key);
	town_put_string(file, "name", org->kind->term);
	town_put_string(file, "taxonomy", "Sallowby service types (synthetic)");
	town_put_shut(file, "}");
	town_put_shut(file, "}");
	town_put_shut(file, "]");
}

static enum eh_rc service(
        struct town_files *files, struct eh_random *random, const struct town_org *org, uint64_t nth, struct eh_error *err)
{
	static const struct {
		const char *people, *least, *most;
	} ages[] = { { "children", "0", "11" }, { "young-people", "11", "19" }, { "older-people", "60", "110" } };
	struct town_file *file = &files->services;
	uint64_t id = org->index * 2 + nth;
	struct town_line name = { 0 }, word, what;
	char key[37];

	town_put(file, file->rows ? ",\n" : "{\"contents\":[\n");
	file->comma = false;
	town_pick(random, org->kind->what, &what);
	what.p[0] = eh_upper(what.p[0]);
	town_line_add(&name, town_chance(random, 500) ? org->name : what.p);
	town_put_open(file, NULL, "{");
	put_id(files, OF_SERVICE, id);
	town_put_string(file, "name", name.p);
	town_put_string(file, "description", org->activities);
	town_put_string(file, "url", town_chance(random, 600) ? org->web : NULL);
	town_put_string(file, "email", org->email);
	town_put_string(file, "status", org->closed == EH_NO_DATE || town_chance(random, 500) ? "active" : "defunct");
	town_put_string(file, "fees", town_pick(random, "Free||A small charge|Donations welcome", &word));
	town_put_string(file, "eligibility_description", town_pick(random, org->kind->who, &word));
	for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++)
		if (strcmp(org->kind->people, ages[i].people) == 0) {
			town_put_raw(file, "minimum_age", ages[i].least);
			town_put_raw(file, "maximum_age", ages[i].most);
		}
	town_put_string(file, "last_modified", town_chance(random, 700) ? "2025-11-04T10:30:00Z" : "2022-02-01T09:00:00Z");
	put_organisation(files, random, org);
	put_schedule(files, random, id);
	put_location(files, random, org, id);
	put_area_and_term(files, org, id);
	if (org->phone[0]) {
		town_put_open(file, "phones", "[");
		town_put_open(file, NULL, "{");
		town_put_string(file, "number", org->phone);
		town_put_shut(file, "}");
		town_put_shut(file, "]");
	}
	town_put_shut(file, "}");
	file->rows++;
	uuid(files->map, OF_SERVICE, id, key);
	EH_TRY(town_truth(files, file->name, key, file->rows, org->index, err));
	return town_file_row(file, err);
}

enum eh_rc town_write_services(struct town_files *files, const struct town_org *org, struct eh_error *err)
{
	struct eh_random random;

	if (!(org->kind->flags & TOWN_SERVICE))
		return EH_OK;
	town_rows_random(&random, files->map, TOWN_ROWS_SERVICES, org->index);
	if (!town_chance(&random, org->closed == EH_NO_DATE ? 750 : 250))
		return EH_OK;
	EH_TRY(service(files, &random, org, 0, err));
	return town_chance(&random, 250) ? service(files, &random, org, 1, err) : EH_OK;
}

void town_end_services(struct town_files *files)
{
	struct town_line count = { 0 };
	struct town_file *file = &files->services;

	town_line_number(&count, (int64_t)file->rows, 1);
	town_put(file, file->rows ? "\n]" : "{\"contents\":[]");
	file->comma = true;
	town_put_raw(file, "total_items", count.p);
	town_put_raw(file, "total_pages", "1");
	town_put_raw(file, "page_number", "1");
	town_put_raw(file, "size", count.p);
	town_put_raw(file, "first_page", "true");
	town_put_raw(file, "last_page", "true");
	town_put_raw(file, "empty", file->rows ? "false" : "true");
	town_put(file, "}\n");
}
