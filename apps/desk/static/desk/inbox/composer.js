// Writing replies and notes. What is sent appears at once, and comes back when it fails.
import * as drafts from "./drafts.js";
import { post } from "./requests.js";
import * as thread from "./thread.js";
import * as typing from "./typing.js";
import * as unfilled from "./unfilled.js";

// How the server refuses a suggestion that a colleague has sent, or a passage that was changed.
const USED_UP = 410;
const pane = document.querySelector("[data-conversation-pane]");
// By conversation: whether another message is to follow the one that is under way.
const sending = new Map();

const form = () => pane.querySelector("[data-composer]");
const area = () => form().elements.text;

export function enter() {
  if (form()) show(drafts.read(form().dataset.conversation));
}

export function focus(mode) {
  if (!form()) return;
  if (mode) update({ mode });
  area().focus();
}

// A suggestion as the draft; `caret` says whether its words are to be edited from their start.
export function fill(draft, caret) {
  show({ mode: "reply", ...draft, replaced: drafts.replacedBy(current()) });
  keep();
  noteTyping();
  const place = caret === "start" ? 0 : draft.text.length;
  area().focus();
  area().setSelectionRange(place, place);
  selectMissing();
}

export async function send() {
  const id = form().dataset.conversation;
  const draft = current();
  const problem = findProblem(draft);
  if (problem) return say(problem, true);
  if (sending.has(id)) {
    sending.set(id, true);
    return say("It is sent after the one before", false);
  }
  const { text, suggestion, passage } = draft;
  const fields = { text, key: drafts.keyFor(draft), suggestion, passage };
  if (draft.verbatim) fields.as_written = "on";
  // What comes after this is still to be answered.
  fields.seen = thread.article().dataset.lastSequence;
  drafts.keep(id, draft);
  const sent = form();
  const pending = thread.addPending(draft.text, draft.mode, sent.dataset.agent);
  const cards = draft.mode === "reply" ? pane.querySelector('[data-part="suggestions"]') : null;
  if (cards) cards.hidden = true;
  show({ text: "", mode: "reply", suggestion: "", origin: "" });
  sending.set(id, false);
  let isSent = false;
  try {
    const html = await post(sent.dataset[draft.mode], fields);
    isSent = true;
    typing.end(id);
    if (form()?.dataset.conversation === id && area().value) noteTyping();
    thread.settle(pending, html);
    const kept = drafts.read(id);
    if (kept.keyed === draft.keyed && kept.text === draft.text) drafts.keep(id, { text: "" });
  } catch (error) {
    pending.remove();
    if (cards) cards.hidden = !cards.children.length;
    restore(id, draft, error);
  } finally {
    const follows = sending.get(id);
    sending.delete(id);
    if (isSent && follows && form()?.dataset.conversation === id) send();
  }
}

function restore(id, draft, { message: sentence, status }) {
  if (status === USED_UP) Object.assign(draft, { suggestion: "", passage: "", inSource: "", origin: "" });
  drafts.giveBack(id, draft);
  if (form()?.dataset.conversation !== id) return;
  show(draft);
  say(sentence, true);
}

function show(draft) {
  const { suggestion, passage = "", inSource = "", verbatim = "", typed = "", replaced = "", keyed = "", key = "" } = draft;
  Object.assign(form().dataset, { suggestion, passage, inSource, verbatim, typed, replaced, keyed, key });
  form().querySelector("[data-put-back]").hidden = !replaced;
  area().value = draft.text;
  const origin = form().querySelector("[data-origin]");
  origin.textContent = draft.origin ? `From “${draft.origin}”` : "";
  form().dataset.origin = draft.origin ?? "";
  origin.hidden = !draft.origin;
  setMode(draft.mode);
  check();
}

function setMode(mode) {
  const isNote = mode === "note";
  form().classList.toggle("writing-note", isNote);
  form().dataset.mode = mode;
  for (const button of form().querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  }
  area().placeholder = isNote ? "Write a note; customers never see it" : "Write a reply";
  area().setAttribute("aria-label", isNote ? "Write a note" : "Write a reply");
  form().querySelector("[data-send-label]").textContent = isNote ? "Add note" : "Send";
}

function current() {
  const { mode, suggestion, passage, inSource, verbatim, origin, typed, replaced, keyed, key } = form().dataset;
  const basis = mode === "reply" ? { suggestion, passage } : { suggestion: "", passage: "" };
  return { text: area().value, mode, ...basis, inSource, verbatim, origin, typed, replaced, keyed, key };
}

function update(changes) {
  show({ ...current(), ...changes });
  keep();
}

function keep() {
  drafts.keep(form().dataset.conversation, current());
}

function noteTyping() {
  const { conversation, typing: url } = form().dataset;
  if (current().mode === "reply") typing.note(conversation, url);
}

function findMissing(draft) {
  return draft.mode === "reply" ? unfilled.find(draft, form().dataset.hiddenLabels.split(" ")) : [];
}

const findProblem = (draft) => unfilled.findProblem(draft, findMissing(draft));

// What is wrong stands beside the button that is off.
function check() {
  const draft = current();
  if (!draft.text) form().dataset.verbatim = draft.verbatim = "";
  const problem = findProblem(draft);
  form().querySelector("[data-send]").setAttribute("aria-disabled", String(Boolean(problem)));
  say(problem, false);
  const missing = findMissing(draft);
  const marks = missing.map((found) => unfilled.mark(found, selectMissing));
  form().querySelector("[data-missing]").replaceChildren(...marks);
  form().querySelector("[data-as-written]").hidden = !missing.length;
  if (!CSS.supports("field-sizing", "content")) {
    area().rows = Math.min(Math.max(draft.text.split("\n").length, 2), 10);
  }
}

// The contact reads these as they stand, from now on in this draft.
function keepAsWritten() {
  const draft = current();
  const written = findMissing(draft).map((found) => found[0]);
  update({ verbatim: [draft.verbatim, ...written].filter(Boolean).join("\n") });
  area().focus();
}

function selectMissing() {
  const [first] = findMissing(current());
  if (!first) return;
  area().focus();
  area().setSelectionRange(first.index, first.index + first[0].length);
}

function say(sentence, isError) {
  const reason = form().querySelector("[data-reason]");
  reason.textContent = sentence;
  reason.classList.toggle("red", isError);
}

pane.addEventListener("input", (event) => {
  if (!event.target.closest("[data-composer]")) return;
  if (sending.has(form().dataset.conversation)) sending.set(form().dataset.conversation, false);
  form().dataset.typed = "on";
  keep();
  check();
  noteTyping();
});
pane.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form()) return;
  event.preventDefault();
  send();
});
pane.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-composer]")) return;
  event.preventDefault();
  send();
});
pane.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mode]");
  if (button?.type === "button") focus(button.dataset.mode);
  if (event.target.closest("[data-as-written]")) keepAsWritten();
  if (event.target.closest("[data-put-back]")) fill(drafts.takeReplaced(form().dataset), "end");
});
