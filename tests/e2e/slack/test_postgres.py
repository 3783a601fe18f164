"""Replicas in Slack on one PostgreSQL, which goes away and comes back."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from tests.e2e.command import ROOT, run_in
from tests.e2e.running import Running, running
from tests.e2e.scraped import scraped
from tests.e2e.slack.local_slack import ACK_SECONDS, LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_faults import COMMANDER, SWEDEN, the_reply
from tests.e2e.test_refresh_faults import until
from tests.postgres_server import PostgresServer


@pytest.fixture
def alice(slack: LocalSlack) -> str:
    return slack.add_user("alice")


@pytest.fixture
def news(slack: LocalSlack, alice: str) -> str:
    return slack.add_channel("news", members=[alice])


@pytest.fixture
def catalog(postgres: PostgresServer, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """The shipped corpus on PostgreSQL: the settings that say so."""
    data = tmp_path / "data"
    with postgres.database() as name:
        url = postgres.url(name)
        done = run_in(ROOT, data, PULLQUOTE_DATABASE=url)("reindex")
        assert done.code == 0, done.err
        yield {"data": data, "database": SecretStr(url)}


def replica(slack: LocalSlack, catalog: dict[str, Any], **more: Any) -> Settings:
    return settings_for(slack, **catalog, refresh_minutes=0, **more)


def is_red(service: Running) -> bool:
    return service.get("/readyz")[0] == 503


def test_what_is_asked_while_the_database_is_away_is_answered_once_when_it_is_back(
    slack: LocalSlack,
    alice: str,
    news: str,
    catalog: dict[str, Any],
    postgres: PostgresServer,
) -> None:
    with running(replica(slack, catalog)) as first, running(replica(slack, catalog)) as other:
        slack.wait_for_socket(2)
        assert "Japan" in the_reply(slack, slack.mention(alice, news, COMMANDER)).text
        slack.ack_timeout = 0.1  # it soon gives up, and what is asked comes again by hand
        with postgres.away():
            asked = [slack.mention(alice, news, text) for text in (COMMANDER, SWEDEN)]
            for service in (first, other):
                until(partial(is_red, service))
                state = service.get("/readyz")[1]["parts"]["database"]["state"]
                assert state.endswith("start the database's server, or correct PULLQUOTE_DATABASE")
                assert scraped(service)("pullquote_database_up") == 0
                assert service.get("/healthz")[0] == 200
        for service in (first, other):
            service.wait_until_ready()
            assert scraped(service)("pullquote_database_up") == 1
        slack.ack_timeout = ACK_SECONDS
        for one in asked:
            slack.deliver(one)
        assert "Japan" in the_reply(slack, asked[0]).text
        assert "Sweden" in the_reply(slack, asked[1]).text


def test_a_persons_questions_count_over_all_replicas(
    slack: LocalSlack, alice: str, news: str, catalog: dict[str, Any]
) -> None:
    with (
        running(replica(slack, catalog, questions_per_minute=2)),
        running(replica(slack, catalog, questions_per_minute=2)),
    ):
        slack.wait_for_socket(2)
        asked = [slack.dm(alice, COMMANDER) for _ in range(6)]

        def answered() -> int:
            return sum(any("Japan" in m.text for m in slack.replies(one)) for one in asked)

        slack.wait_for(lambda: answered() >= 2)
        slack.settle()
        assert answered() == 2
