/* Firstline's chat for any web site: a button, and behind it a frame of Firstline's own origin. */
(() => {
  "use strict";
  const script = document.currentScript;
  const inbox = script && script.dataset.inbox;
  const say = (sentence) => console.warn(`Firstline: ${sentence}`);
  if (!inbox) {
    say('the script tag needs data-inbox="…" with the site key of an inbox, and no type.');
    return;
  }
  if (window.Firstline) return;

  const home = new URL(script.src).origin;
  const page = `${home}/widget/${encodeURIComponent(inbox)}/`;
  const memory = `firstline:${inbox}`;
  const phone = matchMedia("(max-width: 480px)");
  const details = ["externalId", "identityHash", "name", "email"];
  const identity = {};
  let settings, root, host, button, panel, frame, ready, failing, unread = 0, open = false;

  // In this tree the inner !important wins over any of the page's, whatever its selector or style.
  const css = (side) => `
    :host { all: initial !important; color-scheme: light dark !important;
      position: fixed !important; inset: auto auto 24px auto !important; ${side}: 24px !important;
      display: block !important; width: 56px !important; height: 56px !important;
      z-index: 2147483647 !important; overflow: visible !important; }
    * { box-sizing: border-box; }
    button { position: relative; display: grid; place-items: center; width: 56px; height: 56px;
      margin: 0; padding: 0; border: 0; border-radius: 50%; background: var(--accent);
      color: var(--on-accent); cursor: pointer; box-shadow: 0 4px 16px rgb(15 25 40 / 28%); }
    button:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
    button:hover { filter: brightness(1.08); }
    svg { width: 26px; height: 26px; fill: none; stroke: currentcolor; stroke-width: 1.75;
      stroke-linecap: round; stroke-linejoin: round; }
    [aria-expanded=false] .shut, [aria-expanded=true] .talk { display: none; }
    .badge { position: absolute; top: -4px; right: -4px; min-width: 22px; height: 22px;
      padding: 0 6px; border-radius: 11px; background: #b3261e; color: #fff;
      font: 600 12px/22px system-ui, sans-serif; text-align: center; }
    .badge:empty { display: none; }
    .panel { position: fixed; bottom: 92px; ${side}: 24px; width: min(384px, 100vw - 48px);
      height: min(640px, 100dvh - 108px); overflow: hidden; border-radius: 10px;
      background: light-dark(#fff, #191f27); color: light-dark(#18212d, #e3e8ef);
      box-shadow: 0 8px 28px rgb(15 25 40 / 28%), 0 0 0 1px light-dark(#dde2ea, #2a323e);
      visibility: hidden; opacity: 0; }
    .panel.open { visibility: visible; opacity: 1; }
    .panel p { margin: 0; padding: 72px 24px 0; font: 15px/1.45 system-ui, sans-serif;
      text-align: center; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0;
      color-scheme: light dark; visibility: hidden; }
    .panel.open.ready iframe { visibility: visible; }
    @media (max-width: 480px) {
      :host { bottom: 16px !important; ${side}: 16px !important; }
      .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; }
      .panel.open:not(.ready) { bottom: 88px; height: auto; }
      .panel.open.ready ~ button { visibility: hidden; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .panel { transform: translateY(8px); transition: opacity .14s, transform .14s, visibility .14s; }
      .panel.open { transform: none; }
    }`;

  function draw() {
    host = document.createElement("div");
    root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css(settings.position));
    root.adoptedStyleSheets = [sheet];
    panel = make("div", { class: "panel", role: "dialog", "aria-label": settings.texts.title });
    panel.append(make("p", { role: "status" }));
    button = make("button", { type: "button", title: settings.texts.open });
    button.append(icon("talk", "M4 5.5h16v11h-9l-4.5 3.5v-3.5H4z"), icon("shut", "m6 9.5 6 6 6-6"));
    button.append(make("span", { class: "badge" }));
    button.addEventListener("click", () => (open ? close() : show()));
    root.addEventListener("keydown", (event) => event.key === "Escape" && open && close());
    root.append(panel, button);
    document.documentElement.append(host);
    host.style.setProperty("--accent", settings.accent);
    host.style.setProperty("--on-accent", settings.on_accent);
    raise();
    label();
  }

  function raise() {
    // In the top layer no z-index, transform or overflow of the page can cover or clip it.
    if (!host.showPopover) return;
    host.popover = "manual";
    host.showPopover();
  }

  function make(name, attributes) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  function icon(name, path) {
    const draw = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
    const svg = draw("svg"), line = draw("path");
    svg.setAttribute("class", name);
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  function label() {
    const { close, open: words, unread: fresh } = settings.texts;
    const name = open ? close : unread ? `${words} (${fresh.replace("{count}", unread)})` : words;
    button.setAttribute("aria-expanded", open);
    button.setAttribute("aria-label", name);
    button.lastChild.textContent = open || !unread ? "" : unread > 9 ? "9+" : unread;
  }

  function load() {
    if (frame) return;
    frame = make("iframe", { title: settings.texts.title, src: page, allow: "clipboard-write" });
    frame.addEventListener("load", () => post("start", { identity, kept: read(), open }));
    panel.append(frame);
    clearTimeout(failing);
    failing = setTimeout(fail, 10000);
  }

  function fail() {
    panel.firstChild.textContent = settings.texts.unreachable;
    panel.classList.remove("ready");
    frame.remove();
    frame = null;
    ready = false;
  }

  function post(type, content) {
    frame.contentWindow.postMessage({ firstline: type, ...content }, home);
  }

  function send(type, content) {
    if (ready) post(type, content);
  }

  function show() {
    open = true;
    panel.firstChild.textContent = "";
    load();
    panel.classList.add("open");
    fit();
    label();
    frame.focus();
    send("opened");
  }

  function close() {
    open = false;
    panel.classList.remove("open");
    label();
    button.focus();
    send("closed");
  }

  /* On a phone the panel is what the on-screen keyboard leaves of the screen. */
  function fit() {
    const view = window.visualViewport;
    const style = panel.style;
    style.height = phone.matches && view && ready ? `${view.height}px` : "";
    style.top = phone.matches && view && ready ? `${view.offsetTop}px` : "";
  }

  function read() {
    try {
      return localStorage.getItem(memory);
    } catch {
      return null;
    }
  }

  function keep(value) {
    try {
      if (value === null) localStorage.removeItem(memory);
      else localStorage.setItem(memory, value);
    } catch {
      // A page without storage: the frame remembers for as long as it lives.
    }
  }

  const heard = {
    ready() {
      clearTimeout(failing);
      ready = true;
      panel.classList.add("ready");
      fit();
      // What changed while it loaded.
      send("identify", { identity });
      send(open ? "opened" : "closed");
    },
    close: () => open && close(),
    keep: ({ value }) => keep(value),
    warn: ({ detail }) => say(detail),
    unread({ count }) {
      unread = count;
      label();
    },
  };

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || !frame || source !== frame.contentWindow || !data) return;
    if (Object.hasOwn(heard, data.firstline)) heard[data.firstline](data);
  });

  function identify(given) {
    for (const name of details) if (given && given[name] != null) identity[name] = `${given[name]}`;
    send("identify", { identity });
  }

  /* null where nobody answers for as long as a server takes to start, or a tunnel to end. */
  async function ask() {
    for (const pause of [2000, 8000, 30000, 0]) {
      try {
        const response = await fetch(`${page}launcher.json`, { credentials: "omit" });
        if (response.ok) return await response.json();
      } catch {
        // No line, or no answer that can be read.
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    return null;
  }

  async function start() {
    settings = await ask();
    if (!settings) {
      say(`the chat at ${home} cannot be reached, so its button is left out.`);
      return;
    }
    if (!settings.allowed) {
      say(settings.detail);
      return;
    }
    draw();
    if (window.visualViewport) {
      visualViewport.addEventListener("resize", fit);
      visualViewport.addEventListener("scroll", fit);
    }
    phone.addEventListener("change", fit);
    // Somebody who has a conversation is told of new answers without opening it.
    if (read() !== null) load();
    if (open) show();
  }

  identify(script.dataset);
  window.Firstline = {
    identify,
    open: () => (host ? show() : (open = true)),
    close: () => host && open && close(),
  };
  start();
})();
