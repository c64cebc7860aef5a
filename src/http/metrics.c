#include "metrics.h"

static const unsigned EDGES_MS[EH_METRICS_BUCKETS] = { 1, 2, 5, 10, 20, 50, 100, 500, 2000 };

void eh_metrics_count(struct eh_metrics *metrics, int status, uint64_t microseconds, uint64_t bytes)
{
	size_t bucket = 0;

	while (bucket < EH_METRICS_BUCKETS && microseconds > EDGES_MS[bucket] * 1000ULL)
		bucket++;
	atomic_fetch_add(&metrics->buckets[bucket], 1);
	atomic_fetch_add(&metrics->answers[status >= 100 && status < 600 ? status / 100 : 0], 1);
	atomic_fetch_add(&metrics->microseconds, microseconds);
	atomic_fetch_add(&metrics->bytes, bytes);
}

enum eh_rc eh_metrics_write(struct eh_metrics *metrics, struct eh_buf *out)
{
	unsigned long long total = 0;

	EH_TRY(eh_buf_printf(out, "# HELP evenhand_requests_total Requests answered, by hundreds of their status.\n"
	                          "# TYPE evenhand_requests_total counter\n"));
	for (int i = 1; i < 6; i++)
		EH_TRY(eh_buf_printf(
		        out, "evenhand_requests_total{status=\"%dxx\"} %llu\n", i, atomic_load(&metrics->answers[i])));
	EH_TRY(eh_buf_printf(out, "# HELP evenhand_request_seconds Time from a request's end to its answer's start.\n"
	                          "# TYPE evenhand_request_seconds histogram\n"));
	for (size_t i = 0; i < EH_METRICS_BUCKETS; i++) {
		total += atomic_load(&metrics->buckets[i]);
		EH_TRY(eh_buf_printf(out, "evenhand_request_seconds_bucket{le=\"%g\"} %llu\n", EDGES_MS[i] / 1000.0, total));
	}
	total += atomic_load(&metrics->buckets[EH_METRICS_BUCKETS]);
	EH_TRY(eh_buf_printf(out, "evenhand_request_seconds_bucket{le=\"+Inf\"} %llu\n", total));
	EH_TRY(eh_buf_printf(out, "evenhand_request_seconds_sum %.6f\nevenhand_request_seconds_count %llu\n",
	        (double)atomic_load(&metrics->microseconds) / 1e6, total));
	return eh_buf_printf(out,
	        "# HELP evenhand_answer_bytes_total Bytes of answers, before their headers.\n"
	        "# TYPE evenhand_answer_bytes_total counter\nevenhand_answer_bytes_total %llu\n"
	        "# HELP evenhand_requests_under_way Requests being answered now.\n"
	        "# TYPE evenhand_requests_under_way gauge\nevenhand_requests_under_way %lld\n",
	        atomic_load(&metrics->bytes), (long long)atomic_load(&metrics->under_way));
}
