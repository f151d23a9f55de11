"""Containers of one image in a network of their own, which the test has entered too."""
import json
import os
import subprocess
import time


def docker(*arguments, check=True):
    """Runs a docker command; its standard output, stripped."""
    done = subprocess.run(["docker", *map(str, arguments)], capture_output=True, text=True)
    if check and done.returncode:
        raise RuntimeError(f"docker {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout.strip()


class Container:
    """One container, removed when it goes out of use."""

    def __init__(self, image, *command, options=()):
        network, label = os.environ["TEST_NETWORK"], os.environ["TEST_LABEL"]
        self.name = docker("run", "--detach", "--label", label, "--network", network, *options, image, *command)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        docker("rm", "--force", "--volumes", self.name, check=False)

    def log(self):
        done = subprocess.run(["docker", "logs", self.name], capture_output=True, text=True)
        return done.stdout + done.stderr

    def inspect(self, form):
        return json.loads(docker("inspect", "--format", "{{json " + form + "}}", self.name))

    def running(self):
        return self.inspect(".State.Running")

    def start(self):
        docker("start", self.name)

    def stop(self):
        """Stops it as Home Assistant does: SIGTERM, 10 seconds. Returns seconds taken and exit code."""
        began = time.monotonic()
        docker("stop", "--time", 10, self.name)
        return time.monotonic() - began, self.inspect(".State.ExitCode")

    def kill(self):
        docker("kill", "--signal", "KILL", self.name)

    def process(self):
        """The host's id of the program's process."""
        return self.inspect(".State.Pid")


def simulated(image, meter, port):
    """A simulated meter on 127.0.0.1 and that port, once it serves."""
    container = Container(image, "simulate", meter, "--port", port, options=["--no-healthcheck"])
    if not eventually(lambda: f":{port}" in container.log() or not container.running(), 20) or not container.running():
        raise RuntimeError(f"the simulated meter {meter} does not serve: {container.log()}")
    return container


def eventually(condition, seconds):
    """The condition's first true value within so many seconds, else its last one."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > until:
            return value
        time.sleep(0.1)
