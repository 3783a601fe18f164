"""The commands that take quotes along: export and verify."""

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failures import FAILED, one_line_failures, say
from adapters.cli.shell import AsJson, out, print_json, read_settings

if TYPE_CHECKING:
    from adapters.cli.exporting import Wanted

_PIPE = Path("-")


def add_commands(app: typer.Typer) -> None:
    """Adds them to the command line."""
    app.command(
        epilog='Examples: pullquote export "who heads the new US command in Japan?" · '
        "pullquote export --timeline us-japan-command --format docx · "
        "pullquote export --story us-japan-command -o - | less"
    )(export)
    app.command(epilog="Example: pullquote verify evidence.html")(verify)


def export(
    question: Annotated[
        str | None, typer.Argument(help="A question, whose quotes are exported.")
    ] = None,
    reply: Annotated[
        str | None,
        typer.Option(metavar="ID", help="A reply of a chat, by its id in feedback --json."),
    ] = None,
    timeline: Annotated[
        str | None, typer.Option(metavar="STORY", help="All developments of a story.")
    ] = None,
    story: Annotated[
        str | None,
        typer.Option(
            metavar="STORY",
            help="The newest articles of a story; with a question: only this story is asked.",
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="N", help="How many quotes at most, 1 to 10.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="KIND",
            help="html, md, json or docx; without it, as the file is named, else html.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - is a pipe."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Write quotes into a file that says where each stands and can be verified.

    Each with its context, its source, authors, days, link, the digest of the archived text, its
    place there, and what became of the article since. Without a file name it is evidence.html, or
    as --format says.
    """
    with one_line_failures():
        from adapters.cli import exporting

        wanted = exporting.Wanted(question, reply, timeline, story, top)
        wanted.check()
        as_kind, file = exporting.kind_and_file(kind, output)
        if file == _PIPE:
            exporting.check_pipe(as_kind, sys.stdout.isatty())
        else:
            exporting.check_file(file, force=force)
        content, count = _exported(wanted, as_kind)
        if file == _PIPE:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        exporting.write(file, content, force=force)
        say(exporting.saved(file, count))


def _exported(wanted: "Wanted", kind: str) -> tuple[bytes, int]:
    """The file, and how many quotes are in it."""
    from importlib.metadata import version

    from adapters.assembly import catalog_of
    from adapters.cli.exporting import chosen_from, nothing_found
    from adapters.rendering.evidence.files import file_of
    from adapters.storage.evidence import StoredArchive
    from bot.evidence.desk import EvidenceDesk
    from bot.evidence.pack import Format

    settings, now = read_settings(), datetime.now(UTC)
    with closing(catalog_of(settings)) as catalog:
        chosen, stories = chosen_from(wanted, settings, catalog, now)
        evidence = EvidenceDesk(StoredArchive(catalog), file_of, version("pullquote"))
        pack = evidence.pack(chosen, stories, now)
        if not pack.quotes:
            raise nothing_found(wanted)
        return evidence.write(pack, Format(kind)), len(pack.quotes)


def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What export wrote, of any kind; - is a pipe.")
    ],
    as_json: AsJson = False,
) -> None:
    """Check every quote of an exported file against what is held, and say which pages changed.

    That a quote holds means that these words stand in the version with that digest, as this
    installation keeps it; not that the paper wrote it. Only reads. Exit code 0 only where every
    quote holds and the file shows what its data says.
    """
    with one_line_failures():
        from adapters.assembly import catalog_of
        from adapters.cli import verifying
        from adapters.storage.evidence import StoredArchive
        from bot.evidence.checking import checked

        read = verifying.read(file, sys.stdin.buffer if file == _PIPE else None)
        with closing(catalog_of(read_settings())) as catalog:
            found = checked(read.pack, StoredArchive(catalog), read.shown, intact=read.intact)
        if as_json:
            print_json(verifying.checked_object(found))
        else:
            verifying.print_checked(out(), found)
        if not found.holds:
            raise typer.Exit(FAILED)
