/* claims.c: asking to speak for an organisation, and what a letter shows. */
#include "claim_private.h"

#define CLAIM_LASTS (EH_CLAIM_DAYS * INT64_C(86400) * 1000000)

/* What else can work for this organisation; every one can ask to be vouched for. */
static const char *others_of(const struct eh_claim_contact *contact, const struct eh_claim_ways *ways)
{
	bool post = contact->address.p != NULL;

	return ways->email && post ? "Use the address that its register publishes, or a code by post, or ask to be vouched for."
	       : ways->email       ? "Use the address that its register publishes, or ask to be vouched for."
	       : post              ? "Use a code by post, or ask to be vouched for."
	                           : "Ask to be vouched for.";
}

static enum eh_rc check(
        struct eh_db *db, const struct eh_q_organisation_get *org, const struct eh_claim_contact *contact, struct eh_error *err)
{
	struct eh_claim_ways ways;

	if (contact->at_domain)
		return EH_OK;
	EH_TRY(eh_claim_ways(db, org->org_id, &ways, err));
	const char *others = others_of(contact, &ways);
	if (!contact->domain.p && contact->shared_domain.p)
		return eh_fail(err, EH_REFUSED,
		        "The organisation's page is on %.*s, which many share, so an address there shows nothing. %s",
		        EH_FMT(contact->shared_domain), others);
	if (!contact->domain.p)
		return eh_fail(err, EH_REFUSED,
		        "No register knows a web address of this organisation, and lists that others keep do not count. So this "
		        "address cannot show that you speak for it. %s",
		        others);
	if (!org->web.n)
		return eh_fail(err, EH_REFUSED, "Use an email address at the organisation's own web domain. Or: %s", others);
	return eh_fail(err, EH_REFUSED, "Use an email address that ends in @%.*s, the organisation's own domain. Or: %s",
	        EH_FMT(contact->domain), others);
}

/* The person of the address, made when there is none yet. */
static enum eh_rc person_of(struct eh_db *db, int64_t now, struct eh_str name, struct eh_str email, struct eh_arena *arena,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_person person;
	enum eh_rc rc = eh_person_find(db, email, arena, &person, err);

	if (rc == EH_NOT_FOUND)
		return eh_person_add(db, now, &EH_ACTOR_SYSTEM, name, email, ret_person, err);
	if (rc == EH_OK)
		*ret_person = person.person_id;
	return rc;
}

