#include "place_file.h"

#include <ini.h>
#include <stdio.h>

struct reading {
	eh_place_setting *take;
	void *context;
	struct eh_error *err;
	enum eh_rc rc;
};

static int on_key(void *context, const char *section, const char *key, const char *value)
{
	struct reading *reading = context;

	if (reading->rc >= 0) /* the reader goes on after a fault; the first is told */
		reading->rc = reading->take(reading->context, eh_str_of(section), key, value, reading->err);
	return reading->rc >= 0;
}

enum eh_rc eh_place_file_read(const char *path, eh_place_setting *take, void *context, struct eh_error *err)
{
	struct reading reading = { .take = take, .context = context, .err = err, .rc = EH_OK };
	FILE *in = fopen(path, "re");

	if (!in)
		return eh_fail_errno(err, "read", path);
	int line = ini_parse_file(in, on_key, &reading);
	fclose(in);
	if (line > 0 && reading.rc >= 0)
		reading.rc = eh_fail(err, EH_INVALID, "this is neither a [place] nor \"key = value\"");
	return reading.rc < 0 ? eh_error_at(err, reading.rc, path, (uint64_t)(line > 0 ? line : 0), 0) : EH_OK;
}
