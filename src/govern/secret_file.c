/* secret_file.c: the file that holds the installation's key. */
#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX = 2 * EH_SECRET_BYTES };

static enum eh_rc read_key(int fd, const char *path, struct eh_secret *ret_secret, struct eh_error *err)
{
	char text[HEX + 2];
	struct stat about;
	struct eh_secret secret;

	if (fstat(fd, &about) != 0)
		return eh_fail_errno(err, "look at", path);
	if (about.st_mode & 077)
		return eh_fail(err, EH_INVALID,
		        "others may read the key file %s; make it yours alone: chmod 600 %s, and think of a new key", path, path);
	ssize_t n = read(fd, text, sizeof text);
	if (n < 0)
		return eh_fail_errno(err, "read", path);
	if (n > HEX && text[n - 1] == '\n')
		n--;
	size_t bytes = 0;
	bool valid = n == HEX && sodium_hex2bin(secret.key, sizeof secret.key, text, HEX, NULL, &bytes, NULL) == 0 &&
	             bytes == sizeof secret.key;
	sodium_memzero(text, sizeof text);
	if (!valid)
		return eh_fail(err, EH_INVALID, "%s is no key file: it does not hold %d hexadecimal digits", path, HEX);
	*ret_secret = secret;
	sodium_memzero(&secret, sizeof secret);
	return EH_OK;
}

/* Written whole under another name first, so that a crash leaves no half of a key; of two who make one at once, the first wins. */
static enum eh_rc make_key(const char *path, struct eh_error *err)
{
	char text[HEX + 2], draft[4096];
	struct eh_secret secret;

	snprintf(draft, sizeof draft, "%s.%ld", path, (long)getpid());
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return eh_fail_errno(err, "make", draft);
	eh_secret_random(&secret);
	sodium_bin2hex(text, sizeof text, secret.key, sizeof secret.key);
	text[HEX] = '\n';
	bool written = write(fd, text, HEX + 1) == HEX + 1 && fsync(fd) == 0;
	sodium_memzero(text, sizeof text);
	eh_secret_finish(&secret);
	int failed = errno;
	if (close(fd) == 0 && written && (link(draft, path) == 0 || errno == EEXIST)) {
		unlink(draft);
		return EH_OK;
	}
	errno = written ? errno : failed;
	enum eh_rc rc = eh_fail_errno(err, "write", path);
	unlink(draft);
	return rc;
}

enum eh_rc eh_secret_open(const char *db_path, bool make, struct eh_secret *ret_secret, struct eh_error *err)
{
	const char *given = getenv("EVENHAND_KEY_FILE");
	char path[4000];
	int n = given && *given ? snprintf(path, sizeof path, "%s", given) : snprintf(path, sizeof path, "%s.key", db_path);

	if (n < 0 || (size_t)n >= sizeof path)
		return eh_fail(err, EH_TOO_LARGE, "the name of the key file is too long");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && make) {
		EH_TRY(make_key(path, err));
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0 && errno == ENOENT)
		return eh_fail(err, EH_NOT_FOUND,
		        "there is no key file %s; evenhand serve makes one, or EVENHAND_KEY_FILE names another", path);
	if (fd < 0)
		return eh_fail_errno(err, "open", path);
	enum eh_rc rc = read_key(fd, path, ret_secret, err);
	close(fd);
	return rc;
}
