// Street maps under the shapes, of a source of the place's own: here a server of this test, which also sees that nobody else is asked.
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { deflateSync } from "node:zlib";
import { assert, axeFaults, finish, launch, serve, shots, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);

// A grey picture of 256 by 256 points.
function tile() {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const sum = (bytes) => (bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4), check = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(sum(body));
    return Buffer.concat([length, body, check]);
  };
  const rows = Buffer.concat(Array.from({ length: 256 }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(256, y % 16 ? 0xdd : 0xaa)])));
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0])), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
const picture = tile();
const asked = [];
const tiles = createServer((request, response) => {
  asked.push({ url: request.url, referer: request.headers.referer, cookie: request.headers.cookie });
  response.setHeader("Content-Type", "image/png");
  response.end(picture);
});
await new Promise((resolve) => tiles.listen(0, "127.0.0.1", resolve));
tiles.unref();
const source = `http://127.0.0.1:${tiles.address().port}`;
writeFileSync(`${store}.tiles.ini`, `[example-town]\ntiles = ${source}/{z}/{x}/{y}.png?key=secret\nattribution = <b>Invented</b> maps & more\nmost_zoom = 17\n`);

const without = await serve(program, store);
const base = await serve(program, store, ["--tiles", `${store}.tiles.ini`]);
const browser = await launch();

// A page whose requests are noted.
async function noted(options = {}) {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
  page.hosts = new Set();
  page.faults = [];
  page.on("request", (request) => page.hosts.add(new URL(request.url()).origin));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.faults.push(message.text()));
  return page;
}
const policy = (answer) => answer.headers()["content-security-policy"];

await test("without_a_source_of_its_own_no_page_asks_another_host", async () => {
  const page = await noted();
  for (const path of ["/example-town/search?q=advice", "/example-town/gaps", "/example-town/gaps/carers"]) {
    const answer = await page.goto(without + path);
    assert(/img-src 'self' data:;/.test(policy(answer)), policy(answer));
    assert(!(await page.content()).includes("/assets/map-"), `${path} loads the street map`);
  }
  assert([...page.hosts].join() === without, [...page.hosts].join());
});

for (const width of [360, 1280])
  await test(`without_streets_a_map_is_looked_at_closer_and_moved_at_${width}`, async () => {
    const page = await noted({ viewport: { width, height: 800 } });
    await page.goto(without + "/example-town/gaps/carers");
    const box = async () => (await page.locator(".eh-map svg[data-frame]").getAttribute("viewBox")).split(" ").map(Number);
    const button = (name) => page.getByRole("button", { name, exact: true });
    const whole = await box();
    assert(!(await button("Move left").isVisible()), "there is nothing to move to");
    await button("Closer").click();
    await button("Closer").click();
    const middle = await box();
    assert(middle[2] < whole[2] / 2, middle.join());
    for (let i = 0; i < 5; i++) await button("Move left").press("Enter");
    await button("Move up").press("Enter");
    const corner = await box();
    assert(corner[0] === whole[0] && corner[1] < middle[1] && corner[2] === middle[2], `${middle} became ${corner}`);
    const faults = await axeFaults(page);
    assert(faults.length === 0, faults.join("\n"));
    await page.locator(".eh-map").screenshot({ path: `${shots}/closer_${width}.png` });
    await button("All: The whole place").press("Enter");
    assert((await box()).join() === whole.join(), `the whole place is ${await box()}`);
    await page.context().close();
  });

