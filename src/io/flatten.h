/* flatten.h: whatever table somebody sends (CSV, XLSX, ODS, compressed or not) as plain CSV, taken apart in a confined process (confine.h). What
 * comes back is read as text and nothing else. */
#ifndef EH_IO_FLATTEN_H
#define EH_IO_FLATTEN_H

#include "base/base.h"

enum { EH_FLATTEN_MOST_SHEETS = 32 };

/* A sheet as UTF-8 CSV with every row of the original in its place. */
struct eh_flat_sheet {
	struct eh_str name, csv;
	size_t rows;
};

struct eh_flat {
	struct eh_flat_sheet sheets[EH_FLATTEN_MOST_SHEETS];
	size_t count;
	struct eh_buf bytes;
};
void eh_flat_finish(struct eh_flat *flat);
#define EH_CLEANUP_FLAT __attribute__((cleanup(eh_flat_finish)))

/* Runs `program flatten` on the bytes. EH_INVALID: what the file is instead or what is broken, in a sentence, or that the process was stopped
 * since it did what no table needs; EH_TOO_LARGE: over 256 MB of CSV. */
enum eh_rc eh_flatten(const char *program, struct eh_str bytes, struct eh_flat *ret_flat, struct eh_error *err);

/* What the confined process does: bytes from standard input, to standard output for each sheet a line "SHEET bytes rows name" and its CSV. Returns
 * only when it cannot confine itself or read; otherwise it ends the process. */
enum eh_rc eh_flatten_child(struct eh_error *err);

/* Reads what the child wrote; every byte of it is distrusted. */
enum eh_rc eh_flat_parse(struct eh_flat *flat, struct eh_error *err);

#endif
