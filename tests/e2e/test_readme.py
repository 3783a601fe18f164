"""The README is true: every command in it exists, and no command is missing from it."""

import re

import pytest
from typer.main import get_command

from adapters.cli.main import app
from tests.e2e.command import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHOWN = re.compile(r"`?(?<!/)pullquote ((?:index |discord |story (?=new))?[a-z]+)\b([^`\n|]*)")


def test_every_command_is_in_the_readme() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) >= {"reindex", "ask", "purge"}
    missing = [name for name in commands if f"`pullquote {name}" not in README]
    assert missing == []


@pytest.mark.parametrize("shown", sorted({m.group(0).strip("`") for m in _SHOWN.finditer(README)}))
def test_every_command_line_in_the_readme_is_understood(elsewhere: Run, shown: str) -> None:
    command = _SHOWN.search(shown)
    assert command is not None
    help_text = elsewhere(*command.group(1).split(), "--help")
    assert help_text.code == 0, f"the README shows: {shown}"
    for option in re.findall(r"--[a-z-]+", command.group(2)):
        assert option in help_text.out, f"the README shows: {shown}"
