#include "mail.h"

#include "page.h"

enum eh_rc eh_web_mail_now(
        struct eh_request *request, struct eh_str to, struct eh_str subject, struct eh_str text, struct eh_error *err)
{
	struct eh_web *web = eh_request_web(request);

	if (web->outbox)
		return eh_outbox_put(web->outbox,
		        &(const struct eh_letter){ .to = to, .subject = subject, .text = text, .at = request->now }, err);
	if (!web->options.mailer)
		return eh_fail(err, EH_UNSUPPORTED,
		        "This site cannot send letters yet, so nobody can sign in. Whoever runs it gives `evenhand serve` a "
		        "--mail-server.");
	const struct eh_mail mail = {
		.to = to, .subject = subject, .text = text, .id = eh_str_of(request->id), .at = request->now
	};
	return eh_mailer_post(web->options.mailer, &mail, err);
}
