"""The README is true: every command in it exists, and no command is missing from it."""

import re
import shlex
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.main import get_command

from adapters.cli.main import app
from tests.e2e.command import COMMAND, ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHOWN = re.compile(r"`?(?<!/)pullquote ((?:index |discord |story (?=new))?[a-z]+)\b([^`\n|]*)")


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) >= {"reindex", "ask", "purge"}
    missing = [name for name in commands if f"`pullquote {name}" not in README]
    assert missing == []


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
    shutil.copytree(shipped, tmp_path / ".pullquote")
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


@pytest.mark.parametrize("shown", sorted({m.group(0).strip("`") for m in _SHOWN.finditer(README)}))
def test_every_command_line_in_the_readme_is_understood(elsewhere: Run, shown: str) -> None:
    command = _SHOWN.search(shown)
    assert command is not None
    help_text = elsewhere(*command.group(1).split(), "--help")
    assert help_text.code == 0, f"the README shows: {shown}"
    for option in re.findall(r"--[a-z-]+", command.group(2)):
        assert option in help_text.out, f"the README shows: {shown}"
