// The one script. Every page works without it: it wakes GOV.UK Frontend's components and adds what is nicer with a mouse or keys.
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

// The library wakes only where the page says that the browser can.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
  for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, Radios, ServiceNavigation, SkipLink, Tabs])
    createAll(component);
}

// Questions are answered by key: s, d or u, while nothing is being typed.
const keyed = document.querySelector("form[data-keys]");
if (keyed)
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const button = !typing && !event.ctrlKey && !event.altKey && !event.metaKey && keyed.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) button.click();
  });
