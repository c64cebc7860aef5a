/* views_public.h: what the pages for finding organisations and services show. */
#ifndef EH_WEB_PAGES_VIEWS_PUBLIC_H
#define EH_WEB_PAGES_VIEWS_PUBLIC_H

#include "register/answer_times.h"
#include "register/confirmed.h"
#include "register/facts.h"
#include "asked.h"
#include "web/helplines.h"
#include "web/components/ui.h"
#include "web/page.h"

/* A need or group of people, in plain words. */
struct eh_view_topic {
	struct eh_str code, label;
};

/* A need with the share of residents whom nobody on the list reaches. */
struct eh_view_gap {
	struct eh_str code, label;
	double people;
	size_t areas, nobody, robust; /* in all, and of these those where nobody is within reach; elsewhere help is thin */
};

/* A place with more wards has them on a page of their own: a visitor with an old telephone pays for each line of the first. */
enum { EH_VIEW_HOME_WARDS = 100 };

struct eh_view_home {
	const struct eh_view_topic *topics;
	size_t topic_count;
	size_t organisations, services;
	const struct eh_completeness_row *complete; /* of the place; NULL: not known */
	const struct eh_view_gap *gaps;
	size_t gap_count;
	const struct eh_change *changes;
	size_t change_count, changed; /* shown, in all */
	int64_t built_at;
	const struct eh_place_ward *wards; /* by name */
	size_t ward_count;
	const struct eh_open_meeting *meeting; /* the next that takes place; NULL: none */
};

struct eh_view_hit {
	const struct eh_search_hit *hit;
	struct eh_str tel;      /* "tel:+441…" */
	unsigned number;        /* of its dot on the map; 0: none */
	struct eh_str distance; /* "about 1.2 km" */
	bool near;              /* distances are told */
	const struct eh_view_topic *needs, *people;
	size_t need_count, people_count;
};

/* Numbers to ring at once, from dated reference data. */
struct eh_view_helpline {
	const struct eh_helpline *line;
	struct eh_str tel;
};
struct eh_view_helplines {
	const struct eh_view_helpline *items;
	size_t count;
	int32_t checked;
	bool discreet; /* one of them is about what somebody may have to hide from another who shares the screen */
};

/* Those that belong to these needs and this folded text, at most four; in the arena. */
enum eh_rc eh_view_helplines(struct eh_arena *arena, const struct eh_str *needs, size_t need_count, struct eh_str folded,
        struct eh_view_helplines *ret_helplines, struct eh_error *err);

struct eh_view_chip {
	struct eh_str text, href; /* href: the search without it */
};

struct eh_view_options {
	const struct eh_ui_item *items;
	size_t count;
};

struct eh_view_search {
	const struct eh_asked *asked;
	const struct eh_search_query *query;
	const struct eh_search_results *results;
	struct eh_view_hit *hits;
	struct eh_str csv;      /* address of the same as CSV */
	struct eh_str anywhere; /* of the same at any distance */
	size_t csv_most;        /* rows of it at most */
	struct eh_ui_pages pages;
	struct eh_str map;        /* SVG of our own making */
	size_t map_dots, off_map; /* of this page: on the map; with a place, but beyond its edge */
	struct eh_view_helplines help;
	const struct eh_view_topic *offers; /* needs that the words may mean */
	size_t offer_count;
	const struct eh_view_chip *chips;
	size_t chip_count;
	struct eh_view_options within, confirmed, order;
};

/* All organisations by letter. */
struct eh_view_letter {
	struct eh_str name, code; /* "A", "a" */
	size_t count;
	bool chosen;
};
struct eh_view_list {
	const struct eh_view_letter *letters;
	size_t letter_count;
	const struct eh_letter_entry *items;
	size_t count, total; /* shown; of the letter */
	size_t all;
	struct eh_str letter;
	struct eh_ui_pages pages;
};

struct eh_view_number {
	struct eh_str register_name, number,
	        address; /* number "": the register gives none; address of the register's own page; {NULL, 0} when there is none */
};

struct eh_view_money {
	struct eh_str currency;
	int64_t count, total;
};

/* Why it is listed under a need or a group of people. */
struct eh_view_why {
	struct eh_str label, why;
};

