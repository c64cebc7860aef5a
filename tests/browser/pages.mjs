// Every page: no fault that axe-core finds (WCAG 2.2 AA), HTML that html-validate passes, no sideways scrolling at 320 pixels.
import { readFileSync } from "node:fs";
import { assert, axeSource, finish, HtmlValidate, launch, serve, shots, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const axe = readFileSync(axeSource, "utf8");
const base = await serve(program, store);
const browser = await launch();
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "long-title": "off", // names of organisations are as long as they are
    "no-trailing-whitespace": "off",
    "void-style": "off",
    "tel-non-breaking": "off", // numbers are as their publishers write them
    "no-implicit-button-type": "error",
    "no-redundant-role": "off", // the design system gives some twice, for old browsers
    "prefer-native-element": "off",
    "text-content": "off",
    "wcag/h63": "off", // every table head has its scope; simple ones need none
    "attribute-boolean-style": "off",
    "valid-id": "off",
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }], // boxes of one question share its name
  },
});

async function signedIn(who) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(base + "/sign-in");
  await page.getByRole("button", { name: who }).click();
  await page.waitForLoadState("load");
  return page;
}

const visitor = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await visitor.goto(base + "/example-town/search?q=advice");
const organisation = await visitor.locator(".eh-results h3 a[href*='/organisations/']").first().getAttribute("href");
await visitor.goto(base + "/example-town/search?kind=service");
const service = await visitor.locator(".eh-results h3 a").first().getAttribute("href");
await visitor.goto(base + "/example-town/wards");
const ward = await visitor.locator("main li a").first().getAttribute("href");
const steward = await signedIn("Cass Council");
await steward.goto(base + "/example-town/desk");
await steward.getByRole("button", { name: /Make the draft/ }).click();
await steward.waitForLoadState("load");

const officer = await signedIn("Olu Officer");
await officer.goto(base + "/example-town/import");
await officer.locator("#file").setInputFiles({ name: "clubs.csv", mimeType: "text/csv", buffer: Buffer.from("Club,Address\nLarkhill Invented Club,1 High Street\n") });
await officer.getByLabel("Name of the list").fill("clubs");
await officer.getByLabel("Who keeps it").fill("The invented council");
await officer.getByLabel("It works here").check();
await officer.getByLabel("List: organisations may be listed").check();
await officer.getByRole("button", { name: "Look at its columns" }).click();
await officer.waitForLoadState("load");
const upload = new URL(officer.url()).pathname;
const keeper = await signedIn("Kit Keeper");
const admin = await signedIn("Ada Admin");
const neighbour = await signedIn("Nia Neighbour");
const shared = (await neighbour.locator("main a[href$='/keep']").first().getAttribute("href")).replace("/keep", "/shared");
await neighbour.goto(base + shared);
const pair = await neighbour.locator("tbody a[href*='/shared/']").first().getAttribute("href");
const keep = await keeper.locator("main a[href$='/keep']").first().getAttribute("href");

const pages = [
  [visitor, "/example-town"],
  [visitor, "/example-town/search"],
  [visitor, "/example-town/search?q=advice&need=money"],
  [visitor, "/example-town/search?q=zzzzqqq"],
  [visitor, "/example-town/search?need=abuse"],
  [visitor, "/example-town/search?help=money&near=ZZ1"],
  [visitor, "/example-town/search?q=club&kind=organisation&within=3&confirmed=2&order=name"],
  [visitor, "/example-town/organisations"],
  [visitor, "/example-town/organisations?letter=other"],
  [visitor, service],
  [visitor, organisation],
  [visitor, "/example-town/gaps"],
  [visitor, "/example-town/gaps/food"],
  [visitor, "/example-town/gaps/carers?minutes=10"],
  [visitor, "/example-town/what-if"],
  [visitor, "/example-town/what-if?need=food&postcode=nowhere"],
  [visitor, "/example-town/overlaps"],
  [visitor, "/example-town/completeness"],
  [visitor, "/example-town/add"],
  [visitor, "/example-town/report"],
  [visitor, "/example-town/wards"],
  [visitor, ward],
  [visitor, "/example-town/method"],
  [visitor, "/example-town/sources"],
  [visitor, "/example-town/worried"],
  [visitor, "/example-town/motions"],
  [visitor, "/example-town/audit"],
  [visitor, "/accessibility"],
  [visitor, "/privacy"],
  [visitor, "/sign-in"],
  [visitor, "/sign-in/code"],
  [visitor, "/outbox"],
  [visitor, "/nowhere"],
  [steward, "/account"],
  [steward, "/account/erase"],
  [steward, "/example-town/desk"],
  [steward, "/example-town/report/propose"],
  [officer, "/example-town/review"],
  [officer, "/example-town/import"],
  [officer, upload],
  [officer, "/example-town/batches/3"],
  [officer, "/example-town/corrections"],
  [officer, "/example-town/added"],
  [admin, "/example-town/stewards"],
  [admin, "/example-town/admin/people"],
  [admin, "/example-town/admin/jobs"],
  [admin, "/example-town/admin/backups"],
  [neighbour, shared],
  [neighbour, pair],
  [keeper, keep],
  [keeper, keep.replace("/keep", "/colleagues")],
  [keeper, keep.replace("/keep", "/hide")],
  [officer, keep.replace("/keep", "/hide")],
  [visitor, keep.replace("/keep", "/correct")],
  [visitor, keep.replace("/keep", "/claim")],
  [officer, keep.replace("/keep", "/invite")],
  [officer, "/example-town/claims"],
];

