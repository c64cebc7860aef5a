#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/json.h"

#define PARTIAL ".partial-"

enum { MOST_MANIFEST = 64 << 20 };

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *place)
{
	(void)stat, (void)kind, (void)place;
	return remove(path);
}

static void remove_tree(const char *path) { (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS); }

static enum eh_rc read_file(const char *path, struct eh_buf *out, struct eh_error *err)
{
	FILE *file = fopen(path, "rbe");
	size_t n = 1;

	if (!file)
		return eh_fail_errno(err, "read", path);
	while (n) {
		if (eh_buf_reserve(out, 65536) < 0) {
			fclose(file);
			return eh_fail_memory(err);
		}
		n = fread(out->p + out->n, 1, 65536, file);
		out->n += n;
	}
	bool bad = ferror(file);
	fclose(file);
	return bad ? eh_fail_errno(err, "read", path) : EH_OK;
}

static enum eh_rc not_ours(const char *path, const char *why, struct eh_error *err)
{
	return eh_fail(
	        err, EH_CONFLICT, "%s %s, so it is left alone; name another folder with --out, or move it away", path, why);
}

/* Every file below `path` must be one that the manifest lists. `prefix` is the path within the folder: "" or "wards/". */
static enum eh_rc check_files(
        const char *path, const char *prefix, const struct eh_map *listed, struct eh_arena *arena, struct eh_error *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	enum eh_rc rc = EH_OK;

	if (!dir)
		return eh_fail_errno(err, "read", path);
	while (rc == EH_OK && (entry = readdir(dir))) {
		struct stat stat;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		struct eh_str whole = eh_arena_printf(arena, "%s/%s", path, entry->d_name);
		struct eh_str name = eh_arena_printf(arena, "%s%s", prefix, entry->d_name);
		struct eh_str below = eh_arena_printf(arena, "%.*s/", EH_FMT(name));
		if (!whole.p || !name.p || !below.p)
			rc = eh_fail_memory(err);
		else if (lstat(whole.p, &stat) != 0)
			rc = eh_fail_errno(err, "read", whole.p);
		else if (S_ISDIR(stat.st_mode))
			rc = check_files(whole.p, below.p, listed, arena, err);
		else if (!eh_map_get(listed, name))
			rc = eh_fail(err, EH_CONFLICT,
			        "%s is no file of the report that stands there, so nothing is replaced; move it away, or name "
			        "another folder with --out",
			        whole.p);
	}
	closedir(dir);
	return rc;
}

/* Reads the manifest of a report that stands there and sees that it lists every file. */
static enum eh_rc check_report(const char *path, struct eh_arena *arena, struct eh_error *err)
{
	struct eh_buf text EH_CLEANUP_BUF = { .max = MOST_MANIFEST };
	struct eh_map listed EH_CLEANUP_MAP = { 0 };
	struct eh_json_value manifest;
	struct eh_str name = eh_arena_printf(arena, "%s/" EH_FOLDER_MANIFEST, path);

	if (!name.p)
		return eh_fail_memory(err);
	if (access(name.p, F_OK) != 0)
		return not_ours(path, "is no report", err);
	EH_TRY(read_file(name.p, &text, err));
	enum eh_rc parsed = eh_json_parse(eh_buf_str(&text), arena, &manifest, NULL);
	if (parsed == EH_NO_MEMORY)
		return eh_fail_memory(err);
	if (parsed != EH_OK || !eh_str_eq(eh_json_get_str(&manifest, "format"), EH_STR(EH_FOLDER_FORMAT)))
		return not_ours(path, "holds a manifest that no report wrote", err);
	const struct eh_json_value *files = eh_json_get(&manifest, "files");
	enum eh_rc rc = eh_map_put(&listed, EH_STR(EH_FOLDER_MANIFEST), 1, NULL, NULL);
	for (size_t i = 0; rc == EH_OK && files && files->kind == EH_JSON_ARRAY && i < files->count; i++)
		rc = eh_map_put(&listed, eh_json_get_str(&files->items[i], "path"), 1, NULL, NULL);
	return rc < 0 ? eh_fail_memory(err) : check_files(path, "", &listed, arena, err);
}

static bool is_empty(const char *path)
{
	DIR *dir = opendir(path);
	size_t entries = 0;

	while (dir && readdir(dir))
		entries++;
	if (dir)
		closedir(dir);
	return dir && entries <= 2;
}

/* What stands at `path` may be replaced. */
static enum eh_rc check_replaceable(const char *path, struct eh_arena *arena, struct eh_error *err)
{
	struct stat stat;

	if (lstat(path, &stat) != 0)
		return errno == ENOENT ? EH_OK : eh_fail_errno(err, "look at", path);
	if (!S_ISDIR(stat.st_mode))
		return not_ours(path, "is no folder", err);
	return is_empty(path) ? EH_OK : check_report(path, arena, err);
}

