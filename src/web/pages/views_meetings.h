/* views_meetings.h: open meetings as pages show them. */
#ifndef EH_WEB_PAGES_VIEWS_MEETINGS_H
#define EH_WEB_PAGES_VIEWS_MEETINGS_H

#include "govern/open_meeting.h"
#include "web/components/ui.h"
#include "web/page.h"

struct eh_view_meetings {
	const struct eh_open_meeting *coming, *past; /* the nearest to now first */
	size_t coming_count, past_count;
	enum eh_side calls;    /* for which the viewer may call one; NONE: may not */
	struct eh_str address; /* to subscribe to */
};

struct eh_view_meeting {
	const struct eh_open_meeting *meeting;
	bool over, may_change, may_cancel, may_say_held; /* whoever looks, now */
	struct eh_str papers[EH_MEETING_MOST_PAPERS];    /* addresses */
	size_t paper_count;
	struct eh_str problem;
};

/* What a form asks of a meeting, in its order. */
enum eh_meeting_ask {
	EH_MEETING_ASK_TITLE,
	EH_MEETING_ASK_PURPOSE,
	EH_MEETING_ASK_DAY,
	EH_MEETING_ASK_MONTH,
	EH_MEETING_ASK_YEAR,
	EH_MEETING_ASK_FROM,
	EH_MEETING_ASK_TO,
	EH_MEETING_ASK_VENUE,
	EH_MEETING_ASK_ONLINE,
	EH_MEETING_ASK_ACCESS,
	EH_MEETING_ASK_CONTACT,
	EH_MEETING_ASK_PAPERS,
	EH_MEETING_ASKS,
};

struct eh_view_meeting_form {
	const struct eh_open_meeting *meeting; /* that is changed; NULL: a new one */
	enum eh_side side;                     /* that calls it */
	const struct eh_form_field *fields;
	const struct eh_form_answer *answers;
	struct eh_str other; /* what is wrong with no one field */
};

/* What is wrong with the date, whichever of its parts it is; {NULL, 0}: nothing. */
static inline struct eh_str eh_meeting_date_error(const struct eh_view_meeting_form *form)
{
	size_t i = EH_MEETING_ASK_DAY;

	while (i < EH_MEETING_ASK_YEAR && !form->answers[i].error.p)
		i++;
	return form->answers[i].error;
}

/* A part of the date that is wrong, or missing beside one that is. */
static inline bool eh_meeting_date_wrong(const struct eh_view_meeting_form *form, enum eh_meeting_ask part)
{
	return form->answers[part].error.p || (eh_meeting_date_error(form).p && !form->answers[part].value.n);
}

struct eh_view_meeting_cancel {
	const struct eh_open_meeting *meeting;
	const struct eh_form_field *field;
	struct eh_form_answer answer;
	struct eh_str other;
};

#endif
