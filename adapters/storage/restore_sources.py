"""A backup, or a copy of an SQLite catalog → its catalog made anew in a file, and its stories."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from adapters.storage.archive import ArchiveReader, BackupUnreadable
from adapters.storage.backup import CATALOG, CORPUS
from adapters.storage.corpus_copies import is_story_path
from adapters.storage.migrate import HEAD, tables_at
from adapters.storage.segment_writer import Progress
from adapters.storage.table_lines import insert_lines, reflected, set_counters
from adapters.storage.tables import backed_up
from adapters.storage.upgrades import revision_in
from retrieval.private_files import private_file

_SQLITE = b"SQLite format 3\0"
_DAMAGED = "nothing was changed; take another backup"


class Source(Protocol):
    """What can be restored. `at`: when it was taken, `pullquote`: by which version, "" where
    unknown; `files`: the SHA-256 of each file of the corpus."""

    at: str
    pullquote: str
    engine: str
    files: Mapping[str, str]

    def verify(self, progress: Progress) -> None:
        """Reads it from end to end. Raises BackupUnreadable."""

    def fill(self, catalog: Path, progress: Progress) -> dict[str, int]:
        """Makes the catalog in that file, at whatever revision; how many rows each table has."""

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of a file of the corpus."""


@contextmanager
def opened(file: Path) -> Iterator[Source]:
    """Raises OSError, BackupUnreadable."""
    with file.open("rb") as stream:
        if stream.read(len(_SQLITE)) == _SQLITE:
            yield CatalogCopy(file)
        else:
            yield Backup(ArchiveReader(stream, str(file)))


class Backup:
    """What `pullquote backup` wrote."""

    def __init__(self, archive: ArchiveReader) -> None:
        self._archive = archive
        of = archive.manifest
        self.at, self.pullquote, self.engine = of.at, of.pullquote, of.engine
        known = {f"{CATALOG}{name}.jsonl": name for name in backed_up()}
        self._tables = {known[m.name]: m for m in of.members if m.name in known}
        self._files = {
            m.name.removeprefix(CORPUS): m for m in of.members if m.name.startswith(CORPUS)
        }
        self.files: Mapping[str, str] = {
            path: member.sha256 for path, member in self._files.items()
        }
        if of.schema > HEAD:
            raise newer(archive.name, of.pullquote, of.schema)
        strange = [m.name for m in of.members if not m.name.startswith(CORPUS)]
        strange = [name for name in strange if name not in known]
        strange += [f"{CORPUS}{path}" for path in self._files if not is_story_path(path)]
        if strange:
            raise BackupUnreadable(
                f"{archive.name} can't be restored: it holds {strange[0]}, which is no part of a "
                f"backup; {_DAMAGED}"
            )

    def verify(self, progress: Progress) -> None:
        of = len(self._archive.manifest.members)
        for n, _ in enumerate(self._archive.verify()):
            progress("verifying", n + 1, of)

    def fill(self, catalog: Path, progress: Progress) -> dict[str, int]:
        rows = {name: member.rows or 0 for name, member in self._tables.items()}
        private_file(catalog)
        engine = create_engine(URL.create("sqlite", database=str(catalog)))
        try:
            # As it was backed up; what is newer is made of that as in any upgrade.
            tables_at(engine, self._archive.manifest.schema)
            with engine.begin() as connection:
                connection.exec_driver_sql("BEGIN")
                before, there = 0, reflected(connection, self._tables)
                for table in there:
                    lines = self._archive.lines(self._tables[table.name])
                    for done in insert_lines(connection, table, lines):
                        progress("restoring rows", before + done, sum(rows.values()))
                    before += rows[table.name]
                set_counters(connection, there, self._archive.manifest.counters)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        finally:
            engine.dispose()
        if broken or len(there) != len(rows):
            raise BackupUnreadable(
                f"{self._archive.name} can't be restored: its tables don't belong together; "
                f"{_DAMAGED}"
            )
        return rows

    def pieces(self, path: str) -> Iterator[bytes]:
        return self._archive.pieces(self._files[path])


class CatalogCopy:
    """A catalog as SQLite's `.backup` or an upgrade leaves it; it holds no story."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.at, self.pullquote, self.engine = "", "", "sqlite"
        self.files: Mapping[str, str] = {}

    def verify(self, progress: Progress) -> None:
        progress("verifying", 0, 1)
        try:
            with closing(sqlite3.connect(self._file)) as connection:
                [found] = connection.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found != "ok":
            raise BackupUnreadable(f"{self._file} can't be restored: {found}; {_DAMAGED}")
        progress("verifying", 1, 1)

    def fill(self, catalog: Path, progress: Progress) -> dict[str, int]:
        private_file(catalog)
        with (
            closing(sqlite3.connect(self._file)) as source,
            closing(sqlite3.connect(catalog)) as to,
        ):

            def heard(_: int, left: int, of: int) -> None:
                progress("restoring pages", of - left, of)

            source.backup(to, pages=1000, progress=heard)
            # A copy may have been told otherwise; readers are to read while one writes.
            to.execute("PRAGMA journal_mode=WAL")
        engine = create_engine(URL.create("sqlite", database=str(catalog)))
        try:
            with engine.connect() as connection:
                revision = revision_in(connection)
                tables = reflected(connection, backed_up())
                rows = {
                    table.name: connection.exec_driver_sql(
                        f'SELECT count(*) FROM "{table.name}"'  # noqa: S608  (a name of ours)
                    ).scalar_one()
                    for table in tables
                }
        finally:
            engine.dispose()
        if revision is None:
            raise BackupUnreadable(
                f"{self._file} can't be restored: it is no catalog of Pullquote's; {_DAMAGED}"
            )
        if revision > HEAD:
            raise newer(str(self._file), "", revision)
        return rows

    def pieces(self, path: str) -> Iterator[bytes]:
        raise KeyError(path)


def newer(name: str, pullquote: str, schema: str) -> BackupUnreadable:
    """That it was written by a Pullquote which knows more than this one."""
    by = f"Pullquote {pullquote}" if pullquote else "a newer Pullquote"
    return BackupUnreadable(
        f"{name} was written by {by}, whose catalog is newer (revision {schema}, this one knows "
        f"{HEAD}); install that one and run the command again"
    )
