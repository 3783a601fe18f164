"""What the tests run in processes of their own, so that it can be killed or confined.

python -m tests.adapters.storage.worker read DATA [CHROMA]   asks until its input ends
python -m tests.adapters.storage.worker build                forks a reindex for each line of input
python -m tests.adapters.storage.worker reindex CORPUS DATA  prints the error's type and line
python -m tests.adapters.storage.worker nobody CORPUS DATA   the same, without the rights of root
"""

import json
import os
import signal
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine, event

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.catalog_identity import identity_of
from adapters.storage.chroma_connection import ChromaAddress
from adapters.storage.chroma_server import ChromaServer
from adapters.storage.purge import purge
from adapters.storage.reindex import reindex
from adapters.storage.serving import ServedIndex
from adapters.storage.vector_store import VectorStore
from retrieval.errors import PullquoteError
from retrieval.terms import terms
from tests.adapters.storage.newsroom import MODEL, WordEmbedder, found_articles

NOBODY = 65534


def store_of(catalog: Catalog, chroma: str) -> VectorStore | None:
    """The Chroma server at that address; None, the data folder, for ""."""
    if not chroma:
        return None
    return ChromaServer.at(ChromaAddress(chroma), "pullquote", identity_of(catalog.database))


def build(
    corpus: Path, data: Path, *, rebuild: bool = False, article: str = "", chroma: str = ""
) -> None:
    """A reindex as a person runs it; or, where an article is named, its purge."""
    embedder = WordEmbedder()
    with closing(open_catalog(None, data)) as catalog:
        now, store = datetime.now(UTC), store_of(catalog, chroma)
        if article:
            purge(data, catalog, now, articles=[article], store=store)
        else:
            reindex(
                *(corpus, data, catalog, MODEL, lambda: embedder, now),
                rebuild=rebuild,
                store=store,
            )


def read(data: Path, chroma: str = "") -> None:
    """Asks in a loop for the newest article's word, following the index; prints a JSON line an ask.

    A line of input is the next word to ask for; the end of input ends it.
    """
    words = ["ship"]

    def listen() -> None:
        for line in sys.stdin:
            words.append(line.strip())
        words.append("")

    embedder = WordEmbedder()
    with (
        closing(open_catalog(None, data)) as catalog,
        ServedIndex(catalog, data, MODEL, store_of(catalog, chroma), follow=True) as index,
    ):
        print("ready", flush=True)
        threading.Thread(target=listen, daemon=True).start()
        while word := words[-1]:
            began = time.monotonic()
            with index.current() as generation:
                near = generation.nearest(embedder.embed_question(word), 5, None)
                filtered = generation.nearest(embedder.embed_question(word), 5, ["bridge"])
                known = bool(generation.words.scores(terms(word)).any())
                asked = {
                    "word": word,
                    "generation": generation.generation,
                    "known": known,
                    "nearest": len(near),
                    "filtered": len(filtered),
                    "articles": len(found_articles(generation, catalog)),
                    "at": time.time(),
                    "took": time.monotonic() - began,
                }
            print(json.dumps(asked), flush=True)
            time.sleep(0.02)


class Steps:
    """Counts the moments at which this process changes what is on the disk: a file or folder that
    is made, moved, removed or opened to be written, and each commit of the catalog. Before step
    `dies_at` the process kills itself."""

    CHANGES = frozenset(
        ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link")
    )

    def __init__(self, dies_at: int) -> None:
        self.dies_at = dies_at
        self.count = 0
        sys.addaudithook(self._heard)
        event.listen(Engine, "commit", lambda _: self._step())

    def _heard(self, what: str, about: tuple[Any, ...]) -> None:
        written = what == "open" and about[2] and about[2] & (os.O_WRONLY | os.O_RDWR)
        if written or what in self.CHANGES:
            self._step()

    def _step(self) -> None:
        self.count += 1
        if self.count == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)


def fork_builds() -> None:
    """For each line, `dies_at` and what `build` takes, the pid of a reindex; after one more line,
    how it ended and in how many steps: until then its pid is nobody else's."""
    for line in sys.stdin:
        wanted = json.loads(line)
        told, tells = os.pipe()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                steps = Steps(wanted.pop("dies_at"))
                build(Path(wanted.pop("corpus")), Path(wanted.pop("data")), **wanted)
                os.write(tells, str(steps.count).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(tells)
        print(pid, flush=True)
        sys.stdin.readline()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with os.fdopen(told) as count:
            print(code, count.read() or 0, flush=True)


def main() -> None:
    """Does what the command line says."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    match sys.argv[1:]:
        case ["read", data, *chroma]:
            read(Path(data), *chroma)
        case ["build"]:
            fork_builds()
        case ["reindex" | "nobody" as who, corpus, data]:
            if who == "nobody" and os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            try:
                build(Path(corpus), Path(data))
            except PullquoteError as error:
                print(f"{type(error).__name__}: {error}")
                raise SystemExit(1) from None


if __name__ == "__main__":
    main()
