"""Who may ask: as the operator sets it, and as people type groups."""

import pytest

from bot.manners import Askers, Group, askers_set, groups_named
from retrieval.errors import WrongUse

DESK, NIGHT = Group("S1", "newsdesk"), Group("77", "Night desk")


@pytest.mark.parametrize(
    ("written", "platform", "askers"),
    [
        ("everybody", "slack", Askers()),
        ("members", "slack", Askers(members_only=True)),
        ("slack:S1 discord:77", "slack", Askers(groups=(Group("S1", "S1"),))),
        ("members discord:77", "slack", Askers(members_only=True)),
    ],
)
def test_a_setting_names_who_may_ask_on_each_platform(
    written: str, platform: str, askers: Askers
) -> None:
    assert askers_set(written, platform) == askers


def test_who_is_no_member_or_in_none_of_the_groups_may_not_ask() -> None:
    assert Askers().admit(member=False, groups=())
    assert not Askers(members_only=True).admit(member=False, groups=("S1",))
    assert Askers(groups=(DESK, NIGHT)).admit(member=False, groups=("77",))
    assert not Askers(groups=(DESK,)).admit(member=True, groups=("77",))


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("@newsdesk", (DESK,)),
        ("Night desk", (NIGHT,)),
        ("night desk, newsdesk", (NIGHT, DESK)),
        ("<@&77> S1", (NIGHT, DESK)),
        ("<!subteam^S1|@newsdesk>", (DESK,)),
    ],
)
def test_groups_are_named_by_name_mention_or_id(typed: str, groups: tuple[Group, ...]) -> None:
    assert groups_named(typed, (DESK, NIGHT)) == groups


def test_a_group_that_there_is_not_is_named() -> None:
    with pytest.raises(WrongUse, match="no group 'sport'"):
        groups_named("newsdesk sport", (DESK, NIGHT))
