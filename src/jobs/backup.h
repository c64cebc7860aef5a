/* backup.h: a copy of the store while it is written to, going back to one, and looking whether a store is whole.
 *
 * A backup is one SQLite file, FILE, of mode 0600, and FILE.b2sum, which `b2sum -c` reads. It holds neither the installation's key
 * (FILE.key) nor uploads. It does hold people's names and addresses: keep it as you keep the store.
 *
 * Who was erased is also noted beside the store, in STORE.erased: a first line "evenhand erasures 1", then lines
 * "person NUMBER ADDED-AT", ADDED-AT being when the person was added (UTC microseconds), so that a number given out anew after a restore
 * stands for somebody else. It names nobody. Restoring replays it, and what the store that is replaced knows. */
#ifndef EH_JOBS_BACKUP_H
#define EH_JOBS_BACKUP_H

#include "store/db.h"

typedef enum eh_rc eh_backup_progress(void *context, uint64_t done, uint64_t size);

struct eh_backup_report {
	int64_t bytes, audit_rows, erased_again;
	int schema;
	bool had_sum; /* a .b2sum stood beside it, and fits */
};

/* Copies the store at `store` to `file` as it stands at one moment; writers go on meanwhile. Written under another name, checked, flushed to disk,
 * then renamed: `file` is the old backup or the new one, never half. `progress` may be NULL. */
enum eh_rc eh_backup_make(const char *store, const char *file, eh_backup_progress *progress, void *context,
        struct eh_backup_report *ret_report, struct eh_error *err);

/* Checks `file` and makes the store at `to` hold it; killed at any moment, `to` is what it was or the backup. Erasures noted at `to` are made again.
 * EH_CONFLICT: there is something at `to` and `force` is not set. A store that is being served may be replaced: readers see the old
 * or the new. */
enum eh_rc eh_backup_restore(
        const char *file, const char *to, bool force, int64_t now, struct eh_backup_report *ret_report, struct eh_error *err);

/* SQLite's own check, foreign keys, orphans, the audit chain, the schema, and the checksum beside the file when there is one. Changes nothing,
 * also where the schema is older. EH_INVALID names the first fault. */
enum eh_rc eh_backup_verify(const char *file, struct eh_backup_report *ret_report, struct eh_error *err);

/* Adds everybody whom the store has erased to the note beside it. Call after the transaction that erased; workers and backups do it too. */
enum eh_rc eh_erasure_note(struct eh_db *db, const char *store, struct eh_error *err);
/* Erases again whom the note at `path` names, in the caller's transaction. A note that is not there is empty. */
enum eh_rc eh_erasure_replay(struct eh_db *db, int64_t now, const char *path, int64_t *ret_count, struct eh_error *err);
/* The same from the text of a note. */
enum eh_rc eh_erasure_apply(struct eh_db *db, int64_t now, struct eh_str note, int64_t *ret_count, struct eh_error *err);

#endif
