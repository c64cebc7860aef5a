/* demo.h: the invented people of a demonstration, one for each part, whom anybody may be with one press. Never in real use. */
#ifndef EH_WEB_DEMO_H
#define EH_WEB_DEMO_H

#include "govern/govern.h"
#include "register/analysis.h"

struct eh_demo_person {
	const char *name, *email, *what; /* what: in words, for the button */
};
extern const struct eh_demo_person eh_demo_people[]; /* ends with a NULL name */
size_t eh_demo_count(void);

/* Makes those of a place who are not there yet: an officer, somebody of the infrastructure organisation, a steward of the council, two of the
 * sector from unconnected organisations of the list (one small), somebody who keeps the smaller one's entry, an administrator; and an
 * open meeting of each side, where there is none. In a transaction of its own. */
enum eh_rc eh_demo_fill(struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_str council, struct eh_error *err);

/* Two more keepers: of the two organisations whose services share most ground, where any do. */
enum eh_rc eh_demo_neighbours(struct eh_db *db, int64_t now, const struct eh_analysis *analysis, struct eh_error *err);

#endif
