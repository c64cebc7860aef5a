/* meetings.h: what the pages of open meetings share. */
#ifndef EH_WEB_PAGES_MEETINGS_H
#define EH_WEB_PAGES_MEETINGS_H

#include "views_meetings.h"

/* The meeting that the address names. EH_NOT_FOUND. */
enum eh_rc eh_meeting_of_address(struct eh_request *request, struct eh_open_meeting *ret_meeting, struct eh_error *err);
/* For which side whoever asks may call meetings here; NONE: for none. */
enum eh_rc eh_meeting_side(struct eh_request *request, enum eh_side *ret_side, struct eh_error *err);
/* For which side whoever asks acts; EH_REFUSED says who may. */
enum eh_rc eh_meeting_acts_for(struct eh_request *request, enum eh_side *ret_side, struct eh_error *err);
/* Its page; `problem`: why something could not be done, {NULL, 0}: nothing was tried. */
enum eh_rc eh_meeting_show(struct eh_request *request, struct eh_response *response, struct eh_str problem, struct eh_error *err);

/* The form. `meeting` NULL: of a new one; `answers` NULL: as it stands; `other`: what is wrong with no one field. */
enum eh_rc eh_meeting_form_show(struct eh_request *request, struct eh_response *response, const struct eh_open_meeting *meeting,
        const struct eh_form_answer *answers, struct eh_str other, struct eh_error *err);
/* What the form says; false where it says something wrong, which stands at its field then. */
bool eh_meeting_form_read(
        struct eh_request *request, struct eh_form_answer answers[EH_MEETING_ASKS], struct eh_open_meeting_says *ret_says);

#endif
