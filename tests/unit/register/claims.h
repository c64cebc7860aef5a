/* claims.h: a list of two invented organisations for the tests of claims. A register publishes an e-mail address, a web address and a postal address of
 * the one; of the other it knows no more than the name, but a list that somebody keeps gives it a web address. */
#ifndef EH_TEST_CLAIMS_H
#define EH_TEST_CLAIMS_H

#include "../../test.h"

#include "../govern/house.h"
#include "place.h"
#include "register/claim.h"

struct claims {
	struct house house;
	struct test_place place;
	struct eh_db *db;
	struct eh_arena arena;
	struct eh_error error;
	struct eh_actor officer;
	char chess[16], tea[16];
};

static inline void claims_find(struct claims *claims, const char *name, char id[16])
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_organisation_list row;

	*id = '\0';
	assert_ok(eh_q_organisation_list(claims->db, eh_str_of(claims->place.council), &cursor, &claims->error), &claims->error);
	while (eh_q_organisation_list_next(&cursor, &row, &claims->error) == EH_OK)
		if (eh_str_eq(row.name, eh_str_of(name)))
			snprintf(id, 16, "%.*s", EH_FMT(row.org_id));
	if (!*id)
		fail_msg("the list does not hold %s", name);
}

static inline void claims_open(struct claims *claims)
{
	*claims = (struct claims){ 0 };
	house_open(&claims->house);
	claims->db = claims->house.db;
	claims->place = (struct test_place){ .db = claims->db, .council = "Z06000001" };
	snprintf(claims->place.folder, sizeof claims->place.folder, "%s", test_folder());
	assert_ok(eh_q_place_put(claims->db, EH_STR("here"), EH_STR("Here"), eh_str_of(claims->place.council), EH_STR(""), 1,
	                  &claims->error),
	        &claims->error);
	test_place_import(&claims->place, "register", "spreadsheet",
	        "Charity number,Name,Address,Postcode,Email,Website\n"
	        "900001,Larkhill Chess Club,1 High Street,ZZ1 1AA,Larkhill.Chess@gmail.com,https://www.chess.example.net/about\n"
	        "900002,Quenby Tea Dance,2 Low Road,,,\n",
	        NULL, EH_SAYS_WORKS, true, 20000);
	test_place_import(&claims->place, "list", "spreadsheet",
	        "Charity number,Name,Address,Postcode,Email,Website\n"
	        "900002,Quenby Tea Dance,2 Low Road,ZZ1 1AB,tea@rival.example.org,https://rival.example.org\n",
	        NULL, EH_SAYS_WORKS, false, 20000);
	test_place_build(&claims->place, 1);
	claims_find(claims, "Larkhill Chess Club", claims->chess);
	claims_find(claims, "Quenby Tea Dance", claims->tea);
	claims->officer = (struct eh_actor){ council_person(claims->db, "officer"), EH_ROLE_OFFICER, EH_SIDE_COUNCIL, NOTHING,
		true };
	council_role(claims->db, claims->officer.person_id, EH_ROLE_OFFICER, "town", NULL);
}

static inline void claims_close(struct claims *claims)
{
	test_remove(claims->place.folder);
	eh_arena_finish(&claims->arena);
	house_close(&claims->house);
}

static inline struct eh_actor claims_holder(struct claims *claims, const char *name, const char *org)
{
	int64_t person = council_person(claims->db, name);

	council_role(claims->db, person, EH_ROLE_HOLDER, NULL, org);
	return (struct eh_actor){ person, EH_ROLE_HOLDER, EH_SIDE_SECTOR, eh_str_of(org), false };
}

static inline bool claims_holds(struct claims *claims, int64_t person, const char *org)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };

	assert_ok(eh_roles_of_person(claims->db, NOON, person, &roles, &claims->error), &claims->error);
	return eh_roles_find(&roles, EH_ROLE_HOLDER, EH_SIDE_NONE, NOTHING, eh_str_of(org));
}

#endif
