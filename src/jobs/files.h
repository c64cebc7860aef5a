/* files.h: what backups and notes share: flushing to disk, checksums. */
#ifndef EH_JOBS_FILES_H
#define EH_JOBS_FILES_H

#include "base/base.h"

enum { EH_SUM_HEX = 129 };

/* BLAKE2b-512 as b2sum prints it. */
enum eh_rc eh_file_sum(const char *path, char ret_hex[EH_SUM_HEX], int64_t *ret_bytes, struct eh_error *err);
/* Flushes a file; then the folder that names it. */
enum eh_rc eh_file_flush(const char *path, struct eh_error *err);
enum eh_rc eh_file_flush_folder(const char *path, struct eh_error *err);
/* Writes a small file whole, mode 0600, under another name first. */
enum eh_rc eh_file_put(const char *path, struct eh_str text, struct eh_error *err);
/* Reads a small file; EH_NOT_FOUND: none. EH_TOO_LARGE: over out->max. */
enum eh_rc eh_file_get(const char *path, struct eh_buf *out, struct eh_error *err);
/* Makes an empty file beside `path` with a name of its own, mode 0600. In the arena. */
enum eh_rc eh_file_beside(const char *path, struct eh_arena *arena, struct eh_str *ret_path, struct eh_error *err);

#endif
