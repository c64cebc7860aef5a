/* model_splink_sql.c: our levels of agreement as conditions in SQL.
 *
 * Conditions are written with macros: $l and $r are the two sides' values, folded as their kind is; others stand below. A macro's text may
 * hold macros. */
#include "model_splink.h"

enum { DEEPEST = 8 };

/* A column's text before it is compared; @ is the column. */
static const char *const FOLD[EH_KINDS] = {
	[EH_KIND_NAME] =
	        "trim(regexp_replace(lower(strip_accents(replace(cast(@ as varchar), '''', ''))), '[^\\pL\\pN]+', ' ', 'g'))",
	[EH_KIND_TEXT] =
	        "trim(regexp_replace(lower(strip_accents(replace(cast(@ as varchar), '''', ''))), '[^\\pL\\pN]+', ' ', 'g'))",
	[EH_KIND_ADDRESS] =
	        "trim(regexp_replace(lower(strip_accents(replace(cast(@ as varchar), '''', ''))), '[^\\pL\\pN]+', ' ', 'g'))",
	[EH_KIND_PERSON] = "regexp_replace(lower(strip_accents(cast(@ as varchar))), '[^\\pL\\pN]+', '', 'g')",
	[EH_KIND_CODE] = "regexp_replace(lower(cast(@ as varchar)), '[^a-z0-9]+', '', 'g')",
	[EH_KIND_POSTCODE] = "regexp_replace(lower(cast(@ as varchar)), '[^a-z0-9]+', '', 'g')",
	[EH_KIND_DATE] = "cast(@ as varchar)",
	[EH_KIND_NUMBER] = "try_cast(@ as double)",
	[EH_KIND_CATEGORY] = "trim(regexp_replace(lower(strip_accents(cast(@ as varchar))), '[^\\pL\\pN]+', ' ', 'g'))",
	[EH_KIND_HOST] = "regexp_replace(lower(cast(@ as varchar)), '^(https?://)?(www[.])?|/+$', '', 'g')",
	[EH_KIND_GEO] = "try_cast(@ as double)",
};

static const struct {
	const char *name, *text;
} MACROS[] = {
	/* Words, each once, and how many are shared and not. */
	{ "wl", "list_distinct(string_split($l, ' '))" },
	{ "wr", "list_distinct(string_split($r, ' '))" },
	{ "nl", "list_distinct(regexp_extract_all($l, '[a-z]*[0-9]+[a-z]*'))" },
	{ "nr", "list_distinct(regexp_extract_all($r, '[a-z]*[0-9]+[a-z]*'))" },
	{ "words", "len(list_intersect($wl, $wr))" },
	{ "numbers", "len(list_intersect($nl, $nr))" },
	{ "conflict", "(len($nl) > 0 and len($nr) > 0 and $numbers = 0)" },
	{ "same", "(list_sort($wl) = list_sort($wr))" },
	/* Shared over shared, four tenths of what the one with more adds and eight tenths of what the other does. */
	{ "alike", "($words / ($words + 0.4 * (greatest(len($wl), len($wr)) - $words) + 0.8 * (least(len($wl), len($wr)) - "
	           "$words)))" },
	/* The same without numbers: streets. */
	{ "sl", "(len($wl) - len($nl))" },
	{ "sr", "(len($wr) - len($nr))" },
	{ "street", "($words - $numbers)" },
	{ "near", "($street / nullif($street + 0.4 * (greatest($sl, $sr) - $street) + 0.8 * (least($sl, $sr) - $street), 0))" },
	{ "edits", "damerau_levenshtein($l, $r)" },
	{ "short", "least(length($l), length($r))" },
	{ "jw", "jaro_winkler_similarity($l, $r)" },
	{ "dl", "cast(try_strptime($l, ['%Y-%m-%d', '%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y', '%Y%m%d']) as date)" },
	{ "dr", "cast(try_strptime($r, ['%Y-%m-%d', '%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y', '%Y%m%d']) as date)" },
	{ "ymd", "(cast(year($dl) = year($dr) as integer) + cast(month($dl) = month($dr) as integer) + "
	         "cast(day($dl) = day($dr) as integer))" },
	{ "apart", "abs($l - $r)" },
	{ "size", "greatest(abs($l), abs($r))" },
	{ "whole", "($l = floor($l) and $r = floor($r) and $size >= 10)" },
	/* Years, and counts that look like them, are near by their difference. */
	{ "year", "($whole and $size > 1000 and $size < 3000 and $apart > 1 and $apart <= 0.01 * $size)" },
	{ "hl", "regexp_replace(regexp_replace($l, '^.*@', ''), '[/?#:].*$', '')" },
	{ "hr", "regexp_replace(regexp_replace($r, '^.*@', ''), '[/?#:].*$', '')" },
	{ "many", "regexp_matches($hl, '^(facebook|twitter|instagram|linkedin|gmail|hotmail|outlook|yahoo|btinternet|aol|"
	          "googlemail|live|icloud|sites[.]google)[.]')" },
	{ "mail", "contains($l, '@')" },
	{ "km", "(111.2 * sqrt(pow($l - $r, 2) + pow(($x - $y) * cos(0.5 * ($l + $r) * 0.017453292519943295), 2)))" },
};

