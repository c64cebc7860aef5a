/* motion_kinds.c: what can be moved. A new kind is a row here, and an act of the layer that does it. */
#include "motion.h"

#include "base/say.h"

#define STEWARDS (1u << EH_ROLE_STEWARD)
#define STAFF (STEWARDS | 1u << EH_ROLE_OFFICER | 1u << EH_ROLE_INFRASTRUCTURE)

const struct eh_motion_kind eh_motion_kinds[] = {
	{ "publish_report", EH_T("Publish the report"), STAFF, 28, true },
	{ "remove_entry", EH_T("Take an entry off the list against its will"), STAFF, 28, false },
	{ "close_entry", EH_T("Mark an organisation as closed"), STAFF, 28, false },
	{ "show_entry", EH_T("Show an entry again that was hidden for safety"), STAFF, 14, false },
	{ "change_local", EH_T("Change what counts as local"), STAFF, 28, false },
	{ "vouch_claim", EH_T("Vouch for who speaks for an organisation"), STAFF, 28, false },
	{ NULL, NULL, 0, 0, false },
};

const struct eh_motion_kind *eh_motion_kind(struct eh_str name)
{
	for (const struct eh_motion_kind *kind = eh_motion_kinds; kind->name; kind++)
		if (eh_str_eq(name, eh_str_of(kind->name)))
			return kind;
	return NULL;
}

const char *eh_motion_state_name(enum eh_motion_state state)
{
	static const char *const NAMES[] = { "proposed", EH_T("one key"), "in force", "alone", "lapsed", "void", "withdrawn" };

	return NAMES[state];
}
