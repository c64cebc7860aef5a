/* response.c: the headers that every answer carries, cookies, compression. */
#include "serve.h"

#include <assert.h>
#include <sodium.h>
#include <zlib.h>

#include "token.h"

enum { WORTH_COMPRESSING = 1024, LEVEL = 3, GZIP = 15 + 16, ANONYMOUS_BYTES = 16, POLICY = 0 };
static const char PICTURES[] = "img-src 'self' data:";

/* Nothing from elsewhere, no script or style but our own files, no frame round us, forms only to us. */
static const struct {
	const char *name, *value;
} ALWAYS[] = {
	{ "Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src "
	                             "'self'; connect-src 'self'; "
	                             "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

static bool is_https(const struct eh_site *site) { return strncmp(site->base_url, "https://", 8) == 0; }

/* The cookie's name as the browser knows it: with https no other site of the domain can put one in its place. */
static struct eh_str cookie_name(const struct eh_request *request, const char *name)
{
	return eh_arena_printf(request->arena, "%s%s", is_https(request->site) ? "__Host-" : "", name);
}

struct eh_str eh_request_cookie(const struct eh_request *request, const char *name)
{
	struct eh_str full = cookie_name(request, name);

	for (size_t i = 0; full.p && i < request->cookie_count; i++)
		if (eh_str_eq(request->cookies[i].name, full))
			return request->cookies[i].value;
	return (struct eh_str){ NULL, 0 };
}

enum eh_rc eh_response_redirect(struct eh_response *response, struct eh_str path)
{
	assert(path.n && path.p[0] == '/' && !(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\')));
	response->status = 303;
	response->location = path;
	return EH_OK;
}

enum eh_rc eh_response_cookie(struct eh_request *request, struct eh_response *response, const char *name, struct eh_str value,
        int64_t seconds, struct eh_error *err)
{
	struct eh_str full = cookie_name(request, name), text;
	char age[48] = "";

	assert(response->cookie_count < sizeof response->cookies / sizeof *response->cookies);
	if (seconds)
		snprintf(age, sizeof age, "; Max-Age=%lld", (long long)(seconds > 0 ? seconds : 0));
	text = eh_arena_printf(request->arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", EH_FMT(full), EH_FMT(value),
	        is_https(request->site) ? "; Secure" : "", age);
	if (!full.p || !text.p)
		return eh_fail_memory(err);
	response->cookies[response->cookie_count++] = (struct eh_field){ EH_STR("Set-Cookie"), text };
	return EH_OK;
}

struct eh_str eh_form_token(struct eh_request *request, struct eh_response *response)
{
	unsigned char bytes[ANONYMOUS_BYTES];
	char hex[2 * ANONYMOUS_BYTES + 1];

	response->form = true;
	if (!request->visitor.token.n)
		request->visitor.token = eh_request_cookie(request, "form");
	if (request->visitor.token.n != sizeof hex - 1 && !request->visitor.session.n) {
		randombytes_buf(bytes, sizeof bytes);
		sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
		request->visitor.token = eh_arena_str(request->arena, (struct eh_str){ hex, sizeof hex - 1 });
		if (eh_response_cookie(request, response, "form", request->visitor.token, 0, NULL) < 0)
			return EH_STR("");
	}
	return eh_token_mask(request->arena, request->visitor.token);
}

bool eh_form_token_good(const struct eh_request *request)
{
	struct eh_str secret = request->visitor.token.n ? request->visitor.token : eh_request_cookie(request, "form");
	struct eh_str given = eh_request_form(request, "token");

	return given.p && eh_token_good(given, secret);
}

static bool compressible(const char *type)
{
	return strncmp(type, "text/", 5) == 0 || strncmp(type, "application/json", 16) == 0 || strstr(type, "+json") ||
	       strstr(type, "svg");
}

void eh_serve_compress(const struct eh_request *request, struct eh_response *response)
{
	z_stream stream = { 0 };
	struct eh_buf out = { 0 };

	if (response->fixed.p || response->body.n < WORTH_COMPRESSING || !compressible(response->type) ||
	        eh_str_find(request->accept_encoding, EH_STR("gzip")) < 0)
		return;
	if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return;
	size_t bound = deflateBound(&stream, response->body.n);
	if (eh_buf_reserve(&out, bound) == EH_OK) {
		stream.next_in = (unsigned char *)response->body.p;
		stream.avail_in = (unsigned)response->body.n;
		stream.next_out = (unsigned char *)out.p;
		stream.avail_out = (unsigned)bound;
		if (deflate(&stream, Z_FINISH) == Z_STREAM_END) {
			out.n = stream.total_out;
			eh_buf_finish(&response->body);
			response->body = out;
			out = (struct eh_buf){ 0 };
			response->encoding = EH_STR("gzip");
		}
	}
	eh_buf_finish(&out);
	deflateEnd(&stream);
}

struct headers {
	struct eh_field *items;
	size_t count;
};

static void add(struct headers *headers, const char *name, struct eh_str value)
{
	if (value.p && headers->count < EH_SERVE_MOST_HEADERS)
		headers->items[headers->count++] = (struct eh_field){ eh_str_of(name), value };
}

/* Who signed in sees nothing from a cache, and so is it with forms; everybody else's pages may be kept and asked about (ETag). */
static bool is_private(const struct eh_request *request, const struct eh_response *response)
{
	return !response->immutable &&
	       (request->visitor.person.n || response->cookie_count || response->form || response->status >= 300);
}

static struct eh_str cache_control(const struct eh_request *request, const struct eh_response *response)
{
	if (response->immutable)
		return EH_STR("public, max-age=31536000, immutable");
	if (is_private(request, response))
		return EH_STR("private, no-store");
	if (response->max_age)
		return eh_arena_printf(request->arena, "public, max-age=%lld", (long long)response->max_age);
	return EH_STR("no-cache");
}

/* Only letters, digits, dots and dashes reach the header. */
static struct eh_str attachment(const struct eh_request *request, struct eh_str name)
{
	struct eh_str copy = eh_arena_str(request->arena, name);
	char *p = (char *)(uintptr_t)copy.p;

	for (size_t i = 0; i < copy.n; i++)
		if (!eh_is_alnum(p[i]) && !strchr(".-_", p[i]))
			p[i] = '-';
	return eh_arena_printf(request->arena, "attachment; filename=\"%.*s\"", EH_FMT(copy));
}

/* The usual policy, or the response's own; with one more origin for pictures where a page shows a street map. */
static struct eh_str policy_of(const struct eh_request *request, const struct eh_response *response)
{
	struct eh_str policy = eh_str_of(response->policy ? response->policy : ALWAYS[POLICY].value);
	ptrdiff_t at = response->pictures.n ? eh_str_find(policy, eh_str_of(PICTURES)) : -1;

	if (at < 0)
		return policy;
	struct eh_str before = eh_str_sub(policy, 0, (size_t)at + strlen(PICTURES));
	return eh_arena_printf(request->arena, "%.*s %.*s%.*s", EH_FMT(before), EH_FMT(response->pictures),
	        EH_FMT(eh_str_sub(policy, before.n, policy.n)));
}

size_t eh_response_headers(
        const struct eh_request *request, const struct eh_response *response, struct eh_field ret_headers[EH_SERVE_MOST_HEADERS])
{
	struct headers headers = { .items = ret_headers };

	for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++)
		add(&headers, ALWAYS[i].name, i == POLICY ? policy_of(request, response) : eh_str_of(ALWAYS[i].value));
	if (is_https(request->site))
		add(&headers, "Strict-Transport-Security", EH_STR("max-age=31536000; includeSubDomains"));
	add(&headers, "Content-Type", eh_str_of(response->type));
	add(&headers, "Content-Encoding", response->encoding);
	add(&headers, "Vary", EH_STR("Accept-Encoding, Accept-Language, Cookie"));
	add(&headers, "Cache-Control", cache_control(request, response));
	if (is_private(request, response)) /* letters' links too are addresses that somebody may publish */
		add(&headers, "X-Robots-Tag", EH_STR("noindex"));
	add(&headers, "Location", response->location);
	if (response->file_name.p)
		add(&headers, "Content-Disposition", attachment(request, response->file_name));
	if (response->allow)
		add(&headers, "Allow", eh_str_of(response->allow));
	if (response->retry_after)
		add(&headers, "Retry-After", eh_arena_printf(request->arena, "%u", response->retry_after));
	if (response->leave)
		add(&headers, "Clear-Site-Data", EH_STR("\"cache\""));
	add(&headers, "X-Request-Id", eh_str_of(request->id));
	for (size_t i = 0; i < response->cookie_count; i++)
		add(&headers, "Set-Cookie", response->cookies[i].value);
	return headers.count;
}
