// The desk: puts its parts together, and says which button and which key does what.
import * as composer from "./composer.js";
import * as connection from "./connection.js";
import * as context from "./context.js";
import * as drafts from "./drafts.js";
import * as earlier from "./earlier.js";
import * as handling from "./handling.js";
import { listen } from "./keyboard.js";
import * as list from "./list.js";
import * as lookingUp from "./looking-up.js";
import { follow } from "./live.js";
import * as navigation from "./navigation.js";
import { Unreachable } from "./requests.js";
import * as suggestions from "./suggestions.js";
import * as thread from "./thread.js";
import { localise } from "./times.js";
import { toast } from "../toasts.js";
import * as title from "./title.js";

const AGAIN_MS = 5000;
const GONE = 404;
const pane = document.querySelector("[data-conversation-pane]");
const help = document.querySelector("[data-help]");
let again = null;
const cardOf = (button) => button.closest(".suggestion");

const commands = {
  next: () => go(1),
  previous: () => go(-1),
  back: () => navigation.close(),
  earlier: earlier.show,
  help: () => help.showModal(),
  resolve: handling.resolve,
  reopen: handling.reopen,
  context: () => context.toggle(),
  accept: (button) => suggestions.accept(cardOf(button)),
  reject: (button) => suggestions.reject(cardOf(button)),
  "look-up": lookingUp.open,
  "close-look-up": lookingUp.close,
  why: context.showEvidence,
  "close-evidence": context.closeEvidence,
  preview: context.preview,
  "close-preview": context.closePreview,
  undo: context.undo,
};

function go(step) {
  const id = list.neighbour(step);
  if (id) navigation.open(id);
}

// While another conversation is on its way, the one before still stands there: no key is meant for it.
const here = (act) => () => {
  if (!pane.hasAttribute("aria-busy")) act();
};

function press(name) {
  pane.querySelector(`[data-do="${name}"]`)?.click();
}

function leave() {
  const preview = document.activeElement.closest(".preview");
  if (preview) context.closePreview(preview);
  else if (context.isEvidenceShown()) context.closeEvidence();
  else if (lookingUp.isOpen()) lookingUp.close();
  else if (context.isOpen()) context.toggle(false);
  else document.activeElement.blur();
}

function enter() {
  thread.enter();
  composer.enter();
  handling.offerSnoozes();
}

// Somebody has erased the conversation that was open, or moved it out of reach.
function leaveErased() {
  navigation.close();
  toast("This conversation is not there any more.");
  catchUp(null);
}

async function catchUp(ids) {
  clearTimeout(again);
  navigation.forget(ids);
  try {
    await list.refresh(ids);
    if (!ids || ids.includes(thread.openId())) await thread.refresh();
    connection.found();
  } catch (error) {
    if (error.status === GONE && thread.openId()) return leaveErased();
    if (error instanceof Unreachable) connection.lost();
    again = setTimeout(catchUp, AGAIN_MS, null);
  }
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("a.list-row, a[data-open]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
  if (row && isPlain) {
    event.preventDefault();
    navigation.open(row.dataset.conversation ?? row.dataset.open);
  }
  const button = event.target.closest("[data-do]");
  if (button) {
    event.preventDefault();
    commands[button.dataset.do](button);
  }
});

listen({
  j: () => go(1),
  k: () => go(-1),
  e: here(() => press("resolve")),
  r: here(() => composer.focus("reply")),
  n: here(() => composer.focus("note")),
  a: here(handling.chooseAssignee),
  s: here(suggestions.focusFirst),
  f: here(lookingUp.open),
  "/": () => document.querySelector("[data-filters] [type=search]").focus(),
  "?": () => help.showModal(),
  Escape: leave,
});

pane.addEventListener("desk:shown", enter);
pane.addEventListener("desk:swapped", handling.offerSnoozes);
pane.addEventListener("desk:stale", () => catchUp(null));
localise(document);
title.show();
enter();
navigation.peekAround();
// Another tab of the same agent has written, or sent, what stands here: sent again it would be twice.
addEventListener("storage", ({ key }) => {
  if (key === drafts.nameOf(thread.openId())) composer.enter();
});
addEventListener("offline", () => catchUp(null));
addEventListener("online", () => catchUp(null));
follow(document.querySelector("[data-live]").dataset.live, catchUp);
