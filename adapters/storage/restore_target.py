"""Where a backup is to be restored → whether something stands there, and the switch to it."""

import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.builder_lock import only_builder, only_refresher
from adapters.storage.catalog_copies import copy_aside, copy_unread, file_of
from adapters.storage.corpus_disk import sha256_of
from adapters.storage.corpus_problems import shown
from adapters.storage.database import CatalogError, Database, open_database
from adapters.storage.engines import engine_of
from adapters.storage.table_lines import copy_rows, counters, reflected, set_counters
from adapters.storage.tables import backed_up, of_index
from retrieval.errors import PullquoteError

# What somebody would miss. The others are filled as soon as a bot runs over an empty catalog.
_MISSED = ("versions", "replies", "follows", "scopes", "purged", "slack_installations")
_FILES_NAMED = 3
# How long another process may take to end what it just does.
_PATIENCE_SECONDS = 2.0


class TargetTaken(PullquoteError):
    """Something stands where the backup is to be restored. `replaceable`: with consent it goes."""

    def __init__(self, what: str, to_do: str, *, replaceable: bool = False) -> None:
        super().__init__(f"{what}; {to_do}")
        self.what, self.replaceable = what, replaceable


class Target:
    """A catalog's URL, None for the file in the data folder, and a folder of stories."""

    def __init__(self, url: URL | str | None, data: Path, corpus: Path) -> None:
        self.url, self.data, self.corpus = url, data, corpus
        self._database: Database | None = None

    def check(self, files: Mapping[str, str], *, replace: bool) -> None:
        """`files`: the SHA-256 of each file that goes into the corpus; one that stands there with
        the same bytes is in nobody's way. Raises TargetTaken, CatalogError."""
        if not replace:
            self._check_free(files)
        self.check_unused()

    def _check_free(self, files: Mapping[str, str]) -> None:
        if self._holds_something():
            raise TargetTaken(
                f"catalog {self._name()} is not empty",
                f"name another {'folder in PULLQUOTE_DATA' if self._file() else 'database'}, or "
                "agree with --yes to replace it",
                replaceable=True,
            )
        other = [
            path
            for path, sha256 in files.items()
            if os.path.lexists(self.corpus / path) and sha256_of(self.corpus, path) != sha256
        ]
        if other:
            named = ", ".join(shown(self.corpus / path) for path in other[:_FILES_NAMED])
            more = f" and {len(other) - _FILES_NAMED} more" if len(other) > _FILES_NAMED else ""
            raise TargetTaken(
                f"the corpus has other words in {named}{more}",
                "name another folder with --corpus, or agree with --yes to replace them",
                replaceable=True,
            )

    @contextmanager
    def locked(self, *, adopting: bool) -> Iterator[None]:
        """Nobody builds and nobody refreshes meanwhile. `adopting`: the index is to lie in this
        data folder, though it lay in another. Raises BuilderBusy, ForeignIndex, CatalogError."""
        url = URL.create("sqlite") if self._file() else self._url()
        # Of an SQLite catalog the locks are files; it is not to be opened before its time.
        database = Database(engine_of(url)) if self._file() else open_database(url, self.data)
        with closing(database):
            self._database = database
            with (
                only_builder(self.data, database, adopting=adopting),
                only_refresher(self.data, database),
            ):
                yield

    def check_unused(self) -> None:
        """That no process has the catalog's file open. Raises TargetTaken."""
        catalog = self._file()
        if catalog and catalog.exists():
            _used_by_nobody(catalog)

    def switch(self, aside: Path, *, replace: bool) -> None:
        """The catalog in the file `aside`, closed by all, takes its place. Raises TargetTaken,
        CatalogError, OSError."""
        catalog = self._file()
        if catalog is None:
            self._fill_server(aside, replace=replace)
            return
        if catalog.exists() and self._holds_something():
            try:
                copy_aside(catalog, "restore")
            except sqlite3.Error:
                copy_unread(catalog, "restore")
        self.check_unused()
        for journal in ("-wal", "-shm", "-journal"):
            # Of a catalog that is there no more, it would be read into the new one.
            catalog.with_name(catalog.name + journal).unlink(missing_ok=True)
        catalog.parent.mkdir(parents=True, exist_ok=True)
        aside.replace(catalog)

    def _fill_server(self, aside: Path, *, replace: bool) -> None:
        """All in one transaction of the database's server."""
        database = self._database
        if database is None:
            raise AssertionError("locked() comes first")
        source = create_engine(URL.create("sqlite", database=str(aside)))
        names = [*backed_up(), *of_index()]
        try:
            with source.connect() as made, database.building() as connection:
                there = reflected(connection, names)
                if not replace and _any_rows(connection, _MISSED):
                    raise TargetTaken(
                        f"catalog {self._name()} was filled meanwhile", "run the command again"
                    )
                listed = ", ".join(table.name for table in there)
                connection.execute(text(f"TRUNCATE {listed}"))
                copy_rows(made, connection, names)
                set_counters(connection, there, counters(made, there))
        finally:
            source.dispose()

    def _holds_something(self) -> bool:
        catalog = self._file()
        if catalog and not catalog.exists():
            return False
        engine = engine_of(self._url())
        try:
            with engine.connect() as connection:
                return _any_rows(connection, _MISSED)
        except SQLAlchemyError as error:
            if catalog:
                return True  # damaged, it may be somebody's last copy all the same
            raise CatalogError(
                f"catalog {self._name()} can't be reached ({type(error).__name__}); start the "
                "database's server, or correct PULLQUOTE_DATABASE"
            ) from error
        finally:
            engine.dispose()

    def _url(self) -> URL:
        if self.url is None:
            return URL.create("sqlite", database=str(self.data / "catalog.sqlite3"))
        return make_url(self.url)

    def _file(self) -> Path | None:
        url = self._url()
        return file_of(url.database) if url.get_backend_name() == "sqlite" else None

    def _name(self) -> str:
        return str(self._file() or "in PULLQUOTE_DATABASE")


def _any_rows(connection: Connection, names: Collection[str]) -> bool:
    return any(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in reflected(connection, names)
    )


def _used_by_nobody(catalog: Path) -> None:
    """Whoever has it open would go on writing into a file that is nobody's any more."""
    with closing(sqlite3.connect(catalog, timeout=_PATIENCE_SECONDS)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise TargetTaken(
                    f"another process has {catalog} open",
                    "stop pullquote run and whatever else uses it, and run the command again",
                ) from None
        except sqlite3.DatabaseError:
            pass  # damaged: nobody works with it
