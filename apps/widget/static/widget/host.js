/* The page around the panel: what it says is believed only from the inbox's own sites. */
export class Host {
  #origin = null;
  #heard = {};

  constructor(origins) {
    this.framed = window.parent !== window;
    window.addEventListener("message", ({ origin, source, data }) => {
      if (source !== window.parent || !origins.includes(origin) || !data?.firstline) return;
      this.#origin = origin;
      this.#heard[data.firstline]?.(data);
    });
  }

  /* `listeners`: start, opened, closed and identify; each gets what came with it. */
  listen(listeners) {
    this.#heard = listeners;
  }

  /* ready, close, keep, unread or warn. Nobody hears it before the page has said who it is. */
  tell(type, content = {}) {
    if (this.#origin) window.parent.postMessage({ firstline: type, ...content }, this.#origin);
  }
}
