// Every request of the desk's own scripts; what the server refuses comes as a sentence.
const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
const SENTENCES = {
  403: "Your session has changed. Load the page again; drafts are kept.",
  404: "This is not there any more, or not for your team.",
};

// `status`: of the server's answer, if there was one.
class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}
// Nobody was there to refuse it.
export class Unreachable extends Refused {}

export function post(url, fields = {}) {
  return request(url, { method: "POST", body: new URLSearchParams(fields) });
}

// A peek does not count as having read the conversation.
export function get(url, { peek = false } = {}) {
  return request(url, { headers: peek ? { "X-Desk-Peek": "1" } : {} });
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

async function request(url, options) {
  const headers = { Accept: "text/plain", "X-Desk": "1", "X-CSRFToken": token, ...options.headers };
  let response;
  try {
    response = await fetch(url, { ...options, headers });
  } catch {
    throw new Unreachable("The server cannot be reached. Nothing is lost; try again in a moment.");
  }
  if (response.status === 401) signInAgain();
  if (response.status >= 500) throw new Unreachable(await explain(response), response.status);
  if (!response.ok) throw new Refused(await explain(response), response.status);
  return response.text();
}

function signInAgain() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`/desk/login/?ended&next=${next}`);
}

async function explain(response) {
  const own = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (own) return response.text();
  return SENTENCES[response.status] ??
    `The server could not do this (${response.status}). Nothing is lost; try again.`;
}
