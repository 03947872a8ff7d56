// A sentence at the bottom that leaves by itself; an error stays longer, and one may offer an undo.
const SHOWN_MS = { success: 5000, error: 10000 };

export function toast(text, kind = "success", offer = null) {
  const element = document.createElement("div");
  element.className = `toast ${kind}`;
  element.append(text);
  if (offer) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small plain";
    button.textContent = offer.label;
    button.addEventListener("click", () => {
      element.remove();
      offer.act();
    });
    element.append(" ", button);
  }
  document.getElementById("toasts").append(element);
  dismissLater(element);
}

export function dismissLater(element) {
  const kind = element.classList.contains("error") ? "error" : "success";
  setTimeout(() => {
    // Not from under the pointer, or the keyboard, of somebody who is about to press its button.
    if (element.matches(":hover, :focus-within")) dismissLater(element);
    else element.remove();
  }, SHOWN_MS[kind]);
}
