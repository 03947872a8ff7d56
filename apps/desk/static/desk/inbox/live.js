// What happens elsewhere: one stream for the list and for the open conversation.
const GATHER_MS = 150;
const AGAIN_MS = 5000;
// The server says something every 15 seconds: after this silence the line is dead.
const SILENCE_MS = 40000;

// `url` names the position at which the page was made. `onNews` gets the ids of the conversations
// that changed; null after a gap, when any may have.
export function follow(url, onNews, isAgain = false) {
  const touched = new Set();
  const source = new EventSource(url);
  let waiting = null;
  let broken = isAgain;
  let silence;

  const begin = () => {
    clearTimeout(silence);
    source.close();
    follow(url.split("?")[0], onNews, true);
  };
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(begin, SILENCE_MS);
  };
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
    if (broken) onNews(null);
    broken = false;
  };
  source.onerror = () => {
    broken = true;
    clearTimeout(silence);
    silence = setTimeout(begin, source.readyState === EventSource.CLOSED ? AGAIN_MS : SILENCE_MS);
  };
}
