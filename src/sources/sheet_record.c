/* sheet_record.c: one row of a recognised table becomes a record. */
#include "sheet_record.h"

#include <math.h>
#include <stdio.h>

#include "geo/geo.h"
#include "identifier.h"
#include "readers.h"

static struct eh_str clean(struct eh_str cell)
{
	cell = eh_str_trim(cell);
	return eh_identifier_absent(cell) ? (struct eh_str){ NULL, 0 } : cell;
}

/* Joins parts with a comma, leaving out what the whole already ends with. */
static struct eh_str join(struct eh_arena *arena, struct eh_str whole, const char *between, struct eh_str part)
{
	if (!part.n || (whole.n && eh_str_ends(whole, part)))
		return whole;
	return whole.n ? eh_arena_printf(arena, "%.*s%s%.*s", EH_FMT(whole), between, EH_FMT(part)) : part;
}

/* The first number of six or seven digits in a text such as "Reg. charity no. 1234567", or the text itself. */
static struct eh_str number_in(struct eh_str cell)
{
	for (size_t i = 0; i < cell.n; i++) {
		size_t n = 0;
		while (i + n < cell.n && eh_is_digit(cell.p[i + n]))
			n++;
		bool scottish = i >= 2 && eh_upper(cell.p[i - 2]) == 'S' && eh_upper(cell.p[i - 1]) == 'C';
		if (scottish || (i >= 3 && eh_upper(cell.p[i - 1]) == 'C' && eh_upper(cell.p[i - 2]) == 'I'))
			return cell;
		if (n >= 6 && n <= 8 && i + n < cell.n && cell.p[i + n] == '-')
			return eh_str_sub(cell, i, cell.n);
		if (n >= 6 && n <= 8)
			return eh_str_sub(cell, i, n);
		i += n;
	}
	return cell;
}

/* The domain of an organisation's own e-mail address; nothing for providers that everybody shares. */
static struct eh_str domain_of(struct eh_str email)
{
	static const char *const SHARED[] = { "gmail.", "googlemail.", "hotmail.", "outlook.", "live.", "yahoo.", "ymail.",
		"icloud.", "me.com", "mac.com", "aol.", "btinternet.", "btopenworld.", "sky.com", "virginmedia.", "ntlworld.",
		"blueyonder.", "talktalk.", "tiscali.", "msn.com", "o2.co.uk", "protonmail.", "proton.me", "mail.com", "gmx.",
		"nhs.net", "nhs.uk" };
	ptrdiff_t at = eh_str_find(email, EH_STR("@"));
	struct eh_str domain = at < 0 ? (struct eh_str){ NULL, 0 } : eh_str_trim(eh_str_sub(email, (size_t)at + 1, email.n));

	for (size_t i = 0; i < sizeof SHARED / sizeof *SHARED; i++)
		if (eh_str_find_ascii_nocase(domain, eh_str_of(SHARED[i])) == 0)
			return (struct eh_str){ NULL, 0 };
	return domain;
}

/* "Altrincham" under the heading "community_hub" is the Altrincham community hub: a heading that names a kind of thing belongs to the
 * name when the cells leave it out. */
static struct eh_str complete_name(struct eh_str name, struct eh_str heading, struct eh_arena *arena)
{
	static const char *const KINDS[] = { "community hub", "food bank", "foodbank", "library", "youth club", "warm space" };
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	if (eh_sheet_heading_fold(heading, &folded) < 0)
		return name;
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
		struct eh_str kind = eh_str_of(KINDS[i]), last = eh_str_sub(kind, kind.n > 3 ? kind.n - 3 : 0, 3);
		if (eh_str_eq(eh_buf_str(&folded), kind) && eh_str_find_ascii_nocase(name, last) < 0)
			return eh_arena_printf(arena, "%.*s %s", EH_FMT(name), KINDS[i]);
	}
	return name;
}

static void take_postcode(struct eh_record *record, struct eh_str cell, struct eh_arena *arena)
{
	struct eh_postcode code;

	if (record->postcode.n || !cell.n)
		return;
	if (eh_postcode_parse(cell, &code) == EH_OK || eh_postcode_find(cell, &code, NULL, NULL) == EH_OK)
		record->postcode = eh_arena_str(arena, eh_str_of(code.text));
	else
		record->postcode_as_written = cell;
}

static void take_address(struct eh_record *record, struct eh_str cell, struct eh_arena *arena)
{
	struct eh_postcode code;
	size_t from, n;

	if (eh_postcode_find(cell, &code, &from, &n) == EH_OK) {
		if (!record->postcode.n)
			record->postcode = eh_arena_str(arena, eh_str_of(code.text));
		struct eh_str before = eh_str_trim(eh_str_sub(cell, 0, from));
		while (before.n && (before.p[before.n - 1] == ',' || before.p[before.n - 1] == '.'))
			before = eh_str_trim(eh_str_sub(before, 0, before.n - 1));
		if (from + n == cell.n || !eh_str_trim(eh_str_sub(cell, from + n, cell.n)).n)
			cell = before;
	}
	record->address = join(arena, record->address, ", ", cell);
}

