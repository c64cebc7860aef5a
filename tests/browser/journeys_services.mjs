// Those who keep an entry say what their services are: with times, with an address that is kept back, closed and taken back again.
import { assert, become, axeFaults, finish, launch, serve, walk } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const PLACE = base + "/example-town";

const somebody = async (options) => {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(10000);
  page.scripts = options.javaScriptEnabled; // axe-core needs timers, which a page without script has not
  return page;
};
const press = (page, name) =>
  Promise.all([page.waitForNavigation(), page.getByRole("button", { name }).first().click()]).then(() => page.waitForLoadState("load"));
const is = async (page, text) => {
  const body = await page.locator("main").innerText();
  assert(body.includes(text), `"${text}" is not on ${page.url()}: ${body.slice(0, 600)}`);
};
async function sound(page, what) {
  if (page.scripts) {
    const faults = await axeFaults(page);
    assert(faults.length === 0, `axe-core, ${what}:\n${faults.join("\n")}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert(wide <= 0, `${what} is ${wide} pixels too wide`);
}

async function services(page) {
  await become(page, base, "Kit Keeper");
  const keep = await page.locator("main a[href$='/keep']").first().getAttribute("href");
  await page.goto(base + keep);
  await page.getByRole("link", { name: "Say what your services are" }).click();
  await page.waitForLoadState("load");
  return keep.replace("/keep", "");
}

async function fill(page, name) {
  await page.getByLabel("What is it called?").fill(name);
  await page.getByLabel("What does it do, and for whom?").fill("Kites & <b>tea</b> for anybody.");
  await page.getByLabel("Loneliness", { exact: false }).first().check();
  await page.getByRole("radio", { name: "People come to a place" }).check();
  await page.getByLabel("Address, if people come to a place").fill("The Kite Hall, 3 Larkhill Mews");
  await page.getByLabel("Yes", { exact: true }).first().check();
  const first = page.getByRole("group", { name: "Time 1" });
  await first.getByLabel("Day").selectOption("Wednesday");
  await first.getByLabel("How often").selectOption("First of the month");
  await first.getByLabel("From").fill("10am");
  await first.getByLabel("To", { exact: true }).fill("2.30 pm");
  await page.getByLabel("How many people can it take in a week?").fill("12");
  await page.getByLabel("There is a waiting list").check();
  await page.getByLabel("What does it cost each time?").fill("2.50");
}

const journeys = {
  async a_keeper_adds_a_service_with_times_and_hides_its_address(page, context, shot) {
    const name = `Larkhill Kites ${Math.random().toString(36).slice(2, 8)}`;
    const entry = await services(page);
    await page.getByRole("button", { name: "Add a service" }).click();
    await page.waitForLoadState("load");
    await sound(page, "the empty form");

    // Mistakes stand beside their fields, and what was typed stays.
    await page.getByLabel("What is it called?").fill(name);
    await page.getByRole("group", { name: "Time 1" }).getByLabel("From").fill("half ten");
    await press(page, "Save the service");
    assert((await page.title()).startsWith("Error: "), `the title is "${await page.title()}"`);
    for (const text of ["Say what it does", "Choose what it helps with", "Choose how it reaches people", "Choose the day", "Enter a time, like 10am or 14:30"]) await is(page, text);
    assert((await page.getByLabel("What is it called?").inputValue()) === name, "what was typed is lost");
    await sound(page, "the form with mistakes");
    await page.screenshot({ path: shot("mistakes"), fullPage: true });

    await fill(page, name);
    await page.getByLabel("Postcode of that place").fill("ZZ99 9ZZ");
    await press(page, "Save the service");
    const beside = await page.locator("#postcode-error").innerText();
    assert(beside.includes("No list of postcodes here has ZZ99 9ZZ"), `beside the postcode stands "${beside}"`);
    assert((await page.getByRole("group", { name: "Time 1" }).getByLabel("From").inputValue()) === "10am", "the time that was typed is lost");
    await page.getByLabel("Postcode of that place").fill("");
    await press(page, "Save the service");
    await is(page, "The service is on the list as you said it");
    await is(page, "You said so on");
    await sound(page, "the services");
    await page.screenshot({ path: shot("list"), fullPage: true });

    const passer = await somebody(context);
    await passer.goto(base + entry);
    await passer.getByRole("link", { name }).click();
    await passer.waitForLoadState("load");
    for (const text of ["Kites & <b>tea</b> for anybody.", "The Kite Hall", "first Wednesday of the month 10am to 2:30pm", "£2.50", "Has a waiting list", "Places a week", "12", "Said by the organisation itself"]) await is(passer, text);
    await sound(passer, "the service as everybody sees it");
    await passer.screenshot({ path: shot("public"), fullPage: true });
    const its = passer.url();

    // The address is hidden; the keeper still sees it, nobody else does.
    const own = page.locator("section", { hasText: name });
    await own.getByRole("button", { name: "Change" }).click();
    await page.waitForLoadState("load");
    assert((await page.getByLabel("How often").first().locator("option:checked").innerText()) === "First of the month", "the form forgot how often it is");
    await page.getByRole("group", { name: "May that address be shown?" }).getByLabel("No", { exact: true }).check();
    await press(page, "Save the service");
    await is(page, "The service is on the list as you said it");
    for (const path of [its, base + entry, base + entry + "/json", PLACE + "/search?q=" + encodeURIComponent(name), PLACE + "/search.csv?q=" + encodeURIComponent(name), PLACE + "/audit"]) {
      const answer = await passer.request.get(path);
      assert(answer.status() === 200, `${path} answers ${answer.status()}`);
      const text = await answer.text();
      assert(!/Larkhill Mews|Kite Hall/.test(text), `${path} tells the hidden address`);
    }
    assert((await (await passer.request.get(base + entry + "/json")).text()).includes(name), "the service is gone with its address");

    // Another service at the same hall would tell it: the keeper is warned.
    await page.getByRole("button", { name: "Add a service" }).click();
    await page.waitForLoadState("load");
    await fill(page, `${name} for beginners`);
    await press(page, "Save the service");
    await is(page, `You keep its address back, but ${name} for beginners is at the same place and shows it`);
    await sound(page, "the services with a warning");
    await page.screenshot({ path: shot("warned"), fullPage: true });
    const too = page.locator("section", { hasText: `${name} for beginners` }).last();
    await too.locator("summary").click();
    await too.getByRole("button", { name: "Take it back" }).click();
    await page.waitForLoadState("load");
    await is(page, "What you said of it is taken back");
    assert(!(await page.locator("main").innerText()).includes("You keep its address back"), "the warning stays behind");

    // Closed, open, taken back.
    await own.getByRole("button", { name: "It has closed" }).click();
    await page.waitForLoadState("load");
    await is(page, "The service is closed on the list");
    await passer.goto(its);
    await is(passer, "Closed");
    await own.getByRole("button", { name: "It is open again" }).click();
    await page.waitForLoadState("load");
    await is(page, "The service is open on the list");
    await own.locator("summary").click();
    await own.getByRole("button", { name: "Take it back" }).click();
    await page.waitForLoadState("load");
    await is(page, "What you said of it is taken back");
    assert((await passer.request.get(its)).status() === 404, "a service that was taken back is still there");
    await passer.context().close();
  },

  async nobody_else_says_what_its_services_are(page, context) {
    const entry = await services(page);
    const token = await page.locator("input[name=token]").first().getAttribute("value");
    assert((await page.request.post(base + entry + "/add-service", { form: { name: "x" } })).status() === 403, "a form without its token is taken");
    for (const who of ["Olu Officer", "Cass Council", "Nia Neighbour"]) {
      const other = await somebody(context);
      await become(other, base, who);
      for (const path of ["/services", "/add-service"]) assert((await other.goto(base + entry + path)).status() === 403, `${who} may see ${path}`);
      assert((await other.request.post(base + entry + "/add-service", { form: { token, name: "x" } })).status() === 403, `${who} may add a service`);
      await other.context().close();
    }
  },
};

await walk(journeys, somebody);
await browser.close();
finish();
