/* meetings_form.c: what is asked of an open meeting: shown, and read with what is wrong at its field. */
#include "base/calendar.h"
#include "http/form.h"
#include "meetings.h"
#include "register/meetings.h"
#include "templates.h"

static const struct eh_form_field ASKS[EH_MEETING_ASKS] = {
	[EH_MEETING_ASK_TITLE] = { "title", EH_FORM_LINE, EH_MEETING_LONGEST_LINE, .missing = EH_T("Give the meeting a title.") },
	[EH_MEETING_ASK_PURPOSE] = { "purpose", EH_FORM_TEXT, EH_MEETING_LONGEST_TEXT,
	        .missing = EH_T("Say what the meeting is for.") },
	[EH_MEETING_ASK_DAY] = { "date-day", EH_FORM_LINE, 10, .missing = EH_T("Enter the day of the meeting.") },
	[EH_MEETING_ASK_MONTH] = { "date-month", EH_FORM_LINE, 10, .missing = EH_T("Enter the month of the meeting.") },
	[EH_MEETING_ASK_YEAR] = { "date-year", EH_FORM_LINE, 10, .missing = EH_T("Enter the year of the meeting.") },
	[EH_MEETING_ASK_FROM] = { "starts", EH_FORM_LINE, 20, .missing = EH_T("Say when it starts.") },
	[EH_MEETING_ASK_TO] = { "ends", EH_FORM_LINE, 20, .missing = EH_T("Say when it ends.") },
	[EH_MEETING_ASK_VENUE] = { "venue", EH_FORM_TEXT, EH_MEETING_LONGEST_TEXT, .missing = NULL },
	[EH_MEETING_ASK_ONLINE] = { "online", EH_FORM_WEB, EH_MEETING_LONGEST_LINK, .missing = NULL },
	[EH_MEETING_ASK_ACCESS] = { "access", EH_FORM_TEXT, EH_MEETING_LONGEST_TEXT,
	        .missing = EH_T("Say what access there is, or whom to ask about it.") },
	[EH_MEETING_ASK_CONTACT] = { "contact", EH_FORM_LINE, EH_MEETING_LONGEST_LINE,
	        .missing = EH_T("Say whom people can ask about the meeting.") },
	[EH_MEETING_ASK_PAPERS] = { "papers", EH_FORM_TEXT, EH_MEETING_LONGEST_LINK *EH_MEETING_MOST_PAPERS, .missing = NULL },
};

/* Where an error of the rules stands on the form. */
static const enum eh_meeting_ask ASK_OF[EH_MEETING_FIELDS] = {
	[EH_MEETING_TITLE] = EH_MEETING_ASK_TITLE,
	[EH_MEETING_PURPOSE] = EH_MEETING_ASK_PURPOSE,
	[EH_MEETING_STARTS] = EH_MEETING_ASK_DAY,
	[EH_MEETING_ENDS] = EH_MEETING_ASK_TO,
	[EH_MEETING_VENUE] = EH_MEETING_ASK_VENUE,
	[EH_MEETING_ONLINE] = EH_MEETING_ASK_ONLINE,
	[EH_MEETING_ACCESS] = EH_MEETING_ASK_ACCESS,
	[EH_MEETING_CONTACT] = EH_MEETING_ASK_CONTACT,
	[EH_MEETING_PAPERS] = EH_MEETING_ASK_PAPERS,
};

static const char *const CLOCK_WRONG = EH_T("Enter a time, such as 6:30pm or 18:30.");

static struct eh_str clock_words(struct eh_request *request, int64_t instant)
{
	int minutes = eh_london_minutes(instant);

	return eh_arena_printf(request->arena, "%02d:%02d", minutes / 60, minutes % 60);
}

static void fill(
        struct eh_request *request, const struct eh_open_meeting_says *says, struct eh_form_answer answers[EH_MEETING_ASKS])
{
	int year, month, day;

	eh_date_split(eh_london_date(says->starts_at), &year, &month, &day);
	const struct eh_str values[EH_MEETING_ASKS] = {
		[EH_MEETING_ASK_TITLE] = says->title,
		[EH_MEETING_ASK_PURPOSE] = says->purpose,
		[EH_MEETING_ASK_DAY] = eh_arena_printf(request->arena, "%d", day),
		[EH_MEETING_ASK_MONTH] = eh_arena_printf(request->arena, "%d", month),
		[EH_MEETING_ASK_YEAR] = eh_arena_printf(request->arena, "%d", year),
		[EH_MEETING_ASK_FROM] = clock_words(request, says->starts_at),
		[EH_MEETING_ASK_TO] = clock_words(request, says->ends_at),
		[EH_MEETING_ASK_VENUE] = says->venue,
		[EH_MEETING_ASK_ONLINE] = says->online,
		[EH_MEETING_ASK_ACCESS] = says->access,
		[EH_MEETING_ASK_CONTACT] = says->contact,
		[EH_MEETING_ASK_PAPERS] = says->papers,
	};
	for (size_t i = 0; i < EH_MEETING_ASKS; i++)
		answers[i].value = values[i];
}

