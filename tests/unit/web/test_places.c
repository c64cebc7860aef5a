/* Whoever has a part in one place reads and changes nothing of another under its own address. */
#include "two_places.h"

#include "register/hiding.h"
#include "register/review.h"
#include "web/admit.h"

/* The address below the village with what is the town's; false where the route names nothing that is anybody's. */
static bool address_of(const char *pattern, struct eh_buf *out)
{
	struct eh_str rest = eh_str_of(pattern), part;
	bool of_town = false;

	for (bool first = true; eh_str_split(&rest, '/', &part); first = false) {
		const char *how = eh_str_starts(part, EH_STR("{")) ? eh_web_admit_how(part) : NULL;
		if (!first)
			eh_buf_add_char(out, '/');
		of_town |= how && strcmp(how, "page") != 0;
		eh_buf_add(out, eh_str_eq(part, EH_STR("{place}"))     ? EH_STR("village")
		                : eh_str_eq(part, EH_STR("{org}"))     ? EH_STR("EH-0000000001")
		                : eh_str_eq(part, EH_STR("{service}")) ? EH_STR("S1")
		                : eh_str_starts(part, EH_STR("{"))     ? EH_STR("1")
		                                                       : part);
	}
	eh_buf_add_char(out, '\0');
	return of_town && strncmp(pattern, "/{place}", 8) == 0;
}

/* What a page of that route would need to do its work. */
static const char ALL_FIELDS[] =
        "field=name&value=Renamed&proposed=Renamed&why=x&move=hide&what=entry&reasons=x&claim=1&correction=1&decision=accept&"
        "words=Renamed&service=S1&name=Somebody&email=somebody%40example.org&way=vouched&code=x&role=99&kind=same&show=yes&"
        "seen=x&text=x&how=undo&does=x";

static void nothing_of_another_place_is_read_or_changed_under_ones_own(void **state)
{
	uint64_t before = store_digest(store);
	unsigned asked = 0, refused = 0;
	struct eh_str body;

	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		struct eh_buf path EH_CLEANUP_BUF = { 0 };
		if (!address_of(route->pattern, &path))
			continue;
		for (size_t who = 0; who < PERSON_COUNT; who++, asked++) {
			int status = ask(route->method, path.p, "", who, ALL_FIELDS, &body);
			refused += status == 404;
			if (status != 401 && status != 403 && status != 404)
				fail_msg("%s %s as %s: status %d", route->method == EH_POST ? "POST" : "GET", path.p,
				        PEOPLE[who].name, status);
			if (eh_str_find(body, EH_STR("Larkhill")) >= 0)
				fail_msg("GET %s as %s tells of the town: %.*s", path.p, PEOPLE[who].name, EH_FMT(body));
			if (store_digest(store) != before)
				fail_msg("%s %s as %s changed the store", route->method == EH_POST ? "POST" : "GET", path.p,
				        PEOPLE[who].name);
		}
	}
	printf("%u requests, %u of them let in by their part and found nothing\n", asked, refused);
	assert_true(refused > 80);
}

static void a_row_of_another_place_is_not_reached_by_its_number_in_a_form(void **state)
{
	static const struct {
		const char *path, *form;
		size_t who;
		int status; /* 200: the page again with the reason */
	} FORMS[] = {
		{ "/village/corrections", "correction=1&decision=accept&words=Larkhill+Draughts", OFFICER, 404 },
		{ "/village/corrections", "correction=1&decision=decline&words=No", INFRASTRUCTURE, 404 },
		{ "/village/admin/people/end", "role=99", ADMINISTRATOR, 404 },
		{ "/village/stewards/confirm", "invitation=1", COUNCIL, 404 },
		{ "/village/admin/jobs", "job=1&move=cancel", ADMINISTRATOR, 404 },
		{ "/village/admin/jobs", "job=2&move=cancel", ADMINISTRATOR, 404 },
		{ "/village/admin/backups", "", ADMINISTRATOR, 403 },
		{ "/village/added", "number=1&move=accept", OFFICER, 200 },
		{ "/village/added", "number=1&move=decline&why=x", COUNCIL, 200 },
		{ "/village/claims", "claim=1&reasons=We+know+them", OFFICER, 200 },
		{ "/village/claims", "claim=1&reasons=We+know+them", SECTOR, 200 },
		{ "/village/claims/letters", "claim=2", OFFICER, 200 },
		{ "/village/review/undo", "", OFFICER, 200 },
	};
	uint64_t before = store_digest(store);
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
		int status = ask(EH_POST, FORMS[i].path, "", FORMS[i].who, FORMS[i].form, &body);
		bool tells = eh_str_find(body, EH_STR("Larkhill")) >= 0;
		if (status != FORMS[i].status && !(FORMS[i].status == 200 && status == 404))
			fail_msg("POST %s %s as %s: status %d: %.*s", FORMS[i].path, FORMS[i].form, PEOPLE[FORMS[i].who].name,
			        status, EH_FMT(body));
		if (tells || store_digest(store) != before)
			fail_msg("POST %s %s as %s %s", FORMS[i].path, FORMS[i].form, PEOPLE[FORMS[i].who].name,
			        tells ? "tells of the town" : "changed the store");
	}
}

