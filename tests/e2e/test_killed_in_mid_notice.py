"""Notices in both chats at once, while the process that posts them is killed, and killed again."""

import re
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.assembly import catalog_of
from adapters.storage.tables.chats import deliveries
from bot.memory import State
from tests.e2e.command import ROOT, start
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.newspapers import DAYS, STORY
from tests.e2e.running import free_port
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import shown_in
from tests.e2e.started import Started
from tests.e2e.ten_days import CORRECTED, CRACKED, CRACKS, ECHO, tracked_story
from tests.patience import PATIENCE


@contextmanager
def both(slack: LocalSlack, local: LocalDiscord, data: Path, **more: str) -> Iterator[Started]:
    """`pullquote run` in both chats; killed at the end if it still runs."""
    environ = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "PULLQUOTE_SLACK_API_URL": slack.api_url,
        "DISCORD_TOKEN": local.token,
        "PULLQUOTE_DISCORD_API_URL": local.api_url,
        "PULLQUOTE_DISCORD_GATEWAY_URL": local.gateway_url,
        "PULLQUOTE_HEALTH_PORT": str(free_port()),
        "PULLQUOTE_REFRESH_MINUTES": "0",
    }
    started = start(ROOT, data, "run", **environ | more)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


@pytest.mark.slow
def test_killed_while_it_posts_news_and_then_a_correction_it_tells_each_once(
    shipped: Path, tmp_path: Path
) -> None:
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as local,
        tracked_story(tmp_path) as story,
        closing(catalog_of(story.settings)) as catalog,
    ):
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild, manage_guild=True)
        channel = local.add_channel(guild, "news")
        register(local)

        def all_finished() -> bool:
            """Also what a killed one had in hand, once its lease has ended."""
            with catalog.database.reading() as connection:
                states = set(connection.execute(select(deliveries.c.state)).scalars())
            return states == {State.DONE.value}

        def on_its_way() -> bool:
            """What both chats are slow to take has left, and nobody has heard that it arrived."""
            slack_waits = slack._faults.coming["chat.postMessage"]
            return not slack_waits and not local._server.faults._queues["send"]

        def killed(run: Started) -> None:
            run.send_signal(signal.SIGKILL)
            run.wait()

        with both(slack, local, story.settings.data) as first:
            slack.wait_for_socket()
            local.wait_for_bot()
            slack.command(alice, news, "/follow", STORY)
            local.command(bob, channel, "follow", story=STORY)
            asked = slack.mention(alice, news, CRACKS)
            slack.wait_for(lambda: slack.replies(asked))
            question = local.mention(bob, channel, CRACKS)
            local.wait_for(lambda: local.replies(question))
            slack.settle()
            local.settle()
            story.clock.to(datetime.now(UTC))
            story.papers.day(1)
            for outlet in ("The Wire", ECHO):
                story.papers.correct(outlet, 0, CRACKED, CORRECTED)
            slack.slow("chat.postMessage", 8)
            local.slow("send", 8)
            story.refresh()
            slack.wait_for(on_its_way)
            killed(first)
        slack.slow("chat.postMessage", 8)
        local.slow("send", 8)
        with both(slack, local, story.settings.data) as second:
            # It posts what the first had not begun, or finishes that first.
            slack.wait_for(lambda: on_its_way() or all_finished())
            killed(second)
        with both(slack, local, story.settings.data) as third:
            slack.wait_for(all_finished)
            slack.settle()
            local.settle()
            third.send_signal(signal.SIGTERM)
            _, log = third.communicate(timeout=PATIENCE)
        assert third.returncode == 0, log

        # What was on its way is looked for before it is posted again.
        assert slack.called("conversations.history") or slack.called("conversations.replies")
        assert len(slack.called("chat.postMessage")) == 3, "killed before it posted, or after"
        answer, correction = slack.replies(asked)
        assert CORRECTED in shown_in(correction)
        assert CORRECTED not in shown_in(answer)
        [notice] = [one for one in slack.channel(news).top if one.bot]
        assert DAYS[1][0] in shown_in(notice)
        assert slack.violations == []

        said = [one for one in local.messages(channel) if one.bot]
        assert len(said) == 3
        # In a correction the changed words are marked.
        plain = [re.sub(r"[*_\\]", "", one.text) for one in said]
        assert [CORRECTED in text for text in plain] == [False, False, True], plain
        assert said[2].reply_to == said[0].id
        assert DAYS[1][0] in said[1].text
        assert local.violations == []
