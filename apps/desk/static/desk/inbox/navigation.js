// Opening conversations: the neighbours are fetched before they are asked for.
import { get, post } from "./requests.js";
import * as list from "./list.js";
import * as thread from "./thread.js";
import * as title from "./title.js";
import { toast } from "../toasts.js";

const pane = document.querySelector("[data-conversation-pane]");
const nothingOpen = document.getElementById("nothing-open").content;
const peeked = new Map();
const PEEK_MS = 60000;
let latest = 0;

const urlOf = (id) => `/desk/c/${id}/`;

export async function open(id, { push = true } = {}) {
  const request = ++latest;
  const before = thread.openId();
  list.choose(id);
  const kept = peeked.get(id);
  const isFresh = kept && Date.now() - kept.at < PEEK_MS;
  peeked.delete(id);
  pane.setAttribute("aria-busy", "true");
  try {
    const html = await (isFresh ? kept.html : get(urlOf(id)));
    if (request !== latest) return;
    if (isFresh) post(`${urlOf(id)}read/`).catch(() => {});
    if (push) history.pushState({ id }, "", `${urlOf(id)}${location.search}`);
    show(html);
  } catch (error) {
    if (request === latest && before) list.choose(before);
    toast(error.message, "error");
  } finally {
    if (request === latest) pane.removeAttribute("aria-busy");
  }
}

export function close({ push = true } = {}) {
  latest += 1;
  pane.removeAttribute("aria-busy");
  document.body.classList.remove("reading");
  list.choose(null);
  pane.replaceChildren(nothingOpen.cloneNode(true));
  title.show("Inbox · Firstline");
  if (push) history.pushState({}, "", `/desk/${location.search}`);
}

// What has happened to conversations makes what was fetched of them old; null stands for all.
export function forget(ids) {
  for (const id of ids ?? [...peeked.keys()]) peeked.delete(id);
}

export function peekAround() {
  for (const step of [1, -1]) {
    const id = list.neighbour(step);
    if (id && !peeked.has(id)) {
      const html = get(urlOf(id), { peek: true });
      html.catch(() => peeked.delete(id));
      peeked.set(id, { html, at: Date.now() });
    }
  }
}

function show(html) {
  pane.innerHTML = html;
  document.body.classList.add("reading");
  title.show(`${pane.querySelector(".head-name").textContent} · Firstline`);
  pane.dispatchEvent(new CustomEvent("desk:shown"));
  (pane.querySelector(".suggestion") ?? pane.querySelector(".entries")).focus({ preventScroll: true });
  setTimeout(peekAround);
}

addEventListener("popstate", () => {
  const id = location.pathname.match(/\/c\/([0-9a-f-]{36})\//)?.[1];
  if (id) open(id, { push: false });
  else close({ push: false });
});
