"""Whom the bot trusts to be who they say."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.web.fetching import Failed
from tests.adapters.web.fetched import PAGE, Desk, Names, found
from tests.e2e.news_site import HOST, NewsSite
from tests.patience import PATIENCE


@contextmanager
def secure(certificate: Path, key: Path, answer: bytes, body: bytes = b"") -> Iterator[int]:
    """A TLS server that answers everyone so; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening = socket.create_server((HOST, 0))
    ending = threading.Event()

    def serve() -> None:
        while not ending.is_set():
            visitor, _ = listening.accept()
            with visitor:
                try:
                    with context.wrap_socket(visitor, server_side=True) as stream:
                        stream.recv(10_000)
                        stream.sendall(answer + b"\r\nConnection: close\r\n\r\n" + body)
                except OSError:
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        ending.set()
        socket.create_connection((HOST, listening.getsockname()[1])).close()
        thread.join(PATIENCE)
        listening.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of news.example, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "certificate.pem", folder / "key.pem"
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    try:
        subprocess.run(
            ["openssl", *options.split(), *names, "-out", paths[0], "-keyout", paths[1]],
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs the openssl command to make a certificate")
    return paths


def test_a_certificate_must_be_of_the_host_that_was_asked(certificate: tuple[Path, Path]) -> None:
    def trusting() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=certificate[0])

    def of(desk: Desk, host: str) -> object:
        return desk.allows_all(f"https://{host}:{port}").get(f"https://{host}:{port}/")

    with secure(*certificate, b"HTTP/1.1 204 No Content") as port:
        names = Names([HOST])
        assert of(Desk(resolve=names, tls=trusting), "news.example") == Failed("HTTP 204")
        assert of(Desk(resolve=names, tls=trusting), "evil.example") == Failed(
            "its certificate is not valid (Hostname mismatch, certificate is not valid for "
            "'evil.example')"
        )
        not_trusting = of(Desk(resolve=names), "news.example")
        assert isinstance(not_trusting, Failed)
        assert not_trusting.reason.startswith("its certificate is not valid (self")


def test_a_move_from_https_to_http_is_followed_but_not_stored(
    site: NewsSite, certificate: tuple[Path, Path]
) -> None:
    to = site.page("/a", PAGE, validators=False)
    desk = Desk(
        resolve=Names([HOST]), tls=lambda: ssl.create_default_context(cafile=certificate[0])
    )
    moved = b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: " + to.encode()
    with secure(*certificate, moved) as port:
        desk.allows_all(f"https://news.example:{port}", site.url(""))
        assert desk.get(f"https://news.example:{port}/") == found(site, "/a", PAGE.encode())
