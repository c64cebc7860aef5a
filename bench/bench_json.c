/* Reading JSON token by token: a directory of services, invented. Usage: bench_json [RUNS [MEGABYTES]] */
#include "bench.h"

#include "io/io.h"

/* Services much as an Open Referral feed has them: short keys, long texts, numbers, lists, some escapes and accents. */
static size_t write_services(FILE *out, size_t bytes)
{
	static const char *const WORDS[] = { "lunch", "club", "for", "older", "people", "caf\xc3\xa9", "drop-in",
		"\\\"The Hall\\\"", "advice", "every", "Tuesday", "and", "Friday", "ring", "first", "\\u00a32" };
	struct eh_random random;
	size_t written = (size_t)fprintf(out, "{\"total\": 1, \"contents\": ["), count = 0;

	eh_random_init(&random, 1, 1);
	for (; written < bytes; count++) {
		char text[512];
		size_t n = 0;
		for (size_t words = 4 + eh_random_below(&random, 40); words && n < 480; words--)
			n += (size_t)snprintf(text + n, sizeof text - n, "%s ", WORDS[eh_random_below(&random, 16)]);
		written += (size_t)fprintf(out,
		        "%s\n  {\"id\": \"service-%zu\", \"name\": \"Club %zu\", \"description\": \"%s\", \"status\": "
		        "\"active\",\n"
		        "   \"organization\": {\"id\": \"o%zu\", \"url\": \"https://oak.example/%zu\"}, \"free\": true, "
		        "\"fees\": null,\n"
		        "   \"locations\": [{\"latitude\": %.5f, \"longitude\": %.5f, \"postal_code\": \"ZZ1 1ZZ\"}]}",
		        count ? "," : "", count, count, text, count / 3, count, 53 + eh_random_unit(&random),
		        -2 - eh_random_unit(&random));
	}
	return written + (size_t)fprintf(out, "\n]}\n");
}

static void read_tokens(const char *path, size_t *ret_tokens)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_stream *stream;
	struct eh_json_token token;
	struct eh_error err = { 0 };
	enum eh_rc rc;

	*ret_tokens = 0;
	bench_try(eh_stream_open(path, NULL, NULL, &stream, &err), &err);
	bench_try(eh_json_open(stream, &reader, &err), &err);
	while ((rc = eh_json_next(reader, &token, &err)) == EH_OK)
		++*ret_tokens;
	bench_try(rc, &err);
}

/* Each service as a value of its own, as the readers of sources take them. */
static void read_values(const char *path, size_t *ret_values)
{
	struct eh_json_reader *reader EH_CLEANUP_JSON = NULL;
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_stream *stream;
	struct eh_json_token token;
	struct eh_json_value value;
	struct eh_error err = { 0 };
	enum eh_rc rc;

	*ret_values = 0;
	bench_try(eh_stream_open(path, NULL, NULL, &stream, &err), &err);
	bench_try(eh_json_open(stream, &reader, &err), &err);
	while ((rc = eh_json_next(reader, &token, &err)) == EH_OK) {
		if (token.kind != EH_JSON_OBJECT || token.depth != 2)
			continue;
		eh_arena_reset(&arena);
		bench_try(eh_json_read_value(reader, &token, &arena, &value, &err), &err);
		++*ret_values;
	}
	bench_try(rc, &err);
}

int main(int argc, char **argv)
{
	size_t runs = bench_runs(argc, argv, 5), megabytes = argc > 2 ? strtoul(argv[2], NULL, 10) : 200, tokens, values;
	struct bench_times pulled = { .count = 0 }, built = { .count = 0 };
	char path[512];
	FILE *out = bench_file(path);
	size_t bytes = write_services(out, megabytes * 1000000);

	if (fclose(out) != 0) {
		perror(path);
		return 1;
	}
	for (size_t i = 0; i < runs; i++) {
		bench_begin(&pulled);
		read_tokens(path, &tokens);
		bench_end(&pulled);
		bench_begin(&built);
		read_values(path, &values);
		bench_end(&built);
	}
	unlink(path);
	printf("json: %.0f MB, %zu tokens, %zu services\n", (double)bytes / 1e6, tokens, values);
	bench_print_rate("tokens", (double)bytes / 1e6, &pulled);
	bench_print_rate("values", (double)bytes / 1e6, &built);
	printf("  peak memory      %6.0f MB\n", bench_peak_mb());
	return 0;
}
