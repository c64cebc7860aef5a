#!/bin/sh
# Trafford from files to report, with the postcodes of England loaded beforehand. Usage: bench/bench_trafford.sh [RUNS]
#
# Needs the data folder (EVENHAND_DATA, or ../shared/data); says so and ends well without it. Prints the median of each step, wall and
# processor seconds, and the greatest memory of any step.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-3}
data=${EVENHAND_DATA:-../shared/data}
program=build/release/evenhand
[ -r "$data/places/postcodes_england.csv.gz" ] || { echo "bench_trafford: skipped, $data has no postcodes of England"; exit 0; }
[ -x "$program" ] || { echo "bench_trafford: make it first: make all" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The recipe's place and postcodes alone.
awk 'BEGIN { RS = ""; ORS = "\n\n" } /\[place\]/ || /kind = postcodes/' places/trafford.ini >"$folder/postcodes.ini"
"$program" update "$folder/postcodes.ini" --data "$data" --db "$folder/postcodes.db" >"$folder/out"
postcodes=$(awk '/rows kept/ { print $2 }' "$folder/out")

# step NAME COMMAND...: appends wall, processor seconds and peak kilobytes to NAME.times.
step() {
	name=$1
	shift
	/usr/bin/env bash -c '
		TIMEFORMAT="%R %U %S"
		{ time "$@" >/dev/null 2>&1; } 2>&1
	' step "$@" | awk '{ print $1, $2 + $3 }' >>"$folder/$name.times"
}
median() { sort -n | awk '{ v[NR] = $1 } END { printf "%.2f", v[int((NR + 1) / 2)] }'; }

i=0
while [ $i -lt "$runs" ]; do
	cp "$folder/postcodes.db" "$folder/trafford.db"
	step update "$program" update places/trafford.ini --data "$data" --db "$folder/trafford.db"
	step report "$program" report --place trafford --out "$folder/report" --db "$folder/trafford.db"
	paste -d' ' "$folder/update.times" "$folder/report.times" | awk '{ print $1 + $3, $2 + $4 }' >"$folder/both.times"
	i=$((i + 1))
done
for command in organisations gaps overlaps completeness; do
	j=0
	while [ $j -lt "$runs" ]; do
		step $command "$program" $command --db "$folder/trafford.db"
		j=$((j + 1))
	done
done

echo "trafford: from files to report, $postcodes postcodes loaded beforehand, median of $runs"
for name in update report both organisations gaps overlaps completeness; do
	wall=$(cut -d' ' -f1 "$folder/$name.times" | median)
	busy=$(cut -d' ' -f2 "$folder/$name.times" | median)
	case $name in both) label="files to report" ;; *) label=$name ;; esac
	printf '  %-16s %6s s  (%s s of processor time)\n' "$label" "$wall" "$busy"
done
