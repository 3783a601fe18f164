"""What a channel follows → the messages that say so. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from adapters.slack.limits import MOST_BYTES, as_many_as_fit
from adapters.slack.message import Message
from adapters.slack.plain_text import paragraph, plain
from adapters.slack.replies import sentence
from adapters.slack.rich_text import Element, bullets, joined, rich_text, words
from adapters.slack.wording import CORRECTIONS_COMMAND, FOLLOW_COMMAND, unfollow_command
from bot import wording
from bot.followers import Followed
from bot.following import Pace
from bot.safe_text import one_line

_LONGEST_NAME = 100
_LONGEST_LIST = 100
_ROOM_FOR_THE_REST = 1_500  # bytes of what stands above and below the list


def followed_message(followed: Followed) -> Message:
    """What is followed now, from when on, and how it ends."""
    follow = followed.follow
    digest = ""
    if follow.rhythm.pace is not Pace.NOW:
        digest = wording.moment(follow.due.astimezone(ZoneInfo(follow.rhythm.zone)))
    end = wording.to_end(unfollow_command(follow.story))
    return sentence(wording.followed(title_of(followed), str(follow.rhythm), digest, end))


def following_message(follows: Sequence[Followed], *, corrections: bool) -> Message:
    """What is followed here; `corrections`: whether they are told here."""
    switched = corrections_sentence(corrections)
    if not follows:
        nothing = wording.NOTHING_FOLLOWED.format(command=FOLLOW_COMMAND)
        return Message(plain(f"{nothing} {switched}"), (paragraph(nothing), paragraph(switched)))
    items = [_entry(followed) for followed in follows]
    shown = as_many_as_fit(items, _LONGEST_LIST, MOST_BYTES - _ROOM_FOR_THE_REST)
    left = len(items) - len(shown)
    more = [paragraph(wording.more(left))] if left else []
    lead = paragraph(wording.FOLLOWED_HERE)
    titles = ", ".join(title_of(followed) for followed in follows)
    return Message(
        plain(f"{wording.FOLLOWED_HERE} {titles}"),
        (lead, rich_text(bullets(shown)), *more, paragraph(switched)),
    )


def corrections_sentence(on: bool) -> str:
    """Whether corrections are told here, and how to switch that."""
    switched = wording.CORRECTIONS_ON if on else wording.CORRECTIONS_OFF
    command = CORRECTIONS_COMMAND.format(turn="off" if on else "on")
    return f"{switched} {wording.SWITCH_CORRECTIONS.format(command=command)}"


def title_of(followed: Followed) -> str:
    """Of a story that is gone, its slug."""
    title = followed.story.title if followed.story else followed.follow.story
    return one_line(title, _LONGEST_NAME) or wording.UNTITLED


def _entry(followed: Followed) -> list[Element]:
    follow = followed.follow
    # Shown to one person only, the name pings nobody.
    asked: list[Element] = [{"type": "user", "user_id": follow.person}]
    facts = [
        words(str(follow.rhythm)),
        words(wording.since(follow.since)),
        words(f"{wording.ASKED_FOR_BY} ") + asked,
        words("" if followed.story else wording.STORY_GONE),
    ]
    slug = words(one_line(follow.story, _LONGEST_NAME), code=True)
    named = words(title_of(followed), bold=True) + words(" ") + slug if followed.story else slug
    quiet = words(wording.quiet(one_line(follow.quiet)), italic=True) if follow.quiet else []
    return joined([named, joined(facts, " · "), quiet], "\n")
