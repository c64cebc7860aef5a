#!/bin/sh
# What a build changes in the list is told, with the record that caused it. Synthetic.
. tests/shell.sh

a_merge_is_told_with_the_record_that_caused_it() {
	store=$TMP/x.db
	printf 'name,charity number,company number,postcode\nLarkrise Choir,9000001,,ZZ1 1AA\nThe Singers of the Vale,,09000001,ZZ9 9AA\n' >"$TMP/a.csv"
	printf 'name,charity number,company number\nLarkrise Choir,9000001,09000001\n' >"$TMP/c.csv"
	"$EVENHAND" import "$TMP/a.csv" --rows organisations --db "$store" >"$TMP/out"
	"$EVENHAND" build --db "$store" >"$TMP/out"
	holds "$TMP/out" "2 records make 2 organisations"
	"$EVENHAND" import "$TMP/c.csv" --rows organisations --db "$store" >"$TMP/out"
	cp "$store" "$TMP/y.db"
	"$EVENHAND" build --db "$store" >"$TMP/out"
	holds "$TMP/out" "merged: The Singers of the Vale is now part of EH-"
	holds "$TMP/out" ", by c: GB-CHC-9000001"
	"$EVENHAND" build --db "$TMP/y.db" --json >"$TMP/out"
	holds "$TMP/out" '"event": "merged"'
	holds "$TMP/out" '"record": "GB-CHC-9000001"'
	"$EVENHAND" build --db "$TMP/y.db" --json >"$TMP/out"
	holds "$TMP/out" '"unchanged": true'
	holds "$TMP/out" '"events": []'
}

run_tests a_merge_is_told_with_the_record_that_caused_it
