#include "words.h"

#include <stdlib.h>

static const struct {
	const char *word;
	int weight; /* hundredths of a nat */
} BACKGROUND[] = {
#include "words.inc"
};

struct spelling {
	const char *from, *to;
};

/* All tables are sorted, for bsearch. */
static const struct spelling NAMES[] = { { "ass", "association" }, { "assn", "association" }, { "assoc", "association" },
	{ "associations", "association" }, { "beds", "bedfordshire" }, { "berks", "berkshire" }, { "brownies", "brownie" },
	{ "bucks", "buckinghamshire" }, { "cambs", "cambridgeshire" }, { "carer", "carers" }, { "center", "centre" },
	{ "centers", "centre" }, { "centres", "centre" }, { "ch", "church" }, { "child", "children" },
	{ "childrens", "children" }, { "clubs", "club" }, { "comm", "community" }, { "communities", "community" },
	{ "derbys", "derbyshire" }, { "eighth", "8th" }, { "fdn", "foundation" }, { "fifth", "5th" }, { "first", "1st" },
	{ "fourth", "4th" }, { "friend", "friends" }, { "glos", "gloucestershire" }, { "groups", "group" }, { "grp", "group" },
	{ "guide", "guides" }, { "hants", "hampshire" }, { "herts", "hertfordshire" }, { "hosp", "hospital" },
	{ "inst", "institute" }, { "intl", "international" }, { "lancs", "lancashire" }, { "leics", "leicestershire" },
	{ "lincs", "lincolnshire" }, { "middx", "middlesex" }, { "mother", "mothers" }, { "natl", "national" },
	{ "ninth", "9th" }, { "northants", "northamptonshire" }, { "notts", "nottinghamshire" },
	{ "organization", "organisation" }, { "oxon", "oxfordshire" }, { "resident", "residents" }, { "saint", "st" },
	{ "saints", "st" }, { "salop", "shropshire" }, { "schools", "school" }, { "scouts", "scout" }, { "second", "2nd" },
	{ "service", "services" }, { "seventh", "7th" }, { "sixth", "6th" }, { "soc", "society" }, { "staffs", "staffordshire" },
	{ "sts", "st" }, { "svcs", "services" }, { "third", "3rd" }, { "trusts", "trust" }, { "univ", "university" },
	{ "volunteer", "volunteers" }, { "warks", "warwickshire" }, { "wilts", "wiltshire" }, { "womens", "women" },
	{ "worcs", "worcestershire" }, { "yorks", "yorkshire" } };

static const struct spelling STREETS[] = { { "apt", "apartment" }, { "av", "avenue" }, { "ave", "avenue" },
	{ "bldg", "building" }, { "bldgs", "building" }, { "blv", "boulevard" }, { "blvd", "boulevard" }, { "cct", "circuit" },
	{ "cl", "close" }, { "cr", "crescent" }, { "cres", "crescent" }, { "crt", "court" }, { "ct", "court" }, { "dr", "drive" },
	{ "e", "east" }, { "eighth", "8th" }, { "eleventh", "11th" }, { "expy", "expressway" }, { "fifth", "5th" },
	{ "first", "1st" }, { "fl", "floor" }, { "fourth", "4th" }, { "gdns", "gardens" }, { "gr", "grove" }, { "hse", "house" },
	{ "hwy", "highway" }, { "la", "lane" }, { "ln", "lane" }, { "mt", "mount" }, { "n", "north" }, { "ne", "northeast" },
	{ "ninth", "9th" }, { "nw", "northwest" }, { "pde", "parade" }, { "pk", "park" }, { "pkwy", "parkway" },
	{ "pl", "place" }, { "rd", "road" }, { "rm", "room" }, { "s", "south" }, { "saint", "st" }, { "se", "southeast" },
	{ "second", "2nd" }, { "seventh", "7th" }, { "sixth", "6th" }, { "sq", "square" }, { "str", "st" }, { "street", "st" },
	{ "sw", "southwest" }, { "tce", "terrace" }, { "tenth", "10th" }, { "ter", "terrace" }, { "third", "3rd" },
	{ "twelfth", "12th" }, { "w", "west" } };

static const char *const SMALL[] = { "a", "an", "and", "at", "by", "cbs", "charitable", "charity", "cic", "cio", "co", "company",
	"for", "in", "inc", "incorporated", "limited", "llp", "ltd", "of", "on", "org", "plc", "registered", "the", "to",
	"with" };

static const char *const LEGAL[] = { "cbs", "charitable", "charity", "cic", "cio", "co", "company", "inc", "incorporated",
	"limited", "llp", "ltd", "org", "plc", "registered" };

/* Words that say for whom an organisation is, where another of the same name is for all: its juniors, its ladies, the parents of a school. */
static const struct whom {
	const char *word;
	unsigned whom;
} WHOM[] = { { "boys", 1 }, { "colts", 1 }, { "friends", 2 }, { "girls", 1 | 4 }, { "junior", 1 }, { "juniors", 1 },
	{ "ladies", 4 }, { "parent", 8 }, { "parents", 8 }, { "pta", 8 }, { "ptfa", 8 }, { "supporters", 16 }, { "veterans", 32 },
	{ "vets", 32 }, { "women", 4 }, { "youth", 1 } };

/* Rows of every table begin with the word's text. */
static int compare_word(const void *key, const void *row)
{
	const char *text;

	memcpy(&text, row, sizeof text);
	return eh_str_cmp(*(const struct eh_str *)key, eh_str_of(text));
}

