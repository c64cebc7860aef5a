/* guess.c: what a column holds, from its heading and from what stands in it. */
#include <stdio.h>

#include "geo/postcode.h"
#include "table.h"
#include "types.h"

enum { MOST_LOOKED_AT = 2000, MOST_DISTINCT = 1024 };

struct contents {
	double filled, postcode, email, url, phone, date, number, coded, words, length, organised, distinct;
	double smallest, largest;
	bool unique;
};

static const struct rule {
	const char *words; /* "a b|c": the heading holds a and b, or c */
	enum ehl_type type;
} RULES[] = {
	{ "latitude|lat", EHL_LATITUDE },
	{ "longitude|long|lon|lng", EHL_LONGITUDE },
	{ "postcode|post code|postal code|zip|zipcode|pcode|pc|postalcode|zcta", EHL_POSTCODE },
	{ "email|e mail|mail", EHL_EMAIL },
	{ "url|web|website|homepage|www|web address|domain", EHL_URL },
	{ "phone|telephone|tel|mobile|fax|telno|phoneno|landline", EHL_PHONE },
	{ "dob|birth|birthdate|birthday|date|founded|dateofbirth|bday|registered on", EHL_DATE },
	{ "given|forename|fname|first name|firstname|givenname|christian|first|middle name|middlename|mname|midl",
	        EHL_GIVEN_NAME },
	{ "surname|lname|last name|lastname|family name|familyname|last|maiden", EHL_SURNAME },
	{ "full name|fullname|person|contact name|patient|trustee", EHL_FULL_NAME },
	{ "title|description|activities|objects|abstract|notes|note|text|author|authors|purpose|keywords|details", EHL_TEXT },
	{ "gender|sex|state|county|country|region|type|category|status|cuisine|class|genre|venue|publisher|language|city|town|"
	  "suburb|district|locality|ward|borough|village|brand|manufacturer|race|party|place|journal|booktitle|conference",
	        EHL_CATEGORY },
	{ "address|addr|street|road|line1|line 1|premises|location", EHL_ADDRESS },
	{ "year|price|amount|income|pages|age|volume|size|weight|rating|count|total|spending|number employees", EHL_NUMBER },
	{ "id|identifier|ref|reference|number|no|code|ssn|nino|isbn|ean|upc|sku|vat|registration|model|modelno|num",
	        EHL_IDENTIFIER },
	{ "organisation|organization|org|company|charity|supplier|recipient|club|group|business|employer|restaurant|school|"
	  "customer|vendor|institution|firm|name|alias|trading|payee|beneficiary|body",
	        EHL_ORGANISATION },
};

/* "Recipient Org:Name", "dateOfBirth" and "addr_1" as " recipient org name ", " date of birth ", " addr 1 ". */
static void spread(struct eh_str heading, char *out, size_t size)
{
	size_t n = 0;
	char last = ' ';

	out[n++] = ' ';
	for (size_t i = 0; i < heading.n && n + 4 < size; i++) {
		char c = heading.p[i];
		bool border = (c >= 'A' && c <= 'Z' && last >= 'a' && last <= 'z') || (eh_is_digit(c) && eh_is_alpha(last));
		if (border && out[n - 1] != ' ')
			out[n++] = ' ';
		if (eh_is_alnum(c))
			out[n++] = eh_lower(c);
		else if (out[n - 1] != ' ')
			out[n++] = ' ';
		last = c;
	}
	if (out[n - 1] != ' ')
		out[n++] = ' ';
	out[n] = '\0';
}

static bool holds_all(const char *heading, struct eh_str words)
{
	struct eh_str word;

	while (eh_str_split(&words, ' ', &word)) {
		char wanted[64];
		snprintf(wanted, sizeof wanted, " %.*s ", EH_FMT(word));
		if (!strstr(heading, wanted))
			return false;
	}
	return true;
}

static enum ehl_type by_heading(struct eh_str text)
{
	char heading[256];

	spread(text, heading, sizeof heading);
	for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
		struct eh_str rest = eh_str_of(RULES[i].words), words;
		while (eh_str_split(&rest, '|', &words))
			if (holds_all(heading, words))
				return RULES[i].type;
	}
	return EHL_TYPES;
}

static bool looks_like_phone(struct eh_str cell)
{
	size_t digits = 0;

	for (size_t i = 0; i < cell.n; i++) {
		if (eh_is_digit(cell.p[i]))
			digits++;
		else if (!strchr(" +()-./x", cell.p[i]))
			return false;
	}
	return digits >= 9 && digits <= 14;
}

