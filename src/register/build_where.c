/* build_where.c: from postcodes, coordinates and areas of work to councils. */
#include "build_where.h"

#include <math.h>

#include "taxonomy.h"

static const struct eh_q_place_list *place_of(const struct build *build, struct eh_str place_id)
{
	const uint64_t *at = place_id.n ? eh_map_get(&build->places, place_id) : NULL;

	return at ? &build->place_rows.items[*at] : NULL;
}

enum eh_rc eh_build_locate(struct build *build, struct eh_str postcode, double latitude, double longitude,
        struct placed *ret_placed, struct eh_error *err)
{
	enum eh_rc rc = EH_NOT_FOUND;

	*ret_placed = (struct placed){ .unplaced = postcode.n ? "no list knows its postcode" : "it has no postcode" };
	if (!isnan(latitude) && !isnan(longitude)) {
		rc = eh_gazetteer_point(build->gazetteer, latitude, longitude, &ret_placed->location, err);
		if (rc == EH_NOT_FOUND)
			ret_placed->unplaced = "its coordinates lie in no known area";
	}
	if (rc == EH_NOT_FOUND && postcode.n)
		rc = eh_gazetteer_postcode(build->gazetteer, postcode, &ret_placed->location, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	ret_placed->found = rc == EH_OK;
	if (ret_placed->found)
		ret_placed->unplaced = NULL;
	return EH_OK;
}

static void reach_add(struct reach *reach, struct eh_str council, unsigned says)
{
	if (!council.n || !says)
		return;
	for (size_t i = 0; i < reach->count; i++)
		if (eh_str_eq(reach->councils[i], council)) {
			reach->says[i] |= says;
			return;
		}
	if (reach->count == EH_ENTRY_MOST_COUNCILS)
		return;
	reach->councils[reach->count] = council;
	reach->says[reach->count++] = says;
}

bool eh_build_is_council(struct eh_str code)
{
	static const char *const BEGINNINGS[] = { "E06", "E07", "E08", "E09", "W06", "S12", "N09", "Z06" };

	for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
		if (eh_str_starts(code, eh_str_of(BEGINNINGS[i])))
			return true;
	return false;
}

static void reach_area(struct build *build, struct reach *reach, struct eh_str area)
{
	if (eh_str_starts(area, EH_STR("name:"))) {
		const struct eh_area *council = eh_gazetteer_council_by_name(build->gazetteer, eh_str_sub(area, 5, area.n));
		if (!council)
			return;
		area = council->code;
	}
	if (eh_build_is_council(area)) {
		size_t before = reach->count;
		reach_add(reach, area, EH_SAYS_WORKS);
		reach->stated += reach->count > before;
	} else if (eh_str_starts(area, EH_STR("E92")) || eh_str_starts(area, EH_STR("K0")) || eh_str_eq(area, EH_STR("GB"))) {
		reach->national = true;
	}
}

/* The councils that its records lie in. */
static enum eh_rc reach_places(struct build *build, const struct eh_entry *entry, struct reach *reach, struct eh_error *err)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		struct placed placed;
		if (record->what == EH_RECORD_SUPPLIER || !eh_member_current(member) || eh_member_match_only(member))
			continue;
		EH_TRY(eh_build_locate(build, record->postcode, record->latitude, record->longitude, &placed, err));
		unsigned here = eh_member_says(member) & (EH_SAYS_MEETS | EH_SAYS_SERVES);
		if (placed.found)
			reach_add(reach, eh_build_code(placed.location.council),
			        record->what == EH_RECORD_ORGANISATION ? EH_SAYS_REGISTERED | here : here);
	}
	return EH_OK;
}

enum eh_rc eh_build_reach(
        struct build *build, const struct eh_entry *entry, bool protected, struct reach *reach, struct eh_error *err)
{
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_member *member = &entry->members[i];
		const struct eh_record *record = &member->record;
		const struct eh_q_place_list *place = place_of(build, member->row->place_id);
		if (record->what == EH_RECORD_SUPPLIER || !eh_member_current(member) || eh_member_match_only(member))
			continue;
		for (size_t j = 0; j < record->area_count; j++)
			reach_area(build, reach, record->areas[j]);
		if (place)
			reach_add(reach, place->council_code,
			        eh_member_says(member) & (EH_SAYS_WORKS | EH_SAYS_FUNDED | EH_SAYS_SERVES));
	}
	return protected && (reach->count || reach->national) ? EH_OK : reach_places(build, entry, reach, err);
}

const char *eh_build_scale(
        const struct build *build, const struct eh_entry *entry, const struct reach *reach, struct eh_str office)
{
	if (reach->national || reach->stated >= 10)
		return "national";
	if (reach->stated >= 2)
		return "regional";
	if (reach->stated == 1)
		return "local";
	for (size_t i = 0; i < entry->count; i++) {
		const struct eh_q_place_list *place = place_of(build, entry->members[i].row->place_id);
		if (!place)
			continue;
		if (!office.n)
			return entry->members[i].record.what == EH_RECORD_GRANT ? "unknown" : "local";
		return eh_str_eq(office, place->council_code) || eh_code_listed(place->neighbours.p, office, false) ? "local"
		                                                                                                    : "wider";
	}
	return "unknown";
}
