"""What can be done with a reply → the buttons below it. Pure."""

from adapters.discord import actions
from adapters.discord.actions import Press, custom_id
from adapters.discord.components import Component, button
from bot import wording


def more(reply: str, offset: int, count: int) -> Component:
    """Shows the quotes from `offset` on, of which there are `count`."""
    return _button(wording.MORE.format(count=count), Press(actions.MORE, reply, offset))


def context(reply: str, offset: int, shown: int) -> Component:
    """Shows the passages around the quotes shown."""
    return _button(wording.CONTEXT, Press(actions.CONTEXT, reply, offset, shown))


def share(reply: str, shown: int) -> Component:
    """Puts a private reply into the channel."""
    return _button(wording.SHARE, Press(actions.SHARE, reply, 0, shown))


def nearest(reply: str) -> Component:
    """Shows what came closest to answering."""
    return _button(wording.SHOW_NEAREST, Press(actions.NEAREST, reply))


def everywhere(reply: str) -> Component:
    """Asks again, outside of the thread's story."""
    return _button(wording.ASK_EVERYWHERE, Press(actions.EVERYWHERE, reply))


def feedback(reply: str) -> list[Component]:
    """Helpful or not."""
    return [
        _button(wording.HELPFUL, Press(actions.HELPFUL, reply)),
        _button(wording.NOT_HELPFUL, Press(actions.NOT_HELPFUL, reply)),
    ]


def _button(label: str, press: Press) -> Component:
    return button(label, custom_id(press))
