"""What a person types into Slack → the text and the rich text that apps are given. Pure."""

import re
from typing import Any

Json = dict[str, Any]

# A mention that was picked from the menu, or a web address; Slack leaves its last full stop out.
_SPECIAL = re.compile(r"<[@#][A-Z0-9]+(?:\|[^<>]*)?>|https?://[^\s<>]*[^\s<>.,!?;:)\"']")


def as_sent(text: str) -> str:
    """Escaped, with the angle brackets that Slack puts around addresses and mentions."""
    return "".join(
        escaped(part) if kind == "text" else part if part[0] == "<" else f"<{escaped(part)}>"
        for kind, part in _parts(text)
    )


def escaped(text: str) -> str:
    """& < > as entities; Slack escapes no other character."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rich_text(text: str, block_id: str) -> Json:
    """The block that a message typed by a person has."""
    elements = [_element(kind, part) for kind, part in _parts(text)]
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_section", "elements": elements}],
    }


def _parts(text: str) -> list[tuple[str, str]]:
    found, end = [], 0
    for match in _SPECIAL.finditer(text):
        found += [("text", text[end : match.start()]), ("special", match.group())]
        end = match.end()
    return [(kind, part) for kind, part in [*found, ("text", text[end:])] if part]


def _element(kind: str, part: str) -> Json:
    if kind == "text":
        return {"type": "text", "text": part}
    if part.startswith("<@"):
        return {"type": "user", "user_id": part[2:-1].split("|")[0]}
    if part.startswith("<#"):
        return {"type": "channel", "channel_id": part[2:-1].split("|")[0]}
    return {"type": "link", "url": part}
