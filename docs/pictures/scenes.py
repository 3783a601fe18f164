"""What people do in each picture of a chat, in the order of their days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot import gaps_wording
from docs.pictures.discord_view import DiscordView
from docs.pictures.newsroom import EDITOR, FRENCH, GERMAN, REPORTER, Newsroom
from docs.pictures.slack_view import SlackView

View = TypeVar("View", SlackView, DiscordView)

QUESTION = "who heads the new US command in Japan?"


def slack_reply(see: SlackView) -> None:
    """A question in a channel."""
    see.enters("japan")
    see.asks(EDITOR, QUESTION)


def discord_reply(see: DiscordView) -> None:
    """A question in a channel."""
    see.enters("japan")
    see.asks(EDITOR, QUESTION)


def slack_said(see: SlackView) -> None:
    """What somebody is quoted with."""
    see.enters("space-desk")
    see.types(EDITOR, "/said Steve Stich")


def slack_link(see: SlackView) -> None:
    """A link to a tracked article."""
    see.enters("briefing")
    see.types(EDITOR, "/pullquote links on", seen=False)
    page = "https://www.harborline-wire.example/2025/03/30/hegseth-tokyo-phase-one"
    see.says(REPORTER, f"Background for tomorrow: {page}")


def discord_emoji(see: DiscordView) -> None:
    """An emoji below a message."""
    see.enters("europe")
    see.reacts(EDITOR, REPORTER, "I think Hungary was the last to vote on Sweden joining NATO.")


def slack_french(see: SlackView) -> None:
    """Somebody whose Slack is in French."""
    see.enters("europe")
    see.types(FRENCH, "/ask who is NATO's secretary general?")


def discord_german(see: DiscordView) -> None:
    """Somebody whose Discord is in German."""
    see.enters("tech")
    see.types(GERMAN, "said", {"person": "Mehta"})


def slack_follow(see: SlackView) -> None:
    """A story followed for oneself, and its news."""
    see.enters("tech")
    see.types(REPORTER, "/follow google-search-antitrust to me")
    see.is_told(REPORTER, datetime(2025, 9, 2, 18, 5, tzinfo=UTC))


def discord_follow(see: DiscordView) -> None:
    """News with the words that are wanted, which ping a role."""
    see.enters("health")
    see.room.goes_to(datetime(2025, 9, 3, 9, 12, tzinfo=UTC))
    see.types(EDITOR, "pings", {"turn": "allow", "whom": see.room.role}, seen=False)
    wanted = {"with": 'WHO "Africa CDC"', "without": "polio", "ping": see.room.role}
    see.types(EDITOR, "follow", {"story": "mpox-2024", **wanted})
    see.is_posted(datetime(2025, 9, 5, 18, 5, tzinfo=UTC))


def discord_gaps(see: DiscordView) -> None:
    """What people asked and nothing answered."""
    see.enters("bridges")
    see.room.goes_to(datetime(2025, 11, 14, 9, 12, tzinfo=UTC))
    see.types(EDITOR, "questions", {"turn": "on"}, seen=False)
    for who, asked in (
        (REPORTER, "how many bridge owners were urged to study their bridges?"),
        (GERMAN, "how many owners were urged to have their bridges studied?"),
        (REPORTER, "which bank lent money to the port of Baltimore?"),
    ):
        see.room.now += timedelta(minutes=7)
        see.asks(who, asked, seen=False)
    see.room.goes_to(datetime(2025, 11, 18, 18, 5, tzinfo=UTC))
    see.types(EDITOR, "gaps", until="answered since")


def slack_waiting(see: SlackView) -> None:
    """A no, and the answer when it has come."""
    see.enters("space")
    see.room.goes_to(datetime(2025, 11, 20, 9, 12, tzinfo=UTC))
    no = see.asks(REPORTER, "how many Starliner missions are in the firm order?")
    see.presses(REPORTER, no, gaps_wording.TELL_ME())
    see.is_told(REPORTER, datetime(2025, 11, 24, 18, 5, tzinfo=UTC))


def slack_week(see: SlackView) -> None:
    """How much was asked in a week, for admins."""
    see.enters("desk-heads")
    see.room.goes_to(datetime(2025, 11, 25, 9, 12, tzinfo=UTC))
    see.types(EDITOR, "/pullquote note weekly on Monday at 09:00")
    for who, question in (
        (EDITOR, QUESTION),
        (REPORTER, "who owns the Dali?"),
        (REPORTER, "which bank lent money to the port of Baltimore?"),
        (FRENCH, "how did the Hungarian parliament vote on Sweden?"),
    ):
        see.asks(who, question, seen=False)
    see.is_posted(datetime(2025, 12, 1, 9, 0, tzinfo=UTC))


def pages(room: Newsroom) -> dict[str, str]:
    """The HTML of each, by the name of its picture."""
    drawn: dict[str, str] = {}

    def play(see: View, scene: Callable[[View], None]) -> None:
        scene(see)
        drawn[scene.__name__.replace("_", "-")] = see.page.html()

    play(SlackView(room), slack_reply)
    play(DiscordView(room), discord_reply)
    play(SlackView(room), slack_said)
    play(SlackView(room), slack_link)
    play(DiscordView(room), discord_emoji)
    play(SlackView(room), slack_french)
    play(DiscordView(room), discord_german)
    play(SlackView(room), slack_follow)
    play(DiscordView(room), discord_follow)
    play(DiscordView(room), discord_gaps)
    play(SlackView(room), slack_waiting)
    play(SlackView(room), slack_week)
    return drawn
