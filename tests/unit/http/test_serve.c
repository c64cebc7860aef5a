/* Whole requests without sockets: who gets in, what every answer carries. */
#include "../../test.h"

#include "http/form.h"
#include "http/serve.h"
#include "http/token.h"

static struct eh_visitor who;
static unsigned handled;

static enum eh_rc page(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	handled++;
	return eh_buf_printf(&response->body, "page %.*s %.*s", EH_FMT(eh_request_capture(request, 0)),
	        EH_FMT(eh_request_query(request, "q")));
}

static enum eh_rc form(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)err;
	return eh_buf_add(&response->body, eh_form_token(request, response));
}

static enum eh_rc saved(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request, (void)err;
	handled++;
	return eh_response_redirect(response, EH_STR("/saved"));
}

static enum eh_rc missing(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request;
	eh_buf_add(&response->body, EH_STR("half a page"));
	return eh_fail(err, EH_NOT_FOUND, "No such thing.");
}

static enum eh_rc broken(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request;
	eh_buf_add(&response->body, EH_STR("half a page"));
	return eh_fail(err, EH_IO, "secret path");
}

static enum eh_rc pictured(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request, (void)err;
	response->pictures = EH_STR("https://maps.example.org");
	return EH_OK;
}

static enum eh_rc large(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	(void)request, (void)err;
	for (int i = 0; i < 4000; i++)
		eh_buf_add(&response->body, EH_STR("again "));
	return EH_OK;
}

static const struct eh_route ROUTES[] = {
	{ EH_GET, "/", EH_PARTS_ANYONE, 0, 0, page, "start" },
	{ EH_GET, "/{place}/page", EH_PARTS_ANYONE, 0, 0, page, "a page" },
	{ EH_GET, "/pictured", EH_PARTS_ANYONE, 0, 0, pictured, "a page with a street map" },
	{ EH_GET, "/form", EH_PARTS_ANYONE, 0, 0, form, "a form" },
	{ EH_POST, "/form", EH_PARTS_ANYONE, 0, 0, saved, "its answer" },
	{ EH_POST, "/boxes", EH_PARTS_ANYONE | EH_BY_ADDRESS | EH_SEVERAL, 0, 0, saved, "boxes" },
	{ EH_POST, "/one", EH_PARTS_ANYONE | EH_BY_ADDRESS, 0, 0, saved, "a field" },
	{ EH_GET, "/desk", EH_PARTS_KEEPERS, 0, 0, page, "for keepers" },
	{ EH_GET, "/often", EH_PARTS_ANYONE, 0, 2, page, "twice a minute" },
	{ EH_GET, "/missing", EH_PARTS_ANYONE, 0, 0, missing, "not there" },
	{ EH_GET, "/broken", EH_PARTS_ANYONE, 0, 0, broken, "breaks" },
	{ EH_GET, "/large", EH_PARTS_ANYONE, 0, 0, large, "large" },
	{ 0 },
};

static enum eh_rc identify(struct eh_request *request, struct eh_error *err)
{
	(void)err;
	request->visitor = who;
	return EH_OK;
}

static enum eh_rc error_page(struct eh_request *request, struct eh_response *response, const char *why)
{
	return eh_buf_printf(&response->body, "%d %s %s", response->status, why, response->status >= 500 ? request->id : "");
}

static struct eh_site site = {
	.routes = ROUTES, .base_url = "http://localhost:8080", .identify = identify, .error_page = error_page
};
static struct eh_throttle *throttle;
static struct eh_db *db;

static struct {
	struct eh_arena arena;
	struct eh_request request;
	struct eh_response response;
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	size_t count;
	struct eh_buf before; /* of compression */
} got;

static const char *header(const char *name)
{
	for (size_t i = 0; i < got.count; i++)
		if (eh_str_eq(got.headers[i].name, eh_str_of(name)))
			return got.headers[i].value.p;
	return NULL;
}

static int ask_full(enum eh_method method, const char *path, const char *query, const char *body, const char *cookie,
        const char *origin, const char *encoding)
{
	eh_buf_finish(&got.response.body);
	eh_arena_reset(&got.arena);
	got.request = (struct eh_request){ .method = method,
		.path = eh_str_of(path),
		.query_text = eh_str_of(query),
		.origin = eh_str_of(origin),
		.accept_encoding = eh_str_of(encoding),
		.client = EH_STR("client"),
		.id = "0123456789abcdef",
		.now = 1764000000000000,
		.arena = &got.arena,
		.db = db };
	assert_int_equal(
	        eh_cookies_parse(&got.arena, eh_str_of(cookie), &got.request.cookies, &got.request.cookie_count, NULL), EH_OK);
	got.count = eh_serve(&site, throttle, &got.request, EH_STR("application/x-www-form-urlencoded"), eh_str_of(body), false,
	        &got.response, got.headers);
	return got.response.status;
}

