#!/bin/sh
# A store, or a folder, that may not be written: a clear failure, and nothing changed. Root may write anything, so that as root the program
# is run as nobody.
. tests/shell.sh

as_nobody() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}

can_be_nobody() {
	chmod 755 "$FOLDER" "$TMP"
	as_nobody "$EVENHAND" version >/dev/null 2>&1 || skip "the program cannot be run as nobody from here"
}

a_folder_that_may_not_be_written_fails_clearly() {
	can_be_nobody
	mkdir "$TMP/folder"
	chmod 555 "$TMP/folder"
	ends_with 1 as_nobody "$EVENHAND" init --db "$TMP/folder/x.db"
	holds "$TMP/err" "$TMP/folder/x.db"
	holds "$TMP/err" "may be written"
	[ -z "$(ls "$TMP/folder")" ]
}

a_store_that_may_not_be_written_stays_as_it_is() {
	can_be_nobody
	mkdir "$TMP/folder"
	"$EVENHAND" init --db "$TMP/folder/x.db"
	before=$(cksum <"$TMP/folder/x.db")
	printf 'name,postcode,activities\nTea and Talk,ZZ1 1AA,tea\n' >"$TMP/groups.csv"
	chmod 644 "$TMP/groups.csv"
	chmod 444 "$TMP/folder/x.db"
	chmod 555 "$TMP/folder"
	for words in "import $TMP/groups.csv" "build --force" "undo 1"; do
		# shellcheck disable=SC2086
		ends_with 1 as_nobody "$EVENHAND" $words --db "$TMP/folder/x.db"
		holds "$TMP/err" "may be written"
	done
	[ "$before" = "$(cksum <"$TMP/folder/x.db")" ]
	[ "$(ls "$TMP/folder")" = x.db ]
}

a_town_into_a_folder_that_may_not_be_written_fails_clearly() {
	can_be_nobody
	mkdir "$TMP/folder"
	chmod 555 "$TMP/folder"
	ends_with 1 as_nobody "$EVENHAND" generate town --organisations 40 --out "$TMP/folder/town"
	holds "$TMP/err" "$TMP/folder/town"
	[ -z "$(ls "$TMP/folder")" ]
}

run_tests a_folder_that_may_not_be_written_fails_clearly a_store_that_may_not_be_written_stays_as_it_is \
	a_town_into_a_folder_that_may_not_be_written_fails_clearly
