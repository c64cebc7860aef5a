#!/bin/sh
# Corrections that act, as people use them: an organisation is marked as closed and opened again, two entries become one; who may, who hears of it, and what
# is refused with the reason.
. tests/shell.sh
. tests/http/site.sh

make_town 120 5
serve_town --demo
PLACE=$SITE/example-town
CLIENT=1

one() { sqlite3 "$DB" "$1"; }
# An open organisation of the town that nobody keeps and nobody turns a key for, with a service: the nth.
free() {
	one "SELECT o.org_id FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id AND a.council = 'Z06000001' WHERE o.status = 'active' AND o.visibility = 'publish'
		AND o.protected IS NULL AND o.org_id NOT IN (SELECT org_id FROM person_role WHERE org_id IS NOT NULL) $2
		AND EXISTS (SELECT 1 FROM service s WHERE s.org_id = o.org_id AND s.open) ORDER BY o.org_id LIMIT 1 OFFSET $1"
}
kept() { one "SELECT r.org_id FROM person_role r JOIN person_detail d USING (person_id) WHERE d.email = '$1@example.org' AND r.role = 'holder' LIMIT 1"; }
# suggest ORG FIELD WORDS: as a visitor; the number of the correction is in $NUMBER.
suggest() {
	WHO=visitor
	get 200 "$PLACE/organisations/$1/correct"
	get 303 --data-urlencode "token=$(token)" -d "field=$2" --data-urlencode "proposed=$3" "$PLACE/organisations/$1/correct"
	NUMBER=$(one "SELECT max(correction_id) FROM correction")
}
# decide STATUS DECISION FIELDS…: as whoever is signed in, of those that wait for the keepers of the list.
decide() {
	expected=$1 how=$2
	shift 2
	get 200 "$PLACE/corrections"
	get "$expected" --data-urlencode "token=$(token)" -d "correction=$NUMBER" -d "decision=$how" "$@" "$PLACE/corrections"
}
built() { # waits until the list is made anew
	for _ in $(seq 300); do
		[ "$(one "SELECT count(*) FROM job WHERE kind = 'build' AND state IN ('queued', 'running')")" = 0 ] && return
		sleep 0.1
	done
	fail "the list is not made"
}
status() { one "SELECT status FROM organisation WHERE org_id = '$1'"; }
told() { one "SELECT DISTINCT address FROM mail WHERE kind = 'acted' AND mail_id > $1 ORDER BY address" | tr '\n' ' '; }
newest_mail() { one "SELECT coalesce(max(mail_id), 0) FROM mail"; }

a_keeper_of_the_list_closes_what_nobody_keeps_and_the_other_side_opens_it_in_one_press() {
	CLIENT=2
	org=$(free 0 "")
	suggest "$org" closed "The door is bricked up since May."
	become officer
	get 200 "$PLACE/corrections"
	holds "$TMP/page" "It has closed</button>"
	before=$(newest_mail)
	decide 303 accept
	holds "$TMP/headers" "done=org-closed"
	[ "$(status "$org")" = closed ]
	[ "$(one "SELECT count(*) FROM service WHERE org_id = '$org' AND open")" = 0 ]
	[ "$(told "$before")" = "sector2@example.org sector@example.org " ] || fail "told: $(told "$before")"
	WHO=visitor
	get 200 "$PLACE/organisations/$org"
	holds "$TMP/page" "a correction that the keepers of the list checked"
	lacks "$TMP/page" "/reopen"
	get 200 "$PLACE/organisations/$org/json"
	[ "$(sqlite3 :memory: "SELECT json_extract(readfile('$TMP/page'), '\$.status')")" = closed ]
	get 200 "$PLACE/search.csv?q=$org"
	lacks "$TMP/page" "$org"
	get 200 "$PLACE"
	holds "$TMP/page" "</a>: has closed"
	get 200 "$PLACE/audit"
	holds "$TMP/page" "marked as closed"
	lacks "$TMP/page" "bricked up"
	# Nobody without a part in it, nor without a form token.
	get 401 -X POST "$PLACE/organisations/$org/reopen"
	get 405 "$PLACE/organisations/$org/reopen"
	for who in nia admin council; do
		become "$who"
		get 200 "$SITE/account"
		get 403 --data-urlencode "token=$(token)" -d x=1 "$PLACE/organisations/$org/reopen"
	done
	become infrastructure
	get 403 -d x=1 "$PLACE/organisations/$org/reopen"
	get 200 "$PLACE/corrections"
	holds "$TMP/page" "Marked as closed"
	before=$(newest_mail)
	get 303 --data-urlencode "token=$(token)" "$PLACE/organisations/$org/reopen"
	[ "$(told "$before")" = "council@example.org " ] || fail "told: $(told "$before")"
	built
	[ "$(status "$org")" = active ]
	get 200 "$PLACE/corrections"
	lacks "$TMP/page" "Marked as closed"
	get 409 --data-urlencode "token=$(token)" "$PLACE/organisations/$org/reopen"
}

