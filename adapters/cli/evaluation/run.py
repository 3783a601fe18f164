"""Files of articles and questions → each question asked of an index of its own, and the figures."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TextIO

import numpy as np

from adapters.assembly import embedder_of, reader_of, reranker_of
from adapters.bot_assembly import thresholds_of
from adapters.cli.evaluation.bounds import FittedBounds, NearQuote, fitted_bounds
from adapters.cli.evaluation.data import (
    EvaluationDataError,
    KnownQuestion,
    read_articles,
    read_questions,
)
from adapters.cli.evaluation.index import build_index
from adapters.cli.evaluation.metrics import (
    AbstentionFigures,
    ArticleFigures,
    EvidenceFigures,
    OutcomeFigures,
    QuoteFigures,
    Scored,
    abstention_figures,
    article_figures,
    evidence_figures,
    outcome_figures,
    quote_figures,
    score,
    scored_reply,
)
from adapters.language_assembly import known_of
from adapters.settings import Settings
from adapters.storage.catalog import open_catalog
from adapters.storage.segment_writer import Progress
from bot.ask import replied
from bot.decide import Thresholds
from bot.replies import Answer, Possible, Question, Quoting, Remark, Reply
from bot.said import SaidQuestion, spoken
from retrieval.articles import Article
from retrieval.embedding import Embedder, Reranker
from retrieval.known_languages import KnownLanguages
from retrieval.reader import Reader
from retrieval.said import Said, Wanted
from retrieval.said_search import SaidSearch
from retrieval.search import Findings, Search

# How many quotes and passages a line of the run file holds at most.
RUN_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Speed:
    """Indexing is reading, embedding, writing and checking; latency is question to quotes, one
    after another in a warm process."""

    indexing_seconds: float
    passages_per_second: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured on one set. Figures are shares of 1, None where nothing was to measure."""

    model: str
    articles: int
    passages: int
    questions: int
    article: ArticleFigures
    evidence: EvidenceFigures
    quote: QuoteFigures
    abstention: AbstentionFigures
    outcome: OutcomeFigures
    speed: Speed
    nearness: FittedBounds | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """The parts that answer, as the settings have them."""

    embedder: Embedder
    reader: Reader | None
    reranker: Reranker | None
    quotes: int
    thresholds: Thresholds
    known: KnownLanguages | None = None  # what nearness judges


def evaluate(
    articles: Path,
    questions: Path,
    run_file: Path | None,
    settings: Settings,
    progress: Progress,
) -> Evaluation:
    """Indexes `articles` in a temporary folder, which is gone afterwards, and asks `questions`.

    With `run_file`, a JSON line for each question is written to it. Raises EvaluationDataError,
    ModelError, CatalogError, BuildFailed, OSError.
    """
    tracked, asked = read_articles(articles), read_questions(questions)
    with _opened(run_file, (articles, questions)) as run:
        embedder = embedder_of(settings)
        asker = Asker(
            embedder,
            reader_of(settings),
            reranker_of(settings),
            settings.quotes,
            thresholds_of(settings),
            known_of(settings, embedder),
        )

        def heard(question: KnownQuestion, reply: Reply, found: Findings) -> None:
            if run:
                run.write(run_line(question, reply, found) + "\n")

        return measure(tracked, asked, asker, heard, progress)


