"""What a button has to remember → a short token that any platform's button can carry, and back.

Pure. A token has at most 80 characters of ASCII (Discord's `custom_id` takes 100, Slack's `value`
2,000). It holds no words of people: a question travels beside it where the platform has room.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

from bot.evidence.pack import Format
from retrieval.articles import digest


@dataclass(frozen=True, slots=True)
class More:
    """Shows the quotes of a kept reply from `offset` on."""

    reply: str
    offset: int


@dataclass(frozen=True, slots=True)
class Context:
    """Shows the quotes `[offset, offset + shown)` between what stands around them."""

    reply: str
    offset: int
    shown: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """Shows what came closest to answering."""

    reply: str


@dataclass(frozen=True, slots=True)
class Share:
    """Puts the first `shown` quotes of a private reply into the channel, below the question."""

    reply: str
    shown: int
    question: str = ""


@dataclass(frozen=True, slots=True)
class AskAll:
    """Asks the question again, of all stories."""

    reply: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """Says whether a reply was helpful."""

    reply: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Turns to a page of a story's timeline; `story` as `story_mark` gives it: a slug may be too
    long for a button."""

    story: str
    page: int
    newest_first: bool


@dataclass(frozen=True, slots=True)
class TellMe:
    """Has who presses it told, once, when the question of a reply that was a no is answered.
    `story`: that of its thread, as `story_mark` gives it, "" for none."""

    reply: str
    story: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """Makes a file of the quotes `[offset, offset + shown)` of a kept reply."""

    reply: str
    offset: int
    shown: int
    kind: Format = Format.HTML
    question: str = ""


@dataclass(frozen=True, slots=True)
class Untell:
    """Takes that back; `wish` is its id."""

    wish: str


@dataclass(frozen=True, slots=True)
class ExportStory:
    """Makes a file of a story's timeline, or of its newest articles; `story` as in Turn."""

    story: str
    timeline: bool
    kind: Format = Format.HTML


@dataclass(frozen=True, slots=True)
class Cite:
    """Shows how the quotes `[offset, offset + shown)` of a kept reply are cited."""

    reply: str
    offset: int
    shown: int


class Choice(Enum):
    """What becomes of a source that was proposed."""

    TRACK = "track"
    END = "end"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Choose:
    """Decides on a proposal, by its id."""

    proposal: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Help:
    """Shows how to ask."""


Action = (
    More
    | Context
    | Nearest
    | Share
    | AskAll
    | Rate
    | TellMe
    | Untell
    | Turn
    | Export
    | ExportStory
    | Cite
    | Choose
    | Help
)

_ID = r"[0-9a-f]{32}"
_COUNT = r"[0-9]{1,6}"
_KIND = "|".join(kind.value for kind in Format)
TOKEN = re.compile(
    rf"more:(?P<more>{_ID}):(?P<offset>{_COUNT})"
    rf"|context:(?P<context>{_ID}):(?P<first>{_COUNT}):(?P<count>{_COUNT})"
    rf"|nearest:(?P<nearest>{_ID})"
    rf"|share:(?P<share>{_ID}):(?P<shown>{_COUNT})"
    rf"|ask_all:(?P<ask_all>{_ID})"
    rf"|rate:(?P<rate>{_ID}):(?P<verdict>yes|no)"
    rf"|tell_me:(?P<tell_me>{_ID})(?::(?P<told_of>{_ID}))?"
    rf"|untell:(?P<untell>{_ID})"
    rf"|turn:(?P<turn>{_ID}):(?P<page>{_COUNT}):(?P<order>newest|oldest)"
    rf"|export:(?P<export>{_ID}):(?P<from>{_COUNT}):(?P<many>{_COUNT}):(?P<kind>{_KIND})"
    rf"|export_story:(?P<export_story>{_ID}):(?P<what>timeline|story):(?P<as>{_KIND})"
    rf"|cite:(?P<cite>{_ID}):(?P<begin>{_COUNT}):(?P<cited>{_COUNT})"
    rf"|choose:(?P<choose>{_ID}):(?P<choice>track|end|cancel)"
    r"|(?P<help>help)"
)


_OF_QUESTIONS = Share | AskAll | TellMe | Export


def name_of(action: Action) -> str:
    """What the action is called, for logs and where a platform wants a name for a button."""
    return token(action).partition(":")[0]


def token(action: Action) -> str:
    """The action as a button carries it, without the question."""
    match action:
        case More(reply, offset):
            return f"more:{reply}:{offset}"
        case Context(reply, offset, shown):
            return f"context:{reply}:{offset}:{shown}"
        case Nearest(reply):
            return f"nearest:{reply}"
        case Share(reply, shown, _):
            return f"share:{reply}:{shown}"
        case AskAll(reply, _):
            return f"ask_all:{reply}"
        case Rate(reply, helpful):
            return f"rate:{reply}:{'yes' if helpful else 'no'}"
        case TellMe(reply, story, _):
            return f"tell_me:{reply}:{story}" if story else f"tell_me:{reply}"
        case Untell(wish):
            return f"untell:{wish}"
        case Turn(story, page, newest_first):
            return f"turn:{story}:{page}:{'newest' if newest_first else 'oldest'}"
        case Export(reply, offset, shown, kind, _):
            return f"export:{reply}:{offset}:{shown}:{kind.value}"
        case ExportStory(story, timeline, kind):
            return f"export_story:{story}:{'timeline' if timeline else 'story'}:{kind.value}"
        case Cite(reply, offset, shown):
            return f"cite:{reply}:{offset}:{shown}"
        case Choose(proposal, choice):
            return f"choose:{proposal}:{choice.value}"
        case Help():
            return "help"


def action_of(written: object) -> Action | None:
    """What `token` wrote; None for anything else."""
    found = TOKEN.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    if found["more"]:
        return More(found["more"], int(found["offset"]))
    if found["context"]:
        return Context(found["context"], int(found["first"]), int(found["count"]))
    if found["nearest"]:
        return Nearest(found["nearest"])
    if found["share"]:
        return Share(found["share"], int(found["shown"]))
    if found["ask_all"]:
        return AskAll(found["ask_all"])
    if found["rate"]:
        return Rate(found["rate"], found["verdict"] == "yes")
    if found["tell_me"]:
        return TellMe(found["tell_me"], found["told_of"] or "")
    if found["untell"]:
        return Untell(found["untell"])
    if found["turn"]:
        return Turn(found["turn"], int(found["page"]), found["order"] == "newest")
    if found["export"]:
        kind = Format(found["kind"])
        return Export(found["export"], int(found["from"]), int(found["many"]), kind)
    if found["export_story"]:
        kind = Format(found["as"])
        return ExportStory(found["export_story"], found["what"] == "timeline", kind)
    if found["cite"]:
        return Cite(found["cite"], int(found["begin"]), int(found["cited"]))
    if found["choose"]:
        return Choose(found["choose"], Choice(found["choice"]))
    return Help()


def question_of(action: Action) -> str:
    """The question that it needs, "" where it needs none."""
    return action.question if isinstance(action, _OF_QUESTIONS) else ""


def with_question(action: Action, question: str) -> Action:
    """The action with the question that travelled beside its token."""
    return replace(action, question=question) if isinstance(action, _OF_QUESTIONS) else action


def story_mark(slug: str) -> str:
    """32 hex digits that stand for a story on a button."""
    return digest((slug,))
