"""Chroma Cloud as its documentation describes it: a key, quotas, and a real Chroma behind them.

https://docs.trychroma.com/cloud/quotas-limits, read in November 2026; not tried against the real
one.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

KEY = "ck-the-only-key"
_API = "/api/v2"
_JSON = {"Content-Type": "application/json"}


@dataclass
class ChromaCloud:
    """What it was asked. It answers that it is busy to the next `busy_for` requests."""

    behind: str
    url: str = ""
    busy_for: int = 0
    refused: list[str] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False))

    def answer(
        self, method: str, path: str, headers: Any, body: bytes
    ) -> tuple[int, bytes, dict[str, str]]:
        if not path.startswith(_API):
            return 404, b"<html>Nothing here</html>", {}
        if headers.get("X-Chroma-Token") != KEY:
            return 401, b"{}", {}
        with self.lock:
            if self.busy_for:
                self.busy_for -= 1
                return 429, b'{"error": "RateLimitError", "message": "slow down"}', {}
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if over := over_quota(path, json.loads(body or b"{}"), self.at_once):
                self.refused.append(over)
                said = {"error": "QuotaError", "message": over}
                return 400, json.dumps(said).encode(), _JSON
            there = self.client.request(method, self.behind + path, content=body)
            return there.status_code, there.content, _JSON
        finally:
            with self.lock:
                self.at_once -= 1


def over_quota(path: str, asked: dict[str, Any], at_once: int) -> str:
    """Which quota it breaks; empty where none."""
    ids = asked.get("ids") or []
    wrote = path.endswith(("/upsert", "/add", "/update"))
    metadatas = [each for each in asked.get("metadatas") or [] if each]
    limits = [
        ("records a write", len(ids) if wrote else 0, 300),
        ("results", asked.get("n_results") or 0, 300),
        ("results", 0 if wrote else max(len(ids), asked.get("limit") or 0), 300),
        ("predicates", _predicates(asked.get("where")), 8),
        ("bytes of an id", max([len(id.encode()) for id in ids], default=0), 128),
        ("bytes of a name", len(str(asked.get("name", "")).encode()), 128),
        ("keys", max([len(each) for each in metadatas], default=0), 32),
        ("bytes of a key", max([len(key) for each in metadatas for key in each], default=0), 36),
        ("bytes of metadata", len(json.dumps(asked.get("metadata") or {}).encode()), 256),
        ("dimensions", 4 * len((asked.get("query_embeddings") or [[]])[0]), 4 * 4096),
        ("reads at once", at_once, 10),
    ]
    if path.endswith("/get") and not ids and not asked.get("limit"):
        return "a get without a limit"
    return next((f"{what}: {value}" for what, value, most in limits if value > most), "")


def _predicates(where: Any) -> int:
    """As strictly as it can be read: each value of a list counts."""
    if not where:
        return 0
    if "$and" in where:
        return sum(_predicates(each) for each in where["$and"])
    return sum(
        len(next(iter(value.values()))) if isinstance(value, dict) else 1
        for value in where.values()
    )


@contextmanager
def chroma_cloud(behind: str) -> Iterator[ChromaCloud]:
    """On 127.0.0.1, in threads of this process, as long as the `with` lasts."""
    cloud = ChromaCloud(behind)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            # Asked as a proxy, it is told the whole address.
            path = self.path[self.path.index("/api") :] if "://" in self.path else self.path
            code, said, headers = cloud.answer(self.command, path, self.headers, body)
            self.send_response(code)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_DELETE = do_PUT = _handle

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is no news."""

    with Server(("127.0.0.1", 0), Handler) as server:
        cloud.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield cloud
        finally:
            server.shutdown()
            thread.join()
            cloud.client.close()
