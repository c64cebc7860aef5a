/* bench.h: what benchmarks share: clocks, medians, peak memory, a file to read. Benchmarks print; nothing passes or fails by time. */
#ifndef EH_BENCH_H
#define EH_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

enum { BENCH_MOST_RUNS = 99 };

static inline double bench_now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Times of one thing done several times: by the wall clock, and of the processor alone, which other work on the machine disturbs less. */
struct bench_times {
	double wall[BENCH_MOST_RUNS], processor[BENCH_MOST_RUNS];
	size_t count;
	double wall_began, processor_began;
};

static inline void bench_begin(struct bench_times *times)
{
	times->wall_began = bench_now(CLOCK_MONOTONIC);
	times->processor_began = bench_now(CLOCK_PROCESS_CPUTIME_ID);
}

static inline void bench_end(struct bench_times *times)
{
	times->processor[times->count] = bench_now(CLOCK_PROCESS_CPUTIME_ID) - times->processor_began;
	times->wall[times->count++] = bench_now(CLOCK_MONOTONIC) - times->wall_began;
}

static inline int bench_by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double bench_median(double *numbers, size_t count)
{
	qsort(numbers, count, sizeof *numbers, bench_by_number);
	return numbers[count / 2];
}

static inline size_t bench_runs(int argc, char **argv, size_t usual)
{
	size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : usual;

	return runs < 1 ? 1 : runs > BENCH_MOST_RUNS ? BENCH_MOST_RUNS : runs;
}

static inline double bench_peak_mb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_maxrss / 1024;
}

/* Ends the benchmark where something fails. */
static inline void bench_try(enum eh_rc rc, const struct eh_error *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "bench: %s\n", err->message);
	exit(1);
}

/* A new file in TMPDIR (or /tmp), whose path is put into `ret_path`. */
static inline FILE *bench_file(char ret_path[512])
{
	const char *folder = getenv("TMPDIR");

	snprintf(ret_path, 512, "%s/evenhand-bench-XXXXXX", folder ? folder : "/tmp");
	int fd = mkstemp(ret_path);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!out) {
		perror(ret_path);
		exit(1);
	}
	return out;
}

static inline void bench_print_rate(const char *what, double megabytes, struct bench_times *times)
{
	size_t runs = times->count;
	double wall = bench_median(times->wall, runs), processor = bench_median(times->processor, runs);

	printf("  %-16s %6.0f MB/s of processor time  (%.3f s; %.3f s by the clock; median of %zu)\n", what,
	        megabytes / processor, processor, wall, runs);
}

#endif
