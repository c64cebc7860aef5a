/* value.c: cells that are compared as one value. */
#include <math.h>
#include <stdio.h>

#include "field.h"
#include "geo/postcode.h"

static enum eh_rc add_kept(struct eh_buf *out, struct eh_str folded, bool blanks, bool letters)
{
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		bool keep = eh_is_digit(c) || (letters && (eh_is_alpha(c) || (unsigned char)c >= 0x80));
		if (keep)
			EH_TRY(eh_buf_add_char(out, c));
		else if (blanks && c != '\'' && out->n && out->p[out->n - 1] != ' ')
			EH_TRY(eh_buf_add_char(out, ' '));
	}
	if (out->n && out->p[out->n - 1] == ' ')
		out->p[--out->n] = '\0';
	return EH_OK;
}

/* The last nine digits: with or without the country's code and the zero. */
static enum eh_rc phone(struct eh_str folded, struct eh_buf *out)
{
	enum { DIGITS = 9 };
	struct eh_buf digits EH_CLEANUP_BUF = { 0 };
	ptrdiff_t extension = eh_str_find(folded, EH_STR("ext"));

	if (extension > 0)
		folded.n = (size_t)extension;
	EH_TRY(add_kept(&digits, folded, false, false));
	if (digits.n < 6)
		return EH_OK;
	size_t from = digits.n > DIGITS ? digits.n - DIGITS : 0;
	return eh_buf_add(out, (struct eh_str){ digits.p + from, digits.n - from });
}

static enum eh_rc postcode(struct eh_str folded, struct eh_buf *out)
{
	struct eh_postcode code;
	char upper[16];

	if (folded.n < sizeof upper) {
		for (size_t i = 0; i < folded.n; i++)
			upper[i] = eh_upper(folded.p[i]);
		if (eh_postcode_parse((struct eh_str){ upper, folded.n }, &code) == EH_OK)
			return eh_buf_add(out, eh_str_of(code.text));
	}
	return add_kept(out, folded, false, true);
}

/* yyyymmdd; what is no date stays as letters and digits. */
static enum eh_rc date(struct eh_str cell, struct eh_str folded, struct eh_buf *out)
{
	int64_t number;
	int32_t day;
	int y, m, d;

	if (folded.n == 8 && eh_str_to_i64(folded, &number) == EH_OK &&
	        eh_date_make((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100)) != EH_NO_DATE)
		return eh_buf_add(out, folded);
	if (eh_date_parse(cell, &day) != EH_OK)
		return add_kept(out, folded, false, true);
	eh_date_split(day, &y, &m, &d);
	return eh_buf_printf(out, "%04d%02d%02d", y, m, d);
}

static enum eh_rc number(struct eh_str folded, struct eh_buf *out)
{
	struct eh_buf plain EH_CLEANUP_BUF = { 0 };
	double value;

	/* "$1,299.00", "12 pp": the first number in it. */
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		bool sign = c == '-' && !plain.n && i + 1 < folded.n && eh_is_digit(folded.p[i + 1]);
		if (eh_is_digit(c) || sign || (c == '.' && plain.n))
			EH_TRY(eh_buf_add_char(&plain, c));
		else if (plain.n && c != ',')
			break;
	}
	if (eh_str_to_double(eh_buf_str(&plain), &value) != EH_OK || !isfinite(value))
		return EH_OK;
	return eh_buf_printf(out, "%.9g", value);
}

static const char *const SHARED_HOSTS[] = { "facebook.com", "twitter.com", "x.com", "instagram.com", "linkedin.com",
	"youtube.com", "sites.google.com", "google.com", "google.co.uk", "wordpress.com", "blogspot.com", "blogspot.co.uk",
	"weebly.com", "wixsite.com", "btck.co.uk", "pitchero.com", "charitycommission.gov.uk", "hugofox.com", "e-voice.org.uk",
	"justgiving.com", "eventbrite.co.uk", "linktr.ee", "meetup.com", "webs.com", "localgiving.org", "achurchnearyou.com",
	"churchinsight.com", "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "yahoo.com",
	"yahoo.co.uk", "btinternet.com", "aol.com", "icloud.com", "live.co.uk", "live.com", "sky.com", "virginmedia.com",
	"ntlworld.com", "talktalk.net", "tiscali.co.uk", "msn.com", "me.com" };

bool eh_host_shared(struct eh_str host)
{
	for (size_t i = 0; i < sizeof SHARED_HOSTS / sizeof *SHARED_HOSTS; i++) {
		struct eh_str shared = eh_str_of(SHARED_HOSTS[i]);
		if (eh_str_ends(host, shared) && (host.n == shared.n || host.p[host.n - shared.n - 1] == '.'))
			return true;
	}
	return false;
}

struct eh_str eh_host_of(struct eh_str value)
{
	ptrdiff_t at = eh_str_find(value, EH_STR("@")), slash = eh_str_find(value, EH_STR("/"));

	if (slash >= 0)
		value.n = (size_t)slash;
	return at >= 0 && (size_t)at < value.n ? eh_str_sub(value, (size_t)at + 1, value.n - (size_t)at - 1) : value;
}

/* "https://www.Example.org/a/?b" as "example.org/a". */
static enum eh_rc host(struct eh_str folded, struct eh_buf *out)
{
	ptrdiff_t scheme = eh_str_find(folded, EH_STR("//"));

	if (scheme >= 0)
		folded = eh_str_sub(folded, (size_t)scheme + 2, folded.n - (size_t)scheme - 2);
	if (eh_str_starts(folded, EH_STR("www.")))
		folded = eh_str_sub(folded, 4, folded.n - 4);
	size_t n = 0;
	while (n < folded.n && folded.p[n] != '?' && folded.p[n] != '#' && folded.p[n] != ' ' && folded.p[n] != ';' &&
	        folded.p[n] != ',')
		n++;
	while (n && folded.p[n - 1] == '/')
		n--;
	folded.n = n;
	return eh_str_find(eh_host_of(folded), EH_STR(".")) > 0 ? eh_buf_add(out, folded) : EH_OK;
}

enum eh_rc eh_field_value(enum ehl_type type, struct eh_str cell, struct eh_buf *out)
{
	struct eh_buf folded EH_CLEANUP_BUF = { 0 };

	eh_buf_reset(out);
	EH_TRY(eh_utf8_fold(eh_utf8_cut(cell, 1024), &folded));
	struct eh_str text = eh_buf_str(&folded);
	switch (eh_type_infos[type].kind) {
	case EH_KIND_CODE:
		return type == EHL_PHONE ? phone(text, out) : add_kept(out, text, false, true);
	case EH_KIND_POSTCODE:
		return postcode(text, out);
	case EH_KIND_DATE:
		return date(cell, text, out);
	case EH_KIND_NUMBER:
	case EH_KIND_GEO:
		return number(text, out);
	case EH_KIND_HOST:
		return host(text, out);
	default:
		return add_kept(out, text, true, true);
	}
}

void eh_field_numbers(const struct eh_field *field, struct eh_str text, double ret_numbers[2])
{
	ptrdiff_t comma = eh_str_find(text, EH_STR(","));
	double first = 0, second = 0;

	if (field->kind == EH_KIND_GEO && comma > 0) {
		(void)eh_str_to_double(eh_str_sub(text, 0, (size_t)comma), &first);
		(void)eh_str_to_double(eh_str_sub(text, (size_t)comma + 1, text.n - (size_t)comma - 1), &second);
	} else {
		(void)eh_str_to_double(text, &first);
	}
	ret_numbers[0] = first;
	ret_numbers[1] = second;
}
