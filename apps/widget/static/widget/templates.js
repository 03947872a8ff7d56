/* Markup lives in the page; scripts fill in copies of it. */
export function make(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}
