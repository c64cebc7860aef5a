#!/bin/sh
# Questions are listed, answered, taken back and handed out as a workbook, by the program itself on the example town (synthetic).
. tests/shell.sh

# One store for all tests; each takes a copy.
STORE=$FOLDER/store.db
{
	"$EVENHAND" generate town --organisations 120 --seed 5 --out "$FOLDER/town" &&
		EVENHAND_CLOCK=2026-06-01 "$EVENHAND" update places/example-town.ini --data "$FOLDER/town" --db "$STORE"
} >"$FOLDER/log" 2>&1 || cat "$FOLDER/log"
unset EVENHAND_PERSON

store() { cp "$STORE" "$TMP/x.db"; }
review() { "$EVENHAND" review --db "$TMP/x.db" "$@"; }
# "ID ID" of the first open question.
first() { review --list --json --limit 1 | jq -r '.[0] | .left + " " + .right'; }

the_queue_is_in_order_and_says_why() {
	store
	review --list --json >"$TMP/queue"
	jq -e 'length > 3 and all(.[]; (.left | length) == 16 and (.reason | length) > 0 and (.stake | length) > 0)' "$TMP/queue"
	jq -e '[.[].priority] | . == (sort | reverse)' "$TMP/queue"
	review --list --limit 2 --csv >"$TMP/two"
	[ "$(wc -l <"$TMP/two")" -eq 3 ]
}

an_answer_leaves_the_queue_binds_the_build_and_can_be_taken_back() {
	store
	pair=$(first)
	before=$(review --list --json | jq length)
	# shellcheck disable=SC2086
	ends_with 0 review --decide $pair different --note "rang them" --person "Ann O'Day"
	holds "$TMP/out" "Ann O'Day"
	[ "$(review --list --json | jq length)" -eq $((before - 1)) ]
	"$EVENHAND" build --db "$TMP/x.db" >"$TMP/log"
	review --list --json | jq -e --arg pair "$pair" 'all(.[]; .left + " " + .right != $pair)'
	ends_with 0 review --undo
	holds "$TMP/out" "rang them"
	"$EVENHAND" build --db "$TMP/x.db" >"$TMP/log"
	[ "$(first)" = "$pair" ]
	ends_with 1 review --undo
	holds "$TMP/err" "no answer to take back"
}

whoever_answers_comes_from_the_option_the_environment_or_the_login() {
	store
	pair=$(first)
	# shellcheck disable=SC2086
	ends_with 0 env EVENHAND_PERSON=Ben "$EVENHAND" review --db "$TMP/x.db" --decide $pair unsure --json
	holds "$TMP/out" '"person": "Ben"'
	# shellcheck disable=SC2086
	ends_with 0 env EVENHAND_PERSON=Ben "$EVENHAND" review --db "$TMP/x.db" --decide $pair unsure --note x --person Cy --json
	holds "$TMP/out" '"person": "Cy"'
	# shellcheck disable=SC2086
	ends_with 0 review --decide $pair unsure --note y --json
	holds "$TMP/out" "\"person\": \"$(id -un)\""
}

a_workbook_is_written_once_and_read_back() {
	store
	ends_with 0 review --xlsx "$TMP/q.xlsx" --limit 5
	holds "$TMP/out" "5 questions"
	ends_with 1 review --xlsx "$TMP/q.xlsx"
	holds "$TMP/err" "may hold answers"
	ends_with 0 review --read "$TMP/q.xlsx" --json --person Ann
	jq -e '.taken == 0 and .unanswered == 5 and .refused == 0' "$TMP/out"
	set -- $(first)
	printf 'Answer,Note,left,right\nsame,,%s,%s\nperhaps,,%s,%s\n' "$1" "$2" "$1" "$2" >"$TMP/answers.csv"
	ends_with 0 review --read "$TMP/answers.csv" --person Ann
	holds "$TMP/out" 'refused: line 3, column "Answer": "perhaps" is no answer'
	holds "$TMP/out" "1 answer taken"
}

wrong_usage_says_what_is_right() {
	store
	for words in "surplus" "--list --undo" "--decide" "--decide a b" "--decide a b perhaps" "--list --limit 0" "--list --limit x"; do
		# shellcheck disable=SC2086
		ends_with 2 review $words
		grep -q '^evenhand: .' "$TMP/err" || fail "$words: no message"
	done
	ends_with 2 review
	holds "$TMP/err" "this is no terminal"
	ends_with 1 review --decide 0000000000000000 0000000000000001 same --person Ann
	holds "$TMP/err" "0000000000000000"
	ends_with 1 "$EVENHAND" review --list --db "$TMP/none.db"
	holds "$TMP/err" "there is no store"
}

keys_answer_in_a_terminal() {
	command -v script >/dev/null || skip "there is no program script"
	store
	before=$(review --list --json | jq length)
	(
		sleep 1
		printf 'sdzq'
	) | script -qec "'$EVENHAND' review --db '$TMP/x.db' --person Ann" /dev/null >"$TMP/shown"
	holds "$TMP/shown" "Question 1 of $before"
	holds "$TMP/shown" "Taken back: different"
	[ "$(review --list --json | jq length)" -eq $((before - 1)) ]
}

run_tests the_queue_is_in_order_and_says_why an_answer_leaves_the_queue_binds_the_build_and_can_be_taken_back \
	whoever_answers_comes_from_the_option_the_environment_or_the_login a_workbook_is_written_once_and_read_back \
	wrong_usage_says_what_is_right keys_answer_in_a_terminal
