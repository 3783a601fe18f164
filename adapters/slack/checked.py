"""When a reply's stories were last checked → the block that says it. Pure."""

from adapters.slack.plain_text import paragraph
from adapters.slack.rich_text import Block
from bot.checked import Checked
from bot.safe_text import escaped, marked


def checked_block(checked: Checked | None) -> list[Block]:
    """In small print, or as a sentence of its own; nothing for None."""
    if checked is None:
        return []
    if checked.plain:
        return [paragraph(checked.words)]
    words = escaped(marked(checked.words))
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": words, "verbatim": True}]}]
