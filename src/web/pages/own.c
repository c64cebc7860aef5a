/* own.c: an organisation's own words, and what others propose. The rules are register's (own_words.h). */
#include "own.h"
#include "pages.h"
#include "queries.h"
#include "templates.h"
#include "told.h"
#include "web/tell.h"

struct eh_str keep_action(struct eh_page *page, const struct eh_view *v, const struct eh_view_keep *k)
{
	return eh_page_text(page, "/%.*s/organisations/%.*s/corrections", EH_FMT(v->place), EH_FMT(k->facts->id));
}

enum { FIELD, PROPOSED, WHY, CORRECT_FIELDS };

static const char *const FIELD_NAMES[] = { "name", "does", "web", "telephone", "address", "times", "closed", "twice", NULL };
static const struct eh_form_field CORRECTS[CORRECT_FIELDS] = {
	[FIELD] = { "field", EH_FORM_CHOICE, .choices = FIELD_NAMES, .missing = "Choose what is wrong" },
	[PROPOSED] = { "proposed", EH_FORM_TEXT, 1000, .missing = "Say what it should be" },
	[WHY] = { "why", EH_FORM_TEXT, 1000, .missing = NULL },
};

/* The organisation of the address, by the identifier it has now. */
static enum eh_rc organisation(struct eh_request *request, struct eh_facts *facts, struct eh_error *err)
{
	return eh_facts_load(request->db, eh_request_capture(request, 1), facts, err);
}

bool eh_own_unseen(struct eh_request *request)
{
	struct eh_q_organisation_get org;

	return eh_request_is(request, EH_PART_ORGANISATION) &&
	       eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, NULL) == EH_OK &&
	       eh_str_eq(org.visibility, EH_STR("match only"));
}

enum eh_rc eh_own_load(struct eh_request *request, struct eh_response *response, const struct eh_view *view,
        struct eh_facts *ret_facts, struct eh_error *err)
{
	enum eh_rc rc = organisation(request, ret_facts, err);
	struct eh_str id = eh_request_capture(request, 1);

	if (rc != EH_NOT_FOUND || !eh_own_unseen(request))
		return rc;
	EH_TRY(eh_response_redirect(
	        response, eh_arena_printf(request->arena, "/%.*s/organisations/%.*s/hide", EH_FMT(view->place), EH_FMT(id))));
	return EH_END;
}

typedef void correct_page(struct eh_page *page, const struct eh_view *v, const struct eh_view_correct *c);

static enum eh_rc show_form(struct eh_request *request, struct eh_response *response, const char *title, correct_page *template,
        struct eh_view_correct *form, struct eh_error *err)
{
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_ui_item choices[EH_CORRECTION_KINDS];
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, eh_str_of(title), &view, err));
	eh_view_forms(request, response, &view);
	EH_TRY(organisation(request, &facts, err));
	for (size_t i = 0; i < EH_CORRECTION_KINDS; i++)
		choices[i] = (struct eh_ui_item){ .value = eh_str_of(eh_correction_kinds[i].name),
			.text = eh_request_say(request, eh_correction_kinds[i].label),
			.chosen = form->count == CORRECT_FIELDS &&
			          eh_str_eq(form->answers[FIELD].value, eh_str_of(eh_correction_kinds[i].name)) };
	struct eh_q_org_held held;
	EH_TRY(eh_q_org_held(request->db, facts.id, request->arena, &held, err));
	EH_TRY(eh_view_answering_load(request, &view, &form->who, err));
	form->held = held.holders != 0;
	form->org_id = facts.id;
	form->name = facts.name;
	form->choices = choices;
	for (size_t i = 0; i < form->count; i++)
		view.failed |= form->answers[i].error.p != NULL;
	view.failed |= form->other.p != NULL;
	template(&page, &view, form);
	return eh_view_send(&page, response, err);
}

static const struct eh_form_answer EMPTY[CORRECT_FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } } };

enum eh_rc eh_page_correct(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_view_correct form = { .fields = CORRECTS, .answers = EMPTY, .count = CORRECT_FIELDS };

	return show_form(request, response, "Suggest a correction", eh_html_correct, &form, err);
}

