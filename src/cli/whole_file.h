/* whole_file.h: a file that appears whole or not at all. */
#ifndef EH_CLI_WHOLE_FILE_H
#define EH_CLI_WHOLE_FILE_H

#include "base/base.h"

/* Writes beside the place first and moves it there when all is written and on the disk. EH_IO with path and reason; nothing is left then. */
enum eh_rc eh_whole_file_write(const char *path, struct eh_str contents, struct eh_error *err);

#endif
