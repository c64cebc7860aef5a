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

# Of each form that is sent in and has a field of free text (a textarea, or a line that is no address, code, date or number), its lines that say who holds
# the answer are counted; a field outside any form belongs to one that includes it, in the same file.
free_text_without_a_holder() {
	awk '
		/<form .*method="post"/ { inside = 1; free = ""; held = 0; at = FNR }
		{
			line = $0
			text = line ~ /<textarea|call textarea|<input .*name="[^"]*".*type="text"/ && line !~ /name="(near|postcode)"/ || (line ~ /call input/ &&
				line !~ /name = "(email|code|postcode|date|most|cost|capacity|telephone|web)"|name = m->fields/)
			if (text) { if (inside) free = free " " FNR; else if (FILENAME !~ /components/) loose[FILENAME] = loose[FILENAME] " " FNR }
			if (line ~ /held_note\(\)|freedom-of-information/) { held = 1; notes[FILENAME]++ }
		}
		/<\/form>/ { if (inside && free != "" && !held) print FILENAME ":" at ": a form asks for free text at" free " and does not say who holds it"; inside = 0 }
		END { for (file in loose) if (!notes[file]) print file ": fields at" loose[file] " say nowhere who holds them" }
	' "$@"
}

every_form_of_free_text_says_who_holds_the_answer() {
	files 'src/web/*.html' >"$TMP/files"
	[ "$(xargs grep -lE '<textarea|call textarea' <"$TMP/files" | wc -l)" -ge 5 ]
	# A search is no answer: forms that only ask are sent by GET.
	# shellcheck disable=SC2046 # names of files
	free_text_without_a_holder $(cat "$TMP/files") >"$TMP/faults"
	empty "$TMP/faults"
	# One that lacks it is found.
	printf '<form method="post">\n<textarea name="why"></textarea>\n</form>\n' >"$TMP/lacks.html"
	free_text_without_a_holder "$TMP/lacks.html" | grep -q 'asks for free text at 2'
}

run_tests the_tree_keeps_the_rules_of_lint c_is_formatted_as_clang_format_has_it shell_scripts_parse scripts_that_are_run_may_be_executed \
	every_form_of_free_text_says_who_holds_the_answer
