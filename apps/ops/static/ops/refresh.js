// The panel is read again every few seconds while somebody can see it, and changes only where
// something has changed: what is open stays open, and what has the focus keeps it.
import { toast } from "../desk/toasts.js";

const EVERY_MS = 3000;
const panel = document.getElementById("panel");
const unanswered = document.getElementById("unanswered");
let shown = "";
let kept = { open: [], focus: "" };

function refresh() {
  if (!document.hidden) htmx.trigger(panel, "refresh");
}

function remember() {
  kept = {
    open: [...panel.querySelectorAll("details[open]")].map((details) => details.id),
    focus: panel.contains(document.activeElement) ? document.activeElement.id : "",
  };
}

function restore() {
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
}

panel.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  unanswered.hidden = xhr.status < 500;
  if (xhr.status !== 200) return;
  if (xhr.responseText === shown) event.detail.shouldSwap = false;
  shown = xhr.responseText;
  remember();
});
panel.addEventListener("htmx:afterSwap", restore);
panel.addEventListener("htmx:sendError", () => { unanswered.hidden = false; });
document.addEventListener("said", (event) => toast(event.detail.text, event.detail.kind));
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, EVERY_MS);