def measure(
    articles: Sequence[Article],
    questions: Sequence[KnownQuestion],
    asker: Asker,
    heard: Callable[[KnownQuestion, Reply, Findings], None],
    progress: Progress,
) -> Evaluation:
    """The figures; `heard` gets every question in order, with the reply and what was found for it,
    the quotes as people see them first."""
    texts = {article.id: article.text for article in articles}
    # Python removes the folder on Ctrl-C too.
    with (
        tempfile.TemporaryDirectory(prefix="pullquote-eval-") as folder,
        closing(open_catalog(None, Path(folder))) as catalog,
    ):
        began = time.perf_counter()
        known = asker.known
        search = Search(asker.embedder, catalog, asker.reader, asker.reranker, known=known)
        languages = known.codes if known else ()
        scored, milliseconds = [], []
        near: list[NearQuote] = []
        with closing(
            build_index(
                articles, Path(folder), catalog, asker.embedder, datetime.now(UTC), progress
            )
        ) as index:
            indexing = time.perf_counter() - began
            passages = index.passages

            def said_in(one: SaidQuestion) -> Said:
                wanted = Wanted(one.person, one.about, one.stories, one.asked_on)
                return SaidSearch(asker.embedder, catalog).find(wanted, index)

            # What the first question has to wait for, no later one does.
            search.find(questions[0].text, index, quotes=asker.quotes)
            for n, question in enumerate(questions, 1):
                began = time.perf_counter()
                asked = Question(question.text, top=asker.quotes, asked_on=question.asked_on)
                every = list[Findings]()

                def found_in(part: Question, every: list[Findings] = every) -> Findings:
                    one = search.find(part.text, index, quotes=part.top, asked_on=part.asked_on)
                    every.append(one)
                    return one

                def spoken_in(part: Question) -> Answer | Possible | None:
                    return spoken(part, said_in, asker.thresholds)

                reply = replied(asked, found_in, asker.thresholds, languages, spoken_in)
                milliseconds.append(1000 * (time.perf_counter() - began))
                found = as_shown(reply, every)
                scored.append(scored_reply(reply, score(question, found, texts)))
                near += _near(question, found, scored[-1], known)
                heard(question, reply, found)
                progress("asking", n, len(questions))
    p50, p95 = np.percentile(milliseconds, (50, 95))
    return Evaluation(
        model=asker.embedder.model,
        articles=len(articles),
        passages=passages,
        questions=len(questions),
        article=article_figures(scored),
        evidence=evidence_figures(scored),
        quote=quote_figures(scored),
        abstention=abstention_figures(scored, asker.thresholds.shown),
        outcome=outcome_figures(scored, asker.thresholds.claim),
        speed=Speed(indexing, passages / indexing, float(p50), float(p95)),
        nearness=fitted_bounds(near),
    )


def _near(
    question: KnownQuestion, found: Findings, scored: Scored, known: KnownLanguages | None
) -> list[NearQuote]:
    """The first quote, where nearness judged it and it is known whether it is right."""
    told = scored.answer_rank is not None or not question.answerable
    if known is None or not found.quotes or not told:
        return []
    first = found.quotes[0]
    if not known.judges(first.article.language, known.asked_in(question.text)):
        return []
    return [NearQuote(known.bounds.nearness(first.confidence), scored.answer_rank == 1)]


def as_shown(reply: Reply, every: Sequence[Findings]) -> Findings:
    """All that was found for the question, or for the several in it, as one: first the quotes of
    the reply."""
    quotes = list(reply.quotes + reply.further) if isinstance(reply, Quoting) else []
    places = {(quote.article.version, quote.start, quote.end) for quote in quotes}
    quotes += [
        quote
        for found in every
        for quote in found.quotes
        if (quote.article.version, quote.start, quote.end) not in places
    ]
    in_turn = zip_longest(*(found.passages for found in every))
    passages = {one.passage.id: one for group in in_turn for one in group if one is not None}
    generation = every[0].generation if every else ""
    return Findings(generation, tuple(quotes), tuple(passages.values()))


def run_line(question: KnownQuestion, reply: Reply, found: Findings) -> str:
    """One question's line of the run file: a JSON object, offsets in characters of the text.

    `quotes` are those that people see, further ones last; of a no, those that came nearest.
    """
    quotes = reply.quotes + reply.further if isinstance(reply, Quoting) else found.quotes
    return json.dumps(
        {
            "id": question.id,
            "answered": isinstance(reply, Answer),
            "possible": isinstance(reply, Possible),
            "confidence": 0.0 if isinstance(reply, Remark) else round(reply.confidence, 6),
            "quotes": [
                {
                    "article": quote.article.id,
                    "start": quote.start,
                    "end": quote.end,
                    "text": quote.text,
                    "link": quote.link,
                }
                for quote in quotes[:RUN_DEPTH]
            ],
            "passages": [
                {
                    "article": candidate.article.id,
                    "start": candidate.passage.start,
                    "end": candidate.passage.end,
                    "text": candidate.text,
                    "score": round(candidate.score, 6),
                }
                for candidate in found.passages[:RUN_DEPTH]
            ],
        },
        ensure_ascii=False,
    )


@contextmanager
def _opened(path: Path | None, inputs: Sequence[Path]) -> Iterator[TextIO | None]:
    """The run file, opened before the work begins: it must not fail after ten minutes."""
    if path is None:
        yield None
        return
    if any(path.exists() and path.samefile(each) for each in inputs):
        raise EvaluationDataError(
            f"{path} is one of the files to read; name another file for --run"
        )
    try:
        stream = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise EvaluationDataError(
            f"{path} can't be written ({error.strerror}); name a file in a folder that is there "
            "and writable"
        ) from None
    with stream:
        yield stream
