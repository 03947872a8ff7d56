// Says that a colleague is writing to the same contact.
const LASTS_MS = 10000;
let over = null;

// What was just put into the pane. `ask` reads it anew.
export function enter(line, ask) {
  clearTimeout(over);
  over = line.textContent ? setTimeout(askAgain, LASTS_MS, ask) : null;
}

// Of two who write at once the server knows the later one: what was told holds for its time.
export function update(line, fresh, hasAnswered, ask) {
  if (fresh.textContent || hasAnswered || over === null) {
    line.replaceChildren(...fresh.childNodes);
    enter(line, ask);
  }
}

function askAgain(ask) {
  over = null;
  ask().catch(() => {});
}
