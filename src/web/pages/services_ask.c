/* services_ask.c: the form in which an organisation says a service: its fields, what may be chosen, and what was sent. */
#include "register/taxonomy.h"
#include "services.h"
#include "sources/readers.h"

static const char *const HOWS[] = { "place", "wards", "whole", "remote", NULL };
static const char *const SHOWS[] = { "yes", "no", NULL };
static const char *const NEW_PEOPLE[] = { "yes", "waiting list", "no", NULL };
static const char *const NUMBERS[] = { "1", "2", "3", "4", "5", "6", "7", NULL };

#define CLOCK EH_T("Enter a time, like 10am or 14:30")

static const struct eh_form_field ASKS[EH_ASK_FIRST_MEETING] = {
	[EH_ASK_NAME] = { "name", EH_FORM_LINE, EH_SERVICE_LONGEST_NAME, .missing = EH_T("Enter what the service is called") },
	[EH_ASK_DOES] = { "does", EH_FORM_TEXT, EH_SERVICE_LONGEST, .missing = EH_T("Say what it does") },
	[EH_ASK_NEEDS] = { "needs", EH_FORM_CHOICES, 2000, .missing = EH_T("Choose what it helps with") },
	[EH_ASK_PEOPLE] = { "people", EH_FORM_CHOICES, 2000, .missing = NULL },
	[EH_ASK_HOW] = { "how", EH_FORM_CHOICE, .choices = HOWS, .missing = EH_T("Choose how it reaches people") },
	[EH_ASK_ADDRESS] = { "address", EH_FORM_LINE, 300, .missing = NULL },
	[EH_ASK_POSTCODE] = { "postcode", EH_FORM_POSTCODE, 10, .missing = NULL },
	[EH_ASK_SHOW] = { "show", EH_FORM_CHOICE, .choices = SHOWS, .missing = NULL },
	[EH_ASK_WARDS] = { "wards", EH_FORM_CHOICES, 4000, .missing = NULL },
	[EH_ASK_NOTE] = { "note", EH_FORM_LINE, EH_SERVICE_LONGEST_NOTE, .missing = NULL },
	[EH_ASK_COST] = { "cost", EH_FORM_LINE, 20, .missing = NULL },
	[EH_ASK_NEW_PEOPLE] = { "new_people", EH_FORM_CHOICE, .choices = NEW_PEOPLE, .missing = NULL },
	[EH_ASK_CAPACITY] = { "capacity", EH_FORM_NUMBER, 9, .missing = NULL },
	[EH_ASK_TELEPHONE] = { "telephone", EH_FORM_PHONE, 40, .missing = NULL },
	[EH_ASK_WEB] = { "web", EH_FORM_WEB, 300, .missing = NULL },
};
static const struct eh_form_field MEETS[EH_ASK_MEETING_FIELDS] = {
	[EH_ASK_DAY] = { "day", EH_FORM_CHOICE, .choices = NUMBERS, .missing = NULL },
	[EH_ASK_OFTEN] = { "often", EH_FORM_CHOICE, .choices = NUMBERS, .missing = NULL },
	[EH_ASK_FROM] = { "from", EH_FORM_LINE, 20, .missing = NULL },
	[EH_ASK_TO] = { "to", EH_FORM_LINE, 20, .missing = NULL },
};

static size_t meeting_at(size_t row, size_t field) { return EH_ASK_FIRST_MEETING + row * EH_ASK_MEETING_FIELDS + field; }

/* ---- What may be chosen ---- */

static enum eh_rc choose_codes(struct eh_request *request, struct eh_ask_service *form, struct eh_error *err)
{
	const char **needs = eh_arena_alloc_zero(request->arena, eh_need_count + 1, sizeof *needs);
	const char **people = eh_arena_alloc_zero(request->arena, eh_people_count + 1, sizeof *people);
	const char **wards = eh_arena_alloc_zero(request->arena, form->ward_count + 1, sizeof *wards);

