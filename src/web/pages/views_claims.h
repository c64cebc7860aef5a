/* views_claims.h: who asks to speak for an organisation, and inviting one to. */
#ifndef EH_WEB_PAGES_VIEWS_CLAIMS_H
#define EH_WEB_PAGES_VIEWS_CLAIMS_H

#include "jobs/invitations.h"
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
	bool kept;             /* somebody else keeps the entry already */
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
	struct eh_str why_not; /* {NULL, 0}: may be invited */
	struct eh_str problem;
};

struct eh_view_invite_run {
	int64_t run_id, asked_at, invited, kept;
	struct eh_str whom, asked_as;
	bool ended;
};

/* Choosing whom to invite, what would come of it, and what was sent before. */
struct eh_view_invitations {
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	const struct eh_ui_item *whoms;
	size_t whom_count;
	const struct eh_invitation_plan *plan; /* NULL: not chosen yet */
	const struct eh_view_invite_run *runs;
	size_t run_count;
	struct eh_str other;
};

struct eh_view_came {
	const struct eh_invitation_line *line;
	struct eh_str words;
	const char *tag; /* class of the tag */
	struct eh_str why;
};

struct eh_view_invite_came {
	const struct eh_invitation_run *run;
	struct eh_str whom;
	const struct eh_view_came *items;
	size_t count;
};

/* Where the letter leads. */
struct eh_view_invited_org {
	struct eh_str org_id, name, place, place_name, letter;
	const struct eh_form_field *field;
	struct eh_form_answer answer;
	struct eh_str other;
};

#endif
