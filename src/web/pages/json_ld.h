/* json_ld.h: what writing in schema.org's words shares. Each puts a member behind others, with the comma before it, and nothing where there is no
 * value. */
#ifndef EH_WEB_PAGES_JSON_LD_H
#define EH_WEB_PAGES_JSON_LD_H

#include "web/put.h"

void eh_ld_member(struct eh_page *page, const char *name, struct eh_str value);
void eh_ld_names(struct eh_page *page, const char *name, const struct eh_str *items, size_t count);
/* "address": a PostalAddress. */
void eh_ld_address(struct eh_page *page, struct eh_str address, struct eh_str postcode);

/* "hoursAvailable" from times such as "MO,WE 10:00-12:00; FR 09:30-11:00". Nothing where they hold anything else ("first TU of the month",
 * "term time"): what is not on every week would be told wrongly. */
void eh_ld_hours(struct eh_page *page, struct eh_str times);

#endif
