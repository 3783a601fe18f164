"""How everything is at the moment of a scrape → gauges."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from adapters.storage.database_check import DATABASE
from adapters.storage.figures import Figures
from bot.freshness import by_story, failing
from bot.health import Health
from bot.workers import Workers
from retrieval.errors import PullquoteError

_Labelled = Iterable[tuple[Sequence[str], float]]


# Compared by identity: the registry keeps collectors in a dict.
@dataclass(frozen=True, slots=True, eq=False)
class Gauges(Collector):
    """`served`: the id of the generation that this process answers from; it raises PullquoteError
    where there is none. `figures` are the catalog's, None where it is away: what is known only from
    there is then left out, as what is not known."""

    version: str
    health: Health
    pools: Sequence[Workers]
    served: Callable[[], str]
    figures: Callable[[], Figures | None]
    clock: Callable[[], float]
    now: Callable[[], datetime]

    def collect(self) -> Iterator[Any]:
        yield InfoMetricFamily(
            "pullquote_build", "Which Pullquote this is.", {"version": self.version}
        )
        parts = self.health.parts(self.clock())
        yield _gauge(
            "pullquote_ready",
            "Whether /readyz says so.",
            self.health.ready(self.clock()),
        )
        yield _by(
            "pullquote_part_up",
            "Whether each part of /readyz is good.",
            ("part",),
            [((name,), part.good) for name, part in parts.items()],
        )
        yield _by(
            "pullquote_queue_length",
            "Pieces of work that wait for a worker, by the pool of workers.",
            ("pool",),
            [((pool.name,), pool.waiting) for pool in self.pools],
        )
        yield _by(
            "pullquote_queue_limit",
            "How many may wait; more are refused.",
            ("pool",),
            [((pool.name,), pool.queue) for pool in self.pools],
        )
        served = self._served()
        if served:
            yield InfoMetricFamily(
                "pullquote_index_generation",
                "The generation of the index that this process answers from.",
                {"generation": served},
            )
        figures, database = self.figures(), parts.get(DATABASE)
        reached = figures is not None and (database is None or database.good)
        yield _gauge("pullquote_database_up", "Whether the catalog's database answers.", reached)
        if figures is not None and reached:
            yield from _of_the_index(figures, served)
            yield from _of_deliveries(figures, self.now())
            yield _gauge(
                "pullquote_slack_tokens_failing",
                "Installations in Slack whose token could not be refreshed.",
                figures.tokens_failing,
            )
            yield from _of_sources(figures, self.now())

    def _served(self) -> str:
        try:
            return self.served()
        except PullquoteError:
            return ""


def _of_the_index(figures: Figures, served: str) -> Iterator[GaugeMetricFamily]:
    generation = figures.generation
    if generation is None:
        return
    yield _gauge(
        "pullquote_index_current",
        "Whether this process answers from the generation that the catalog names.",
        served == generation.id,
    )
    yield _gauge(
        "pullquote_index_built_timestamp_seconds",
        "When the generation was built that the catalog names.",
        generation.created.timestamp(),
    )
    yield _gauge("pullquote_index_articles", "Articles in it.", generation.articles)
    yield _gauge("pullquote_index_passages", "Passages in it.", generation.passages)
    yield _gauge("pullquote_index_segments", "Segments that it is made of.", figures.segments)


def _of_deliveries(figures: Figures, now: datetime) -> Iterator[GaugeMetricFamily]:
    labels = ("platform", "kind")
    yield _by(
        "pullquote_deliveries_waiting",
        "Replies and notices that are not delivered yet, those in hand among them.",
        labels,
        [(key, waiting.count) for key, waiting in figures.waiting.items()],
    )
    yield _by(
        "pullquote_deliveries_oldest_seconds",
        "For how long the oldest of them has waited; 0 where none waits.",
        labels,
        [
            (key, max(0.0, (now - waiting.since).total_seconds()) if waiting.since else 0.0)
            for key, waiting in figures.waiting.items()
        ],
    )


def _of_sources(figures: Figures, now: datetime) -> Iterator[GaugeMetricFamily]:
    fresh = by_story(figures.tracked, now)
    yield _by(
        "pullquote_story_checked_timestamp_seconds",
        "As of when what a story's sources list is served; 0 for never.",
        ("story",),
        [((slug,), one.checked.timestamp() if one.checked else 0.0) for slug, one in fresh.items()],
    )
    yield _by(
        "pullquote_story_stale",
        "Whether all sources of a story were last read more than two intervals ago.",
        ("story",),
        [((slug,), one.stale) for slug, one in fresh.items()],
    )
    yield _by(
        "pullquote_story_sources",
        "Sources of a story.",
        ("story",),
        [((slug,), one.sources) for slug, one in fresh.items()],
    )
    bad = [one.story for one in failing(figures.tracked, now)]
    yield _by(
        "pullquote_story_sources_failing",
        "Sources of a story that could not be read for two intervals.",
        ("story",),
        [((slug,), bad.count(slug)) for slug in fresh],
    )
    beat = figures.heartbeat
    if beat is not None:
        ended = beat.well_ended.timestamp() if beat.well_ended else 0.0
        yield _gauge(
            "pullquote_refresh_ended_timestamp_seconds",
            "When the last refresh of all stories ended that went well; 0 for never.",
            ended,
        )


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=float(value))


def _by(name: str, text: str, labels: Sequence[str], values: _Labelled) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for labelled, value in values:
        family.add_metric(labelled, float(value))
    return family
