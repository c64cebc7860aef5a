#!/bin/sh
# People, stewards and the audit on the command line.
. tests/shell.sh

# A store with the example town and two people, in $TMP/x.db.
place=example-town
store() {
	export EVENHAND_CLOCK=2026-04-01T11:00:00 EVENHAND_DB="$TMP/x.db"
	if [ ! -e "$FOLDER/base.db" ]; then
		"$EVENHAND" generate town --organisations 40 --seed 1 --out "$FOLDER/town"
		"$EVENHAND" update places/example-town.ini --data "$FOLDER/town" --db "$FOLDER/base.db"
	fi >"$TMP/log" 2>&1
	cp "$FOLDER/base.db" "$TMP/x.db"
	"$EVENHAND" people add Jo@Council.example --name "Jo Bloggs"
	"$EVENHAND" people add al@hub.example --name "Al Hub"
}

people_get_and_lose_roles() {
	store
	ends_with 0 "$EVENHAND" people role jo@council.example --role officer --place "$place"
	ends_with 0 "$EVENHAND" people --json
	jq -e 'map(select(.email == "jo@council.example"))[0] | .name == "Jo Bloggs" and (.roles | startswith("officer, "))' "$TMP/out"
	ends_with 1 "$EVENHAND" people role jo@council.example --role infrastructure --place "$place"
	holds "$TMP/err" "nobody works for both sides"
	ends_with 1 "$EVENHAND" people role jo@council.example --role steward --place "$place"
	holds "$TMP/err" "nobody gives this role"
	ends_with 0 "$EVENHAND" people end jo@council.example --role officer --place "$place" --why "moved on"
	ends_with 1 "$EVENHAND" people end jo@council.example --role officer --place "$place"
	ends_with 1 "$EVENHAND" people add jo@council.example --name Jo
	holds "$TMP/err" "is here already"
	ends_with 1 "$EVENHAND" people role gone@council.example --role officer --place "$place"
	holds "$TMP/err" "nobody here has the address"
	ends_with 0 "$EVENHAND" people remove jo@council.example
	ends_with 0 "$EVENHAND" people --csv
	if grep -q jo@ "$TMP/out"; then fail "who left is still listed"; fi
}

the_first_stewards_are_enrolled_and_listed() {
	store
	ends_with 0 "$EVENHAND" stewards enrol jo@council.example --side council --place "$place"
	ends_with 1 "$EVENHAND" stewards enrol jo@council.example --side sector --organisation x --place "$place"
	holds "$TMP/err" "nobody holds keys for both sides"
	ends_with 1 "$EVENHAND" stewards enrol al@hub.example --side sector --place "$place"
	holds "$TMP/err" "which organisation"
	ends_with 1 "$EVENHAND" stewards enrol al@hub.example --side sector --organisation EH-NOSUCHORG1 --place "$place"
	holds "$TMP/err" "on the list of this place"
	org=$(sqlite3 "$TMP/x.db" "SELECT o.org_id FROM organisation o JOIN organisation_area a ON a.org_id = o.org_id JOIN place p
		ON p.council_code = a.council WHERE p.place_id = '$place' AND o.status <> 'closed' AND o.visibility <> 'match only' LIMIT 1")
	ends_with 0 "$EVENHAND" stewards enrol al@hub.example --side sector --organisation "$org" --place "$place"
	ends_with 0 "$EVENHAND" stewards --place "$place" --json
	jq -e 'length == 2 and all(.[]; .first and .in_force)' "$TMP/out"
	ends_with 1 "$EVENHAND" people role al@hub.example --role administrator
	holds "$TMP/err" "an administrator holds none"
	ends_with 1 "$EVENHAND" people end al@hub.example --role steward --place "$place"
	holds "$TMP/err" "Only stewards of the sector"
}

the_audit_is_listed_verified_and_its_head_kept() {
	store
	head=$("$EVENHAND" audit head)
	ends_with 0 "$EVENHAND" people role jo@council.example --role officer --place "$place"
	ends_with 0 "$EVENHAND" audit verify --known "$head"
	holds "$TMP/out" "passes through the head that you kept"
	ends_with 0 "$EVENHAND" audit --json --subject role
	jq -e 'length == 1 and .[0].verb == "gave" and .[0].public' "$TMP/out"
	ends_with 0 "$EVENHAND" audit list --public --csv
	if grep -q Bloggs "$TMP/out"; then fail "a name is in the public part"; fi
	holds "$TMP/out" "officer, $place"
	ends_with 0 "$EVENHAND" audit --since 2026-04-02 --json
	jq -e 'length == 0' "$TMP/out"
	ends_with 0 "$EVENHAND" audit --limit 1
	holds "$TMP/out" "older rows"
	sqlite3 "$TMP/x.db" "UPDATE audit SET verb = 'praised' WHERE number = 2"
	ends_with 1 "$EVENHAND" audit verify
	holds "$TMP/err" "row 2 of the audit"
	ends_with 1 "$EVENHAND" audit verify --known nonsense
}

a_person_is_handed_their_data_and_erased() {
	store
	ends_with 0 "$EVENHAND" people export al@hub.example
	jq -e '.name == "Al Hub" and .email == "al@hub.example"' "$TMP/out"
	ends_with 0 "$EVENHAND" people erase al@hub.example --why "asked for it"
	ends_with 1 "$EVENHAND" people export al@hub.example
	ends_with 0 "$EVENHAND" audit verify
	ends_with 0 "$EVENHAND" audit --json
	if grep -q "Al Hub" "$TMP/out"; then fail "the name is still in the audit"; fi
}

wrong_usage_is_told_before_a_store_is_opened() {
	for words in "people promote" "people add" "people role" "people erase" "stewards enrol" "stewards enrol a@b.org" "stewards appoint" \
		"audit burn" "audit --limit many" "audit --since soon"; do
		# shellcheck disable=SC2086
		ends_with 2 "$EVENHAND" $words --db "$TMP/none.db"
		[ ! -e "$TMP/none.db" ]
	done
	for words in people "stewards --place x" audit "audit verify" "audit head" "people add a@b.org"; do
		# shellcheck disable=SC2086
		ends_with 1 "$EVENHAND" $words --db "$TMP/none.db"
		holds "$TMP/err" "there is no store"
	done
}

run_tests people_get_and_lose_roles the_first_stewards_are_enrolled_and_listed the_audit_is_listed_verified_and_its_head_kept \
	a_person_is_handed_their_data_and_erased wrong_usage_is_told_before_a_store_is_opened
