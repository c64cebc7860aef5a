/* What people type, and browsers send, before anybody knows who they are: addresses, codes, tokens, browsers' names; and what the audit keeps
 * and reads again. */
#include "fuzz.h"

#include "govern/audit_private.h"
#include "govern/govern.h"

static void check_email(struct eh_str input)
{
	char email[EH_EMAIL_MAX] = "untouched", again[EH_EMAIL_MAX];
	struct eh_error err = { 0 };

	if (eh_email_normalise(input, email, &err) != EH_OK) {
		FUZZ_REQUIRE(err.message[0] && strcmp(email, "untouched") == 0);
		return;
	}
	FUZZ_REQUIRE(eh_email_normalise(eh_str_of(email), again, &err) == EH_OK && strcmp(email, again) == 0);
	/* Nothing that could begin another header or another recipient. */
	FUZZ_REQUIRE(!strpbrk(email, "\r\n\t ,;<>\"()") && strchr(email, '@') == strrchr(email, '@'));
	for (const char *p = email; *p; p++)
		FUZZ_REQUIRE(*p > ' ' && *p < 0x7f && *p == eh_lower(*p));
}

static void check_codes(struct eh_str input)
{
	char code[7], again[7], recovery[EH_RECOVERY_MAX], same[EH_RECOVERY_MAX];

	if (eh_code_parse(input, code)) {
		FUZZ_REQUIRE(strlen(code) == 6 && strspn(code, "0123456789") == 6);
		FUZZ_REQUIRE(eh_code_parse(eh_str_of(code), again) && strcmp(code, again) == 0);
	}
	if (eh_recovery_parse(input, recovery)) {
		FUZZ_REQUIRE(strlen(recovery) == EH_RECOVERY_MAX - 1 && recovery[1] == '-' && recovery[7] == '-');
		FUZZ_REQUIRE(eh_recovery_parse(eh_str_of(recovery), same) && strcmp(recovery, same) == 0);
	}
}

static void check_token(struct eh_str input)
{
	if (!eh_token_valid(input))
		return;
	FUZZ_REQUIRE(input.n == EH_TOKEN_MAX - 1);
	for (size_t i = 0; i < input.n; i++)
		FUZZ_REQUIRE(eh_is_alnum(input.p[i]) || input.p[i] == '-' || input.p[i] == '_');
}

static void check_head(struct eh_str input)
{
	struct eh_audit_head head = { 0 }, again = { 0 };
	struct eh_error err = { 0 };
	char text[96];

	if (eh_audit_head_parse(input, &head, &err) != EH_OK) {
		FUZZ_REQUIRE(err.message[0] && head.number == 0);
		return;
	}
	FUZZ_REQUIRE(head.number >= 0 && strlen(head.link) == 64);
	snprintf(text, sizeof text, "%lld:%s", (long long)head.number, head.link);
	FUZZ_REQUIRE(eh_audit_head_parse(eh_str_of(text), &again, &err) == EH_OK);
	FUZZ_REQUIRE(again.number == head.number && strcmp(again.link, head.link) == 0);
}

/* Four texts cut out of the input come back as they were; any input is survived. */
static void check_payload(struct eh_str input)
{
	struct eh_str texts[EH_AUDIT_TEXTS], back[EH_AUDIT_TEXTS], rest = input;
	struct eh_buf packed EH_CLEANUP_BUF = { 0 };

	if (eh_audit_unpack(input, back))
		for (size_t i = 0; i < EH_AUDIT_TEXTS; i++)
			FUZZ_REQUIRE(!back[i].p || (back[i].p >= input.p && back[i].p + back[i].n <= input.p + input.n));
	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++) {
		size_t n = fuzz_choice(&rest, 32);
		texts[i] = eh_str_sub(rest, 0, n);
		if (!n)
			texts[i] = (struct eh_str){ NULL, 0 };
		rest = eh_str_sub(rest, n, rest.n);
	}
	FUZZ_REQUIRE(eh_audit_pack(texts, &packed) == EH_OK && eh_audit_unpack(eh_buf_str(&packed), back));
	for (size_t i = 0; i < EH_AUDIT_TEXTS; i++)
		FUZZ_REQUIRE(!back[i].p == !texts[i].p && eh_str_eq(back[i], texts[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct eh_str input = fuzz_input(data, size);
	char summary[64];

	check_email(input);
	check_codes(input);
	check_token(input);
	check_head(input);
	check_payload(input);
	eh_agent_summary(input, summary);
	FUZZ_REQUIRE(strlen(summary) > 0 && strlen(summary) < 40);
	for (const char *p = summary; *p; p++)
		FUZZ_REQUIRE(eh_is_alpha(*p) || *p == ' ');
	return 0;
}
