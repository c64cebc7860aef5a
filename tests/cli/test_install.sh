#!/bin/sh
# What `make install` puts in place: the program, man pages and completion, all made from the table of commands.
. tests/shell.sh

# Installs the build under test, so that nothing is built anew.
variant=$(basename "$(dirname "$EVENHAND")")
PLACE=$FOLDER/place
make -s VARIANT="$variant" DESTDIR="$PLACE" PREFIX=/usr install >"$FOLDER/made" 2>&1 || cat "$FOLDER/made"
SHARE=$PLACE/usr/share

the_program_is_installed() {
	ends_with 0 "$PLACE/usr/bin/evenhand" version
	holds "$TMP/out" "evenhand $(cat VERSION)"
}

every_command_has_a_man_page_that_renders_without_warnings() {
	count=0
	for page in evenhand $("$EVENHAND" help --list | sed 's/^/evenhand-/'); do
		file=$SHARE/man/man1/$page.1
		[ -s "$file" ] || fail "$page has no man page"
		groff -man -Tutf8 -ww "$file" >"$TMP/page" 2>"$TMP/warnings"
		empty "$TMP/warnings"
		MANROFFOPT=-ww man -l --warnings=w "$file" >"$TMP/page" 2>"$TMP/warnings" </dev/null
		empty "$TMP/warnings"
		for section in NAME SYNOPSIS DESCRIPTION OPTIONS "EXIT STATUS"; do
			grep -q "$section" "$TMP/page" || fail "$page has no $section"
		done
		count=$((count + 1))
	done
	echo "$count pages"
	[ "$count" -ge 18 ]
}

bash_completes_commands_and_options() {
	file=$SHARE/bash-completion/completions/evenhand
	bash -n "$file"
	bash -c '. "$1"; COMP_WORDS=(evenhand org); COMP_CWORD=1; _evenhand; echo "${COMPREPLY[*]}"' - "$file" >"$TMP/reply"
	[ "$(cat "$TMP/reply")" = organisations ] || fail "it completed org to \"$(cat "$TMP/reply")\""
	bash -c '. "$1"; COMP_WORDS=(evenhand gaps --as); COMP_CWORD=2; _evenhand; echo "${COMPREPLY[*]}"' - "$file" >"$TMP/reply"
	[ "$(cat "$TMP/reply")" = --as-of ] || fail "it completed --as to \"$(cat "$TMP/reply")\""
}

zsh_and_fish_can_read_their_completion() {
	command -v zsh >/dev/null && command -v fish >/dev/null || skip "zsh or fish is not installed"
	zsh -n "$SHARE/zsh/site-functions/_evenhand"
	fish -n "$SHARE/fish/vendor_completions.d/evenhand.fish"
	HOME=$TMP fish -N -c "source $SHARE/fish/vendor_completions.d/evenhand.fish; complete -C 'evenhand compl'" >"$TMP/reply"
	holds "$TMP/reply" completeness
}

run_tests the_program_is_installed every_command_has_a_man_page_that_renders_without_warnings bash_completes_commands_and_options \
	zsh_and_fish_can_read_their_completion
