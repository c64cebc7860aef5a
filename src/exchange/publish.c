#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "queries.h"
#include "report.h"
#include "withhold.h"

enum { LONGEST_MANIFEST = 8 << 20, LONGEST_FILE = 256 << 20 };

struct eh_str eh_publish_root(struct eh_arena *arena, const char *store) { return eh_arena_printf(arena, "%s.reports", store); }

static enum eh_rc make_folder(const char *path, struct eh_error *err)
{
	return mkdir(path, 0755) == 0 || errno == EEXIST ? EH_OK : eh_fail_errno(err, "make the folder", path);
}

enum eh_rc eh_publish_draft(struct eh_db *db, const struct eh_publish_draft *draft, uint64_t *ret_files, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str place = eh_arena_printf(&arena, "%s/%.*s", draft->root, EH_FMT(draft->place_id));
	struct eh_str folder = eh_arena_printf(&arena, "%.*s/draft", EH_FMT(place));
	struct eh_report_summary summary = { 0 };

	EH_TRY(eh_arena_check(&arena, EH_OK, err));
	EH_TRY(make_folder(draft->root, err));
	EH_TRY(make_folder(place.p, err));
	eh_folder_sweep(folder.p);
	const struct eh_report_options options = { .folder = folder.p,
		.as_of = EH_NO_DATE,
		.threads = draft->threads,
		.progress = draft->progress,
		.progress_context = draft->progress_context };
	EH_TRY(eh_report_write(db, draft->council, &options, &summary, err));
	eh_buf_finish(&summary.words);
	*ret_files = summary.files;
	return EH_OK;
}

static struct eh_str manifest_of(struct eh_arena *arena, const char *root, struct eh_str place_id)
{
	return eh_arena_printf(arena, "%s/%.*s/draft/" EH_FOLDER_MANIFEST, root, EH_FMT(place_id));
}

enum eh_rc eh_publish_draft_time(const char *root, struct eh_str place_id, int64_t *ret_time, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str path = manifest_of(&arena, root, place_id);
	struct stat info;

	if (!path.p)
		return eh_fail_memory(err);
	if (stat(path.p, &info) != 0)
		return errno == ENOENT ? eh_fail(err, EH_NOT_FOUND, "There is no draft of the report.")
		                       : eh_fail_errno(err, "read", path.p);
	*ret_time = (int64_t)info.st_mtim.tv_sec * 1000000 + info.st_mtim.tv_nsec / 1000;
	return EH_OK;
}

static enum eh_rc read_whole(const char *path, size_t most, struct eh_buf *out, struct eh_error *err)
{
	char block[1 << 14];
	enum eh_rc rc = EH_OK;
	FILE *in = fopen(path, "rbe");
	size_t n;

	if (!in)
		return errno == ENOENT ? eh_fail(err, EH_NOT_FOUND, "There is no draft of the report.")
		                       : eh_fail_errno(err, "read", path);
	while (rc >= 0 && (n = fread(block, 1, sizeof block, in)) > 0)
		rc = out->n + n > most ? eh_fail(err, EH_TOO_LARGE, "%s is over %zu MB", path, most >> 20)
		                       : eh_buf_add(out, (struct eh_str){ block, n });
	if (rc >= 0 && ferror(in))
		rc = eh_fail_errno(err, "read", path);
	fclose(in);
	return rc;
}

static enum eh_rc enacts(
        void *context, struct eh_db *db, const struct eh_motion_subject *subject, struct eh_buf *text, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str path = manifest_of(&arena, context, subject->place_id);

	(void)db;
	return path.p ? read_whole(path.p, LONGEST_MANIFEST, text, err) : eh_fail_memory(err);
}

static enum eh_rc read_out(struct eh_db *db, const char *root, struct eh_str place_id, struct eh_str which, struct eh_str name,
        struct eh_buf *out, size_t *ret_taken, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_str path;

	EH_TRY(eh_publish_file(root, place_id, which, name, &arena, &path, err));
	EH_TRY(read_whole(path.p, LONGEST_FILE, out, err));
	return eh_withhold(db, name, out, ret_taken, err);
}

enum eh_rc eh_publish_read(struct eh_db *db, const char *root, struct eh_str place_id, struct eh_str which, struct eh_str name,
        struct eh_buf *out, struct eh_error *err)
{
	struct eh_buf list EH_CLEANUP_BUF = { 0 };
	size_t taken = 0;

