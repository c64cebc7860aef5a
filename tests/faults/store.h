/* store.h: for tests that hurt the program: running it, copying a store, and the digest of everything that a store holds. */
#ifndef EH_TEST_STORE_H
#define EH_TEST_STORE_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/db.h"

/* What a store holds, in one number: its schema version and every row of every table. A store that is not there, or is empty, gives what
 * an empty one gives. */
static inline void digest_text(uint64_t *digest, const void *p, size_t n)
{
	*digest = *digest * 0x9e3779b97f4a7c15u + eh_str_hash((struct eh_str){ p, n });
}

static inline void digest_rows(sqlite3 *db, const char *sql, uint64_t *digest)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	int code;
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			int type = sqlite3_column_type(stmt, i);
			digest_text(digest, &type, sizeof type);
			const void *p = sqlite3_column_blob(stmt, i);
			digest_text(digest, p, p ? (size_t)sqlite3_column_bytes(stmt, i) : 0);
		}
	if (code != SQLITE_DONE)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
}

static inline uint64_t store_digest(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *tables;
	uint64_t digest = 1;

	if (access(path, F_OK) != 0)
		path = ":memory:";
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		fail_msg("%s: %s", path, sqlite3_errmsg(db));
	sqlite3_busy_timeout(db, 5000);
	digest_rows(db, "PRAGMA user_version", &digest);
	if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &tables, NULL) !=
	        SQLITE_OK)
		fail_msg("%s: %s", path, sqlite3_errmsg(db));
	while (sqlite3_step(tables) == SQLITE_ROW) {
		char sql[256];
		digest_text(&digest, sqlite3_column_text(tables, 0), (size_t)sqlite3_column_bytes(tables, 0));
		snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", sqlite3_column_text(tables, 0));
		digest_rows(db, sql, &digest);
	}
	sqlite3_finalize(tables);
	sqlite3_close(db);
	return digest;
}

/* The store opens, and SQLite finds no fault in it. */
static inline void assert_whole(const char *path)
{
	struct eh_db *db EH_CLEANUP_DB = NULL;
	struct eh_error err = { 0 };

	assert_ok(eh_db_open(path, EH_DB_CREATE, &db, &err), &err);
	assert_ok(eh_db_verify(db, &err), &err);
}

static inline void store_remove(const char *path)
{
	static const char *const ENDINGS[] = { "", "-wal", "-shm", "-journal" };
	char name[512];

	for (size_t i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "%s%s", path, ENDINGS[i]);
		unlink(name);
	}
}

/* Puts a copy of a closed store at `to`; NULL leaves nothing there. */
static inline void store_copy(const char *from, const char *to)
{
	char bytes[65536];
	ssize_t n;

	store_remove(to);
	if (!from)
		return;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, bytes, sizeof bytes)) > 0)
		assert_int_equal(write(out, bytes, (size_t)n), n);
	close(in);
	close(out);
}

static inline const char *evenhand(void)
{
	const char *path = getenv("EVENHAND");

	return path ? path : "build/check/evenhand";
}

/* Starts the program; its output goes to a file, where it is named, else nowhere. */
static inline pid_t start(const char *const argv[], const char *output)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid)
		return pid;
	int out = open(output ? output : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	dup2(out, STDOUT_FILENO);
	dup2(out, STDERR_FILENO);
	execv(evenhand(), (char *const *)argv);
	_exit(127);
}

/* 0-255: the exit code; 256 and a signal's number: killed by it. */
static inline int finish(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

static inline void read_text(const char *path, char *out, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t n = file ? fread(out, 1, size - 1, file) : 0;

	out[n] = '\0';
	if (file)
		fclose(file);
}

/* Runs to the end and must do well. */
static inline void run(const char *const argv[])
{
	char output[] = "/tmp/evenhand-test-output-XXXXXX", text[2048];
	int fd = mkstemp(output);

	assert_true(fd >= 0);
	close(fd);
	int code = finish(start(argv, output));
	read_text(output, text, sizeof text);
	unlink(output);
	if (code)
		fail_msg("evenhand %s ended with %d: %s", argv[1], code, text);
}

static inline double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static inline void rest(double seconds)
{
	struct timespec time = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };

	while (nanosleep(&time, &time) != 0 && errno == EINTR)
		continue;
}

#endif
