// What people come to do, each with and without script, on a phone and on a desk.
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { assert, become, finish, launch, makeDraft, serve, shots, walk } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const backups = store + ".backups";
mkdirSync(backups, { recursive: true });
const base = await serve(program, store, ["--backups", backups]);
const browser = await launch();
const PLACE = base + "/example-town";
writeFileSync(`${store}.csv`, "Name,Postcode,Activities\n" + Array.from({ length: 9000 }, (_, i) => `Invented Club ${i},ZZ1 1AA,Chess\n`).join(""));

// Presses a button or follows a link and waits for the page behind it.
const press = (page, name) =>
  Promise.all([page.waitForLoadState("load"), page.getByRole("button", { name, exact: true }).first().click()]).then(() => page.waitForLoadState("load"));
const follow = (page, name) => page.getByRole("link", { name }).first().click().then(() => page.waitForLoadState("load"));
const heading = (page) => page.locator("h1").first().innerText();
const is = async (page, text) => {
  const body = await page.locator("main").innerText();
  assert(body.includes(text), `"${text}" is not on ${page.url()}: ${body.slice(0, 600)}`);
};

const signIn = (page, who) => become(page, base, who);

// A person of their own: no cookie shared.
async function somebody(options) {
  const context = await browser.newContext(options);
  return context.newPage();
}

