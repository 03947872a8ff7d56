// What happens elsewhere: one stream for the list and for the open conversation.
import * as connection from "./connection.js";

const GATHER_MS = 150;
const AGAIN_MS = 5000;
// A server that is started anew, or a network that blinks, is back before anybody need know.
const BLINK_MS = 3000;
// The server says something every 15 seconds: after this silence the line is dead.
const SILENCE_MS = 40000;
// How often a tab that nobody looks at asks for what its title says.
const UNSEEN_MS = 60000;

// `url` names the position at which the page was made. `onNews` gets the ids of the conversations
// that changed; null when any may have: after a gap, and while the line is dead.
export function follow(url, onNews, isAgain = false) {
  if (document.hidden) return whenSeen(() => follow(url, onNews, isAgain), onNews);
  const touched = new Set();
  const source = new EventSource(url);
  let waiting = null;
  let blink = null;
  let silence;

  const leave = () => {
    [silence, waiting, blink].forEach(clearTimeout);
    document.removeEventListener("visibilitychange", rest);
    source.close();
  };
  const begin = () => {
    leave();
    follow(url.split("?")[0], onNews, true);
  };
  const rest = () => {
    leave();
    whenSeen(begin, onNews);
  };
  const hear = () => {
    connection.hear();
    clearTimeout(silence);
    silence = setTimeout(begin, SILENCE_MS);
  };
  const miss = () => {
    blink ??= setTimeout(onNews, BLINK_MS, null);
  };
  document.addEventListener("visibilitychange", rest);
  source.addEventListener("still", hear);
  source.onmessage = ({ data }) => {
    hear();
    touched.add(JSON.parse(data).conversation);
    waiting ??= setTimeout(() => {
      waiting = null;
      const ids = [...touched];
      touched.clear();
      onNews(ids);
    }, GATHER_MS);
  };
  source.onopen = () => {
    hear();
    clearTimeout(blink);
    if (blink !== null) onNews(null);
    blink = null;
  };
  source.onerror = () => {
    miss();
    clearTimeout(silence);
    silence = setTimeout(begin, source.readyState === EventSource.CLOSED ? AGAIN_MS : SILENCE_MS);
  };
  if (isAgain) miss();
}

// Over HTTP/1.1 a browser has six connections for all its tabs: with a stream in each, the seventh
// never loads. What nobody looks at is read again when it is looked at, and meanwhile now and then.
function whenSeen(act, onNews) {
  const meanwhile = setInterval(onNews, UNSEEN_MS, null);
  const look = () => {
    clearInterval(meanwhile);
    act();
  };
  document.addEventListener("visibilitychange", look, { once: true });
}
