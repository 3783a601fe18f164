"""Every sentence of our own that a person reads in a reply. None of them is about the news."""

from datetime import datetime

NOTHING_TRACKED = "No article is tracked yet."
NOTHING_IN_STORY = "No article is tracked in {stories}."
NOT_CONFIDENT = "Nothing that is tracked answers this."
NOT_VERBATIM = "The quotes found no longer match their articles, so they are not shown."
NEAREST = "Nearest passages, which may not answer:"
ALSO_IN = "also in"

EMPTY_QUESTION = 'the question is empty; ask in words, for example: "who heads the command?"'
NO_WORDS = 'the question has no words in it; ask in words, for example: "who heads the command?"'
TOO_LONG = "the question has {length:,} characters; ask in at most {limit:,}"
TOP_RANGE = "{top} quotes can't be shown; ask for 1 to {limit}"
UNKNOWN_STORY = "there is no story {slug!r}; {advice}"
DID_YOU_MEAN = "did you mean {nearest!r}?"
NO_STORY_HERE = "No story may be spoken of in this channel."
NOT_KEPT = "this reply is too old for its buttons; ask again"
LIST_STORIES = "see the tracked stories with: pullquote stories"


def date(moment: datetime | None) -> str:
    """28 July 2024; no date is a dash."""
    return f"{moment.day} {moment:%B %Y}" if moment else "-"


def more_quotes(count: int) -> str:
    """How many further quotes there are, in words."""
    return f"{count} more quote{'' if count == 1 else 's'}"
