// A sentence at the bottom that leaves by itself; `error` stays longer.
const SHOWN_MS = { success: 4000, error: 9000 };

export function toast(text, kind = "success") {
  const element = document.createElement("div");
  element.className = `toast ${kind}`;
  element.textContent = text;
  document.getElementById("toasts").append(element);
  dismissLater(element);
}

export function dismissLater(element) {
  const kind = element.classList.contains("error") ? "error" : "success";
  setTimeout(() => element.remove(), SHOWN_MS[kind]);
}
