/* The conversation as it is seen: rows that stay where they are while others come. */
import { drawAnswer, showRating } from "./answer.js";
import { withLinks } from "./links.js";
import { make } from "./templates.js";

const GROUP_MS = 5 * 60000;

export class Thread {
  #list = document.getElementById("thread");
  #rows = new Map();
  #texts;
  #language;
  #act;

  /* `act`: retry(entry), rate(message, rating) and readSource(message). */
  constructor(texts, language, act) {
    this.#texts = texts;
    this.#language = language;
    this.#act = act;
  }

  show(messages, outbox) {
    const items = [
      ...messages.map((message) => ({ key: message.id, ...message })),
      ...outbox.map((entry) => ({ ...entry, direction: "incoming", sender_type: "contact" })),
    ];
    const rows = items.flatMap((item, at) => this.#place(item, items[at - 1], items[at + 1]));
    for (const [key, row] of this.#rows) if (!rows.some(([each]) => each === key)) row.remove();
    this.#rows = new Map(rows);
    rows.forEach(([, row], at) => {
      if (this.#list.children[at] !== row) this.#list.insertBefore(row, this.#list.children[at] ?? null);
    });
  }

  #place(item, before, after) {
    const row = this.#rows.get(item.key) ?? this.#draw(item);
    row.toggleAttribute("data-first", !isTogether(before, item));
    row.toggleAttribute("data-last", !isTogether(item, after));
    this.#showState(row, item);
    if (item.sender_type === "bot") showRating(row, item.rating);
    const day = dayOf(item);
    if (before && dayOf(before) === day) return [[item.key, row]];
    const line = `day ${day}`;
    return [
      [line, this.#rows.get(line) ?? this.#drawDay(item)],
      [item.key, row],
    ];
  }

  #draw(item) {
    const row = make("message");
    row.dataset.from = item.sender_type;
    row.querySelector(".name").textContent = this.#nameOf(item);
    // What a visitor writes stays text: it may come from anybody.
    const parts = item.sender_type === "contact" ? [item.text] : withLinks(item.text);
    row.querySelector(".bubble").append(...parts);
    const time = row.querySelector("time");
    time.dateTime = item.created_at;
    time.textContent = this.#format(item, { hour: "numeric", minute: "2-digit" });
    time.title = this.#format(item, { dateStyle: "full", timeStyle: "short" });
    if (item.sender_type === "bot") row.append(drawAnswer(item, this.#texts, this.#act));
    return row;
  }

  #showState(row, item) {
    const sending = !item.id && !item.failed;
    row.classList.toggle("failed", Boolean(item.failed));
    row.classList.toggle("sending", sending);
    const state = item.failed ? this.#texts.not_sent : sending ? this.#texts.sending : "";
    row.querySelector(".state").textContent = state;
    const again = row.querySelector(".again");
    again.hidden = !item.failed;
    again.onclick = () => this.#act.retry(item.key);
  }

  #drawDay(item) {
    const row = make("day");
    row.firstElementChild.textContent = this.#sayDay(item);
    return row;
  }

  #sayDay(item) {
    const days = Math.round((startOfDay(new Date(item.created_at)) - startOfDay(new Date())) / 864e5);
    if (days < -1) return this.#format(item, { weekday: "long", day: "numeric", month: "long" });
    const relative = new Intl.RelativeTimeFormat(this.#language, { numeric: "auto" });
    const words = relative.format(days, "day");
    return words.charAt(0).toLocaleUpperCase(this.#language) + words.slice(1);
  }

  #format(item, options) {
    return new Intl.DateTimeFormat(this.#language, options).format(new Date(item.created_at));
  }

  #nameOf(item) {
    const { bot, you } = this.#texts;
    return { bot, contact: you, agent: item.sender_name ?? this.#texts.company }[item.sender_type] ?? "";
  }
}

const dayOf = (item) => new Date(item.created_at).toDateString();
const startOfDay = (date) => new Date(date).setHours(0, 0, 0, 0);

function isTogether(earlier, later) {
  return (
    earlier !== undefined &&
    later !== undefined &&
    earlier.sender_type === later.sender_type &&
    earlier.sender_name === later.sender_name &&
    dayOf(earlier) === dayOf(later) &&
    !earlier.failed &&
    new Date(later.created_at) - new Date(earlier.created_at) < GROUP_MS
  );
}
