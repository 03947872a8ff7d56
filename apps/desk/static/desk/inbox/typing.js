// Says that the agent is writing to the contact, so that the bot does not talk over them.
import { post } from "./requests.js";

const EVERY = 4000;
const said = new Map();

export function note(id, url) {
  const now = Date.now();
  if (now - (said.get(id) ?? 0) < EVERY) return;
  said.set(id, now);
  // Nothing is lost when it is not heard: the next key says it again.
  post(url).catch(() => said.delete(id));
}

// What is sent ends the writing; whatever is written now is said anew.
export function end(id) {
  said.delete(id);
}
