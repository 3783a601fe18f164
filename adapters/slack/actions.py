"""What a button has to remember → its value, and back. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.slack.limits import MOST_VALUE
from bot.safe_text import sendable

MORE = "more_quotes"
CONTEXT = "context"
FEEDBACK = "feedback"
SHARE = "share"
NEAREST = "nearest"
EVERYWHERE = "everywhere"
# Below a timeline; each in a message once, as Slack demands.
EARLIER = "timeline_earlier"
LATER = "timeline_later"
TURN_AROUND = "timeline_around"

# Below a source that is proposed.
TRACK = "track_source"
END_SOURCE = "end_source"
CANCEL = "cancel_source"

# Slack escapes these on the way back in some payloads; as \u… there is nothing to escape.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "&<>"}


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button is about: the quotes `[offset, offset + shown)` of a kept reply.

    `question`: as the person wrote it, cut with "…" if need be; `helpful`: the verdict.
    """

    reply: str
    offset: int = 0
    shown: int = 0
    question: str = ""
    helpful: bool | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The page `number` of a story's timeline that a button leads to; `picture` is the file that
    is shown with it, "" for none."""

    story: str
    number: int
    newest_first: bool
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The proposal that a button confirms or cancels, by its id."""

    proposal: str


def choice_value(choice: Choice) -> str:
    """The choice as a button keeps it."""
    return _dumped({"p": choice.proposal})


def choice_of(value: object) -> Choice | None:
    """What `choice_value` made; None for anything else."""
    match _read(value):
        case {"p": str(proposal), **rest} if not rest:
            return Choice(proposal)
    return None


def value(press: Press) -> str:
    """The press as a button keeps it, at most 2,000 bytes; the question is cut to fit."""
    question = sendable(press.question)
    full = _json(replace(press, question=question))
    if len(full.encode()) <= MOST_VALUE:
        return full
    low, high = 0, len(question)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_json(replace(press, question=f"{question[:middle]}…")).encode()) <= MOST_VALUE:
            low = middle
        else:
            high = middle - 1
    return _json(replace(press, question=f"{question[:low].rstrip()}…"))


def press_of(value: object) -> Press | None:
    """What `value` made; None for anything else."""
    match _read(value):
        case {"r": str(reply), "o": offset, "s": shown, "q": str(question), "h": helpful, **rest}:
            counts = all(type(n) is int and n >= 0 for n in (offset, shown))
            if counts and not rest and (helpful is None or isinstance(helpful, bool)):
                return Press(reply, offset, shown, question, helpful)
    return None


def turn_value(turn: Turn) -> str:
    """The turn as a button keeps it."""
    fields = {"t": turn.story, "n": turn.number, "d": turn.newest_first, "f": turn.picture}
    return _dumped(fields)


def turn_of(value: object) -> Turn | None:
    """What `turn_value` made; None for anything else."""
    match _read(value):
        case {"t": str(story), "n": int(number), "d": bool(newest), "f": str(file), **rest}:
            if number >= 0 and not isinstance(number, bool) and not rest:
                return Turn(story, number, newest, file)
    return None


def _json(press: Press) -> str:
    fields = {
        "r": press.reply,
        "o": press.offset,
        "s": press.shown,
        "q": press.question,
        "h": press.helpful,
    }
    return _dumped(fields)


def _dumped(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _read(value: object) -> object:
    if not isinstance(value, str) or len(value) > MOST_VALUE:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
