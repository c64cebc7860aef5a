#!/bin/sh
# The server under load: pages of a place of 100,000 organisations. Usage: bench/bench_server.sh STORE [SECONDS]
#
# STORE is made beforehand, for instance of `evenhand generate town --organisations 100000`. Needs wrk, nginx and curl (Debian packages wrk,
# nginx-light, curl); says so and ends well without them. Load and server share the processors; pages are asked for compressed, as browsers do.
# Prints how heavy the first visit is; for each page, percentiles at a constant 500 requests a second and how many are answered at the most, by
# all processors and by one; the same bytes from nginx; what a request takes while 1,000 connections idle and 200 are slow; and memory.
set -eu
cd "$(dirname "$0")/.."
store=${1:?"which store? bench/bench_server.sh STORE [SECONDS]"}
seconds=${2:-10}
program=${EVENHAND:-build/release/evenhand}
for needed in wrk nginx curl; do
	command -v "$needed" >/dev/null || { echo "bench_server: skipped, $needed is not installed"; exit 0; }
done
folder=$(mktemp -d)
port=18080
site=http://127.0.0.1:$port
trap 'kill ${server:-} ${proxy:-} ${slow:-} 2>/dev/null; rm -rf "$folder"' EXIT

start() { # COMMAND … before the program: the server, ready
	rm -f "$folder/out"
	"$@" "$program" --db "$store" serve --port $port >"$folder/out" 2>&1 &
	server=$!
	for _ in $(seq 600); do
		grep -qs Serving "$folder/out" && return
		sleep 0.1
	done
	cat "$folder/out" >&2
	exit 1
}
stop() {
	kill "$server"
	wait "$server" 2>/dev/null || true
}
memory() { awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status"; }
packed() { curl -s -H 'Accept-Encoding: gzip' "$site$1" | wc -c; }

start env
place=$(sqlite3 "$store" "SELECT place_id FROM place ORDER BY place_id LIMIT 1" 2>/dev/null || echo example-town)

# Different words and organisations in turn: no answer is the one before.
curl -s "$site/$place/search?q=club&kind=organisation" "$site/$place/search?q=advice&kind=organisation" |
	grep -o "/$place/organisations/EH-[0-9A-Z]*" | sort -u >"$folder/organisations"
organisation=$(head -1 "$folder/organisations")
cat >"$folder/turns.lua" <<EOF
local ffi = require("ffi")
ffi.cdef[[ typedef struct { long s; long ns; } moment; int clock_gettime(int clock, moment *now); ]]
local moment = ffi.new("moment")
local function now() -- milliseconds
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.s) * 1000 + tonumber(moment.ns) / 1e6
end
local words = { "club", "advice", "church", "carers", "food bank", "choir", "debt", "youth", "garden", "chess", "hospice", "scouts" }
local kind, list, n = os.getenv("KIND"), {}, 0
for line in io.lines("$folder/organisations") do list[#list + 1] = line end
wrk.headers["Accept-Encoding"] = "gzip"
request = function()
  n = n + 1
  -- Everybody has an address of their own, as behind a proxy: limits are for one client.
  wrk.headers["X-Forwarded-For"] = "10." .. n % 250 .. "." .. math.floor(n / 250) % 250 .. ".7"
  if kind == "search" then return wrk.format("GET", "/$place/search?q=" .. words[n % #words + 1]:gsub(" ", "+")) end
  if kind == "organisation" then return wrk.format("GET", list[n % #list + 1]) end
  return wrk.format("GET", "/$place")
end
-- A constant rate: request k goes out at k / rate, by whichever connection is free; a late one goes at once.
local rate, first, turn = tonumber(os.getenv("RATE") or "0"), nil, 0
if rate > 0 then
  delay = function()
    first = first or now()
    turn = turn + 1
    return math.max(0, math.floor(first + turn * 1000 / rate - now() + 0.5))
  end
end
done = function(summary, latency)
  io.write(string.format("%d requests, %d a second, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %d errors\n", summary.requests,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
EOF
load() { # CONNECTIONS RATE KIND URL COMMAND … before wrk
	connections=$1 rate=$2 kind=$3 url=$4
	shift 4
	KIND=$kind RATE=$rate "$@" wrk -t1 -c"$connections" -d"${seconds}s" -s "$folder/turns.lua" "$url" | tail -1
}

echo "load $(cut -d' ' -f1 /proc/loadavg), $(nproc) processors; the load on the same processors"
for page in "/$place" "$organisation" "/$place/search?q=club"; do
	echo "size of $page: $(curl -s "$site$page" | wc -c) bytes, $(packed "$page") compressed"
done
first=$(packed "/$place")
for file in $(curl -s "$site/$place" | grep -oE '/assets/[A-Za-z0-9._-]+' | sort -u); do
	n=$(packed "$file")
	first=$((first + n))
	echo "size of $file: $n compressed"
done
echo "the first visit to /$place in all: $first bytes"
echo "memory at the start: $(memory)"
for kind in home organisation search; do
	printf '%-14s at 500 a second   ' $kind
	load 50 500 $kind "$site" env
	printf '%-14s as many as can be ' $kind
	load 8 0 $kind "$site" env
done
echo "memory after: $(memory)"

# Idle and slow clients beside the load.
cat >"$folder/slow.py" <<EOF
import socket, time
# Of several addresses, since one may hold no more than 256 connections.
def connect(i): return socket.create_connection(("127.0.0.1", $port), source_address=("127.0.1.%d" % (1 + i % 8), 0))
idle = [connect(i) for i in range(1000)]
slow = [connect(i) for i in range(200)]
print("up", flush=True)
end = time.time() + $seconds + 3
while time.time() < end:
    for s in slow:
        try: s.send(b"G")
        except OSError: pass
    time.sleep(1)
EOF
if command -v python3 >/dev/null; then
	ulimit -n 4096
	python3 "$folder/slow.py" >"$folder/slow.out" 2>&1 &
	slow=$!
	sleep 2
	printf '%-14s at 500 a second, 1,000 idle and 200 slow beside it ' home
	load 50 500 home "$site" env
	wait $slow || true
fi
stop

# One processor for the server, another for the load.
if [ "$(nproc)" -gt 1 ]; then
	start taskset -c 0
	for kind in home organisation search; do
		printf '%-14s as many as one processor can ' $kind
		load 8 0 $kind "$site" taskset -c 1
	done
	stop
fi

# The home page as a file, compressed beforehand, by nginx with one worker.
start env
mkdir -p "$folder/www/$place"
curl -s "$site/$place" | gzip -9 >"$folder/www/$place/index.html.gz"
stop
chmod 755 "$folder"
cat >"$folder/nginx.conf" <<EOF
$([ "$(id -u)" -eq 0 ] && echo "user root;")
pid $folder/nginx.pid; error_log $folder/error.log; worker_processes 1; daemon off;
events { worker_connections 4096; }
http { access_log off; default_type text/html; client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f;
  uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server { listen 127.0.0.1:18081; root $folder/www; location / { add_header Content-Encoding gzip; try_files \$uri/index.html.gz =404; } } }
EOF
nginx -c "$folder/nginx.conf" >/dev/null 2>&1 &
proxy=$!
sleep 1
printf '%-14s as many as can be ' "nginx, home"
load 8 0 home http://127.0.0.1:18081 env
