/* Which conversation this visitor has: {id, token, read, unsent, opening} for each identity, in
   this frame's own storage. Where a browser forbids that, or keeps it apart for a while only, the
   page around it keeps it too. Never in an address, never in a cookie. */
export class Memory {
  #name;
  #host;
  #all = {};
  #kept = true;
  #stored = true;

  constructor(inbox, host) {
    this.#name = `firstline:panel:${inbox}`;
    this.#host = host;
  }

  /* `lent`: what the page around us kept for us, if anything. */
  async open(lent) {
    const own = this.#load();
    this.#all = parse(own) ?? parse(lent) ?? {};
    const whole = (await document.hasStorageAccess?.().catch(() => false)) ?? true;
    this.#kept = own !== undefined && whole;
    this.#tellHost();
  }

  /* As it is now: other tabs of this visitor read and write it too. */
  read(who) {
    return this.#latest()[who] ?? null;
  }

  write(who, conversation) {
    const all = this.#latest();
    if (conversation) all[who] = conversation;
    else delete all[who];
    try {
      localStorage.setItem(this.#name, JSON.stringify(all));
    } catch {
      this.#kept = this.#stored = false;
    }
    this.#tellHost();
  }

  /* `changed` is called when another tab has written. */
  watch(changed) {
    window.addEventListener("storage", ({ key }) => key === this.#name && changed());
  }

  #latest() {
    const own = this.#stored ? parse(this.#load()) : null;
    if (own) this.#all = own;
    return this.#all;
  }

  /* The page learns that there is a conversation, and its token only where we cannot keep it. */
  #tellHost() {
    const any = Object.keys(this.#all).length > 0;
    const value = this.#kept ? "" : JSON.stringify(this.#all);
    this.#host.tell("keep", { value: any ? value : null });
  }

  /* undefined where storage is forbidden, null where it is empty. */
  #load() {
    try {
      return localStorage.getItem(this.#name);
    } catch {
      return undefined;
    }
  }
}

function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
