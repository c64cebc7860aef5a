#!/bin/sh
# What deploy/ says is tried: the unit by systemd's own judge, nginx with its file before a server of an invented town, and the guide's commands.
. tests/shell.sh
. tests/http/site.sh

make_town 60 5
NAME=list.example.org

# A port of this machine that nobody listens on.
free_port() {
	for port in $(shuf -i 20000-32000 -n 50); do
		curl -s -o "$TMP/nobody" "http://127.0.0.1:$port" || { echo "$port"; return; }
	done
}

# nginx with deploy/nginx.conf, of which no more is changed than ports, the place of the certificate and of the log, and where Evenhand listens.
proxy() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$NAME" -keyout "$TMP/privkey.pem" -out "$TMP/fullchain.pem" 2>"$TMP/openssl"
	PLAIN=$(free_port) SECURE=$(free_port)
	sed -e "s|listen 80;|listen 127.0.0.1:$PLAIN;|; s|listen 443 ssl|listen 127.0.0.1:$SECURE ssl|; /listen \[::\]/d" \
		-e "s|/etc/letsencrypt/live/$NAME|$TMP|; s|/var/log/nginx|$TMP|; s|127.0.0.1:8080|127.0.0.1:$PORT|" deploy/nginx.conf >"$TMP/site.conf"
	mkdir -p "$TMP/temporary"
	cat >"$TMP/nginx.conf" <<-END
		daemon off;
		pid $TMP/pid;
		error_log $TMP/start.log;
		events { worker_connections 64; }
		http {
			client_body_temp_path $TMP/temporary/1; proxy_temp_path $TMP/temporary/2; fastcgi_temp_path $TMP/temporary/3;
			uwsgi_temp_path $TMP/temporary/4; scgi_temp_path $TMP/temporary/5;
			include $TMP/site.conf;
		}
	END
	nginx -t -q -p "$TMP" -c "$TMP/nginx.conf"
	nginx -p "$TMP" -c "$TMP/nginx.conf" &
	PROXY=$!
	trap 'kill $PROXY' EXIT
	for _ in $(seq 100); do curl -sk -o "$TMP/up" "https://127.0.0.1:$SECURE/healthz" && break; sleep 0.1; done
}

by_name() { get "$1" -k --resolve "$NAME:$SECURE:127.0.0.1" --resolve "$NAME:$PLAIN:127.0.0.1" "$2"; }

behind_nginx_pages_come_by_https_alone_and_nothing_is_logged() {
	command -v nginx >"$TMP/which" || skip "nginx is not installed (nginx-light)"
	serve_town --base-url "https://$NAME"
	proxy
	by_name 301 "http://$NAME:$PLAIN/example-town/search?q=refuge"
	holds "$TMP/headers" "Location: https://$NAME/example-town/search?q=refuge"
	by_name 200 "https://$NAME:$SECURE/example-town/search?q=refuge&near=ZZ1+1AA"
	tr '[:upper:]' '[:lower:]' <"$TMP/headers" >"$TMP/told"
	holds "$TMP/told" "strict-transport-security: max-age=31536000"
	lacks "$TMP/told" "server: nginx/"
	by_name 200 "https://$NAME:$SECURE/sign-in"
	grep -i '^set-cookie' "$TMP/headers" >"$TMP/cookies"
	holds "$TMP/cookies" "__Host-"
	holds "$TMP/cookies" "Secure"
	# A server that is gone is no reason to write down what somebody looked for.
	kill "$SERVER"
	wait "$SERVER" || true
	by_name 502 "https://$NAME:$SECURE/example-town/search?q=refuge&near=ZZ1+1AA"
	for log in "$TMP"/*.log; do lacks "$log" refuge; done
}

# Limits go by the client that nginx saw, whatever it says of itself.
a_client_cannot_say_that_it_is_another() {
	command -v nginx >"$TMP/which" || skip "nginx is not installed (nginx-light)"
	serve_town --base-url "https://$NAME"
	proxy
	for client in 1 2 3; do
		curl -sk --resolve "$NAME:$SECURE:127.0.0.1" -H "X-Forwarded-For: 192.0.2.$client" -o "$TMP/page" -w '%{http_code}\n' \
			"https://$NAME:$SECURE/example-town/search?q=food&number=[1-80]" >>"$TMP/answers"
	done
	sort "$TMP/answers" | uniq -c
	[ "$(grep -c 429 "$TMP/answers")" -ge 60 ] # of 240, 120 a minute are answered
}

the_unit_is_sound_and_exposes_little() {
	command -v systemd-analyze >"$TMP/which" || skip "systemd is not installed"
	mkdir -p "$TMP/etc"
	sed "s|/usr/local/bin/evenhand|$EVENHAND|" deploy/evenhand.service >"$TMP/evenhand.service"
	systemd-analyze verify --man=no "$TMP/evenhand.service" >"$TMP/said" 2>&1 || fail "$(cat "$TMP/said")"
	lacks "$TMP/said" "evenhand.service:"
	systemd-analyze security --offline=true --threshold=20 "$TMP/evenhand.service" >"$TMP/exposure" || fail "$(tail -1 "$TMP/exposure")"
	tail -1 "$TMP/exposure"
}

# Each option that the unit's environment gives is one that `serve` takes.
the_environment_gives_options_that_there_are() {
	(. ./deploy/environment && echo "$OPTIONS") | tr ' ' '\n' | grep '^--' >"$TMP/options"
	[ "$(wc -l <"$TMP/options")" -ge 8 ]
	"$EVENHAND" help serve >"$TMP/help"
	while read -r option; do holds "$TMP/help" "  $option "; done <"$TMP/options"
}

# The lines of the guide that begin with "as", on the invented town and one of its organisations.
the_commands_of_the_guide_do_what_it_says() {
	member=$("$EVENHAND" organisations --json --db "$DB" | jq -r '[.[] | select(.status == "active")][0].id')
	sed -n 's/^ *\(as [a-z].*\)$/\1/p' deploy/README.md | sed -e "s/EH-0123456789/$member/; s|NEWEST|one.db|; s|/var/lib/evenhand/backups|$TMP|" \
		-e "s|/var/lib/evenhand|$TMP|; s|/etc/evenhand/trafford.ini|places/example-town.ini|; s|/srv/evenhand/trafford|$TOWN|; s|trafford|example-town|" \
		>"$TMP/commands"
	[ "$(grep -c '' "$TMP/commands")" -ge 10 ]
	as() { "$EVENHAND" "$@" --db "$DB"; }
	as backup "$TMP/one.db"
	while read -r line; do
		echo "$line"
		eval "$line" </dev/null >"$TMP/out" 2>&1 || fail "$line: $(cat "$TMP/out")"
	done <"$TMP/commands"
	as stewards --place example-town --json >"$TMP/stewards"
	jq -e '[.[].side] | sort == ["council", "sector"]' "$TMP/stewards"
	as people --json >"$TMP/people"
	jq -e '[.[].roles] | any(startswith("administrator")) and any(startswith("officer"))' "$TMP/people"
}

run_tests behind_nginx_pages_come_by_https_alone_and_nothing_is_logged a_client_cannot_say_that_it_is_another \
	the_unit_is_sound_and_exposes_little the_environment_gives_options_that_there_are the_commands_of_the_guide_do_what_it_says
