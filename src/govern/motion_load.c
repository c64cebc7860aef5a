/* motion_load.c: a motion with its keys, and whose side's key is turned. */
#include <sodium.h>

#include "motion_private.h"
#include "queries.h"
#include "steward.h"

static enum eh_motion_state stored_state(struct eh_str name)
{
	for (int state = EH_MOTION_PROPOSED; state < EH_MOTION_WITHDRAWN; state++)
		if (eh_str_eq(name, eh_str_of(eh_motion_state_name((enum eh_motion_state)state))))
			return (enum eh_motion_state)state;
	return EH_MOTION_WITHDRAWN;
}

static enum eh_rc take_row(struct eh_motion_case *c, const struct eh_q_motion_get *row, struct eh_error *err)
{
	const struct eh_motion_kind *kind = eh_motion_kind(row->kind);

	if (!kind || row->digest.n != EH_DIGEST)
		return eh_fail(err, EH_UNSUPPORTED,
		        "motion %lld is of a kind (%.*s) that this Evenhand does not know; update Evenhand",
		        (long long)row->motion_id, EH_FMT(row->kind));
	memcpy(c->digest, row->digest.p, EH_DIGEST);
	c->motion = (struct eh_motion){ .motion_id = row->motion_id,
		.proposed_by = row->proposed_by,
		.proposed_at = row->proposed_at,
		.lapses_at = row->lapses_at,
		.decided_at = row->decided_at,
		.subject = { row->place_id, row->kind, row->subject_kind, row->subject_id },
		.kind = kind,
		.reasons = row->reasons,
		.proposed_side = eh_side_parse(row->proposed_side),
		.alone_side = eh_side_parse(row->alone_side),
		.state = stored_state(row->state),
		.statement = row->statement };
	eh_motion_digest_hex(c->digest, c->motion.digest);
	if (c->motion.state == EH_MOTION_PROPOSED && c->now >= row->lapses_at)
		c->motion.state = EH_MOTION_LAPSED;
	return EH_OK;
}

static bool is_decided(const struct eh_motion *motion)
{
	return motion->state == EH_MOTION_IN_FORCE || motion->state == EH_MOTION_ALONE;
}

const struct eh_person_role *eh_motion_steward(const struct eh_motion_case *c, int64_t person_id)
{
	for (size_t i = 0; i < c->stewards.count; i++)
		if (c->stewards.items[i].person_id == person_id && c->stewards.items[i].in_force)
			return &c->stewards.items[i];
	return NULL;
}

size_t eh_motion_steward_count(const struct eh_motion_case *c, enum eh_side side)
{
	size_t count = 0;

	for (size_t i = 0; i < c->stewards.count; i++)
		count += c->stewards.items[i].in_force && c->stewards.items[i].side == side;
	return count;
}

/* A key counts for the digest it was turned for, while its holder is a steward of that side; of what is decided, all counted. */
static bool key_counts(const struct eh_motion_case *c, const struct eh_q_motion_key_list *row)
{
	const struct eh_person_role *steward = eh_motion_steward(c, row->person_id);

	if (is_decided(&c->motion))
		return true;
	return steward && steward->side == eh_side_parse(row->side) && row->digest.n == EH_DIGEST &&
	       memcmp(row->digest.p, c->digest, EH_DIGEST) == 0;
}

static enum eh_rc standing_of(
        struct eh_motion_case *c, struct eh_str org_id, struct eh_org_standing *ret, bool *ret_known, struct eh_error *err)
{
	struct eh_org_standing standing = { .current_id = org_id, .income_pence = EH_DB_NULL };
	enum eh_rc rc = c->house->org ? c->house->org(c->house->org_context, c->motion.subject.place_id, org_id, &c->arena,
	                                        &standing, err)
	                              : EH_NOT_FOUND;

	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	*ret_known = rc != EH_NOT_FOUND;
	*ret = standing;
	return EH_OK;
}

enum eh_rc eh_motion_knows(struct eh_motion_case *c, struct eh_str org_id, bool *ret_known, struct eh_error *err)
{
	struct eh_org_standing standing;

	return standing_of(c, org_id, &standing, ret_known, err);
}

/* Of what is open: of an organisation that the list does not know nobody can say what it is connected with. */
static enum eh_rc leave_out_unknown(struct eh_motion_case *c, struct eh_motion_key *keys, size_t count, struct eh_error *err)
{
	for (size_t i = 0; i < count && !is_decided(&c->motion); i++)
		if (keys[i].counts && keys[i].side == EH_SIDE_SECTOR)
			EH_TRY(eh_motion_knows(c, keys[i].org_id, &keys[i].counts, err));
	return EH_OK;
}

static enum eh_rc load_keys(struct eh_motion_case *c, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_key_list row;
	struct eh_motion_key *keys = NULL;
	size_t count = 0, cap = 0;
	enum eh_rc rc = eh_q_motion_key_list(c->house->db, c->motion.subject.place_id, c->motion.motion_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_key_list_next(&rows, &row, err)) == EH_OK) {
		if (count == cap) {
			struct eh_motion_key *more = eh_arena_alloc_zero(&c->arena, cap ? 2 * cap : 4, sizeof *more);
			if (!more)
				return eh_fail_memory(err);
			if (count)
				memcpy(more, keys, count * sizeof *keys);
			keys = more;
			cap = cap ? 2 * cap : 4;
		}
		keys[count++] = (struct eh_motion_key){ row.person_id, row.turned_at, eh_side_parse(row.side),
			eh_db_keep(&c->arena, row.org_id), eh_db_keep(&c->arena, row.name), key_counts(c, &row) };
	}
	c->motion.keys = keys;
	c->motion.key_count = count;
	EH_TRY(rc == EH_END ? eh_arena_check(&c->arena, EH_OK, err) : rc);
	return leave_out_unknown(c, keys, count, err);
}

