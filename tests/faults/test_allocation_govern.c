/* test_allocation_govern.c: one allocation after another fails, in what `govern` does. See allocation.h. */
#include "test.h"

#include "allocation.h"

#include "../unit/govern/house.h"
#include "govern/totp.h"

static struct {
	char folder[128], base[160], store[160];
	struct house house; /* its db is the store of the run */
	struct eh_secret secret;
	int64_t motion, officer, holder;
	char digest[EH_MOTION_DIGEST_MAX], code[7], token[EH_TOKEN_MAX], session[EH_TOKEN_MAX];
} at;

static enum eh_rc run_audit(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_audit_rows rows EH_CLEANUP_AUDIT_ROWS = { 0 };
	const struct eh_audit_entry entry = {
		.by = &EH_ACTOR_SYSTEM, .verb = "changed", .subject_kind = "organisation", .after = EH_STR("x"), .about_person = 1
	};
	int64_t number, checked;

	EH_TRY(eh_audit_write(db, NOON, &entry, &number, err));
	EH_TRY(eh_audit_erase(db, NOON, &EH_ACTOR_SYSTEM, number, EH_STR("asked for"), err));
	EH_TRY(eh_audit_list(db, &(struct eh_audit_filter){ 0 }, &rows, err));
	EH_TRY(eh_audit_verify(db, NULL, &checked, err));
	*ret_result = checked * 1000 + (int64_t)rows.count;
	return EH_OK;
}

static enum eh_rc run_people(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_person_list people EH_CLEANUP_PERSON_LIST = { 0 };
	struct eh_roles roles EH_CLEANUP_ROLES = { 0 };
	int64_t person, role;

	EH_TRY(eh_person_add(db, NOON, &EH_ACTOR_SYSTEM, EH_STR("New"), EH_STR("new@example.org"), &person, err));
	EH_TRY(eh_role_grant(db, NOON, &EH_ACTOR_SYSTEM,
	        &(struct eh_grant){ .person_id = person, .role = EH_ROLE_OFFICER, .place_id = EH_STR("town") }, &role, err));
	EH_TRY(eh_roles_of_place(db, NOON, EH_STR("town"), &roles, err));
	EH_TRY(eh_person_list(db, &people, err));
	EH_TRY(eh_person_leave(db, NOON, &EH_ACTOR_SYSTEM, person, EH_STR("left"), err));
	*ret_result = (int64_t)(roles.count * 1000 + people.count);
	return EH_OK;
}

static enum eh_rc run_steward(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	const struct eh_actor other = council_actor(at.house.other_council), council = council_actor(at.house.council);
	const struct eh_seat seat = { at.officer, EH_SIDE_COUNCIL, EH_STR("town"), NOTHING };
	struct eh_invitations invitations EH_CLEANUP_INVITATIONS = { 0 };
	int64_t invitation;

	EH_TRY(eh_steward_invite(COUNCIL_HOUSE(db), NOON, &other, &seat, &invitation, err));
	EH_TRY(eh_steward_invitations(db, EH_STR("town"), &invitations, err));
	EH_TRY(eh_steward_confirm(COUNCIL_HOUSE(db), NOON, &council, invitation, NOTHING, ret_result, err));
	*ret_result = *ret_result * 10 + (int64_t)invitations.count;
	return EH_OK;
}

static enum eh_rc run_request(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_signin_sent sent;

	EH_TRY(eh_signin_request(db, NOON, &at.secret, EH_STR("officer@example.org"), EH_STR("client"), &sent, err));
	*ret_result = sent.person_id;
	return EH_OK;
}

static enum eh_rc run_token(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	return eh_signin_use_token(db, NOON, &at.secret, eh_str_of(at.token), EH_STR("client"), ret_result, err);
}

static enum eh_rc run_session(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_sessions sessions EH_CLEANUP_SESSIONS = { 0 };
	struct eh_session session;
	char token[EH_TOKEN_MAX];

	EH_TRY(eh_session_start(db, NOON, &at.secret, at.officer, EH_STR("Firefox"), token, err));
	EH_TRY(eh_session_find(db, NOON, &at.secret, eh_str_of(at.session), &session, err));
	EH_TRY(eh_session_strengthen(db, NOON, &at.secret, &session, token, err));
	EH_TRY(eh_session_list(db, NOON, at.officer, &sessions, err));
	*ret_result = session.person_id * 10 + (int64_t)sessions.count;
	return EH_OK;
}

static enum eh_rc run_factor(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	*ret_result = 1;
	return eh_factor_check(db, NOON + HOUR, &at.secret, at.officer, eh_str_of(at.code), err);
}

static enum eh_rc run_begin_factor(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_factor_offer offer;

	EH_TRY(eh_factor_begin(db, NOON, &at.secret, at.holder, EH_STR("Evenhand"), &arena, &offer, err));
	*ret_result = (int64_t)offer.uri.n;
	return EH_OK;
}

static enum eh_rc run_propose(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	const struct eh_actor officer = council_actor(at.officer);

	(void)db;
	return eh_motion_propose(&at.house.motions, NOON, &officer,
	        &(struct eh_motion_proposal){
	                { EH_STR("town"), EH_STR("change_local"), EH_STR("place"), EH_STR("town") }, EH_STR("why") },
	        ret_result, err);
}

static enum eh_rc run_last_key(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	const struct eh_actor council = council_actor(at.house.council);
	enum eh_motion_outcome outcome;

	(void)db;
	EH_TRY(eh_motion_make(
	        &at.house.motions, NOON, &council, at.motion, EH_MOTION_TURN, eh_str_of(at.digest), NOTHING, &outcome, err));
	*ret_result = outcome;
	return EH_OK;
}

