"""What /readyz says when the database goes away or the disk fills up."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.service.probes import probed
from adapters.storage.builder_lock import BuilderBusy
from adapters.storage.catalog import open_catalog
from adapters.storage.database import CatalogError
from adapters.storage.database_check import database_check
from adapters.storage.disk_check import DiskTrouble, disk_check
from bot.health import Health
from tests.adapters.storage.test_disk import may_mount
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[3]


def watched(check: Callable[[], str], until: Callable[[Health], bool], patience: float) -> Health:
    """The health once `until` holds of it."""
    health = Health()

    async def watch() -> None:
        async with probed(health, {"part": check}, every=0.01, patience=patience):
            async with asyncio.timeout(PATIENCE):
                while not until(health):
                    await asyncio.sleep(0.01)

    asyncio.run(watch())
    return health


def test_a_part_is_red_while_its_check_fails_and_green_again_afterwards() -> None:
    answers: Iterator[str | Exception] = iter(
        ("well", BuilderBusy("the disk is full; free some space"), ValueError("x"))
    )
    seen: list[tuple[bool, str]] = []

    def check() -> str:
        answer = next(answers, "well")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def seen_all(health: Health) -> bool:
        part = health.parts(0)["part"]
        if not seen or seen[-1] != (part.good, part.state):
            seen.append((part.good, part.state))
        return len(seen) >= 5

    watched(check, seen_all, patience=30)
    assert seen[1:] == [
        (True, "well"),
        (False, "the disk is full; free some space"),
        (False, "unexpected ValueError; see the log"),
        (True, "well"),
    ]


def test_a_check_that_hangs_is_red_and_is_not_started_again() -> None:
    goes_on, started = threading.Event(), []

    def check() -> str:
        started.append(1)
        goes_on.wait(30)
        return "back"

    def red_then_green(health: Health) -> bool:
        part = health.parts(0)["part"]
        if part.state == "no answer for 0.05 s":
            assert (part.good, len(started)) == (False, 1)
            goes_on.set()
        return part.good

    assert watched(check, red_then_green, patience=0.05).parts(0)["part"].state == "back"


def test_a_database_that_is_there_changes_nothing_by_being_asked(tmp_path: Path) -> None:
    with closing(open_catalog(None, tmp_path)) as catalog:
        assert database_check(catalog.database) == "answers, and takes writes"


def test_a_database_that_was_removed_emptied_or_may_only_be_read_is_named(tmp_path: Path) -> None:
    with closing(open_catalog(None, tmp_path)) as catalog:
        with catalog.database.writing() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
        with pytest.raises(CatalogError, match="its tables are empty"):
            database_check(catalog.database)
        with catalog.database.writing() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        with pytest.raises(CatalogError, match="no such table"):
            database_check(catalog.database)
        (tmp_path / "catalog.sqlite3").rename(tmp_path / "aside")
        with pytest.raises(CatalogError, match="the file is gone"):
            database_check(catalog.database)


def test_a_data_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    assert disk_check(tmp_path).endswith("GiB free")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DiskTrouble, match="can't be written to"):
        disk_check(tmp_path / "gone")


@pytest.mark.skipif(not may_mount(), reason="mounting a small disk (unshare -rm) is not permitted")
def test_a_full_disk_is_named_and_so_is_one_that_is_nearly_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    python = (
        "import sys; from pathlib import Path; from adapters.storage.disk_check import *\n"
        "try: print(disk_check(Path(sys.argv[1])))\nexcept DiskTrouble as e: print(e)"
    )
    look = f"{sys.executable} -c '{python}' {disk}"
    script = f"""
        mount -t tmpfs -o size=4m none {disk} || exit 99
        {look}
        head -c 4040000 /dev/zero > {disk}/filling; {look}
        head -c 4000000 /dev/zero >> {disk}/filling 2>/dev/null; {look}
    """
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    free, nearly, full = done.stdout.splitlines()
    assert free == "0.0 GiB free"
    assert nearly.startswith("only 0 MiB are left")
    assert "can't be written to (No space left on device); free some space" in full
