/* search.h: finding organisations and services by words, numbers, need, people, ward, place and distance.
 *
 * What is found: one entry for each organisation that may be listed and one for each service that a source states. Organisations that may
 * only be matched have none. Protected ones carry no ward, point, address or postcode, and no words of a place: no ward or neighbourhood
 * finds them, and a postcode neither finds nor hides them. With `near` what keeps its place private, comes to people or serves the whole
 * place stays among the results, as near as can be; organisations of which no source places a service stand at an office and come behind
 * those where help is placed; what has no known place comes last. A council's filter finds protected ones only where the council's list
 * (eh_listing_load) names them, which rests on what their sources say of the areas they work in. No entry holds an address, a postcode or a
 * point that is not for the public; an organisation with a private office is measured from the middle of its small area, and the distance
 * says `about`.
 *
 * Order: an exact name, then an acronym or a number, then all words in the names, then all words in the entry, then, where no entry has
 * them all, those with most of them; within each the most recently confirmed first, then by name. Where the words ask for a need ("debt"),
 * those come before the others that are chiefly there for it (their name says so, or what they do begins with it), then those that are
 * there for it among other things; those that have only some of the words but one in their name, and are chiefly there for it, are found
 * besides, before the latter where their name says so ("young carers" finds the carers' centre). The same query on the same list gives the same answer.
 *
 * What people search for is theirs: neither words nor postcodes stand in any error's message, and nothing here writes them down.
 *
 * The index lies in the store and `eh_build` renews it within its transaction. What is compared for every entry (needs, ward, date, point) is
 * kept in memory by a `struct eh_search` besides, about 100 bytes an entry, and read again once the index has changed. */
#ifndef EH_REGISTER_SEARCH_H
#define EH_REGISTER_SEARCH_H

#include "store/db.h"

enum {
	EH_SEARCH_MOST_TEXT = 500, /* bytes of a query's text that are read; the rest is passed over */
	EH_SEARCH_MOST_WORDS = 12, /* words of it that are looked for */
	EH_SEARCH_MOST_PAGE = 100, /* results a page */
	EH_SEARCH_USUAL_PAGE = 20,
	EH_SEARCH_MOST_SUGGESTIONS = 8,
};

enum eh_search_kind { EH_SEARCH_ORGANISATION = 1 << 0, EH_SEARCH_SERVICE = 1 << 1 };

enum eh_search_status { EH_SEARCH_ACTIVE = 1 << 0, EH_SEARCH_UNKNOWN = 1 << 1, EH_SEARCH_CLOSED = 1 << 2 };

enum eh_search_order {
	EH_SEARCH_BEST, /* as above; by distance where `near` is given */
	EH_SEARCH_RESIDENTS, /* exact names and numbers, then what is chiefly there for the need, then the rest; within each entries with a
	                        telephone, then those confirmed most recently (with `near`: those confirmed within a year, then by distance) */
	EH_SEARCH_BY_NAME,
	EH_SEARCH_BY_CONFIRMED, /* most recently confirmed first */
	EH_SEARCH_BY_DISTANCE,
};

struct eh_search_list {
	const struct eh_str *items;
	size_t count;
};

/* All zero: everything that is not closed. Within one filter any value will do, between filters all must hold. A value that nothing has
 * finds nothing; none is an error. */
struct eh_search_query {
	struct eh_str text;                  /* as people type it: any bytes */
	struct eh_str council;               /* ONS code of a place's council */
	struct eh_search_list needs, people; /* codes of the taxonomy */
	struct eh_search_list wards;         /* ONS codes */
	struct eh_search_list scales;        /* local, regional, national, wider, unknown */
	struct eh_search_list sizes;         /* by income a year: micro, small, medium, large, unknown (eh_search_size) */
	unsigned kinds;          /* enum eh_search_kind; 0: both, where a service that is called as its organisation and is in the
	                                        same ward is told with that */
	unsigned statuses;       /* enum eh_search_status; 0: all but closed */
	bool open_now;           /* opening times are known and say so at `now` */
	bool telephone;          /* has a telephone for the public */
	int64_t now;             /* UTC microseconds; for open_now and EH_SEARCH_RESIDENTS */
	int32_t confirmed_since; /* a date; 0: any */
	struct eh_str near;      /* a postcode, "M33" or "M33 7": whole, or the beginning of some */
	double within_m;         /* metres from it, leaving out what is farther or has no known place; 0: any distance */
	bool as_typed;           /* correct no spelling, and read no postcode out of the text */
	enum eh_search_order order;
	size_t from, count; /* page: results passed over; 0 for EH_SEARCH_USUAL_PAGE, at most EH_SEARCH_MOST_PAGE */
};

enum eh_search_why {
	EH_SEARCH_WHY_EXACT,      /* the whole text is its name, a former or another name */
	EH_SEARCH_WHY_SHORT,      /* an acronym or a number of its own */
	EH_SEARCH_WHY_NAME,       /* all words are in its names */
	EH_SEARCH_WHY_WORDS,      /* all words are in what the list says of it */
	EH_SEARCH_WHY_SOME_WORDS, /* some are */
	EH_SEARCH_WHY_NO_WORDS,   /* no words were asked for */
};