/* As many stewards say no as would have to say yes, or all there are. */
static enum eh_rc load_refusals(struct eh_motion_case *c, struct eh_error *err)
{
	struct eh_cursor rows EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_refusal_list row;
	size_t counts[EH_SIDE_COUNT] = { 0 };
	enum eh_rc rc = eh_q_motion_refusal_list(c->house->db, c->motion.subject.place_id, c->motion.motion_id, &rows, err);

	while (rc == EH_OK && (rc = eh_q_motion_refusal_list_next(&rows, &row, err)) == EH_OK) {
		const struct eh_person_role *steward = eh_motion_steward(c, row.person_id);
		enum eh_side side = eh_side_parse(row.side);
		size_t stewards = eh_motion_steward_count(c, side), wanted = side == EH_SIDE_SECTOR && stewards > 1 ? 2 : 1;
		if (!steward || steward->side != side || ++counts[side] < wanted || c->refused[side])
			continue;
		c->refused[side] = true;
		c->refused_at[side] = row.refused_at;
	}
	return rc == EH_END ? EH_OK : rc;
}

static bool is_small(const struct eh_motion_case *c, const struct eh_org_standing *org)
{
	return org->income_pence != EH_DB_NULL && org->income_pence >= 0 && org->income_pence < c->small_income;
}

enum eh_rc eh_motion_pair(
        struct eh_motion_case *c, struct eh_str a, struct eh_str b, struct eh_motion_pair *ret_pair, struct eh_error *err)
{
	struct eh_org_standing x, y;
	bool knows_x, knows_y;

	EH_TRY(standing_of(c, a, &x, &knows_x, err));
	EH_TRY(standing_of(c, b, &y, &knows_y, err));
	*ret_pair = (struct eh_motion_pair){ NULL, is_small(c, &x) || is_small(c, &y) };
	if (!knows_x || !knows_y)
		ret_pair->connection = "the list does not know both organisations";
	else if (eh_str_eq(x.current_id, y.current_id))
		ret_pair->connection = "both come from the same organisation";
	else if (x.parent_id.n && eh_str_eq(x.parent_id, y.parent_id))
		ret_pair->connection = "their organisations have the same parent";
	else if (eh_str_eq(x.parent_id, y.current_id) || eh_str_eq(y.parent_id, x.current_id))
		ret_pair->connection = "one organisation is part of the other";
	return EH_OK;
}

/* The council's key takes one, the sector's a pair. */
static enum eh_rc judge_keys(struct eh_motion_case *c, struct eh_error *err)
{
	struct eh_motion *motion = &c->motion;

	for (size_t i = 0; i < motion->key_count; i++) {
		const struct eh_motion_key *one = &motion->keys[i];
		if (one->counts && one->side == EH_SIDE_COUNCIL)
			motion->complete[EH_SIDE_COUNCIL] = true;
		for (size_t j = 0; j < i && one->counts && one->side == EH_SIDE_SECTOR; j++) {
			struct eh_motion_pair pair;
			if (!motion->keys[j].counts || motion->keys[j].side != EH_SIDE_SECTOR)
				continue;
			EH_TRY(eh_motion_pair(c, one->org_id, motion->keys[j].org_id, &pair, err));
			if (!pair.connection && pair.has_small)
				motion->complete[EH_SIDE_SECTOR] = true;
		}
	}
	if (motion->state == EH_MOTION_PROPOSED && (motion->complete[EH_SIDE_COUNCIL] || motion->complete[EH_SIDE_SECTOR]))
		motion->state = EH_MOTION_ONE_KEY;
	return EH_OK;
}

static enum eh_rc load(struct eh_motion_case *c, int64_t motion_id, struct eh_error *err)
{
	struct eh_q_motion_get row;
	enum eh_rc rc = eh_q_motion_get(c->house->db, motion_id, &c->arena, &row, err);

	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_NOT_FOUND, "there is no motion %lld", (long long)motion_id);
	EH_TRY(rc);
	EH_TRY(take_row(c, &row, err));
	EH_TRY(eh_govern_figure(c->house->db, "small income", eh_london_date(c->now), &c->small_income, err));
	EH_TRY(eh_stewards_list(c->house->db, c->now, c->motion.subject.place_id, &c->stewards, err));
	EH_TRY(load_keys(c, err));
	if (c->motion.state == EH_MOTION_IN_FORCE)
		c->motion.complete[EH_SIDE_COUNCIL] = c->motion.complete[EH_SIDE_SECTOR] = true;
	else if (c->motion.state == EH_MOTION_ALONE)
		c->motion.complete[c->motion.alone_side] = true;
	if (is_decided(&c->motion))
		return EH_OK;
	EH_TRY(load_refusals(c, err));
	return judge_keys(c, err);
}

enum eh_rc eh_motion_case_load(const struct eh_motion_house *house, int64_t now, int64_t motion_id,
        struct eh_motion_case *ret_case, struct eh_error *err)
{
	*ret_case = (struct eh_motion_case){ .house = house, .now = now };
	enum eh_rc rc = load(ret_case, motion_id, err);

	if (rc < 0) {
		eh_motion_case_finish(ret_case);
		*ret_case = (struct eh_motion_case){ 0 };
	}
	return rc;
}

void eh_motion_case_finish(struct eh_motion_case *c)
{
	eh_roles_finish(&c->stewards);
	eh_arena_finish(&c->arena);
}

void eh_motion_digest_hex(const unsigned char digest[EH_DIGEST], char out[EH_MOTION_DIGEST_MAX])
{
	sodium_bin2hex(out, EH_MOTION_DIGEST_MAX, digest, EH_DIGEST);
}
