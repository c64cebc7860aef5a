#include "hiding.h"

#include "queries.h"
#include "search.h"

static const char *const NAMES[EH_HIDDEN_COUNT] = { "address", "contact", "entry" };

const char *eh_hidden_name(enum eh_hidden_what what) { return NAMES[what]; }

enum eh_hidden_what eh_hidden_parse(struct eh_str name)
{
	size_t what = 0;

	while (what < EH_HIDDEN_COUNT && !eh_str_eq(name, eh_str_of(NAMES[what])))
		what++;
	return (enum eh_hidden_what)what;
}

enum eh_rc eh_hidden_of(
        struct eh_db *db, struct eh_str org_id, struct eh_arena *arena, struct eh_hidden *ret_hidden, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_hidden hidden = { 0 };
	struct eh_q_hidden_of row;
	enum eh_rc rc = eh_q_hidden_of(db, org_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_hidden_of_next(&cursor, &row, err)) == EH_OK) {
		enum eh_hidden_what what = eh_hidden_parse(row.what);
		if (what == EH_HIDDEN_COUNT)
			continue;
		hidden.hidden[what] = true;
		hidden.by[what] = eh_arena_str(arena, row.hidden_as);
		hidden.at[what] = row.hidden_at;
	}
	EH_TRY(rc == EH_END ? EH_OK : rc);
	*ret_hidden = hidden;
	return eh_arena_check(arena, EH_OK, err);
}

static enum eh_rc apply(struct eh_db *db, struct eh_str org_id, enum eh_hidden_what what, struct eh_error *err)
{
	if (what == EH_HIDDEN_ENTRY)
		return eh_q_hide_entry(db, org_id, err);
	if (what == EH_HIDDEN_ADDRESS) {
		EH_TRY(eh_q_hide_address(db, org_id, err));
		return eh_q_hide_service_address(db, org_id, err);
	}
	EH_TRY(eh_q_hide_web(db, org_id, err));
	EH_TRY(eh_q_hide_telephone(db, org_id, err));
	EH_TRY(eh_q_hide_service_telephone(db, org_id, err));
	return eh_q_own_service_hide_web(db, org_id, err);
}

enum eh_rc eh_hiding_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	EH_VEC(struct eh_q_hidden_all) all = { 0 };
	enum eh_rc rc;
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_hidden_all row;
		rc = eh_q_hidden_all(db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_hidden_all_next(&cursor, &row, err)) == EH_OK) {
			if (org_id.p && !eh_str_eq(row.org_id, org_id))
				continue;
			row = (struct eh_q_hidden_all){ eh_arena_str(&arena, row.org_id), eh_arena_str(&arena, row.what) };
			if (!eh_vec_push(&all, row))
				rc = eh_fail_memory(err);
		}
	}
	rc = rc < 0 ? rc : eh_arena_check(&arena, EH_OK, err);
	for (size_t i = 0; rc >= 0 && i < all.count; i++)
		rc = apply(db, all.items[i].org_id, eh_hidden_parse(all.items[i].what), err);
	eh_vec_finish(&all);
	return rc < 0 ? rc : EH_OK;
}

static bool keeps(const struct eh_actor *by, struct eh_str org_id)
{
	return (by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE) && eh_str_eq(by->org_id, org_id);
}

static bool watches(const struct eh_actor *by)
{
	return by->role == EH_ROLE_STEWARD || by->role == EH_ROLE_OFFICER || by->role == EH_ROLE_INFRASTRUCTURE;
}

static enum eh_rc audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str org_id,
        enum eh_hidden_what what, struct eh_error *err)
{
	/* That something of an entry is hidden is not told to the public: it would be told where to look. */
	const struct eh_audit_entry entry = {
		.by = by, .verb = verb, .subject_kind = NAMES[what], .subject_id = org_id, .is_public = false
	};

	return eh_audit_write(db, now, &entry, NULL, err);
}

