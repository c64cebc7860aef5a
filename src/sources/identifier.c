#include "identifier.h"

#include <stdio.h>

/* Prefixes of org-id.guide that UK registers, grants data and directories use. */
static const char *const PREFIXES[] = { "GB-CHC", "GB-COH", "GB-SC", "GB-NIC", "GB-MPR", "GB-CASC", "GB-EDU", "GB-UKPRN",
	"GB-NHS", "GB-LAE", "GB-LAS", "GB-LANI", "GB-SHPE", "GB-REV", "GB-GOR", "GB-HESA", "GB-ROR", "GB-NIEDU", "GB-PLA",
	"GB-GOVUK", "GB-LIBRARY", "GB-SCOTEDU", "XI-EO", "XI-GRID", "XI-ROR", "US-EIN", "IE-CHY", "IE-CRO" };

bool eh_identifier_absent(struct eh_str text)
{
	static const char NOTHING[][16] = { "na", "n/a", "n.a.", "none", "null", "-", "--", "\xe2\x80\x94", "\xe2\x80\x93", "0",
		"unknown", "not known", "not applicable", "tbc", "nil", "#n/a", ".", "?", "nan" };

	text = eh_str_trim(text);
	if (!text.n)
		return true;
	/* Most cells differ in their first letter: this is asked of every cell of every file. */
	for (size_t i = 0; text.n < sizeof *NOTHING && i < sizeof NOTHING / sizeof *NOTHING; i++)
		if (eh_lower(*text.p) == *NOTHING[i] && eh_str_eq_ascii_nocase(text, eh_str_of(NOTHING[i])))
			return true;
	return false;
}

/* Upper case letters, digits and dashes; everything else goes. */
static size_t squeeze(struct eh_str id, char out[40])
{
	size_t n = 0;

	for (size_t i = 0; i < id.n && n < 39; i++)
		if (eh_is_alnum(id.p[i]) || id.p[i] == '-')
			out[n++] = eh_upper(id.p[i]);
	out[n] = '\0';
	return n;
}

static bool all_digits(struct eh_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!eh_is_digit(s.p[i]))
			return false;
	return s.n > 0;
}

/* A number that a spreadsheet made of it: "1129832.0". */
static struct eh_str without_decimals(struct eh_str id)
{
	struct eh_str whole = eh_str_sub(id, 0, id.n > 2 ? id.n - 2 : 0);

	return eh_str_ends(id, EH_STR(".0")) && all_digits(whole) ? whole : id;
}

static bool keep(struct eh_arena *arena, const char *scheme, struct eh_str id, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	struct eh_str copy = eh_arena_str(arena, id);

	if (!copy.p || eh_identifier_absent(copy))
		return false;
	*ret_scheme = eh_str_of(scheme);
	*ret_id = copy;
	return true;
}

static bool charity(struct eh_arena *arena, struct eh_str id, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	struct eh_str suffix = { NULL, 0 };
	ptrdiff_t dash = eh_str_find(id, EH_STR("-"));
	char text[48];

	/* A typist's letter O for the zero is put right. */
	if (eh_str_starts(id, EH_STR("SC")) && id.n == 8 && all_digits(eh_str_sub(id, 3, id.n))) {
		snprintf(text, sizeof text, "SC%c%.*s", id.p[2] == 'O' ? '0' : id.p[2], EH_FMT(eh_str_sub(id, 3, id.n)));
		return keep(arena, "GB-SC", eh_str_of(text), ret_scheme, ret_id);
	}
	if (eh_str_starts(id, EH_STR("NIC")) && all_digits(eh_str_sub(id, 3, id.n)))
		return keep(arena, "GB-NIC", eh_str_sub(id, 3, id.n), ret_scheme, ret_id);
	if (dash > 0) {
		suffix = eh_str_sub(id, (size_t)dash + 1, id.n);
		id.n = (size_t)dash;
	}
	while (id.n > 1 && *id.p == '0')
		id = eh_str_sub(id, 1, id.n);
	if (!all_digits(id) || id.n < 5 || id.n > 8 || (suffix.p && !all_digits(suffix)))
		return false;
	while (suffix.n && *suffix.p == '0')
		suffix = eh_str_sub(suffix, 1, suffix.n);
	snprintf(text, sizeof text, "%.*s%s%.*s", EH_FMT(id), suffix.n ? "-" : "", EH_FMT(suffix));
	return keep(arena, "GB-CHC", eh_str_of(text), ret_scheme, ret_id);
}

static bool company(struct eh_arena *arena, struct eh_str id, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	char text[16];
	size_t letters = 0;

	while (letters < id.n && eh_is_alpha(id.p[letters]))
		letters++;
	struct eh_str digits = eh_str_sub(id, letters, id.n);
	bool trailing_letter = digits.n && digits.p[digits.n - 1] == 'R' && letters == 2; /* IP12345R */
	if (letters > 2 || id.n > 8 || (!all_digits(digits) && !trailing_letter))
		return false;
	bool zeros = true;
	for (size_t i = 0; i < digits.n; i++)
		zeros &= digits.p[i] == '0';
	if (zeros)
		return false;
	snprintf(text, sizeof text, "%.*s%.*s%.*s", (int)letters, id.p, (int)(8 - id.n), "00000000", EH_FMT(digits));
	return keep(arena, "GB-COH", eh_str_of(text), ret_scheme, ret_id);
}

static bool northern_irish(struct eh_arena *arena, struct eh_str id, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	if (eh_str_starts(id, EH_STR("NIC")))
		id = eh_str_sub(id, 3, id.n);
	return all_digits(id) && keep(arena, "GB-NIC", id, ret_scheme, ret_id);
}

static bool any_other(
        const char *scheme, struct eh_arena *arena, struct eh_str id, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	return keep(arena, scheme, id, ret_scheme, ret_id);
}

static const char *known_prefix(struct eh_str id)
{
	for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
		struct eh_str prefix = eh_str_of(PREFIXES[i]);
		if (id.n > prefix.n + 1 && eh_str_eq_ascii_nocase(eh_str_sub(id, 0, prefix.n), prefix) && id.p[prefix.n] == '-')
			return PREFIXES[i];
	}
	return NULL;
}

bool eh_identifier_normalise(
        const char *scheme, struct eh_str id, struct eh_arena *arena, struct eh_str *ret_scheme, struct eh_str *ret_id)
{
	char text[40];

	id = without_decimals(eh_str_trim(id));
	if (eh_identifier_absent(id))
		return false;
	if (!scheme) {
		scheme = known_prefix(id);
		if (!scheme)
			return any_other("", arena, id, ret_scheme, ret_id);
		return eh_identifier_normalise(scheme, eh_str_sub(id, strlen(scheme) + 1, id.n), arena, ret_scheme, ret_id);
	}
	if (!*scheme)
		return any_other("", arena, id, ret_scheme, ret_id);
	struct eh_str plain = { text, squeeze(id, text) };
	if (eh_identifier_absent(plain))
		return false;
	if (strcmp(scheme, "GB-CHC") == 0 || strcmp(scheme, "GB-SC") == 0)
		return charity(arena, plain, ret_scheme, ret_id);
	if (strcmp(scheme, "GB-COH") == 0)
		return company(arena, plain, ret_scheme, ret_id);
	if (strcmp(scheme, "GB-NIC") == 0)
		return northern_irish(arena, plain, ret_scheme, ret_id);
	return any_other(scheme, arena, id, ret_scheme, ret_id);
}
