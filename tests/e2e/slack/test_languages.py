"""Somebody whose Slack is in German reads German, and the quotes as they are."""

from pathlib import Path

from tests.e2e.running import own_copy, running
from tests.e2e.slack.local_slack import Did, LocalSlack
from tests.e2e.slack.running import settings_for
from tests.e2e.slack.test_conversation import (
    COMMANDER,
    ICE_CREAM,
    JAPAN,
    button,
    buttons_in,
    quotes_in,
    shown_in,
    verdict,
)
from tests.e2e.slack.world import Message

NOTHING = "Nichts, was verfolgt wird, beantwortet das."


def test_each_reads_their_own_language_and_the_quotes_as_they_are(
    slack: LocalSlack, shipped: Path, tmp_path: Path
) -> None:
    hanna = slack.add_user("hanna", locale="de-DE", is_admin=True)
    alice = slack.add_user("alice")
    news = slack.add_channel("news", members=[hanna, alice], creator=hanna)

    def reply(asked: Did) -> Message:
        slack.wait_for(lambda: slack.replies(asked))
        slack.settle()
        [found] = slack.replies(asked)
        return found

    def whispered(user: str, command: str, text: str = "") -> str:
        before = len(slack.ephemerals(user))
        slack.command(user, news, command, text)
        slack.wait_for(lambda: slack.ephemerals(user)[before:])
        slack.settle()
        return shown_in(slack.ephemerals(user)[-1])

    with running(settings_for(slack, own_copy(shipped, tmp_path))):
        english = reply(slack.mention(alice, news, COMMANDER))
        german = reply(slack.mention(hanna, news, COMMANDER))
        assert quotes_in(german.blocks) == quotes_in(english.blocks) != []
        assert "Kontext" in buttons_in(german.blocks)
        assert "Context" in buttons_in(english.blocks)
        assert "8. Oktober 2024" in shown_in(german).replace("\N{NO-BREAK SPACE}", " ")

        # Who presses reads their own; a window has its title in it, too.
        slack.press(hanna, english, button(english, "Context"))
        slack.wait_for(lambda: [one["title"]["text"] for one in slack.modals(hanna)] == ["Kontext"])
        before = len(slack.ephemerals(hanna))
        slack.press(hanna, english, "rate", verdict(english, True))
        slack.wait_for(lambda: slack.ephemerals(hanna)[before:])
        assert shown_in(slack.ephemerals(hanna)[-1]).startswith("Notiert: Hilfreich.")

        # A command by its German name, and what can't be done.
        listed = whispered(hanna, "/pullquote", "geschichten")
        assert (listed.startswith("Geschichten"), JAPAN in listed) == (True, True)
        assert "Es gibt keine Geschichte 'mars'" in whispered(hanna, "/timeline", "mars")
        assert "/pullquote sprache" in whispered(hanna, "/pullquote", "hilfe")
        told = whispered(hanna, "/follow", "us-japan-command täglich um 8:30 Europe/Berlin")
        assert "ist hier abonniert, täglich um 08:30 Europe/Berlin" in told

        # Chosen for a channel it counts for what all see, whoever asks.
        nothing = reply(slack.mention(alice, news, ICE_CREAM))
        assert nothing.text.startswith("Nothing that is tracked answers this.")
        assert "Deutsch" in whispered(hanna, "/pullquote", "sprache deutsch")
        assert reply(slack.mention(alice, news, ICE_CREAM)).text.startswith(NOTHING)
        assert "Only who created this channel" in whispered(alice, "/pullquote", "language auto")
        whispered(hanna, "/pullquote", "language auto")
        assert reply(slack.mention(alice, news, ICE_CREAM)).text == nothing.text

        slack.open_home(hanna)
        slack.wait_for(lambda: slack.home(hanna) and "Neueste Artikel" in str(slack.home(hanna)))

        # Where Slack doesn't say who it is, it is said in English.
        slack.fail("users.info", error="internal_error", times=20)
        emil = slack.add_user("emil", locale="de-DE")
        asked = slack.dm(emil, "hilfe")
        assert "How to ask" in shown_in(reply(asked))
    assert slack.violations == []