const named = (path) => "page_" + path.replace(base, "").replace(/[^a-z0-9]+/gi, "_");

const only = new RegExp(process.env.BROWSER_ONLY_PAGE || ".");
for (const [page, path] of pages.filter(([, path]) => only.test(path)))
  await test(named(path), async () => {
    const answer = await page.goto(base + path);
    const report = await validator.validateString(await answer.text());
    const faults = report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    assert(faults.length === 0, `html-validate on ${path}:\n${faults.slice(0, 12).join("\n")}`);
    await page.evaluate(axe); // the page's own policy lets no other script in
    const found = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
    );
    const violations = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target).join(", ")})`);
    assert(violations.length === 0, `axe-core on ${path}:\n${violations.join("\n")}`);
    await page.setViewportSize({ width: 320, height: 700 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: `${shots}/${named(path).slice(0, 80)}_320.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    assert(wide <= 320, `${path} is ${wide} pixels wide at 320`);
  });
// What people set for themselves.
const states = ["/example-town", "/example-town/search?q=advice", "/example-town/gaps/food", organisation];

await test("keys_alone_skip_to_the_content_and_go_on_in_it", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  for (const path of states) {
    await page.goto(base + path);
    await page.keyboard.press("Tab");
    const skip = await page.evaluate(() => document.activeElement.innerText);
    assert(/skip to main content/i.test(skip), `the first stop on ${path} is "${skip}"`);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.querySelector("main").contains(document.activeElement));
    assert(inside, `after skipping on ${path} the next stop is not in the content`);
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== "none" || style.boxShadow !== "none" || style.backgroundColor !== "rgba(0, 0, 0, 0)";
    });
    assert(outline, `what has the focus on ${path} does not show it`);
  }
  await page.context().close();
});

await test("forced_colours_leave_buttons_and_fields_an_edge", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, forcedColors: "active" })).newPage();
  for (const path of states) {
    await page.goto(base + path);
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll("main button, main input:not([type=hidden]), main select, main textarea, main .govuk-button")]
        .filter((one) => one.offsetParent && !one.classList.contains("eh-link") && !/radio|checkbox/.test(one.type || ""))
        .filter((one) => {
          const style = getComputedStyle(one);
          return style.borderTopStyle === "none" && style.outlineStyle === "none" && style.borderBottomStyle === "none";
        })
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    await page.screenshot({ path: `${shots}/forced_${named(path).slice(0, 60)}.png`, fullPage: true });
    assert(bare.length === 0, `without an edge on ${path}: ${bare.join("; ")}`);
  }
  await page.context().close();
});

await test("nothing_moves_where_motion_is_not_wanted", async () => {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 800 }, reducedMotion: "reduce" })).newPage();
  for (const path of states) {
    await page.goto(base + path);
    const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 0).length);
    assert(moving === 0, `${moving} things move on ${path}`);
  }
  await page.context().close();
});

await test("four_hundred_per_cent_needs_no_sideways_scrolling", async () => {
  // 1280 pixels at 400% are 320 of the page's own.
  const page = await (await browser.newContext({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 })).newPage();
  for (const path of states) {
    await page.goto(base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: `${shots}/zoomed_${named(path).slice(0, 60)}.png` });
    assert(wide <= 320, `${path} is ${wide} pixels wide at 400%`);
  }
  await page.context().close();
});

await browser.close();
finish();
