/* alike.h: organisations of a place that are called much as something that is about to be told of. A hint for a person: it decides nothing. */
#ifndef EH_REGISTER_ALIKE_H
#define EH_REGISTER_ALIKE_H

#include "search.h"

enum { EH_ALIKE_MOST = 5 };

struct eh_alike {
	struct eh_str org_id, name, also; /* also: another name of it that is alike; {NULL, 0}: none */
	struct eh_str ward_name;          /* {NULL, 0}: not known */
	double distance_m;                /* from the postcode; NAN: not known */
	bool about;                       /* the distance is that of its small area */
};

/* Those of a council whose names linkage would not leave apart, were there nothing but names (evenhand/linkage.h): the most alike first, then the
 * nearest to `postcode` ({NULL, 0} or "": none given). Text in `arena`. A list that was never built has none. */
enum eh_rc eh_alike_find(struct eh_search *search, struct eh_db *db, struct eh_str council, struct eh_str name,
        struct eh_str postcode, struct eh_arena *arena, struct eh_alike ret_alike[EH_ALIKE_MOST], size_t *ret_count,
        struct eh_error *err);

#endif
