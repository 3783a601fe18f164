"""The folder of evaluation sets → an open index of each, and the questions asked of it."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.cli.evaluation.data import KnownQuestion, read_articles, read_questions
from adapters.cli.evaluation.index import build_index
from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.open_generation import OpenGeneration
from retrieval.articles import Article
from retrieval.embedding import Embedder, load_embedder
from retrieval.models import choose_model

NEWS, FACTS, FOREIGN, CHAT = "multihop_rag", "squad2", "foreign", "chat"
SEED = 20241
FOREIGN_FROM_FACTS, FOREIGN_FROM_NEWS = 400, 200


@dataclass(frozen=True, slots=True)
class EvaluationSets:
    """Articles, questions and index by the name of their set; chat's questions are asked of the
    news."""

    articles: dict[str, list[Article]]
    questions: dict[str, list[KnownQuestion]]
    index: dict[str, OpenGeneration]
    catalog: Catalog
    embedder: Embedder

    def foreign(self) -> Iterator[tuple[KnownQuestion, OpenGeneration]]:
        """Questions of either set with the index of the other, which answers none of them.

        People ask about what isn't tracked, and naming a tracked outlet must not make that an
        answer, so every second encyclopaedic question does.
        """
        outlets = sorted({article.source for article in self.articles[NEWS] if article.source})
        facts = [question.text for question in self.questions[FACTS]]
        for text in _according_to(facts, outlets):
            yield _unanswered(text), self.index[NEWS]
        for question in random.Random(SEED).sample(self.questions[NEWS], FOREIGN_FROM_NEWS):
            yield _unanswered(question.text), self.index[FACTS]


@contextmanager
def opened(folder: Path, data: Path) -> Iterator[EvaluationSets]:
    """The sets in `folder`; vectors are kept in `data`."""
    names = (NEWS, FACTS)
    articles = {name: list(read_articles(folder / name / "articles.jsonl")) for name in names}
    questions = {
        name: list(read_questions(folder / name / "questions.jsonl")) for name in (*names, CHAT)
    }
    embedder = load_embedder(choose_model(""), cache=data / "models")
    catalog = open_catalog(None, data)
    index = {
        name: build_index(found, data, catalog, embedder, datetime.now(UTC), progress)
        for name, found in articles.items()
    }
    try:
        yield EvaluationSets(articles, questions, index, catalog, embedder)
    finally:
        for each in index.values():
            each.close()
        catalog.close()


def progress(step: str, done: int, of: int) -> None:
    """On standard error, so that tables can be redirected."""
    sys.stderr.write(f"\r{step} {done}/{of}   ")


def _unanswered(text: str) -> KnownQuestion:
    return KnownQuestion(text, text, (), frozenset(), (), answerable=False)


def _according_to(facts: Sequence[str], outlets: Sequence[str]) -> Iterator[str]:
    chance = random.Random(SEED)
    for n, question in enumerate(chance.sample(facts, FOREIGN_FROM_FACTS)):
        text = question.strip()
        if n % 2:
            text = f"According to {chance.choice(outlets)}, {text[0].lower()}{text[1:]}"
        yield text
