#!/bin/sh
# Every row of the table of routes, as `serve --access` prints it: wrong method, no form token, nobody signed in, the wrong part, and input that
# nobody should send. None of it may change anything, and none may be answered by a fault of ours.
. tests/shell.sh
. tests/http/site.sh

make_town 60 5
serve_town --demo
PARTS="visitor signed organisation officer infrastructure council sector administrator"
ASKED=0

# As who is asked: an invented person of the demonstration for each part, signed in once.
person_of() {
	case $1 in
	organisation) echo keeper ;;
	administrator) echo admin ;;
	signed) echo nia ;;
	*) echo "$1" ;;
	esac
}
token_on() { sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$1" | head -1; }

# ask WHO ARGUMENTS…: leaves the status in $GOT, the page in $TMP/page, headers in $TMP/headers. Each request comes from another address, since
# requests are counted by it.
ask() {
	jar=$FOLDER/jar.$1
	shift
	ASKED=$((ASKED + 1))
	GOT=$(curl -s --max-time 30 -H "X-Forwarded-For: 10.$((ASKED / 60000)).$((ASKED / 250 % 250)).$((ASKED % 250 + 1))" -b "$jar" -o "$TMP/page" -D "$TMP/headers" \
		-w '%{http_code}' "$@") || fail "no answer to $*"
}
# send WHO METHOD ADDRESS: with a good form token where it is a form.
send() {
	if [ "$2" = POST ]; then
		ask "$1" -d "token=$(cat "$FOLDER/token.$1")" "$SITE$3"
	else
		ask "$1" "$SITE$3"
	fi
}
said() { head -c 300 "$TMP/page"; }

mkdir -p "$FOLDER/start"
TMP=$FOLDER/start
for part in $PARTS; do
	who=$(person_of "$part")
	: >"$FOLDER/jar.$part"
	curl -s -H "X-Forwarded-For: 10.9.0.1" -c "$FOLDER/jar.$part" -o "$TMP/page" "$SITE/sign-in"
	if [ "$part" != visitor ]; then
		curl -s -H "X-Forwarded-For: 10.9.0.1" -b "$FOLDER/jar.$part" -c "$FOLDER/jar.$part" -o /dev/null --data-urlencode "token=$(token_on "$TMP/page")" \
			--data-urlencode "who=$who@example.org" "$SITE/demo/be"
		ask "$part" "$SITE/account"
	fi
	token_on "$TMP/page" >"$FOLDER/token.$part"
done

# method, pattern, address, then "yes" or "-" for each of $PARTS; an address with what there is.
ORG=$(sqlite3 "$DB" "SELECT org_id FROM person_role r JOIN person_detail d USING (person_id) WHERE r.org_id IS NOT NULL ORDER BY r.person_id LIMIT 1" 2>/dev/null ||
	sqlite3 "$DB" "SELECT org_id FROM person_role WHERE org_id IS NOT NULL LIMIT 1")
SERVICE=$(sqlite3 "$DB" "SELECT service_id FROM service WHERE org_id = '$ORG' LIMIT 1")
WARD=$(curl -s "$SITE/example-town/wards" | sed -n 's|.*href="/example-town/wards/\([^"]*\)".*|\1|p' | head -1)
"$EVENHAND" serve --access | sed -n 's/^| \(GET\|POST\) | `\([^`]*\)` |.*| \(.*|.*|.*|.*|.*|.*|.*|.*\) |$/\1|\2|\3/p' |
	awk -F'|' -v org="$ORG" -v service="${SERVICE:-1}" -v ward="$WARD" '{
		at = $2
		gsub(/\{place\}/, "example-town", at); gsub(/\{org\}/, org, at); gsub(/\{service\}/, service, at); gsub(/\{ward\}/, ward, at)
		gsub(/\{need\}/, "money", at); gsub(/\{[a-z]*\}/, "1", at)
		line = $1 " " $2 " " at
		for (i = 3; i <= 10; i++) { gsub(/ /, "", $i); line = line " " ($i == "yes" ? "yes" : "-") }
		print line
	}' >"$FOLDER/routes"

# The part that may do what a row says (its column), or may not: the first that there is.
part_with() {
	want=$1
	shift 5
	for part in $PARTS; do
		if [ "$1" = "$want" ]; then
			echo "$part"
			return
		fi
		shift
	done
}
# Whoever holds such a letter may press its button without a form: their address alone must not do.
by_letter() { case $1 in /still-right/* | /unsubscribe/* | /invited/*/stop) true ;; *) false ;; esac; }
# Boxes of one name, of which several may be ticked.
takes_several() { case $1 in */add-service | */services/{service}) true ;; *) false ;; esac; }
takes_files() { case $1 in */import | */review/workbook) true ;; *) false ;; esac; }

