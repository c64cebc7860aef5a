// Pages as they come to be used: with mistakes in their forms, opened out, by keyboard alone, at 400 % zoom, in forced colours, without motion,
// and on paper. What pages.mjs sees of every page, this sees of every state.
import { assert, become, axeFaults, finish, launch, serve, shots, test } from "./lib.mjs";

const [program, store] = process.argv.slice(2);
const base = await serve(program, store);
const browser = await launch();
const PLACE = base + "/example-town";
const DESK = { width: 1280, height: 900 };
const only = new RegExp(process.env.BROWSER_ONLY_STATES || ".");
const check = (name, body) => (only.test(name) ? test(name, body) : undefined);

const open = async (options = {}) => (await browser.newContext({ viewport: DESK, ...options })).newPage();
async function signedIn(who, options) {
  const page = await open(options);
  await become(page, base, who);
  return page;
}
const press = (page, name) =>
  Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).first().click()]).then(() => page.waitForLoadState("load"));

async function sound(page, what, rules) {
  const faults = await axeFaults(page, rules);
  assert(faults.length === 0, `axe-core, ${what} at ${page.url()}:\n${faults.join("\n")}`);
}
const shot = (page, name) => page.screenshot({ path: `${shots}/state_${name}.png`, fullPage: true });

const visitor = await open();
const keeper = await signedIn("Kit Keeper");
const keep = await keeper.locator("main a[href$='/keep']").first().getAttribute("href");
await visitor.goto(PLACE + "/search?q=advice&kind=organisation");
const organisation = await visitor.locator(".eh-results h3 a[href*='/organisations/']").first().getAttribute("href");
const MAIN = {
  home: "/example-town",
  search: "/example-town/search?q=advice",
  crisis: "/example-town/search?help=abuse",
  organisation,
  gaps: "/example-town/gaps",
  need: "/example-town/gaps/carers",
  overlaps: "/example-town/overlaps",
  what_if: "/example-town/what-if?need=food",
  report: "/example-town/report",
  sign_in: "/sign-in",
};

// ---- Mistakes: the summary stands first, has the focus with script, links to each field, and the title says so ----
const MISTAKES = {
  async signing_in_without_an_address() {
    await visitor.goto(base + "/sign-in");
    await press(visitor, "Send me the email");
    return visitor;
  },
  async a_wrong_code() {
    await visitor.goto(base + "/sign-in/code");
    await press(visitor, "Sign in");
    return visitor;
  },
  async a_correction_without_words() {
    await visitor.goto(base + keep.replace("/keep", "/correct"));
    await press(visitor, "Send it");
    return visitor;
  },
  async a_claim_without_a_name() {
    await visitor.goto(base + keep.replace("/keep", "/claim"));
    const form = visitor.locator("main form", { has: visitor.locator("input[name='email']") });
    await Promise.all([visitor.waitForNavigation(), form.getByRole("button").click()]);
    return visitor;
  },
  async a_list_without_a_file() {
    const officer = await signedIn("Olu Officer");
    await officer.goto(PLACE + "/import");
    await press(officer, "Look at its columns");
    return officer;
  },
  async a_steward_without_a_name() {
    const steward = await signedIn("Cass Council");
    await steward.goto(PLACE + "/stewards");
    await press(steward, "Name them");
    return steward;
  },
  async a_meeting_without_a_day() {
    const officer = await signedIn("Olu Officer");
    await officer.goto(PLACE + "/meetings/call");
    await press(officer, "Call the meeting");
    return officer;
  },
  async an_invitation_without_an_address() {
    const admin = await signedIn("Ada Admin");
    await admin.goto(PLACE + "/admin/people");
    await admin.locator("main form", { has: admin.locator("input[type='email']") }).getByRole("button").click();
    await admin.waitForLoadState("load");
    return admin;
  },
};
for (const [name, make] of Object.entries(MISTAKES))
  await check(`mistake_${name}`, async () => {
    const page = await make();
    const summary = page.locator(".govuk-error-summary");
    assert((await summary.count()) === 1, `${page.url()} has ${await summary.count()} error summaries`);
    assert((await page.title()).startsWith("Error: "), `the title is "${await page.title()}"`);
    assert(await summary.evaluate((box) => box.contains(document.activeElement)), "the summary has not the focus");
    for (const link of await summary.locator("a").all()) {
      const id = (await link.getAttribute("href")).slice(1);
      assert((await page.locator(`[id="${id}"]`).count()) === 1, `the summary leads to #${id}, which is not there`);
      const told = await page.locator(`[id="${id}"]`).evaluate((field) => {
        const from = field.closest("[aria-describedby]") || field.closest("fieldset");
        return (from?.getAttribute("aria-describedby") || "").split(" ").some((other) => document.getElementById(other)?.classList.contains("govuk-error-message"));
      });
      assert(told, `#${id} is not described by its error`);
    }
    await sound(page, "with mistakes");
    await shot(page, `mistake_${name}`);
  });

