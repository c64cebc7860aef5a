/* Addresses, form bodies and cookies as browsers send them, all the way through a site: whatever comes, an answer goes out. */
#include "fuzz.h"

#include "http/serve.h"

static enum eh_rc page(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	for (size_t i = 0; i < request->query_count; i++)
		FUZZ_REQUIRE(eh_utf8_valid(request->query[i].name, NULL) && eh_utf8_valid(request->query[i].value, NULL));
	for (size_t i = 0; i < request->form_count; i++)
		FUZZ_REQUIRE(eh_utf8_valid(request->form[i].name, NULL) && eh_utf8_valid(request->form[i].value, NULL));
	FUZZ_REQUIRE(request->query_count <= EH_HTTP_MOST_FIELDS && request->form_count <= EH_HTTP_MOST_FIELDS);
	return eh_buf_add(&response->body, eh_request_capture(request, 0));
}

static const struct eh_route ROUTES[] = {
	{ EH_GET, "/", EH_PARTS_ANYONE, 0, 0, page, "start" },
	{ EH_GET, "/{place}/{what}", EH_PARTS_ANYONE, 0, 0, page, "a page" },
	{ EH_POST, "/{place}/{what}", EH_PARTS_ANYONE, 0, 0, page, "a form" },
	{ 0 },
};

static enum eh_rc identify(struct eh_request *request, struct eh_error *err)
{
	(void)request, (void)err;
	return EH_OK;
}

static enum eh_rc error_page(struct eh_request *request, struct eh_response *response, const char *why)
{
	(void)request;
	return eh_buf_printf(&response->body, "%d %s", response->status, why);
}

/* Lines: the path, the query, the cookies, the origin; the rest is the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct eh_site SITE = {
		.routes = ROUTES, .base_url = "https://a.example", .identify = identify, .error_page = error_page
	};
	static struct eh_throttle *throttle;
	static struct eh_db *db;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	struct eh_str rest = fuzz_input(data, size), path = { 0 }, query = { 0 }, cookies = { 0 }, origin = { 0 };
	struct eh_response response;

	if (!throttle)
		FUZZ_REQUIRE(eh_throttle_new(16, &throttle, NULL) == EH_OK &&
		             eh_db_open(":memory:", EH_DB_CREATE, &db, NULL) == EH_OK);
	struct eh_request request = { .method = fuzz_choice(&rest, 2) ? EH_POST : EH_GET, .id = "0", .arena = &arena, .db = db };
	eh_str_split(&rest, '\n', &path);
	eh_str_split(&rest, '\n', &query);
	eh_str_split(&rest, '\n', &cookies);
	eh_str_split(&rest, '\n', &origin);
	request.path = eh_arena_str(&arena, path);
	request.query_text = query;
	request.origin = origin;
	request.accept_encoding = origin;
	FUZZ_REQUIRE(eh_cookies_parse(&arena, cookies, &request.cookies, &request.cookie_count, NULL) == EH_OK);
	size_t n = eh_serve(
	        &SITE, throttle, &request, EH_STR("application/x-www-form-urlencoded"), rest, false, &response, headers);
	FUZZ_REQUIRE(response.status >= 200 && response.status < 600 && n <= EH_SERVE_MOST_HEADERS);
	for (size_t i = 0; i < n; i++)
		FUZZ_REQUIRE(headers[i].value.p && !strpbrk(headers[i].value.p, "\r\n"));
	eh_buf_finish(&response.body);
	return 0;
}
