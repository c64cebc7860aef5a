#!/bin/sh
# The public pages of an invented town, as a browser asks for them: status codes, what stands there, and what must never stand there.
. tests/shell.sh
. tests/http/site.sh

EVENHAND_CLOCK=2026-04-01
export EVENHAND_CLOCK
PLACE=example-town
make_town 300 3

# Old identifiers of entries that were merged lead on.
SOME=$("$EVENHAND" organisations --json --db "$DB" | jq -r '[.[] | select(.status == "active" and (.identifiers | length) > 0)][0].id')
sqlite3 "$DB" "INSERT INTO redirect VALUES ('EH-0LD0000000', '$SOME')"

# And one that this one seems to continue, on the list of no council here.
sqlite3 "$DB" "INSERT INTO organisation (org_id, name, status, scale, visibility, address_public, first_seen, last_confirmed)
	VALUES ('EH-E1SEWHERE0', 'Elsewhere Society', 'unknown', 'local', 'publish', 0, 18000, 18808);
	INSERT INTO successor VALUES ('EH-E1SEWHERE0', '$SOME', 'GB-CHC', 18353, 'A Register', NULL, 18808, 19451, 'A Register', NULL)"

# One whose office lies elsewhere.
AWAY=$(sqlite3 "$DB" "SELECT o.org_id FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id AND a.council = o.council
	WHERE o.status = 'active' AND o.protected IS NULL AND o.ward IS NOT NULL AND o.address IS NULL AND o.org_id <> '$SOME' LIMIT 1")
sqlite3 "$DB" "UPDATE organisation SET council = 'E06000001', web = 'javascript://%0aalert(1)' WHERE org_id = '$AWAY';
	INSERT INTO own_word (org_id, field, value, said_as, person_id, said_at) VALUES ('$AWAY', 'web', 'javascript://%0aalert(1)', 'organisation', 0, 1775000000000000)"

# Another that no list names any more.
GONE=$(sqlite3 "$DB" "SELECT org_id FROM organisation WHERE status = 'active' AND protected IS NULL AND council IS NOT NULL AND org_id NOT IN ('$SOME', '$AWAY') LIMIT 1")
sqlite3 "$DB" "UPDATE current SET gone_date = 20000 WHERE (source_id, key) IN (SELECT source_id, key FROM organisation_record WHERE org_id = '$GONE')"

serve_town --log

search_engines_are_asked_to_leave_filters_and_forms_alone() {
	get 200 "$SITE/robots.txt"
	holds "$TMP/headers" "text/plain"
	holds "$TMP/page" "Disallow: /*/search?"
	lacks "$TMP/page" "Disallow: /*/organisations"
}

home_says_what_there_is_and_how_sure() {
	get 200 "$SITE/$PLACE"
	holds "$TMP/page" "Synthetic:"
	holds "$TMP/page" "organisations on the list"
	holds "$TMP/page" "What changed this month"
	holds "$TMP/page" "/$PLACE/search?help=money"
	holds "$TMP/page" "href=\"/$PLACE/add\">Add it yourself"
	[ "$(grep -c '<h1' "$TMP/page")" = 1 ]
	get 404 "$SITE/nowhere"
}

every_file_is_among_the_sources_and_those_to_match_only_are_said_so() {
	get 200 "$SITE/$PLACE/sources"
	holds "$TMP/page" "Council suppliers"
	holds "$TMP/page" "Used to match only, not shown"
	holds "$TMP/page" "Charity register: other names"
}

without_contacts_the_pages_name_the_council_and_serve_warns() {
	get 200 "$SITE/$PLACE/worried"
	holds "$TMP/page" "on the website of the council of Sallowby"
	for page in accessibility privacy; do
		get 200 "$SITE/$page"
		holds "$TMP/page" "About Sallowby: no address is published here yet"
	done
	holds "$FOLDER/log" "no contact is set that says whom to write to about the list: Sallowby"
	holds "$FOLDER/log" "no contact is set that says whom to tell of a worry about somebody: Sallowby"
}

with_contacts_readers_are_told_whom_to_write_to_and_nothing_warns() {
	"$EVENHAND" --db "$DB" serve --port 0 --contacts places/example-town.contacts.ini >"$TMP/serve" 2>"$TMP/warned" &
	second=$!
	for _ in $(seq 200); do grep -q '(port ' "$TMP/serve" && break; sleep 0.1; done
	there=http://localhost:$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$TMP/serve")
	get 200 "$there/$PLACE/worried"
	holds "$TMP/page" "01632 960002, at night 01632 960003"
	get 200 "$there/accessibility"
	holds "$TMP/page" 'href="mailto:list@sallowby.example"'
	kill $second
	wait $second
	lacks "$TMP/warned" "no contact"
}

counts_and_registers_are_in_words() {
	id=$(sqlite3 "$DB" "SELECT org_id FROM organisation_record JOIN organisation_code USING (org_id) WHERE why LIKE 'activities: %' LIMIT 1")
	get 200 "$SITE/$PLACE/organisations/$id"
	holds "$TMP/page" "from its activities, which say “"
	lacks "$TMP/page" "activities: &quot;"
	get 200 "$SITE/$PLACE/search?q=club"
	lacks "$TMP/page" ": 1 results"
	get 200 "$SITE/$PLACE/organisations?letter=a&page=99"
	holds "$TMP/page" "/$PLACE/organisations/EH-"
	get 200 "$SITE/$PLACE/what-if?need=youth"
	grep -o 'for="out-[0-9]*">[^<]*' "$TMP/page" | sed 's/.*>//' | sort | uniq -d >"$TMP/twice"
	[ ! -s "$TMP/twice" ] || fail "services of one name: $(head -3 "$TMP/twice")"
}

a_search_is_in_its_address() {
	get 200 "$SITE/$PLACE/search?q=club&kind=organisation"
	holds "$TMP/page" 'name="q" type="search" value="club"'
	holds "$TMP/page" '<span class="govuk-visually-hidden">Remove: </span>Organisations'
	holds "$TMP/page" "/$PLACE/search.csv?q=club&amp;kind=organisation&amp;"
	holds "$TMP/page" 'class="eh-dots"'
	get 200 "$SITE/$PLACE/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
	lacks "$TMP/page" '<script>alert'
	get 200 "$SITE/$PLACE/search?q=zzzzqqqq"
	holds "$TMP/page" "That does not mean that nobody helps"
	get 200 "$SITE/$PLACE/search?q=club&page=5000"
	holds "$TMP/page" "There is no page 5000"
	get 400 "$SITE/$PLACE/search?q=%ff"
	get 405 -X POST -d q=club "$SITE/$PLACE/search"
}

the_file_is_what_the_page_shows() {
	get 200 "$SITE/$PLACE/search?q=club&kind=organisation"
	total=$(sed -n 's/.*role="status"><strong>\([0-9,]*\)<.*/\1/p' "$TMP/page" | tr -d ,)
	[ "$total" -gt 3 ] || fail "there are $total clubs"
	grep -o 'class="govuk-link" href="/[a-z-]*/organisations/EH-[A-Z0-9]*' "$TMP/page" | sed 's|.*/||' | sort -u >"$TMP/shown"
	get 200 "$SITE/$PLACE/search.csv?q=club&kind=organisation"
	holds "$TMP/headers" "text/csv"
	[ "$(($(wc -l <"$TMP/page") - 1))" -eq "$total" ] || fail "$(wc -l <"$TMP/page") lines for $total results"
	while read -r id; do holds "$TMP/page" "$id"; done <"$TMP/shown"
}

a_resident_sees_telephones_and_helplines_first() {
	get 200 "$SITE/$PLACE/search?help=abuse"
	holds "$TMP/page" "If you need help now"
	holds "$TMP/page" 'href="tel:08082000247"'
	holds "$TMP/page" "Exit this page"
	holds "$TMP/page" "being here is no endorsement"
	get 200 "$SITE/$PLACE/search?help=money"
	holds "$TMP/page" "Help with money, debt and benefits"
	holds "$TMP/page" 'href="tel:08001381111"'
	lacks "$TMP/page" "Exit this page"
	# Of those that are chiefly there for it, and then of the others, none with a telephone comes after one without.
	sqlite3 "$DB" "SELECT id FROM search_entry WHERE ' ' || chief || ' ' LIKE '% money %'" >"$TMP/chief"
	for page in $(seq 12); do
		get 200 "$SITE/$PLACE/search?help=money&page=$page"
		grep -o '^<h3.*href="[^"]*"\|class="eh-tel"><a class="govuk-link" href="tel:\|class="eh-heard"' "$TMP/page" >>"$TMP/order" || break
	done
	awk -F'"' 'NR == FNR { chief[$1] = 1; next } /^<h3/ { id = $(NF - 1); sub(".*/", "", id); tel = 0 } /eh-tel/ { tel = 1 }
		/eh-heard/ { rank = (id in chief ? 0 : 2) + !tel; if (rank < last) late = id; last = rank; seen[rank]++ }
		END { print late; exit !(seen[0] && seen[1] && seen[2] && seen[3] && !late) }' "$TMP/chief" "$TMP/order" ||
		fail "not in order: $(cut -c1-150 "$TMP/order")"
}

a_postcode_hides_no_confidential_service() {
	get 200 "$SITE/$PLACE/search?help=abuse"
	all=$(sed -n 's/.*role="status"><strong>\([0-9,]*\)<.*/\1/p' "$TMP/page" | tr -d ,)
	get 200 "$SITE/$PLACE/search?help=abuse&near=ZZ1"
	near=$(sed -n 's/.*role="status"><strong>\([0-9,]*\)<.*/\1/p' "$TMP/page" | tr -d ,)
	[ "$all" -gt 0 ] && [ "$all" = "$near" ] || fail "$all without a postcode, $near with one"
	holds "$TMP/page" "Place kept private."
	get 200 "$SITE/$PLACE/search?help=abuse&near=ZZ1&within=0.5"
	holds "$TMP/page" "Place kept private."
	get 200 "$SITE/$PLACE/search?help=sport&near=ZZ1&within=0.5"
	holds "$TMP/page" "Left out because of their distance, or because their place is not known"
	holds "$TMP/page" "/$PLACE/search?help=sport&amp;near=ZZ1&amp;\">"
}

help_without_a_place_is_not_judged_by_walking() {
	get 200 "$SITE/$PLACE/gaps/abuse"
	holds "$TMP/page" "walking time says nothing"
	lacks "$TMP/page" "people live farther than"
	lacks "$TMP/page" "None of the 0 gaps"
	grep -q '<td[^>]*>100%' "$TMP/page" && fail "the page says that all are within a walk"
	get 200 "$SITE/$PLACE/gaps"
	grep 'gaps/abuse"' "$TMP/page" | grep -q "walking time says nothing" || fail "the table of needs does not say it"
	grep 'gaps/abuse"' "$TMP/page" | grep -q "100%" && fail "the table of needs says 100%"
	get 200 "$SITE/$PLACE/gaps.csv?need=abuse"
	[ "$(tail -n +2 "$TMP/page" | cut -d, -f6 | sort -u)" = "" ] || fail "the file gives a share: $(head -3 "$TMP/page")"
	get 200 "$SITE/$PLACE/gaps/sport?minutes=10"
	holds "$TMP/page" "farther than 10 minutes"
	holds "$TMP/page" "Gap at 20 minutes"
	get 200 "$SITE/$PLACE"
	lacks "$TMP/page" "Where nobody on this list reaches"
}

what_if_says_what_to_do_and_opens_no_gap_by_adding() {
	get 200 "$SITE/$PLACE/what-if?need=sport"
	holds "$TMP/page" "Nothing is changed yet."
	get 200 "$SITE/$PLACE/what-if?need=sport&postcode=EH1+1AA"
	holds "$TMP/page" "EH1 1AA lies outside what the list covers. Enter a postcode in Sallowby, like ZZ"
	lacks "$TMP/page" "LU1 2BQ"
	get 200 "$SITE/$PLACE/what-if?need=sport&postcode=nowhere"
	holds "$TMP/page" "That is no postcode."
	postcode=$(sed -n 's/^\(ZZ[^,]*\),.*/\1/p' "$TOWN/postcodes.csv" | sed -n 40p)
	get 200 --data-urlencode "postcode=$postcode" -G "$SITE/$PLACE/what-if?need=sport"
	holds "$TMP/page" "<strong>0 and "
	lacks "$TMP/page" "Nothing is changed yet."
}

suggestions_lead_somewhere() {
	get 200 "$SITE/$PLACE/suggest?q=deb"
	jq -e 'length > 0 and all(.[]; (.text | length) > 0 and (.href | startswith("/example-town/")))' "$TMP/page"
	jq -r '.[].href' "$TMP/page" >"$TMP/paths"
	while read -r path; do get 200 "$SITE$path"; done <"$TMP/paths"
	get 200 "$SITE/$PLACE/suggest"
	jq -e 'length == 0' "$TMP/page"
}

an_organisation_says_who_said_so() {
	get 200 "$SITE/$PLACE/organisations/$SOME"
	holds "$TMP/page" "Who says so: every fact with its source and date"
	holds "$TMP/page" "How recent"
	holds "$TMP/page" "/$PLACE/organisations/$SOME/correct"
	holds "$TMP/page" "/$PLACE/organisations/$SOME/claim"
	sed -n 's|.*<script type="application/ld+json">\(.*\)</script>.*|\1|p' "$TMP/page" >"$TMP/ld"
	jq -e --arg id "$SOME" '."@type" == "NGO" and (.name | length) > 0 and (."@id" | endswith($id)) and (.identifier | length) > 0' "$TMP/ld"
	get 200 "$SITE/$PLACE/organisations/$SOME/json"
	jq -e --arg id "$SOME" '.id == $id' "$TMP/page"
	get 404 "$SITE/$PLACE/organisations/EH-N0TTHERE00"
	get 404 "$SITE/$PLACE/services/S-nothing"
}

# One service with this condition: its page, what it says for machines, and what its map shows.
service_where() {
	SERVICE=$(sqlite3 "$DB" "SELECT service_id FROM service WHERE from_service_source <> 0 AND protected IS NULL AND $1 ORDER BY service_id LIMIT 1")
	[ -n "$SERVICE" ] || fail "no service is such: $1"
	get 200 "$SITE/$PLACE/services/$SERVICE"
	sed -n 's|.*<script type="application/ld+json">\(.*\)</script>.*|\1|p' "$TMP/page" >"$TMP/ld"
	shaded=$(grep -o '<path class="s4"' "$TMP/page" | wc -l)
	dots=$(grep -o '<circle ' "$TMP/page" | wc -l)
}

a_service_shows_the_area_it_serves() {
	service_where "address_public <> 0 AND ward IS NOT NULL AND whole_place = 0"
	[ "$shaded $dots" = "1 1" ] || fail "$SERVICE has $shaded wards and $dots dots"
	holds "$TMP/page" "The area it serves"
	lacks "$TMP/page" '<ul class="key">'
	# Once its address is hidden, its ward is all that is left, on the page and for machines.
	address=$(jq -r .availableChannel.serviceLocation.address.streetAddress "$TMP/ld")
	sqlite3 "$DB" "UPDATE service SET address_public = 0 WHERE service_id = '$SERVICE'"
	service_where "service_id = '$SERVICE'"
	[ "$shaded $dots" = "1 0" ] || fail "$SERVICE has $shaded wards and $dots dots"
	holds "$TMP/page" "Where in it is not shown"
	lacks "$TMP/page" '"serviceLocation"'
	jq -e --arg address "$address" '($address | length) > 3 and (.availableChannel | tostring | contains($address) | not)' "$TMP/ld"
	sqlite3 "$DB" "UPDATE service SET whole_place = 1 WHERE service_id = '$SERVICE'"
	service_where "whole_place <> 0"
	[ "$shaded" -gt 3 ] || fail "$SERVICE has $shaded wards"
	holds "$TMP/page" "works across the whole place"
	ward=$(sqlite3 "$DB" "SELECT ward FROM service WHERE ward IS NOT NULL GROUP BY ward ORDER BY ward LIMIT 1")
	sqlite3 "$DB" "INSERT INTO service_ward VALUES ('$SERVICE', '$ward')"
	get 200 "$SITE/$PLACE/services/$SERVICE"
	[ "$(grep -o '<path class="s4"' "$TMP/page" | wc -l)" = 1 ]
	holds "$TMP/page" "the wards it goes out to"
	sqlite3 "$DB" "DELETE FROM service_ward WHERE service_id = '$SERVICE' AND ward = '$ward'"
	sqlite3 "$DB" "UPDATE service SET address_public = 1, whole_place = 0 WHERE service_id = '$SERVICE'"
}

a_service_is_told_to_machines() {
	service_where "address_public <> 0 AND open <> 0 AND times LIKE 'MO,WE __:__-__:__'"
	jq -e --arg id "$SERVICE" '."@type" == "Service" and (."@id" | endswith("/services/" + $id)) and .provider."@type" == "NGO" and
		(.areaServed | length) > 0 and .availableChannel.serviceLocation.address.postalCode != null and
		.hoursAvailable[0].dayOfWeek == ["Monday", "Wednesday"] and (.hoursAvailable[0].opens | test("^[0-2][0-9]:[0-5][0-9]$"))' "$TMP/ld"
	holds "$TMP/page" "/$PLACE/services/$SERVICE/json"
	get 200 "$SITE/$PLACE/services/$SERVICE/json"
	holds "$TMP/headers" "application/json"
	jq -e --arg id "$SERVICE" '.id == $id and (.organisation | startswith("EH-")) and (.said | length) > 0 and .ward != null' "$TMP/page"
	get 404 "$SITE/$PLACE/services/S-nothing/json"
	# What is not on every week has no hours for machines.
	service_where "open <> 0 AND times IS NULL"
	jq -e '.hoursAvailable == null' "$TMP/ld"
}

links_of_letters_that_were_not_sent_lead_nowhere() {
	token=$(printf 'A%.0s' $(seq 43))
	for path in "invited/1.invited.$token" "invited/1.invited.$token/stop" "told/1.told.$token" "invited/x" "told/x" "told/1.invited.$token"; do
		get 404 "$SITE/$path"
	done
}

what_is_sent_to_organisations_is_for_those_who_keep_the_list() {
	for path in claims/letters invitations invitations/1; do
		get 303 "$SITE/$PLACE/$path"
		holds "$TMP/headers" "/sign-in"
	done
}

an_old_identifier_leads_on_for_good() {
	get 301 "$SITE/$PLACE/organisations/EH-0LD0000000"
	holds "$TMP/headers" "/$PLACE/organisations/$SOME"
	get 301 "$SITE/$PLACE/organisations/EH-0LD0000000/json"
	holds "$TMP/headers" "/$PLACE/organisations/$SOME/json"
}

everybody_stands_from_a_to_z() {
	get 200 "$SITE/$PLACE/organisations"
	holds "$TMP/page" "Organisations from A to Z"
	all=$(sed -n 's/^<p class="govuk-body">\([0-9,]*\) organisations on the list.*/\1/p' "$TMP/page" | tr -d ,)
	count=0
	for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z other; do
		get 200 "$SITE/$PLACE/organisations?letter=$letter"
		n=$(sed -n 's/^<h2 class="govuk-heading-m">.*: \([0-9,]*\)<.*/\1/p' "$TMP/page" | tr -d ,)
		count=$((count + n))
		[ "$n" -gt 100 ] || [ "$(grep -o 'govuk-link" href="/example-town/organisations/EH-' "$TMP/page" | wc -l)" -eq "$n" ] ||
			fail "letter $letter says $n"
	done
	[ "$all" -gt 100 ] && [ "$count" -eq "$all" ] || fail "$count in the letters, $all in all"
	get 200 "$SITE/$PLACE/organisations?letter=%3Cb%3E&page=0"
	lacks "$TMP/page" "<b>"
}

# The files of the town hold refuges with their addresses by mistake, as real lists do.
a_protected_place_is_on_no_page() {
	jq -R -s -r 'split("\n") | .[1:] | map(select(length > 0)) | .[]' "$TOWN/truth_organisations.csv" |
		awk -F, '$12 == "yes" { print $16 "|" $2 }' >"$TMP/refuges"
	[ -s "$TMP/refuges" ] || fail "the town has no refuge"
	sqlite3 "$DB" "SELECT org_id FROM organisation WHERE protected IS NOT NULL" >"$TMP/ids"
	[ -s "$TMP/ids" ] || fail "the list has no protected organisation"
	get 200 "$SITE/$PLACE/search?help=abuse"
	cp "$TMP/page" "$TMP/all"
	get 200 "$SITE/$PLACE/search.csv?help=abuse"
	cat "$TMP/page" >>"$TMP/all"
	while read -r id; do
		get 200 "$SITE/$PLACE/organisations/$id"
		holds "$TMP/page" "Kept private, to keep people safe"
		holds "$TMP/page" "Exit this page"
		lacks "$TMP/page" 'class="eh-dots"'
		cat "$TMP/page" >>"$TMP/all"
		get 200 "$SITE/$PLACE/organisations/$id/json"
		cat "$TMP/page" >>"$TMP/all"
		sqlite3 "$DB" "SELECT service_id FROM service WHERE org_id = '$id'" >"$TMP/services"
		while read -r service; do
			get 200 "$SITE/$PLACE/services/$service"
			lacks "$TMP/page" 'class="eh-dots"'
			lacks "$TMP/page" '"serviceLocation"'
			lacks "$TMP/page" '"areaServed"'
			cat "$TMP/page" >>"$TMP/all"
			get 200 "$SITE/$PLACE/services/$service/json"
			jq -e '.ward == null and .address == null and .postcode == null and .telephone == null' "$TMP/page"
			cat "$TMP/page" >>"$TMP/all"
		done <"$TMP/services"
	done <"$TMP/ids"
	while IFS='|' read -r postcode _; do lacks "$TMP/all" "$postcode"; done <"$TMP/refuges"
}

an_address_that_may_be_a_home_is_on_no_page() {
	sqlite3 "$DB" "SELECT org_id, postcode FROM organisation WHERE address_public = 0 AND postcode IS NOT NULL AND protected IS NULL
		AND org_id NOT IN (SELECT org_id FROM service WHERE address_public <> 0) AND org_id IN (SELECT a.org_id FROM organisation_area a
		JOIN place p ON p.council_code = a.council WHERE p.place_id = '$PLACE') LIMIT 40" >"$TMP/offices"
	[ "$(wc -l <"$TMP/offices")" -gt 5 ]
	while IFS='|' read -r id postcode; do
		get 200 "$SITE/$PLACE/organisations/$id"
		lacks "$TMP/page" "$postcode"
	done <"$TMP/offices"
}

the_language_is_asked_for_remembered_or_the_browsers() {
	get 200 "$SITE/$PLACE"
	holds "$TMP/page" '<html class="govuk-template" lang="en-GB">'
	holds "$TMP/headers" "Vary: Accept-Encoding, Accept-Language, Cookie"
	get 200 -H 'Accept-Language: cy-GB,cy;q=0.9,en;q=0.8' "$SITE/$PLACE"
	holds "$TMP/page" '<html class="govuk-template" lang="cy">'
	holds "$TMP/page" '>Preifatrwydd</a>'
	holds "$TMP/page" '<span lang="en">What changed this month</span>'
	lacks "$TMP/headers" "Set-Cookie"
	get 200 "$SITE/$PLACE?lang=cy"
	holds "$TMP/headers" "lang=cy; Path=/; HttpOnly; SameSite=Lax"
	holds "$TMP/page" '?lang=en'
	get 200 -H 'Cookie: lang=cy' "$SITE/$PLACE/organisations"
	holds "$TMP/page" 'lang="cy"'
	get 200 -H 'Cookie: lang=cy' "$SITE/$PLACE?lang=en"
	holds "$TMP/page" 'lang="en-GB"'
	get 200 -H 'Cookie: lang=<script>' -H 'Accept-Language: ;;,,"' "$SITE/$PLACE?lang=%3Cscript%3E"
	holds "$TMP/page" 'lang="en-GB"'
	lacks "$TMP/headers" "Set-Cookie"
	lacks "$TMP/page" "?lang=en"
}

a_predecessor_of_another_list_is_named_and_leads_nowhere() {
	get 200 "$SITE/$PLACE/organisations/$SOME"
	holds "$TMP/page" "Seems to continue Elsewhere Society, which is not on this list:"
	lacks "$TMP/page" "/organisations/EH-E1SEWHERE0"
	holds "$TMP/page" "organisations/$SOME/correct\">Say so if it is wrong"
}

what_no_list_names_any_more_says_so() {
	get 200 "$SITE/$PLACE/organisations/$GONE"
	holds "$TMP/page" "No register or list that was read here names it any more."
	get 200 "$SITE/$PLACE/organisations/$SOME"
	lacks "$TMP/page" "names it any more"
}

a_ward_of_another_council_is_said_to_be_outside() {
	get 200 "$SITE/$PLACE/organisations/$AWAY"
	holds "$TMP/page" " (outside Sallowby)</dd>"
	get 200 "$SITE/$PLACE/organisations/$GONE"
	lacks "$TMP/page" "(outside Sallowby)"
}

what_is_no_address_of_the_web_is_no_link() {
	get 200 "$SITE/$PLACE/organisations/$AWAY"
	holds "$TMP/page" 'javascript://%0aalert(1)'
	lacks "$TMP/page" 'href="#"'
	lacks "$TMP/page" '"url":"javascript'
	lacks "$TMP/page" 'href="javascript'
}

a_place_without_a_list_is_not_ready_and_tells_no_reader_of_commands() {
	"$EVENHAND" --db "$TMP/bare.db" init >"$TMP/said"
	sqlite3 "$TMP/bare.db" "INSERT INTO place VALUES ('bare', 'Bare', 'E09999999', '', 0)"
	"$EVENHAND" --db "$TMP/bare.db" serve --port 0 >"$TMP/serve" 2>"$TMP/warned" &
	second=$!
	for _ in $(seq 200); do grep -q '(port ' "$TMP/serve" && break; sleep 0.1; done
	there=http://localhost:$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$TMP/serve")
	for page in search gaps wards report organisations.csv; do
		get 503 "$there/bare/$page"
		holds "$TMP/page" "Not ready yet"
		lacks "$TMP/page" "evenhand build"
	done
	get 200 "$there/bare"
	get 404 "$there/nowhere/search"
	get 404 "$there/bare/nothing"
	kill $second
	wait $second
	lacks "$TMP/warned" "error"
}

a_ward_says_whose_its_services_are() {
	sqlite3 "$DB" "SELECT s.ward, s.service_id, o.name FROM service s JOIN organisation o USING (org_id) WHERE s.from_service_source = 1 AND s.open = 1
		AND s.protected IS NULL AND lower(s.name) <> lower(o.name) AND s.council = 'Z06000001' AND o.name NOT LIKE '%&%' LIMIT 1" >"$TMP/row"
	IFS='|' read -r ward service organisation <"$TMP/row"
	get 200 "$SITE/$PLACE/wards/$ward"
	grep -F "/services/$service\"" "$TMP/page" | grep -qF "</a>, of $organisation</li>" || fail "nothing says that $service is of $organisation"
}

words_of_distress_are_not_put_right() {
	get 200 "$SITE/$PLACE/search?q=my+husband+hits+me"
	holds "$TMP/page" "National Domestic Abuse Helpline"
	holds "$TMP/page" "Exit this page"
	lacks "$TMP/page" "nothing was found for"
	get 200 "$SITE/$PLACE/search?q=domestic+abusse"
	lacks "$TMP/page" "Nobody on this list"
}

a_search_narrows_down_by_income() {
	for size in micro small medium large unknown; do
		case $size in
		micro) which="o.income_pence < 1000000" ;;
		small) which="o.income_pence >= 1000000 AND o.income_pence < 10000000" ;;
		medium) which="o.income_pence >= 10000000 AND o.income_pence < 100000000" ;;
		large) which="o.income_pence >= 100000000" ;;
		unknown) which="o.income_pence IS NULL" ;;
		esac
		many=$(sqlite3 "$DB" "SELECT count(*) FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id
			WHERE a.council = 'Z06000001' AND o.status <> 'closed' AND o.visibility <> 'match only' AND $which")
		get 200 "$SITE/$PLACE/search.csv?kind=organisation&size=$size"
		[ "$(grep -c '^organisation,' "$TMP/page")" = "$many" ] || fail "$size: $(grep -c '^organisation,' "$TMP/page"), not $many"
	done
	get 200 "$SITE/$PLACE/search?size=micro&size=small"
	holds "$TMP/page" "Income a year"
	holds "$TMP/page" "Remove: </span>Under £10,000"
}