static bool looks_like_code(struct eh_str cell)
{
	bool digit = false;

	for (size_t i = 0; i < cell.n; i++) {
		digit |= eh_is_digit(cell.p[i]);
		if (cell.p[i] == ' ')
			return false;
	}
	return digit;
}

/* Words that organisations' names are made of, and people's and things' are not. */
static bool organised(struct eh_str cell)
{
	static const char *const WORDS[] = { "trust", "club", "association", "ltd", "limited", "society", "church", "school",
		"centre", "group", "charity", "community", "company", "foundation", "services", "council", "institute", "cic",
		"cio", "plc", "inc", "llc", "gmbh", "restaurant", "cafe", "league", "committee", "hospital", "college",
		"university", "union", "hall", "fund" };

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (eh_str_find_ascii_nocase(cell, eh_str_of(WORDS[i])) >= 0)
			return true;
	return false;
}

static void look_at(struct eh_str cell, struct contents *c)
{
	struct eh_postcode postcode;
	double number;
	int32_t date;
	size_t words = 1;

	for (size_t i = 1; i < cell.n; i++)
		words += cell.p[i] == ' ' && cell.p[i - 1] != ' ';
	c->filled++;
	c->words += (double)words;
	c->length += (double)cell.n;
	c->postcode += eh_postcode_parse(cell, &postcode) == EH_OK;
	c->email += eh_str_find(cell, EH_STR("@")) > 0 && words == 1;
	c->url += words == 1 && (eh_str_starts(cell, EH_STR("http")) || eh_str_starts(cell, EH_STR("www.")));
	c->phone += looks_like_phone(cell);
	c->date += cell.n >= 6 && eh_date_parse(cell, &date) == EH_OK;
	c->coded += looks_like_code(cell);
	c->organised += organised(cell);
	if (eh_str_to_double(cell, &number) == EH_OK) {
		c->smallest = c->number > 0 && c->smallest < number ? c->smallest : number;
		c->largest = c->number > 0 && c->largest > number ? c->largest : number;
		c->number++;
	}
}

/* Shares of the filled cells, of rows spread evenly over the file. */
static bool read_contents(const struct ehl_table *table, size_t column, struct contents *ret_contents)
{
	struct contents c = { 0 };
	struct eh_map seen EH_CLEANUP_MAP = { 0 };
	size_t step = table->row_count / MOST_LOOKED_AT + 1, looked = 0;

	for (size_t row = 0; row < table->row_count; row += step, looked++) {
		struct eh_str cell = eh_link_str(ehl_table_cell(table, row, column));
		if (!cell.n)
			continue;
		look_at(cell, &c);
		if (eh_map_put(&seen, cell, 1, NULL, NULL) < 0)
			return false;
	}
	double n = c.filled > 0 ? c.filled : 1;
	c.distinct = (double)seen.count / n;
	c.unique = c.filled > 10 && seen.count == (size_t)c.filled;
	double *const SHARES[] = { &c.postcode, &c.email, &c.url, &c.phone, &c.date, &c.number, &c.coded, &c.words, &c.length,
		&c.organised };
	for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++)
		*SHARES[i] /= n;
	c.filled /= looked ? (double)looked : 1;
	*ret_contents = c;
	return true;
}

static enum ehl_type by_contents(const struct contents *c)
{
	if (c->email > 0.6)
		return EHL_EMAIL;
	if (c->url > 0.6)
		return EHL_URL;
	if (c->postcode > 0.6)
		return EHL_POSTCODE;
	if (c->phone > 0.7)
		return EHL_PHONE;
	if (c->date > 0.7)
		return EHL_DATE;
	if (c->number > 0.9)
		return c->coded > 0.9 && c->length > 5.5 && c->distinct > 0.3 ? EHL_IDENTIFIER : EHL_NUMBER;
	if (c->coded > 0.7 && c->words < 1.2)
		return EHL_IDENTIFIER;
	if (c->distinct < 0.05 && c->words < 5)
		return EHL_CATEGORY;
	if (c->organised > 0.25)
		return EHL_ORGANISATION;
	return c->words < 1.5 && c->length < 15 ? EHL_CATEGORY : EHL_TEXT;
}

/* Headings are believed unless what stands below says otherwise. */
static enum ehl_type reconcile(enum ehl_type heading, const struct contents *c)
{
	enum ehl_type contents = by_contents(c);

