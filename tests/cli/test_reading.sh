#!/bin/sh
# The reading commands on a small invented town: JSON with the keys that scripts rely on, places and days, silence and progress.
. tests/shell.sh

EVENHAND_CLOCK=2026-04-01
export EVENHAND_CLOCK
TOWN=$FOLDER/town
DB=$FOLDER/town.db
"$EVENHAND" generate town --organisations 150 --seed 2 --out "$TOWN" >"$FOLDER/made" 2>&1 &&
	"$EVENHAND" update places/example-town.ini --data "$TOWN" --db "$DB" >>"$FOLDER/made" 2>&1 || cat "$FOLDER/made"

on_town() { ends_with 0 "$EVENHAND" "$@" --db "$DB"; }

# An array, not empty, each of its objects with just these keys.
has_keys() {
	jq -e --arg keys "$1" '($keys | split(" ") | sort) as $want | length > 0 and all(.[]; keys == $want)' "$TMP/out" >"$TMP/answer" ||
		fail "the keys are $(jq -c '[.[] | keys] | unique' "$TMP/out")"
}

organisations_have_the_promised_keys() {
	on_town organisations --json
	has_keys "id name other_names identifiers status scale area_lsoa area_ward needs people sources grants"
	jq -e 'all(.[]; (.other_names, .identifiers, .needs, .people, .sources | type) == "array")' "$TMP/out"
	jq -e '[.[].identifiers[] | keys] | unique == [["id", "scheme"]]' "$TMP/out"
	jq -e '[.[].sources[] | keys] | unique == [["batch", "date", "publisher"]]' "$TMP/out"
	jq -e 'all(.[].grants; .count >= 0 and (.total | type) == "number" and .currency == "GBP")' "$TMP/out"
	jq -e 'all(.[]; .status as $s | .scale as $c | (["active", "closed", "unknown"] | index([$s])) != null
		and (["local", "regional", "national", "wider", "unknown"] | index([$c])) != null)' "$TMP/out"
	jq -e '[.[].id] | length == (unique | length)' "$TMP/out"
}

overlaps_have_the_promised_keys() {
	on_town overlaps --json
	has_keys "a a_organisation b b_organisation score need area_people may_show"
	jq -e 'all(.[]; .score >= 0 and .score <= 1 and (.may_show | type) == "boolean")' "$TMP/out"
}

published_overlaps_have_counts_alone_and_none_under_five() {
	on_town overlaps --published --json
	has_keys "need ward pairs"
	jq -e 'all(.[]; .pairs >= 5)' "$TMP/out"
}

# What the report says in a sentence is what the table counts.
the_report_says_for_how_many_needs_ground_is_shared() {
	on_town overlaps --published --json
	needs=$(jq '[.[].need] | unique | length' "$TMP/out")
	on_town report --out "$TMP/report"
	tr -s ' \n' ' ' <"$TMP/out" >"$TMP/said"
	holds "$TMP/said" "services share ground for $needs needs: counted by need and ward"
}

gaps_have_the_promised_keys_and_values() {
	on_town gaps --json
	has_keys "area area_name need people need_percentile reach access_ratio gap standing fragile priority"
	jq -e 'all(.[]; (.gap as $g | ["none", "relative", "absolute"] | index([$g])) != null)' "$TMP/out"
	jq -e 'all(.[]; (.standing as $s | ["indicated", "robust", "confirmed", "not known"] | index([$s])) != null)' "$TMP/out"
	jq -e 'all(.[]; .reach == null or (.reach >= 0 and .reach <= 1))' "$TMP/out"
}

completeness_has_the_promised_keys() {
	on_town completeness --json
	has_keys "area listed estimated low high matched method too_few"
	jq -e 'all(.[]; .too_few == (.estimated == null))' "$TMP/out"
}

batches_have_the_promised_keys() {
	on_town batches --json
	has_keys "id kind file sha256 read kept refused added changed gone"
	jq -e 'all(.[]; .read == .kept + .refused and (.sha256 | length) == 64)' "$TMP/out"
	on_town batches 1 --json
	jq -e 'length == 1 and .[0].id == 1 and (.[0].owner | length) > 0 and .[0].date == "2026-02-01"' "$TMP/out"
}

whatever_takes_json_prints_json() {
	for words in status build "show GB-CHC-$(number)" "report --out $TMP/report" "update places/example-town.ini --data $TOWN" version; do
		# shellcheck disable=SC2086
		on_town $words --json
		jq -e 'type == "object"' "$TMP/out" || fail "$words: $(head -c 300 "$TMP/out")"
	done
}

# The register number of some active charity in the town.
number() {
	"$EVENHAND" organisations --json --db "$DB" |
		jq -r '[.[] | select(.status == "active") | .identifiers[] | select(.scheme == "GB-CHC") | .id][0]'
}