a_search_is_no_longer_than_anybody_types() {
	get 200 "$SITE/$PLACE/search?q=$(printf '%0300d' 0)"
	for path in search search.csv; do
		for name in q near ward; do
			get 400 "$SITE/$PLACE/$path?$name=$(printf '%0301d' 0)"
			holds "$TMP/page" "at most 300 characters"
		done
	done
}

# Also for whoever has the cookie of forms already.
what_holds_a_form_is_kept_by_nobody_and_in_no_index() {
	rm -f "$FOLDER/forms"
	WHO=forms
	for _ in once again; do
		get 200 "$SITE/$PLACE/organisations/$SOME/correct"
		holds "$TMP/headers" "private, no-store"
		holds "$TMP/headers" "X-Robots-Tag: noindex"
	done
	get 200 "$SITE/$PLACE/organisations/$SOME"
	lacks "$TMP/headers" "X-Robots-Tag"
	WHO=
}

nobody_says_how_far_a_refuge_reaches() {
	refuge=$(sqlite3 "$DB" "SELECT service_id FROM service WHERE protected IS NOT NULL AND whole_place LIMIT 1")
	get 200 "$SITE/$PLACE/services/$refuge"
	holds "$TMP/page" "Kept private, to keep people safe"
	lacks "$TMP/page" "or the whole place"
}

