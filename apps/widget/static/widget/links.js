/* Addresses in what was said, as links; the rest stays text. */

// No punctuation at its end, which mostly belongs to the sentence around it.
const ADDRESS = /\bhttps?:\/\/[^\s<>"]*[^\s<>".,;:!?')\]}]/gi;

export function withLinks(text) {
  const parts = [];
  let at = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const link = document.createElement("a");
    link.href = link.textContent = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    parts.push(text.slice(at, index), link);
    at = index + address.length;
  }
  return [...parts, text.slice(at)];
}