	if (eh_str_eq(name, EH_STR("workbook.xlsx")))
		EH_TRY(read_out(db, root, place_id, which, EH_STR("tables/organisations.csv"), &list, &taken, err));
	if (taken)
		return eh_fail(err, EH_REFUSED,
		        "This workbook is not handed out any more: something that it tells has been hidden since. Its tables "
		        "stand beside it as CSV, without what was hidden.");
	return read_out(db, root, place_id, which, name, out, &taken, err);
}

/* A second name for every file: the published folder keeps the bytes whatever becomes of the draft, which is only ever replaced. */
static enum eh_rc link_all(const char *from, const char *to, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	enum eh_rc rc = make_folder(to, err);
	DIR *folder = rc < 0 ? NULL : opendir(from);

	if (!folder)
		return rc < 0 ? rc : eh_fail_errno(err, "read the folder", from);
	for (struct dirent *entry; rc >= 0 && (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		struct eh_str old = eh_arena_printf(&arena, "%s/%s", from, entry->d_name),
		              new = eh_arena_printf(&arena, "%s/%s", to, entry->d_name);
		if (!old.p || !new.p)
			rc = eh_fail_memory(err);
		else if (entry->d_type == DT_DIR)
			rc = link_all(old.p, new.p, err);
		else if (unlink(new.p), link(old.p, new.p) != 0)
			rc = eh_fail_errno(err, "publish", old.p);
	}
	closedir(folder);
	return rc;
}

/* The folder first, then the row: a folder without a row is nobody's, and the next report of that number takes its place. */
static enum eh_rc effect(void *context, struct eh_db *db, int64_t now, const struct eh_motion *motion, struct eh_error *err)
{
	struct eh_arena arena EH_CLEANUP_ARENA = { 0 };
	struct eh_q_published_next next;

	EH_TRY(eh_q_published_next(db, motion->subject.place_id, &arena, &next, err));
	struct eh_str from = eh_arena_printf(&arena, "%s/%.*s/draft", (const char *)context, EH_FMT(motion->subject.place_id));
	struct eh_str to = eh_arena_printf(
	        &arena, "%s/%.*s/%lld", (const char *)context, EH_FMT(motion->subject.place_id), (long long)next.number);
	if (!from.p || !to.p)
		return eh_fail_memory(err);
	EH_TRY(link_all(from.p, to.p, err));
	return eh_q_published_add(db, motion->subject.place_id, next.number, motion->motion_id, eh_str_of(motion->digest),
	        motion->statement.p ? motion->statement : EH_STR(""), now, err);
}

struct eh_motion_act eh_publish_act(const char *root)
{
	return (struct eh_motion_act){ "publish_report", (void *)(uintptr_t)root, enacts, effect };
}

/* Letters, digits, dots, dashes and one folder: nothing that climbs. */
static bool is_name(struct eh_str name)
{
	size_t slashes = 0;

	for (size_t i = 0; i < name.n; i++) {
		slashes += name.p[i] == '/';
		if (!eh_is_alnum(name.p[i]) && !strchr("._-/", name.p[i]))
			return false;
		if (name.p[i] == '.' && (i == 0 || name.p[i - 1] == '/' || name.p[i - 1] == '.'))
			return false;
	}
	return name.n && name.n < 128 && slashes <= 1 && name.p[0] != '/';
}

enum eh_rc eh_publish_file(const char *root, struct eh_str place_id, struct eh_str which, struct eh_str name,
        struct eh_arena *arena, struct eh_str *ret_path, struct eh_error *err)
{
	struct eh_str path = eh_arena_printf(arena, "%s/%.*s/%.*s/%.*s", root, EH_FMT(place_id), EH_FMT(which), EH_FMT(name));
	struct stat info;

	if (!path.p)
		return eh_fail_memory(err);
	if (!is_name(which) || !is_name(name) || eh_str_find(which, EH_STR("/")) >= 0 || stat(path.p, &info) != 0 ||
	        !S_ISREG(info.st_mode))
		return eh_fail(err, EH_NOT_FOUND, "The report has no such file.");
	*ret_path = path;
	return EH_OK;
}
