// The pages in other languages. One is made of English for this: every letter that a catalogue can reach has an accent in it, so that words without
// are either out of the list or were forgotten.
import { execFileSync } from "node:child_process";
import { assert, finish, launch, serve, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const PLACE = base + "/example-town";

// All that the store says, as one text.
const listed = execFileSync("sqlite3", [store, ".dump"], { maxBuffer: 1 << 30 })
  .toString()
  .replaceAll("''", "'")
  .replace(/\s+/g, " ")
  .toLowerCase();

// Texts of the page, and attributes that are read out, that nobody has said are not to be translated.
const texts = () => {
  const out = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, [translate=no], [lang=en], code, pre")) out.push(walker.currentNode.data);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"]) for (const e of document.querySelectorAll(`[${name}]`)) out.push(e.getAttribute(name));
  return out;
};
// Runs of words without an accent.
function plain(text) {
  const runs = [[]];
  for (const word of text.replace(/\s+/g, " ").split(" "))
    if (/[^\x00-\x7f]/.test(word.replace(/[‘’“”–…·×−]/g, ""))) runs.push([]);
    else runs.at(-1).push(word);
  return runs.flatMap((run) => run.join(" ").split(/ – |[,.:;()] ?/)).map((run) => run.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, "")).filter((run) => /[A-Za-z]{2}/.test(run));
}

// Names of sources ("council-grants") stand in words. Facts as their publishers word them, which are not the page's to translate.
const QUOTED = ["year to"];

const visitor = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await visitor.goto(PLACE + "/search?q=advice&kind=organisation");
const organisation = await visitor.locator(".eh-results h3 a[href*='/organisations/']").first().getAttribute("href");
await visitor.goto(PLACE + "/search?kind=service");
const service = await visitor.locator(".eh-results h3 a").first().getAttribute("href");
await visitor.goto(PLACE + "/wards");
const ward = await visitor.locator("main li a").first().getAttribute("href");
await visitor.goto(PLACE + "?lang=en-XA");

const only = new RegExp(process.env.BROWSER_ONLY_PAGE || ".");
for (const path of [
  "/example-town",
  "/example-town/search?q=advice&need=money&near=ZZ1",
  "/example-town/search?q=zzzzqqq",
  "/example-town/search?help=abuse&order=confirmed&within=3",
  "/example-town/organisations",
  organisation,
  service,
  "/example-town/gaps",
  "/example-town/gaps/carers?minutes=10",
  "/example-town/what-if?need=food",
  "/example-town/overlaps",
  "/example-town/completeness",
  "/example-town/report",
  "/example-town/wards",
  ward,
  "/example-town/method",
  "/example-town/sources",
  "/example-town/worried",
  "/example-town/motions",
  "/example-town/audit",
  "/accessibility",
  "/privacy",
  "/sign-in",
  "/nowhere",
].filter((path) => only.test(path)))
  await test("every_word_can_be_translated_" + path.replace(/[^a-z0-9]+/gi, "_"), async () => {
    await visitor.goto(base + path);
    const forgotten = (await visitor.evaluate(texts))
      .flatMap(plain)
      .map((run) => run.replace(/\s+/g, " "))
      .filter((run) => !listed.includes(run.toLowerCase()) && !listed.includes(run.toLowerCase().replaceAll(" ", "-")) && !QUOTED.includes(run));
    assert(forgotten.length === 0, `without an accent on ${path}: ${[...new Set(forgotten)].slice(0, 40).map((run) => `"${run}"`).join(", ")}`);
  });

await browser.close();
finish();
