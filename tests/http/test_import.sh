#!/bin/sh
# Lists brought by the web, as programs send them: who may, what is refused and how it is said, and that nothing of it harms who reads what came of it.
. tests/shell.sh
. tests/http/site.sh

make_town 60 5
serve_town --demo
IMPORT=$SITE/example-town/import
CLIENT=1

# From here on asked as somebody of the demonstration, who comes through the server in front from an address of their own: requests are
# counted by it.
become() {
	WHO=$1
	echo >>"$FOLDER/clients"
	CLIENT=$(grep -c '' "$FOLDER/clients")
	rm -f "$FOLDER/$WHO"
	get 200 "$SITE/sign-in"
	get 303 --data-urlencode "token=$(token)" --data-urlencode "who=$1@example.org" "$SITE/demo/be"
}

# Brings a file as a list of that name.
bring() {
	answer=$1
	sent=$2
	list=$3
	shift 3
	get 200 "$IMPORT"
	get "$answer" -F "token=$(token)" -F "file=@$sent" -F "source=$list" -F "publisher=The invented council" -F says=works -F terms=list "$@" "$IMPORT"
}
there() { sed -n 's/^[Ll]ocation: \([^?]*\).*/\1/p' "$TMP/headers" | tr -d '\r' | sed "s|^/|$SITE/|"; }

# Until the server's worker has read the list in.
wait_for() {
	for _ in $(seq 300); do
		get 200 "$1"
		! grep -q 'data-watch' "$TMP/page" || { sleep 0.1; continue; }
		return 0
	done
	fail "it is never read in: $(head -c 900 "$TMP/page")"
}

only_keepers_of_the_list_bring_one() {
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	WHO=nobody
	get 303 "$IMPORT"
	holds "$TMP/headers" sign-in
	for who in keeper council admin; do
		become "$who"
		get 403 "$IMPORT"
		get 200 "$SITE/account"
		get 403 -F "token=$(token)" -F "file=@$TMP/list.csv" -F source=x -F publisher=x -F says=works -F terms=list "$IMPORT"
	done
	become infrastructure
	bring 303 "$TMP/list.csv" "who may"
	there >"$TMP/there"
	become keeper
	get 403 "$(cat "$TMP/there")"
}

a_form_from_elsewhere_brings_nothing() {
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	become officer
	get 403 -F "file=@$TMP/list.csv" -F source=x -F publisher=x -F says=works -F terms=list "$IMPORT"
	get 200 "$IMPORT"
	get 403 -H 'Origin: https://elsewhere.example' -F "token=$(token)" -F "file=@$TMP/list.csv" -F source=x -F publisher=x -F says=works -F terms=list "$IMPORT"
	bring 303 "$TMP/list.csv" elsewhere
	at=$(there)
	get 403 -d move=read "$at"
	get 403 -d move=give-up "$at"
	get 200 "$at"
	get 403 -H 'Origin: https://elsewhere.example' --data-urlencode "token=$(token)" -d move=give-up "$at"
	get 200 "$at"
}

workbooks_of_two_makers_show_their_columns() {
	become officer
	for file in council_list.xlsx community_groups.ods; do
		bring 303 "$TOWN/$file" "brought $file"
		get 200 "$(there)"
		holds "$TMP/page" "$file"
		holds "$TMP/page" "would be kept"
		holds "$TMP/page" 'id="column-A"'
	done
}

what_is_no_table_is_said_in_a_sentence() {
	become officer
	printf '%%PDF-1.4\n%%and so on\n' >"$TMP/a.pdf"
	bring 200 "$TMP/a.pdf" pdf
	holds "$TMP/page" 'href="#file">The file could not be read'
	holds "$TMP/page" 'value="The invented council"'
	: >"$TMP/empty.csv"
	bring 200 "$TMP/empty.csv" empty
	holds "$TMP/page" "The file is empty"
	printf 'PK\003\004not a zip at all' >"$TMP/torn.xlsx"
	bring 200 "$TMP/torn.xlsx" torn
	holds "$TMP/page" "The file could not be read"
	printf '\211PNG\r\n\032\n0000' >"$TMP/a.png"
	bring 200 "$TMP/a.png" png
	holds "$TMP/page" "The file could not be read"
}

