#!/bin/sh
# The pages in a real browser (README.md). The scripts report as cmocka does, so that tests/run counts each test.
set -u
EVENHAND=${EVENHAND:-$PWD/build/release/evenhand}
HERE=tests/browser
OUT=$PWD/build/browser
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
FOLDER=$(mktemp -d /tmp/evenhand-test-XXXXXX)
trap 'rm -rf "$FOLDER"' EXIT
export CHROMIUM BROWSER_MODULES="$OUT/node_modules" BROWSER_SHOTS="$OUT/shots"

for needed in node npm; do
	command -v "$needed" >/dev/null || { echo "[  SKIPPED ] browser_tests_without_$needed"; exit 0; }
done
[ -n "$CHROMIUM" ] || { echo "[  SKIPPED ] browser_tests_without_chromium"; exit 0; }

mkdir -p "$OUT/shots"
if ! cmp -s "$HERE/package-lock.json" "$OUT/installed.json"; then
	cp "$HERE/package.json" "$HERE/package-lock.json" "$HERE/.npmrc" "$OUT/"
	(cd "$OUT" && npm ci --loglevel=error --no-progress >install.log 2>&1) || { cat "$OUT/install.log"; exit 1; }
	cp "$HERE/package-lock.json" "$OUT/installed.json"
fi
"$EVENHAND" generate town --organisations 300 --seed 1 --out "$FOLDER/town" >/dev/null &&
	"$EVENHAND" --db "$FOLDER/town.db" update places/example-town.ini --data "$FOLDER/town" >/dev/null || exit 1
cp "$FOLDER/town.db" "$FOLDER/pages.db"
cp "$FOLDER/town.db" "$FOLDER/claims.db"
cp "$FOLDER/town.db" "$FOLDER/states.db"
cp "$FOLDER/town.db" "$FOLDER/services.db"
cp "$FOLDER/town.db" "$FOLDER/walk.db"
# Of a town that nobody has served: one that was served over an hour of its schedule asks at once what the journey is to ask.
cp "$FOLDER/town.db" "$FOLDER/desk.db"
cp "$FOLDER/town.db" "$FOLDER/looks.db"
[ -n "${BROWSER_ONLY_PAGES:-}" ] || node "$HERE/journeys.mjs" "$EVENHAND" "$FOLDER/town.db"
journeys=$?
[ -n "${BROWSER_ONLY_PAGES:-}" ] || node "$HERE/journeys_services.mjs" "$EVENHAND" "$FOLDER/services.db"
services=$?
[ -n "${BROWSER_ONLY_PAGES:-}" ] || node "$HERE/journeys_claims.mjs" "$EVENHAND" "$FOLDER/claims.db"
claims=$?
[ -n "${BROWSER_ONLY_PAGES:-}" ] || node "$HERE/journeys_desk.mjs" "$EVENHAND" "$FOLDER/desk.db"
desk=$?
[ -n "${BROWSER_ONLY_PAGES:-}" ] || node "$HERE/journeys_walk.mjs" "$EVENHAND" "$FOLDER/walk.db"
walk=$?
node "$HERE/pages.mjs" "$EVENHAND" "$FOLDER/pages.db"
pages=$?
node "$HERE/states.mjs" "$EVENHAND" "$FOLDER/states.db"
states=$?
node "$HERE/looks.mjs" "$EVENHAND" "$FOLDER/looks.db"
looks=$?
cp "$FOLDER/town.db" "$FOLDER/languages.db"
node "$HERE/languages.mjs" "$EVENHAND" "$FOLDER/languages.db"
languages=$?
cp "$FOLDER/town.db" "$FOLDER/tiles.db"
node "$HERE/tiles.mjs" "$EVENHAND" "$FOLDER/tiles.db"
tiles=$?
[ $journeys -eq 0 ] && [ $claims -eq 0 ] && [ $walk -eq 0 ] && [ $services -eq 0 ] && [ $desk -eq 0 ] && [ $pages -eq 0 ] && [ $states -eq 0 ] && [ $looks -eq 0 ] && [ $languages -eq 0 ] && [ $tiles -eq 0 ]