/* The list as it stands in the store, the index, and what is kept in memory of both. */
static enum eh_rc take_out(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	EH_TRY(eh_hiding_apply(db, org_id, err));
	EH_TRY(eh_search_refresh(db, org_id, err));
	return eh_q_build_touch(db, err);
}

static enum eh_rc hide_as(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id,
        enum eh_hidden_what what, const char *as, struct eh_error *err)
{
	EH_TRY(eh_q_hidden_put(db, org_id, eh_str_of(NAMES[what]), eh_str_of(as), by->person_id, now, err));
	EH_TRY(audit(db, now, by, "hid", org_id, what, err));
	return take_out(db, org_id, err);
}

enum eh_rc eh_hide(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, enum eh_hidden_what what,
        struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	struct eh_hidden hidden;
	bool own = keeps(by, org_id);

	if (what >= EH_HIDDEN_COUNT)
		return eh_fail(err, EH_INVALID, "Choose what to hide: the address, the contact or the whole entry.");
	if (!own && !watches(by))
		return eh_fail(err, EH_REFUSED,
		        "Only the organisation, a steward, an officer or the infrastructure organisation may hide this.");
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(eh_hidden_of(db, org_id, &arena, &hidden, err));
	if (hidden.hidden[what] && !(own && eh_str_eq(hidden.by[what], EH_STR("safety"))))
		return EH_OK;
	return hide_as(db, now, by, org_id, what, own ? "organisation" : "safety", err);
}

enum eh_rc eh_hide_again(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str what, struct eh_str as,
        bool *ret_changed, struct eh_error *err)
{
	static const char *const WORDS[] = { "safety", "organisation", "two keys" }; /* the weakest first */
	enum { COUNT = sizeof WORDS / sizeof *WORDS };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_hidden hidden;
	size_t part = eh_hidden_parse(what), word = 0, stands = 0;

	while (word < COUNT && !eh_str_eq(as, eh_str_of(WORDS[word])))
		word++;
	if (part == EH_HIDDEN_COUNT || word == COUNT || !org_id.n)
		return eh_fail(err, EH_INVALID, "nothing is hidden like that");
	EH_TRY(eh_hidden_of(db, org_id, &arena, &hidden, err));
	while (hidden.hidden[part] && stands < COUNT && !eh_str_eq(hidden.by[part], eh_str_of(WORDS[stands])))
		stands++;
	*ret_changed = !hidden.hidden[part] || stands < word;
	return *ret_changed ? hide_as(db, now, &EH_ACTOR_SYSTEM, org_id, (enum eh_hidden_what)part, WORDS[word], err) : EH_OK;
}

/* The next making of the list writes it anew. */
static enum eh_rc renew(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	EH_TRY(eh_q_hidden_renew(db, org_id, err));
	return eh_q_build_stale(db, err);
}

static enum eh_rc show_again(struct eh_db *db, struct eh_str org_id, enum eh_hidden_what what, struct eh_error *err)
{
	EH_TRY(eh_q_hidden_take(db, org_id, eh_str_of(NAMES[what]), err));
	return renew(db, org_id, err);
}

enum eh_rc eh_show(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, enum eh_hidden_what what,
        struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_hidden hidden;

	if (what >= EH_HIDDEN_COUNT)
		return eh_fail(err, EH_INVALID, "Choose what to show again.");
	if (!keeps(by, org_id))
		return eh_fail(err, EH_REFUSED, "Only the organisation shows this again; others need both keys.");
	EH_TRY(eh_hidden_of(db, org_id, &arena, &hidden, err));
	if (!hidden.hidden[what])
		return EH_OK;
	if (eh_str_eq(hidden.by[what], EH_STR("two keys")))
		return eh_fail(err, EH_REFUSED, "Two keys took it off the list; only two keys put it back.");
	EH_TRY(show_again(db, org_id, what, err));
	return audit(db, now, by, "showed again", org_id, what, err);
}

