"""What a monitor reads of a running bot whose database or index goes away, and comes back."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import Running, own_copy, running
from tests.e2e.scraped import scraped
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.patience import PATIENCE


@pytest.fixture
def service(slack: LocalSlack, shipped: Path, tmp_path: Path) -> Iterator[Running]:
    with running(settings_for(slack, own_copy(shipped, tmp_path), refresh_minutes=0)) as service:
        yield service


def head(service: Running, path: str) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{service.settings.health_port}{path}"
    request = urllib.request.Request(url, method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def red(service: Running) -> dict[str, Any]:
    """The parts that are not good."""
    parts = service.get("/readyz")[1]["parts"]
    return {name: part["state"] for name, part in parts.items() if not part["good"]}


def test_without_its_database_the_bot_is_alive_and_not_ready_and_says_why(
    slack: LocalSlack, service: Running
) -> None:
    catalog = service.settings.data / "catalog.sqlite3"
    aside = catalog.with_name("aside")
    catalog.rename(aside)
    slack.wait_for(lambda: service.get("/readyz")[0] == 503)
    assert red(service).keys() == {"database"}
    assert red(service)["database"].endswith(
        "the file is gone; put it back and start Pullquote again"
    )
    assert (head(service, "/readyz"), head(service, "/healthz")) == ((503, b""), (200, b""))
    assert service.get("/healthz") == (200, {"alive": True})
    without = scraped(service)
    assert (without("pullquote_database_up"), without("pullquote_ready")) == (0, 0)
    assert without("pullquote_part_up", part="database") == 0
    # What is known only from there is left out: an old number would pass for a new one.
    assert without("pullquote_deliveries_waiting", platform="slack", kind="question") is None
    aside.rename(catalog)
    service.wait_until_ready()
    assert scraped(service)("pullquote_database_up") == 1


def test_a_bot_whose_index_is_removed_is_not_ready_until_it_is_back(
    slack: LocalSlack, service: Running
) -> None:
    index = service.settings.data / "segments"
    aside = index.with_name("aside")
    index.rename(aside)
    slack.wait_for(lambda: service.get("/readyz")[0] == 503)
    assert red(service).keys() == {"index"}
    assert red(service)["index"].endswith("is gone; put it back, or run: pullquote reindex")
    assert service.get("/healthz") == (200, {"alive": True})
    aside.rename(index)
    service.wait_until_ready()
