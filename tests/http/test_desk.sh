#!/bin/sh
# The desk as programs use it: what counts as local, stale entries, places of the installation. Who may, what is refused, what is told to nobody.
. tests/shell.sh
. tests/http/site.sh

make_town 120 5
serve_town --demo
PLACE=$SITE/example-town

become() {
	WHO=$1
	rm -f "$FOLDER/$WHO"
	get 200 "$SITE/sign-in"
	get 303 --data-urlencode "token=$(token)" --data-urlencode "who=$1@example.org" "$SITE/demo/be"
}
setting() { sqlite3 "$DB" "SELECT neighbours FROM place WHERE place_id = 'example-town'"; }
# As whoever is signed in: turns a key for what the page of the motion shows.
turn() {
	get 200 "$1"
	seen=$(sed -n 's/.*name="seen" value="\([0-9a-f]*\)".*/\1/p' "$TMP/page" | head -1)
	get 303 --data-urlencode "token=$(token)" -d move=turn -d "seen=$seen" "$1"
}

what_counts_as_local_is_told_to_everybody_and_proposed_by_those_who_may() {
	WHO=nobody
	get 200 "$PLACE/local"
	holds "$TMP/page" "Sallowby (Z06000001)"
	lacks "$TMP/page" 'name="neighbours"'
	for who in keeper admin nia; do
		become "$who"
		get 200 "$SITE/account"
		get 403 --data-urlencode "token=$(token)" -d neighbours=E08000003 -d reasons=Why "$PLACE/local"
	done
	become officer
	get 200 "$PLACE/local"
	get 200 --data-urlencode "token=$(token)" -d neighbours=E08000003 "$PLACE/local"
	holds "$TMP/page" 'href="#reasons">Say why'
	get 200 --data-urlencode "token=$(token)" --data-urlencode 'neighbours=<b>Nowhere' -d reasons=Why "$PLACE/local"
	holds "$TMP/page" 'href="#neighbours">No list of areas here'
	lacks "$TMP/page" '<b>Nowhere'
	get 200 --data-urlencode "token=$(token)" -d neighbours= -d reasons=Why "$PLACE/local"
	holds "$TMP/page" "These are the neighbours that count now"
	[ "$(sqlite3 "$DB" "SELECT (SELECT count(*) FROM local_change) + (SELECT count(*) FROM motion)")" = 0 ]
}

two_keys_change_it_and_the_recipe_no_longer_does() {
	become officer
	get 200 "$PLACE/local"
	get 303 --data-urlencode "token=$(token)" --data-urlencode "neighbours=E08000003
Z06000002" -d reasons="They are across the road." "$PLACE/local"
	motion=$SITE$(sed -n 's|^[Ll]ocation: \([^?]*\).*|\1|p' "$TMP/headers" | tr -d '\r')
	WHO=nobody
	get 200 "$motion"
	holds "$TMP/page" "neighbours before: none; after: E08000003 Z06000002"
	get 200 "$PLACE/local"
	holds "$TMP/page" "A change is proposed"
	for who in council sector; do
		become "$who"
		turn "$motion"
		[ -z "$(setting)" ]
	done
	become sector2
	turn "$motion"
	[ "$(setting)" = "E08000003 Z06000002" ]
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM job WHERE kind = 'build'")" -ge 1 ]
	WHO=nobody
	get 200 "$PLACE/local"
	holds "$TMP/page" "both keys, <a"
	get 200 "$motion"
	tr -d '\n' <"$TMP/page" >"$TMP/flat"
	holds "$TMP/flat" "Neighbours before: none<br>Neighbours after: E08000003, Z06000002"
	get 200 "$PLACE/audit"
	holds "$TMP/page" "changed what counts as local in place example-town"
	ends_with 0 "$EVENHAND" --db "$DB" update places/example-town.ini --data "$TOWN"
	holds "$TMP/err" "both keys have decided"
	[ "$(setting)" = "E08000003 Z06000002" ]
}

run_tests what_counts_as_local_is_told_to_everybody_and_proposed_by_those_who_may two_keys_change_it_and_the_recipe_no_longer_does