/* Something of another organisation with which it shares ground. */
struct eh_view_shared {
	struct eh_str service, name, organisation; /* service {NULL, 0}: it has no page in this place */
	const char *what;                          /* what both say it is */
};

struct eh_view_happened {
	int32_t date;
	struct eh_str words, name;
};

/* A fact with all who say it, each once: the newest that it said so, and how often. */
struct eh_view_says {
	struct eh_str publisher;
	int32_t date;
	size_t times;
	bool gone; /* no longer: its newest edition does not hold any record that says so */
};
struct eh_view_fact {
	const char *what;
	struct eh_str value;
	struct eh_view_says *says;
	size_t count;
};

enum { EH_GRANTS_SHOWN = 50, EH_HISTORY_MOST = 20, EH_MAP_SERVICES = 100 };

struct eh_view_organisation {
	const struct eh_facts *f;
	bool may_reopen;                          /* the viewer may take back that people said it has closed */
	struct eh_str does, web, web_words, kind; /* in words */
	struct eh_str telephone, tel, address, postcode, income;
	const struct eh_view_number *numbers;
	size_t number_count;
	const struct eh_str *names; /* other names */
	size_t name_count;
	const struct eh_view_topic *needs, *people;
	size_t need_count, people_count;
	const struct eh_view_fact *said; /* what the facts say, each once */
	size_t said_count;
	const struct eh_view_why *why;
	size_t why_count;
	const struct eh_service_facts *const *services; /* that a source describes */
	size_t service_count;
	const struct eh_str *areas; /* councils that it says it works in, by name */
	size_t area_count;
	const struct eh_view_money *money;
	size_t money_count;
	const struct eh_grant_facts *const *grants; /* the newest first, at most EH_GRANTS_SHOWN */
	size_t grants_shown;
	struct eh_str json_ld;       /* a whole script element of our own making */
	struct eh_str map;           /* SVG of our own making; {NULL, 0}: none */
	const struct eh_str *beyond; /* where its services stand when none is on the map: wards and addresses */
	size_t beyond_count;
	const struct eh_view_shared *shared; /* pairs that both agreed to show */
	size_t shared_count;
	const struct eh_answer_public *answers; /* what came of corrections */
	size_t answer_count;
	const struct eh_view_happened *happened;
	size_t happened_count;
	bool gone;          /* nothing that was read names it any more */
	bool left_register; /* of sports clubs: a change of its tax, no closing */
	struct eh_view_helplines help;
};

/* Fills all of it that the facts say (says.c). The facts must outlive it. */
enum eh_rc eh_organisation_says(
        struct eh_request *request, const struct eh_facts *facts, struct eh_view_organisation *o, struct eh_error *err);

/* Fills o->json_ld from the rest (json_ld.c). */
enum eh_rc eh_json_ld(
        struct eh_request *request, const struct eh_view *view, struct eh_view_organisation *o, struct eh_error *err);

struct eh_view_service {
	const struct eh_facts *f;
	const struct eh_service_facts *s;
	const struct eh_view_organisation *o;
	struct eh_str telephone, tel, web, web_words; /* its own, else the organisation's */
	const struct eh_view_topic *needs, *people;   /* that its organisation says it is for */
	size_t need_count, people_count;
	int32_t said_itself; /* when its organisation said so; EH_NO_DATE: it did not */
	struct eh_view_helplines help;
	struct eh_str json_ld; /* a whole script element of our own making */
	struct eh_str map;     /* SVG of our own making; {NULL, 0}: none */
	const char *map_says;  /* what its shades and its dot are */
};

/* Whoever reads of a refuge may need one: helplines above what is sensitive (organisation.c). */
bool eh_organisation_is_sensitive(const struct eh_facts *facts);
enum eh_rc eh_organisation_crisis(
        struct eh_request *request, bool sensitive, struct eh_view_helplines *help, struct eh_error *err);

/* Fills x->telephone and all behind it but the helplines from its f, s and o (says.c). */
enum eh_rc eh_service_says(struct eh_request *request, struct eh_view_service *x, struct eh_error *err);

/* Fills x->json_ld from the rest (json_ld_service.c). */
enum eh_rc eh_json_ld_service(
        struct eh_request *request, const struct eh_view *view, struct eh_view_service *x, struct eh_error *err);

#endif
