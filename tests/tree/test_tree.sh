#!/bin/sh
# The rules that every file of the tree keeps.
. tests/shell.sh

files() { git ls-files "$@" 2>/dev/null || skip "this is no git checkout"; }

the_tree_keeps_the_rules_of_lint() {
	make -s build/tools/lint
	build/tools/lint .
}

c_is_formatted_as_clang_format_has_it() {
	files '*.c' '*.h' >"$TMP/files"
	[ -s "$TMP/files" ]
	xargs clang-format --dry-run -Werror <"$TMP/files"
}

# Scripts are the files that say so in their first line, whatever they are called.
shell_scripts_parse() {
	files >"$TMP/files"
	count=0
	while read -r file; do
		head -c 64 "$file" | head -n 1 | grep -aqE '^#!/bin/(ba)?sh' || continue
		case $(head -n 1 "$file") in *bash*) bash -n "$file" ;; *) sh -n "$file" ;; esac
		count=$((count + 1))
	done <"$TMP/files"
	echo "$count scripts"
	[ "$count" -ge 4 ]
}

scripts_that_are_run_may_be_executed() {
	for file in check tests/run tools/install-packages .ci/run; do
		[ -x "$file" ] || fail "$file cannot be run"
	done
}

run_tests the_tree_keeps_the_rules_of_lint c_is_formatted_as_clang_format_has_it shell_scripts_parse scripts_that_are_run_may_be_executed
