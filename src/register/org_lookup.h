/* org_lookup.h: what two keys need to know of an organisation (govern/motion.h), from the list. */
#ifndef EH_REGISTER_ORG_LOOKUP_H
#define EH_REGISTER_ORG_LOOKUP_H

#include "govern/motion.h"

/* An eh_org_lookup; `context` is the store. Follows identifiers that were merged. */
enum eh_rc eh_org_lookup_listed(void *context, struct eh_str place_id, struct eh_str org_id, struct eh_arena *arena,
        struct eh_org_standing *ret_standing, struct eh_error *err);

#endif
