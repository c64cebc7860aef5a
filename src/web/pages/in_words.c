#include "in_words.h"

#include "register/ukcat_codes.h"
#include "web/say.h"

static const struct eh_register_words REGISTERS[] = {
	{ "GB-CHC", EH_T("Charity Commission"), EH_T("Charity number {0}"),
	        "https://register-of-charities.charitycommission.gov.uk/charity-details/?subid=0&regid=" },
	{ "GB-COH", EH_T("Companies House"), EH_T("Company number {0}"),
	        "https://find-and-update.company-information.service.gov.uk/company/" },
	{ "GB-SC", EH_T("Scottish Charity Regulator"), EH_T("Scottish charity number {0}"),
	        "https://www.oscr.org.uk/about-charities/search-the-register/charity-details?number=" },
	{ "GB-NIC", EH_T("Charity Commission for Northern Ireland"), EH_T("Northern Irish charity number {0}"),
	        "https://www.charitycommissionni.org.uk/charity-details/?subId=0&regId=" },
	{ "GB-MPR", EH_T("Mutuals Public Register"), EH_T("Number {0} of the Mutuals Public Register"), NULL },
	{ "GB-EDU", EH_T("Get Information about Schools"), EH_T("School number {0}"),
	        "https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/" },
	{ "GB-NHS", EH_T("NHS Organisation Data Service"), EH_T("NHS organisation code {0}"), NULL },
	{ "GB-CASC", EH_T("Community amateur sports clubs (HM Revenue and Customs)"),
	        EH_T("An entry in HM Revenue and Customs’ register of sports clubs, which gives no numbers"), NULL },
};

const struct eh_register_words *eh_register_of(struct eh_str identifier, struct eh_str *ret_number)
{
	for (size_t i = 0; i < sizeof REGISTERS / sizeof *REGISTERS; i++) {
		struct eh_str scheme = eh_str_of(REGISTERS[i].scheme);
		if (!eh_str_starts(identifier, scheme) || identifier.n <= scheme.n + 1 || identifier.p[scheme.n] != '-')
			continue;
		*ret_number = strstr(REGISTERS[i].number, "{0}") ? eh_str_sub(identifier, scheme.n + 1, identifier.n)
		                                                 : EH_STR("");
		return &REGISTERS[i];
	}
	return NULL;
}

struct eh_str eh_register_address(struct eh_arena *arena, const struct eh_register_words *of, struct eh_str number)
{
	const struct eh_str main_one = EH_STR("subid=0&regid=");
	struct eh_str address = of->address ? eh_str_of(of->address) : (struct eh_str){ NULL, 0 };
	ptrdiff_t dash = eh_str_find(number, EH_STR("-"));

	if (!address.p)
		return address;
	if (dash < 0 || !eh_str_ends(address, main_one))
		return eh_arena_printf(arena, "%.*s%.*s", EH_FMT(address), EH_FMT(number));
	return eh_arena_printf(arena, "%.*ssubid=%.*s&regid=%.*s", EH_FMT(eh_str_sub(address, 0, address.n - main_one.n)),
	        EH_FMT(eh_str_sub(number, (size_t)dash + 1, number.n)), EH_FMT(eh_str_sub(number, 0, (size_t)dash)));
}

struct eh_str eh_date_in_words(struct eh_arena *arena, unsigned language, int32_t date)
{
	char words[32];
	struct eh_str rest, day, month;
	enum eh_said how;

	eh_date_words(date, words);
	rest = eh_str_of(words);
	if (language == EH_LANGUAGE_en || !eh_str_split(&rest, ' ', &day) || !eh_str_split(&rest, ' ', &month))
		return eh_arena_str(arena, eh_str_of(words));
	month = eh_say(language, month, &how);
	return eh_arena_printf(arena, "%.*s %.*s %.*s", EH_FMT(day), EH_FMT(month), EH_FMT(rest));
}

static struct eh_str number_in_words(struct eh_arena *arena, unsigned language, struct eh_str value)
{
	struct eh_str number;
	const struct eh_register_words *of = eh_register_of(value, &number);

