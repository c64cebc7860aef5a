#include "own_words.h"

#include "closing.h"
#include "hiding.h"
#include "own_services.h"
#include "queries.h"
#include "search.h"

const struct eh_own_field eh_own_fields[EH_OWN_FIELDS] = {
	{ "name", "Name", 200 },
	{ "does", "What it does", 1000 },
	{ "web", "Web address", 300 },
	{ "telephone", "Telephone for the public", 40 },
};

const struct eh_own_field *eh_own_field(struct eh_str name)
{
	for (size_t i = 0; i < EH_OWN_FIELDS; i++)
		if (eh_str_eq(name, eh_str_of(eh_own_fields[i].name)))
			return &eh_own_fields[i];
	return NULL;
}

/* Names, words and the like are put into the list by one query each. */
static enum eh_rc apply_name(struct eh_db *db, struct eh_str org_id, struct eh_str value, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get before;

	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &before, err));
	if (eh_str_eq(before.name, value))
		return EH_OK;
	EH_TRY(eh_q_organisation_name_add(db, org_id, before.name, EH_STR("other"), err));
	return eh_q_own_apply_name(db, org_id, value, err);
}

static enum eh_rc apply_does(struct eh_db *db, struct eh_str org_id, struct eh_str value, struct eh_error *err)
{
	return eh_q_own_apply_does(db, org_id, value, err);
}

static enum eh_rc apply_web(struct eh_db *db, struct eh_str org_id, struct eh_str value, struct eh_error *err)
{
	return eh_q_own_apply_web(db, org_id, value, err);
}

static enum eh_rc apply_telephone(struct eh_db *db, struct eh_str org_id, struct eh_str value, struct eh_error *err)
{
	return eh_q_own_apply_telephone(db, org_id, value, err);
}

static enum eh_rc (*const APPLY[EH_OWN_FIELDS])(
        struct eh_db *, struct eh_str, struct eh_str, struct eh_error *) = { apply_name, apply_does, apply_web, apply_telephone };

enum eh_rc eh_own_words(struct eh_db *db, struct eh_str org_id, struct eh_arena *arena,
        struct eh_own_word ret_words[EH_OWN_FIELDS], struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_own_word words[EH_OWN_FIELDS] = { 0 };
	struct eh_q_own_word_now row;
	enum eh_rc rc;

	EH_TRY(eh_q_own_word_now(db, org_id, &cursor, err));
	while ((rc = eh_q_own_word_now_next(&cursor, &row, err)) == EH_OK) {
		const struct eh_own_field *field = eh_own_field(row.field);
		if (field)
			words[field - eh_own_fields] = (struct eh_own_word){ eh_arena_str(arena, row.value),
				eh_str_eq(row.said_as, EH_STR("keeper")), row.said_at };
	}
	EH_TRY(rc);
	memcpy(ret_words, words, sizeof words);
	return eh_arena_check(arena, EH_OK, err);
}

static int32_t day_of(int64_t instant) { return (int32_t)(instant / (86400 * INT64_C(1000000))); }

static enum eh_rc apply_one(struct eh_db *db, struct eh_str org_id, struct eh_gazetteer **gazetteer, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_own_word words[EH_OWN_FIELDS];
	struct eh_q_own_confirmed confirmed;
	int64_t newest = 0;

	EH_TRY(eh_own_words(db, org_id, &arena, words, err));
	for (size_t i = 0; i < EH_OWN_FIELDS; i++) {
		if (!words[i].value.p)
			continue;
		EH_TRY(APPLY[i](db, org_id, words[i].value, err));
		newest = !words[i].by_keeper && words[i].said_at > newest ? words[i].said_at : newest;
	}
	EH_TRY(eh_own_services_apply(db, org_id, gazetteer, &newest, err));
	enum eh_rc rc = eh_q_own_confirmed(db, org_id, &arena, &confirmed, err);
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	if (rc == EH_OK)
		EH_TRY(eh_q_own_service_confirm(db, org_id, day_of(confirmed.confirmed_at), err));
	if (rc == EH_OK && confirmed.confirmed_at > newest)
		newest = confirmed.confirmed_at;
	if (newest)
		EH_TRY(eh_q_own_apply_date(db, org_id, day_of(newest), err));
	EH_TRY(eh_closing_apply(db, org_id, err));
	return eh_hiding_apply(db, org_id, err);
}

enum eh_rc eh_own_apply(struct eh_db *db, struct eh_str org_id, struct eh_error *err)
{
	struct eh_gazetteer *gazetteer EH_CLEANUP_GAZETTEER = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	EH_VEC(struct eh_str) owners = { 0 };
	enum eh_rc rc = EH_OK;