/* Whoever keeps the entry hears that something was suggested, at most once a day; what, is read on the page: strangers write no letters here. */
static enum eh_rc tell_keepers(
        struct eh_request *request, const struct eh_view *view, const struct eh_proposal *proposal, struct eh_error *err)
{
	struct eh_q_organisation_get org;

	EH_TRY(eh_q_organisation_get(request->db, proposal->org_id, request->arena, &org, err));
	return eh_web_tell_keepers(request,
	        &(const struct eh_tell){ .kind = EH_MAIL_CORRECTION,
	                .place_id = view->place,
	                .place_name = view->place_name,
	                .org_id = org.org_id,
	                .org_name = org.name,
	                .said = eh_str_of(eh_correction_kind(proposal->field)->label),
	                .page = "keep",
	                .once_a_day = true },
	        err);
}

enum eh_rc eh_page_correct_send(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_form_answer answers[CORRECT_FIELDS];
	struct eh_view_correct form = { .fields = CORRECTS, .answers = answers, .count = CORRECT_FIELDS };
	struct eh_view view;
	int64_t number;

	if (!eh_form_read(request, CORRECTS, CORRECT_FIELDS, answers))
		return show_form(request, response, "Suggest a correction", eh_html_correct, &form, err);
	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	const struct eh_proposal proposal = { view.place, eh_request_capture(request, 1), answers[FIELD].value,
		eh_str_trim(answers[PROPOSED].value), answers[WHY].value };
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_correction_propose(request->db, request->now, &proposal, &number, err);
	if (rc == EH_CONFLICT)
		return eh_view_done(request, response, "told-already", "/%.*s/organisations/%.*s", EH_FMT(view.place),
		        EH_FMT(proposal.org_id));
	if (rc == EH_INVALID) {
		eh_db_rollback(request->db);
		form.other = eh_arena_str(request->arena, eh_str_of(err->message));
		return show_form(request, response, "Suggest a correction", eh_html_correct, &form, err);
	}
	EH_TRY(rc);
	EH_TRY(tell_keepers(request, &view, &proposal, err));
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(
	        request, response, "corrected", "/%.*s/organisations/%.*s", EH_FMT(view.place), EH_FMT(proposal.org_id));
}

/* What others say of a field: the first fact that is not its own word. */
static void listed(const struct eh_facts *facts, struct eh_view_own_field *field)
{
	for (size_t i = 0; i < facts->fact_count; i++)
		if (strcmp(facts->facts[i].what, field->field->name) == 0 &&
		        !eh_str_eq(facts->facts[i].source, EH_STR("own words"))) {
			field->listed = facts->facts[i].value;
			field->listed_by = facts->facts[i].publisher;
			return;
		}
}

enum { TELL_WRONG, TELL_UNKNOWN, TELL_NAME, TELL_DOES, TELL_FIELDS };

static const struct eh_form_field TELLS[TELL_FIELDS] = {
	[TELL_WRONG] = { "wrong", EH_FORM_TEXT, 1000, .missing = NULL },
	[TELL_UNKNOWN] = { "unknown", EH_FORM_TEXT, 1000, .missing = NULL },
	[TELL_NAME] = { "missing", EH_FORM_LINE, EH_ADDED_LONGEST_NAME, .missing = NULL },
	[TELL_DOES] = { "missing-does", EH_FORM_LINE, 300, .missing = NULL },
};
static const struct eh_form_answer NOTHING_TOLD[TELL_FIELDS] = { { { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } },
	{ { "", 0 }, { NULL, 0 } }, { { "", 0 }, { NULL, 0 } } };

/* What the organisation told the keepers of the list, and who of them answers. */
static enum eh_rc fill_told(
        struct eh_request *request, const struct eh_view *view, struct eh_view_keep *keep, struct eh_error *err)
{
	struct eh_added_by_org *groups;

	keep->fields_told = TELLS;
	keep->told = keep->told ? keep->told : NOTHING_TOLD;
	keep->told_count = TELL_FIELDS;
	for (size_t i = 0; i < keep->correction_count; i++) {
		keep->asked += keep->corrections[i].from_org;
		keep->waiting += eh_str_eq(keep->corrections[i].state, EH_STR("waiting")) && !keep->corrections[i].from_org;
	}
	EH_TRY(eh_added_of_org(request->db, keep->facts->id, request->arena, &groups, &keep->group_count, err));
	keep->groups = groups;
	return eh_view_answering_load(request, view, &keep->who, err);
}

