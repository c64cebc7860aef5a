/* own.h: what the pages and templates of own words share. */
#ifndef EH_WEB_PAGES_OWN_H
#define EH_WEB_PAGES_OWN_H

#include "views_own.h"

/* Where the form of a correction is sent, in the page's arena. */
struct eh_str keep_action(struct eh_page *page, const struct eh_view *v, const struct eh_view_keep *k);
struct eh_str waiting_action(struct eh_page *page, const struct eh_view *v);

/* The visitor keeps the entry that the address names, and it is on no page just now: hidden, or shown again and the list not made since. */
bool eh_own_unseen(struct eh_request *request);

/* What the list says of the organisation that the address names, for those who keep it. EH_END: the entry is hidden, and the response leads to
 * where it can be shown again. */
enum eh_rc eh_own_load(struct eh_request *request, struct eh_response *response, const struct eh_view *view,
        struct eh_facts *ret_facts, struct eh_error *err);

/* As whom somebody says that the organisation of the address has closed, or not: as who keeps it before all others. */
struct eh_actor eh_closing_actor(const struct eh_request *request);

/* What a correction's form says: accepted, declined or taken back, in a transaction that the caller ends; who is to hear of it is told. *ret_done: the code of
 * what to say (NOTICES in page.c). */
enum eh_rc eh_web_correction(struct eh_request *request, const struct eh_actor *actor, struct eh_str place, const char **ret_done,
        struct eh_error *err);

#endif
