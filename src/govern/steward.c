/* steward.c: who comes to hold a key. */
#include "steward.h"

#include "queries.h"
#include "roles_private.h"

#define HOUR (INT64_C(3600) * 1000000)

static const struct eh_str ANY = { NULL, 0 };

enum eh_rc eh_govern_figure(struct eh_db *db, const char *name, int32_t date, int64_t *ret_value, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_govern_figure row;
	enum eh_rc rc = eh_q_govern_figure(db, eh_str_of(name), date, &arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "the store has no figure called \"%s\" for this day", name);
	EH_TRY(rc);
	*ret_value = row.value;
	return EH_OK;
}

enum eh_rc eh_govern_holidays(struct eh_db *db, struct eh_holidays *ret_holidays, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_holidays holidays = { .count = 0 };
	struct eh_q_bank_holiday_list row;
	enum eh_rc rc = eh_q_bank_holiday_list(db, EH_STR("england"), &rows, err);

	while (rc == EH_OK && (rc = eh_q_bank_holiday_list_next(&rows, &row, err)) == EH_OK)
		if (holidays.count < sizeof holidays.dates / sizeof *holidays.dates)
			holidays.dates[holidays.count++] = (int32_t)row.date;
	if (rc < 0)
		return rc;
	*ret_holidays = holidays;
	return EH_OK;
}

int eh_govern_working_days(const struct eh_holidays *holidays, int64_t from, int64_t to)
{
	int32_t last = eh_london_date(to);
	int days = 0;

	for (int32_t date = eh_london_date(from) + 1; date <= last; date++)
		days += eh_working_day(date, holidays->dates, holidays->count);
	return days;
}

enum eh_rc eh_govern_after_working_days(struct eh_db *db, int64_t now, int days, int64_t *ret_instant, struct eh_error *err)
{
	struct eh_holidays holidays;

	EH_TRY(eh_govern_holidays(db, &holidays, err));
	*ret_instant = eh_london_midnight(eh_working_days_after(eh_london_date(now), days, holidays.dates, holidays.count) + 1);
	return EH_OK;
}

static enum eh_rc check_key_free(struct eh_db *db, const struct eh_seat *seat, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_steward_side_of_person row;
	enum eh_rc rc = eh_q_steward_side_of_person(db, seat->person_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_steward_side_of_person_next(&rows, &row, err)) == EH_OK)
		if (eh_side_parse(row.side) != seat->side)
			rc = eh_refuse(why, err,
			        "This person holds or held a key of the %.*s in %.*s; nobody holds keys for both sides.",
			        EH_FMT(row.side), EH_FMT(row.place_id));
	return rc == EH_END ? EH_OK : rc;
}

/* Whom the sector's key is counted for. */
static enum eh_rc check_org(
        const struct eh_motion_house *house, const struct eh_seat *seat, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_org_standing standing = { 0 };
	enum eh_rc rc = EH_NOT_FOUND;

	if (seat->side != EH_SIDE_SECTOR)
		return EH_OK;
	if (house->org)
		rc = house->org(house->org_context, seat->place_id, seat->org_id, &arena, &standing, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_NOT_FOUND || !standing.listed)
		return eh_refuse(why, err,
		        "A steward of the sector comes from an organisation that is on the list of this place, open and shown; "
		        "%.*s is not.",
		        EH_FMT(eh_utf8_cut(seat->org_id, 40)));
	return EH_OK;
}

/* Whom a seat can be for. */
static enum eh_rc check_seat(
        const struct eh_motion_house *house, int64_t now, const struct eh_seat *seat, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_db *db = house->db;
	struct eh_roles theirs EH_CLEANUP_ROLES = { 0 };

	if (seat->side != EH_SIDE_COUNCIL && seat->side != EH_SIDE_SECTOR)
		return eh_fail(err, EH_INVALID, "a steward is of the council or of the sector");
	if (seat->side == EH_SIDE_SECTOR && !seat->org_id.n)
		return eh_fail(err, EH_INVALID, "say which organisation this steward of the sector comes from");
	if (seat->side == EH_SIDE_COUNCIL && seat->org_id.n)
		return eh_fail(err, EH_INVALID, "a steward of the council comes from no other organisation");
	EH_TRY(eh_place_check(db, seat->place_id, err));
	EH_TRY(eh_person_check(db, seat->person_id, why, err));
	EH_TRY(check_key_free(db, seat, why, err));
	EH_TRY(eh_roles_of_person(db, now, seat->person_id, &theirs, err));
	for (size_t i = 0; i < theirs.count; i++) {
		const struct eh_person_role *has = &theirs.items[i];
		bool here = eh_str_eq(has->place_id, seat->place_id);
		if (has->role == EH_ROLE_ADMINISTRATOR)
			return eh_refuse(why, err, "This person is an administrator, and an administrator holds no key.");
		if (here && has->role == EH_ROLE_STEWARD)
			return eh_refuse(why, err, "This person is a steward here already.");
		if (here && has->side && has->side != seat->side)
			return eh_refuse(why, err, "This person works for the %s here; nobody works for both sides of a place.",
			        eh_side_name(has->side));
	}
	return check_org(house, seat, why, err);
}

