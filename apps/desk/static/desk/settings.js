// Buttons that copy what stands beside them; without scripts one click selects it instead.
import { toast } from "./toasts.js";

async function copy(button) {
  const element = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(element.textContent);
    toast("Copied.");
  } catch {
    getSelection().selectAllChildren(element);
    toast("The browser did not let us copy: press Ctrl-C, it is selected.", "error");
  }
}

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
});
