// What is written is kept in the browser until it is sent or saved, for its writer alone: it goes
// when they sign out, and when somebody else comes without that.
const { writer } = document.body.dataset;
const KINDS = ["draft", "unsaved"];

export const keptAs = (kind, what) => `${kind}:${writer}:${what}`;

function forget(isKept) {
  for (const storage of [localStorage, sessionStorage]) {
    const names = Object.keys(storage).filter((name) => KINDS.includes(name.split(":")[0]));
    for (const name of names) if (!isKept(name)) storage.removeItem(name);
  }
}

// On the page for signing in nobody is known yet: the same agent may come back.
if (writer) forget((name) => name.split(":")[1] === writer);
document.querySelector("[data-sign-out]")?.addEventListener("submit", () => forget(() => false));
