#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum eh_rc eh_fail(struct eh_error *err, enum eh_rc rc, const char *format, ...)
{
	va_list args;

	if (!err)
		return rc;
	*err = (struct eh_error){ .rc = rc };
	va_start(args, format);
	vsnprintf(err->message, sizeof err->message, format, args);
	va_end(args);
	return rc;
}

enum eh_rc eh_fail_memory(struct eh_error *err)
{
	return eh_fail(err, EH_NO_MEMORY, "there is not enough memory for this; close other programs or use a smaller input");
}

enum eh_rc eh_fail_errno(struct eh_error *err, const char *doing, const char *path)
{
	int number = errno;

	return eh_fail(err, number == ENOENT ? EH_NOT_FOUND : EH_IO, "cannot %s %s: %s", doing, path, strerrordesc_np(number));
}

enum eh_rc eh_error_at(struct eh_error *err, enum eh_rc rc, const char *file, uint64_t line, uint64_t column)
{
	if (!err)
		return rc;
	if (file && !err->file[0])
		snprintf(err->file, sizeof err->file, "%s", file);
	if (!err->line) {
		err->line = line;
		err->column = column;
	}
	return rc;
}

void eh_error_text(const struct eh_error *err, char *out, size_t size)
{
	char where[EH_ERROR_FILE_MAX + 80] = "";
	const char *file = err->file;

	if (err->line && err->column)
		snprintf(where, sizeof where, "%s%sline %llu, column %llu: ", file, *file ? ", " : "",
		        (unsigned long long)err->line, (unsigned long long)err->column);
	else if (err->line)
		snprintf(where, sizeof where, "%s%sline %llu: ", file, *file ? ", " : "", (unsigned long long)err->line);
	else if (*file)
		snprintf(where, sizeof where, "%s: ", file);
	snprintf(out, size, "%s%s", where, err->message);
}

static void cut_all(char *text, const char *cut)
{
	size_t n = strlen(cut);

	for (char *at = strstr(text, cut); at; at = strstr(at, cut))
		memmove(at, at + n, strlen(at + n) + 1);
}

void eh_error_hide_folder(struct eh_error *err, const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[EH_ERROR_MESSAGE_MAX];

	if (!slash || slash == path || (size_t)(slash - path) + 2 > sizeof folder)
		return;
	snprintf(folder, sizeof folder, "%.*s/", (int)(slash - path), path);
	cut_all(err->message, folder);
	cut_all(err->file, folder);
}

const char *eh_rc_name(enum eh_rc rc)
{
	static const struct {
		enum eh_rc rc;
		const char *name;
	} NAMES[] = {
		{ EH_OK, "ok" },
		{ EH_END, "end" },
		{ EH_INVALID, "invalid" },
		{ EH_NOT_FOUND, "not found" },
		{ EH_NO_MEMORY, "no memory" },
		{ EH_IO, "input or output" },
		{ EH_TOO_LARGE, "too large" },
		{ EH_CONFLICT, "conflict" },
		{ EH_UNSUPPORTED, "unsupported" },
		{ EH_CANCELLED, "cancelled" },
		{ EH_USAGE, "usage" },
		{ EH_REFUSED, "refused" },
	};

	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (NAMES[i].rc == rc)
			return NAMES[i].name;
	return "unknown";
}
