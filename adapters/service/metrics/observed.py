"""What becomes of questions and notices → counters and histograms of a registry."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import product

from prometheus_client import CollectorRegistry, Counter, Histogram

from adapters.service.observing import (
    DRAWING,
    SEARCHED,
    SENDING,
    WAITING,
    Ended,
    Notice,
    Outcome,
    Telling,
)
from retrieval.stages import CHOOSING, EMBEDDING, LEXICAL, LOOKUP, READING, UNDERSTANDING, VECTOR

STAGES = (
    WAITING,
    UNDERSTANDING,
    EMBEDDING,
    LEXICAL,
    VECTOR,
    LOOKUP,
    READING,
    CHOOSING,
    DRAWING,
    SENDING,
)
# Seconds. A stage takes from a thousandth on, a whole answer from a twentieth; what takes a minute
# was waiting for something.
_OF_STAGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_OF_QUESTIONS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 30, 60)


class Metrics:
    """An Observer that counts. Labels are platforms and words of ours, so that there are few; each
    is there from the start, at zero, so that the first of its kind shows as an increase."""

    def __init__(self, registry: CollectorRegistry, platforms: Sequence[str]) -> None:
        self._questions = Counter(
            "pullquote_questions",
            "Questions by what became of them; refused_* are the refusals.",
            ("platform", "outcome"),
            registry=registry,
        )
        self._seconds = Histogram(
            "pullquote_question_duration_seconds",
            "From a question's arrival until its reply is sent, of those that were searched for.",
            ("platform",),
            buckets=_OF_QUESTIONS,
            registry=registry,
        )
        self._stages = Histogram(
            "pullquote_stage_duration_seconds",
            "Of each stage of a question; waiting is for a worker, drawing is a part of sending.",
            ("stage",),
            buckets=_OF_STAGES,
            registry=registry,
        )
        self._notices = Counter(
            "pullquote_notices",
            "Tries to tell a notice, by what it tells of and what became of it.",
            ("platform", "kind", "outcome"),
            registry=registry,
        )
        self._stage = {name: self._stages.labels(name) for name in STAGES}
        for platform in platforms:
            self._seconds.labels(platform)
            for outcome in Outcome:
                self._questions.labels(platform, outcome)
            for kind, telling in product(Notice, Telling):
                self._notices.labels(platform, kind, telling)

    def stage(self, name: str) -> AbstractContextManager[object]:
        return self._stage[name].time()

    def passed(self, name: str, seconds: float) -> None:
        self._stage[name].observe(seconds)

    @contextmanager
    def question(self, platform: str, id: str, since: float) -> Iterator[Ended]:
        def ended(outcome: Outcome) -> None:
            self._questions.labels(platform, outcome).inc()
            if outcome in SEARCHED:
                self._seconds.labels(platform).observe(time.perf_counter() - since)

        yield ended

    def notice(self, platform: str, notice: Notice, telling: Telling) -> None:
        self._notices.labels(platform, notice, telling).inc()
