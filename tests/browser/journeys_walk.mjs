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
  await press(page, who);
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

  // Ending a role says what will happen; the last administrator stays; whoever ends their own lands on a page of theirs.
  async the_last_administrator_stays(page, context, shot) {
    const second = `second-${context.viewport.width}-${context.javaScriptEnabled}@example.org`;
    await signIn(page, "Ada Admin");
    await page.goto(PLACE + "/admin/people");
    const row = (address) => page.locator("tr", { hasText: address });
    assert((await row("admin@example.org").first().innerText()).includes("This is the last administrator"), "the last administrator may go");
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
    await page.goto(base + "/sign-in");
    await page.getByLabel("Email address").fill("keeper@example.org");
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
    await other.getByLabel("Email address").fill("keeper@example.org");
    await press(other, "Send me another email");
    await is(other, "Check your email");
    await other.context().close();
  },
};

await walk(journeys, somebody);
await browser.close();
finish();
