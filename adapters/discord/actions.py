"""What a button has to remember → its custom_id, and back. Pure."""

import re
from dataclasses import dataclass

from retrieval.articles import digest

MORE = "more"
CONTEXT = "context"
HELPFUL = "helpful"
NOT_HELPFUL = "not_helpful"
SHARE = "share"
NEAREST = "nearest"
EVERYWHERE = "everywhere"

_ACTIONS = (MORE, CONTEXT, HELPFUL, NOT_HELPFUL, SHARE, NEAREST, EVERYWHERE)
# What becomes of a source that is proposed.
TRACK, END_SOURCE, CANCEL = "track", "end", "cancel"
_CHOICES = (TRACK, END_SOURCE, CANCEL)
_ORDERS = {"newest": True, "oldest": False}

# Every custom_id of ours, for discord.ui.DynamicItem. Counts have at most 6 digits: no reply has
# more quotes, and none is so long that Discord would refuse it.
TEMPLATE = re.compile(
    rf"pullquote:(?:(?P<action>{'|'.join(_ACTIONS)}):(?P<reply>[0-9a-f]{{32}})"
    r":(?P<offset>[0-9]{1,6}):(?P<shown>[0-9]{1,6})"
    rf"|source:(?P<choice>{'|'.join(_CHOICES)}):(?P<proposal>[0-9a-f]{{32}})"
    rf"|timeline:(?P<story>[0-9a-f]{{32}}):(?P<order>{'|'.join(_ORDERS)}):(?P<page>[0-9]{{1,6}}))\Z"
)


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button does, about the quotes `[offset, offset + shown)` of a kept reply,
    whose id has 32 hex digits."""

    action: str
    reply: str
    offset: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of a timeline to turn to; `story` by `story_mark`."""

    story: str
    page: int
    newest_first: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with a proposal, whose id has 32 hex digits."""

    action: str
    proposal: str


def story_mark(slug: str) -> str:
    """32 hex digits that stand for a story on a button: a slug may be too long for one."""
    return digest((slug,))


def custom_id(press: Press | Turn | Choice) -> str:
    """The press as a button keeps it, at most 76 characters."""
    if isinstance(press, Choice):
        return f"pullquote:source:{press.action}:{press.proposal}"
    if isinstance(press, Turn):
        order = next(word for word, newest in _ORDERS.items() if newest is press.newest_first)
        return f"pullquote:timeline:{press.story}:{order}:{press.page}"
    return f"pullquote:{press.action}:{press.reply}:{press.offset}:{press.shown}"


def press_of(custom_id: object) -> Press | Turn | Choice | None:
    """What `custom_id` made; None for anything else."""
    found = TEMPLATE.match(custom_id) if isinstance(custom_id, str) else None
    if found is None:
        return None
    if found["choice"]:
        return Choice(found["choice"], found["proposal"])
    if found["story"]:
        return Turn(found["story"], int(found["page"]), _ORDERS[found["order"]])
    return Press(found["action"], found["reply"], int(found["offset"]), int(found["shown"]))
