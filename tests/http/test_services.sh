#!/bin/sh
# Services that an organisation says itself, as programs send them: who may, what is refused and how it is said, and that a hidden address is told
# nowhere.
. tests/shell.sh
. tests/http/site.sh

make_town 120 5
serve_town --demo
POSTCODE=$(sqlite3 "$DB" "SELECT postcode FROM service WHERE located AND postcode IS NOT NULL ORDER BY service_id LIMIT 1")

# The entry that the keeper keeps, as an address.
entry() {
	become keeper
	get 200 "$SITE/account"
	ENTRY=$SITE$(sed -n 's|.*href="\(/example-town/organisations/EH-[0-9A-Z]*\)/keep".*|\1|p' "$TMP/page" | head -1)
}
# Sends a service that is fine, with whatever else is given behind.
send() {
	answer=$1
	shift
	get 200 "$ENTRY/add-service"
	get "$answer" --data-urlencode "token=$(token)" -d does=Kites -d needs=sport -d needs=loneliness -d how=place \
		--data-urlencode "address=${ADDRESS:-3 Larkhill Mews}" --data-urlencode "postcode=$POSTCODE" -d day-1=3 -d often-1=2 -d from-1=10am -d to-1=12:30 "$@" "$ENTRY/add-service"
}
service() { sqlite3 "$DB" "SELECT service_id FROM service WHERE name = '$1'"; }

only_those_who_keep_the_entry_say_its_services() {
	entry
	WHO=nobody
	get 303 "$ENTRY/services"
	holds "$TMP/headers" sign-in
	for who in officer infrastructure council sector2 admin nia; do
		become "$who"
		get 403 "$ENTRY/services"
		get 200 "$SITE/account"
		get 403 --data-urlencode "token=$(token)" -d name=Kites "$ENTRY/add-service"
		get 403 --data-urlencode "token=$(token)" -d move=close -d service=S-1 "$ENTRY/services"
	done
	become keeper
	get 403 -d name=Kites "$ENTRY/add-service"
	get 405 --data-urlencode "token=x" "$ENTRY/json"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM own_service")" = 0 ]
}

what_is_wrong_stands_beside_its_field_and_nothing_is_kept() {
	entry
	send 200 -d name= -d show=yes
	holds "$TMP/page" 'href="#name">Enter what the service is called'
	holds "$TMP/page" 'value="3 Larkhill Mews"'
	holds "$TMP/page" 'value="10am"'
	send 200 --data-urlencode 'name="><script>alert(1)</script>' -d show=perhaps
	holds "$TMP/page" 'href="#show"'
	lacks "$TMP/page" '<script>alert'
	send 200 -d name=Kites
	holds "$TMP/page" "Choose whether the address may be shown"
	send 200 -d name=Kites -d show=yes -d day-2=9 -d from-2=later -d to-2=10:00
	holds "$TMP/page" 'id="from-2-error"'
	send 200 -d name=Kites -d show=yes -d day-2=1 -d from-2=4pm -d to-2=3pm
	holds "$TMP/page" "It ends before it begins"
	send 200 -d name=Kites -d show=yes -d needs=kites
	holds "$TMP/page" 'id="needs-error"'
	send 200 -d name=Kites -d name=Kites -d show=yes
	holds "$TMP/page" "This was sent twice"
	send 200 -d name=Kites -d show=yes -d capacity=0
	holds "$TMP/page" 'id="capacity-error"'
	send 200 -d name=Kites -d show=yes -d cost=-3
	holds "$TMP/page" 'id="cost-error"'
	send 200 --data-urlencode "name=$(printf '%0250d' 0)" -d show=yes
	holds "$TMP/page" "Use 200 characters or fewer"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM own_service")" = 0 ]
}

what_is_said_is_shown_with_who_said_so_and_audited() {
	entry
	send 303 -d name=Plainkites -d show=yes -d capacity=12 -d cost=0 -d new_people=yes --data-urlencode "telephone=01632 960 111"
	WHO=nobody
	get 200 "$SITE/example-town/services/$(service Plainkites)"
	for words in "3 Larkhill Mews" "$POSTCODE" "every other Wednesday 10am to 12:30pm" Free "01632 960 111" "Said by the organisation itself"; do
		holds "$TMP/page" "$words"
	done
	get 200 "$ENTRY/json"
	[ "$(jq -r '.services[] | select(.name == "Plainkites") | .places_a_week' "$TMP/page")" = 12 ]
	get 200 "$SITE/example-town/audit"
	holds "$TMP/page" "added service"
	lacks "$TMP/page" Plainkites
	"$EVENHAND" audit verify --db "$DB" >"$TMP/verified"
}

a_hidden_address_is_told_nowhere() {
	entry
	ADDRESS="9 Secretive Yard" send 303 -d name=Hiddenkites -d show=no
	WHO=nobody
	get 200 "$ENTRY/json"
	holds "$TMP/page" Hiddenkites
	[ "$(jq -r '.services[] | select(.name == "Hiddenkites") | (.address, .postcode)' "$TMP/page" | sort -u)" = null ]
	for path in "${ENTRY#"$SITE"}" "${ENTRY#"$SITE"}/json" "/example-town/services/$(service Hiddenkites)" "/example-town/search?q=Hiddenkites" \
		"/example-town/search.csv?q=Hiddenkites" /example-town/audit /example-town/organisations.csv /example-town/organisations.geojson; do
		get 200 "$SITE$path"
		lacks "$TMP/page" Secretive
	done
	[ -z "$(sqlite3 "$DB" "SELECT coalesce(address, '') || coalesce(postcode, '') FROM service WHERE name = 'Hiddenkites'")" ]
	become keeper
	get 200 "$ENTRY/services/$(service Hiddenkites)"
	holds "$TMP/page" "9 Secretive Yard"
}

moves_that_make_no_sense_are_refused() {
	entry
	send 303 -d name=Movingkites -d show=yes
	get 200 "$ENTRY/services"
	its=$(service Movingkites)
	form=$(token)
	get 200 --data-urlencode "token=$form" -d move=sell -d "service=$its" "$ENTRY/services"
	holds "$TMP/page" "The form does not say what to do"
	get 404 --data-urlencode "token=$form" -d move=close -d service=S-0000000000 "$ENTRY/services"
	get 303 --data-urlencode "token=$form" -d move=close -d "service=$its" "$ENTRY/services"
	get 200 --data-urlencode "token=$form" -d move=close -d "service=$its" "$ENTRY/services"
	holds "$TMP/page" "That is so already"
	get 303 --data-urlencode "token=$form" -d move=take-back -d "service=$its" "$ENTRY/services"
	get 404 "$SITE/example-town/services/$its"
	get 404 "$ENTRY/services/$its"
}

run_tests only_those_who_keep_the_entry_say_its_services what_is_wrong_stands_beside_its_field_and_nothing_is_kept \
	what_is_said_is_shown_with_who_said_so_and_audited a_hidden_address_is_told_nowhere moves_that_make_no_sense_are_refused
