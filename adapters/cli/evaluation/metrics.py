"""Questions with known answers and what search found for each → figures. Pure."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from adapters.cli.evaluation.data import KnownQuestion
from bot.replies import Answer, Possible, Quoting, Remark, Reply
from retrieval.articles import Article
from retrieval.headlines import HEADLINE
from retrieval.search import Findings

# A bot that holds back more of the right answers than this is of no use.
WRONG_REFUSALS = 0.05
_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Scored:
    """One question's outcome.

    Ranks count from 1 and are infinite where nothing right was found; None where the question
    has nothing to find: no relevant article, no evidence, no answer.
    """

    answerable: bool
    confidence: float
    article_rank: float | None  # of the first relevant article, among distinct ones
    evidence_rank: float | None  # of the first passage that contains an evidence text
    answer_rank: float | None  # of the first quote that contains an answer
    quotes: int
    verbatim: int  # quotes that are, to the character, what the file of articles says
    answered: bool = False
    possible: bool = False
    shown: int = 0  # quotes that the reply shows


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """Over the answerable questions that name relevant articles."""

    questions: int
    hit_at_1: float | None
    hit_at_3: float | None
    hit_at_10: float | None
    mrr_at_10: float | None


@dataclass(frozen=True, slots=True)
class EvidenceFigures:
    """Over the answerable questions that have evidence; as MultiHop-RAG reports it."""

    questions: int
    hits_at_4: float | None
    hits_at_10: float | None
    mrr_at_10: float | None


@dataclass(frozen=True, slots=True)
class QuoteFigures:
    """Over the answerable questions that have answers; the verbatim share is over every quote."""

    questions: int
    answer_at_1: float | None
    answer_at_3: float | None
    quotes: int
    verbatim_share: float | None


@dataclass(frozen=True, slots=True)
class AbstentionFigures:
    """How well refusing separates what the articles answer from what they don't.

    `auroc`: the chance that an answerable question is held for surer than an unanswerable one.
    `refused_at_5`: the share of the unanswerable below the highest threshold that refuses at most
    5% of the answerable. The others are at the threshold in the settings; the positive class of
    precision, recall and F1 is "unanswerable, and so refused".
    """

    answerable: int
    unanswerable: int
    auroc: float | None
    refused_at_5: float | None
    threshold: float
    wrongly_refused: float | None  # share of the answerable
    precision: float | None
    recall: float | None  # share of the unanswerable that is refused
    f1: float | None


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """How often each of the three replies is right, over questions whose answer, or that there is
    none, is known.

    A claim is right where its first quote holds the answer, "this may answer" where one of the
    quotes shown does, a no where nothing answers.
    """

    claim_threshold: float
    claims: int
    claims_right: float | None
    possible: int
    possible_right: float | None
    refusals: int
    refusals_right: float | None
    wrongly_claimed: float | None  # share of the unanswerable
    wrongly_offered: float | None  # share of the unanswerable of which quotes "may answer"


def score(question: KnownQuestion, found: Findings, texts: Mapping[str, str]) -> Scored:
    """`texts`: of every article, by its id, as the file of articles gives it."""
    ranked = list(dict.fromkeys(candidate.article.id for candidate in found.passages))
    evidence = [_plain(text) for text in question.evidence]
    passages = (_plain(candidate.text) for candidate in found.passages)
    counts = question.answerable
    return Scored(
        answerable=question.answerable,
        confidence=confidence_of(found),
        article_rank=_rank(id in question.relevant for id in ranked)
        if counts and question.relevant
        else None,
        evidence_rank=_rank(any(text in p for text in evidence) for p in passages)
        if counts and evidence
        else None,
        answer_rank=_rank(any(a in quote.text for a in question.answers) for quote in found.quotes)
        if counts and question.answers
        else None,
        quotes=len(found.quotes),
        verbatim=sum(_is_slice(texts, q.article, q.start, q.end, q.text) for q in found.quotes),
    )


def scored_reply(reply: Reply, scored: Scored) -> Scored:
    """The same with what came of it."""
    return replace(
        scored,
        confidence=0.0 if isinstance(reply, Remark) else reply.confidence,
        answered=isinstance(reply, Answer),
        possible=isinstance(reply, Possible),
        shown=len(reply.quotes) if isinstance(reply, Quoting) else 0,
    )


def confidence_of(found: Findings) -> float:
    """How sure the first quote is, whatever the reply is."""
    return found.quotes[0].confidence if found.quotes else 0.0


def article_figures(scored: Sequence[Scored]) -> ArticleFigures:
    """How often a relevant article is among the first."""
    ranks = [s.article_rank for s in scored if s.article_rank is not None]
    return ArticleFigures(
        len(ranks), _within(ranks, 1), _within(ranks, 3), _within(ranks, 10), _mrr(ranks, 10)
    )


def evidence_figures(scored: Sequence[Scored]) -> EvidenceFigures:
    """How often a passage with evidence is among the first."""
    ranks = [s.evidence_rank for s in scored if s.evidence_rank is not None]
    return EvidenceFigures(len(ranks), _within(ranks, 4), _within(ranks, 10), _mrr(ranks, 10))


def quote_figures(scored: Sequence[Scored]) -> QuoteFigures:
    """How often the answer is among the words quoted, and whether every quote is verbatim."""
    ranks = [s.answer_rank for s in scored if s.answer_rank is not None]
    quotes = sum(s.quotes for s in scored)
    return QuoteFigures(
        len(ranks),
        _within(ranks, 1),
        _within(ranks, 3),
        quotes,
        _share(sum(s.verbatim for s in scored), quotes),
    )


def abstention_figures(scored: Sequence[Scored], threshold: float) -> AbstentionFigures:
    """How well confidence tells apart what the articles answer and what they don't."""
    right = np.array([s.confidence for s in scored if s.answerable])
    wrong = np.array([s.confidence for s in scored if not s.answerable])
    wrongly_refused = int((right < threshold).sum())
    rightly_refused = int((wrong < threshold).sum())
    precision = _share(rightly_refused, rightly_refused + wrongly_refused)
    recall = _share(rightly_refused, len(wrong))
    # The harmonic mean of precision and recall, in a form that holds when nothing is refused.
    all_wrong_and_refused = len(wrong) + rightly_refused + wrongly_refused
    return AbstentionFigures(
        answerable=len(right),
        unanswerable=len(wrong),
        auroc=auroc(right, wrong),
        refused_at_5=refused_at(WRONG_REFUSALS, right, wrong),
        threshold=threshold,
        wrongly_refused=_share(wrongly_refused, len(right)),
        precision=precision,
        recall=recall,
        f1=_share(2 * rightly_refused, all_wrong_and_refused) if len(wrong) else None,
    )


