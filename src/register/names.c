#include "names.h"

static const char *const SMALL[] = { "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
	"de", "le", "la", "upon", "under", "over" };
static const char *const KEPT[] = { "CIC", "CIO", "UK", "YMCA", "YWCA", "NHS", "PTA", "PTFA", "PFA", "RSPCA", "RSPB", "RNLI",
	"RAF", "RC", "CE", "CP", "AFC", "FC", "RFC", "CC", "AC", "ABC", "WI", "U3A", "BME", "BAME", "LGBT", "HIV", "AIDS", "USA",
	"EU", "GB", "IT", "ADHD", "SEN", "MS", "ME", "PCC", "II", "III", "IV", "VI", "VII", "CVS", "BBC", "MBC", "ICA", "IAS",
	"AMC", "OAP", "ATC", "ESOL" };

static bool listed(const char *const *list, size_t count, struct eh_str word)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq_ascii_nocase(word, eh_str_of(list[i])))
			return true;
	return false;
}

static bool shouts(struct eh_str name)
{
	bool letters = false;

	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] >= 'a' && name.p[i] <= 'z')
			return false;
		letters |= eh_is_alpha(name.p[i]);
	}
	return letters;
}

/* An abbreviation: no vowel in two letters or more, or a known one. "ST" and "MR" are words. */
static bool abbreviation(struct eh_str word)
{
	static const char *const NOT[] = { "ST", "MR", "MRS", "DR", "LTD", "BY", "MY", "GYM", "HYDE", "RHYL", "STH", "NTH", "RD",
		"ND", "TH", "PLC" };
	bool vowel = false;

	if (listed(KEPT, sizeof KEPT / sizeof *KEPT, word))
		return true;
	if (word.n < 2 || listed(NOT, sizeof NOT / sizeof *NOT, word))
		return false;
	for (size_t i = 0; i < word.n; i++)
		vowel |= strchr("AEIOUY", eh_upper(word.p[i])) != NULL;
	return !vowel && word.n <= 5 && eh_is_alpha(word.p[0]);
}

static bool in_word(char c) { return eh_is_alnum(c) || c == '\'' || (unsigned char)c >= 0x80; }

/* Appends a word with a capital; what follows an apostrophe of one letter ("O'NEILL") gets one too, a possessive does not. */
static void capitalise(char *out, struct eh_str word)
{
	for (size_t i = 0; i < word.n; i++) {
		bool after_apostrophe = i == 2 && word.p[1] == '\'' && word.n > 4;
		out[i] = i == 0 || after_apostrophe ? eh_upper(word.p[i]) : eh_lower(word.p[i]);
	}
}

/* Runs of spaces and line breaks become one space. */
static size_t close_gaps(char *text, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!eh_is_space(text[i]))
			text[kept++] = text[i];
		else if (kept && text[kept - 1] != ' ')
			text[kept++] = ' ';
	text[kept] = '\0';
	return kept;
}

struct eh_str eh_name_display(struct eh_arena *arena, struct eh_str name)
{
	struct eh_str copy = eh_arena_str(arena, eh_str_trim(name));

	if (copy.p)
		copy.n = close_gaps((char *)(uintptr_t)copy.p, copy.n);
	if (!copy.p || !shouts(copy))
		return copy;
	char *out = (char *)(uintptr_t)copy.p;
	for (size_t i = 0; i < copy.n;) {
		size_t end = i;
		while (end < copy.n && in_word(copy.p[end]))
			end++;
		struct eh_str word = { copy.p + i, end - i };
		bool dotted = word.n == 1 && end < copy.n && copy.p[end] == '.';
		if (word.n && i && listed(SMALL, sizeof SMALL / sizeof *SMALL, word) && copy.p[i - 1] == ' ')
			for (size_t j = i; j < end; j++)
				out[j] = eh_lower(out[j]);
		else if (word.n && !dotted && !abbreviation(word))
			capitalise(out + i, word);
		i = word.n ? end : end + 1;
	}
	return copy;
}

static bool next_plain(struct eh_str *s, char *ret_c)
{
	while (s->n) {
		char c = *s->p;
		*s = (struct eh_str){ s->p + 1, s->n - 1 };
		if (eh_is_alnum(c) || (unsigned char)c >= 0x80) {
			*ret_c = eh_lower(c);
			return true;
		}
	}
	return false;
}

bool eh_name_same(struct eh_str a, struct eh_str b)
{
	for (;;) {
		char x = 0, y = 0;
		bool more_a = next_plain(&a, &x), more_b = next_plain(&b, &y);
		if (!more_a || !more_b)
			return more_a == more_b;
		if (x != y)
			return false;
	}
}
