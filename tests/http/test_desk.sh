#!/bin/sh
# The desk as programs use it: what counts as local, stale entries, places of the installation. Who may, what is refused, what is told to nobody.
. tests/shell.sh
. tests/http/site.sh

make_town 120 5
serve_town --demo
PLACE=$SITE/example-town

# Each test comes from an address of its own: requests are counted by it.
CLIENT=1
setting() { sqlite3 "$DB" "SELECT neighbours FROM place WHERE place_id = 'example-town'"; }
# As whoever is signed in: turns a key for what the page of the motion shows.
turn() {
	get 200 "$1"
	seen=$(sed -n 's/.*name="seen" value="\([0-9a-f]*\)".*/\1/p' "$TMP/page" | head -1)
	get 303 --data-urlencode "token=$(token)" -d move=turn -d "seen=$seen" "$1"
}

what_counts_as_local_is_told_to_everybody_and_proposed_by_those_who_may() {
	CLIENT=2
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
	CLIENT=3
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

stale_entries_are_for_those_who_keep_the_list_oldest_first() {
	CLIENT=4
	WHO=nobody
	get 303 "$PLACE/stale"
	for who in keeper admin council sector; do
		become "$who"
		get 403 "$PLACE/stale"
		get 403 "$PLACE/stale.csv"
	done
	become infrastructure
	get 200 "$PLACE/stale.csv?older=3"
	cp "$TMP/page" "$TMP/all"
	[ "$(wc -l <"$TMP/all")" -gt 20 ] || fail "only $(wc -l <"$TMP/all") lines"
	tail -n +2 "$TMP/all" | grep -oE ',[0-9]{4}-[0-9]{2}-[0-9]{2},(people|list|grant),(keeper|register|nobody),' | cut -c2-11 >"$TMP/days"
	sort -c "$TMP/days"
	[ "$(wc -l <"$TMP/days")" = "$(($(wc -l <"$TMP/all") - 1))" ]
	parts=0
	for whom in keeper register nobody; do
		get 200 "$PLACE/stale.csv?older=3&whom=$whom"
		parts=$((parts + $(wc -l <"$TMP/page") - 1))
		! tail -n +2 "$TMP/page" | grep -vq ",$whom," || fail "whom=$whom gives others"
	done
	[ "$parts" = "$(wc -l <"$TMP/days")" ] || fail "$parts by whom to ask, $(wc -l <"$TMP/days") in all"
	get 200 "$PLACE/stale.csv?older=36"
	[ "$(wc -l <"$TMP/page")" -lt "$(wc -l <"$TMP/all")" ]
	get 200 "$PLACE/stale?older=3"
	total=$(sed -n 's|.*nothing was heard for over three months: \([0-9,]*\)\..*|\1|p' "$TMP/page" | tr -d ,)
	[ "$total" = "$(wc -l <"$TMP/days")" ] || fail "the page says $total, the CSV has $(wc -l <"$TMP/days")"
	get 200 "$PLACE/desk"
	holds "$TMP/page" "for over a year"
	holds "$TMP/page" "0 waiting, 0 overdue"
}

stale_entries_are_filtered_and_nonsense_is_as_good_as_nothing() {
	CLIENT=5
	become officer
	ward=$(sqlite3 "$DB" "SELECT ward FROM organisation WHERE ward IS NOT NULL AND visibility <> 'match only' AND status <> 'closed' GROUP BY ward ORDER BY count(*) DESC LIMIT 1")
	get 200 "$PLACE/stale.csv?older=3"
	all=$(wc -l <"$TMP/page")
	get 200 "$PLACE/stale.csv?older=3&ward=$ward"
	some=$(wc -l <"$TMP/page")
	[ "$some" -gt 1 ] && [ "$some" -lt "$all" ] || fail "$some of $all in $ward"
	get 200 "$PLACE/stale.csv?older=3&need=sport"
	some=$(wc -l <"$TMP/page")
	[ "$some" -gt 1 ] && [ "$some" -lt "$all" ] || fail "$some of $all do sport"
	get 200 "$PLACE/stale.csv?older=3&ward=%3Cscript%3E&need=%22&whom=--"
	[ "$(wc -l <"$TMP/page")" = "$all" ]
	get 200 "$PLACE/stale?older=3&page=99999&ward=%22%3E%3Cscript%3E"
	lacks "$TMP/page" '"><script>'
}

no_address_of_a_register_or_a_keeper_and_no_hidden_entry_is_among_them() {
	CLIENT=6
	sqlite3 "$DB" "SELECT fields FROM personal" | grep -oE '[A-Za-z0-9._-]+@[A-Za-z0-9.-]+' | sort -u >"$TMP/addresses"
	[ -s "$TMP/addresses" ]
	become officer
	get 200 "$PLACE/stale.csv?older=3"
	cp "$TMP/page" "$TMP/csv"
	get 200 "$PLACE/stale?older=3"
	for page in "$TMP/csv" "$TMP/page"; do
		! grep -qFf "$TMP/addresses" "$page" || fail "$(grep -Ff "$TMP/addresses" "$page" | head -c 300)"
		! grep -q '@' "$page" || [ "$page" = "$TMP/page" ] || fail "an address is in the CSV"
	done
	hidden=$(sqlite3 "$DB" "SELECT org_id FROM organisation WHERE visibility = 'match only' LIMIT 1")
	[ -z "$hidden" ] || lacks "$TMP/csv" "$hidden"
}

whoever_keeps_an_entry_is_asked_once_and_its_letter_confirms_once() {
	CLIENT=7
	org=$(sqlite3 "$DB" "SELECT r.org_id FROM person_role r JOIN person_detail d USING (person_id) WHERE d.email = 'keeper@example.org' AND r.org_id IS NOT NULL LIMIT 1")
	nobodys=$(sqlite3 "$DB" "SELECT org_id FROM organisation WHERE org_id NOT IN (SELECT org_id FROM person_role WHERE org_id IS NOT NULL) AND visibility <> 'match only' LIMIT 1")
	confirmed() { sqlite3 "$DB" "SELECT count(*) FROM own_confirmation WHERE org_id = '$org'"; }
	become officer
	get 200 "$PLACE/stale?older=3"
	get 400 --data-urlencode "token=$(token)" -d older=3 "$PLACE/stale"
	get 200 --data-urlencode "token=$(token)" -d "org=$nobodys" "$PLACE/stale"
	holds "$TMP/page" "Nobody keeps that entry here"
	get 303 --data-urlencode "token=$(token)" -d "org=$org" -d older=3 -d whom=keeper "$PLACE/stale"
	holds "$TMP/headers" "/example-town/stale?older=3&ward=&need=&whom=keeper&done=still-asked"
	get 200 "$PLACE/stale?older=3&whom=keeper"
	holds "$TMP/page" "Nobody is asked about an entry more than once a quarter"
	get 200 --data-urlencode "token=$(token)" -d "org=$org" -d older=3 "$PLACE/stale"
	holds "$TMP/page" "No email was sent"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM mail WHERE kind = 'confirm'")" = 1 ]
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM audit WHERE verb = 'asked whether it is still right'")" = 1 ]
	WHO=nobody
	get 200 "$SITE/outbox"
	letter=$SITE$(grep -o '/still-right/[A-Za-z0-9._-]*' "$TMP/page" | head -1)
	get 200 "$letter"
	get 200 -I "$letter"
	[ "$(confirmed)" = 0 ]
	get 200 -X POST "$letter"
	holds "$TMP/page" "is confirmed as of today"
	[ "$(confirmed)" = 1 ]
	rows=$(sqlite3 "$DB" "SELECT count(*) FROM audit")
	get 200 -X POST "$letter"
	holds "$TMP/page" "It is confirmed already"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM audit")" = "$rows" ]
}

