"""Forks a refresh for each line of input and kills it in time, so that kills come thick and fast.

python -m tests.e2e.refresh_worker    {"folder", "now", "wait"} a line → how it ended
"""

import json
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

import structlog

from tests.e2e.newsdesk_at_work import newsdesk_at_work


def refresh(folder: Path, now: datetime) -> None:
    """In the folder of a desk that stands there."""
    with newsdesk_at_work(folder) as desk:
        desk.now = now
        desk.refresh()


def main() -> None:
    """As the lines come."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if not pid:
            status = 1
            try:
                refresh(Path(wanted["folder"]), datetime.fromisoformat(wanted["now"]))
                status = 0
            finally:
                os._exit(status)
        print(ended(pid, wanted["wait"]), flush=True)


def ended(pid: int, wait: float) -> int:
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    main()
