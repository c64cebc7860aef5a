// How pages look where it matters: on paper, on a phone with long words, and on maps. What pages.mjs sees by machine of every page, this measures.
import { assert, become, finish, launch, serve, shots, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const place = `${base}/example-town`;

async function open(options = {}) {
  return (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
}

async function signedIn(who, options) {
  const page = await open(options);
  await become(page, base, who);
  return page;
}

const sheets = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) || []).length;
const print = (page) => page.pdf({ format: "A4", preferCSSPageSize: true });

const phone = { viewport: { width: 360, height: 740 } };
const visitor = await open();
await visitor.goto(place + "/wards");
const wards = await visitor.locator("main li a").evaluateAll((links) => links.map((a) => [a.getAttribute("href"), a.textContent]));

// ---- On paper ----
for (const [path, name] of wards.slice(0, 4))
  await test(`the_sheet_of_the_ward_${name.replace(/\W+/g, "_")}_is_one_page_with_its_place_date_and_sources`, async () => {
    const page = await open();
    await page.goto(base + path);
    const pages = sheets(await print(page));
    assert(pages === 1, `${pages} pages`);
    await page.emulateMedia({ media: "print" });
    const text = await page.locator("main").innerText();
    for (const words of [`${name}, Sallowby`, "The list as of", "Sources: ", "Printed on "]) assert(text.includes(words), `no “${words}” on paper`);
    await page.screenshot({ path: `${shots}/paper_ward.png`, fullPage: true });
    await page.context().close();
  });

await test("a_need_prints_every_row_and_every_column_of_its_table", async () => {
  const page = await open({ viewport: { width: 690, height: 1000 } }); // A4 within its margins
  await page.goto(place + "/gaps/health");
  await page.emulateMedia({ media: "print" });
  const seen = await page.locator("#figures").evaluate((table) => {
    const box = table.closest(".eh-wide");
    return { rows: table.tBodies[0].rows.length, table: table.getBoundingClientRect(), box: box.getBoundingClientRect(), overflow: getComputedStyle(box).overflowY };
  });
  assert(seen.rows > 20, `${seen.rows} rows`);
  assert(seen.overflow === "visible" && seen.box.height >= seen.table.height - 1, JSON.stringify(seen));
  assert(seen.table.width <= 691, `the table is ${seen.table.width} wide`);
  await page.context().close();
});

await test("the_page_of_gaps_keeps_its_map_with_its_heading_and_the_report_has_no_blank_page", async () => {
  const page = await open();
  await page.goto(place + "/report");
  assert(sheets(await print(page)) === 1, "the report's page prints more than one");
  await page.goto(place + "/gaps");
  assert(sheets(await print(page)) <= 2, "the gaps take more than two pages");
  await page.emulateMedia({ media: "print" });
  const kept = await page.locator("h2").last().evaluate((h) => getComputedStyle(h).breakAfter);
  assert(kept === "avoid", `a heading on paper breaks: ${kept}`);
  await page.context().close();
});

await test("an_organisation_prints_no_question_without_its_button_and_its_web_address_once", async () => {
  const page = await open();
  await page.goto(place + "/search?q=advice&kind=organisation");
  await page.locator(".eh-results h3 a").first().click();
  await page.emulateMedia({ media: "print" });
  assert(!(await page.getByText("Is something wrong?").isVisible()), "“Is something wrong?” is printed");
  for (const link of await page.locator("a.eh-break").all()) {
    const after = await link.evaluate((a) => getComputedStyle(a, "::after").content);
    assert(after === "none" || after === "normal", `behind its address stands ${after}`);
  }
  await page.context().close();
});

// ---- On a phone ----
await test("long_addresses_make_no_page_wider_than_a_phone", async () => {
  const address = `${"annabella".repeat(6)}@${"partnership".repeat(4)}.example`;
  const keeper = await signedIn("Kit Keeper", phone);
  await keeper.goto(base + "/account");
  const entry = await keeper.locator("main a[href*='/organisations/'][href$='/keep'], main a[href*='/organisations/']").first().getAttribute("href");
  const colleagues = `${base}${entry.replace(/\/keep$/, "")}/colleagues`;
  await keeper.goto(colleagues);
  await keeper.getByLabel("Name").fill("Annabella Longname");
  await keeper.getByLabel("Email address").fill(address);
  await keeper.getByRole("button", { name: "Invite them" }).click();
  await keeper.waitForLoadState("load");
  const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth);
  await keeper.goto(colleagues);
  assert((await keeper.locator("main").innerText()).includes(address), "she is not among the colleagues");
  for (const path of [colleagues, base + "/outbox", base + "/account"]) {
    await keeper.goto(path);
    assert((await wide(keeper)) <= 360, `${path} is ${await wide(keeper)} pixels wide`);
    await keeper.screenshot({ path: `${shots}/long_${new URL(path).pathname.split("/").pop()}.png`, fullPage: true });
  }
  const her = await open(phone);
  await her.goto(base + "/sign-in");
  await her.getByLabel("Email address").fill(address);
  await her.locator("main form button[type=submit]").first().click();
  await her.goto(base + "/outbox");
  assert((await wide(her)) <= 360, `the outbox is ${await wide(her)} pixels wide`);
  const link = (await her.locator(".eh-pre a").evaluateAll((all) => all.map((a) => a.href))).find((href) => href.includes("/sign-in/link/"));
  await her.goto(link);
  await her.getByRole("button", { name: "Sign in" }).click();
  await her.goto(base + "/account");
  assert((await her.locator("main").innerText()).includes(address), "the account does not show the address");
  assert((await wide(her)) <= 360, `/account is ${await wide(her)} pixels wide`);
  await her.screenshot({ path: `${shots}/long_address_account.png`, fullPage: true });
  await keeper.context().close();
  await her.context().close();
});

