/* One conversation: what the server knows of it, and what is still on its way there.

   The server's order is the truth. `change` is told after every change, `trouble` about what went
   wrong and, with null, that it is over. */
import { Problem, bearer, call, makeKey } from "./api.js";
import { backoff, pause } from "./patience.js";
import { follow } from "./stream.js";

const PAGE = 100;
const TRIES = 4;
// For as long as the server knows a key again.
const RESENT_MS = 24 * 3600 * 1000;
const UNFINISHED = new Set(["pending", "leased"]);

export class Conversation extends EventTarget {
  messages = [];
  outbox = [];
  handedOff = false;
  status = "open";
  loading = false;
  contact;
  #inbox;
  #recall;
  #keyOf;
  #credential;
  #starting = null;
  #following = null;
  #refreshing = null;
  #stale = false;
  /* Nobody tells of thumbs that another tab has given while this one was not looked at. */
  #ratingsMayDiffer = false;
  #sending = new Set();
  #last = Promise.resolve();

  /* `contact`: who it is, as the API takes it. `recall()`: {id, token} of one that goes on, or null
     where none was begun; asked again when the first message is written. `keyOf(contact)`: by which
     all tabs begin the same one. `unsent`: what an earlier page could not send. */
  constructor(inbox, contact, { recall, keyOf }, unsent) {
    super();
    this.#inbox = inbox;
    this.contact = contact;
    this.#recall = recall;
    this.#keyOf = keyOf;
    this.#credential = recall();
    this.loading = this.#credential !== null;
    this.outbox = unsent.map((entry) => ({ ...entry, failed: true, waits: true }));
  }

  get credential() {
    return this.#credential;
  }

  /* Whether something is truly under way that may answer. */
  get answering() {
    return !this.handedOff && this.messages.some((message) => UNFINISHED.has(message.status));
  }

  resume() {
    if (!this.#credential || this.#following) return;
    const { id, token } = this.#credential;
    this.#following = new AbortController();
    follow(id, token, this.#following.signal, {
      connected: () => {
        this.#ratingsMayDiffer = true;
        this.refresh();
      },
      happened: () => this.refresh(),
      lost: (problem) => this.#lose(problem),
    });
  }

  rest() {
    this.#following?.abort();
    this.#following = null;
  }

  async send(text) {
    const entry = { key: makeKey(), text, created_at: new Date().toISOString() };
    this.outbox.push(entry);
    await this.#deliver(entry);
  }

  /* The line may be back. */
  async catchUp() {
    if (this.#credential) await this.refresh();
    else this.#sendWaiting();
  }

  /* `key`: of what was not sent. */
  async retry(key) {
    await this.#deliver(this.outbox.find((entry) => entry.key === key));
  }

  async requestPerson() {
    const { id } = await this.#start();
    this.#take(await this.#call("POST", `/conversations/${id}/hand-off`));
    await this.refresh();
    this.#trouble(null);
  }

  async rate({ id }, rating) {
    const rated = await this.#call("POST", `/messages/${id}/feedback`, { body: { rating } });
    this.messages.find((message) => message.id === id).rating = rated.rating;
    this.#changed();
    return rated;
  }

  /* null where the article was taken back since. */
  async readSource(message) {
    try {
      return await this.#call("GET", `/messages/${message.id}/source`);
    } catch (problem) {
      if (problem.kind !== "gone") throw problem;
      return null;
    }
  }

  /* Read what is new. Asked while it reads, it reads once more: nothing falls in between. */
  async refresh() {
    this.#stale = true;
    this.#refreshing ??= this.#refreshAll().finally(() => (this.#refreshing = null));
    await this.#refreshing;
  }

  async #refreshAll() {
    while (this.#stale) {
      this.#sendWaiting();
      // What is being sent has no id here yet, and would be shown twice.
      await Promise.allSettled(this.#sending);
      this.#stale = false;
      try {
        await this.#read();
        this.#trouble(null);
      } catch (problem) {
        this.#lose(problem);
        return;
      }
      this.loading = false;
      this.#changed();
    }
  }

  async #read() {
    const { id } = this.#credential;
    this.#take(await this.#call("GET", `/conversations/${id}`));
    const messages = this.#settled();
    let after = messages.at(-1)?.id;
    do {
      const start = after ? `&after=${after}` : "";
      const page = await this.#call("GET", `/conversations/${id}/messages?limit=${PAGE}${start}`);
      messages.push(...page.items);
      after = page.next;
    } while (after);
    this.messages = messages;
    this.#ratingsMayDiffer = false;
    this.#dropDelivered();
  }

