/* own.h: what the templates of own words ask for. */
#ifndef EH_WEB_PAGES_OWN_H
#define EH_WEB_PAGES_OWN_H

#include "views_own.h"

/* Where the form of a correction is sent, in the page's arena. */
struct eh_str keep_action(struct eh_page *page, const struct eh_view *v, const struct eh_view_keep *k);
struct eh_str waiting_action(struct eh_page *page, const struct eh_view *v);

#endif
