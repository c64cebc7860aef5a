/* facts_json.h: one organisation as JSON, for other programs. */
#ifndef EH_EXCHANGE_FACTS_JSON_H
#define EH_EXCHANGE_FACTS_JSON_H

#include "register/facts.h"

/* Appends one object. Every statement of every source is an object of its own, also where several say the same. EH_OK or EH_NO_MEMORY. */
enum eh_rc eh_facts_json(const struct eh_facts *facts, struct eh_buf *out);
/* One of its services, as that object holds it, with its organisation's identifier and name. EH_OK or EH_NO_MEMORY. */
enum eh_rc eh_service_facts_json(const struct eh_facts *facts, const struct eh_service_facts *service, struct eh_buf *out);

#endif
