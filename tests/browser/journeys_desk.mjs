// What those who keep the list come to their desk for, and whom they write to: each with and without script, on a phone and on a desk. Letters go out once a
// quarter, so each journey has a server of its own on a copy of the town.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { assert, axeFaults, become, finish, launch, serve, shots, walk } from "./lib.mjs";
import { zipRead, zipWrite } from "./zip.mjs";

const [program, store] = process.argv.slice(2);
const browser = await launch();
let towns = 0;

async function town() {
  const copy = `${store}.${++towns}`;
  copyFileSync(store, copy);
  return serve(program, copy);
}
const press = (page, name) =>
  Promise.all([page.waitForLoadState("load"), page.getByRole("button", { name }).first().click()]).then(() => page.waitForLoadState("load"));
const heading = (page) => page.locator("h1").first().innerText();
const is = async (page, text) => {
  const body = await page.locator("main").innerText();
  assert(body.includes(text), `"${text}" is not on ${page.url()}: ${body.slice(0, 600)}`);
};
async function somebody(options) {
  return (await browser.newContext(options)).newPage();
}
async function signIn(page, base, who) {
  await become(page, base, who);
}

const journeys = {
  // The quarterly letter: an officer has it sent; a mail scanner opens its link and changes nothing; the treasurer opens it on a phone, reads what the list
  // says, and presses one button; pressing again says that it is done.
  async a_treasurer_presses_still_right_in_a_letter(page, context, shot) {
    const base = await town();
    const officer = await somebody(context);
    await signIn(officer, base, "Olu Officer");
    await officer.goto(base + "/example-town/desk");
    await is(officer, "Stale entries, and whom to ask");
    await officer.goto(base + "/example-town/stale?older=3&whom=keeper");
    await officer.screenshot({ path: shot("stale"), fullPage: true });
    const treasurer = await somebody(context);
    await signIn(treasurer, base, "Kit Keeper");
    const keep = await treasurer.locator("main a[href$='/keep']").first().getAttribute("href");
    const name = (await treasurer.locator("main a[href$='/keep']").first().innerText()).trim();
    await treasurer.context().close();
    const row = officer.locator(".eh-results li", { has: officer.locator(`a[href='${keep.replace("/keep", "")}']`) });
    await Promise.all([officer.waitForURL(/done=still-asked/), row.getByRole("button", { name: /Ask whether it is still right/ }).click()]);
    await is(officer, "Nobody is asked about an entry more than once a quarter");

    await page.goto(base + "/outbox");
    const letter = page.locator("section", { hasText: `Is this still right? ${name}` });
    assert((await letter.count()) === 1, `the outbox has ${await letter.count()} letters about ${name}`);
    const link = await letter.locator("a[href*='/still-right/']").first().getAttribute("href");
    await letter.screenshot({ path: shot("letter") });

    // By number: a machine may not know its own name.
    const scanned = link.replace("localhost", "127.0.0.1");
    const state = async () => (await (await fetch(base.replace("localhost", "127.0.0.1") + keep.replace("/keep", "/json"))).json()).last_confirmed;
    const before = await state();
    for (const method of ["GET", "HEAD", "GET"]) {
      const answer = await fetch(scanned, { method });
      assert(answer.status === 200, `the scanner's ${method} came with ${answer.status}`);
      await answer.text();
    }
    assert((await state()) === before, "a scanner that opened the link confirmed the entry");

    await page.goto(link);
    assert((await heading(page)) === "Is this still right?", await heading(page));
    await is(page, name);
    assert((await page.locator("main dd").count()) > 3, "the page does not say what the list says");
    assert((await page.locator("main button").count()) === 1, "there is more than one button");
    await page.screenshot({ path: shot("asked"), fullPage: true });
    await press(page, "Still right");
    await is(page, "is confirmed as of today");
    const today = new Date().toISOString().slice(0, 10);
    assert((await state()) === today, `the list says ${await state()}, not ${today}`);

    await page.goto(link);
    await press(page, "Still right");
    await is(page, "It is confirmed already");
    await officer.goto(base + "/example-town/stale?older=3&whom=keeper");
    assert(!(await officer.locator("main").innerText()).includes(name), "a confirmed entry is still stale");
    await officer.context().close();
  },

  // An officer calls an open meeting, is told what is wrong with the form first; everybody sees it on the first page; the sector's side hears of it and cannot
  // change it; the council's steward changes it, the officer cancels it, and the page says why.
  async a_side_calls_an_open_meeting_changes_and_cancels_it(page, context, shot) {
    const base = await town();
    const officer = await somebody(context);
    await signIn(officer, base, "Olu Officer");
    await officer.goto(base + "/example-town/desk");
    await Promise.all([officer.waitForURL(/\/meetings$/), officer.getByRole("link", { name: "Open meetings" }).first().click()]);
    await Promise.all([officer.waitForURL(/\/meetings\/call$/), officer.getByRole("button", { name: "Call an open meeting" }).click()]);
    await officer.getByLabel("Title").fill("Who is missing from the list?");
    await press(officer, "Call the meeting");
    await is(officer, "There is a problem");
    assert((await officer.getByLabel("Title").inputValue()) === "Who is missing from the list?", "what was typed is gone");
    await officer.screenshot({ path: shot("wrong"), fullPage: true });
    const day = new Date(Date.now() + 5 * 86400000);
    const fill = { "What is it for?": "We ask who is missing, together.", Day: day.getDate(), Month: day.getMonth() + 1, Year: day.getFullYear(),
      "When does it start?": "6.30pm", "When does it end?": "20:00", "Where is it?": "Town Hall\n1 High Street", "What access is there?": "Step-free. Hearing loop.",
      "Whom can people ask?": "01632 960 002", "Papers": "https://example.org/papers.pdf" };
    for (const [label, value] of Object.entries(fill)) await officer.getByLabel(label).fill(String(value));
    await press(officer, "Call the meeting");
    await is(officer, "The meeting is called");
    const meeting = new URL(officer.url()).pathname;
    await officer.screenshot({ path: shot("called"), fullPage: true });

    await page.goto(base + "/example-town");
    await is(page, "Next open meeting");
    await page.screenshot({ path: shot("home"), fullPage: true });
    await Promise.all([page.waitForURL(base + meeting), page.getByRole("link", { name: "Who is missing from the list?" }).click()]);
    await is(page, "6:30pm to 8:00pm");
    assert((await page.locator("main form").count()) === 0, "a visitor is given a form");
    const calendar = await (await fetch(base.replace("localhost", "127.0.0.1") + meeting + "/ics")).text();
    assert(calendar.includes("SUMMARY:Who is missing from the list?\r\n"), calendar);
    await page.goto(base + "/outbox");
    await is(page, "The council has called an open meeting");

    const helper = await somebody(context);
    await signIn(helper, base, "Ida Infrastructure");
    await helper.goto(base + meeting);
    assert((await helper.getByRole("button", { name: "Change it" }).count()) === 0, "the sector may change the council's meeting");
    await helper.context().close();

    const steward = await somebody(context);
    await signIn(steward, base, "Cass Council");
    await steward.goto(base + meeting);
    await Promise.all([steward.waitForURL(/\/change$/), steward.getByRole("button", { name: "Change it" }).click()]);
    await steward.getByLabel("When does it end?").fill("9pm");
    await press(steward, "Change the meeting");
    await is(steward, "6:30pm to 9:00pm");
    await steward.context().close();

    await officer.goto(base + meeting);
    await Promise.all([officer.waitForURL(/\/cancel$/), officer.getByRole("button", { name: "Cancel it" }).click()]);
    await officer.getByLabel("Why is it cancelled?").fill("The hall is flooded.");
    await officer.screenshot({ path: shot("cancel"), fullPage: true });
    await press(officer, "Cancel the meeting");
    await is(officer, "This meeting is cancelled");
    await officer.context().close();
    await page.goto(base + "/example-town/meetings");
    await is(page, "Cancelled: The hall is flooded.");
    await page.screenshot({ path: shot("all"), fullPage: true });
    await page.goto(base + "/example-town");
    assert(!(await page.locator("main").innerText()).includes("Who is missing from the list?"), "a cancelled meeting is still the next");
  },

  // A passer-by says that an organisation has closed; the officer accepts it, and it is marked at once; the other side hears of it and takes it back in one
  // press. Then that an entry is listed twice: the two become one, and are told apart again.
  async a_correction_acts_and_is_taken_back(page, context, shot) {
    const base = await town();
    const listed = async (at) => {
      await page.goto(`${base}/example-town/search?kind=organisation&order=name&page=${at}`);
      const hrefs = [];
      for (const link of await page.locator(".eh-results h3 a[href*='/organisations/']").all()) hrefs.push(await link.getAttribute("href"));
      return hrefs;
    };
    const sound = async (who) => {
      if (!context.javaScriptEnabled) return; // axe-core is a script
      const faults = await axeFaults(who);
      assert(faults.length === 0, `axe-core at ${who.url()}:\n${faults.join("\n")}`);
    };
    const suggest = async (entry, kind, words) => {
      await page.goto(base + entry + "/correct");
      await page.getByLabel(kind).check();
      await page.getByLabel("What should it be?").fill(words);
      await press(page, "Send it");
      await is(page, "Thank you");
    };
    const officer = await somebody(context);
    await signIn(officer, base, "Olu Officer");
    const waiting = async (words) => {
      await officer.goto(base + "/example-town/corrections");
      return officer.locator("section", { hasText: words });
    };
    const all = await listed(2);
    const [entry, twin] = all;
    await suggest(entry, "It has closed", "Since May the door is shut.");
    let section = await waiting("Since May the door is shut.");
    await officer.screenshot({ path: shot("waiting"), fullPage: true });
    await Promise.all([officer.waitForURL(/done=org-closed/), section.getByRole("button", { name: "It has closed" }).click()]);
    await is(officer, "Marked as closed");
    await sound(officer);
    await officer.screenshot({ path: shot("closed-list"), fullPage: true });
    await page.goto(base + entry);
    await is(page, "This organisation has closed, says a correction");
    await sound(page);
    await page.screenshot({ path: shot("closed"), fullPage: true });
    await page.goto(base + "/outbox");
    await is(page, "has marked it as closed");

    const helper = await somebody(context);
    await signIn(helper, base, "Ida Infrastructure");
    await helper.goto(base + entry);
    await Promise.all([helper.waitForURL(/done=org-reopened/), helper.getByRole("button", { name: /It has not closed/ }).click()]);
    await is(helper, "is taken back");
    for (let i = 0; i < 60 && (await helper.locator("main").innerText()).includes("has closed, says"); i++) {
      await helper.waitForTimeout(500);
      await helper.goto(base + entry);
    }
    assert(!(await helper.locator("main").innerText()).includes("has closed, says"), "it is still closed");
    await helper.context().close();

    await suggest(entry, "It is listed twice", `The same as ${base}${twin}`);
    section = await waiting("The same as");
    assert((await section.getByLabel("The other entry").inputValue()) === twin.split("/").pop(), "the other entry is not filled in");
    await sound(officer);
    await officer.screenshot({ path: shot("twice"), fullPage: true });
    await press(officer, "They are one");
    const text = await officer.locator("main").innerText();
    if (text.includes("There is a problem")) assert(/different numbers in one register|holds|keeps/.test(text), text.slice(0, 600));
    else {
      await is(officer, "Two entries that became one");
      await officer.screenshot({ path: shot("joined"), fullPage: true });
      await Promise.all([officer.waitForURL(/done=orgs-parted/), officer.getByRole("button", { name: /They are two/ }).first().click()]);
      assert(!(await officer.locator("main").innerText()).includes("Two entries that became one"), "it is not taken back");
    }
    await officer.context().close();
  },

  // The infrastructure organisation answers twenty pairs by keyboard alone (by their keys with script, else by moving to a button and pressing Enter), takes
  // one back, downloads the rest as a workbook, fills in answers as a spreadsheet program does, and brings it back.
  async twenty_pairs_by_keyboard_and_the_rest_in_a_workbook(page, context, shot) {
    const base = await town();
    const review = base + "/example-town/review";
    await signIn(page, base, "Ida Infrastructure");
    await page.goto(review);
    const open = async () => Number(/([\d,]+) pairs? waits?/.exec(await page.locator("main").innerText())[1].replace(",", ""));
    const before = await open();
    assert(before > 30, `only ${before} pairs wait: the town is too small for this journey`);
    const ANSWERS = [["u", "Unsure"], ["d", "Different"]];
    for (let i = 0; i < 20; i++) {
      const [key, button] = ANSWERS[i % 2];
      if (context.javaScriptEnabled) await Promise.all([page.waitForURL(/done=answered/), page.keyboard.press(key)]);
      else await Promise.all([page.waitForURL(/done=answered/), page.getByRole("button", { name: button, exact: true }).press("Enter")]);
      await page.goto(review);
    }
    const after = await open();
    assert(before - after === 20, `${before} waited, ${after} do after twenty answers`);
    await page.screenshot({ path: shot("twenty"), fullPage: true });
    await press(page, "Take the newest answer back");
    await is(page, "taken back");
    assert((await open()) === after + 1, "the answer is not taken back");

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the questions" }).click()]);
    const file = `${shots}/questions-${context.viewport.width}-${context.javaScriptEnabled}.xlsx`;
    await download.saveAs(file);
    const book = zipRead(readFileSync(file));
    const sheet = book.get("xl/worksheets/sheet1.xml").toString();
    const ROWS = { 2: "different", 3: "unsure", 4: "different", 5: "perhaps" };
    let filled = sheet;
    for (const [row, answer] of Object.entries(ROWS))
      filled = filled.replace(new RegExp(`<c r="H${row}"( s="\\d+")?/>`), `<c r="H${row}"$1 t="inlineStr"><is><t>${answer}</t></is></c>`);
    assert((filled.match(/inlineStr/g) || []).length === 4, "the workbook has no empty cells for answers");
    book.set("xl/worksheets/sheet1.xml", Buffer.from(filled));
    writeFileSync(file, zipWrite(book));
    await page.getByLabel("The workbook with your answers").setInputFiles(file);
    await press(page, "Read the answers");
    await is(page, "3 answers of the workbook were kept");
    await is(page, "perhaps");
    await page.screenshot({ path: shot("read"), fullPage: true });
    await page.goto(review);
    assert((await open()) === after + 1 - 3, `${await open()} wait after three answers from the workbook, ${after + 1} did before`);

    await page.getByLabel("The workbook with your answers").setInputFiles(file);
    await press(page, "Read the answers");
    await is(page, "0 answers of the workbook were kept");
  },

  // An administrator looks at the places of the installation, is told what will not do, and calls one otherwise; no key is offered.
  async an_administrator_looks_after_the_places(page, context, shot) {
    const base = await town();
    await signIn(page, base, "Ada Admin");
    await page.goto(base + "/example-town/desk");
    await Promise.all([page.waitForURL(/admin\/places/), page.getByRole("link", { name: "places", exact: true }).click()]);
    await is(page, "Stewards in office: 1 for the council, 2 for the sector");
    await page.getByLabel("Name of the place").fill("Otherby");
    await page.getByLabel("Its part of the address").fill("sign-in");
    await page.getByLabel("Its council").fill("Otherby");
    await press(page, "Add it");
    await is(page, "is used for other addresses");
    await page.screenshot({ path: shot("mistakes"), fullPage: true });
    await page.getByText("Call Sallowby otherwise").click();
    await page.getByLabel("New name of Sallowby").fill("Sallowby Vale");
    await press(page, /^Rename/);
    await is(page, "It is called that now");
    await is(page, "Sallowby Vale");
    assert((await page.getByRole("button", { name: "Turn my key" }).count()) === 0, "an administrator is offered a key");
    await page.goto(base + "/example-town");
    assert((await page.title()).includes("Sallowby Vale"), await page.title());
  },

  // An officer proposes other neighbours; one steward of each side is not enough; the third key changes what counts as local.
  async two_keys_change_what_counts_as_local(page, context, shot) {
    const base = await town();
    const PLACE = base + "/example-town";
    await signIn(page, base, "Olu Officer");
    await page.goto(PLACE + "/local");
    await is(page, "What counts as local");
    await page.getByLabel("The councils that count as neighbours").fill("E08000003\nNowhere");
    await press(page, "Propose it");
    await is(page, "No list of areas here has a council called “Nowhere”");
    await is(page, "Say why");
    await page.screenshot({ path: shot("mistakes"), fullPage: true });
    await page.getByLabel("The councils that count as neighbours").fill("E08000003");
    await page.getByLabel("Why should this change?").fill("Its clubs meet across the road.");
    await press(page, "Propose it");
    await is(page, "neighbours before: none; after: E08000003");
    const motion = page.url().split("?")[0];
    for (const [who, says] of [["Cass Council", "The council's key is turned"], ["Sam Sector", "one has turned it"], ["Tess Sector", "The last key is turned"]]) {
      const one = await somebody(context);
      await signIn(one, base, who);
      await one.goto(motion);
      await press(one, "Turn my key");
      await is(one, says);
      await one.context().close();
    }
    await page.goto(PLACE + "/local");
    await is(page, "both keys");
    await is(page, "E08000003");
    await page.screenshot({ path: shot("changed"), fullPage: true });
    await page.goto(motion);
    await is(page, "Neighbours after: E08000003");
  },
};

await walk(journeys, somebody);
await browser.close();
finish();
