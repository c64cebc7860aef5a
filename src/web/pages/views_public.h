/* views_public.h: what the pages for finding organisations and services show. */
#ifndef EH_WEB_PAGES_VIEWS_PUBLIC_H
#define EH_WEB_PAGES_VIEWS_PUBLIC_H

#include "register/facts.h"
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
	size_t areas, robust;
};

struct eh_view_change {
	struct eh_str event, org_id, name; /* event in words: "new on the list" */
	int32_t date;
};

struct eh_view_home {
	const struct eh_view_topic *topics;
	size_t topic_count;
	size_t organisations, services;
	const struct eh_completeness_row *complete; /* of the place; NULL: not known */
	const struct eh_view_gap *gaps;
	size_t gap_count;
	const struct eh_view_change *changes;
	size_t change_count, changed; /* shown, in all */
	int64_t built_at;
};

struct eh_view_hit {
	const struct eh_search_hit *hit;
	struct eh_str tel;      /* "tel:+441…" */
	unsigned number;        /* of its dot on the map; 0: none */
	struct eh_str distance; /* "about 1.2 km" */
	const struct eh_view_topic *needs, *people;
	size_t need_count, people_count;
};

/* A helpline, from dated reference data. */
struct eh_view_helpline {
	struct eh_str name, number, tel, about;
};

struct eh_view_search {
	const struct eh_search_query *query;
	const struct eh_search_results *results;
	const struct eh_view_hit *hits;
	struct eh_str near, telephone, since; /* as asked for */
	struct eh_str csv;                    /* address of the same as CSV */
	struct eh_ui_pages pages;
	struct eh_str map; /* SVG of our own making */
	const struct eh_view_helpline *helplines;
	size_t helpline_count;
	struct eh_str helplines_checked;
	size_t chosen; /* filters that are on */
};

struct eh_view_number {
	struct eh_str register_name, number, address; /* address of the register's own page; {NULL, 0} when there is none */
};

struct eh_view_money {
	struct eh_str currency;
	int64_t count, total;
};

struct eh_view_organisation {
	const struct eh_facts *f;
	struct eh_str does, web, web_words, kind, status; /* in words */
	const struct eh_view_number *numbers;
	size_t number_count;
	const struct eh_str *names; /* other names */
	size_t name_count;
	const struct eh_view_topic *needs, *people;
	size_t need_count, people_count;
	const struct eh_view_money *money;
	size_t money_count;
	struct eh_str json_ld;                      /* a whole script element of our own making */
	const struct eh_overlap_row *const *shared; /* pairs that both agreed to show */
	size_t shared_count;
};

struct eh_view_service {
	const struct eh_facts *f;
	const struct eh_service_facts *s;
};

#endif
