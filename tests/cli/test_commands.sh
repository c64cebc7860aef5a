#!/bin/sh
# What every command of the table promises: help with an example, exit codes, errors that say what to do. The list of commands is the
# program's own, so that a new one is checked without being named here.
. tests/shell.sh

commands() { "$EVENHAND" help --list; }

# A command's own page of help, as it is printed by --help.
every_command_has_help_with_an_example() {
	count=0
	for command in $(commands); do
		ends_with 0 "$EVENHAND" "$command" --help
		empty "$TMP/err"
		holds "$TMP/out" "usage: evenhand $command"
		holds "$TMP/out" "Example:"
		holds "$TMP/out" "--db FILE"
		grep -A 9 '^Example:' "$TMP/out" | grep -q "^  .*evenhand .*$command" || fail "the example of $command does not use it"
		cp "$TMP/out" "$TMP/first"
		ends_with 0 "$EVENHAND" help "$command"
		cmp "$TMP/first" "$TMP/out"
		count=$((count + 1))
	done
	echo "$count commands"
	[ "$count" -ge 17 ]
}

the_overview_names_every_command() {
	ends_with 0 "$EVENHAND"
	cp "$TMP/out" "$TMP/overview"
	ends_with 0 "$EVENHAND" --help
	cmp "$TMP/overview" "$TMP/out"
	for command in $(commands); do
		grep -q "^  $command " "$TMP/overview" || fail "$command is missing"
	done
}

an_unknown_option_is_wrong_usage_and_is_named() {
	for command in $(commands); do
		ends_with 2 "$EVENHAND" "$command" --no-such-option
		holds "$TMP/err" "--no-such-option"
		holds "$TMP/err" "evenhand help $command"
		empty "$TMP/out"
		ends_with 2 "$EVENHAND" "$command" -z
		holds "$TMP/err" "-z"
	done
}

an_unknown_command_is_wrong_usage_and_is_named() {
	ends_with 2 "$EVENHAND" orgnisations
	holds "$TMP/err" '"orgnisations"'
	holds "$TMP/err" 'evenhand help lists them'
	ends_with 2 "$EVENHAND" help orgnisations
	holds "$TMP/err" '"orgnisations"'
}

an_option_without_its_value_is_wrong_usage() {
	ends_with 2 "$EVENHAND" organisations --place
	holds "$TMP/err" "--place PLACE"
	ends_with 2 "$EVENHAND" organisations --json=yes
	holds "$TMP/err" "--json takes no value"
}

# Usage lines tell which commands need an argument: those whose arguments are not in brackets.
a_missing_argument_is_wrong_usage_and_says_which() {
	count=0
	for command in $(commands); do
		"$EVENHAND" help "$command" | sed -n "s/^usage: evenhand $command\( \[OPTIONS\]\)\{0,1\} *//p" >"$TMP/arguments"
		grep -q '^[A-Za-z]' "$TMP/arguments" || continue
		ends_with 2 "$EVENHAND" "$command" --db "$TMP/none.db"
		holds "$TMP/err" "evenhand $command"
		[ ! -e "$TMP/none.db" ] || fail "$command made a store before it looked at its arguments"
		count=$((count + 1))
	done
	ends_with 2 "$EVENHAND" classify
	holds "$TMP/err" "--csv FILE"
	echo "$count commands need an argument"
	[ "$count" -ge 5 ]
}

an_argument_too_many_is_wrong_usage() {
	for command in init build organisations overlaps gaps completeness report status version classify; do
		ends_with 2 "$EVENHAND" "$command" surplus --db "$TMP/none.db"
		holds "$TMP/err" "surplus"
		[ ! -e "$TMP/none.db" ]
	done
	for command in import update undo generate batches help; do
		ends_with 2 "$EVENHAND" "$command" 1 surplus --db "$TMP/none.db"
		[ ! -e "$TMP/none.db" ]
	done
}

a_missing_store_fails_and_says_how_to_make_one() {
	for command in build organisations "show 1" overlaps gaps completeness report batches "undo 1" status; do
		# shellcheck disable=SC2086
		ends_with 1 "$EVENHAND" $command --db "$TMP/none.db"
		holds "$TMP/err" "there is no store at $TMP/none.db; make one with: evenhand --db $TMP/none.db init"
		empty "$TMP/out"
		[ ! -e "$TMP/none.db" ]
	done
}

