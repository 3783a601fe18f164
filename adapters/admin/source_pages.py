"""Sources of all stories → the page that lists them, and what is proposed there."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.admin import wording as words
from adapters.admin.message_pages import message_page
from adapters.admin.parts import CALLER, Parts
from adapters.admin.source_rows import SourceRow, source_rows
from adapters.admin.templates import Shown
from bot.commands.answering import answered
from bot.commands.table import COMMANDS
from bot.language import _


@dataclass(frozen=True, slots=True)
class StorySources:
    """Of one story."""

    slug: str
    title: str
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SourcesView:
    """Stories whose sources fail come first. `error`: why what was typed can't be tracked; `url`
    and `chosen`: what that was."""

    groups: tuple[StorySources, ...]
    stories: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    error: str
    url: str
    chosen: str


def sources_page(parts: Parts, error: str = "", typed: Mapping[str, str] | None = None) -> Shown:
    """Raises CatalogError, CorpusError, NotReady."""
    rows, problems = source_rows(parts)
    known, typed = parts.stories(), typed or {}
    groups = sorted(
        (
            StorySources(slug, known[slug].title if slug in known else slug, of_story)
            for slug, of_story in rows.items()
        ),
        key=lambda one: (-sum(row.failing for row in one.sources), not one.sources, one.slug),
    )
    view = SourcesView(
        tuple(groups),
        parts.choices(),
        problems,
        error,
        typed.get("url", ""),
        typed.get("story", ""),
    )
    return Shown("sources.html", _("Sources"), view, "/sources", 400 if error else 200)


def proposed_page(parts: Parts, command: str, typed: Mapping[str, str], mark: str) -> Shown:
    """What the command (track, untrack) shows, to be confirmed. `track` is for a worker that asks
    the web. Raises WrongUse, NotReady."""
    given = {name: value for name, value in typed.items() if value}
    document = answered(parts.conversation, COMMANDS[command], CALLER, given)
    title = _("Track this?") if command == "track" else _("Track this no more?")
    back = "/sources", words.back_to_sources()
    return message_page(document, title, mark, "/sources", back)
