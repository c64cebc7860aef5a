/* JSON that chance makes, against another parser: the same texts are accepted, the same values come out. */
#include "test.h"

#include <jansson.h>

#include "io/json.h"

enum { DOCUMENTS = 4000, DEEPEST = 6 };

static void add(struct eh_buf *out, const char *text) { assert_int_equal(eh_buf_add(out, eh_str_of(text)), EH_OK); }

static void add_space(struct eh_buf *out, struct eh_random *random)
{
	static const char *const SPACES[] = { "", "", "", " ", "\n", "\t ", "\r\n" };

	add(out, SPACES[eh_random_below(random, 7)]);
}

static void add_string(struct eh_buf *out, struct eh_random *random)
{
	static const char *const PIECES[] = { "a", "oak lane", "\\\"", "\\\\", "\\n", "\\u00e9", "\xc3\xa9", "\xe2\x82\xac",
		"\\ud83d\\ude00", "\xf0\x9f\x98\x80", "\\/", "\\u0001", "0123456789", "{", "]", ",", ":" };

	add(out, "\"");
	for (size_t n = eh_random_below(random, 8); n; n--)
		add(out, PIECES[eh_random_below(random, sizeof PIECES / sizeof *PIECES)]);
	add(out, "\"");
}

static void add_number(struct eh_buf *out, struct eh_random *random)
{
	static const char *const FORMS[] = { "%s%llu", "%s%llu.5", "%s%llu.125e2", "%s%lluE-3", "%s0.%llu", "%s%llue+1" };
	unsigned long long digits = eh_random_next(random) >> (24 + eh_random_below(random, 40));
	char text[64];

	/* The forms are this function's own: each takes a sign and a number. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof text, FORMS[eh_random_below(random, 6)], eh_random_below(random, 3) ? "" : "-", digits);
#pragma GCC diagnostic pop
	add(out, text);
}

static void add_value(struct eh_buf *out, struct eh_random *random, unsigned depth)
{
	static const char *const WORDS[] = { "null", "true", "false" };
	uint64_t kind = eh_random_below(random, depth < DEEPEST ? 6 : 3);

	add_space(out, random);
	if (kind == 0)
		add(out, WORDS[eh_random_below(random, 3)]);
	else if (kind == 1)
		add_number(out, random);
	else if (kind == 2)
		add_string(out, random);
	else {
		bool object = kind == 3;
		add(out, object ? "{" : "[");
		for (size_t i = 0, n = eh_random_below(random, 5); i < n; i++) {
			char key[32];
			snprintf(key, sizeof key, "\"k%zu\\u00e9\"", i);
			add(out, i ? "," : "");
			add_space(out, random);
			if (object) {
				add(out, key);
				add_space(out, random);
				add(out, ":");
			}
			add_value(out, random, depth + 1);
		}
		add_space(out, random);
		add(out, object ? "}" : "]");
	}
	add_space(out, random);
}

static bool same(const struct eh_json_value *ours, const json_t *theirs)
{
	double number;

	switch (json_typeof(theirs)) {
	case JSON_OBJECT:
		if (ours->kind != EH_JSON_OBJECT || ours->count != json_object_size(theirs))
			return false;
		for (size_t i = 0; i < ours->count; i++) {
			const json_t *member = json_object_get(theirs, ours->members[i].key.p);
			if (!member || !same(&ours->members[i].value, member))
				return false;
		}
		return true;
	case JSON_ARRAY:
		if (ours->kind != EH_JSON_ARRAY || ours->count != json_array_size(theirs))
			return false;
		for (size_t i = 0; i < ours->count; i++)
			if (!same(&ours->items[i], json_array_get(theirs, i)))
				return false;
		return true;
	case JSON_STRING:
		return ours->kind == EH_JSON_STRING &&
		       eh_str_eq(ours->text, (struct eh_str){ json_string_value(theirs), json_string_length(theirs) });
	case JSON_REAL:
	case JSON_INTEGER:
		return ours->kind == EH_JSON_NUMBER && eh_str_to_double(ours->text, &number) == EH_OK &&
		       number == json_number_value(theirs);
	default:
		return ours->kind == (json_is_true(theirs) ? EH_JSON_TRUE : json_is_false(theirs) ? EH_JSON_FALSE : EH_JSON_NULL);
	}
}

/* Compares both parsers on one text; the number of texts that both accept grows. */
static void compare(struct eh_str text, size_t *accepted)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_json_value ours;
	struct eh_error err = { 0 };
	json_error_t their_error;
	bool good = eh_json_parse(text, &arena, &ours, &err) == EH_OK;
	json_t *theirs = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &their_error);

	/* Where parsers may differ: a key that stands twice, a number that no double can hold. */
	if (!theirs && (json_error_code(&their_error) == json_error_duplicate_key ||
	                       json_error_code(&their_error) == json_error_numeric_overflow))
		return;
	if (good != (theirs != NULL))
		fail_msg("%.300s\nours: %s, theirs: %s", text.p, good ? "good" : err.message, theirs ? "good" : their_error.text);
	if (good && !same(&ours, theirs))
		fail_msg("both read it, and not the same: %.300s", text.p);
	*accepted += good;
	json_decref(theirs);
}

static void documents_of_chance_are_read_the_same(void **state)
{
	struct eh_random random;
	size_t accepted = 0;

	(void)state;
	eh_random_init(&random, 11, 1);
	for (int i = 0; i < DOCUMENTS; i++) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		add_value(&text, &random, 0);
		compare(eh_buf_str(&text), &accepted);
	}
	assert_int_equal(accepted, DOCUMENTS);
}

/* One byte changed, left out or put in: mostly faults, and both must find them. */
static void spoilt_documents_are_refused_alike(void **state)
{
	static const char BYTES[] = "\"\\{}[]:,0123456789-+.eEtfn \n\x01u";
	struct eh_random random;
	size_t accepted = 0;

	(void)state;
	eh_random_init(&random, 12, 1);
	for (int i = 0; i < DOCUMENTS; i++) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		add_value(&text, &random, 0);
		size_t at = eh_random_below(&random, text.n);
		if (eh_random_below(&random, 2)) {
			text.p[at] = BYTES[eh_random_below(&random, sizeof BYTES - 1)];
		} else {
			memmove(text.p + at, text.p + at + 1, text.n - at);
			text.n--;
		}
		compare(eh_buf_str(&text), &accepted);
	}
	assert_in_range(accepted, DOCUMENTS / 20, DOCUMENTS * 19 / 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_of_chance_are_read_the_same),
		cmocka_unit_test(spoilt_documents_are_refused_alike),
	};
	return cmocka_run_group_tests_name("json_random", tests, NULL, NULL);
}
