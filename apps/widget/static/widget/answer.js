/* What stands beside a bot's answer: its source, and whether it helped. */
import { make } from "./templates.js";

export function drawAnswer(message, texts, { rate, readSource }) {
  const beside = make("answer");
  if (message.source) showSource(beside.querySelector(".source"), message, texts, readSource);
  showThumbs(beside, message, texts, rate);
  return beside;
}

function showSource(details, message, texts, readSource) {
  details.hidden = false;
  details.querySelector("summary").textContent = texts.source.replace("{title}", message.source.title);
  details.addEventListener("toggle", async () => {
    if (!details.open || details.dataset.read) return;
    const source = await readSource(message);
    if (source === null) details.hidden = true;
    if (!source) return;
    details.dataset.read = "yes";
    // The server renders it; the page's policy lets no script in it run.
    details.querySelector(".article").innerHTML = source.html;
  });
}

function showThumbs(beside, message, texts, rate) {
  const buttons = [...beside.querySelectorAll("button")];
  const mark = (rating) => {
    for (const button of buttons) button.setAttribute("aria-pressed", button.value === rating);
  };
  mark(message.rating);
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      mark(button.value);
      const rated = await rate(message, button.value);
      if (!rated) return mark(message.rating);
      const thanks = beside.querySelector(".thanks");
      thanks.textContent = rated.rating === "up" ? texts.thanks : texts.sorry;
      // The line is new, and may have grown out of sight.
      thanks.scrollIntoView({ block: "nearest" });
    });
  }
}
