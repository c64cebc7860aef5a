// Every page: no fault that axe-core finds (WCAG 2.2 AA), HTML that html-validate passes, no sideways scrolling at 320 pixels.
import { assert, become, axeFaults, finish, HtmlValidate, launch, makeDraft, serve, shots, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
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
  await become(page, base, who);
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
await makeDraft(steward);

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
  [visitor, "/example-town/answers"],
  [visitor, "/example-town/worried"],
  [visitor, "/example-town/motions"],
  [visitor, "/example-town/audit"],
  [visitor, "/example-town/meetings"],
  [visitor, "/example-town/meetings/1"],
  [officer, "/example-town/meetings"],
  [officer, "/example-town/meetings/1"],
  [officer, "/example-town/meetings/call"],
  [officer, "/example-town/meetings/1/change"],
  [officer, "/example-town/meetings/1/cancel"],
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
  [officer, "/example-town/answers"],
  [officer, "/example-town/added"],
  [officer, "/example-town/stewards"],
  [admin, "/example-town/stewards"],
  [admin, "/example-town/admin/people"],
  [admin, "/example-town/admin/jobs"],
  [admin, "/example-town/admin/backups"],
  [admin, "/example-town/admin/places"],
  [neighbour, shared],
  [neighbour, pair],
  [keeper, keep],
  [keeper, keep.replace("/keep", "/colleagues")],
  [keeper, keep.replace("/keep", "/services")],
  [keeper, keep.replace("/keep", "/add-service")],
  [keeper, keep.replace("/keep", "/hide")],
  [officer, keep.replace("/keep", "/hide")],
  [visitor, keep.replace("/keep", "/correct")],
  [visitor, keep.replace("/keep", "/claim")],
  [officer, keep.replace("/keep", "/invite")],
  [officer, "/example-town/claims"],
  [officer, "/example-town/claims/letters"],
  [visitor, "/example-town/local"],
  [officer, "/example-town/local"],
  [officer, "/example-town/stale?older=3"],
  [officer, "/example-town/invitations?whom=never&most=20"],
];

const named = (path) => "page_" + path.replace(base, "").replace(/[^a-z0-9]+/gi, "_");

const only = new RegExp(process.env.BROWSER_ONLY_PAGE || ".");
for (const [page, path] of pages.filter(([, path]) => only.test(path)))
  await test(named(path), async () => {
    const answer = await page.goto(base + path);
    const report = await validator.validateString(await answer.text());
    const faults = report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    assert(faults.length === 0, `html-validate on ${path}:\n${faults.slice(0, 12).join("\n")}`);
    const violations = await axeFaults(page);
    assert(violations.length === 0, `axe-core on ${path}:\n${violations.join("\n")}`);
    await page.setViewportSize({ width: 320, height: 700 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: `${shots}/${named(path).slice(0, 80)}_320.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 900 });
    assert(wide <= 320, `${path} is ${wide} pixels wide at 320`);
  });
await browser.close();
finish();
