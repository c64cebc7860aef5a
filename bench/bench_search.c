/* Searching a list of invented organisations. Usage: bench_search [RUNS [ORGANISATIONS]] */
#include "bench.h"

#include "geo/geo.h"
#include "queries.h"
#include "register/search.h"
#include "register/taxonomy.h"

enum { WARDS = 400, MOST_SAMPLES = 4096 };

static const char *const FIRST[] = { "Ashford", "Barton", "Calder", "Denby", "Elmswell", "Fernhill", "Gorse", "Hartley", "Ilford",
	"Kelham", "Langton", "Marston", "Norbury", "Oakham", "Pinner", "Quarry", "Redhill", "Selby", "Thornton", "Upton",
	"Valley", "Weston", "Yarrow", "Abbey", "Brook", "Castle", "Dale", "Eastgate", "Ferry", "Grange" };
static const char *const SECOND[] = { "Community", "Carers", "Youth", "Village", "Parish", "Residents", "Women's", "Men's",
	"Family", "Wellbeing", "Heritage", "Wildlife", "Cricket", "Football", "Choral", "Allotment", "Toddler", "Stroke",
	"Dementia", "Debt" };
static const char *const THIRD[] = { "Association", "Trust", "Group", "Club", "Society", "Centre", "Project", "Foundation",
	"Network", "Forum", "Charity", "Partnership" };
static const char *const DOES[] = { "advice", "support", "counselling", "meals", "transport", "training", "sport", "music",
	"grants", "befriending", "education", "housing", "debt", "benefits", "carers", "children", "families", "older",
	"disabled", "people", "health", "mental", "walking", "gardening", "the", "and", "for", "of", "with", "local", "community",
	"activities", "events", "relief", "poverty", "religion", "worship", "conservation", "playgroup", "arts", "theatre",
	"refuge", "language", "classes", "employment", "skills", "drop-in", "telephone", "helpline", "home", "visits", "hospital",
	"research", "animals", "rescue", "heritage", "museum", "library", "holiday", "scheme", "sessions", "weekly", "monthly",
	"volunteers", "training" };

#define PICK(random, array) (array)[eh_random_below((random), sizeof(array) / sizeof *(array))]

/* A word that few others have, as names of people and places are. */
static void rare_word(struct eh_random *random, char out[16])
{
	static const char ONSETS[] = "bcdfghklmnprstvw", VOWELS[] = "aeiou";
	size_t n = 0;

	for (size_t i = 0; i < 3; i++) {
		out[n++] = ONSETS[eh_random_below(random, sizeof ONSETS - 1)];
		out[n++] = VOWELS[eh_random_below(random, sizeof VOWELS - 1)];
	}
	out[n] = '\0';
}

static void add_codes(struct eh_db *db, struct eh_random *random, struct eh_str id, struct eh_error *err)
{
	for (size_t i = 1 + eh_random_below(random, 3); i; i--)
		bench_try(
		        eh_q_organisation_code_add(db, id, EH_STR("need"),
		                eh_str_of(eh_needs[eh_random_below(random, (uint32_t)eh_need_count)].code), EH_STR("bench"), err),
		        err);
	bench_try(eh_q_organisation_code_add(db, id, EH_STR("people"),
	                  eh_str_of(eh_people[eh_random_below(random, (uint32_t)eh_people_count)].code), EH_STR("bench"), err),
	        err);
}

static void add_organisation(struct eh_db *db, struct eh_random *random, size_t number, struct eh_error *err)
{
	char id[32], name[128], rare[16], activities[512], ward[32], charity[32], council[32];
	size_t n = 0;

	snprintf(id, sizeof id, "EH-%010zu", number);
	rare_word(random, rare);
	snprintf(name, sizeof name, "%s %s %s %s", PICK(random, FIRST), number % 3 ? rare : PICK(random, FIRST),
	        PICK(random, SECOND), PICK(random, THIRD));
	for (size_t words = 10 + eh_random_below(random, 30); words && n < sizeof activities - 20; words--)
		n += (size_t)snprintf(activities + n, sizeof activities - n, "%s ", PICK(random, DOES));
	size_t at = eh_random_below(random, WARDS);
	snprintf(ward, sizeof ward, "Z05%06zu", at);
	snprintf(council, sizeof council, "Z06%06zu", at / 20);
	snprintf(charity, sizeof charity, "%zu", 1000000 + number);
	bool visits = number % 4 == 0;
	double latitude = 52 + (double)eh_random_below(random, 100000) / 1e5,
	       longitude = -1 + (double)eh_random_below(random, 100000) / 1e5;
	struct eh_str none = { NULL, 0 };
	bench_try(eh_q_organisation_add(db, eh_str_of(id), eh_str_of(name), number % 20 ? EH_STR("active") : EH_STR("closed"),
	                  number % 5 ? EH_STR("local") : EH_STR("regional"), EH_STR("publish"), none,
	                  visits ? EH_STR("1 High Street") : none, EH_STR("ZZ1 1AA"), visits, latitude, longitude, none,
	                  eh_str_of(ward), eh_str_of(council), none, eh_str_of(activities), none, EH_DB_NULL, EH_DB_NULL,
	                  EH_DB_NULL, 18000, 19000 + (int64_t)eh_random_below(random, 1600), none, err),
	        err);
	bench_try(eh_q_organisation_identifier_add(db, eh_str_of(id), EH_STR("GB-CHC"), eh_str_of(charity), err), err);
	bench_try(eh_q_organisation_area_add(db, eh_str_of(id), eh_str_of(council), 1, err), err);
	if (number % 3 == 0)
		bench_try(eh_q_organisation_telephone_add(db, eh_str_of(id), EH_STR("0300 123 4567"), err), err);
	add_codes(db, random, eh_str_of(id), err);
}

