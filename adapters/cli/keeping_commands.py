"""The commands that keep what there is: backup and restore."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import AsJson, err, out, print_json, read_settings

if TYPE_CHECKING:
    from adapters.storage.backup import BackedUp
    from adapters.storage.restore import Restored

_PIPE = Path("-")

InCorpus = Annotated[
    Path | None, typer.Option(help="The folder of stories, if not the one in the settings.")
]


def add_commands(app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog="Examples: pullquote backup pullquote.zip · pullquote backup - | age -r KEY > FILE"
    )(backup)
    app.command(epilog="Example: pullquote restore pullquote.zip")(restore)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; - is a pipe.")],
    corpus: InCorpus = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace the file without being asked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the catalog and the stories into one file, while everything goes on running.

    It holds the tokens of workspaces and what is remembered of chats: keep it as you would a
    password file. The index is left out; restore builds it again. Exit code 1 where a file of the
    corpus could not be read: the rest is backed up all the same.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli.consent import agreed
        from adapters.cli.progress import progress_bar
        from adapters.storage.backup import BackupStands, write_backup
        from adapters.storage.backup import backup as back_up
        from retrieval.errors import WrongUse

        settings = read_settings()
        stories = corpus or settings.corpus
        if file == _PIPE and (sys.stdout.isatty() or as_json):
            raise WrongUse("- writes the backup itself; lead it into a pipe, without --json")
        with closing(catalog_of(settings)) as catalog:

            def written(*, replace: bool) -> "BackedUp":
                now = datetime.now(UTC)
                with progress_bar(err()) as progress:
                    if file == _PIPE:
                        pipe = sys.stdout.buffer
                        return write_backup(catalog.database, stories, pipe, now, progress)
                    return back_up(
                        catalog.database, stories, file, now, replace=replace, progress=progress
                    )

            try:
                done = written(replace=yes)
            except BackupStands:
                if not agreed(f"{file} exists. Replace it?"):
                    raise
                done = written(replace=True)
        if as_json:
            print_json(
                {
                    "file": str(file),
                    "rows": done.rows,
                    "files": done.files,
                    "problems": [str(problem) for problem in done.problems],
                }
            )
        elif file != _PIPE:
            out().print(_backed_up(file, done), markup=False, soft_wrap=True)
        for problem in done.problems:
            say(str(problem))
        if done.problems:
            raise typer.Exit(FAILED)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup; - is a pipe.")],
    corpus: InCorpus = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Replace what stands there without being asked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Restore a backup: the catalog, the stories, and the index built from stored vectors.

    Into whatever database the settings name, so this also moves from SQLite to PostgreSQL and
    back. Checks the whole file first; killed at any moment, nothing is half restored. A copy of an
    SQLite catalog, such as those made before an upgrade, is taken too.
    """
    with one_line_failures():
        from adapters.assembly import vectors_of
        from adapters.cli.consent import agreed
        from adapters.cli.progress import progress_bar
        from adapters.storage.restore import restore as bring_back
        from adapters.storage.restore_target import TargetTaken

        settings = read_settings()
        url = settings.database.get_secret_value() if settings.database else None
        with _file_of(file) as whole:

            def restored(*, replace: bool) -> "Restored":
                with progress_bar(err()) as progress:
                    return bring_back(
                        whole,
                        url,
                        settings.data,
                        corpus or settings.corpus,
                        datetime.now(UTC),
                        replace=replace,
                        progress=progress,
                        store_of=lambda catalog, data: vectors_of(
                            settings.model_copy(update={"data": data}), catalog
                        ),
                    )

            try:
                done = restored(replace=yes)
            except TargetTaken as taken:
                if not taken.replaceable or not agreed(f"{taken.what}. Replace it?"):
                    raise
                done = restored(replace=True)
        if as_json:
            print_json(
                {
                    "at": done.at or None,
                    "pullquote": done.pullquote or None,
                    "engine": done.engine,
                    "rows": done.rows,
                    "files": done.files,
                    "generation": done.generation.id if done.generation else None,
                }
            )
        else:
            out().print(_restored(done), markup=False, soft_wrap=True)
        if done.unindexed:
            say(f"the index could not be built: {done.unindexed}")
            raise typer.Exit(FAILED)


@contextmanager
def _file_of(file: Path) -> Iterator[Path]:
    """The file; what comes through a pipe is kept in one first, since it is read twice."""
    if file != _PIPE:
        yield file
        return
    with tempfile.NamedTemporaryFile(suffix=".zip") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        yield Path(kept.name)


def _backed_up(file: Path, done: "BackedUp") -> str:
    versions, replies = done.rows.get("versions", 0), done.rows.get("replies", 0)
    return (
        f"{file}: {versions:,} versions of articles, {replies:,} replies, {done.files:,} files of "
        f"the corpus, {file.stat().st_size / (1 << 20):,.1f} MiB\n"
        "it holds tokens of workspaces: keep it as you would a password file"
    )


def _restored(done: "Restored") -> str:
    versions, replies = done.rows.get("versions", 0), done.rows.get("replies", 0)
    told = f"{versions:,} versions of articles, {replies:,} replies, {done.files:,} files"
    of = f" of {done.at}" if done.at else ""
    served = f"generation {done.generation.id} now serves" if done.generation else "no index"
    return f"restored{of}: {told}\n{served}"
