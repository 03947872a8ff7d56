// What stands beside the thread: a drawer on narrow screens, evidence, copies, and actions.
import { get, parse, post } from "./requests.js";
import { toast } from "../toasts.js";

const pane = document.querySelector("[data-conversation-pane]");
const context = () => document.getElementById("context");
// Whose evidence is shown: a card that was looked up has no id, and others may be made anew meanwhile.
let explained = null;

export function toggle(open = !context().classList.contains("open")) {
  context().classList.toggle("open", open);
  pane.querySelector(".context-toggle").setAttribute("aria-expanded", String(open));
}

export const isOpen = () => context()?.classList.contains("open");

const evidence = () => context()?.querySelector("[data-evidence]");

export async function showEvidence(button) {
  const holder = evidence();
  try {
    holder.replaceChildren(parse(await get(button.dataset.url)));
  } catch (error) {
    return toast(error.message, "error");
  }
  if (!isEvidenceShown()) holder.toggleAttribute("data-drawer-was-shut", !isOpen());
  holder.hidden = false;
  holder.dataset.inUse = "";
  explained = button.closest(".suggestion");
  toggle(true);
  holder.querySelector("[data-evidence-title]").focus();
  holder.querySelector("[data-hit]")?.scrollIntoView({ block: "nearest" });
}

export const isEvidenceShown = () => evidence()?.hidden === false;

export function closeEvidence() {
  const holder = evidence();
  holder.hidden = true;
  delete holder.dataset.inUse;
  holder.replaceChildren();
  if ("drawerWasShut" in holder.dataset) toggle(false);
  const card = explained.isConnected ? explained : document.getElementById(explained.id);
  (card ?? pane.querySelector(".entries")).focus();
}

export async function preview(button) {
  const item = button.closest("li");
  if (item.querySelector(".preview")) return closePreview(button);
  try {
    const fresh = parse(await get(button.dataset.url));
    // Pressed twice, it opens once.
    if (item.querySelector(".preview")) return;
    item.append(fresh);
  } catch (error) {
    return toast(error.message, "error");
  }
  item.querySelector(".preview").dataset.inUse = "";
  button.setAttribute("aria-expanded", "true");
  item.querySelector(".preview input:placeholder-shown, .preview button").focus();
}

export function closePreview(inside) {
  const item = inside.closest("li");
  item.querySelector(".preview").remove();
  const button = item.querySelector('[data-do="preview"]');
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

export async function copy(button) {
  await navigator.clipboard.writeText(button.querySelector("bdi").textContent);
  toast("Copied.");
}

async function perform(form) {
  const title = form.dataset.title;
  const button = form.querySelector("button.primary");
  button.disabled = true;
  try {
    const fields = new FormData(form);
    fields.set("last_seen", pane.querySelector("article.thread").dataset.lastSequence);
    await post(form.action, fields);
    closePreview(form);
    // What was done stands in the thread, which an open drawer hides.
    toggle(false);
    toast(`Done: ${title}.`);
    pane.dispatchEvent(new CustomEvent("desk:stale"));
  } catch (error) {
    button.disabled = false;
    toast(error.message, "error");
  }
}

// What is filled in changes what will be done: the server says anew what that is.
async function previewAgain(form, name) {
  try {
    const fresh = parse(await post(form.dataset.preview, new FormData(form))).firstElementChild;
    if (!form.isConnected) return;
    fresh.dataset.inUse = "";
    const hadFocus = form.contains(document.activeElement) ? document.activeElement.name : null;
    form.replaceWith(fresh);
    (fresh.elements[hadFocus || name] ?? fresh.querySelector("button")).focus();
  } catch (error) {
    toast(error.message, "error");
  }
}

export async function undo(button) {
  button.disabled = true;
  try {
    await post(button.dataset.url);
    pane.querySelector(".entries").focus();
    button.remove();
    toast("Undone.");
    pane.dispatchEvent(new CustomEvent("desk:stale"));
  } catch (error) {
    button.disabled = false;
    toast(error.message, "error");
  }
}

pane.addEventListener("change", (event) => {
  const form = event.target.closest("[data-perform]");
  if (form && event.target.name.startsWith("given.")) previewAgain(form, event.target.name);
});
pane.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-perform]")) return;
  event.preventDefault();
  perform(event.target);
});
pane.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
