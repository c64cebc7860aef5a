#!/bin/sh
# The demonstration, before it does anything.
. tests/shell.sh

a_second_demo_of_a_place_in_one_folder_is_refused() {
	mkdir -p demo-out/example-town
	exec 8>>demo-out/example-town/running
	flock -n 8 || true # another demo has it: as good
	ends_with 1 ./demo --no-serve
	holds "$TMP/err" "another demo of example-town runs in this folder"
	empty "$TMP/out"
}

run_tests a_second_demo_of_a_place_in_one_folder_is_refused