/* Whoever runs the machine says nothing in who holds keys, whatever else they are. */
static enum eh_rc check_no_administrator(const struct eh_roles *mine, char why[EH_WHY_MAX], struct eh_error *err)
{
	return eh_roles_find(mine, EH_ROLE_ADMINISTRATOR, EH_SIDE_NONE, ANY, ANY)
	               ? eh_refuse(why, err, "An administrator names no steward and confirms none.")
	               : EH_OK;
}

static enum eh_rc seat_steward(struct eh_db *db, int64_t now, const struct eh_actor *by, const struct eh_seat *seat,
        int64_t effective_at, bool first, struct eh_str election, int64_t *ret_role, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_role_add row;
	const struct eh_str org = seat->org_id.n ? seat->org_id : ANY;

	EH_TRY(eh_q_role_add(db, seat->person_id, EH_STR("steward"), eh_str_of(eh_side_name(seat->side)), seat->place_id, org,
	        by->person_id, now, effective_at, first, &arena, &row, err));
	const struct eh_person_role role = { .role_id = row.role_id,
		.person_id = seat->person_id,
		.role = EH_ROLE_STEWARD,
		.side = seat->side,
		.place_id = seat->place_id,
		.org_id = org };
	EH_TRY(eh_role_note(db, now, by, first ? "enrolled" : "confirmed", &role, election, err));
	if (ret_role)
		*ret_role = row.role_id;
	return EH_OK;
}

static enum eh_rc after_waiting(struct eh_db *db, int64_t now, int64_t *ret_instant, struct eh_error *err)
{
	int64_t days = 0;

	EH_TRY(eh_govern_figure(db, "steward wait", eh_london_date(now), &days, err));
	return eh_govern_after_working_days(db, now, (int)days, ret_instant, err);
}

enum eh_rc eh_steward_enrol(
        const struct eh_motion_house *house, int64_t now, const struct eh_seat *seat, int64_t *ret_role, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_steward_first before;
	char why[EH_WHY_MAX];
	int64_t effective_at = now;

	EH_TRY(check_seat(house, now, seat, why, err));
	EH_TRY(eh_q_steward_first(house->db, seat->place_id, eh_str_of(eh_side_name(seat->side)), &arena, &before, err));
	bool first = !before.ever || now - before.earliest < HOUR;
	if (!first && before.left_now)
		return eh_fail(err, EH_REFUSED,
		        "The %s has stewards here; a later one is invited and confirmed by a steward of the same side, not "
		        "enrolled.",
		        eh_side_name(seat->side));
	if (!first)
		EH_TRY(after_waiting(house->db, now, &effective_at, err));
	return seat_steward(house->db, now, &EH_ACTOR_SYSTEM, seat, effective_at, first, ANY, ret_role, err);
}

enum eh_rc eh_steward_may_invite(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_seat *seat, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };

	EH_TRY(check_seat(house, now, seat, why, err));
	EH_TRY(eh_roles_of_person(house->db, now, by->person_id, &mine, err));
	EH_TRY(check_no_administrator(&mine, why, err));
	bool steward = eh_roles_find(&mine, EH_ROLE_STEWARD, seat->side, seat->place_id, ANY) != NULL;
	if (seat->side == EH_SIDE_COUNCIL && !steward &&
	        !eh_roles_find(&mine, EH_ROLE_OFFICER, EH_SIDE_NONE, seat->place_id, ANY))
		return eh_refuse(why, err,
		        "A steward of the council is named by another of the council's stewards or by its partnership officer.");
	if (seat->side == EH_SIDE_SECTOR && !steward &&
	        !eh_roles_find(&mine, EH_ROLE_INFRASTRUCTURE, EH_SIDE_NONE, seat->place_id, ANY))
		return eh_refuse(why, err,
		        "The sector elects its stewards: one of them or its infrastructure organisation names who was elected.");
	return EH_OK;
}

