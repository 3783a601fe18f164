"""A sentence → the block that says it, and the text for who can't see blocks. Pure."""

from adapters.slack.limits import MOST_TEXT
from adapters.slack.rich_text import Block, rich_text, section, words
from bot.safe_text import cut, escaped, marked, one_line

_LONGEST_SENTENCE = 2_000


def paragraph(text: str) -> Block:
    """A sentence of ours with whatever it names, as it is; longer than a sentence, it is cut."""
    return rich_text(section(words(marked(cut(text, _LONGEST_SENTENCE)))))


def plain(text: str, most: int = MOST_TEXT) -> str:
    """One line of `text` for notifications, or as many of its first words as have `most`
    characters once they are escaped."""
    size = most
    while len(shown := escaped(one_line(text, size))) > most:
        size -= size // 8
    return shown
