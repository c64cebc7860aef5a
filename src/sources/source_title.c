/* source_title.c: what a source is called where people read of it. */
#include "source_name.h"

/* By how the name begins, the longest first. */
static const struct {
	const char *start, *title;
} TITLES[] = {
	{ "charity-register-area-of-operation", "Charity register: where charities work" },
	{ "charity-register-classification", "Charity register: what charities do" },
	{ "charity-register-other-names", "Charity register: other names" },
	{ "charity-register", "Charity register" },
	{ "charity-commission", "Charity register" },
	{ "companies", "Company register" },
	{ "casc", "Register of sports clubs" },
	{ "sports-club-register", "Register of sports clubs" },
	{ "register-extract", "Extract from registers and grants" },
	{ "postcodes", "Postcodes and where they lie" },
	{ "lsoa-shapes-drawing", "Neighbourhood boundaries, simplified for drawing" },
	{ "lsoa-lookup", "Which neighbourhood lies in which ward" },
	{ "lsoa-changes", "Neighbourhoods of 2011 and of 2021" },
	{ "lsoa-boundaries", "Neighbourhood boundaries" },
	{ "msoa-boundaries", "Names and boundaries of larger neighbourhoods" },
	{ "ward-boundaries", "Ward boundaries" },
	{ "boundaries-lsoa", "Neighbourhood boundaries" },
	{ "boundaries-ward", "Ward boundaries" },
	{ "boundaries-lad", "Council boundaries" },
	{ "deprivation-2025", "English Indices of Deprivation 2025" },
	{ "community-needs-2023", "Community Needs Index 2023" },
	{ "other-needs", "Loneliness and fuel poverty" },
	{ "census-2021", "Census 2021: people" },
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
