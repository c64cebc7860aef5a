#include "flatten.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine.h"
#include "csv_write.h"
#include "table.h"

enum { MOST_BYTES = 256 << 20, LONGEST_WHY = 300, SECONDS_TO_END = 2 };

void eh_flat_finish(struct eh_flat *flat)
{
	eh_buf_finish(&flat->bytes);
	flat->count = 0;
}

/* Blank lines stand for rows that the reader passes over, so that lines stay what people see in their file. */
static enum eh_rc add_sheet(struct eh_table *table, struct eh_buf *csv, size_t *ret_rows, struct eh_error *err)
{
	struct eh_row row;
	uint64_t line = 1;
	size_t rows = 0;
	enum eh_rc rc;

	while ((rc = eh_table_next(table, &row, err)) == EH_OK) {
		for (; line < row.line && row.line - line < 100000; line++)
			EH_TRY(eh_buf_add_char(csv, '\n'));
		size_t before = csv->n;
		EH_TRY(eh_csv_write_row(csv, row.cells, row.count));
		for (size_t i = before; i < csv->n; i++) /* a cell of several lines */
			line += csv->p[i] == '\n';
		rows++;
		if (csv->n > MOST_BYTES)
			return eh_fail(err, EH_TOO_LARGE, "the table is over %d MB", MOST_BYTES >> 20);
	}
	*ret_rows = rows;
	return rc == EH_END ? EH_OK : rc;
}

static enum eh_rc read_input(struct eh_buf *in, struct eh_error *err)
{
	char chunk[65536];
	ssize_t n;

	while ((n = read(STDIN_FILENO, chunk, sizeof chunk)) > 0)
		EH_TRY(eh_buf_add(in, (struct eh_str){ chunk, (size_t)n }));
	return n < 0 ? eh_fail_errno(err, "read", "standard input") : EH_OK;
}

static enum eh_rc write_sheets(struct eh_str bytes, FILE *out, struct eh_error *err)
{
	struct eh_table *table EH_CLEANUP_TABLE = NULL;
	struct eh_buf csv EH_CLEANUP_BUF = { 0 };

	EH_TRY(eh_table_open_memory(bytes, "the file", NULL, &table, err));
	size_t count = eh_table_sheet_count(table);
	for (size_t i = 0; i < count && i < EH_FLATTEN_MOST_SHEETS; i++) {
		size_t rows = 0;
		eh_buf_reset(&csv);
		EH_TRY(eh_table_select(table, i, err));
		EH_TRY(add_sheet(table, &csv, &rows, err));
		fprintf(out, "SHEET %zu %zu %s\n", csv.n, rows, eh_table_sheet_name(table, i));
		fwrite(csv.p, 1, csv.n, out);
	}
	return fflush(out) == 0 ? EH_OK : eh_fail_errno(err, "write", "standard output");
}

/* Ends here: what a program does at its end may be more than a confined process may. */
static _Noreturn void end(enum eh_rc rc, const struct eh_error *err)
{
	if (rc < 0) {
		fprintf(stderr, "evenhand: %s\n", err->message);
		fflush(stderr);
	}
	_exit(rc < 0);
}

enum eh_rc eh_flatten_child(struct eh_error *err)
{
	struct eh_buf in EH_CLEANUP_BUF = { 0 };

	close_range(STDERR_FILENO + 1, ~0U, 0); /* whatever was left open */
	EH_TRY(read_input(&in, err));
	fflush(stdout);
	EH_TRY(eh_confine(err));
	end(write_sheets(eh_buf_str(&in), stdout, err), err);
}

/* "SHEET 120 4 Clubs" and so many bytes. */
static bool take_sheet(struct eh_str *rest, struct eh_flat *flat)
{
	struct eh_str line, word, bytes, rows;
	int64_t n, count;

	if (flat->count == EH_FLATTEN_MOST_SHEETS || !eh_str_split(rest, '\n', &line) || !eh_str_split(&line, ' ', &word) ||
	        !eh_str_eq(word, EH_STR("SHEET")) || !eh_str_split(&line, ' ', &bytes) || !eh_str_split(&line, ' ', &rows) ||
	        eh_str_to_i64(bytes, &n) != EH_OK || eh_str_to_i64(rows, &count) != EH_OK || n < 0 || count < 0 ||
	        (uint64_t)n > rest->n)
		return false;
	struct eh_str csv = eh_str_sub(*rest, 0, (size_t)n);
	flat->sheets[flat->count++] = (struct eh_flat_sheet){ line, csv, (size_t)count };
	*rest = eh_str_sub(*rest, (size_t)n, rest->n - (size_t)n);
	return eh_utf8_valid(csv, NULL) && eh_utf8_valid(line, NULL);
}

enum eh_rc eh_flat_parse(struct eh_flat *flat, struct eh_error *err)
{
	struct eh_str rest = eh_buf_str(&flat->bytes);

	flat->count = 0;
	while (rest.n)
		if (!take_sheet(&rest, flat))
			return eh_fail(err, EH_INVALID, "the file could not be taken apart");
	return flat->count ? EH_OK : eh_fail(err, EH_INVALID, "the file holds no sheet");
}

struct pipes {
	int in[2], out[2], why[2];
};

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

static void close_all(struct pipes *pipes)
{
	for (size_t i = 0; i < 2; i++) {
		close_end(&pipes->in[i]);
		close_end(&pipes->out[i]);
		close_end(&pipes->why[i]);
	}
}

