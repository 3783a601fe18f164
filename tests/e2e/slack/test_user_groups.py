"""Slack's user groups, as who may ask and whom news pings: one list, and why there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.wording import groups_not_listed, no_groups_in_plan
from bot.manners_wording import no_groups_here
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.rooms import newsroom
from tests.e2e.slack.test_conversation import Newsroom
from tests.e2e.slack.test_manners import set_by_admin

NAMING_GROUPS = ("askers @newsdesk", "pings allow @newsdesk")


@pytest.fixture
def room(slack: LocalSlack, shipped: Path, tmp_path: Path) -> Iterator[Newsroom]:
    with newsroom(slack, shipped, tmp_path) as room:
        room.slack.add_group("newsdesk", room.alice)
        yield room


@pytest.mark.parametrize("typed", NAMING_GROUPS)
@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("missing_scope", groups_not_listed()),
        ("not_allowed_token_type", groups_not_listed()),
        ("plan_upgrade_required", no_groups_in_plan()),
        ("invalid_team", no_groups_here()),
    ],
)
def test_an_admin_is_told_why_groups_cannot_be_listed(
    room: Newsroom, typed: str, error: str, said: str
) -> None:
    room.slack.fail("usergroups.list", error=error)
    assert said[1:] in set_by_admin(room, typed)
    assert "newsdesk" in set_by_admin(room, typed)


@pytest.mark.parametrize("typed", NAMING_GROUPS)
def test_a_slack_that_is_busy_is_asked_again_for_its_groups(room: Newsroom, typed: str) -> None:
    room.slack.fail("usergroups.list", status=503)
    assert "newsdesk" in set_by_admin(room, typed)


@pytest.mark.parametrize("typed", NAMING_GROUPS)
def test_a_name_that_no_group_has_is_said_to_be_none(room: Newsroom, typed: str) -> None:
    assert "There is no" in set_by_admin(room, typed.replace("newsdesk", "sportsdesk"))
