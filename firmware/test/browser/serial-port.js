// Runs in the page before its own scripts: navigator.serial with one port, whose other end is in the test.
// The test has window.boardReset(loader), window.boardHears(base64) and calls window.computerHears(base64).
(() => {
  const base64 = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  let source = null; // of the readable stream, while it is open

  class Port extends EventTarget {
    #open = false;
    #readable = null;
    #writable = null;
    #dtr = false;
    #rts = false;
    #running = true;

    getInfo() { return { usbVendorId: 0x1a86, usbProductId: 0x7523 }; }

    async open() {
      if (window.portIsTaken) throw new DOMException('Failed to open serial port.', 'NetworkError');
      if (this.#open) throw new DOMException('The port is already open.', 'InvalidStateError');
      this.#open = true;
    }

    async close() {
      if (this.#readable?.locked || this.#writable?.locked) throw new TypeError('Cannot cancel a locked stream');
      this.#open = false;
      this.#readable = this.#writable = source = null;
    }

    // As in a browser, a stream that was cancelled is replaced by a new one.
    get readable() {
      if (!this.#open) return null;
      return this.#readable ??= new ReadableStream({
        start: controller => { source = controller; },
        cancel: () => { this.#readable = source = null; },
      });
    }

    get writable() {
      if (!this.#open) return null;
      return this.#writable ??= new WritableStream({ write: bytes => window.boardHears(base64(bytes)) });
    }

    // The two transistors of every board: RTS alone holds the chip in reset, DTR alone pulls GPIO0 down. The capacitor at reset lets the
    // chip start a moment after it is let go.
    async setSignals({ dataTerminalReady = this.#dtr, requestToSend = this.#rts }) {
      this.#dtr = dataTerminalReady;
      this.#rts = requestToSend;
      if (this.#rts && !this.#dtr) this.#running = false;
      else if (!this.#running) {
        this.#running = true;
        await new Promise(resolve => setTimeout(resolve, 1));
        setTimeout(() => { if (this.#running) window.boardReset(this.#dtr && !this.#rts); }, 15);
      }
    }
  }

  window.unplug = () => source?.error(new DOMException('The device has been lost.', 'NetworkError'));
  window.computerHears = text => source?.enqueue(Uint8Array.from(atob(text), c => c.charCodeAt(0)));
  const port = new Port();
  Object.defineProperty(navigator, 'serial', {
    value: Object.assign(new EventTarget(), {
      requestPort: async () => {
        if (window.nobodyChooses) throw new DOMException('No port selected by the user.', 'NotFoundError');
        return port;
      },
      getPorts: async () => [port],
    }),
  });
})();
