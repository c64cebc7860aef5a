#include "still_right.h"

#include "queries.h"

#define DAY INT64_C(86400000000)

enum { CONFIRM_DAYS = 90 };

static enum eh_rc ask(
        const struct eh_still_right *still, const struct eh_q_confirm_due *row, int64_t *asked, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	char day[11];
	bool queued = false;

	eh_date_format((int32_t)row->last_confirmed, day);
	const struct eh_mail_facts facts = { .name = row->name,
		.about = row->org_name,
		.place = row->place_name,
		.entry = row->org_id,
		.said = eh_arena_printf(&arena, "What the list says of it is of %s. It stands on its page.", day),
		.link = eh_mail_confirm_link(still->secret, &arena, still->base_url, row->person_id, row->org_id),
		.unsubscribe = eh_mail_unsubscribe_link(
		        still->secret, &arena, still->base_url, row->person_id, EH_MAIL_CONFIRM) };
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_mail_queue(still->db, still->now, EH_MAIL_CONFIRM, row->person_id, row->email, &facts, &queued, err));
	*asked += queued;
	return EH_OK;
}

enum eh_rc eh_still_right_due(const struct eh_still_right *still, int64_t *asked, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_confirm_due row;
	enum eh_rc rc = eh_q_confirm_due(still->db, still->now - CONFIRM_DAYS * DAY, &rows, err);

	while (rc == EH_OK && (rc = eh_q_confirm_due_next(&rows, &row, err)) == EH_OK)
		rc = ask(still, &row, asked, err);
	return rc == EH_END ? EH_OK : rc;
}

enum eh_rc eh_still_right_ask(const struct eh_still_right *still, struct eh_str org_id, struct eh_str place_id,
        int64_t *ret_keepers, int64_t *ret_asked, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_confirm_whom row;
	int64_t keepers = 0, asked = 0;
	enum eh_rc rc = eh_q_confirm_whom(still->db, org_id, place_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_confirm_whom_next(&rows, &row, err)) == EH_OK) {
		const struct eh_q_confirm_due one = { .person_id = row.person_id,
			.org_id = org_id,
			.name = row.name,
			.email = row.email,
			.org_name = row.org_name,
			.place_id = place_id,
			.place_name = row.place_name,
			.last_confirmed = row.last_confirmed };
		rc = ask(still, &one, &asked, err);
		keepers++;
	}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	*ret_keepers = keepers;
	*ret_asked = asked;
	return EH_OK;
}
