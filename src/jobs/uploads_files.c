/* uploads_files.c: the folders of uploads. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "uploads_private.h"

enum { LONGEST_NAME = 80 };

struct eh_str eh_upload_folder(struct eh_arena *arena, const char *store, struct eh_str folder)
{
	return eh_arena_printf(arena, "%s.uploads/%.*s", store, EH_FMT(folder));
}

/* Letters, digits, dots and dashes of a file's name, which becomes a batch's. */
static struct eh_str safe_name(struct eh_arena *arena, struct eh_str file)
{
	char name[LONGEST_NAME + 5];
	size_t n = 0;

	for (size_t i = 0; i < file.n && n < LONGEST_NAME; i++, n++) {
		bool inside = n && name[n - 1] != '.' && (file.p[i] == '.' || file.p[i] == '-');
		name[n] = eh_is_alnum(file.p[i]) || inside ? file.p[i] : '_';
	}
	bool csv = n > 4 && eh_str_eq_ascii_nocase((struct eh_str){ name + n - 4, 4 }, EH_STR(".csv"));
	return eh_arena_printf(arena, "%.*s%s", (int)n, name, csv ? "" : ".csv");
}

struct eh_str eh_upload_table_path(struct eh_arena *arena, struct eh_str folder, size_t sheet, struct eh_str file)
{
	return eh_arena_printf(arena, "%.*s/%zu/%.*s", EH_FMT(folder), sheet, EH_FMT(safe_name(arena, file)));
}

struct eh_str eh_upload_mapping_path(struct eh_arena *arena, struct eh_str folder, size_t sheet)
{
	return eh_arena_printf(arena, "%.*s/%zu/mapping.ini", EH_FMT(folder), sheet);
}

enum eh_rc eh_upload_write_file(const char *path, struct eh_str bytes, struct eh_error *err)
{
	FILE *out = fopen(path, "we");

	if (!out)
		return eh_fail_errno(err, "write", path);
	bool whole = fwrite(bytes.p, 1, bytes.n, out) == bytes.n;
	return fclose(out) == 0 && whole ? EH_OK : eh_fail_errno(err, "write", path);
}

/* Calls for each entry of a folder, then removes it. */
static void empty_folder(const char *folder, void (*remove_entry)(const char *path))
{
	DIR *dir = opendir(folder);
	char path[4096];

	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
			snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
			remove_entry(path);
		}
	if (dir)
		closedir(dir);
	rmdir(folder);
}

static void remove_file(const char *path) { unlink(path); }

static void remove_sheet(const char *path)
{
	if (unlink(path) != 0)
		empty_folder(path, remove_file);
}

void eh_upload_remove_files(const char *folder) { empty_folder(folder, remove_sheet); }

/* A guess that fails leaves it to the person: a heading in the first row, and nothing recognised. */
static enum eh_rc guess(const char *table, const char *mapping, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { 0 };
	const struct eh_source_options options = { .path = table };
	enum eh_rc rc = eh_spreadsheet_guess_mapping(&options, &text, err);

	if (rc == EH_INVALID) {
		eh_buf_reset(&text);
		rc = eh_buf_add(&text, EH_STR("[sheet]\nrows = organisations\nheader = 1\n"));
	}
	return rc < 0 ? rc : eh_upload_write_file(mapping, eh_buf_str(&text), err);
}

static enum eh_rc make_sheet(struct eh_db *db, struct eh_str folder, size_t number, const struct eh_upload_new *upload,
        struct eh_arena *arena, struct eh_error *err)
{
	struct eh_str path = eh_arena_printf(arena, "%.*s/%zu", EH_FMT(folder), number),
	              table = eh_upload_table_path(arena, folder, number, upload->file),
	              mapping = eh_upload_mapping_path(arena, folder, number);
	struct eh_mapping_sheet *recalled = eh_arena_alloc_zero(arena, 1, sizeof *recalled);
	int64_t at;

	EH_TRY(eh_arena_check(arena, EH_OK, err));
	if (mkdir(path.p, 0700) != 0)
		return eh_fail_errno(err, "make", path.p);
	EH_TRY(eh_upload_write_file(table.p, upload->sheets[number].csv, err));
	enum eh_rc rc = eh_upload_recall(db, upload->place_id, table.p, recalled, &at, err);
	if (rc == EH_OK)
		return eh_upload_write_mapping(mapping.p, recalled, err);
	return rc == EH_NOT_FOUND ? guess(table.p, mapping.p, err) : rc;
}

enum eh_rc eh_upload_make_files(
        struct eh_db *db, const char *store, struct eh_str folder, const struct eh_upload_new *upload, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_buf names EH_CLEANUP_BUF = { 0 };
	struct eh_str root = eh_arena_printf(&arena, "%s.uploads", store), path = eh_upload_folder(&arena, store, folder),
	              list = eh_arena_printf(&arena, "%.*s/sheets", EH_FMT(path));

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	if ((mkdir(root.p, 0700) != 0 && errno != EEXIST) || mkdir(path.p, 0700) != 0)
		return eh_fail_errno(err, "make", path.p);
	for (size_t i = 0; i < upload->sheet_count; i++) {
		EH_TRY(make_sheet(db, path, i, upload, &arena, err));
		EH_TRY(eh_buf_printf(&names, "%.*s\n", EH_FMT(upload->sheets[i].name)));
	}
	return eh_upload_write_file(list.p, eh_buf_str(&names), err);
}

enum eh_rc eh_upload_sheets(const struct eh_upload_kept *upload, struct eh_arena *arena, struct eh_str *ret_names,
        size_t *ret_count, struct eh_error *err)
{
	struct eh_str path = eh_arena_printf(arena, "%s/sheets", upload->folder), rest, line;
	size_t count = 0;

	EH_TRY(eh_arena_check(arena, EH_OK, err));
	FILE *in = fopen(path.p, "re");
	if (!in)
		return eh_fail_errno(err, "read", path.p);
	char *text = eh_arena_alloc(arena, 1 << 16);
	size_t n = text ? fread(text, 1, 1 << 16, in) : 0;
	fclose(in);
	if (!text)
		return eh_fail_memory(err);
	for (rest = (struct eh_str){ text, n }; count < EH_FLATTEN_MOST_SHEETS && rest.n && eh_str_split(&rest, '\n', &line);)
		ret_names[count++] = line;
	*ret_count = count;
	return EH_OK;
}
