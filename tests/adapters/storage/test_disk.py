"""What people meet whose disk is full or may only be read: one line, and nothing lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.storage.newsroom import Newsroom
from tests.adapters.storage.test_reindex import FOUNDED
from tests.adapters.storage.worker import NOBODY

ROOT = Path(__file__).parents[3]
WORKER = [sys.executable, "-m", "tests.adapters.storage.worker"]


def may_mount() -> bool:
    """Whether this process may make a small disk of its own."""
    if not shutil.which("unshare"):
        return False
    script = "mount -t tmpfs -o size=1m none /mnt"
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="mounting a small disk (unshare -rm) is not permitted")
@pytest.mark.parametrize(
    "room_left",
    [
        "1500k",
        pytest.param("100k", marks=pytest.mark.slow),
        pytest.param("2400k", marks=pytest.mark.slow),
    ],
)
def test_a_full_disk_is_said_in_one_line_and_the_old_index_serves(
    newsroom: Newsroom, room_left: str
) -> None:
    lines = {f"line-{n}": f"Witness number {n} spoke of the {n} letters." for n in range(1500)}
    newsroom.write_lines("nato/hearing.jsonl", lines)
    newsroom.catalog.close()
    disk = newsroom.folder / "disk"
    disk.mkdir()
    # The data folder on a disk that has only so much room, for a reindex and for a look at it.
    size = sum(path.stat().st_size for path in newsroom.data.rglob("*")) // 1024
    script = f"""
        mount -t tmpfs -o size={size + 64 + int(room_left[:-1])}k none {disk} || exit 99
        cp -r {newsroom.data} {disk}/data
        {" ".join(WORKER)} reindex {newsroom.corpus} {disk}/data; echo "exit $?"
        ls {disk}/data/segments
        cp -r {disk}/data {newsroom.folder}/after
    """
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said, ended, *segments = done.stdout.splitlines()
    assert done.stderr == ""
    assert ended == "exit 1"
    assert said.startswith(("DiskFull: ", "CatalogError: "))
    assert str(disk / "data") in said
    assert said.endswith("; free some space and run the command again; the old index still serves")
    assert segments == newsroom.segments()
    shutil.rmtree(newsroom.data)
    (newsroom.folder / "after").rename(newsroom.data)
    assert newsroom.served_articles() == FOUNDED
    assert len(newsroom.reindex(dry_run=True).added) == 1500


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_data_folder_that_may_only_be_read_is_said_in_one_line(newsroom: Newsroom) -> None:
    newsroom.write("nato/ceremony.md", "The prime minister handed over the document.")
    newsroom.catalog.close()
    for path in [newsroom.data, *newsroom.data.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in newsroom.folder.parents[: len(newsroom.folder.parents) - 2]:
        path.chmod(0o755)
    for data in (newsroom.data, newsroom.data / "new"):
        done = subprocess.run(
            [*WORKER, "nobody", str(newsroom.corpus), str(data)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
        [line] = done.stdout.splitlines()
        assert line.startswith("CatalogError: ")
        assert str(data) in line
        user = os.getuid() or NOBODY
        assert line.endswith(
            f"; make its folder writable for user {user}, or set PULLQUOTE_DATA to another one"
        )
    for path in [newsroom.data, *newsroom.data.rglob("*")]:
        path.chmod(0o755)
    assert newsroom.served_articles() == FOUNDED
