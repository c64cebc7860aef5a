/* publish.h: reports of a place on their way to the public: one draft, and those that two keys published.
 *
 * The files lie in ROOT/PLACE/draft and ROOT/PLACE/NUMBER, ROOT being a folder beside the store. A draft is made anew at will; whatever keys
 * were turned for the old one are void then (eh_motion_recheck). What a motion to publish enacts is the draft's manifest, which holds the
 * SHA-256 of every file in it. */
#ifndef EH_EXCHANGE_PUBLISH_H
#define EH_EXCHANGE_PUBLISH_H

#include "govern/motion.h"

/* "STORE.reports" for the store at `store`. */
struct eh_str eh_publish_root(struct eh_arena *arena, const char *store);

struct eh_publish_draft {
	const char *root;
	struct eh_str place_id, council;
	size_t threads; /* 0: all processors */
	/* As in struct eh_report_options. */
	enum eh_rc (*progress)(void *context, uint64_t done, uint64_t size);
	void *progress_context;
};
/* Makes the draft of a place, replacing whole the one that there was. No transaction may be open, and nobody else
 * may be making it. *ret_files: how many it has. */
enum eh_rc eh_publish_draft(struct eh_db *db, const struct eh_publish_draft *draft, uint64_t *ret_files, struct eh_error *err);

/* When the draft was made (UTC microseconds). EH_NOT_FOUND: there is none. */
enum eh_rc eh_publish_draft_time(const char *root, struct eh_str place_id, int64_t *ret_time, struct eh_error *err);

/* The act of "publish_report"; its subject is "report", "draft". `root` must outlive it. */
struct eh_motion_act eh_publish_act(const char *root);

/* Reads a file of a report, as eh_publish_file finds it, for handing out: without what was hidden since (withhold.h). EH_NOT_FOUND;
 * EH_REFUSED: the workbook, which tells something that was hidden since and cannot be handed out in part; a sentence for the reader. */
enum eh_rc eh_publish_read(struct eh_db *db, const char *root, struct eh_str place_id, struct eh_str which, struct eh_str name,
        struct eh_buf *out, struct eh_error *err);

/* A file of a report: `which` is "draft" or a number, `name` "index.html" or "wards/E05000001.html". Path in the arena. EH_NOT_FOUND: there
 * is no such file, or the name is none that a report has. */
enum eh_rc eh_publish_file(const char *root, struct eh_str place_id, struct eh_str which, struct eh_str name,
        struct eh_arena *arena, struct eh_str *ret_path, struct eh_error *err);

#endif
