// What a reply leaves open: nobody filled it in, or it was hidden in an answer to another contact.
import { excess } from "../lengths.js";

const LONGEST = 8000;

// Why a draft cannot be sent as it is; empty where it can.
export function findProblem({ text }, missing) {
  const over = excess(text.trim(), LONGEST);
  if (!text.trim()) return "Nothing written yet";
  if (over > 0) return `${over} characters too long; ${LONGEST} are the most`;
  return missing.length ? "Fill in what is marked first" : "";
}

// `labels`: of what is hidden. What the article itself says is no gap, nor what is meant so.
export function find({ text, said, meant }, labels) {
  const known = [...said.split(" "), ...meant.split("\n")];
  const isLeft = ([written, , label]) =>
    !known.includes(written) && (!label || labels.includes(label.toLowerCase()));
  return [...text.matchAll(/\{\{([^{}]*)\}\}|\{\{|<([A-Z][A-Z0-9_]*)>/g)].filter(isLeft);
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