static int ask(const char *path) { return ask_full(EH_GET, path, "", "", "", NULL, ""); }

static int setup(void **state)
{
	(void)state;
	who = (struct eh_visitor){ .parts = EH_PART_VISITOR };
	handled = 0;
	return 0;
}

static void a_route_gets_its_captures_and_query(void **state)
{
	(void)state;
	assert_int_equal(ask_full(EH_GET, "/a%20town/page", "q=x%26y", "", "", NULL, ""), 200);
	assert_str(eh_buf_str(&got.response.body), "page a town x&y");
	assert_int_equal(ask("/a/b/page"), 404);
	assert_int_equal(ask("//page"), 404);
	assert_int_equal(ask("/a%zz/page"), 400);
	assert_int_equal(ask_full(EH_GET, "/a/page", "q=%", "", "", NULL, ""), 400);
	assert_int_equal(ask_full(EH_POST, "/a/page", "", "", "", NULL, ""), 405);
	assert_string_equal(header("Allow"), "GET, HEAD");
	assert_int_equal(ask("/one"), 405);
	assert_string_equal(header("Allow"), "POST");
}

static void a_slash_at_the_end_leads_to_the_page_without_it(void **state)
{
	static const struct {
		enum eh_method method;
		const char *path, *query, *to; /* NULL: it is not there */
	} CASES[] = {
		{ EH_GET, "/a%20town/page/", "", "/a%20town/page" },
		{ EH_GET, "/a/page/", "q=x%26y&lang=cy", "/a/page?q=x%26y&lang=cy" },
		{ EH_GET, "/a/page//", "", "/a/page" },
		{ EH_GET, "/form/", "", "/form" },
		{ EH_GET, "//", "", "/" },
		{ EH_POST, "/form/", "", NULL },
		{ EH_GET, "/nowhere/", "", NULL },
		{ EH_GET, "/one/", "", NULL },
		{ EH_GET, "//elsewhere.example/page/", "", NULL },
		{ EH_GET, "/\\elsewhere.example/page/", "", NULL },
		{ EH_GET, "/a/page/", "q=\r\nSet-Cookie: a=b", NULL },
		{ EH_GET, "/a\n/page/", "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int status = ask_full(CASES[i].method, CASES[i].path, CASES[i].query, "", "", NULL, "");
		const char *to = header("Location");
		if (status != (CASES[i].to ? 301 : 404) || (CASES[i].to ? !to || strcmp(to, CASES[i].to) != 0 : to != NULL))
			fail_msg("%s: status %d, to %s", CASES[i].path, status, to ? to : "nowhere");
	}
	assert_int_equal(handled, 0);
}

static void one_more_origin_is_let_in_for_pictures_alone(void **state)
{
	char usual[1024];

	(void)state;
	ask("/");
	snprintf(usual, sizeof usual, "%s", header("Content-Security-Policy"));
	assert_null(strstr(usual, "maps.example.org"));
	ask("/pictured");
	const char *policy = header("Content-Security-Policy"), *origin = strstr(policy, " https://maps.example.org");
	print_message("%s\n", policy);
	assert_non_null(strstr(policy, "img-src 'self' data: https://maps.example.org;"));
	/* The rest is the usual one. */
	assert_int_equal(strncmp(policy, usual, (size_t)(origin - policy)), 0);
	assert_string_equal(origin + strlen(" https://maps.example.org"), usual + (origin - policy));
}

static void every_answer_carries_the_headers_of_safety(void **state)
{
	static const char *const PATHS[] = { "/", "/missing", "/broken", "/nowhere", "/desk" };

	(void)state;
	for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
		ask(PATHS[i]);
		assert_non_null(strstr(header("Content-Security-Policy"), "default-src 'none'"));
		assert_null(strstr(header("Content-Security-Policy"), "unsafe"));
		assert_string_equal(header("X-Content-Type-Options"), "nosniff");
		assert_non_null(header("Permissions-Policy"));
		assert_non_null(header("Referrer-Policy"));
		assert_non_null(header("Cache-Control"));
		assert_null(header("Strict-Transport-Security"));
	}
	site.base_url = "https://list.example";
	ask("/");
	assert_non_null(header("Strict-Transport-Security"));
	site.base_url = "http://localhost:8080";
}

