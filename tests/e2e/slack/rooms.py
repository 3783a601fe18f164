"""A Slack with people and two channels, and Pullquote running there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import Newsroom


@contextmanager
def newsroom(slack: LocalSlack, shipped: Path, folder: Path, **settings: Any) -> Iterator[Newsroom]:
    """Alice and Bob, an admin, #news and #sports."""
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    admin = slack.add_user("admin", is_admin=True)
    people = [alice, bob, admin]
    news = slack.add_channel("news", members=people, creator=slack.add_user("carol"))
    sports = slack.add_channel("sports", members=people)
    with running(settings_for(slack, own_copy(shipped, folder), **settings)) as service:
        yield Newsroom(slack, service, alice, bob, admin, news, sports)
        slack.settle()
