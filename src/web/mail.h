/* mail.h: letters that pages send. */
#ifndef EH_WEB_MAIL_H
#define EH_WEB_MAIL_H

#include "http/http.h"

/* Sends a letter now, in plain text, and keeps nothing of it: for links and codes that sign somebody in. A demonstration puts it into its
 * outbox. EH_UNSUPPORTED: no mail server is configured; the message says where. */
enum eh_rc eh_web_mail_now(
        struct eh_request *request, struct eh_str to, struct eh_str subject, struct eh_str text, struct eh_error *err);

#endif
