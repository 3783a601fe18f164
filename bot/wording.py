"""Every sentence of our own that a person reads in a reply. None of them is about the news."""

from datetime import datetime
from math import ceil

NOTHING_TRACKED = "No article is tracked yet."
NOTHING_IN_STORY = "No article is tracked in {stories}."
NOT_CONFIDENT = "Nothing that is tracked answers this."
NOT_VERBATIM = "The quotes found no longer match their articles, so they are not shown."
NEAREST = "Nearest passages, which may not answer:"
ALSO_IN = "also in"
AND_MORE = "and {count} more"
UNTITLED = "untitled"
WITHIN = "In: {story}"
SHARED = " asked: "
QUOTE_TOO_LONG = "This quote is too long to be shown here. Read it in the article:"
QUOTES_GONE = "These quotes can't be shown any more: their articles have changed or are gone."

MORE = "More quotes ({count})"
CONTEXT = "Context"
SHARE = "Share in channel"
SHOW_NEAREST = "Nearest passages"
ASK_EVERYWHERE = "Ask all stories"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"

EMPTY_QUESTION = 'the question is empty; ask in words, for example: "who heads the command?"'
NO_WORDS = 'the question has no words in it; ask in words, for example: "who heads the command?"'
TOO_LONG = "the question has {length:,} characters; ask in at most {limit:,}"
TOP_RANGE = "{top} quotes can't be shown; ask for 1 to {limit}"
UNKNOWN_STORY = "there is no story {slug!r}; {advice}"
DID_YOU_MEAN = "did you mean {nearest!r}?"
NO_STORY_HERE = "No story may be spoken of in this channel."
NOT_KEPT = "this reply is too old for its buttons; ask again"
LIST_STORIES = "see the tracked stories with: pullquote stories"

BUSY = "Too many questions are being answered at the moment; ask again in a minute."
UNREACHABLE = "The articles can't be searched at the moment; ask again in a few minutes."
FAILED = "Something went wrong with this question; ask again, and tell an admin if it stays so."
NOT_READY = "Pullquote is still starting; ask again in a minute."

STORIES = "Stories"
NO_STORIES = "No story is tracked here yet."
NEWEST = "Newest articles"
HOW_TO_ASK = "How to ask"
INTRODUCTION = (
    "I answer questions about the news stories tracked here, in the exact words of their articles. "
    "Every quote links to the sentence it was taken from. If nothing answers, I say so."
)
SCOPED_TO_NOTHING = "This channel is limited to stories that are not tracked any more."
NOT_SCOPED = "This channel is not limited to certain stories. Those that may be spoken of here:"
SCOPED = "This channel is limited to these stories:"
OMITTED = "[…]"


def asked_too_often(wait_seconds: float) -> str:
    """When a person may ask again."""
    return f"You have asked a lot in one minute; ask again in {ceil(wait_seconds)} s."


def as_sentence(message: str) -> str:
    """An error's line, which starts small, as a sentence of its own."""
    ended = message.rstrip('"').endswith((".", "?", "!"))
    return f"{message[:1].upper()}{message[1:]}{'' if ended else '.'}"


def date(moment: datetime | None) -> str:
    """28 July 2024; no date is a dash."""
    return f"{moment.day} {moment:%B %Y}" if moment else "-"


def more_quotes(count: int) -> str:
    """How many further quotes there are, in words."""
    return f"{count} more quote{'' if count == 1 else 's'}"


def articles(count: int) -> str:
    """How many articles, in words."""
    return f"{count} article{'' if count == 1 else 's'}"


def newest(date: str) -> str:
    """When the newest article was published."""
    return f"newest {date}"


def more(count: int) -> str:
    """How many of a list are not shown."""
    return f"… and {count} more."


def left_out(count: int) -> str:
    """How many quotes a view has no room for."""
    return f"{count} more quote{' has' if count == 1 else 's have'} no room here."
