/* views_added.h: groups told of by hand. */
#ifndef EH_WEB_PAGES_VIEWS_ADDED_H
#define EH_WEB_PAGES_VIEWS_ADDED_H

#include "register/added.h"
#include "register/alike.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_alike {
	const struct eh_alike *alike;
	struct eh_str distance; /* from the postcode given; {NULL, 0}: not known */
};

struct eh_view_add {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t count;
	const struct eh_ui_item *publics;  /* may the public come? */
	bool at_once;                      /* no need to wait for somebody */
	const struct eh_view_alike *alike; /* on the list, and called much the same */
	size_t alike_count;
	bool told; /* one was just told of: what happens next, and no form */
	struct eh_str other;
};

/* What the letter to a group leads to. */
struct eh_view_told {
	const struct eh_added_group *group;
	struct eh_str letter, place, place_name;
	struct eh_str problem;
};

struct eh_view_added {
	const struct eh_added_group *items;
	size_t count, waiting;
	struct eh_str problem;
};

#endif
