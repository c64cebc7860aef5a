#!/bin/sh
# The catalogues of languages, and what the template compiler makes of them.
. tests/shell.sh

the_catalogue_to_translate_is_of_these_pages() {
	command -v msgcat >/dev/null || skip "gettext is not installed"
	make -s build/tools/gen_templates build/tools/gen_messages
	build/tools/gen_templates --pot src/web/*.html src/web/*/*.html >"$TMP/templates.pot"
	build/tools/gen_messages --pot src/*/*.c src/web/*/*.c src/web/*.html src/web/*/*.html >"$TMP/words.pot"
	msgcat --use-first --no-wrap --sort-output --no-location -o "$TMP/now.pot" "$TMP/templates.pot" "$TMP/words.pot"
	msgcat --no-wrap --sort-output --no-location -o "$TMP/kept.pot" po/evenhand.pot
	[ "$(grep -c '^msgid ' "$TMP/now.pot")" -gt 900 ]
	cmp "$TMP/now.pot" "$TMP/kept.pot" || fail "the pages say other things than po/evenhand.pot: run make po. $(diff "$TMP/now.pot" "$TMP/kept.pot" | head -6)"
}

every_catalogue_is_sound() {
	command -v msgfmt >/dev/null || skip "gettext is not installed"
	for catalogue in po/*.po; do
		msgfmt --check-format --check-domain --statistics -o "$TMP/out.mo" "$catalogue"
		msgcmp --use-untranslated "$catalogue" po/evenhand.pot
	done
}

# A template with a link, a value and a number, in a language of six forms.
make_town() {
	make -s build/tools/gen_templates
	cat >"$TMP/town.html" <<-'HTML'
		{% template town(int n, const char *name) %}
		<p class="a">See <a href="/x/{{ name }}">all of it</a> in {{ name }}.</p>
		<p>{{ n }} dog{{ n | plural }}</p>
		<img alt="A map of {{ name }}" src="/map.svg">
	HTML
	cat >"$TMP/zz.po" <<-'PO'
		msgid ""
		msgstr "Plural-Forms: nplurals=6; plural=n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n == 3 ? 3 : n == 6 ? 4 : 5;\n"

		msgid "See <1>all of it</1> in {name}."
		msgstr "{name}: <1>oll</1>!"

		msgid "{n} dog"
		msgid_plural "{n} dogs"
		msgstr[0] "{n} ci"
		msgstr[1] "un ci"
		msgstr[2] "dau gi"
		msgstr[3] "tri chi"
		msgstr[4] "chwe chi"
		msgstr[5] "{n} o gwn"
	PO
}

a_message_moves_its_value_and_keeps_its_link() {
	make_town
	build/tools/gen_templates "$TMP/t.h" "$TMP/t.c" -- "$TMP/town.html" -- "$TMP/zz.po"
	tr -d '\n\t' <"$TMP/t.c" >"$TMP/line"
	holds "$TMP/line" 'EH_STR("\012<p class=\"a\">"));eh_put(page, name);eh_put_markup(page, EH_STR(": <a href=\"/x/"));eh_put_component(page, name);'
	holds "$TMP/line" 'EH_STR("\">oll</a>!</p>'
	holds "$TMP/line" 'default:eh_put_markup(page, EH_STR("\012<p class=\"a\">See <a href=\"/x/"));'
	# Nobody translated the picture's words, and an attribute cannot be marked.
	holds "$TMP/line" '<img alt=\"A map of "));eh_put(page, name);'
}

a_number_has_as_many_forms_as_the_language() {
	make_town
	build/tools/gen_templates "$TMP/t.h" "$TMP/t.c" -- "$TMP/town.html" -- "$TMP/zz.po"
	holds "$TMP/t.c" "unsigned plural_zz(unsigned long n) { return (unsigned)(n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n == 3 ? 3 : n == 6 ? 4 : 5); }"
	holds "$TMP/t.c" "switch (plural_zz((unsigned long)(n))) {"
	for form in "un ci" "dau gi" "tri chi" "chwe chi" " o gwn"; do holds "$TMP/t.c" "$form"; done
}

a_translation_that_loses_or_adds_something_is_refused() {
	make_town
	for wrong in 's/<1>oll<\/1>/oll/' 's/{name}: /{nobody}: /' 's/<1>oll/<2>oll/' 's/plural=n == 0/plural=system(n) == 0/'; do
		sed "$wrong" "$TMP/zz.po" >"$TMP/zz-wrong.po"
		! build/tools/gen_templates "$TMP/t.h" "$TMP/t.c" -- "$TMP/town.html" -- "$TMP/zz-wrong.po" 2>"$TMP/err" ||
			fail "a catalogue changed by $wrong was taken"
		[ -s "$TMP/err" ]
	done
}

run_tests the_catalogue_to_translate_is_of_these_pages every_catalogue_is_sound a_message_moves_its_value_and_keeps_its_link \
	a_number_has_as_many_forms_as_the_language a_translation_that_loses_or_adds_something_is_refused
