/* lint: the rules of this project that a compiler does not know. Usage: lint ROOT
 *
 *  - a folder of src includes only what lies to its left in the layers (docs/ARCHITECTURE.md), and has a README.md;
 *  - functions that overrun, depend on the locale or hide state are not called;
 *  - SQL stands only in src/store;
 *  - no line is longer than it may be, ends in white space, or names a path of somebody's machine;
 *  - every header names its guard after itself;
 *  - every fuzz target stands in the table of fuzz/README.md and has a corpus.
 * Prints one line a fault, and exits with 1 when there is any. */
#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_LINE = 160, TAB = 8 };

static unsigned faults, files;

static const struct {
	const char *folder;
	int rank;
} LAYERS[] = {
	{ "base", 0 },
	{ "io", 1 },
	{ "geo", 1 },
	{ "link", 2 },
	{ "coverage", 2 },
	{ "town", 2 },
	{ "store", 3 },
	{ "govern", 4 },
	{ "sources", 5 },
	{ "register", 6 },
	{ "partnership", 7 },
	{ "exchange", 8 },
	{ "jobs", 9 },
	{ "http", 10 },
	{ "web", 11 },
	{ "cli", 12 },
};

static const char *const BANNED[] = { "sprintf", "vsprintf", "strcpy", "strcat", "strncpy", "strncat", "strtok", "gets", "gmtime",
	"localtime", "asctime", "ctime", "atoi", "atol", "atof", "alloca", "setlocale", "rand", "srand", "longjmp" };

/* The one door to the heap has its own file; generated tables and tests are not product code. */
static const char *const HEAP[] = { "malloc", "calloc", "realloc", "strdup", "strndup", "free" };

static const char *const SQL_WORDS[] = { "SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE ", "CREATE TABLE" };

