// Whether what is shown is what there is, said in one line while it is not.
import { clockOf } from "./times.js";

const line = document.querySelector("[data-connection]");
let heardAt = Date.now();

export function hear() {
  heardAt = Date.now();
}

export function found() {
  hear();
  line.hidden = true;
  document.body.classList.remove("stale");
}

export function lost() {
  line.textContent = `No connection since ${clockOf(heardAt)}: what you see may be out of date. It catches up by itself.`;
  line.hidden = false;
  document.body.classList.add("stale");
}
