/* Firstline's API as the panel calls it; every failure is a Problem of one of few kinds. */
const PATIENCE_MS = 20000;

/* `kind`: offline, busy, away (all worth another try), gone or refused. */
export class Problem extends Error {
  constructor(kind, { detail = "", seconds = 0 } = {}) {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
    this.seconds = seconds;
  }

  get passing() {
    return ["offline", "busy", "away"].includes(this.kind);
  }
}

export async function call(method, path, { headers = {}, body } = {}) {
  const sent = { ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: sent,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(breakOff);
  if (!response.ok) throw await readProblem(response);
  return response.json().catch(breakOff);
}

/* The line broke: before the answer, or in the middle of it. */
function breakOff() {
  throw lineProblem();
}

/* No answer came, or not all of it. */
export const lineProblem = () => new Problem(navigator.onLine ? "away" : "offline");

export const bearer = (token) => ({ Authorization: `Bearer ${token}` });

/* For a request that may be sent more than once; nobody can guess it. */
export function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function readProblem(response) {
  const { detail } = await response.json().catch(() => ({}));
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  return new Problem(kindOf(response.status), { detail, seconds });
}

function kindOf(status) {
  if (status === 429) return "busy";
  if (status >= 500 || status === 409) return "away";
  return status === 401 || status === 404 ? "gone" : "refused";
}
