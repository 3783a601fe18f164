"""A message → what discord.py sends: a view of its own kind that holds the same components."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import discord
from discord import ui

from adapters.discord.components import (
    ACTION_ROW,
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    PICTURE,
    SEPARATOR,
    TEXT_DISPLAY,
)
from adapters.discord.message import Message


def view_of(message: Message, mark: int | None = None) -> ui.LayoutView:
    """The message's components, for what discord.py sends or edits; only inside of a running event
    loop, as any view. Its buttons are answered by dynamic items, so it is stopped:
    discord.py would keep every view that it sends, and answer presses with nothing.

    `mark` becomes the id of the first component: nobody sees it, and Discord gives it back.
    """
    view = ui.LayoutView(timeout=None)
    for component in message.components:
        item = _item(component)
        if mark is not None and not view.children:
            item.id = mark
        view.add_item(item)
    view.stop()
    return view


def files_of(message: Message) -> list[discord.File]:
    """The files that go with it; new ones each time, since sending reads them to their end."""
    picture = [discord.File(BytesIO(message.png), PICTURE)] if message.png else []
    return [*picture, *(discord.File(BytesIO(one.content), one.name) for one in message.files)]


def _item(component: Mapping[str, Any]) -> ui.Item[Any]:
    match component["type"]:
        case kind if kind == TEXT_DISPLAY:
            return ui.TextDisplay(component["content"])
        case kind if kind == SEPARATOR:
            spacing = discord.SeparatorSpacing(component["spacing"])
            return ui.Separator(visible=component["divider"], spacing=spacing)
        case kind if kind == CONTAINER:
            inside = (_item(part) for part in component["components"])
            colour, spoiler = component["accent_color"], component["spoiler"]
            return ui.Container(*inside, accent_colour=colour, spoiler=spoiler)
        case kind if kind == ACTION_ROW:
            return ui.ActionRow(*(_item(part) for part in component["components"]))
        case kind if kind == GALLERY:
            return ui.MediaGallery(
                *(
                    discord.MediaGalleryItem(
                        item["media"]["url"],
                        description=item["description"],
                        spoiler=item["spoiler"],
                    )
                    for item in component["items"]
                )
            )
        case kind if kind == FILE:
            return ui.File(component["file"]["url"], spoiler=component["spoiler"])
        case kind if kind == BUTTON:
            return ui.Button(
                style=discord.ButtonStyle(component["style"]),
                label=component["label"],
                custom_id=component["custom_id"],
                disabled=component["disabled"],
            )
    raise ValueError(f"no item for a component of type {component['type']!r}; add it to {__name__}")
