"""The versions kept of an article → what changed between them, for people and for scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from adapters.cli.articles import known_article
from adapters.cli.terminal_text import harmless
from adapters.storage.catalog import Catalog, Fetched
from retrieval.articles import Article
from retrieval.changes import Change, changes

_MOMENT = "%Y-%m-%d %H:%M %Z"


@dataclass(frozen=True, slots=True)
class Revision:
    """What a version changed in the one before: the headline first, then sentences."""

    before: datetime
    fetched: datetime
    title: Change | None
    sentences: tuple[Change, ...]


def versions_of(catalog: Catalog, generation: str, name: str) -> list[Fetched]:
    """Every version kept of the article, oldest first. Raises UnknownArticle."""
    found = catalog.history(name)
    if not found:
        return catalog.history(known_article(catalog, generation, name).article.id)
    # An address may have changed with a version; the id has not.
    return catalog.history(found[-1].article.id)


def revisions(versions: Sequence[Fetched]) -> list[Revision]:
    """Oldest first: one fewer than there are versions."""
    return [_revision(old, new) for old, new in pairwise(versions)]


def _revision(old: Fetched, new: Fetched) -> Revision:
    before, after = old.article, new.article
    title = Change(before.title, after.title) if before.title != after.title else None
    return Revision(old.fetched, new.fetched, title, changes(before.text, after.text))


def print_diff(console: Console, versions: Sequence[Fetched]) -> None:
    """The old words with a minus, the new ones with a plus; the newest change last."""
    newest = versions[-1]
    console.print(_heading(newest.article))
    if len(versions) == 1:
        console.print(f"one version only, fetched {newest.fetched:{_MOMENT}}", style="dim")
    for revision in revisions(versions):
        console.print()
        console.print(f"{revision.before:{_MOMENT}} → {revision.fetched:{_MOMENT}}", style="cyan")
        if revision.title:
            _print_change(console, revision.title, "title: ")
        for change in revision.sentences:
            _print_change(console, change)
        if not (revision.title or revision.sentences):
            console.print("  no sentence changed", style="dim")


def _heading(article: Article) -> Text:
    title = Text(harmless(article.title), style="bold")
    return title.append(harmless(f"  [{article.id}]"), style="dim")


def _print_change(console: Console, change: Change, of: str = "") -> None:
    for sign, words, style in (("-", change.old, "red"), ("+", change.new, "green")):
        if words:
            line = Text(f"{sign} {of}{harmless(words)}", style=style)
            console.print(Padding(line, (0, 0, 0, 2), expand=False))


def diff_object(versions: Sequence[Fetched]) -> dict[str, object]:
    """The object of `pullquote diff --json`."""
    newest = versions[-1].article
    return {
        "article": newest.id,
        "url": newest.url,
        "versions": [
            {"version": one.article.version, "fetched": one.fetched.isoformat()} for one in versions
        ],
        "changes": [_revision_object(revision) for revision in revisions(versions)],
    }


def _revision_object(revision: Revision) -> dict[str, object]:
    title = revision.title
    return {
        "from": revision.before.isoformat(),
        "to": revision.fetched.isoformat(),
        "title": {"old": title.old, "new": title.new} if title else None,
        "sentences": [{"old": one.old, "new": one.new} for one in revision.sentences],
    }
