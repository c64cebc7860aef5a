/* source_title.c: what a source is called where people read of it. */
#include "source_name.h"

/* By how the name begins, the longest first. */
static const struct {
	const char *start, *title;
} TITLES[] = {
	{ "charity-register-area-of-operation", EH_T("Charity register: where charities work") },
	{ "charity-register-classification", EH_T("Charity register: what charities do") },
	{ "charity-register-other-names", EH_T("Charity register: other names") },
	{ "charity-register", EH_T("Charity register") },
	{ "charity-commission", EH_T("Charity register") },
	{ "companies", EH_T("Company register") },
	{ "casc", EH_T("Register of sports clubs") },
	{ "sports-club-register", EH_T("Register of sports clubs") },
	{ "register-extract", EH_T("Extract from registers and grants") },
	{ "postcodes", EH_T("Postcodes and where they lie") },
	{ "lsoa-shapes-drawing", EH_T("Neighbourhood boundaries, simplified for drawing") },
	{ "lsoa-lookup", EH_T("Which neighbourhood lies in which ward") },
	{ "lsoa-changes", EH_T("Neighbourhoods of 2011 and of 2021") },
	{ "lsoa-boundaries", EH_T("Neighbourhood boundaries") },
	{ "msoa-boundaries", EH_T("Names and boundaries of larger neighbourhoods") },
	{ "ward-boundaries", EH_T("Ward boundaries") },
	{ "boundaries-lsoa", EH_T("Neighbourhood boundaries") },
	{ "boundaries-ward", EH_T("Ward boundaries") },
	{ "boundaries-lad", EH_T("Council boundaries") },
	{ "deprivation-2025", EH_T("English Indices of Deprivation 2025") },
	{ "community-needs-2023", EH_T("Community Needs Index 2023") },
	{ "other-needs", EH_T("Loneliness and fuel poverty") },
	{ "census-2021", EH_T("Census 2021: people") },
};

struct eh_str eh_source_title(struct eh_str name, struct eh_arena *arena)
{
	for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
		if (eh_str_starts(name, eh_str_of(TITLES[i].start)))
			return eh_str_of(TITLES[i].title);
	char *words = eh_arena_alloc_zero(arena, name.n + 1, 1);
	if (!words)
		return (struct eh_str){ NULL, 0 };
	for (size_t i = 0; i < name.n; i++)
		words[i] = name.p[i] == '-' || name.p[i] == '_' ? ' ' : name.p[i];
	if (words[0] >= 'a' && words[0] <= 'z')
		words[0] = (char)(words[0] - 'a' + 'A');
	return (struct eh_str){ words, name.n };
}
