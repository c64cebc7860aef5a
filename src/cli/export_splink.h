/* export_splink.h: --export-splink of `match`. */
#ifndef EH_CLI_EXPORT_SPLINK_H
#define EH_CLI_EXPORT_SPLINK_H

#include "link/model_splink.h"

/* Writes the settings to `path`. What they could not express goes to standard error and, since Splink refuses settings with members that it
 * does not know, to a file beside: settings.json → settings.not-expressed.json, {"evenhand_not_expressed": [sentences]}. */
enum eh_rc eh_export_splink(const struct eh_splink *splink, const char *path, struct eh_error *err);

#endif