	if (of)
		return EH_SAY_WITH(arena, language, of->number, number);
	if (eh_str_starts(value, EH_STR("360G-")))
		return EH_SAY_WITH(arena, language, EH_T("Its number in a file of grants, {0}"), value);
	return value;
}

struct eh_str eh_fact_in_words(struct eh_arena *arena, unsigned language, const char *what, struct eh_str value)
{
	enum { ISO = 10 };
	bool money = strcmp(what, "income") == 0 || strcmp(what, "spending") == 0;
	bool day = strcmp(what, "registered") == 0 || strcmp(what, "removed") == 0;
	struct eh_str year = EH_STR(", year to ");
	int32_t date;

	if (strcmp(what, "number") == 0)
		return number_in_words(arena, language, value);
	if ((!money && !day) || value.n < ISO || eh_date_parse(eh_str_sub(value, value.n - ISO, value.n), &date) != EH_OK)
		return value;
	struct eh_str before = eh_str_sub(value, 0, value.n - ISO), said = eh_date_in_words(arena, language, date);
	if (day)
		return before.n ? value : said;
	if (!eh_str_ends(before, year))
		return value;
	return EH_SAY_WITH(arena, language, EH_T("{0}, year to {1}"), eh_str_sub(before, 0, before.n - year.n), said);
}

/* The Charity Commission's classes, in its words: what for, and for whom. */
static const struct {
	const char *code, *words;
} CLASSES[] = {
	{ "101", EH_T("General charitable purposes") },
	{ "102", EH_T("Education or training") },
	{ "103", EH_T("The advancement of health or saving of lives") },
	{ "104", EH_T("Disability") },
	{ "105", EH_T("The prevention or relief of poverty") },
	{ "106", EH_T("Overseas aid or famine relief") },
	{ "107", EH_T("Accommodation or housing") },
	{ "108", EH_T("Religious activities") },
	{ "109", EH_T("Arts, culture, heritage or science") },
	{ "110", EH_T("Amateur sport") },
	{ "111", EH_T("Animals") },
	{ "112", EH_T("Environment, conservation or heritage") },
	{ "113", EH_T("Economic or community development or employment") },
	{ "114", EH_T("Armed forces or emergency service efficiency") },
	{ "115", EH_T("Human rights, religious or racial harmony, equality or diversity") },
	{ "116", EH_T("Recreation") },
	{ "117", EH_T("Other charitable purposes") },
	{ "201", EH_T("Children or young people") },
	{ "202", EH_T("Elderly or old people") },
	{ "203", EH_T("People with disabilities") },
	{ "204", EH_T("People of a particular ethnic or racial origin") },
	{ "205", EH_T("Other charities or voluntary bodies") },
	{ "206", EH_T("Other defined groups") },
	{ "207", EH_T("The general public or mankind") },
};

static struct eh_str class_in_words(unsigned language, struct eh_str code)
{
	enum eh_said how;

	for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
		if (eh_str_eq(code, eh_str_of(CLASSES[i].code)))
			return eh_say(language, eh_str_of(CLASSES[i].words), &how);
	return code;
}

struct eh_str eh_why_in_words(struct eh_arena *arena, unsigned language, struct eh_str why)
{
	static const struct {
		const char *start, *words;
	} REASONS[] = {
		{ "name: ", EH_T("from its name, which says “{0}”") },
		{ "activities: ", EH_T("from its activities, which say “{0}”") },
		{ "register: ", EH_T("from how its register classes it: {0}") },
	};

	for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++) {
		struct eh_str start = eh_str_of(REASONS[i].start);
		if (!eh_str_starts(why, start))
			continue;
		struct eh_str said = eh_str_sub(why, start.n, why.n);
		if (said.n > 1 && said.p[0] == '"' && said.p[said.n - 1] == '"')
			said = eh_str_sub(said, 1, said.n - 2);
		said = strcmp(REASONS[i].start, "register: ") == 0 ? class_in_words(language, said) : said;
		int tag = eh_ukcat_code_find(said);
		if (tag >= 0)
			said = eh_arena_printf(arena, "%s (%.*s)", eh_ukcat_codes[tag].tag, EH_FMT(said));
		return EH_SAY_WITH(arena, language, REASONS[i].words, said);
	}
	return why;
}