	if (!needs || !people || !wards)
		return eh_fail_memory(err);
	for (size_t i = 0; i < eh_need_count; i++)
		needs[i] = eh_needs[i].code;
	for (size_t i = 0; i < eh_people_count; i++)
		people[i] = eh_people[i].code;
	for (size_t i = 0; i < form->ward_count; i++)
		wards[i] = form->wards[i].id.p;
	form->fields[EH_ASK_NEEDS].choices = needs;
	form->fields[EH_ASK_PEOPLE].choices = people;
	form->fields[EH_ASK_WARDS].choices = wards;
	return EH_OK;
}

/* Those that the list works with in the place. A list that was never made has none. */
static enum eh_rc choose_wards(
        struct eh_request *request, const struct eh_view *view, struct eh_ask_service *form, struct eh_error *err)
{
	struct eh_snapshot *snapshot;
	enum eh_rc rc = eh_view_snapshot(request, view, &snapshot, err);

	if (rc < 0)
		return rc == EH_NOT_FOUND ? EH_OK : rc;
	const struct eh_analysis *analysis = &snapshot->analysis;
	struct eh_named *wards = eh_arena_alloc_zero(request->arena, analysis->ward_count + 1, sizeof *wards);
	for (size_t i = 0; wards && i < analysis->ward_count; i++)
		wards[i] = (struct eh_named){ eh_arena_str(request->arena, analysis->wards[i].code),
			eh_arena_str(request->arena, analysis->wards[i].name) };
	form->wards = wards;
	form->ward_count = wards ? analysis->ward_count : 0;
	eh_snapshot_release(eh_request_web(request)->snapshots, snapshot);
	return eh_arena_check(request->arena, EH_OK, err);
}

static enum eh_rc name_meetings(struct eh_request *request, struct eh_ask_service *form, struct eh_error *err)
{
	for (size_t i = 0; i < EH_MEETINGS_ASKED * EH_ASK_MEETING_FIELDS; i++) {
		const struct eh_form_field *ask = &MEETS[i % EH_ASK_MEETING_FIELDS];
		struct eh_form_field *field = &form->fields[EH_ASK_FIRST_MEETING + i];
		*field = *ask;
		field->name = eh_arena_printf(request->arena, "%s-%zu", ask->name, i / EH_ASK_MEETING_FIELDS + 1).p;
		if (!field->name)
			return eh_fail_memory(err);
	}
	return EH_OK;
}

enum eh_rc eh_ask_service_begin(struct eh_request *request, const struct eh_view *view, const struct eh_facts *facts,
        struct eh_ask_service *form, struct eh_error *err)
{
	*form = (struct eh_ask_service){ .is_protected = facts->protected.p != NULL };
	memcpy(form->fields, ASKS, sizeof ASKS);
	for (size_t i = 0; i < EH_ASK_FIELDS; i++)
		form->answers[i].value = EH_STR("");
	if (form->is_protected)
		form->fields[EH_ASK_HOW].missing = NULL;
	EH_TRY(choose_wards(request, view, form, err));
	EH_TRY(choose_codes(request, form, err));
	return name_meetings(request, form, err);
}

/* ---- As it stands ---- */

static struct eh_str replaced(struct eh_arena *arena, struct eh_str text, char from, char to)
{
	struct eh_str copy = eh_arena_str(arena, text);
	char *out = eh_arena_alloc(arena, text.n + 1);

	for (size_t i = 0; out && i < copy.n; i++)
		out[i] = copy.p[i] == from ? to : copy.p[i];
	if (out)
		out[copy.n] = '\0';
	return (struct eh_str){ out, out ? copy.n : 0 };
}

