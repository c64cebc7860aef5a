/* What browsers send, taken apart: addresses, forms, cookies, files. */
#include "../../test.h"

#include "http/http.h"

static struct eh_arena arena;
static struct eh_error error;

static int fresh(void **state)
{
	(void)state;
	eh_arena_reset(&arena);
	error = (struct eh_error){ 0 };
	return 0;
}

static void fields_are_decoded_in_order(void **state)
{
	struct eh_field *fields;
	size_t n;

	(void)state;
	assert_ok(eh_fields_parse(&arena, EH_STR("a=1&b=two+words&c=%C3%A9%26&&d&=e&a=2"), &fields, &n, &error), &error);
	assert_int_equal(n, 6);
	assert_str(fields[0].value, "1");
	assert_str(fields[1].value, "two words");
	assert_str(fields[2].value, "\xc3\xa9&");
	assert_str(fields[3].name, "d");
	assert_str(fields[3].value, "");
	assert_str(fields[4].name, "");
	assert_str(fields[5].value, "2");
	assert_true(eh_fields_have(fields, n, "a", EH_STR("2")));
	assert_false(eh_fields_have(fields, n, "a", EH_STR("3")));
}

static void what_is_no_text_is_refused(void **state)
{
	static const char *const BAD[] = { "a=%", "a=%4", "a=%zz", "a=%00", "a=%0b", "a=%7f", "a=%ff", "a=%c3", "%e9=1" };
	struct eh_field *fields = NULL;
	size_t n = 7;

	(void)state;
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		assert_int_equal(eh_fields_parse(&arena, eh_str_of(BAD[i]), &fields, &n, &error), EH_INVALID);
		assert_null(fields);
		assert_int_equal(n, 7);
	}
}

/* With them, a name could pass for another. */
static void what_turns_the_direction_of_text_is_taken_out(void **state)
{
	struct eh_field *fields;
	size_t n;

	(void)state;
	assert_ok(eh_fields_parse(&arena, EH_STR("a=x%E2%80%AEb%E2%81%A6c%E2%80%99&b=%E2%81%A9"), &fields, &n, &error), &error);
	assert_int_equal(n, 2);
	assert_str(fields[0].value, "xbc\xe2\x80\x99");
	assert_str(fields[1].value, "");
}

static void there_is_a_most_of_fields(void **state)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	struct eh_field *fields;
	size_t n;

	(void)state;
	for (int i = 0; i < EH_HTTP_MOST_FIELDS; i++)
		eh_buf_add(&text, EH_STR("a=1&"));
	assert_ok(eh_fields_parse(&arena, eh_buf_str(&text), &fields, &n, &error), &error);
	assert_int_equal(n, EH_HTTP_MOST_FIELDS);
	eh_buf_add(&text, EH_STR("a=1"));
	assert_int_equal(eh_fields_parse(&arena, eh_buf_str(&text), &fields, &n, &error), EH_TOO_LARGE);
}

static void cookies_that_cannot_be_read_are_left_out(void **state)
{
	struct eh_field *cookies;
	size_t n;

	(void)state;
	assert_ok(eh_cookies_parse(&arena, EH_STR(" a=1; broken; =x; b=\x01; c=a=b ; a=2"), &cookies, &n, &error), &error);
	assert_int_equal(n, 2);
	assert_str(cookies[0].name, "a");
	assert_str(cookies[0].value, "1");
	assert_str(cookies[1].value, "a=b");
}

#define TYPE EH_STR("multipart/form-data; boundary=\"x y\"")

static void files_come_with_their_fields(void **state)
{
	static const char BODY[] =
	        "--x y\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n"
	        "--x y\r\ncontent-disposition: form-data; name=\"file\"; filename=\"C:\\\\lists\\\\a;b.csv\"\r\n"
	        "Content-Type: text/csv\r\n\r\nName\r\n\0\xff--x y\r\n\r\n--x y--\r\n";
	struct eh_field *fields;
	struct eh_upload *uploads;
	size_t n, m;

	(void)state;
	assert_ok(eh_multipart_parse(&arena, TYPE, (struct eh_str){ BODY, sizeof BODY - 1 }, &fields, &n, &uploads, &m, &error),
	        &error);
	assert_int_equal(n, 1);
	assert_str(fields[0].value, "abc");
	assert_int_equal(m, 1);
	assert_str(uploads[0].name, "file");
	assert_str(uploads[0].file, "a;b.csv");
	assert_int_equal(uploads[0].bytes.n, 15);
	assert_memory_equal(uploads[0].bytes.p, "Name\r\n\0\xff--x y\r\n", 15);
}

static void a_file_field_left_empty_is_no_file(void **state)
{
	static const struct eh_str BODY = EH_STR(
	        "--x y\r\nContent-Disposition: form-data; name=file; filename=\"\"\r\n\r\n\r\n--x y--");
	struct eh_field *fields;
	struct eh_upload *uploads;
	size_t n, m;

	(void)state;
	assert_ok(eh_multipart_parse(&arena, TYPE, BODY, &fields, &n, &uploads, &m, &error), &error);
	assert_int_equal(n + m, 0);
}

static void damaged_multipart_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *type, *body, *why;
	} CASES[] = {
		{ "multipart/form-data", "--x\r\n", "without a boundary" },
		{ "multipart/form-data; boundary=", "--x\r\n", "without a boundary" },
		{ "multipart/form-data; boundary=x", "hello", "does not begin" },
		{ "multipart/form-data; boundary=x", "--xhello", "damaged after" },
		{ "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "cut short" },
		{ "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n--x--",
		        "no end of its headers" },
		{ "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n1\r\n--x--",
		        "no end of its headers" },
		{ "multipart/form-data; boundary=x", "--x\r\nContent-Type: a\r\n\r\n1\r\n--x--", "no name" },
		{ "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\x01\r\n--x--",
		        "control" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct eh_field *fields;
		struct eh_upload *uploads;
		size_t n, m;
		assert_int_equal(eh_multipart_parse(&arena, eh_str_of(CASES[i].type), eh_str_of(CASES[i].body), &fields, &n,
		                         &uploads, &m, &error),
		        EH_INVALID);
		if (!strstr(error.message, CASES[i].why))
			fail_msg("case %zu: got \"%s\", want \"%s\"", i, error.message, CASES[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(fields_are_decoded_in_order, fresh),
		cmocka_unit_test_setup(what_is_no_text_is_refused, fresh),
		cmocka_unit_test_setup(what_turns_the_direction_of_text_is_taken_out, fresh),
		cmocka_unit_test_setup(there_is_a_most_of_fields, fresh),
		cmocka_unit_test_setup(cookies_that_cannot_be_read_are_left_out, fresh),
		cmocka_unit_test_setup(files_come_with_their_fields, fresh),
		cmocka_unit_test_setup(a_file_field_left_empty_is_no_file, fresh),
		cmocka_unit_test_setup(damaged_multipart_is_refused_with_a_reason, fresh),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	eh_arena_finish(&arena);
	return failed;
}
