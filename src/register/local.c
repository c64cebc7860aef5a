#include "local.h"

#include <stdlib.h>

#include "build_where.h"
#include "govern/audit.h"
#include "queries.h"

static bool is_code(struct eh_str text)
{
	for (size_t i = 1; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	return text.n == 9 && eh_build_is_council(text);
}

static int by_code(const void *a, const void *b) { return eh_str_cmp(*(const struct eh_str *)a, *(const struct eh_str *)b); }

static struct eh_str join(struct eh_arena *arena, struct eh_str *codes, size_t count)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };

	qsort(codes, count, sizeof *codes, by_code);
	for (size_t i = 0; i < count; i++)
		if (!i || !eh_str_eq(codes[i], codes[i - 1]))
			if (eh_buf_printf(&text, "%s%.*s", text.n ? " " : "", EH_FMT(codes[i])) < 0)
				return (struct eh_str){ NULL, 0 };
	return eh_arena_str(arena, eh_buf_str(&text));
}

enum eh_rc eh_local_normalise(struct eh_arena *arena, struct eh_str codes, struct eh_str *ret_codes, struct eh_error *err)
{
	struct eh_str found[EH_LOCAL_MOST], code;
	size_t count = 0;

	while (codes.n && eh_str_split(&codes, ' ', &code)) {
		code = eh_str_trim(code);
		if (!code.n)
			continue;
		if (count == EH_LOCAL_MOST)
			return eh_fail(err, EH_INVALID, "A place has at most %d neighbours.", EH_LOCAL_MOST);
		found[count++] = code;
	}
	struct eh_str text = join(arena, found, count);
	if (!text.p)
		return eh_fail_memory(err);
	*ret_codes = text;
	return EH_OK;
}

static enum eh_rc read_council(
        struct eh_db *db, struct eh_arena *arena, struct eh_str line, struct eh_str *ret_code, struct eh_error *err)
{
	struct eh_q_local_council_named found;

	if (is_code(line)) {
		*ret_code = line;
		return EH_OK;
	}
	enum eh_rc rc = eh_q_local_council_named(db, line, arena, &found, err);
	if (rc == EH_NOT_FOUND)
		return eh_fail(err, EH_INVALID,
		        "No list of areas here has a council called “%.*s”. Give its ONS code, such as E08000003.",
		        EH_FMT(eh_str_sub(line, 0, line.n < 60 ? line.n : 60)));
	EH_TRY(rc);
	*ret_code = found.code;
	return EH_OK;
}

enum eh_rc eh_local_read(
        struct eh_db *db, struct eh_arena *arena, struct eh_str lines, struct eh_str *ret_codes, struct eh_error *err)
{
	struct eh_buf codes EH_CLEANUP_BUF = { 0 };
	struct eh_str line, code = { NULL, 0 };
	size_t count = 0;

	while (lines.n && eh_str_split(&lines, '\n', &line)) {
		line = eh_str_trim(line);
		if (!line.n)
			continue;
		if (++count > EH_LOCAL_MOST)
			return eh_fail(err, EH_INVALID, "A place has at most %d neighbours.", EH_LOCAL_MOST);
		EH_TRY(read_council(db, arena, line, &code, err));
		EH_TRY(eh_buf_printf(&codes, "%.*s ", EH_FMT(code)));
	}
	return eh_local_normalise(arena, eh_buf_str(&codes), ret_codes, err);
}

enum eh_rc eh_local_councils(struct eh_db *db, struct eh_arena *arena, struct eh_str codes,
        struct eh_local_council **ret_councils, size_t *ret_count, struct eh_error *err)
{
	struct eh_local_council *councils = eh_arena_alloc_zero(arena, EH_LOCAL_MOST, sizeof *councils);
	struct eh_q_local_council_name found;
	struct eh_str code;
	size_t count = 0;

	if (!councils)
		return eh_fail_memory(err);
	while (codes.n && count < EH_LOCAL_MOST && eh_str_split(&codes, ' ', &code)) {
		if (!code.n)
			continue;
		enum eh_rc rc = eh_q_local_council_name(db, code, arena, &found, err);
		if (rc < 0 && rc != EH_NOT_FOUND)
			return rc;
		councils[count++] = (struct eh_local_council){ code, rc == EH_OK ? found.name : code };
	}
	*ret_councils = councils;
	*ret_count = count;
	return EH_OK;
}

enum eh_rc eh_local_enter(struct eh_db *db, const struct eh_local_place *place, bool *ret_kept, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_local_change decided;
	struct eh_str said;

	EH_TRY(eh_local_normalise(&arena, place->neighbours, &said, err));
	enum eh_rc rc = eh_local_decided(db, place->place_id, &arena, &decided, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_q_place_enter(db, place->place_id, place->name, place->council, place->neighbours, place->synthetic, err));
	*ret_kept = rc == EH_OK && !eh_str_eq(said, decided.becomes);
	return EH_OK;
}

static enum eh_rc place_of(struct eh_db *db, struct eh_arena *arena, struct eh_str place_id, struct eh_q_place_find *ret_place,
        struct eh_str *ret_now, struct eh_error *err)
{
	enum eh_rc rc = eh_q_place_find(db, place_id, arena, ret_place, err);

