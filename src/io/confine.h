/* confine.h: a process that may only compute. Files that strangers send are taken apart in one, so that a fault in a parser gains nothing. */
#ifndef EH_IO_CONFINE_H
#define EH_IO_CONFINE_H

#include "base/base.h"

enum { EH_CONFINE_SECONDS = 60, EH_CONFINE_MEGABYTES = 1024 };

/* From here on this process reads and writes what it has open, takes memory, and ends: no file, socket, process, signal to others or new privilege.
 * Anything else kills it at once (seccomp, SIGSYS). It also has so much processor time, and so much memory beside what it has by now; no file
 * that it has open grows beyond that either. There is no way back.
 * EH_UNSUPPORTED: the kernel has no seccomp. */
enum eh_rc eh_confine(struct eh_error *err);

#endif
