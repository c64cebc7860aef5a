#include "classify.h"

enum { MOST_FROM_ACTIVITIES = 4 };

static enum eh_rc add(
        struct eh_classes *classes, bool people, const char *code, double strength, struct eh_str why, struct eh_error *err)
{
	if (!why.p)
		return eh_fail_memory(err);
	for (size_t i = 0; i < classes->count; i++)
		if (classes->items[i].people == people && strcmp(classes->items[i].code, code) == 0)
			return EH_OK;
	if (classes->count < EH_CLASSES_MOST)
		classes->items[classes->count++] = (struct eh_class){ people, code, why, strength };
	return EH_OK;
}

static enum eh_rc by_published_codes(const struct eh_record_code *codes, size_t count, struct eh_arena *arena,
        struct eh_classes *classes, struct eh_error *err)
{
	for (size_t i = 0; i < count; i++) {
		bool ccew = eh_str_eq(codes[i].scheme, EH_STR("GB-CCEW")), ukcat = eh_str_eq(codes[i].scheme, EH_STR("UKCAT"));
		bool icnptso = eh_str_eq(codes[i].scheme, EH_STR("ICNPTSO"));
		for (size_t j = 0; j < eh_need_count; j++) {
			const struct eh_need *need = &eh_needs[j];
			if ((ccew && eh_code_listed(need->ccew, codes[i].code, false)) ||
			        (ukcat && eh_code_listed(need->ukcat, codes[i].code, true)) ||
			        (icnptso && eh_code_listed(need->icnptso, codes[i].code, true)))
				EH_TRY(add(classes, false, need->code, 3,
				        eh_arena_printf(arena, "register: %.*s", EH_FMT(codes[i].code)), err));
		}
		for (size_t j = 0; ccew && j < eh_people_count; j++)
			if (eh_code_listed(eh_people[j].ccew, codes[i].code, false))
				EH_TRY(add(classes, true, eh_people[j].code, 3,
				        eh_arena_printf(arena, "register: %.*s", EH_FMT(codes[i].code)), err));
	}
	return EH_OK;
}

static enum eh_rc by_words(
        struct eh_str text, bool name, struct eh_arena *arena, struct eh_classes *classes, struct eh_error *err)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };
	const char *where = name ? "name" : "activities";
	struct eh_str word;
	size_t taken = 0;

	if (eh_utf8_fold(text, &folded) < 0)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count && (name || taken < MOST_FROM_ACTIVITIES); i++) {
		if (!eh_words_match(eh_needs[i].words, eh_buf_str(&folded), name, &word))
			continue;
		taken++;
		EH_TRY(add(classes, false, eh_needs[i].code, name ? 2 : 1,
		        eh_arena_printf(arena, "%s: \"%.*s\"", where, EH_FMT(word)), err));
	}
	for (size_t i = 0; i < eh_people_count; i++)
		if (eh_words_match(eh_people[i].words, eh_buf_str(&folded), name, &word))
			EH_TRY(add(classes, true, eh_people[i].code, name ? 2 : 1,
			        eh_arena_printf(arena, "%s: \"%.*s\"", where, EH_FMT(word)), err));
	return EH_OK;
}

enum eh_rc eh_classify(struct eh_str name, struct eh_str activities, const struct eh_record_code *codes, size_t code_count,
        struct eh_arena *arena, struct eh_classes *ret_classes, struct eh_error *err)
{
	struct eh_classes classes = { .count = 0 };

	EH_TRY(by_published_codes(codes, code_count, arena, &classes, err));
	EH_TRY(by_words(name, true, arena, &classes, err));
	EH_TRY(by_words(activities, false, arena, &classes, err));
	*ret_classes = classes;
	return EH_OK;
}
