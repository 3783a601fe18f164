"""What people see who type `pullquote backup` and `pullquote restore`."""

import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapters.storage.keeping import with_memories
from tests.adapters.storage.newsroom import Newsroom, founded
from tests.e2e.command import COMMAND, ROOT, Run, run_in


@pytest.fixture(scope="module")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    room = founded(tmp_path_factory.mktemp("founded") / "room")
    room = Newsroom(room.folder, minutes=1)
    with closing(room):
        with_memories(room)
    return room


@pytest.fixture
def room(_founded: Newsroom) -> Newsroom:
    return _founded


@pytest.fixture
def run(room: Newsroom) -> Run:
    return run_in(room.folder, room.data)


def test_a_backup_says_what_it_holds_and_that_tokens_are_in_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    done = run("backup", str(file))
    first, last = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert first.startswith(f"{file}: 5 versions of articles, 1 replies, 7 files of the corpus, ")
    assert last == "it holds tokens of workspaces: keep it as you would a password file"
    again = run("backup", str(file))
    assert (again.code, again.out) == (1, "")
    assert again.err == (
        f"pullquote: {file} exists; name another file, or agree with --yes to replace it\n"
    )
    assert run("backup", str(file), "--yes", "--json").json["rows"]["versions"] == 5


def test_a_backup_is_restored_on_another_machine(run: Run, room: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    run("backup", str(file))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    there = run_in(elsewhere, elsewhere / "data")
    done = there("restore", str(file))
    assert (done.code, done.err) == (0, "")
    first, last = done.out.splitlines()
    assert first.endswith(": 5 versions of articles, 1 replies, 7 files")
    assert last.startswith("generation ")
    assert last.endswith(" now serves")
    assert [one["slug"] for one in there("stories", "--json").json] == ["bridge", "nato"]
    assert (elsewhere / "corpus" / "nato" / "vote.md").exists()
    refused = there("restore", str(file), "--json")
    assert (refused.code, refused.out) == (1, "")
    assert "is not empty; name another folder in PULLQUOTE_DATA, or agree with --yes" in refused.err


def test_a_backup_goes_through_pipes(room: Newsroom, tmp_path: Path) -> None:
    piped = _piped(room.folder, room.data, ["backup", "-"], b"")
    assert (piped.returncode, piped.stderr) == (0, b"")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = _piped(elsewhere, elsewhere / "data", ["restore", "-"], piped.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert run_in(elsewhere, elsewhere / "data")("stories").code == 0
    assert not list((elsewhere / "data").rglob("*.zip"))


def _piped(
    cwd: Path, data: Path, arguments: list[str], given: bytes
) -> subprocess.CompletedProcess[bytes]:
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PULLQUOTE_DATA": str(data)}
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=environ, input=given, capture_output=True, check=False
    )


def test_a_pipe_takes_no_json_beside_the_backup(run: Run) -> None:
    done = run("backup", "-", "--json")
    assert (done.code, done.out) == (2, "")
