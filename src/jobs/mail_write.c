/* mail_write.c: a letter as RFC 5322 and MIME have it. Nothing that came from outside becomes a header but what was looked through here. */
#include <sodium.h>

#include "mailer.h"

enum { LINE = 76, WORD_BYTES = 42, LONGEST_SUBJECT = 200, LONGEST_ADDRESS = 254, HEADER_LINE = 900 };

bool eh_mail_address_valid(struct eh_str address)
{
	ptrdiff_t at = eh_str_find(address, EH_STR("@"));

	if (at < 1 || (size_t)at + 1 >= address.n || address.n > LONGEST_ADDRESS)
		return false;
	for (size_t i = 0; i < address.n; i++) {
		char c = address.p[i];
		if (!(eh_is_alnum(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c)) || (c == '@' && i == (size_t)at)))
			return false;
		if (i > (size_t)at && !(eh_is_alnum(c) || c == '.' || c == '-'))
			return false;
	}
	return true;
}

/* No line end, no other control character, well-formed. */
static bool is_plain(struct eh_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
			return false;
	return eh_utf8_valid(text, NULL);
}

static bool is_simple(struct eh_str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!eh_is_alnum(text.p[i]) && !(text.p[i] && strchr(" .,:!'-", text.p[i])))
			return false;
	return text.n <= LINE - 16;
}

/* Text in a header: as it is, or as encoded words (RFC 2047) of whole characters. */
static enum eh_rc write_words(struct eh_buf *out, struct eh_str text)
{
	if (is_simple(text))
		return eh_buf_add(out, text);
	for (bool first = true; text.n; first = false) {
		char base64[4 * (WORD_BYTES + 3)];
		struct eh_str part = eh_utf8_cut(text, WORD_BYTES);
		sodium_bin2base64(base64, sizeof base64, (const unsigned char *)part.p, part.n, sodium_base64_VARIANT_ORIGINAL);
		EH_TRY(eh_buf_printf(out, "%s=?UTF-8?B?%s?=", first ? "" : "\r\n ", base64));
		text = eh_str_sub(text, part.n, text.n - part.n);
	}
	return EH_OK;
}

/* Quoted-printable (RFC 2045 §6.7). No line begins with a full stop, which SMTP would take for the end. */
static enum eh_rc write_quoted(struct eh_buf *out, struct eh_str text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i], next = i + 1 < text.n ? text.p[i + 1] : '\n';
		if (c == '\r')
			continue;
		if (c == '\n') {
			EH_TRY(eh_buf_add(out, EH_STR("\r\n")));
			width = 0;
			continue;
		}
		bool blank = (c == ' ' || c == '\t') && next != '\n' && next != '\r';
		bool printable = blank || (c > ' ' && c < 0x7f && c != '=' && !(c == '.' && !width));
		if (width + (printable ? 1 : 3) > LINE - 1) {
			EH_TRY(eh_buf_add(out, EH_STR("=\r\n")));
			width = 0;
			printable = printable && c != '.';
		}
		EH_TRY(printable ? eh_buf_add_char(out, c) : eh_buf_printf(out, "=%02X", (unsigned)(unsigned char)c));
		width += printable ? 1 : 3;
	}
	return eh_buf_add(out, EH_STR("\r\n"));
}

/* "Wed, 01 Apr 2026 11:00:00 +0000" */
static enum eh_rc write_date(struct eh_buf *out, int64_t at)
{
	static const char DAYS[] = "MonTueWedThuFriSatSun", MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const int64_t day = INT64_C(86400000000);
	int32_t date = (int32_t)(at / day);
	int64_t second = at % day / 1000000;
	int year, month, of_month;

	eh_date_split(date, &year, &month, &of_month);
	return eh_buf_printf(out, "Date: %.3s, %02d %.3s %d %02d:%02d:%02d +0000\r\n", DAYS + (date + 3) % 7 * 3, of_month,
	        MONTHS + (month - 1) * 3, year, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static enum eh_rc write_headers(
        const struct eh_mail_config *config, const struct eh_mail *mail, const char *boundary, struct eh_buf *out)
{
	const char *at = strchr(config->from, '@');

	EH_TRY(write_date(out, mail->at));
	EH_TRY(eh_buf_add(out, EH_STR("From: ")));
	EH_TRY(write_words(out, eh_str_of(config->sender ? config->sender : "")));
	EH_TRY(eh_buf_printf(out, " <%s>\r\nTo: <%.*s>\r\nSubject: ", config->from, EH_FMT(mail->to)));
	EH_TRY(write_words(out, eh_utf8_cut(mail->subject, LONGEST_SUBJECT)));
	EH_TRY(eh_buf_printf(out, "\r\nMessage-ID: <%.*s%s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n",
	        EH_FMT(mail->id), at));
	if (mail->unsubscribe.n) /* RFC 8058: mailboxes press it for their reader */
		EH_TRY(eh_buf_printf(out, "List-Unsubscribe: <%.*s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
		        EH_FMT(mail->unsubscribe)));
	return eh_buf_printf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", boundary);
}

static enum eh_rc write_part(struct eh_buf *out, const char *boundary, const char *type, struct eh_str text)
{
	EH_TRY(eh_buf_printf(out,
	        "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", boundary,
	        type));
	return write_quoted(out, text);
}

static enum eh_rc write_all(const struct eh_mail_config *config, const struct eh_mail *mail, struct eh_buf *out)
{
	char boundary[EH_TOKEN_MAX];

	/* Quoted-printable holds no "=_", and so no boundary that begins so. */
	eh_token_make(boundary);
	memcpy(boundary, "=_", 2);
	EH_TRY(write_headers(config, mail, boundary, out));
	EH_TRY(write_part(out, boundary, "text/plain", mail->text));
	if (mail->html.n)
		EH_TRY(write_part(out, boundary, "text/html", mail->html));
	return eh_buf_printf(out, "--%s--\r\n", boundary);
}

static bool is_link(struct eh_str link)
{
	for (size_t i = 0; i < link.n; i++)
		if (link.p[i] <= ' ' || link.p[i] >= 0x7f || link.p[i] == '<' || link.p[i] == '>' || link.p[i] == '"')
			return false;
	return link.n <= HEADER_LINE && (eh_str_starts(link, EH_STR("https://")) || eh_str_starts(link, EH_STR("http://")));
}

enum eh_rc eh_mail_write(
        const struct eh_mail_config *config, const struct eh_mail *mail, struct eh_buf *out, struct eh_error *err)
{
	size_t before = out->n;

	if (!eh_mail_address_valid(mail->to))
		return eh_fail(err, EH_INVALID, "the address is none that a letter can go to");
	if (!config->from || !eh_mail_address_valid(eh_str_of(config->from)))
		return eh_fail(err, EH_INVALID, "the sender's address in the configuration is none");
	if (!is_plain(mail->subject) || !is_plain(eh_str_of(config->sender)) ||
	        (mail->unsubscribe.n && !is_link(mail->unsubscribe)))
		return eh_fail(err, EH_INVALID, "a letter's headers hold no line ends and no control characters");
	for (size_t i = 0; i < mail->id.n; i++)
		if (!eh_is_alnum(mail->id.p[i]) && mail->id.p[i] != '.' && mail->id.p[i] != '-')
			return eh_fail(err, EH_INVALID, "a letter's identifier holds letters, digits, full stops and hyphens");
	if (write_all(config, mail, out) < 0) {
		out->n = before;
		return eh_fail_memory(err);
	}
	return EH_OK;
}