struct eh_search_hit {
	enum eh_search_kind kind;
	enum eh_search_why why;
	struct eh_str id;           /* of the organisation or the service */
	struct eh_str organisation; /* its identifier; `id` itself for an organisation */
	struct eh_str organisation_name;
	struct eh_str name;
	struct eh_str also; /* the other or former name that the text is; else {NULL, 0} */
	struct eh_str status, scale;
	struct eh_str activities, web, telephone, times; /* {NULL, 0} when unknown */
	struct eh_str ward, ward_name, council;          /* {NULL, 0} when unknown or protected */
	struct eh_str address, postcode;                 /* {NULL, 0} unless for the public */
	double latitude, longitude;                      /* NAN likewise */
	double distance_m;                               /* NAN without `near`, or when it reaches the whole place */
	bool about;                                      /* the distance is that of its small area */
	bool whole_place;                                /* reaches people where they are */
	bool protected;
	enum { EH_SEARCH_TIMES_UNKNOWN, EH_SEARCH_OPEN, EH_SEARCH_SHUT } open; /* at `now` */
	struct eh_search_list needs, people;                                   /* codes */
	int32_t last_confirmed;
	struct eh_str confirmed_by; /* as confirmed.h has it */
};

/* How many results there would be with this value alone in its filter, the other filters as they are. */
struct eh_search_count {
	struct eh_str code, label; /* label: in plain words */
	size_t count;
	bool chosen;
};

struct eh_search_facet {
	const struct eh_search_count
	        *items; /* most first, then by label; those of scales, sizes, statuses and kinds in their own order */
	size_t count;
};

struct eh_search_results {
	const struct eh_search_hit *hits; /* of the page asked for */
	size_t count;
	size_t total;    /* of all pages, exact */
	size_t left_out; /* more that would be found at any distance: farther away than within_m, or of no known place */
	struct eh_search_facet needs, people, wards /* of the council, where one is given */, scales, sizes, statuses, kinds;
	size_t open_now, telephone, confirmed_within_year; /* likewise, with that filter on */
	struct eh_str did_you_mean;                        /* the text with its misspelt words put right, or {NULL, 0} */
	bool corrected;                                    /* nothing was found as typed: the results are those of did_you_mean */
	bool by_need;                                      /* a need is asked for: what is chiefly there for it comes first */
	bool some_words;                                   /* no entry has all words: the results have some of them */
	struct eh_str near;  /* the postcode or beginning of one that distances are from, as it is written; {NULL, 0} none */
	bool near_unknown;   /* `near` is no postcode that the list knows; the results are without it */
	bool near_from_text; /* it stood in the text */
};

struct eh_search;

/* One for a process, for any number of threads, each with a store of its own. Give it back with eh_search_free. */
enum eh_rc eh_search_new(struct eh_search **ret_search, struct eh_error *err);
void eh_search_free(struct eh_search *search);
static inline void eh_search_free_p(struct eh_search **search) { eh_search_free(*search); }
#define EH_CLEANUP_SEARCH __attribute__((cleanup(eh_search_free_p)))

/* Searches. The results lie in `arena`. EH_NOT_FOUND: the list was never built, and the message says how to; nothing that is typed is an
 * error. */
enum eh_rc eh_search_run(struct eh_search *search, struct eh_db *db, const struct eh_search_query *query, struct eh_arena *arena,
        struct eh_search_results *ret_results, struct eh_error *err);

enum eh_search_suggests { EH_SUGGEST_NEED, EH_SUGGEST_PEOPLE, EH_SUGGEST_WARD, EH_SUGGEST_ORGANISATION, EH_SUGGEST_SERVICE };

struct eh_search_suggestion {
	enum eh_search_suggests what;
	struct eh_str text; /* to show, and to search for */
	struct eh_str code; /* of the need, people or ward; identifier of the organisation or service */
};

/* Suggestions for what somebody is typing, its last word perhaps unfinished: needs and people, wards of the council, then names that begin
 * so, then names that hold such words. Nothing for less than two letters. Nothing closed. `council` may be {NULL, 0}. */
enum eh_rc eh_search_suggest(struct eh_search *search, struct eh_db *db, struct eh_str typed, struct eh_str council,
        struct eh_arena *arena, struct eh_search_suggestion ret_suggestions[EH_SEARCH_MOST_SUGGESTIONS], size_t *ret_count,
        struct eh_error *err);
/* The needs and people alone. */
enum eh_rc eh_search_suggest_terms(struct eh_search *search, struct eh_db *db, struct eh_str typed, struct eh_arena *arena,
        struct eh_search_suggestion ret_suggestions[EH_SEARCH_MOST_SUGGESTIONS], size_t *ret_count, struct eh_error *err);

/* Renews the index from the list: entries that changed, came or went. `org_id` {NULL, 0}: all of them; else this organisation and its
 * services, for what a page has just changed. Within the caller's transaction. */
enum eh_rc eh_search_refresh(struct eh_db *db, struct eh_str org_id, struct eh_error *err);

/* The hits as CSV with a heading row: just what a hit holds. A value that a spreadsheet would take for a formula (it begins with = + - @, a
 * tab or a carriage return) gets an apostrophe before it. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_search_write_csv(const struct eh_search_results *results, struct eh_buf *out);

/* The whole answer as one JSON object: total, page, corrections, the counts for each filter. The program's own format (`evenhand search --json`). */
enum eh_rc eh_search_write_json(const struct eh_search_results *results, struct eh_buf *out);

/* The hits as GeoJSON (RFC 7946): points only where the public may visit, else no geometry. */
enum eh_rc eh_search_write_geojson(const struct eh_search_results *results, struct eh_buf *out);

#endif
