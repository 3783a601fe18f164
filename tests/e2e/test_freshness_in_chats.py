"""In both chats people see how fresh a story is, and hear when a source of it fails and is back."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.assembly import catalog_of
from adapters.service import background, refresher_watch
from adapters.storage.heartbeats import Heartbeats
from adapters.storage.sources import Source, StoredSources
from bot.freshness_wording import NOT_CHECKED_YET, at
from tests.e2e.command import ROOT, run_in
from tests.e2e.discord.local_discord import LocalDiscord
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import shown_in
from tests.patience import PATIENCE

QUESTION = "how many herons nest on the island?"
FEED = "https://heron.example/feed?key=secret"
HOUR = timedelta(hours=1)


def indexed(folder: Path, shipped: Path) -> Path:
    """The data folder of a story about herons that tracks a feed."""
    story, data = folder / "corpus" / "herons", folder / "data"
    story.mkdir(parents=True)
    data.mkdir()
    (story / "story.toml").write_text(
        f'title = "The herons"\nsummary = "Herons on the island."\nfeeds = ["{FEED}"]\n'
    )
    (story / "one.md").write_text(
        "---\ntitle: Herons counted\nurl: https://heron.example/1\nsource: The Heron\n"
        "published: 2025-01-02\n---\n\nForty herons nest on the island of Holm.\n"
    )
    outcome = run_in(ROOT, data)("reindex", "--corpus", str(folder / "corpus"))
    assert outcome.code == 0, outcome.err
    return data


def test_how_fresh_a_story_is_stands_below_its_quotes_and_a_failing_source_is_told_once(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_NOTICED_EVERY", 0.2)
    monkeypatch.setattr(refresher_watch, "_LOOKED_EVERY", 0.2)
    data = indexed(tmp_path, shipped)
    with LocalSlack() as slack, LocalDiscord(answer_within=PATIENCE) as local:
        settings = settings_for(
            slack,
            data,
            corpus=tmp_path / "corpus",
            refresh_minutes=0,
            discord_token=SecretStr(local.token),
            discord_api_url=local.api_url,
            discord_gateway_url=local.gateway_url,
        )
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild, manage_guild=True)
        channel = local.add_channel(guild, "news")
        register(local)
        with closing(catalog_of(settings)) as catalog, running(settings) as service:
            sources = StoredSources(catalog.database)
            now = datetime.now(UTC)
            read = Source(*("herons", FEED, FEED, now), checked=now, succeeded=now)

            def both_say(
                words: str, slack_says: Callable[[], str], local_says: Callable[[], str]
            ) -> None:
                slack.wait_for(lambda: words in slack_says())
                local.wait_for(lambda: words in local_says())

            def answers() -> tuple[str, str]:
                asked = slack.mention(alice, news, QUESTION)
                question = local.mention(bob, channel, QUESTION)
                [reply] = slack.wait_for(lambda: slack.replies(asked))
                [other] = local.wait_for(lambda: local.replies(question))
                return shown_in(reply), other.text.replace("\\", "")

            for words in answers():
                assert NOT_CHECKED_YET() in words
            sources.save([read], (), (), now)
            beats = Heartbeats(catalog.database)
            beats.begin(now)
            beats.end(now, now)
            slack.wait_for(lambda: "refresher" in service.get("/readyz")[1]["parts"])
            assert service.get("/readyz")[1]["parts"]["refresher"]["state"] == "at work"
            for words in answers():
                assert f"Last checked {at(now)}" in words
            slack.command(alice, news, "/stories")
            slack.wait_for(
                lambda: [
                    one
                    for one in slack.ephemerals(alice)
                    if f"· checked {at(now)}" in shown_in(one)
                ]
            )

            slack.command(alice, news, "/follow", "herons")
            local.command(bob, channel, "follow", story="herons")
            slack.settle()
            local.settle()
            since = now - timedelta(days=3)
            old = replace(read, succeeded=since, failing_since=since + HOUR, result="HTTP 403")
            sources.save([old], (), (), now)

            def posted() -> str:
                return "\n".join(one.text for one in slack.channel(news).top if one.bot)

            def written() -> str:
                texts = [one.text for one in local.messages(channel) if one.bot]
                return "\n".join(texts).replace("\\", "")

            down = (
                f"A source of “The herons” can't be read since {at(since + HOUR)}: "
                "heron.example/feed (HTTP 403)."
            )
            both_say(down, posted, written)
            for words in answers():
                assert f"Not checked since {at(since)}: what is newer isn't" in words
            sources.save([read], (), (), now)
            both_say("A source of “The herons” is read again: heron.example/feed", posted, written)
            slack.settle()
            local.settle()
            for said in (posted(), written()):
                assert (said.count("can't be read since"), said.count("is read again")) == (1, 1)
                assert "secret" not in said
        assert slack.violations == []
        assert local.violations == []