a_missing_file_fails_and_is_named() {
	for command in "import $TMP/gone.csv" "update $TMP/gone.ini" "classify --csv $TMP/gone.csv"; do
		# shellcheck disable=SC2086
		ends_with 1 "$EVENHAND" $command --db "$TMP/x.db"
		holds "$TMP/err" "$TMP/gone."
	done
}

values_that_cannot_be_are_wrong_usage() {
	"$EVENHAND" init --db "$TMP/x.db" >"$TMP/log"
	for words in "organisations --as-of yesterday" "organisations --status lost" "gaps --need money" "build --threads many" \
		"generate town --organisations none" "generate city" "undo last" "batches last" "help --completion cmd" "import --kind x --guess y" \
		"import --date soon README.md" "import --terms secret README.md" "import --says nothing README.md" "import --kind x README.md"; do
		# shellcheck disable=SC2086
		ends_with 2 "$EVENHAND" $words --db "$TMP/x.db"
		grep -q '^evenhand: .' "$TMP/err" || fail "$words: no message"
	done
}

a_new_store_can_be_made_and_told_of() {
	ends_with 0 "$EVENHAND" init --db "$TMP/x.db"
	holds "$TMP/out" "Next: "
	ends_with 0 "$EVENHAND" status --check --db "$TMP/x.db"
	holds "$TMP/out" "the store is whole"
	ends_with 0 "$EVENHAND" status --json --db "$TMP/x.db"
	jq -e '.organisations == 0 and .batches == 0' "$TMP/out"
	ends_with 0 "$EVENHAND" version --json
	jq -e '.version | length > 0' "$TMP/out"
}

a_file_that_is_no_store_is_refused_and_left_alone() {
	seq 2000 >"$TMP/letter.db"
	before=$(cksum <"$TMP/letter.db")
	for command in init organisations build status; do
		ends_with 1 "$EVENHAND" "$command" --db "$TMP/letter.db"
		holds "$TMP/err" "is not an Evenhand store"
	done
	[ "$before" = "$(cksum <"$TMP/letter.db")" ]
}

the_store_can_be_named_by_the_environment() {
	ends_with 0 env EVENHAND_DB="$TMP/env.db" "$EVENHAND" init
	[ -s "$TMP/env.db" ]
	ends_with 0 env EVENHAND_DB="$TMP/env.db" "$EVENHAND" init --db "$TMP/option.db"
	[ -s "$TMP/option.db" ]
	(cd "$TMP" && "$EVENHAND" init >log)
	[ -s "$TMP/evenhand.db" ]
}

output_goes_to_a_file_when_told() {
	ends_with 0 "$EVENHAND" version --output "$TMP/version.txt"
	empty "$TMP/out"
	holds "$TMP/version.txt" "evenhand "
	ends_with 1 "$EVENHAND" version --output "$TMP/no/such/folder"
	holds "$TMP/err" "$TMP/no/such/folder"
}

output_that_cannot_be_written_is_a_failure() {
	[ -e /dev/full ] || skip "this system has no /dev/full"
	"$EVENHAND" help >/dev/full 2>"$TMP/err" && fail "it ended well"
	holds "$TMP/err" "could not be written"
}

run_tests every_command_has_help_with_an_example the_overview_names_every_command an_unknown_option_is_wrong_usage_and_is_named \
	an_unknown_command_is_wrong_usage_and_is_named an_option_without_its_value_is_wrong_usage \
	a_missing_argument_is_wrong_usage_and_says_which an_argument_too_many_is_wrong_usage \
	a_missing_store_fails_and_says_how_to_make_one a_missing_file_fails_and_is_named values_that_cannot_be_are_wrong_usage \
	a_new_store_can_be_made_and_told_of a_file_that_is_no_store_is_refused_and_left_alone the_store_can_be_named_by_the_environment \
	output_goes_to_a_file_when_told output_that_cannot_be_written_is_a_failure
