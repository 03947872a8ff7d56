// What was said before the newest messages, above them: what is read, and the list, stay as they are.
import { get, parse } from "./requests.js";
import { markDays } from "./thread.js";
import { localise } from "./times.js";
import { toast } from "../toasts.js";

export async function show(link) {
  const entries = link.parentElement;
  try {
    const whole = parse(await get(link.href, { peek: true }));
    const all = [...whole.querySelectorAll("[data-entry]")];
    const earlier = all.slice(0, all.findIndex((entry) => document.getElementById(entry.id)));
    localise(whole);
    const below = entries.scrollHeight - entries.scrollTop;
    link.replaceWith(...earlier);
    markDays(entries);
    entries.scrollTop = entries.scrollHeight - below;
    entries.focus({ preventScroll: true });
  } catch (error) {
    toast(error.message, "error");
  }
}
