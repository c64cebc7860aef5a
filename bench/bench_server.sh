#!/bin/sh
# The server under load: pages of a place of 100,000 organisations. Usage: bench/bench_server.sh STORE [SECONDS]
#
# STORE is made beforehand, for instance of `evenhand generate town --organisations 100000`. Needs wrk and nginx (Debian packages wrk and
# nginx-light); says so and ends well without them. The load runs on the same processors as the server. Prints, for each page, how many requests a
# second were answered with as many connections as keep both busy, and the 50th, 95th and 99th percentile at that load and at about 500 requests a
# second; the same bytes from nginx; memory before and after; and what a request takes while 1,000 connections idle and 200 are slow.
set -eu
cd "$(dirname "$0")/.."
store=${1:?"which store? bench/bench_server.sh STORE [SECONDS]"}
seconds=${2:-10}
program=build/release/evenhand
for needed in wrk nginx curl; do
	command -v "$needed" >/dev/null || { echo "bench_server: skipped, $needed is not installed"; exit 0; }
done
folder=$(mktemp -d)
port=18080
trap 'kill $server ${proxy:-} 2>/dev/null; rm -rf "$folder"' EXIT
"$program" --db "$store" serve --port $port >"$folder/out" 2>&1 &
server=$!
for _ in $(seq 600); do
	grep -q Serving "$folder/out" && break
	sleep 0.1
done
place=$("$program" status --db "$store" --json 2>/dev/null | sed -n 's/.*"place": *"\([^"]*\)".*/\1/p' | head -1)
place=${place:-example-town}
site=http://127.0.0.1:$port
organisation=$(curl -s "$site/$place/search?q=club&kind=organisation" | grep -o "/$place/organisations/EH-[0-9A-Z]*" | head -1)

# Different words and organisations in turn: no answer is the one before.
curl -s "$site/$place/search?q=club&kind=organisation" "$site/$place/search?q=advice&kind=organisation" |
	grep -o "/$place/organisations/EH-[0-9A-Z]*" | sort -u >"$folder/organisations"
cat >"$folder/turns.lua" <<EOF
local words = { "club", "advice", "church", "carers", "food bank", "choir", "debt", "youth", "garden", "chess", "hospice", "scouts" }
local kind, list, n = os.getenv("KIND"), {}, 0
for line in io.lines("$folder/organisations") do list[#list + 1] = line end
request = function()
  n = n + 1
  -- Everybody has an address of their own, as behind a proxy: limits are for one client.
  wrk.headers["X-Forwarded-For"] = "10." .. n % 250 .. "." .. math.floor(n / 250) % 250 .. ".7"
  if kind == "search" then return wrk.format("GET", "/$place/search?q=" .. words[n % #words + 1]:gsub(" ", "+")) end
  if kind == "organisation" then return wrk.format("GET", list[n % #list + 1]) end
  return wrk.format("GET", "/$place")
end
-- "500 a second": as many connections, each waiting so long between its requests.
local pause = tonumber(os.getenv("PAUSE") or "0")
if pause > 0 then delay = function() return pause end end
done = function(summary, latency)
  io.write(string.format("%d requests, %d a second, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, %d errors\n", summary.requests,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
EOF
load() { # CONNECTIONS PAUSE KIND URL
	KIND=$3 PAUSE=$2 wrk -t1 -c"$1" -d"${seconds}s" -s "$folder/turns.lua" "$4" | tail -1
}
memory() { awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status"; }

echo "load $(cut -d' ' -f1 /proc/loadavg), $(nproc) processors, $("$program" organisations --db "$store" --json 2>/dev/null | grep -c '"id": *"EH-') organisations; the load on the same processors"
for page in "/$place" "$organisation" "/$place/search?q=club"; do
	plain=$(curl -s "$site$page" | wc -c) packed=$(curl -s -H 'Accept-Encoding: gzip' "$site$page" | wc -c)
	echo "size of $page: $plain bytes, $packed compressed"
done
echo "memory at the start: $(memory)"
for kind in home organisation search; do
	printf '%-14s at 500 a second   ' $kind
	load 50 100 $kind "$site"
	printf '%-14s as many as can be ' $kind
	load 8 0 $kind "$site"
done
echo "memory after: $(memory)"

# The home page as a file, by nginx.
mkdir -p "$folder/www/$place"
curl -s "$site/$place" >"$folder/www/$place/index.html"
chmod 755 "$folder"
cat >"$folder/nginx.conf" <<EOF
$([ "$(id -u)" -eq 0 ] && echo "user root;")
pid $folder/nginx.pid; error_log $folder/error.log; worker_processes 1; daemon off;
events { worker_connections 4096; }
http { access_log off; default_type text/html; client_body_temp_path $folder/b; proxy_temp_path $folder/p; fastcgi_temp_path $folder/f;
  uwsgi_temp_path $folder/u; scgi_temp_path $folder/s; server { listen 127.0.0.1:18081; root $folder/www; location / { try_files \$uri/index.html =404; } } }
EOF
nginx -c "$folder/nginx.conf" >/dev/null 2>&1 &
proxy=$!
sleep 1
printf '%-14s as many as can be ' "nginx, home"
load 8 0 home http://127.0.0.1:18081

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
	sleep 2
	printf '%-14s 1,000 idle, 200 slow beside it ' home
	load 50 100 home "$site"
fi
