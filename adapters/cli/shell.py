"""What every command shares: its settings, where it prints, and the options that many take."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from adapters.logs import configure_logs
from adapters.settings import Settings, from_environment

if TYPE_CHECKING:
    from adapters.storage.catalog import Catalog, Generation

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for scripts.")]
InStory = Annotated[str | None, typer.Option("--story", metavar="SLUG", help="Only this story.")]


def read_settings() -> Settings:
    """The settings of the environment, with logs configured. Raises SettingsError."""
    settings = from_environment()
    configure_logs(settings)
    return settings


def out() -> Console:
    """Where results go."""
    # A pipe has no width: lines are wrapped for people only.
    return Console(highlight=False, width=None if sys.stdout.isatty() else 10_000)


def err() -> Console:
    """Where people are told how it goes."""
    return Console(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def indexed(settings: Settings) -> "tuple[Catalog, Generation]":
    """The catalog and its current generation. Raises NoIndex where nothing is indexed."""
    from adapters.assembly import catalog_of
    from adapters.storage.serving import NoIndex

    catalog = catalog_of(settings)
    current = catalog.current()
    if current is None:
        raise NoIndex("nothing is indexed yet; run: pullquote reindex")
    return catalog, current
