/* The letters that sign people in, as a mail server gets them: plain text and HTML, sent at once, kept nowhere. */
#include "../../test.h"

#include "../jobs/smtp.h"
#include "govern/govern.h"
#include "http/serve.h"
#include "http/token.h"
#include "jobs/mailer.h"
#include "queries.h"
#include "web/web.h"

#define NOW INT64_C(1764000000000000)

static struct smtp smtp;
static struct eh_mailer *mailer;
static struct eh_web *web;
static struct eh_throttle *throttle;
static struct eh_db *db;
static struct eh_error error;
static struct eh_arena arena;
static char folder[64], store[128];

static int setup(void **state)
{
	static struct eh_mail_config config;
	int64_t person;

	(void)state;
	snprintf(folder, sizeof folder, "%s", test_folder());
	snprintf(store, sizeof store, "%s/town.db", folder);
	smtp_start(&smtp, 1, "250 OK");
	config = (struct eh_mail_config){
		.url = smtp.url, .from = "list@example.org", .sender = "The list", .plain = true, .seconds = 5
	};
	assert_ok(eh_mailer_new(&config, &mailer, &error), &error);
	assert_ok(eh_db_open(store, EH_DB_CREATE, &db, &error), &error);
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_person_add(db, NOW, &EH_ACTOR_SYSTEM, EH_STR("Jo"), EH_STR("jo@example.org"), &person, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	const struct eh_web_options options = { .store = store, .base_url = "https://list.example.org", .mailer = mailer };
	assert_ok(eh_web_new(&options, &web, &error), &error);
	return eh_throttle_new(1 << 12, &throttle, &error);
}

static int teardown(void **state)
{
	(void)state;
	eh_web_free(web);
	eh_throttle_free(throttle);
	eh_mailer_free(mailer);
	eh_db_close(db);
	eh_arena_finish(&arena);
	test_remove(folder);
	return 0;
}

static int ask_to_sign_in(const char *address)
{
	static const char FORM[] = "00112233445566778899aabbccddeeff";
	struct eh_request request = { .method = EH_POST,
		.path = EH_STR("/sign-in"),
		.client = EH_STR("192.0.2.1"),
		.id = "7",
		.now = NOW,
		.arena = &arena,
		.db = db };
	struct eh_field headers[EH_SERVE_MOST_HEADERS];
	struct eh_response response;

	assert_int_equal(eh_cookies_parse(&arena, EH_STR("__Host-form=00112233445566778899aabbccddeeff"), &request.cookies,
	                         &request.cookie_count, NULL),
	        EH_OK);
	struct eh_str body = eh_arena_printf(
	        &arena, "token=%.*s&email=%s", EH_FMT(eh_token_mask(&arena, eh_str_of(FORM))), address);
	eh_serve(eh_web_site(web), throttle, &request, EH_STR("application/x-www-form-urlencoded"), body, false, &response,
	        headers);
	eh_buf_finish(&response.body);
	return response.status;
}

/* What was sent of a part, its quoted-printable undone. */
static struct eh_str part(const char *type)
{
	const char *from = strstr(smtp.said, type);
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	if (!from)
		fail_msg("no %s in %s", type, smtp.said);
	from = strstr(from, "\r\n\r\n") + 4;
	for (const char *end = strstr(from, "\r\n--=_"); from < end; from++)
		if (strncmp(from, "=\r\n", 3) == 0)
			from += 2;
		else if (*from == '=') {
			char digits[3] = { from[1], from[2], '\0' };
			eh_buf_add_char(&out, (char)strtol(digits, NULL, 16));
			from += 2;
		} else if (*from != '\r')
			eh_buf_add_char(&out, *from);
	return eh_arena_str(&arena, eh_buf_str(&out));
}

static struct eh_str file_of(const char *path)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	FILE *in = fopen(path, "r");
	int c;

	while (in && (c = fgetc(in)) != EOF)
		eh_buf_add_char(&text, (char)c);
	if (in)
		fclose(in);
	return eh_arena_str(&arena, eh_buf_str(&text));
}

static bool has(struct eh_str text, struct eh_str words) { return eh_str_find(text, words) >= 0; }

static void a_letter_that_signs_in_has_both_parts_and_stands_nowhere_else(void **state)
{
	struct eh_cursor cursor EH_CLEANUP_CURSOR = { 0 };
	struct eh_q_mail_list row;
	char wal[160];

	(void)state;
	assert_int_equal(ask_to_sign_in("nobody@example.org"), 303);
	assert_int_equal(ask_to_sign_in("jo@example.org"), 303);
	pthread_join(smtp.thread, NULL);
	assert_non_null(strstr(smtp.said, "RCPT TO:<jo@example.org>"));
	assert_null(strstr(smtp.said, "nobody@"));
	struct eh_str text = part("text/plain"), html = part("text/html");
	static const char LINK[] = "https://list.example.org/sign-in/link/";
	ptrdiff_t at = eh_str_find(text, EH_STR(LINK)), code = eh_str_find(text, EH_STR("Or type this code where you asked: "));
	if (at < 0 || code < 0)
		fail_msg("the text has no link or no code: %.*s", EH_FMT(text));
	struct eh_str token = eh_str_sub(text, (size_t)at + sizeof LINK - 1, EH_TOKEN_MAX - 1);
	struct eh_str digits = eh_str_sub(text, (size_t)code + 35, 6);
	assert_true(has(html, token) && has(html, digits) && has(html, EH_STR("<!DOCTYPE html>")));
	assert_true(has(html, EH_STR("Look at the request and sign in</a>")));

	assert_ok(eh_q_mail_list(db, 10, &cursor, &error), &error);
	assert_int_equal(eh_q_mail_list_next(&cursor, &row, &error), EH_END);
	snprintf(wal, sizeof wal, "%s-wal", store);
	const char *const KEPT[] = { store, wal };
	for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++)
		if (has(file_of(KEPT[i]), token) || has(file_of(KEPT[i]), EH_STR("sign-in/link")))
			fail_msg("%s holds the link", KEPT[i]);
	assert_true(file_of(store).n > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_letter_that_signs_in_has_both_parts_and_stands_nowhere_else) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
