#include "reading.h"

static bool has(const struct eh_str *items, size_t count, struct eh_str wanted)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(items[i], wanted))
			return true;
	return false;
}

/* Leaves only those of a status and a need. */
static void narrow(struct eh_listing *listing, struct eh_str status, struct eh_str need)
{
	size_t kept = 0;

	for (size_t i = 0; i < listing->count; i++) {
		const struct eh_listed *org = &listing->items[i];
		if ((!status.n || eh_str_eq(org->status, status)) && (!need.n || has(org->needs, org->need_count, need)))
			listing->items[kept++] = *org;
	}
	listing->count = kept;
}

enum eh_rc eh_cmd_organisations(struct eh_cli *cli, struct eh_error *err)
{
	static const char *const STATUS[] = { "active", "closed", "unknown" };
	struct eh_listing listing EH_CLEANUP_LISTING = { 0 };
	struct eh_sheet sheet EH_CLEANUP_SHEET = { 0 };
	struct eh_str council, need, status = eh_str_of(eh_cli_option(cli, "status"));
	bool known = !status.n;

	for (size_t i = 0; i < 3; i++)
		known |= eh_str_eq(status, eh_str_of(STATUS[i]));
	if (!known)
		return eh_fail(err, EH_USAGE, "--status takes active, closed or unknown");
	EH_TRY(eh_cli_need(cli, &need, err));
	EH_TRY(eh_cli_open_as_of(cli, err));
	EH_TRY(eh_cli_council(cli, &council, err));
	EH_TRY(eh_listing_load(cli->db, council, &listing, err));
	narrow(&listing, status, need);
	if (cli->json) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		if (eh_listing_json(&listing, &text) < 0)
			return eh_fail_memory(err);
		fwrite(text.p, 1, text.n, cli->out);
		return EH_OK;
	}
	EH_TRY(eh_table_organisations(&listing, NULL, false, &cli->arena, &sheet, err));
	EH_TRY(eh_cli_print_sheet(cli, &sheet, err));
	if (!eh_cli_flag(cli, "csv"))
		fprintf(cli->out, "%zu organisation%s\n", listing.count, eh_plural((int64_t)listing.count));
	return EH_OK;
}
