"""`kill -9` again and again: of reindexes, merges, switches and purges, while somebody asks.

    python -m benchmarks.kills [--kills 200] [--server] [--seed 1]

Every reindex and purge changes a small newsroom of the tests, and is killed before a random one of
the moments at which it changes something on the disk or commits. After each, what is served is
compared passage by passage with what it was, or with all that is new; another process asks all the
time. `--server` keeps the vectors in a `chroma run` of its own. Ends with an error at the first
thing lost.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from adapters.storage.catalog_identity import identity_of
from adapters.storage.chroma_connection import ChromaAddress
from adapters.storage.chroma_server import ChromaServer
from tests.adapters.storage.newsroom import Newsroom, founded
from tests.adapters.storage.test_kills import ROOT, Builders, Served, corpus_of, started
from tests.chroma_run import chroma_run

# A reindex of this corpus takes some sixty steps, of which half come before it has written.
_STEPS = 90


@contextmanager
def asking(room: Newsroom, chroma: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that asks all the time; it ends at the first error."""
    command = [sys.executable, "-m", "tests.adapters.storage.worker", "read", str(room.data)]
    with (
        tempfile.TemporaryFile("w+") as told,
        subprocess.Popen(
            [*command, *([chroma] if chroma else [])],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=told,
            text=True,
        ) as process,
    ):
        yield process
        assert process.poll() is None, "who asks has ended"
        process.communicate("\n")
        told.seek(0)
        print(f"asked {sum(1 for _ in told):,} times meanwhile, no error")


def purged(desk: Served, builders: Builders, chroma: str) -> bool:
    """An article is purged, the purge killed, and run again; whether the kill struck."""
    article = desk.chance.choice(_daily(desk))
    told = {"article": article, "chroma": chroma}
    builders.start(desk.room, dies_at=desk.chance.randrange(1, _STEPS), **told)
    struck = builders.end()[0] == -signal.SIGKILL
    builders.start(desk.room, **told)
    assert builders.end()[0] == 0
    (desk.room.corpus / f"{article}.md").unlink(missing_ok=True)
    desk.served = [a for a in desk.served if a.id != article]
    desk.room.holds_exactly(desk.served)
    return struck


def _daily(desk: Served) -> list[str]:
    return [article.id for article in desk.served if article.id.startswith("bridge/day")]


def main() -> None:
    """Prints how often a kill struck, and where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true")
    arguments = parser.parse_args()
    with ExitStack() as closing_all:
        folder = Path(closing_all.enter_context(tempfile.TemporaryDirectory()))
        founded(folder / "room")
        room = closing_all.enter_context(closing(Newsroom(folder / "room", minutes=1)))
        chroma = ""
        if arguments.server:
            chroma = closing_all.enter_context(chroma_run(folder / "chroma")).url
            identity = identity_of(room.catalog.database)
            room.store = ChromaServer.at(ChromaAddress(chroma), "pullquote", identity)
            room.reindex()
        desk = Served(room, arguments.seed)
        builders = closing_all.enter_context(started())
        closing_all.enter_context(asking(room, chroma))
        killed = {"reindex": 0, "purge": 0}
        merged = 0
        while sum(killed.values()) < arguments.kills:
            if _daily(desk) and desk.chance.random() < 0.15:
                killed["purge"] += purged(desk, builders, chroma)
                continue
            desk.changed()
            rebuild = desk.chance.random() < 0.1
            dies_at = desk.chance.randrange(1, _STEPS)
            builders.start(room, rebuild=rebuild, chroma=chroma, dies_at=dies_at)
            killed["reindex"] += builders.end()[0] == -signal.SIGKILL
            desk.check()
            merged += any(generation.merged_from for generation in room.catalog.generations())
            print(f"\r{killed}", end="", file=sys.stderr)
        desk.changed()
        desk.end()
        assert [a.id for a in corpus_of(room)]
    print(f"\nkilled {killed}; after {merged} of them a merged generation was listed; nothing lost")


if __name__ == "__main__":
    main()
