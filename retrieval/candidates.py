"""A passage that may answer, with its article and scores: what search hands from step to step."""

from dataclasses import dataclass

from retrieval.articles import Article, Passage
from retrieval.readings import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """`dense` is the cosine to the question, `score` the ranking's; `reading` what the reader said,
    None where it wasn't asked."""

    passage: Passage
    article: Article
    dense: float
    score: float
    reading: Reading | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.passage.start : self.passage.end]
