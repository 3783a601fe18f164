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
from bot.language import _, number
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
    rows.append(PartRow(_("sources asked"), good, state, to_do, ""))
    figures = parts.stored.figures.read()
    tables = (
        Facts(_("Index"), _index(figures, now)),
        Facts(_("Waiting to be delivered"), _waiting(figures.waiting, now)),
        Facts(_("At work"), tuple(map(_pool, _pools(parts)))),
    )
    view = HealthView(ready, words.ready(ready), tuple(rows), tables)
    return Shown("health.html", _("Health"), view, "/health")


def _pools(parts: Parts) -> tuple[Workers, ...]:
    return parts.work.answers, parts.work.lookups, parts.work.reads


def _index(figures: Figures, now: datetime) -> tuple[tuple[str, str], ...]:
    current = figures.generation
    if current is None:
        return ((_("generation"), words.nothing_indexed()),)
    age = (now - current.created).total_seconds()
    return (
        (_("generation"), current.id),
        (_("built"), words.built(freshness_wording.at(current.created), age)),
        (_("articles"), number(current.articles)),
        (_("passages"), number(current.passages)),
        (_("segments"), number(figures.segments)),
        (_("model"), current.model),
    )


def _waiting(
    waiting: Mapping[tuple[str, str], Waiting], now: datetime
) -> tuple[tuple[str, str], ...]:
    rows = []
    for (platform, kind), one in sorted(waiting.items()):
        waited = (now - one.since).total_seconds() if one.since else 0.0
        name = words.questions_of(platform) if kind == "question" else words.notices_of(platform)
        rows.append((name, words.waiting(one.count, waited)))
    return tuple(rows) or ((words.no_chat(), ""),)


def _pool(pool: Workers) -> tuple[str, str]:
    name = {"question": _("questions"), "lookup": _("lookups")}.get(pool.name, _("pages"))
    return name, words.in_line(pool.waiting, pool.queue)
