#include "exchange/sheet.h"
#include "govern_cli.h"
#include "jobs/backup.h"
#include "reading.h"

static const struct eh_sheet_column COLUMNS[] = {
	{ "person", "Person", EH_SHEET_WHOLE, 0, 6 },
	{ "name", "Name", EH_SHEET_TEXT, 0, 24 },
	{ "email", "E-mail", EH_SHEET_TEXT, 0, 32 },
	{ "roles", "Roles", EH_SHEET_TEXT, 0, 60 },
};

/* "officer, town; steward of the sector, town, GB-CHC-1 (from 2026-04-11)" */
static enum eh_rc roles_in_words(struct eh_cli *cli, int64_t person_id, struct eh_str *ret_words, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_buf words EH_CLEANUP_BUF = { 0 };
	char from[11];

	EH_TRY(eh_roles_of_person(cli->db, eh_clock_now(), person_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++) {
		const struct eh_person_role *role = &roles.items[i];
		eh_date_format(eh_london_date(role->effective_at), from);
		if (eh_buf_printf(&words, "%s%s%s%s", i ? "; " : "", eh_role_name(role->role),
		            role->role == EH_ROLE_STEWARD ? " of the " : "",
		            role->role == EH_ROLE_STEWARD ? eh_side_name(role->side) : "") < 0 ||
		        (role->place_id.p && eh_buf_printf(&words, ", %.*s", EH_FMT(role->place_id)) < 0) ||
		        (role->org_id.p && eh_buf_printf(&words, ", %.*s", EH_FMT(role->org_id)) < 0) ||
		        (!role->in_force && eh_buf_printf(&words, " (from %s)", from) < 0))
			return eh_fail_memory(err);
	}
	*ret_words = eh_arena_str(&cli->arena, eh_buf_str(&words));
	return EH_OK;
}

static enum eh_rc list(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_person_list people EH_CLEANUP_PERSON_LIST = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_person_list(cli->db, &people, err));
	eh_sheet_init(&sheet, "people", "People", NULL, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS);
	for (size_t i = 0; i < people.count; i++) {
		union eh_sheet_cell *cell = eh_sheet_row(&sheet);
		if (!cell)
			return eh_fail_memory(err);
		cell[0].number = (double)people.items[i].person_id;
		cell[1].text = people.items[i].name;
		cell[2].text = people.items[i].email;
		EH_TRY(roles_in_words(cli, people.items[i].person_id, &cell[3].text, err));
	}
	EH_TRY(eh_arena_check(&cli->arena, EH_OK, err));
	return eh_cli_print_sheet(cli, &sheet, err);
}

static enum eh_rc add(struct eh_cli *cli, struct eh_error *err)
{
	int64_t person = 0;

	EH_TRY(eh_person_add(
	        cli->db, eh_clock_now(), &EH_ACTOR_SYSTEM, eh_cli_text(cli, "name"), eh_str_of(cli->arguments[1]), &person, err));
	fprintf(cli->out, "person %lld\n", (long long)person);
	return EH_OK;
}

/* The role that --role, --place and --organisation describe. */
static enum eh_rc read_grant(struct eh_cli *cli, struct eh_grant *ret_grant, struct eh_error *err)
{
	struct eh_grant grant = { .role = eh_role_parse(eh_cli_text(cli, "role")),
		.org_id = eh_cli_text(cli, "organisation"),
		.why = eh_cli_text(cli, "why") };
	struct eh_person person;

	if (!grant.role)
		return eh_fail(err, EH_USAGE, "which role? --role officer, infrastructure, administrator, holder or colleague");
	EH_TRY(eh_cli_person(cli, &person, err));
	EH_TRY(eh_cli_place_id(cli, &grant.place_id, err));
	grant.person_id = person.person_id;
	*ret_grant = grant;
	return EH_OK;
}

static enum eh_rc give(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_grant grant;

	EH_TRY(read_grant(cli, &grant, err));
	return eh_role_grant(cli->db, eh_clock_now(), &EH_ACTOR_SYSTEM, &grant, NULL, err);
}

static bool same(struct eh_str a, struct eh_str b) { return !a.p == !b.p && eh_str_eq(a, b); }

static enum eh_rc end(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	struct eh_grant grant;

	EH_TRY(read_grant(cli, &grant, err));
	EH_TRY(eh_roles_of_person(cli->db, eh_clock_now(), grant.person_id, &roles, err));
	for (size_t i = 0; i < roles.count; i++) {
		const struct eh_person_role *role = &roles.items[i];
		if (role->role == grant.role && same(role->place_id, grant.place_id) &&
		        (role->role == EH_ROLE_STEWARD || same(role->org_id, grant.org_id)))
			return eh_role_end(cli->db, eh_clock_now(), &EH_ACTOR_SYSTEM, role->role_id, grant.why, err);
	}
	return eh_fail(err, EH_NOT_FOUND, "%s has no such role; evenhand people lists them", cli->arguments[1]);
}

static enum eh_rc leave(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_person person;

	EH_TRY(eh_cli_person(cli, &person, err));
	return eh_person_leave(cli->db, eh_clock_now(), &EH_ACTOR_SYSTEM, person.person_id, eh_cli_text(cli, "why"), err);
}

static enum eh_rc erase(struct eh_cli *cli, struct eh_error *err)
{
	struct eh_person person;

	EH_TRY(eh_cli_person(cli, &person, err));
	return eh_person_erase(cli->db, eh_clock_now(), &EH_ACTOR_SYSTEM, person.person_id, eh_cli_text(cli, "why"), err);
}

static enum eh_rc export(struct eh_cli *cli, struct eh_error *err) {
	struct eh_buf text EH_CLEANUP_BUF = { 0 }; struct eh_person person;

	EH_TRY(eh_cli_open(cli, EH_DB_READ, err));
	EH_TRY(eh_cli_person(cli, &person, err));
	EH_TRY(eh_person_export(cli->db, eh_clock_now(), person.person_id, &text, err));
	fwrite(text.p, 1, text.n, cli->out);
	return EH_OK;
}

enum eh_rc eh_cmd_people(struct eh_cli *cli, struct eh_error *err)
{
	static const char *const ACTIONS[] = { "list", "export", "add", "role", "end", "remove", "erase", NULL };
	static const struct {
		enum eh_rc (*run)(struct eh_cli *, struct eh_error *);
		bool writes;
	} RUN[] = { { list, false }, { export, false }, { add, true }, { give, true }, { end, true }, { leave, true },
		{ erase, true } };
	const char *action = NULL;
	size_t i = 0;

	EH_TRY(eh_cli_action(cli, ACTIONS, "list", &action, err));
	while (ACTIONS[i] != action)
		i++;
	if (i && cli->argument_count < 2)
		return eh_fail(err, EH_USAGE, "whose? evenhand people %s EMAIL", action);
	if (!RUN[i].writes)
		return RUN[i].run(cli, err);
	EH_TRY(eh_cli_open(cli, EH_DB_WRITE, err));
	EH_TRY(eh_cli_write(cli, RUN[i].run, err));
	if (RUN[i].run != erase)
		return EH_OK;
	EH_TRY(eh_erasure_note(cli->db, eh_cli_db_path(cli), NULL, NULL, err));
	if (eh_db_checkpoint(cli->db, NULL) < 0)
		fputs("The store is in use: its log still holds what was erased until the server's worker has emptied it, in a "
		      "moment.\n",
		        cli->out);
	return EH_OK;
}
