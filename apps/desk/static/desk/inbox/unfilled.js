// What is not filled in of a reply: a variable without a value, or a placeholder that stands for
// what another contact wrote.
import { excess } from "../lengths.js";

const LONGEST = 8000;

// Why a draft cannot be sent as it is; empty where it can.
export function findProblem({ text }, missing) {
  const over = excess(text.trim(), LONGEST);
  if (!text.trim()) return "Nothing written yet";
  if (over > 0) return `${over} characters too long; ${LONGEST} are the most`;
  return missing.length ? "Fill in what is marked first" : "";
}

// `labels`: those that placeholders may have. `inSource`: placeholders that are words of the article
// or macro; `verbatim`: what the agent means to send as it stands. Neither is to be filled in.
export function find({ text, inSource, verbatim }, labels) {
  const exempt = [...inSource.split(" "), ...verbatim.split("\n")];
  const isUnfilled = ([written, , label]) =>
    !exempt.includes(written) && (!label || labels.includes(label.toLowerCase()));
  return [...text.matchAll(/\{\{([^{}]*)\}\}|\{\{|<([A-Z][A-Z0-9_]*)>/g)].filter(isUnfilled);
}

export function mark([written, variable, label], onPress) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tag amber";
  const name = (variable ?? label?.toLowerCase() ?? "").trim().replaceAll(/[._]/g, " ");
  button.textContent = `Fill in: ${name || written}`;
  button.addEventListener("click", onPress);
  return button;
}
