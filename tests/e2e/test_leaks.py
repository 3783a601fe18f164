"""Whoever asks the news tells nobody: no connection but those asked for, nothing written but in
the data folder."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from retrieval import telemetry
from tests.e2e.command import ROOT
from tests.e2e.corpora import write_story
from tests.e2e.watched import Watched, watch
from tests.patience import PATIENCE

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Quay Post</title><item>
<title>Heron counted on the quay</title><link>http://127.0.0.1:{port}/heron</link>
<pubDate>Fri, 03 Jan 2025 10:00:00 GMT</pubDate><description>A heron.</description>
</item></channel></rss>"""


@contextmanager
def newspaper() -> Iterator[int]:
    """A feed of one item on a port of its own."""

    class Paper(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            port = str(self.headers["Host"]).rpartition(":")[2]
            is_feed = self.path == "/feed"
            body = FEED.format(port=port).encode() if is_feed else b""
            self.send_response(200 if is_feed else 404)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Paper) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_index(port: int) -> None:
    """Until the service holds the index."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            url = f"http://127.0.0.1:{port}/readyz"
            with urllib.request.urlopen(url, timeout=PATIENCE) as response:
                report = json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                report = json.load(error)
        except OSError:
            report = {"parts": {}}
        if report["parts"].get("index", {}).get("good"):
            return
        time.sleep(0.2)
    raise TimeoutError("the index was not opened")


@pytest.mark.slow
def test_nothing_is_told_to_anybody_and_nothing_is_left_outside_of_the_data_folder(
    shipped: Path, tmp_path: Path
) -> None:
    home, scratch, data = (tmp_path / name for name in ("home", "scratch", "data"))
    corpus = tmp_path / "corpus"
    home.mkdir()
    scratch.mkdir()
    write_story(corpus, "quay", "Nine grey herons were counted on the quay on Thursday.")
    with newspaper() as paper:
        toml = corpus / "quay" / "story.toml"
        toml.write_text(toml.read_text() + f'feeds = ["http://127.0.0.1:{paper}/feed"]\n')
        closed, health = free_port(), free_port()
        environ = {
            "HOME": str(home),
            # What Python itself makes of the program is not what the program writes.
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(scratch),
            **{
                f"XDG_{kind}_HOME": str(home / kind)
                for kind in ("DATA", "CACHE", "CONFIG", "STATE")
            },
            "PULLQUOTE_DATA": str(data),
            "PULLQUOTE_CORPUS": str(corpus),
            "PULLQUOTE_ALLOWED_NETWORKS": "127.0.0.0/8",
            "PULLQUOTE_HOST_PAUSE": "0",
            "PULLQUOTE_HEALTH_PORT": str(health),
            "DISCORD_TOKEN": "a.b.c",
            "PULLQUOTE_DISCORD_API_URL": f"http://127.0.0.1:{closed}/api/v10",
            # Set by somebody who has agreed to it for something else.
            "ANONYMIZED_TELEMETRY": "True",
        }
        commands = (
            ("reindex", "--story", "quay"),
            ("ask", "how many herons were counted on the quay?"),
            ("refresh", "--dry-run"),
            ("timeline", "quay", "--picture", str(data / "coverage.png")),
            ("run",),
        )
        done: list[Watched] = []
        for number, arguments in enumerate(commands):
            watched = watch(tmp_path, tmp_path / f"log{number}", environ, *arguments)
            if arguments == ("run",):
                wait_for_index(health)
                watched.process.send_signal(signal.SIGTERM)
            out, err = watched.process.communicate(timeout=PATIENCE)
            assert watched.process.returncode == 0, f"{arguments}: {out}{err}"
            done.append(watched)
        allowed = [set(), set(), {paper}, set(), {paper, closed}]
        for arguments, watched, ports in zip(commands, done, allowed, strict=True):
            expected = {f"127.0.0.1:{port}" for port in ports}
            assert watched.connections() <= expected, arguments
            outside = {path for path in watched.written() if not path.is_relative_to(data)}
            assert outside == set(), arguments
        assert done[2].connections() == {f"127.0.0.1:{paper}"}
    assert list(home.rglob("*")) == []
    assert list(scratch.rglob("*")) == []
    assert list((data / "tmp").rglob("*")) == []


def test_whatever_was_set_before_every_library_is_told_to_keep_quiet() -> None:
    environ = {"ORT_DISABLE_TELEMETRY": "0", "OTHER": "x"}
    telemetry.turn_off(environ)
    assert environ == {**telemetry.SWITCHES, "OTHER": "x"}


def test_a_collector_of_ones_own_is_no_library_s_telemetry() -> None:
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
    telemetry.turn_off(environ)
    assert "OTEL_SDK_DISABLED" not in environ
    assert environ["OTEL_METRICS_EXPORTER"] == "none"
    environ["OTEL_SDK_DISABLED"] = "true"
    telemetry.turn_off(environ)
    assert environ["OTEL_SDK_DISABLED"] == "true"


@pytest.mark.parametrize(
    "first", ["retrieval.articles", "bot.ask", "adapters.settings", "training.data"]
)
def test_the_switches_are_set_by_whatever_is_imported_first(first: str) -> None:
    python = f"import {first}, os, sys; print('onnxruntime' in sys.modules, dict(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", python],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("False")
    assert "'ORT_DISABLE_TELEMETRY': '1'" in done.stdout
