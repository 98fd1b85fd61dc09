// Server-sent events of one person. `onRestart` runs when the stream comes back after a loss.

import { eventsUrl } from "./api.js";

const KINDS = ["message", "update", "recall", "chat", "chat_gone", "reset", "urgent", "read", "people"];
const RETRY_MS = 2000;

export function listen(as, { onEvent, onLink, onRestart }) {
  let source = null;
  let timer = 0;
  let lost = false;

  function connect() {
    source = new EventSource(eventsUrl(as));
    source.onopen = () => {
      onLink(true);
      if (lost) onRestart();
      lost = false;
    };
    source.onerror = () => {
      lost = true;
      onLink(false);
      // A browser gives up for good after a refused connection; then we try again ourselves.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, RETRY_MS);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => onEvent(kind, JSON.parse(event.data)));
    }
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
