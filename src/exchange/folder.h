/* folder.h: a folder of files that appears all at once.
 *
 * Files are written into a temporary folder beside the one asked for, which takes its place when everything is there: a reader sees
 * the old folder or the new one, never half of one. A folder is replaced only when it is empty, or when its manifest lists every file in
 * it, so that nothing that somebody else put there is lost. */
#ifndef EH_EXCHANGE_FOLDER_H
#define EH_EXCHANGE_FOLDER_H

#include "base/base.h"

struct eh_folder_file {
	struct eh_str name; /* "wards/E05015185.html" */
	uint64_t bytes;
	char sha256[65];
};

struct eh_folder {
	const char *path, *temporary; /* temporary NULL: nothing to take away */
	EH_VEC(struct eh_folder_file) files;
	struct eh_arena arena;
};

/* The member of a manifest that says what wrote it. */
#define EH_FOLDER_FORMAT "evenhand report 1"
#define EH_FOLDER_MANIFEST "manifest.json"

/* Begins a folder that will stand at `path`. EH_CONFLICT: something stands there that no report wrote; EH_IO. */
enum eh_rc eh_folder_open(const char *path, struct eh_folder *ret_folder, struct eh_error *err);

/* Writes one file; folders above it are made. */
enum eh_rc eh_folder_put(struct eh_folder *folder, const char *name, struct eh_str contents, struct eh_error *err);

/* For a file that somebody else writes: where to write it (in the folder's arena; {NULL,0} without memory), and that it is written. */
struct eh_str eh_folder_where(const struct eh_folder *folder, const char *name, struct eh_arena *arena);
enum eh_rc eh_folder_take(struct eh_folder *folder, const char *name, struct eh_error *err);

/* Puts the folder in its place. */
enum eh_rc eh_folder_commit(struct eh_folder *folder, struct eh_error *err);

/* Takes away what writers of the folder at `path` left beside it when they were killed. Only where nobody else can be writing it now. */
void eh_folder_sweep(const char *path);

/* Takes the temporary folder away when it was not committed, and gives the memory back. */
void eh_folder_finish(struct eh_folder *folder);
#define EH_CLEANUP_FOLDER __attribute__((cleanup(eh_folder_finish)))

#endif
