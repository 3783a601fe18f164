"""A process on a shared PostgreSQL that does what it is told, step by step, so that it can be
stopped or killed in the middle.

python -m tests.adapters.storage.replica URL FOLDER    then, a line each:
    reindex   says each step, and goes on after each at a line "on"; then how it ended
    refresh   holds the refresher's lease until a line "on"
    ask       PERSON: whether that one may ask now, 3 a minute
"""

import sys
from datetime import datetime
from pathlib import Path

import structlog

from adapters.storage.builder_lock import only_refresher
from adapters.storage.rate_limits import StoredRateLimit
from retrieval.errors import PullquoteError
from tests.adapters.storage.newsroom import Newsroom


def _say(line: str) -> None:
    print(line, flush=True)


def _step(step: str, done: int, of: int) -> None:
    _say(f"{step} {done}/{of}")
    sys.stdin.readline()


def _do(room: Newsroom, what: str, arguments: list[str]) -> str:
    if what == "reindex":
        return f"generation {room.reindex(progress=_step).generation}"
    if what == "ask":
        wait = StoredRateLimit(room.catalog.database, 3).wait_seconds(
            arguments[0], datetime.fromisoformat(arguments[1])
        )
        return f"{wait:g}"
    with only_refresher(room.data, room.catalog.database):
        _step("refreshing", 0, 1)
    return "refreshed"


def main() -> None:
    """As the lines come."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    url, folder = sys.argv[1:]
    room = Newsroom(Path(folder), minutes=60, url=url)
    _say("ready")
    for line in sys.stdin:
        what, *arguments = line.split()
        try:
            _say(_do(room, what, arguments))
        except PullquoteError as error:
            _say(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
