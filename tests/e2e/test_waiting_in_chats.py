"""“Tell me when it is answered” in both chats: taken back, refused by the chat, killed between."""

import signal
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.assembly import catalog_of
from adapters.service import background
from adapters.storage.tables.chats import deliveries
from adapters.storage.tables.questions import open_questions, wishes
from bot import gaps_wording
from bot.memory import State
from tests.e2e.both_chats import settings_of_both
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import button, shown_in
from tests.e2e.ten_days import BY_THE_FIRM, FIRM, REPORTED, TrackedStory, tracked_story
from tests.e2e.test_killed_in_mid_notice import both
from tests.patience import PATIENCE

TELL_ME = gaps_wording.TELL_ME()


def reported(story: TrackedStory, now: datetime) -> None:
    """The article that answers arrives."""
    story.clock.to(now)
    story.papers.day(REPORTED)
    story.refresh()


@pytest.mark.slow
def test_who_waits_takes_it_back_or_finds_what_could_not_be_sent(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as local,
        tracked_story(tmp_path) as story,
        closing(catalog_of(story.settings)) as catalog,
    ):
        alice, carol = slack.add_user("alice"), slack.add_user("carol")
        news = slack.add_channel("news", members=[alice, carol])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild)
        channel = local.add_channel(guild, "news")
        register(local)

        def whispered(user: str, act: Callable[[], object]) -> str:
            before = len(slack.ephemerals(user))
            act()
            slack.wait_for(lambda: slack.ephemerals(user)[before:])
            slack.settle()
            return shown_in(slack.ephemerals(user)[-1])

        def typed(user: str, text: str) -> str:
            return whispered(user, lambda: slack.command(user, news, "/pullquote", text))

        def in_discord(command: str, **options: str) -> str:
            did = local.command(bob, channel, command, **options)
            local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
            local.settle()
            return local.answers(did)[-1].text

        def kept() -> int:
            with catalog.database.reading() as connection:
                return len(connection.execute(select(open_questions.c.id)).all())

        with running(settings_of_both(slack, local, story.settings.data), now=story.clock):
            local.settle()
            # A private answer has the question beside its button, too.
            asked = whispered(alice, lambda: slack.command(alice, news, "/ask", FIRM))
            assert "Nothing that is tracked answers this" in asked
            no = slack.ephemerals(alice)[-1]
            assert kept() == 0
            told = whispered(alice, lambda: slack.press(alice, no, button(no, TELL_ME)))
            assert "in a direct message" in told
            assert kept() == 1
            assert FIRM in typed(alice, "waiting")
            taken = slack.ephemerals(alice)[-2]
            back = button(taken, gaps_wording.DONT_TELL_ME())
            assert whispered(alice, lambda: slack.press(alice, taken, back)) == (
                gaps_wording.wont_tell()
            )
            assert kept() == 0
            assert gaps_wording.nothing_waited_for() in typed(alice, "waiting")

            # Another one below everybody's reply, and only who pressed it is told.
            mentioned = slack.mention(alice, news, FIRM)
            [no] = slack.wait_for(lambda: slack.replies(mentioned))
            slack.settle()
            whispered(carol, lambda: slack.press(carol, no, button(no, TELL_ME)))
            did = local.mention(bob, channel, FIRM)
            [reply] = local.wait_for(lambda: local.replies(did))
            local.settle()
            local.press(bob, reply, TELL_ME)
            local.settle()
            assert FIRM in in_discord("waiting")
            local.fail("send", status=403, code=50007, message="Cannot send messages to this user")
            reported(story, story.clock() + timedelta(days=REPORTED))
            slack.wait_for(lambda: slack.channel(slack.direct(carol)).messages)
            local.wait_for(lambda: "takes no direct messages" in in_discord("waiting"))
            [notice] = slack.channel(slack.direct(carol)).messages
            assert BY_THE_FIRM in shown_in(notice)
            assert slack.channel(slack.direct(alice)).messages == []
            assert [one for one in local.messages(local.direct(bob)) if one.bot] == []
            assert gaps_wording.all_taken_back(1) in in_discord("waiting", turn="off")
            local.settle()
            assert kept() == 0
        assert slack.violations == []
        assert local.violations == []


@pytest.mark.slow
def test_killed_while_it_tells_who_waits_it_tells_each_once(shipped: Path, tmp_path: Path) -> None:
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as local,
        tracked_story(tmp_path) as story,
        closing(catalog_of(story.settings)) as catalog,
    ):
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild)
        channel = local.add_channel(guild, "news")
        register(local)

        def all_told() -> bool:
            with catalog.database.reading() as connection:
                states = set(connection.execute(select(deliveries.c.state)).scalars())
                waiting = connection.execute(select(wishes.c.id)).all()
            return states == {State.DONE.value} and not waiting

        def on_its_way() -> bool:
            slack_waits = slack._faults.coming["chat.postMessage"]
            return not slack_waits and not local._server.faults._queues["send"]

        with both(slack, local, story.settings.data) as first:
            slack.wait_for_socket()
            local.wait_for_bot()
            asked = slack.mention(alice, news, FIRM)
            [no] = slack.wait_for(lambda: slack.replies(asked))
            question = local.mention(bob, channel, FIRM)
            [reply] = local.wait_for(lambda: local.replies(question))
            slack.settle()
            local.settle()
            slack.press(alice, no, button(no, TELL_ME))
            slack.wait_for(lambda: slack.ephemerals(alice))
            did = local.press(bob, reply, TELL_ME)
            local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
            slack.settle()
            local.settle()
            slack.slow("chat.postMessage", 8)
            local.slow("send", 8)
            reported(story, datetime.now(UTC))
            slack.wait_for(on_its_way)
            first.send_signal(signal.SIGKILL)
            first.wait()
        with both(slack, local, story.settings.data) as second:
            slack.wait_for(all_told)
            slack.settle()
            local.settle()
            second.send_signal(signal.SIGTERM)
            _, log = second.communicate(timeout=PATIENCE)
        assert second.returncode == 0, log
        assert FIRM not in log
        [notice] = slack.channel(slack.direct(alice)).messages
        assert BY_THE_FIRM in shown_in(notice)
        [private] = [one for one in local.messages(local.direct(bob)) if one.bot]
        assert BY_THE_FIRM in private.text.replace("*", "")
        assert slack.violations == []
        assert local.violations == []
