/* The panel of one inbox: put together from its parts. */
import { makeKey } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Host } from "./host.js";
import { Memory } from "./memory.js";
import { Scrolling } from "./scrolling.js";
import { Status } from "./status.js";
import { Thread } from "./thread.js";

const config = JSON.parse(document.getElementById("config").textContent);
const { texts } = config;
const host = new Host(config.origins);
const memory = new Memory(config.inbox, host);
const scrolling = new Scrolling();
const status = new Status(texts);
const questions = document.getElementById("questions");
const person = document.getElementById("person");
const composer = new Composer(config.longest, texts, say);
const thread = new Thread({ ...texts, company: document.querySelector("h1").textContent }, config.language, {
  retry: (key) => conversation.retry(key),
  rate: (message, rating) => attempt(() => conversation.rate(message, rating)),
  readSource: (message) => attempt(() => conversation.readSource(message)),
});

let identity = {};
let conversation = null;
let open = !host.framed;
let shown = 0;

/* Someone the web site vouches for, or an anonymous visitor. `unsent`: what they wrote before. */
function begin(unsent = []) {
  conversation?.rest();
  const name = who();
  const recall = () => {
    const { id, token } = memory.read(name) ?? {};
    return id ? { id, token } : null;
  };
  /* Kept before it is used: another tab, or the next page, may ask for the same. */
  const keyOf = (contact) => {
    const introduced = JSON.stringify(contact);
    const kept = memory.read(name)?.opening;
    if (kept?.contact === introduced) return kept.key;
    const key = makeKey();
    memory.write(name, { ...memory.read(name), opening: { key, contact: introduced } });
    return key;
  };
  conversation = new Conversation(config.inbox, contactOf(identity), { recall, keyOf }, unsent);
  const current = conversation;
  const ours = (listener) => (event) => current === conversation && listener(event);
  current.addEventListener("change", ours(show));
  current.addEventListener("started", ours(() => remember({ read: null })));
  current.addEventListener("trouble", ours(({ detail }) => trouble(detail)));
  current.addEventListener("ended", ours(startAnew));
  shown = 0;
  show();
  scrolling.end();
  if (!document.hidden) current.resume();
  if (!current.credential) current.catchUp();
}

/* What was not sent is said in the new conversation. */
function startAnew() {
  const unsent = conversation.outbox.filter((entry) => !entry.id);
  if (memory.read(who())?.id === conversation.credential.id) memory.write(who(), null);
  begin(unsent);
  status.trouble({ kind: "gone" });
}

function who() {
  return identity.externalId ?? "";
}

/* What `tomorrow` means here; nothing where the browser does not know its place. */
function zone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return /^[A-Z]\w+\/(?!Unknown)[\w/+-]+$|^UTC$/.test(timeZone ?? "") ? timeZone : "";
}

function contactOf({ externalId, identityHash, name, email }) {
  const details = { external_id: externalId, identity_hash: identityHash, name, email, time_zone: zone() };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value));
}

function remember(changes) {
  memory.write(who(), { ...memory.read(who()), ...conversation.credential, ...changes });
}

/* What is not sent yet outlives the page: the visitor may be on the way to the next one. */
function keepUnsent() {
  const kept = memory.read(who())?.unsent ?? {};
  const unsent = { ...kept };
  for (const { key, id, failed, waits, text, created_at } of conversation.outbox) {
    if (id || (failed && !waits)) delete unsent[key];
    else unsent[key] = { text, created_at };
  }
  if (JSON.stringify(unsent) !== JSON.stringify(kept)) remember({ unsent });
}

function listUnsent() {
  return Object.entries(memory.read(who())?.unsent ?? {}).map(([key, entry]) => ({ key, ...entry }));
}

function say(text) {
  scrolling.end();
  conversation.send(text);
}

/* undefined where it did not work, which is then said. */
async function attempt(act) {
  try {
    return await act();
  } catch (problem) {
    return trouble(problem);
  }
}

/* The visitor reads a sentence; what the web site did wrong is for whoever built it. */
function trouble(problem) {
  status.trouble(problem);
  if (problem?.kind === "refused") host.tell("warn", { detail: problem.detail });
}

function show() {
  const { messages, outbox } = conversation;
  thread.show(messages, outbox);
  questions.hidden = conversation.loading || messages.length + outbox.length > 0;
  status.show(conversation);
  scrolling.follow(messages.length > shown);
  shown = messages.length;
  keepUnsent();
  countUnread();
}

/* What was said to the visitor while the panel was closed. */
function countUnread() {
  const { messages, credential } = conversation;
  if (!credential) return host.tell("unread", { count: 0 });
  const last = messages.at(-1)?.id ?? null;
  const { read } = memory.read(who()) ?? {};
  if (open && !document.hidden && last && last !== read) remember({ read: last });
  const from = messages.findIndex((message) => message.id === read) + 1;
  const fresh = messages.slice(from).filter((message) => message.direction === "outgoing");
  return host.tell("unread", { count: open ? 0 : fresh.length });
}

async function askForPerson() {
  person.disabled = true;
  status.asking();
  scrolling.end();
  await attempt(() => conversation.requestPerson());
  status.show(conversation);
}

/* Another tab has begun a conversation, or begun anew. */
function followOthers() {
  if (!conversation || conversation.outbox.length) return;
  if (memory.read(who())?.id !== conversation.credential?.id) begin();
}

function introduce(given) {
  const before = who();
  identity = given ?? {};
  if (who() !== before) begin(listUnsent());
  else if (conversation) conversation.contact = contactOf(identity);
}

async function start({ identity: given, kept, open: isOpen }) {
  identity = given ?? {};
  open = isOpen;
  await memory.open(kept);
  memory.watch(followOthers);
  begin(listUnsent());
  host.tell("ready");
  if (open) composer.focus();
}

host.listen({
  start,
  identify: (message) => introduce(message.identity),
  opened() {
    open = true;
    composer.focus();
    scrolling.end();
    if (conversation) show();
  },
  closed: () => (open = false),
});

const minimise = document.getElementById("minimise");
minimise.hidden = !host.framed;
minimise.addEventListener("click", () => host.tell("close"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) host.tell("close");
});
person.addEventListener("click", askForPerson);
questions.addEventListener("click", ({ target }) => {
  const chip = target.closest(".chip");
  if (chip) say(chip.textContent.trim());
});
// A tab that nobody looks at needs no line of its own.
document.addEventListener("visibilitychange", () => {
  if (!conversation) return;
  if (document.hidden) conversation.rest();
  else conversation.resume();
});

window.addEventListener("online", () => conversation?.catchUp());

const root = document.documentElement.style;
if (config.accent) {
  root.setProperty("--brand", config.accent);
  root.setProperty("--on-brand", config.on_accent);
}
if (!host.framed) start({ identity: {}, kept: null, open: true });