static struct eh_str clock_words(struct eh_arena *arena, int minutes)
{
	return eh_arena_printf(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

static void fill_meetings(struct eh_arena *arena, const struct eh_meetings *meetings, struct eh_ask_service *form)
{
	for (size_t i = 0; i < meetings->count && i < EH_MEETINGS_ASKED; i++) {
		const struct eh_meeting *one = &meetings->items[i];
		struct eh_form_answer *answers = &form->answers[meeting_at(i, 0)];
		answers[EH_ASK_DAY].value = eh_str_of(NUMBERS[one->day]);
		answers[EH_ASK_OFTEN].value = eh_str_of(NUMBERS[one->often]);
		answers[EH_ASK_FROM].value = clock_words(arena, one->from);
		answers[EH_ASK_TO].value = clock_words(arena, one->to);
	}
}

static struct eh_str cost_words(struct eh_arena *arena, int64_t pence)
{
	if (pence == EH_DB_NULL)
		return EH_STR("");
	return pence % 100 ? eh_arena_printf(arena, "%lld.%02lld", (long long)(pence / 100), (long long)(pence % 100))
	                   : eh_arena_printf(arena, "%lld", (long long)(pence / 100));
}

enum eh_rc eh_ask_service_fill(
        struct eh_request *request, const struct eh_own_service *service, struct eh_ask_service *form, struct eh_error *err)
{
	struct eh_arena *arena = request->arena;
	bool at_place = service->how == EH_HOW_PLACE && service->address.n;
	const struct eh_str values[EH_ASK_FIRST_MEETING] = {
		[EH_ASK_NAME] = service->name,
		[EH_ASK_DOES] = service->does,
		[EH_ASK_NEEDS] = replaced(arena, service->needs, ' ', ','),
		[EH_ASK_PEOPLE] = replaced(arena, service->people, ' ', ','),
		[EH_ASK_HOW] = eh_str_of(eh_how_codes[service->how]),
		[EH_ASK_ADDRESS] = service->address,
		[EH_ASK_POSTCODE] = service->postcode,
		[EH_ASK_SHOW] = !at_place                ? EH_STR("")
		                : service->hides_address ? EH_STR("no")
		                                         : EH_STR("yes"),
		[EH_ASK_WARDS] = replaced(arena, service->wards, ' ', ','),
		[EH_ASK_NOTE] = service->note,
		[EH_ASK_COST] = cost_words(arena, service->cost_pence),
		[EH_ASK_NEW_PEOPLE] = service->new_people,
		[EH_ASK_CAPACITY] = service->capacity == EH_DB_NULL
		                            ? EH_STR("")
		                            : eh_arena_printf(arena, "%lld", (long long)service->capacity),
		[EH_ASK_TELEPHONE] = service->telephone,
		[EH_ASK_WEB] = service->web,
	};

	for (size_t i = 0; i < EH_ASK_FIRST_MEETING; i++)
		form->answers[i].value = values[i].p ? values[i] : EH_STR("");
	fill_meetings(arena, &service->meetings, form);
	return eh_arena_check(arena, EH_OK, err);
}

/* ---- What was sent ---- */

static bool wrong(struct eh_form_answer *answer, const char *sentence)
{
	if (!answer->error.p)
		answer->error = eh_str_of(sentence);
	return false;
}

/* Where people come, the address and whether it may be shown; where it goes out, the wards. */
static bool read_where(struct eh_ask_service *form, struct eh_own_service *service)
{
	struct eh_form_answer *answers = form->answers;
	bool good = true;

	service->how = EH_HOW_UNSAID;
	for (size_t i = 0; i < EH_HOW_COUNT; i++)
		if (eh_str_eq(answers[EH_ASK_HOW].value, eh_str_of(eh_how_codes[i])))
			service->how = (enum eh_how)i;
	if (service->how == EH_HOW_PLACE && !answers[EH_ASK_ADDRESS].value.n)
		good = wrong(&answers[EH_ASK_ADDRESS], EH_T("Enter the address that people come to"));
	if (service->how == EH_HOW_PLACE && !answers[EH_ASK_SHOW].value.n)
		good = wrong(&answers[EH_ASK_SHOW], EH_T("Choose whether the address may be shown"));
	if (service->how == EH_HOW_WARDS && !answers[EH_ASK_WARDS].value.n)
		good = wrong(&answers[EH_ASK_WARDS], EH_T("Choose the wards that it goes out to"));
	service->hides_address = eh_str_eq(answers[EH_ASK_SHOW].value, EH_STR("no"));
	return good;
}

/* One row of the times. A row without day and times says nothing. */
static bool read_meeting(struct eh_form_answer *answers, struct eh_meetings *meetings)
{
	struct eh_meeting one = { 0 };
	int64_t day = 1, often = 1;
	bool good = true;

	if (!answers[EH_ASK_DAY].value.n && !answers[EH_ASK_FROM].value.n && !answers[EH_ASK_TO].value.n)
		return true;
	if (!answers[EH_ASK_DAY].value.n)
		good = wrong(&answers[EH_ASK_DAY], EH_T("Choose the day"));
	if (!eh_clock_parse(answers[EH_ASK_FROM].value, &one.from))
		good = wrong(&answers[EH_ASK_FROM], CLOCK);
	if (!eh_clock_parse(answers[EH_ASK_TO].value, &one.to))
		good = wrong(&answers[EH_ASK_TO], CLOCK);
	if (good && one.from >= one.to)
		good = wrong(&answers[EH_ASK_TO], EH_T("It ends before it begins"));
	if (!good || answers[EH_ASK_DAY].error.p || answers[EH_ASK_OFTEN].error.p)
		return false;
	(void)eh_str_to_i64(answers[EH_ASK_DAY].value, &day);
	if (answers[EH_ASK_OFTEN].value.n)
		(void)eh_str_to_i64(answers[EH_ASK_OFTEN].value, &often);
	one.day = (int)day - 1;
	one.often = (enum eh_often)(often - 1);
	meetings->items[meetings->count++] = one;
	return true;
}

static bool read_cost(struct eh_form_answer *answer, int64_t *ret_pence)
{
	struct eh_str text = answer->value;

	*ret_pence = EH_DB_NULL;
	if (!text.n)
		return true;
	if (eh_str_eq_ascii_nocase(text, EH_STR("free"))) {
		*ret_pence = 0;
		return true;
	}
	text = eh_str_starts(text, EH_STR("£")) ? eh_str_sub(text, strlen("£"), text.n) : text;
	int64_t pence = eh_source_pence(text);
	if (pence == INT64_MIN || pence < 0)
		return wrong(answer, EH_T("Enter pounds, like 2.50, or 0 if it is free"));
	*ret_pence = pence;
	return true;
}

static bool read_numbers(struct eh_ask_service *form, struct eh_own_service *service)
{
	struct eh_str places = form->answers[EH_ASK_CAPACITY].value;

	service->capacity = EH_DB_NULL;
	if (places.n && !form->answers[EH_ASK_CAPACITY].error.p)
		(void)eh_str_to_i64(places, &service->capacity);
	return read_cost(&form->answers[EH_ASK_COST], &service->cost_pence);
}

bool eh_ask_service_read(struct eh_request *request, struct eh_ask_service *form, struct eh_own_service *ret_service)
{
	bool good = eh_form_read(request, form->fields, EH_ASK_FIELDS, form->answers);
	const struct eh_form_answer *answers = form->answers;
	struct eh_own_service service = { .name = answers[EH_ASK_NAME].value,
		.does = answers[EH_ASK_DOES].value,
		.needs = replaced(request->arena, answers[EH_ASK_NEEDS].value, ',', ' '),
		.people = replaced(request->arena, answers[EH_ASK_PEOPLE].value, ',', ' '),
		.address = answers[EH_ASK_ADDRESS].value,
		.postcode = answers[EH_ASK_POSTCODE].value,
		.wards = replaced(request->arena, answers[EH_ASK_WARDS].value, ',', ' '),
		.note = answers[EH_ASK_NOTE].value,
		.new_people = answers[EH_ASK_NEW_PEOPLE].value,
		.telephone = answers[EH_ASK_TELEPHONE].value,
		.web = answers[EH_ASK_WEB].value };

	if (!form->is_protected)
		good &= read_where(form, &service);
	for (size_t i = 0; i < EH_MEETINGS_ASKED; i++)
		good &= read_meeting(&form->answers[meeting_at(i, 0)], &service.meetings);
	good &= read_numbers(form, &service);
	*ret_service = service;
	return good;
}

void eh_ask_service_wrong(struct eh_ask_service *form, const char *field, struct eh_str sentence)
{
	for (size_t i = 0; field && i < EH_ASK_FIRST_MEETING; i++)
		if (strcmp(form->fields[i].name, field) == 0) {
			form->answers[i].error = sentence;
			return;
		}
	form->other = sentence;
}
