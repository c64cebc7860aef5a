/* put.h: what templates are compiled to: values written into a page, escaped for where they stand. The first failure sticks in the page. */
#ifndef EH_WEB_PUT_H
#define EH_WEB_PUT_H

#include "exchange/html.h"
#include "say.h"

/* Markup of our own making, as it stands. */
void eh_put_markup(struct eh_page *page, struct eh_str markup);

/* Escaped for text and for quoted attributes. */
void eh_put_str(struct eh_page *page, struct eh_str s);
void eh_put_z(struct eh_page *page, const char *s);
void eh_put_signed(struct eh_page *page, long long number);
void eh_put_unsigned(struct eh_page *page, unsigned long long number);
#define eh_put(page, value)                                                                                                      \
	_Generic((value),                                                                                                        \
	        struct eh_str: eh_put_str,                                                                                       \
	        const char *: eh_put_z,                                                                                          \
	        char *: eh_put_z,                                                                                                \
	        int: eh_put_signed,                                                                                              \
	        long: eh_put_signed,                                                                                             \
	        long long: eh_put_signed,                                                                                        \
	        unsigned: eh_put_unsigned,                                                                                       \
	        unsigned long: eh_put_unsigned,                                                                                  \
	        unsigned long long: eh_put_unsigned)(page, value)

/* A whole address at the start of href, src or action: a path of this site, #…, ?…, http, https, mailto or tel; "#" in place of anything
 * else, such as "javascript:". */
void eh_put_address_str(struct eh_page *page, struct eh_str s);
void eh_put_address_z(struct eh_page *page, const char *s);
#define eh_put_address(page, value)                                                                                              \
	_Generic((value), struct eh_str: eh_put_address_str, const char *: eh_put_address_z, char *: eh_put_address_z)(page, value)

/* "tel:01632960001" for a number as people write it; in the arena (search.c). */
struct eh_str eh_web_tel(struct eh_arena *arena, struct eh_str number);

/* Part of an address: everything but letters, digits and -._~ percent-encoded. */
void eh_put_component_str(struct eh_page *page, struct eh_str s);
void eh_put_component_z(struct eh_page *page, const char *s);
void eh_put_component_number(struct eh_page *page, long long number);
#define eh_put_component(page, value)                                                                                            \
	_Generic((value),                                                                                                        \
	        struct eh_str: eh_put_component_str,                                                                             \
	        const char *: eh_put_component_z,                                                                                \
	        char *: eh_put_component_z,                                                                                      \
	        default: eh_put_component_number)(page, value)

/* A word of a table in C, in the page's language; English is marked as such where the page is in another. Plain where no element may stand. */
void eh_put_say_str(struct eh_page *page, struct eh_str s);
void eh_put_say_z(struct eh_page *page, const char *s);
void eh_put_say_plain_str(struct eh_page *page, struct eh_str s);
void eh_put_say_plain_z(struct eh_page *page, const char *s);
#define eh_put_say(page, value)                                                                                                  \
	_Generic((value), struct eh_str : eh_put_say_str, const char * : eh_put_say_z, char * : eh_put_say_z)(page, value)
#define eh_put_say_plain(page, value)                                                                                            \
	_Generic((value), struct eh_str: eh_put_say_plain_str, const char *: eh_put_say_plain_z, char *: eh_put_say_plain_z)(    \
	        page, value)

/* Filters: {{ value | name }}. */
void eh_put_thousands(struct eh_page *page, int64_t number);     /* 12,345 */
void eh_put_size(struct eh_page *page, int64_t bytes);           /* 8.3 MB */
void eh_put_money(struct eh_page *page, int64_t pence);          /* £1,234 or £1,234.50; "not known" */
void eh_put_share(struct eh_page *page, double share);           /* 62%; "not known" */
void eh_put_decimal(struct eh_page *page, double number);        /* 0.84; "not known" */
void eh_put_signed_decimal(struct eh_page *page, double number); /* +3.1, -0.4 */
void eh_put_round(struct eh_page *page, double number);          /* 84; "not known" */
void eh_put_date(struct eh_page *page, int32_t date);            /* 30 June 2021; "not known" */
void eh_put_iso(struct eh_page *page, int32_t date);             /* 2021-06-30, for datetime attributes and JSON */
void eh_put_moment(struct eh_page *page, int64_t instant);       /* 30 June 2021, 3:05pm, in London; "not known" */
void eh_put_clock(struct eh_page *page, int64_t instant);        /* 3:05pm, in London */
void eh_put_weekday(struct eh_page *page, int64_t instant);      /* Wednesday, in London */
/* A day alone where it is midnight in London: what ends with the day before, "the end of 24 December 2026"; what begins then, "25 December 2026". */
void eh_put_until(struct eh_page *page, int64_t instant);
void eh_put_from(struct eh_page *page, int64_t instant);
void eh_put_side(struct eh_page *page, unsigned side);       /* of enum eh_side: the council, the sector; nobody */
void eh_put_lines(struct eh_page *page, struct eh_str text); /* escaped, with <br> for line ends */
void eh_put_first_line(struct eh_page *page, struct eh_str text);
void eh_put_linked(struct eh_page *page, struct eh_str text); /* escaped, with http and https addresses as links */
void eh_put_lower(struct eh_page *page, struct eh_str text);  /* the first letter small, for the middle of a sentence */
void eh_put_plural(struct eh_page *page, int64_t number);     /* "s", or nothing for 1 */
/* "MO 14:00-16:30" as "Monday 2pm to 4:30pm"; other words as they are (put_times.c). */
void eh_put_times(struct eh_page *page, struct eh_str times);
/* A path of our own after the start of an address; never text from outside. */
void eh_put_path(struct eh_page *page, const char *path);
void eh_put_json(struct eh_page *page,
        struct eh_str text); /* a JSON string with its quotes, safe inside <script type="application/ld+json"> */

#endif
