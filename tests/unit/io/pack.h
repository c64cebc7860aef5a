/* pack.h: zip archives and gzip files made in memory. */
#ifndef EH_TEST_PACK_H
#define EH_TEST_PACK_H

#include "test.h"

#include <zip.h>
#include <zlib.h>

struct part {
	const char *name;
	struct eh_str bytes;
};

/* An archive of these files, in their order. Free with eh_buf_finish. */
static inline struct eh_buf zip_of(const struct part *parts, size_t count)
{
	struct eh_buf bytes = { 0 };
	zip_error_t error;
	zip_stat_t info;

	zip_error_init(&error);
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	zip_source_keep(out);
	for (size_t i = 0; i < count; i++) {
		zip_source_t *source = zip_source_buffer(zip, parts[i].bytes.p, parts[i].bytes.n, 0);
		assert_true(zip_file_add(zip, parts[i].name, source, 0) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	assert_int_equal(zip_source_stat(out, &info), 0);
	assert_int_equal(eh_buf_reserve(&bytes, info.size), EH_OK);
	assert_int_equal(zip_source_open(out), 0);
	assert_int_equal(zip_source_read(out, bytes.p, info.size), (zip_int64_t)info.size);
	bytes.n = info.size;
	zip_source_close(out);
	zip_source_free(out);
	zip_error_fini(&error);
	return bytes;
}

/* Appends a gzip member that holds `bytes`. */
static inline void add_gzip(struct eh_buf *out, struct eh_str bytes)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t most = deflateBound(&z, bytes.n);
	assert_int_equal(eh_buf_reserve(out, most), EH_OK);
	z.next_in = (unsigned char *)(uintptr_t)bytes.p;
	z.avail_in = (uInt)bytes.n;
	z.next_out = (unsigned char *)out->p + out->n;
	z.avail_out = (uInt)most;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->n += most - z.avail_out;
	deflateEnd(&z);
}

#endif
