/* What stands below the conversation: dots, one quiet sentence, trouble, and the way to a person. */
const SLOW_MS = 20000;

export class Status {
  #typing = document.getElementById("typing");
  #note = document.getElementById("note");
  #problem = document.getElementById("problem");
  #person = document.getElementById("person");
  #texts;
  #slow = null;

  constructor(texts) {
    this.#texts = texts;
  }

  show(conversation) {
    const { answering, handedOff, status } = conversation;
    this.#typing.hidden = !answering;
    this.#watch(answering);
    this.#say(sentenceOf(conversation, this.#texts));
    const has = handedOff && status !== "resolved";
    this.#person.disabled = has;
    this.#person.lastElementChild.textContent = has ? this.#texts.person_has : this.#texts.person;
  }

  asking() {
    this.#say(this.#texts.person_asking);
  }

  /* A Problem, or null when it is over. */
  trouble(problem) {
    this.#problem.hidden = !problem;
    if (!problem) return;
    this.#problem.textContent = sentenceAbout(problem, this.#texts);
  }

  #say(sentence) {
    if (this.#note.textContent !== sentence) this.#note.textContent = sentence;
  }

  /* Dots that go on for long say nothing any more. */
  #watch(answering) {
    if (!answering) {
      clearTimeout(this.#slow);
      this.#slow = null;
      return;
    }
    this.#slow ??= setTimeout(() => this.#say(this.#texts.slow), SLOW_MS);
  }
}

function sentenceOf({ messages, outbox, answering, handedOff, status }, texts) {
  const last = messages.at(-1);
  if (outbox.length || answering) return "";
  if (status === "resolved") return texts.resolved;
  if (handedOff && last?.direction !== "outgoing") return texts.person_asked;
  return last?.direction === "incoming" ? texts.waiting : "";
}

function sentenceAbout({ kind, seconds }, texts) {
  const sentence = { gone: texts.expired }[kind] ?? texts[kind] ?? texts.away;
  return sentence.replace("{seconds}", seconds || 30);
}