#define LOOK_UP(word, table) bsearch(&(word), (table), sizeof(table) / sizeof *(table), sizeof *(table), compare_word)

static struct eh_str spell(struct eh_str word, const struct spelling *found) { return found ? eh_str_of(found->to) : word; }

struct eh_str eh_words_spell_name(struct eh_str word) { return spell(word, LOOK_UP(word, NAMES)); }
struct eh_str eh_words_spell_street(struct eh_str word) { return spell(word, LOOK_UP(word, STREETS)); }
bool eh_words_small(struct eh_str word) { return word.n <= 12 && LOOK_UP(word, SMALL) != NULL; }
bool eh_words_legal(struct eh_str word) { return word.n <= 12 && LOOK_UP(word, LEGAL) != NULL; }

unsigned eh_words_whom(struct eh_str word)
{
	const struct whom *found = word.n <= 12 ? LOOK_UP(word, WHOM) : NULL;

	return found ? found->whom : 0;
}

double eh_words_background(struct eh_str word)
{
	static const double UNKNOWN = 15.5, BITS = 1.4426950408889634 / 100;
	const char *found = LOOK_UP(word, BACKGROUND);

	return found ? BACKGROUND[(size_t)(found - (const char *)BACKGROUND) / sizeof *BACKGROUND].weight * BITS : UNKNOWN;
}

/* "&amp;" and "&#228;" as their characters; anything else as it stands. */
static enum eh_rc decode_entities(struct eh_str cell, struct eh_buf *out)
{
	static const struct {
		const char *name;
		char text;
	} NAMED[] = { { "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&nbsp;", ' ' } };

	for (size_t i = 0; i < cell.n;) {
		struct eh_str rest = eh_str_sub(cell, i, cell.n - i);
		size_t j = 0, used = 1;
		uint32_t code = 0;
		char bytes[4] = { cell.p[i] };
		size_t n = 1;
		while (j < sizeof NAMED / sizeof *NAMED && !eh_str_starts(rest, eh_str_of(NAMED[j].name)))
			j++;
		if (j < sizeof NAMED / sizeof *NAMED) {
			bytes[0] = NAMED[j].text;
			used = strlen(NAMED[j].name);
		} else if (eh_str_starts(rest, EH_STR("&#"))) {
			for (used = 2; used < rest.n && used < 8 && eh_is_digit(rest.p[used]); used++)
				code = code * 10 + (uint32_t)(rest.p[used] - '0');
			if (used > 2 && used < rest.n && rest.p[used] == ';' && code >= 0xa0 && code < 0x800) {
				bytes[0] = (char)(0xc0 | code >> 6);
				bytes[1] = (char)(0x80 | (code & 0x3f));
				n = 2;
				used++;
			} else {
				used = 1;
			}
		}
		EH_TRY(eh_buf_add(out, (struct eh_str){ bytes, n }));
		i += used;
	}
	return EH_OK;
}

static size_t char_width(const char *p, size_t n)
{
	size_t width = 1;

	while (width < n && ((unsigned char)p[width] & 0xc0) == 0x80)
		width++;
	return width;
}

/* Han, kana, hangul and the like begin at U+3000, whose first byte is e3. */
static bool unspaced(char c) { return (unsigned char)c >= 0xe3; }

static void add_word(struct eh_cell_words *words, const char *p, size_t n)
{
	size_t first = char_width(p, n);

	if (!n || words->count == EH_LINK_MOST_CELL_WORDS)
		return;
	if (!unspaced(*p) || first == n) {
		words->items[words->count++] = (struct eh_str){ p, n };
		return;
	}
	for (size_t i = 0; i + first < n && words->count < EH_LINK_MOST_CELL_WORDS; i += first) {
		first = char_width(p + i, n - i);
		if (i + first >= n)
			break;
		words->items[words->count++] = (struct eh_str){ p + i, first + char_width(p + i + first, n - i - first) };
	}
}

static bool is_mark(const char *p, size_t n)
{
	/* General punctuation U+2000–206F and CJK punctuation U+3000–303F. */
	return n >= 3 && (((unsigned char)p[0] == 0xe2 && ((unsigned char)p[1] == 0x80 || (unsigned char)p[1] == 0x81)) ||
	                         ((unsigned char)p[0] == 0xe3 && (unsigned char)p[1] == 0x80));
}

bool eh_words_take(struct eh_str cell, struct eh_cell_words *words)
{
	struct eh_buf decoded EH_CLEANUP_BUF = { 0 };
	size_t start = 0, to = 0;

	words->count = 0;
	eh_buf_reset(&words->buf);
	if (eh_str_find(cell, EH_STR("&")) >= 0 && eh_str_find(cell, EH_STR(";")) >= 0) {
		if (decode_entities(cell, &decoded) < 0)
			return false;
		cell = eh_buf_str(&decoded);
	}
	if (eh_utf8_fold(eh_utf8_cut(cell, 4096), &words->buf) < 0 || eh_buf_add_char(&words->buf, ' ') < 0)
		return false;
	char *text = words->buf.p;
	for (size_t i = 0; i < words->buf.n;) {
		size_t width = char_width(text + i, words->buf.n - i);
		bool letter = width > 1 ? !is_mark(text + i, width) : eh_is_alnum(text[i]);
		if (letter) {
			memmove(text + to, text + i, width);
			to += width;
		} else if (text[i] != '\'') {
			add_word(words, text + start, to - start);
			start = to;
		}
		i += width;
	}
	return true;
}
