// The one script. Every page works without it: it wakes GOV.UK Frontend's components and adds what is nicer with a mouse or keys.
import accessibleAutocomplete from "accessible-autocomplete";
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";
import { controls } from "./controls.js";

// The library wakes only where the page says that the browser can.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
  for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs])
    createAll(component);
}

// Suggestions while typing. Choosing one goes there; Enter searches for what was typed.
function suggest(input) {
  const box = document.createElement("div");
  const form = input.form;
  let asked;
  const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  const source = (typed, show) => {
    // Nothing opens for whoever is not, or no more, typing here.
    const here = () => document.activeElement === box.querySelector("input");
    clearTimeout(asked);
    if (!here()) return show([]);
    asked = setTimeout(() => {
      fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`)
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((found) => show(here() ? found.slice(0, narrow ? 5 : found.length) : []), () => show([]));
    }, 150);
  };
  // Words in the language of the page, with values in the places [].
  const say = (what, ...values) => values.reduce((words, value) => words.replace("[]", value), input.dataset[`say${what[0].toUpperCase()}${what.slice(1)}`] || "");
  // On a phone the menu would lie over the button below it: there it makes room for itself, and is short.
  const narrow = matchMedia("(max-width: 47.99em)").matches;
  const { id, name, value } = input;
  input.replaceWith(box);
  accessibleAutocomplete({
    element: box,
    id,
    name,
    source,
    minLength: 2,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: narrow ? "inline" : "overlay",
    tAssistiveHint: () => say("hint"),
    tStatusResults: (length, selected) => `${length === 1 ? say("one") : say("many", length)}${selected ? ` ${selected}` : ""}`,
    tStatusSelectedOption: (option, length, index) => say("at", option, index + 1, length),
    templates: {
      inputValue: (option) => (option ? option.text : ""),
      suggestion: (option) => (option.text ? `<span class="eh-what">${escape(option.what)}</span> ${escape(option.text)}` : ""),
    },
    onConfirm: (option) => {
      if (option && option.href && /^\/[^/]/.test(option.href)) location.assign(option.href);
    },
  });
  // Not as its default value, which it would take for a suggestion. It sees by itself that the field has been filled.
  box.querySelector("input").value = value;
  box.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.target.id !== id) return;
      event.preventDefault();
      event.stopPropagation();
      form.requestSubmit();
    },
    true,
  );
}
if (window.fetch && HTMLFormElement.prototype.requestSubmit) document.querySelectorAll("input[data-suggest]").forEach(suggest);

// Maps that can be looked at closer. Without script they show the same.
function zoomable(box) {
  const svg = box.querySelector("svg[data-frame]");
  if (!svg) return;
  const whole = (svg.dataset.whole || svg.getAttribute("viewBox")).split(" ").map(Number);
  let view = svg.getAttribute("viewBox").split(" ").map(Number);
  const dots = [...svg.querySelectorAll(".eh-dots__dot")].map((dot) => [dot, dot.querySelector("circle").cx.baseVal.value, dot.querySelector("circle").cy.baseVal.value]);
  const first = view[2];
  const show = ([x, y, width, height]) => {
    const inside = (at, size, from, room) => Math.min(Math.max(at, from), from + room - size);
    view = [inside(x, width, whole[0], whole[2]), inside(y, height, whole[1], whole[3]), width, height];
    svg.setAttribute("viewBox", view.map((n) => n.toFixed(1)).join(" "));
    const scale = view[2] / first;
    svg.style.setProperty("--closer", Math.sqrt(scale));
    for (const [dot, cx, cy] of dots) dot.setAttribute("transform", `translate(${cx} ${cy}) scale(${scale}) translate(${-cx} ${-cy})`);
    seen(view[2] >= whole[2] && view[3] >= whole[3]);
  };
  const closer = (by) => {
    const width = Math.min(whole[2], Math.max(whole[2] / 12, view[2] * by));
    const height = (width * whole[3]) / whole[2];
    show([view[0] + (view[2] - width) / 2, view[1] + (view[3] - height) / 2, width, height]);
  };
  const seen = controls(box, { zoom: closer, all: () => show(whole), move: (right, down) => show([view[0] + right * view[2], view[1] + down * view[3], view[2], view[3]]) });
  show(view);
  let held, moved;
  svg.addEventListener("pointerdown", (event) => {
    held = event.pointerType === "mouse" && view[2] < whole[2] ? [event.clientX, event.clientY, ...view] : null;
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const unit = held[4] / svg.clientWidth;
    moved = moved || Math.hypot(event.clientX - held[0], event.clientY - held[1]) > 4;
    if (moved) show([held[2] - (event.clientX - held[0]) * unit, held[3] - (event.clientY - held[1]) * unit, held[4], held[5]]);
  });
  addEventListener("pointerup", () => (held = null));
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
}
document.querySelectorAll(".eh-map").forEach(zoomable);

// Tables wider than the screen say so, where and while they are.
const main = document.querySelector("main[data-say-wide]");
const hints = new Map();
const wide = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = target.matches(".eh-wide") ? target : target.closest(".eh-wide");
    const over = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("eh-wide--over", over);
    let hint = hints.get(box);
    if (over && !hint) {
      hint = document.createElement("p");
      hint.className = "eh-wide__hint";
      hint.textContent = main.dataset.sayWide;
      hints.set(box, hint);
      box.before(hint);
    }
    if (hint) hint.hidden = !over;
  }
});
if (main)
  document.querySelectorAll(".eh-wide").forEach((box) => {
    wide.observe(box);
    if (box.firstElementChild) wide.observe(box.firstElementChild);
  });

// Work behind the pages: looks again by itself, ever more seldom; what has changed is said where it stood, and the page that comes after is loaded.
const watched = document.querySelector("[data-watch]");
if (watched && window.fetch) {
  const look = (wait) =>
    setTimeout(async () => {
      try {
        const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
        const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-watch]");
        if (!answer.ok || !there || there.dataset.watch !== watched.dataset.watch) return location.replace(location.pathname);
        if (there.textContent !== watched.textContent) watched.replaceChildren(...there.childNodes);
      } catch {
        // the next look may find a network
      }
      look(Math.min(wait * 1.3, 15000));
    }, wait);
  look(1500);
}

// Questions are answered by key: s, d or u, while nothing is being typed.
const keyed = document.querySelector("form[data-keys]");
if (keyed) {
  for (const key of keyed.querySelectorAll("kbd")) key.hidden = false;
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const button = !typing && !event.ctrlKey && !event.altKey && !event.metaKey && keyed.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) button.click();
  });
}
