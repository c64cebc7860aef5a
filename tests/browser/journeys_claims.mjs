// Who speaks for an organisation, walked with and without script, on a phone and on a desk: a code in the post.
import { assert, become, axeFaults, finish, launch, serve, walk } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const PLACE = base + "/example-town";

const press = (page, name) =>
  Promise.all([page.waitForLoadState("load"), page.getByRole("button", { name }).first().click()]).then(() => page.waitForLoadState("load"));
const follow = (page, name) => page.getByRole("link", { name }).first().click().then(() => page.waitForLoadState("load"));
const is = async (page, text) => {
  const body = await page.locator("main").innerText();
  assert(body.includes(text), `"${text}" is not on ${page.url()}: ${body.slice(0, 600)}`);
};
const isNot = async (page, text, why) => assert(!(await page.locator("main").innerText()).includes(text), `${why}: "${text}" is on ${page.url()}`);

async function somebody(options) {
  const context = await browser.newContext(options);
  return context.newPage();
}
async function signIn(page, who) {
  await become(page, base, who);
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
// Answers the newest letter that signs somebody in.
async function answerLetter(page) {
  const outbox = await somebody({});
  await outbox.goto(base + "/outbox");
  await page.goto(await outbox.locator("pre a").first().getAttribute("href"));
  await Promise.all([page.waitForURL((url) => !url.pathname.includes("/link/")), page.getByRole("button", { name: "Sign in" }).click()]);
  await outbox.context().close();
}
// Addresses of entries that nobody has asked for in this run and to which a letter may go.
const asked = new Set();
async function entryWithAddress(page) {
  const listed = (await (await page.request.get(PLACE + "/organisations.csv")).text()).split("\n").slice(1);
  for (const line of listed) {
    const id = line.match(/\bEH-[0-9A-Z]{10}\b/)?.[0];
    if (!id || asked.has(id)) continue;
    asked.add(id);
    const claim = `${PLACE}/organisations/${id}/claim`;
    const body = await (await page.request.get(claim)).text();
    if (body.includes("By a code in the post")) return claim;
  }
  throw new Error("no entry of the town has an address to write to");
}

const journeys = {
  // Somebody without an address of the organisation's asks for a letter; an officer prints it; its code, the second time typed right, gives the entry.
  async a_code_in_the_post_gives_the_entry(page, context, shot) {
    const claim = await entryWithAddress(page);
    await page.goto(claim);
    await page.getByLabel("Your name").fill("Pat Postbox");
    await page.getByLabel("Your email address").fill(`pat${Date.now()}@example.net`);
    await page.getByLabel("By a code in the post").check();
    await look(page, shot("ask"), context);
    await press(page, "Send me the email");
    await answerLetter(page);
    await page.goto(base + "/account");
    await is(page, "a letter with a code will be posted");
    await look(page, shot("account"), context);
    await page.goto(claim);
    await is(page, "Come back here with its code");

    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/desk");
    await follow(officer, "Letters with a code");
    await look(officer, shot("letters"), context);
    const id = claim.split("/").at(-2);
    const section = officer.locator("section", { has: officer.locator(`a[href$="/organisations/${id}"]`) });
    await Promise.all([officer.waitForLoadState("load"), section.getByRole("button").click()]);
    await officer.waitForLoadState("load");
    await is(officer, "We write to this address because a public register has it");
    const code = (await officer.locator("p.govuk-heading-l").innerText()).trim();
    assert(/^[2-9a-z]{5}-[2-9a-z]{5}$/.test(code), `the letter's code is ${code}`);
    const address = (await officer.locator(".govuk-grid-column-two-thirds p").first().innerText()).split("\n")[1];
    await look(officer, shot("letter"), context);
    await officer.goto(PLACE + "/claims/letters");
    await is(officer, "Printing it again voids the code");
    await isNot(officer, code, "the code is shown again");
    await isNot(officer, address, "the address is shown again");

    await page.goto(claim);
    await isNot(page, address, "the asker sees where the letter goes");
    await press(page, "Use the code");
    await is(page, "Enter the code in the letter");
    await page.getByLabel("Code in the letter").fill("22222-22222");
    await press(page, "Use the code");
    await is(page, "This is not the code of the newest letter. You can try 4 more times");
    await look(page, shot("wrong"), context);
    await page.getByLabel("Code in the letter").fill(code.toUpperCase().replace("-", " "));
    await press(page, "Use the code");
    await is(page, "The code is right.");
    await look(page, shot("kept"), context);
    await officer.goto(PLACE + "/audit");
    await is(officer, "printed a letter with a code for");
    await officer.context().close();
  },

  // A group adds itself: what is called much the same is offered; it is none of these, and is told by letter once an officer listed it; it leaves.
  async a_group_is_asked_whether_it_is_there_already(page, context, shot) {
    const other = await somebody({});
    await other.goto(PLACE + "/organisations");
    const names = (await other.locator("main a[href*='/organisations/EH-']").allInnerTexts()).filter((name) => name.split(" ").length > 3 && !/[()]/.test(name));
    const there = names[0];
    const name = there + " Society";
    const address = `group-${context.viewport.width}-${context.javaScriptEnabled}@example.net`;
    await page.goto(PLACE + "/add");
    await page.getByLabel("Name of the group").fill(name);
    await page.getByLabel("What does it do, and for whom?").fill("Invented things");
    await page.getByLabel("No, or I do not know").check();
    await page.getByLabel("Email address of the group").fill("no address");
    await page.getByLabel("Who says so?").fill("Mo Member");
    await press(page, "Add the group");
    await is(page, "There is a problem");
    await page.getByLabel("Email address of the group").fill(address);
    await press(page, "Add the group");
    await is(page, "Is it one of these?");
    await is(page, there);
    await look(page, shot("alike"), context);
    const claim = page.locator("main li", { hasText: there }).getByRole("link", { name: "This is us" }).first();
    assert((await claim.getAttribute("href")).endsWith("/claim"), "the offered entry does not lead to its claim");
    await press(page, "None of these: add the group");
    await is(page, "Thank you.");

    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/added");
    await is(officer, "Goes out once it is listed");
    await isNot(officer, address, "the officer sees where the letter goes");
    await press(officer, "List " + name);
    await is(officer, "It is added.");
    await other.goto(base + "/outbox");
    const link = await other.locator("pre a[href*='/told/']").first().getAttribute("href");
    assert((await other.locator("main").innerText()).includes(name + " is on the list"), "no letter tells the group");
    await page.goto(link);
    await is(page, "Invented things");
    await isNot(page, "Mo Member", "the letter tells who told");
    for (let i = 0; i < 20 && !(await page.getByRole("link", { name: "Look after your entry" }).count()); i++) {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await page.reload();
    }
    await look(page, shot("told"), context);
    assert(await page.getByRole("link", { name: "Look after your entry" }).count(), "the letter does not lead to the entry");
    await press(page, "Take us off the list");
    await is(page, "You are off the list");
    await is(page, "is not on the list");
    assert((await page.request.get(link.slice(0, -1) + (link.endsWith("A") ? "B" : "A"))).status() === 404, "a link that we did not send opens something");
    for (const who of [officer, other]) await who.context().close();
  },

  // An officer sees whom a letter would reach, sends a few, and what came of each: one claims its entry by it, one ends these letters.
  async many_organisations_are_invited_at_once(page, context, shot) {
    const officer = await somebody(context);
    await signIn(officer, "Olu Officer");
    await officer.goto(PLACE + "/desk");
    await follow(officer, "Invite organisations");
    await press(officer, "See whom it would reach");
    await is(officer, "Choose whom to invite");
    await officer.getByLabel("Those never invited").check();
    await officer.getByLabel("How many at most?").fill("500");
    await press(officer, "See whom it would reach");
    await is(officer, "Send from 1 to 200 letters at a time");
    await officer.getByLabel("How many at most?").fill("3");
    await press(officer, "See whom it would reach");
    await is(officer, "3 would get an email");
    await is(officer, "Nothing is sent yet");
    await officer.getByText("Who they are").click();
    const names = await officer.locator("#plan details a").allInnerTexts();
    assert(names.length === 3, `the plan names ${names.length}`);
    await look(officer, shot("plan"), context);
    await press(officer, "Send these emails");
    await is(officer, "They are invited");
    for (let i = 0; i < 20 && (await officer.locator("main").innerText()).includes("are being made"); i++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await officer.reload();
    }
    for (const name of names) await is(officer, name);
    const came = officer.url().split("?")[0];
    const outbox = await somebody({});
    await outbox.goto(base + "/outbox");
    const links = await outbox.locator("pre a[href*='/invited/']").evaluateAll((all) => all.map((a) => a.href));
    const letter = links.find((link) => !link.endsWith("/stop"));
    const other = links.filter((link) => !link.endsWith("/stop") && link !== letter)[0];
    const address = await outbox.locator("main").innerText();

    await page.goto(letter);
    await look(page, shot("invited"), context);
    const invited = (await page.locator("h1").first().innerText()).trim();
    assert(names.includes(invited), `the letter is to ${invited}`);
    await press(page, "Look after this entry");
    await is(page, "Enter your name");
    await page.getByLabel("Your name").fill("Ivy Invited");
    await press(page, "Look after this entry");
    await officer.goto(came);
    await is(officer, "Answered, and has not signed in yet");
    await answerLetter(page);
    await page.goto(base + "/account");
    await is(page, invited);

    await page.goto(other + "/stop");
    await press(page, "No more of these letters");
    await is(page, "You will get no more of these letters");
    await officer.goto(came);
    const rowOf = (name) => officer.locator("tbody tr", { hasText: name }).innerText();
    assert((await rowOf(invited)).toLowerCase().includes("keeps its entry"), await rowOf(invited));
    await is(officer, "1 want no more");
    await look(officer, shot("came"), context);
    const body = await officer.locator("main").innerText();
    assert(!/@/.test(body), "an address is shown");
    await officer.goto(PLACE + "/invitations?whom=again&most=10");
    await is(officer, "invited within 90 days");
    await look(officer, shot("again"), context);
    assert((await page.request.get(letter + "x")).status() === 404, "a link that we did not send opens something");
    for (const who of [officer, outbox]) await who.context().close();
    assert(address.includes(invited), "no letter names whom it invites");
  },
};

await walk(journeys, somebody);
await browser.close();
finish();
