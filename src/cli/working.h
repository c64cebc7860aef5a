/* working.h: the worker of queued jobs as commands start it (`worker`, `serve`). */
#ifndef EH_CLI_WORKING_H
#define EH_CLI_WORKING_H

#include "cli.h"
#include "jobs/worker.h"

/* Fills a worker from --base-url, --backups and the --mail options, opens its mailer where a mail server is named, and sets the schedule in
 * the open store. Give the mailer back with eh_mailer_free. */
enum eh_rc eh_cli_worker(struct eh_cli *cli, const char *base_url, struct eh_worker *ret_worker, struct eh_error *err);

#endif