static void make_list(struct eh_db *db, size_t count, struct eh_error *err)
{
	struct eh_random random;
	double began = bench_now(CLOCK_MONOTONIC);

	eh_random_init(&random, 1, 1);
	bench_try(eh_db_begin(db, err), err);
	struct eh_postcode code;
	bench_try(eh_postcode_parse(EH_STR("ZZ1 1AA"), &code), err);
	bench_try(eh_q_postcode_add(db, eh_postcode_pack(&code), 1, 52500000, -500000, 1, 0, 0, 0, err), err);
	for (size_t i = 0; i < count; i++)
		add_organisation(db, &random, i, err);
	double made = bench_now(CLOCK_MONOTONIC);
	bench_try(eh_search_refresh(db, (struct eh_str){ NULL, 0 }, err), err);
	double indexed = bench_now(CLOCK_MONOTONIC);
	bench_try(eh_search_refresh(db, (struct eh_str){ NULL, 0 }, err), err);
	printf("  %zu organisations: indexed in %.2f s, nothing changed %.2f s", count, indexed - made,
	        bench_now(CLOCK_MONOTONIC) - indexed);
	indexed = bench_now(CLOCK_MONOTONIC);
	bench_try(eh_search_refresh(db, EH_STR("EH-0000000001"), err), err);
	printf(", one of them %.4f s (list made in %.1f s)\n", bench_now(CLOCK_MONOTONIC) - indexed, made - began);
	bench_try(eh_db_commit(db, err), err);
}

struct bench {
	struct eh_db *db;
	struct eh_search *search;
	struct eh_random random;
	size_t count;
};

/* A query of a kind; what it points to lies in `arena`. */
typedef struct eh_search_query make_query(struct bench *bench, struct eh_arena *arena);

static struct eh_search_query everything(struct bench *bench, struct eh_arena *arena)
{
	(void)bench;
	(void)arena;
	return (struct eh_search_query){ 0 };
}

static struct eh_search_query rare_name(struct bench *bench, struct eh_arena *arena)
{
	char rare[16];

	rare_word(&bench->random, rare);
	return (struct eh_search_query){ .text = eh_arena_printf(arena, "%s", rare) };
}

static struct eh_search_query usual_words(struct bench *bench, struct eh_arena *arena)
{
	return (struct eh_search_query){ .text = eh_arena_printf(
		                                 arena, "%s %s", PICK(&bench->random, DOES), PICK(&bench->random, DOES)) };
}

static struct eh_search_query name_words(struct bench *bench, struct eh_arena *arena)
{
	return (struct eh_search_query){ .text = eh_arena_printf(
		                                 arena, "%s %s", PICK(&bench->random, FIRST), PICK(&bench->random, SECOND)) };
}

static struct eh_search_query charity_number(struct bench *bench, struct eh_arena *arena)
{
	return (struct eh_search_query){ .text = eh_arena_printf(arena, "%zu",
		                                 1000000 + (size_t)eh_random_below(&bench->random, (uint32_t)bench->count)) };
}

static struct eh_search_query misspelt(struct bench *bench, struct eh_arena *arena)
{
	static const char *const WORDS[] = { "counceling", "benifits", "dementai", "comunity allotmnt", "weelbeing", "playgrop" };

	return (struct eh_search_query){ .text = eh_arena_printf(arena, "%s", PICK(&bench->random, WORDS)) };
}

static struct eh_search_query filtered(struct bench *bench, struct eh_arena *arena)
{
	struct eh_str *need = eh_arena_alloc(arena, sizeof *need);
	char council[32];

