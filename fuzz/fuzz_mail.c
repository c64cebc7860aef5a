/* What people wrote, as a letter: subject, text and HTML, and the bytes that go to the mail server. */
#include "fuzz.h"

#include "jobs/mailer.h"

static void check_bytes(struct eh_str bytes)
{
	static const struct eh_str HEADERS[] = { EH_STR("Date:"), EH_STR("From:"), EH_STR("To:"), EH_STR("Subject:"),
		EH_STR("Message-ID:"), EH_STR("MIME-Version:"), EH_STR("Auto-Submitted:"), EH_STR("Content-Type:"), EH_STR(" ") };
	struct eh_str line;
	bool in_headers = true;

	while (eh_str_split(&bytes, '\n', &line) && (line.n || bytes.p)) {
		bool known = false;
		FUZZ_REQUIRE(line.n && line.p[line.n - 1] == '\r' && line.n < 998 && line.p[0] != '.');
		for (size_t i = 0; i + 1 < line.n; i++)
			FUZZ_REQUIRE((unsigned char)line.p[i] < 0x7f && line.p[i] != '\r');
		if (line.n == 1)
			in_headers = false;
		for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS; i++)
			known |= eh_str_starts(line, HEADERS[i]);
		FUZZ_REQUIRE(!in_headers || known);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct eh_mail_config CONFIG = { .from = "list@example.org", .sender = "List" };
	static const struct eh_secret SECRET = { { 7 } };
	struct eh_mail_words words EH_CLEANUP_MAIL_WORDS = { 0 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_str rest = fuzz_input(data, size), about, to;
	enum eh_mail_kind kind = (enum eh_mail_kind)fuzz_choice(&rest, EH_MAIL_KIND_COUNT), read;
	int64_t person;

	if (!eh_str_split(&rest, '|', &to))
		return 0;
	if (!eh_str_split(&rest, '|', &about))
		about = rest;
	FUZZ_REQUIRE(eh_mail_unsubscribe_read(&SECRET, about, &person, &read, NULL) == EH_INVALID);
	const struct eh_mail_facts facts = {
		.name = about, .about = about, .place = about, .said = rest, .link = EH_STR("https://x.org/")
	};
	FUZZ_REQUIRE(eh_mail_words(kind, &facts, &words, NULL) == EH_OK);
	const struct eh_mail mail = { .to = to,
		.subject = eh_buf_str(&words.subject),
		.text = eh_buf_str(&words.text),
		.html = eh_buf_str(&words.html),
		.id = EH_STR("1") };
	if (eh_mail_write(&CONFIG, &mail, &out, NULL) == EH_OK) {
		FUZZ_REQUIRE(eh_mail_address_valid(to));
		check_bytes(eh_buf_str(&out));
	}
	return 0;
}
