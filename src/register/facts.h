/* facts.h: one organisation, every fact with its source and date. */
#ifndef EH_REGISTER_FACTS_H
#define EH_REGISTER_FACTS_H

#include "closing.h"
#include "store/db.h"

struct eh_fact {
	const char *
	        what; /* "name", "other name", "number", "status", "does", "web", "telephone", "address", "postcode", "income", "registered", … */
	struct eh_str value;
	struct eh_str publisher, source, file;
	int64_t batch, line;
	int32_t date;
	bool gone; /* the newest edition of its source no longer holds the record */
};

struct eh_code_facts {
	struct eh_str facet, code, why; /* facet: "need" or "people" */
};

struct eh_named {
	struct eh_str id, name;
};

struct eh_service_facts {
	struct eh_str id, name, ward, ward_name, address, postcode, times; /* ward: its code */
	bool whole_place, open, office_only; /* office_only: no source states a service; it counts at its registered office */
	bool protected;
	int32_t date;
	struct eh_str confirmed_by;                     /* as confirmed.h has it */
	struct eh_str does, telephone, web, new_people; /* new_people: "", "yes", "waiting list", "no" */
	int64_t cost_pence, capacity;                   /* EH_DB_NULL: not said; places a week */
	struct eh_str said_as;                          /* "organisation", "keeper"; {NULL, 0}: sources alone tell of it */
	struct eh_named *wards;                         /* that it goes out to */
	size_t ward_count;
	struct eh_code_facts *codes;
	size_t code_count;
	struct eh_fact *said; /* what its organisation and what a source say of it, that of the organisation first */
	size_t said_count;
};

struct eh_grant_facts {
	struct eh_str funder, title, currency;
	int32_t date;
	int64_t amount; /* minor units; INT64_MIN unknown */
};

/* Another organisation that this one seems to continue, or that seems to continue this one, and why (successors.h). */
struct eh_successor_facts {
	struct eh_str id, name, scheme, registered_by, left_by,
	        reason;                                   /* reason: why it left, in the register's words; {NULL, 0} */
	bool continues;                                   /* this one continues that one */
	int32_t registered, left_on, seen_until, gone_by; /* left_on, gone_by: EH_NO_DATE where not known */
};

struct eh_area_facts {
	struct eh_str council, name;
	unsigned says;
};

struct eh_facts {
	struct eh_str id, name, status, scale, protected, parent_id, parent_name, unplaced;
	struct eh_str lsoa, ward, ward_name, council; /* of its office; {NULL,0} when unknown or protected */
	/* Those of its facts that the list settled on, as searches and files show them: an address and a postcode are of one record.
	 * {NULL, 0} where there is none to be shown. */
	struct eh_str address, postcode, telephone, web;
	int32_t last_confirmed;
	struct eh_str confirmed_by; /* as confirmed.h has it */
	struct eh_closing closing;  /* said by people */
	struct eh_fact *facts;      /* by what, newest source first */
	size_t fact_count;
	struct eh_service_facts *services;
	size_t service_count;
	struct eh_grant_facts *grants;
	size_t grant_count;
	struct eh_code_facts *codes;
	size_t code_count;
	struct eh_area_facts *areas;
	size_t area_count;
	struct eh_named *branches;
	size_t branch_count;
	struct eh_successor_facts *successors;
	size_t successor_count;
	struct eh_arena arena;
};

/* Everything that may be shown of one organisation: no address but a public one, nothing that says where a protected one is, no records
 * that may only be matched. EH_NOT_FOUND: no such identifier, or one that may only be matched. An identifier that was merged into another
 * gives the other. Give it back with eh_facts_finish. */
enum eh_rc eh_facts_load(struct eh_db *db, struct eh_str org_id, struct eh_facts *ret_facts, struct eh_error *err);
void eh_facts_finish(struct eh_facts *facts);
#define EH_CLEANUP_FACTS __attribute__((cleanup(eh_facts_finish)))

#endif
