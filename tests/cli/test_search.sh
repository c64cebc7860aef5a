#!/bin/sh
# `evenhand search` on a small invented town: JSON with the keys that scripts rely on, filters, files, and what it keeps to itself.
. tests/shell.sh

EVENHAND_CLOCK=2026-04-01
export EVENHAND_CLOCK
TOWN=$FOLDER/town
DB=$FOLDER/town.db
"$EVENHAND" generate town --organisations 150 --seed 2 --out "$TOWN" >"$FOLDER/made" 2>&1 &&
	"$EVENHAND" update places/example-town.ini --data "$TOWN" --db "$DB" >>"$FOLDER/made" 2>&1 || cat "$FOLDER/made"

search() { ends_with 0 "$EVENHAND" search "$@" --db "$DB"; }

# Some organisation of the town that is active, numbered and not protected.
some() { "$EVENHAND" organisations --json --db "$DB" | jq -r "[.[] | select(.status == \"active\" and .area_ward != null and (.identifiers | length) > 0)][0]$1"; }

the_answer_has_the_promised_keys() {
	search --json
	jq -e 'keys == (["total", "did_you_mean", "corrected", "some_words", "near", "near_unknown", "results", "counts"] | sort)' "$TMP/out"
	jq -e '.results | length == 20' "$TMP/out"
	jq -e '[.results[] | keys] | unique | length == 1' "$TMP/out"
	jq -e '.results[0] | has("name") and has("telephone") and has("distance_m") and has("protected") and has("last_confirmed")' "$TMP/out"
	jq -e '.counts | keys == (["needs", "people", "wards", "scales", "sizes", "statuses", "kinds", "open_now", "telephone", "confirmed_within_year"] | sort)' "$TMP/out"
}

a_name_finds_its_organisation_first() {
	name=$(some .name)
	# shellcheck disable=SC2086
	search $name --json
	jq -e --arg id "$(some .id)" '.results[0].why == "exact name" and ([.results[] | select(.why == "exact name") | .id] | index([$id])) != null' "$TMP/out" ||
		fail "$name: $(jq -c '.results[0]' "$TMP/out")"
	search "$(some '.identifiers[0].id')" --json
	jq -e --arg id "$(some .id)" '[.results[].id] | index([$id]) != null' "$TMP/out"
}

filters_leave_what_they_say() {
	search --need sport --json --count 100
	jq -e '(.results | length) > 0 and all(.results[]; .needs | index(["sport"]) != null)' "$TMP/out"
	search --kind service --json
	jq -e 'all(.results[]; .kind == "service")' "$TMP/out"
	search --telephone --order name --json
	jq -e '(.results | length) > 0 and all(.results[]; .telephone != null)' "$TMP/out"
	ward=$(some .area_ward)
	search --ward "$ward" --json
	jq -e --arg ward "$ward" '(.results | length) > 0 and all(.results[]; .ward == $ward)' "$TMP/out"
	name=$(jq -r '.results[0].ward_name' "$TMP/out")
	cp "$TMP/out" "$TMP/by_code"
	search --ward "$name" --json
	cmp "$TMP/by_code" "$TMP/out"
	search --status closed --json
	jq -e 'all(.results[]; .status == "closed")' "$TMP/out"
}

near_a_postcode_the_nearest_come_first() {
	postcode=$(sed -n 2p "$TOWN/postcodes.csv" | cut -d, -f1 | tr -d '"')
	search --near "$postcode" --json
	jq -e '.near != null and (.near_unknown | not) and ([.results[].distance_m | select(. != null)] | length > 5)' "$TMP/out"
	jq -e '[.results[] | select(.kind == "service" and (.distance_is_about | not)) | .distance_m | select(. != null)] | . == sort' "$TMP/out"
	jq -e 'all(.results[]; (.protected | not) or (.distance_m == null and .ward == null and .postcode == null))' "$TMP/out"
	search --near "ZZ99 9ZZ" --json
	jq -e '.near_unknown and .near == null' "$TMP/out"
}

pages_follow_one_another() {
	search --json --count 7
	total=$(jq .total "$TMP/out")
	jq -r '.results[].id' "$TMP/out" >"$TMP/first"
	search --json --count 7 --page 2
	jq -r '.results[].id' "$TMP/out" >"$TMP/second"
	search --json --count 14
	jq -r '.results[].id' "$TMP/out" >"$TMP/both"
	cat "$TMP/first" "$TMP/second" | cmp "$TMP/both" -
	search --json --page 100000
	jq -e --argjson total "$total" '.total == $total and .results == []' "$TMP/out"
}

a_misspelt_word_is_put_right() {
	search scuots
	holds "$TMP/out" "These are for: scouts"
	holds "$TMP/out" "Scouts"
	search scuots --as-typed
	holds "$TMP/out" "0 of 0 found"
}

the_file_holds_what_is_shown() {
	search sport --csv "$TMP/found.csv" --json
	jq -r '.results | length' "$TMP/out" >"$TMP/shown"
	[ "$(head -1 "$TMP/found.csv" | cut -d, -f1-3)" = "kind,id,name" ]
	ends_with 1 "$EVENHAND" search sport --csv "$TMP/no/such/folder.csv" --db "$DB"
	empty "$TMP/out"
}

wrong_values_are_named_with_those_there_are() {
	for words in "--kind thing" "--status open" "--order random" "--need nothing" "--people nobody" "--ward Nowhere" "--count 101" "--page 0"; do
		# shellcheck disable=SC2086
		ends_with 2 "$EVENHAND" search $words --db "$DB"
		empty "$TMP/out"
		[ -s "$TMP/err" ]
	done
}

nothing_typed_is_an_error() {
	for words in '"' 'a AND' 'NEAR(' '(*)' '^x' "'; --" 'naïve ☕'; do
		search "$words"
		empty "$TMP/err"
	done
}

a_store_without_a_list_says_what_to_do() {
	ends_with 0 "$EVENHAND" init --db "$TMP/new.db"
	ends_with 1 "$EVENHAND" search anything --db "$TMP/new.db"
	holds "$TMP/err" "evenhand build"
}

# Neither the store nor anything beside it holds what was searched for.
what_was_searched_for_is_kept_nowhere() {
	mkdir "$TMP/store"
	cp "$DB" "$TMP/store/town.db"
	ends_with 0 "$EVENHAND" search "xyzzyplugh quuxword" --near "QZ7 9QZ" --db "$TMP/store/town.db"
	! grep -rlai -e xyzzyplugh -e quuxword -e "QZ7 *9QZ" "$TMP/store" || fail "it is in the store"
}

run_tests the_answer_has_the_promised_keys a_name_finds_its_organisation_first filters_leave_what_they_say \
	near_a_postcode_the_nearest_come_first pages_follow_one_another a_misspelt_word_is_put_right the_file_holds_what_is_shown \
	wrong_values_are_named_with_those_there_are nothing_typed_is_an_error a_store_without_a_list_says_what_to_do \
	what_was_searched_for_is_kept_nowhere
