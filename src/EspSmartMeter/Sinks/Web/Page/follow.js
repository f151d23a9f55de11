// Follows what the app says: as server-sent events, and by asking where none come.

// Longer than the app ever waits with the next.
const patience = 5000;

let told = -Infinity;

const isLookedAt = () => !document.hidden;

// One stream for all pages of this browser; where it has no shared workers (Android), one for this page, closed while nobody looks at it.
function listen(tell) {
  if ('SharedWorker' in window) {
    const { port } = new SharedWorker('events.js');
    port.onmessage = ({ data }) => tell(data);
    const look = () => { if (isLookedAt()) port.postMessage('looking'); };
    look();
    setInterval(look, 2000);
    document.addEventListener('visibilitychange', look);
    return;
  }
  let stream = null;
  const open = () => {
    if (!isLookedAt()) {
      stream?.close();
      stream = null;
    } else if (!stream || stream.readyState === EventSource.CLOSED) {
      stream = new EventSource('api/events');
      stream.onmessage = ({ data }) => tell(data);
    }
  };
  open();
  setInterval(open, 2000);
  document.addEventListener('visibilitychange', open);
}

// take(overview) what is new, growOld() each second in between, miss(why) where the app does not answer.
export function follow({ take, growOld, miss }) {
  const tell = overview => {
    told = performance.now();
    take(overview);
  };

  async function ask() {
    try {
      const answer = await fetch('api/overview', { cache: 'no-store', signal: AbortSignal.timeout(patience) });
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      tell(await answer.json());
    } catch (error) {
      growOld();
      miss(error.message);
    }
  }

  listen(data => tell(JSON.parse(data)));
  let asking = false;
  setInterval(async () => {
    if (!isLookedAt() || asking) return;
    const silence = performance.now() - told;
    if (silence < patience) {
      if (silence > 900) growOld();
      return;
    }
    asking = true;
    await ask();
    asking = false;
  }, 1000);
  ask();
}
