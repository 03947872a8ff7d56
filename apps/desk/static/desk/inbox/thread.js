// The open conversation: news is added below and announced, and nothing is scrolled into view.
import * as colleagues from "./colleagues.js";
import { get, parse, post } from "./requests.js";
import { dayOf, localise } from "./times.js";

const pane = document.querySelector("[data-conversation-pane]");
const phone = matchMedia("(max-width: 759px)");
let waitingSuggestions = null;

export const article = () => pane.querySelector("article.thread");
export const openId = () => article()?.dataset.conversation;
const part = (name, root = pane) => root.querySelector(`[data-part="${name}"]`);

// What was just put into the pane: times, days, and the newest message in view.
export function enter() {
  waitingSuggestions = null;
  const entries = part("entries");
  if (!entries) return;
  localise(pane);
  foldOnPhone(part("summary"));
  markDays(entries);
  colleagues.enter(part("colleague"), refresh);
  toBottom();
  entries.addEventListener("scroll", hideAnnouncement, { passive: true });
  keepBottom(entries);
}

function toBottom() {
  const entries = part("entries");
  entries.scrollTop = entries.scrollHeight;
}

// What the agent writes stands there at once; returns the element until the server's own comes.
export function addPending(text, mode, author) {
  const entry = document.createElement("div");
  entry.className = `entry ${mode === "note" ? "note" : "agent"} pending`;
  const meta = document.createElement("div");
  meta.className = "entry-meta";
  meta.textContent = `${author} · sending`;
  const bubble = document.createElement("div");
  bubble.className = "bubble said";
  bubble.dir = "auto";
  bubble.textContent = text;
  entry.append(meta, bubble);
  part("entries").append(entry);
  toBottom();
  return entry;
}

export function settle(pending, html) {
  const fresh = parse(html);
  localise(fresh);
  const entry = fresh.firstElementChild;
  pending.replaceWith(...(document.getElementById(entry.id) ? [] : [entry]));
  const entries = part("entries");
  if (entries) markDays(entries);
}

// The server's present state of the open conversation, part by part.
export async function refresh() {
  const shown = article();
  if (!shown) return;
  const fresh = parse(await get(shown.dataset.url, { peek: true }));
  if (article() !== shown) return;
  localise(fresh);
  const added = addNew(part("entries"), part("entries", fresh));
  colleagues.update(part("colleague"), part("colleague", fresh), added > 0, refresh);
  const arrived = fresh.querySelector("article.thread").dataset;
  Object.assign(shown.dataset, { lastSequence: arrived.lastSequence, status: arrived.status });
  swapUnlessUsed("head", fresh);
  swapUnlessUsed("summary", fresh);
  swapUnlessUsed("context", fresh);
  swapSuggestions(part("suggestions", fresh));
  pane.dispatchEvent(new CustomEvent("desk:refreshed"));
  if (!document.hidden) await post(`${shown.dataset.url}read/`);
}

// Returns how many messages and notes are new.
function addNew(entries, fresh) {
  const before = entries.querySelectorAll("[data-entry]").length;
  const wasAtBottom = isAtBottom();
  let previous = null;
  let added = 0;
  for (const entry of [...fresh.querySelectorAll("[data-entry]")]) {
    const shown = document.getElementById(entry.id);
    if (shown) {
      previous = shown;
      continue;
    }
    if (previous) previous.after(entry);
    else entries.append(entry);
    previous = entry;
    added += entry.classList.contains("entry");
  }
  if (!before) entries.querySelector(".happening:not([data-entry])")?.remove();
  markDays(entries);
  if (added) announce(added);
  else if (wasAtBottom) toBottom();
  return added;
}

function announce(count) {
  const button = pane.querySelector("[data-newer-messages]");
  const total = Number(button.dataset.count ?? 0) + count;
  button.dataset.count = total;
  button.textContent = total === 1 ? "1 new message below" : `${total} new messages below`;
  button.hidden = isAtBottom();
  if (button.hidden) button.dataset.count = 0;
}

function hideAnnouncement() {
  const button = pane.querySelector("[data-newer-messages]");
  if (!button.hidden && isAtBottom()) {
    button.hidden = true;
    button.dataset.count = 0;
  }
}

function isAtBottom() {
  const entries = part("entries");
  return entries.scrollHeight - entries.scrollTop - entries.clientHeight < 8;
}

// When cards or a longer draft take room, what was read last stays in view.
function keepBottom(entries) {
  let height = entries.clientHeight;
  new ResizeObserver(() => {
    const lost = height - entries.clientHeight;
    height = entries.clientHeight;
    if (lost > 0) entries.scrollTop += lost;
  }).observe(entries);
}

export function markDays(entries) {
  entries.querySelectorAll(".day").forEach((line) => line.remove());
  let last = null;
  for (const entry of entries.querySelectorAll("[data-at]")) {
    const day = dayOf(Number(entry.dataset.at));
    if (day !== last) {
      const line = document.createElement("p");
      line.className = "day";
      line.textContent = day;
      entry.before(line);
    }
    last = day;
  }
}

// A phone has no room for both: what is handed over is one line there until it is opened.
function foldOnPhone(summary) {
  const details = summary.querySelector("details");
  if (details && phone.matches) details.open = false;
}

function keepFolds(old, next) {
  foldOnPhone(next);
  const before = [...old.querySelectorAll("details")];
  next.querySelectorAll("details").forEach((details, place) => {
    if (before[place]) details.open = before[place].open;
  });
}

function swapUnlessUsed(name, fresh) {
  const old = part(name);
  const used = old.contains(document.activeElement) || old.querySelector("[data-in-use]");
  if (!used) {
    const next = part(name, fresh);
    next.classList.toggle("open", old.classList.contains("open"));
    keepFolds(old, next);
    old.replaceWith(next);
    pane.dispatchEvent(new CustomEvent("desk:swapped"));
  }
}

// Cards never change under a finger: those in use stay until they are left.
function swapSuggestions(fresh) {
  const old = part("suggestions");
  const ids = (section) => [...section.children].map((card) => card.id).join();
  if (ids(old) === ids(fresh)) return;
  if (old.contains(document.activeElement)) waitingSuggestions = fresh;
  else old.replaceWith(fresh);
}

pane.addEventListener("focusout", (event) => {
  const old = event.target.closest('[data-part="suggestions"]');
  if (old && waitingSuggestions && !old.contains(event.relatedTarget)) {
    old.replaceWith(waitingSuggestions);
    waitingSuggestions = null;
  }
});
pane.addEventListener("click", (event) => {
  if (!event.target.closest("[data-newer-messages]")) return;
  part("entries").focus();
  toBottom();
});
