/* claims.c: who speaks for an organisation. */
#include "own_words.h"
#include "queries.h"

#define CLAIM_LASTS (INT64_C(7) * 86400 * 1000000)

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

static enum eh_rc check(struct eh_str web, struct eh_str email, struct eh_str *ret_domain, struct eh_error *err)
{
	struct eh_str domain = domain_of(web);
	ptrdiff_t at = eh_str_find(email, EH_STR("@"));
	struct eh_str theirs = at < 0 ? (struct eh_str){ NULL, 0 } : eh_str_sub(email, (size_t)at + 1, email.n);

	if (!domain.n)
		return eh_fail(err, EH_REFUSED,
		        "The list knows no web address of this organisation, so an email address cannot show that you speak for "
		        "it. Ask the council's "
		        "officer or the infrastructure organisation to vouch for you.");
	if (eh_domain_is_shared(domain))
		return eh_fail(err, EH_REFUSED,
		        "The organisation's page is on %.*s, which many share, so an address there shows nothing. Ask the "
		        "council's officer or the "
		        "infrastructure organisation to vouch for you.",
		        EH_FMT(domain));
	if (!eh_str_eq_ascii_nocase(domain, theirs))
		return eh_fail(err, EH_REFUSED, "Use an email address that ends in @%.*s, the organisation's own domain.",
		        EH_FMT(domain));
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

enum eh_rc eh_claim_ask(struct eh_db *db, int64_t now, struct eh_str org_id, struct eh_str name, struct eh_str email,
        int64_t *ret_person, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_organisation_get org;
	struct eh_str domain;
	int64_t person;

	EH_TRY(eh_q_organisation_get(db, org_id, &arena, &org, err));
	EH_TRY(check(org.web, email, &domain, err));
	EH_TRY(person_of(db, now, name, email, &arena, &person, err));
	EH_TRY(eh_q_claim_add(db, org_id, person, domain, now, err));
	const struct eh_actor by = { .person_id = person };
	const struct eh_audit_entry entry = { .by = &by,
		.verb = "asked to speak for",
		.subject_kind = "organisation",
		.subject_id = org_id,
		.about_person = person,
		.private = name };
	EH_TRY(eh_audit_write(db, now, &entry, NULL, err));
	*ret_person = person;
	return EH_OK;
}

struct asked {
	int64_t claim_id;
	struct eh_str org_id, domain;
};

enum eh_rc eh_claim_settle(struct eh_db *db, int64_t now, int64_t person_id, size_t *ret_held, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_person person;
	struct asked asked[16];
	size_t n = 0;

	EH_TRY(eh_person_get(db, person_id, &arena, &person, err));
	{
		struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
		struct eh_q_claim_asked row;
		enum eh_rc rc = eh_q_claim_asked(db, person_id, now - CLAIM_LASTS, &cursor, err);
		while (rc == EH_OK && n < sizeof asked / sizeof *asked &&
		        (rc = eh_q_claim_asked_next(&cursor, &row, err)) == EH_OK)
			asked[n++] = (struct asked){ row.claim_id, eh_arena_str(&arena, row.org_id),
				eh_arena_str(&arena, row.rests_on) };
		EH_TRY(rc);
	}
	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	for (size_t i = 0; i < n; i++) {
		const struct eh_grant grant = { .person_id = person_id,
			.role = EH_ROLE_HOLDER,
			.org_id = asked[i].org_id,
			.why = eh_arena_printf(&arena, "signed in by a letter to an address at %.*s", EH_FMT(asked[i].domain)) };
		/* The address may have been changed since. */
		ptrdiff_t at = eh_str_find(person.email, EH_STR("@"));
		bool still = at >= 0 &&
		             eh_str_eq_ascii_nocase(eh_str_sub(person.email, (size_t)at + 1, person.email.n), asked[i].domain);
		if (still)
			EH_TRY(eh_role_grant(db, now, &EH_ACTOR_SYSTEM, &grant, NULL, err));
		EH_TRY(eh_q_claim_decide(db, asked[i].claim_id, still ? EH_STR("held") : EH_STR("lapsed"), now, err));
	}
	*ret_held = n;
	return EH_OK;
}
