"""Backups and restores in processes of their own, so that they can be killed or confined.

python -m tests.adapters.storage.keeping_worker kills  forks one for each line of input
python -m tests.adapters.storage.keeping_worker small DATA CORPUS FILE BYTES  no file may be longer
python -m tests.adapters.storage.keeping_worker restore FILE DATA CORPUS
python -m tests.adapters.storage.keeping_worker peak DATA  prints two backups' peaks in KiB
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import structlog
from sqlalchemy import insert

from adapters.storage import probe
from adapters.storage.backup import backup
from adapters.storage.catalog import open_catalog
from adapters.storage.restore import restore
from adapters.storage.tables.articles import embeddings
from retrieval.errors import PullquoteError
from tests import probing
from tests.adapters.storage.keeping import NOW
from tests.adapters.storage.worker import Steps

ROOT = Path(__file__).parents[3]


class Kills:
    """A process that forks a backup or a restore at once, which kills itself before a step."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, what: str, file: Path, data: Path, corpus: Path, dies_at: int) -> int:
        """In how many steps it came to its end; 0 if it killed itself before that."""
        wanted = [what, str(file), str(data), str(corpus), dies_at]
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(wanted)}\n")
        self._process.stdin.flush()
        code, steps = json.loads(self._process.stdout.readline())
        assert code in (0, -signal.SIGKILL)
        return int(steps) if code == 0 else 0


@contextmanager
def kills_started() -> Iterator[Kills]:
    with subprocess.Popen(
        [sys.executable, "-m", __name__, "kills"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Kills(process)


def fork_each() -> None:
    """A line an attempt; answers with how it ended and in how many steps."""
    probe._opened = probing.opened
    probing._server()  # before the first fork: all share it
    for line in sys.stdin:
        what, file, data, corpus, dies_at = json.loads(line)
        told, tells = os.pipe()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                steps = Steps(dies_at)
                if what == "backup":
                    back_up(Path(data), Path(corpus), Path(file))
                else:
                    restore(Path(file), None, Path(data), Path(corpus), NOW)
                os.write(tells, str(steps.count).encode())
                status = 0
            finally:
                os._exit(status)
        os.close(tells)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        with os.fdopen(told) as count:
            print(json.dumps([code, int(count.read() or 0)]), flush=True)
    probing.end()


def back_up(data: Path, corpus: Path, file: Path) -> None:
    with closing(open_catalog(None, data)) as catalog:
        backup(catalog.database, corpus, file, NOW, replace=True)


def peak(data: Path, count: int) -> None:
    """Rows of 7.5 KiB, most of which must never be in memory at once."""

    def filled() -> None:
        with closing(open_catalog(None, data)) as catalog:
            for first in range(0, count, 200):
                rows = [
                    {"content_hash": f"{n:032x}", "model": "m", "vector": os.urandom(7_500)}
                    for n in range(first, first + 200)
                ]
                with catalog.database.writing() as connection:
                    connection.execute(insert(embeddings), rows)

    def measured() -> None:
        back_up(data, data / "corpus", data / "kept.zip")
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)

    for work in (filled, measured):
        pid = os.fork()
        if not pid:
            work()
            os._exit(0)
        os.waitpid(pid, 0)


def main() -> None:
    """Does what the command line says."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        match sys.argv[1:]:
            case ["kills"]:
                fork_each()
            case ["small", data, corpus, file, size]:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                with closing(open_catalog(None, Path(data))) as catalog:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))
                    backup(catalog.database, Path(corpus), Path(file), NOW)
            case ["restore", file, data, corpus]:
                restore(Path(file), None, Path(data), Path(corpus), NOW)
            case ["peak", data]:
                for count in (200, 2_200):
                    peak(Path(data) / str(count), count)
    except PullquoteError as error:
        print(f"{type(error).__name__}: {error}")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
