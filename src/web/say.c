#include "say.h"

struct eh_str eh_say(unsigned language, struct eh_str text, enum eh_said *ret_how)
{
	size_t low = 0, high = eh_message_count;

	*ret_how = language == EH_LANGUAGE_en ? EH_SAID : EH_SAID_AS_IS;
	if (language == EH_LANGUAGE_en || language >= EH_LANGUAGE_COUNT)
		return text;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = eh_str_cmp(eh_str_of(eh_message_ids[middle]), text);
		if (order == 0) {
			const char *said = eh_message_texts[language][middle];
			*ret_how = said ? EH_SAID : EH_SAID_ENGLISH;
			return said ? eh_str_of(said) : text;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return text;
}

struct eh_str eh_say_with(
        struct eh_arena *arena, unsigned language, const char *message, const struct eh_str *values, size_t count)
{
	enum eh_said how;
	struct eh_str said = eh_say(language, eh_str_of(message), &how);
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	enum eh_rc rc = EH_OK;

	for (size_t i = 0; rc >= 0 && i < said.n; i++) {
		size_t which = i + 2 < said.n && said.p[i] == '{' && said.p[i + 2] == '}' ? (size_t)(said.p[i + 1] - '0')
		                                                                          : SIZE_MAX;
		if (which < count) {
			rc = eh_buf_add(&out, values[which]);
			i += 2;
		} else {
			rc = eh_buf_add_char(&out, said.p[i]);
		}
	}
	return rc < 0 ? (struct eh_str){ NULL, 0 } : eh_arena_str(arena, eh_buf_str(&out));
}

unsigned eh_language_of(struct eh_str code)
{
	unsigned language = EH_LANGUAGE_en;

	if (eh_str_eq_ascii_nocase(code, EH_STR("en")))
		return language;
	while (language < EH_LANGUAGE_COUNT && !eh_str_eq_ascii_nocase(code, eh_str_of(eh_language_codes[language])))
		language++;
	return language;
}

unsigned eh_language_accepted(struct eh_str header)
{
	struct eh_str item;

	while (header.n && eh_str_split(&header, ',', &item)) {
		struct eh_str code = eh_str_trim(item), whole = code;
		for (size_t i = 0; i < whole.n; i++)
			if (whole.p[i] == ';' || whole.p[i] == '-') { /* "cy-GB;q=0.9" is "cy" */
				code = eh_str_sub(whole, 0, i);
				break;
			}
		unsigned language = eh_language_of(eh_str_trim(code));
		if (language < EH_LANGUAGE_COUNT)
			return language;
	}
	return EH_LANGUAGE_en;
}