	if (org_id.n)
		return apply_one(db, org_id, &gazetteer, err);
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_own_word_owners row;
		rc = eh_q_own_word_owners(db, &cursor, err);
		while (rc == EH_OK && (rc = eh_q_own_word_owners_next(&cursor, &row, err)) == EH_OK)
			if (!eh_vec_push(&owners, eh_arena_str(&arena, row.org_id)))
				rc = eh_fail_memory(err);
	}
	rc = rc < 0 ? rc : eh_arena_check(&arena, EH_OK, err);
	for (size_t i = 0; rc >= 0 && i < owners.count; i++) {
		rc = apply_one(db, owners.items[i], &gazetteer, err);
		if (rc == EH_NOT_FOUND) /* on no list just now: its words wait */
			rc = EH_OK;
	}
	eh_vec_finish(&owners);
	return rc < 0 ? rc : EH_OK;
}

/* Whoever keeps the entry may; a keeper of the list while nobody holds it. */
static enum eh_rc check_may(struct eh_db *db, const struct eh_actor *by, struct eh_str org_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool of_org = (by->role == EH_ROLE_HOLDER || by->role == EH_ROLE_COLLEAGUE) && eh_str_eq(by->org_id, org_id);
	bool of_list = by->role == EH_ROLE_OFFICER || by->role == EH_ROLE_INFRASTRUCTURE;
	struct eh_q_org_held held;

	if (of_org)
		return EH_OK;
	if (!of_list)
		return eh_fail(
		        err, EH_REFUSED, "Only those who keep this entry may change its words. You can propose a correction.");
	EH_TRY(eh_q_org_held(db, org_id, &arena, &held, err));
	return held.holders
	               ? eh_fail(err, EH_REFUSED, "This organisation keeps its own entry. You can propose a correction to it.")
	               : EH_OK;
}

static enum eh_rc check_value(const struct eh_own_field *field, struct eh_str value, struct eh_error *err)
{
	if (!field)
		return eh_fail(err, EH_NOT_FOUND, "An entry has no such field.");
	if (!eh_utf8_valid(value, NULL) || eh_utf8_length(value) > field->most)
		return eh_fail(err, EH_INVALID, "%s: use %zu characters or fewer.", field->label, field->most);
	return EH_OK;
}

enum eh_rc eh_own_say(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, struct eh_str field_name,
        struct eh_str value, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_own_field *field = eh_own_field(field_name);
	struct eh_own_word words[EH_OWN_FIELDS];
	struct eh_q_organisation_get org;

	EH_TRY(check_value(field, value, err));
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(check_may(db, by, org_id, err));
	EH_TRY(eh_own_words(db, org_id, &arena, words, err));
	struct eh_str before = words[field - eh_own_fields].value;
	if (eh_str_eq(before.p ? before : EH_STR(""), value))
		return EH_OK;
	bool keeper = by->role == EH_ROLE_OFFICER || by->role == EH_ROLE_INFRASTRUCTURE;
	EH_TRY(eh_q_own_word_add(
	        db, org_id, field_name, value, keeper ? EH_STR("keeper") : EH_STR("organisation"), by->person_id, now, err));
	const struct eh_audit_entry entry = { .by = by,
		.verb = value.n ? "said" : "took back",
		.subject_kind = field->name,
		.subject_id = org_id,
		.before = before,
		.after = value,
		.is_public = true,
		.words_private = true };
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	if (!value.n) { /* gone at once; what sources say comes back with the next making of the list */
		if (eh_str_eq(field_name, EH_STR("web")))
			EH_TRY(eh_q_hide_web(db, org_id, err));
		if (eh_str_eq(field_name, EH_STR("telephone")))
			EH_TRY(eh_q_hide_telephone(db, org_id, err));
		EH_TRY(eh_q_hidden_renew(db, org_id, err));
		EH_TRY(eh_q_build_stale(db, err));
	}
	EH_TRY(eh_own_apply(db, org_id, err));
	return eh_search_refresh(db, org_id, err);
}

enum eh_rc eh_own_confirm(struct eh_db *db, int64_t now, const struct eh_actor *by, struct eh_str org_id, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;

	if ((by->role != EH_ROLE_HOLDER && by->role != EH_ROLE_COLLEAGUE) || !eh_str_eq(by->org_id, org_id))
		return eh_fail(err, EH_REFUSED, "Only those who keep this entry may say that it is still right.");
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(eh_q_own_confirm(db, org_id, by->person_id, now, err));
	const struct eh_audit_entry entry = {
		.by = by, .verb = "confirmed", .subject_kind = "entry", .subject_id = org_id, .is_public = true
	};
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	EH_TRY(eh_own_apply(db, org_id, err));
	return eh_search_refresh(db, org_id, err);
}