static void fault(const char *path, unsigned line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void fault(const char *path, unsigned line, const char *format, ...)
{
	va_list args;

	faults++;
	printf("%s:%u: ", path, line);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static int rank_of(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof LAYERS / sizeof *LAYERS; i++)
		if (strlen(LAYERS[i].folder) == n && strncmp(LAYERS[i].folder, name, n) == 0)
			return LAYERS[i].rank;
	return -1;
}

/* The folder of src that a path lies in, and its length; NULL for others. */
static const char *folder_of(const char *path, size_t *ret_n)
{
	const char *src = strstr(path, "src/");

	if (!src || !strchr(src + 4, '/'))
		return NULL;
	*ret_n = strcspn(src + 4, "/");
	return src + 4;
}

static void check_include(const char *path, unsigned number, const char *line)
{
	size_t n, target_n;
	const char *folder = folder_of(path, &n), *target;
	char name[256];

	if (!folder || sscanf(line, " # include \"%255[^\"]\"", name) != 1)
		return;
	target = strcmp(name, "queries.h") == 0             ? "store/"
	         : strcmp(name, "evenhand/linkage.h") == 0  ? "link/"
	         : strcmp(name, "evenhand/coverage.h") == 0 ? "coverage/"
	         : strncmp(name, "evenhand/", 9) == 0       ? "base/"
	                                                    : name;
	if (!strchr(target, '/'))
		return;
	target_n = strcspn(target, "/");
	int from = rank_of(folder, n), to = rank_of(target, target_n);
	bool same = n == target_n && strncmp(folder, target, n) == 0;
	if (from < 0)
		fault(path, number, "src/%.*s is no layer that tools/lint knows", (int)n, folder);
	else if (to < 0)
		fault(path, number, "\"%s\" is in no layer", name);
	else if (!same && to >= from)
		fault(path, number, "src/%.*s must not include \"%s\": it lies to its right", (int)n, folder, name);
}

/* True when `word` is called in the line: alone, with a bracket behind it. */
static bool calls(const char *line, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = line; (p = strstr(p, word)); p += n) {
		bool alone = p == line || !(isalnum((unsigned char)p[-1]) || p[-1] == '_' || p[-1] == '.' || p[-1] == '>');
		if (alone && p[n] == '(')
			return true;
	}
	return false;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

static void check_code(const char *path, unsigned number, const char *line)
{
	size_t n;
	bool product = folder_of(path, &n) != NULL;

	check_include(path, number, line);
	for (size_t i = 0; i < sizeof BANNED / sizeof *BANNED; i++)
		if (calls(line, BANNED[i]))
			fault(path, number, "%s is banned here", BANNED[i]);
	for (size_t i = 0; product && !ends_with(path, "base/alloc.c") && i < sizeof HEAP / sizeof *HEAP; i++)
		if (calls(line, HEAP[i]))
			fault(path, number, "%s: allocate through base/alloc.h", HEAP[i]);
	for (size_t i = 0; product && !strstr(path, "src/store/") && i < sizeof SQL_WORDS / sizeof *SQL_WORDS; i++)
		if (strstr(line, SQL_WORDS[i]) && strchr(line, '"'))
			fault(path, number, "SQL stands in src/store/queries alone");
}

/* The guard of src/base/str.h ends in STR_H. */
static bool is_guard(const char *path, const char *line)
{
	const char *base = strrchr(path, '/');
	char want[128];
	size_t n = 0;

	for (base = base ? base + 1 : path; base[n] && n < sizeof want - 1; n++)
		want[n] = base[n] == '.' || base[n] == '-' ? '_' : (char)toupper((unsigned char)base[n]);
	want[n] = '\0';
	size_t length = strcspn(line, "\n");
	return strncmp(line, "#ifndef ", 8) == 0 && length > n && strncmp(line + length - n, want, n) == 0;
}

static unsigned width_of(const char *line)
{
	unsigned width = 0;

	for (; *line && *line != '\n'; line++)
		if (*line == '\t')
			width += TAB - width % TAB;
		else if (((unsigned char)*line & 0xc0) != 0x80)
			width++;
	return width;
}

static void check_file(const char *path)
{
	/* Spelt in parts, so that this file does not find itself. */
	static const char *const MACHINE[] = { "/"
		                               "work/",
		"/"
		"root/",
		"/"
		"home/",
		"."
		"library" };
	char *line = NULL;
	size_t cap = 0;
	unsigned number = 0;
	bool guarded = !ends_with(path, ".h");
	bool code = ends_with(path, ".c") || ends_with(path, ".h"), prose = ends_with(path, ".md");
	bool data = ends_with(path, ".inc") || strstr(path, "_model.c") || strstr(path, "words.c");
	FILE *in = fopen(path, "r");

	if (!in) {
		fault(path, 0, "cannot be read");
		return;
	}
	files++;
	while (getline(&line, &cap, in) > 0) {
		size_t n = strcspn(line, "\n");
		number++;
		guarded = guarded || is_guard(path, line);
		if (!data && n && (line[n - 1] == ' ' || line[n - 1] == '\t' || line[n - 1] == '\r') && !prose)
			fault(path, number, "ends in white space");
		if (code && !data && width_of(line) > LONGEST_LINE)
			fault(path, number, "longer than %d columns", LONGEST_LINE);
		if (code && !data)
			check_code(path, number, line);
		for (size_t i = 0; i < sizeof MACHINE / sizeof *MACHINE; i++)
			if (strstr(line, MACHINE[i]))
				fault(path, number, "names a path of one machine");
	}
	if (!guarded)
		fault(path, 1, "has no guard of its own name");
	free(line);
	fclose(in);
}

static bool wanted(const char *name)
{
	static const char *const ENDS[] = { ".c", ".h", ".inc", ".sql", ".ini", ".md" };

	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
		if (ends_with(name, ENDS[i]))
			return true;
	return false;
}

static void walk(const char *folder)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, alphasort);
	char path[4096];
	struct stat info;

	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		snprintf(path, sizeof path, "%s/%s", folder, name);
		if (name[0] != '.' && strcmp(name, "build") != 0 && lstat(path, &info) == 0) {
			if (S_ISDIR(info.st_mode))
				walk(path);
			else if (S_ISREG(info.st_mode) && wanted(name))
				check_file(path);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* Every fuzz target stands in the table of fuzz/README.md, and has inputs to begin with. */
static void check_fuzz_targets(const char *root)
{
	char path[4096], readme[32768] = "", name[256];
	struct dirent **entries;

	snprintf(path, sizeof path, "%s/fuzz/README.md", root);
	FILE *in = fopen(path, "r");
	if (in) {
		readme[fread(readme, 1, sizeof readme - 1, in)] = '\0';
		fclose(in);
	}
	snprintf(path, sizeof path, "%s/fuzz", root);
	int count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const char *file = entries[i]->d_name;
		struct stat info;
		if (strncmp(file, "fuzz_", 5) == 0 && ends_with(file, ".c")) {
			snprintf(name, sizeof name, "`%.*s`", (int)strcspn(file, "."), file);
			snprintf(path, sizeof path, "%s/fuzz/corpus/%.*s", root, (int)strcspn(file + 5, "."), file + 5);
			if (!strstr(readme, name))
				fault("fuzz/README.md", 0, "its table lacks %s", name);
			if (stat(path, &info) != 0)
				fault(path, 0, "is missing: give the target a few inputs to begin with");
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

static void check_readmes(const char *root)
{
	char path[4096];
	struct stat info;

	for (size_t i = 0; i < sizeof LAYERS / sizeof *LAYERS; i++) {
		snprintf(path, sizeof path, "%s/src/%s", root, LAYERS[i].folder);
		if (stat(path, &info) != 0)
			continue;
		snprintf(path, sizeof path, "%s/src/%s/README.md", root, LAYERS[i].folder);
		if (stat(path, &info) != 0)
			fault(path, 0, "is missing: say what the folder is for and what it may include");
	}
}

int main(int argc, char **argv)
{
	static const char *const FOLDERS[] = { "src", "include", "tools", "tests", "fuzz", "bench", "docs", "places" };
	const char *root = argc > 1 ? argv[1] : ".";
	char path[4096];

	for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++) {
		snprintf(path, sizeof path, "%s/%s", root, FOLDERS[i]);
		walk(path);
	}
	check_readmes(root);
	check_fuzz_targets(root);
	printf("lint: %u files, %u faults\n", files, faults);
	return faults ? 1 : 0;
}