// ---- Everything opened out ----
for (const [name, path] of Object.entries({ ...MAIN, keep, batches: "/example-town/batches/3" }))
  await check(`opened_out_${name}`, async () => {
    const page = name === "keep" ? keeper : name === "batches" ? await signedIn("Olu Officer") : visitor;
    await page.goto(base + path);
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    await sound(page, "opened out");
    await page.setViewportSize({ width: 320, height: 700 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize(DESK);
    assert(wide <= 320, `opened out it is ${wide} pixels wide at 320`);
  });

await check("menu_of_a_phone_opened", async () => {
  const page = await open({ viewport: { width: 360, height: 740 } });
  await page.goto(PLACE);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Method" }).first().waitFor();
  await sound(page, "with its menu open");
  await page.context().close();
});

for (const width of [360, 1280])
  await check(`suggestions_cover_no_button_at_${width}`, async () => {
    const page = await open({ viewport: { width, height: 740 } });
    await page.goto(PLACE);
    await page.getByLabel("What do you need, or who are you looking for?").first().pressSequentially("ca");
    await page.getByRole("option").first().waitFor();
    await sound(page, "with suggestions");
    await page.screenshot({ path: `${shots}/state_suggestions_${width}.png` });
    const free = await page.getByRole("button", { name: "Search" }).evaluate((button) => {
      button.scrollIntoView({ block: "center" });
      const box = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
    });
    assert(free, "the menu of suggestions lies over the Search button");
    await page.context().close();
  });

await check("suggestions_close_behind_whoever_leaves_the_field", async () => {
  const page = await open();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(PLACE + "/search?q=advice");
  await page.waitForTimeout(300);
  const field = page.getByLabel("What do you need, or who are you looking for?").first();
  assert((await field.inputValue()) === "advice", `the field says "${await field.inputValue()}"`);
  const shown = () => page.locator(".autocomplete__menu--visible").count();
  await field.focus();
  assert((await shown()) === 0, "a menu opens before anything is typed");
  await page.keyboard.press("End");
  await page.keyboard.type(" c");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Tab");
  await page.waitForFunction(() => !document.querySelector(".autocomplete__menu--visible"));
  assert(faults.length === 0, faults.join("\n"));
  await page.context().close();
});

// ---- Signed in, as each part ----
for (const [who, paths] of Object.entries({
  "Cass Council": ["/account", "/example-town/desk", "/example-town/motions", "/example-town/stewards"],
  "Sam Sector": ["/account", "/example-town/desk", "/example-town/stewards"],
  "Olu Officer": ["/account", "/example-town/desk", "/example-town", organisation],
  "Ida Infrastructure": ["/account", "/example-town/desk", "/example-town/review", "/example-town/import"],
  "Ada Admin": ["/account", "/example-town/desk", "/example-town/admin/people?done=invited"],
  "Kit Keeper": ["/account", keep, keep + "?done=said", keep.replace("/keep", "/shared"), keep.replace("/keep", "/hide")],
}))
  await check(`signed_in_as_${who.toLowerCase().replace(" ", "_")}`, async () => {
    const page = await signedIn(who);
    for (const path of paths) {
      const answer = await page.goto(base + path);
      assert(answer.status() === 200, `${path} came with ${answer.status()}`);
      await sound(page, `as ${who}`);
    }
    await page.context().close();
  });

// ---- Keyboard ----
// What the element with the focus looks like, and where it is.
const focused = async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const label = at.matches("input[type=radio], input[type=checkbox]") ? at.parentElement.querySelector("label") : at;
  const looks = (of, pseudo) => {
    const s = getComputedStyle(of, pseudo);
    return [s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineColor, s.boxShadow, s.backgroundColor, s.borderColor, s.borderWidth, s.color, s.fill, s.stroke, s.strokeWidth].join("|");
  };
  // An arrow of a map has its focus on the shape inside.
  const look = () => [at, label, ...at.querySelectorAll("*")].map((of) => looks(of) + looks(of, "::before") + looks(of, "::after")).join(";");
  const box = at.getClientRects()[0]; // of a link over two lines, its first
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 1), innerWidth - 1), y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
  const on = document.elementFromPoint(x, y);
  await drawn();
  const now = look();
  const number = (window.ehSeen = window.ehSeen || []).indexOf(at);
  if (number < 0) window.ehSeen.push(at);
  at.blur();
  // The field with suggestions draws itself anew after a while.
  let before = look();
  for (let i = 0; i < 20 && before === now; i++) {
    await drawn();
    before = look();
  }
  at.focus({ preventScroll: true });
  return {
    what: `${at.tagName.toLowerCase()}${at.id ? "#" + at.id : ""} "${(at.innerText || at.getAttribute("aria-label") || at.name || "").trim().slice(0, 40)}"`,
    again: number >= 0,
    seen: now !== before,
    covered: !(on && (at.contains(on) || on.contains(at) || label.contains(on))) && `${on?.tagName}.${on?.className?.baseVal ?? on?.className}`,
    inside: box.bottom > 0 && box.top < innerHeight,
    main: Boolean(at.closest("main")),
  };
};

