#include "whole_file.h"

#include <stdio.h>
#include <unistd.h>

enum eh_rc eh_whole_file_write(const char *path, struct eh_str contents, struct eh_error *err)
{
	char part[4112];
	int n = snprintf(part, sizeof part, "%s.part", path);
	FILE *stream;
	enum eh_rc rc = EH_OK;

	if (n < 0 || (size_t)n >= sizeof part)
		return eh_fail(err, EH_TOO_LARGE, "the path %.60s… is too long", path);
	stream = fopen(part, "wb");
	if (!stream)
		return eh_fail_errno(err, "writing", part);
	if (fwrite(contents.p, 1, contents.n, stream) != contents.n || fflush(stream) != 0 || fsync(fileno(stream)) != 0)
		rc = eh_fail_errno(err, "writing", part);
	if (fclose(stream) != 0 && rc >= 0)
		rc = eh_fail_errno(err, "writing", part);
	if (rc >= 0 && rename(part, path) != 0)
		rc = eh_fail_errno(err, "writing", path);
	if (rc < 0)
		remove(part);
	return rc;
}
