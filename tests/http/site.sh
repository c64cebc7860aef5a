# What the tests of pages share, included after tests/shell.sh: an invented town, a server of it, and asking for its pages.
# shellcheck shell=sh
TOWN=$FOLDER/town
DB=$FOLDER/town.db

# So many organisations, of this seed.
make_town() {
	"$EVENHAND" generate town --organisations "$1" --seed "$2" --out "$TOWN" >"$FOLDER/made" 2>&1 &&
		"$EVENHAND" update places/example-town.ini --data "$TOWN" --db "$DB" >>"$FOLDER/made" 2>&1 || cat "$FOLDER/made"
}

# Serves it at $SITE until the script ends; what the server says is in $FOLDER/serve and $FOLDER/log. Further options of `serve` may follow.
serve_town() {
	: >"$FOLDER/serve"
	"$EVENHAND" --db "$DB" serve --port 0 "$@" >"$FOLDER/serve" 2>"$FOLDER/log" &
	SERVER=$!
	trap 'kill $SERVER 2>/dev/null; wait $SERVER 2>/dev/null; rm -rf "$FOLDER"' EXIT
	for _ in $(seq 200); do
		grep -q '(port ' "$FOLDER/serve" && break
		sleep 0.1
	done
	PORT=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' "$FOLDER/serve")
	SITE=http://localhost:$PORT
}

# Asks for a page that must come with this status; its body is in $TMP/page, its headers in $TMP/headers. As $WHO, whose cookies are kept, and from
# the last part of an address $CLIENT, where these are set.
get() {
	want=$1
	shift
	got=$(curl -s ${CLIENT:+-H "X-Forwarded-For: 192.0.2.$CLIENT"} ${WHO:+-b "$FOLDER/$WHO" -c "$FOLDER/$WHO"} -o "$TMP/page" -D "$TMP/headers" \
		-w '%{http_code}' "$@")
	[ "$got" = "$want" ] || fail "$* came with $got, not $want: $(head -c 600 "$TMP/page")"
}
token() { sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' "$TMP/page" | head -1; }
lacks() { ! grep -qiF -e "$2" "$1" || fail "\"$2\" is in $1: $(grep -iF -e "$2" "$1" | head -c 400)"; }
# In a demonstration: one of its invented people by the first part of the address, with cookies of their own.
become() {
	WHO=$1
	rm -f "$FOLDER/$WHO"
	get 200 "$SITE/sign-in"
	get 303 --data-urlencode "token=$(token)" --data-urlencode "who=$1@example.org" "$SITE/demo/be"
}