static enum eh_rc show_keep(struct eh_request *request, struct eh_response *response, const struct eh_form_answer *told,
        struct eh_str problem, struct eh_error *err)
{
	struct eh_corrections corrections EH_CLEANUP_CORRECTIONS = { 0 };
	struct eh_facts facts EH_CLEANUP_FACTS = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_own_field fields[EH_OWN_FIELDS];
	struct eh_own_word words[EH_OWN_FIELDS];
	struct eh_view view;

	EH_TRY(eh_view_begin(request, response, EH_STR(""), &view, err));
	eh_view_forms(request, response, &view);
	enum eh_rc rc = eh_own_load(request, response, &view, &facts, err);
	if (rc != EH_OK)
		return rc == EH_END ? EH_OK : rc;
	EH_TRY(eh_own_words(request->db, facts.id, request->arena, words, err));
	EH_TRY(eh_corrections_of(request->db, facts.id, &corrections, err));
	struct eh_view_organisation said = { 0 };
	EH_TRY(eh_organisation_says(request, &facts, &said, err));
	struct eh_view_keep keep = { .facts = &facts,
		.o = &said,
		.fields = fields,
		.corrections = corrections.items,
		.correction_count = corrections.count,
		.told = told,
		.problem = problem };
	for (size_t i = 0; i < EH_OWN_FIELDS; i++) {
		fields[i] = (struct eh_view_own_field){ .field = &eh_own_fields[i],
			.said = words[i].value.p ? words[i].value : EH_STR("") };
		listed(&facts, &fields[i]);
	}
	EH_TRY(fill_told(request, &view, &keep, err));
	view.title = facts.name;
	view.failed = problem.p != NULL;
	for (size_t i = 0; i < TELL_FIELDS; i++)
		view.failed |= keep.told[i].error.p != NULL;
	eh_html_keep(&page, &view, &keep);
	return eh_view_send(&page, response, err);
}

enum eh_rc eh_page_keep(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	return show_keep(request, response, NULL, (struct eh_str){ NULL, 0 }, err);
}

