#include "actor.h"

static const char *const ROLES[EH_ROLE_COUNT] = { "", "officer", "infrastructure", "steward", "administrator", "holder",
	"colleague" };
static const char *const SIDES[EH_SIDE_COUNT] = { "", "council", "sector" };

const char *eh_role_name(enum eh_role role) { return ROLES[role]; }
const char *eh_side_name(enum eh_side side) { return SIDES[side]; }

enum eh_role eh_role_parse(struct eh_str name)
{
	for (int role = 1; role < EH_ROLE_COUNT; role++)
		if (eh_str_eq(name, eh_str_of(ROLES[role])))
			return (enum eh_role)role;
	return EH_ROLE_NONE;
}

enum eh_side eh_side_parse(struct eh_str name)
{
	for (int side = 1; side < EH_SIDE_COUNT; side++)
		if (eh_str_eq(name, eh_str_of(SIDES[side])))
			return (enum eh_side)side;
	return EH_SIDE_NONE;
}
