"""What every command shares: its settings, where it prints, and the options that many take.

Imports what these need when they are: `--help` needs nothing.
"""

import json
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.terminal_encoding import is_unicode
from adapters.service.temporary_files import use_folder_in

if TYPE_CHECKING:
    from rich.console import Console

    from adapters.settings import Settings
    from adapters.storage.catalog import Catalog
    from adapters.storage.snapshots import Generation


def _for_scripts(wanted: bool) -> bool:
    for_scripts.set(wanted)
    return wanted


AsJson = Annotated[
    bool,
    typer.Option("--json", callback=_for_scripts, help="Print one JSON object, for scripts."),
]
Cited = Annotated[
    bool,
    typer.Option(
        "--cite", help="Also how each quote is cited, to copy: a line, and the style of the APA."
    ),
]
InStory = Annotated[str | None, typer.Option("--story", metavar="SLUG", help="Only this story.")]


# Whether programs read what is printed: to them nothing is said in another language.
for_scripts: ContextVar[bool] = ContextVar("for_scripts", default=False)
# Whether this process is the command's alone, so that it may decide where libraries write.
own_process: ContextVar[bool] = ContextVar("own_process", default=False)


def read_settings(*, speaks: bool = True) -> "Settings":
    """The settings of the environment, with logs configured; from now on the terminal `speaks` its
    language. Raises SettingsError."""
    from adapters.service.logs import configure_logs
    from adapters.settings.environment import from_environment, terminal_language
    from bot.language import ENGLISH, speak

    settings = from_environment()
    configure_logs(settings)
    if speaks:
        speak(ENGLISH if for_scripts.get() else terminal_language(settings))
    if own_process.get():
        use_folder_in(settings.data)
    return settings


def out() -> "Console":
    """Where results go."""
    from rich.console import Console

    # A pipe has no width: lines are wrapped for people only.
    return Console(highlight=False, width=None if sys.stdout.isatty() else 10_000)


def err() -> "Console":
    """Where people are told how it goes."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """One line of JSON, with escapes for what the stream's encoding lacks: nothing is replaced."""
    plain = not is_unicode(sys.stdout)
    sys.stdout.write(json.dumps(value, ensure_ascii=plain) + "\n")


def indexed(settings: "Settings") -> "tuple[Catalog, Generation]":
    """The catalog and its current generation. Raises NoIndex where nothing is indexed."""
    from adapters.assembly import catalog_of
    from adapters.storage.index_errors import NoIndex

    catalog = catalog_of(settings)
    current = catalog.current()
    if current is None:
        raise NoIndex("nothing is indexed yet; run: pullquote reindex")
    return catalog, current
