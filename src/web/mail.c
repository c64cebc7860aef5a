#include "mail.h"

#include "page.h"

static enum eh_rc post(struct eh_request *request, struct eh_str to, const struct eh_mail_words *words, struct eh_error *err)
{
	struct eh_web *web = eh_request_web(request);
	struct eh_str subject = eh_buf_str(&words->subject), text = eh_buf_str(&words->text), html = eh_buf_str(&words->html);

	if (web->outbox)
		return eh_outbox_put(web->outbox,
		        &(const struct eh_letter){ .to = to, .subject = subject, .text = text, .at = request->now }, err);
	if (!web->options.mailer)
		return eh_fail(err, EH_UNSUPPORTED,
		        "This site cannot send letters yet, so nobody can sign in. Whoever runs it gives `evenhand serve` a "
		        "--mail-server.");
	return eh_mailer_post(web->options.mailer,
	        &(const struct eh_mail){ .to = to,
	                .subject = subject,
	                .text = text,
	                .html = html,
	                .id = eh_str_of(request->id),
	                .at = request->now },
	        err);
}

enum eh_rc eh_web_mail_signin(struct eh_request *request, const struct eh_signin_letter *letter,
        const struct eh_signin_sent *sent, struct eh_error *err)
{
	struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };

	if (!sent->person_id)
		return EH_OK;
	const struct eh_mail_facts facts = { .about = letter->about,
		.code = eh_str_of(sent->code),
		.link = eh_arena_printf(request->arena, "%s/sign-in/link/%s%s%.*s", request->site->base_url, sent->token,
		        letter->on.n ? "?to=" : "", EH_FMT(letter->on)) };
	if (!facts.link.p)
		return eh_fail_memory(err);
	EH_TRY(eh_mail_words(letter->kind, &facts, &words, err));
	return post(request, letter->to, &words, err);
}
