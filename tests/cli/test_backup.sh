#!/bin/sh
# Copies of the store: whole, checked, while others write; and putting one back, which revives nobody.
. tests/shell.sh

TOWN=$FOLDER/town
DB=$FOLDER/town.db
"$EVENHAND" generate town --organisations 80 --seed 4 --out "$TOWN" >"$FOLDER/made" 2>&1 &&
	"$EVENHAND" update places/example-town.ini --data "$TOWN" --db "$DB" >>"$FOLDER/made" 2>&1 || cat "$FOLDER/made"

list() { "$EVENHAND" organisations --json --db "$1"; }

a_copy_holds_what_the_store_holds() {
	ends_with 0 "$EVENHAND" backup "$TMP/copy.db" --db "$DB"
	list "$DB" >"$TMP/store.json"
	list "$TMP/copy.db" >"$TMP/copy.json"
	cmp "$TMP/store.json" "$TMP/copy.json"
	ends_with 0 "$EVENHAND" verify "$TMP/copy.db"
	holds "$TMP/out" "is whole"
	[ "$(stat -c %a "$TMP/copy.db")" = 600 ] || fail "others may read the copy: $(stat -c %a "$TMP/copy.db")"
	[ -z "$(find "$TMP" -name '*partial*' -o -name '*-wal')" ] || fail "something is left beside the copy"
}

a_file_that_stands_there_is_not_overwritten_unasked() {
	echo precious >"$TMP/copy.db"
	ends_with 1 "$EVENHAND" backup "$TMP/copy.db" --db "$DB"
	holds "$TMP/err" "is there already"
	holds "$TMP/copy.db" precious
	ends_with 0 "$EVENHAND" backup "$TMP/copy.db" --replace --db "$DB"
	ends_with 0 "$EVENHAND" backup "$TMP/other.db" --db "$DB"
	ends_with 1 "$EVENHAND" restore "$TMP/other.db" --db "$TMP/copy.db"
	holds "$TMP/err" "--replace"
}

a_copy_made_during_an_import_is_whole() {
	cp "$DB" "$TMP/busy.db"
	"$EVENHAND" update places/example-town.ini --data "$TOWN" --db "$TMP/busy.db" >"$TMP/update" 2>&1 &
	for i in 1 2 3 4 5; do
		ends_with 0 "$EVENHAND" backup "$TMP/copy$i.db" --db "$TMP/busy.db"
		ends_with 0 "$EVENHAND" verify "$TMP/copy$i.db"
	done
	wait
}

restoring_elsewhere_gives_the_same_list() {
	ends_with 0 "$EVENHAND" backup "$TMP/copy.db" --db "$DB"
	ends_with 0 "$EVENHAND" restore "$TMP/copy.db" --db "$TMP/elsewhere.db"
	ends_with 0 "$EVENHAND" verify --db "$TMP/elsewhere.db"
	list "$DB" >"$TMP/a"
	list "$TMP/elsewhere.db" >"$TMP/b"
	cmp "$TMP/a" "$TMP/b"
	ends_with 0 "$EVENHAND" audit list --db "$TMP/elsewhere.db"
	holds "$TMP/out" "restored"
}

what_is_no_store_is_not_restored() {
	echo nonsense >"$TMP/copy.db"
	ends_with 1 "$EVENHAND" restore "$TMP/copy.db" --db "$TMP/elsewhere.db"
	[ ! -e "$TMP/elsewhere.db" ] || fail "a store was made of nonsense"
	ends_with 1 "$EVENHAND" restore "$TMP/none.db" --db "$TMP/elsewhere.db"
	ends_with 0 "$EVENHAND" backup "$TMP/whole.db" --db "$DB"
	head -c 200000 "$TMP/whole.db" >"$TMP/cut.db"
	ends_with 1 "$EVENHAND" restore "$TMP/cut.db" --db "$TMP/elsewhere.db"
	ends_with 1 "$EVENHAND" verify "$TMP/cut.db"
	[ ! -e "$TMP/elsewhere.db" ] || fail "a store was made of half a copy"
}

run_tests a_copy_holds_what_the_store_holds a_file_that_stands_there_is_not_overwritten_unasked a_copy_made_during_an_import_is_whole \
	restoring_elsewhere_gives_the_same_list what_is_no_store_is_not_restored
