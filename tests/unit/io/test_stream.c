/* Bytes out of plain and compressed files: which member is read, what is refused, where a limit stands. */
#include "pack.h"

#include "io/io.h"

static enum eh_rc drain(struct eh_stream *stream, size_t step, struct eh_buf *out, struct eh_error *err)
{
	char block[4096];
	size_t n = 1;
	enum eh_rc rc = EH_OK;

	while (rc == EH_OK && n) {
		rc = eh_stream_read(stream, block, step, &n, err);
		if (rc == EH_OK)
			assert_int_equal(eh_buf_add(out, (struct eh_str){ block, n }), EH_OK);
	}
	return rc;
}

static enum eh_rc read_member(
        struct eh_str bytes, const char *member, const struct eh_stream_limits *limits, struct eh_buf *out, struct eh_error *err)
{
	struct eh_stream *stream EH_CLEANUP_STREAM = NULL;
	enum eh_rc rc = eh_stream_open_memory(bytes, "file", member, limits, &stream, err);

	return rc == EH_OK ? drain(stream, 4096, out, err) : rc;
}

#define assert_refused(bytes, member, limits, want, says)                                                                        \
	do {                                                                                                                     \
		struct eh_buf out_ EH_CLEANUP_BUF = { 0 };                                                                       \
		struct eh_error err_ = { 0 };                                                                                    \
		assert_int_equal(read_member((bytes), (member), (limits), &out_, &err_), (want));                                \
		if (!strstr(err_.message, (says)))                                                                               \
			fail_msg("it says \"%s\", not \"%s\"", err_.message, (says));                                            \
	} while (0)

static void a_gzip_file_of_several_members_is_one(void **state)
{
	struct eh_buf packed EH_CLEANUP_BUF = { 0 };
	static const size_t STEPS[] = { 1, 3, 64, 4096 };

	(void)state;
	add_gzip(&packed, EH_STR("name,"));
	add_gzip(&packed, EH_STR(""));
	add_gzip(&packed, EH_STR("postcode\n"));
	assert_int_equal(eh_buf_add(&packed, (struct eh_str){ "\0\0\0", 3 }), EH_OK); /* padding, as tapes have it */
	for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
		struct eh_stream *stream EH_CLEANUP_STREAM = NULL;
		struct eh_buf out EH_CLEANUP_BUF = { 0 };
		struct eh_error err = { 0 };
		uint64_t done, size;
		assert_ok(eh_stream_open_memory(eh_buf_str(&packed), "x.gz", NULL, NULL, &stream, &err), &err);
		assert_ok(drain(stream, STEPS[i], &out, &err), &err);
		assert_str(eh_buf_str(&out), "name,postcode\n");
		eh_stream_progress(stream, &done, &size);
		assert_int_equal(done, packed.n);
		assert_int_equal(size, packed.n);
	}
}

/* Every length of a gzip file but the whole one. */
static void a_gzip_file_cut_anywhere_is_refused(void **state)
{
	struct eh_buf packed EH_CLEANUP_BUF = { 0 };

	(void)state;
	add_gzip(&packed, EH_STR("a,b\n1,2\n3,4\n"));
	for (size_t n = 2; n < packed.n; n++)
		assert_refused(((struct eh_str){ packed.p, n }), NULL, NULL, EH_INVALID, "fetch the file again");
}

static void an_archive_gives_its_only_data_file(void **state)
{
	static const struct part PARTS[] = { { "folder/", { "", 0 } }, { ".hidden", { "x", 1 } },
		{ "__MACOSX/list.csv", { "y", 1 } }, { "folder/list.csv", { "a,b\n", 4 } } };
	struct eh_buf zip EH_CLEANUP_BUF = zip_of(PARTS, 4), out EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_ok(read_member(eh_buf_str(&zip), NULL, NULL, &out, &err), &err);
	assert_str(eh_buf_str(&out), "a,b\n");
}

static void of_several_files_one_must_be_named(void **state)
{
	static const struct part PARTS[] = { { "a.csv", { "first", 5 } }, { "b.csv", { "second", 6 } } };
	struct eh_buf zip EH_CLEANUP_BUF = zip_of(PARTS, 2), out EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_refused(eh_buf_str(&zip), NULL, NULL, EH_NOT_FOUND, "a.csv, b.csv");
	assert_refused(eh_buf_str(&zip), "c.csv", NULL, EH_NOT_FOUND, "holds no file c.csv; it holds a.csv, b.csv");
	assert_ok(read_member(eh_buf_str(&zip), "b.csv", NULL, &out, &err), &err);
	assert_str(eh_buf_str(&out), "second");
}

static void archives_cut_or_changed_are_refused(void **state)
{
	static const struct part PARTS[] = { { "a.csv", { "a,b\n1,2\n1,2\n1,2\n1,2\n1,2\n1,2\n", 28 } } };
	struct eh_buf zip EH_CLEANUP_BUF = zip_of(PARTS, 1);

	(void)state;
	for (size_t n = 4; n < zip.n; n++)
		assert_refused(((struct eh_str){ zip.p, n }), NULL, NULL, EH_INVALID, "file is ");
	zip.p[36] ^= 0x55; /* in the packed bytes, behind the local header of 35 */
	assert_refused(eh_buf_str(&zip), NULL, NULL, EH_INVALID, "damaged");
}

static void what_expands_too_far_is_refused(void **state)
{
	enum { SIZE = 40 << 20 };
	struct eh_buf zeros EH_CLEANUP_BUF = { 0 }, packed EH_CLEANUP_BUF = { 0 };
	const struct eh_stream_limits small = { .max_bytes = 1000 }, generous = { .max_ratio = 5000 };
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_error err = { 0 };

	(void)state;
	assert_int_equal(eh_buf_reserve(&zeros, SIZE), EH_OK);
	memset(zeros.p, ' ', SIZE);
	zeros.n = SIZE;
	const struct part part = { "a.csv", eh_buf_str(&zeros) };
	struct eh_buf zip EH_CLEANUP_BUF = zip_of(&part, 1);
	add_gzip(&packed, eh_buf_str(&zeros));
	assert_refused(eh_buf_str(&packed), NULL, NULL, EH_TOO_LARGE, "decompression bomb");
	assert_refused(eh_buf_str(&zip), NULL, NULL, EH_TOO_LARGE, "decompression bomb");
	assert_refused(eh_buf_str(&packed), NULL, &small, EH_TOO_LARGE, "more than 1000 bytes");
	assert_ok(read_member(eh_buf_str(&zip), NULL, &generous, &out, &err), &err);
	assert_int_equal(out.n, SIZE);
}

static void a_file_that_is_not_there_and_a_folder_are_told_apart(void **state)
{
	struct eh_stream *stream;
	struct eh_error err = { 0 };

	(void)state;
	assert_true(eh_stream_open("/nowhere/list.csv", NULL, NULL, &stream, &err) < 0);
	assert_non_null(strstr(err.message, "/nowhere/list.csv"));
	assert_int_equal(eh_stream_open("/tmp", NULL, NULL, &stream, &err), EH_INVALID);
	assert_non_null(strstr(err.message, "folder"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gzip_file_of_several_members_is_one),
		cmocka_unit_test(a_gzip_file_cut_anywhere_is_refused),
		cmocka_unit_test(an_archive_gives_its_only_data_file),
		cmocka_unit_test(of_several_files_one_must_be_named),
		cmocka_unit_test(archives_cut_or_changed_are_refused),
		cmocka_unit_test(what_expands_too_far_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_and_a_folder_are_told_apart),
	};
	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
