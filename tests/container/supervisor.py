"""Home Assistant's Supervisor as the app sees it: the service API with its token, and the ingress in front of the page."""
import http.client
import http.server
import json
import threading

# As on a real Home Assistant: the Supervisor, the app, and another app on their network.
ADDRESS, APP, OTHER_APP = "172.30.32.2", "172.30.33.5", "172.30.33.9"
TOKEN = "0123456789abcdef-supervisor-token"
INGRESS_PATH = "/api/hassio_ingress/wGk3yTdPLX"


class Supervisor:
    """Answers on http://supervisor. `service` is what it gives for the broker; None: there is none yet."""

    def __init__(self, service=None, token=TOKEN):
        self.service, self.asked, self.refused = service, 0, 0
        supervisor = self

        class Api(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                given = self.headers.get("Authorization", "").removeprefix("Bearer ")
                if given != token:
                    supervisor.refused += 1
                    self._answer(401, {"result": "error", "message": "unauthorized"})
                elif self.path != "/services/mqtt":
                    self._answer(404, {"result": "error", "message": "not found"})
                else:
                    supervisor.asked += 1
                    if supervisor.service is None:
                        self._answer(400, {"result": "error", "message": "Service not enabled"})
                    else:
                        self._answer(200, {"result": "ok", "data": supervisor.service})

            def _answer(self, status, body):
                body = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer((ADDRESS, 80), Api)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def request(path, source=ADDRESS, method="GET", body=None, host=None, headers=None, target=APP, port=8099):
    """A request to the page as it comes through the ingress: from the Supervisor's address, the path's front cut off. Status and text."""
    connection = http.client.HTTPConnection(target, port, timeout=10, source_address=(source, 0))
    sent = {"Host": host or f"{target}:{port}", "X-Ingress-Path": INGRESS_PATH, "X-Hass-Source": "core.ingress", **(headers or {})}
    try:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (ConnectionError, http.client.HTTPException, TimeoutError) as refused:
        return 0, str(refused)
    finally:
        connection.close()
