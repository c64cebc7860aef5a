/* mail.h: letters that pages send. */
#ifndef EH_WEB_MAIL_H
#define EH_WEB_MAIL_H

#include "govern/signin.h"
#include "http/http.h"
#include "jobs/mailer.h"

struct eh_signin_letter {
	enum eh_mail_kind kind;  /* SIGNIN or PROVE */
	struct eh_str to, about; /* the address; for PROVE the organisation's name */
	struct eh_str on;        /* address of this site that its link leads on to; {NULL, 0}: none in particular */
};
/* Sends the letter that signs somebody in, in plain text and HTML, and keeps nothing of it: it is in no queue and no log. For an address that nobody
 * has (sent->person_id is 0) it does nothing. A demonstration puts it into its outbox. EH_UNSUPPORTED: no mail server is configured; the
 * message says where. */
enum eh_rc eh_web_mail_signin(struct eh_request *request, const struct eh_signin_letter *letter,
        const struct eh_signin_sent *sent, struct eh_error *err);

#endif
