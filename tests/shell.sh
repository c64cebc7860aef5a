# What every test script includes: tests are functions, reported as cmocka reports its own, so that tests/run counts both alike.
#
#     . tests/shell.sh
#     version_is_printed() { "$EVENHAND" version | grep -q '^evenhand '; }
#     run_tests version_is_printed
#
# A test fails at the first command that fails; it is skipped by `skip REASON`. Each has a folder of its own, $TMP. $EVENHAND is the
# program, and no store, data folder or clock is inherited from whoever runs the tests.
# shellcheck shell=sh
set -u
ROOT=$(pwd)
EVENHAND=${EVENHAND:-$ROOT/build/release/evenhand}
unset EVENHAND_DB EVENHAND_CLOCK
FOLDER=$(mktemp -d /tmp/evenhand-test-XXXXXX)
trap 'rm -rf "$FOLDER"' EXIT
trap 'exit 1' INT TERM

skip() {
	echo "skipped: $*"
	exit 77
}

fail() {
	echo "$*"
	exit 1
}

# Runs a command that must end with this exit code; its output is in $TMP/out and $TMP/err.
ends_with() {
	want=$1
	shift
	got=0
	"$@" >"$TMP/out" 2>"$TMP/err" </dev/null || got=$?
	[ "$got" -eq "$want" ] || fail "$* ended with $got, not $want: $(head -c 400 "$TMP/out") $(head -c 800 "$TMP/err")"
}

# The file holds this text.
holds() { grep -qF -e "$2" "$1" || fail "\"$2\" is not in $1: $(head -c 800 "$1")"; }

# The file is empty.
empty() { [ ! -s "$1" ] || fail "$1 is not empty: $(head -c 800 "$1")"; }

run_tests() {
	failures=0
	for test in "$@"; do
		echo "[ RUN      ] $test"
		TMP=$FOLDER/$test
		mkdir -p "$TMP"
		(
			set -e
			"$test"
		) >"$FOLDER/report" 2>&1
		code=$?
		sed 's/^/    /' "$FOLDER/report"
		case $code in
		0) echo "[       OK ] $test" ;;
		77) echo "[  SKIPPED ] $test" ;;
		*)
			echo "[  FAILED  ] $test"
			failures=$((failures + 1))
			;;
		esac
		rm -rf "$TMP"
	done
	[ "$failures" -eq 0 ] || exit 1
}
