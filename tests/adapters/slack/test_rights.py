"""Who may set what a channel hears and speaks of, as far as Slack tells."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.clients import SlackApi, web_client
from adapters.slack.incoming import Incoming, Way
from adapters.slack.manifest import manifest
from adapters.slack.rights import missing
from adapters.slack.wording import (
    ADMINS_ONLY,
    CORRECTIONS_MANAGERS_ONLY,
    MANAGERS_ONLY,
    NOT_A_MEMBER,
    TRACK_ADMINS_ONLY,
)
from bot.commands.command import Right
from tests.e2e.slack.local_slack import LocalSlack


def lacks(slack: LocalSlack, right: Right, channel: str, user: str) -> str:
    by = Incoming("k", Way.COMMAND, "", slack.team, channel, user, "")
    client = web_client(SlackApi(slack.api_url), slack.bot_token, [])
    return asyncio.run(missing(right, client, by))


def may(slack: LocalSlack, channel: str, user: str) -> bool:
    lacking = {lacks(slack, right, channel, user) for right in (Right.SCOPE, Right.CORRECT)}
    assert lacking in ({""}, {MANAGERS_ONLY(), CORRECTIONS_MANAGERS_ONLY()})
    return lacking == {""}


def admin(slack: LocalSlack, user: str) -> bool:
    lacking = {lacks(slack, right, "C1", user) for right in (Right.TRACK, Right.FEEDBACK)}
    assert lacking in ({""}, {TRACK_ADMINS_ONLY(), ADMINS_ONLY()})
    return lacking == {""}


@pytest.fixture
def slack() -> LocalSlack:
    # With the manifest's scopes and no others: what it lacks fails here.
    return LocalSlack(scopes=manifest().scopes)


def test_admins_and_owners_of_the_workspace_are_admins(slack: LocalSlack) -> None:
    with slack:
        people = {
            "nobody": slack.add_user("nobody"),
            "admin": slack.add_user("admin", is_admin=True),
            "owner": slack.add_user("owner", is_owner=True),
        }
        assert [name for name, id in people.items() if admin(slack, id)] == ["admin", "owner"]


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("with_bot", [True, False])
def test_who_created_the_channel_and_admins_set_its_stories_and_no_other_member(
    slack: LocalSlack, private: bool, with_bot: bool
) -> None:
    with slack:
        carol, alice = slack.add_user("carol"), slack.add_user("alice")
        boss = slack.add_user("boss", is_admin=True)
        members = [carol, alice, boss]
        news = slack.add_channel(
            "news", members=members, creator=carol, private=private, with_bot=with_bot
        )
        allowed = [may(slack, news, user) for user in members]
        # Of a private channel that the bot is not in, Slack says nothing: admins only.
        assert allowed == [with_bot or not private, False, True]


def test_everybody_chooses_the_stories_of_their_own_direct_message(slack: LocalSlack) -> None:
    with slack:
        alice, bob = slack.add_user("alice"), slack.add_user("bob")
        boss = slack.add_user("boss", is_admin=True)
        direct = slack.direct(alice)
        assert [may(slack, direct, user) for user in (alice, bob, boss)] == [True, False, False]


def test_where_slack_does_not_say_who_somebody_is_nothing_is_allowed(slack: LocalSlack) -> None:
    with slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice], creator=slack.add_user("carol"))
        slack.fail("users.info", error="internal_error")
        with pytest.raises(SlackApiError):
            may(slack, news, alice)
        with pytest.raises(SlackApiError):
            admin(slack, "U0NOBODY")
        slack.fail("conversations.info", error="internal_error")
        assert not may(slack, news, alice)


def test_anybody_may_have_a_channel_follow_a_story_where_the_bot_can_post(
    slack: LocalSlack,
) -> None:
    with slack:
        alice = slack.add_user("alice")
        here = slack.add_channel("here", members=[alice])
        elsewhere = slack.add_channel("elsewhere", members=[alice], with_bot=False)
        assert lacks(slack, Right.FOLLOW, elsewhere, alice) == ""
        places = here, elsewhere, slack.direct(alice)
        found = [lacks(slack, Right.POST, place, alice) for place in places]
        assert found == ["", NOT_A_MEMBER(), ""]