static void nothing_of_a_failed_page_is_sent(void **state)
{
	(void)state;
	assert_int_equal(ask("/missing"), 404);
	assert_str(eh_buf_str(&got.response.body), "404 No such thing. ");
	assert_int_equal(ask("/broken"), 500);
	assert_str(eh_buf_str(&got.response.body), "500  0123456789abcdef");
}

static void roles_are_asked_before_the_handler(void **state)
{
	(void)state;
	assert_int_equal(ask("/desk"), 401);
	who = (struct eh_visitor){ .person = EH_STR("1"), .parts = EH_PART_VISITOR | EH_PART_SIGNED_IN | EH_PART_ADMINISTRATOR };
	assert_int_equal(ask("/desk"), 403);
	assert_int_equal(handled, 0);
	who.parts |= EH_PART_OFFICER;
	assert_int_equal(ask("/desk"), 200);
	assert_string_equal(header("Cache-Control"), "private, no-store");
	assert_null(header("ETag"));
}

static void a_form_wants_the_token_of_its_own_browser(void **state)
{
	char cookie[256], body[256];

	(void)state;
	assert_int_equal(ask("/form"), 200);
	assert_int_equal(got.response.cookie_count, 1);
	assert_non_null(strstr(got.response.cookies[0].value.p, "HttpOnly; SameSite=Lax"));
	snprintf(cookie, sizeof cookie, "%.*s", (int)strcspn(got.response.cookies[0].value.p, ";"),
	        got.response.cookies[0].value.p);
	snprintf(body, sizeof body, "token=%.*s", EH_FMT(eh_buf_str(&got.response.body)));
	assert_int_equal(ask_full(EH_POST, "/form", "", body, cookie, NULL, ""), 303);
	assert_string_equal(header("Location"), "/saved");
	assert_int_equal(ask_full(EH_POST, "/form", "", body, cookie, "http://localhost:8080", ""), 303);
	assert_int_equal(handled, 2);
	assert_int_equal(ask_full(EH_POST, "/form", "", body, cookie, "http://evil.example", ""), 403);
	assert_int_equal(ask_full(EH_POST, "/form", "", body, "", NULL, ""), 403);
	assert_int_equal(ask_full(EH_POST, "/form", "", "", cookie, NULL, ""), 403);
	assert_int_equal(ask_full(EH_POST, "/form", "", "token=", cookie, NULL, ""), 403);
	body[10] = (char)(body[10] == 'a' ? 'b' : 'a');
	assert_int_equal(ask_full(EH_POST, "/form", "", body, cookie, NULL, ""), 403);
	assert_int_equal(handled, 2);
}

static void tokens_differ_each_time_and_fit_one_secret(void **state)
{
	struct eh_str a = eh_token_mask(&got.arena, EH_STR("secret")), b = eh_token_mask(&got.arena, EH_STR("secret"));

	(void)state;
	assert_false(eh_str_eq(a, b));
	assert_true(eh_token_good(a, EH_STR("secret")));
	assert_true(eh_token_good(b, EH_STR("secret")));
	assert_false(eh_token_good(a, EH_STR("other")));
	assert_false(eh_token_good(eh_str_sub(a, 0, a.n - 2), EH_STR("secret")));
	assert_false(eh_token_good(EH_STR(""), EH_STR("")));
}

static void who_asks_too_often_waits(void **state)
{
	(void)state;
	assert_int_equal(ask("/often"), 200);
	assert_int_equal(ask("/often"), 200);
	assert_int_equal(ask("/often"), 429);
	assert_int_equal(atoll(header("Retry-After")), 60 - 1764000000 % 60);
	assert_int_equal(ask("/"), 200);
}

static void an_unchanged_page_is_not_sent_again(void **state)
{
	char etag[64];

	(void)state;
	assert_int_equal(ask("/"), 200);
	snprintf(etag, sizeof etag, "%s", header("ETag"));
	eh_buf_finish(&got.response.body);
	got.request = (struct eh_request){ .path = EH_STR("/"), .if_none_match = eh_str_of(etag), .arena = &got.arena, .db = db };
	eh_serve(&site, throttle, &got.request, EH_STR(""), EH_STR(""), false, &got.response, got.headers);
	assert_int_equal(got.response.status, 304);
}

