#include "asked.h"

#include <math.h>

#include "web/put.h"

#define MILE 1609.344
enum { MOST_PAGE = 100000 };

const struct eh_choice eh_within_choices[EH_ASKED_CHOICES] = {
	{ "", EH_T("Any distance"), NULL, 0, 0, 0 },
	{ "0.5", EH_T("Half a mile"), EH_T("Within half a mile"), 0.5 * MILE, 0, 0 },
	{ "1", EH_T("1 mile"), EH_T("Within 1 mile"), MILE, 0, 0 },
	{ "3", EH_T("3 miles"), EH_T("Within 3 miles"), 3 * MILE, 0, 0 },
	{ "5", EH_T("5 miles"), EH_T("Within 5 miles"), 5 * MILE, 0, 0 },
	{ "10", EH_T("10 miles"), EH_T("Within 10 miles"), 10 * MILE, 0, 0 },
};

const struct eh_choice eh_confirmed_choices[EH_ASKED_CHOICES] = {
	{ "", EH_T("At any time"), NULL, 0, 0, 0 },
	{ "1", EH_T("Within a year"), EH_T("Confirmed within a year"), 0, 1, 0 },
	{ "2", EH_T("Within 2 years"), EH_T("Confirmed within 2 years"), 0, 2, 0 },
	{ "3", EH_T("Within 3 years"), EH_T("Confirmed within 3 years"), 0, 3, 0 },
	{ "5", EH_T("Within 5 years"), EH_T("Confirmed within 5 years"), 0, 5, 0 },
	{ 0 },
};

const struct eh_choice eh_order_choices[EH_ASKED_CHOICES] = {
	{ "", EH_T("What fits best"), NULL, 0, 0, EH_SEARCH_BEST },
	{ "phone", EH_T("With a telephone, lately confirmed first"), EH_T("Telephone first"), 0, 0, EH_SEARCH_RESIDENTS },
	{ "near", EH_T("Nearest first"), EH_T("Nearest first"), 0, 0, EH_SEARCH_BY_DISTANCE },
	{ "confirmed", EH_T("Lately confirmed first"), EH_T("Lately confirmed first"), 0, 0, EH_SEARCH_BY_CONFIRMED },
	{ "name", EH_T("By name, A to Z"), EH_T("By name"), 0, 0, EH_SEARCH_BY_NAME },
	{ 0 },
};

static struct eh_str field(const struct eh_field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(fields[i].name, eh_str_of(name)))
			return eh_str_trim(fields[i].value);
	return EH_STR("");
}

static const struct eh_choice *choice(const struct eh_choice *choices, struct eh_str value)
{
	for (size_t i = 0; i < EH_ASKED_CHOICES && choices[i].value; i++)
		if (eh_str_eq(value, eh_str_of(choices[i].value)))
			return &choices[i];
	return choices;
}

/* All values that one filter has in the address, with one more to begin with where `first` is not empty. */
static enum eh_rc values(const struct eh_field *fields, size_t count, const char *name, struct eh_str first,
        struct eh_arena *arena, struct eh_search_list *ret_list, struct eh_error *err)
{
	struct eh_str *items = eh_arena_alloc_zero(arena, EH_ASKED_MOST_VALUES, sizeof *items);
	size_t n = 0;

	if (!items)
		return eh_fail_memory(err);
	if (first.n)
		items[n++] = first;
	for (size_t i = 0; i < count && n < EH_ASKED_MOST_VALUES; i++)
		if (eh_str_eq(fields[i].name, eh_str_of(name)) && fields[i].value.n && !eh_str_eq(fields[i].value, first))
			items[n++] = fields[i].value;
	*ret_list = (struct eh_search_list){ items, n };
	return EH_OK;
}

static const struct {
	const char *field, *value;
	unsigned bit;
} BITS[] = {
	{ "kind", "organisation", EH_SEARCH_ORGANISATION },
	{ "kind", "service", EH_SEARCH_SERVICE },
	{ "status", "active", EH_SEARCH_ACTIVE },
	{ "status", "unknown", EH_SEARCH_UNKNOWN },
	{ "status", "closed", EH_SEARCH_CLOSED },
};

static void read_bits(const struct eh_field *fields, size_t count, struct eh_search_query *query)
{
	for (size_t i = 0; i < sizeof BITS / sizeof *BITS; i++)
		if (eh_fields_have(fields, count, BITS[i].field, eh_str_of(BITS[i].value)))
			*(BITS[i].field[0] == 'k' ? &query->kinds : &query->statuses) |= BITS[i].bit;
}

/* The day `years` before `now`, by the calendar. */
static int32_t years_before(int64_t now, int years)
{
	int year, month, day;
	int32_t date;

	eh_date_split((int32_t)(now / 86400000000), &year, &month, &day);
	date = eh_date_make(year - years, month, day);
	return date == EH_NO_DATE ? eh_date_make(year - years, month, 28) : date; /* 29 February */
}

