// A shared worker: one stream of the app's events for all pages of a browser, which lets only six connections to a server be open. Closed while no page is looked at.

const patience = 5000;

// When each page last said that it is looked at.
const pages = new Map();
let stream = null;

function open() {
  stream = new EventSource('api/events');
  stream.onmessage = ({ data }) => { for (const port of pages.keys()) port.postMessage(data); };
}

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = () => {
    pages.set(port, Date.now());
    if (!stream || stream.readyState === EventSource.CLOSED) open();
  };
};

setInterval(() => {
  for (const [port, looked] of pages) if (Date.now() - looked > patience) pages.delete(port);
  if (stream && pages.size === 0) {
    stream.close();
    stream = null;
  }
}, 1000);
