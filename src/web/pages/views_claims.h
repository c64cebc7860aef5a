/* views_claims.h: who asks to speak for an organisation, and inviting one to. */
#ifndef EH_WEB_PAGES_VIEWS_CLAIMS_H
#define EH_WEB_PAGES_VIEWS_CLAIMS_H

#include "register/claim.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_claim {
	struct eh_str org_id, name;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	const struct eh_form_answer *listed; /* answers of `fields`, for the list of what is wrong */
	size_t field_count;
	const struct eh_ui_item *ways;
	size_t way_count;
	int64_t open; /* the visitor's own claim that waits; 0: none */
	bool contested, letter_answered;
	bool by_post, printed; /* it waits for the code of a letter */
	struct eh_str code_problem;
	struct eh_str other;
};

struct eh_view_claim_line {
	const struct eh_claim *claim;
	struct eh_str may_not; /* propose it; {NULL, 0}: may */
};

struct eh_view_claims {
	const struct eh_view_claim_line *items;
	size_t count;
	struct eh_str problem;
};

struct eh_view_posts {
	const struct eh_claim_post *items;
	size_t count;
	struct eh_str problem;
};

struct eh_view_invite {
	struct eh_str org_id;
	const struct eh_invite *invite;
	struct eh_str problem;
};

#endif
