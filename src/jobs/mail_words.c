/* mail_words.c: what letters say. A row of the table is one kind; {name}, {about}, {place}, {said} and {code} stand for facts. */
#include "mailer.h"

enum { MOST_PARAGRAPHS = 4 };

static const struct letter {
	const char *name, *subject, *press;
	const char *paragraphs[MOST_PARAGRAPHS];
	bool can_end;
} LETTERS[EH_MAIL_KIND_COUNT] = {
	[EH_MAIL_INVITATION] = { "invitation", "You are invited to the list of organisations in {place}", "Accept the invitation",
	        { "You have been asked to take part in the list of voluntary organisations in {place}: {about}.", "{said}",
	                "Nothing happens until you accept. If you did not expect this, you can leave it unanswered." },
	        false },
	[EH_MAIL_SIGNIN] = { "sign-in", "Sign in to the list of organisations", "Look at the request and sign in",
	        { "Somebody, we think you, asked to sign in. Opening the address below signs nobody in yet: it shows one button "
	          "to press.",
	                "Or type this code where you asked: {code}",
	                "Both end after 15 minutes and work once. If it was not you, do nothing, and tell nobody the code." },
	        false },
	[EH_MAIL_CONFIRM] = { "confirm", "Is this still right? {about}", "Look at the entry",
	        { "This is what the list of {place} says about {about}:", "{said}",
	                "If it is still right, one press says so. If not, you can change it there." },
	        true },
	[EH_MAIL_CORRECTION] = { "correction", "Somebody suggests a change to {about}", "Look at the suggestion",
	        { "Somebody suggests a change to what the list says about {about}:", "{said}",
	                "You decide whether to take it. Nothing changes until then." },
	        false },
	[EH_MAIL_CLAIM] = { "claim", "Somebody asks to speak for {about}", "Look at the claim",
	        { "Somebody has asked to look after the entry of {about}, which you look after now.", "{said}",
	                "If that is wrong, contest it: the claim then waits until it is settled." },
	        false },
	[EH_MAIL_HIDDEN] = { "hidden", "{about} was hidden for safety", "See what was hidden",
	        { "Something in the entry of {about} was hidden for safety, and stays hidden until the organisation or both keys "
	          "show it.",
	                "{said}" },
	        false },
	[EH_MAIL_DIGEST] = { "digest", "This week on the list of {place}", "Read the list",
	        { "This is what happened on the list of {place} this week.", "{said}" }, true },
	[EH_MAIL_MOTION] = { "motion", "A motion waits for your key: {about}", "Read the motion",
	        { "A motion in {place} waits for a key of your side: {about}.", "{said}",
	                "Read what it would put in force before you turn a key. It lapses by itself if nobody does.",
	                "You are told because you hold a key; these letters end with the office." },
	        false },
	[EH_MAIL_TOLD] = { "told", "{about} is on the list of organisations in {place}", "See what it says",
	        { "Somebody told the list of voluntary organisations in {place} of {about}. It is listed now.",
	                "The address below shows what was told of you, how to look after your entry, and a button that takes you "
	                "off the list. Opening it changes nothing.",
	                "{said}" },
	        false },
	[EH_MAIL_ENTRY] = { "entry", "{about} is on the list of organisations in {place}", "Look at your entry",
	        { "{about} is on the list of voluntary organisations in {place}, and nobody of yours looks after its entry yet.",
	                "{said}",
	                "Opening the address below changes nothing: it shows one button. If you do not press it, nothing "
	                "happens." },
	        true },
	[EH_MAIL_PROVE] = { "prove", "Confirm that you speak for {about}", "Look at the request and confirm it",
	        { "Somebody, we think you, asked to look after the entry of {about} on the list. Signing in by this letter "
	          "shows that the address is yours. Opening the address below signs nobody in yet: it shows one button to press.",
	                "Or type this code where you asked: {code}",
	                "Both end after 15 minutes and work once. If it was not you, do nothing, and tell nobody the code." },
	        false },
	[EH_MAIL_ROLE] = { "role", "Somebody has a new part in {place}", "See who did what",
	        { "Somebody has a new part in {place}: {about}.", "{said}",
	                "Stewards of both sides get this letter. If you did not expect it, ask whoever did it before you turn a "
	                "key." },
	        false },
	[EH_MAIL_MEETING] = { "meeting", "Open meeting in {place}: {about}", "Read about the meeting",
	        { "{said}", "Anybody may come. Each side tells the stewards of the other of the open meetings that it calls." },
	        false },
	[EH_MAIL_ACTED] = { "acted", "A correction changed the entry of {about}", "Look at the entry",
	        { "A correction changed what the list of {place} has of {about}.", "{said}",
	                "Whoever answers corrections of this entry can take that back in one press. If it is wrong, tell them." },
	        false },
};