enum eh_rc eh_meeting_form_show(struct eh_request *request, struct eh_response *response, const struct eh_open_meeting *meeting,
        const struct eh_form_answer *answers, struct eh_str other, struct eh_error *err)
{
	struct eh_form_answer asked[EH_MEETING_ASKS] = { 0 };
	struct eh_page page EH_CLEANUP_PAGE = { 0 };
	struct eh_view_meeting_form form = {
		.meeting = meeting, .fields = ASKS, .answers = answers ? answers : asked, .other = other
	};
	struct eh_view view;

	EH_TRY(eh_meeting_acts_for(request, &form.side, err));
	EH_TRY(eh_view_begin(request, response,
	        eh_str_of(meeting ? EH_T("Change an open meeting") : EH_T("Call an open meeting")), &view, err));
	eh_view_forms(request, response, &view);
	if (meeting)
		fill(request, &meeting->says, asked);
	view.failed = answers || other.p;
	eh_html_meeting_form(&page, &view, &form);
	return eh_view_send(&page, response, err);
}

static bool whole(struct eh_str text, int most, int *ret_number)
{
	int64_t number;

	if (eh_str_to_i64(text, &number) != EH_OK || number < 1 || number > most)
		return false;
	*ret_number = (int)number;
	return true;
}

static bool wrong(struct eh_form_answer *answer, const char *why)
{
	answer->error = eh_str_of(why);
	return false;
}

static bool read_date(struct eh_form_answer answers[EH_MEETING_ASKS], int32_t *ret_date)
{
	int year, month, day;

	if (!whole(answers[EH_MEETING_ASK_DAY].value, 31, &day))
		return wrong(&answers[EH_MEETING_ASK_DAY], EH_T("The day must be a number from 1 to 31."));
	if (!whole(answers[EH_MEETING_ASK_MONTH].value, 12, &month))
		return wrong(&answers[EH_MEETING_ASK_MONTH], EH_T("The month must be a number from 1 to 12."));
	if (!whole(answers[EH_MEETING_ASK_YEAR].value, 9999, &year) || year < 1000)
		return wrong(&answers[EH_MEETING_ASK_YEAR], EH_T("The year must have four digits."));
	int32_t date = eh_date_make(year, month, day);
	if (date == EH_NO_DATE)
		return wrong(&answers[EH_MEETING_ASK_DAY], EH_T("There is no such day."));
	*ret_date = date;
	return true;
}

/* A date that is missing altogether is one mistake and not three. */
static void join_missing(struct eh_form_answer answers[EH_MEETING_ASKS])
{
	if (answers[EH_MEETING_ASK_DAY].value.n || answers[EH_MEETING_ASK_MONTH].value.n || answers[EH_MEETING_ASK_YEAR].value.n)
		return;
	answers[EH_MEETING_ASK_DAY].error = eh_str_of(EH_T("Enter the date of the meeting."));
	answers[EH_MEETING_ASK_MONTH].error = answers[EH_MEETING_ASK_YEAR].error = (struct eh_str){ NULL, 0 };
}

/* Addresses one a line, without empty lines. */
static struct eh_str tidy(struct eh_request *request, struct eh_str lines)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_str line;

	while (lines.n && eh_str_split(&lines, '\n', &line)) {
		line = eh_str_trim(line);
		if (line.n && eh_buf_printf(&out, "%s%.*s", out.n ? "\n" : "", EH_FMT(line)) < 0)
			break;
	}
	return eh_arena_str(request->arena, eh_buf_str(&out));
}

/* Asks the rules too: what they say stands at the field that it is about. */
static bool keeps_the_rules(
        struct eh_request *request, const struct eh_open_meeting_says *says, struct eh_form_answer answers[EH_MEETING_ASKS])
{
	enum eh_open_meeting_field field;
	struct eh_error why = { 0 };

	if (eh_open_meeting_check(request->now, says, &field, &why) == EH_OK)
		return true;
	answers[ASK_OF[field]].error = eh_arena_str(request->arena, eh_str_of(why.message));
	return false;
}

bool eh_meeting_form_read(
        struct eh_request *request, struct eh_form_answer answers[EH_MEETING_ASKS], struct eh_open_meeting_says *ret_says)
{
	bool good = eh_form_read(request, ASKS, EH_MEETING_ASKS, answers);
	bool dated = !answers[EH_MEETING_ASK_DAY].error.p && !answers[EH_MEETING_ASK_MONTH].error.p &&
	             !answers[EH_MEETING_ASK_YEAR].error.p;
	struct eh_open_meeting_says says = { .title = answers[EH_MEETING_ASK_TITLE].value,
		.purpose = answers[EH_MEETING_ASK_PURPOSE].value,
		.venue = answers[EH_MEETING_ASK_VENUE].value,
		.online = answers[EH_MEETING_ASK_ONLINE].value,
		.access = answers[EH_MEETING_ASK_ACCESS].value,
		.contact = answers[EH_MEETING_ASK_CONTACT].value,
		.papers = tidy(request, answers[EH_MEETING_ASK_PAPERS].value) };
	int from = 0, to = 0;
	int32_t date = 0;

	join_missing(answers);
	if (dated)
		good &= read_date(answers, &date);
	if (!answers[EH_MEETING_ASK_FROM].error.p && !eh_clock_parse(answers[EH_MEETING_ASK_FROM].value, &from))
		good = wrong(&answers[EH_MEETING_ASK_FROM], CLOCK_WRONG);
	if (!answers[EH_MEETING_ASK_TO].error.p && !eh_clock_parse(answers[EH_MEETING_ASK_TO].value, &to))
		good = wrong(&answers[EH_MEETING_ASK_TO], CLOCK_WRONG);
	says.starts_at = eh_london_instant(date, from);
	says.ends_at = eh_london_instant(date, to);
	*ret_says = says;
	return good && keeps_the_rules(request, &says, answers);
}