what_swells_when_it_is_unpacked_is_refused() {
	become officer
	yes 'a,b' | head -c 400000000 | gzip -9 >"$TMP/bomb.csv.gz"
	[ "$(wc -c <"$TMP/bomb.csv.gz")" -lt 3000000 ]
	bring 200 "$TMP/bomb.csv.gz" bomb
	holds "$TMP/page" "The file could not be read"
	# The server is there, and reads what is well.
	printf 'Name,Address\nInvented Club,1 High Street\n' | gzip >"$TMP/list.csv.gz"
	bring 303 "$TMP/list.csv.gz" packed
}

nobody_brings_files_without_end() {
	become officer
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	for i in 1 2 3 4 5 6 7 8 9 10; do bring 303 "$TMP/list.csv" "endless $i"; done
	bring 429 "$TMP/list.csv" "endless 11"
}

what_is_too_large_is_not_taken() {
	become officer
	get 200 "$IMPORT"
	head -c 70000000 /dev/zero >"$TMP/large.csv"
	code=$(curl -s -H "X-Forwarded-For: 192.0.2.$CLIENT" -b "$FOLDER/$WHO" -o "$TMP/page" -w '%{http_code}' -F "token=$(token)" -F "file=@$TMP/large.csv" "$IMPORT" || true)
	[ "$code" = 413 ] || [ "$code" = 000 ] || fail "70 MB came with $code"
	get 200 "$IMPORT"
}

a_registers_name_is_not_free() {
	become officer
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	bring 200 "$TMP/list.csv" charity-register
	holds "$TMP/page" 'href="#source"'
	holds "$TMP/page" "give yours another name"
	bring 200 "$TMP/list.csv" dated -F "date=31 March 2999"
	holds "$TMP/page" "Enter a day that has been"
	bring 200 "$TMP/list.csv" wordless -F "date=soon"
	holds "$TMP/page" "Enter a day that has been"
}

# Formulas and script in cells, headings and the file's name.
what_came_of_it_harms_nobody_who_reads_it() {
	become officer
	name='<img src=x onerror=alert(1)>.csv'
	printf '%s\n' 'Name,"=HYPERLINK(""http://elsewhere.example"")",Charity number,<script>alert(2)</script>' 'Invented Formula Club,1 High Street,1,x' \
		'=cmd|x!A1,"@SUM(1)",=1+1,<b>bold</b>' ',Somewhere,+1,x' ',Elsewhere,-1,x' >"$TMP/$name"
	bring 303 "$TMP/$name" harmful -F "date=1 March 2026" --form-string "licence=<i>Ours</i>"
	at=$(there)
	get 200 "$at"
	lacks "$TMP/page" '<script>alert'
	lacks "$TMP/page" '<img'
	lacks "$TMP/page" '<b>bold'
	get 303 --data-urlencode "token=$(token)" -d header=1 -d rows=organisations -d column-A=name -d column-B=ignore -d column-C=charity-number \
		-d column-D=activities -d move=read "$at"
	wait_for "$at"
	batch=$(sed -n 's|.*href="/example-town/batches/\([0-9]*\)".*|\1|p' "$TMP/page" | head -1)
	get 200 "$SITE/example-town/batches/$batch"
	holds "$TMP/page" "as of 1 March 2026"
	holds "$TMP/page" "&lt;i&gt;Ours"
	lacks "$TMP/page" '<script>alert'
	get 200 "$SITE/example-town/batches/$batch/refused.csv"
	holds "$TMP/headers" "text/csv"
	holds "$TMP/page" "line,column,reason"
	[ "$(wc -l <"$TMP/page")" -gt 1 ] || fail "no row was refused: $(cat "$TMP/page")"
	! tr -d '"' <"$TMP/page" | tr ',' '\n' | grep -E '^[=+@-]' || fail "a spreadsheet would run this: $(cat "$TMP/page")"
	# Headings are cells of the refused rows too.
	sqlite3 "$DB" "INSERT INTO refusal VALUES ($batch, 9999, 99, '=HYPERLINK(1)', '+the reason')"
	get 200 "$SITE/example-town/batches/$batch/refused.csv"
	! tr -d '"' <"$TMP/page" | tr ',' '\n' | grep -E '^[=+@-]' || fail "a spreadsheet would run this: $(cat "$TMP/page")"
	# Taking it back asks first, and needs a token.
	get 200 "$SITE/example-town/batches/$batch/undo"
	taken=$(token)
	get 403 -d how=undo "$SITE/example-town/batches/$batch/undo"
	get 303 --data-urlencode "token=$taken" -d how=withdraw "$SITE/example-town/batches/$batch/undo"
	get 200 "$SITE/example-town/batches/$batch"
	holds "$TMP/page" "It was withdrawn"
	get 404 "$SITE/example-town/batches/$batch/undo"
	"$EVENHAND" --db "$DB" audit verify >"$TMP/audit" || fail "$(cat "$TMP/audit")"
}

