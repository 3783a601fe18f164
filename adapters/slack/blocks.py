"""Parts of a document → Block Kit. Pure.

Words of articles and people stand in rich text and plain text only, which show text as it is:
nothing in mrkdwn could keep a `*` or a `:skull:` from acting. Slack refuses empty elements, so
what would be empty is none.
Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from adapters.slack.button_values import button_value
from adapters.slack.wording import typed
from bot import wording
from bot.documents.actions import Rate, name_of
from bot.documents.quotes import day_in_words
from bot.documents.tree import (
    Block,
    Bullets,
    Button,
    Channel,
    CommandLine,
    Copyable,
    Day,
    Heading,
    Inline,
    Line,
    Link,
    Paragraph,
    Person,
    Picture,
    Ping,
    Quotation,
    Style,
    Verdict,
    Words,
)
from bot.safe_text import cut, sendable
from retrieval.sentences import Span

Json = dict[str, Any]

# Whoever is active in the channel, everybody in it, everybody in the workspace.
BROADCASTS = frozenset(("here", "channel", "everyone"))

# Of our own lines, in characters: what people bring along in them may be of any length.
_LONGEST_WORDS, _LONGEST_SMALL = 2_000, 2_900
_LONGEST_HEADER, _LONGEST_LABEL, _LONGEST_ALT = 150, 75, 1_000

# ---------------------------------------------------------------------------------------- in a line


def elements(line: Line) -> list[Json]:
    """A line as elements of rich text."""
    return [element for one in line for element in _inline(one)]


def words(text: str, **style: bool) -> list[Json]:
    """`text` in a style, such as bold=True; no element for no text."""
    if not text:
        return []
    # Once more: what can't be sent would keep the whole message from somebody who waits for it.
    return [{"type": "text", "text": sendable(text)} | ({"style": style} if style else {})]


def _inline(one: Inline) -> list[Json]:
    match one:
        case Words(text, style):
            named = {} if style is Style.PLAIN else {style.value: True}
            return words(cut(text, _LONGEST_WORDS), **named)
        case Link(named_so, url):
            return [{"type": "link", "url": url, "text": named_so if named_so.strip() else url}]
        case Day(moment):
            return words(day_in_words(moment))
        case Person(id):
            return [{"type": "user", "user_id": id}]
        case Ping(id) if id in BROADCASTS:
            return [{"type": "broadcast", "range": id}]
        case Ping(id):
            return [{"type": "usergroup", "usergroup_id": id}]
        case Channel(id):
            return [{"type": "channel", "channel_id": id}]
        case CommandLine():
            return words(cut(typed(one), _LONGEST_WORDS), code=True)


def said_plainly(line: Line) -> str | None:
    """The line without styles; None where something in it leads somewhere."""
    shown = []
    for one in line:
        match one:
            case Words(text):
                shown.append(text)
            case Day(moment):
                shown.append(day_in_words(moment))
            case CommandLine():
                shown.append(typed(one))
            case _:
                return None
    return "".join(shown)


def _quoted(quotation: Quotation) -> list[Json]:
    """The words to the character, between what stands around them."""
    text, marks = quotation.text, {span[0] for span in (*quotation.bold, *quotation.struck)}
    marks |= {span[1] for span in (*quotation.bold, *quotation.struck)}
    ends = sorted({0, len(text), *(mark for mark in marks if 0 <= mark <= len(text))})
    made = words(quotation.before)
    for start, end in pairwise(ends):
        style = {}
        if _within(start, end, quotation.bold):
            style["bold"] = True
        if _within(start, end, quotation.struck):
            style["strike"] = True
        made += words(text[start:end], **style)
    return made + words(quotation.after)


def _within(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(span[0] <= start and end <= span[1] for span in spans)


# ---------------------------------------------------------------------------- one below another


def rich_text(blocks: Iterable[Block]) -> list[Json]:
    """One block that holds them; none for what says nothing."""
    parts = [part for block in blocks for part in _parts(block)]
    return [{"type": "rich_text", "elements": parts}] if parts else []


def spaced(groups: Iterable[Iterable[Block]]) -> list[Json]:
    """One block that holds them all, an empty line between each two."""
    parts: list[Json] = []
    for group in groups:
        below = [part for block in group for part in _parts(block)]
        parts += ([_section(words("\n"))] if parts and below else []) + below
    return [{"type": "rich_text", "elements": parts}] if parts else []


def _parts(block: Block) -> list[Json]:
    match block:
        case Heading(line):
            inside = [_bold(element) for element in elements(line)]
        case Paragraph(line, _):
            inside = elements(line)
        case Quotation():
            inside = _quoted(block)
            return [{"type": "rich_text_quote", "elements": inside}] if inside else []
        case Bullets(items):
            listed = [_section(inside) for item in items if (inside := elements(item))]
            listing = {"type": "rich_text_list", "style": "bullet", "elements": listed}
            return [listing] if listed else []
        case Copyable(text):
            typed = words(text)
            return [{"type": "rich_text_preformatted", "elements": typed}] if typed else []
    return [_section(inside)] if inside else []


def _section(inside: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": inside}


def _bold(element: Json) -> Json:
    return element | {"style": {**element.get("style", {}), "bold": True}}


def small(line: Line) -> list[Json]:
    """In small print; as large as the rest where it leads somewhere: the small print that can
    lead is mrkdwn."""
    plainly = said_plainly(line)
    if plainly is None:
        return rich_text([Paragraph(line)])
    shown = plain(cut(plainly, _LONGEST_SMALL))
    return [{"type": "context", "elements": [shown]}] if plainly.strip() else []


def header(line: Line) -> list[Json]:
    """A heading of a view."""
    plainly = said_plainly(line)
    if plainly is None:
        return rich_text([Heading(line)])
    shown = plain(cut(plainly, _LONGEST_HEADER))
    return [{"type": "header", "text": shown}] if plainly.strip() else []


def plain(text: str) -> Json:
    """Text that is shown as it is, its emoji codes too."""
    return {"type": "plain_text", "text": sendable(text), "emoji": False}


def picture(shown: Picture, file: str) -> Json:
    """The picture, which was uploaded as `file`."""
    return {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": cut(shown.alt, _LONGEST_ALT) or wording.UNTITLED(),
    }


# ----------------------------------------------------------------------------- what can be pressed


def actions(buttons: Sequence[Button], taken: set[str], file: str) -> list[Json]:
    """Side by side. `taken`: ids that the message uses already; `file`: of its picture."""
    row = [_button(button, taken, file) for button in buttons]
    return [{"type": "actions", "elements": row}] if row else []


def feedback(verdict: Verdict, taken: set[str]) -> Json:
    """Helpful or not, in Slack's own form."""
    yes, no = Rate(verdict.reply, helpful=True), Rate(verdict.reply, helpful=False)
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": _id(name_of(yes), taken),
                "positive_button": _opinion(wording.HELPFUL(), yes),
                "negative_button": _opinion(wording.NOT_HELPFUL(), no),
            }
        ],
    }


def _button(button: Button, taken: set[str], file: str) -> Json:
    return {
        "type": "button",
        "action_id": _id(name_of(button.action), taken),
        "text": {"type": "plain_text", "text": cut(button.label, _LONGEST_LABEL)},
        "value": button_value(button.action, file),
    }


def _opinion(label: str, rate: Rate) -> Json:
    text = {"type": "plain_text", "text": label}
    return {"text": text, "value": button_value(rate), "accessibility_label": label}


def _id(name: str, taken: set[str]) -> str:
    """The name, or, since Slack wants each in a message once, the name with a number."""
    id, number = name, 1
    while id in taken:
        number += 1
        id = f"{name}_{number}"
    taken.add(id)
    return id
