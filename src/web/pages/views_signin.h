/* views_signin.h: what the pages for signing in and one's own account show. */
#ifndef EH_WEB_PAGES_VIEWS_SIGNIN_H
#define EH_WEB_PAGES_VIEWS_SIGNIN_H

#include "web/components/ui.h"
#include "web/demo.h"
#include "web/page.h"

/* A form of one field. */
struct eh_view_field {
	const struct eh_form_field *field;
	struct eh_form_answer answer;
	struct eh_str other; /* what is wrong beyond the field */
	struct eh_str to;    /* where to go afterwards */
	struct eh_str about; /* the organisation that somebody asks to speak for, where that is why; {NULL, 0} */
};

struct eh_view_enrol {
	struct eh_view_field form;
	struct eh_str qr; /* SVG of our own making */
	const char *secret;
};

struct eh_view_role {
	struct eh_str what, place, place_name, org_id, org_name;
	bool at_desk; /* of a place, rather than of an organisation's entry */
	bool in_force;
	int64_t effective_at;
};

struct eh_view_session {
	int64_t id, started_at, seen_at;
	struct eh_str agent;
	bool here;
};

/* An entry that somebody asked for and does not keep yet. */
struct eh_view_asked {
	struct eh_str org_id, org_name, place, words;
};

struct eh_view_account {
	struct eh_str email;
	const struct eh_view_asked *asked;
	size_t asked_count;
	const struct eh_view_role *roles;
	size_t role_count;
	const struct eh_view_session *sessions;
	size_t session_count;
	int64_t codes_left; /* recovery codes; -1: no second factor */
};

#endif
