// The title of the tab: what is open, and how many wait, for whoever looks at another tab.
const badge = document.querySelector("[data-waiting-badge]");
let about = document.title;

export function show(what = about) {
  about = what;
  document.title = badge.textContent ? `(${badge.textContent}) ${about}` : about;
}

export function count(waiting) {
  badge.textContent = waiting;
  show();
}
