/* io.h: the door of `io`: bytes in, values with their line and column out; and CSV and JSON back. */
#ifndef EH_IO_H
#define EH_IO_H

#include "csv_write.h"
#include "json.h"
#include "stream.h"
#include "table.h"

#endif
