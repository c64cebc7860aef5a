/* views_added.h: groups told of by hand. */
#ifndef EH_WEB_PAGES_VIEWS_ADDED_H
#define EH_WEB_PAGES_VIEWS_ADDED_H

#include "register/added.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_add {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t count;
	const struct eh_ui_item *publics; /* may the public come? */
	bool at_once;                     /* no need to wait for somebody */
	struct eh_str other;
};

struct eh_view_added {
	const struct eh_added_group *items;
	size_t count, waiting;
	struct eh_str problem;
};

#endif