/* Refused or wrong: the page again, with the sentence. */
static enum eh_rc settle(
        struct eh_request *request, struct eh_response *response, enum eh_rc rc, const char *done, struct eh_error *err)
{
	if (rc == EH_REFUSED || rc == EH_INVALID || rc == EH_CONFLICT) {
		eh_db_rollback(request->db);
		return show_keep(request, response, NULL, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, done, "/%.*s/organisations/%.*s/keep", EH_FMT(eh_request_capture(request, 0)),
	        EH_FMT(eh_request_capture(request, 1)));
}

/* Web addresses and telephones are read as such; an empty value takes back what was said. */
static bool read_value(struct eh_request *request, struct eh_str field, struct eh_form_answer *answer)
{
	static const struct eh_form_field KINDS[] = {
		{ "name", EH_FORM_LINE, .most = 200 },
		{ "does", EH_FORM_TEXT, .most = 1000 },
		{ "web", EH_FORM_WEB, .most = 300 },
		{ "telephone", EH_FORM_PHONE, .most = 40 },
	};

	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (eh_str_eq(field, eh_str_of(KINDS[i].name)))
			return eh_form_check(request->arena, &KINDS[i], eh_request_form(request, "value"), answer);
	*answer = (struct eh_form_answer){ EH_STR(""), EH_STR("An entry has no such field") };
	return false;
}

enum eh_rc eh_page_say(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_str field = eh_request_form(request, "field");
	struct eh_actor actor = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_form_answer answer;

	if (!read_value(request, field, &answer))
		return show_keep(request, response, NULL, answer.error, err);
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_own_say(request->db, request->now, &actor, eh_request_capture(request, 1), field, answer.value, err);
	if (rc >= 0 && !answer.value.n)
		rc = eh_web_make_list(request, err);
	return settle(request, response, rc, answer.value.n ? "said" : "own-taken-back", err);
}

/* Each answer goes where it is answered: what is wrong or unknown to the corrections, who is missing to the groups told of by hand. */
static enum eh_rc tell(struct eh_request *request, const struct eh_actor *actor, struct eh_str org_name,
        const struct eh_form_answer answers[TELL_FIELDS], struct eh_error *err)
{
	static const enum eh_ask ASKS[] = { [TELL_WRONG] = EH_ASK_WRONG, [TELL_UNKNOWN] = EH_ASK_UNKNOWN };
	struct eh_str place = eh_request_capture(request, 0), none = EH_STR("");
	int64_t number;
	bool accepted;

	for (size_t i = 0; i < sizeof ASKS / sizeof *ASKS; i++)
		if (answers[i].value.n)
			EH_TRY(eh_correction_ask(request->db, request->now, actor, place, ASKS[i], answers[i].value, err));
	if (!answers[TELL_NAME].value.n)
		return EH_OK;
	return eh_added_tell(request->db, request->now, actor,
	        &(const struct eh_added_new){ .place_id = place,
	                .name = answers[TELL_NAME].value,
	                .does = answers[TELL_DOES].value,
	                .address = none,
	                .postcode = none,
	                .telephone = none,
	                .web = none,
	                .email = none,
	                .says_so = org_name,
	                .told_by_org = actor->org_id },
	        &number, &accepted, err);
}

/* True when there is something to tell, all of it said. */
static bool read_told(struct eh_request *request, struct eh_form_answer answers[TELL_FIELDS], struct eh_str *ret_problem)
{
	bool good = eh_form_read(request, TELLS, TELL_FIELDS, answers), any = false;

	for (size_t i = 0; i < TELL_FIELDS; i++)
		any |= answers[i].value.n != 0;
	if (good && !any)
		*ret_problem = eh_request_say(request, EH_T("Answer at least one of the questions"));
	if (good && answers[TELL_NAME].value.n && !answers[TELL_DOES].value.n)
		answers[TELL_DOES].error = eh_request_say(request, EH_T("Say what it does, so that it can be told from others"));
	if (good && !answers[TELL_NAME].value.n && answers[TELL_DOES].value.n)
		answers[TELL_NAME].error = eh_request_say(request, EH_T("Say what it is called"));
	return good && any && !answers[TELL_NAME].error.p && !answers[TELL_DOES].error.p;
}

enum eh_rc eh_page_tell_keepers(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(request, EH_PART_ORGANISATION);
	struct eh_form_answer answers[TELL_FIELDS];
	struct eh_str problem = { NULL, 0 };
	struct eh_q_organisation_get org;

	if (!read_told(request, answers, &problem))
		return show_keep(request, response, answers, problem, err);
	EH_TRY(eh_q_organisation_get(request->db, eh_request_capture(request, 1), request->arena, &org, err));
	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = tell(request, &actor, org.name, answers, err);
	if (rc == EH_INVALID || rc == EH_REFUSED) {
		eh_db_rollback(request->db);
		return show_keep(request, response, answers, eh_arena_str(request->arena, eh_str_of(err->message)), err);
	}
	EH_TRY(rc);
	EH_TRY(eh_db_commit(request->db, err));
	return eh_view_done(request, response, "keepers-told", "/%.*s/organisations/%.*s/keep",
	        EH_FMT(eh_request_capture(request, 0)), EH_FMT(eh_request_capture(request, 1)));
}

enum eh_rc eh_page_confirm(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(request, EH_PART_ORGANISATION);

	EH_TRY(eh_db_begin(request->db, err));
	enum eh_rc rc = eh_own_confirm(request->db, request->now, &actor, eh_request_capture(request, 1), err);
	return settle(request, response, rc, "confirmed", err);
}

enum eh_rc eh_page_correction_decide(struct eh_request *request, struct eh_response *response, struct eh_error *err)
{
	struct eh_actor actor = eh_request_actor_as(request, EH_PART_ORGANISATION);
	const char *done = "decided";
	enum eh_rc rc = eh_web_correction(request, &actor, (struct eh_str){ NULL, 0 }, &done, err);

	return settle(request, response, rc, done, err);
}
