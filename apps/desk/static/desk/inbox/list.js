// The list of conversations: filters, the chosen row, and news that moves nothing.
import { get, parse } from "./requests.js";
import { localise } from "./times.js";
import * as title from "./title.js";
import { toast } from "../toasts.js";

const pane = document.querySelector("[data-list]");
const rows = pane.querySelector("[data-row-list]");
const form = pane.querySelector("[data-filters]");
const newer = pane.querySelector("[data-newer-rows]");
const narrowing = document.getElementById("narrowing");
const TYPING_MS = 250;
let typing;
// Which of several lists asked for is the last one: an earlier one may arrive after it.
let latest = 0;

const idsIn = (root) => [...root.querySelectorAll(".list-row")].map((row) => row.dataset.conversation);
export const find = (id) => rows.querySelector(`[data-conversation="${id}"]`);
const chosen = () => rows.querySelector("[aria-current]")?.dataset.conversation;

export function choose(id) {
  rows.querySelectorAll("[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
  const row = find(id);
  row?.setAttribute("aria-current", "true");
  row?.classList.remove("unread");
  row?.scrollIntoView({ block: "nearest" });
}

// The row after (1) or before (-1) the chosen one; from nothing chosen, the first or the last.
export function neighbour(step) {
  const all = [...rows.querySelectorAll(".list-row:not(.left), .list-row[aria-current]")];
  const place = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = place < 0 ? all.at(step > 0 ? 0 : -1) : all[place + step];
  return next?.dataset.conversation;
}

export async function reload() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const request = ++latest;
  const kept = chosen();
  try {
    const fresh = parse(await get(`${pane.dataset.rows}?${query}`));
    if (request !== latest) return;
    localise(fresh);
    rows.replaceChildren(fresh);
  } catch (error) {
    return toast(error.message, "error");
  }
  if (kept) find(kept)?.setAttribute("aria-current", "true");
  newer.hidden = true;
  countNarrowing();
  showWaiting();
  history.replaceState(history.state, "", query.size ? `?${query}` : location.pathname);
}

// Rows that are there change in place; new ones are announced, and those that left are dimmed.
// `touched`: whose rows may have left; null when any may have.
export async function refresh(touched) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const request = latest;
  const fresh = parse(await get(`${pane.dataset.rows}?${query}`));
  const isNew = findNew(idsIn(fresh));
  if (!touched) await readOn(fresh);
  if (request !== latest) return;
  localise(fresh);
  const listed = new Set(idsIn(fresh));
  for (const row of [...fresh.querySelectorAll(".list-row")]) replaceRow(row);
  for (const id of touched ?? idsIn(rows)) find(id)?.classList.toggle("left", !listed.has(id));
  showWaiting(fresh);
  if (!rows.querySelector(".list-row")) {
    newer.hidden = true;
    if (rows.textContent.trim() !== fresh.textContent.trim()) rows.replaceChildren(fresh);
    return;
  }
  replaceEnd(fresh);
  announce(isNew.length);
}

// What it says already would be read out once more.
function announce(count) {
  const sentence = count === 1 ? "1 new conversation" : `${count} new conversations`;
  if (newer.textContent !== sentence) newer.textContent = sentence;
  newer.hidden = !count;
}

// Below all that are shown stand those that moved up from behind "Show more" as others left.
function findNew(ids) {
  const lowest = ids.findLastIndex((id) => find(id));
  const isWhole = lowest < 0 || !rows.querySelector("[data-more]");
  return ids.filter((id, place) => !find(id) && (isWhole || place < lowest));
}

// As far as the rows that are shown may reach by now.
async function readOn(fresh) {
  const shown = idsIn(rows);
  const most = shown.length + idsIn(fresh).length;
  for (;;) {
    const found = new Set(idsIn(fresh));
    const more = fresh.querySelector("[data-more]");
    if (!more || found.size >= most || shown.every((id) => found.has(id))) return;
    more.replaceWith(parse(await get(more.dataset.more)));
  }
}

function replaceRow(row) {
  const old = find(row.dataset.conversation);
  if (!old) return;
  const focused = old === document.activeElement;
  if (old.hasAttribute("aria-current")) {
    row.setAttribute("aria-current", "true");
    row.classList.remove("unread");
  }
  old.replaceWith(row);
  if (focused) row.focus({ preventScroll: true });
}

// How many more there are in other statuses.
function replaceEnd(fresh) {
  const [old, next] = [rows, fresh].map((root) => root.querySelector("[data-elsewhere]"));
  if (old && next && !old.contains(document.activeElement)) old.replaceWith(next);
}

function showWaiting(root = rows) {
  const waiting = root.querySelector("[data-waiting]")?.dataset.waiting;
  if (waiting !== undefined) title.count(waiting);
}

// Another list, from its top; what asked for it is gone then.
function readAnew() {
  rows.focus();
  reload();
  rows.scrollTop = 0;
}

// What is folded away narrows the list all the same.
function countNarrowing() {
  const set = [...narrowing.querySelectorAll("select, input")].filter(({ value }) => value.trim());
  form.querySelector("[data-narrow-count]").textContent = set.length || "";
}

async function more(button) {
  try {
    const fresh = parse(await get(button.dataset.more));
    localise(fresh);
    const next = fresh.querySelector(".list-row");
    button.replaceWith(fresh);
    next?.focus({ preventScroll: true });
  } catch (error) {
    toast(error.message, "error");
  }
}

form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(reload, TYPING_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  reload();
});
form.querySelector("[data-narrow]").addEventListener("click", ({ currentTarget }) => {
  narrowing.hidden = !narrowing.hidden;
  currentTarget.setAttribute("aria-expanded", String(!narrowing.hidden));
});
rows.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more]");
  if (button) more(button);
  if (event.target.closest("[data-any-status]") && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    form.elements.status.value = "any";
    readAnew();
  }
});
newer.addEventListener("click", readAnew);
