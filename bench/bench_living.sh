#!/bin/sh
# Adding 1,000 records to a large list: import and build, each a process of its own from start to end. Usage: bench/bench_living.sh [RECORDS [RUNS]]
#
# Records are the generated ones (synthetic), the list is built of them first; half of every thousand that is added says anew, with slips,
# what the list holds already, half is of another town. Prints wall and processor seconds and peak memory. With a million records the first
# build takes minutes and about 3 GB on the disk of TMPDIR.
set -eu
cd "$(dirname "$0")/.."
records=${1:-100000}
runs=${2:-3}
program=build/release/evenhand
[ -x "$program" ] || { echo "bench_living: make it first: make all" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
store=$folder/list.db

# step NAME COMMAND...: appends wall seconds, processor seconds and peak megabytes to NAME.times.
step() {
	name=$1
	shift
	if [ -x /usr/bin/time ]; then
		/usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$@" >"$folder/out" 2>&1
	else
		/usr/bin/env bash -c 'TIMEFORMAT="%R %U %S 0"; { time "$@" >"$0" 2>&1; } 2>&1' "$folder/out" "$@" >"$folder/time"
	fi
	awk '{ printf "%.2f %.2f %.0f\n", $1, $2 + $3, $4 / 1024 }' "$folder/time" >>"$folder/$name.times"
}
median() { awk -v c="$2" '{ print $c }' "$folder/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
report() { printf '  %-34s %8s s   %8s s of processor time   %6s MB\n' "$2" "$(median "$1" 1)" "$(median "$1" 2)" "$(median "$1" 3)"; }

"$program" generate records --rows "$records" --seed 1 --out "$folder/all" >/dev/null
"$program" generate records --rows $((600 * runs)) --seed 77 --out "$folder/other" >/dev/null
step_import() { step "$1" "$program" import "$2" --db "$store" --source town --kind spreadsheet --edition "$3" --date "$4"; }

step_import first_import "$folder/all/records.csv" whole 2026-01-01
step first_build "$program" build --db "$store"
echo "living list: $records generated records ($(awk '{ print $4; exit }' "$folder/out") organisations), 1,000 added $runs times, medians"
run=1
while [ "$run" -le "$runs" ]; do
	awk -v run="$run" -v every=$((records / 500)) -v runs="$runs" '
		NR == FNR { if (FNR == 1) print; else if (FNR % every == run && kept < 500) { kept++; sub(/^[0-9]+/, 2000000 + run * 1000 + kept)
			if (kept % 3 == 0) $0 = toupper($0); else if (kept % 3 == 1) sub(/oo|ee|ll|tt|ss/, "e"); print } next }
		FNR > 1 && FNR % runs == run % runs && more < 500 { more++; sub(/^[0-9]+/, 3000000 + run * 1000 + more); print }
	' "$folder/all/records.csv" "$folder/other/records.csv" >"$folder/add.csv"
	step_import import "$folder/add.csv" additions "2026-02-0$run"
	step build "$program" build --db "$store"
	sed -n 's/^\([0-9]*\) of the records were worked out again/  run '"$run"': \1 records were worked out again/p' "$folder/out"
	run=$((run + 1))
done
paste -d' ' "$folder/import.times" "$folder/build.times" |
	awk '{ printf "%.2f %.2f %.0f\n", $1 + $4, $2 + $5, ($3 + 0 > $6 + 0 ? $3 : $6) }' >"$folder/both.times"
report first_import "the first import"
report first_build "the first build"
report import "import of 1,000"
report build "build after it"
report both "both together"