enum eh_rc eh_steward_invite(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct eh_seat *seat, int64_t *ret_invitation, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_invitation_add row;
	char why[EH_WHY_MAX];

	EH_TRY(eh_steward_may_invite(house, now, by, seat, why, err));
	EH_TRY(eh_q_invitation_add(house->db, seat->person_id, eh_str_of(eh_side_name(seat->side)), seat->place_id,
	        seat->org_id.n ? seat->org_id : ANY, by->person_id, now, &arena, &row, err));
	const struct eh_person_role role = { .role_id = row.invitation_id,
		.person_id = seat->person_id,
		.role = EH_ROLE_STEWARD,
		.side = seat->side,
		.place_id = seat->place_id,
		.org_id = seat->org_id.n ? seat->org_id : ANY };
	EH_TRY(eh_role_note(house->db, now, by, "invited", &role, ANY, err));
	*ret_invitation = row.invitation_id;
	return EH_OK;
}

struct invitation {
	struct eh_q_invitation_get row;
	struct eh_seat seat;
};

static enum eh_rc get_invitation(
        struct eh_db *db, int64_t id, struct eh_arena *arena, struct invitation *ret, struct eh_error *err)
{
	enum eh_rc rc = eh_q_invitation_get(db, id, arena, &ret->row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no invitation %lld", (long long)id);
	EH_TRY(rc);
	ret->seat = (struct eh_seat){ ret->row.person_id, eh_side_parse(ret->row.side), ret->row.place_id, ret->row.org_id };
	return EH_OK;
}

static enum eh_rc may_confirm(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        const struct invitation *invitation, char why[EH_WHY_MAX], struct eh_error *err)
{
	const struct eh_seat *seat = &invitation->seat;
	struct eh_roles mine EH_CLEANUP_ROLES = { 0 };

	if (invitation->row.confirmed_at != EH_DB_NULL)
		return eh_refuse(why, err, "This steward is confirmed already.");
	EH_TRY(check_seat(house, now, seat, why, err));
	EH_TRY(eh_roles_of_person(house->db, now, by->person_id, &mine, err));
	EH_TRY(check_no_administrator(&mine, why, err));
	if (!eh_roles_find(&mine, EH_ROLE_STEWARD, seat->side, seat->place_id, ANY))
		return eh_refuse(why, err, "Only a steward of the %s may confirm one of the %s.", eh_side_name(seat->side),
		        eh_side_name(seat->side));
	if (by->person_id == invitation->row.invited_by)
		return eh_refuse(why, err, "You named this steward; somebody else has to confirm it.");
	if (!by->strong)
		return eh_refuse(why, err, "Show the code of your authenticator first.");
	return EH_OK;
}

enum eh_rc eh_steward_may_confirm(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by,
        int64_t invitation_id, char why[EH_WHY_MAX], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct invitation invitation;

	EH_TRY(get_invitation(house->db, invitation_id, &arena, &invitation, err));
	return may_confirm(house, now, by, &invitation, why, err);
}

enum eh_rc eh_steward_confirm(const struct eh_motion_house *house, int64_t now, const struct eh_actor *by, int64_t invitation_id,
        struct eh_str election, int64_t *ret_role, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct invitation invitation;
	char why[EH_WHY_MAX];
	int64_t effective_at, role;

	EH_TRY(get_invitation(house->db, invitation_id, &arena, &invitation, err));
	EH_TRY(may_confirm(house, now, by, &invitation, why, err));
	if (invitation.seat.side == EH_SIDE_SECTOR && !eh_str_trim(election).n)
		return eh_fail(err, EH_INVALID, "say when this steward was elected, and by how many organisations");
	EH_TRY(after_waiting(house->db, now, &effective_at, err));
	EH_TRY(seat_steward(house->db, now, by, &invitation.seat, effective_at, false, election, &role, err));
	EH_TRY(eh_q_invitation_confirm(house->db, invitation_id, by->person_id, now, election, role, err));
	if (ret_role)
		*ret_role = role;
	return EH_OK;
}
