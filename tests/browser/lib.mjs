// What the browser tests share: a server of their own on a town of their own, a browser, and reports as cmocka writes them.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";

const require = createRequire(process.env.BROWSER_MODULES + "/");
const { chromium } = require("playwright-core");
const axeSource = require.resolve("axe-core/axe.min.js");
export const { HtmlValidate } = require("html-validate");

export const shots = process.env.BROWSER_SHOTS;
mkdirSync(shots, { recursive: true });

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// Serves a store at a free port; ends with the process.
export async function serve(program, store, more = []) {
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const child = spawn(program, ["--db", store, "serve", "--demo", "--port", port, "--base-url", base, ...more], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => child.kill());
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => String(data).includes("Serving") && resolve());
    child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return base;
}

export const launch = (more = []) =>
  chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", ...more] });

const axe = readFileSync(axeSource, "utf8");
// What axe-core finds wrong with the page as it stands, a sentence each.
export async function axeFaults(page, rules = {}) {
  await page.evaluate(axe); // the page's own policy lets no other script in
  const found = await page.evaluate(
    (options) => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], rules: options }),
    rules,
  );
  return found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target).join(", ")})`);
}

let failed = 0;
// One test: [       OK ] name, or [  FAILED  ] name with what went wrong.
export async function test(name, body) {
  console.log(`[ RUN      ] ${name}`);
  try {
    await body();
    console.log(`[       OK ] ${name}`);
  } catch (error) {
    failed++;
    console.log(String(error.stack || error));
    console.log(`[  FAILED  ] ${name}`);
  }
}
export const finish = () => process.exit(failed ? 1 : 0);

export function assert(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

// Signs somebody of the demonstration in. Whoever signs in lands where their work is; the account lists all of it.
export async function become(page, base, who) {
  await page.goto(base + "/sign-in");
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith("/sign-in")),
    page.getByRole("button", { name: who, exact: true }).first().click(),
  ]);
  await page.goto(base + "/account");
  const heading = await page.locator("h1").first().innerText();
  assert(heading === who, `signed in as ${heading}, not as ${who}`);
}

// On the desk: asks for the draft of the report, and looks again until a worker has made it.
export async function makeDraft(page) {
  await page.getByRole("button", { name: /^Make the draft/ }).click();
  await page.waitForURL(/done=draft/);
  for (let i = 0; i < 120 && (await page.getByRole("link", { name: "Look again" }).count()); i++) {
    await page.waitForTimeout(500);
    await page.getByRole("link", { name: "Look again" }).click();
    await page.waitForURL(/desk#report/);
    await page.reload();
  }
  assert(await page.getByRole("button", { name: "Make the draft again" }).count(), "the draft is not made");
}

// Walks each journey with and without script, on a phone and on a desk, and keeps a picture of where it ended: journey(page, context, shot), where
// shot(what) names a picture of its own. BROWSER_ONLY_JOURNEYS is a pattern of names.
export async function walk(journeys, somebody) {
  const only = new RegExp(process.env.BROWSER_ONLY_JOURNEYS || ".");
  for (const [name, journey] of Object.entries(journeys).filter(([name]) => only.test(name)))
    for (const javaScriptEnabled of [true, false])
      for (const width of [360, 1280]) {
        const way = `${javaScriptEnabled ? "with" : "without"}_script_at_${width}`;
        const context = { javaScriptEnabled, viewport: { width, height: 900 } };
        await test(`${name}_${way}`, async () => {
          const page = await somebody(context);
          try {
            await journey(page, context, (what) => `${shots}/${name}_${way}_${what}.png`);
          } finally {
            await page.screenshot({ path: `${shots}/${name}_${way}.png`, fullPage: true });
            await page.context().close();
          }
        });
      }
}