static void large_text_is_compressed_for_who_takes_it(void **state)
{
	(void)state;
	assert_int_equal(ask_full(EH_GET, "/large", "", "", "", NULL, "br, gzip"), 200);
	assert_string_equal(header("Content-Encoding"), "gzip");
	assert_true(got.response.body.n < 1000);
	assert_int_equal(ask("/large"), 200);
	assert_null(header("Content-Encoding"));
	assert_int_equal(got.response.body.n, 24000);
}

static void what_is_too_large_is_not_read(void **state)
{
	(void)state;
	assert_int_equal(eh_serve_most_body(&site, EH_POST, EH_STR("/form")), EH_HTTP_MOST_BODY);
	assert_int_equal(eh_serve_most_body(&site, EH_GET, EH_STR("/form")), 0);
	assert_int_equal(eh_serve_most_body(&site, EH_POST, EH_STR("/nowhere")), 0);
	eh_buf_finish(&got.response.body);
	got.request = (struct eh_request){ .method = EH_POST, .path = EH_STR("/form"), .arena = &got.arena, .db = db };
	eh_serve(&site, throttle, &got.request, EH_STR(""), EH_STR(""), true, &got.response, got.headers);
	assert_int_equal(got.response.status, 413);
}

static void forms_are_read_by_their_table(void **state)
{
	static const char *const SIDES[] = { "council", "sector", NULL };
	static const struct {
		struct eh_form_field field;
		const char *typed, *value, *error;
	} CASES[] = {
		{ { "n", EH_FORM_LINE, 5, .missing = "Enter a name" }, "  a \t b ", "a b", NULL },
		{ { "n", EH_FORM_LINE, 5, .missing = "Enter a name" }, "   ", "", "Enter a name" },
		{ { "n", EH_FORM_LINE, .most = 5 }, "", "", NULL },
		{ { "n", EH_FORM_LINE, .most = 5 }, "abcdef", "abcdef", "Use 5 characters or fewer" },
		{ { "n", EH_FORM_LINE, .most = 2 }, "\xc3\xa9\xc3\xa9", "\xc3\xa9\xc3\xa9", NULL },
		{ { "n", EH_FORM_TEXT, .most = 0 }, "a\r\n\r\nb\r\n", "a\n\nb", NULL },
		{ { "n", EH_FORM_EMAIL, .most = 0 }, " a.b+c@example.org ", "a.b+c@example.org", NULL },
		{ { "n", EH_FORM_EMAIL, .most = 0 }, "a@b", "a@b", "email" },
		{ { "n", EH_FORM_EMAIL, .most = 0 }, "a@b.c,d@e.f", "a@b.c,d@e.f", "email" },
		{ { "n", EH_FORM_EMAIL, .most = 0 }, "a@b..c", "a@b..c", "email" },
		{ { "n", EH_FORM_EMAIL, .most = 0 }, "@b.c", "@b.c", "email" },
		{ { "n", EH_FORM_POSTCODE, .most = 0 }, "lu12bq", "LU1 2BQ", NULL },
		{ { "n", EH_FORM_POSTCODE, .most = 0 }, "luton", "luton", "postcode" },
		{ { "n", EH_FORM_WEB, .most = 0 }, "example.org/a", "https://example.org/a", NULL },
		{ { "n", EH_FORM_WEB, .most = 0 }, "http://example.org", "http://example.org", NULL },
		{ { "n", EH_FORM_WEB, .most = 0 }, "javascript:alert(1)", "javascript:alert(1)", "web address" },
		{ { "n", EH_FORM_WEB, .most = 0 }, "https://a@example.org", "https://a@example.org", "web address" },
		{ { "n", EH_FORM_PHONE, .most = 0 }, "01632  960 001", "01632 960 001", NULL },
		{ { "n", EH_FORM_PHONE, .most = 0 }, "call me", "call me", "telephone" },
		{ { "n", EH_FORM_NUMBER, .most = 0 }, "1,200", "1200", NULL },
		{ { "n", EH_FORM_NUMBER, .most = 0 }, "-1", "-1", "whole number" },
		{ { "n", EH_FORM_CHOICE, 0, .choices = SIDES }, "sector", "sector", NULL },
		{ { "n", EH_FORM_CHOICE, 0, .choices = SIDES, .wrong = "Choose a side" }, "both", "both", "Choose a side" },
		{ { "n", EH_FORM_CHOICES, 0, .choices = SIDES }, "sector,council", "sector,council", NULL },
		{ { "n", EH_FORM_CHOICES, 0, .choices = SIDES }, "sector,x", "sector,x", "Choose" },
		{ { "n", EH_FORM_FLAG, .most = 0 }, "yes", "yes", NULL },
		{ { "n", EH_FORM_FLAG, .most = 0 }, "on", "on", "box" },
	};
	struct eh_form_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		bool good = eh_form_check(&got.arena, &CASES[i].field, eh_str_of(CASES[i].typed), &answer);
		if (!eh_str_eq(answer.value, eh_str_of(CASES[i].value)) || good != !CASES[i].error ||
		        (CASES[i].error && (!answer.error.p || !strstr(answer.error.p, CASES[i].error))))
			fail_msg("case %zu: \"%s\" gave \"%.*s\" and error \"%.*s\"", i, CASES[i].typed, EH_FMT(answer.value),
			        EH_FMT(answer.error));
	}
}

