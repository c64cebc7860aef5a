/* claim_contact.c: where a register says that an organisation is reached, and the web domain that it gave in its own confirmed words. What anybody else
 * wrote into a list shows nothing of who speaks for whom. */
#include "claim_private.h"
#include "hiding.h"
#include "io/json.h"
#include "sources/record.h"

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

/* The web address of a record or of own words: the domain that `wanted` names is taken before any other. */
static void take_web(struct eh_str web, struct eh_str wanted, struct eh_arena *arena, struct eh_claim_contact *contact)
{
	struct eh_str domain = domain_of(web);

	if (!domain.n || eh_str_find(domain, EH_STR("@")) >= 0)
		return;
	if (eh_domain_is_shared(domain)) {
		contact->shared_domain = eh_arena_str(arena, domain);
		return;
	}
	if (!contact->domain.p || eh_str_eq_ascii_nocase(domain, wanted))
		contact->domain = eh_arena_str(arena, domain);
}

/* Of a row's addresses, "a@x; b@y", the first, or the one that is wanted. */
static enum eh_rc take_email(const struct eh_q_claim_register_record *row, struct eh_str wanted, struct eh_arena *arena,
        struct eh_claim_contact *contact, struct eh_error *err)
{
	struct eh_json_value read;
	struct eh_str rest, one;

	if (contact->email.p || !row->personal.n)
		return EH_OK;
	EH_TRY(eh_json_parse(row->personal, arena, &read, err));
	rest = eh_json_get_str(&read, "email");
	while (!contact->email.p && eh_str_split(&rest, ';', &one)) {
		char normal[EH_EMAIL_MAX];
		if (eh_email_normalise(one, normal, NULL) != EH_OK || (wanted.p && !eh_str_eq(eh_str_of(normal), wanted)))
			continue;
		contact->email = eh_arena_str(arena, eh_str_of(normal));
		contact->email_by = eh_arena_str(arena, row->publisher);
	}
	return EH_OK;
}

static void take_post(const struct eh_q_claim_register_record *row, const struct eh_record *record, struct eh_arena *arena,
        struct eh_claim_contact *contact)
{
	if (contact->address.p || !record->address.n || !record->postcode.n)
		return;
	contact->address = eh_arena_str(arena, record->address);
	contact->postcode = eh_arena_str(arena, record->postcode);
	contact->address_by = eh_arena_str(arena, row->publisher);
}

static struct eh_str email_domain(struct eh_str email)
{
	ptrdiff_t at = email.p ? eh_str_find(email, EH_STR("@")) : -1;

	return at < 0 ? (struct eh_str){ NULL, 0 } : eh_str_sub(email, (size_t)at + 1, email.n);
}

static enum eh_rc from_registers(struct eh_db *db, struct eh_str org_id, struct eh_str wanted, struct eh_arena *arena,
        struct eh_claim_contact *contact, struct eh_error *err)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_claim_register_record row;
	enum eh_rc rc = eh_q_claim_register_record(db, org_id, &cursor, err);

	while (rc == EH_OK && (rc = eh_q_claim_register_record_next(&cursor, &row, err)) == EH_OK) {
		struct eh_record record;
		EH_TRY(eh_record_from_json(row.fields, arena, &record, err));
		if (record.status == EH_STATUS_CLOSED)
			continue;
		take_web(record.web, email_domain(wanted), arena, contact);
		take_post(&row, &record, arena, contact);
		EH_TRY(take_email(&row, wanted, arena, contact, err));
	}
	return rc == EH_END ? EH_OK : rc;
}

/* Who must not be found, or hid where they are, gets no letter that would lie on a desk with the address on it. */
static enum eh_rc keep_back(struct eh_db *db, const struct eh_q_organisation_get *org, struct eh_arena *arena,
        struct eh_claim_contact *contact, struct eh_error *err)
{
	struct eh_hidden hidden;

	EH_TRY(eh_hidden_of(db, org->org_id, arena, &hidden, err));
	if (org->protected.p || hidden.hidden[EH_HIDDEN_ADDRESS] || hidden.hidden[EH_HIDDEN_ENTRY])
		contact->address = contact->postcode = contact->address_by = (struct eh_str){ NULL, 0 };
	return EH_OK;
}

enum eh_rc eh_claim_contact(struct eh_db *db, struct eh_str org_id, struct eh_str wanted, struct eh_arena *arena,
        struct eh_claim_contact *ret_contact, struct eh_error *err)
{
	struct eh_claim_contact contact = { 0 };
	struct eh_q_organisation_get org;
	struct eh_q_claim_own_web own;

	EH_TRY(eh_q_organisation_get(db, org_id, arena, &org, err));
	EH_TRY(from_registers(db, org_id, wanted, arena, &contact, err));
	enum eh_rc rc = eh_q_claim_own_web(db, org_id, arena, &own, err);
	if (rc == EH_OK)
		take_web(own.web, email_domain(wanted), arena, &contact);
	else if (rc != EH_NOT_FOUND)
		return rc;
	EH_TRY(keep_back(db, &org, arena, &contact, err));
	contact.at_domain = contact.domain.p && eh_str_eq_ascii_nocase(contact.domain, email_domain(wanted));
	EH_TRY(eh_arena_check(arena, EH_OK, err));
	*ret_contact = contact;
	return EH_OK;
}
