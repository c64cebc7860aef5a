/* reach.h: whom a reader can write to or ring about a place, as pages show it. */
#ifndef EH_WEB_PAGES_REACH_H
#define EH_WEB_PAGES_REACH_H

#include "web/page.h"

struct eh_view_contact {
	struct eh_str name, email, mailto, telephone, web; /* name {NULL, 0}: none is set */
};

struct eh_view_steward {
	struct eh_str name;
	enum eh_side side;
};

struct eh_view_reach {
	struct eh_str place, place_name;
	struct eh_view_contact list, safeguarding;
	const struct eh_view_steward *stewards; /* where no contact is set: those in force */
	size_t steward_count;
};

struct eh_view_reaches {
	const struct eh_view_reach *items;
	size_t count;
};

/* Of the view's place; of every place on a page of none. In the arena. */
enum eh_rc eh_view_reach_load(
        struct eh_request *request, const struct eh_view *view, struct eh_view_reaches *ret_reaches, struct eh_error *err);

#endif
