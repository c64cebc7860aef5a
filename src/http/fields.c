/* fields.c: names and values as browsers send them: addresses, forms, cookies. */
#include "http.h"

static int hex(char c)
{
	return eh_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Text that may be shown: UTF-8, and of the control characters only tab and line ends. */
static bool is_text(struct eh_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return false;
	}
	return eh_utf8_valid(s, NULL);
}

enum eh_rc eh_percent_decode(struct eh_arena *arena, struct eh_str text, bool plus, struct eh_str *ret_text, struct eh_error *err)
{
	char *out = eh_arena_alloc(arena, text.n + 1);
	size_t n = 0;

	if (!out)
		return eh_fail_memory(err);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < text.n ? hex(text.p[i + 1]) : -1, low = i + 2 < text.n ? hex(text.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return eh_fail(
				        err, EH_INVALID, "The address holds a %% that two hexadecimal digits do not follow.");
			c = (char)(high * 16 + low);
			i += 2;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	struct eh_str decoded = { out, n };
	if (!is_text(decoded))
		return eh_fail(err, EH_INVALID, "Something sent is no text: it holds control characters or is not UTF-8.");
	decoded.n = eh_utf8_plain(out, n);
	out[decoded.n] = '\0';
	*ret_text = decoded;
	return EH_OK;
}

static bool holds(const struct eh_field *fields, size_t count, struct eh_str name)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(fields[i].name, name))
			return true;
	return false;
}

enum eh_rc eh_fields_parse(
        struct eh_arena *arena, struct eh_str text, struct eh_field **ret_fields, size_t *ret_count, struct eh_error *err)
{
	struct eh_field *fields = eh_arena_alloc_zero(arena, EH_HTTP_MOST_FIELDS, sizeof *fields);
	struct eh_str part;
	size_t n = 0;

	if (!fields)
		return eh_fail_memory(err);
	while (text.n && eh_str_split(&text, '&', &part)) {
		struct eh_str name, value = part;
		struct eh_field *field = &fields[n];
		if (!part.n)
			continue;
		if (n == EH_HTTP_MOST_FIELDS)
			return eh_fail(err, EH_TOO_LARGE, "More than %d fields were sent.", EH_HTTP_MOST_FIELDS);
		eh_str_split(&value, '=', &name);
		EH_TRY(eh_percent_decode(arena, name, true, &field->name, err));
		EH_TRY(eh_percent_decode(arena, value.p ? value : EH_STR(""), true, &field->value, err));
		n++;
	}
	*ret_fields = fields;
	*ret_count = n;
	return EH_OK;
}

enum eh_rc eh_cookies_parse(
        struct eh_arena *arena, struct eh_str text, struct eh_field **ret_cookies, size_t *ret_count, struct eh_error *err)
{
	struct eh_field *cookies = eh_arena_alloc_zero(arena, EH_HTTP_MOST_FIELDS, sizeof *cookies);
	struct eh_str part;
	size_t n = 0;

	if (!cookies)
		return eh_fail_memory(err);
	while (n < EH_HTTP_MOST_FIELDS && text.n && eh_str_split(&text, ';', &part)) {
		struct eh_str value = eh_str_trim(part), name;
		eh_str_split(&value, '=', &name);
		if (!value.p || !name.n || !is_text(name) || !is_text(value) || holds(cookies, n, name))
			continue;
		cookies[n++] = (struct eh_field){ name, value };
	}
	*ret_cookies = cookies;
	*ret_count = n;
	return EH_OK;
}

static struct eh_str value_of(const struct eh_field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(fields[i].name, eh_str_of(name)))
			return fields[i].value;
	return (struct eh_str){ NULL, 0 };
}

struct eh_str eh_request_form(const struct eh_request *request, const char *name)
{
	return value_of(request->form, request->form_count, name);
}

struct eh_str eh_request_query(const struct eh_request *request, const char *name)
{
	return value_of(request->query, request->query_count, name);
}

const struct eh_upload *eh_request_upload(const struct eh_request *request, const char *name)
{
	for (size_t i = 0; i < request->upload_count; i++)
		if (eh_str_eq(request->uploads[i].name, eh_str_of(name)))
			return &request->uploads[i];
	return NULL;
}

bool eh_fields_have(const struct eh_field *fields, size_t count, const char *name, struct eh_str value)
{
	for (size_t i = 0; i < count; i++)
		if (eh_str_eq(fields[i].name, eh_str_of(name)) && eh_str_eq(fields[i].value, value))
			return true;
	return false;
}
