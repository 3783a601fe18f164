"""What a scrape shows of the catalog, what it costs, and what names the metrics."""

import asyncio
import json
import re
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import yaml
from prometheus_client.exposition import generate_latest

from adapters.service.metrics.gauges import Gauges
from adapters.service.metrics.observed import Metrics
from adapters.service.metrics.sampling import Sampling
from adapters.service.metrics.serving import registry_of_process
from adapters.service.observing import Notice, Outcome, Telling
from adapters.storage.catalog import open_catalog
from adapters.storage.checks import StoredChecks
from adapters.storage.database import CatalogError
from adapters.storage.deliveries import StoredDeliveries
from adapters.storage.figures import Figures, StoredFigures, Waiting
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.snapshots import Generation
from bot.freshness import Heartbeat, Tracked
from bot.health import Health
from bot.workers import Workers
from tests.bot.test_desk import NOW
from tests.e2e.scraped import Scraped, parsed

ROOT = Path(__file__).parents[3]
HOUR = timedelta(hours=1)
FIGURES = Figures(
    generation=Generation("g2", NOW - HOUR, "model", 40, 90),
    segments=3,
    waiting={("slack", "question"): Waiting(2, NOW - timedelta(seconds=90))},
    tracked=[
        Tracked("sweden-nato", "https://a.example/feed", HOUR, NOW - HOUR),
        Tracked("sweden-nato", "https://b.example/feed", HOUR, None, NOW - 5 * HOUR, "404"),
        Tracked("lisbon", "https://c.example/feed", HOUR, NOW - 9 * HOUR, NOW - 9 * HOUR, "500"),
    ],
    heartbeat=Heartbeat(NOW - HOUR, NOW - HOUR, NOW, well_ended=NOW - HOUR),
)


def scraped(figures: Figures | None = FIGURES) -> Scraped:
    """With one question and one notice."""
    registry, health = registry_of_process(), Health()
    metrics = Metrics(registry, ["slack"])
    with metrics.question("slack", "id", time.perf_counter()) as ended:
        ended(Outcome.CLAIM)
    metrics.notice("slack", Notice.NEWS, Telling.SENT)
    health.expect("database", 0)
    health.good("database", "answers", 0)
    pools = (Workers(1, 5, "question"),)
    gauges = Gauges("1.2.3", health, pools, lambda: "g1", lambda: figures, lambda: 0, lambda: NOW)
    registry.register(gauges)
    return parsed(generate_latest(registry).decode())


def test_a_scrape_shows_the_index_what_waits_and_how_fresh_each_story_is() -> None:
    found = scraped()
    assert found("pullquote_build_info", version="1.2.3") == 1
    assert found("pullquote_index_generation_info", generation="g1") == 1
    assert found("pullquote_index_current") == 0
    assert found("pullquote_index_built_timestamp_seconds") == (NOW - HOUR).timestamp()
    assert (found("pullquote_index_segments"), found("pullquote_index_passages")) == (3, 90)
    waiting = {"platform": "slack", "kind": "question"}
    assert found("pullquote_deliveries_waiting", **waiting) == 2
    assert found("pullquote_deliveries_oldest_seconds", **waiting) == 90
    checked = "pullquote_story_checked_timestamp_seconds"
    assert found(checked, story="sweden-nato") == (NOW - HOUR).timestamp()
    assert found.labelled("pullquote_story_stale", "story") == {"lisbon": 1}
    failing = {"sweden-nato": 1, "lisbon": 1}
    assert found.labelled("pullquote_story_sources_failing", "story") == failing
    assert found.labelled("pullquote_story_sources", "story") == {"sweden-nato": 2, "lisbon": 1}
    assert found("pullquote_refresh_ended_timestamp_seconds") == (NOW - HOUR).timestamp()
    sent = {"platform": "slack", "kind": "news", "outcome": "sent"}
    assert found("pullquote_notices_total", **sent) == 1


def test_what_is_not_known_is_left_out() -> None:
    away = scraped(None)
    assert away("pullquote_database_up") == 0
    assert not [name for name in away.families if re.search("story|deliveries|passages", name)]


