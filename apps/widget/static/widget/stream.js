/* A conversation's events, for as long as anybody looks; what was missed meanwhile comes first. */
import { Problem, bearer, lineProblem, readProblem } from "./api.js";
import { backoff, pause } from "./patience.js";

// The server says something every 15 seconds: after this silence the line is dead.
const SILENCE_MS = 40000;

/* Calls `connected` after each connection, `happened` after each event, `lost` when the line is
   down. Ends when `signal` is aborted or when the conversation is gone. */
export async function follow(id, token, signal, { connected, happened, lost }) {
  let last = null;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const block of connect(id, token, last, signal)) {
        if (block.id) last = block.id;
        if (block.first) {
          failures = 0;
          connected();
        } else if (block.event) happened(block.event);
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = error instanceof Problem ? error : lineProblem();
      if (problem.kind === "gone" || failures > 0) lost(problem);
      if (problem.kind === "gone") return;
    }
    await pause(backoff(failures), signal);
  }
}

async function* connect(id, token, last, signal) {
  // Not AbortSignal.any, which browsers of 2023 lack: they would hear nothing at all.
  const line = new AbortController();
  const end = () => line.abort();
  signal.addEventListener("abort", end);
  const watch = () => setTimeout(end, SILENCE_MS);
  let timer = watch();
  try {
    const headers = { ...bearer(token), ...(last === null ? {} : { "Last-Event-ID": last }) };
    const response = await fetch(`/api/v1/conversations/${id}/events`, {
      headers,
      credentials: "omit",
      cache: "no-store",
      signal: line.signal,
    });
    if (!response.ok) throw await readProblem(response);
    let first = true;
    for await (const block of blocks(response.body)) {
      clearTimeout(timer);
      timer = watch();
      yield { ...block, first };
      first = false;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    end();
  }
}

async function* blocks(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    yield* parts.map(parse);
  }
}

function parse(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (name) fields[name] = value;
  }
  return fields;
}
