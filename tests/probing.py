"""A segment → how it ended for a process that opened it, forked from one that has
imported everything: that takes a second of the processor, and each reindex asks for it.

python -m tests.probing      [data folder, segment] a line → [exit code, what was printed]
"""

import json
import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

from adapters.storage import probe

ROOT = Path(__file__).parents[1]
_one_at_a_time = threading.Lock()


def opened(data: Path, segment: str) -> "subprocess.CompletedProcess[str]":
    """In the place of the probe's own start of a process."""
    with _one_at_a_time:
        server = _server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(f"{json.dumps([str(data), segment])}\n")
        server.stdin.flush()
        code, said = json.loads(server.stdout.readline())
    return subprocess.CompletedProcess([], code, said, "")


@cache
def _server() -> "subprocess.Popen[str]":
    """It ends with this process, whose end closes its input."""
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end() -> None:
    """Ends the server, if one was needed."""
    if _server.cache_info().currsize:
        with _server() as server:
            assert server.stdin
            server.stdin.close()
        _server.cache_clear()


def main() -> None:
    """Forks for each line."""
    for line in sys.stdin:
        said, says = os.pipe()
        pid = os.fork()
        if not pid:
            os.dup2(says, sys.stdout.fileno())
            os.close(said)
            os.close(says)
            sys.argv = [probe.__name__, *json.loads(line)]
            code = 1
            try:
                probe.main()
                sys.stdout.flush()
                code = 0
            finally:
                os._exit(code)
        os.close(says)
        with os.fdopen(said) as words:
            heard = words.read()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(json.dumps([code, heard]), flush=True)


if __name__ == "__main__":
    main()
