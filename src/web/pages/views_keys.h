/* views_keys.h: what the desk and the pages of motions and reports show. */
#ifndef EH_WEB_PAGES_VIEWS_KEYS_H
#define EH_WEB_PAGES_VIEWS_KEYS_H

#include "govern/govern.h"
#include "jobs/queue.h"
#include "register/local.h"
#include "web/components/ui.h"
#include "web/page.h"
#include "web/pages/views_answers.h"
#include "web/pages/views_signin.h"

struct eh_view_motion_line {
	const struct eh_motion *motion;
	struct eh_str wanted; /* what is still wanted, in a sentence */
};
/* A line for each motion, in the request's arena; they point at the motions. EH_NO_MEMORY. */
enum eh_rc eh_view_motion_lines(struct eh_request *request, const struct eh_motions *motions,
        struct eh_view_motion_line **ret_lines, struct eh_error *err);

/* That the draft of the place's report be published. */
struct eh_motion_proposal eh_view_report_proposal(const struct eh_view *view, struct eh_str reasons);

struct eh_view_move {
	enum eh_motion_move move;
	const char *name, *button, *label; /* label: of the text that goes with it; NULL: none */
	struct eh_str why;                 /* why not; {NULL, 0}: may */
	bool shown;
};
enum { EH_VIEW_MOVES = 6 };

struct eh_view_motion {
	const struct eh_motion *motion;
	struct eh_str wanted;
	const struct eh_motion_event *events;
	const struct eh_str *names; /* of those who acted, by event */
	size_t event_count;
	struct eh_view_move moves[EH_VIEW_MOVES];
	bool any_move;
	int64_t report;        /* the number of what it published; 0: nothing */
	bool draft;            /* the viewer may read the draft that it is about */
	struct eh_str problem; /* of the last move */
	/* Of a change of what counts as local: the councils before and after, and the exact words (none once it is in force). */
	const struct eh_local_council *before, *after;
	size_t before_count, after_count;
	struct eh_str words;
};

struct eh_view_local {
	const struct eh_local_council *council;    /* the place's own */
	const struct eh_local_council *neighbours; /* that count now */
	size_t neighbour_count;
	int64_t motion_id, decided_at; /* by which they were decided; 0: the recipe says them */
	int64_t open_motion;           /* that asks for others; 0: none */
	bool may_propose;
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	size_t count;
	struct eh_str other;
};

struct eh_view_desk {
	const struct eh_view_motion_line *motions; /* open */
	size_t motion_count;
	int64_t draft_at;               /* 0: there is no draft */
	const struct eh_job *draft_job; /* the newest that makes or made it; NULL: none lately */
	bool draft_under_way, draft_failed;
	struct eh_str may_not_propose;
	int64_t questions;      /* pairs for a person to settle */
	int64_t groups_waiting; /* told of by hand, for a keeper or steward to look at */
	int64_t claims_waiting; /* to be vouched for, or contested */
	int64_t letters_to_print;
	int64_t stale; /* entries not confirmed for a year */
	int64_t corrections_waiting, corrections_overdue;
	bool keeper; /* may answer them */
	struct eh_view_answering answering;
	const struct eh_person_role *stewards;
	size_t steward_count;
	const struct eh_named *hidden; /* entries that are hidden whole, for those who may hide and propose to show */
	size_t hidden_count;
};

/* An identifier, with its entry's name where everybody may see it ({NULL, 0}: they may not, or it is no entry's). */
struct eh_view_audit_entry {
	struct eh_str id, name;
};

/* A text with the entries that it names: what stands before each, and behind the last. */
struct eh_view_audit_piece {
	struct eh_str text;
	struct eh_view_audit_entry entry; /* id {NULL, 0}: none behind this */
};
struct eh_view_audit_text {
	const struct eh_view_audit_piece *pieces;
	size_t count;
};

struct eh_view_audit_line {
	const struct eh_audit_row *row;
	int64_t between; /* rows after it and before the one above that are not shown */
	struct eh_view_audit_entry subject, as;
	struct eh_view_audit_text before, after;
};

struct eh_view_audit {
	const struct eh_view_audit_line *rows;
	size_t count;
	bool more, all;       /* all: what is not public is shown too */
	int64_t below, older; /* older: rows before the last one that are not shown */
	struct eh_audit_head head;
};

#endif
