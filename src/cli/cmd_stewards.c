#include "exchange/sheet.h"
#include "govern_cli.h"
#include "reading.h"
#include "register/org_lookup.h"

static const struct eh_sheet_column COLUMNS[] = {
	{ "side", "Side", EH_SHEET_TEXT, 0, 8 },
	{ "name", "Name", EH_SHEET_TEXT, 0, 28 },
	{ "organisation", "From", EH_SHEET_TEXT, 0, 20 },
	{ "since", "Key from", EH_SHEET_TEXT, 0, 10 },
	{ "first", "Enrolled at installation", EH_SHEET_YES_NO, 0, 10 },
	{ "in_force", "May turn it", EH_SHEET_YES_NO, 0, 10 },
};

static enum eh_rc add_row(struct eh_cli *cli, struct eh_sheet *sheet, const struct eh_person_role *role, struct eh_error *err)
{
	union eh_sheet_cell *cell = eh_sheet_row(sheet);
	char since[11];

	if (!cell)
		return eh_fail_memory(err);
	eh_date_format(eh_london_date(role->effective_at), since);
	cell[0].text = eh_str_of(eh_side_name(role->side));
	cell[1].text = role->name;
	cell[2].text = role->org_id;
	cell[3].text = eh_arena_str(&cli->arena, eh_str_of(since));
	cell[4].number = role->first;
	cell[5].number = role->in_force;
	return eh_arena_check(&cli->arena, EH_OK, err);
}

static enum eh_rc need_place(struct eh_cli *cli, struct eh_str *ret_place, struct eh_error *err)
{
	if (!eh_cli_option(cli, "place"))
		return eh_fail(err, EH_USAGE, "of which place? evenhand stewards … --place PLACE");
	return eh_cli_place_id(cli, ret_place, err);
}

static enum eh_rc list(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_str place;

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(need_place(cli, &place, err));
	EH_TRY(eh_stewards_list(cli->db, eh_clock_now(), place, &roles, err));
	eh_sheet_init(&sheet, "stewards", "Stewards", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t i = 0; i < roles.count; i++)
		EH_TRY(add_row(cli, &sheet, &roles.items[i], err));
	return eh_cli_print_sheet(cli, &sheet, err);
}

static enum eh_rc enrol(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_seat seat = { .side = eh_side_parse(eh_cli_text(cli, "side")), .org_id = eh_cli_text(cli, "organisation") };
	const struct eh_motion_house house = { .db = cli->db, .org = eh_org_lookup_listed, .org_context = cli->db };
	struct eh_person person;

	EH_TRY(need_place(cli, &seat.place_id, err));
	EH_TRY(eh_cli_person(cli, &person, err));
	seat.person_id = person.person_id;
	return eh_steward_enrol(&house, eh_clock_now(), &seat, NULL, err);
}

enum eh_rc eh_cmd_stewards(struct eh_cli *cli, struct eh_error *err)
{
	static const char *const ACTIONS[] = { "list", "enrol", NULL };
	const char *action = NULL;

	EH_TRY(eh_cli_action(cli, ACTIONS, "list", &action, err));
	if (action == ACTIONS[0])
		return list(cli, err);
	if (cli->argument_count < 2)
		return eh_fail(err, EH_USAGE, "whom? evenhand stewards enrol EMAIL --side SIDE --place PLACE");
	if (!eh_side_parse(eh_cli_text(cli, "side")))
		return eh_fail(err, EH_USAGE, "of which side? --side council or sector");
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	return eh_cli_write(cli, enrol, err);
}
