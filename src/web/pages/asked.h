/* asked.h: what somebody asks of the search, read out of the address. Nothing here is kept or logged. */
#ifndef EH_WEB_PAGES_ASKED_H
#define EH_WEB_PAGES_ASKED_H

#include "http/http.h"
#include "register/search.h"
#include "register/taxonomy.h"

enum { EH_ASKED_PAGE = 20, EH_ASKED_MOST_VALUES = 32, EH_ASKED_CHOICES = 6 };

/* One of few answers: of "within", "confirmed", "order". The first, with the value "", is what holds when nothing is chosen. */
struct eh_choice {
	const char *value, *words, *chip; /* chip: what says that it is chosen */
	double metres;
	int years;
	enum eh_search_order order;
};
extern const struct eh_choice eh_within_choices[EH_ASKED_CHOICES], eh_confirmed_choices[EH_ASKED_CHOICES],
        eh_order_choices[EH_ASKED_CHOICES];

struct eh_asked {
	struct eh_search_query query;
	const struct eh_need *help;                         /* what a resident wants help with ("help=money"); NULL: none */
	const struct eh_choice *within, *confirmed, *order; /* never NULL */
	unsigned page;                                      /* from 1 */
	size_t chosen;                                      /* filters that are on, without the words, the postcode and `help` */
};

/* Reads the fields of an address:
 *
 *     q          words, names, numbers
 *     near       a postcode or the beginning of one; within: miles from it
 *     help       a need's code: the residents' view, telephone first; any other text is taken for words
 *     need, people, ward, scale, size, kind, status    any number of each
 *     telephone, open    "yes"
 *     confirmed  years; order: best, phone, near, confirmed, name; page
 *
 * Unless an order is asked for: whoever has a need, or says where they are, gets entries with a telephone and lately confirmed first. What is
 * not understood is passed over. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_asked_read(const struct eh_field *fields, size_t count, struct eh_str council, int64_t now, struct eh_arena *arena,
        struct eh_asked *ret_asked, struct eh_error *err);

/* The address of the same search: `path` with all fields but "page", empty ones, and the `without`th (count: all of them). */
enum eh_rc eh_asked_address(const struct eh_field *fields, size_t count, size_t without, struct eh_str path,
        struct eh_arena *arena, struct eh_str *ret_address, struct eh_error *err);

/* "About 0.4 miles"; {NULL, 0} when no distance is known. */
struct eh_str eh_asked_distance(struct eh_arena *arena, unsigned language, double metres, bool about);

#endif