static const char *const LEVELS[EH_KINDS][EH_MOST_LEVELS] = {
	[EH_KIND_NAME] = { "$same", "not $conflict and $alike >= 0.9", "not $conflict and $alike >= 0.75",
	        "not $conflict and $alike >= 0.58", "not $conflict and $alike >= 0.4", "not $conflict and $alike >= 0.2", "ELSE",
	        "$conflict and $words > 0" },
	[EH_KIND_TEXT] = { "$same", "$alike >= 0.9", "$alike >= 0.75", "$alike >= 0.58", "$alike >= 0.4", "$alike >= 0.2",
	        "ELSE" },
	[EH_KIND_ADDRESS] = { "$numbers > 0 and $near >= 0.75", "$numbers > 0 and $near >= 0.35",
	        "$numbers = 0 and $near >= 0.75 and not $conflict", "$conflict and $near >= 0.75",
	        "$numbers = 0 and $near >= 0.35", "$numbers > 0", "ELSE" },
	[EH_KIND_PERSON] = { "$l = $r", "$short >= 4 and ($edits <= 1 or $jw >= 0.94)", "$jw >= 0.87",
	        "($short = 1 or $short >= 3) and (starts_with($l, $r) or starts_with($r, $l))", "$jw >= 0.75", "ELSE" },
	[EH_KIND_CODE] = { "$l = $r", "$short >= 4 and $edits <= 1", "$short >= 6 and $edits <= 2", "ELSE" },
	[EH_KIND_POSTCODE] = { "$l = $r", "$edits <= 1",
	        "$short >= 5 and substr($l, 1, length($l) - 2) = substr($r, 1, length($r) - 2)",
	        "$short >= 5 and substr($l, 1, length($l) - 3) = substr($r, 1, length($r) - 3)",
	        "regexp_matches($l, '^[a-z]') and regexp_extract($l, '^[a-z]+') = regexp_extract($r, '^[a-z]+')", "ELSE" },
	[EH_KIND_DATE] = { "$l = $r or $dl = $dr",
	        "$edits <= 1 or (year($dl) = year($dr) and month($dl) = day($dr) and day($dl) = month($dr))", "$ymd = 2",
	        "abs(date_diff('day', $dl, $dr)) <= 31", "year($dl) = year($dr)", "ELSE" },
	[EH_KIND_NUMBER] = { "$l = $r", "not $year and ($apart <= 0.01 * $size or ($whole and $apart <= 1 and $size < 3000))",
	        "($year and $apart <= 3) or (not $year and $apart <= 0.05 * $size)",
	        "($year and $apart <= 10) or (not $year and $apart <= 0.2 * $size)", "ELSE" },
	[EH_KIND_CATEGORY] = { "$l = $r",
	        "$short >= 3 and ($edits <= case when $short >= 8 then 2 else 1 end or ($short >= 4 and "
	        "(contains(concat(' ', $l, ' '), concat(' ', $r, ' ')) or contains(concat(' ', $r, ' '), concat(' ', $l, ' "
	        "')))))",
	        NULL, "ELSE" },
	[EH_KIND_HOST] = { "$l = $r or ($hl = $hr and not $many and not $mail)", "($hl = $hr and not $many) or $edits <= 1",
	        "$hl <> $hr and length($hl) >= 8 and damerau_levenshtein($hl, $hr) <= 2", "ELSE" },
	[EH_KIND_GEO] = { "$km <= 0.02", "$km <= 0.15", "$km <= 1", "$km <= 10", "ELSE" },
};

static const char *const LOST[EH_KINDS] = {
	[EH_KIND_NAME] = "rare words count no more than common ones, slips within words and words written apart are not seen, "
	                 "nor are initials that stand for a name, names in brackets, and legal forms and other spellings of one "
	                 "word",
	[EH_KIND_TEXT] = "rare words count no more than common ones, and slips within words are not seen",
	[EH_KIND_ADDRESS] =
	        "rare words count no more than common ones, and slips within words and short forms (Rd, St) are not seen",
	[EH_KIND_PERSON] = "names that sound alike (Soundex) are not seen unless they look alike",
	[EH_KIND_CODE] = "country codes and leading zeros of telephone numbers are not taken off",
	[EH_KIND_POSTCODE] = "postcodes of other countries are compared as if they were British ones",
	[EH_KIND_DATE] = "dates are read as 2001-12-31, 31/12/2001, 31.12.2001, 31-12-2001 or 20011231; others agree only when "
	                 "they are the same text",
	[EH_KIND_CATEGORY] = "values that go together in this file, as learned from it, count as different",
	[EH_KIND_HOST] = "of the domains that host many, only the best known are set aside",
};

const char *eh_splink_lost(enum eh_kind kind) { return LOST[kind] ? LOST[kind] : ""; }