const ZOOMED = ["home", "crisis", "organisation", "keep"];
for (const [name, path] of Object.entries({ ...MAIN, keep }))
  for (const viewport of [DESK, { width: 320, height: 256 }].slice(0, ZOOMED.includes(name) ? 2 : 1)) // 1280 by 1024 at 400 %
    await check(`by_keyboard_${name}_at_${viewport.width}`, async () => {
      const page = name === "keep" ? keeper : await open({ viewport });
      await page.setViewportSize(viewport);
      await page.goto(base + path);
      await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = box.open && !box.classList.contains("eh-filters"))));
      await page.keyboard.press("Tab");
      let at = await page.evaluate(focused);
      assert(at && at.what.includes("Skip to main content"), `the first stop is ${at && at.what}`);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      at = await page.evaluate(focused);
      assert(!at || at.main || at.what.includes("Exit"), `after skipping, the next stop is ${at.what}`);
      await page.evaluate(() => {
        document.activeElement.blur();
        scrollTo(0, 0);
        window.ehSeen = [];
      });
      await page.locator(".govuk-skip-link").focus();
      let stops = 0;
      for (at = await page.evaluate(focused); at && stops < 400; stops++) {
        assert(at.seen, `${at.what} looks the same with the focus as without`);
        assert(at.inside, `${at.what} has the focus outside of what is shown`);
        assert(!at.covered, `${at.what} has the focus and lies under ${at.covered}`);
        await page.keyboard.press("Tab");
        at = await page.evaluate(focused);
        if (at && at.again) break;
      }
      const whole = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((e) => e.checkVisibility({ checkVisibilityCSS: true }) && !e.disabled && e.tabIndex >= 0).filter((e) => e.type !== "radio").filter((e) => !window.ehSeen.includes(e)).map((e) => e.outerHTML.slice(0, 90)));
      assert(stops < 400 || whole.length === 0, `no end after ${stops} stops`);
      assert(whole.length === 0, `not reached by keyboard (${stops} stops): ${whole.slice(0, 5).join(" ")}`);
      if (name !== "keep") await page.context().close();
      else await page.setViewportSize(DESK);
    });

