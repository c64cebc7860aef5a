/* jobs.h: the door of `jobs`: work behind the pages.
 *
 *   queue.h     the durable queue
 *   schedule.h  what is done every day or week
 *   worker.h    who does it
 *   updates.h   recipes whose files are read in each day
 *   uploads.h   tables that people bring by the web
 *   drafts.h    drafts of a report
 *   mailer.h    letters
 *   still_right.h  asking those who keep an entry whether it is still right
 *   invitations.h  inviting many organisations at once
 *   backup.h    backup, restore, verify, and the note of who was erased */
#ifndef EH_JOBS_JOBS_H
#define EH_JOBS_JOBS_H

#include "backup.h"
#include "drafts.h"
#include "invitations.h"
#include "mailer.h"
#include "queue.h"
#include "schedule.h"
#include "still_right.h"
#include "updates.h"
#include "uploads.h"
#include "worker.h"

#endif
