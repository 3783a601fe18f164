"""A Question → a Reply: checks the question, searches, and decides whether that answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Protocol

import structlog

from bot import wording
from bot.replies import Answer, NoAnswer, Question, Reply
from bot.typed import typed
from retrieval.articles import Story
from retrieval.errors import WrongUse
from retrieval.languages import language_of_articles
from retrieval.headlines import HEADLINE
from retrieval.quotes import Quote
from retrieval.search import Findings
from retrieval.terms import words

# The longest questions of the evaluation sets have 700 characters; the model reads about 1,000.
MAX_QUESTION_CHARACTERS = 2000
MAX_QUOTES = 10
NEAREST_SHOWN = 3
# "And how many troops?" shares few words with its answer, which makes every quote look doubtful;
# but its story is known. Measured: benchmarks/follow_ups.py.
FOLLOW_UP_THRESHOLD = 0.2

_log = structlog.get_logger()


class QuestionError(WrongUse):
    """The question can't be asked; one sentence with the next step."""


class Finder(Protocol):
    """Where answers are looked for."""

    def find(
        self,
        question: str,
        stories: Collection[str] | None,
        quotes: int,
        follow_up: bool = False,
        asked_on: datetime | None = None,
    ) -> Findings: ...

    def stories(self) -> Mapping[str, Story]:
        """The tracked stories by slug."""
        ...


class VersionTexts(Protocol):
    """Where the words of versions are kept."""

    def texts(self, versions: Collection[str]) -> Mapping[str, str]:
        """The text of each version that is still held."""
        ...


@dataclass(frozen=True, slots=True)
class Bot:
    """Answers questions; `threshold` is the confidence from which it does."""

    finder: Finder
    texts: VersionTexts
    threshold: float

    def ask(self, question: Question) -> Reply:
        """Raises QuestionError for a question that can't be asked."""
        check(question, self.finder)
        asked = typed(question.text).text
        found = self.finder.find(
            asked, question.stories, question.top, question.follow_up, question.asked_on
        )
        return self.verified(decide(question, found, self.threshold))

    def verified(self, reply: Reply) -> Reply:
        """The reply without any quote that is not, to the character, in its article now.

        Called at the moment of sending: between the search and this a page may have been purged.
        """
        if isinstance(reply, NoAnswer):
            return replace(reply, nearest=self.held_verbatim(reply.nearest))
        good = self.held_verbatim(reply.quotes + reply.further)
        if good:
            shown = len(reply.quotes)
            return replace(reply, quotes=good[:shown], further=good[shown:])
        return NoAnswer(
            reply.question, reply.generation, reply.confidence, wording.NOT_VERBATIM, ()
        )

    def held_verbatim(self, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """Those of the quotes that stand, to the character, in an article that is still held."""
        held = self.texts.texts({quote.article.version for quote in quotes})
        good = tuple(quote for quote in quotes if is_verbatim(quote, held))
        for quote in quotes:
            if quote not in good:
                _log.error("quote_dropped", article=quote.article.id, start=quote.start)
        return good


def is_verbatim(quote: Quote, held: Mapping[str, str]) -> bool:
    """Whether the quote is a slice of the held text of its version, or the headline of that."""
    text = held.get(quote.article.version)
    if not quote.text or text is None:
        return False
    if (quote.start, quote.end) == HEADLINE:
        # A version's id is a digest of its title, too: while it is held, this is its title.
        return quote.article.title == quote.text
    return text[quote.start : quote.end] == quote.text


def check(question: Question, finder: Finder) -> None:
    """Raises QuestionError where the question can't be asked."""
    check_text(question.text)
    check_top(question.top)
    known = finder.stories() if question.stories else ()
    for slug in sorted(question.stories or ()):
        if slug not in known:
            raise QuestionError(unknown_story(slug, known))


def check_text(text: str) -> None:
    """Raises QuestionError for an empty, a wordless or an overlong question."""
    if not text.strip():
        raise QuestionError(wording.EMPTY_QUESTION)
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(
            wording.TOO_LONG.format(length=len(text), limit=MAX_QUESTION_CHARACTERS)
        )
    if not words(text):
        raise QuestionError(wording.NO_WORDS)


def check_top(top: int) -> None:
    """Raises QuestionError for a number of quotes that no answer can hold."""
    if not 1 <= top <= MAX_QUOTES:
        raise QuestionError(wording.TOP_RANGE.format(top=top, limit=MAX_QUOTES))


def unknown_story(slug: str, known: Collection[str]) -> str:
    """One sentence that names the slug and the nearest one there is."""
    close = get_close_matches(slug, known, 1, 0.5)
    advice = wording.DID_YOU_MEAN.format(nearest=close[0]) if close else wording.LIST_STORIES
    return wording.UNKNOWN_STORY.format(slug=slug, advice=advice)


def decide(question: Question, found: Findings, threshold: float) -> Reply:
    """Answer where the best quote is confident enough, with the others that are. Pure.

    A follow-up's quote needs FOLLOW_UP_THRESHOLD of the confidence that others need.
    """
    if question.follow_up:
        threshold *= FOLLOW_UP_THRESHOLD
    confidence = found.quotes[0].confidence if found.quotes else 0.0
    if confidence >= threshold:
        good = tuple(quote for quote in found.quotes if quote.confidence >= threshold)
        shown, further = good[: question.top], good[question.top :]
        return Answer(question.text, found.generation, confidence, shown, further)
    return NoAnswer(
        question.text,
        found.generation,
        confidence,
        _reason(question, found),
        found.quotes[: min(question.top, NEAREST_SHOWN)],
    )


def _reason(question: Question, found: Findings) -> str:
    if found.passages:
        texts = {candidate.article.text for candidate in found.passages}
        language = language_of_articles(texts)
        return (
            wording.NOT_READ.format(language=language.name) if language else wording.NOT_CONFIDENT
        )
    if question.stories:
        return wording.NOTHING_IN_STORY.format(stories=", ".join(sorted(question.stories)))
    return wording.NOTHING_TRACKED
