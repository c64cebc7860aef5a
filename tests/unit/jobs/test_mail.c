/* test_mail.c: letters are written, queued, sent to a server of the test's own, and forgotten. */
#include "test.h"

#include "../govern/council.h"
#include "jobs/jobs.h"
#include "smtp.h"

static const struct eh_mail_facts FACTS = { .name = EH_STR("Jo"),
	.about = EH_STR("Knit & <Natter>"),
	.place = EH_STR("Town"),
	.said = EH_STR("Telephone: 0161 496 0000\nOpen: Mondays"),
	.link = EH_STR("https://list.example.org/town/organisations/x?a=1&b=2"),
	.unsubscribe = EH_STR("https://list.example.org/unsubscribe/1.confirm.x") };

static struct eh_mail_config config_of(const char *url)
{
	return (struct eh_mail_config){
		.url = url, .from = "list@example.org", .sender = "The list of Town", .plain = true, .seconds = 5
	};
}

static bool has(struct eh_str text, const char *words) { return eh_str_find(text, eh_str_of(words)) >= 0; }

static void each_kind_has_plain_text_and_html_with_one_thing_to_do(void **state)
{
	(void)state;
	for (int kind = 0; kind < EH_MAIL_KIND_COUNT; kind++) {
		struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };
		struct eh_mail_facts facts = FACTS;
		struct eh_error err = { 0 };
		facts.code = EH_STR("123456");
		facts.unsubscribe = (struct eh_str){ NULL, 0 };
		assert_ok(eh_mail_words((enum eh_mail_kind)kind, &facts, &words, &err), &err);
		struct eh_str html = eh_buf_str(&words.html), text = eh_buf_str(&words.text);
		assert_true(words.subject.n > 0 && !has(eh_buf_str(&words.subject), "{"));
		assert_true(has(text, "https://list.example.org/town/organisations/x?a=1&b=2\n") && !has(text, "{"));
		assert_true(has(html, "href=\"https://list.example.org/town/organisations/x?a=1&amp;b=2\""));
		ptrdiff_t first = eh_str_find(html, EH_STR("<a "));
		assert_int_equal(eh_str_find(eh_str_sub(html, (size_t)first + 1, html.n), EH_STR("<a ")), -1);
		assert_false(has(html, "<Natter>") || has(html, "<img") || has(html, "src="));
	}
}

static void nothing_from_outside_becomes_a_header(void **state)
{
	static const char *const ADDRESSES[] = { "jo@example.org\r\nBcc: all@example.org", "jo@example.org>", "<jo@example.org",
		"jo", "@example.org", "jo@", "jo@exa mple.org", "jo@a@b", "jo\"@example.org", "j\xc3\xb6@example.org",
		"jo,al@example.org", "" };
	static const struct eh_mail GOOD = {
		.to = EH_STR("jo@example.org"), .subject = EH_STR("x"), .text = EH_STR("x"), .id = EH_STR("1")
	};
	const struct eh_mail_config config = config_of("smtp://127.0.0.1");
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++) {
		struct eh_mail mail = GOOD;
		mail.to = eh_str_of(ADDRESSES[i]);
		if (eh_mail_write(&config, &mail, &out, &err) != EH_INVALID)
			fail_msg("it took \"%s\"", ADDRESSES[i]);
	}
	static const char *const TEXTS[] = { "x\r\nBcc: a@b.org", "x\ny", "x\ry", "x\x01y", "\xff" };
	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		struct eh_mail subject = GOOD, id = GOOD, unsubscribe = GOOD;
		subject.subject = id.id = unsubscribe.unsubscribe = eh_str_of(TEXTS[i]);
		assert_int_equal(eh_mail_write(&config, &subject, &out, &err), EH_INVALID);
		assert_int_equal(eh_mail_write(&config, &id, &out, &err), EH_INVALID);
		assert_int_equal(eh_mail_write(&config, &unsubscribe, &out, &err), EH_INVALID);
	}
	assert_int_equal(out.n, 0);
	struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };
	struct eh_mail_facts facts = FACTS;
	facts.about = EH_STR("Club\r\nBcc: all@example.org");
	assert_ok(eh_mail_words(EH_MAIL_CONFIRM, &facts, &words, &err), &err);
	assert_false(has(eh_buf_str(&words.subject), "\n") || has(eh_buf_str(&words.subject), "\r"));
}

