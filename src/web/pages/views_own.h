/* views_own.h: what organisations and others say of an entry. */
#ifndef EH_WEB_PAGES_VIEWS_OWN_H
#define EH_WEB_PAGES_VIEWS_OWN_H

#include "register/facts.h"
#include "register/added.h"
#include "register/closing.h"
#include "register/own_words.h"
#include "web/components/ui.h"
#include "views_public.h"
#include "web/page.h"
#include "web/pages/views_answers.h"

struct eh_view_correct {
	struct eh_str org_id, name;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t count;
	const struct eh_ui_item *choices;
	struct eh_str other;
	bool held; /* its organisation keeps it, and answers */
	struct eh_view_answering who;
};

struct eh_view_own_field {
	const struct eh_own_field *field;
	struct eh_str said;   /* by the organisation itself; "" for nothing */
	struct eh_str listed; /* what the list says by others' words; {NULL, 0}: nothing */
	struct eh_str listed_by;
};

struct eh_view_keep {
	const struct eh_facts *facts;
	const struct eh_view_organisation *o; /* what the list says of it, as everybody sees it */
	const struct eh_view_own_field *fields;
	const struct eh_correction *corrections;
	size_t correction_count, waiting;
	struct eh_str problem;
	/* What the organisation tells the keepers of the list. */
	const struct eh_form_field *fields_told;
	const struct eh_form_answer *told;
	size_t told_count;
	const struct eh_added_by_org *groups;
	size_t group_count, asked; /* asked: corrections that it told of itself */
	struct eh_view_answering who;
};

struct eh_view_waiting {
	const struct eh_correction *corrections;
	const struct eh_str *names; /* of the organisations */
	size_t count;
	struct eh_str problem;
	/* What was done of late, to be taken back. */
	const struct eh_closed_entry *closed;
	size_t closed_count;
	const struct eh_correction_acted *joined;
	size_t joined_count;
};

#endif
