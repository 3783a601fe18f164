"""What a channel follows → the messages that say so. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from adapters.discord.components import box, text
from adapters.discord.limits import MOST_CHARACTERS, size
from adapters.discord.markdown import escaped, small, strong
from adapters.discord.message import Message
from adapters.discord.replies import paragraph, sentence
from adapters.discord.wording import CORRECTIONS_COMMAND, FOLLOW_COMMAND, unfollow_command
from bot import wording
from bot.followers import Followed
from bot.following import Pace
from bot.safe_text import one_line

_LONGEST_NAME = 100
_MOST_FOLLOWS = 35  # each takes a component
_ROOM_FOR_THE_REST = 1_000  # characters of what stands above and below the list


def followed_message(followed: Followed) -> Message:
    """What is followed now, from when on, and how it ends."""
    follow = followed.follow
    digest = ""
    if follow.rhythm.pace is not Pace.NOW:
        digest = wording.moment(follow.due.astimezone(ZoneInfo(follow.rhythm.zone)))
    end = wording.to_end(unfollow_command(follow.story))
    return sentence(wording.followed(_title(followed), str(follow.rhythm), digest, end))


def following_message(follows: Sequence[Followed], *, corrections: bool) -> Message:
    """What is followed here; `corrections`: whether they are told here."""
    switched = wording.CORRECTIONS_ON if corrections else wording.CORRECTIONS_OFF
    command = CORRECTIONS_COMMAND.format(turn="off" if corrections else "on")
    below = text(escaped(f"{switched} {wording.SWITCH_CORRECTIONS.format(command=command)}"))
    if not follows:
        nothing = wording.NOTHING_FOLLOWED.format(command=FOLLOW_COMMAND)
        return Message((text(paragraph(nothing)), below))
    entries, room = list[str](), MOST_CHARACTERS - _ROOM_FOR_THE_REST
    for followed in follows[:_MOST_FOLLOWS]:
        entry = _entry(followed)
        room -= size(entry)
        if room < 0:
            break
        entries.append(entry)
    left = len(follows) - len(entries)
    more = [escaped(wording.more(left))] if left else []
    parts = [strong(wording.FOLLOWED_HERE), *entries, *more]
    shown = box([text(part) for part in parts], divided=False)
    return Message((shown, below))


def _entry(followed: Followed) -> str:
    follow = followed.follow
    # Sent without allowed mentions, the name pings nobody.
    asked = f"{escaped(wording.ASKED_FOR_BY)} <@{follow.person}>"
    facts = [escaped(str(follow.rhythm)), escaped(wording.since(follow.since)), asked]
    if followed.story is None:
        facts.append(escaped(wording.STORY_GONE))
    if follow.via not in ("", follow.place.channel):
        facts.append(f"<#{follow.via}>")  # a thread of the channel
    slug = one_line(follow.story, _LONGEST_NAME)
    named = f"{strong(_title(followed))} ({escaped(slug)})" if followed.story else strong(slug)
    quiet = small(escaped(wording.quiet(one_line(follow.quiet)))) if follow.quiet else ""
    return "\n".join(filter(None, (named, " · ".join(facts), quiet)))


def _title(followed: Followed) -> str:
    title = followed.story.title if followed.story else followed.follow.story
    return one_line(title, _LONGEST_NAME) or wording.UNTITLED
