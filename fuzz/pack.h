/* pack.h: a zip archive made of an input's parts, so that what is inside an archive can be fuzzed. */
#ifndef EH_FUZZ_PACK_H
#define EH_FUZZ_PACK_H

#include "fuzz.h"

#include <zip.h>

/* Packs the parts ("== NAME" lines) without compression; NULL when there is none. Free with free. */
static inline char *fuzz_pack(struct eh_str input, size_t *ret_n)
{
	zip_error_t error;
	zip_stat_t info;
	struct eh_str body;
	char name[64], *bytes = NULL;

	zip_error_init(&error);
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &error);
	FUZZ_REQUIRE(zip != NULL);
	zip_source_keep(out);
	while (fuzz_part(&input, name, &body)) {
		zip_source_t *source = zip_source_buffer(zip, body.n ? body.p : "", body.n, 0);
		zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);
		if (at < 0)
			zip_source_free(source);
		else
			zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
	}
	if (zip_close(zip) < 0)
		zip_discard(zip);
	else if (zip_source_stat(out, &info) == 0 && zip_source_open(out) == 0) {
		bytes = malloc(info.size ? info.size : 1);
		zip_int64_t n = zip_source_read(out, bytes, info.size);
		zip_source_close(out);
		*ret_n = n > 0 ? (size_t)n : 0;
	}
	zip_source_free(out);
	zip_error_fini(&error);
	return bytes;
}

#endif