what_was_read_in_at_the_machine_is_not_taken_back_here() {
	become officer
	batch=$(sqlite3 "$DB" "SELECT max(b.batch_id) FROM batch b JOIN source s USING (source_id) WHERE s.name = 'charity-register'")
	get 200 "$SITE/example-town/batches/$batch"
	holds "$TMP/page" "evenhand undo $batch"
	get 404 "$SITE/example-town/batches/$batch/undo"
	get 200 "$IMPORT"
	get 403 --data-urlencode "token=$(token)" -d how=undo "$SITE/example-town/batches/$batch/undo"
	[ "$(sqlite3 "$DB" "SELECT state FROM batch WHERE batch_id = $batch")" = live ]
}

# Columns, sheets and moves that no page offers.
what_no_page_offers_is_refused() {
	become officer
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	bring 303 "$TMP/list.csv" odd
	at=$(there)
	get 200 "$at"
	t=$(token)
	get 400 --data-urlencode "token=$t" -d move=dance "$at"
	get 404 --data-urlencode "token=$t" -d move=sheet -d sheet=7 "$at"
	get 200 --data-urlencode "token=$t" -d move=sheet -d sheet=../../x "$at"
	get 200 --data-urlencode "token=$t" -d move=read -d header=1000000 -d rows=organisations -d column-A=name "$at"
	get 200 --data-urlencode "token=$t" -d move=read -d header=1 -d rows=dances -d column-A=name "$at"
	get 200 --data-urlencode "token=$t" -d move=read -d header=1 -d rows=organisations -d column-A=dances "$at"
	get 200 --data-urlencode "token=$t" -d move=read -d header=1 -d rows=organisations -d column-A=name -d column-B=name "$at"
	holds "$TMP/page" "two columns are given as name"
	get 404 --data-urlencode "token=$t" -d move=read "$IMPORT/999999"
	get 404 "$IMPORT/x"
	get 303 --data-urlencode "token=$t" -d move=give-up "$at"
	get 404 "$at"
	[ "$(sqlite3 "$DB" "SELECT count(*) FROM upload WHERE state = 'queued'")" = 0 ]
}

what_is_kept_of_a_file_is_private_and_goes() {
	become officer
	printf 'Name,Address\nInvented Club,1 High Street\n' >"$TMP/list.csv"
	bring 303 "$TMP/list.csv" private
	at=$(there)
	[ "$(stat -c %a "$DB.uploads")" = 700 ]
	before=$(find "$DB.uploads" -type f | wc -l)
	[ "$before" -ge 3 ] || fail "$before files are kept"
	get 200 "$at"
	get 303 --data-urlencode "token=$(token)" -d move=give-up "$at"
	[ "$(find "$DB.uploads" -type f | wc -l)" -eq $((before - 3)) ] || fail "given up, and still there: $(find "$DB.uploads")"
}

run_tests only_keepers_of_the_list_bring_one a_form_from_elsewhere_brings_nothing workbooks_of_two_makers_show_their_columns what_is_no_table_is_said_in_a_sentence \
	what_swells_when_it_is_unpacked_is_refused what_is_too_large_is_not_taken a_registers_name_is_not_free \
	what_came_of_it_harms_nobody_who_reads_it what_was_read_in_at_the_machine_is_not_taken_back_here what_no_page_offers_is_refused \
	what_is_kept_of_a_file_is_private_and_goes nobody_brings_files_without_end