// ---- 400 % zoom: nothing scrolls sideways but wide tables in their own boxes, and what stays put leaves room ----
for (const [name, path] of Object.entries(MAIN))
  await check(`at_400_per_cent_${name}`, async () => {
    const page = await open({ viewport: { width: 320, height: 256 } });
    await page.goto(base + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 320, `it is ${wide} pixels wide`);
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll("main h1, main h2, main h3, main p, main li, main a, main button, main label, main dt, main dd")]
        .filter((e) => e.checkVisibility() && !e.closest(".eh-wide, .govuk-visually-hidden, svg") && !e.matches(".govuk-visually-hidden"))
        .filter((e) => e.getBoundingClientRect().right > 321)
        .map((e) => `${e.tagName} "${e.innerText.slice(0, 40)}"`),
    );
    assert(cut.length === 0, `cut off at the right: ${cut.slice(0, 5).join(", ")}`);
    const stuck = await page.evaluate(() => {
      scrollTo(0, 600);
      return [...document.querySelectorAll("body *")]
        .filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && e.checkVisibility())
        .map((e) => e.getBoundingClientRect())
        .filter((box) => box.bottom > 0 && box.top < innerHeight)
        .reduce((sum, box) => sum + Math.min(box.bottom, innerHeight) - Math.max(box.top, 0), 0);
    });
    assert(stuck <= 128, `${stuck} of 256 pixels stay put while the page is scrolled`);
    await shot(page, `zoomed_${name}`);
    await page.context().close();
  });

// ---- Forced colours, as a system with high contrast forces them (emulating the media feature alone would paint nothing) ----
{
  const contrast = await launch(["--force-high-contrast"]);
  await check("in_forced_colours_everything_has_its_edge", async () => {
    const page = await (await contrast.newContext({ viewport: DESK, forcedColors: null })).newPage();
    await page.goto(PLACE);
    assert(await page.evaluate(() => matchMedia("(forced-colors: active)").matches), "this browser forces no colours");
    for (const [name, path] of Object.entries(MAIN)) {
      await page.goto(base + path);
      const faint = await page.evaluate(() => {
        const canvas = getComputedStyle(document.body).backgroundColor;
        return [...document.querySelectorAll(".govuk-button, .eh-chip, .eh-figure, .govuk-input, .govuk-select, .eh-zoom button, .eh-pin, .eh-help")]
          .filter((e) => e.checkVisibility())
          .filter((e) => {
            const s = getComputedStyle(e);
            const edge = ["Top", "Left"].some((side) => parseFloat(s[`border${side}Width`]) > 0 && s[`border${side}Style`] !== "none" && s[`border${side}Color`] !== canvas);
            return !edge && (s.backgroundColor === canvas || s.backgroundColor === "rgba(0, 0, 0, 0)");
          })
          .map((e) => `${e.className} "${e.innerText.slice(0, 30)}"`);
      });
      assert(faint.length === 0, `${name}: without an edge in forced colours: ${[...new Set(faint)].slice(0, 5).join(", ")}`);
      await shot(page, `forced_${name}`);
    }
  });
  await contrast.close();
}

await check("nothing_moves_where_motion_is_not_wanted", async () => {
  const page = await open({ reducedMotion: "reduce" });
  for (const path of Object.values(MAIN)) {
    await page.goto(base + path);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((e) => {
          const s = getComputedStyle(e);
          return [...s.transitionDuration.split(","), ...s.animationDuration.split(",")].some((time) => parseFloat(time) > 0.01) || s.scrollBehavior === "smooth";
        })
        .map((e) => e.className || e.tagName),
    );
    assert(moving.length === 0, `${path}: ${moving.slice(0, 5).join(", ")} moves`);
  }
  await page.context().close();
});

// ---- On paper ----
await check("on_paper_there_is_the_page_and_nothing_to_press", async () => {
  const page = await open({ viewport: { width: 794, height: 1123 } });
  await page.emulateMedia({ media: "print" });
  for (const [name, path] of Object.entries(MAIN)) {
    await page.goto(base + path);
    const left = await page.evaluate(() =>
      [...document.querySelectorAll("button, nav, .govuk-skip-link, .govuk-exit-this-page, .eh-zoom")].filter((e) => e.checkVisibility({ checkOpacity: true })).map((e) => `${e.tagName}.${e.className}`),
    );
    assert(left.length === 0, `${name}: on paper there is ${left.slice(0, 5).join(", ")}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= 794, `${name} is ${wide} pixels wide on paper`);
    assert((await page.locator("h1").first().boundingBox()).height > 0, `${name} has no heading on paper`);
    await shot(page, `paper_${name}`);
  }
  await page.context().close();
});

await browser.close();
finish();
