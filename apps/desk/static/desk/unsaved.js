// What is written into a long form is kept in its tab until it is saved: neither a session that
// has run out nor a page that was left takes it away.
import { keptAs } from "./kept.js";

const SENT = keptAs("unsaved", "sent");
const NOTICE = "What you wrote here before is back. It is not saved yet. ";
const form = document.querySelector("form[data-unsaved]");
const name = keptAs("unsaved", location.pathname);

const fields = () => [...form.elements].filter(
  (field) => field.name && field.name !== "csrfmiddlewaretoken" && field.type !== "file",
);
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
const nameOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
const read = () => Object.fromEntries(
  fields().map((field) => [nameOf(field), isTicked(field) ? field.checked : field.value]),
);

function putBack(kept) {
  const changed = fields().filter((field) => {
    const before = kept[nameOf(field)];
    if (before === undefined || before === (isTicked(field) ? field.checked : field.value)) return false;
    field[isTicked(field) ? "checked" : "value"] = before;
    return true;
  });
  for (const field of changed) field.dispatchEvent(new Event("input", { bubbles: true }));
  if (changed.length) offerToDiscard();
}

function offerToDiscard() {
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "small";
  discard.textContent = "Discard it";
  discard.addEventListener("click", () => {
    sessionStorage.removeItem(name);
    location.reload();
  });
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  notice.append(NOTICE, discard);
  form.before(notice);
}

// A form that was sent is saved when another page of the desk comes next. Its own page says that
// it was refused, and the one for signing in says nothing.
if (document.querySelector("nav.rail")) {
  const sent = sessionStorage.getItem(SENT);
  if (sent !== name) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

if (form) {
  // What was sent and refused stands in the form already.
  const kept = form.dataset.unsaved === "GET" && sessionStorage.getItem(name);
  const restore = () => kept && putBack(JSON.parse(kept));
  document.addEventListener("DOMContentLoaded", restore);
  form.addEventListener("input", () => sessionStorage.setItem(name, JSON.stringify(read())));
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
  form.addEventListener("click", (event) => {
    if (event.target.closest(".actions a")) sessionStorage.removeItem(name);
  });
}
