"""Forty questions of ten people at once: how soon Slack hears of each, and how soon people do.

    python benchmarks/slack_load.py [--busy N]

Pullquote with its shipped corpus and real model in this process, Slack on localhost (the one of the
tests). `--busy` keeps N further processes computing, as on a machine that has other work.
"""

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from adapters.assembly import catalog_of, embedder_of  # noqa: E402
from adapters.settings import Settings  # noqa: E402
from adapters.storage.reindex import reindex  # noqa: E402
from retrieval.models import choose_model  # noqa: E402
from tests.e2e.running import running, settings_for  # noqa: E402
from tests.e2e.slack.local_slack import LocalSlack  # noqa: E402

QUESTIONS = (
    "who heads the new US command in Japan?",
    "when did Sweden become a member of NATO?",
    "how long is the Dali?",
    "which ice cream is best?",
)


def main() -> None:
    """Print what was asked, answered, acknowledged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--busy", type=int, default=0)
    busy = parser.parse_args().busy
    with tempfile.TemporaryDirectory() as folder, LocalSlack() as slack, others(busy):
        data = Path(folder) / "data"
        index(data)
        people = [slack.add_user(f"person{n}") for n in range(10)]
        channels = [slack.add_channel(f"channel{n}", members=people) for n in range(4)]
        with running(settings_for(slack, data)):
            begun = time.monotonic()
            asked = [
                slack.mention(person, channel, question)
                for person in people
                for channel, question in zip(channels, QUESTIONS, strict=True)
            ]
            slack.wait_for(lambda: all(slack.replies(one) for one in asked), timeout=120)
            last = time.monotonic() - begun
            slack.settle()
        posted = [call.at - begun for call in slack.called("chat.postMessage")]
        once = sum(len(slack.replies(one)) == 1 for one in asked)
        print(f"{len(asked)} questions, {once} answered exactly once, {busy} other processes")
        print(f"acknowledged: p50 {statistics.median(slack.acks) * 1000:.0f} ms, ", end="")
        print(f"slowest {max(slack.acks) * 1000:.0f} ms")
        print(f"reply posted: p50 {statistics.median(posted):.2f} s, last {last:.2f} s")


def index(data: Path) -> None:
    """The shipped corpus, indexed in `data`."""
    settings = Settings(data=data, corpus=ROOT / "corpus")
    catalog = catalog_of(settings)
    model, now = choose_model(settings.model).id, datetime.now(UTC)
    reindex(settings.corpus, data, catalog, model, lambda: embedder_of(settings), now)
    catalog.close()


@contextmanager
def others(count: int) -> Iterator[None]:
    """That many processes that do nothing but compute."""
    processes = [multiprocessing.Process(target=compute, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def compute() -> None:
    """For ever."""
    while True:
        sum(range(10_000))


if __name__ == "__main__":
    main()
