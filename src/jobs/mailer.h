/* mailer.h: letters. What can wait goes through the queue (eh_mail_queue); what signs somebody in is sent at once and kept nowhere
 * (eh_mailer_send). Each letter is plain text and HTML with one thing to do. */
#ifndef EH_JOBS_MAILER_H
#define EH_JOBS_MAILER_H

#include "govern/secret.h"
#include "store/db.h"

struct eh_mail_config {
	const char *url;    /* "smtp://mail.example.org:587", "smtps://…" */
	const char *from;   /* "list@example.org" */
	const char *sender; /* "The list of Trafford's organisations" */
	const char *user;   /* NULL: the server asks for none */
	const char *password_file;
	bool plain;   /* allow a connection without TLS: for a server on this machine */
	long seconds; /* 0: 20 */
};

struct eh_mail {
	struct eh_str to, subject, text, html; /* html {NULL, 0}: none */
	struct eh_str unsubscribe;             /* https address; {NULL, 0}: none */
	struct eh_str id;                      /* the left of Message-ID; the same letter twice has the same */
	int64_t at;
};

/* True for an address to which a letter may go: ASCII, one @, no space, quote, bracket or control character, at most 254 bytes. */
bool eh_mail_address_valid(struct eh_str address);

/* Appends the letter as RFC 5322 has it. EH_INVALID: an address that is none, or a line end or control character in what becomes a header. */
enum eh_rc eh_mail_write(
        const struct eh_mail_config *config, const struct eh_mail *mail, struct eh_buf *out, struct eh_error *err);

struct eh_mailer;
/* Reads the password file (EH_INVALID: others may read it). Texts of `config` must outlive it. */
enum eh_rc eh_mailer_new(const struct eh_mail_config *config, struct eh_mailer **ret_mailer, struct eh_error *err);
void eh_mailer_free(struct eh_mailer *mailer);
/* Sends now and waits. EH_REFUSED: the server will never take it (5xx); EH_IO: try again later. Errors name no address. Any thread. */
enum eh_rc eh_mailer_send(struct eh_mailer *mailer, const struct eh_mail *mail, struct eh_error *err);
/* Sends soon, from a thread of its own, keeping the letter in memory alone; returns at once, so that nobody learns from the time it takes
 * whether an address is known. Tried three times. EH_TOO_LARGE: over 256 letters wait. */
enum eh_rc eh_mailer_post(struct eh_mailer *mailer, const struct eh_mail *mail, struct eh_error *err);

enum { EH_MAIL_CONFIRM_DAYS = 85 }; /* at most quarterly, and never less often for a weekend */

enum eh_mail_kind {
	EH_MAIL_INVITATION,
	EH_MAIL_SIGNIN, /* never queued, nor is PROVE: eh_mail_queue refuses what signs somebody in */
	EH_MAIL_CONFIRM,
	EH_MAIL_CORRECTION,
	EH_MAIL_CLAIM,
	EH_MAIL_HIDDEN,
	EH_MAIL_DIGEST,
	EH_MAIL_MOTION,
	EH_MAIL_TOLD,    /* to a group that others told of */
	EH_MAIL_ENTRY,   /* invites an organisation to look after its entry (invitations.h) */
	EH_MAIL_PROVE,   /* signs somebody in at the address that shows for whom they speak */
	EH_MAIL_ROLE,    /* to stewards: somebody has a new part in the place, or is to hold a key */
	EH_MAIL_MEETING, /* to the stewards of the other side: an open meeting is called, changed or cancelled */
	EH_MAIL_ACTED, /* to the stewards of the other side and those who keep the entry: a correction was accepted that acts by itself */
	EH_MAIL_KIND_COUNT,
};
const char *eh_mail_kind_name(enum eh_mail_kind kind);
enum eh_mail_kind eh_mail_kind_parse(struct eh_str name);

/* What a letter of a kind needs to be told. */
struct eh_mail_facts {
	struct eh_str name;  /* of whom it is to */
	struct eh_str about; /* the organisation, the motion: a name */
	struct eh_str place; /* "Trafford" */
	struct eh_str said;  /* sentences of its own: the digest's lines, what was corrected; may hold several lines */
	struct eh_str link;  /* the one thing to do: absolute address */
	struct eh_str code;  /* sign-in: six digits */
	struct eh_str entry; /* CONFIRM: the number of the organisation, about which nobody is asked more than once a quarter */
	struct eh_str unsubscribe;
};

struct eh_mail_words {
	struct eh_buf subject, text, html;
};
void eh_mail_words_finish(struct eh_mail_words *words);
#define EH_CLEANUP_MAIL_WORDS __attribute__((cleanup(eh_mail_words_finish)))

/* Writes subject, plain text and HTML. Everything in `facts` is escaped; nothing outside is loaded. */
enum eh_rc eh_mail_words(
        enum eh_mail_kind kind, const struct eh_mail_facts *facts, struct eh_mail_words *ret_words, struct eh_error *err);

/* Queues a letter and its job in the caller's transaction (makes its own when none is open). Nothing is queued, and *ret_queued (may be NULL) is false, when
 * the person wants none of this kind, or for CONFIRM had one about the same entry within 85 days. EH_INVALID: no address, or SIGNIN or PROVE. */
enum eh_rc eh_mail_queue(struct eh_db *db, int64_t now, enum eh_mail_kind kind, int64_t person_id, struct eh_str address,
        const struct eh_mail_facts *facts, bool *ret_queued, struct eh_error *err);

/* True for kinds that a reader can end: confirm, digest, entry. */
bool eh_mail_can_unsubscribe(enum eh_mail_kind kind);
/* "BASE/unsubscribe/PERSON.KIND.TOKEN" in the arena; the token is a keyed hash, so nothing is kept. */
struct eh_str eh_mail_unsubscribe_link(const struct eh_secret *secret, struct eh_arena *arena, struct eh_str base_url,
        int64_t person_id, enum eh_mail_kind kind);
/* Reads "PERSON.KIND.TOKEN"; EH_INVALID: not made by us. Changes nothing. */
enum eh_rc eh_mail_unsubscribe_read(const struct eh_secret *secret, struct eh_str text, int64_t *ret_person_id,
        enum eh_mail_kind *ret_kind, struct eh_error *err);
/* "BASE/still-right/PERSON.ORG.TOKEN": what the letter that asks about an entry opens. EH_INVALID: not made by us. */
struct eh_str eh_mail_confirm_link(
        const struct eh_secret *secret, struct eh_arena *arena, struct eh_str base_url, int64_t person_id, struct eh_str org_id);
enum eh_rc eh_mail_confirm_read(const struct eh_secret *secret, struct eh_str text, int64_t *ret_person_id,
        struct eh_str *ret_org_id, struct eh_error *err);
/* "WHAT.TOKEN", where WHAT is a number and a word of its own, "12.told", so that no letter's link is taken for another's; and the number out of it.
 * EH_INVALID: not made by us. */
struct eh_str eh_mail_signed(const struct eh_secret *secret, struct eh_arena *arena, struct eh_str what);
enum eh_rc eh_mail_signed_read(
        const struct eh_secret *secret, struct eh_str text, const char *word, int64_t *ret_number, struct eh_error *err);
/* Keeps that the person wants no more (or again wants) letters of a kind. */
enum eh_rc eh_mail_refuse(struct eh_db *db, int64_t now, int64_t person_id, enum eh_mail_kind kind, struct eh_error *err);
enum eh_rc eh_mail_want(struct eh_db *db, int64_t person_id, enum eh_mail_kind kind, struct eh_error *err);

#endif