const journeys = {
  // A resident looks for help with debt near a postcode and ends at a telephone number that was confirmed this year.
  async a_resident_finds_help_with_debt(page) {
    await page.goto(PLACE);
    await page.getByLabel("What do you need, or who are you looking for?").fill("debt");
    await page.getByLabel("Near a postcode (optional)").fill("ZZ6 1AJ");
    await Promise.all([page.waitForURL(/search\?q=debt&near=ZZ6/), page.keyboard.press("Enter")]);
    await page.waitForLoadState("load");
    await is(page, "results");
    await is(page, "StepChange");
    await is(page, "Listed, not checked");
    // Whoever comes first is there for debt, can be rung, and says how far away it is.
    const first = page.locator(".eh-results > li").first();
    assert(/debt|money|benefit/i.test(await first.innerText()), `the first is no adviser: ${await first.innerText()}`);
    assert(/[0-9.]+ miles? away/.test(await first.innerText()), `the first does not say how far: ${await first.innerText()}`);
    const number = await first.locator(".eh-tel a").getAttribute("href");
    const name = await first.locator("h3 a").innerText();
    await first.locator("h3 a").click();
    await page.waitForLoadState("load");
    assert((await heading(page)) === name, `the page says ${await heading(page)}, the list said ${name}`);
    assert((await page.locator(".eh-tel a").first().getAttribute("href")) === number && /^tel:\+?[0-9]{9,}$/.test(number), `no number to ring: ${number}`);
    const confirmed = await page.locator(".govuk-summary-list__row", { hasText: "How recent" }).locator("dd").innerText();
    assert(/ 2026\.$/.test(confirmed.trim()), `it was heard of ${confirmed}, not in the year of the town's files`);
  },

  // A resident finds somebody on the map: a ward, then its number in the list. Looking closer needs the script.
  async a_resident_finds_a_ward_on_the_map(page, context) {
    await page.goto(PLACE + "/search?help=youth");
    const all = await page.locator("[role=status] strong").innerText();
    const ward = page.locator("#map a:has(path.s4)").first();
    await page.goto(base + (await ward.getAttribute("href")));
    await is(page, "Remove: ");
    const some = await page.locator("[role=status] strong").innerText();
    assert(Number(some) > 0 && Number(some) < Number(all), `${some} of ${all} are in the ward`);
    if (!context.javaScriptEnabled) return;
    const box = () => page.locator("#map svg.eh-dots").getAttribute("viewBox");
    const before = await box();
    await page.getByRole("button", { name: "Closer" }).click();
    assert((await box()) !== before, "the map does not come closer");
    await page.getByRole("button", { name: "All: The whole place" }).click();
    assert(Number((await box()).split(" ")[2]) === 608, `the whole place is ${await box()}`);
  },

  // Somebody types the beginning of what they want: with script it is offered, without it is searched for.
  async a_resident_types_the_beginning_of_a_word(page, context) {
    await page.goto(PLACE);
    const input = page.getByLabel("What do you need, or who are you looking for?").first();
    if (context.javaScriptEnabled) {
      await input.pressSequentially("deb");
      const option = page.getByRole("option", { name: /Money, debt and benefits/ });
      await option.waitFor();
      await Promise.all([page.waitForURL(/help=money/), option.click()]);
      assert((await heading(page)).startsWith("Help with money, debt and benefits"), await heading(page));
      await page.goto(PLACE);
    }
    await page.getByLabel("What do you need, or who are you looking for?").first().fill("deb");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\?q=deb/);
    await is(page, "result");
  },

  // A resident sees on the map where nobody reaches carers, changes the threshold, and reads how sure that is.
  async a_resident_sees_where_nobody_reaches_carers(page) {
    await page.goto(PLACE);
    await follow(page, "All needs, with maps and how sure each gap is");
    await follow(page, "Carers");
    assert((await heading(page)).startsWith("Carers"), await heading(page));
    await is(page, "farther than 20 minutes");
    const before = await page.locator("strong").first().innerText();
    await page.getByLabel("10 minutes").check();
    await press(page, "Show");
    await is(page, "farther than 10 minutes");
    const after = await page.locator("strong").first().innerText();
    const number = (text) => Number(text.replace(/\D/g, ""));
    assert(number(after) >= number(before), `${after} people are farther than 10 minutes, ${before} than 20`);
    await is(page, "How sure is that?");
    assert((await page.locator("figure.map svg use").count()) > 5, "the map has no neighbourhoods");
    assert((await page.locator("#figures tbody tr").count()) > 5, "the table has no neighbourhoods");
  },

  // Somebody signs in by the letter's code; opening the letter's link before, as a mail scanner does, changes nothing.
  async a_keeper_signs_in_by_letter(page, context) {
    await page.goto(base + "/sign-in");
    await page.getByLabel("Email address").fill("keeper@example.org");
    await press(page, "Send me the email");
    await is(page, "an email is on its way");
    const outbox = await somebody(context);
    await outbox.goto(base + "/outbox");
    const link = await outbox.locator("pre a").first().getAttribute("href");
    const path = new URL(link).pathname;
    const scanner = await somebody(context);
    await scanner.goto(base + path);
    await is(scanner, "Press the button to sign in");
    await scanner.goto(base + "/account");
    assert(scanner.url().includes("/sign-in"), "opening the link signed the scanner in");
    await page.goto(base + path);
    await press(page, "Sign in");
    await is(page, "This is what the list says of you");
    await page.goto(base + "/account");
    assert((await heading(page)) === "Kit Keeper", await heading(page));
    await scanner.goto(base + path);
    assert((await heading(scanner)) === "This link has been used", `a used link works again: ${await heading(scanner)}`);
    await outbox.context().close();
    await scanner.context().close();
  },

  // A keeper reads what the list says, presses "still right", and says in its own words what it does.
  async a_keeper_says_that_it_is_still_right(page) {
    await signIn(page, "Kit Keeper");
    await page.locator("main a[href$='/keep']").first().click();
    await page.waitForLoadState("load");
    await is(page, "This is what the list says of you");
    await press(page, "Still right");
    await is(page, "Your entry is confirmed as of today");
    await page.getByLabel("What it does").fill("Tea & <b>chess</b> for anybody.");
    await page.locator("form", { has: page.locator("input[value='does']") }).getByRole("button", { name: "Save" }).click();
    await page.waitForLoadState("load");
    await is(page, "Your words are in the list");
    await follow(page, "See your page");
    await is(page, "Tea & <b>chess</b> for anybody.");
  },

  // Of an entry that nobody keeps somebody of the infrastructure organisation answers by name, until she gives that up.
  async somebody_answers_corrections_by_name(page, context) {
    const name = `Ida of the Hub ${Date.now()}`, telephone = `01632 96${String(Date.now() % 10000).padStart(4, "0")}`;
    await signIn(page, "Ida Infrastructure");
    await page.goto(PLACE + "/answers");
    await is(page, "Both are measured alike");
    await page.getByLabel("The name to show").fill(name);
    await press(page, "I answer corrections here");
    await is(page, `${name}, for the infrastructure organisation`);
    const passer = await somebody(context);
    await passer.goto(PLACE + "/search?q=debt&kind=organisation");
    await passer.locator(".eh-results h3 a").last().click();
    await passer.waitForLoadState("load");
    const entry = passer.url();
    await passer.locator("main a[href$='/correct']").first().click();
    await passer.waitForLoadState("load");
    await is(passer, `${name}, for the infrastructure organisation`);
    await passer.getByLabel("Telephone").check();
    await passer.getByLabel("What should it be?").fill(telephone);
    await press(passer, "Send it");
    await page.goto(PLACE + "/corrections");
    const waiting = page.locator("section.eh-letter", { hasText: telephone });
    await Promise.all([page.waitForURL(/done=decided/), waiting.getByRole("button", { name: "Accept in these words" }).click()]);
    await passer.goto(entry);
    await passer.getByText("What came of corrections that people suggested").click();
    await is(passer, `by ${name}, who answers for the list`);
    await page.goto(PLACE + "/answers");
    await press(page, "Give this up");
    assert(!(await page.locator("main").innerText()).includes(name), "the name stays after it was given up");
    await passer.goto(entry + "/correct");
    assert(!(await passer.locator("main").innerText()).includes(name), "the form still names her");
    await passer.context().close();
  },

  // A keeper tells those who keep the list what is wrong and who is missing, and sees what came of each.
  async a_keeper_tells_what_is_wrong_and_who_is_missing(page, context, shot) {
    const wrong = `The register has our old hall ${Date.now()}`, missing = `Tuesday Soup ${Date.now()}`;
    await signIn(page, "Kit Keeper");
    const keep = base + (await page.locator("main a[href$='/keep']").first().getAttribute("href"));
    await page.goto(keep);
    await press(page, "Tell them");
    await is(page, "Answer at least one of the questions");
    await page.getByLabel("What is wrong?").fill(wrong);
    await page.getByLabel("The group’s name").fill(missing);
    await press(page, "Tell them");
    await is(page, "Say what it does, so that it can be told from others");
    await page.getByLabel("What the group does").fill("Soup and company");
    await press(page, "Tell them");
    await is(page, "Those who keep the list answer within ten working days");
    await shot?.("told");
    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/corrections");
    const waiting = officer.locator("section.eh-letter", { hasText: wrong });
    await waiting.getByLabel("What was done about it, or why not; the organisation reads this").fill("Told the register.");
    await Promise.all([officer.waitForURL(/done=decided/), waiting.getByRole("button", { name: "It is settled" }).click()]);
    await officer.goto(PLACE + "/added");
    await is(officer, missing);
    await page.goto(keep);
    const came = page.locator("h3:text-is(\"What came of what you told them\") + ul");
    assert(/settled, .*by Olu Officer: Told the register\./.test(await came.locator("li", { hasText: wrong }).innerText()), await came.innerText());
    assert((await came.locator("li", { hasText: missing }).innerText()).includes("waiting"), await came.innerText());
    await officer.context().close();
  },

  // A passer-by suggests a correction; the organisation accepts it in its own words; the audit shows who did what.
  async a_passer_by_suggests_a_correction(page, context) {
    const keeper = await somebody(context);
    await signIn(keeper, "Kit Keeper");
    const keep = await keeper.locator("main a[href$='/keep']").first().getAttribute("href");
    await page.goto(base + keep.replace("/keep", ""));
    await page.locator("main a[href$='/correct']").first().click();
    await page.waitForLoadState("load");
    await press(page, "Send it");
    await is(page, "Choose what is wrong");
    await page.getByLabel("Telephone for the public").check();
    await page.getByLabel("What should it be?").fill("01632 960 010");
    await press(page, "Send it");
    await is(page, "answers within ten working days");
    await keeper.goto(base + keep);
    await is(keeper, "01632 960 010");
    await keeper.getByLabel("In these words, or in your own; or why not").first().fill("01632 960 011");
    await press(keeper, "Accept in these words");
    await is(keeper, "Your answer is kept");
    await page.goto(PLACE + "/audit");
    await is(page, "accepted a correction of");
    assert(!(await page.locator("main").innerText()).includes("01632 960 01"), "the public audit tells a number that may be hidden tomorrow");
    const steward = await somebody(context);
    await signIn(steward, "Cass Council");
    await steward.goto(PLACE + "/audit");
    await is(steward, "01632 960 010 → 01632 960 011");
    await steward.context().close();
    await keeper.context().close();
  },

  // A steward of the council proposes publishing the report; one sector key is not enough; the second puts it in force.
  async two_keys_publish_the_report(page, context) {
    await signIn(page, "Cass Council");
    await page.goto(PLACE + "/desk");
    await makeDraft(page);
    await follow(page, "Propose to publish it");
    await press(page, "Propose it");
    await is(page, "Say why the report should be published");
    await page.getByLabel("Why publish it now?").fill("The year is over.");
    await press(page, "Propose it");
    await is(page, "It is proposed");
    const motion = page.url().split("?")[0];
    await press(page, "Turn my key");
    await is(page, "The council's key is turned");

    const small = await somebody(context);
    await signIn(small, "Sam Sector");
    await small.goto(motion);
    await press(small, "Turn my key");
    await is(small, "one has turned it");
    const reports = async () => {
      await page.goto(PLACE + "/report");
      return page.getByRole("link", { name: /^Report \d/ }).count();
    };
    const before = await reports();

    const other = await somebody(context);
    await signIn(other, "Tess Sector");
    await other.goto(motion);
    await press(other, "Turn my key");
    await is(other, "The last key is turned");
    assert((await reports()) === before + 1, "the report is not published");
    await page.getByRole("link", { name: /^Report \d/ }).first().click();
    await page.waitForLoadState("load");
    assert((await page.title()).length > 0 && page.url().endsWith("index.html"), page.url());
    await small.context().close();
    await other.context().close();
  },

  // The draft changes between the second key and the third: the keys are void, and both sides see why.
  async a_changed_draft_voids_the_keys(page, context) {
    await signIn(page, "Cass Council");
    await page.goto(PLACE + "/desk");
    if (!(await page.getByRole("link", { name: "Propose to publish it" }).count())) await makeDraft(page);
    await follow(page, "Propose to publish it");
    await page.getByLabel("Why publish it now?").fill("The year is over.");
    await press(page, "Propose it");
    const motion = page.url().split("?")[0];
    await press(page, "Turn my key");
    const sector = await somebody(context);
    await signIn(sector, "Sam Sector");
    await sector.goto(motion);
    await press(sector, "Turn my key");
    await is(sector, "one has turned it");

    const keeper = await somebody(context);
    await signIn(keeper, "Kit Keeper");
    await keeper.locator("main a[href$='/keep']").first().click();
    await keeper.waitForLoadState("load");
    await keeper.getByLabel("Name", { exact: true }).fill(`Chess and Tea ${Date.now()}`);
    await Promise.all([
      keeper.waitForURL(/done=said/),
      keeper.locator("form", { has: keeper.locator("input[value='name']") }).getByRole("button", { name: "Save" }).click(),
    ]);
    await page.goto(PLACE + "/desk");
    await makeDraft(page);
    await is(page, "all keys turned for that are void");
    for (const one of [page, sector]) {
      await one.goto(motion);
      await is(one, "The council's key is not turned yet");
      await is(one, "All keys that were turned are void");
    }
    await page.getByLabel("Why it is withdrawn").fill("It is another draft now.");
    await Promise.all([page.waitForURL(/done=/), page.getByRole("button", { name: "Withdraw it" }).click()]);
    await sector.context().close();
    await keeper.context().close();
  },

  // An organisation hides its entry and shows it again; an officer hides a contact for safety, and the other side is told.
  async an_organisation_hides_its_entry(page, context) {
    const passer = await somebody(context);
    await signIn(page, "Ned Neighbour");
    const keep = await page.locator("main a[href$='/keep']").first().getAttribute("href");
    const entry = base + keep.replace("/keep", "");
    const name = (await page.locator("main a[href$='/keep']").first().innerText()).trim();
    const status = async (address) => (await passer.goto(address)).status();
    // By number: a machine may not know its own name.
    const csv = async () => (await fetch(PLACE.replace("localhost", "127.0.0.1") + "/organisations.csv")).text();
    assert((await status(entry)) === 200, "the entry is not there to begin with");
    await page.goto(entry + "/hide");
    await press(page, "Hide the whole entry");
    await is(page, "It is hidden.");
    assert((await status(entry)) === 404, "a hidden entry has a page");
    assert((await status(entry + "/json")) === 404, "a hidden entry is given to machines");
    assert(!(await csv()).includes(entry.split("/").at(-1)), "a hidden entry is in the CSV");
    await passer.goto(PLACE + "/search?q=" + encodeURIComponent(name));
    assert(!(await passer.content()).includes(entry.split("/").at(-1)), "a hidden entry is found");
    const steward = await somebody(context);
    await signIn(steward, "Cass Council");
    await steward.goto(PLACE + "/desk");
    await steward.getByText("Hidden entries: 1").click();
    await follow(steward, name);
    assert(steward.url() === entry + "/hide", "no steward finds what is hidden");
    await steward.goto(entry);
    assert(steward.url() === entry + "/hide", "a steward is not led to where an entry is shown again");
    await steward.context().close();
    await page.goto(base + keep);
    assert(page.url().endsWith("/hide"), "who hid an entry finds no way back");
    await press(page, "Show it again");
    for (let i = 0; i < 100 && (await status(entry)) !== 200; i++) await new Promise((resolve) => setTimeout(resolve, 200));
    assert((await status(entry)) === 200, "the entry does not come back");

    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(entry);
    await follow(officer, "Hide something of it for safety");
    if (await officer.getByRole("button", { name: "Hide the contact for safety" }).count()) {
      await press(officer, "Hide the contact for safety");
      await is(officer, "Hidden");
      await passer.goto(base + "/outbox");
      await is(passer, "was hidden for safety");
      await is(passer, "To sector@example.org");
    }
    await page.goto(entry + "/hide");
    await press(page, "Show it again");
    await officer.context().close();
    await passer.context().close();
  },

  // A keeper lets somebody help, is refused nonsense, and takes it back.
  async a_keeper_lets_somebody_help(page, context) {
    const who = `Hal Helper ${context.viewport.width} ${context.javaScriptEnabled ? "script" : "plain"}`;
    await signIn(page, "Kit Keeper");
    await page.locator("main a[href$='/keep']").first().click();
    await page.waitForLoadState("load");
    await follow(page, "Let somebody help, or leave");
    await press(page, "Invite them");
    await is(page, "Enter their name");
    await page.getByLabel("Name", { exact: true }).fill(who);
    await page.getByLabel("Email address").fill(`hal-${context.viewport.width}-${context.javaScriptEnabled}@example.org`);
    await press(page, "Invite them");
    await is(page, "They are invited");
    await is(page, who);
    await follow(page, `Take it from ${who}`);
    await is(page, `${who} can no longer change the entry`);
    await press(page, "Take it from them");
    await is(page, "That role is ended");
    assert(!(await page.locator("main").innerText()).includes(who), "who no longer helps is still there");
  },

