"""What the parts report of themselves, and figures of the catalog → the page that shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.admin import wording as words
from adapters.admin.parts import Parts
from adapters.admin.templates import Shown
from adapters.service.refresher_diagnosis import refresher_state
from adapters.storage.figures import Figures, Waiting
from bot import freshness_wording
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the process, how it is, and since how long."""

    name: str
    good: bool
    state: str
    next_step: str
    lasted: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A small table: names and what is so."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HealthView:
    """All of it."""

    ready: bool
    said: str
    parts: tuple[PartRow, ...]
    tables: tuple[Facts, ...]


def health_page(parts: Parts) -> Shown:
    """Raises CatalogError, CorpusError."""
    now, clock = parts.now(), parts.clock()
    ready = parts.health.ready(clock)
    rows = [
        PartRow(name, one.good, one.state, "", words.lasted(one.seconds))
        for name, one in sorted(parts.health.parts(clock).items())
    ]
    good, state, to_do = refresher_state(parts.settings, parts.stored.catalog, now)
    rows.append(PartRow("sources asked", good, state, to_do, ""))
    figures = parts.stored.figures.read()
    tables = (
        Facts("Index", _index(figures, now)),
        Facts("Waiting to be delivered", _waiting(figures.waiting, now)),
        Facts("At work", tuple(map(_pool, _pools(parts)))),
    )
    view = HealthView(ready, words.ready(ready), tuple(rows), tables)
    return Shown("health.html", "Health", view, "/health")


def _pools(parts: Parts) -> tuple[Workers, ...]:
    return parts.work.answers, parts.work.lookups, parts.work.reads


def _index(figures: Figures, now: datetime) -> tuple[tuple[str, str], ...]:
    current = figures.generation
    if current is None:
        return (("generation", words.nothing_indexed()),)
    age = (now - current.created).total_seconds()
    return (
        ("generation", current.id),
        ("built", f"{freshness_wording.at(current.created)}, {words.ago(age)}"),
        ("articles", f"{current.articles:,}"),
        ("passages", f"{current.passages:,}"),
        ("segments", f"{figures.segments:,}"),
        ("model", current.model),
    )


def _waiting(
    waiting: Mapping[tuple[str, str], Waiting], now: datetime
) -> tuple[tuple[str, str], ...]:
    rows = []
    for (platform, kind), one in sorted(waiting.items()):
        since = words.waiting_since((now - one.since).total_seconds()) if one.since else ""
        rows.append((f"{platform}: {kind}s", words.waiting(one.count, since)))
    return tuple(rows) or ((words.no_chat(), ""),)


def _pool(pool: Workers) -> tuple[str, str]:
    return f"{pool.name}s", words.in_line(pool.waiting, pool.queue)
