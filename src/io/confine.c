#include "confine.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* What computing, reading and writing takes; the last line what the sanitizers of a test build ask for besides. */
static const int ALLOWED[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(close), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield), SCMP_SYS(gettid),
	SCMP_SYS(getpid), SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction) };

static bool allow(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, ALLOWED[i], 0) != 0)
			return false;
	/* The C library asks of a descriptor by this, which also answers for paths: it goes on without an answer. */
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat), 0) == 0 && seccomp_load(filter) == 0;
}

static void limit(__rlimit_resource_t what, rlim_t most)
{
	const struct rlimit both = { most, most };

	setrlimit(what, &both);
}

/* Addresses taken so far: the sanitizers of a test build keep terabytes of them. 0: unknown. */
static rlim_t taken(void)
{
	FILE *in = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (!in)
		return 0;
	if (fscanf(in, "%lu", &pages) != 1)
		pages = 0;
	fclose(in);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

enum eh_rc eh_confine(struct eh_error *err)
{
	if (setenv("TZ", "UTC0", 1) != 0) /* the C library reads the zone's file again and again unless it is named */
		return eh_fail_memory(err);
	tzset();
	limit(RLIMIT_CPU, EH_CONFINE_SECONDS);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, (rlim_t)EH_CONFINE_MEGABYTES << 20);
	limit(RLIMIT_AS, taken() + ((rlim_t)EH_CONFINE_MEGABYTES << 20));
	prctl(PR_SET_DUMPABLE, 0);
	scmp_filter_ctx filter = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? seccomp_init(SCMP_ACT_KILL_PROCESS) : NULL;
	bool good = filter && allow(filter);
	if (filter)
		seccomp_release(filter);
	return good ? EH_OK
	            : eh_fail(err, EH_UNSUPPORTED, "this system has no seccomp, so that files cannot be taken apart safely");
}