const char *eh_mail_kind_name(enum eh_mail_kind kind) { return LETTERS[kind].name; }
bool eh_mail_can_unsubscribe(enum eh_mail_kind kind) { return LETTERS[kind].can_end; }

enum eh_mail_kind eh_mail_kind_parse(struct eh_str name)
{
	size_t kind = 0;

	while (kind < EH_MAIL_KIND_COUNT && !eh_str_eq(name, eh_str_of(LETTERS[kind].name)))
		kind++;
	return (enum eh_mail_kind)kind;
}

enum form { IN_HEADER, IN_TEXT, IN_HTML };

static enum eh_rc add_char(struct eh_buf *out, char c, enum form form)
{
	static const struct {
		char c;
		struct eh_str html;
	} ESCAPES[] = { { '&', EH_STR("&amp;") }, { '<', EH_STR("&lt;") }, { '>', EH_STR("&gt;") }, { '"', EH_STR("&quot;") },
		{ '\'', EH_STR("&#39;") }, { '\n', EH_STR("<br>\n") } };

	if ((unsigned char)c < ' ' && (form == IN_HEADER || c != '\n'))
		c = ' ';
	if (c == 0x7f)
		c = ' ';
	for (size_t i = 0; form == IN_HTML && i < sizeof ESCAPES / sizeof *ESCAPES; i++)
		if (ESCAPES[i].c == c)
			return eh_buf_add(out, ESCAPES[i].html);
	return eh_buf_add_char(out, c);
}

static enum eh_rc add(struct eh_buf *out, struct eh_str text, enum form form)
{
	for (size_t i = 0; i < text.n; i++)
		EH_TRY(add_char(out, text.p[i], form));
	return EH_OK;
}

static struct eh_str fact(const struct eh_mail_facts *facts, struct eh_str name)
{
	const struct {
		const char *name;
		struct eh_str value;
	} FACTS[] = { { "name", facts->name }, { "about", facts->about }, { "place", facts->place }, { "said", facts->said },
		{ "code", facts->code } };

	for (size_t i = 0; i < sizeof FACTS / sizeof *FACTS; i++)
		if (eh_str_eq(name, eh_str_of(FACTS[i].name)))
			return FACTS[i].value;
	return (struct eh_str){ NULL, 0 };
}

/* One pass: what a fact holds is never looked through for braces. */
static enum eh_rc fill(struct eh_buf *out, const char *words, const struct eh_mail_facts *facts, enum form form)
{
	while (*words) {
		size_t n = strcspn(words, "{");
		EH_TRY(add(out, (struct eh_str){ words, n }, form));
		words += n;
		if (*words == '{') {
			n = strcspn(words, "}");
			EH_TRY(add(out, fact(facts, (struct eh_str){ words + 1, n - 1 }), form));
			words += n + 1;
		}
	}
	return EH_OK;
}

static bool says_nothing(const char *paragraph, const struct eh_mail_facts *facts)
{
	return !paragraph || (strcmp(paragraph, "{said}") == 0 && !facts->said.n);
}