places_are_listed_for_administrators_with_what_each_is_made_of() {
	CLIENT=8
	for who in keeper officer infrastructure council sector; do
		become "$who"
		get 403 "$PLACE/admin/places"
		get 200 "$SITE/account"
		get 403 --data-urlencode "token=$(token)" -d place=example-town -d called=Elsewhere "$PLACE/admin/places/rename"
		get 403 --data-urlencode "token=$(token)" -d id=other -d name=Other -d council=Z06000002 "$PLACE/admin/places"
	done
	become admin
	get 200 "$PLACE/admin/places"
	listed=$(sqlite3 "$DB" "SELECT count(*) FROM organisation_area a JOIN organisation o USING (org_id) WHERE a.council = 'Z06000001' AND o.status <> 'closed' AND o.visibility <> 'match only'")
	holds "$TMP/page" "$listed organisations. A file of its own was last read in"
	holds "$TMP/page" "1 for the council, 2 for the sector"
	holds "$TMP/page" "Council: Sallowby (Z06000001). Address: /example-town"
	holds "$TMP/page" "evenhand update places/NAME.ini --data DIR"
	lacks "$TMP/page" "Turn my key"
}

a_place_is_renamed_and_its_recipe_no_longer_names_it() {
	CLIENT=9
	become admin
	for name in "" Sallowby "$(printf '%0101d' 0)"; do
		get 200 "$PLACE/admin/places"
		get 200 --data-urlencode "token=$(token)" -d place=example-town -d "called=$name" "$PLACE/admin/places/rename"
		holds "$TMP/page" "There is a problem"
	done
	get 200 --data-urlencode "token=$(token)" -d place=nowhere -d called=Elsewhere "$PLACE/admin/places/rename"
	holds "$TMP/page" "There is no such place"
	get 303 --data-urlencode "token=$(token)" -d place=example-town --data-urlencode "called=Sallowby & <Vale>" "$PLACE/admin/places/rename"
	WHO=nobody
	get 200 "$PLACE"
	holds "$TMP/page" "Sallowby &amp; &lt;Vale&gt;"
	get 200 "$PLACE/audit"
	holds "$TMP/page" "renamed place example-town"
	ends_with 0 "$EVENHAND" --db "$DB" update places/example-town.ini --data "$TOWN"
	[ "$(sqlite3 "$DB" "SELECT name FROM place")" = "Sallowby & <Vale>" ]
	become admin
	get 200 "$PLACE/admin/places"
	get 303 --data-urlencode "token=$(token)" -d place=example-town -d called=Sallowby "$PLACE/admin/places/rename"
}

