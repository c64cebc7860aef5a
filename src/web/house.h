/* house.h: where motions are dealt with on the web: the acts that pages can put in force, and what is known of organisations. */
#ifndef EH_WEB_HOUSE_H
#define EH_WEB_HOUSE_H

#include "govern/motion.h"
#include "http/http.h"

enum { EH_WEB_ACTS = 6 };

struct eh_web_house {
	struct eh_motion_house house;
	struct eh_motion_act acts[EH_WEB_ACTS];
};

/* Fills a house for this request; valid as long as both. Do not copy it: the house points into itself. */
void eh_web_house(struct eh_request *request, struct eh_web_house *ret_house);

#endif