an_organisation_closes_its_own_entry_and_no_side_does_it_for_it() {
	CLIENT=3
	org=$(kept nia)
	suggest "$org" closed "They are gone."
	for who in officer infrastructure; do
		become "$who"
		decide 200 accept
		holds "$TMP/page" "This organisation keeps its own entry"
	done
	seat=$(one "SELECT org_id FROM person_role WHERE role = 'steward' AND org_id IS NOT NULL AND org_id NOT IN (SELECT org_id FROM person_role WHERE role = 'holder' AND org_id IS NOT NULL) LIMIT 1")
	mine=$NUMBER
	if [ -n "$seat" ]; then
		suggest "$seat" closed "They are gone too."
		become officer
		decide 200 accept
		holds "$TMP/page" "only both keys"
		[ "$(status "$seat")" = active ]
	fi
	NUMBER=$mine
	become nia
	get 200 "$PLACE/organisations/$org/keep"
	get 303 --data-urlencode "token=$(token)" -d "correction=$NUMBER" -d decision=accept "$PLACE/organisations/$org/corrections"
	[ "$(status "$org")" = closed ]
	get 200 "$PLACE/organisations/$org/keep"
	holds "$TMP/page" "The organisation itself says that it has closed"
	get 200 "$PLACE/organisations/$org"
	get 303 --data-urlencode "token=$(token)" "$PLACE/organisations/$org/reopen"
	built
	[ "$(status "$org")" = active ]
}

two_keys_close_what_somebody_keeps() {
	CLIENT=4
	org=$(kept ned)
	become officer
	get 200 "$PLACE/organisations/$org/hide"
	get 200 --data-urlencode "token=$(token)" -d move=propose-close "$PLACE/organisations/$org/hide"
	holds "$TMP/page" "Say why"
	get 303 --data-urlencode "token=$(token)" -d move=propose-close -d "reasons=Nobody answers." "$PLACE/organisations/$org/hide"
	motion=$SITE$(sed -n 's|^[Ll]ocation: \([^?]*\).*|\1|p' "$TMP/headers" | tr -d '\r')
	for who in council sector sector2; do
		[ "$(status "$org")" = active ]
		become "$who"
		get 200 "$motion"
		holds "$TMP/page" "Mark an organisation as closed"
		seen=$(sed -n 's/.*name="seen" value="\([0-9a-f]*\)".*/\1/p' "$TMP/page" | head -1)
		get 303 --data-urlencode "token=$(token)" -d move=turn -d "seen=$seen" "$motion"
	done
	[ "$(status "$org")" = closed ]
	WHO=visitor
	get 200 "$PLACE/organisations/$org"
	holds "$TMP/page" "Both keys say that this organisation has closed"
	become officer
	get 200 "$PLACE/corrections"
	get 403 --data-urlencode "token=$(token)" "$PLACE/organisations/$org/reopen"
	become ned
	get 200 "$PLACE/organisations/$org"
	get 303 --data-urlencode "token=$(token)" "$PLACE/organisations/$org/reopen"
}

two_entries_become_one_and_are_told_apart_again() {
	CLIENT=5
	plain="AND o.org_id NOT IN (SELECT org_id FROM organisation_identifier)"
	left=$(free 0 "$plain") right=$(free 1 "$plain")
	[ -n "$left" ] && [ -n "$right" ]
	suggest "$left" twice "The same as $PLACE/organisations/$right"
	become infrastructure
	get 200 "$PLACE/corrections"
	holds "$TMP/page" "value=\"$right\""
	decide 303 accept -d "other=$right"
	built
	[ "$(one "SELECT count(*) FROM organisation WHERE org_id IN ('$left', '$right')")" = 1 ]
	become officer
	get 200 "$PLACE/corrections"
	holds "$TMP/page" "Two entries that became one"
	decide 303 take-back
	built
	[ "$(one "SELECT count(*) FROM organisation WHERE org_id IN ('$left', '$right')")" = 2 ]
}

what_cannot_be_one_is_refused_with_the_reason() {
	CLIENT=6
	charity="AND o.org_id IN (SELECT org_id FROM organisation_identifier WHERE scheme = 'GB-CHC')"
	left=$(free 0 "$charity") right=$(free 1 "$charity")
	suggest "$left" twice "There are two of them."
	become officer
	decide 200 accept -d "other=$right"
	holds "$TMP/page" "different numbers in one register"
	decide 200 accept --data-urlencode 'other=<b>EH-1'
	holds "$TMP/page" "Say which the other entry is"
	lacks "$TMP/page" "<b>EH-1"
	decide 200 accept -d "other=$left"
	holds "$TMP/page" "this very entry"
	decide 200 take-back
	holds "$TMP/page" "Nothing of this correction can be taken back"
	decide 200 nonsense
	NUMBER=999999
	decide 404 accept
}

run_tests a_keeper_of_the_list_closes_what_nobody_keeps_and_the_other_side_opens_it_in_one_press an_organisation_closes_its_own_entry_and_no_side_does_it_for_it \
	two_keys_close_what_somebody_keeps two_entries_become_one_and_are_told_apart_again what_cannot_be_one_is_refused_with_the_reason
