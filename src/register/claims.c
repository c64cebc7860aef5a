/* claims.c: asking to speak for an organisation, and what a letter shows. */
#include "claim_private.h"

#define CLAIM_LASTS (EH_CLAIM_DAYS * INT64_C(86400) * 1000000)

/* Providers whose addresses say nothing of whom one works for. */
static const char *const SHARED[] = { "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com",
	"live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com",
	"aol.co.uk", "btinternet.com", "btopenworld.com", "btconnect.com", "sky.com", "talktalk.net", "virginmedia.com",
	"ntlworld.com", "blueyonder.co.uk", "tiscali.co.uk", "plus.com", "plusnet.com", "mail.com", "gmx.com", "gmx.co.uk",
	"protonmail.com", "proton.me", "zoho.com", "facebook.com", "instagram.com", "twitter.com", "x.com", "linkedin.com",
	"youtube.com", "wordpress.com", "blogspot.com", "wixsite.com", "weebly.com", "sites.google.com", "google.com",
	"btck.co.uk", "e-voice.org.uk", "hugofox.com", "org.uk", "co.uk", "nhs.uk", "gov.uk", "sch.uk", "ac.uk", "pitchero.com",
	"teamapp.com", "spond.com", "justgiving.com", "linktr.ee" };

bool eh_domain_is_shared(struct eh_str domain)
{
	for (size_t i = 0; i < sizeof SHARED / sizeof *SHARED; i++) {
		struct eh_str shared = eh_str_of(SHARED[i]);
		if (eh_str_eq_ascii_nocase(domain, shared))
			return true;
		/* Pages below a provider's own domain, "ourclub.wordpress.com"; but what is below a public suffix is somebody's own. */
		bool suffix = shared.n <= 6 && eh_str_ends(shared, EH_STR(".uk"));
		if (!suffix && domain.n > shared.n + 1 && domain.p[domain.n - shared.n - 1] == '.' &&
		        eh_str_eq_ascii_nocase(eh_str_sub(domain, domain.n - shared.n, shared.n), shared))
			return true;
	}
	return eh_str_find(domain, EH_STR(".")) < 1;
}

/* "example.org" of "https://www.example.org/about". */
static struct eh_str domain_of(struct eh_str web)
{
	ptrdiff_t scheme = eh_str_find(web, EH_STR("://"));
	size_t n = 0;

	web = scheme < 0 ? eh_str_trim(web) : eh_str_sub(web, (size_t)scheme + 3, web.n);
	while (n < web.n && !strchr("/?#:", web.p[n]))
		n++;
	web.n = n;
	if (web.n > 4 && eh_str_eq_ascii_nocase(eh_str_sub(web, 0, 4), EH_STR("www.")))
		web = eh_str_sub(web, 4, web.n);
	return web;
}

static const char OTHERS[] = "Use the address that its register publishes, or ask to be vouched for.";

static enum eh_rc check(struct eh_str web, struct eh_str email, struct eh_str *ret_domain, struct eh_error *err)
{
	struct eh_str domain = domain_of(web);
	ptrdiff_t at = eh_str_find(email, EH_STR("@"));
	struct eh_str theirs = at < 0 ? (struct eh_str){ NULL, 0 } : eh_str_sub(email, (size_t)at + 1, email.n);

	if (!domain.n)
		return eh_fail(err, EH_REFUSED,
		        "The list knows no web address of this organisation, so this address cannot show that you speak for it. "
		        "%s",
		        OTHERS);
	if (eh_domain_is_shared(domain))
		return eh_fail(err, EH_REFUSED,
		        "The organisation's page is on %.*s, which many share, so an address there shows nothing. %s",
		        EH_FMT(domain), OTHERS);
	if (!eh_str_eq_ascii_nocase(domain, theirs))
		return eh_fail(err, EH_REFUSED, "Use an email address that ends in @%.*s, the organisation's own domain. Or: %s",
		        EH_FMT(domain), OTHERS);
	*ret_domain = domain;
	return EH_OK;
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
	struct eh_str domain = EH_STR(""), published, publisher;
	struct eh_q_organisation_get org;
	char normal[EH_EMAIL_MAX];
	int64_t person;

	EH_TRY(eh_email_normalise(email, normal, err));
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(eh_claim_register_address(db, org.org_id, eh_str_of(normal), &arena, &published, &publisher, err));
	if (!published.p)
		EH_TRY(check(org.web, eh_str_of(normal), &domain, err));
	EH_TRY(person_of(db, now, name, eh_str_of(normal), &arena, &person, err));
	EH_TRY(note(db, now, org.org_id, person, published.p ? "register" : "domain", domain, name, err));
	*ret_person = person;
	return EH_OK;
}

enum eh_rc eh_claim_ask_vouching(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	char normal[EH_EMAIL_MAX];
	int64_t person;

	EH_TRY(eh_email_normalise(email, normal, err));
	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(person_of(db, now, name, eh_str_of(normal), &arena, &person, err));
	EH_TRY(note(db, now, org.org_id, person, "vouching", EH_STR(""), name, err));
	*ret_person = person;
	return EH_OK;
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
	ptrdiff_t at = eh_str_find(email, EH_STR("@"));
	struct eh_str address, publisher;

	if (eh_str_eq(asked->basis, EH_STR("register"))) {
		EH_TRY(eh_claim_register_address(db, asked->org_id, email, arena, &address, &publisher, err));
		*ret_still = address.p;
		return EH_OK;
	}
	*ret_still = at >= 0 && eh_str_eq_ascii_nocase(eh_str_sub(email, (size_t)at + 1, email.n), asked->domain);
	return EH_OK;
}

static enum eh_rc settle_one(struct eh_db *db, int64_t now, int64_t person_id, const struct asked *asked, struct eh_str email,
        size_t *held, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	bool still;

	if (eh_str_eq(asked->basis, EH_STR("vouching")))
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
