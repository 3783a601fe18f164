"""In Slack, news come with words that are wanted, call whom a manager allows, or come to one
person alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.service import background
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import quotes_in, shown_in
from tests.e2e.slack.test_notices import BORN, EVERY, FENCED, MOVED, newsroom
from tests.e2e.slack.world import Message


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", EVERY)


def called(message: Message) -> list[Any]:
    """The groups and crowds that a message calls."""
    found = []

    def look(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                look(one)
        elif isinstance(part, dict):
            if part.get("type") in ("usergroup", "broadcast"):
                found.append(part.get("usergroup_id") or part.get("range"))
            look(list(part.values()))

    look(list(message.blocks))
    return found


def test_only_news_with_the_words_that_are_wanted_come_and_they_call_who_may_be_called(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice, bob = slack.add_user("alice"), slack.add_user("bob")
    desk = slack.add_group("otter-desk", bob)
    news = slack.add_channel("news", members=[alice, bob], creator=alice)
    with newsroom(slack, tmp_path) as room:
        refused = room.types(bob, news, "/follow", "otters ping @otter-desk")
        assert refused.text.startswith("News may not ping @otter-desk here")
        assert room.types(bob, news, "/pullquote", "pings allow @otter-desk").text.startswith(
            "Only who created this channel"
        )
        unknown = room.types(alice, news, "/pullquote", "pings allow @nobody")
        assert "there is no role or group '@nobody'" in unknown.text.replace("There", "there")
        allowed = room.types(alice, news, "/pullquote", "pings allow @otter-desk")
        assert "@otter-desk" in shown_in(allowed)
        said = room.types(
            bob,
            news,
            "/follow",
            'otters now with "oregon border" PUPS without tanker ping @Otter-Desk',
        )
        assert shown_in(said).startswith(
            "“About otters” is followed here: new articles are posted as they come. I pass on "
            "articles only with “oregon border” or “PUPS”, without “tanker”. Each notice pings "
            "@otter-desk."
        )

        room.writes("fence", FENCED)
        room.indexes()
        room.writes("hostile", f"{BORN} <!channel> <!subteam^{desk}> @here @otter-desk.")
        room.indexes()
        told = room.told(news)
        assert called(told) == [desk]
        assert "About hostile" in shown_in(told)
        assert "About fence" not in shown_in(told)
        assert "only with “oregon border” or “PUPS”, without “tanker”" in shown_in(told)
        assert "<!" not in told.text

        listed = shown_in(room.types(alice, news, "/following"))
        assert "only with “oregon border” or “PUPS”, without “tanker”" in listed
        assert "pings @otter-desk" in listed
        # Forbidden meanwhile: it is told, and nobody is called.
        forbidden = room.types(alice, news, "/pullquote", "pings forbid @otter-desk")
        assert "News may ping nobody here" in shown_in(forbidden)
        room.clock.later += timedelta(minutes=6)
        room.writes("moved", MOVED)
        room.indexes()
        again = room.told(news, after=1)
        assert MOVED in quotes_in(again.blocks)
        assert called(again) == []


def test_everybody_is_called_only_where_a_manager_allowed_just_that(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice], creator=alice)
    slack.add_group("otter-desk")
    with newsroom(slack, tmp_path) as room:
        room.types(alice, news, "/pullquote", "pings allow @otter-desk")
        assert (
            "may not ping @channel here"
            in room.types(alice, news, "/follow", "otters ping @channel").text
        )
        room.types(alice, news, "/pullquote", "pings allow @here")
        assert "pings @here" in shown_in(room.types(alice, news, "/follow", "otters ping @here"))
        room.writes("pups", BORN)
        room.indexes()
        assert called(room.told(news)) == ["here"]


def test_somebody_follows_a_story_for_themselves_until_they_end_it(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    # The bot isn't even in the channel: it is told in a direct message.
    alien = slack.add_channel("alien", members=[alice], with_bot=False)
    with newsroom(slack, tmp_path) as room:
        said = room.types(alice, alien, "/follow", "otters with pups to me")
        assert said.text.startswith("“About otters” is followed for you alone")
        assert "/unfollow otters to me" in shown_in(said)
        room.writes("fence", FENCED)
        room.writes("pups", BORN)
        room.indexes()
        direct = slack.direct(alice)
        told = room.told(direct)
        assert BORN in quotes_in(told.blocks)
        assert "About fence" not in shown_in(told)
        assert "About otters" in shown_in(room.types(alice, alien, "/following", "to me"))
        assert "No story is followed here" in shown_in(room.types(alice, alien, "/following"))
        ended = room.types(alice, alien, "/unfollow", "otters to me")
        assert ended.text == "“About otters” is not followed for you alone any more."


def test_a_direct_message_that_is_closed_falls_quiet_and_says_why_where_it_is_listed(
    slack: LocalSlack, tmp_path: Path
) -> None:
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[alice])
    with newsroom(slack, tmp_path) as room:
        room.types(alice, news, "/follow", "otters to me")
        direct = slack.direct(alice)
        slack.fail("chat.postMessage", 2, error="messages_tab_disabled")
        room.writes("pups", BORN)
        room.indexes()
        slack.wait_for(lambda: len(slack.called("chat.postMessage")) >= 2)
        slack.settle()
        assert room.posts(direct) == []
        listed = shown_in(room.types(alice, news, "/following", "to me"))
        assert "nothing is posted any more: direct messages to the app are switched off" in listed
