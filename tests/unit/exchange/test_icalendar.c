/* Calendars are what RFC 5545 says: lines of 75 octets ended by CR LF and folded between characters, text escaped, times in UTC. */
#include "test.h"

#include "exchange/icalendar.h"

#define SECOND INT64_C(1000000)
/* 2026-12-16T18:30:00Z. */
#define STARTS (INT64_C(1797445800) * SECOND)

static struct eh_icalendar_event event(void)
{
	return (struct eh_icalendar_event){ .uid = EH_STR("meeting-1@evenhand"),
		.stamp = STARTS - 86400 * SECOND,
		.created = INT64_MIN,
		.starts_at = STARTS,
		.ends_at = STARTS + 5400 * SECOND,
		.sequence = 3,
		.summary = EH_STR("Who is missing?"),
		.url = EH_STR("https://example.org/town/meetings/1?a=1;b,c") };
}

static void write_one(const struct eh_icalendar_event *one, struct eh_buf *out)
{
	assert_int_equal(eh_icalendar_begin(out, EH_STR("Open meetings")), EH_OK);
	assert_int_equal(eh_icalendar_event(out, one), EH_OK);
	assert_int_equal(eh_icalendar_end(out), EH_OK);
}

/* Every line ends in CR LF, none is longer than 75 octets, and each is whole characters. */
static void check_lines(struct eh_str calendar)
{
	size_t from = 0;

	assert_true(eh_str_ends(calendar, EH_STR("\r\n")));
	for (size_t i = 0; i < calendar.n; i++) {
		if (calendar.p[i] != '\n')
			continue;
		assert_true(i > from && calendar.p[i - 1] == '\r');
		struct eh_str line = eh_str_sub(calendar, from, i - 1 - from);
		if (line.n > EH_ICALENDAR_FOLD || !eh_utf8_valid(line, NULL) || eh_str_find(line, EH_STR("\r")) >= 0)
			fail_msg("%zu octets: %.*s", line.n, EH_FMT(line));
		from = i + 1;
	}
}

/* As a reader does: lines that begin with a blank belong to the one before. */
static void unfold(struct eh_str calendar, struct eh_buf *out)
{
	for (size_t i = 0; i < calendar.n; i++)
		if (eh_str_starts(eh_str_sub(calendar, i, 3), EH_STR("\r\n ")))
			i += 2;
		else
			assert_int_equal(eh_buf_add_char(out, calendar.p[i]), EH_OK);
}

static void assert_line(const struct eh_buf *unfolded, const char *line)
{
	char whole[512];

	snprintf(whole, sizeof whole, "\r\n%s\r\n", line);
	if (eh_str_find(eh_buf_str(unfolded), eh_str_of(whole)) < 0)
		fail_msg("no line %s in\n%.*s", line, EH_FMT(eh_buf_str(unfolded)));
}

static void an_event_has_what_the_standard_wants(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_icalendar_event one = event();

	(void)state;
	write_one(&one, &out);
	check_lines(eh_buf_str(&out));
	assert_true(eh_str_starts(eh_buf_str(&out), EH_STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")));
	assert_true(eh_str_ends(eh_buf_str(&out), EH_STR("END:VEVENT\r\nEND:VCALENDAR\r\n")));
	static const char *const LINES[] = { "UID:meeting-1@evenhand", "DTSTAMP:20261215T183000Z", "DTSTART:20261216T183000Z",
		"DTEND:20261216T200000Z", "SEQUENCE:3", "STATUS:CONFIRMED", "SUMMARY:Who is missing?",
		"URL:https://example.org/town/meetings/1?a=1;b,c", "X-WR-CALNAME:Open meetings" };
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
		assert_line(&out, LINES[i]);
	/* What is not known is not there. */
	static const char *const NONE[] = { "CREATED", "DESCRIPTION", "LOCATION", "CONTACT" };
	for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
		assert_true(eh_str_find(eh_buf_str(&out), eh_str_of(NONE[i])) < 0);
}

static void a_cancelled_event_says_so(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_icalendar_event one = event();

	(void)state;
	one.cancelled = true;
	write_one(&one, &out);
	assert_line(&out, "STATUS:CANCELLED");
	assert_true(eh_str_find(eh_buf_str(&out), EH_STR("CONFIRMED")) < 0);
}

static void text_is_escaped_so_that_it_ends_no_line_and_begins_no_property(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };
	struct eh_icalendar_event one = event();

	(void)state;
	one.summary = EH_STR("a,b;c\\d\r\nEND:VEVENT\rX:1\n\tlast\x01\x7f");
	one.location = EH_STR("Hall\n1 High Street, Town");
	one.url = EH_STR("https://example.org/\r\nATTACH:x");
	one.uid = EH_STR("u\nX:2");
	write_one(&one, &out);
	check_lines(eh_buf_str(&out));
	assert_line(&out, "SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENTX:1\\n last");
	assert_line(&out, "LOCATION:Hall\\n1 High Street\\, Town");
	assert_line(&out, "URL:https://example.org/ATTACH:x");
	assert_line(&out, "UID:uX:2");
}

/* Of any length, in characters of one to four octets, also where an escape or a character falls on the 75th octet. */
static void long_lines_are_folded_between_characters_and_come_back_whole(void **state)
{
	static const char *const PIECES[] = { "x", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x8f\xa0", "," };
	struct eh_buf text EH_CLEANUP_BUF = { 0 }, want EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(eh_buf_add(&want, EH_STR("N:")), EH_OK);
	for (size_t length = 0; length < 400; length++) {
		struct eh_buf out EH_CLEANUP_BUF = { 0 }, whole EH_CLEANUP_BUF = { 0 };
		const char *piece = PIECES[length * 7 % 5];
		assert_int_equal(eh_icalendar_line(&out, "N", eh_buf_str(&text), true), EH_OK);
		check_lines(eh_buf_str(&out));
		unfold(eh_buf_str(&out), &whole);
		assert_int_equal(whole.n, want.n + 2);
		assert_memory_equal(whole.p, want.p, want.n);
		assert_int_equal(eh_buf_add(&text, eh_str_of(piece)), EH_OK);
		assert_int_equal(eh_buf_printf(&want, "%s%s", *piece == ',' ? "\\" : "", piece), EH_OK);
	}
}

/* Broken UTF-8 never takes a line's end with it. */
static void broken_text_stays_inside_its_line(void **state)
{
	struct eh_buf out EH_CLEANUP_BUF = { 0 };

	(void)state;
	assert_int_equal(eh_icalendar_line(&out, "N", EH_STR("a\xf0\nb\xc3"), true), EH_OK);
	assert_str(eh_buf_str(&out), "N:a\xf0\\nb\xc3\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_event_has_what_the_standard_wants),
		cmocka_unit_test(a_cancelled_event_says_so),
		cmocka_unit_test(text_is_escaped_so_that_it_ends_no_line_and_begins_no_property),
		cmocka_unit_test(long_lines_are_folded_between_characters_and_come_back_whole),
		cmocka_unit_test(broken_text_stays_inside_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