static enum eh_rc write_text(struct eh_buf *out, const struct letter *letter, const struct eh_mail_facts *facts)
{
	if (facts->name.n)
		EH_TRY(fill(out, "Dear {name},\n\n", facts, IN_TEXT));
	for (size_t i = 0; i < MOST_PARAGRAPHS; i++) {
		if (says_nothing(letter->paragraphs[i], facts))
			continue;
		EH_TRY(fill(out, letter->paragraphs[i], facts, IN_TEXT));
		EH_TRY(eh_buf_add(out, EH_STR("\n\n")));
	}
	EH_TRY(eh_buf_printf(out, "%s:\n%.*s\n", letter->press, EH_FMT(facts->link)));
	if (facts->unsubscribe.n)
		EH_TRY(eh_buf_printf(out, "\nNo more letters of this kind: %.*s\n", EH_FMT(facts->unsubscribe)));
	return EH_OK;
}

static enum eh_rc add_link(struct eh_buf *out, struct eh_str link, const char *style, const char *words)
{
	EH_TRY(eh_buf_add(out, EH_STR("<p><a href=\"")));
	EH_TRY(add(out, link, IN_HTML));
	return eh_buf_printf(out, "\" style=\"%s\">%s</a></p>\n", style, words);
}

static enum eh_rc write_html(struct eh_buf *out, const struct letter *letter, const struct eh_mail_facts *facts)
{
	EH_TRY(eh_buf_add(out, EH_STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")));
	EH_TRY(fill(out, letter->subject, facts, IN_HTML));
	EH_TRY(eh_buf_add(out, EH_STR("</title>\n</head>\n<body style=\"font-family: Arial, sans-serif; font-size: 18px; "
	                              "line-height: 1.5; max-width: 36em; margin: 1em\">\n")));
	if (facts->name.n) {
		EH_TRY(eh_buf_add(out, EH_STR("<p>")));
		EH_TRY(fill(out, "Dear {name},", facts, IN_HTML));
		EH_TRY(eh_buf_add(out, EH_STR("</p>\n")));
	}
	for (size_t i = 0; i < MOST_PARAGRAPHS; i++) {
		if (says_nothing(letter->paragraphs[i], facts))
			continue;
		EH_TRY(eh_buf_add(out, EH_STR("<p>")));
		EH_TRY(fill(out, letter->paragraphs[i], facts, IN_HTML));
		EH_TRY(eh_buf_add(out, EH_STR("</p>\n")));
	}
	EH_TRY(add_link(out, facts->link,
	        "display: inline-block; padding: 12px 20px; background: #0b4f3c; color: #ffffff; font-weight: bold",
	        letter->press));
	if (facts->unsubscribe.n)
		EH_TRY(add_link(out, facts->unsubscribe, "color: #505a5f", "No more letters of this kind"));
	return eh_buf_add(out, EH_STR("</body>\n</html>\n"));
}

void eh_mail_words_finish(struct eh_mail_words *words)
{
	eh_buf_finish(&words->subject);
	eh_buf_finish(&words->text);
	eh_buf_finish(&words->html);
}

static bool is_web(struct eh_str link)
{
	return eh_str_starts(link, EH_STR("https://")) || eh_str_starts(link, EH_STR("http://"));
}

enum eh_rc eh_mail_words(
        enum eh_mail_kind kind, const struct eh_mail_facts *facts, struct eh_mail_words *ret_words, struct eh_error *err)
{
	const struct letter *letter = &LETTERS[kind];
	struct eh_mail_words words = { 0 };

	if (!is_web(facts->link) || (facts->unsubscribe.n && !is_web(facts->unsubscribe)))
		return eh_fail(err, EH_INVALID, "a letter's links begin with https:// or http://");
	if (fill(&words.subject, letter->subject, facts, IN_HEADER) < 0 || write_text(&words.text, letter, facts) < 0 ||
	        write_html(&words.html, letter, facts) < 0) {
		eh_mail_words_finish(&words);
		return eh_fail_memory(err);
	}
	*ret_words = words;
	return EH_OK;
}