# An address of one record must never stand over the postcode of another.
an_organisation_has_the_address_and_telephone_that_searches_show() {
	sqlite3 "$DB" "SELECT org_id, address, coalesce(postcode, ''), coalesce(telephone, '') FROM organisation LEFT JOIN organisation_telephone
		USING (org_id) WHERE address IS NOT NULL AND protected IS NULL" >"$TMP/rows"
	[ "$(wc -l <"$TMP/rows")" -gt 50 ] || fail "only $(wc -l <"$TMP/rows") organisations have an address"
	while IFS='|' read -r org address postcode telephone; do
		get 200 "$SITE/$PLACE/organisations/$org"
		holds "$TMP/page" "$address${postcode:+<br>$postcode}</dd>"
		[ -z "$telephone" ] || sed -n 's/.*eh-tel">\(.*\)<\/a><\/dd>.*/\1/p' "$TMP/page" | grep -q "$telephone" ||
			fail "$org is not shown with $telephone"
	done <"$TMP/rows"
}

what_people_search_for_is_logged_nowhere() {
	get 200 "$SITE/$PLACE/search?q=quietword&near=ZZ1+1ZZ"
	get 200 "$SITE/$PLACE/search.csv?q=quietword"
	get 200 "$SITE/$PLACE/suggest?q=quietword"
	get 404 "$SITE/$PLACE/organisations/quietword"
	holds "$FOLDER/log" "GET /{place}/search 200"
	lacks "$FOLDER/log" quietword
	lacks "$FOLDER/log" ZZ1
	! grep -q quietword "$DB" "$DB"-wal 2>/dev/null || fail "the store keeps what was searched for"
}

