/* pages.h: the handlers of all pages, one line each. The routes of site.c name them. */
#ifndef EH_WEB_PAGES_H
#define EH_WEB_PAGES_H

#include "http/http.h"

#define EH_PAGES(X)                                                                                                              \
	X(start)                                                                                                                 \
	X(health)                                                                                                                \
	X(ready)                                                                                                                 \
	/* signing in and one's account */                                                                                       \
	X(signin)                                                                                                                \
	X(signin_ask)                                                                                                            \
	X(signin_code)                                                                                                           \
	X(signin_try)                                                                                                            \
	X(signin_link)                                                                                                           \
	X(signin_link_use)                                                                                                       \
	X(factor)                                                                                                                \
	X(factor_try)                                                                                                            \
	X(enrol)                                                                                                                 \
	X(enrol_confirm)                                                                                                         \
	X(signout)                                                                                                               \
	X(account)                                                                                                               \
	X(session_end)                                                                                                           \
	X(account_data)                                                                                                          \
	X(account_erase)                                                                                                         \
	X(account_erase_now)                                                                                                     \
	X(demo_be)                                                                                                               \
	X(outbox)
#define EH_PAGE_DECLARE(name)                                                                                                    \
	enum eh_rc eh_page_##name(struct eh_request *request, struct eh_response *response, struct eh_error *err);
EH_PAGES(EH_PAGE_DECLARE)

#endif
