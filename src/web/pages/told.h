/* told.h: the letter to a group that others told of. */
#ifndef EH_WEB_PAGES_TOLD_H
#define EH_WEB_PAGES_TOLD_H

#include "web/page.h"

/* Queues the letter to a group that is listed from now on, if it has an address, which is then kept no longer. In the caller's transaction. */
enum eh_rc eh_web_tell_group(struct eh_request *request, const struct eh_view *view, int64_t number, struct eh_error *err);

/* The list is made anew behind the pages. */
enum eh_rc eh_web_make_list(struct eh_request *request, struct eh_error *err);

#endif
