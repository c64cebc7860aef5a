#include "test.h"

#include <jansson.h>

#include "io/json.h"

/* Reads the whole text token by token; the result of the last step. */
static enum eh_rc drain(struct eh_str text, struct eh_error *err)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_json_token token;
	enum eh_rc rc = eh_json_open_text(text, &reader, err);

	while (rc == EH_OK)
		rc = eh_json_next(reader, &token, err);
	return rc;
}

static void texts_are_accepted_and_refused_as_the_standard_says(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} CASES[] = {
		{ "{}", true },
		{ " [ ] ", true },
		{ "null", true },
		{ "-0.5e+10", true },
		{ "[1,2,{\"a\":[true,false,null]}]", true },
		{ "\"\\u00e9\\ud83d\\ude00\\n\"", true },
		{ "\xef\xbb\xbf{\"a\":1}", true },
		{ "", false },
		{ "{", false },
		{ "[1,]", false },
		{ "{\"a\":1,}", false },
		{ "{a:1}", false },
		{ "[01]", false },
		{ "[1.]", false },
		{ "[.5]", false },
		{ "[+1]", false },
		{ "[1e]", false },
		{ "nul", false },
		{ "\"a", false },
		{ "\"\\x\"", false },
		{ "\"\\ud800\"", false },
		{ "\"\\udc00\"", false },
		{ "\"\\u0000\"", false },
		{ "\"a\nb\"", false },
		{ "\"\xff\"", false },
		{ "[1 2]", false },
		{ "{} {}", false },
		{ "{\"a\" 1}", false },
		{ "]", false },
		{ "[}", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_error err = { 0 };
		enum eh_rc rc = drain(eh_str_of(CASES[i].text), &err);
		if ((rc == EH_END) != CASES[i].good)
			fail_msg("%s: %s %s", CASES[i].text, eh_rc_name(rc), err.message);
	}
}

static void a_fault_is_reported_where_it_is(void **state)
{
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(drain(EH_STR("{\n  \"a\": [1,\n    2 3]\n}"), &err), EH_INVALID);
	assert_int_equal(err.line, 3);
	assert_int_equal(err.column, 7);
}

static void nesting_has_a_limit(void **state)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	for (int i = 0; i < 201; i++)
		assert_int_equal(eh_buf_add_char(&text, '['), EH_OK);
	assert_int_equal(drain(eh_buf_str(&text), &err), EH_TOO_LARGE);
}

/* Compares a value of ours with one of jansson's. */
static void assert_same(const struct eh_json_value *ours, const json_t *theirs)
{
	switch (json_typeof(theirs)) {
	case JSON_OBJECT:
		assert_int_equal(ours->kind, EH_JSON_OBJECT);
		for (size_t i = 0; i < ours->count; i++) {
			const json_t *member = json_object_get(theirs, ours->members[i].key.p);
			assert_non_null(member);
			assert_same(eh_json_get(ours, ours->members[i].key.p), member);
		}
		break;
	case JSON_ARRAY:
		assert_int_equal(ours->kind, EH_JSON_ARRAY);
		assert_int_equal(ours->count, json_array_size(theirs));
		for (size_t i = 0; i < ours->count; i++)
			assert_same(&ours->items[i], json_array_get(theirs, i));
		break;
	case JSON_STRING:
		assert_int_equal(ours->kind, EH_JSON_STRING);
		assert_int_equal(ours->text.n, json_string_length(theirs));
		assert_memory_equal(ours->text.p, json_string_value(theirs), ours->text.n);
		break;
	case JSON_INTEGER:
	case JSON_REAL: {
		double value = 0;
		assert_int_equal(eh_str_to_double(ours->text, &value), EH_OK);
		assert_true(value == json_number_value(theirs));
		break;
	}
	default:
		assert_int_equal(ours->kind, json_is_true(theirs)    ? EH_JSON_TRUE
		                             : json_is_false(theirs) ? EH_JSON_FALSE
		                                                     : EH_JSON_NULL);
	}
}

static void another_parser_reads_the_same(void **state)
{
	static const char *const FILES[] = { "../shared/standards/oruk-3.0/examples/service_full.json",
		"../shared/standards/oruk-3.0/openapi.json", "../shared/standards/360giving/schema/360-giving-schema.json",
		"../shared/standards/org-id/org-id-gb.json" };
	int compared = 0;

	(void)state;
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_stream *stream;
		struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
		struct eh_json_token token;
		struct eh_json_value ours;
		struct eh_error err = { 0 };
		if (access(FILES[i], R_OK) != 0)
			continue;
		assert_ok(eh_stream_open(FILES[i], NULL, NULL, &stream, &err), &err);
		assert_ok(eh_json_open(stream, &reader, &err), &err);
		assert_ok(eh_json_next(reader, &token, &err), &err);
		assert_ok(eh_json_read_value(reader, &token, &arena, &ours, &err), &err);
		json_t *theirs = json_load_file(FILES[i], 0, NULL);
		assert_non_null(theirs);
		assert_same(&ours, theirs);
		json_decref(theirs);
		compared++;
	}
	if (!compared)
		skip();
}