run_tests search_engines_are_asked_to_leave_filters_and_forms_alone home_says_what_there_is_and_how_sure \
	every_file_is_among_the_sources_and_those_to_match_only_are_said_so without_contacts_the_pages_name_the_council_and_serve_warns \
	with_contacts_readers_are_told_whom_to_write_to_and_nothing_warns counts_and_registers_are_in_words a_search_is_in_its_address \
	the_file_is_what_the_page_shows a_resident_sees_telephones_and_helplines_first a_postcode_hides_no_confidential_service \
	help_without_a_place_is_not_judged_by_walking what_if_says_what_to_do_and_opens_no_gap_by_adding suggestions_lead_somewhere \
	an_organisation_says_who_said_so a_service_shows_the_area_it_serves a_service_is_told_to_machines \
	links_of_letters_that_were_not_sent_lead_nowhere what_is_sent_to_organisations_is_for_those_who_keep_the_list \
	an_old_identifier_leads_on_for_good everybody_stands_from_a_to_z a_protected_place_is_on_no_page an_address_that_may_be_a_home_is_on_no_page \
	an_organisation_has_the_address_and_telephone_that_searches_show a_predecessor_of_another_list_is_named_and_leads_nowhere \
	what_no_list_names_any_more_says_so nobody_says_how_far_a_refuge_reaches a_ward_of_another_council_is_said_to_be_outside \
	a_place_without_a_list_is_not_ready_and_tells_no_reader_of_commands a_ward_says_whose_its_services_are words_of_distress_are_not_put_right \
	a_search_narrows_down_by_income a_search_is_no_longer_than_anybody_types what_is_no_address_of_the_web_is_no_link \
	what_holds_a_form_is_kept_by_nobody_and_in_no_index the_language_is_asked_for_remembered_or_the_browsers \
	what_people_search_for_is_logged_nowhere
