"""A message's payload → the text that a person sees in it, as Slack would write it. Pure.

Facts: https://docs.slack.dev/reference/block-kit/blocks, /messaging/formatting-message-text,
/legacy/legacy-messaging/legacy-secondary-message-attachments, /reference/objects/file-object.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

Payload = Mapping[str, Any]

# Slack's own, where the blocks of a message have no words.
_NO_SUMMARY = frozenset(("This content can't be displayed.", "This message contains blocks."))
# A message in a message in a message…: nobody reads deeper.
_DEEPEST = 12
# What is pressed, filled in or only for machines is no text of the message.
_NOT_READ = frozenset("actions context_actions input divider".split())
# Where Block Kit keeps words, in the order in which they are read.
_WORDS = (
    "title subtitle title_text text body description details output fields rows cells elements "
    "blocks child_blocks tasks caption".split()
)
# Bounded: a hostile message must not be read for seconds.
_MARKED = re.compile(r"(?<![\w`*_~])([*_~`])(?=\S)([^\n]{1,300}?)(?<=\S)\1(?![\w`*_~])")
_NESTED = 3
_QUOTED = re.compile(r"^[ \t]*(?:&gt;[ \t]?)+", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?: \"[^\"\n]{0,300}\")?\)")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,300}?)(?<=\S)\1")


def seen_text(message: Payload) -> str:
    """All that is read in it, line by line: what was written, then what is shared, previewed or
    attached below. Escaped as Slack's `text` is, people and channels by their references."""
    return _lines([written_text(message), *_attached(message, 0)])


def written_text(message: Payload) -> str:
    """Only what its author wrote: the blocks, which are shown in place of the `text`."""
    return _lines(_blocks(message.get("blocks"), 0)) or _summary(message)


def _summary(message: Payload) -> str:
    text = str(message.get("text") or "").strip()
    return "" if html.unescape(text) in _NO_SUMMARY else _unmarked(text)


def _attached(message: Payload, depth: int) -> Iterator[str]:
    for attachment in _objects(message.get("attachments")):
        yield from _attachment(attachment, depth + 1)
    for file in _objects(message.get("files")):
        yield from _file(file)
    comment = message.get("comment")
    if isinstance(comment, Mapping):  # an older remark about a file
        yield str(comment.get("comment") or "")


def _attachment(attachment: Payload, depth: int) -> Iterator[str]:
    """A preview of a link, a shared message, or what an app added in the older way."""
    if depth > _DEEPEST:
        return
    found = [_unmarked(str(attachment.get(name) or "")) for name in ("pretext", "title")]
    inside = [line for one in _shared(attachment) for line in _blocks(one.get("blocks"), depth)]
    inside += _blocks(attachment.get("blocks"), depth)
    found += inside or [_unmarked(str(attachment.get("text") or ""))]
    for field in _objects(attachment.get("fields")):
        found += [_unmarked(str(field.get(name) or "")) for name in ("title", "value")]
    found += _attached(attachment, depth)
    yield from found if any(found) else [str(attachment.get("fallback") or "")]


def _shared(attachment: Payload) -> Iterator[Payload]:
    for one in _objects(attachment.get("message_blocks")):
        message = one.get("message")
        if isinstance(message, Mapping):
            yield message


def _file(file: Payload) -> Iterator[str]:
    comment = file.get("initial_comment")
    if isinstance(comment, Mapping):
        yield str(comment.get("comment") or "")
    # Its name is rarely a sentence; a title that differs is somebody's words.
    if file.get("title") != file.get("name"):
        yield _escaped(str(file.get("title") or ""))
    yield _escaped(str(file.get("subject") or ""))
    yield _escaped(str(file.get("plain_text") or file.get("preview_plain_text") or ""))
    preview = str(file.get("preview") or "")
    if file.get("mode") in ("post", "space"):
        preview = _TAG.sub(" ", preview)
    if not file.get("plain_text"):
        yield _escaped(preview)


def _blocks(blocks: object, depth: int) -> list[str]:
    return [line for block in _objects(blocks) for line in _block(block, depth + 1)]


def _block(block: Payload, depth: int) -> Iterator[str]:
    """One block, or a part of one, of a kind that is known or will come."""
    kind = block.get("type")
    if depth > _DEEPEST or kind in _NOT_READ:
        return
    if kind == "markdown":
        yield _plain_markdown(str(block.get("text") or ""))
    elif kind in ("mrkdwn", "plain_text", "raw_text"):
        text = str(block.get("text") or "")
        yield _unmarked(text) if kind == "mrkdwn" else _escaped(html.unescape(text))
    elif isinstance(kind, str) and kind.startswith("rich_text"):
        yield from _rich_text(block, depth)
    else:
        for name in _WORDS:
            yield from _part(block.get(name), depth)


def _part(part: object, depth: int) -> Iterator[str]:
    if isinstance(part, str):
        yield _escaped(html.unescape(part))
    elif isinstance(part, Mapping):
        yield from _block(part, depth + 1)
    elif isinstance(part, list) and depth <= _DEEPEST:
        for one in part:
            yield from _part(one, depth + 1)


def _rich_text(block: Payload, depth: int) -> Iterator[str]:
    """A section, quote, code or list is a line, or as many as it has."""
    if depth > _DEEPEST:
        return
    if block.get("type") in ("rich_text", "rich_text_list"):
        for part in _objects(block.get("elements")):
            yield from _rich_text(part, depth + 1)
    else:
        yield "".join(_words(element) for element in _objects(block.get("elements")))


def _words(element: Payload) -> str:
    match element:
        case {"type": "text", "text": str(text)}:
            return _escaped(text)
        case {"type": "link", **rest}:
            return _escaped(str(rest.get("text") or rest.get("url") or ""))
        case {"type": "user", "user_id": str(user)}:
            return f"<@{user}>"
        case {"type": "usergroup", "usergroup_id": str(group)}:
            return f"<!subteam^{group}>"
        case {"type": "channel", "channel_id": str(channel)}:
            return f"<#{channel}>"
        case {"type": "broadcast", "range": str(whom)}:
            return f"<!{whom}>"
        case {"type": "emoji", "name": str(name)}:
            return f":{name}:"
        case {"type": "date", "fallback": str(date)}:
            return _escaped(date)
    return _escaped(str(element.get("text") or ""))


def _unmarked(text: str) -> str:
    """Slack's own markup as it is shown: bold without its asterisks, quotes without their bar."""
    text = _QUOTED.sub("", text.replace("```", ""))
    for _ in range(_NESTED):
        text = _MARKED.sub(r"\2", text)
    return text


def _plain_markdown(text: str) -> str:
    text = _STRONG.sub(r"\2", _LINK.sub(r"\1", _HEADING.sub("", text)))
    return _unmarked(_escaped(html.unescape(text)))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _lines(parts: "Iterator[str] | list[str]") -> str:
    """What is said twice, in the text and in a preview of it, is read once."""
    stripped = (part.strip() for part in parts)
    return "\n".join(dict.fromkeys(part for part in stripped if part))


def _objects(value: object) -> list[Payload]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