# All that people wrote, asked for or decided.
state() {
	for table in person person_detail person_role steward_invitation motion motion_key motion_refusal motion_event audit own_word own_confirmation \
		correction claim claim_invitation local_change mail_refusal ground_answer upload hidden added_group column_choice decision batch published_report factor \
		signin mail; do
		echo "$table"
		sqlite3 "$DB" "SELECT * FROM $table" || echo "$table cannot be read" >>"$FOLDER/unread"
	done | cksum
}
unchanged() { [ ! -e "$FOLDER/unread" ] || fail "$(cat "$FOLDER/unread")"; [ "$(state)" = "$BEFORE" ] || fail "something has changed by $*"; }

# Every name that some form of the site has; the same field twice is among what programs send.
names() {
	grep -rhoE '(\bname="[a-z_-]+"|\.name = "[a-z_-]+"|form\([a-z]+, "[a-z_-]+"|\{ "[a-z_-]+", EH_FORM)' src/web/pages src/web/*.html | grep -oE '"[a-z_-]+"' | tr -d '"' |
		sort -u | grep -vE '^(token|viewport|theme-color)$'
}

the_table_is_read() {
	[ "$(grep -c . "$FOLDER/routes")" = "$("$EVENHAND" serve --access | grep -cE '^\| (GET|POST) ')" ]
	[ "$(grep -c '^POST' "$FOLDER/routes")" -gt 30 ]
	[ -n "$ORG" ] && [ -n "$WARD" ]
	for part in $PARTS; do [ -s "$FOLDER/token.$part" ] || fail "no form token as $part"; done
	[ "$(names | wc -l)" -gt 30 ]
}

a_method_that_an_address_lacks_is_refused_with_those_it_has() {
	while read -r method pattern at _; do
		other=GET
		[ "$method" = POST ] || other=POST
		# Another row may take this address: /{place} takes /sign-out.
		grep "^$other " "$FOLDER/routes" | cut -d' ' -f2 | sed -e 's/[.]/[.]/g' -e 's|{[a-z]*}|[^/]*|g' >"$TMP/patterns"
		! printf '%s\n' "$at" | grep -qxf "$TMP/patterns" || continue
		ask visitor -X "$other" "$SITE$at"
		[ "$GOT" = 405 ] || fail "$other $at came with $GOT: $(said)"
		allow="GET, HEAD"
		[ "$method" = GET ] || allow=POST
		grep -qi "^allow: $allow.\$" "$TMP/headers" || fail "$other $at does not say what it allows: $(cat "$TMP/headers")"
	done <"$FOLDER/routes"
	for method in PUT DELETE PATCH; do
		ask visitor -X "$method" "$SITE/example-town/add"
		[ "$GOT" = 405 ] && grep -qi '^allow: ' "$TMP/headers" || fail "$method came with $GOT"
	done
}

no_form_is_taken_without_its_token_and_nothing_changes() {
	BEFORE=$(state)
	grep '^POST' "$FOLDER/routes" >"$TMP/posts"
	while read -r row; do
		# shellcheck disable=SC2086 # the row's words
		set -- $row
		part=$(part_with yes x $row)
		by_letter "$2" && continue
		for sent in "" "token=" "token=$(tr '0-9a-f' '1-9a-f0' <"$FOLDER/token.$part")" "token=$(cat "$FOLDER/token.infrastructure")&move=1"; do
			[ "$part" = infrastructure ] && [ "${sent%&move=1}" != "$sent" ] && continue
			ask "$part" -d "$sent" "$SITE$3"
			[ "$GOT" = 403 ] || fail "POST $3 as $part with \"$sent\" came with $GOT: $(said)"
		done
		ask "$part" -H "Origin: https://elsewhere.example" -d "token=$(cat "$FOLDER/token.$part")" "$SITE$3"
		[ "$GOT" = 403 ] || fail "POST $3 from another site came with $GOT: $(said)"
		unchanged "POST $3"
	done <"$TMP/posts"
}

who_is_signed_out_or_of_another_part_is_refused_and_nothing_changes() {
	BEFORE=$(state)
	while read -r row; do
		# shellcheck disable=SC2086
		set -- $row
		[ "$4" = yes ] && continue
		method=$1 at=$3
		send visitor "$method" "$at"
		{ [ "$GOT" = 303 ] && grep -qi '^location: /sign-in' "$TMP/headers"; } || [ "$GOT" = 401 ] || fail "$method $at as a visitor came with $GOT: $(said)"
		# "signed in" means everybody who is.
		everybody=$5
		shift 3
		for part in $PARTS; do
			[ "$everybody" = yes ] && break
			may=$1
			shift
			[ "$part" = visitor ] || [ "$may" = yes ] && continue
			send "$part" "$method" "$at"
			[ "$GOT" = 403 ] || fail "$method $at as $part came with $GOT: $(said)"
		done
		unchanged "$method $at"
	done <"$FOLDER/routes"
}

what_nobody_should_send_is_refused_and_nothing_breaks() {
	head -c 300000 /dev/zero | tr '\0' a >"$TMP/swollen"
	names >"$TMP/names"
	BEFORE=$(state)
	while read -r row; do
		# shellcheck disable=SC2086
		set -- $row
		method=$1 at=$3
		part=$(part_with yes x $row)
		token=$(cat "$FOLDER/token.$part")
		for query in 'q=%ff' 'q=%c0%af' 'q=%00' 'q=%zz'; do
			ask "$part" -X "$method" -d "$([ "$method" = GET ] || echo "token=$token")" "$SITE$at?$query"
			[ "$GOT" = 400 ] || fail "$method $at?$query came with $GOT: $(said)"
		done
		if [ "$method" = GET ]; then
			ask "$part" "$SITE$at?$(sed 's/.*/&=1\&&=2/' "$TMP/names" | paste -sd '&')"
			[ "$GOT" -lt 500 ] || fail "GET $at with every field twice came with $GOT: $(said)"
			continue
		fi
		for field in 'name=%ff' 'name=%ed%a0%80' 'name=%00' 'name=%0'; do
			ask "$part" -d "token=$token&$field" "$SITE$at"
			[ "$GOT" = 400 ] || fail "POST $at with $field came with $GOT: $(said)"
		done
		if ! takes_files "$2"; then
			ask "$part" -d "token=$token" --data-urlencode "name@$TMP/swollen" "$SITE$at"
			[ "$GOT" = 413 ] || fail "POST $at with a field of 300,000 bytes came with $GOT: $(said)"
		fi
		unchanged "POST $at"
	done <"$FOLDER/routes"
}

