/* mail.h: letters that pages send. */
#ifndef EH_WEB_MAIL_H
#define EH_WEB_MAIL_H

#include "govern/signin.h"
#include "http/http.h"
#include "jobs/mailer.h"

/* Sends the letter that signs somebody in (SIGNIN or PROVE), in plain text and HTML, and keeps nothing of it: it is in no queue and no log. For
 * an address that nobody has (sent->person_id is 0) it does nothing. A demonstration puts it into its outbox. EH_UNSUPPORTED: no mail server is
 * configured; the message says where. `on`: the address of this site that its link leads on to; {NULL, 0}: none in particular. */
enum eh_rc eh_web_mail_signin(struct eh_request *request, enum eh_mail_kind kind, struct eh_str to,
        const struct eh_signin_sent *sent, struct eh_str on, struct eh_error *err);

#endif
