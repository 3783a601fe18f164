"""When a reply's stories were last checked → the component that says it. Pure."""

from adapters.discord.components import Component, text
from adapters.discord.markdown import escaped, small
from bot.checked import Checked
from bot.safe_text import marked


def checked_text(checked: Checked | None) -> list[Component]:
    """In small print, or as a sentence of its own; nothing for None."""
    if checked is None:
        return []
    words = escaped(marked(checked.words))
    return [text(words if checked.plain else small(words))]