a_place_is_added_for_a_council_that_is_known_and_free() {
	CLIENT=10
	sqlite3 "$DB" "INSERT INTO area_code (code) VALUES ('Z06000002'); INSERT INTO area (area_id, batch_id, kind, vintage, name)
		SELECT (SELECT area_id FROM area_code WHERE code = 'Z06000002'), batch_id, 'lad', vintage, 'Otherby' FROM area WHERE kind = 'lad' LIMIT 1"
	become admin
	# What will not do, and what is said of it.
	while IFS='|' read -r id name council says; do
		get 200 "$PLACE/admin/places"
		get 200 --data-urlencode "token=$(token)" --data-urlencode "id=$id" --data-urlencode "name=$name" --data-urlencode "council=$council" "$PLACE/admin/places"
		holds "$TMP/page" "$says"
	done <<-END
		|Otherby|Otherby|Enter the place’s part of the address
		otherby||Otherby|Enter the place’s name
		otherby|Otherby||Enter the council’s name
		Other By|Otherby|Otherby|small letters, digits and hyphens
		sign-in|Otherby|Otherby|is used for other addresses
		assets|Otherby|Otherby|is used for other addresses
		example-town|Otherby|Otherby|There is a place example-town already
		otherby|Otherby|Nowhere|a council called “Nowhere”
		otherby|Otherby|E08000003|No list of areas here has the council
		otherby|Otherby|Sallowby|is the council of the place example-town already
	END
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM place")" = 1 ]
	get 303 --data-urlencode "token=$(token)" -d id=otherby -d name=Otherby -d council=otherby "$PLACE/admin/places"
	[ "$(sqlite3 "$DB" "SELECT place_id || name || council_code || neighbours || synthetic FROM place WHERE place_id = 'otherby'")" = otherbyOtherbyZ060000021 ]
	get 200 "$SITE/"
	holds "$TMP/page" 'href="/otherby"'
	get 200 "$SITE/otherby/local"
	get 200 "$PLACE/admin/places"
	holds "$TMP/page" "evenhand stewards enrol EMAIL --place otherby --side council"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM audit WHERE verb = 'added' AND subject_kind = 'place'")" = 1 ]
	# An administrator of one place adds none.
	sqlite3 "$DB" "UPDATE person_role SET ended_at = 1 WHERE role = 'administrator' AND place_id IS NULL"
	get 200 "$PLACE/admin/places"
	lacks "$TMP/page" 'name="council"'
	get 200 --data-urlencode "token=$(token)" -d id=third -d name=Third -d council=otherby "$PLACE/admin/places"
	holds "$TMP/page" "Only an administrator of the whole installation"
	get 200 --data-urlencode "token=$(token)" -d place=otherby -d called=Else "$PLACE/admin/places/rename"
	holds "$TMP/page" "Only an administrator of Otherby"
}

run_tests what_counts_as_local_is_told_to_everybody_and_proposed_by_those_who_may two_keys_change_it_and_the_recipe_no_longer_does \
	stale_entries_are_for_those_who_keep_the_list_oldest_first stale_entries_are_filtered_and_nonsense_is_as_good_as_nothing \
	no_address_of_a_register_or_a_keeper_and_no_hidden_entry_is_among_them whoever_keeps_an_entry_is_asked_once_and_its_letter_confirms_once \
	places_are_listed_for_administrators_with_what_each_is_made_of a_place_is_renamed_and_its_recipe_no_longer_names_it \
	a_place_is_added_for_a_council_that_is_known_and_free
