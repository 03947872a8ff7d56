// Assign, prioritise, snooze, tag, resolve: shown at once and undone in place when it fails.
import * as list from "./list.js";
import * as navigation from "./navigation.js";
import { parse, post } from "./requests.js";
import * as resolvedRow from "./resolved-row.js";
import * as thread from "./thread.js";
import { localise, snoozeChoices } from "./times.js";
import { toast } from "../toasts.js";

const pane = document.querySelector("[data-conversation-pane]");
// What changes a closed select at once.
const CHOOSING = /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down)|\S)$/;

export function offerSnoozes() {
  const select = pane.querySelector("[data-snooze]");
  if (!select || select.options.length > 1) return;
  for (const [label, until] of snoozeChoices()) select.add(new Option(label, until.toISOString()));
}

// Resolve what is open and go on with the next; it all comes back when that is refused.
export async function resolve(button) {
  const { conversation: id, lastSequence, status } = thread.article().dataset;
  if (status === "resolved") return;
  // Pressed again before the next one stands there, it is still this one that was meant.
  thread.article().dataset.status = "resolved";
  const next = list.neighbour(1) ?? list.neighbour(-1);
  const url = button.dataset.url;
  const putBack = resolvedRow.settle(id);
  if (next && next !== id) navigation.open(next);
  else navigation.close();
  navigation.forget(id);
  try {
    await post(url, { seen: lastSequence });
    toast("Resolved.", "success", { label: "Undo", act: () => undo(id, url, putBack) });
  } catch (error) {
    putBack();
    toast(error.message, "error");
    navigation.open(id);
  }
}

export async function reopen(button) {
  const shown = thread.article();
  try {
    swapHead(shown, await post(button.dataset.url));
    toast("Open again.");
  } catch (error) {
    toast(error.message, "error");
  }
}

export function chooseAssignee() {
  const select = pane.querySelector("[data-assign]");
  if (!select) return;
  select.focus();
  select.showPicker?.();
}

async function undo(id, resolveUrl, putBack) {
  try {
    await post(resolveUrl.replace("/resolve/", "/reopen/"), { undo: "on" });
    putBack();
    navigation.open(id);
  } catch (error) {
    toast(error.message, "error");
  }
}

async function handle(form) {
  const shown = thread.article();
  const takeBack = showAtOnce(form);
  try {
    const fields = new FormData(form);
    // What puts it away does so only with what its agent has seen.
    fields.set("seen", shown.dataset.lastSequence);
    swapHead(shown, await post(form.action, fields));
  } catch (error) {
    takeBack();
    toast(error.message, "error");
  }
}

// A select shows its new value by itself; a tag comes or goes. Returns how to take that back.
function showAtOnce(form) {
  const select = form.querySelector("select");
  if (select) {
    const saved = [...select.options].find((option) => option.defaultSelected) ?? select.options[0];
    return () => { select.value = saved.value; };
  }
  const item = form.closest("li");
  if (form.querySelector(".untag")) {
    item.parentElement.querySelector(".add-tag").focus();
    item.hidden = true;
    return () => { item.hidden = false; };
  }
  const tag = document.createElement("li");
  tag.className = "tag";
  tag.textContent = form.elements.tag.value;
  item.before(tag);
  return () => tag.remove();
}

function swapHead(shown, html) {
  if (thread.article() !== shown) return;
  const fresh = parse(html);
  localise(fresh);
  const head = fresh.querySelector("header");
  const old = shown.querySelector('[data-part="head"]');
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  shown.dataset.status = head.dataset.status;
  old.replaceWith(head);
  if (focused) findLike(focused, head).focus();
  offerSnoozes();
}

function findLike(control, head) {
  const label = CSS.escape(control.getAttribute("aria-label") ?? "");
  return head.querySelector(`[aria-label="${label}"]`) ?? pane.querySelector(".entries");
}

pane.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-handle]");
  if (form && event.target.matches("select") && (event.target.value || !event.target.matches("[data-snooze]"))) handle(form);
});
// Whoever goes through a list with the arrows would assign, or snooze, at each step: it opens first.
pane.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
  if (!target.matches("form[data-handle] select") || !target.showPicker || !isPlain || !CHOOSING.test(key)) return;
  event.preventDefault();
  target.showPicker();
});
pane.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-handle]")) return;
  event.preventDefault();
  if (!event.target.elements.tag || event.target.elements.tag.value.trim()) handle(event.target);
});