static void read_words(const struct eh_field *fields, size_t count, struct eh_asked *asked)
{
	struct eh_str help = field(fields, count, "help"), page = field(fields, count, "page");
	int64_t number;

	asked->help = eh_need_find(help);
	asked->query.text = field(fields, count, "q");
	if (!asked->help && !asked->query.text.n)
		asked->query.text = help;
	asked->query.near = field(fields, count, "near");
	asked->page = eh_str_to_i64(page, &number) == EH_OK && number >= 1 && number <= MOST_PAGE ? (unsigned)number : 1;
}

static enum eh_rc read_lists(
        const struct eh_field *fields, size_t count, struct eh_arena *arena, struct eh_asked *asked, struct eh_error *err)
{
	struct eh_search_query *query = &asked->query;
	struct eh_str none = { "", 0 };

	EH_TRY(values(fields, count, "need", asked->help ? eh_str_of(asked->help->code) : none, arena, &query->needs, err));
	EH_TRY(values(fields, count, "people", none, arena, &query->people, err));
	EH_TRY(values(fields, count, "ward", none, arena, &query->wards, err));
	EH_TRY(values(fields, count, "size", none, arena, &query->sizes, err));
	return values(fields, count, "scale", none, arena, &query->scales, err);
}

/* All of it stands in every link of the page: a search of thousands of letters made a page of hundreds of thousands. */
static enum eh_rc check_lengths(const struct eh_field *fields, size_t count, struct eh_error *err)
{
	enum { LONGEST = 300 };

	for (size_t i = 0; i < count; i++)
		if (fields[i].name.n > LONGEST || fields[i].value.n > LONGEST)
			return eh_fail(err, EH_INVALID, EH_T("A search is at most 300 characters long. Use fewer words."));
	return EH_OK;
}

enum eh_rc eh_asked_read(const struct eh_field *fields, size_t count, struct eh_str council, int64_t now, struct eh_arena *arena,
        struct eh_asked *ret_asked, struct eh_error *err)
{
	struct eh_asked asked = { .within = choice(eh_within_choices, field(fields, count, "within")),
		.confirmed = choice(eh_confirmed_choices, field(fields, count, "confirmed")),
		.order = choice(eh_order_choices, field(fields, count, "order")) };
	struct eh_search_query *query = &asked.query;

	*query = (struct eh_search_query){ .council = council,
		.now = now,
		.open_now = eh_fields_have(fields, count, "open", EH_STR("yes")),
		.telephone = eh_fields_have(fields, count, "telephone", EH_STR("yes")),
		.within_m = asked.within->metres,
		.confirmed_since = asked.confirmed->years ? years_before(now, asked.confirmed->years) : 0,
		.count = EH_ASKED_PAGE };
	EH_TRY(check_lengths(fields, count, err));
	read_words(fields, count, &asked);
	EH_TRY(read_lists(fields, count, arena, &asked, err));
	read_bits(fields, count, query);
	query->from = (size_t)(asked.page - 1) * EH_ASKED_PAGE;
	query->order = asked.order->order;
	/* Somebody with a need wants a number to ring that works; somebody with a name wants that organisation. */
	if (!*asked.order->value && (query->needs.count || query->people.count || query->telephone || query->near.n))
		query->order = EH_SEARCH_RESIDENTS;
	asked.chosen = query->needs.count - !!asked.help + query->people.count + query->wards.count + query->scales.count +
	               query->sizes.count + !!query->kinds + !!query->statuses + query->open_now + query->telephone +
	               !!query->confirmed_since + (query->within_m > 0);
	*ret_asked = asked;
	return EH_OK;
}

enum eh_rc eh_asked_address(const struct eh_field *fields, size_t count, size_t without, struct eh_str path,
        struct eh_arena *arena, struct eh_str *ret_address, struct eh_error *err)
{
	struct eh_page page EH_CLEANUP_PAGE = { 0 };

	eh_put_markup(&page, path);
	for (size_t i = 0; i < count; i++) {
		if (i == without || eh_str_eq(fields[i].name, EH_STR("page")) || !fields[i].value.n)
			continue;
		eh_put_component(&page, fields[i].name);
		eh_put_markup(&page, EH_STR("="));
		eh_put_component(&page, fields[i].value);
		eh_put_markup(&page, EH_STR("&"));
	}
	*ret_address = eh_arena_str(arena, eh_buf_str(&page.out));
	return page.rc < 0 || !ret_address->p ? eh_fail_memory(err) : EH_OK;
}

struct eh_str eh_asked_distance(struct eh_arena *arena, unsigned language, double metres, bool about)
{
	double miles = metres / MILE;
	bool one = miles >= 0.95 && miles < 1.05;
	enum eh_said how;

	if (isnan(metres))
		return (struct eh_str){ NULL, 0 };
	if (miles < 0.1)
		return eh_say(language, EH_STR(EH_T("Less than 0.1 miles")), &how);
	const char *words = about ? (one ? EH_T("About {0} mile") : EH_T("About {0} miles"))
	                          : (one ? EH_T("{0} mile") : EH_T("{0} miles"));
	return EH_SAY_WITH(arena, language, words, eh_arena_printf(arena, "%.*f", miles < 9.95, miles));
}