for (const width of [360, 1280]) for (const [name, path] of Object.entries({ search: "/example-town/search?q=advice", near: "/example-town/search?q=advice&near=ZZ1", gaps: "/example-town/gaps", need: "/example-town/gaps/carers" }))
  await test(`tiles_lie_under_the_shapes_of_${name}_at_${width}`, async () => {
    const page = await noted({ viewport: { width, height: 900 }, hasTouch: width < 500, isMobile: width < 500 });
    asked.length = 0;
    const answer = await page.goto(base + path);
    assert(policy(answer).includes(`img-src 'self' data: ${source};`), policy(answer));
    await page.locator(".leaflet-tile-loaded").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert(asked.length > 0 && asked.every((one) => /^\/\d+\/\d+\/\d+\.png\?key=secret$/.test(one.url)), JSON.stringify(asked.slice(0, 3)));
    assert(asked.every((one) => !one.referer && !one.cookie), `told: ${JSON.stringify(asked[0])}`);
    assert([...page.hosts].every((host) => [base, source].includes(host)), [...page.hosts].join());
    assert(page.faults.length === 0, page.faults.join("\n"));
    // The middle of the drawing lies where its longitude and latitude lie on the tiles, by the usual formula of Web Mercator.
    const apart = await page.evaluate(() => {
      const svg = document.querySelector("svg.eh-over");
      const box = svg.getBoundingClientRect();
      const [west, north, right, down] = svg.dataset.frame.split(" ").map(Number);
      const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
      const longitude = west + (x + width / 2) * right;
      const latitude = ((north + (y + height / 2) * down) * Math.PI) / 180;
      const tile = document.querySelector("img.leaflet-tile");
      const [zoom, column, row] = tile.src.match(/(\d+)\/(\d+)\/(\d+)\.png/).slice(1).map(Number);
      const of = tile.getBoundingClientRect();
      const across = ((longitude + 180) / 360) * 2 ** zoom - column;
      const along = ((1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2) * 2 ** zoom - row;
      return Math.hypot(of.left + across * of.width - (box.left + box.width / 2), of.top + along * of.height - (box.top + box.height / 2));
    });
    assert(apart < 3, `the drawing lies ${apart} points beside the street map`);
    assert((await page.locator(".leaflet-control-attribution").innerText()) === "<b>Invented</b> maps & more", await page.locator(".leaflet-control-attribution").innerText());
    const faults = await axeFaults(page);
    assert(faults.length === 0, faults.join("\n"));
    await page.locator(".eh-map").scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${shots}/tiles_${name}_${width}.png`, fullPage: true });
    await page.context().close();
  });

await test("the_street_map_works_by_keyboard_and_leads_where_the_drawing_led", async () => {
  const page = await noted();
  await page.goto(base + "/example-town/search?help=youth");
  await page.locator(".leaflet-tile-loaded").first().waitFor();
  const width = async () => (await page.locator("svg.eh-over").boundingBox()).width;
  const before = await width();
  await page.getByRole("button", { name: "Closer" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => document.querySelector("svg.eh-over").getBoundingClientRect().width > 1.5 * was, before);
  const left = async () => (await page.locator("svg.eh-over").boundingBox()).x;
  const was = await left();
  await page.getByRole("button", { name: "Move right" }).press("Enter");
  await page.waitForFunction((x) => document.querySelector("svg.eh-over").getBoundingClientRect().x < x - 50, was);
  await page.locator(".eh-map").screenshot({ path: `${shots}/tiles_closer.png` });
  await page.getByRole("button", { name: "All: The whole place" }).press("Enter");
  await page.waitForFunction((width) => document.querySelector("svg.eh-over").getBoundingClientRect().width < 1.2 * width, before);
  await page.waitForFunction(() => document.querySelector(".eh-zoom div:last-child").hidden);
  const ward = page.locator(".eh-tiles a:has(path.s4)").first();
  const href = await ward.getAttribute("href");
  await ward.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href.endsWith(href));
});

await test("without_script_and_of_what_may_have_to_be_hidden_there_is_the_drawing_alone", async () => {
  asked.length = 0;
  const page = await noted({ javaScriptEnabled: false });
  await page.goto(base + "/example-town/search?q=advice");
  assert(await page.locator("svg.eh-dots").isVisible(), "no drawing");
  const discreet = await noted();
  const answer = await discreet.goto(base + "/example-town/search?help=abuse");
  await discreet.waitForLoadState("networkidle");
  assert(/img-src 'self' data:;/.test(policy(answer)), policy(answer));
  assert(asked.length === 0, `tiles were asked for: ${asked[0]?.url}`);
});

await browser.close();
tiles.close();
finish();
