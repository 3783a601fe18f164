"""The `pullquote` command as a person's shell would run it: here in this process, or in its own."""

import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from adapters.cli.main import app
from tests.e2e.started import Started

ROOT = Path(__file__).parents[2]
# A test run in the background ignores Ctrl-C, and its children would inherit that.
COMMAND = [
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from adapters.cli.main import main; main()",
]


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out, self.err
        return json.loads(self.out)


Run = Callable[..., Outcome]


def run_in(cwd: Path, data: Path, **environ: str) -> Run:
    """A function that runs `pullquote` in `cwd`, in this process: the model's libraries take
    seconds to import, and a suite of processes would do little else."""

    def run(*arguments: str, stdin: str | None = None) -> Outcome:
        with contextlib.chdir(cwd):
            result = CliRunner().invoke(
                app,
                list(arguments),
                input=stdin,
                env=_environ(data, environ),
                prog_name="pullquote",
            )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


def start(cwd: Path, data: Path, *arguments: str, **environ: str) -> Started:
    """`pullquote` in a process of its own, in `cwd`."""
    path = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return Started(cwd, path | _environ(data, environ), arguments)


def _environ(data: Path, more: Mapping[str, str]) -> dict[str, str]:
    home = str(data.parent)
    ours = {"PULLQUOTE_DATA": str(data), "PULLQUOTE_LANGUAGE": "en"}  # whatever the tester's is
    return {"HOME": home, "HF_HUB_OFFLINE": "1", **ours, **more}
