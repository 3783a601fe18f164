"""Somebody whose Discord is in Japanese reads Japanese, and the quotes as they are."""

import re
from pathlib import Path

from tests.e2e.discord.local_discord import Did, LocalDiscord, Message
from tests.e2e.discord.running import settings_for
from tests.e2e.discord.test_conversation import COMMANDER, ICE_CREAM, register
from tests.e2e.running import own_copy, running

NOTHING = "追跡中の記事にこの答えはありません。"


def test_each_reads_their_own_language_and_the_quotes_as_they_are(
    local_discord: LocalDiscord, shipped: Path, tmp_path: Path
) -> None:
    discord = local_discord
    guild = discord.add_guild("Newsroom")
    berlin = discord.add_guild("Berlin", locale="de")
    yuki = discord.add_user("yuki", guild, berlin, manage_guild=True, locale="ja")
    alice = discord.add_user("alice", guild)
    news, nachrichten = discord.add_channel(guild, "news"), discord.add_channel(berlin, "news")
    register(discord)

    def answer(did: Did) -> Message:
        discord.wait_for(lambda: [one for one in discord.answers(did) if not one.loading])
        discord.settle()
        [found] = discord.answers(did)
        return found

    def reply(did: Did) -> Message:
        discord.wait_for(lambda: discord.replies(did))
        discord.settle()
        [found] = discord.replies(did)
        return found

    with running(settings_for(discord, own_copy(shipped, tmp_path))):
        discord.wait_for_bot()
        [ask] = [one for one in discord.commands() if one["name"] == "ask"]
        assert ask["name_localizations"]["ja"] == "質問"
        assert ask["description_localizations"]["de"].startswith("Frag die verfolgten")
        [timeline] = [one for one in discord.commands() if one["name"] == "timeline"]
        [_, order] = timeline["options"]
        assert order["name_localizations"]["es-419"] == "orden"
        assert order["choices"][0]["name_localizations"]["fr"] == "anciens"

        english = answer(discord.command(alice, news, "ask", question=COMMANDER, private=True))
        japanese = answer(discord.command(yuki, news, "ask", question=COMMANDER, private=True))
        assert quotes(japanese) == quotes(english) != []
        assert "チャンネルで共有" in japanese.text.splitlines()
        assert "Share in channel" in english.text.splitlines()

        # What all see is in the language of the server.
        shown = answer(discord.command(yuki, news, "ask", question=ICE_CREAM))
        assert "Nothing that is tracked answers this." in shown.text
        asked = discord.mention(yuki, nachrichten, ICE_CREAM)
        assert "Nichts, was verfolgt wird, beantwortet das." in reply(asked).text

        # The question is read off the message in whatever language it stands there.
        share = discord.press(yuki, japanese, "チャンネルで共有")
        assert "チャンネルで共有しました。" in answer(share).text
        [posted] = [one for one in discord.messages(news) if COMMANDER in one.text]
        assert "asked" in posted.text
        assert quotes(posted) == quotes(english)

        told = answer(discord.command(yuki, news, "language", language="ja"))
        assert "日本語" in told.text
        assert NOTHING in reply(discord.mention(alice, news, ICE_CREAM)).text

        # A direct message tells no locale: its words do.
        assert "質問のしかた" in reply(discord.dm(alice, "ヘルプ")).text
        unknown = answer(discord.command(yuki, news, "story", story="mars"))
        assert "トピック 'mars' はありません" in unknown.text.replace("\\", "")
    assert discord.violations == []


def quotes(message: Message) -> list[str]:
    return re.findall(r"^> .*$", message.text, re.MULTILINE)