static void take_codes(struct eh_record *record, struct eh_str cell)
{
	struct eh_str rest = cell, code;

	while (eh_str_split(&rest, ',', &code))
		eh_record_add_code(record, "GB-CCEW", code);
}

static bool says(struct eh_str cell, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_find_ascii_nocase(cell, eh_str_of(words[i])) == 0)
			return true;
	return false;
}

static void take_consent(struct eh_record *record, struct eh_str cell)
{
	static const char *const YES[] = { "y", "true", "agree", "ok", "1", "x", "public", "\xe2\x9c\x93" };
	static const char *const NO[] = { "n", "false", "refuse", "0", "do not", "don't", "private" };

	record->consent = !cell.n                                     ? EH_CONSENT_UNKNOWN
	                  : says(cell, NO, sizeof NO / sizeof *NO)    ? EH_CONSENT_NO
	                  : says(cell, YES, sizeof YES / sizeof *YES) ? EH_CONSENT_YES
	                                                              : EH_CONSENT_UNKNOWN;
}

static void take_status(struct eh_record *record, struct eh_str cell)
{
	static const char *const CLOSED[] = { "closed", "removed", "false", "inactive", "dissolved", "ceased", "no",
		"de-registered" };
	static const char *const ACTIVE[] = { "active", "open", "registered", "true", "yes", "current", "up-to-date" };

	if (says(cell, CLOSED, sizeof CLOSED / sizeof *CLOSED))
		record->status = EH_STATUS_CLOSED;
	else if (says(cell, ACTIVE, sizeof ACTIVE / sizeof *ACTIVE))
		record->status = EH_STATUS_ACTIVE;
}

/* Eastings and northings wait here until both are known. */
struct grid {
	double easting, northing;
};

/* Fields that go as they are into one place of a record. */
static const struct plain {
	enum { ELSEWHERE, TEXT, JOINED, NUMBER, DATE, MONEY } how;
	size_t at;             /* offset of the place */
	const char *separator; /* between what several columns say: JOINED */
} PLAIN[EH_FIELD_COUNT] = {
#define AT(place) offsetof(struct eh_record, place)
	[EH_FIELD_SERVICE] = { TEXT, AT(service_name), NULL },
	[EH_FIELD_PUBLIC_PHONE] = { TEXT, AT(phone), NULL },
	[EH_FIELD_WEB] = { TEXT, AT(web), NULL },
	[EH_FIELD_PARENT] = { TEXT, AT(parent_name), NULL },
	[EH_FIELD_TYPE] = { TEXT, AT(organisation_type), NULL },
	[EH_FIELD_FUNDER] = { TEXT, AT(funder_name), NULL },
	[EH_FIELD_GRANT_TITLE] = { TEXT, AT(grant_title), NULL },
	[EH_FIELD_PHONE] = { JOINED, AT(private_phone), "; " },
	[EH_FIELD_EMAIL] = { JOINED, AT(private_email), "; " },
	[EH_FIELD_CONTACT] = { JOINED, AT(private_contact), "; " },
	[EH_FIELD_PRIVATE_ADDRESS] = { JOINED, AT(private_address), ", " },
	[EH_FIELD_ACTIVITIES] = { JOINED, AT(activities), ". " },
	[EH_FIELD_BENEFICIARIES] = { JOINED, AT(beneficiaries), ", " },
	[EH_FIELD_TIMES] = { JOINED, AT(times), ", " },
	[EH_FIELD_LATITUDE] = { NUMBER, AT(latitude), NULL },
	[EH_FIELD_LONGITUDE] = { NUMBER, AT(longitude), NULL },
	[EH_FIELD_CAPACITY] = { NUMBER, AT(capacity_per_week), NULL },
	[EH_FIELD_REGISTERED] = { DATE, AT(registered), NULL },
	[EH_FIELD_REMOVED] = { DATE, AT(removed), NULL },
	[EH_FIELD_UPDATED] = { DATE, AT(date), NULL },
	[EH_FIELD_AWARD_DATE] = { DATE, AT(award_date), NULL },
	[EH_FIELD_INCOME] = { MONEY, AT(income_pence), NULL },
	[EH_FIELD_SPENDING] = { MONEY, AT(expenditure_pence), NULL },
	[EH_FIELD_AMOUNT] = { MONEY, AT(grant_pence), NULL },
#undef AT
};

static void take_plain(struct eh_record *record, const struct plain *plain, struct eh_str cell, struct eh_arena *arena)
{
	void *place = (char *)record + plain->at;
	struct eh_str *text = place;

	switch (plain->how) {
	case TEXT:
		*text = cell;
		break;
	case JOINED:
		*text = join(arena, *text, plain->separator, cell);
		break;
	case NUMBER:
		eh_str_to_double(cell, place);
		break;
	case DATE:
		eh_source_date(cell, place);
		break;
	case MONEY:
		*(int64_t *)place = eh_source_pence(cell);
		break;
	case ELSEWHERE:
		break;
	}
}

