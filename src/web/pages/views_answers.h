/* views_answers.h: who answers corrections, and how quickly. */
#ifndef EH_WEB_PAGES_VIEWS_ANSWERS_H
#define EH_WEB_PAGES_VIEWS_ANSWERS_H

#include "register/answer_times.h"
#include "web/page.h"

/* Those who took it on to answer for the list. */
struct eh_view_answering {
	const struct eh_answering *items;
	size_t count;
	bool mine; /* whoever looks is one of them */
};
enum eh_rc eh_view_answering_load(
        struct eh_request *request, const struct eh_view *view, struct eh_view_answering *ret_answering, struct eh_error *err);

struct eh_view_answers {
	struct eh_view_answering who;
	struct eh_answer_times times[EH_ANSWERERS];
	bool keeper;        /* may take it on */
	struct eh_str name; /* to begin with, in the form */
	struct eh_str problem;
};

#endif
