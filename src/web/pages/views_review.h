/* views_review.h: what the page of questions shows. */
#ifndef EH_WEB_PAGES_VIEWS_REVIEW_H
#define EH_WEB_PAGES_VIEWS_REVIEW_H

#include "register/review.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_reason {
	const struct ehl_reason *reason;
	const char *field; /* what is compared, in words */
	struct eh_str bar; /* SVG of our own making: right for one and the same, left for two */
};

struct eh_view_review {
	const struct eh_review_question *question; /* NULL: none is left */
	const struct eh_view_reason *reasons;
	size_t open, unsure;
	struct eh_str stake, weight, problem;
	size_t taken, refused; /* of a workbook just read */
	bool read;
	const struct eh_str *refusals;
};

#endif
