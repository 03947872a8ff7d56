/* How long to wait before the next try, and waiting itself. */
const LONGEST_MS = 30000;

/* From about a second, twice as long each time; by chance up to half less or more, so that not
   all who lost a server come back in the same moment. */
export function backoff(failures) {
  return Math.min(LONGEST_MS, 1000 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random());
}

/* Ends early when the network is back or when `signal` is aborted. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener("online", finish);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    window.addEventListener("online", finish);
    signal?.addEventListener("abort", finish);
  });
}