enum eh_rc eh_folder_open(const char *path, struct eh_folder *ret_folder, struct eh_error *err)
{
	struct eh_folder folder = { 0 };
	struct eh_str name = eh_str_of(path);

	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	if (!name.n)
		return eh_fail(err, EH_USAGE, "which folder? --out DIR");
	struct eh_str kept = eh_arena_str(&folder.arena, name);
	struct eh_str temporary = eh_arena_printf(&folder.arena, "%.*s" PARTIAL "XXXXXX", EH_FMT(name));
	enum eh_rc rc = kept.p && temporary.p ? check_replaceable(kept.p, &folder.arena, err) : eh_fail_memory(err);
	if (rc == EH_OK && !mkdtemp((char *)temporary.p))
		rc = eh_fail_errno(err, "make a folder for", kept.p);
	if (rc != EH_OK) {
		eh_arena_finish(&folder.arena);
		return rc;
	}
	(void)chmod(temporary.p, 0755);
	folder.path = kept.p;
	folder.temporary = temporary.p;
	*ret_folder = folder;
	return EH_OK;
}

void eh_folder_sweep(const char *path)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str pattern = eh_arena_printf(&arena, "%s" PARTIAL "*", path);
	glob_t found = { 0 };

	if (pattern.p && glob(pattern.p, GLOB_NOSORT | GLOB_NOESCAPE, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			remove_tree(found.gl_pathv[i]);
	globfree(&found);
}

struct eh_str eh_folder_where(const struct eh_folder *folder, const char *name, struct eh_arena *arena)
{
	return eh_arena_printf(arena, "%s/%s", folder->temporary, name);
}

/* Makes the folder that a file of this name lies in; one level is all there is. */
static enum eh_rc make_above(struct eh_folder *folder, const char *name, struct eh_error *err)
{
	const char *slash = strchr(name, '/');

	if (!slash)
		return EH_OK;
	struct eh_str above = eh_arena_printf(&folder->arena, "%s/%.*s", folder->temporary, (int)(slash - name), name);
	if (!above.p)
		return eh_fail_memory(err);
	return mkdir(above.p, 0755) == 0 || errno == EEXIST ? EH_OK : eh_fail_errno(err, "make", above.p);
}

static enum eh_rc list(struct eh_folder *folder, const char *name, struct eh_str contents, struct eh_error *err)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	struct eh_folder_file file = { .name = eh_arena_str(&folder->arena, eh_str_of(name)), .bytes = contents.n };

	crypto_hash_sha256(digest, (const unsigned char *)contents.p, contents.n);
	sodium_bin2hex(file.sha256, sizeof file.sha256, digest, sizeof digest);
	return file.name.p && eh_vec_push(&folder->files, file) ? EH_OK : eh_fail_memory(err);
}

enum eh_rc eh_folder_put(struct eh_folder *folder, const char *name, struct eh_str contents, struct eh_error *err)
{
	struct eh_str path = eh_folder_where(folder, name, &folder->arena);

	if (!path.p)
		return eh_fail_memory(err);
	EH_TRY(make_above(folder, name, err));
	FILE *file = fopen(path.p, "wbe");
	if (!file)
		return eh_fail_errno(err, "write", path.p);
	bool good = fwrite(contents.p ? contents.p : "", 1, contents.n, file) == contents.n && fflush(file) == 0 &&
	            fsync(fileno(file)) == 0;
	if (fclose(file) != 0 || !good)
		return eh_fail_errno(err, "write", path.p);
	return list(folder, name, contents, err);
}

enum eh_rc eh_folder_take(struct eh_folder *folder, const char *name, struct eh_error *err)
{
	struct eh_buf contents EH_CLEANUP_BUF = { 0 };
	struct eh_str path = eh_folder_where(folder, name, &folder->arena);

	if (!path.p)
		return eh_fail_memory(err);
	EH_TRY(read_file(path.p, &contents, err));
	return list(folder, name, eh_buf_str(&contents), err);
}

/* Swaps the two folders where the file system can, so that there is no moment without a report; else moves one after the other. */
static enum eh_rc swap(struct eh_folder *folder, struct eh_error *err)
{
	if (renameat2(AT_FDCWD, folder->temporary, AT_FDCWD, folder->path, RENAME_EXCHANGE) == 0) {
		remove_tree(folder->temporary);
		return EH_OK;
	}
	struct eh_str old = eh_arena_printf(&folder->arena, "%s.old", folder->temporary);
	if (!old.p)
		return eh_fail_memory(err);
	if (rename(folder->path, old.p) != 0)
		return eh_fail_errno(err, "replace", folder->path);
	if (rename(folder->temporary, folder->path) != 0) {
		enum eh_rc rc = eh_fail_errno(err, "replace", folder->path);
		(void)rename(old.p, folder->path);
		return rc;
	}
	remove_tree(old.p);
	return EH_OK;
}

enum eh_rc eh_folder_commit(struct eh_folder *folder, struct eh_error *err)
{
	EH_TRY(check_replaceable(folder->path, &folder->arena, err));
	/* Takes the place of nothing and of an empty folder; of a report it does not. */
	if (rename(folder->temporary, folder->path) != 0) {
		if (errno != ENOTEMPTY && errno != EEXIST)
			return eh_fail_errno(err, "write", folder->path);
		EH_TRY(swap(folder, err));
	}
	folder->temporary = NULL;
	return EH_OK;
}

void eh_folder_finish(struct eh_folder *folder)
{
	if (folder->temporary)
		remove_tree(folder->temporary);
	eh_vec_finish(&folder->files);
	eh_arena_finish(&folder->arena);
	*folder = (struct eh_folder){ 0 };
}
