/* What stands beside a bot's answer: its source, and whether it helped. */
import { make } from "./templates.js";

export function drawAnswer(message, texts, { rate, readSource }) {
  const beside = make("answer");
  if (message.source) showSource(beside.querySelector(".source"), message, texts, readSource);
  addThumbs(beside, message, texts, rate);
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
    // It opens below what was read, and mostly out of sight.
    details.scrollIntoView({ block: "nearest" });
  });
}

/* `beside`: the answer's row, or what stands beside it. */
export function showRating(beside, rating) {
  for (const button of beside.querySelectorAll(".helped button")) {
    button.setAttribute("aria-pressed", button.value === rating);
  }
}

function addThumbs(beside, message, texts, rate) {
  for (const button of beside.querySelectorAll(".helped button")) {
    button.addEventListener("click", async () => {
      showRating(beside, button.value);
      const rated = await rate(message, button.value);
      if (!rated) return showRating(beside, message.rating);
      const thanks = beside.querySelector(".thanks");
      thanks.textContent = rated.rating === "up" ? texts.thanks : texts.sorry;
      // The line is new, and may have grown out of sight.
      thanks.scrollIntoView({ block: "nearest" });
    });
  }
}
