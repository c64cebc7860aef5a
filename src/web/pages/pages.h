/* pages.h: the handlers of all pages, one line each. The routes of site.c name them. */
#ifndef EH_WEB_PAGES_H
#define EH_WEB_PAGES_H

#include "http/http.h"

#define EH_PAGES(X)                                                                                                              \
	X(start)                                                                                                                 \
	X(health)                                                                                                                \
	X(ready)                                                                                                                 \
	/* finding organisations and services */                                                                                 \
	X(home)                                                                                                                  \
	X(search)                                                                                                                \
	X(search_csv)                                                                                                            \
	X(suggest)                                                                                                               \
	X(organisation)                                                                                                          \
	X(organisation_json)                                                                                                     \
	X(service)
#define EH_PAGE_DECLARE(name)                                                                                                    \
	enum eh_rc eh_page_##name(struct eh_request *request, struct eh_response *response, struct eh_error *err);
EH_PAGES(EH_PAGE_DECLARE)

#endif
