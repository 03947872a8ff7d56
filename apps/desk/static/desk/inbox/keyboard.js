// Keys that work wherever nobody is writing. One that is held down moves on, and does nothing else
// twice.
const MOVING = ["j", "k"];

export function listen(keys) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const writing = event.target.closest("input, textarea, select, dialog");
    if (event.key === "Escape" && writing && !writing.matches("dialog")) {
      // A browser would empty the search, whose results stay.
      event.preventDefault();
      writing.blur();
    }
    if (writing || !keys[event.key]) return;
    event.preventDefault();
    if (!event.repeat || MOVING.includes(event.key)) keys[event.key]();
  });
}
