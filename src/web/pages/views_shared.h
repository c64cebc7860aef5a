/* views_shared.h: ground that an organisation's services share with others'. */
#ifndef EH_WEB_PAGES_VIEWS_SHARED_H
#define EH_WEB_PAGES_VIEWS_SHARED_H

#include "register/analysis.h"
#include "register/facts.h"
#include "register/shared_ground.h"
#include "web/components/ui.h"
#include "web/page.h"

/* A pair as one of its organisations sees it. */
struct eh_view_pair {
	struct eh_str mine, mine_name, other, other_name, other_organisation;
	const struct eh_need *need;
	struct eh_str ward; /* of the other; may be empty */
	struct eh_ground_answer ours, theirs;
	bool shown;      /* both agreed */
	bool other_here; /* the other has a page in this place */
};

struct eh_view_pairs {
	struct eh_str org_id, name;
	const struct eh_view_pair *items;
	size_t count, unanswered;
};

struct eh_view_pair_form {
	struct eh_str org_id, name;
	const struct eh_view_pair *pair;
	const struct eh_ui_item *kinds, *shows;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	struct eh_str other; /* what is wrong beyond a field */
};

#endif
