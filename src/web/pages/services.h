/* services.h: what the pages on which an organisation says its services share. */
#ifndef EH_WEB_PAGES_SERVICES_H
#define EH_WEB_PAGES_SERVICES_H

#include "views_services.h"

struct eh_ask_service {
	struct eh_form_field fields[EH_ASK_FIELDS];
	struct eh_form_answer answers[EH_ASK_FIELDS];
	const struct eh_named *wards; /* of the place, to choose from; none where the list knows none */
	size_t ward_count;
	bool is_protected;
	struct eh_str other; /* what is wrong with no one field */
};

/* The fields with what may be chosen, and every answer empty. */
enum eh_rc eh_ask_service_begin(struct eh_request *request, const struct eh_view *view, const struct eh_facts *facts,
        struct eh_ask_service *form, struct eh_error *err);
/* Answers as the service stands. */
enum eh_rc eh_ask_service_fill(
        struct eh_request *request, const struct eh_own_service *service, struct eh_ask_service *form, struct eh_error *err);
/* What was sent. False when something will not do, and the answers say what. */
bool eh_ask_service_read(struct eh_request *request, struct eh_ask_service *form, struct eh_own_service *ret_service);
/* Puts a sentence beside the field of that name; no such field: above the form. */
void eh_ask_service_wrong(struct eh_ask_service *form, const char *field, struct eh_str sentence);

#endif
