"""What was found → a claim, quotes that may answer, or a no. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import wording
from bot.language_wording import nearest_not_read
from bot.replies import Answer, NoAnswer, Possible, Question, Standing
from retrieval.languages import language_of_articles
from retrieval.quotes import Quote
from retrieval.reports import Differing
from retrieval.search import Findings

NEAREST_SHOWN = 3
# "And how many troops?" shares few words with its answer, which makes every quote look doubtful;
# but its story is known. How much of either threshold it needs, and of the first where nothing was
# read: benchmarks/follow_ups.py.
FOLLOW_UP_SHOWN, FOLLOW_UP_CLAIM = 0.4, 0.2
UNREAD_FOLLOW_UP_SHOWN = 0.2


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence from which quotes are `shown`, and from which they are a `claim`;
    `follow_up_shown`: how much of `shown` those of a follow-up need."""

    shown: float
    claim: float
    follow_up_shown: float = FOLLOW_UP_SHOWN

    def of_a_follow_up(self) -> "Thresholds":
        """What is claimed is always shown."""
        shown = self.follow_up_shown * self.shown
        return replace(self, shown=shown, claim=max(shown, FOLLOW_UP_CLAIM * self.claim))


def decide(
    question: Question, found: Findings, thresholds: Thresholds
) -> Answer | Possible | NoAnswer:
    """The best of the quotes that would be shown decides, wherever it stands.

    Those of a follow-up need less confidence than others do.
    """
    if question.follow_up:
        thresholds = thresholds.of_a_follow_up()
    good = _good(found, thresholds.shown)
    confidence = _best([quote for quote, _ in good[: question.top]])
    if confidence < thresholds.shown or not good:
        return NoAnswer(
            question.text,
            found.generation,
            _best(found.quotes[: question.top]),
            _reason(question, found),
            found.quotes[: min(question.top, NEAREST_SHOWN)],
        )
    claims = _best_claim([quote for quote, _ in good[: question.top]]) >= thresholds.claim
    if not claims and _best(found.quotes[: question.top]) >= thresholds.shown:
        # Which of them answers is not known: the first that search found are offered.
        good = list(zip(found.quotes, _standings(found), strict=True))
        confidence = _best(found.quotes[: question.top])
    if claims and not found.in_order and found.differing is None:
        good = _claim_first(good, thresholds.claim)
    # Bold words are a claim: beside an answer, what is less sure stands unmarked.
    quotes = tuple(
        quote if is_claim(quote, thresholds.claim) or not claims else replace(quote, highlight=())
        for quote, _ in good
    )
    kind = Answer if claims else Possible
    standings = tuple(standing for _, standing in good) if found.differing else ()
    shown = question.shown(standings)
    least = thresholds.claim if claims else thresholds.shown
    if (_best_claim(quotes[:shown]) if claims else _best(quotes[:shown])) < least:
        # Newest first, what is claimed may stand last; it is what the reply is about.
        shown = question.top
    return kind(
        question.text,
        found.generation,
        confidence,
        quotes[:shown],
        quotes[shown:],
        standings,
    )


def _good(found: Findings, threshold: float) -> list[tuple[Quote, Standing]]:
    """Those to show, with how they stand. Values that differ belong together: of them none is
    left out, or the newest might be."""
    together = found.values if found.differing else 0
    standings = _standings(found)
    return [
        (quote, standing)
        for n, (quote, standing) in enumerate(zip(found.quotes, standings, strict=True))
        if n < together or quote.confidence >= threshold
    ]


def _standings(found: Findings) -> list[Standing]:
    count, values = len(found.quotes), found.values
    match found.differing:
        case None:
            return [Standing.PLAIN] * count
        case Differing.UNSETTLED:
            first = [Standing.VALUE] * values
        case Differing.REPLACED:
            first = [Standing.PLAIN] + [Standing.EARLIER] * (values - 1)
    return (first + [Standing.OTHER] * count)[:count]


def _claim_first(good: list[tuple[Quote, Standing]], claim: float) -> list[tuple[Quote, Standing]]:
    """What is claimed stands first: people read the first quote as the answer."""
    at = next(n for n, (quote, _) in enumerate(good) if is_claim(quote, claim))
    return [good[at], *good[:at], *good[at + 1 :]]


def is_claim(quote: Quote, threshold: float) -> bool:
    """Whether the quote may be called an answer."""
    return quote.claimable and quote.confidence >= threshold


def _best_claim(quotes: Sequence[Quote]) -> float:
    return _best([quote for quote in quotes if quote.claimable])


def _best(quotes: Sequence[Quote]) -> float:
    return max((quote.confidence for quote in quotes), default=0.0)


def _reason(question: Question, found: Findings) -> str:
    if found.passages:
        language = language_of_articles([passage.article for passage in found.passages])
        unread = language is not None and language.code not in found.languages
        return nearest_not_read(language.code) if language and unread else wording.NOT_CONFIDENT()
    if question.stories:
        return wording.NOTHING_IN_STORY(stories=", ".join(sorted(question.stories)))
    return wording.NOTHING_TRACKED()
