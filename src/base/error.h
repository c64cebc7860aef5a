/* error.h: what a function returns when it can fail, and what it tells the user.
 *
 * A function that can fail returns `enum eh_rc` and takes, as its last parameter, a `struct eh_error *` which may be NULL. On
 * failure it fills the error once, where the cause is known; callers pass it up unchanged or add where they were with
 * eh_error_at. Outputs (`ret_…`) are untouched on failure. Libraries never print: a command or a request handler does, once.
 */
#ifndef EH_BASE_ERROR_H
#define EH_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 is fine, 1 is "no more to read" from things read in steps, negative numbers are failures. */
enum eh_rc {
	EH_OK = 0,
	EH_END = 1,        /* nothing left: not a failure */
	EH_INVALID = -1,   /* input that is not what it should be */
	EH_NOT_FOUND = -2, /* what was asked for is not there */
	EH_NO_MEMORY = -3,
	EH_IO = -4,          /* the operating system refused to read or write */
	EH_TOO_LARGE = -5,   /* over a documented maximum */
	EH_CONFLICT = -6,    /* the store holds something that forbids this */
	EH_UNSUPPORTED = -7, /* well formed, but nothing here reads it */
	EH_CANCELLED = -8,   /* the user interrupted */
	EH_USAGE = -9,       /* the command was called wrongly */
	EH_REFUSED = -10,    /* a rule forbids it to this person, or now; the message says which */
};

enum { EH_ERROR_MESSAGE_MAX = 512, EH_ERROR_FILE_MAX = 256 };

/* The message is a sentence for the user, in plain English, that says what to do where there is something to do. */
struct eh_error {
	enum eh_rc rc;
	char message[EH_ERROR_MESSAGE_MAX];
	char file[EH_ERROR_FILE_MAX]; /* "" when no file is involved */
	uint64_t line;                /* from 1; 0 when unknown */
	uint64_t column;              /* from 1; 0 when unknown */
};

/* Fills *err (when not NULL) with a printf-style message and returns rc, so that a failing function ends in one line:
 * `return eh_fail(err, EH_INVALID, "…", …);` A message that is too long is cut, never overrun. */
enum eh_rc eh_fail(struct eh_error *err, enum eh_rc rc, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* As eh_fail for EH_NO_MEMORY. */
enum eh_rc eh_fail_memory(struct eh_error *err);

/* As eh_fail for EH_IO: appends the system's reason for errno. */
enum eh_rc eh_fail_errno(struct eh_error *err, const char *doing, const char *path);

/* Adds the position to an error that has none yet, and returns err->rc (or rc where err is NULL). file may be NULL. */
enum eh_rc eh_error_at(struct eh_error *err, enum eh_rc rc, const char *file, uint64_t line, uint64_t column);

/* Writes "file:line:column: message" (leaving out what is unknown) to `out` of `size` bytes, always NUL-terminated. */
void eh_error_text(const struct eh_error *err, char *out, size_t size);

/* Takes the folder of `path`, a file of the server's, out of the message and the file's name, wherever it stands in them: for readers who are not at the
 * machine. */
void eh_error_hide_folder(struct eh_error *err, const char *path);

/* The name of a code, for logs and JSON: "invalid", "not found", … */
const char *eh_rc_name(enum eh_rc rc);

/* Runs `expression`; on failure returns its code from the current function. */
#define EH_TRY(expression)                                                                                                       \
	do {                                                                                                                     \
		enum eh_rc try_rc_ = (expression);                                                                               \
		if (try_rc_ < 0)                                                                                                 \
			return try_rc_;                                                                                          \
	} while (0)

#endif
