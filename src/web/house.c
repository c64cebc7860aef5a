#include "house.h"

#include "exchange/publish.h"
#include "page.h"
#include "register/claim.h"
#include "register/closing.h"
#include "register/hiding.h"
#include "register/local.h"
#include "register/org_lookup.h"

void eh_web_house(struct eh_request *request, struct eh_web_house *ret_house)
{
	ret_house->acts[0] = eh_publish_act(eh_request_web(request)->reports);
	ret_house->acts[1] = eh_show_act();
	ret_house->acts[2] = eh_remove_act();
	ret_house->acts[3] = eh_claim_act();
	ret_house->acts[4] = eh_local_act();
	ret_house->acts[5] = eh_closing_act();
	ret_house->house = (struct eh_motion_house){ .db = request->db,
		.acts = ret_house->acts,
		.act_count = EH_WEB_ACTS,
		.org = eh_org_lookup_listed,
		.org_context = request->db };
}
