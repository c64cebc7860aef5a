/* views_hiding.h: what is not shown of an entry. */
#ifndef EH_WEB_PAGES_VIEWS_HIDING_H
#define EH_WEB_PAGES_VIEWS_HIDING_H

#include "register/hiding.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_hidden_part {
	const char *name, *label, *press, *means; /* press: "Hide the address" */
	bool hidden, by_two_keys;
	struct eh_str by;
	int64_t at;
};

struct eh_view_hiding {
	struct eh_str org_id, name;
	struct eh_view_hidden_part parts[EH_HIDDEN_COUNT];
	bool unseen;                                               /* the viewer keeps the entry, and it is on no page just now */
	bool own, any_hidden;                                      /* own: the viewer keeps the entry */
	struct eh_str may_not_show, may_not_remove, may_not_close; /* why the viewer cannot propose it; {NULL, 0}: can */
	struct eh_str problem;
};

#endif
