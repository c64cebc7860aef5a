/* serve.c: from a request to an answer: the route, the fields, who asks, whether they may, the handler, the error page. */
#include "serve.h"

#include <xxhash.h>

size_t eh_serve_most_body(const struct eh_site *site, enum eh_method method, struct eh_str path)
{
	struct eh_str captures[EH_HTTP_MOST_CAPTURES];
	const struct eh_route *route;
	size_t n;

	if (method != EH_POST || eh_route_find(site->routes, method, path, &route, captures, &n) != EH_OK)
		return 0;
	return route->most_body ? route->most_body : EH_HTTP_MOST_BODY;
}

bool eh_origin_matches(struct eh_str origin, const char *base_url) { return eh_str_eq_ascii_nocase(origin, eh_str_of(base_url)); }

static const struct {
	enum eh_rc rc;
	int status;
} STATUS[] = {
	{ EH_NOT_FOUND, 404 },
	{ EH_INVALID, 400 },
	{ EH_USAGE, 400 },
	{ EH_TOO_LARGE, 413 },
	{ EH_CONFLICT, 409 },
	{ EH_REFUSED, 403 },
};

static int status_of(enum eh_rc rc)
{
	for (size_t i = 0; i < sizeof STATUS / sizeof *STATUS; i++)
		if (STATUS[i].rc == rc)
			return STATUS[i].status;
	return 500;
}

/* Throws away what a handler began and puts the page for a failure in its place. */
static void fail_with(struct eh_request *request, struct eh_response *response, int status, const char *why)
{
	unsigned wait = response->retry_after;

	eh_buf_finish(&response->body);
	*response = (struct eh_response){ .status = status, .type = "text/html; charset=utf-8", .retry_after = wait };
	if (request->site->error_page(request, response, why) >= 0)
		return;
	eh_buf_finish(&response->body);
	response->type = "text/plain; charset=utf-8";
	response->fixed = EH_STR("This page cannot be shown just now. Please try again in a minute.\n");
}

static enum eh_rc no_field_twice(const struct eh_request *request, struct eh_error *err)
{
	for (size_t i = 0; i < request->form_count; i++)
		for (size_t j = 0; j < i; j++)
			if (eh_str_eq(request->form[i].name, request->form[j].name))
				return eh_fail(
				        err, EH_INVALID, EH_T("A field of this form was sent twice. Go back and send it again."));
	return EH_OK;
}

static enum eh_rc read_body(struct eh_request *request, struct eh_str type, struct eh_str body, struct eh_error *err)
{
	static const struct eh_str MULTIPART = { "multipart/form-data", 19 };

	if (!body.n)
		return EH_OK;
	if (type.n >= MULTIPART.n && eh_str_eq_ascii_nocase(eh_str_sub(type, 0, MULTIPART.n), MULTIPART))
		EH_TRY(eh_multipart_parse(request->arena, type, body, &request->form, &request->form_count, &request->uploads,
		        &request->upload_count, err));
	else
		EH_TRY(eh_fields_parse(request->arena, body, &request->form, &request->form_count, err));
	return request->route->parts & EH_SEVERAL ? EH_OK : no_field_twice(request, err);
}

/* 0 when the request may go to its handler, else the status to refuse it with; *ret_why says why in a sentence. */
static int refuse(struct eh_request *request, struct eh_throttle *throttle, struct eh_response *response, const char **ret_why)
{
	const struct eh_route *route = request->route;

	if (route->per_minute && !eh_throttle_allow(throttle, request->client, eh_str_of(route->pattern), route->per_minute,
	                                 request->now, &response->retry_after)) {
		*ret_why = "You have done this very often in the last minute. Wait a minute and try again.";
		return 429;
	}
	if (request->method == EH_POST && !(route->parts & EH_BY_ADDRESS) && request->origin.n &&
	        !eh_str_eq(request->origin, EH_STR("null")) && !eh_origin_matches(request->origin, request->site->base_url)) {
		*ret_why = "This form was sent from another site. Open the page here and send it again.";
		return 403;
	}
	if (!(request->visitor.parts & route->parts)) {
		*ret_why = request->visitor.person.n ? "Your part here does not include this page."
		                                     : "You need to sign in to see this page.";
		return request->visitor.person.n ? 403 : 401;
	}
	if (request->method == EH_POST && !(route->parts & EH_BY_ADDRESS) && !eh_form_token_good(request)) {
		*ret_why = "This form was open for too long or came from another page. Go back, load the page again and send it "
		           "once more.";
		return 403;
	}
	return 0;
}

static enum eh_rc find(struct eh_request *request, struct eh_str raw_path, int *ret_status)
{
	enum eh_rc rc = eh_route_find(
	        request->site->routes, request->method, raw_path, &request->route, request->captures, &request->capture_count);

