#include "motion_letters.h"

#include "govern/motion.h"
#include "mailer.h"
#include "queries.h"

static const char *const EVENTS[] = { [EH_MOTION_TOLD_PROPOSED] = "proposed", [EH_MOTION_TOLD_VOIDED] = "changed" };

struct steward {
	int64_t person_id;
	struct eh_str name, email;
};

struct told {
	EH_VEC(struct eh_q_motion_told) motions;
	EH_VEC(struct steward) stewards; /* of one motion at a time */
	struct eh_arena arena;
};

static void told_finish(struct told *told)
{
	eh_vec_finish(&told->motions);
	eh_vec_finish(&told->stewards);
	eh_arena_finish(&told->arena);
}

static enum eh_rc read_motions(
        struct eh_db *db, int64_t now, const struct eh_motion_news *news, struct told *told, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_told row;
	enum eh_rc rc = eh_q_motion_told(db, news->place_id, now, eh_str_of(EVENTS[news->what]), &cursor, err);

	while (rc >= 0 && (rc = eh_q_motion_told_next(&cursor, &row, err)) == EH_OK) {
		row.kind = eh_arena_str(&told->arena, row.kind);
		row.reasons = eh_arena_str(&told->arena, row.reasons);
		row.proposed_side = eh_arena_str(&told->arena, row.proposed_side);
		row.text = eh_arena_str(&told->arena, row.text);
		if (!eh_vec_push(&told->motions, row))
			return eh_fail_memory(err);
	}
	return rc < 0 ? rc : eh_arena_check(&told->arena, EH_OK, err);
}

static enum eh_rc read_stewards(
        struct eh_db *db, int64_t now, struct eh_str place_id, int64_t motion_id, struct told *told, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_motion_key_wanted row;
	enum eh_rc rc = eh_q_motion_key_wanted(db, place_id, motion_id, now, &cursor, err);

	told->stewards.count = 0;
	while (rc >= 0 && (rc = eh_q_motion_key_wanted_next(&cursor, &row, err)) == EH_OK) {
		const struct steward one = { row.person_id, eh_arena_str(&told->arena, row.name),
			eh_arena_str(&told->arena, row.email) };
		if (!eh_vec_push(&told->stewards, one))
			return eh_fail_memory(err);
	}
	return rc < 0 ? rc : eh_arena_check(&told->arena, EH_OK, err);
}

static struct eh_str said_of(struct eh_arena *arena, enum eh_motion_told what, const struct eh_q_motion_told *motion)
{
	if (what == EH_MOTION_TOLD_VOIDED)
		return motion->text;
	return eh_arena_printf(arena, "The %.*s proposes it: %.*s", EH_FMT(motion->proposed_side), EH_FMT(motion->reasons));
}

static enum eh_rc tell(
        struct eh_db *db, int64_t now, struct eh_mail_facts facts, int64_t but, const struct told *told, struct eh_error *err)
{
	for (size_t i = 0; i < told->stewards.count; i++) {
		const struct steward *one = &told->stewards.items[i];
		facts.name = one->name;
		if (one->person_id != but)
			EH_TRY(eh_mail_queue(db, now, EH_MAIL_MOTION, one->person_id, one->email, &facts, NULL, err));
	}
	return EH_OK;
}

static enum eh_rc tell_all(struct eh_db *db, int64_t now, struct eh_str base_url, const struct eh_motion_news *news,
        struct told *told, struct eh_error *err)
{
	struct eh_q_place_find place;

	EH_TRY(read_motions(db, now, news, told, err));
	for (size_t i = 0; i < told->motions.count; i++) {
		const struct eh_q_motion_told *motion = &told->motions.items[i];
		const struct eh_motion_kind *kind = eh_motion_kind(motion->kind);
		EH_TRY(eh_q_place_find(db, news->place_id, &told->arena, &place, err));
		EH_TRY(read_stewards(db, now, news->place_id, motion->motion_id, told, err));
		const struct eh_mail_facts facts = { .about = kind ? eh_str_of(kind->title) : motion->kind,
			.place = place.name,
			.said = said_of(&told->arena, news->what, motion),
			.link = eh_arena_printf(&told->arena, "%.*s/%.*s/motions/%lld", EH_FMT(base_url), EH_FMT(news->place_id),
			        (long long)motion->motion_id) };
		EH_TRY(eh_arena_check(&told->arena, EH_OK, err));
		EH_TRY(tell(db, now, facts, news->but, told, err));
	}
	return EH_OK;
}

enum eh_rc eh_motion_letters(
        struct eh_db *db, int64_t now, struct eh_str base_url, const struct eh_motion_news *news, struct eh_error *err)
{
	struct told told = { 0 };
	enum eh_rc rc = tell_all(db, now, base_url, news, &told, err);

	told_finish(&told);
	return rc;
}
