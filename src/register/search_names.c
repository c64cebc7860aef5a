/* search_names.c: what an organisation is called and numbered, as words and as what is looked up whole. */
#include "search_gather.h"

static enum eh_rc add_key(struct eh_search_maker *maker, struct eh_search_gathered *gathered, const char *kind,
        struct eh_str shown, struct eh_error *err)
{
	struct eh_search_key key = { eh_arena_str(&gathered->arena, eh_buf_str(&maker->scratch)), shown, kind };

	if (!maker->scratch.n)
		return EH_OK;
	return key.key.p && eh_vec_push(&maker->document.keys, key) ? EH_OK : eh_fail_memory(err);
}

static enum eh_rc add_code_word(struct eh_search_maker *maker, struct eh_error *err)
{
	struct eh_buf *words = &maker->document.code_words;
	bool good = eh_buf_add(words, eh_buf_str(&maker->scratch)) >= 0 && eh_buf_add_char(words, ' ') >= 0;

	return good ? EH_OK : eh_fail_memory(err);
}

/* A name's words, itself whole, and its initials. */
static enum eh_rc add_name(struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_str name,
        const char *kind, bool initials, struct eh_error *err)
{
	EH_TRY(eh_search_add_words(&maker->document.name_words, name, err));
	EH_TRY(eh_search_name_key(name, &maker->scratch, err));
	EH_TRY(add_key(maker, gathered, kind, name, err));
	for (int legal = 0; initials && legal < 2; legal++) {
		EH_TRY(eh_search_acronym(name, legal, &maker->scratch, err));
		EH_TRY(add_key(maker, gathered, "acronym", name, err));
		EH_TRY(add_code_word(maker, err));
	}
	return EH_OK;
}

/* An acronym that a source gives. */
static enum eh_rc add_acronym(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_str acronym, struct eh_error *err)
{
	EH_TRY(eh_search_add_words(&maker->document.name_words, acronym, err));
	if (eh_search_number_key(acronym, false, &maker->scratch) < 0)
		return eh_fail_memory(err);
	EH_TRY(add_key(maker, gathered, "acronym", acronym, err));
	return add_code_word(maker, err);
}

/* "1129832", "GB-CHC-1129832"; "00738693" and "738693"; "SC012345" and "12345". */
static enum eh_rc add_number(struct eh_search_maker *maker, struct eh_search_gathered *gathered,
        const struct eh_search_number *number, struct eh_error *err)
{
	struct eh_str whole = eh_arena_printf(&gathered->arena, "%.*s%.*s", EH_FMT(number->scheme), EH_FMT(number->id));
	const struct {
		struct eh_str text;
		bool bare;
	} FORMS[] = { { number->id, false }, { number->id, true }, { whole, false } };

	if (!whole.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		if (eh_search_number_key(FORMS[i].text, FORMS[i].bare, &maker->scratch) < 0)
			return eh_fail_memory(err);
		EH_TRY(add_key(maker, gathered, "number", number->id, err));
		EH_TRY(add_code_word(maker, err));
	}
	return EH_OK;
}

enum eh_rc eh_search_add_organisation_names(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_error *err)
{
	EH_TRY(add_name(maker, gathered, gathered->org.name, "name", true, err));
	for (size_t i = 0; i < gathered->names.count; i++) {
		const struct eh_search_other_name *name = &gathered->names.items[i];
		if (eh_str_eq(name->kind, EH_STR("acronym")))
			EH_TRY(add_acronym(maker, gathered, name->name, err));
		else
			EH_TRY(add_name(maker, gathered, name->name, "other", !eh_str_eq(name->kind, EH_STR("venue")), err));
	}
	for (size_t i = 0; i < gathered->numbers.count; i++)
		EH_TRY(add_number(maker, gathered, &gathered->numbers.items[i], err));
	return EH_OK;
}

enum eh_rc eh_search_add_service_name(
        struct eh_search_maker *maker, struct eh_search_gathered *gathered, struct eh_str name, struct eh_error *err)
{
	return add_name(maker, gathered, name, "name", false, err);
}