a_place_goes_by_name_identifier_and_code() {
	for command in organisations gaps completeness overlaps; do
		on_town "$command" --json
		cp "$TMP/out" "$TMP/alone"
		for place in "Sallowby" "sallowby" "example-town" "Z06000001"; do
			on_town "$command" --json --place "$place"
			cmp "$TMP/alone" "$TMP/out"
		done
		ends_with 1 "$EVENHAND" "$command" --place Nowhere --db "$DB"
		holds "$TMP/err" 'there is no place "Nowhere"; the store holds example-town'
	done
}

an_earlier_day_gives_the_list_of_that_day() {
	on_town organisations --json
	jq -S . "$TMP/out" >"$TMP/today"
	on_town organisations --json --as-of 2026-04-01
	jq -S . "$TMP/out" | cmp "$TMP/today" -
	on_town organisations --json --as-of 2024-06-01
	jq -e '[.[].sources[].date] | length > 0 and all(. <= "2024-06-01")' "$TMP/out"
	on_town organisations --json --as-of 1990-01-01
	jq -e 'length == 0' "$TMP/out"
	# Looking back changes nothing.
	on_town organisations --json
	jq -S . "$TMP/out" | cmp "$TMP/today" -
}

every_reading_command_looks_back() {
	for words in organisations overlaps "overlaps --published" gaps completeness "show GB-CHC-$(number)"; do
		# shellcheck disable=SC2086
		on_town $words --json --as-of 2026-03-15
		jq -e . "$TMP/out" >"$TMP/parsed"
	done
}

a_value_is_shown_once_with_all_who_say_it() {
	on_town show "GB-CHC-$(number)"
	[ "$(grep -c "GB-CHC-$(number)\$" "$TMP/out")" -eq 1 ] || fail "$(cat "$TMP/out")"
	grep -q 'batch [0-9]*, line [0-9]*)' "$TMP/out"
	on_town show "GB-CHC-$(number)" --json
	jq -e '[.facts[] | select(.fact == "number")] | length > 1' "$TMP/out"
}

several_that_fit_are_listed() {
	ends_with 1 "$EVENHAND" show a --db "$DB"
	holds "$TMP/err" "organisations fit"
	holds "$TMP/err" "EH-"
	ends_with 1 "$EVENHAND" show "No Such Group Anywhere" --db "$DB"
	holds "$TMP/err" "No Such Group Anywhere"
}

nothing_but_errors_goes_to_standard_error_off_a_terminal() {
	for words in "import $TOWN/sports_clubs.csv --source quiet --place example-town" build organisations "show GB-CHC-$(number)" \
		"overlaps --published" completeness batches status "organisations --as-of 2026-03-15" "generate town --organisations 40 --out $TMP/t"; do
		cp "$DB" "$TMP/copy.db"
		# shellcheck disable=SC2086
		ends_with 0 "$EVENHAND" $words --db "$TMP/copy.db"
		empty "$TMP/err"
	done
}

# Large enough to take longer than the moment after which progress is shown.
a_terminal_shows_progress_with_rate_and_time_left() {
	awk 'BEGIN { print "name,postcode,activities"; for (i = 0; i < 60000; i++) print "Invented group " i ",ZZ1 1AA,tea and talk for all" }' >"$TMP/big.csv"
	cp "$DB" "$TMP/x.db"
	script -qec "'$EVENHAND' import '$TMP/big.csv' --place example-town --db '$TMP/x.db' >'$TMP/printed'" /dev/null >"$TMP/seen" 2>&1 </dev/null ||
		fail "$(cat "$TMP/seen")"
	grep -aqE '[0-9]+%  [0-9.]+ MB/s  [0-9]+ s left' "$TMP/seen" || fail "it showed $(head -c 500 "$TMP/seen")"
	holds "$TMP/printed" "60000 rows read"
	grep -aq 'MB/s' "$TMP/printed" && fail "progress went to standard output"
	ends_with 0 "$EVENHAND" import "$TMP/big.csv" --source again --place example-town --db "$TMP/x.db"
	empty "$TMP/err"
}

run_tests organisations_have_the_promised_keys overlaps_have_the_promised_keys \
	published_overlaps_have_counts_alone_and_none_under_five the_report_says_for_how_many_needs_ground_is_shared \
	gaps_have_the_promised_keys_and_values completeness_has_the_promised_keys \
	batches_have_the_promised_keys whatever_takes_json_prints_json a_place_goes_by_name_identifier_and_code \
	an_earlier_day_gives_the_list_of_that_day every_reading_command_looks_back a_value_is_shown_once_with_all_who_say_it \
	several_that_fit_are_listed nothing_but_errors_goes_to_standard_error_off_a_terminal \
	a_terminal_shows_progress_with_rate_and_time_left
