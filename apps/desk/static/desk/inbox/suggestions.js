// Cards above the composer: arrows choose, Enter accepts, Tab edits, X rejects.
import * as composer from "./composer.js";
import { post } from "./requests.js";
import { toast } from "../toasts.js";

const pane = document.querySelector("[data-conversation-pane]");
const cardsIn = (list) => [...list.querySelectorAll(".suggestion:not([hidden])")];
const cardsBeside = (card) => cardsIn(card.closest(".suggestions"));

export function focusFirst() {
  cardsIn(pane).find((card) => card.checkVisibility())?.focus();
}

// What is for agents only has nothing to send: it is read instead.
export function accept(card, caret = "end") {
  const template = card.querySelector("template");
  if (!template) return card.querySelector("[data-do='why'], a").click();
  const text = template.content.textContent;
  const title = card.querySelector(".suggestion-title").textContent;
  const { suggestion = "", passage = "", said: inSource } = card.dataset;
  const lookedUp = card.closest("[data-look-up]");
  if (lookedUp) lookedUp.hidden = true;
  return composer.fill({ text, suggestion, passage, origin: title, inSource }, caret);
}

export async function reject(card) {
  if (!card.dataset.reject) return;
  const beside = cardsBeside(card);
  const place = beside.indexOf(card);
  const next = beside[place + 1] ?? beside[place - 1];
  // Before it is hidden: cards that the focus leaves are replaced by those that wait for that.
  if (card.contains(document.activeElement)) {
    if (next) choose(next);
    else pane.querySelector(".entries").focus();
  }
  card.hidden = true;
  try {
    await post(card.dataset.reject);
  } catch (error) {
    card.hidden = false;
    toast(error.message, "error");
  }
}

function choose(card) {
  cardsBeside(card).forEach((each) => { each.tabIndex = each === card ? 0 : -1; });
  card.focus();
}

function move(card, step) {
  const all = cardsBeside(card);
  const next = all[all.indexOf(card) + step];
  if (!next && step < 0) card.closest("[data-look-up]")?.querySelector("input").focus();
  if (next) choose(next);
}

const keys = {
  ArrowDown: (card) => move(card, 1),
  ArrowUp: (card) => move(card, -1),
  ArrowRight: (card) => move(card, 1),
  ArrowLeft: (card) => move(card, -1),
  Enter: (card) => accept(card),
  Tab: (card) => accept(card, "start"),
  x: reject,
  X: reject,
};

pane.addEventListener("keydown", (event) => {
  const card = event.target;
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (!card.matches(".suggestion") || !keys[event.key] || !plain) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key](card);
});
