"""The catalog and the corpus, while others write to them → one file, which `restore` takes in.

The catalog is read in one transaction, so the backup is of one moment. The index is left out: it
is built again from the vectors that the catalog holds.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import portalocker
from sqlalchemy import func, select

from adapters.storage.archive import ArchiveWriter, Manifest
from adapters.storage.corpus_copies import bytes_inside, story_files
from adapters.storage.corpus_problems import Problem
from adapters.storage.database import Database
from adapters.storage.migrate import HEAD
from adapters.storage.segment_writer import Progress
from adapters.storage.table_lines import counters, lines_of, reflected
from adapters.storage.tables import backed_up
from retrieval.errors import PullquoteError
from retrieval.private_files import FILE_MODE

# The folders of the archive.
CATALOG = "catalog/"
CORPUS = "corpus/"
_TOLD_EVERY = 500


class BackupFailed(PullquoteError):
    """The backup could not be written; nothing stands under its name that did not before."""


class BackupStands(BackupFailed):
    """There is a file of that name already, and nobody agreed to replace it."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds; `problems` are files of the corpus that could not be read."""

    rows: dict[str, int]
    files: int
    problems: tuple[Problem, ...]


def backup(
    database: Database,
    corpus: Path,
    file: Path,
    now: datetime,
    *,
    replace: bool = False,
    progress: Progress = lambda step, done, of: None,
) -> BackedUp:
    """Writes the backup beside `file` and moves it there when it is whole.

    Raises BackupStands, BackupFailed, CatalogError.
    """
    if file.exists() and not replace:
        raise BackupStands(f"{file} exists; name another file, or agree with --yes to replace it")
    with _written_aside(file) as stream:
        return write_backup(database, corpus, stream, now, progress)


def write_backup(
    database: Database, corpus: Path, stream: IO[bytes], now: datetime, progress: Progress
) -> BackedUp:
    """The same into a stream, such as a pipe. Raises CatalogError, OSError."""
    archive = ArchiveWriter(stream)
    try:
        rows, counted = _add_rows(archive, database, progress)
        problems = _add_files(archive, corpus, progress)
        archive.finish(
            Manifest(
                pullquote=version("pullquote"),
                schema=HEAD,
                engine=database.dialect,
                at=now.isoformat(),
                counters=counted,
                members=tuple(archive.members),
            )
        )
    except BaseException:
        archive.abandon()
        raise
    return BackedUp(rows, len(archive.members) - len(rows), problems)


def _add_rows(
    archive: ArchiveWriter, database: Database, progress: Progress
) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows each table has, and the last ids that were given out."""
    rows = {}
    with database.of_one_moment() as connection:
        tables = reflected(connection, backed_up())
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        ]
        progress("saving rows", 0, sum(counts))
        for n, table in enumerate(tables):
            lines = _told(lines_of(connection, table), sum(counts[:n]), sum(counts), progress)
            member = archive.add(f"{CATALOG}{table.name}.jsonl", lines, is_table=True)
            rows[table.name] = member.rows or 0
        return rows, counters(connection, tables)


def _add_files(archive: ArchiveWriter, corpus: Path, progress: Progress) -> tuple[Problem, ...]:
    """What could not be read."""
    found = story_files(corpus)
    problems = list(found.problems)
    for n, path in enumerate(found.paths):
        pieces = bytes_inside(corpus, path)
        if isinstance(pieces, Problem):
            problems.append(pieces)
        else:
            archive.add(f"{CORPUS}{path}", pieces)
        progress("saving files", n + 1, len(found.paths))
    return tuple(problems)


def _told(lines: Iterator[bytes], before: int, of: int, progress: Progress) -> Iterator[bytes]:
    for n, line in enumerate(lines):
        if n % _TOLD_EVERY == 0:
            progress("saving rows", before + n, of)
        yield line


@contextmanager
def _written_aside(file: Path) -> Iterator[IO[bytes]]:
    """A private file beside `file`, moved there at the end. Killed before that, `FILE.partial` is
    left, and the next backup of this name begins it anew."""
    partial = file.with_name(f"{file.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT, FILE_MODE), "rb+") as stream:
            try:
                portalocker.lock(stream, portalocker.LOCK_EX | portalocker.LOCK_NB)
            except portalocker.LockException:
                raise BackupFailed(
                    f"another process is writing {file}; wait for it, or name another file"
                ) from None
            partial.chmod(FILE_MODE)
            try:
                stream.truncate(0)
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
                partial.replace(file)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
        _sync_folder(file.parent)
    except OSError as error:
        raise BackupFailed(_in_one_line(file, error)) from error


def _sync_folder(folder: Path) -> None:
    """The name is to survive a power cut too. (Windows opens no folders.)"""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _in_one_line(file: Path, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        reason, advice = f"no room for it: {reason}", "free some space, or name a file elsewhere"
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        advice = "make its folder first, or name a file elsewhere"
    else:
        advice = "make its folder writable, or name a file elsewhere"
    return f"{file} could not be written ({reason}); nothing was left there; {advice}"
