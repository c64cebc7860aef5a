/* backup.h: a copy of a store while others write to it, and putting one back.
 *
 * Copies are made page by page in one transaction's view (SQLite's online backup), checked, brought to the disk and only then given their
 * name: a copy is whole or not there. */
#ifndef EH_STORE_BACKUP_H
#define EH_STORE_BACKUP_H

#include "db.h"

/* Copies the store at `from` to `to`. `replace`: a file that stands there is replaced, else EH_CONFLICT. EH_NOT_FOUND: no store at `from`;
 * EH_INVALID: it is damaged, or none of Evenhand's; EH_IO. `progress` (may be NULL) is told pages; another result than EH_OK stops and
 * leaves nothing. */
struct eh_backup {
	const char *from, *to;
	bool replace;
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *context;
	/* Called on the copy before it gets its name; may be NULL. A failure stops and leaves nothing. */
	enum eh_rc (*prepare)(void *context, struct eh_db *copy, struct eh_error *err);
};
enum eh_rc eh_backup_run(const struct eh_backup *backup, struct eh_error *err);

#endif
