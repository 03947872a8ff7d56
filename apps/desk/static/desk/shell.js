// What every page of the desk has: the reader's clock, the theme switch, toasts that leave by
// themselves, and forms that lose nothing and are sent once.
import { dismissLater } from "./toasts.js";
import "./lengths.js";
import "./unsaved.js";

const YEAR = 365 * 86400;
const UNDER_WAY_MS = 5000;
const root = document.documentElement;
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

// The server says times by the reader's clock.
document.cookie = `timezone=${timeZone}; path=/; max-age=${YEAR}; samesite=lax`;

function isDark() {
  const theme = root.dataset.theme;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

document.querySelectorAll("#toasts .toast").forEach(dismissLater);

// A form that was refused begins with what is wrong, which may be folded away.
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) {
  wrong.closest("details")?.setAttribute("open", "");
  wrong.focus();
}

// The second click of a double click would save once more, and its refusal would be what is shown.
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (Date.now() - (sent.get(form) ?? 0) < UNDER_WAY_MS) event.preventDefault();
  else sent.set(form, Date.now());
});
