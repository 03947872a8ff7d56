// Looking up an answer in articles and macros: found while one types, used like a suggestion.
import * as composer from "./composer.js";
import { get, parse } from "./requests.js";
import { toast } from "../toasts.js";

const WAIT_MS = 150;
const pane = document.querySelector("[data-conversation-pane]");
let waiting = null;
let arriving = null;
let latest = 0;

const panel = () => pane.querySelector("[data-look-up]");
const field = () => panel().querySelector("input");

export const isOpen = () => panel()?.hidden === false;

export function open() {
  if (!panel()) return;
  panel().hidden = false;
  field().focus();
  field().select();
  search();
}

export function close() {
  panel().hidden = true;
  composer.focus();
}

function search() {
  clearTimeout(waiting);
  waiting = null;
  arriving = find();
}

// Not before what was typed last is found.
async function goToFound() {
  if (waiting) search();
  await arriving;
  panel()?.querySelector(".suggestion")?.focus();
}

async function find() {
  const asked = panel();
  const request = ++latest;
  let fresh;
  try {
    fresh = parse(await get(`${asked.dataset.url}?${new URLSearchParams({ search: field().value })}`));
  } catch (error) {
    return toast(error.message, "error");
  }
  if (request !== latest || panel() !== asked) return;
  const found = fresh.querySelectorAll(".suggestion").length;
  asked.querySelector("[data-looked-up]").replaceChildren(fresh);
  asked.querySelector("[data-looked-up-count]").textContent = found === 1 ? "1 answer" : `${found} answers`;
}

const keys = {
  ArrowDown: goToFound,
  Enter: goToFound,
  Escape: close,
};

pane.addEventListener("input", (event) => {
  if (!event.target.closest("[data-look-up]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(search, WAIT_MS);
});
pane.addEventListener("keydown", (event) => {
  if (event.isComposing || !event.target.matches("[data-look-up] input") || !keys[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
});