/* A claim that was contested is decided before its maker asks anew. */
static enum eh_rc note(struct eh_db *db, int64_t now, struct eh_str org_id, int64_t person, const char *basis,
        struct eh_str rests_on, struct eh_str name, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	const struct eh_actor by = { .person_id = person };
	const struct eh_audit_entry entry = { .by = &by,
		.verb = "asked to speak for",
		.subject_kind = "organisation",
		.subject_id = org_id,
		.about_person = person,
		.private = name };
	struct eh_q_claim_open open;
	enum eh_rc rc = eh_q_claim_open(db, org_id, person, &arena, &open, err);

	if (rc == EH_OK && eh_str_eq(open.state, EH_STR("contested")))
		return eh_fail(err, EH_REFUSED, "A claim by this address is contested. It waits for both keys.");
	if (rc < 0 && rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(eh_q_claim_add(db, org_id, person, eh_str_of(basis), rests_on, now, err));
	return eh_audit_write(db, now, &entry, NULL, err);
}

enum eh_rc eh_claim_ask(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_claim_contact contact;
	struct eh_q_organisation_get org;
	char normal[EH_EMAIL_MAX];
	int64_t person;

	EH_TRY(eh_email_normalise(email, normal, err));
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(eh_claim_contact(db, org.org_id, eh_str_of(normal), &arena, &contact, err));
	if (!contact.email.p)
		EH_TRY(check(db, &org, &contact, err));
	EH_TRY(person_of(db, now, name, eh_str_of(normal), &arena, &person, err));
	EH_TRY(note(db, now, org.org_id, person, contact.email.p ? "register" : "domain",
	        contact.email.p ? EH_STR("") : contact.domain, name, err));
	*ret_person = person;
	return EH_OK;
}

static enum eh_rc ask_otherwise(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        const char *basis, int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	char normal[EH_EMAIL_MAX];
	int64_t person;

	EH_TRY(eh_email_normalise(email, normal, err));
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(person_of(db, now, name, eh_str_of(normal), &arena, &person, err));
	if (strcmp(basis, "post") == 0)
		EH_TRY(eh_claim_check_post(db, org.org_id, person, err));
	EH_TRY(note(db, now, org.org_id, person, basis, EH_STR(""), name, err));
	*ret_person = person;
	return EH_OK;
}

enum eh_rc eh_claim_ask_vouching(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	return ask_otherwise(db, now, org_id, name, email, "vouching", ret_person, err);
}

enum eh_rc eh_claim_ask_post(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	return ask_otherwise(db, now, org_id, name, email, "post", ret_person, err);
}

/* ---- What a letter shows ---- */

struct asked {
	int64_t claim_id;
	struct eh_str org_id, basis, domain;
};

struct all_asked {
	struct asked items[16];
	size_t count;
};

static enum eh_rc load_asked(struct eh_db *db, int64_t now, int64_t person_id, struct eh_arena *arena,
        struct all_asked *ret_asked, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_claim_asked row;
	struct all_asked all = { .count = 0 };
	enum eh_rc rc = eh_q_claim_asked(db, person_id, now - CLAIM_LASTS, &cursor, err);

	while (rc == EH_OK && all.count < sizeof all.items / sizeof *all.items &&
	        (rc = eh_q_claim_asked_next(&cursor, &row, err)) == EH_OK)
		all.items[all.count++] = (struct asked){ row.claim_id, eh_arena_str(arena, row.org_id),
			eh_arena_str(arena, row.basis), eh_arena_str(arena, row.rests_on) };
	EH_TRY(rc == EH_END ? EH_OK : rc);
	*ret_asked = all;
	return eh_arena_check(arena, EH_OK, err);
}

/* The address, or what the register publishes, may have been changed since. */
static enum eh_rc still_shown(struct eh_db *db, const struct asked *asked, struct eh_str email, struct eh_arena *arena,
        bool *ret_still, struct eh_error *err)
{
	struct eh_claim_contact contact;

	EH_TRY(eh_claim_contact(db, asked->org_id, email, arena, &contact, err));
	*ret_still = eh_str_eq(asked->basis, EH_STR("register"))
	                     ? contact.email.p != NULL
	                     : contact.at_domain && eh_str_eq_ascii_nocase(contact.domain, asked->domain);
	return EH_OK;
}

static enum eh_rc settle_one(struct eh_db *db, int64_t now, int64_t person_id, const struct asked *asked, struct eh_str email,
        size_t *held, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool still;

	if (eh_str_eq(asked->basis, EH_STR("vouching")) || eh_str_eq(asked->basis, EH_STR("post")))
		return eh_q_claim_prove(db, asked->claim_id, now, err);
	EH_TRY(still_shown(db, asked, email, &arena, &still, err));
	if (!still)
		return eh_claim_move(db, now, &EH_ACTOR_SYSTEM, asked->claim_id, person_id, "lapsed",
		        EH_STR("the address is another now"), err);
	struct eh_str why = eh_str_eq(asked->basis, EH_STR("register"))
	                            ? EH_STR("signed in by a letter to the address that its register publishes")
	                            : eh_arena_printf(
	                                      &arena, "signed in by a letter to an address at %.*s", EH_FMT(asked->domain));
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(eh_q_claim_prove(db, asked->claim_id, now, err));
	++*held;
	return eh_claim_hold(db, now, asked->claim_id, asked->org_id, person_id, why, err);
}

enum eh_rc eh_claim_settle(struct eh_db *db, int64_t now, int64_t person_id, size_t *ret_held, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;
	struct all_asked all;
	size_t held = 0;

	EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	EH_TRY(load_asked(db, now, person_id, &arena, &all, err));
	for (size_t i = 0; i < all.count; i++)
		EH_TRY(settle_one(db, now, person_id, &all.items[i], person.email, &held, err));
	*ret_held = held;
	return EH_OK;
}
