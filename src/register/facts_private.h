/* facts_private.h: what the files that gather an organisation's facts share. */
#ifndef EH_REGISTER_FACTS_PRIVATE_H
#define EH_REGISTER_FACTS_PRIVATE_H

#include "facts.h"
#include "hiding.h"
#include "own_services.h"

/* What must be kept back of an organisation. */
struct eh_facts_back {
	bool protected;
	struct eh_hidden hidden;        /* by the organisation, or for safety */
	const struct eh_str *addresses; /* of the records of something protected */
	size_t address_count;
	const struct eh_own_service *own; /* what it says of its services */
	size_t own_count;
};

/* Fills facts->services, once facts->id is there (facts_services.c). */
enum eh_rc eh_facts_load_services(
        struct eh_db *db, const struct eh_facts_back *back, struct eh_facts *facts, struct eh_error *err);

#endif