static void a_field_sent_twice_reaches_no_handler_unless_its_form_has_boxes(void **state)
{
	(void)state;
	assert_int_equal(ask_full(EH_POST, "/one", "", "a=1&b=1", "", NULL, ""), 303);
	assert_int_equal(handled, 1);
	assert_int_equal(ask_full(EH_POST, "/one", "", "a=1&b=1&a=1", "", NULL, ""), 400);
	assert_int_equal(handled, 1);
	assert_int_equal(ask_full(EH_POST, "/boxes", "", "a=1&b=1&a=2", "", NULL, ""), 303);
	assert_int_equal(handled, 2);
}

static void a_field_that_comes_twice_is_wrong_unless_boxes(void **state)
{
	static const char *const BOXES[] = { "a", "b", NULL };
	static const struct eh_form_field ASKS[] = { { "one", EH_FORM_LINE, .most = 0 },
		{ "box", EH_FORM_CHOICES, 0, .choices = BOXES } };
	struct eh_field form_fields[] = { { EH_STR("one"), EH_STR("x") }, { EH_STR("box"), EH_STR("a") },
		{ EH_STR("box"), EH_STR("b") }, { EH_STR("one"), EH_STR("y") } };
	struct eh_request request = { .form = form_fields, .form_count = 3, .arena = &got.arena };
	struct eh_form_answer answers[2];

	(void)state;
	assert_true(eh_form_read(&request, ASKS, 2, answers));
	assert_str(answers[1].value, "a,b");
	request.form_count = 4;
	assert_false(eh_form_read(&request, ASKS, 2, answers));
	assert_non_null(answers[0].error.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_slash_at_the_end_leads_to_the_page_without_it, setup),
		cmocka_unit_test_setup(a_route_gets_its_captures_and_query, setup),
		cmocka_unit_test_setup(every_answer_carries_the_headers_of_safety, setup),
		cmocka_unit_test_setup(one_more_origin_is_let_in_for_pictures_alone, setup),
		cmocka_unit_test_setup(nothing_of_a_failed_page_is_sent, setup),
		cmocka_unit_test_setup(roles_are_asked_before_the_handler, setup),
		cmocka_unit_test_setup(a_form_wants_the_token_of_its_own_browser, setup),
		cmocka_unit_test_setup(tokens_differ_each_time_and_fit_one_secret, setup),
		cmocka_unit_test_setup(who_asks_too_often_waits, setup),
		cmocka_unit_test_setup(an_unchanged_page_is_not_sent_again, setup),
		cmocka_unit_test_setup(large_text_is_compressed_for_who_takes_it, setup),
		cmocka_unit_test_setup(what_is_too_large_is_not_read, setup),
		cmocka_unit_test_setup(forms_are_read_by_their_table, setup),
		cmocka_unit_test_setup(a_field_sent_twice_reaches_no_handler_unless_its_form_has_boxes, setup),
		cmocka_unit_test_setup(a_field_that_comes_twice_is_wrong_unless_boxes, setup),
	};
	struct eh_error error = { 0 };

	if (eh_db_open(":memory:", EH_DB_CREATE, &db, &error) != EH_OK || eh_throttle_new(64, &throttle, &error) != EH_OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	eh_throttle_free(throttle);
	eh_db_close(db);
	eh_buf_finish(&got.response.body);
	eh_arena_finish(&got.arena);
	return failed;
}
