// Keys that work wherever nobody is writing.
export function listen(keys) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const writing = event.target.closest("input, textarea, select, dialog");
    if (event.key === "Escape" && writing && !writing.matches("dialog")) writing.blur();
    if (writing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
}
