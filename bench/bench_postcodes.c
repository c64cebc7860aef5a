/* Importing every postcode of England into a new store. Usage: bench_postcodes [RUNS]
 *
 * Reads places/postcodes_england.csv.gz of the data folder (EVENHAND_DATA, or ../shared/data); where that is not at hand, as many
 * invented postcodes. */
#include <sys/stat.h>
#include <zlib.h>

#include "bench.h"

#include "geo/geo.h"
#include "sources/import.h"

enum { INVENTED = 2260000, INVENTED_AREAS = 33755 };

/* The first postcodes there could be, each in an invented area. */
static void invent(const char *path)
{
	gzFile out = gzopen(path, "wb1");

	if (!out) {
		perror(path);
		exit(1);
	}
	gzprintf(out, "postcode,lat,long,live,lsoa21,ward25,lad25\n");
	for (int i = 0; i < INVENTED; i++) {
		int area = (int)((int64_t)i * INVENTED_AREAS / INVENTED);
		gzprintf(out, "%c%c%d %d%c%c,%.6f,%.6f,%d,Z01%06d,Z05%06d,Z07%06d\n", 'A' + i / 676000 % 26, 'A' + i / 26000 % 26,
		        i / 6760 % 100, i / 676 % 10, 'A' + i / 26 % 26, 'A' + i % 26, 50 + i % 5000 / 1e3, -3 + i % 4999 / 1e3,
		        i % 4 != 0, area, area / 5, area / 110);
	}
	if (gzclose(out) != Z_OK) {
		fprintf(stderr, "%s: could not be written\n", path);
		exit(1);
	}
}

static int64_t import(const char *list, const char *store, struct bench_times *times)
{
	const struct eh_import import = {
		.source = "postcodes", .kind = "postcodes", .file = { .path = list }, .data_date = 20000
	};
	struct eh_import_result result = { 0 };
	struct eh_error err = { 0 };
	struct eh_db *db;

	unlink(store);
	bench_begin(times);
	bench_try(eh_db_open(store, EH_DB_CREATE, &db, &err), &err);
	bench_try(eh_import_run(db, &import, &result, &err), &err);
	eh_db_close(db);
	bench_end(times);
	return result.kept;
}

int main(int argc, char **argv)
{
	size_t runs = bench_runs(argc, argv, 3);
	struct bench_times times = { .count = 0 };
	const char *folder = getenv("EVENHAND_DATA");
	char list[4096], invented[512], store[512];
	struct stat info = { 0 };
	int64_t kept = 0;

	fclose(bench_file(invented));
	fclose(bench_file(store));
	snprintf(list, sizeof list, "%s/places/postcodes_england.csv.gz", folder ? folder : "../shared/data");
	bool real = access(list, R_OK) == 0;
	if (!real) {
		invent(invented);
		snprintf(list, sizeof list, "%s", invented);
	}
	for (size_t i = 0; i < runs; i++)
		kept = import(list, store, &times);
	stat(store, &info);
	double wall = bench_median(times.wall, runs), processor = bench_median(times.processor, runs);
	printf("postcodes: %lld %s postcodes from a compressed list into a new store\n", (long long)kept,
	        real ? "real" : "invented (the real list is not at hand)");
	printf("  import           %6.2f s  (%.2f s of processor time; median of %zu)\n", wall, processor, runs);
	printf("  store            %6.0f MB\n", (double)info.st_size / 1e6);
	printf("  peak memory      %6.0f MB\n", bench_peak_mb());
	unlink(store);
	unlink(invented);
	return 0;
}
