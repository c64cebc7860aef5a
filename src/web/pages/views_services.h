/* views_services.h: an organisation says what its services are. */
#ifndef EH_WEB_PAGES_VIEWS_SERVICES_H
#define EH_WEB_PAGES_VIEWS_SERVICES_H

#include "register/facts.h"
#include "register/own_services.h"
#include "views_public.h"

struct eh_view_own_service {
	const struct eh_service_facts *service;
	bool own, has_source; /* own: they said something of it; has_source: somebody else tells of it too */
	int64_t said_at;
	const struct eh_service_facts *told_by; /* its address is kept back, but this one is at the same place and shows it; NULL: none */
};

struct eh_view_own_services {
	const struct eh_facts *facts;
	const struct eh_view_own_service *items;
	size_t count;
	bool full; /* no more can be added */
	struct eh_str problem;
};

/* What the form asks for, in the order of its fields; behind them the fields of each meeting. */
enum {
	EH_ASK_NAME,
	EH_ASK_DOES,
	EH_ASK_NEEDS,
	EH_ASK_PEOPLE,
	EH_ASK_HOW,
	EH_ASK_ADDRESS,
	EH_ASK_POSTCODE,
	EH_ASK_SHOW,
	EH_ASK_WARDS,
	EH_ASK_NOTE,
	EH_ASK_COST,
	EH_ASK_NEW_PEOPLE,
	EH_ASK_CAPACITY,
	EH_ASK_TELEPHONE,
	EH_ASK_WEB,
	EH_ASK_FIRST_MEETING,
};
enum { EH_ASK_DAY, EH_ASK_OFTEN, EH_ASK_FROM, EH_ASK_TO, EH_ASK_MEETING_FIELDS };
enum {
	EH_MEETINGS_ASKED = 8,
	EH_MEETINGS_OPEN = 3, /* those behind are folded away until one is used */
	EH_ASK_FIELDS = EH_ASK_FIRST_MEETING + EH_MEETINGS_ASKED * EH_ASK_MEETING_FIELDS,
};

struct eh_view_ask_meeting {
	const struct eh_form_field *fields; /* EH_ASK_MEETING_FIELDS of them */
	const struct eh_form_answer *answers;
	struct eh_ui_item days[EH_DAYS + 1], often[EH_OFTEN_COUNT];
};

struct eh_view_ask_service {
	struct eh_str org_id, org_name;
	struct eh_str service_id; /* {NULL, 0}: a new one */
	bool is_protected;        /* of the organisation no place is asked for */
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	struct eh_view_options needs, people, hows, shows, wards, new_people;
	bool wards_open, meetings_open;
	struct eh_view_ask_meeting meetings[EH_MEETINGS_ASKED];
	struct eh_str other;
};

#endif