enum eh_rc eh_splink_name(struct eh_str column, const char *suffix, struct eh_buf *out)
{
	EH_TRY(eh_buf_add(out, EH_STR("\"")));
	for (size_t i = 0; i < column.n; i++) {
		EH_TRY(eh_buf_add(out, eh_str_sub(column, i, 1)));
		if (column.p[i] == '"')
			EH_TRY(eh_buf_add(out, EH_STR("\"")));
	}
	return eh_buf_printf(out, "%s\"", suffix);
}

/* Lines of an address are one text. */
static enum eh_rc add_column(const struct eh_str *columns, size_t count, const char *suffix, struct eh_buf *out)
{
	if (count == 1)
		return eh_splink_name(columns[0], suffix, out);
	EH_TRY(eh_buf_add(out, EH_STR("concat_ws(' '")));
	for (size_t i = 0; i < count; i++) {
		EH_TRY(eh_buf_add(out, EH_STR(", ")));
		EH_TRY(eh_splink_name(columns[i], suffix, out));
	}
	return eh_buf_add(out, EH_STR(")"));
}

enum eh_rc eh_splink_value(enum eh_kind kind, const struct eh_str *columns, size_t count, const char *suffix, struct eh_buf *out)
{
	const char *fold = FOLD[kind], *at = strchr(fold, '@');

	EH_TRY(eh_buf_add(out, (struct eh_str){ fold, (size_t)(at - fold) }));
	EH_TRY(add_column(columns, count, suffix, out));
	return eh_buf_add(out, eh_str_of(at + 1));
}

/* The columns that $l, $r, $x and $y stand for. */
struct sides {
	enum eh_kind kind;
	const struct eh_str *left, *right, *across;
	size_t count; /* of left and of right, taken together */
};

static const char *find_macro(struct eh_str name)
{
	for (size_t i = 0; i < sizeof MACROS / sizeof *MACROS; i++)
		if (eh_str_eq(name, eh_str_of(MACROS[i].name)))
			return MACROS[i].text;
	return NULL;
}

static enum eh_rc add_side(const struct sides *sides, char side, struct eh_buf *out)
{
	switch (side) {
	case 'l':
		return eh_splink_value(sides->kind, sides->left, sides->count, "_l", out);
	case 'r':
		return eh_splink_value(sides->kind, sides->right, sides->count, "_r", out);
	default:
		return eh_splink_value(sides->kind, sides->across, 1, side == 'x' ? "_l" : "_r", out);
	}
}

static enum eh_rc expand(const char *text, const struct sides *sides, unsigned depth, struct eh_buf *out)
{
	for (const char *p = text; *p;) {
		struct eh_str name = { p + 1, 0 };
		/* A dollar at the end of a regular expression is no macro. */
		if (*p == '$')
			while (name.p[name.n] >= 'a' && name.p[name.n] <= 'z')
				name.n++;
		const char *inner = name.n ? find_macro(name) : NULL;
		if (inner && depth < DEEPEST)
			EH_TRY(expand(inner, sides, depth + 1, out));
		else if (name.n == 1 && strchr("lrxy", *name.p))
			EH_TRY(add_side(sides, *name.p, out));
		else
			EH_TRY(eh_buf_add(out, (struct eh_str){ p, 1 + name.n }));
		p += 1 + name.n;
	}
	return EH_OK;
}

static const char CONFLICT[] = "$conflict and $words > 0";

/* Any of the names may agree; that numbers differ must hold for all. */
static enum eh_rc any_name(const char *text, const struct eh_str *columns, size_t count, struct eh_buf *out)
{
	bool all = strcmp(text, CONFLICT) == 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			const struct sides sides = { EH_KIND_NAME, &columns[i], &columns[j], NULL, 1 };
			if (i || j)
				EH_TRY(eh_buf_add(out, all ? EH_STR(" and ") : EH_STR(" or ")));
			EH_TRY(eh_buf_add(out, all ? EH_STR("coalesce(") : EH_STR("(")));
			EH_TRY(expand(text, &sides, 0, out));
			EH_TRY(eh_buf_add(out, all ? EH_STR(", true)") : EH_STR(")")));
		}
	return EH_OK;
}

enum eh_rc eh_splink_condition(enum eh_kind kind, unsigned level, const struct eh_str *columns, size_t count, struct eh_buf *out)
{
	const char *text = level >= 1 && level <= EH_MOST_LEVELS ? LEVELS[kind][level - 1] : NULL;
	bool joined = kind == EH_KIND_ADDRESS;
	const struct sides sides = { kind, columns, columns, columns + (count > 1), joined ? count : 1 };

	if (!text)
		return EH_OK;
	if (kind != EH_KIND_NAME || count == 1 || strcmp(text, "ELSE") == 0)
		return expand(text, &sides, 0, out);
	return any_name(text, columns, count < EH_SPLINK_MOST_NAMES ? count : EH_SPLINK_MOST_NAMES, out);
}