	switch (heading) {
	case EHL_TYPES:
		return contents;
	case EHL_NUMBER:
		return c->number > 0.6 ? EHL_NUMBER : contents;
	case EHL_LATITUDE:
	case EHL_LONGITUDE:
		return c->number > 0.6 && c->smallest >= -180 && c->largest <= 180 ? heading : contents;
	case EHL_DATE:
		return c->date > 0.3 || (c->number > 0.8 && c->length > 6) ? EHL_DATE
		       : contents == EHL_DATE                              ? EHL_TEXT
		                                                           : contents;
	case EHL_PHONE:
	case EHL_EMAIL:
	case EHL_URL:
		return c->words < 4 ? heading : contents;
	case EHL_IDENTIFIER:
		return c->words > 2.5 ? contents : c->number > 0.9 && c->length < 3.5 && c->distinct < 0.5 ? EHL_NUMBER : heading;
	case EHL_ADDRESS:
		return c->number > 0.9                                ? (c->length < 5 ? EHL_NUMBER : EHL_IDENTIFIER)
		       : contents == EHL_EMAIL || contents == EHL_URL ? contents
		                                                      : EHL_ADDRESS;
	case EHL_CATEGORY:
		return c->number > 0.9 && c->distinct > 0.2 ? EHL_NUMBER
		       : c->words > 4 && c->distinct > 0.3  ? EHL_TEXT
		                                            : EHL_CATEGORY;
	case EHL_ORGANISATION:
	case EHL_GIVEN_NAME:
	case EHL_SURNAME:
	case EHL_FULL_NAME:
		return c->number > 0.9 ? contents : contents == EHL_EMAIL || contents == EHL_URL ? contents : heading;
	default:
		return heading;
	}
}

/* A heading that numbers rows, over cells of which no two are the same. */
static bool numbers_rows(struct eh_str text, const struct contents *c)
{
	char heading[256];

	if (eh_str_starts(text, EH_STR("truth_")))
		return true;
	spread(text, heading, sizeof heading);
	/* Where a row comes from says nothing of what it is. */
	if (strcmp(heading, " source ") == 0 || strcmp(heading, " dataset ") == 0 || strcmp(heading, " file ") == 0)
		return true;
	if (!c->unique || c->words > 1.5)
		return false;
	return heading[1] == '\0' || strstr(heading, " id ") || strstr(heading, " key ") || strstr(heading, " index ") ||
	       strstr(heading, " row ") || strstr(heading, " unnamed ") || strstr(heading, " rec ") ||
	       strstr(heading, " record ") || strstr(heading, " uid ") || strstr(heading, " uuid ");
}

/* People's files and goods' files have a plain "name" too. */
static void second_thoughts(const struct contents *contents, struct ehl_column *columns, size_t count)
{
	bool person = false, goods = false;

	for (size_t i = 0; i < count; i++) {
		char heading[256];
		spread(eh_str_of(columns[i].name), heading, sizeof heading);
		person |= columns[i].type == EHL_SURNAME || strstr(heading, " dob ") || strstr(heading, " birth ") ||
		          strstr(heading, " gender ") || strstr(heading, " sex ");
		goods |= strstr(heading, " price ") || strstr(heading, " manufacturer ") || strstr(heading, " brand ") ||
		         strstr(heading, " sku ") || strstr(heading, " model ");
	}
	for (size_t i = 0; i < count; i++) {
		if (columns[i].type != EHL_ORGANISATION)
			continue;
		if (goods)
			columns[i].type = EHL_TEXT;
		else if (person && contents[i].organised < 0.1)
			columns[i].type = EHL_FULL_NAME;
	}
}

int ehl_guess(const struct ehl_table *table, struct ehl_column *ret_columns)
{
	struct contents *contents = eh_alloc_zero(table->column_count, sizeof *contents);

	if (!contents)
		return -1;
	for (size_t i = 0; i < table->column_count; i++) {
		struct eh_str heading = eh_link_str(table->headings[i]);
		struct ehl_column column = { .type = EHL_IGNORE };
		snprintf(column.name, sizeof column.name, "%.*s", EH_FMT(eh_utf8_cut(heading, sizeof column.name - 1)));
		if (!read_contents(table, i, &contents[i])) {
			eh_free(contents);
			return -1;
		}
		if (contents[i].filled > 0 && !numbers_rows(heading, &contents[i]))
			column.type = reconcile(by_heading(heading), &contents[i]);
		ret_columns[i] = column;
	}
	second_thoughts(contents, ret_columns, table->column_count);
	eh_free(contents);
	return 0;
}
