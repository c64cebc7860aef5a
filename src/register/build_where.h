/* build_where.h: where an organisation of the list is, and which councils' areas it has to do with. */
#ifndef EH_REGISTER_BUILD_WHERE_H
#define EH_REGISTER_BUILD_WHERE_H

#include "build_private.h"
#include "derive.h"

/* Where an organisation or a service is, and why not. */
struct placed {
	struct eh_location location;
	bool found;
	const char *unplaced;
};
enum eh_rc eh_build_locate(struct build *build, struct eh_str postcode, double latitude, double longitude,
        struct placed *ret_placed, struct eh_error *err);

static inline struct eh_str eh_build_code(const struct eh_area *area) { return area ? area->code : (struct eh_str){ NULL, 0 }; }

/* Whether a code is of a kind that councils have. */
bool eh_build_is_council(struct eh_str code);

/* Councils' areas that an organisation has to do with, and how. */
struct reach {
	struct eh_str councils[EH_ENTRY_MOST_COUNCILS];
	unsigned says[EH_ENTRY_MOST_COUNCILS];
	size_t count;
	bool national; /* a record says that it works all over a country */
	size_t stated; /* councils that its own records name as areas of work */
	bool abroad;
};

/* Adds to `reach`. Something protected counts for the places that its sources speak of; where it is says nothing, unless that is all there is
 * to list it under. */
enum eh_rc eh_build_reach(
        struct build *build, const struct eh_entry *entry, bool protected, struct reach *reach, struct eh_error *err);

/* One council's area is local, two to nine regional, ten or more national (the rule of an open register tool). Where no area of work is
 * published, an office in the place or beside it reads as local, one farther off as wider. `office`: the council it lies in. */
const char *eh_build_scale(
        const struct build *build, const struct eh_entry *entry, const struct reach *reach, struct eh_str office);

#endif
