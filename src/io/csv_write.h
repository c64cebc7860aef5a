/* csv_write.h: CSV out, as RFC 4180 has it. */
#ifndef EH_IO_CSV_WRITE_H
#define EH_IO_CSV_WRITE_H

#include "base/base.h"

/* Appends one cell, quoted when it holds a comma, a quote, a line break or white space at an end. EH_NO_MEMORY is the only failure. */
enum eh_rc eh_csv_write_cell(struct eh_buf *out, struct eh_str cell);

/* Appends a row of cells and a line feed. */
enum eh_rc eh_csv_write_row(struct eh_buf *out, const struct eh_str *cells, size_t count);

#endif
