/* views.h: what pages show, as the templates take it. Text lives in the request's arena or in what the page read. */
#ifndef EH_WEB_PAGES_VIEWS_H
#define EH_WEB_PAGES_VIEWS_H

#include "web/page.h"

struct eh_view_place {
	struct eh_str id, name;
	bool synthetic;
	size_t organisations, services; /* 0: not known yet */
};

#endif
