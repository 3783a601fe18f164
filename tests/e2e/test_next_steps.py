"""Every next step that a message names leads somewhere: the command exists, and it isn't itself."""

import ast
import re
from pathlib import Path

import pytest
from typer.main import get_command

from adapters.cli import diagnosis
from adapters.cli.main import app
from adapters.service.checks import Check
from adapters.storage.database import CatalogError
from retrieval.errors import PullquoteError
from tests.e2e.command import ROOT, Run

_NAMED = re.compile(r"(?<![/\w])pullquote ((?:[a-z]+)(?: [a-z]+)?)((?: --[a-z-]+)*)")
_SENDS = re.compile(r"(run|with|see|or|next|once|on)[:,] `?pullquote |^pullquote ")


def _said() -> set[tuple[str, str]]:
    """Each command with its options, as any text in the program has it."""
    found = set()
    for room in ("adapters", "bot", "retrieval"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said = node.value
                    # Lists of words are no sentences.
                    if re.search(
                        r"(run|with|see|or|next|once|on)[:,] `?pullquote |^pullquote ", said
                    ):
                        found |= {(m[1], m[2]) for m in _NAMED.finditer(said)}
    return found


def test_every_command_that_a_message_names_exists() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    said = _said()
    assert {name for name, _ in said} >= {"reindex", "doctor", "index rollback", "track"}
    for name, options in said:
        first, _, second = name.partition(" ")
        assert first in commands, name
        command = commands[first]
        if second and hasattr(command, "commands"):
            command = command.commands.get(second, command)
        known = {opt for parameter in command.params for opt in parameter.opts}
        assert set(options.split()) <= known, f"pullquote {name}{options}"


BROKEN = {
    "no database at all": ("catalog.sqlite3", b"This is a letter, not a database. " * 400),
    "a cut database": ("catalog.sqlite3", b"SQLite format 3\0" + b"\x10\0\1\1\0" + b"\xff" * 3000),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_the_doctor_says_what_to_do_with_a_broken_catalog_and_never_sends_people_to_itself(
    elsewhere: Run, tmp_path: Path, kind: str
) -> None:
    name, content = BROKEN[kind]
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_bytes(content)
    outcome = elsewhere("doctor", "--json")
    assert outcome.code == 1
    bad = {finding["part"]: finding["to_do"] for finding in outcome.json if not finding["good"]}
    assert bad["catalog"] == "put back a backup of it, or move it away and run: pullquote reindex"
    assert all(to_do and "pullquote doctor" not in to_do for to_do in bad.values())


def test_the_doctor_has_a_last_resort_for_each_part_and_for_each_kind_of_error() -> None:
    for part in ("catalog", "model", "re-ranker", "index", "sources", "corpus"):
        for error in (
            CatalogError("it broke; run: pullquote doctor"),
            PullquoteError("it broke"),
            PullquoteError("it can't be; check A, and run: pullquote doctor"),
            ValueError("odd\nmany lines"),
            RuntimeError(),
        ):

            def fails(error: Exception = error) -> Check:
                raise error

            finding = diagnosis._guarded(part, fails)
            assert not finding.good
            assert finding.to_do
            assert "doctor" not in finding.to_do
            assert finding.state
            assert "\n" not in finding.state


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("database disk image is malformed", "backup"),
        ('FATAL: password authentication failed for user "news"', "PULLQUOTE_DATABASE"),
        ("connection to server at 127.0.0.1, port 5432 failed: Connection refused", "server"),
        ('FATAL: database "news" does not exist', "make that database"),
        ("could not translate host name", "PULLQUOTE_DATABASE"),
        ("database or disk is full", "free some space"),
        ("something never seen", "pullquote doctor"),
    ],
)
def test_what_a_database_says_has_a_next_step_of_its_own(said: str, step: str) -> None:
    from adapters.storage.database_errors import next_step

    assert step in next_step(said, "postgresql")
    assert step in next_step(said, "sqlite")