/* A long text crosses the reader's blocks at every kind of token. */
static void tokens_that_cross_a_block_are_read_whole(void **state)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_stream *stream;
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_json_token token;
	struct eh_error err = { 0 };
	size_t strings = 0, numbers = 0;
	enum eh_rc rc;

	(void)state;
	assert_int_equal(eh_buf_add(&text, EH_STR("[")), EH_OK);
	for (int i = 0; i < 60000; i++)
		assert_int_equal(
		        eh_buf_printf(&text, "%s{\"key %d\": \"caf\\u00e9 %d \xc3\xa9\", \"n\":%d.25}", i ? "," : "", i, i, i),
		        EH_OK);
	assert_int_equal(eh_buf_add(&text, EH_STR("]")), EH_OK);
	assert_ok(eh_stream_open_memory(eh_buf_str(&text), "long", NULL, NULL, &stream, &err), &err);
	assert_ok(eh_json_open(stream, &reader, &err), &err);
	while ((rc = eh_json_next(reader, &token, &err)) == EH_OK) {
		char want[64];
		snprintf(want, sizeof want, "caf\xc3\xa9 %zu \xc3\xa9", strings);
		if (token.kind == EH_JSON_STRING) {
			assert_str(token.text, want);
			strings++;
		}
		snprintf(want, sizeof want, "%zu.25", numbers);
		if (token.kind == EH_JSON_NUMBER) {
			assert_str(token.text, want);
			numbers++;
		}
	}
	assert_int_equal(rc, EH_END);
	assert_int_equal(strings, 60000);
	assert_int_equal(numbers, 60000);
}

static void what_is_written_reads_back(void **state)
{
	static const double NUMBERS[] = { 0, -1, 0.1, 1e300, 1.0 / 3, 123456789.125, 5e-324 };
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_json_writer writer;
	struct eh_json_value value;
	struct eh_error err = { 0 };

	(void)state;
	eh_json_write_init(&writer, &text, true);
	eh_json_write_object(&writer);
	eh_json_write_key(&writer, "text");
	eh_json_write_str(&writer, EH_STR("quote \" slash \\ tab \t bell \a bad \xff end"));
	eh_json_write_key(&writer, "none");
	eh_json_write_str(&writer, (struct eh_str){ NULL, 0 });
	eh_json_write_key(&writer, "numbers");
	eh_json_write_array(&writer);
	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
		eh_json_write_double(&writer, NUMBERS[i]);
	eh_json_write_array_end(&writer);
	eh_json_write_key(&writer, "empty");
	eh_json_write_object(&writer);
	eh_json_write_object_end(&writer);
	eh_json_write_object_end(&writer);
	assert_int_equal(eh_json_write_end(&writer), EH_OK);
	assert_ok(eh_json_parse(eh_buf_str(&text), &arena, &value, &err), &err);
	assert_str(eh_json_get_str(&value, "text"), "quote \" slash \\ tab \t bell \a bad \xef\xbf\xbd end");
	assert_int_equal(eh_json_get(&value, "none")->kind, EH_JSON_NULL);
	for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
		double back = 7;
		assert_int_equal(eh_str_to_double(eh_json_get(&value, "numbers")->items[i].text, &back), EH_OK);
		assert_true(back == NUMBERS[i]);
	}
}

static void a_failed_allocation_is_an_error_and_no_leak(void **state)
{
	static const char TEXT[] = "{\"a\": [1, \"x\\n\", {\"b\": [true]}], \"c\": \"plain\"}";
	enum eh_rc rc = EH_NO_MEMORY;

	(void)state;
	for (long n = 0; rc == EH_NO_MEMORY && n < 1000; n++) {
		struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
		struct eh_json_value value;
		eh_alloc_fail_after(n);
		rc = eh_json_parse(EH_STR(TEXT), &arena, &value, NULL);
		eh_alloc_fail_after(-1);
	}
	assert_int_equal(rc, EH_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_accepted_and_refused_as_the_standard_says),
		cmocka_unit_test(a_fault_is_reported_where_it_is),
		cmocka_unit_test(nesting_has_a_limit),
		cmocka_unit_test(another_parser_reads_the_same),
		cmocka_unit_test(tokens_that_cross_a_block_are_read_whole),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(a_failed_allocation_is_an_error_and_no_leak),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
