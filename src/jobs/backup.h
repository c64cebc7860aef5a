/* backup.h: a copy of the store while it is written to, going back to one, and looking whether a store is whole.
 *
 * A backup is one SQLite file, FILE, of mode 0600, and FILE.b2sum, which `b2sum -c` reads. It holds neither the installation's key
 * (FILE.key) nor uploads. It does hold people's names and addresses: keep it as you keep the store.
 *
 * Who was erased and what is hidden is also noted, so that no restore brings it back: beside the store in STORE.erased, and beside each backup in
 * FILE.erased, which workers renew in the folder of their backups. A first line "evenhand erasures 1"; lines "person NUMBER ADDED-AT",
 * ADDED-AT being when the person was added (UTC microseconds), so that a number given out anew after a restore stands for somebody else; lines
 * "hidden ORG-ID PART WORD" (hiding.h). It names nobody. Restoring replays every note that it finds, and what the store that is replaced
 * knows. */
#ifndef EH_JOBS_BACKUP_H
#define EH_JOBS_BACKUP_H

#include "store/db.h"

typedef enum eh_rc eh_backup_progress(void *context, uint64_t done, uint64_t size);

struct eh_backup_report {
	int64_t bytes, audit_rows, erased_again, hidden_again;
	int64_t noted_at; /* restoring: the newest note that was replayed (UTC microseconds); 0 none */
	int schema;
	bool had_sum; /* a .b2sum stood beside it, and fits */
};

/* Copies the store at `store` to `file` as it stands at one moment; writers go on meanwhile. Written under another name, checked, flushed to disk,
 * then renamed: `file` is the old backup or the new one, never half. `progress` may be NULL. */
enum eh_rc eh_backup_make(const char *store, const char *file, eh_backup_progress *progress, void *context,
        struct eh_backup_report *ret_report, struct eh_error *err);

struct eh_restore {
	const char *file, *to;
	const char *note; /* one more to replay; NULL: those beside `to` and `file` */
	bool force;       /* in place of what is at `to` */
	bool no_note;     /* also where there is none */
};
/* Checks the backup and makes the store at `to` hold it; killed at any moment, `to` is what it was or the backup. What is noted is made again: people
 * erased, entries hidden. EH_CONFLICT: there is something at `to`, or no note of erasures anywhere (the message says what to do);
 * EH_INVALID: the backup or a note is damaged. A store that is being served may be replaced: readers see the old or the new. */
enum eh_rc eh_backup_restore(
        const struct eh_restore *restore, int64_t now, struct eh_backup_report *ret_report, struct eh_error *err);

/* SQLite's own check, foreign keys, orphans, the audit chain, the schema, and the checksum beside the file when there is one. Changes nothing,
 * also where the schema is older. EH_INVALID names the first fault. */
enum eh_rc eh_backup_verify(const char *file, struct eh_backup_report *ret_report, struct eh_error *err);

/* Adds everybody whom the store has erased to the note beside it, and says what is hidden now; the notes in the folder `backups` (NULL: none) become the
 * same. Call after the transaction that erased; workers and backups do it too. *ret_erased (may be NULL): how many people the store has erased. */
enum eh_rc eh_erasure_note(struct eh_db *db, const char *store, const char *backups, int64_t *ret_erased, struct eh_error *err);
/* Copies the note beside a store to where a backup of it has its own. */
enum eh_rc eh_erasure_note_beside(const char *store, const char *file, struct eh_error *err);

struct eh_erasures {
	int64_t erased, hidden; /* again */
};
/* Erases again whom a note names, and hides what it says, in the caller's transaction. EH_INVALID: it is no note. */
enum eh_rc eh_erasure_apply(
        struct eh_db *db, int64_t now, struct eh_str note, struct eh_erasures *ret_done, struct eh_error *err);
/* The same from a file, adding to *done. EH_NOT_FOUND: there is none. */
enum eh_rc eh_erasure_replay(struct eh_db *db, int64_t now, const char *path, struct eh_erasures *done, struct eh_error *err);

#endif
