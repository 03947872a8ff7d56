// What is being written, kept for each conversation until it is sent.
import { keptAs } from "../kept.js";

export const nameOf = (id) => keptAs("draft", id);

export function read(id) {
  const kept = localStorage.getItem(nameOf(id));
  return kept ? JSON.parse(kept) : { text: "", mode: "reply", suggestion: "", origin: "" };
}

export function keep(id, draft) {
  if (draft.text || draft.replaced) localStorage.setItem(nameOf(id), JSON.stringify(draft));
  else localStorage.removeItem(nameOf(id));
}

// What the agent had typed before a suggestion took its place; of what nobody typed, what it replaced.
export function replacedBy(draft) {
  const isOwn = draft.typed && draft.text.trim();
  return isOwn ? JSON.stringify({ ...draft, replaced: "" }) : draft.replaced;
}

export function takeReplaced(shown) {
  const before = JSON.parse(shown.replaced);
  shown.replaced = "";
  return before;
}

// What could not be sent is a draft again. What was begun meanwhile stays, below what comes back; a
// note never becomes a reply by that.
export function giveBack(id, draft) {
  const begun = read(id);
  if (begun.text && begun.text !== draft.text) {
    draft.text += `\n\n${begun.text}`;
    if (begun.mode === "note") draft.mode = "note";
  }
  keep(id, draft);
}

// The same words sent again carry the same key, so that they arrive once; other words another.
export function keyFor(draft) {
  const words = [draft.mode, draft.suggestion || draft.passage, draft.text].join("\n");
  if (draft.keyed !== words) {
    draft.keyed = words;
    draft.key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16)).join("");
  }
  return draft.key;
}
