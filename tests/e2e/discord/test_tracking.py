"""Who manages the server adds and removes sources: shown first, then confirmed. Over the wire."""

from pathlib import Path

import pytest

from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.tracked import newsroom


def test_a_manager_tracks_a_feed_after_seeing_it_and_ends_that_and_nobody_else_may(
    local_discord: LocalDiscord, shipped: Path, tmp_path: Path
) -> None:
    local = local_discord
    guild = local.add_guild("Desk")
    manager = local.add_user("manager", guild, manage_guild=True)
    alice = local.add_user("alice", guild)
    news = local.add_channel(guild, "news")
    register(local)

    def answer(did: Did) -> Message:
        local.wait_for(lambda: [m for m in local.answers(did) if not m.loading])
        local.settle()
        [shown] = local.answers(did)
        return shown

    def said(**options: str) -> str:
        name = "track" if "story" in options else "untrack"
        return answer(local.command(manager, news, name, **options)).text.replace("\\", "")

    def pressed(on: Message, button: str) -> str:
        """What the message has become."""
        local.press(manager, on, button)
        local.wait_for(lambda: "Cancel" not in str(local.message(on)))
        local.settle()
        now = local.message(on)
        assert now is not None
        return now.text.replace("\\", "")

    with (
        newsroom(shipped, tmp_path) as room,
        running(settings_for(local, room.data, **room.settings)),
    ):
        local.settle()
        before = room.story
        with pytest.raises(AssertionError, match="sees no command 'track'"):
            local.command(alice, news, "track", url=room.feed, story="ferry")

        proposed = answer(local.command(manager, news, "track", url=room.feed, story="ferry"))
        words = proposed.text.replace("\\", "")
        assert "The Saltholm Sentinel" in words
        assert "RSS, 4 items, of which 3 would be taken." in words
        assert words.index("Divers look at") < words.index("Recipe of the day")
        assert "Track it for “About ferry”?" in words
        assert pressed(proposed, "Cancel") == "Nothing was changed."
        assert room.story == before

        proposed = answer(local.command(manager, news, "track", url=room.feed, story="ferry"))
        assert f"tracks {room.feed} from now on" in pressed(proposed, "Track it")
        assert room.story == f'{before}feeds = ["{room.feed}"]\n'

        refused = {
            room.feed: "tracks",
            f"{room.feed}x": "there is no such page (HTTP 404)",
            "http://10.0.0.1/rss": "is not public",
        }
        for url, why in refused.items():
            assert why in said(url=url, story="ferry"), url
        assert "There is no story 'hidden'" in said(url=room.feed, story="hidden")
        assert f"did you mean {room.feed}?" in said(url=f"{room.feed}x")

        # In a second server, whose managers may be anybody.
        other = local.add_guild("Elsewhere")
        stranger = local.add_user("stranger", other, manage_guild=True)
        there = local.add_channel(other, "there")
        local.settle()
        told = answer(local.command(stranger, there, "track", url=room.feed, story="ferry")).text
        assert f"track_from = 'discord:{other}'" in told.replace("\\", "")

    with running(settings_for(local, room.data, **room.settings, track_from=f"discord:{guild}")):
        local.settle()
        ending = answer(local.command(manager, news, "untrack", url=room.feed))
        assert "Track it no more for “About ferry”?" in ending.text
        assert f"asks {room.feed} no more" in pressed(ending, "Stop tracking it")
        assert room.story.startswith(before.rstrip("\n"))
        assert room.feed not in room.story
