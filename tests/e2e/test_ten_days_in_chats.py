"""Ten days of a story in both chats: notices, digests, corrections, a withdrawal, a timeline."""

from pathlib import Path

import pytest

from adapters.service import background
from tests.e2e.both_chats import in_discord, in_slack, settings_of_both
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.newspapers import STORY
from tests.e2e.running import running
from tests.e2e.served import watched
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.ten_days import ten_days, tracked_story
from tests.patience import PATIENCE

CHANNELS = ("news", "desk", "weekly")


@pytest.mark.slow
def test_ten_days_of_a_story_are_told_in_both_chats_each_thing_once(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    until_served = watched(monkeypatch)
    with (
        LocalSlack() as slack,
        LocalDiscord(answer_within=PATIENCE) as discord,
        tracked_story(tmp_path) as story,
    ):
        chats = (in_slack(slack, STORY, CHANNELS), in_discord(discord, STORY, CHANNELS))
        with running(settings_of_both(slack, discord, story.settings.data), now=story.clock):
            discord.settle()
            ten_days(story, chats, until_served)
            slack.settle()
            discord.settle()
        assert slack.violations == []
        assert discord.violations == []
