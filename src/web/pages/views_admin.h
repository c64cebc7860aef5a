/* views_admin.h: what administrators see, and how stewards are named. */
#ifndef EH_WEB_PAGES_VIEWS_ADMIN_H
#define EH_WEB_PAGES_VIEWS_ADMIN_H

#include "jobs/queue.h"
#include "register/claim.h"
#include "register/leaving.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_member {
	struct eh_str name, email, what; /* what: the role in words */
	int64_t role_id, effective_at;
	bool in_force, self;   /* self: it is the viewer's own */
	struct eh_str why_not; /* why the viewer may not end it; {NULL, 0}: may */
};

struct eh_view_people {
	const struct eh_view_member *items;
	size_t count;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	const struct eh_ui_item *roles;
	size_t role_count;
	struct eh_str other;
};

struct eh_view_colleagues {
	struct eh_str org_id, name;
	const struct eh_view_member *members;
	size_t member_count;
	const struct eh_claim *claims; /* lately made */
	size_t claim_count;
	int64_t self; /* the viewer */
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	struct eh_str other;
};

/* Before a role is ended: of an entry, or of a place. */
struct eh_view_member_end {
	struct eh_str org_id, name; /* the organisation's */
	struct eh_view_member member;
	struct eh_leaving leaving;
	struct eh_str problem;
};

struct eh_view_jobs {
	const struct eh_job *items;
	size_t count;
	struct eh_str problem;
	bool all; /* of the whole installation; else this place's alone */
};

struct eh_view_place_row {
	struct eh_str id, name, council, council_code; /* council: its name, or the code again */
	int64_t organisations, imported_at;            /* imported_at 0: never */
	int64_t council_stewards, sector_stewards;     /* in office */
	bool synthetic, may_rename;
};

struct eh_view_places {
	const struct eh_view_place_row *items;
	size_t count;
	int64_t built_at, bytes; /* of the whole store */
	bool may_add;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t field_count;
	struct eh_str other;
};

struct eh_view_backup {
	struct eh_str file;
	int64_t bytes, at;
	bool has_sum;
};

struct eh_view_backups {
	struct eh_str folder; /* {NULL, 0}: none is configured */
	const struct eh_view_backup *items;
	size_t count;
	bool all;                  /* the viewer runs the whole installation; nothing else is filled otherwise */
	const struct eh_job *last; /* job that backs up, the newest; NULL: none yet */
};

struct eh_view_invited {
	int64_t invitation_id, invited_at;
	struct eh_str name, side, org_name;
	struct eh_str why_not; /* why the viewer may not confirm it; {NULL, 0}: may */
	bool sector;
};

struct eh_view_stewards {
	const struct eh_person_role *stewards;
	size_t steward_count;
	const struct eh_view_invited *invited;
	size_t invited_count;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	const struct eh_ui_item *sides;
	size_t side_count;
	struct eh_str other;
	bool may_name; /* an administrator does not */
};

#endif
