/* Where the visitor writes. Enter sends, Shift-Enter begins a line. */
const NEAR_THE_END = 200;

export class Composer {
  #form = document.getElementById("composer");
  #text = document.getElementById("text");
  #button = document.getElementById("send");
  #length = document.getElementById("length");
  #longest;
  #texts;

  constructor(longest, texts, send) {
    this.#longest = longest;
    this.#texts = texts;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#button.disabled) return;
      send(this.#text.value);
      this.#text.value = "";
      this.#fit();
      this.focus();
    });
    this.#text.addEventListener("input", () => this.#fit());
    this.#text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
  }

  focus() {
    this.#text.focus();
  }

  #fit() {
    const length = [...this.#text.value].length;
    const over = length - this.#longest;
    this.#button.disabled = over > 0 || this.#text.value.trim() === "";
    this.#length.textContent =
      over > 0
        ? this.#texts.too_long.replace("{count}", over)
        : over > -NEAR_THE_END
          ? `${length} / ${this.#longest}`
          : "";
    this.#length.classList.toggle("over", over > 0);
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
  }
}