static enum eh_rc run_refuse(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	const struct eh_actor council = council_actor(at.house.council);
	enum eh_motion_outcome outcome;

	(void)db;
	EH_TRY(eh_motion_make(
	        &at.house.motions, NOON, &council, at.motion, EH_MOTION_REFUSE, NOTHING, EH_STR("not yet"), &outcome, err));
	*ret_result = outcome;
	return EH_OK;
}

static enum eh_rc run_changed(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	(void)db;
	at.house.report = "another draft";
	enum eh_rc rc = eh_motion_recheck(&at.house.motions, NOON, NOTHING, NOTHING, ret_result, err);
	at.house.report = "first draft";
	return rc;
}

static enum eh_rc run_read_motions(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_motions motions EH_CLEANUP_MOTIONS = { 0 };
	struct eh_motion_events events __attribute__((cleanup(eh_motion_events_finish))) = { 0 };
	struct eh_person_list audience EH_CLEANUP_PERSON_LIST = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str wanted;

	EH_TRY(eh_motion_list(&at.house.motions, NOON, EH_STR("town"), false, &motions, err));
	EH_TRY(eh_motion_history(db, at.motion, &events, err));
	EH_TRY(eh_motion_audience(db, at.motion, &audience, err));
	EH_TRY(eh_motion_wanted(&motions.items[0], &arena, &wanted, err));
	*ret_result = (int64_t)(motions.count + events.count * 100 + audience.count * 10000 + wanted.n * 1000000);
	return EH_OK;
}

static enum eh_rc run_lapse(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	return eh_motion_lapse(db, NOON + 90 * DAY, ret_result, err);
}

static enum eh_rc run_export(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	EH_TRY(eh_person_export(db, NOON, at.officer, &out, err));
	*ret_result = (int64_t)eh_str_hash(eh_buf_str(&out));
	return EH_OK;
}

static enum eh_rc run_erase(struct eh_db *db, int64_t *ret_result, struct eh_error *err)
{
	*ret_result = 1;
	return eh_person_erase(db, NOON, &EH_ACTOR_SYSTEM, at.holder, EH_STR("asked for"), err);
}

static void opened(struct eh_db *db) { at.house.db = at.house.motions.db = db; }

static void everything_fails_whole_when_memory_is_short(void **state)
{
	static const struct operation OPERATIONS[] = {
		{ "audit", run_audit, false },
		{ "people", run_people, false },
		{ "steward", run_steward, false },
		{ "sign-in request", run_request, true },
		{ "sign-in", run_token, true },
		{ "session", run_session, false },
		{ "second factor", run_factor, true },
		{ "new second factor", run_begin_factor, false },
		{ "proposal", run_propose, false },
		{ "last key", run_last_key, true },
		{ "refusal", run_refuse, true },
		{ "changed draft", run_changed, false },
		{ "lapse", run_lapse, false },
		{ "reading motions", run_read_motions, false },
		{ "export", run_export, false },
		{ "erasure", run_erase, false },
	};
	struct walk walk = { .base = at.base, .store = at.store, .db = at.house.db, .opened = opened };
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof OPERATIONS / sizeof *OPERATIONS; i++)
		wrong += fail_everywhere(&walk, &OPERATIONS[i]);
	walk_close(&walk);
	assert_int_equal(wrong, 0);
}

/* A factor that is ready, without the slow hashes of its recovery codes. */
static void make_factor(struct eh_db *db)
{
	static const unsigned char KEY[] = "12345678901234567890";
	struct eh_buf sealed EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	assert_int_equal(
	        eh_secret_seal(&at.secret, EH_FOR_FACTOR, (struct eh_str){ (const char *)KEY, EH_TOTP_SECRET }, &sealed), EH_OK);
	assert_ok(eh_q_factor_put(db, at.officer, eh_buf_str(&sealed), NOON, &err), &err);
	assert_ok(eh_q_factor_step(db, at.officer, 1, NOON, &err), &err);
	assert_ok(eh_totp_code(KEY, eh_totp_step(NOON + HOUR), at.code, &err), &err);
}

static int set_up(void **state)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_signin_sent sent;
	struct eh_motion motion;

	(void)state;
	snprintf(at.folder, sizeof at.folder, "%s", test_folder());
	snprintf(at.base, sizeof at.base, "%s/base.db", at.folder);
	snprintf(at.store, sizeof at.store, "%s/store.db", at.folder);
	eh_secret_random(&at.secret);
	house_open_at(&at.house, at.base);
	struct eh_db *db = at.house.db;
	at.officer = council_person(db, "officer");
	council_role(db, at.officer, EH_ROLE_OFFICER, "town", NULL);
	at.holder = council_person(db, "holder");
	council_role(db, at.holder, EH_ROLE_HOLDER, NULL, "big");
	at.motion = house_propose(&at.house);
	house_turn(&at.house, at.house.small, at.motion, EH_MOTION_DONE);
	house_turn(&at.house, at.house.big, at.motion, EH_MOTION_DONE);
	assert_ok(eh_motion_get(&at.house.motions, NOON, at.motion, &arena, &motion, &err), &err);
	memcpy(at.digest, motion.digest, sizeof at.digest);
	assert_ok(eh_signin_request(db, NOON, &at.secret, EH_STR("officer@example.org"), EH_STR("client"), &sent, &err), &err);
	memcpy(at.token, sent.token, sizeof at.token);
	assert_ok(eh_session_start(db, NOON, &at.secret, at.officer, EH_STR("Firefox"), at.session, &err), &err);
	make_factor(db);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	eh_db_close(at.house.db);
	test_remove(at.folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(everything_fails_whole_when_memory_is_short) };

	return cmocka_run_group_tests_name("allocation in govern", tests, set_up, tear_down);
}
