#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

static void close_p(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define CLEANUP_FD __attribute__((cleanup(close_p)))

static enum eh_rc open_file(const char *path, int flags, int *ret_fd, struct eh_error *err)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0 && errno == ENOENT && !(flags & O_CREAT))
		return eh_fail(err, EH_NOT_FOUND, "there is no file %s", path);
	if (fd < 0)
		return eh_fail_errno(err, "open", path);
	*ret_fd = fd;
	return EH_OK;
}

enum eh_rc eh_file_sum(const char *path, char ret_hex[EH_SUM_HEX], int64_t *ret_bytes, struct eh_error *err)
{
	crypto_generichash_state state;
	unsigned char chunk[CHUNK], sum[crypto_generichash_BYTES_MAX];
	int fd CLEANUP_FD = -1;
	int64_t bytes = 0;
	ssize_t n;

	EH_TRY(open_file(path, O_RDONLY, &fd, err));
	crypto_generichash_init(&state, NULL, 0, sizeof sum);
	while ((n = read(fd, chunk, sizeof chunk)) > 0) {
		crypto_generichash_update(&state, chunk, (size_t)n);
		bytes += n;
	}
	if (n < 0)
		return eh_fail_errno(err, "read", path);
	crypto_generichash_final(&state, sum, sizeof sum);
	sodium_bin2hex(ret_hex, EH_SUM_HEX, sum, sizeof sum);
	if (ret_bytes)
		*ret_bytes = bytes;
	return EH_OK;
}

enum eh_rc eh_file_flush(const char *path, struct eh_error *err)
{
	int fd CLEANUP_FD = -1;

	EH_TRY(open_file(path, O_RDONLY, &fd, err));
	return fsync(fd) == 0 ? EH_OK : eh_fail_errno(err, "flush", path);
}

enum eh_rc eh_file_flush_folder(const char *path, struct eh_error *err)
{
	char folder[4096];
	const char *slash = strrchr(path, '/');
	int n = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");

	if (n < 0 || (size_t)n >= sizeof folder)
		return eh_fail(err, EH_TOO_LARGE, "the path of %s is too long", path);
	return eh_file_flush(n ? folder : "/", err);
}

enum eh_rc eh_file_beside(const char *path, struct eh_arena *arena, struct eh_str *ret_path, struct eh_error *err)
{
	struct eh_str name = eh_arena_printf(arena, "%s.partial-XXXXXX", path);

	if (!name.p)
		return eh_fail_memory(err);
	int fd = mkostemp((char *)(uintptr_t)name.p, O_CLOEXEC); /* makes it with mode 0600 */
	if (fd < 0)
		return eh_fail_errno(err, "make a file beside", path);
	close(fd);
	*ret_path = name;
	return EH_OK;
}

static enum eh_rc write_all(const char *path, struct eh_str text, struct eh_error *err)
{
	int fd CLEANUP_FD = -1;

	EH_TRY(open_file(path, O_WRONLY | O_TRUNC, &fd, err));
	while (text.n) {
		ssize_t n = write(fd, text.p, text.n);
		if (n < 0)
			return eh_fail_errno(err, "write", path);
		text.p += n;
		text.n -= (size_t)n;
	}
	return fsync(fd) == 0 ? EH_OK : eh_fail_errno(err, "flush", path);
}

enum eh_rc eh_file_put(const char *path, struct eh_str text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str draft;

	EH_TRY(eh_file_beside(path, &arena, &draft, err));
	enum eh_rc rc = write_all(draft.p, text, err);
	if (rc >= 0 && rename(draft.p, path) != 0)
		rc = eh_fail_errno(err, "rename to", path);
	if (rc < 0) {
		unlink(draft.p);
		return rc;
	}
	return eh_file_flush_folder(path, err);
}

enum eh_rc eh_file_get(const char *path, struct eh_buf *out, struct eh_error *err)
{
	char chunk[4096];
	int fd CLEANUP_FD = -1;
	ssize_t n;

	EH_TRY(open_file(path, O_RDONLY, &fd, err));
	while ((n = read(fd, chunk, sizeof chunk)) > 0) {
		enum eh_rc rc = eh_buf_add(out, (struct eh_str){ chunk, (size_t)n });
		if (rc == EH_TOO_LARGE)
			return eh_fail(err, rc, "%s is larger than what it should be", path);
		if (rc < 0)
			return eh_fail_memory(err);
	}
	return n < 0 ? eh_fail_errno(err, "read", path) : EH_OK;
}
