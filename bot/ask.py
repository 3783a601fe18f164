"""A Question → a Reply: checks the question, searches, and has decided whether that answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot import wording
from bot.decide import Thresholds, decide
from bot.replies import Answer, NoAnswer, Possible, Question, Remark, Reply, with_only
from bot.said import SaidQuestion, Speech, reply_to, spoken
from bot.said import check as check_said
from bot.several import as_one
from bot.typed import typed
from retrieval.articles import Story
from retrieval.errors import WrongUse
from retrieval.event_logger import EventLogger
from retrieval.headlines import HEADLINE
from retrieval.quotes import Quote
from retrieval.search import Findings
from retrieval.terms import words

# The longest questions of the evaluation sets have 700 characters; the model reads about 1,000.
MAX_QUESTION_CHARACTERS = 2000
MAX_QUOTES = 10

_log = EventLogger()


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
    """Answers questions; `languages` (ISO 639-1) are read beside English; without `speech` none is
    answered as to who said what."""

    finder: Finder
    texts: VersionTexts
    thresholds: Thresholds
    languages: frozenset[str] = frozenset()
    speech: Speech | None = None

    def ask(self, question: Question) -> Reply:
        """Raises QuestionError for a question that can't be asked. A story that is not tracked, or
        not any more, holds nothing: a name is checked where it was typed."""
        check_text(question.text)
        check_top(question.top)
        return self.verified(
            replied(question, self._found, self.thresholds, self.languages, self._spoken)
        )

    def said(self, question: SaidQuestion) -> Reply:
        """What somebody is quoted with. Raises WrongUse for a name that is none."""
        check_said(question)
        check_top(question.top)
        if self.speech is None:
            raise ValueError("a bot without speech knows nobody's words")
        return self.verified(reply_to(question, self.speech.said(question)))

    def _spoken(self, part: Question) -> Answer | Possible | None:
        return spoken(part, self.speech.said, self.thresholds) if self.speech else None

    def _found(self, part: Question) -> Findings:
        return self.finder.find(part.text, part.stories, part.top, part.follow_up, part.asked_on)

    def verified(self, reply: Reply) -> Reply:
        """The reply without any quote that is not, to the character, in its article now.

        Called at the moment of sending: between the search and this a page may have been purged.
        """
        if isinstance(reply, Remark):
            return reply
        if isinstance(reply, NoAnswer):
            return replace(reply, nearest=self.held_verbatim(reply.nearest))
        good = self.held_verbatim(reply.quotes + reply.further)
        if good:
            return with_only(reply, good)
        return NoAnswer(
            reply.question, reply.generation, reply.confidence, wording.NOT_VERBATIM(), ()
        )

    def held_verbatim(self, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """Those of the quotes that stand, to the character, in an article that is still held."""
        held = self.texts.texts({quote.article.version for quote in quotes})
        good = tuple(quote for quote in quotes if is_verbatim(quote, held))
        for quote in quotes:
            if quote not in good:
                _log.error("quote_dropped", article=quote.article.id, start=quote.start)
        return good


def _nobody(_part: Question) -> None:
    return None


def replied(
    question: Question,
    found: Callable[[Question], Findings],
    thresholds: Thresholds,
    languages: Collection[str] = (),
    spoken: Callable[[Question], Answer | Possible | None] = _nobody,
) -> Reply:
    """What is said to the question, or to the several that it holds, as they are found; one that
    asks what somebody said is answered with that where it can be (`spoken`). `languages`: what is
    read beside English."""
    said = typed(question.text, languages)
    if said.remark is not None:
        return Remark(question.text, said.sentence)

    def reply(text: str) -> Answer | Possible | NoAnswer:
        part = replace(question, text=text)
        return spoken(part) or decide(part, found(part), thresholds)

    if len(said.parts) == 1:
        return as_one(question, [reply(said.parts[0])])
    return as_one(question, [reply(text) for text in said.parts], reply(said.text))


def remark_on(text: str, languages: Collection[str] = ()) -> Remark | None:
    """What is said to what is no question, None to one."""
    said = typed(text, languages)
    return Remark(text, said.sentence) if said.remark is not None else None


def is_verbatim(quote: Quote, held: Mapping[str, str]) -> bool:
    """Whether the quote is a slice of the held text of its version, or the headline of that."""
    text = held.get(quote.article.version)
    if not quote.text or text is None:
        return False
    if (quote.start, quote.end) == HEADLINE:
        # A version's id is a digest of its title, too: while it is held, this is its title.
        return quote.article.title == quote.text
    return text[quote.start : quote.end] == quote.text


def check_text(text: str) -> None:
    """Raises QuestionError for an empty, a wordless or an overlong question."""
    if not text.strip():
        raise QuestionError(wording.EMPTY_QUESTION())
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise QuestionError(wording.too_long(len(text), MAX_QUESTION_CHARACTERS))
    # A nod may be an emoji alone.
    if not words(text) and remark_on(text) is None:
        raise QuestionError(wording.NO_WORDS())


def check_top(top: int) -> None:
    """Raises QuestionError for a number of quotes that no answer can hold."""
    if not 1 <= top <= MAX_QUOTES:
        raise QuestionError(wording.TOP_RANGE(top=top, limit=MAX_QUOTES))