static void a_letter_keeps_to_the_lengths_and_characters_of_mail(void **state)
{
	const struct eh_mail_config config = config_of("smtp://127.0.0.1");
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };
	const struct eh_mail mail = { .to = EH_STR("jo@example.org"),
		.subject = EH_STR("Caf\xc3\xa9 \xe2\x80\x93 a name that goes on for rather longer than one encoded word may be "
		                  "in a header"),
		.text = EH_STR(".\n..\nFrom here \xc3\xa9 a line that is longer than the seventy-six characters which "
		               "quoted-printable allows ............................................................. \nend"),
		.html = EH_STR("<p>x</p>"),
		.id = EH_STR("letter-1") };

	(void)state;
	assert_ok(eh_mail_write(&config, &mail, &out, &err), &err);
	struct eh_str rest = eh_buf_str(&out), line;
	while (eh_str_split(&rest, '\n', &line)) {
		assert_true(line.n <= 200 && (!line.n || line.p[0] != '.'));
		assert_true(!rest.p || !line.n || line.p[line.n - 1] == '\r');
		for (size_t i = 0; i < line.n; i++)
			assert_true((unsigned char)line.p[i] < 0x7f);
	}
	assert_true(has(eh_buf_str(&out), "Subject: =?UTF-8?B?Q2Fmw6kg"));
	assert_true(has(eh_buf_str(&out), "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
	assert_true(has(eh_buf_str(&out), "=2E\r\n=2E.\r\n"));
}

static int64_t noon(void) { return NOON; }

static void queue_letter(struct eh_db *db, int64_t person)
{
	struct eh_error err = { 0 };
	bool queued = false;

	assert_ok(eh_mail_queue(db, NOON, EH_MAIL_CONFIRM, person, EH_STR("jo@example.org"), &FACTS, &queued, &err), &err);
	assert_true(queued);
}

static void a_queued_letter_is_sent_and_forgotten(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_worker worker = { .store = "none", .clock = noon };
	struct eh_q_mail_get row;
	struct smtp smtp;

	(void)state;
	queue_letter(db, council_person(db, "jo"));
	smtp_start(&smtp, 1, "250 OK");
	const struct eh_mail_config config = config_of(smtp.url);
	assert_ok(eh_mailer_new(&config, &worker.mailer, &err), &err);
	assert_ok(eh_worker_run_one(&worker, db, NULL, &err), &err);
	smtp_end(&smtp);
	eh_mailer_free(worker.mailer);
	struct eh_str said = { smtp.said, smtp.n };
	assert_true(has(said, "MAIL FROM:<list@example.org>") && has(said, "RCPT TO:<jo@example.org>"));
	assert_true(has(said, "To: <jo@example.org>\r\n") && has(said, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
	assert_ok(eh_q_mail_get(db, 1, &arena, &row, &err), &err);
	assert_str(row.state, "sent");
	assert_true(!row.address.p && !row.subject.p && !row.body_text.p && !row.body_html.p);
}

static void a_server_that_refuses_for_good_ends_it_and_one_that_is_away_does_not(void **state)
{
	static const struct {
		const char *answer, *job, *letter;
	} CASES[] = { { "550 no", "failed", "given up" }, { "451 later", "queued", "waiting" } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct eh_db *db EH_CLEANUP_DB = council_open();
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_error err = { 0 };
		struct eh_worker worker = { .store = "none", .clock = noon };
		struct eh_q_mail_get row;
		struct eh_job job;
		struct smtp smtp;
		int64_t id = 0;
		queue_letter(db, council_person(db, "jo"));
		smtp_start(&smtp, 1, CASES[i].answer);
		const struct eh_mail_config config = config_of(smtp.url);
		assert_ok(eh_mailer_new(&config, &worker.mailer, &err), &err);
		assert_ok(eh_worker_run_one(&worker, db, &id, &err), &err);
		smtp_end(&smtp);
		eh_mailer_free(worker.mailer);
		assert_ok(eh_job_get(db, id, &arena, &job, &err), &err);
		assert_str(job.state, CASES[i].job);
		assert_false(has(job.result, "jo@"));
		assert_ok(eh_q_mail_get(db, 1, &arena, &row, &err), &err);
		assert_str(row.state, CASES[i].letter);
	}
}

static void a_sign_in_is_posted_at_once_and_never_queued(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_error err = { 0 };
	struct eh_mailer *mailer = NULL;
	struct smtp smtp;

	(void)state;
	assert_int_equal(eh_mail_queue(db, NOON, EH_MAIL_SIGNIN, 0, EH_STR("jo@example.org"), &FACTS, NULL, &err), EH_INVALID);
	assert_int_equal(eh_mail_queue(db, NOON, EH_MAIL_PROVE, 0, EH_STR("jo@example.org"), &FACTS, NULL, &err), EH_INVALID);
	smtp_start(&smtp, 1, "250 OK");
	const struct eh_mail_config config = config_of(smtp.url);
	assert_ok(eh_mailer_new(&config, &mailer, &err), &err);
	assert_ok(eh_mailer_post(mailer,
	                  &(struct eh_mail){ .to = EH_STR("jo@example.org"),
	                          .subject = EH_STR("Sign in"),
	                          .text = EH_STR("123456"),
	                          .id = EH_STR("s") },
	                  &err),
	        &err);
	smtp_end(&smtp);
	eh_mailer_free(mailer);
	assert_true(has((struct eh_str){ smtp.said, smtp.n }, "123456\r\n"));
}

static void whoever_wants_no_more_gets_none_and_nobody_is_asked_more_than_quarterly(void **state)
{
	struct eh_db *db EH_CLEANUP_DB = council_open();
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	struct eh_secret secret;
	int64_t jo = council_person(db, "jo"), read = 0;
	enum eh_mail_kind kind = EH_MAIL_KIND_COUNT;
	bool queued = true;

	(void)state;
	queue_letter(db, jo);
	assert_ok(eh_mail_queue(db, NOON + 80 * DAY, EH_MAIL_CONFIRM, jo, EH_STR("jo@example.org"), &FACTS, &queued, &err), &err);
	assert_false(queued);
	eh_secret_random(&secret);
	struct eh_str link = eh_mail_unsubscribe_link(&secret, &arena, EH_STR("https://list.example.org"), jo, EH_MAIL_CONFIRM),
	              start = EH_STR("https://list.example.org/unsubscribe/"),
	              token = eh_str_sub(link, start.n, link.n - start.n);
	assert_true(eh_str_starts(link, start));
	assert_ok(eh_mail_unsubscribe_read(&secret, token, &read, &kind, &err), &err);
	assert_true(read == jo && kind == EH_MAIL_CONFIRM);
	for (size_t i = 0; i < token.n; i++) {
		struct eh_str changed = eh_arena_str(&arena, token);
		((char *)(uintptr_t)changed.p)[i] ^= 1;
		assert_int_equal(eh_mail_unsubscribe_read(&secret, changed, &read, &kind, &err), EH_INVALID);
		assert_int_equal(eh_mail_unsubscribe_read(&secret, eh_str_sub(token, 0, i), &read, &kind, &err), EH_INVALID);
	}
	assert_ok(eh_mail_refuse(db, NOON, jo, EH_MAIL_CONFIRM, &err), &err);
	assert_ok(
	        eh_mail_queue(db, NOON + 200 * DAY, EH_MAIL_CONFIRM, jo, EH_STR("jo@example.org"), &FACTS, &queued, &err), &err);
	assert_false(queued);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_has_plain_text_and_html_with_one_thing_to_do),
		cmocka_unit_test(nothing_from_outside_becomes_a_header),
		cmocka_unit_test(a_letter_keeps_to_the_lengths_and_characters_of_mail),
		cmocka_unit_test(a_queued_letter_is_sent_and_forgotten),
		cmocka_unit_test(a_server_that_refuses_for_good_ends_it_and_one_that_is_away_does_not),
		cmocka_unit_test(a_sign_in_is_posted_at_once_and_never_queued),
		cmocka_unit_test(whoever_wants_no_more_gets_none_and_nobody_is_asked_more_than_quarterly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
