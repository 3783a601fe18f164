"""Once a week admins read in both chats how much was asked."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.service import background
from bot import weekly_wording
from tests.e2e.both_chats import settings_of_both
from tests.e2e.discord.local_discord import LocalDiscord, Message
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.test_conversation import shown_in
from tests.e2e.ten_days import CRACKS, FIRM, tracked_story
from tests.patience import PATIENCE


@pytest.mark.slow
def test_a_weekly_note_comes_once_in_both_chats_and_holds_no_question(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as local,
        tracked_story(tmp_path) as story,
    ):
        admin, alice = slack.add_user("admin", is_admin=True), slack.add_user("alice")
        news = slack.add_channel("news", members=[admin, alice])
        guild = local.add_guild("Desk")
        manager = local.add_user("manager", guild, manage_guild=True)
        channel = local.add_channel(guild, "news")
        register(local)
        with running(settings_of_both(slack, local, story.settings.data), now=story.clock):
            local.settle()
            slack.command(alice, news, "/pullquote", "note weekly on monday at 9 UTC")
            slack.wait_for(lambda: slack.ephemerals(alice))
            assert "Only admins" in shown_in(slack.ephemerals(alice)[-1])
            slack.command(admin, news, "/pullquote", "note weekly on monday at 9 UTC")
            slack.wait_for(lambda: slack.ephemerals(admin))
            assert "weekly on Monday at 09:00 UTC" in shown_in(slack.ephemerals(admin)[-1])
            did = local.command(manager, channel, "note", rhythm="weekly on monday at 9")
            local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
            asked = [slack.mention(alice, news, text) for text in (CRACKS, FIRM)]
            slack.wait_for(lambda: all(slack.replies(one) for one in asked))
            question = local.mention(manager, channel, CRACKS)
            local.wait_for(lambda: local.replies(question))
            slack.settle()
            local.settle()
            story.clock.to(story.clock() + timedelta(days=7))
            slack.wait_for(lambda: [one for one in slack.channel(news).top if one.bot])
            local.wait_for(lambda: [one for one in _by_bot(local, channel) if not one.reply_to])
            slack.settle()
            local.settle()
        [note] = [shown_in(one) for one in slack.channel(news).top if one.bot]
        assert weekly_wording.asked(2) in note
        assert weekly_wording.came_of_it(1, 0, 1) in note
        assert FIRM not in note
        assert "Not checked for too long: " in note
        [posted] = [one.text for one in _by_bot(local, channel) if not one.reply_to]
        assert weekly_wording.asked(1) in posted
        assert slack.violations == []
        assert local.violations == []


def _by_bot(local: LocalDiscord, channel: str) -> list[Message]:
    return [one for one in local.messages(channel) if one.bot]
