/* listing.h: the list as faces show it. Organisations that may only be matched are not in it; protected ones have no place. */
#ifndef EH_REGISTER_LISTING_H
#define EH_REGISTER_LISTING_H

#include "store/db.h"

struct eh_listed_id {
	struct eh_str scheme, id;
};

struct eh_listed_source {
	struct eh_str publisher;
	int64_t batch;
	int32_t date;
};

struct eh_listed_grants {
	struct eh_str currency;
	int64_t count, total; /* minor units */
};

struct eh_listed {
	struct eh_str id, name, status, scale, visibility; /* visibility: "list" or "publish" */
	bool protected;
	struct eh_str lsoa, ward, postcode,
	        address;            /* {NULL,0} when unknown, protected or (address, postcode) not for the public */
	double latitude, longitude; /* NAN likewise; of a registered office that may be somebody's home: never shown */
	bool address_public;
	struct eh_str parent, web, activities, unplaced;
	unsigned says; /* of the council asked for: enum eh_says */
	int64_t income_pence;
	int32_t first_seen, last_confirmed, registered, removed;
	struct eh_str confirmed_by; /* as confirmed.h has it */
	const struct eh_str *names, *needs, *people;
	size_t name_count, need_count, people_count;
	const struct eh_listed_id *ids;
	size_t id_count;
	const struct eh_listed_source *sources;
	size_t source_count;
	const struct eh_listed_grants *grants; /* by currency */
	size_t grants_count;
};

struct eh_listing {
	struct eh_listed *items; /* by name */
	size_t count;
	struct eh_arena arena;
};

/* Those registered, working or serving in a council's area; with {NULL, 0} all. Give it back with eh_listing_finish. */
enum eh_rc eh_listing_load(struct eh_db *db, struct eh_str council, struct eh_listing *ret_listing, struct eh_error *err);
void eh_listing_finish(struct eh_listing *listing);
#define EH_CLEANUP_LISTING __attribute__((cleanup(eh_listing_finish)))

#endif
