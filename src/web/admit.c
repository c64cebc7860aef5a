#include "admit.h"

#include "identify.h"
#include "queries.h"

typedef enum eh_rc look(
        struct eh_request *request, struct eh_str place, const char *kind, struct eh_str id, struct eh_error *err);

static enum eh_rc organisation(
        struct eh_request *request, struct eh_str place, const char *kind, struct eh_str id, struct eh_error *err)
{
	struct eh_q_place_lists_org row;

	(void)kind;
	return eh_q_place_lists_org(request->db, place, id, request->arena, &row, err);
}

/* A service of an organisation that the address names too is found by its page among those of the organisation. */
static enum eh_rc service(
        struct eh_request *request, struct eh_str place, const char *kind, struct eh_str id, struct eh_error *err)
{
	struct eh_q_place_lists_service row;

	(void)kind;
	if (eh_request_capture_of(request, "{org}").p)
		return EH_OK;
	return eh_q_place_lists_service(request->db, place, id, request->arena, &row, err);
}

static enum eh_rc numbered(
        struct eh_request *request, struct eh_str place, const char *kind, struct eh_str id, struct eh_error *err)
{
	struct eh_q_place_has_row row;
	int64_t number;

	if (eh_str_to_i64(id, &number) != EH_OK)
		return EH_NOT_FOUND;
	return eh_q_place_has_row(request->db, place, eh_str_of(kind), number, request->arena, &row, err);
}

static const struct door {
	const char *capture, *how;
	look *look;
	const char *kind, *not_here;
} DOORS[] = {
	{ "{place}", "page", NULL, NULL, NULL },
	{ "{org}", "list", organisation, NULL,
	        EH_T("No organisation on this list has that identifier. It may have been taken off its register.") },
	{ "{service}", "list", service, NULL, EH_T("No service on this list has that identifier. It may have ended.") },
	{ "{motion}", "number", numbered, "motion", EH_T("There is no motion of that number here.") },
	{ "{upload}", "number", numbered, "upload", EH_T("There is no such file here.") },
	{ "{batch}", "number", numbered, "batch", EH_T("There is no such batch: it may have been taken back.") },
	{ "{meeting}", "number", numbered, "meeting", EH_T("There is no such meeting here.") },
	{ "{run}", "number", numbered, "run", EH_T("There is nothing at this address.") },
	/* Of what is worked out for the place, and its own folder of reports. */
	{ "{need}", "page", NULL, NULL, NULL },
	{ "{ward}", "page", NULL, NULL, NULL },
	{ "{mine}", "page", NULL, NULL, NULL },
	{ "{other}", "page", NULL, NULL, NULL },
	{ "{report}", "page", NULL, NULL, NULL },
	{ "{folder}", "page", NULL, NULL, NULL },
	{ "{file}", "page", NULL, NULL, NULL },
};

/* Rows that a form names by number. A job is looked at by its page, since those of no place are for administrators of the whole; a claim and a
 * group told of by the rules that act on them, which are given the place. */
static const struct {
	const char *pattern, *field, *kind, *not_here;
} FORMS[] = {
	{ "/{place}/corrections", "correction", "correction", EH_T("There is no such correction here.") },
	{ "/{place}/admin/people/end", "role", "role", EH_T("Nobody has that part here.") },
	{ "/{place}/stewards/confirm", "invitation", "invitation", EH_T("Nobody is named by that number here.") },
};

const char *eh_web_admit_how(struct eh_str capture)
{
	for (size_t i = 0; i < sizeof DOORS / sizeof *DOORS; i++)
		if (eh_str_eq(capture, eh_str_of(DOORS[i].capture)))
			return DOORS[i].how;
	return NULL;
}

static enum eh_rc admit_form(struct eh_request *request, struct eh_str place, struct eh_error *err)
{
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		struct eh_str named = eh_request_form(request, FORMS[i].field);
		if (request->method != EH_POST || strcmp(request->route->pattern, FORMS[i].pattern) != 0 || !named.n)
			continue;
		enum eh_rc rc = numbered(request, place, FORMS[i].kind, named, err);
		if (rc < 0)
			return rc == EH_NOT_FOUND ? eh_fail(err, rc, "%s", FORMS[i].not_here) : rc;
	}
	return EH_OK;
}

enum eh_rc eh_web_admit(struct eh_request *request, struct eh_error *err)
{
	struct eh_str place = eh_request_capture_of(request, "{place}");

	if (!place.p)
		return EH_OK;
	for (size_t i = 0; i < sizeof DOORS / sizeof *DOORS; i++) {
		struct eh_str id = eh_request_capture_of(request, DOORS[i].capture);
		enum eh_rc rc = DOORS[i].look && id.p ? DOORS[i].look(request, place, DOORS[i].kind, id, err) : EH_OK;
		if (rc < 0)
			return rc == EH_NOT_FOUND ? eh_fail(err, rc, "%s", DOORS[i].not_here) : rc;
	}
	return admit_form(request, place, err);
}
