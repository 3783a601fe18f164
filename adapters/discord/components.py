"""Markdown, pictures and buttons → the components that Discord shows. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.safe_text import cut

Component = dict[str, Any]

ACTION_ROW, BUTTON, TEXT_DISPLAY, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 10, 12, 13, 14, 17
SECONDARY = 2  # a grey button
BLUE, AMBER = 0x4F7CC9, 0xD9962B
PICTURE = "picture.png"  # the name under which a message's own picture travels with it
_LONGEST_ALT, _LONGEST_LABEL = 1_024, 80


def text(*lines: str) -> Component:
    """Lines of markdown, one below the other; empty ones are left out."""
    return {"type": TEXT_DISPLAY, "content": "\n".join(filter(None, lines))}


def box(
    parts: Iterable[Component], colour: int | None = None, *, divided: bool = True
) -> Component:
    """The parts in a box; `colour`: of its edge, `divided`: whether a line is drawn between each
    two."""
    inside: list[Component] = []
    for part in parts:
        inside += [line(), part] if inside and divided else [part]
    return {"type": CONTAINER, "accent_color": colour, "spoiler": False, "components": inside}


def line() -> Component:
    """A thin line between what stands above and below it."""
    return {"type": SEPARATOR, "divider": True, "spacing": 1}


def picture(alt: str) -> Component:
    """The picture that is sent with the message; `alt` says in words what it shows."""
    shown = {"url": f"attachment://{PICTURE}"}
    described = cut(alt, _LONGEST_ALT // 2)  # counted as JavaScript does, it may be twice as long
    item = {"media": shown, "description": described, "spoiler": False}
    return {"type": GALLERY, "items": [item]}


def file(name: str) -> Component:
    """The file of this name that is sent with the message."""
    return {"type": FILE, "file": {"url": f"attachment://{name}"}, "spoiler": False}


def button(label: str, custom_id: str) -> Component:
    """Something to press."""
    return {
        "type": BUTTON,
        "style": SECONDARY,
        "disabled": False,
        "label": cut(label, _LONGEST_LABEL),
        "custom_id": custom_id,
    }


def row(buttons: Sequence[Component]) -> list[Component]:
    """At most five buttons side by side; nothing for none."""
    return [{"type": ACTION_ROW, "components": list(buttons)}] if buttons else []
