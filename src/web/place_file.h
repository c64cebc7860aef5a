/* place_file.h: settings of places that stand in a file and not in the store: sections "[place]", in them lines "key = value". */
#ifndef EH_WEB_PLACE_FILE_H
#define EH_WEB_PLACE_FILE_H

#include "base/base.h"

/* Takes one setting of a place. What it returns below EH_OK ends the reading. */
typedef enum eh_rc eh_place_setting(void *context, struct eh_str place, const char *key, const char *value, struct eh_error *err);

/* Calls `take` for each line in its order. EH_IO; EH_INVALID: a line is none of the two; or what `take` said, with file and line. */
enum eh_rc eh_place_file_read(const char *path, eh_place_setting *take, void *context, struct eh_error *err);

#endif
