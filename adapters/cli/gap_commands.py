"""`pullquote gaps`: what people asked in chats and nothing answered."""

from typing import Annotated

import typer

from adapters.cli.failures import one_line_failures
from adapters.cli.shell import AsJson, InStory, out, print_json, read_settings


def add_commands(app: typer.Typer) -> None:
    """Adds it."""
    app.command(epilog="Examples: pullquote gaps · pullquote gaps --channel slack:C0123 --erase")(
        gaps
    )


def gaps(
    story: InStory = None,
    channel: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="Only this channel: slack:C0123 or discord:4567."),
    ] = None,
    erase: Annotated[
        bool, typer.Option("--erase", help="Erase them instead, of that channel or of all.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what people asked in chats and nothing answered, grouped by meaning.

    Questions are kept only where an admin switched that on; who asked is not kept with them.
    """
    with one_line_failures():
        from adapters.cli import gaps as listing

        where = listing.asked_in(channel or "", story or "")
        settings = read_settings()
        with listing.gap_desk(settings) as (desk, catalog):
            if erase:
                erased = desk.keeper.kept.forget_place(where)
                if as_json:
                    print_json({"erased": erased})
                else:
                    out().print(listing.erased_line(where, erased), markup=False)
                return
            found = desk.gaps(where)
            if as_json:
                print_json([listing.gap_object(one) for one in found])
                return
            current = catalog.current()
            stories = catalog.tracked(current.id) if current else {}
            listing.print_gaps(out(), found, stories)
