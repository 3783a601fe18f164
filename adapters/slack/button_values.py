"""What a button does → the value that Slack keeps with it, and back. Pure.

The value is the action's token and, below it, the question that it needs or the picture that
stands above it.
"""

import json
from collections.abc import Callable

from adapters.slack.limits import MOST_VALUE
from bot.documents.actions import Action, Turn, action_of, question_of, token, with_question
from bot.safe_text import sendable

# Slack escapes these on the way back in some payloads; as \u… there is nothing to escape.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "&<>"}


def button_value(action: Action, file: str = "") -> str:
    """At most 2,000 bytes; a question is cut to fit. `file`: the picture of the message."""
    if isinstance(action, Turn) and file:
        return _with(token(action), file)
    question = sendable(question_of(action))
    if not question:
        return token(action)
    return _longest(question, lambda asked: _with(token(action), asked))


def pressed_value(value: object) -> tuple[Action | None, str]:
    """The action and the picture's file; (None, "") for what `button_value` did not make."""
    if not isinstance(value, str) or len(value) > MOST_VALUE:
        return None, ""
    written, _, rest = value.partition("\n")
    action, beside = action_of(written), _read(rest)
    if action is None or beside is None:
        return None, ""
    if isinstance(action, Turn):
        return action, beside
    return with_question(action, beside), ""


def _longest(question: str, made: Callable[[str], str]) -> str:
    if len(made(question).encode()) <= MOST_VALUE:
        return made(question)
    low, high = 0, len(question)
    while low < high:
        middle = (low + high + 1) // 2
        if len(made(f"{question[:middle]}…").encode()) <= MOST_VALUE:
            low = middle
        else:
            high = middle - 1
    return made(f"{question[:low].rstrip()}…")


def _with(written: str, beside: str) -> str:
    return f"{written}\n{json.dumps(beside, ensure_ascii=False).translate(_ESCAPES)}"


def _read(written: str) -> str | None:
    if not written:
        return ""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, str) else None
