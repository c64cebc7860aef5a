// What people with a role meet on their way, walked with and without script, on a phone and on a desk.
import { writeFileSync } from "node:fs";
import { assert, axeFaults, finish, launch, makeDraft, serve, shots, walk } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const PLACE = base + "/example-town";

const press = (page, name) =>
  Promise.all([page.waitForLoadState("load"), page.getByRole("button", { name }).first().click()]).then(() => page.waitForLoadState("load"));
const follow = (page, name) => page.getByRole("link", { name }).first().click().then(() => page.waitForLoadState("load"));
const main = (page) => page.locator("main").innerText();
const is = async (page, text) => {
  const body = await main(page);
  assert(body.includes(text), `"${text}" is not on ${page.url()}: ${body.slice(0, 600)}`);
};
const isNot = async (page, text, why) => assert(!(await main(page)).includes(text), `${why}: "${text}" is on ${page.url()}`);
const at = (page, path) => assert(new URL(page.url()).pathname === path, `${page.url()} rather than ${path}`);

async function somebody(options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10000);
  return context.newPage();
}
async function signIn(page, who, to = "") {
  await page.goto(base + "/sign-in" + to);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.getByRole("button", { name: who }).first().click()]);
}
// As the page stands: a picture, nothing wider than the screen, and nothing that axe-core finds wrong.
async function look(page, path, context) {
  await page.screenshot({ path, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(wide <= 0, `${page.url()} is ${wide} pixels wider than the screen`);
  if (context.javaScriptEnabled) {
    const faults = await axeFaults(page);
    assert(!faults.length, `${page.url()}: ${faults.join("; ")}`);
  }
}
// The letters of the outbox, newest of each kind first.
async function letters() {
  const outbox = await somebody({});
  await outbox.goto(base + "/outbox");
  const all = await outbox.locator("section.eh-letter").evaluateAll((sections) =>
    sections.map((s) => ({ text: s.innerText, links: [...s.querySelectorAll("a")].map((a) => a.href) })));
  await outbox.context().close();
  return all;
}

const journeys = {
  // Everybody with a role lands where their work is, has a link to it on every page, and comes back to a page that asked them to sign in.
  async people_land_where_their_work_is(page, context, shot) {
    const desk = "/example-town/desk";
    for (const who of ["Sam Sector", "Tess Sector", "Cass Council", "Olu Officer", "Ida Infrastructure", "Ada Admin"]) {
      const one = await somebody(context);
      await signIn(one, who);
      at(one, desk);
      await one.goto(base + "/privacy");
      await one.locator("header").getByRole("link", { name: "Desk" }).click();
      at(one, desk);
      await one.goto(base + "/account");
      for (const link of await one.locator("main li a").evaluateAll((all) => all.map((a) => a.href)))
        assert((await one.request.get(link)).status() === 200, `the account of ${who} leads to ${link}, which is refused`);
      await look(one, shot(who.split(" ")[0]), context);
      await one.context().close();
    }
    await signIn(page, "Kit Keeper");
    assert(/\/organisations\/EH-\w+\/keep$/.test(new URL(page.url()).pathname), `who keeps an entry lands at ${page.url()}`);
    await page.goto(PLACE);
    await page.locator("header").getByRole("link", { name: "Your organisation" }).click();
    assert(page.url().endsWith("/keep"), `the header leads to ${page.url()}`);
    const other = await somebody(context);
    await other.goto(PLACE + "/stewards");
    await press(other, "Cass Council");
    at(other, "/example-town/stewards");
    await other.context().close();
  },

  // A motion is proposed: the stewards whose key it waits for have a letter with one link, which leads to it; whoever proposed it has none.
  async stewards_are_told_of_a_motion(page, context) {
    await signIn(page, "Cass Council");
    if (!(await page.getByRole("link", { name: "Propose to publish it" }).count()) && (await page.getByRole("button", { name: /^Make the draft/ }).count())) await makeDraft(page);
    const before = (await letters()).filter((one) => one.text.includes("A motion waits for your key")).length;
    await page.goto(PLACE + "/report/propose");
    await page.getByLabel(/Why/).first().fill(`A test of letters, ${context.viewport.width} ${context.javaScriptEnabled}`);
    await press(page, "Propose it");
    const motion = new URL(page.url()).pathname;
    assert(motion.includes("/motions/"), `nothing is proposed at ${page.url()}: ${(await main(page)).slice(0, 400)}`);
    const told = (await letters()).filter((one) => one.text.includes("A motion waits for your key"));
    assert(told.length - before === 2, `${told.length - before} letters rather than two, to Sam and Tess`);
    for (const one of told.slice(0, 2)) {
      assert(/To sector2?@example.org/.test(one.text), one.text);
      assert(one.links.length === 1 && new URL(one.links[0]).pathname === motion, `the letter's links are ${one.links}`);
    }
    const sam = await somebody(context);
    await sam.goto(told[0].links[0]);
    await sam.locator("header").getByRole("link", { name: "Sign in" }).click();
    await press(sam, "Sam Sector");
    at(sam, motion);
    await sam.context().close();
    await page.getByLabel("Why it is withdrawn").fill("The test is over");
    await press(page, "Withdraw it");
  },

  // Ending a role says what will happen; whoever ends their own lands on a page of theirs.
  async ending_a_role_is_asked_about(page, context, shot) {
    const second = `second-${context.viewport.width}-${context.javaScriptEnabled}@example.org`;
    await signIn(page, "Ada Admin");
    await page.goto(PLACE + "/admin/people");
    const row = (address) => page.locator("tr", { hasText: address });
    await page.getByLabel("Name", { exact: true }).fill("Sec Ond");
    await page.getByLabel("Email address").fill(second);
    await page.getByLabel("Administrator of this place").check();
    await press(page, "Invite");
    await row(second).getByRole("link", { name: /^End/ }).click();
    await is(page, "End the role of Sec Ond");
    await look(page, shot("ask"), context);
    await follow(page, "People");
    await page.locator("tr", { hasText: /^Ada Admin/ }).getByRole("link", { name: /^End/ }).click();
    await is(page, "These pages close to you");
    await follow(page, "People");
    await row(second).getByRole("link", { name: /^End/ }).click();
    await press(page, "End this role");
    await is(page, "That role is ended");
    at(page, "/example-town/admin/people");
  },

  // Who alone keeps a hidden entry is told that it is hidden, and leaves only when they say that it is to stay so; leaving is asked about.
  async a_sole_keeper_is_asked_before_leaving(page, context, shot) {
    await signIn(page, "Ned Neighbour");
    const entry = page.url().replace("/keep", "");
    await page.goto(entry + "/hide");
    await press(page, "Hide the whole entry");
    await page.goto(entry);
    await is(page, "Your whole entry is hidden");
    await look(page, shot("hidden"), context);
    await page.goto(entry + "/colleagues");
    await follow(page, "Leave this entry");
    await is(page, "Nobody keeps the entry afterwards");
    await is(page, "It stays hidden until a steward proposes to show it");
    await press(page, "Leave this entry");
    await is(page, "There is a problem");
    await look(page, shot("leave"), context);
    await follow(page, "Show it again first");
    await press(page, "Show it again");
    await page.goto(entry + "/colleagues");
    await follow(page, "Leave this entry");
    await isNot(page, "It is to stay hidden", "an entry that is shown");
    await page.goto(entry + "/keep");
    assert((await page.request.get(entry + "/keep")).status() === 200, "asking has ended the role");
    // Sources' words of it are back once the list is made anew.
    const passer = await somebody(context);
    let status = 0;
    for (let i = 0; i < 300 && status !== 200; i++) {
      await page.waitForTimeout(200);
      status = (await passer.request.get(entry)).status();
    }
    assert(status === 200, `an entry that is shown again answers ${status}`);
    await passer.context().close();
  },

  // Every reason of a question names what it compares, and the weights that are shown add up to the total that is shown.
  async reasons_add_up_to_the_total(page, context, shot) {
    await signIn(page, "Olu Officer");
    await page.goto(PLACE + "/review");
    for (let i = 0; i < 3; i++) {
      const rows = await page.locator("main tbody tr").evaluateAll((all) => all.map((tr) => [tr.cells[0].innerText, Number(tr.cells[2].innerText)]));
      const total = Number(/Together the weight is ([+-][\d.]+)/.exec(await main(page))[1]);
      const sum = rows.reduce((all, [, weight]) => all + weight, 0);
      assert(Math.abs(sum - total) < 0.05, `${rows.map(([text, weight]) => `${text} ${weight}`).join("; ")} are ${sum}, not ${total}`);
      for (const [text] of rows) assert(/^[A-Z][^:]+: ./.test(text), `"${text}" does not say what is compared`);
      assert((await page.locator("kbd:visible").count()) === (context.javaScriptEnabled ? 3 : 0), "letters of keys without the script that takes them");
      if (!i) await look(page, shot("question"), context);
      await press(page, "Unsure");
      await page.goto(PLACE + "/review");
    }
    const file = `${shots}/not-questions.csv`;
    writeFileSync(file, "name,postcode\nOne,ZZ1 1AA\n");
    await page.getByLabel("The workbook with your answers").setInputFiles(file);
    await press(page, "Read the answers");
    await is(page, 'This is not the workbook that you downloaded here: it has no column "Answer"');
    await isNot(page, "/tmp", "a path of the server");
  },

  // A link that was used or a code that is wrong says so, and what to do.
  async a_spent_link_offers_another(page, context, shot) {
    const address = ["keeper", "nia", "ned", "keeper"][context.javaScriptEnabled * 2 + (context.viewport.width > 1000)] + "@example.org"; // five letters an address in 15 minutes
    await page.goto(base + "/sign-in");
    await page.getByLabel("Email address").fill(address);
    await press(page, "Send me the email");
    await page.getByLabel("Six-digit code").fill("000000");
    await press(page, "Sign in");
    await is(page, "You can try 4 more times");
    await look(page, shot("wrong"), context);
    const link = (await letters()).find((one) => one.text.includes("/sign-in/link/")).links[0];
    await page.goto(link);
    await press(page, "Sign in");
    assert(page.url().endsWith("/keep"), `the link leads to ${page.url()}`);
    const other = await somebody(context);
    await other.goto(link);
    await is(other, "This link has been used");
    await look(other, shot("used"), context);
    await other.getByLabel("Email address").fill(address);
    await press(other, "Send me another email");
    await is(other, "Check your email");
    await other.context().close();
  },
};

const way = (context) => `${context.viewport.width}-${context.javaScriptEnabled}`;
const listed = async (page) => [...new Set((await (await page.request.get(PLACE + "/organisations.csv")).text()).match(/\bEH-[0-9A-Z]{10}\b/g))];
const claimed = new Set();

Object.assign(journeys, {
  // A claim offers only what can work; its letter and pages name the organisation, and lead to its first screen.
  async a_claim_names_the_organisation(page, context, shot) {
    let domain = null, entry = null, without = false;
    for (const id of await listed(page)) {
      if (claimed.has(id)) continue;
      const body = await (await page.request.get(`${PLACE}/organisations/${id}/claim`)).text();
      without ||= !body.includes("My address is");
      if (!body.includes("web domain") || domain) continue;
      claimed.add(id);
      entry = `${PLACE}/organisations/${id}`;
      await page.goto(entry + "/claim");
      await page.getByLabel("Your name").fill("Cleo Claimant");
      await page.getByLabel("Your email address").fill(`cleo-${way(context)}@gmail.com`);
      await page.getByLabel("My address is").check();
      await press(page, "Send me the email");
      const said = await main(page);
      assert(/code by post/.test(said) === /By a code in the post/.test(said), `advised and offered differ: ${said.slice(0, 900)}`);
      domain = /ends in @([\w.-]+), the/.exec(said)?.[1] ?? null;
      if (domain && without) break;
    }
    assert(without, "every entry offers an address that no register has");
    await page.goto(entry + "/claim");
    const name = (await page.locator("a.govuk-back-link").innerText()).trim();
    await page.getByLabel("Your name").fill("Cleo Claimant");
    await page.getByLabel("Your email address").fill(`cleo@${domain}`);
    await page.getByLabel("My address is").check();
    await press(page, "Send me the email");
    await isNot(page, "If the address belongs", "an address just given");
    await is(page, name);
    await look(page, shot("sent"), context);
    const letter = (await letters()).find((one) => one.text.includes("Confirm that you speak for " + name));
    assert(letter, "no letter names the organisation");
    await page.goto(letter.links[0]);
    await is(page, "Confirm that you speak for " + name);
    await look(page, shot("link"), context);
    await press(page, "Sign in");
    assert(page.url().startsWith(entry + "/keep"), `the link leads to ${page.url()}`);
    await look(page, shot("kept"), context);
    await page.goto(entry);
    await is(page, "You look after this entry");
    await isNot(page, "Is this your organisation?", "its own keeper");
    await press(page, "Change it");
    assert(page.url().startsWith(entry + "/keep"), `Change it leads to ${page.url()}`);
  },

  // A keeper reads all that the list says, with who says so; a name taken back is put back by the next making of the list.
  async a_keeper_reads_all_that_is_said(page, context, shot) {
    await signIn(page, "Nia Neighbour");
    const keep = page.url();
    await is(page, "All that the list says of you");
    await is(page, "Needs and people it is listed under, and why");
    await look(page, shot("keep"), context);
    const form = page.locator("form", { has: page.locator("input[value='name']") });
    const before = (await page.locator("h1").first().innerText()).trim();
    await form.getByRole("textbox").fill("Nia's Own Name " + way(context));
    await form.getByRole("button").click();
    await is(page, "Your words are in the list");
    await page.locator("form", { has: page.locator("input[value='name']") }).getByRole("textbox").fill("");
    await page.locator("form", { has: page.locator("input[value='name']") }).getByRole("button").click();
    await is(page, "Your words are taken back");
    for (let i = 0; i < 30 && !(await page.locator("h1").first().innerText()).startsWith(before); i++) {
      await page.waitForTimeout(1000);
      await page.goto(keep);
    }
    assert((await page.locator("h1").first().innerText()).trim() === before, "the old name does not come back");
    await page.goto(PLACE);
    await isNot(page, before + " has a new name", "a name that was restored");
  },

  // What was told twice is told once; "it has closed" is answered in words.
  async what_is_told_twice_is_told_once(page, context, shot) {
    await signIn(page, "Kit Keeper");
    const entry = page.url().replace("/keep", "");
    const visitor = await somebody(context);
    for (const said of ["Thank you", "You have told us that already"]) {
      await visitor.goto(entry + "/correct");
      await visitor.getByLabel("It has closed").check();
      await visitor.getByLabel("What should it be?").fill("Closed in May, " + way(context));
      if (said === "Thank you") await look(visitor, shot("correct"), context);
      await press(visitor, "Send it");
      await is(visitor, said);
    }
    await page.goto(entry + "/keep");
    await is(page, "It has closed: Closed in May, " + way(context));
    const section = page.locator("section", { hasText: "Closed in May, " + way(context) });
    assert((await section.count()) === 1, `it waits ${await section.count()} times`);
    await look(page, shot("keep"), context);
    await section.getByLabel("Your answer").fill("We are open.");
    await section.getByRole("button", { name: "It is not so" }).click();
    await is(page, "Your answer is kept");
    for (const said of ["There is no postcode XX1 1XX", "What happens next", "You have told us that already"]) {
      await visitor.goto(PLACE + "/add");
      await visitor.getByLabel("Name of the group").fill("Quagga Kazoo Circle " + way(context));
      await visitor.getByLabel("What does it do, and for whom?").fill("Kazoos");
      await visitor.getByLabel("Postcode").fill(said.includes("postcode") ? "XX1 1XX" : "");
      await visitor.getByLabel("No, or I do not know").check();
      await visitor.getByLabel("Who says so?").fill("Me");
      await press(visitor, "Add the group");
      if (await visitor.getByRole("button", { name: /^None of these/ }).count()) await press(visitor, "None of these");
      await is(visitor, said);
      await look(visitor, shot(said.split(" ")[0]), context);
    }
    await visitor.context().close();
  },

  // A motion in force shows everybody what it published, when it is open until which day; the audit says what it leaves out.
  async a_motion_in_force_is_read_by_everybody(page, context, shot) {
    await signIn(page, "Cass Council");
    if (!(await page.getByRole("link", { name: "Propose to publish it" }).count())) await makeDraft(page);
    await page.goto(PLACE + "/report/propose");
    await page.getByLabel("Why publish it now?").fill("To be read, " + way(context));
    await press(page, "Propose it");
    const motion = page.url().split("?")[0];
    await is(page, "the end of ");
    await isNot(page, "12:00am", "a day");
    await is(page, "Read the draft");
    await look(page, shot("open"), context);
    await press(page, "Turn my key");
    for (const who of ["Sam Sector", "Tess Sector"]) {
      const one = await somebody(context);
      await signIn(one, who, "?to=" + new URL(motion).pathname);
      await press(one, "Turn my key");
      await one.context().close();
    }
    const visitor = await somebody(context);
    await visitor.goto(motion);
    await isNot(visitor, "Read the draft", "a visitor");
    await isNot(visitor, "Open until", "a motion in force");
    const agreed = (await main(visitor)).match(/Agreed by/g) ?? [];
    assert(agreed.length === 1, `"Agreed by" stands ${agreed.length} times`);
    await look(visitor, shot("in-force"), context);
    const report = await visitor.getByRole("link", { name: "Read the published report" }).getAttribute("href");
    assert((await visitor.request.get(base + report)).status() === 200, "the published report is not there");
    await visitor.goto(PLACE + "/audit");
    const numbers = await visitor.locator("tbody tr").evaluateAll((all) =>
      all.map((tr) => (tr.cells.length === 1 ? -Number(/^\d+/.exec(tr.innerText.trim())[0]) : Number(tr.cells[0].querySelector(".eh-source").innerText))));
    let at = null, gaps = 0;
    for (const n of numbers) {
      if (n < 0) {
        gaps -= n;
        if (at) at += n;
        continue;
      }
      if (at) assert(n === at - 1, `after ${at} comes ${n}`);
      at = n;
    }
    assert(gaps > 0, "nothing is left out of the public audit");
    assert(at === 1 || (await visitor.getByRole("link", { name: "Older" }).count()), `the audit ends at ${at}`);
    assert(!/\bEH-[0-9A-Z]{10}\b/.test(await main(visitor)), "an entry that is shown stands as a bare code");
    await look(visitor, shot("audit"), context);
    await visitor.context().close();
  },

  // Ending letters asks first, and says nothing is done before it is.
  async ending_letters_asks_first(page, context, shot) {
    await signIn(page, "Olu Officer");
    await page.goto(PLACE + "/invitations");
    await page.getByLabel("Those never invited").check();
    await page.getByLabel("How many at most?").fill("1");
    await press(page, "See whom it would reach");
    await press(page, "Send these emails");
    let stop = null;
    for (let i = 0; i < 30 && !stop; i++) {
      await page.waitForTimeout(1000);
      stop = (await letters()).flatMap((one) => one.links).find((link) => link.includes("/invited/") && link.endsWith("/stop"));
    }
    await page.goto(stop);
    assert((await page.locator(".govuk-notification-banner").count()) === 0, "a banner before anything is done");
    await look(page, shot("stop"), context);
  },

  // A list whose names are none: refused with the reason or warned of; its place of meeting is known; a first edition has none before it.
  async a_list_with_strange_names(page, context, shot) {
    await signIn(page, "Olu Officer");
    await page.goto(PLACE + "/import");
    const file = `${shots}/strange-${way(context)}.csv`;
    writeFileSync(file, `Name,Where it meets,What it does\n=cmd|calc ${way(context)},Old Hall,Sums\n12345,Old Hall,Numbers\nTeapot Club ${way(context)},Old Hall,Teapots\n`);
    await page.locator("input[name=file]").setInputFiles(file);
    await page.getByLabel("Name of the list").fill("strange " + way(context));
    await page.getByLabel("Who keeps it").fill("A test (synthetic)");
    await page.locator("input[name=says]").first().check();
    await page.locator("input[name=terms]").first().check();
    await press(page, "Look at its columns");
    await is(page, "the name holds no letter");
    await is(page, "1 name begins as a formula does");
    const where = page.locator("select[name='column-B']");
    assert((await where.inputValue()) === "address", `"Where it meets" is taken for ${await where.inputValue()}`);
    await look(page, shot("columns"), context);
    await press(page, "Read it in");
    for (let i = 0; i < 60 && !(await main(page)).includes("the list is made anew"); i++) {
      await page.waitForTimeout(1000);
      await page.reload();
    }
    await isNot(page, "It is asked to be read in", "a list that is read in");
    await is(page, "The first of this list");
    await look(page, shot("read"), context);
  },
});

await walk(journeys, somebody);
await browser.close();
finish();
