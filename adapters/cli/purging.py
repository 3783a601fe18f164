"""What a person wants erased → the purge, and what it left; no word of it comes back by itself."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from adapters.cli.articles import UnknownArticle, id_of, unknown_article
from adapters.storage.catalog import Catalog
from adapters.storage.purge import PurgeReport, purge, purge_needles, traces, unpurge
from adapters.storage.reindex_plan import purge_key
from adapters.storage.segment_writer import Progress
from adapters.storage.vector_store import VectorStore


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was erased; `traces` are files that still hold a part of it, None where none was
    looked for."""

    report: PurgeReport
    traces: tuple[Path, ...] | None


@dataclass(frozen=True, slots=True)
class _Target:
    articles: tuple[str, ...]
    story: str | None


def erase(
    data: Path,
    catalog: Catalog,
    store: VectorStore,
    name: str,
    now: datetime,
    progress: Progress,
    *,
    look_for_traces: bool,
) -> Outcome:
    """Erases the story or the article that goes by `name`. Raises UnknownArticle."""
    target = _target(catalog, name)
    needles = (
        purge_needles(catalog, articles=target.articles, story=target.story)
        if look_for_traces
        else []
    )
    report = purge(
        data,
        catalog,
        now,
        articles=target.articles,
        story=target.story,
        progress=progress,
        store=store,
    )
    return Outcome(report, tuple(traces(data, needles)) if look_for_traces else None)


def undo(catalog: Catalog, name: str) -> None:
    """Lets the next reindex take in again what was purged. Raises UnknownArticle.

    Nothing is kept of what was purged but the digest of its id, so only the id or slug will do.
    """
    if not unpurge(catalog, articles=[name]) + unpurge(catalog, story=name):
        raise UnknownArticle(
            f"nothing was purged under {name!r}; name the article's id or the story's slug"
        )


def print_outcome(console: Console, outcome: Outcome) -> None:
    """What was erased, what serves now, and what is left to do."""
    report = outcome.report
    console.print(
        f"erased: {len(report.articles)} articles, {report.versions} versions, "
        f"{report.passages} passages, {len(report.generations_removed)} old generations"
    )
    if report.generation:
        console.print(f"generation {report.generation} now serves")
    if report.still_read:
        console.print(
            "a running process still has an old generation open; restart it to be sure: "
            + ", ".join(report.still_read)
        )
    if outcome.traces is not None:
        for path in outcome.traces:
            console.print(f"still holds a part of it: {path}")
        if not outcome.traces:
            console.print("searched the data folder: nothing of it is left")
    console.print("its files in the corpus are yours to delete; the next reindex leaves them out")


def outcome_object(outcome: Outcome) -> dict[str, object]:
    """The object of `pullquote purge --json`."""
    found = None if outcome.traces is None else [str(path) for path in outcome.traces]
    return asdict(outcome.report) | {"traces": found}


def _target(catalog: Catalog, name: str) -> _Target:
    if catalog.versions_by_id((), name):
        return _Target((), name)
    current = catalog.current()
    keys = catalog.article_keys(current.id) if current else []
    stories = catalog.tracked(current.id) if current else {}
    if name in stories:
        return _Target((), name)
    id = id_of(name, keys)
    purged = catalog.erasure.purged()
    if purge_key("story", name) in purged:
        return _Target((), name)  # a purge that was cut short is completed by running it again
    if not catalog.versions_by_id([id], None) and purge_key("article", id) not in purged:
        raise UnknownArticle(unknown_article(name, [*stories, *(id for id, _ in keys)]))
    return _Target((id,), None)