static int answer(struct eh_str left, struct eh_str right, struct eh_str *ret_body)
{
	struct eh_str form = eh_arena_printf(&arena, "verdict=same&left=%.*s&right=%.*s", EH_FMT(left), EH_FMT(right));

	return ask(EH_POST, "/village/review", "", OFFICER, form.p, ret_body);
}

/* Nor are two entries made one of which one is another place's, where nobody asked. */
static void a_question_is_answered_by_a_place_that_it_concerns(void **state)
{
	struct eh_review town EH_CLEANUP_REVIEW = { 0 }, village EH_CLEANUP_REVIEW = { 0 };
	uint64_t before = store_digest(store);
	struct eh_str body;

	(void)state;
	assert_ok(eh_review_load(db, EH_STR("town"), 0, &town, &error), &error);
	assert_ok(eh_review_load(db, EH_STR("village"), 0, &village, &error), &error);
	assert_int_equal(town.count, 1);
	assert_int_equal(village.count, 1);
	const struct eh_review_question *theirs = &town.items[0], *ours = &village.items[0];
	assert_int_equal(answer(theirs->left.id, theirs->right.id, &body), 200);
	assert_true(eh_str_find(body, EH_STR("no question of this place")) >= 0);
	assert_int_equal(answer(ours->left.id, theirs->left.id, &body), 200);
	assert_true(eh_str_find(body, EH_STR("no question of this place")) >= 0);
	assert_true(store_digest(store) == before);
	assert_int_equal(answer(ours->left.id, ours->right.id, &body), 303);
	assert_true(store_digest(store) != before);
	assert_int_equal(ask(EH_POST, "/village/review/undo", "", OFFICER, "", &body), 303);
}

static void lists_of_a_place_hold_its_own_and_what_is_no_places(void **state)
{
	static const struct {
		const char *path, *holds;
		size_t who;
	} PAGES[] = {
		{ "/village/review", "Quenby Tea", OFFICER },
		{ "/village/sources", "A register", VISITOR },
		{ "/village/sources", "Quenby clubs", VISITOR },
		{ "/village/corrections", "Corrections", OFFICER },
		{ "/village/claims", "speak for", OFFICER },
		{ "/village/claims/letters", "etter", OFFICER },
		{ "/village/added", "Groups", OFFICER },
		{ "/village/import", "A register", OFFICER },
		{ "/village/invitations", "Invite", OFFICER },
		{ "/village/motions", "keys", VISITOR },
		{ "/village/desk", "Desk", OFFICER },
		{ "/village/stewards", "Stewards", COUNCIL },
		{ "/village/admin/people", "People", ADMINISTRATOR },
		{ "/village/admin/jobs", "Quenby", ADMINISTRATOR },
		{ "/village/admin/backups", "every place", ADMINISTRATOR },
	};
	struct eh_str body;

	(void)state;
	for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
		int status = ask(EH_GET, PAGES[i].path, "", PAGES[i].who, "", &body);
		if (status != 200 || eh_str_find(body, eh_str_of(PAGES[i].holds)) < 0)
			fail_msg("%s: status %d, without \"%s\": %.*s", PAGES[i].path, status, PAGES[i].holds, EH_FMT(body));
		if (eh_str_find(body, EH_STR("Larkhill")) >= 0 || eh_str_find(body, EH_STR("larkhill")) >= 0)
			fail_msg("%s tells of the town: %.*s", PAGES[i].path, EH_FMT(body));
	}
}

static bool is_hidden(const char *org)
{
	struct eh_hidden hidden;

	assert_ok(eh_hidden_of(db, eh_str_of(org), &arena, &hidden, &error), &error);
	return hidden.hidden[EH_HIDDEN_CONTACT];
}

static void what_is_on_both_lists_is_hidden_by_either(void **state)
{
	struct eh_str body;

	(void)state;
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000001/hide", "", OFFICER, "move=hide&what=contact", &body), 404);
	assert_false(is_hidden("EH-0000000001"));
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000002/hide", "", OFFICER, "move=hide&what=contact", &body), 303);
	assert_true(is_hidden("EH-0000000002"));
	assert_int_equal(
	        ask(EH_POST, "/village/organisations/EH-0000000003/hide", "", COUNCIL, "move=hide&what=contact", &body), 303);
	assert_true(is_hidden("EH-0000000003"));
}