def test_deliveries_that_wait_are_counted_by_platform_and_kind(tmp_path: Path) -> None:
    with closing(open_catalog(None, tmp_path)) as catalog:
        deliveries = StoredDeliveries(catalog.database)
        for key in ("slack:1", "slack:2", "slack:3", "slack-notices:1", "discord:1"):
            deliveries.claim(key, {}, "me", NOW, 15)
        deliveries.finish("slack:3", "me", 0)
        beats = Heartbeats(catalog.database)
        checks = StoredChecks(catalog.database, HOUR)
        stored = StoredFigures(catalog.database, checks, beats, ["slack", "discord"])
        found = stored.read()
    assert found == Figures(
        generation=None,
        segments=0,
        waiting={
            ("slack", "question"): Waiting(2, NOW),
            ("slack", "notice"): Waiting(1, NOW),
            ("discord", "question"): Waiting(1, NOW),
            ("discord", "notice"): Waiting(0, None),
        },
        tracked=[],
        heartbeat=None,
    )


def test_a_scrape_never_waits_for_a_database_that_hangs_nor_asks_it_twice_at_once() -> None:
    goes_on, asked = threading.Event(), []

    def read() -> Figures:
        asked.append(1)
        goes_on.wait(30)
        return FIGURES

    async def scrape() -> None:
        sampling = Sampling(read, patience=0.01)
        await asyncio.gather(sampling.freshen(), sampling.freshen())
        await sampling.freshen()
        assert (sampling.last, len(asked)) == (None, 1)
        goes_on.set()
        while sampling.last is None:
            await sampling.freshen()
        await sampling.freshen()
        assert (sampling.last, len(asked)) == (FIGURES, 1)

    asyncio.run(scrape())


def test_figures_are_kept_for_some_seconds_and_never_once_the_database_is_away() -> None:
    now = [0.0]
    comes: list[Figures | Exception] = [FIGURES, CatalogError("away"), ValueError("x"), FIGURES]
    answers = iter(comes)

    def read() -> Figures:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def scrape() -> None:
        sampling = Sampling(read, lambda: now[0])
        seen = []
        for seconds in (0, 9, 10, 10, 10):
            now[0] = seconds
            await sampling.freshen()
            seen.append(sampling.last)
        assert seen == [FIGURES, FIGURES, None, None, FIGURES]

    asyncio.run(scrape())


# ---------------------------------------------------------------------- what names the metrics


def names_in(text: str) -> set[str]:
    return set(re.findall(r"\b(?:pullquote|process)_[a-z_]+", text))


def known() -> set[str]:
    """Every sample that a scrape has, and what a histogram's are made of."""
    return {name for name, _ in scraped().samples}


def test_the_dashboard_and_the_alerts_name_metrics_that_there_are() -> None:
    board = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    alerts = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text(encoding="utf-8"))
    asked += [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    assert len(asked) > 20
    named = names_in("\n".join(asked))
    assert named <= known()
    labels = set(re.findall(r'outcome=~"([a-z_|]+)"', "\n".join(asked)))
    assert {one for each in labels for one in each.split("|")} <= set(Outcome)


def test_the_page_says_what_each_metric_means_and_what_to_do_at_each_alert() -> None:
    page = (ROOT / "docs/watching.md").read_text(encoding="utf-8")
    ours = {name for name in scraped().families if name.startswith("pullquote_")}
    rows = {name.removesuffix("_total").removesuffix("_info") for name in names_in(page)}
    assert {name.removesuffix("_info") for name in ours} <= rows
    alerts = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yaml").read_text(encoding="utf-8"))
    rules = [rule for group in alerts["groups"] for rule in group["rules"]]
    assert len(rules) == 5
    for rule in rules:
        assert f"### {rule['alert']}\n" in page
        assert rule["annotations"]["runbook"] == f"docs/watching.md#{rule['alert'].lower()}"
    for outcome in Outcome:
        assert f"`{outcome}`" in page
