#!/bin/sh
# What a worker reads in each morning from files on its machine: what has changed and nothing else, as often as it is killed.
. tests/shell.sh

TOWN=$FOLDER/town
BASE=$FOLDER/base.db
"$EVENHAND" generate town --organisations 80 --seed 4 --out "$TOWN" >/dev/null
cp places/example-town.ini "$TOWN/town.ini"
EVENHAND_CLOCK=2026-04-01T12:00:00 "$EVENHAND" --db "$BASE" update "$TOWN/town.ini" >/dev/null 2>&1

# at CLOCK OPTIONS…: a worker that runs what is due then.
at() {
	clock=$1
	shift
	EVENHAND_CLOCK=$clock "$EVENHAND" --db "$TMP/town.db" worker --once "$@" >"$TMP/out" 2>"$TMP/err" || fail "the worker ended: $(cat "$TMP/err")"
}
start() { cp "$BASE" "$TMP/town.db" && cp -r "$TOWN" "$TMP/data"; }
newest() { sqlite3 "$TMP/town.db" "SELECT state || ': ' || coalesce(result, '') FROM job WHERE kind = '$1' ORDER BY job_id DESC LIMIT 1"; }
add_club() { printf '%s\n' "$(tail -1 "$TMP/data/sports_clubs.csv" | sed 's/^[^,]*/Quillfeather Kite Flyers/')" >>"$TMP/data/sports_clubs.csv"; }
listed() { sqlite3 "$1" "SELECT org_id, name, status, last_confirmed FROM organisation ORDER BY org_id"; }

without_recipes_the_list_is_made_each_morning() {
	start
	at 2026-04-01T12:00:00
	[ "$(sqlite3 "$TMP/town.db" "SELECT count(*) FROM job WHERE kind IN ('build', 'import')")" = 0 ]
	at 2026-04-02T05:00:00
	newest build | grep -q '^done: [0-9]* records make' || fail "$(newest build)"
	at 2026-04-02T05:30:00
	[ "$(sqlite3 "$TMP/town.db" "SELECT count(*) FROM job WHERE kind = 'build'")" = 1 ]
	at 2026-04-03T05:00:00
	[ "$(sqlite3 "$TMP/town.db" "SELECT count(*) FROM job WHERE kind = 'build'")" = 2 ]
}

what_has_changed_of_a_recipe_is_read_in_each_morning() {
	start
	at 2026-04-01T12:00:00 --update "$TMP/data/town.ini" --data "$TMP/data"
	[ "$(sqlite3 "$TMP/town.db" "SELECT count(*) FROM schedule WHERE name = 'daily build'")" = 0 ]
	at 2026-04-02T05:00:00 --update "$TMP/data/town.ini" --data "$TMP/data"
	newest import | grep -q '^done: 0 files read in, ' || fail "$(newest import)"
	add_club
	at 2026-04-03T05:00:00 --update "$TMP/data/town.ini"
	newest import | grep -q '^done: 1 files read in, ' || fail "$(newest import)"
	[ "$(sqlite3 "$TMP/town.db" "SELECT count(*) FROM organisation WHERE name LIKE 'Quillfeather Kite%'")" = 1 ]
	# Without the option the build alone is left.
	at 2026-04-03T12:00:00
	[ "$(sqlite3 "$TMP/town.db" "SELECT group_concat(name) FROM schedule WHERE name LIKE 'update %' OR name = 'daily build'")" = "daily build" ]
}

a_file_that_is_gone_and_a_recipe_that_nobody_named_fail_with_a_sentence() {
	start
	at 2026-04-01T12:00:00 --update "$TMP/data/town.ini"
	mv "$TMP/data/casc.csv" "$TMP/casc.csv"
	at 2026-04-02T05:00:00 --update "$TMP/data/town.ini"
	newest import | grep -q '^failed: .*casc.csv is not there' || fail "$(newest import)"
	sqlite3 "$TMP/town.db" "UPDATE job SET state = 'queued', detail = 'update /etc/passwd' WHERE kind = 'import'"
	at 2026-04-02T05:10:00 --update "$TMP/data/town.ini"
	newest import | grep -q '^failed: this worker was not started with --update /etc/passwd' || fail "$(newest import)"
	ends_with 2 "$EVENHAND" --db "$TMP/town.db" worker --once --data "$TMP/data"
	holds "$TMP/err" "behind the --update"
	ends_with 1 "$EVENHAND" --db "$TMP/town.db" worker --once --update "$TMP/none.ini"
	holds "$TMP/err" "cannot find"
}

# Killed at many moments, some in the reading of a file and some in the making of the list: the next worker ends it, and the list is the one that nobody
# disturbed.
a_worker_that_is_killed_is_followed_by_one_that_ends_it() {
	start
	add_club
	rm "$TMP/town.db"
	EVENHAND_CLOCK=2026-04-01T12:00:00 "$EVENHAND" --db "$TMP/town.db" update "$TMP/data/town.ini" >/dev/null 2>&1
	listed "$TMP/town.db" >"$TMP/want"
	killed=0
	for pause in 0.02 0.05 0.08 0.12 0.2 0.3 0.45; do
		rm -f "$TMP"/town.db*
		sqlite3 "$BASE" "VACUUM INTO '$TMP/town.db'"
		at 2026-04-01T12:00:00 --update "$TMP/data/town.ini"
		EVENHAND_CLOCK=2026-04-02T05:00:00 "$EVENHAND" --db "$TMP/town.db" worker --once --update "$TMP/data/town.ini" >/dev/null 2>&1 &
		sleep "$pause"
		! kill -9 $! 2>/dev/null || killed=$((killed + 1))
		wait $! 2>/dev/null || true
		at 2026-04-02T06:00:00 --update "$TMP/data/town.ini"
		newest import | grep -q '^done: ' || fail "after $pause s: $(newest import)"
		listed "$TMP/town.db" >"$TMP/got"
		cmp -s "$TMP/want" "$TMP/got" || fail "after $pause s the list is another: $(diff "$TMP/want" "$TMP/got" | head -5)"
		ends_with 0 "$EVENHAND" verify "$TMP/town.db"
	done
	echo "$killed of 7 were killed at work"
	[ "$killed" -ge 1 ]
}

run_tests without_recipes_the_list_is_made_each_morning what_has_changed_of_a_recipe_is_read_in_each_morning \
	a_file_that_is_gone_and_a_recipe_that_nobody_named_fail_with_a_sentence a_worker_that_is_killed_is_followed_by_one_that_ends_it
