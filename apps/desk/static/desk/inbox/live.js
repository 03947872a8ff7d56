// What happens elsewhere: one stream for the list and for the open conversation.
const GATHER_MS = 150;
const AGAIN_MS = 5000;

// `onNews` gets the ids of the conversations that changed; null after a gap, when any may have.
export function follow(url, onNews) {
  const touched = new Set();
  let waiting = null;
  let broken = false;
  const source = new EventSource(url);
  source.onmessage = ({ data }) => {
    touched.add(JSON.parse(data).conversation);
    waiting ??= setTimeout(() => {
      waiting = null;
      const ids = [...touched];
      touched.clear();
      onNews(ids);
    }, GATHER_MS);
  };
  source.onopen = () => {
    if (broken) onNews(null);
    broken = false;
  };
  source.onerror = () => {
    broken = true;
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => follow(url, onNews), AGAIN_MS);
  };
}