await test("a_table_wider_than_the_screen_scrolls_in_a_region_and_says_so_there_alone", async () => {
  const small = await open(phone);
  for (const path of ["/gaps", "/gaps/health", wards[0][0].replace("/example-town", ""), "/sources", "/completeness"]) {
    await small.goto(place + path);
    for (const box of await small.locator(".eh-wide").all()) {
      const seen = await box.evaluate((b) => ({
        over: b.scrollWidth > b.clientWidth + 1,
        hint: b.previousElementSibling?.className === "eh-wide__hint" && !b.previousElementSibling.hidden,
        name: b.getAttribute("aria-label"),
        role: b.getAttribute("role"),
        scrolls: getComputedStyle(b).overflowX,
      }));
      assert(seen.name && seen.role === "region" && seen.scrolls === "auto", `${path}: ${JSON.stringify(seen)}`);
      assert(seen.over === seen.hint, `${path}: ${JSON.stringify(seen)}`);
    }
  }
  await small.goto(place + "/gaps");
  assert(await small.getByText("scroll it sideways").isVisible(), "nothing says that the gaps scroll");
  const large = await open();
  await large.goto(place + "/gaps");
  assert(!(await large.getByText("scroll it sideways").count()), "the wide page says that it scrolls");
  await small.context().close();
  await large.context().close();
});

// ---- On maps ----
for (const [what, path] of Object.entries({ gaps: "/gaps", search: "/search?q=advice" }))
  for (const width of [360, 1280])
    await test(`every_ward_has_its_name_or_a_letter_on_the_map_of_${what}_at_${width}`, async () => {
      const page = await open({ viewport: { width, height: 900 } });
      await page.goto(place + path);
      const seen = await page.evaluate(() => {
        const shown = (e) => getComputedStyle(e).display !== "none";
        const texts = [...document.querySelectorAll(".wards text")].filter(shown);
        const key = [...document.querySelectorAll(".letters li")].filter((li) => shown(li) && shown(li.parentElement));
        return { whole: texts.filter((t) => t.matches(".whole")).map((t) => t.textContent), letters: texts.filter((t) => !t.matches(".whole")).map((t) => t.textContent), key: key.map((li) => li.textContent.trim()) };
      });
      const explained = seen.key.filter((line) => seen.letters.includes(line.split(" ")[0])).map((line) => line.replace(/^\w+ /, ""));
      const missing = wards.map(([, name]) => name).filter((name) => !seen.whole.includes(name) && !explained.includes(name));
      assert(missing.length === 0, `without name or letter: ${missing.join(", ")}; seen: ${JSON.stringify(seen)}`);
      await page.context().close();
    });

for (const path of ["/search?q=advice", "/search?q=advice&near=ZZ1", "/search?q=club"])
  for (const width of [360, 1280])
    await test(`numbers_of_results_are_those_on_the_map_and_no_button_covers_one_${path.replace(/\W+/g, "_")}_at_${width}`, async () => {
      const page = await open({ viewport: { width, height: 900 } });
      await page.goto(place + path);
      const seen = await page.evaluate(() => ({
        list: [...document.querySelectorAll(".eh-results .eh-pin")].map((e) => Number(e.textContent)),
        map: [...document.querySelectorAll(".eh-dots__dot text")].map((e) => Number(e.textContent)).sort((a, b) => a - b),
        dots: [...document.querySelectorAll(".eh-dots__dot circle")].map((e) => e.getBoundingClientRect().toJSON()),
        buttons: [...document.querySelectorAll(".eh-zoom button")].filter((b) => b.offsetParent).map((e) => e.getBoundingClientRect().toJSON()),
      }));
      assert(seen.map.length > 0, "no number on the map");
      assert(seen.list.join() === seen.map.join(), `the list has ${seen.list}, the map ${seen.map}`);
      const covered = seen.dots.some((d) => seen.buttons.some((b) => d.left < b.right && b.left < d.right && d.top < b.bottom && b.top < d.bottom));
      assert(!covered, "a button lies over a number");
      await page.context().close();
    });

finish();
