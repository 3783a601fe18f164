"""/said in Slack and in Discord, over the wire: paged, private, limited, hostile text as text."""

from pathlib import Path

from tests.e2e.command import ROOT, run_in
from tests.e2e.discord.local_discord import LocalDiscord, Message
from tests.e2e.discord.running import settings_for as discord_settings_for
from tests.e2e.discord.test_conversation import register
from tests.e2e.running import running
from tests.e2e.slack.local_slack import LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import button, quotes_in, shown_in
from tests.e2e.slack.world import Message as SlackMessage
from tests.e2e.speeches import READY, SAFE, SECRET, write_speeches
from tests.patience import PATIENCE

ASKED = "what did Kamikawa say about the ferry?"
MARKUP = "<!channel> *read* @everyone [this](https://evil.example) now"


def indexed(tmp_path: Path, channel: str) -> Path:
    write_speeches(tmp_path / "corpus", channel)
    data = tmp_path / "data"
    assert run_in(ROOT, data)("reindex", "--corpus", str(tmp_path / "corpus")).code == 0
    return data


def test_in_slack_words_are_shown_to_who_asked_paged_and_only_where_they_may_be(
    tmp_path: Path,
) -> None:
    with LocalSlack() as slack:
        alice = slack.add_user("alice")
        news = slack.add_channel("news", members=[alice])
        inside = slack.add_channel("inside", members=[alice], private=True)
        data = indexed(tmp_path, f"slack:{inside}")

        def types(command: str, text: str, channel: str = news) -> SlackMessage:
            before = len(slack.ephemerals(alice))
            slack.command(alice, channel, command, text)
            slack.wait_for(
                lambda: [m for m in slack.ephemerals(alice)[before:] if "Reading" not in m.text]
            )
            slack.settle()
            [shown] = slack.ephemerals(alice)[before:]
            return shown

        with running(settings_for(slack, data, quotes=2)):
            shown = types("/said", "Kamikawa")
            assert quotes_in(shown.blocks) == [SAFE, READY]
            assert "Asked: What did Kamikawa say?" in shown_in(shown)
            assert quotes_in(types("/pullquote", "said Kamikawa in command").blocks) == [READY]
            assert quotes_in(types("/said", "kamikawa about the ferry").blocks) == [SAFE]
            assert quotes_in(types("/said", "Kamikawa", inside).blocks) == [SECRET, SAFE]
            for of_secret in ("Paul Quistgaard", "Quistgard", "Quistgaard in tunnel"):
                told = shown_in(types("/said", of_secret))
                assert "by that name." in told or "There is no story" in told
                assert "did you mean" not in told

            piers = types("/said", "Ana Moor")
            before = len(slack.ephemerals(alice))
            slack.press(alice, piers, button(piers, "More quotes (4)"))
            slack.wait_for(lambda: slack.ephemerals(alice)[before:])
            [more] = slack.ephemerals(alice)[before:]
            assert len(quotes_in(more.blocks)) == 2

            hostile = types("/said", "Ken Sato")
            assert MARKUP in quotes_in(hostile.blocks)[0]
            asked = slack.mention(alice, news, ASKED)
            [reply] = slack.wait_for(lambda: slack.replies(asked))
            assert quotes_in(reply.blocks) == [SAFE]
            slack.settle()
        assert slack.violations == []


def test_in_discord_words_are_shown_to_who_asked_paged_and_only_where_they_may_be(
    tmp_path: Path,
) -> None:
    with LocalDiscord(answer_within=PATIENCE) as local:
        guild = local.add_guild("Desk")
        bob = local.add_user("bob", guild)
        news, inside = local.add_channel(guild, "news"), local.add_channel(guild, "inside")
        register(local)
        data = indexed(tmp_path, f"discord:{inside}")
        settings = discord_settings_for(local, data).model_copy(update={"quotes": 2})

        def types(channel: str = news, **options: str) -> Message:
            did = local.command(bob, channel, "said", **options)
            local.wait_for(lambda: [one for one in local.answers(did) if not one.loading])
            return local.answers(did)[-1]

        def plain(message: Message) -> str:
            return message.text.replace("**", "").replace("\\", "")

        with running(settings):
            local.settle()
            shown = types(person="Kamikawa")
            assert shown.ephemeral
            assert SAFE in plain(shown)
            assert READY in plain(shown)
            assert SECRET not in plain(shown)
            assert SECRET in plain(types(inside, person="Kamikawa"))
            about = plain(types(person="Kamikawa", about="the ferry", story="ferry"))
            assert SAFE in about
            assert READY not in about
            assert "quotes Paul Quistgaard by that name" in plain(types(person="Paul Quistgaard"))
            assert MARKUP in plain(types(person="Ken Sato"))

            piers = types(person="Ana Moor")
            pressed = local.press(bob, piers, "More quotes (4)")
            [more] = local.wait_for(lambda: local.answers(pressed))
            assert "pier number" in more.text
            asked = local.mention(bob, news, ASKED)
            [reply] = local.wait_for(lambda: local.replies(asked))
            assert SAFE in plain(reply)
            local.settle()
        assert local.violations == []
