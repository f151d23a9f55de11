"""Stand-ins for serial-over-TCP gateways that cannot run here. Each relays what a meter sends, as the real one would."""
import socket
import threading


class Gateway:
    """Relays the bytes of a simulated meter to its clients.

    greeting    what a client gets before the meter's first byte (Telnet negotiation)
    piece       the most bytes sent at once, as small buffers make it
    clients     how many may be connected; one more throws out the oldest
    doubled     send each FF twice, as Telnet does
    """

    def __init__(self, meter_port, port, greeting=b"", piece=1024, clients=10, doubled=False):
        self._greeting, self._piece, self._limit, self._doubled = greeting, piece, clients, doubled
        self._clients, self._lock = [], threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port))
        self._meter = socket.create_connection(("127.0.0.1", meter_port))
        threading.Thread(target=self._accept, daemon=True).start()
        threading.Thread(target=self._relay, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in [self._listener, self._meter, *self._clients]:
            # Wakes the thread that waits on it.
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            one.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sendall(self._greeting)
            with self._lock:
                self._clients.append(client)
                if len(self._clients) > self._limit:
                    self._clients.pop(0).close()

    def _relay(self):
        while True:
            try:
                received = self._meter.recv(self._piece)
            except OSError:
                return
            if not received:
                return
            if self._doubled:
                received = received.replace(b"\xff", b"\xff\xff")
            with self._lock:
                for client in list(self._clients):
                    try:
                        client.sendall(received)
                    except OSError:
                        self._clients.remove(client)
