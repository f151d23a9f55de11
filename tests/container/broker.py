"""A real mosquitto that asks for a password, with TLS where asked, and a subscriber that keeps what it heard."""
import json
import pathlib
import subprocess
import threading
import time

USER, PASSWORD = "addons", "a pass:word"


def make_authority(folder):
    """A certificate authority and a broker's certificate for 127.0.0.1, valid for a day."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.crt")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=broker", "-keyout", "broker.key", "-out", "broker.csr")
    (pathlib.Path(folder) / "broker.ext").write_text("subjectAltName=IP:127.0.0.1,DNS:core-mosquitto")
    openssl("x509", "-req", "-in", "broker.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", "broker.ext", "-out", "broker.crt")
    for file in pathlib.Path(folder).iterdir():
        file.chmod(0o644)


class Broker:
    def __init__(self, folder, port, certificates=None, password=PASSWORD):
        self.port, self.password = port, password
        folder = pathlib.Path(folder)
        accounts = folder / f"accounts-{port}"
        accounts.touch()
        subprocess.run(["mosquitto_passwd", "-b", accounts, USER, password], check=True, capture_output=True)
        accounts.chmod(0o644)
        settings = folder / f"mosquitto-{port}.conf"
        # The test looks over a listener of its own, without TLS.
        settings.write_text("\n".join([
            "per_listener_settings true", "user root",
            f"listener {port} 127.0.0.1", "allow_anonymous false", f"password_file {accounts}",
            *([f"certfile {certificates}/broker.crt", f"keyfile {certificates}/broker.key"] if certificates else []),
            f"listener {port + 1} 127.0.0.1", "allow_anonymous true"]) + "\n")
        self._log = open(folder / f"mosquitto-{port}.log", "w")
        self._process = subprocess.Popen(["mosquitto", "-c", settings], stdout=self._log, stderr=self._log)
        time.sleep(0.5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def subscriber(self):
        return Subscriber(self.port + 1)


class Subscriber:
    """Keeps, for each topic, the last payload, when it came, and whether it was retained when heard first."""

    def __init__(self, port):
        self._process = subprocess.Popen(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(port), "-t", "#", "-F", "%r %t %p"], stdout=subprocess.PIPE, text=True)
        self.messages = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self._process.stdout:
            retained, topic, *payload = line.rstrip("\n").split(" ", 2)
            self.messages[topic] = (payload[0] if payload else "", retained == "1", time.monotonic())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def text(self, topic):
        return self.messages.get(topic, (None,))[0]

    def json(self, topic):
        text = self.text(topic)
        return json.loads(text) if text else None

    def topics(self, start, end):
        return [topic for topic in list(self.messages) if topic.startswith(start) and topic.endswith(end)]

    def forget(self):
        self.messages.clear()