	*ret_status = rc == EH_OK ? 0 : rc == EH_UNSUPPORTED ? 405 : 404;
	for (size_t i = 0; rc == EH_OK && i < request->capture_count; i++)
		rc = eh_percent_decode(request->arena, request->captures[i], false, &request->captures[i], NULL);
	if (rc < 0 && !*ret_status)
		*ret_status = 400;
	return rc;
}

/* What may stand in a Location as it came: printing ASCII, and no backslash, which browsers take for a slash. */
static bool is_plain(struct eh_str text)
{
	bool plain = true;

	for (size_t i = 0; i < text.n; i++)
		plain &= text.p[i] > ' ' && text.p[i] < 0x7f && text.p[i] != '\\';
	return plain;
}

/* "/town/" is typed for "/town": where that is a page, for good to it. */
static bool leads_on(struct eh_request *request, struct eh_response *response)
{
	struct eh_str captures[EH_HTTP_MOST_CAPTURES], path = request->path, query = request->query_text;
	const struct eh_route *route;
	size_t n;

	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (request->method != EH_GET || path.n == request->path.n || !is_plain(path) || !is_plain(query) ||
	        eh_route_find(request->site->routes, EH_GET, path, &route, captures, &n) != EH_OK)
		return false;
	struct eh_str to = eh_arena_printf(request->arena, "%.*s%s%.*s", EH_FMT(path), query.n ? "?" : "", EH_FMT(query));
	if (!to.p || eh_response_redirect(response, to) < 0)
		return false;
	response->status = 301;
	return true;
}

static void answer(struct eh_request *request, struct eh_throttle *throttle, struct eh_str type, struct eh_str body,
        bool too_large, struct eh_response *response)
{
	struct eh_error err = { 0 };
	const char *why = "";
	int status;

	if (find(request, request->path, &status) < 0) {
		if (status == 404 && leads_on(request, response))
			return;
		/* Who asks is still worth knowing, for the page's header. */
		(void)request->site->identify(request, &err);
		fail_with(request, response, status, "");
		if (status == 405)
			response->allow = request->method == EH_POST ? "GET, HEAD" : "POST";
		return;
	}
	enum eh_rc rc = too_large ? eh_fail(&err, EH_TOO_LARGE, "What you sent is too large.") : EH_OK;
	if (rc >= 0)
		rc = eh_fields_parse(request->arena, request->query_text, &request->query, &request->query_count, &err);
	if (rc >= 0)
		rc = read_body(request, type, body, &err);
	if (rc >= 0)
		rc = request->site->identify(request, &err);
	if (rc >= 0 && (status = refuse(request, throttle, response, &why)) != 0) {
		fail_with(request, response, status, why);
		return;
	}
	if (rc >= 0 && request->site->admit)
		rc = request->site->admit(request, &err);
	if (rc >= 0)
		rc = request->route->handler(request, response, &err);
	eh_db_rollback(request->db);
	if (rc >= 0)
		return;
	status = status_of(rc);
	if (status == 500 && request->site->log)
		fprintf(request->site->log, "%s %s: %s\n", request->id, eh_rc_name(rc), err.message);
	if (request->site->store)
		eh_error_hide_folder(&err, request->site->store);
	fail_with(request, response, status, status == 500 ? "" : err.message);
}

/* A page that has not changed is not sent again. */
static struct eh_str tag(struct eh_request *request, struct eh_response *response)
{
	struct eh_str body = response->fixed.p ? response->fixed : eh_buf_str(&response->body);

	if (response->status != 200 || request->method != EH_GET || request->visitor.person.n || response->cookie_count)
		return (struct eh_str){ NULL, 0 };
	struct eh_str etag = eh_arena_printf(request->arena, "W/\"%016llx\"", (unsigned long long)XXH3_64bits(body.p, body.n));
	if (etag.p && eh_str_eq(request->if_none_match, etag)) {
		response->status = 304;
		response->body.n = 0;
		response->fixed = EH_STR("");
	}
	return etag;
}

size_t eh_serve(const struct eh_site *site, struct eh_throttle *throttle, struct eh_request *request, struct eh_str type,
        struct eh_str body, bool too_large, struct eh_response *response, struct eh_field ret_headers[EH_SERVE_MOST_HEADERS])
{
	*response = (struct eh_response){ .status = 200, .type = "text/html; charset=utf-8" };
	request->site = site;
	request->visitor = (struct eh_visitor){ .parts = EH_PART_VISITOR };
	answer(request, throttle, type, body, too_large, response);
	struct eh_str etag = tag(request, response);
	eh_serve_compress(request, response);
	size_t n = eh_response_headers(request, response, ret_headers);
	if (etag.p && n < EH_SERVE_MOST_HEADERS)
		ret_headers[n++] = (struct eh_field){ EH_STR("ETag"), etag };
	return n;
}
