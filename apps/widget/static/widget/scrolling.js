/* The end of the conversation stays in sight for whoever reads there, and moves for nobody else. */
const NEAR_PX = 80;

export class Scrolling {
  #box = document.getElementById("scroll");
  #newer = document.getElementById("newer");
  #atEnd = true;

  constructor() {
    this.#box.addEventListener("scroll", () => this.#look(), { passive: true });
    this.#newer.addEventListener("click", () => this.end());
    // The on-screen keyboard came or went.
    new ResizeObserver(() => this.#atEnd && this.end()).observe(this.#box);
  }

  end() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#atEnd = true;
    this.#newer.hidden = true;
  }

  /* After something was drawn; `fresh`: there is more to read than before. */
  follow(fresh) {
    if (this.#atEnd) this.end();
    else if (fresh) this.#newer.hidden = false;
  }

  #look() {
    const rest = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
    this.#atEnd = rest < NEAR_PX;
    if (this.#atEnd) this.#newer.hidden = true;
  }
}
