/* views_stale.h: what the page of stale entries shows. */
#ifndef EH_WEB_PAGES_VIEWS_STALE_H
#define EH_WEB_PAGES_VIEWS_STALE_H

#include "register/stale.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_stale_whom {
	struct eh_str words;
	int64_t count;
	struct eh_str href; /* these alone */
	bool chosen;
};

struct eh_view_stale {
	const struct eh_stale_entry *items; /* of this page */
	size_t count;
	int64_t everybody; /* whomever one asks */
	bool more;         /* than were looked at */
	struct eh_view_stale_whom whoms[EH_STALE_WHOMS];
	const struct eh_ui_item *ages, *wards, *needs;
	size_t age_count, ward_count, need_count;
	struct eh_str older, ward, need; /* what is chosen: older in words, the others as codes, "" any */
	const char *older_code, *whom;
	struct eh_str all, csv;
	struct eh_ui_pages pages;
	int64_t asked_since; /* whoever was asked later is not asked again yet */
	struct eh_str problem;
};

#endif