static void take(struct eh_record *record, enum eh_sheet_field field, struct eh_str cell, struct eh_str heading,
        struct grid *grid, struct eh_arena *arena)
{
	int32_t date;

	take_plain(record, &PLAIN[field], cell, arena);
	switch (field) {
	case EH_FIELD_NAME:
		record->name = complete_name(cell, heading, arena);
		break;
	case EH_FIELD_OTHER_NAME:
		eh_record_add_name(record, cell, EH_NAME_OTHER);
		break;
	case EH_FIELD_FORMER_NAME:
		eh_record_add_name(record, cell, EH_NAME_FORMER);
		break;
	case EH_FIELD_ADDRESS:
		take_address(record, cell, arena);
		break;
	case EH_FIELD_POSTCODE:
		take_postcode(record, cell, arena);
		break;
	case EH_FIELD_CHARITY_NUMBER:
		eh_record_add_id(record, arena, "GB-CHC", number_in(cell));
		break;
	case EH_FIELD_COMPANY_NUMBER:
		eh_record_add_id(record, arena, "GB-COH", cell);
		break;
	case EH_FIELD_ORG_ID:
		eh_record_add_id(record, arena, NULL, cell);
		break;
	case EH_FIELD_EMAIL:
		record->email_domain = domain_of(cell);
		break;
	case EH_FIELD_EASTING:
		eh_str_to_double(cell, &grid->easting);
		break;
	case EH_FIELD_NORTHING:
		eh_str_to_double(cell, &grid->northing);
		break;
	case EH_FIELD_REMOVED:
		if (eh_source_date(cell, &date) == EH_OK)
			record->status = EH_STATUS_CLOSED;
		break;
	case EH_FIELD_STATUS:
		take_status(record, cell);
		break;
	case EH_FIELD_CODES:
		take_codes(record, cell);
		break;
	default:
		break;
	}
}

/* Coordinates that stand the wrong way round, or nowhere in Britain, are put right or dropped. */
static void settle_point(struct eh_record *record, const struct grid *grid)
{
	if (isnan(record->latitude) && !isnan(grid->easting) && !isnan(grid->northing))
		eh_grid_to_lat_long(grid->easting, grid->northing, &record->latitude, &record->longitude);
	if (record->latitude < record->longitude) {
		double swap = record->latitude;
		record->latitude = record->longitude;
		record->longitude = swap;
	}
	if (!(record->latitude > 49 && record->latitude < 61.5 && record->longitude > -9 && record->longitude < 2.5))
		record->latitude = record->longitude = (double)NAN;
}

static const struct {
	const char *rows;
	enum eh_record_what what;
} WHATS[] = {
	{ "organisations", EH_RECORD_ORGANISATION },
	{ "services", EH_RECORD_SERVICE },
	{ "grants", EH_RECORD_GRANT },
	{ "suppliers", EH_RECORD_SUPPLIER },
};

bool eh_sheet_rows_parse(const char *rows, enum eh_record_what *ret_what)
{
	for (size_t i = 0; i < sizeof WHATS / sizeof *WHATS; i++)
		if (strcmp(rows, WHATS[i].rows) == 0) {
			*ret_what = WHATS[i].what;
			return true;
		}
	return false;
}

static void settle_grant(struct eh_record *record)
{
	record->grant_description = record->activities;
	if (record->grant_pence != INT64_MIN && !record->grant_currency.p)
		record->grant_currency = EH_STR("GBP");
}

void eh_sheet_record(
        const struct eh_sheet_guess *guess, const struct eh_row *row, struct eh_arena *arena, struct eh_record *ret_record)
{
	struct grid grid = { (double)NAN, (double)NAN };

	eh_record_init(ret_record);
	eh_sheet_rows_parse(guess->rows, &ret_record->what);
	for (size_t i = 0; i < guess->count; i++) {
		enum eh_sheet_field field = guess->columns[i].field;
		struct eh_str cell = i < row->count ? clean(row->cells[i]) : (struct eh_str){ NULL, 0 };
		if (field == EH_FIELD_CONSENT)
			take_consent(ret_record, cell);
		else if (cell.n && field == EH_FIELD_ROW_ID && ret_record->what == EH_RECORD_GRANT)
			ret_record->grant_id = cell;
		else if (cell.n)
			take(ret_record, field, cell, guess->columns[i].heading, &grid, arena);
	}
	settle_point(ret_record, &grid);
	if (ret_record->what == EH_RECORD_GRANT)
		settle_grant(ret_record);
	/* A row of a register says by being there that the organisation is on it. */
	if (ret_record->what == EH_RECORD_ORGANISATION && ret_record->status == EH_STATUS_UNKNOWN &&
	        ret_record->registered != EH_NO_DATE)
		ret_record->status = EH_STATUS_ACTIVE;
}