  /* What was written while it was read may be known before the answer to it comes. */
  #dropDelivered() {
    const known = new Set(this.messages.map(({ id }) => id));
    this.outbox = this.outbox.filter(({ id }) => !known.has(id));
  }

  /* Those before the first that may still change; the rest is read again. */
  #settled() {
    const open = this.messages.findIndex((each) => UNFINISHED.has(each.status) || this.#mayBeRated(each));
    return open < 0 ? [...this.messages] : this.messages.slice(0, open);
  }

  #mayBeRated({ sender_type: sender, rating }) {
    return this.#ratingsMayDiffer && sender === "bot" && !rating;
  }

  #sendWaiting() {
    const since = Date.now() - RESENT_MS;
    for (const entry of this.outbox) {
      if (entry.waits && Date.parse(entry.created_at) > since) this.#deliver(entry);
    }
  }

  async #deliver(entry) {
    entry.failed = entry.waits = false;
    this.#changed();
    // In the order in which they were written.
    const sending = this.#last.then(() => this.#post(entry));
    this.#last = sending.catch(() => {});
    this.#sending.add(sending);
    try {
      Object.assign(entry, await sending);
      this.#dropDelivered();
      this.#trouble(null);
    } catch (problem) {
      entry.failed = true;
      entry.waits = problem.passing;
      this.#lose(problem);
    } finally {
      this.#sending.delete(sending);
      this.#changed();
    }
    if (!entry.failed) await this.refresh();
  }

  /* The same key each time: however often it is sent, it is said once. */
  async #post(entry) {
    for (let failures = 0; ; failures += 1) {
      try {
        const { id } = await this.#start();
        return await this.#call("POST", `/conversations/${id}/messages`, {
          headers: { "Idempotency-Key": entry.key },
          body: { text: entry.text },
        });
      } catch (problem) {
        if (!problem.passing || problem.seconds > 5 || failures + 1 >= TRIES) throw problem;
        await pause(Math.max(1000 * problem.seconds, backoff(failures)));
      }
    }
  }

  /* Two messages written at once begin one conversation, not two. */
  async #start() {
    if (this.#credential) return this.#credential;
    this.#starting ??= this.#begin().finally(() => (this.#starting = null));
    const { id, token } = await this.#starting;
    if (!this.#credential) {
      this.#credential = { id, token };
      this.dispatchEvent(new Event("started"));
      this.resume();
    }
    return this.#credential;
  }

  /* Or go on with what another tab has begun, before or meanwhile. */
  async #begin() {
    const begun = this.#recall();
    if (begun) return begun;
    const { contact } = this;
    const headers = { "X-Inbox-Key": this.#inbox, "Idempotency-Key": this.#keyOf(contact) };
    const started = await call("POST", "/conversations", { headers, body: { contact } });
    return this.#recall() ?? started;
  }

  #call(method, path, options = {}) {
    const headers = { ...options.headers, ...bearer(this.#credential.token) };
    return call(method, path, { ...options, headers });
  }

  #take({ status, handed_off: handedOff }) {
    this.status = status;
    this.handedOff = handedOff;
  }

  #lose(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.kind === "gone" && this.#credential) {
      this.rest();
      this.dispatchEvent(new Event("ended"));
    }
    this.#trouble(problem);
  }

  #trouble(problem) {
    this.dispatchEvent(new CustomEvent("trouble", { detail: problem }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
