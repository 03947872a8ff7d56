// Says that the agent is writing to the contact, so that the bot does not talk over them.
import { post } from "./requests.js";

const EVERY_MS = 4000;
// By conversation: when the server was last told.
const toldAt = new Map();

export function note(id, url) {
  const now = Date.now();
  if (now - (toldAt.get(id) ?? 0) < EVERY_MS) return;
  toldAt.set(id, now);
  // Nothing is lost when it is not heard: the next key says it again.
  post(url).catch(() => toldAt.delete(id));
}

// What is sent ends the writing; whatever is written now is said anew.
export function end(id) {
  toldAt.delete(id);
}