def outcome_figures(scored: Sequence[Scored], claim_threshold: float) -> OutcomeFigures:
    """How far each outcome can be trusted."""
    known = [s for s in scored if not s.answerable or s.answer_rank is not None]
    claims = [s for s in known if s.answered]
    possible = [s for s in known if s.possible]
    refusals = [s for s in known if not (s.answered or s.possible)]
    unanswerable = [s for s in known if not s.answerable]
    return OutcomeFigures(
        claim_threshold=claim_threshold,
        claims=len(claims),
        claims_right=_share(sum(_holds(s, 1) for s in claims), len(claims)),
        possible=len(possible),
        possible_right=_share(sum(_holds(s, s.shown) for s in possible), len(possible)),
        refusals=len(refusals),
        refusals_right=_share(sum(not s.answerable for s in refusals), len(refusals)),
        wrongly_claimed=_share(sum(s.answered for s in unanswerable), len(unanswerable)),
        wrongly_offered=_share(sum(s.possible for s in unanswerable), len(unanswerable)),
    )


def _holds(scored: Scored, depth: int) -> bool:
    return scored.answer_rank is not None and scored.answer_rank <= depth


def auroc(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float | None:
    """The chance that one of `right` is above one of `wrong`, ties counted half (Mann and
    Whitney 1947); None where either is empty."""
    if not len(right) or not len(wrong):
        return None
    ordered = np.sort(wrong)
    below = np.searchsorted(ordered, right, "left")
    not_above = np.searchsorted(ordered, right, "right")
    return float((below + not_above).mean() / 2 / len(wrong))


def refused_at(
    wrong_refusals: float, right: NDArray[np.float64], wrong: NDArray[np.float64]
) -> float | None:
    """The share of `wrong` below the highest threshold with at most this share of `right` below."""
    if not len(right) or not len(wrong):
        return None
    threshold = highest_threshold(wrong_refusals, right)
    return float((wrong < threshold).mean())


def highest_threshold(wrong_refusals: float, right: NDArray[np.float64]) -> float:
    """The highest threshold that at most this share of `right` is below."""
    allowed = math.floor(wrong_refusals * len(right) + 1e-9)
    return float(np.sort(right)[min(allowed, len(right) - 1)])


def _rank(right: Iterable[bool]) -> float:
    return next((float(n) for n, is_right in enumerate(right, 1) if is_right), math.inf)


def _within(ranks: Sequence[float], depth: int) -> float | None:
    return _share(sum(rank <= depth for rank in ranks), len(ranks))


def _mrr(ranks: Sequence[float], depth: int) -> float | None:
    return _share(sum(1 / rank for rank in ranks if rank <= depth), len(ranks))


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _plain(text: str) -> str:
    return _WHITE_SPACE.sub("", text)


def _is_slice(texts: Mapping[str, str], article: Article, start: int, end: int, text: str) -> bool:
    if (start, end) == HEADLINE:
        return article.id in texts and bool(text) and article.title == text
    return bool(text) and texts.get(article.id, "")[start:end] == text
