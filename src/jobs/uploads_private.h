/* uploads_private.h: what keeping uploads is made of. */
#ifndef EH_JOBS_UPLOADS_PRIVATE_H
#define EH_JOBS_UPLOADS_PRIVATE_H

#include "uploads.h"

/* Paths: the upload's folder; a sheet's table and mapping in it. In `arena`, p NULL without memory. */
struct eh_str eh_upload_folder(struct eh_arena *arena, const char *store, struct eh_str folder);
struct eh_str eh_upload_table_path(struct eh_arena *arena, struct eh_str folder, size_t sheet, struct eh_str file);
struct eh_str eh_upload_mapping_path(struct eh_arena *arena, struct eh_str folder, size_t sheet);

/* Makes the folder with all sheets of the upload and guesses their columns. */
enum eh_rc eh_upload_make_files(
        struct eh_db *db, const char *store, struct eh_str folder, const struct eh_upload_new *upload, struct eh_error *err);
void eh_upload_remove_files(const char *folder);
enum eh_rc eh_upload_write_file(const char *path, struct eh_str bytes, struct eh_error *err);

/* Takes the columns of a table for what they were last put right to be, when a row among its first has known headings. EH_NOT_FOUND: none has. */
enum eh_rc eh_upload_recall(struct eh_db *db, struct eh_str place_id, const char *table, struct eh_mapping_sheet *sheet,
        int64_t *ret_at, struct eh_error *err);
enum eh_rc eh_upload_write_mapping(const char *path, const struct eh_mapping_sheet *sheet, struct eh_error *err);

enum eh_rc eh_upload_audit(struct eh_db *db, int64_t now, const struct eh_actor *by, const char *verb, struct eh_str place,
        struct eh_str file, struct eh_error *err);

#endif
