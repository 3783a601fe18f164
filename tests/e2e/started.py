"""Arguments → `pullquote` in a process of its own that need not import everything first: it is
forked from one that has. To import the model's libraries takes five seconds of the processor."""

import atexit
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from multiprocessing.reduction import DupFd
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self, TextIO

import pytest

# What loading the index and the model imports.
_IMPORTED = ["adapters.cli.main", "adapters.service.run", "retrieval.onnx_embedding"]
_IMPORTED += ["onnxruntime", "tokenizers"]
_FORKS = multiprocessing.get_context("forkserver")


class Started:
    """The process, with what is used here of a subprocess.Popen."""

    def __init__(self, cwd: Path, environ: Mapping[str, str], arguments: tuple[str, ...]) -> None:
        _FORKS.set_forkserver_preload(_IMPORTED)
        with pytest.MonkeyPatch.context() as patched:
            # It is read when their libraries are imported.
            patched.setenv("HF_HUB_OFFLINE", "1")
            ensure_running()
        pipes = [os.pipe(), os.pipe()]
        self.stdout, self.stderr = (os.fdopen(reads, encoding="utf-8") for reads, _ in pipes)
        self._process = ForkServerProcess(
            target=_work, args=(_Run(cwd, environ, arguments, pipes),)
        )
        self._process.start()
        for _, writes in pipes:
            os.close(writes)
        assert self._process.pid
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"process {self.pid} runs for more than {timeout} seconds")
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """All that it wrote and nobody has read, once it has ended."""
        read = ["", ""]

        def listen(place: int, stream: TextIO) -> None:
            read[place] = stream.read()

        streams = enumerate((self.stdout, self.stderr))
        threads = [Thread(target=listen, args=each) for each in streams if not each[1].closed]
        for thread in threads:
            thread.start()
        self.wait(timeout)
        for thread in threads:
            thread.join()
        self._close()
        return read[0], read[1]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _close(self) -> None:
        self.stdout.close()
        self.stderr.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.kill()
        self._close()
        self.wait()


class _Run:
    """What the new process is given; it is made while the process is, which takes the pipes."""

    def __init__(
        self,
        cwd: Path,
        environ: Mapping[str, str],
        arguments: tuple[str, ...],
        pipes: list[tuple[int, int]],
    ) -> None:
        self.cwd, self.environ, self.arguments = cwd, dict(environ), arguments
        self.pipes = pipes

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"pipes": [DupFd(writes) for _, writes in self.pipes]}


def _work(run: Any) -> None:
    for place, pipe in enumerate(run.pipes, start=1):
        os.dup2(pipe.detach(), place)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    os.chdir(run.cwd)
    os.environ.clear()  # noqa: TID251  (as subprocess does it with `env`)
    os.environ.update(run.environ)  # noqa: TID251
    # A test run in the background ignores Ctrl-C, and its children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["pullquote", *run.arguments]

    from adapters.cli.main import main
    from retrieval import telemetry

    telemetry.turn_off(os.environ)  # noqa: TID251
    try:
        main()
    finally:
        # What multiprocessing leaves out: temporary files are removed.
        atexit._run_exitfuncs()
