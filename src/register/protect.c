#include "protect.h"

#include "taxonomy.h"

const char eh_protect_words[] = "refuge.|refuges.|women's aid|womens aid|domestic abuse|domestic violence|fleeing "
                                "violence|fleeing abuse|safe house|safehouse|"
                                "violence against women|sexual violence|sexual abuse|rape crisis|rape and|honour based|forced "
                                "marriage|female genital mutilation|"
                                "traffick|modern slavery|asylum|refugee|children's home|childrens home|children's "
                                "homes|childrens homes|residential children|"
                                "secure children|looked after children's home|sexually exploited|child sexual "
                                "exploitation|sanctuary scheme|victims of torture|mother and baby home";

/* In a grant's purpose: the recipient keeps a refuge itself. */
const char eh_protect_refuges[] =
        "refuge accommodation|refuge place.|refuge places|refuge worker|refuge provision|our refuge.|women's "
        "refuge.|womens refuge.|safe house|safehouse|sanctuary scheme|mother and baby home";

/* Said away before the words above are looked for. */
const char eh_protect_exceptions[] = "wildlife refuge|bird refuge|animal refuge|cat refuge|dog refuge|donkey refuge|horse "
                                     "refuge|owl refuge|hedgehog refuge|refuge for animals|"
                                     "refuge for cats|refuge for dogs|mountain refuge|refugee week|refuge harbour|place of "
                                     "refuge for wildlife|former children's home|"
                                     "former childrens home|lunatic asylum|asylum history|place of refuge from storms";

/* Codes that say so: UK-CAT abuse, domestic abuse, refuge, sexual abuse, trafficking, asylum and refugees, children's homes; ICNP/TSO
 * refugee assistance. */
static const struct {
	const char *scheme, *codes;
} PROTECTED[] = { { "UKCAT", "SW200 SW201 SW202 SW203 SW204 CJ104 BE101 SC104" }, { "ICNPTSO", "D34" } };

static void blank_exceptions(char *text)
{
	struct eh_str rest = eh_str_of(eh_protect_exceptions), phrase;

	while (eh_str_split(&rest, '|', &phrase))
		for (char *hit = text; (hit = memmem(hit, strlen(hit), phrase.p, phrase.n)); hit += phrase.n)
			memset(hit, ' ', phrase.n);
}

static const char NOT_CHECKED[] = "it could not be checked", NOT_NAMED[] = "its words";

bool eh_protect_unsure(struct eh_str why) { return why.p == NOT_CHECKED || why.p == NOT_NAMED; }

static struct eh_str by_words(const char *words, struct eh_str text, struct eh_arena *arena)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	struct eh_str word;

	if (eh_utf8_fold(text, &folded) < 0)
		return eh_str_of(NOT_CHECKED);
	if (!folded.n)
		return (struct eh_str){ NULL, 0 };
	blank_exceptions(folded.p);
	if (!eh_words_match(words, eh_buf_str(&folded), true, &word))
		return (struct eh_str){ NULL, 0 };
	struct eh_str why = eh_arena_printf(arena, "the words \"%.*s\"", EH_FMT(word));
	return why.p ? why : eh_str_of(NOT_NAMED);
}

struct eh_str eh_protect_check(struct eh_str name, struct eh_str activities, const struct eh_record_code *codes,
        size_t code_count, struct eh_arena *arena)
{
	for (size_t i = 0; i < code_count; i++)
		for (size_t j = 0; j < sizeof PROTECTED / sizeof *PROTECTED; j++)
			if (eh_str_eq(codes[i].scheme, eh_str_of(PROTECTED[j].scheme)) &&
			        eh_code_listed(PROTECTED[j].codes, codes[i].code, false))
				return EH_STR("its classification");
	struct eh_str why = by_words(eh_protect_words, name, arena);
	return why.p ? why : by_words(eh_protect_words, activities, arena);
}

static struct eh_str by_names(const struct eh_record *record, struct eh_arena *arena)
{
	struct eh_str why = by_words(eh_protect_words, record->name, arena);

	for (size_t i = 0; i < record->name_count && !why.p; i++)
		why = by_words(eh_protect_words, record->names[i].name, arena);
	return why;
}

struct eh_str eh_protect_record(const struct eh_record *record, struct eh_arena *arena)
{
	const struct eh_str texts[] = { record->service_name, record->activities, record->beneficiaries, record->grant_title,
		record->grant_description, record->programme, record->organisation_type };
	struct eh_str why = eh_protect_check(record->name, (struct eh_str){ NULL, 0 }, record->codes, record->code_count, arena);

	for (size_t i = 0; i < sizeof texts / sizeof *texts && !why.p; i++)
		why = by_words(eh_protect_words, texts[i], arena);
	return why.p ? why : by_names(record, arena);
}

struct eh_str eh_protect_organisation(const struct eh_record *record, struct eh_arena *arena)
{
	const struct eh_str purposes[] = { record->grant_title, record->grant_description, record->activities };

	if (record->what != EH_RECORD_GRANT)
		return eh_protect_record(record, arena);
	struct eh_str why = by_names(record, arena);
	for (size_t i = 0; i < sizeof purposes / sizeof *purposes && !why.p; i++)
		why = by_words(eh_protect_refuges, purposes[i], arena);
	return why.p ? why : by_words(eh_protect_words, record->organisation_type, arena);
}