// Somebody whose address shows nothing is vouched for by both keys; whoever kept the entry before contests it, and it rests again.
  async a_newcomer_is_vouched_for_and_then_contested(page, context) {
    const who = `Wyn Newcomer ${Date.now()}`;
    const kit = await somebody(context);
    await signIn(kit, "Kit Keeper");
    const keep = await kit.locator("main a[href$='/keep']").first().getAttribute("href");
    const claim = base + keep.replace("/keep", "/claim");
    await page.goto(claim);
    await press(page, "Send me the email");
    await is(page, "Choose how it can be seen that you speak for it");
    await page.getByLabel("Your name").fill(who);
    await page.getByLabel("Your email address").fill(`wyn${Date.now()}@example.net`);
    await page.getByLabel(/^My address is/).check();
    await press(page, "Send me the email");
    await is(page, "to be vouched for");
    await page.getByLabel("I have no such address").check();
    await press(page, "Send me the email");
    const outbox = await somebody(context);
    await outbox.goto(base + "/outbox");
    await page.goto(await outbox.locator("pre a").first().getAttribute("href"));
    await Promise.all([page.waitForURL((url) => !url.pathname.includes("/link/")), page.getByRole("button", { name: "Sign in" }).click()]);
    await page.goto(claim);
    await is(page, "It waits for both keys");
    await outbox.reload();
    await is(outbox, "Somebody asks to speak for");

    const council = await somebody(context);
    await signIn(council, "Cass Council");
    await council.goto(PLACE + "/desk");
    await follow(council, "Who asks to speak for an organisation");
    const section = council.locator("section", { hasText: who });
    assert((await section.innerText()).includes("Somebody keeps this entry already."), "a steward is not told that somebody keeps the entry");
    await section.getByLabel("How do you know that they speak for it?").fill("They came to the office with the minutes.");
    await Promise.all([council.waitForURL(/motions/), section.getByRole("button", { name: "Propose to vouch for them" }).click()]);
    assert(!(await council.locator("main").innerText()).includes(who), "a page that everybody reads names the claimant");
    const motion = council.url().split("?")[0];
    const sides = [council];
    for (const steward of ["Sam Sector", "Tess Sector"]) {
      sides.push(await somebody(context));
      await signIn(sides.at(-1), steward);
    }
    for (const steward of sides) {
      await steward.goto(motion);
      await press(steward, "Turn my key");
    }
    await is(sides.at(-1), "in force");
    assert((await page.goto(base + keep)).status() === 200, "who was vouched for does not keep the entry");

    await kit.goto(base + keep.replace("/keep", "/colleagues"));
    const line = kit.locator("section", { hasText: who }).filter({ hasText: "held" });
    await line.getByText("They do not speak for us").click();
    await line.getByLabel("Why do they not speak for you?").fill("Nobody here knows them.");
    await Promise.all([kit.waitForURL(/done=claim-contested/), line.getByRole("button", { name: "Contest it" }).click()]);
    assert((await page.goto(base + keep)).status() === 403, "a contested claim still gives the entry");
    await page.goto(claim);
    await is(page, "contests it");
    await council.goto(PLACE + "/claims");
    await is(council, "Nobody here knows them.");
    await press(page, "Take it back");
    await is(page, "Your claim is taken back");

    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(base + keep.replace("/keep", "/invite"));
    await is(officer, "Somebody keeps this entry already");
    for (const one of [kit, outbox, officer, ...sides]) await one.context().close();
  },

  // A passer-by tells of a group that is on no register; a steward lists it; everybody finds it; an officer takes it back.
  async a_group_on_no_register_is_told_of(page, context) {
    const name = `Larkhill Kite Club ${Math.random().toString(36).slice(2, 8)}`;
    const passer = await somebody(context);
    const found = async () => {
      await passer.goto(PLACE + "/search?q=" + encodeURIComponent(name));
      return (await passer.locator(".eh-results h3").allInnerTexts()).some((heading) => heading.includes(name));
    };
    const until = async (wanted, why) => {
      for (let i = 0; i < 100 && (await found()) !== wanted; i++) await new Promise((resolve) => setTimeout(resolve, 200));
      assert((await found()) === wanted, why);
    };
    await page.goto(PLACE + "/completeness");
    await follow(page, "Add it");
    await press(page, "Add the group");
    await is(page, "Enter the group’s name");
    await is(page, "Say who says so");
    await page.getByLabel("Name of the group").fill(name);
    await page.getByLabel("What does it do, and for whom?").fill("Flying kites with children");
    await page.getByLabel("Where does it meet?").fill("3 Larkhill Mews");
    await page.getByLabel("No, or I do not know").check();
    await page.getByLabel("Who says so?").fill("Mo Member");
    await press(page, "Add the group");
    await is(page, "Thank you.");
    assert((await passer.goto(PLACE + "/added")).url().includes("/sign-in"), "who told of groups is open to all");
    assert(!(await found()), "a group that nobody looked at is listed");

    const steward = await somebody(context);
    await signIn(steward, "Cass Council");
    await steward.goto(PLACE + "/desk");
    await follow(steward, "Groups told of by hand");
    await is(steward, "Mo Member");
    await press(steward, "List " + name);
    await is(steward, "It is added.");
    await until(true, "a group that was listed is not found");
    await passer.locator(".eh-results h3 a", { hasText: name }).first().click();
    await passer.waitForLoadState("load");
    assert(!(await passer.content()).includes("Larkhill Mews"), "where the public may not come is shown");
    assert(!(await passer.content()).includes("Mo Member"), "who says so is shown");

    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/added");
    const its = officer.locator("section", { hasText: name });
    await its.locator("summary").click();
    await its.getByLabel("Why take it back?").fill("It has closed");
    await press(officer, "Take back " + name);
    await is(officer, "It is taken back.");
    await until(false, "a group that was taken back is still found");
    for (const who of [officer, steward, passer]) await who.context().close();
  },

  // Two organisations answer the same pair differently; it stays unpublished; one changes its answer; it shows; one takes it back.
  async two_organisations_answer_the_same_pair(page, context) {
    const ned = await somebody(context);
    await signIn(page, "Nia Neighbour");
    await page.locator("main a[href$='/keep']").first().click();
    await page.waitForLoadState("load");
    const nias = (await heading(page)).trim();
    await follow(page, "What you share with others");
    await signIn(ned, "Ned Neighbour");
    const keep = await ned.locator("main a[href$='/keep']").first().getAttribute("href");
    await ned.goto(base + keep.replace("/keep", "/shared"));
    const row = ned.locator("tbody tr", { hasText: nias }).first();
    const answer = base + (await row.locator("a[href*='/shared/']").getAttribute("href"));
    const theirs = answer.split("/");
    const mine = page.url().split("?")[0] + `/${theirs.at(-1)}/${theirs.at(-2)}`;
    const sayOf = async (who, address, kind, show) => {
      await who.goto(address);
      await who.getByLabel(kind).check();
      await who.getByLabel(show, { exact: true }).check();
      await press(who, "Save");
      await is(who, "Your answer is kept");
    };
    const passer = await somebody(context);
    const isShown = async () => {
      await passer.goto(base + keep.replace("/keep", ""));
      return (await passer.locator("main").innerText()).includes("Shares ground with");
    };

    await page.goto(mine);
    await press(page, "Save");
    if (!(await page.locator("main").innerText()).includes("Your answer is kept")) await is(page, "Choose how the two are to each other");
    await sayOf(page, mine, "They complete each other", "Yes");
    await sayOf(ned, answer, "They refer people to each other", "Yes");
    await ned.goto(answer);
    await is(ned, "You differ");
    await is(ned, "They complete each other. It may be shown.");
    assert(!(await isShown()), "a pair is shown of which the two say different things");
    await sayOf(ned, answer, "They complete each other", "No");
    assert(!(await isShown()), "a pair is shown that one does not allow");
    await sayOf(ned, answer, "They complete each other", "Yes");
    assert(await isShown(), "a pair is not shown though both agreed");
    await passer.goto(PLACE + "/overlaps");
    await is(passer, "Pairs that both sides agreed to show");
    await is(passer, nias);
    await sayOf(page, mine, "I would rather not say", "No");
    assert(!(await isShown()), "a pair is shown though one took its answer back");
    await ned.context().close();
    await passer.context().close();
  },

  // An officer brings an ugly table, corrects one column, watches it being read in, reads what was refused, and takes it back.
  async an_officer_brings_an_ugly_table(page, context) {
    const list = `Clubs ${context.viewport.width} ${context.javaScriptEnabled ? "script" : "plain"}`;
    const shoot = (what) => page.screenshot({ path: `${shots}/import_${what}_${list.replaceAll(" ", "_")}.png`, fullPage: true });
    const rows = [
      "Clubs of the ward,,,,",
      ",,,,",
      "Printed for the cabinet,,,,",
      "Body,Where it is,Remarks,Founded,Tel",
      ...Array.from({ length: 30 }, (_, i) => `Larkhill Invented Club ${i},"${i + 1} High Street, Sallowby ZZ1 1AA",Chess and tea on Mondays,199${i % 10},01632 96000${i % 10}`),
      ',"No name here, ZZ1 1AB",Nothing,1999,',
      ',"Nor here, ZZ1 1AC",Nothing,1998,',
      ',"Nor here either, ZZ1 1AD",Nothing,1997,',
    ];
    const file = `${store}-${list.replaceAll(" ", "-")}.csv`;
    writeFileSync(file, rows.join("\r\n"));
    await signIn(page, "Olu Officer");
    await page.goto(PLACE + "/desk");
    await follow(page, "Bring a list");
    await press(page, "Look at its columns");
    await is(page, "Choose the file");
    await page.locator("#file").setInputFiles(file);
    await page.getByLabel("Name of the list").fill(list);
    await page.getByLabel("Who keeps it").fill("The invented council");
    await page.getByLabel("It meets or can be visited at the address given").check();
    await page.getByLabel("List: organisations may be listed").check();
    await press(page, "Look at its columns");
    await is(page, "What the columns are");
    await is(page, "Larkhill Invented Club 0");
    assert((await page.locator("#header option:checked").innerText()) === "Line 4: Body, Where it is, Remarks, Founded, Tel", "the row of the headings is not found");
    await page.getByLabel("Column A: Body").selectOption("ignore");
    await press(page, "Try these columns");
    await is(page, "Choose the column that holds the organisation's name");
    await page.getByLabel("Column A: Body").selectOption("name");
    await page.getByLabel("Column C: Remarks").selectOption("activities");
    await press(page, "Try these columns");
    await is(page, "Of 33 rows, 30 would be kept and 3 refused");
    assert((await page.getByRole("region", { name: "Rows that would be refused" }).locator("tbody tr").count()) === 3, "the trial does not list three rows");
    await shoot("columns");
    await press(page, "Read it in");
    await is(page, list);
    await shoot("reading");
    // With script the page looks again by itself.
    if (context.javaScriptEnabled) await page.getByText("It is read in, and the list is made anew").waitFor({ timeout: 60000 });
    for (let i = 0; i < 150 && !(await page.locator("main").innerText()).includes("It is read in, and the list is made anew"); i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await page.goto(page.url().split("?")[0]);
    }
    await is(page, "It is read in, and the list is made anew");
    await is(page, "30 kept, 3 refused");
    await follow(page, "Refused rows");
    assert((await page.locator("tbody tr").count()) === 3, "three refused rows are not shown");
    await is(page, "35");
    await is(page, "brought by Olu Officer");
    await shoot("batch");
    await page.goto(PLACE + "/search?q=Larkhill+Invented");
    await is(page, "Larkhill Invented Club");
    await page.goBack();
    await press(page, "Take it back");
    await is(page, "Rows kept: 30");
    await shoot("undo");
    await press(page, "Take it back");
    await is(page, "It is taken back");
    await shoot("taken_back");
    await page.goto(PLACE + "/search?q=Larkhill+Invented");
    for (let i = 0; i < 100 && (await page.locator("main").innerText()).includes("Larkhill Invented Club"); i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await page.goto(PLACE + "/search?q=Larkhill+Invented");
    }
    assert(!(await page.locator(".eh-results").count()) || !(await page.locator(".eh-results").innerText()).includes("Larkhill"), "what was taken back is still found");
  },

  // An officer names a steward, whom an administrator can neither name nor confirm; a steward of the council does.
  async a_steward_is_named_and_an_administrator_has_no_say(page, context) {
    const who = `Stu Steward ${context.viewport.width} ${context.javaScriptEnabled}`;
    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/desk");
    await follow(officer, "Name or confirm a steward");
    await officer.getByLabel("Name", { exact: true }).fill(who);
    await officer.getByLabel("Email address").fill(`stu-${context.viewport.width}-${context.javaScriptEnabled}@example.org`);
    await officer.getByLabel("The sector", { exact: true }).check();
    await officer.getByLabel("Their organisation (for the sector)").fill("EH-NOSUCHORG1");
    await press(officer, "Name them");
    await is(officer, "EH-NOSUCHORG1 is not");
    await officer.getByLabel("The council", { exact: true }).check();
    await officer.getByLabel("Their organisation (for the sector)").fill("");
    await press(officer, "Name them");
    await is(officer, "They are named");

    await signIn(page, "Ada Admin");
    await page.goto(PLACE + "/admin/people");
    await follow(page, "Stewards");
    await is(page, who);
    await is(page, "You cannot confirm it: An administrator names no steward and confirms none.");
    for (const name of ["Confirm", "Name them"]) assert((await page.getByRole("button", { name }).count()) === 0, `an administrator is offered "${name}"`);
    await page.goto(PLACE + "/admin/people");
    await page.getByLabel("Name", { exact: true }).fill("Ada Admin");
    await page.getByLabel("Email address").fill("admin@example.org");
    await page.getByLabel("Infrastructure organisation").check();
    await press(page, "Invite");
    await is(page, "works for neither side");

    const council = await somebody(context);
    await signIn(council, "Cass Council");
    await council.goto(PLACE + "/stewards");
    await press(council, "Confirm");
    await is(council, "It is confirmed");
    await is(council, who);
    await council.goto(base + "/outbox");
    for (const side of ["council", "sector"])
      assert(
        (await council.locator("section, article, li", { hasText: `To ${side}@example.org` }).filter({ hasText: `${who}, Steward for the council` }).count()) > 0,
        `the stewards of the ${side} have no letter of it: ${(await council.locator("main").innerText()).slice(0, 900)}`,
      );
    await officer.context().close();
    await council.context().close();
  },

  // An administrator takes a backup while an officer's list is read in, restores it elsewhere and verifies it.
  async an_administrator_backs_up_while_a_list_is_read_in(page, context) {
    const run = promisify(execFile);
    const list = `Backup clubs ${context.viewport.width} ${context.javaScriptEnabled}`;
    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/import");
    await officer.locator("#file").setInputFiles(`${store}.csv`);
    await officer.getByLabel("Name of the list").fill(list);
    await officer.getByLabel("Who keeps it").fill("The invented council");
    await officer.getByLabel("It meets or can be visited at the address given").check();
    await officer.getByLabel("List: organisations may be listed").check();
    await press(officer, "Look at its columns");
    await signIn(page, "Ada Admin");
    // The newest job of a kind, as the page has it.
    const newest = async (kind) => {
      await page.goto(PLACE + "/admin/jobs");
      const row = page.locator("tbody tr", { hasText: `: ${kind}` }).first();
      if (!(await row.count())) return { id: 0, state: "not asked for" };
      const cells = await row.locator("td").allInnerTexts();
      return { id: parseInt(cells[0]), state: cells[2].split(",")[0] };
    };
    const until = async (kind, states) => {
      let job = await newest(kind);
      for (let i = 0; i < 600 && states.includes(job.state); i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        job = await newest(kind);
      }
      return job;
    };
    const before = await newest("import");
    await press(officer, "Read it in");
    const reading = await until("import", ["queued"]);
    assert(reading.id > before.id, "no job reads the list in");
    assert(reading.state === "running", `the list is ${reading.state} before the backup is asked for`);
    // While rows are written nothing else is, for some seconds: whoever asks then is told to try again.
    for (let i = 0; i < 10 && !page.url().includes("done=backing-up"); i++) {
      await page.goto(PLACE + "/admin/backups");
      await press(page, "Back up now");
    }
    await is(page, "A backup is asked for");
    const backup = await until("backup", ["queued", "running"]);
    assert(backup.state === "done", `the backup is ${backup.state}`);
    const read = await until("import", ["running"]);
    assert(read.id === reading.id && read.state === "done", `the list is ${read.state} in the end`);
    const jobs = JSON.parse((await run(program, ["--db", store, "jobs", "--json"])).stdout);
    const [list_job, backup_job] = [read, backup].map((one) => jobs.find((job) => job.job === one.id));
    assert(
      list_job.started <= backup_job.asked && backup_job.asked <= list_job.ended,
      `the backup was asked for at ${backup_job.asked}, the list was read in from ${list_job.started} to ${list_job.ended}`,
    );
    await page.goto(PLACE + "/admin/backups");
    await is(page, "MB, checked");
    const file = `${backups}/${readdirSync(backups).find((name) => name.endsWith(".db"))}`;
    const elsewhere = `${store}.restored`;
    rmSync(elsewhere, { force: true });
    await run(program, ["restore", file, "--to", elsewhere]);
    const { stdout } = await run(program, ["verify", elsewhere]);
    assert(stdout.includes("whole"), stdout);
    // Nothing of it stays for those who come after.
    await officer.goto(PLACE + "/import");
    await follow(officer, list);
    await press(officer, "Take it back");
    await press(officer, "Take it back");
    await is(officer, "It is taken back");
    await officer.context().close();
  },

  // An open motion offers its key to a steward, and none to an administrator.
  async an_administrator_turns_no_key(page, context) {
    const council = await somebody(context);
    await signIn(council, "Cass Council");
    await council.goto(PLACE + "/organisations?letter=a");
    await council.goto(base + (await council.locator("main a[href*='/organisations/EH-']").first().getAttribute("href")) + "/hide");
    await council.getByLabel("Why should it go?").fill("It is no voluntary organisation.");
    await press(council, "Propose to take it off");
    await is(council, "It is proposed");
    const motion = council.url().split("?")[0];
    assert((await council.getByRole("button", { name: "Turn my key" }).count()) === 1, "a steward is offered no key of an open motion");
    await signIn(page, "Ada Admin");
    await page.goto(motion);
    await is(page, "It is no voluntary organisation.");
    for (const name of ["Turn my key", "Refuse", "Withdraw it"])
      assert((await page.getByRole("button", { name }).count()) === 0, `an administrator is offered "${name}"`);
    await council.getByLabel("Why it is withdrawn").fill("It is one after all.");
    await press(council, "Withdraw it");
    await is(council, "It is no voluntary organisation.");
    await council.context().close();
  },
};

await walk(journeys, somebody);
await browser.close();
finish();
