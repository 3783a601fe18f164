"""The real `chroma run` on 127.0.0.1, which tests kill and start anew on the same port."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.patience import PATIENCE


class ChromaRun:
    """One server and its folder; `start` and `end` it as often as you like."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns once it answers."""
        self.launch()
        until = time.monotonic() + PATIENCE
        with httpx.Client(trust_env=False) as client:
            while not self._answers(client):
                assert self._process
                assert self._process.poll() is None, "chroma run ended by itself"
                assert time.monotonic() < until, "chroma run does not answer"
                time.sleep(0.02)

    def _answers(self, client: httpx.Client) -> bool:
        try:
            client.get(f"{self.url}/api/v2/heartbeat")
        except httpx.TransportError:
            return False
        return True

    def launch(self) -> None:
        """Returns before it answers."""
        # What `chroma run` does once it has imported Chroma's client, too.
        program = "import sys, chromadb_rust_bindings as c; c.cli(['chroma', *sys.argv[1:]])"
        command = [sys.executable, "-c", program, "run", "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            cwd=self._folder.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self._process:
            self._process.send_signal(number)
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """It holds its connections and says nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)


@contextmanager
def chroma_run(folder: Path) -> Iterator[ChromaRun]:
    """Started; ended with the `with`."""
    run = ChromaRun(folder)
    run.start()
    try:
        yield run
    finally:
        run.end()