/* The child is told nothing of the environment, where secrets may stand. */
static bool spawn(const char *program, struct pipes *pipes, pid_t *ret_child)
{
	char *arguments[] = { (char *)(uintptr_t)program, (char *)(uintptr_t) "flatten", NULL };
	char *environment[] = { (char *)(uintptr_t) "LC_ALL=C", NULL };
	posix_spawn_file_actions_t actions;
	bool good = pipe2(pipes->in, O_CLOEXEC) == 0 && pipe2(pipes->out, O_CLOEXEC) == 0 && pipe2(pipes->why, O_CLOEXEC) == 0 &&
	            posix_spawn_file_actions_init(&actions) == 0;

	if (!good)
		return false;
	good = posix_spawn_file_actions_adddup2(&actions, pipes->in[0], STDIN_FILENO) == 0 &&
	       posix_spawn_file_actions_adddup2(&actions, pipes->out[1], STDOUT_FILENO) == 0 &&
	       posix_spawn_file_actions_adddup2(&actions, pipes->why[1], STDERR_FILENO) == 0 &&
	       posix_spawn(ret_child, program, &actions, NULL, arguments, environment) == 0;
	posix_spawn_file_actions_destroy(&actions);
	close_end(&pipes->in[0]);
	close_end(&pipes->out[1]);
	close_end(&pipes->why[1]);
	return good;
}

/* Reads an end that has something; closed when it has no more. False: too much, or no memory. */
static bool drain(int *end, struct eh_buf *out, size_t most)
{
	char chunk[65536];
	ssize_t n = read(*end, chunk, sizeof chunk);

	if (n <= 0) {
		close_end(end);
		return true;
	}
	return out->n + (size_t)n <= most && eh_buf_add(out, (struct eh_str){ chunk, (size_t)n }) == EH_OK;
}

/* Gives the child its bytes and takes what it writes, whichever it is ready for. */
static bool converse(struct pipes *pipes, struct eh_str bytes, struct eh_buf *out, struct eh_buf *why)
{
	const double end = eh_time_elapsed() + 2 * EH_CONFINE_SECONDS;
	size_t sent = 0;
	bool good = true;

	fcntl(pipes->in[1], F_SETFL, O_NONBLOCK);
	while (good && (pipes->out[0] >= 0 || pipes->why[0] >= 0)) {
		if (sent == bytes.n)
			close_end(&pipes->in[1]);
		struct pollfd ends[] = { { pipes->out[0], POLLIN, 0 }, { pipes->why[0], POLLIN, 0 },
			{ pipes->in[1], POLLOUT, 0 } };
		if (eh_time_elapsed() > end)
			return false;
		if (poll(ends, 3, 1000) <= 0)
			continue;
		if (ends[0].revents)
			good = drain(&pipes->out[0], out, MOST_BYTES + 65536);
		if (good && ends[1].revents)
			good = drain(&pipes->why[0], why, 65536);
		if (ends[2].revents & (POLLERR | POLLHUP))
			sent = bytes.n;
		else if (ends[2].revents) {
			ssize_t n = write(pipes->in[1], bytes.p + sent, bytes.n - sent);
			if (n > 0)
				sent += (size_t)n;
			else if (errno != EAGAIN && errno != EINTR)
				sent = bytes.n;
		}
	}
	return good;
}

/* A child that has gone must not end this process by its pipe. */
static bool talk(struct pipes *pipes, struct eh_str bytes, struct eh_buf *out, struct eh_buf *why)
{
	sigset_t pipe_only, before;

	sigemptyset(&pipe_only);
	sigaddset(&pipe_only, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
	bool good = converse(pipes, bytes, out, why);
	const struct timespec at_once = { 0 };
	while (sigtimedwait(&pipe_only, NULL, &at_once) > 0)
		;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return good;
}

/* One that said all it has to say ends, or is ended. */
static int end_of(pid_t child, bool at_once)
{
	struct pollfd ends = { .fd = at_once ? -1 : pidfd_open(child, 0), .events = POLLIN };
	int status = 0, ready = -1;

	while (ends.fd >= 0 && (ready = poll(&ends, 1, SECONDS_TO_END * 1000)) < 0 && errno == EINTR)
		;
	if (ready <= 0)
		kill(child, SIGKILL);
	close_end(&ends.fd);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static enum eh_rc fail_with(int status, struct eh_str why, struct eh_error *err)
{
	struct eh_str line = why;

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return eh_fail(err, EH_INVALID, "reading the file was stopped: it made the reader do what no table needs");
	if (WIFSIGNALED(status))
		return eh_fail(err, EH_INVALID, "reading the file was stopped: it took too much time or memory");
	eh_str_split(&why, '\n', &line);
	if (eh_str_starts(line, EH_STR("evenhand: ")))
		line = eh_str_sub(line, 10, line.n);
	if (!line.n || !eh_utf8_valid(line, NULL))
		line = EH_STR("the file could not be read");
	return eh_fail(err, EH_INVALID, "%.*s", (int)(line.n < LONGEST_WHY ? line.n : LONGEST_WHY), line.p);
}

enum eh_rc eh_flatten(const char *program, struct eh_str bytes, struct eh_flat *ret_flat, struct eh_error *err)
{
	struct pipes pipes = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	struct eh_buf why EH_CLEANUP_BUF = { 0 };
	struct eh_flat flat = { 0 };
	pid_t child;

	if (!spawn(program, &pipes, &child)) {
		close_all(&pipes);
		return eh_fail(err, EH_IO, "the reader could not be started");
	}
	bool good = talk(&pipes, bytes, &flat.bytes, &why);
	close_all(&pipes);
	int status = end_of(child, !good);
	enum eh_rc rc = !good         ? eh_fail(err, EH_TOO_LARGE, "the file is too large when it is taken apart")
	                : status == 0 ? eh_flat_parse(&flat, err)
	                              : fail_with(status, eh_buf_str(&why), err);
	if (rc < 0) {
		eh_flat_finish(&flat);
		return rc;
	}
	*ret_flat = flat;
	return EH_OK;
}