	if (rc == EH_NOT_FOUND || (rc >= 0 && !eh_str_eq(ret_place->place_id, place_id)))
		return eh_fail(err, EH_NOT_FOUND, "There is no such place.");
	EH_TRY(rc);
	return eh_local_normalise(arena, ret_place->neighbours, ret_now, err);
}

static enum eh_rc check_new(const struct eh_q_place_find *place, struct eh_str now, struct eh_str becomes, struct eh_error *err)
{
	if (eh_str_eq(now, becomes))
		return eh_fail(err, EH_INVALID, "These are the neighbours that count now. Change something.");
	if (eh_str_find(becomes, place->council_code) >= 0)
		return eh_fail(err, EH_INVALID, "%.*s is this place’s own council: it counts as local anyway.",
		        EH_FMT(place->council_code));
	return EH_OK;
}

enum eh_rc eh_local_ask(
        struct eh_db *db, int64_t now, struct eh_str place_id, struct eh_str becomes, int64_t *ret_change, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_find place;
	struct eh_q_local_add added;
	struct eh_str was;

	EH_TRY(place_of(db, &arena, place_id, &place, &was, err));
	EH_TRY(check_new(&place, was, becomes, err));
	EH_TRY(eh_q_local_add(db, place_id, was, becomes, now, &arena, &added, err));
	*ret_change = added.change_id;
	return EH_OK;
}

static enum eh_rc change_of(struct eh_db *db, const struct eh_motion_subject *subject, struct eh_arena *arena,
        int64_t *ret_number, struct eh_q_local_get *ret_row, struct eh_error *err)
{
	int64_t number;

	if (!eh_str_eq(subject->subject_kind, EH_STR("neighbours")) || eh_str_to_i64(subject->subject_id, &number) != EH_OK)
		return eh_fail(err, EH_NOT_FOUND, "There is no such change of what counts as local.");
	enum eh_rc rc = eh_q_local_get(db, number, arena, ret_row, err);
	if (rc == EH_NOT_FOUND || (rc >= 0 && !eh_str_eq(ret_row->place_id, subject->place_id)))
		return eh_fail(err, EH_NOT_FOUND, "There is no such change of what counts as local.");
	EH_TRY(rc);
	*ret_number = number;
	return EH_OK;
}

enum eh_rc eh_local_of_motion(struct eh_db *db, const struct eh_motion_subject *subject, struct eh_arena *arena,
        struct eh_local_change *ret_change, struct eh_error *err)
{
	struct eh_q_local_get row;
	struct eh_q_place_find place;
	struct eh_str was;
	int64_t number;

	EH_TRY(change_of(db, subject, arena, &number, &row, err));
	EH_TRY(place_of(db, arena, subject->place_id, &place, &was, err));
	*ret_change = (struct eh_local_change){ row.decided_at == EH_DB_NULL ? was : row.was, row.becomes, row.motion_id,
		row.decided_at };
	return EH_OK;
}

enum eh_rc eh_local_decided(struct eh_db *db, struct eh_str place_id, struct eh_arena *arena, struct eh_local_change *ret_change,
        struct eh_error *err)
{
	struct eh_q_local_decided row;

	EH_TRY(eh_q_local_decided(db, place_id, arena, &row, err)); /* that there is none is no mistake, and no message */
	*ret_change = (struct eh_local_change){ row.was, row.becomes, row.motion_id, row.decided_at };
	return EH_OK;
}

/* What stood before is part of what is agreed: when a recipe or another motion changes it, or the council, turned keys are void. */
static enum eh_rc enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_local_get row;
	struct eh_q_place_find place;
	struct eh_str was;
	int64_t number;

	(void)context;
	EH_TRY(change_of(db, subject, &arena, &number, &row, err));
	EH_TRY(place_of(db, &arena, subject->place_id, &place, &was, err));
	if (eh_str_eq(was, row.becomes))
		return eh_fail(err, EH_NOT_FOUND, "what counts as local is that already");
	EH_TRY(eh_buf_printf(text, "what counts as local in %.*s, council %.*s: neighbours before: %.*s; after: %.*s",
	        EH_FMT(subject->place_id), EH_FMT(place.council_code), EH_FMT(was.n ? was : EH_STR("none")),
	        EH_FMT(row.becomes.n ? row.becomes : EH_STR("none"))));
	return EH_OK;
}

static enum eh_rc effect(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_local_get row;
	struct eh_q_place_find place;
	struct eh_str was;
	int64_t number;

	(void)context;
	EH_TRY(change_of(db, &motion->subject, &arena, &number, &row, err));
	EH_TRY(place_of(db, &arena, motion->subject.place_id, &place, &was, err));
	EH_TRY(eh_q_local_set(db, motion->subject.place_id, row.becomes, err));
	EH_TRY(eh_q_local_decide(db, number, was, motion->motion_id, now, err));
	const struct eh_audit_entry entry = { .by = &EH_ACTOR_SYSTEM,
		.verb = "changed what counts as local in",
		.subject_kind = "place",
		.subject_id = motion->subject.place_id,
		.place_id = motion->subject.place_id,
		.before = was.n ? was : EH_STR("no neighbours"),
		.after = row.becomes.n ? row.becomes : EH_STR("no neighbours"),
		.why = EH_STR("both keys decided it"),
		.is_public = true };
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	return eh_q_build_stale(db, err);
}

struct eh_motion_act eh_local_act(void) { return (struct eh_motion_act){ "change_local", NULL, enacts, effect }; }
