// What becomes of the row of a conversation that is resolved.
import { find } from "./list.js";

const filters = document.querySelector("[data-filters]");

// A resolved conversation leaves a list of others; what is returned takes that back.
export function settle(id) {
  const row = find(id);
  const status = filters.elements.status.value;
  if (!row || status === "resolved") return () => {};
  return status === "any" ? markResolved(row.querySelector("[data-status]")) : remove(row);
}

// A list of one status, of which another has just been asked for, has rows without this tag.
function markResolved(tag) {
  if (!tag) return () => {};
  const { className, textContent } = tag;
  Object.assign(tag, { className: "tag green", textContent: "resolved" });
  return () => Object.assign(tag, { className, textContent });
}

function remove(row) {
  const rows = row.parentNode;
  const after = row.nextSibling;
  const filter = location.search;
  row.remove();
  return () => {
    // Another list is shown by now, or this one has it again.
    if (filter !== location.search || find(row.dataset.conversation)) return;
    rows.querySelector(".empty")?.remove();
    rows.insertBefore(row, after?.parentNode === rows ? after : null);
  };
}
