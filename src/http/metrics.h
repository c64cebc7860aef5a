/* metrics.h: what the server counts of itself, in Prometheus' text format. Counts and times alone: nothing of who asked for what. */
#ifndef EH_HTTP_METRICS_H
#define EH_HTTP_METRICS_H

#include <stdatomic.h>

#include "base/base.h"

enum { EH_METRICS_BUCKETS = 9 };

struct eh_metrics {
	atomic_ullong answers[6]; /* by hundreds of the status: [2] is 2xx */
	atomic_ullong buckets[EH_METRICS_BUCKETS + 1];
	atomic_ullong microseconds, bytes;
	atomic_llong under_way;
};

/* Counts one answer. Safe from any thread. */
void eh_metrics_count(struct eh_metrics *metrics, int status, uint64_t microseconds, uint64_t bytes);
/* Appends the text format, version 0.0.4. */
enum eh_rc eh_metrics_write(struct eh_metrics *metrics, struct eh_buf *out);

#endif
