"""A text → the sentences that can stand alone as a quote. Pure."""

import re
from dataclasses import dataclass

from retrieval.boilerplate import is_boilerplate
from retrieval.sentences import Span, is_whole, sentence_spans

# Shorter ones say too little without what stands around them; longer ones are lists.
_FEWEST, _MOST = 25, 600  # characters

_LEANS_BACK = re.compile(
    r"^[\"'“‘]?(?:he|she|it|they|this|that|these|those|his|her|its|their|such|but|and|also"
    r"|however|instead|meanwhile|both|neither|another|then|there)\b",
    re.IGNORECASE,
)
_ABOUT_THE_PAGE = re.compile(
    r"^(?:by [A-Z]|this (?:article|story|report|page) (?:was|has|is)|reporting by|editing by"
    r"|additional reporting|sign up|subscribe|click here|follow us|read (?:more|also)|correction"
    r"|an earlier version)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One that can be quoted: `place` among all sentences of the text, `leans` on the one before.

    `paragraph`: two with an equal one stand in the same paragraph.
    """

    place: int
    span: Span
    text: str
    leans: bool
    paragraph: int


def quotable(text: str, title: str, language: str = "") -> list[Sentence]:
    """Whole sentences, in order, without the headline, captions, bylines and boilerplate."""
    found = []
    headline = title.strip().rstrip(".").casefold()
    paragraph = at = 0
    for place, (start, end) in enumerate(sentence_spans(text, language)):
        paragraph += text.count("\n", at, start)
        at = start
        words = text[start:end]
        if (
            _FEWEST <= len(words) <= _MOST
            and is_whole(words)
            and words.rstrip(".").casefold() != headline
            and not _ABOUT_THE_PAGE.match(words)
            and not is_boilerplate(words)
        ):
            leans = bool(_LEANS_BACK.match(words))
            found.append(Sentence(place, (start, end), words, leans, paragraph))
    return found
