#!/bin/sh
# Open meetings as programs and people use them: who may call one, what is refused, what calendars get, what the other side is told.
. tests/shell.sh
. tests/http/site.sh

make_town 60 5
serve_town --demo
PLACE=$SITE/example-town
CLIENT=1
YEAR=$(($(date +%Y) + 1))

# send STATUS ADDRESS FIELDS…: a form with a good token, and the fields of a meeting that are not given otherwise.
send() {
	want=$1 at=$2
	shift 2
	get "$want" --data-urlencode "token=$(cat "$FOLDER/token.$WHO")" "$@" "$PLACE/meetings/$at"
}
meeting() {
	want=$1 at=$2
	shift 2
	send "$want" "$at" --data-urlencode "title=${TITLE-Who is missing?}" --data-urlencode "purpose=${PURPOSE-We ask, together; and write it down.}" -d "date-day=${DAY-7}" \
		-d "date-month=${MONTH-7}" -d "date-year=$YEAR" --data-urlencode "starts=${FROM-6:30pm}" --data-urlencode "ends=${TO-20:00}" \
		--data-urlencode "venue=${VENUE-Town Hall
1 High Street}" --data-urlencode "online=${ONLINE-}" --data-urlencode "access=${ACCESS-Step-free}" --data-urlencode "contact=${CONTACT-01632 960 001}" \
		--data-urlencode "papers=${PAPERS-}" "$@"
}
# As whom: signed in, with a token kept.
as() {
	become "$1"
	get 200 "$PLACE/meetings/call"
	token >"$FOLDER/token.$1"
}
number_of() { sed -n 's|^[Ll]ocation: /example-town/meetings/\([0-9]*\)?.*|\1|p' "$TMP/headers" | tr -d '\r'; }
rows() { sqlite3 "$DB" "SELECT count(*) FROM open_meeting"; }
# What the page of JSON has of a meeting: number, field.
json_of() { sqlite3 :memory: "SELECT coalesce(json_extract(value, '\$.$2'), 'null') FROM json_each(readfile('$TMP/page'), '\$.meetings') WHERE json_extract(value, '\$.number') = $1"; }
# The calendar with its folded lines joined and without CR.
unfold() { tr -d '\r' <"$TMP/page" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g'; }

everybody_sees_the_meetings_of_both_sides_and_the_next_on_the_first_page() {
	CLIENT=2
	WHO=nobody
	get 200 "$PLACE/meetings"
	holds "$TMP/page" "Called by the council"
	holds "$TMP/page" "Called by the sector"
	lacks "$TMP/page" "/meetings/call"
	get 200 "$PLACE"
	holds "$TMP/page" "Next open meeting"
	holds "$TMP/page" '/example-town/meetings/1">Where help is missing'
	get 200 "$PLACE/meetings/1"
	holds "$TMP/page" "01632 960 001"
	lacks "$TMP/page" "Your side called it"
	get 404 "$PLACE/meetings/999"
	get 404 "$PLACE/meetings/x"
	get 404 "$PLACE/meetings/999/ics"
	get 405 -X POST "$PLACE/meetings"
	get 405 -X POST "$PLACE/meetings.ics"
	get 405 -X POST "$PLACE/meetings/1"
}

either_side_calls_one_and_the_stewards_of_the_other_are_told() {
	CLIENT=3
	before=$(rows)
	for pair in officer:council infrastructure:sector council:council sector:sector; do
		who=${pair%:*} side=${pair#*:}
		as "$who"
		sqlite3 "$DB" "SELECT coalesce(max(mail_id), 0) FROM mail" >"$TMP/newest"
		TITLE="Called by $who" meeting 303 call
		number=$(number_of)
		get 200 "$PLACE/meetings/$number?done=meeting-called"
		holds "$TMP/page" "The meeting is called"
		holds "$TMP/page" "Your side called it"
		[ "$(sqlite3 "$DB" "SELECT side FROM open_meeting WHERE meeting_id = $number")" = "$side" ]
		sqlite3 "$DB" "SELECT DISTINCT address FROM mail WHERE kind = 'meeting' AND mail_id > $(cat "$TMP/newest")" | sort >"$TMP/told"
		if [ "$side" = council ]; then
			printf 'sector2@example.org\nsector@example.org\n' >"$TMP/expected"
		else
			echo council@example.org >"$TMP/expected"
		fi
		cmp -s "$TMP/told" "$TMP/expected" || fail "$who told $(cat "$TMP/told")"
	done
	[ "$(rows)" = $((before + 4)) ]
	WHO=nobody
	get 200 "$PLACE/audit"
	holds "$TMP/page" "open meeting"
	lacks "$TMP/page" "Called by officer"
	get 200 "$SITE/outbox"
	holds "$TMP/page" "The council has called an open meeting: 7 July $YEAR, 6:30pm to 8:00pm."
}

times_are_of_london_and_kept_as_utc() {
	CLIENT=4
	as officer
	meeting 303 call
	number=$(number_of)
	[ "$(sqlite3 "$DB" "SELECT strftime('%H:%M', starts_at / 1000000, 'unixepoch') FROM open_meeting WHERE meeting_id = $number")" = 17:30 ]
	get 200 "$PLACE/meetings/$number"
	holds "$TMP/page" "7 July $YEAR, 6:30pm to 8:00pm"
	MONTH=1 meeting 303 call
	number=$(number_of)
	[ "$(sqlite3 "$DB" "SELECT strftime('%H:%M', starts_at / 1000000, 'unixepoch') FROM open_meeting WHERE meeting_id = $number")" = 18:30 ]
}

others_call_none_and_nobody_without_a_form_token() {
	CLIENT=5
	before=$(rows)
	for who in keeper admin nia; do
		become "$who"
		get 403 "$PLACE/meetings/call"
		get 200 "$SITE/account"
		token >"$FOLDER/token.$who"
		meeting 403 call
	done
	WHO=nobody
	get 303 "$PLACE/meetings/call"
	as officer
	echo none >"$FOLDER/token.officer"
	meeting 403 call
	: >"$FOLDER/token.officer"
	meeting 403 call
	[ "$(rows)" = "$before" ]
}

what_is_wrong_stands_at_its_field_and_what_was_typed_stays() {
	CLIENT=6
	as officer
	before=$(rows)
	wrong() { # field, words; the rest as meeting
		holds "$TMP/page" "href=\"#$1\">$2"
		holds "$TMP/page" '<title>Error: '
		holds "$TMP/page" 'value="Who is missing?"'
	}
	DAY=31 MONTH=2 meeting 200 call && wrong date-day "There is no such day"
	DAY=x meeting 200 call && wrong date-day "The day must be"
	MONTH=13 meeting 200 call && wrong date-month "The month must be"
	YEAR=27 meeting 200 call && wrong date-year "The year must have four digits"
	YEAR=2020 meeting 200 call && wrong date-day "The meeting must be in the future"
	FROM=soon meeting 200 call && wrong starts "Enter a time"
	TO=6pm meeting 200 call && wrong ends "The meeting must end after it starts"
	VENUE='' meeting 200 call && wrong venue "Say where the meeting is, or how to join it online"
	ONLINE=http://example.org/x meeting 200 call && wrong online "Enter a whole address that begins with https"
	ONLINE='javascript:alert(1)' meeting 200 call && wrong online ""
	PAPERS='https://example.org/a
ftp://example.org/b' meeting 200 call && wrong papers "Enter whole addresses"
	ACCESS='' meeting 200 call && wrong access "Say what access there is"
	CONTACT='' meeting 200 call && wrong contact "Say whom people can ask"
	YEAR='' DAY='' MONTH='' meeting 200 call && wrong date-day "Enter the date of the meeting"
	lacks "$TMP/page" 'href="#date-month"'
	TITLE='' meeting 200 call
	holds "$TMP/page" 'href="#title">Give the meeting a title'
	TITLE='<b>"Bold' DAY='' meeting 200 call
	lacks "$TMP/page" '<b>"Bold'
	holds "$TMP/page" 'value="&lt;b&gt;&quot;Bold"'
	holds "$TMP/page" 'href="#date-day">Enter the day'
	meeting 400 call -d title=Twice
	[ "$(rows)" = "$before" ]
}

a_side_changes_and_cancels_its_own_alone() {
	CLIENT=7
	as infrastructure
	meeting 303 call
	number=$(number_of)
	as officer
	get 403 "$PLACE/meetings/$number/change"
	get 403 "$PLACE/meetings/$number/cancel"
	meeting 403 "$number/change" -d seen=0
	send 403 "$number/cancel" -d seen=0 -d reason=Snow
	send 403 "$number/held" -d seen=0
	get 200 "$PLACE/meetings/$number"
	lacks "$TMP/page" "Your side called it"
	as sector
	get 200 "$PLACE/meetings/$number/change"
	holds "$TMP/page" 'value="18:30"'
	TITLE='Who else is missing?' meeting 303 "$number/change" -d seen=0
	# Somebody who still has the page from before it changed overwrites nothing.
	TITLE=Overwritten meeting 200 "$number/change" -d seen=0
	holds "$TMP/page" "Somebody has changed this meeting since you looked"
	send 200 "$number/cancel" -d seen=1
	holds "$TMP/page" 'href="#reason">Say why it is cancelled'
	send 200 "$number/held" -d seen=1
	holds "$TMP/page" "has not begun"
	send 303 "$number/cancel" -d seen=1 --data-urlencode "reason=The hall, it is flooded"
	WHO=nobody
	get 200 "$PLACE/meetings/$number"
	holds "$TMP/page" "This meeting is cancelled"
	holds "$TMP/page" "The hall, it is flooded"
	holds "$TMP/page" "Who else is missing?"
	get 200 "$PLACE/meetings"
	holds "$TMP/page" "govuk-tag--red"
	get 200 "$SITE/outbox"
	holds "$TMP/page" "Why: The hall, it is flooded"
	get 200 "$PLACE/meetings/$number/ics"
	unfold >"$TMP/ics"
	holds "$TMP/ics" "STATUS:CANCELLED"
	holds "$TMP/ics" "SEQUENCE:2"
}

one_that_has_begun_is_said_to_be_held_once() {
	CLIENT=8
	as officer
	meeting 303 call
	number=$(number_of)
	sqlite3 "$DB" "UPDATE open_meeting SET starts_at = starts_at - 800 * 86400000000, ends_at = ends_at - 800 * 86400000000 WHERE meeting_id = $number"
	get 200 "$PLACE/meetings/$number"
	holds "$TMP/page" "This meeting is past"
	lacks "$TMP/page" "01632 960 001"
	send 200 "$number/cancel" -d seen=0 -d reason=Late
	holds "$TMP/page" "This meeting is over"
	send 303 "$number/held" -d seen=0
	send 200 "$number/held" -d seen=1
	holds "$TMP/page" "This meeting was held"
	get 200 "$PLACE/meetings.json"
	[ "$(json_of "$number" state)" = held ] || fail "$(cat "$TMP/page")"
	[ "$(json_of "$number" contact)" = null ]
}

calendars_are_whole_and_keep_to_the_standard() {
	CLIENT=9
	as council
	long="$(printf 'Ünser Café, %.0s' 1 2 3 4 5 6 7 8)and more"
	TITLE="Tea; cake, and talk" PURPOSE="$long
END:VEVENT" PAPERS='https://example.org/a.pdf

https://example.org/b' ONLINE=https://meet.example.org/x meeting 303 call
	number=$(number_of)
	WHO=nobody
	get 200 "$PLACE/meetings/$number/ics"
	holds "$TMP/headers" "text/calendar; charset=utf-8"
	LC_ALL=C awk '{ if (substr($0, length($0)) != "\r") { print "no CR: " $0; exit 1 } if (length($0) > 76) { print length($0) ": " $0; exit 1 } }' "$TMP/page" >"$TMP/long" || fail "$(cat "$TMP/long")"
	unfold >"$TMP/ics"
	holds "$TMP/ics" 'SUMMARY:Tea\; cake\, and talk'
	holds "$TMP/ics" '\nEND:VEVENT\n'
	holds "$TMP/ics" "DTSTART:${YEAR}0707T173000Z"
	holds "$TMP/ics" 'LOCATION:Town Hall\n1 High Street'
	grep -q "^URL:http://.*/example-town/meetings/$number\$" "$TMP/ics"
	[ "$(grep -c '^BEGIN:VEVENT$' "$TMP/ics")" = 1 ] && [ "$(grep -c '^END:VEVENT$' "$TMP/ics")" = 1 ]
	grep '^UID:' "$TMP/ics" >"$TMP/uid"
	as council
	meeting 303 "$number/change" -d seen=0
	get 200 "$PLACE/meetings/$number/ics"
	unfold >"$TMP/ics"
	holds "$TMP/ics" "SEQUENCE:1"
	holds "$TMP/ics" "$(cat "$TMP/uid")"
	get 200 "$PLACE/meetings.ics"
	unfold >"$TMP/ics"
	# Of the last year: the one that an earlier test put long ago is no longer in it.
	[ "$(grep -c '^BEGIN:VEVENT$' "$TMP/ics")" = $(($(rows) - 1)) ] || fail "$(grep -c '^BEGIN:VEVENT$' "$TMP/ics") events of $(rows)"
	[ "$(grep '^UID:' "$TMP/ics" | sort -u | wc -l)" = $(($(rows) - 1)) ]
	[ "$(grep -c '^BEGIN:VCALENDAR$' "$TMP/ics")" = 1 ]
	get 200 "$PLACE/meetings.json"
	[ "$(sqlite3 :memory: "SELECT count(*) FROM json_each(readfile('$TMP/page'), '\$.meetings')")" = "$(rows)" ]
	for pair in state:changed called_by:council "starts:$YEAR-07-07T17:30:00Z"; do
		[ "$(json_of "$number" "${pair%%:*}")" = "${pair#*:}" ] || fail "$pair: $(json_of "$number" "${pair%%:*}")"
	done
}

run_tests everybody_sees_the_meetings_of_both_sides_and_the_next_on_the_first_page either_side_calls_one_and_the_stewards_of_the_other_are_told times_are_of_london_and_kept_as_utc \
	others_call_none_and_nobody_without_a_form_token what_is_wrong_stands_at_its_field_and_what_was_typed_stays a_side_changes_and_cancels_its_own_alone \
	one_that_has_begun_is_said_to_be_held_once calendars_are_whole_and_keep_to_the_standard
