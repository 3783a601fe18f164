"""The README and the reference of commands are true: what they show works as it is written."""

import re
import shlex
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from docs import reference
from tests.e2e.command import COMMAND, ROOT, Run
from tests.e2e.running import own_copy

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_commands_after_make_demo_work_as_they_are_written(
    shipped: Path, tmp_path: Path
) -> None:
    """In a checkout after `make demo`: the command in .venv, the index in .pullquote."""
    after = README.partition("`make demo` ends with")[2]
    first, then = re.findall(r"```sh\n(.*?)```", after, re.DOTALL)[:2]
    assert first.startswith("PULLQUOTE_DATA=.pullquote .venv/bin/pullquote ask ")
    command = tmp_path / ".venv" / "bin" / "pullquote"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    command.chmod(0o755)
    own_copy(shipped, tmp_path, ".pullquote")
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    done = subprocess.run(
        ["sh", "-ec", f"{first}\n{then}\npullquote stories\n"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Sweden" in done.stdout.partition("#:~:text=")[0]
    assert "us-japan-command" in done.stdout


def test_the_version_is_shown(elsewhere: Run) -> None:
    assert elsewhere("--version").out == f"pullquote {version('pullquote')}\n"


@pytest.mark.parametrize("shown", reference.commands(), ids=lambda shown: shown.name)
def test_every_command_of_the_reference_is_understood(
    elsewhere: Run, shown: reference.Shown
) -> None:
    """Its options, too; tests/test_docs.py holds every other page to the reference."""
    help_text = elsewhere(*shown.words, "--help")
    assert help_text.code == 0
    for option in shown.parameters:
        is_option = option.opts[0].startswith("-")
        assert (option.opts[0] if is_option else option.metavar or option.name) in help_text.out
