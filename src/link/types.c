#include "types.h"

const struct eh_type_info eh_type_infos[EHL_TYPES] = {
	[EHL_IGNORE] = { "ignore", EH_KINDS },
	[EHL_ORGANISATION] = { "organisation", EH_KIND_NAME },
	[EHL_GIVEN_NAME] = { "given-name", EH_KIND_PERSON },
	[EHL_SURNAME] = { "surname", EH_KIND_PERSON },
	[EHL_FULL_NAME] = { "full-name", EH_KIND_TEXT },
	[EHL_ADDRESS] = { "address", EH_KIND_ADDRESS },
	[EHL_POSTCODE] = { "postcode", EH_KIND_POSTCODE },
	[EHL_PHONE] = { "phone", EH_KIND_CODE },
	[EHL_URL] = { "url", EH_KIND_HOST },
	[EHL_EMAIL] = { "email", EH_KIND_HOST },
	[EHL_DATE] = { "date", EH_KIND_DATE },
	[EHL_NUMBER] = { "number", EH_KIND_NUMBER },
	[EHL_CATEGORY] = { "category", EH_KIND_CATEGORY },
	[EHL_TEXT] = { "text", EH_KIND_TEXT },
	[EHL_LATITUDE] = { "latitude", EH_KIND_GEO },
	[EHL_LONGITUDE] = { "longitude", EH_KIND_GEO },
	[EHL_IDENTIFIER] = { "identifier", EH_KIND_CODE },
};

/* m: read off labelled pairs of registers, directories and people; training moves them to what a file shows. u: of two rows by chance. */
const struct eh_kind_info eh_kind_infos[EH_KINDS] = {
	[EH_KIND_NAME] = { 8, true, { .55, .15, .11, .08, .05, .03, .03, 2e-5 },
	        { 1e-5, 1e-5, 3e-5, 1e-4, 1e-3, 1e-2, .98, 1e-3 },
	        { "the same words", "nearly the same words", "most of the words agree", "many of the words agree",
	                "some of the words agree", "little of the words agrees", "other words",
	                "the numbers or the places in them differ" } },
	[EH_KIND_TEXT] = { 7, true, { .50, .15, .10, .07, .06, .05, .07 }, { 1e-5, 1e-5, 3e-5, 3e-4, 3e-3, 3e-2, .96 },
	        { "the same words", "nearly the same words", "most of the words agree", "many of the words agree",
	                "some of the words agree", "little of the words agrees", "other words" } },
	[EH_KIND_ADDRESS] = { 7, true, { .45, .15, .08, .08, .06, .04, .14 }, { 1e-5, 1e-5, 1e-4, 3e-4, 1e-3, 1e-2, .98 },
	        { "the same number and street", "the same number, the street nearly the same",
	                "the same words, a number on one side only", "the same street, another number", "some of the words agree",
	                "the number agrees alone", "another address" } },
	[EH_KIND_PERSON] = { 6, false, { .80, .08, .04, .02, .02, .04 }, { 3e-3, 1e-3, 3e-3, 2e-2, 2e-2, .95 },
	        { "the same", "the same but for a slip of the pen", "sounds or looks alike", "one may be short for the other",
	                "somewhat alike", "another" } },
	[EH_KIND_CODE] = { 4, false, { .85, .06, .02, .07 }, { 1e-4, 1e-4, 1e-3, .99 },
	        { "the same", "the same but for one character", "the same but for two characters", "another" } },
	[EH_KIND_POSTCODE] = { 6, false, { .65, .07, .08, .08, .06, .06 }, { 5e-4, 1e-3, 4e-3, 2.5e-2, 3e-2, .94 },
	        { "the same", "the same but for one character", "the same sector", "the same district",
	                "the same area, another district", "another area" } },
	[EH_KIND_DATE] = { 6, false, { .85, .06, .03, .02, .01, .03 }, { 1e-4, 3e-4, 1e-3, 3e-3, 2e-2, .97 },
	        { "the same", "day and month swapped, or one digit another", "two of day, month and year agree", "within a month",
	                "the same year", "another" } },
	[EH_KIND_NUMBER] = { 5, false, { .75, .06, .06, .05, .08 }, { 2e-2, 2e-2, 5e-2, .1, .8 },
	        { "the same", "next to one another", "close", "not far apart", "far apart" } },
	[EH_KIND_CATEGORY] = { 4, false, { .75, .07, .08, .10 }, { .08, 1e-2, 5e-2, .86 },
	        { "the same", "nearly the same", "go together in this file", "another" } },
	[EH_KIND_HOST] = { 4, false, { .70, .07, .08, .15 }, { 3e-4, 1e-3, 1e-3, .99 },
	        { "the same", "the same domain", "domains alike", "another" } },
	[EH_KIND_GEO] = { 5, false, { .60, .15, .10, .08, .07 }, { 1e-4, 1e-3, 1e-2, .1, .89 },
	        { "the same spot", "within 150 metres", "within a kilometre", "within ten kilometres", "further apart" } },
};

const char *ehl_type_name(enum ehl_type type) { return eh_type_infos[type].name; }

int ehl_type_of(struct ehl_text name, enum ehl_type *ret_type)
{
	for (size_t i = 0; i < EHL_TYPES; i++)
		if (eh_str_eq((struct eh_str){ name.p, name.n }, eh_str_of(eh_type_infos[i].name))) {
			*ret_type = (enum ehl_type)i;
			return 0;
		}
	return -1;
}