/* The rule stands behind the door too. */
static void no_keys_of_a_place_are_for_another_places_entry(void **state)
{
	const struct eh_motion_act acts[] = { eh_remove_act(), eh_show_act() };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct eh_buf text EH_CLEANUP_BUF = { 0 };
		const struct eh_motion_subject subject = { EH_STR("village"), eh_str_of(acts[i].kind), EH_STR("organisation"),
			EH_STR("EH-0000000001") };
		assert_int_equal(acts[i].enacts(acts[i].context, db, &subject, &text, &error), EH_NOT_FOUND);
		assert_non_null(strstr(error.message, "does not list"));
	}
}

static void of_everything_that_an_address_names_it_is_said_what_keeps_it_to_its_place(void **state)
{
	(void)state;
	for (const struct eh_route *route = eh_web_routes; route->pattern; route++) {
		struct eh_str rest = eh_str_of(route->pattern), part;
		while (strncmp(route->pattern, "/{place}", 8) == 0 && eh_str_split(&rest, '/', &part))
			if (eh_str_starts(part, EH_STR("{")) && !eh_web_admit_how(part))
				fail_msg("%s: nobody says what keeps %.*s to the place", route->pattern, EH_FMT(part));
	}
}

static void an_administrator_of_one_place_cancels_its_jobs_alone(void **state)
{
	struct eh_str body;

	(void)state;
	assert_int_equal(ask(EH_POST, "/village/admin/jobs", "", ADMINISTRATOR, "job=3&move=cancel", &body), 303);
	const struct eh_grant everywhere = { .person_id = people[ADMINISTRATOR], .role = EH_ROLE_ADMINISTRATOR };
	assert_ok(eh_db_begin(db, &error), &error);
	assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM, &everywhere, NULL, &error), &error);
	assert_ok(eh_db_commit(db, &error), &error);
	assert_int_equal(ask(EH_GET, "/village/admin/jobs", "", ADMINISTRATOR, "", &body), 200);
	assert_true(eh_str_find(body, EH_STR("2: build")) >= 0);
	assert_int_equal(ask(EH_POST, "/village/admin/jobs", "", ADMINISTRATOR, "job=2&move=cancel", &body), 303);
	assert_int_equal(ask(EH_POST, "/village/admin/backups", "", ADMINISTRATOR, "", &body), 303);
}

static void an_account_leads_to_an_entry_in_a_place_that_lists_it(void **state)
{
	static const char *const KEPT[] = { "EH-0000000002", "EH-0000000009" };
	struct eh_str body;

	(void)state;
	assert_ok(eh_db_begin(db, &error), &error);
	for (size_t i = 0; i < 2; i++)
		assert_ok(eh_role_grant(db, NOW, &EH_ACTOR_SYSTEM,
		                  &(const struct eh_grant){
		                          .person_id = people[HOLDER], .role = EH_ROLE_HOLDER, .org_id = eh_str_of(KEPT[i]) },
		                  NULL, &error),
		        &error);
	assert_ok(eh_db_commit(db, &error), &error);
	assert_int_equal(ask(EH_GET, "/account", "", HOLDER, "", &body), 200);
	assert_true(eh_str_find(body, EH_STR("/town/organisations/EH-0000000001/keep")) >= 0);
	assert_true(eh_str_find(body, EH_STR("/village/organisations/EH-0000000002/keep")) >= 0);
	assert_true(eh_str_find(body, EH_STR("an organisation that is no longer listed")) >= 0);
	assert_true(eh_str_find(body, EH_STR("organisations/EH-0000000009")) < 0);
	/* And those lead somewhere. */
	assert_int_equal(ask(EH_GET, "/village/organisations/EH-0000000002/keep", "", HOLDER, "", &body), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_of_another_place_is_read_or_changed_under_ones_own),
		cmocka_unit_test(a_row_of_another_place_is_not_reached_by_its_number_in_a_form),
		cmocka_unit_test(a_question_is_answered_by_a_place_that_it_concerns),
		cmocka_unit_test(lists_of_a_place_hold_its_own_and_what_is_no_places),
		cmocka_unit_test(what_is_on_both_lists_is_hidden_by_either),
		cmocka_unit_test(no_keys_of_a_place_are_for_another_places_entry),
		cmocka_unit_test(of_everything_that_an_address_names_it_is_said_what_keeps_it_to_its_place),
		cmocka_unit_test(an_administrator_of_one_place_cancels_its_jobs_alone),
		cmocka_unit_test(an_account_leads_to_an_entry_in_a_place_that_lists_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