	*need = eh_str_of(eh_needs[eh_random_below(&bench->random, (uint32_t)eh_need_count)].code);
	snprintf(council, sizeof council, "Z06%06u", (unsigned)eh_random_below(&bench->random, WARDS / 20));
	return (struct eh_search_query){
		.council = eh_arena_str(arena, eh_str_of(council)), .needs = { need, 1 }, .telephone = true
	};
}

static struct eh_search_query near(struct bench *bench, struct eh_arena *arena)
{
	return (struct eh_search_query){ .text = eh_arena_printf(arena, "%s", PICK(&bench->random, SECOND)),
		.near = EH_STR("ZZ1 1AA"),
		.order = EH_SEARCH_RESIDENTS };
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_times(const char *what, double *times, size_t count, double found)
{
	qsort(times, count, sizeof *times, by_size);
	printf("  %-34s median %6.2f ms   95%% %6.2f ms   (%zu queries, %.0f found on average)\n", what, 1e3 * times[count / 2],
	        1e3 * times[count * 95 / 100], count, found / (double)count);
}

static void measure(struct bench *bench, const char *what, make_query *make, size_t runs)
{
	static double times[MOST_SAMPLES];
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	double found = 0;

	for (size_t i = 0; i < runs; i++) {
		struct eh_search_results results;
		eh_arena_reset(&arena);
		struct eh_search_query query = make(bench, &arena);
		query.now = eh_clock_now();
		double began = bench_now(CLOCK_PROCESS_CPUTIME_ID);
		bench_try(eh_search_run(bench->search, bench->db, &query, &arena, &results, &err), &err);
		times[i] = bench_now(CLOCK_PROCESS_CPUTIME_ID) - began;
		found += (double)results.total;
	}
	print_times(what, times, runs, found);
}

static void measure_suggestions(struct bench *bench, size_t runs)
{
	static double times[MOST_SAMPLES];
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_error err = { 0 };
	double found = 0;

	for (size_t i = 0; i < runs; i++) {
		struct eh_search_suggestion suggestions[EH_SEARCH_MOST_SUGGESTIONS];
		size_t count;
		const char *name = i % 2 ? PICK(&bench->random, FIRST) : PICK(&bench->random, SECOND);
		eh_arena_reset(&arena);
		struct eh_str typed = eh_str_sub(eh_str_of(name), 0, 2 + eh_random_below(&bench->random, 4));
		double began = bench_now(CLOCK_PROCESS_CPUTIME_ID);
		bench_try(eh_search_suggest(
		                  bench->search, bench->db, typed, (struct eh_str){ NULL, 0 }, &arena, suggestions, &count, &err),
		        &err);
		times[i] = bench_now(CLOCK_PROCESS_CPUTIME_ID) - began;
		found += (double)count;
	}
	print_times("suggestions, two to five letters", times, runs, found);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *what;
		make_query *make;
	} KINDS[] = { { "everything", everything }, { "a rare name", rare_name }, { "two words of names", name_words },
		{ "two words of activities", usual_words }, { "a charity number", charity_number },
		{ "misspelt words", misspelt }, { "council, need and telephone", filtered },
		{ "a word near a postcode, residents", near } };
	size_t runs = bench_runs(argc, argv, 0) > 1 ? strtoul(argv[1], NULL, 10) : 400;
	size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
	struct eh_error err = { 0 };
	struct bench bench = { .count = count };
	char path[512], command[2048];

	runs = runs > MOST_SAMPLES ? MOST_SAMPLES : runs;
	fclose(bench_file(path));
	bench_try(eh_db_open(path, EH_DB_CREATE, &bench.db, &err), &err);
	make_list(bench.db, count, &err);
	eh_random_init(&bench.random, 2, 1);
	bench_try(eh_search_new(&bench.search, &err), &err);
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_search_results results;
	double began = bench_now(CLOCK_MONOTONIC);
	bench_try(eh_search_run(bench.search, bench.db, &(struct eh_search_query){ 0 }, &arena, &results, &err), &err);
	printf("  first search, reading the index: %.0f ms, %.0f MB at most\n", 1e3 * (bench_now(CLOCK_MONOTONIC) - began),
	        bench_peak_mb());
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		measure(&bench, KINDS[i].what, KINDS[i].make, runs);
	measure_suggestions(&bench, runs);
	eh_search_free(bench.search);
	eh_db_close(bench.db);
	snprintf(command, sizeof command, "rm -f '%s' '%s-wal' '%s-shm'", path, path, path);
	return system(command) == 0 ? 0 : 1;
}