fields_sent_twice_are_refused_and_change_nothing() {
	names | sed 's/.*/&=1\&&=2/' | paste -sd '&' >"$TMP/twice"
	BEFORE=$(state)
	grep '^POST' "$FOLDER/routes" >"$TMP/posts"
	while read -r row; do
		# shellcheck disable=SC2086
		set -- $row
		part=$(part_with yes x $row)
		takes_several "$2" && continue
		for sent in "$(cat "$TMP/twice")" "move=1&move=1" "token=$(cat "$FOLDER/token.$part")"; do
			ask "$part" -d "token=$(cat "$FOLDER/token.$part")&$sent" "$SITE$3"
			[ "$GOT" = 400 ] || fail "POST $3 with fields twice came with $GOT: $(said)"
		done
		unchanged "POST $3"
	done <"$TMP/posts"
}

# Every field there is, each with four thousand letters: refused, or shown again with what is wrong. A page that has a button alone does what it says.
fields_too_long_are_refused_or_shown_again() {
	long=$(head -c 4000 /dev/zero | tr '\0' a)
	names | sed "s/\$/=$long/" | paste -sd '&' >"$TMP/long"
	grep '^POST' "$FOLDER/routes" | grep -vE ' (/sign-out|/account/erase|/[{]place[}]/report/draft|/[{]place[}]/organisations/[{]org[}]/confirm) ' >"$TMP/posts"
	BEFORE=$(state)
	while read -r row; do
		# shellcheck disable=SC2086
		set -- $row
		part=$(part_with yes x $row)
		printf 'token=%s&%s' "$(cat "$FOLDER/token.$part")" "$(cat "$TMP/long")" >"$TMP/body"
		ask "$part" --data-binary "@$TMP/body" "$SITE$3"
		case $GOT in
		4*) ;;
		200) grep -q 'govuk-error' "$TMP/page" || fail "POST $3 with fields of 4,000 letters says of no error: $(said)" ;;
		*) fail "POST $3 with fields of 4,000 letters came with $GOT: $(said)" ;;
		esac
		unchanged "POST $3"
	done <"$TMP/posts"
}

run_tests the_table_is_read a_method_that_an_address_lacks_is_refused_with_those_it_has no_form_is_taken_without_its_token_and_nothing_changes \
	who_is_signed_out_or_of_another_part_is_refused_and_nothing_changes what_nobody_should_send_is_refused_and_nothing_breaks \
	fields_sent_twice_are_refused_and_change_nothing fields_too_long_are_refused_or_shown_again