/* The keys of a place are for its own list. */
static enum eh_rc check_place(struct eh_db *db, const struct eh_motion_subject *subject, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_place_lists_org row;
	enum eh_rc rc = eh_q_place_lists_org(db, subject->place_id, subject->subject_id, &arena, &row, err);

	return rc == EH_NOT_FOUND ? eh_fail(err, rc, "The place does not list this organisation.") : rc;
}

static bool is_their_own(const struct eh_hidden *hidden, size_t what)
{
	return hidden->hidden[what] && eh_str_eq(hidden->by[what], EH_STR("organisation"));
}

/* Which parts both keys show: what was hidden for safety or by two keys, and once nobody keeps the entry also what it hid itself, since nobody
 * could find it to ask for it. */
static enum eh_rc for_keys(struct eh_db *db, struct eh_str org_id, bool ret_parts[EH_HIDDEN_COUNT], struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_hidden_keepers keepers;
	struct eh_hidden hidden;

	EH_TRY(eh_hidden_of(db, org_id, &arena, &hidden, err));
	EH_TRY(eh_q_hidden_keepers(db, org_id, &arena, &keepers, err));
	for (size_t i = 0; i < EH_HIDDEN_COUNT; i++)
		ret_parts[i] = hidden.hidden[i] && (!keepers.n || !is_their_own(&hidden, i));
	return EH_OK;
}

/* What is agreed is exactly what is hidden now and not the organisation's own to show, or that the entry goes. */
static enum eh_rc show_enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	bool parts[EH_HIDDEN_COUNT], any = false;

	(void)context;
	EH_TRY(check_place(db, subject, err));
	EH_TRY(for_keys(db, subject->subject_id, parts, err));
	EH_TRY(eh_buf_printf(text, "show again of %.*s:", EH_FMT(subject->subject_id)));
	for (size_t i = 0; i < EH_HIDDEN_COUNT; i++)
		if (parts[i]) {
			any = true;
			EH_TRY(eh_buf_printf(text, " %s", NAMES[i]));
		}
	return any ? EH_OK
	           : eh_fail(err, EH_NOT_FOUND,
	                     "Nothing of this entry is hidden but what the organisation hid itself, if anything.");
}

static enum eh_rc show_effect(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	bool parts[EH_HIDDEN_COUNT];

	(void)context, (void)now;
	EH_TRY(for_keys(db, motion->subject.subject_id, parts, err));
	for (size_t i = 0; i < EH_HIDDEN_COUNT; i++)
		if (parts[i])
			EH_TRY(eh_q_hidden_take(db, motion->subject.subject_id, eh_str_of(NAMES[i]), err));
	return renew(db, motion->subject.subject_id, err);
}

static enum eh_rc remove_enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	struct eh_hidden hidden;

	(void)context;
	EH_TRY(check_place(db, subject, err));
	EH_TRY(eh_q_organisation_get(db, subject->subject_id, &arena, &org, err));
	EH_TRY(eh_hidden_of(db, subject->subject_id, &arena, &hidden, err));
	if (is_their_own(&hidden, EH_HIDDEN_ENTRY))
		return eh_fail(
		        err, EH_NOT_FOUND, "The organisation has hidden its entry itself, so there is nothing to take off.");
	return eh_buf_printf(text, "take %.*s, %.*s, off the list", EH_FMT(subject->subject_id), EH_FMT(org.name));
}

static enum eh_rc remove_effect(
        void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	(void)context;
	return hide_as(db, now, &EH_ACTOR_SYSTEM, motion->subject.subject_id, EH_HIDDEN_ENTRY, "two keys", err);
}

struct eh_motion_act eh_show_act(void) { return (struct eh_motion_act){ "show_entry", NULL, show_enacts, show_effect }; }
struct eh_motion_act eh_remove_act(void) { return (struct eh_motion_act){ "remove_entry", NULL, remove_enacts, remove_effect }; }
