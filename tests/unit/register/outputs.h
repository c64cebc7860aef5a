/* outputs.h: the program run on the example town, and everything it prints or writes taken to be searched. */
#ifndef EH_TEST_OUTPUTS_H
#define EH_TEST_OUTPUTS_H

#include "test.h"

#include <dirent.h>
#include <zip.h>

/* Where the program under test lies, and the town's recipe; tests run from the root of the tree. */
static inline const char *program(void)
{
	const char *path = getenv("EVENHAND");

	return path ? path : "build/check/evenhand";
}

static inline struct eh_buf slurp(FILE *in)
{
	struct eh_buf out = { 0 };
	char block[65536];
	size_t n;

	assert_non_null(in);
	while ((n = fread(block, 1, sizeof block, in)))
		assert_int_equal(eh_buf_add(&out, (struct eh_str){ block, n }), EH_OK);
	return out;
}

/* Runs the program on a store and returns what it printed; it must end well. */
static inline struct eh_buf run(const char *folder, const char *arguments)
{
	char command[2048];

	snprintf(command, sizeof command, "EVENHAND_CLOCK=2026-06-01 %s --db %s/store.db %s 2>&1", program(), folder, arguments);
	FILE *pipe = popen(command, "r");
	struct eh_buf out = slurp(pipe);
	int status = pclose(pipe);
	if (status != 0)
		fail_msg("%s: ended with %d: %.*s", command, status, EH_FMT(eh_buf_str(&out)));
	return out;
}

static inline void do_run(const char *folder, const char *arguments)
{
	struct eh_buf out EH_CLEANUP_BUF = run(folder, arguments);
}

static const char *const OUTPUTS[] = {
	"organisations --json",
	"organisations --csv",
	"organisations",
	"organisations --place example-town --json",
	"organisations --place example-town --as-of 2026-05-02 --json",
	"search --count 100 --status all --json",
	"search --count 100 --status all",
	"search refuge abuse --json",
	"overlaps --place example-town --json",
	"overlaps --place example-town --csv",
	"overlaps --place example-town",
	"overlaps --place example-town --published --json",
	"gaps --place example-town --json",
	"gaps --place example-town --csv",
	"gaps --place example-town --all",
	"completeness --place example-town --json",
	"completeness --place example-town --csv",
	"completeness --place example-town",
	"status",
	"batches",
};

enum { OUTPUT_COUNT = sizeof OUTPUTS / sizeof *OUTPUTS };

static inline bool holds(const struct eh_buf *out, const char *text)
{
	return eh_str_find_ascii_nocase(eh_buf_str(out), eh_str_of(text)) >= 0;
}

/* Every file of a folder in order of names, its name before it; workbooks by what is packed in them. */
static inline int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static inline void add_unpacked(struct eh_buf *out, const char *path)
{
	int error = 0;
	zip_t *zip = zip_open(path, ZIP_RDONLY, &error);

	assert_non_null(zip);
	for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); i++) {
		char block[65536];
		zip_int64_t n;
		zip_file_t *file = zip_fopen_index(zip, (zip_uint64_t)i, 0);
		assert_non_null(file);
		while ((n = zip_fread(file, block, sizeof block)) > 0)
			eh_buf_add(out, (struct eh_str){ block, (size_t)n });
		zip_fclose(file);
	}
	zip_discard(zip);
}

static inline void add_folder(struct eh_buf *out, const char *folder)
{
	char *names[256], path[1024];
	size_t count = 0;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	assert_non_null(dir);
	while ((entry = readdir(dir)) && count < 256)
		if (entry->d_name[0] != '.')
			names[count++] = eh_strndup(entry->d_name, strlen(entry->d_name));
	closedir(dir);
	qsort(names, count, sizeof *names, by_name);
	for (size_t i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		eh_buf_printf(out, "== %s\n", names[i]);
		FILE *in = fopen(path, "rb");
		DIR *inner = opendir(path);
		if (inner) {
			closedir(inner);
			add_folder(out, path);
		} else if (eh_str_ends(eh_str_of(names[i]), EH_STR(".xlsx"))) {
			add_unpacked(out, path);
		} else {
			struct eh_buf text EH_CLEANUP_BUF = slurp(in);
			eh_buf_add(out, eh_buf_str(&text));
		}
		fclose(in);
		eh_free(names[i]);
	}
}

/* What a place could publish, all of it, and the draft that names pairs. */
static inline struct eh_buf report(const char *folder, const char *options)
{
	struct eh_buf out = { 0 };
	char arguments[256], path[128];

	snprintf(path, sizeof path, "%s/report", folder);
	snprintf(arguments, sizeof arguments, "report --place example-town --out %s %s", path, options);
	do_run(folder, arguments);
	add_folder(&out, path);
	test_remove(path);
	return out;
}

#endif
